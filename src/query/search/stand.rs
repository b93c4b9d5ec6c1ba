//! Which quotation stands for its paragraph: the one that holds all its matches.

use crate::error::Result;
use crate::model::{Annotated, Quote, Span};
use crate::query::search::reading::{Matching, Reading};
use crate::query::search::units::{OfArticle, Passage, What, touching};
use crate::query::{Found, Place};

/// Returns the one of `quotes` that stands for the paragraph, if there is one.
pub(super) fn for_paragraph(
    reading: &Reading<'_>,
    annotated: &Annotated,
    ordinal: u32,
    quotes: &[u32],
    matcher: &Matching,
) -> Option<u32> {
    if quotes.is_empty() {
        return None;
    }
    let paragraph = annotated.article.paragraphs().nth(ordinal as usize)?;
    let spans = reading.paragraph(annotated, ordinal, matcher)?;
    let quote = |i: &&u32| annotated.annotations.quotes.get(**i as usize);
    let holding = quotes.iter().filter(|i| quote(i).is_some_and(|quote| holds(quote, &spans, paragraph)));
    holding.min_by_key(|i| (quote(i).map_or(0, |quote| quote.extent().len()), **i)).copied()
}

/// Returns whether all matches of a paragraph, which are `spans`, lie in the content of `quote`, the narrator left out. Where
/// there are none to show (of a query that is all conditions, say), a paragraph that is a quotation and nothing else is shown
/// as that.
fn holds(quote: &Quote, spans: &[Span], paragraph: Span) -> bool {
    if spans.is_empty() {
        return quote.extent() == paragraph;
    }
    spans.iter().all(|span| quote.spans.iter().any(|piece| piece.covers(*span)))
}

/// Decides for a whole article, quotations over several paragraphs among them: such a quotation stands if it holds the
/// matches of every paragraph that it touches, and then for all of them.
pub(super) fn resolve(
    reading: &Reading<'_>,
    matcher: &Matching,
    article: Place,
    matches: OfArticle<'_>,
) -> Result<Vec<Passage>> {
    let annotated = reading.article(article)?;
    let bounds: Vec<Span> = annotated.article.paragraphs().collect();
    let matched = |p: &Found| {
        let spans = reading.paragraph(&annotated, p.ordinal, matcher).unwrap_or_default();
        (bounds.get(p.ordinal as usize).copied().unwrap_or_default(), spans)
    };
    let matched: Vec<(Span, Vec<Span>)> = matches.paragraphs.iter().map(matched).collect();
    let mut free = vec![true; matches.paragraphs.len()];
    let mut scores: Vec<f32> = matches.paragraphs.iter().map(|p| p.score).collect();
    let mut passages = Vec::new();
    let length = |i: u32| annotated.annotations.quotes.get(i as usize).map_or(0, |quote| quote.extent().len());
    let mut quotes: Vec<_> = matches.quotes.iter().collect();
    quotes.sort_by_key(|found| (length(found.ordinal), found.ordinal));
    for found in quotes {
        let start = matches.paragraphs.partition_point(|p| p.ordinal < found.first);
        let inside = start..start + touching(found, matches.paragraphs).len();
        let best = scores[inside.clone()].iter().copied().fold(found.score, f32::max);
        let Some(quote) = annotated.annotations.quotes.get(found.ordinal as usize) else { continue };
        if inside.clone().all(|i| free[i] && holds(quote, &matched[i].1, matched[i].0)) {
            free[inside].fill(false);
            passages.push(Passage { score: best, article, what: What::Quote(found.ordinal) });
        } else {
            scores[inside].iter_mut().for_each(|score| *score = score.max(found.score));
        }
    }
    for (i, paragraph) in matches.paragraphs.iter().enumerate().filter(|(i, _)| free[*i]) {
        let what = What::Paragraph { ordinal: paragraph.ordinal, quotes: Vec::new() };
        passages.push(Passage { score: scores[i], article, what });
    }
    Ok(passages)
}
