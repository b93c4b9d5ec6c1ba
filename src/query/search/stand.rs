//! Which quotation stands for its paragraph: the one that holds all its matches.

use crate::error::Result;
use crate::model::{Annotated, Quote, Span};
use crate::query::Place;
use crate::query::search::reading::{Matching, Reading};
use crate::query::search::units::{OfArticle, Passage, What, touching};

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
    let holding = quotes.iter().filter(|i| {
        quote(i).is_some_and(|quote| {
            // A paragraph that is a quotation and nothing else is shown as that.
            holds(quote, &spans) || (spans.is_empty() && quote.extent() == paragraph)
        })
    });
    holding.min_by_key(|i| (quote(i).map_or(0, |quote| quote.extent().len()), **i)).copied()
}

/// Returns whether all of `spans` lie in the content of `quote`, the narrator left out. A quotation holds no matches of a
/// paragraph that has none to show (of a query that is all conditions, say).
fn holds(quote: &Quote, spans: &[Span]) -> bool {
    !spans.is_empty() && spans.iter().all(|span| quote.spans.iter().any(|piece| piece.covers(*span)))
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
    let highlights: Vec<Vec<Span>> = matches
        .paragraphs
        .iter()
        .map(|p| reading.paragraph(&annotated, p.ordinal, matcher).unwrap_or_default())
        .collect();
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
        if inside.clone().all(|i| free[i] && holds(quote, &highlights[i])) {
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
