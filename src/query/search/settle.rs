//! Quotations over several paragraphs, decided without reading their articles.
//!
//! Such a quotation stands for its paragraphs if it holds all that matches in them. An engine that knows how often words stand
//! in a record can tell: it does if, of each word, it has as many as its paragraphs have together. Where the engine does not
//! know, where a paragraph does not match, or where quotations get in each other's way, the text is read (`stand::resolve`); the
//! answer is the same.

use crate::error::Result;
use crate::query::plan::{Node, Target};
use crate::query::search::Run;
use crate::query::search::units::{Matches, OfArticle, Passage, What, merge, touching};
use crate::query::{Found, Place, Records};
use rustc_hash::FxHashMap;

/// Of each quotation over several paragraphs that was counted, whether it holds all their matches.
pub(super) type Settled = FxHashMap<(Place, u32), bool>;

impl Run<'_> {
    /// Counts what matches in quotations over several paragraphs, if counts tell.
    pub(super) fn settled(&self, node: &Node, matches: &Matches) -> Result<Settled> {
        let mut leaves = Vec::new();
        if self.reads(node) || !shows_all(node, &mut leaves) {
            return Ok(Settled::default());
        }
        let long: Vec<(Found, &[Found])> = long_quotes(matches).collect();
        if long.is_empty() {
            return Ok(Settled::default());
        }
        let quotes: Vec<Found> = long.iter().map(|(quote, _)| *quote).collect();
        let paragraphs = together(&long);
        let mut holds = vec![true; long.len()];
        for leaf in leaves {
            let of_quotes = self.engine.counts(leaf, Records::Quotes, &quotes)?;
            let of_paragraphs = self.engine.counts(leaf, Records::Paragraphs, &paragraphs)?;
            let (Some(of_quotes), Some(of_paragraphs)) = (of_quotes, of_paragraphs) else {
                return Ok(Settled::default());
            };
            for (i, (_, touched)) in long.iter().enumerate() {
                let start = paragraphs.partition_point(|p| key(p) < key(&touched[0]));
                let all: u32 = of_paragraphs[start..start + touched.len()].iter().sum();
                holds[i] &= all == of_quotes[i];
            }
        }
        // Of a paragraph that does not match, what the quotation has in it is not known; but if there is one thing to find, that
        // is nothing.
        let one = is_one(node);
        let whole =
            |(quote, touched): &(Found, &[Found])| one || touched.len() == (quote.last - quote.first + 1) as usize;
        let settled = long.iter().zip(holds).filter(|(long, _)| whole(long));
        Ok(settled.map(|((quote, _), holds)| ((quote.article, quote.ordinal), holds)).collect())
    }
}

/// Returns the quotations that touch several paragraphs, some of which match, with those.
fn long_quotes(matches: &Matches) -> impl Iterator<Item = (Found, &[Found])> {
    matches.quotes.iter().filter(|quote| quote.first < quote.last).filter_map(|quote| {
        let paragraphs = &matches.paragraphs;
        let start = paragraphs.partition_point(|p| p.article < quote.article);
        let end = start + paragraphs[start..].partition_point(|p| p.article == quote.article);
        let touched = touching(quote, &paragraphs[start..end]);
        (!touched.is_empty()).then_some((*quote, touched))
    })
}

/// Returns the paragraphs that quotations touch, once each, in the order of the index.
fn together(long: &[(Found, &[Found])]) -> Vec<Found> {
    let mut all: Vec<Found> = long.iter().flat_map(|(_, touched)| touched.iter().copied()).collect();
    all.sort_unstable_by_key(key);
    all.dedup_by_key(|found| key(found));
    all
}

fn key(found: &Found) -> (Place, u32) {
    (found.article, found.ordinal)
}

/// Returns the passages of an article whose long quotations are all settled and do not get in each other's way.
pub(super) fn passages(settled: &Settled, article: Place, matches: OfArticle<'_>) -> Option<Vec<Passage>> {
    let (mut paragraphs, mut quotes) = (matches.paragraphs.to_vec(), Vec::with_capacity(matches.quotes.len()));
    let mut held: Vec<(Found, f32)> = Vec::new();
    let mut long: Vec<&Found> = Vec::new();
    for quote in matches.quotes {
        let touched = touching(quote, matches.paragraphs);
        if quote.first == quote.last || touched.is_empty() {
            quotes.push(*quote);
            continue;
        }
        if *settled.get(&(article, quote.ordinal))? {
            held.push((*quote, touched.iter().map(|p| p.score).fold(quote.score, f32::max)));
        }
        long.push(quote);
    }
    let meet = |a: &Found, b: &Found| a.first <= b.last && b.first <= a.last;
    for (quote, _) in &held {
        let others = long.iter().copied().chain(&quotes).filter(|other| other.ordinal != quote.ordinal);
        if others.into_iter().any(|other| meet(quote, other)) {
            return None;
        }
    }
    for paragraph in &mut paragraphs {
        let of = |quote: &&&Found| (quote.first..=quote.last).contains(&paragraph.ordinal);
        paragraph.score = long.iter().filter(of).map(|quote| quote.score).fold(paragraph.score, f32::max);
    }
    let is_held = |p: &Found| held.iter().any(|(quote, _)| (quote.first..=quote.last).contains(&p.ordinal));
    paragraphs.retain(|p| !is_held(p));
    let mut passages = Vec::new();
    merge(article, OfArticle { paragraphs: &paragraphs, quotes: &quotes }, &mut passages);
    let stands = |(quote, score): (Found, f32)| Passage { score, article, what: What::Quote(quote.ordinal) };
    passages.extend(held.into_iter().map(stands));
    Some(passages)
}

/// Returns whether all that stands in a match of any word of `node` is shown, and adds these words.
fn shows_all<'n>(node: &'n Node, leaves: &mut Vec<&'n Node>) -> bool {
    match node {
        Node::And(parts) => parts.iter().all(|part| match part {
            Node::Filter(_) | Node::Not(_) | Node::All => true,
            part => any_shown(part, leaves),
        }),
        node => any_shown(node, leaves),
    }
}

/// Returns whether a passage that does not match, of an article that does, has none of the words: there is one word or phrase,
/// or any of some will do, and nothing is excluded.
fn is_one(node: &Node) -> bool {
    match node {
        Node::And(parts) => {
            let words = parts.iter().filter(|part| !matches!(part, Node::Filter(_) | Node::All));
            words.clone().count() == 1 && words.clone().all(is_one)
        }
        node => any_shown(node, &mut Vec::new()),
    }
}

fn any_shown<'n>(node: &'n Node, leaves: &mut Vec<&'n Node>) -> bool {
    match node {
        Node::Word { target: Target::Unit, .. } | Node::Phrase { target: Target::Unit, .. } => {
            leaves.push(node);
            true
        }
        Node::Or(parts) => {
            leaves.extend(parts);
            parts.iter().all(|part| matches!(part, Node::Word { target: Target::Unit, .. }))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ordinal: u32, first: u32, last: u32) -> Found {
        Found { score: 1.0, article: Place(1), ordinal, first, last, record: 0 }
    }

    fn what(settled: &[(u32, bool)], paragraphs: &[u32], quotes: &[Found]) -> Option<Vec<What>> {
        let settled = settled.iter().map(|(quote, holds)| ((Place(1), *quote), *holds)).collect();
        let paragraphs: Vec<Found> = paragraphs.iter().map(|p| found(*p, *p, *p)).collect();
        let of = OfArticle { paragraphs: &paragraphs, quotes };
        Some(passages(&settled, Place(1), of)?.into_iter().map(|passage| passage.what).collect())
    }

    #[test]
    fn a_quotation_stands_for_all_its_paragraphs_or_none() {
        let paragraph = |ordinal, quotes: &[u32]| What::Paragraph { ordinal, quotes: quotes.to_vec() };
        let quotes = [found(0, 1, 2), found(1, 4, 4)];
        let held = what(&[(0, true)], &[1, 2, 4], &quotes);
        assert_eq!(held, Some(vec![paragraph(4, &[1]), What::Quote(0)]));
        let not = what(&[(0, false)], &[1, 2, 4], &quotes);
        assert_eq!(not, Some(vec![paragraph(1, &[]), paragraph(2, &[]), paragraph(4, &[1])]));
        assert_eq!(what(&[], &[1], &quotes), None, "not counted");
        assert_eq!(what(&[(0, true)], &[1, 2], &[found(0, 1, 2), found(1, 2, 2)]), None, "one in the other");
    }
}
