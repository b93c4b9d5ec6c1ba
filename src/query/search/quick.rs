//! The first passages of very many, without looking at the others.
//!
//! Most queries match thousands of passages and show ten. For these it is enough to know of each record that matches how it
//! scores, and of each quotation which paragraph it lies in: then the passages can be counted, and only those that may be
//! shown are looked up. Where a quotation runs over several paragraphs, all of its article goes the long way (`units`).

use crate::error::Result;
use crate::query::search::units::{Matches, Passage, What};
use crate::query::search::{Run, finds_quotes};
use crate::query::{Node, Place, Records, Scored, Sort};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The passages of which some are shown.
pub(super) struct Counted {
    /// How many there are.
    pub(super) total: u64,
    /// Those that score as high as the last that is shown.
    pub(super) first: Vec<Passage>,
}

/// What matches, by kinds; the articles that go the long way are not among it.
struct Short {
    titles: Vec<Scored>,
    paragraphs: Vec<Scored>,
    quotes: Vec<Scored>,
    /// For each quotation where its paragraph is in the list, if that matches too.
    inside: Vec<Option<usize>>,
}

impl Run<'_> {
    /// Returns the passages that may be shown and how many there are, if the query allows for it: dates are weighed by the
    /// article, some matches are certain only when their text is read, and where few match others are looked for.
    pub(super) fn counted(&self) -> Result<Option<Counted>> {
        let (plan, request) = (self.plan, self.request);
        let by_score = request.sort == Sort::Best && request.recent.is_none() && request.limit > 0;
        if !by_score || plan.quotes_only || self.reads(&plan.node) {
            return Ok(None);
        }
        let find = |records| self.engine.find_scored(&plan.node, records, self.scope);
        let (titles, mut paragraphs) = (find(Records::Titles)?, find(Records::Paragraphs)?);
        let mut quotes = if finds_quotes(&plan.node) { find(Records::Quotes)? } else { Vec::new() };
        let lies = self.engine.lies_in(&quotes)?;
        let mut long: Vec<Range<Place>> = lies.iter().filter_map(|lies| lies.long.clone()).collect();
        long.dedup();
        let mut passages = Vec::new();
        let mut paragraph_of: Vec<Place> = lies.iter().map(|lies| lies.paragraph).collect();
        if !long.is_empty() {
            let is_long = is_in(&long);
            let mut keep = quotes.iter().map(|quote| !is_long(quote.record));
            paragraph_of.retain(|_| keep.next().unwrap_or(true));
            let matches = Matches {
                titles: Vec::new(),
                paragraphs: self.engine.found(&take(&mut paragraphs, &is_long), Records::Paragraphs)?,
                quotes: self.engine.found(&take(&mut quotes, &is_long), Records::Quotes)?,
            };
            passages = self.merged(&matches)?.1;
        }
        let inside = lying_in(&mut paragraphs, &quotes, &paragraph_of);
        let mut short = Short { titles, paragraphs, quotes, inside };
        let total = short.scores().count() + passages.len();
        if self.relaxes(total as u64) {
            return Ok(None);
        }
        if let Some(node) = self.as_typed().filter(|_| total > 1) {
            self.lift_short(&node, &mut short, &mut passages)?;
        }
        let least = self.least(short.scores().chain(passages.iter().map(|passage| passage.score)), total);
        passages.retain(|passage| passage.score >= least);
        self.look_up(&short, least, &mut passages)?;
        Ok(Some(Counted { total: total as u64, first: passages }))
    }

    /// Puts those passages first that match `node` (see `wording`).
    fn lift_short(&self, node: &Node, short: &mut Short, passages: &mut [Passage]) -> Result<()> {
        let best = short.scores().chain(passages.iter().map(|passage| passage.score)).fold(0.0, f32::max);
        self.lift_by(best, node, passages)?;
        let follow = |list: &[Scored], records| -> Result<Vec<bool>> {
            if list.is_empty() {
                return Ok(Vec::new());
            }
            let found = self.engine.find_scored(node, records, self.scope)?;
            let found: FxHashSet<Place> = found.iter().map(|scored| scored.record).collect();
            Ok(list.iter().map(|scored| found.contains(&scored.record)).collect())
        };
        let titles = follow(&short.titles, Records::Titles)?;
        let mut paragraphs = follow(&short.paragraphs, Records::Paragraphs)?;
        let mut quotes = follow(&short.quotes, Records::Quotes)?;
        for (i, inside) in short.inside.iter().enumerate() {
            if let Some(paragraph) = inside {
                paragraphs[*paragraph] |= quotes[i];
                quotes[i] = false;
            }
        }
        let lists = [(&mut short.titles, titles), (&mut short.paragraphs, paragraphs), (&mut short.quotes, quotes)];
        for (list, follow) in lists {
            list.iter_mut().zip(follow).filter(|(_, follow)| *follow).for_each(|(scored, _)| scored.score += best);
        }
        Ok(())
    }

    /// Returns how high the last one scores that may be shown.
    fn least(&self, scores: impl Iterator<Item = f32>, total: usize) -> f32 {
        let Some(last) = self.request.limit.checked_sub(1).filter(|last| *last < total) else {
            return f32::NEG_INFINITY;
        };
        let mut scores: Vec<f32> = scores.collect();
        *scores.select_nth_unstable_by(last, |a, b| b.total_cmp(a)).1
    }

    /// Adds the passages that score at least so high.
    fn look_up(&self, short: &Short, least: f32, passages: &mut Vec<Passage>) -> Result<()> {
        let high = |list: &[Scored]| -> Vec<usize> { (0..list.len()).filter(|i| list[*i].score >= least).collect() };
        let of = |list: &[Scored], chosen: &[usize]| chosen.iter().map(|i| list[*i]).collect::<Vec<Scored>>();
        let titles = of(&short.titles, &high(&short.titles));
        for found in self.engine.found(&titles, Records::Titles)? {
            passages.push(Passage { score: found.score, article: found.article, what: What::Title });
        }
        let chosen = high(&short.paragraphs);
        // The quotations that are shown alone, or in a paragraph that is.
        let shown = |i: &usize| match short.inside[*i] {
            Some(paragraph) => short.paragraphs[paragraph].score >= least,
            None => short.quotes[*i].score >= least,
        };
        let quotes: Vec<usize> = (0..short.quotes.len()).filter(shown).collect();
        let found = self.engine.found(&of(&short.quotes, &quotes), Records::Quotes)?;
        let mut of_paragraphs: Vec<Vec<u32>> = vec![Vec::new(); chosen.len()];
        for (i, quote) in quotes.iter().zip(found) {
            match short.inside[*i].and_then(|paragraph| chosen.binary_search(&paragraph).ok()) {
                Some(at) => of_paragraphs[at].push(quote.ordinal),
                None => {
                    let what = What::Quote(quote.ordinal);
                    passages.push(Passage { score: quote.score, article: quote.article, what });
                }
            }
        }
        let found = self.engine.found(&of(&short.paragraphs, &chosen), Records::Paragraphs)?;
        for (found, quotes) in found.into_iter().zip(of_paragraphs) {
            let what = What::Paragraph { ordinal: found.ordinal, quotes };
            passages.push(Passage { score: found.score, article: found.article, what });
        }
        Ok(())
    }
}

impl Short {
    /// Returns what each passage scores.
    fn scores(&self) -> impl Iterator<Item = f32> + '_ {
        let alone = self.quotes.iter().zip(&self.inside).filter(|(_, inside)| inside.is_none()).map(|(quote, _)| quote);
        self.titles.iter().chain(&self.paragraphs).chain(alone).map(|scored| scored.score)
    }
}

/// Returns what tells whether a record is in one of some ranges, which are in order.
fn is_in(ranges: &[Range<Place>]) -> impl Fn(Place) -> bool + '_ {
    |record| {
        let at = ranges.partition_point(|range| range.end <= record);
        ranges.get(at).is_some_and(|range| range.contains(&record))
    }
}

/// Takes those records out of a list.
fn take(list: &mut Vec<Scored>, is_taken: &impl Fn(Place) -> bool) -> Vec<Scored> {
    let (taken, left) = list.iter().partition(|scored| is_taken(scored.record));
    *list = left;
    taken
}

/// Returns for each quotation where its paragraph is among those that match, and lets that score as high as the best of its
/// quotations.
fn lying_in(paragraphs: &mut [Scored], quotes: &[Scored], paragraph_of: &[Place]) -> Vec<Option<usize>> {
    let mut at = 0;
    let mut inside = Vec::with_capacity(quotes.len());
    for (quote, paragraph) in quotes.iter().zip(paragraph_of) {
        // Quotations come in the order of their paragraphs, but for those within quotations.
        if at > 0 && paragraphs[at - 1].record >= *paragraph {
            at = paragraphs.partition_point(|p| p.record < *paragraph);
        }
        while paragraphs.get(at).is_some_and(|p| p.record < *paragraph) {
            at += 1;
        }
        let found = paragraphs.get_mut(at).filter(|p| p.record == *paragraph);
        inside.push(found.map(|p| {
            p.score = p.score.max(quote.score);
            at
        }));
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(record: u64, score: f32) -> Scored {
        Scored { score, record: Place(record) }
    }

    #[test]
    fn quotations_find_their_paragraphs_in_any_order() {
        let mut paragraphs = [scored(3, 1.0), scored(5, 1.0), scored(9, 3.0)];
        let quotes = [scored(10, 2.0), scored(11, 4.0), scored(12, 2.0), scored(13, 1.5)];
        let inside = lying_in(&mut paragraphs, &quotes, &[5, 4, 9, 3].map(Place));
        assert_eq!(inside, [Some(1), None, Some(2), Some(0)]);
        assert_eq!(paragraphs.map(|p| p.score), [1.5, 2.0, 3.0]);
    }

    #[test]
    fn records_are_told_by_the_ranges_of_their_articles() {
        let ranges = [Place(2)..Place(4), Place(7)..Place(8)];
        let inside: Vec<u64> = (0..10).filter(|record| is_in(&ranges)(Place(*record))).collect();
        assert_eq!(inside, [2, 3, 7]);
    }
}
