//! Words that stand in a passage as they were typed.
//!
//! Bare words may stand anywhere in a passage, but who types a stretch of a sentence wants the place where it stands. So of
//! the passages that have all of the words, those come first that have them one after the other ([`Run::lift`]); and if few
//! have all of them, those follow that have most of them in their order and close together ([`close`]): a word left out, put in
//! or exchanged hides no quotation.

use crate::error::Result;
use crate::model::{Annotated, Span};
use crate::query::plan::{Node, PhraseWord, Target};
use crate::query::search::Run;
use crate::query::search::reading::widened;
use crate::query::search::units::{Matches, Passage, What};
use crate::query::{Found, Place, Records, Sort};
use crate::text::{Stemmer, fold_word, words};
use rustc_hash::{FxHashMap, FxHashSet};

/// Fewer words are no wording that one could misremember.
const FEWEST: usize = 5;
/// More words are cut off.
const MOST: usize = 48;
/// How many runs of words are looked for.
const RUNS: usize = 24;
/// How many passages with such runs are read.
const READ: usize = 80;
/// A word is frequent if its weight is less than this part of that of a word which the archive does not have.
const FREQUENT: f32 = 0.3;
/// Of ten words, so many must stand in their order.
const OF_TEN: usize = 6;

/// What a word in its place is worth, what an inflection of it is, and what a word costs that is another one, left out or put in.
const SAME: i32 = 6;
const INFLECTED: i32 = 5;
const OTHER: i32 = -3;
const OUT: i32 = -2;

/// A bare word as it was typed.
struct Typed {
    word: PhraseWord,
    stems: Vec<String>,
}

/// Returns the bare words in the order in which they were typed, and where they are looked for; `None` if some are no whole
/// words.
fn typed(bare: &[Node]) -> Option<(Target, Vec<Typed>)> {
    let mut all = Vec::new();
    let mut at = None;
    for node in bare {
        let target = match node {
            Node::Word { target, word, form, stems } => {
                let word = PhraseWord { word: word.clone(), form: form.clone(), gap: 0 };
                all.push(Typed { word, stems: stems.clone() });
                *target
            }
            Node::Phrase { target, words } => {
                all.extend(words.iter().map(|word| Typed { word: word.clone(), stems: vec![word.word.clone()] }));
                *target
            }
            _ => return None,
        };
        if at.is_some_and(|at| at != target) {
            return None;
        }
        at = Some(target);
    }
    at.filter(|_| all.len() > 1).map(|at| (at, all))
}

fn phrase(target: Target, words: &[Typed]) -> Node {
    Node::Phrase { target, words: words.iter().map(|typed| typed.word.clone()).collect() }
}

impl Run<'_> {
    /// Puts those passages first in which the bare words follow each other as they were typed: they score as much more as the
    /// best one does by its words. Returns how much that is.
    pub(super) fn lift(&self, passages: &mut [Passage]) -> Result<f32> {
        let Some(node) = self.as_typed().filter(|_| passages.len() > 1) else { return Ok(0.0) };
        let best = passages.iter().map(|passage| passage.score).fold(0.0, f32::max);
        self.lift_by(best, &node, passages)?;
        Ok(best)
    }

    /// Returns the query of the bare words one after the other, if that counts.
    pub(super) fn as_typed(&self) -> Option<Node> {
        let (target, words) = typed(&self.plan.bare).filter(|_| self.request.sort == Sort::Best)?;
        Some(phrase(target, &words))
    }

    /// Lets those passages score so much more that match `node`.
    pub(super) fn lift_by(&self, best: f32, node: &Node, passages: &mut [Passage]) -> Result<()> {
        let places = |found: &[Found]| found.iter().map(|found| (found.article, found.ordinal)).collect();
        let of = |records| -> Result<FxHashSet<(Place, u32)>> { Ok(places(&self.find(node, records)?)) };
        let any = |is: fn(&What) -> bool| passages.iter().any(|passage| is(&passage.what));
        let titles = if any(|what| matches!(what, What::Title)) { of(Records::Titles)? } else { FxHashSet::default() };
        let is_paragraph = |what: &What| matches!(what, What::Paragraph { .. });
        let paragraphs = if any(is_paragraph) { of(Records::Paragraphs)? } else { FxHashSet::default() };
        let has_quotes = |what: &What| match what {
            What::Quote(_) => true,
            What::Paragraph { quotes, .. } => !quotes.is_empty(),
            What::Title => false,
        };
        let quotes = if any(has_quotes) { of(Records::Quotes)? } else { FxHashSet::default() };
        for passage in passages {
            let at = passage.article;
            let follow = match &passage.what {
                What::Title => titles.contains(&(at, 0)),
                What::Quote(ordinal) => quotes.contains(&(at, *ordinal)),
                What::Paragraph { ordinal, quotes: inside } => {
                    paragraphs.contains(&(at, *ordinal)) || inside.iter().any(|quote| quotes.contains(&(at, *quote)))
                }
            };
            if follow {
                passage.score += best;
            }
        }
        Ok(())
    }
}

/// Adds to `most` the passages that meet `fixed` and have most of the bare words in their order and close together; they score
/// more than all others there.
pub(super) fn close(run: &Run<'_>, fixed: &Node, loose: &Node, most: &mut Matches) -> Result<()> {
    let Some((target, mut words)) = typed(&run.plan.bare) else { return Ok(()) };
    if run.request.sort != Sort::Best || words.len() < FEWEST {
        return Ok(());
    }
    words.truncate(MOST);
    let runs = runs(run, target, &words)?;
    let fixed = if run.reads(fixed) { widened(fixed) } else { fixed.clone() };
    for (records, found) in kinds(run.plan.quotes_only, most) {
        let candidates = with_runs(run, &fixed, &runs, records)?;
        let mut aligned = Vec::new();
        for candidate in run.read(loose, records, candidates)? {
            let annotated = run.reading.article(candidate.article)?;
            let (score, in_order) = align(&words, &annotated, records, candidate.ordinal);
            if in_order * 10 >= words.len() * OF_TEN {
                aligned.push(Found { score: score as f32, ..candidate });
            }
        }
        put(found, aligned);
    }
    Ok(())
}

/// Returns the lists of the kinds of records that are looked at.
fn kinds(quotes_only: bool, most: &mut Matches) -> Vec<(Records, &mut Vec<Found>)> {
    let mut kinds = vec![(Records::Quotes, &mut most.quotes)];
    if !quotes_only {
        kinds.push((Records::Paragraphs, &mut most.paragraphs));
        kinds.push((Records::Titles, &mut most.titles));
    }
    kinds
}

/// Runs of words, and how much one would weigh that no passage has.
struct Runs {
    nodes: Vec<Node>,
    most: f32,
}

/// Returns the runs of three words, and those of two that are not both frequent; of too many those with the rarest words.
fn runs(run: &Run<'_>, target: Target, words: &[Typed]) -> Result<Runs> {
    let word = |typed: &Typed| Node::Word {
        target,
        word: typed.word.word.clone(),
        form: typed.word.form.clone(),
        stems: typed.stems.clone(),
    };
    // The word that no archive has is the measure of all others.
    let nobody = Node::Word { target, word: String::new(), form: String::new(), stems: Vec::new() };
    let nodes: Vec<Node> = words.iter().map(word).chain([nobody]).collect();
    let weights = run.engine.weights(&nodes, Records::Paragraphs, run.scope)?;
    let most = weights.last().copied().unwrap_or_default();
    let mut runs: Vec<(f32, Node)> = Vec::new();
    for length in [2, 3] {
        for start in 0..=words.len() - length {
            let weights = &weights[start..start + length];
            let frequent = weights.iter().all(|weight| *weight < most * FREQUENT);
            if length > 2 || !frequent {
                runs.push((weights.iter().sum(), phrase(target, &words[start..start + length])));
            }
        }
    }
    runs.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    runs.truncate(RUNS);
    Ok(Runs { nodes: runs.into_iter().map(|(_, node)| node).collect(), most })
}

/// Returns the records that have most weight of `runs`, each of which weighs the more, the fewer records have it; those as good
/// as the last are among them.
fn with_runs(run: &Run<'_>, fixed: &Node, runs: &Runs, records: Records) -> Result<Vec<Found>> {
    let mut all: FxHashMap<(Place, u32), Found> = FxHashMap::default();
    for node in &runs.nodes {
        let node = Node::all([fixed.clone(), node.clone()]);
        let records = run.engine.find(&node, records, run.scope, false)?;
        let weight = (runs.most - (records.len() as f32).ln_1p()).max(0.1);
        for found in records {
            all.entry((found.article, found.ordinal)).or_insert(Found { score: 0.0, ..found }).score += weight;
        }
    }
    let mut all: Vec<Found> = all.into_values().collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.article, a.ordinal).cmp(&(b.article, b.ordinal))));
    let last = all.get(READ).map_or(f32::NEG_INFINITY, |found| found.score);
    let end = all.partition_point(|found| found.score >= last);
    if end > READ * 4 {
        let above = all.partition_point(|found| found.score > last);
        first_of_ties(run, &mut all[above..end])?;
    }
    all.truncate(end.min(READ * 4));
    Ok(all)
}

/// Puts the earliest first of many that are as good as each other: dates and ids decide which stay, not places in the index.
fn first_of_ties(run: &Run<'_>, ties: &mut [Found]) -> Result<()> {
    let mut places: Vec<Place> = ties.iter().map(|found| found.article).collect();
    places.sort_unstable();
    places.dedup();
    let ids: FxHashMap<Place, String> = places.iter().copied().zip(run.engine.ids(&places)?).collect();
    let day = |found: &Found| run.engine.day(found.article).unwrap_or(u32::MAX);
    let key = |found: &Found| (day(found), ids.get(&found.article), found.ordinal);
    ties.sort_by(|a, b| key(a).cmp(&key(b)));
    Ok(())
}

/// Lays the typed words beside those of a passage: returns what the best stretch is worth, and how many of them stand in it in
/// their order.
fn align(typed: &[Typed], annotated: &Annotated, records: Records, ordinal: u32) -> (i32, usize) {
    let article = &annotated.article;
    let title = article.title.as_deref().unwrap_or_default();
    let text = if records == Records::Titles { title } else { article.text.as_str() };
    let pieces = match records {
        Records::Quotes => annotated.annotations.quotes.get(ordinal as usize).map(|quote| quote.spans.clone()),
        Records::Paragraphs => article.paragraphs().nth(ordinal as usize).map(|span| vec![span]),
        Records::Titles | Records::Articles => Some(vec![Span::new(0, text.len())]),
    };
    let stemmer = Stemmer::new(article.language.as_deref().unwrap_or("en"));
    // What the best stretch that ends before a word of the passage is worth, for each typed word.
    let mut before = vec![(0, 0); typed.len() + 1];
    let mut best = (0, 0);
    let mut folded = String::new();
    for piece in pieces.unwrap_or_default() {
        for word in words(piece.of(text)) {
            folded.clear();
            fold_word(word.of(piece.of(text)), &mut folded);
            let stem = stemmer.map(|stemmer| stemmer.stem(&folded));
            let worth = |typed: &Typed| {
                let inflected = || stem.as_ref().is_some_and(|stem| typed.stems.iter().any(|other| other == stem));
                if typed.word.word == folded {
                    SAME
                } else if inflected() {
                    INFLECTED
                } else {
                    OTHER
                }
            };
            let mut row = vec![(0, 0); typed.len() + 1];
            for (i, typed) in typed.iter().enumerate() {
                let worth = worth(typed);
                let beside = (before[i].0 + worth, before[i].1 + usize::from(worth > 0));
                let put_in = (before[i + 1].0 + OUT, before[i + 1].1);
                let left_out = (row[i].0 + OUT, row[i].1);
                row[i + 1] = beside.max(put_in).max(left_out).max((0, 0));
                best = best.max(row[i + 1]);
            }
            before = row;
        }
    }
    best
}

/// Puts `aligned` among `found`, before all of which they score.
fn put(found: &mut Vec<Found>, aligned: Vec<Found>) {
    let best = found.iter().map(|found| found.score).fold(0.0, f32::max);
    let scores: FxHashMap<(Place, u32), f32> =
        aligned.iter().map(|found| ((found.article, found.ordinal), best + found.score)).collect();
    found.retain(|found| !scores.contains_key(&(found.article, found.ordinal)));
    found.extend(aligned.into_iter().map(|found| Found { score: best + found.score, ..found }));
    found.sort_by_key(|found| (found.article, found.ordinal));
}
