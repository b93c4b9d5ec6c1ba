//! Finds the passages that a claim may be from: those that have all of its words in their order; else those that have its
//! rarest runs of words; else its rarest words.

use crate::error::Result;
use crate::model::Annotated;
use crate::query::plan::{Node, PhraseWord, Target};
use crate::query::verify::judge::Weights;
use crate::query::verify::reading::{Indexed, Reading};
use crate::query::{Filter, Found, Place, Records, Retrieve, Scope};
use crate::text::Stemmer;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::sync::Arc;

/// The longest phrase that is asked for; of a longer stretch its two ends and its middle are.
const LONGEST: usize = 12;
/// A claim of no more words is short.
const SHORT: usize = 9;
/// How many words each of these has.
const SAMPLE: usize = 6;
/// How many runs of words, and how many words, are looked for.
const RUNS: usize = 8;
const WORDS: usize = 5;
/// How many passages with runs, and with words, are read.
const WITH_RUNS: usize = 20;
const WITH_WORDS: usize = 12;
/// Of how many words of a claim the weight is asked.
const WEIGHED: usize = 2000;
/// A word is frequent if its weight is less than this part of that of a word which the archive does not have.
const FREQUENT: f32 = 0.25;

/// A passage that a claim may be from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) records: Records,
    pub(super) found: Found,
    /// Whether it is credited to the claimed speaker.
    pub(super) credited: bool,
}

/// Finds candidates, and reads their articles once.
pub(super) struct Finder<'a> {
    pub(super) engine: &'a dyn Retrieve,
    scope: &'a Scope,
    stemmers: Vec<Stemmer>,
    kept: RefCell<FxHashMap<Place, Arc<Annotated>>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(engine: &'a dyn Retrieve, scope: &'a Scope, languages: &[String]) -> Self {
        let stemmers = languages.iter().filter_map(|language| Stemmer::new(language)).collect();
        Self { engine, scope, stemmers, kept: RefCell::default() }
    }

    /// Returns an article.
    pub(super) fn article(&self, place: Place) -> Result<Arc<Annotated>> {
        if let Some(kept) = self.kept.borrow().get(&place) {
            return Ok(Arc::clone(kept));
        }
        let annotated = self.engine.article(place)?;
        self.kept.borrow_mut().insert(place, Arc::clone(&annotated));
        Ok(annotated)
    }

    /// Returns how much each claimed word tells.
    pub(super) fn weights(&self, reading: &Reading) -> Result<Weights> {
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        // The word that no archive has is the measure of all others.
        let mut nodes =
            vec![Node::Word { target: Target::Unit, word: String::new(), form: String::new(), stems: Vec::new() }];
        for indexed in &reading.indexed {
            if nodes.len() < WEIGHED && !known.contains_key(indexed.word.as_str()) {
                known.insert(&indexed.word, nodes.len());
                nodes.push(self.word(&indexed.word));
            }
        }
        let weights = self.engine.weights(&nodes, Records::Paragraphs, self.scope)?;
        let most = weights.first().copied().unwrap_or(1.0);
        // What is not asked for, and signs, weigh as much as a word that is neither rare nor frequent.
        let mut tokens = vec![0.0_f32; reading.tokens.len()];
        for indexed in &reading.indexed {
            let weight =
                known.get(indexed.word.as_str()).and_then(|at| weights.get(*at)).copied().unwrap_or(most / 2.0);
            tokens[indexed.token] = tokens[indexed.token].max(weight);
        }
        tokens.iter_mut().filter(|weight| **weight == 0.0).for_each(|weight| *weight = most / 2.0);
        Ok(Weights { tokens, frequent: most * FREQUENT })
    }

    fn word(&self, word: &str) -> Node {
        let mut stems: Vec<String> = self.stemmers.iter().map(|stemmer| stemmer.stem(word).into_owned()).collect();
        stems.push(word.to_owned());
        stems.sort_unstable();
        stems.dedup();
        Node::Word { target: Target::Unit, word: word.to_owned(), form: word.to_owned(), stems }
    }

    /// Returns the passages that have all words of the reading in its stretches, and whether they surely have; those come first
    /// that an answer prefers: of the claimed speaker, quotations, early ones.
    pub(super) fn whole(&self, reading: &Reading, keys: Option<&[String]>) -> Result<(Vec<Candidate>, bool)> {
        let stretches = reading.stretches();
        let sure = stretches.len() == 1 && stretches[0].len() <= LONGEST;
        let node = Node::all(stretches.into_iter().flat_map(phrases).take(RUNS));
        let mut found = self.all(&node, &[Records::Quotes, Records::Paragraphs, Records::Titles], false)?;
        if let Some(keys) = keys.filter(|_| found.iter().any(|c| c.records == Records::Quotes)) {
            let said = Node::all([node, Node::Filter(Filter::Speaker(keys.to_vec()))]);
            let said = self.engine.find(&said, Records::Quotes, self.scope, false)?;
            let said: FxHashSet<(Place, u32)> = said.iter().map(|found| (found.article, found.ordinal)).collect();
            for candidate in found.iter_mut().filter(|c| c.records == Records::Quotes) {
                candidate.credited = said.contains(&(candidate.found.article, candidate.found.ordinal));
            }
        }
        found.sort_by_cached_key(|c| (rank(c), self.day(c.found.article), c.found.article, c.found.ordinal));
        Ok((found, sure))
    }

    /// Returns the publication day, undated last.
    pub(super) fn day(&self, article: Place) -> u32 {
        self.engine.day(article).unwrap_or(u32::MAX)
    }

    /// Returns passages that have the rarest runs of words of the reading, the best first.
    pub(super) fn with_runs(&self, reading: &Reading, weights: &Weights) -> Result<Vec<Candidate>> {
        // In a short claim each pair may be the one that was left as it was.
        let short = reading.indexed.len() <= SHORT;
        let length = if short { 2 } else { 3 };
        let weight = |run: &[Indexed]| run.iter().map(|w| weights.tokens[w.token]).sum::<f32>();
        let stretches = reading.stretches();
        let runs = stretches.iter().flat_map(|stretch| stretch.windows(length.min(stretch.len()).max(1)));
        let mut runs: Vec<(f32, &[Indexed])> = runs.map(|run| (weight(run), run)).collect();
        runs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1[0].token.cmp(&b.1[0].token)));
        let mut taken: FxHashSet<usize> = FxHashSet::default();
        let mut nodes = Vec::new();
        for (_, run) in runs {
            if nodes.len() < RUNS && (short || run.iter().all(|word| !taken.contains(&word.token))) {
                taken.extend(run.iter().map(|word| word.token));
                nodes.push(phrase(run));
            }
        }
        self.best(&Node::any(nodes), WITH_RUNS)
    }

    /// Returns passages that have the rarest words of the reading, the best first.
    pub(super) fn with_words(&self, reading: &Reading, weights: &Weights) -> Result<Vec<Candidate>> {
        let mut words: Vec<&Indexed> =
            reading.indexed.iter().filter(|word| weights.tokens[word.token] >= weights.frequent).collect();
        words.sort_by(|a, b| weights.tokens[b.token].total_cmp(&weights.tokens[a.token]).then(a.token.cmp(&b.token)));
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        words.retain(|word| seen.insert(&word.word));
        let nodes = words.into_iter().take(WORDS).map(|word| self.word(&word.word));
        self.best(&Node::any(nodes), WITH_WORDS)
    }

    fn best(&self, node: &Node, most: usize) -> Result<Vec<Candidate>> {
        let mut found = self.all(node, &[Records::Quotes, Records::Paragraphs], true)?;
        let key = |c: &Candidate| (Reverse((c.found.score * 1000.0) as u32), rank(c), c.found.article, c.found.ordinal);
        if found.len() > most {
            found.select_nth_unstable_by_key(most, key);
            found.truncate(most);
        }
        found.sort_by_cached_key(key);
        Ok(found)
    }

    fn all(&self, node: &Node, kinds: &[Records], scored: bool) -> Result<Vec<Candidate>> {
        let mut all = Vec::new();
        for &records in kinds {
            let found = self.engine.find(node, records, self.scope, scored)?;
            all.extend(found.into_iter().map(|found| Candidate { records, found, credited: false }));
        }
        Ok(all)
    }
}

/// Returns where a candidate stands among those of one verdict.
fn rank(candidate: &Candidate) -> u8 {
    match (candidate.records, candidate.credited) {
        (Records::Quotes, true) => 0,
        (Records::Quotes, false) => 1,
        (Records::Paragraphs, _) => 2,
        _ => 3,
    }
}

/// Returns what asks for a stretch of words: for the whole of it, or for its ends and its middle.
fn phrases(stretch: &[Indexed]) -> Vec<Node> {
    if stretch.len() <= LONGEST {
        return vec![phrase(stretch)];
    }
    let middle = (stretch.len() - SAMPLE) / 2;
    let last = stretch.len() - SAMPLE;
    [0, middle, last].into_iter().map(|at| phrase(&stretch[at..at + SAMPLE])).collect()
}

fn phrase(words: &[Indexed]) -> Node {
    let word = |indexed: &Indexed| PhraseWord { word: indexed.word.clone(), form: indexed.word.clone(), gap: 0 };
    Node::Phrase { target: Target::Unit, words: words.iter().map(word).collect() }
}
