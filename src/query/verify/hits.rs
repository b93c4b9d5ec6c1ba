//! From what was found to the answer: hits, the earliest, who is credited.

use crate::error::Result;
use crate::model::{Annotated, Quote, Span};
use crate::query::verify::diff::diff;
use crate::query::verify::finder::Candidate;
use crate::query::verify::sequence::{Passage, Sequence};
use crate::query::verify::stand::{Standing, passage};
use crate::query::verify::verdict::{Verdict, VerdictRule, Verification};
use crate::query::verify::{Outcome, READ, Run};
use crate::query::{Copies, Found, Hit, Place, Records, Unit};
use rustc_hash::FxHashSet;

/// Returns the stretch of text that a passage is; `None` if there is none.
pub(super) fn span(annotated: &Annotated, passage: Passage) -> Option<Span> {
    let article = &annotated.article;
    match passage {
        Passage::Title => article.title.as_deref().map(|title| Span::new(0, title.len())),
        Passage::Paragraph(at) => article.paragraphs().nth(at as usize),
        Passage::Whole => Some(Span::new(0, article.text.len())),
        Passage::Quotes(first, last) => {
            let quotes = annotated.annotations.quotes.get(first as usize..=last as usize)?;
            quotes.iter().map(Quote::extent).reduce(Span::join)
        }
    }
}

impl Run<'_> {
    /// Returns the answer but for names, and the quotations that have the words.
    pub(super) fn verification(&self, outcome: Outcome) -> Result<(Verification, Vec<Found>)> {
        let Some(best) = &outcome.best else {
            return Ok((Verification { similarity: outcome.similarity, ..Verification::default() }, Vec::new()));
        };
        let annotated = self.finder.article(best.place)?;
        let Some(sequence) = Sequence::new(&annotated, best.passage) else { return Ok(Default::default()) };
        let joined = !outcome.pieces.is_empty();
        let pieces = outcome.pieces.iter().map(|piece| self.hit(piece)).collect::<Result<_>>()?;
        let earliest = self.earliest(&outcome)?.map(|standing| self.hit(&standing)).transpose()?;
        let credited = self.credited(&outcome)?;
        let verification = Verification {
            verdict: if joined { Verdict::Altered } else { best.judged.verdict },
            rule: if joined { VerdictRule::Joined } else { best.judged.rule },
            similarity: best.judged.similarity,
            best: Some(self.hit(best)?),
            diff: diff(&self.readings[best.reading], &sequence, &best.judged.steps),
            earliest,
            pieces,
            ..Verification::default()
        };
        Ok((verification, credited))
    }

    /// Returns the earliest passage with the words.
    fn earliest(&self, outcome: &Outcome) -> Result<Option<Standing>> {
        let mut whole: Vec<&Candidate> = outcome.whole.iter().collect();
        let day = |c: &Candidate| (self.finder.day(c.found.article), c.records != Records::Quotes);
        whole.sort_by_key(|c| (day(c), c.found.article, c.found.ordinal));
        // Those of one day are told apart by their times.
        let mut first: Option<u32> = None;
        let mut early = Vec::new();
        for candidate in whole.into_iter().take(READ) {
            let published = self.finder.day(candidate.found.article);
            if first.is_some_and(|first| first != published) {
                break;
            }
            let standing = self.stand(candidate.found.article, passage(candidate))?;
            if let Some(standing) = standing.filter(|s| self.is_same(s, outcome)) {
                first = Some(published);
                early.push(standing);
            }
        }
        let mut best = None;
        for standing in early.iter().chain(&outcome.same).chain(&outcome.best) {
            let annotated = self.finder.article(standing.place)?;
            let date = annotated.article.published.clone();
            let kind = !matches!(standing.passage, Passage::Quotes(..));
            let key = (date.is_none(), date, kind, annotated.article.id.clone(), standing.passage);
            if best.as_ref().is_none_or(|(other, _)| key < *other) {
                best = Some((key, standing.clone()));
            }
        }
        Ok(best.map(|(_, standing)| standing))
    }

    /// Returns whether a passage has the words of the best one.
    fn is_same(&self, standing: &Standing, outcome: &Outcome) -> bool {
        let best = outcome.best.as_ref().map(|best| best.judged.verdict);
        standing.judged.verdict.is_certified() || best == Some(standing.judged.verdict)
    }

    /// Returns the quotations that have the words, in the order of the index; not those that only quote one of them.
    fn credited(&self, outcome: &Outcome) -> Result<Vec<Found>> {
        let mut quotes: Vec<(Place, u32)> = Vec::new();
        for standing in &outcome.same {
            if let Passage::Quotes(first, _) = standing.passage {
                quotes.push((standing.place, first));
            }
        }
        for (i, candidate) in outcome.whole.iter().filter(|c| c.records == Records::Quotes).enumerate() {
            let (place, quote) = (candidate.found.article, candidate.found.ordinal);
            // Of very many, those that were not read are taken at the engine's word.
            let has = i >= READ || {
                let standing = self.stand(place, passage(candidate))?;
                standing.is_some_and(|standing| self.is_same(&standing, outcome))
            };
            quotes.extend(has.then_some((place, quote)));
        }
        quotes.sort_unstable();
        quotes.dedup();
        let mut outer: FxHashSet<(Place, u32)> = FxHashSet::default();
        for &(place, quote) in quotes.iter().take(READ) {
            let annotated = self.finder.article(place)?;
            let parent = annotated.annotations.quotes.get(quote as usize).and_then(|quote| quote.parent);
            outer.extend(parent.map(|parent| (place, parent)));
        }
        quotes.retain(|quote| !outer.contains(quote));
        let found = |(article, ordinal)| Found { score: 0.0, article, ordinal, first: 0, last: 0, record: 0 };
        Ok(quotes.into_iter().map(found).collect())
    }

    /// Returns a passage as a hit; the words that are the same are highlighted.
    fn hit(&self, standing: &Standing) -> Result<Hit> {
        let annotated = self.finder.article(standing.place)?;
        let mut highlights = Vec::new();
        let mut unit = Unit::Paragraph;
        let mut span = span(&annotated, standing.passage).unwrap_or_default();
        if let Some(sequence) = Sequence::new(&annotated, standing.passage) {
            unit = sequence.unit();
            for (from, to) in standing.judged.runs() {
                highlights.extend(sequence.spans(from, to));
            }
            if standing.passage == Passage::Whole
                && let Some(extent) = highlights.iter().copied().reduce(Span::join)
            {
                let touched = annotated.article.paragraphs().filter(|paragraph| paragraph.overlaps(extent));
                span = touched.reduce(Span::join).unwrap_or(span);
            }
        }
        let quote = match standing.passage {
            Passage::Quotes(first, _) => Some(first as usize),
            _ => None,
        };
        Ok(Hit {
            rank: 1,
            score: standing.judged.similarity,
            relaxed: false,
            unit,
            span,
            highlights,
            before: Span::default(),
            after: Span::default(),
            quote,
            speaker: None,
            passages: None,
            parts: None,
            cluster: cluster(self.copies, standing.place, quote)?,
            article: annotated,
        })
    }
}

/// Returns the copies of a quotation, or of an article.
fn cluster(
    copies: &dyn Copies,
    article: Place,
    quote: Option<usize>,
) -> Result<Option<std::sync::Arc<crate::query::Cluster>>> {
    match quote {
        Some(quote) => copies.of_quote(article, quote as u32)?.map(|cluster| copies.quotes(cluster)).transpose(),
        None => copies.of_article(article)?.map(|cluster| copies.articles(cluster)).transpose(),
    }
}
