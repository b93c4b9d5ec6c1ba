//! How well articles answer words: by their best passage, by all of their text, and by the words of the articles that do best.
//!
//! 1. Words that stand in more than one of twenty paragraphs are left out, if there are others: they say little of what is
//!    asked, and much of how it is put.
//! 2. An article is as relevant as its best passage: words that stand together tell more than words strewn over a long text.
//!    The title and the first paragraphs of news say what it is about, so what stands there counts up to half as much again.
//! 3. To that comes what all of the text says of the words, by its own statistics: an article that goes on about the words is about them.
//! 4. The articles that do best show which other words go with those asked for; these order the rest a little.

use crate::error::Result;
use crate::query::plan::{Node, Target};
use crate::query::search::units::{Passage, What};
use crate::query::search::{Run, order};
use crate::query::{Place, Records, Sort};
use crate::text::{Stemmer, fold_word, words};
use rustc_hash::FxHashMap;

/// How relevant articles are.
pub(super) type Relevance = FxHashMap<Place, f32>;

/// The weight of a word that stands in one of twenty records: those of less weight are common.
const COMMON: f32 = 2.995_732_3;

/// How much more the first passage counts, and how many passages further it is less than half of that.
const LEAD: (f32, f32) = (0.5, 3.0);

/// How much a phrase of a lenient query counts beside its words.
const PHRASE: f32 = 0.5;

/// How much all of the text counts beside the best passage.
const WHOLE: f32 = 0.8;

/// Of how many of the best articles the words are looked at, how many of the words are taken, and how much they count.
const FEEDBACK: (usize, usize, f32) = (5, 20, 0.3);

impl Run<'_> {
    /// Returns how well articles answer `words`; those that have none of the words that tell something are left out.
    pub(super) fn relevance(&self, words: &[Node]) -> Result<Relevance> {
        let telling = self.telling(words)?;
        if telling.is_empty() {
            return Ok(Relevance::default());
        }
        let mut scores = self.best_passages(&telling)?;
        let is_word = |(word, _): &&(Node, f32)| matches!(word, Node::Word { .. });
        let words: Vec<(Node, f32)> = telling.iter().filter(is_word).cloned().collect();
        for found in self.engine.find_any(&words, Records::Articles, self.scope)? {
            if let Some(score) = scores.get_mut(&found.article) {
                *score += WHOLE * found.score;
            }
        }
        // A single word asks for nothing that others could tell more about.
        if telling.len() > 1 {
            self.feed_back(&mut scores)?;
        }
        Ok(scores)
    }

    /// Returns those of `words` that are not common; all, if all are.
    fn telling(&self, words: &[Node]) -> Result<Vec<(Node, f32)>> {
        let weights = self.engine.weights(words, Records::Paragraphs, self.scope)?;
        let rare = |weight: &f32| *weight >= COMMON;
        let any = weights.iter().any(rare);
        let chosen = words.iter().zip(&weights).filter(|(_, weight)| !any || rare(weight));
        // The words of a phrase count themselves too where it may be missed.
        let often =
            |word: &Node| if matches!(word, Node::Phrase { .. }) && self.request.lenient { PHRASE } else { 1.0 };
        Ok(chosen.map(|(word, _)| (word.clone(), often(word))).collect())
    }

    fn best_passages(&self, words: &[(Node, f32)]) -> Result<Relevance> {
        let any = Node::any(words.iter().map(|(word, _)| word.clone()));
        let mut best = Relevance::default();
        for records in [Records::Titles, Records::Paragraphs] {
            let found = self.engine.find_any(words, records, self.scope)?;
            for found in self.read(&any, records, found)? {
                let lead = 1.0 + LEAD.0 * (-(found.ordinal as f32) / LEAD.1).exp();
                let score = best.entry(found.article).or_default();
                *score = score.max(lead * found.score);
            }
        }
        Ok(best)
    }

    /// Adds to `scores` how much each article has of the words that the best ones have and others have not.
    fn feed_back(&self, scores: &mut Relevance) -> Result<()> {
        let best = self.first(scores, FEEDBACK.0)?;
        let Some(&(_, highest)) = best.first() else { return Ok(()) };
        let words = self.shared_words(&best)?;
        let more = self.engine.find_any(&words, Records::Articles, self.scope)?;
        let most = more.iter().map(|found| found.score).fold(0.0, f32::max);
        for found in more {
            if let Some(score) = scores.get_mut(&found.article) {
                *score += FEEDBACK.2 * highest * found.score / most;
            }
        }
        Ok(())
    }

    /// Returns the articles that score highest, of equal ones those whose ids come first.
    fn first(&self, scores: &Relevance, count: usize) -> Result<Vec<(Place, f32)>> {
        let passage = |(place, score): (&Place, &f32)| Passage { score: *score, article: *place, what: What::Title };
        let mut all: Vec<Passage> = scores.iter().map(passage).collect();
        all.sort_by_key(|passage| passage.article);
        let first = order::best(self.engine, all, Sort::Best, count)?;
        Ok(first.into_iter().map(|passage| (passage.article, passage.score)).collect())
    }

    /// Returns the words that tell most of the best articles, each with its part in them.
    fn shared_words(&self, best: &[(Place, f32)]) -> Result<Vec<(Node, f32)>> {
        let mut parts: FxHashMap<String, f32> = FxHashMap::default();
        let highest = best.first().map_or(1.0, |(_, score)| *score);
        for (place, score) in best {
            let stems = self.stems_of(*place)?;
            let part = score / highest / stems.len().max(1) as f32;
            stems.into_iter().for_each(|stem| *parts.entry(stem).or_default() += part);
        }
        let mut parts: Vec<(String, f32)> = parts.into_iter().collect();
        parts.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
        let nodes: Vec<Node> = parts.iter().map(|(stem, _)| word(stem)).collect();
        let weights = self.engine.weights(&nodes, Records::Paragraphs, self.scope)?;
        let telling = nodes.into_iter().zip(parts).zip(weights).filter(|(_, weight)| *weight >= COMMON);
        let mut weighed: Vec<(Node, f32)> = telling.map(|((node, (_, part)), weight)| (node, part * weight)).collect();
        weighed.sort_by(|(_, x), (_, y)| y.total_cmp(x));
        weighed.truncate(FEEDBACK.1);
        Ok(weighed)
    }

    /// Returns the stems of an article's title and text, each as often as it stands there.
    fn stems_of(&self, place: Place) -> Result<Vec<String>> {
        let annotated = self.reading.article(place)?;
        let article = &annotated.article;
        let stemmer = Stemmer::new(article.language.as_deref().unwrap_or("en"));
        let stem = |text: &str| -> Vec<String> {
            let folded = words(text).map(|span| {
                let mut word = String::new();
                fold_word(span.of(text), &mut word);
                stemmer.map_or_else(|| word.clone(), |stemmer| stemmer.stem(&word).into_owned())
            });
            folded.filter(|stem| !stem.is_empty()).collect()
        };
        let mut stems = stem(article.title.as_deref().unwrap_or_default());
        stems.extend(stem(&article.text));
        Ok(stems)
    }
}

fn word(stem: &str) -> Node {
    Node::Word { target: Target::Unit, word: stem.to_owned(), form: stem.to_owned(), stems: vec![stem.to_owned()] }
}

/// Returns whether a leaf looks at the text of articles.
pub(super) fn is_text(leaf: &Node) -> bool {
    match leaf {
        Node::Word { target, .. }
        | Node::Phrase { target, .. }
        | Node::Near { target, .. }
        | Node::Prefix { target, .. }
        | Node::Fuzzy { target, .. } => *target == Target::Unit,
        _ => false,
    }
}

/// Returns whether two leaves look for the same: a word that stands twice in a query counts once.
pub(super) fn is_same(one: &Node, other: &Node) -> bool {
    match (one, other) {
        (Node::Word { stems: a, .. }, Node::Word { stems: b, .. }) => a == b,
        (one, other) => one == other,
    }
}
