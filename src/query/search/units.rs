//! One passage once: a quotation that holds all matches of its paragraph stands for it, and never both are shown.

use crate::error::Result;
use crate::query::{Found, Place};

/// All records that match, each list in the order of the index.
#[derive(Clone, Debug, Default)]
pub(super) struct Matches {
    pub(super) titles: Vec<Found>,
    pub(super) paragraphs: Vec<Found>,
    pub(super) quotes: Vec<Found>,
}

/// One passage that will be counted, and shown if it ranks high enough.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Passage {
    /// The relevance: that of the best record in it.
    pub(super) score: f32,
    /// The article.
    pub(super) article: Place,
    /// What it is.
    pub(super) what: What,
}

/// What a passage is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum What {
    /// The title.
    Title,
    /// A paragraph, or that one of these matching quotations in it which holds all its matches.
    Paragraph {
        /// The paragraph.
        ordinal: u32,
        /// The quotations that match and lie in it.
        quotes: Vec<u32>,
    },
    /// A quotation.
    Quote(u32),
}

impl What {
    /// Returns where the passage stands among those of its article.
    pub(super) fn rank(&self) -> (u8, u32) {
        match self {
            Self::Title => (0, 0),
            Self::Paragraph { ordinal, .. } => (1, *ordinal),
            Self::Quote(ordinal) => (2, *ordinal),
        }
    }
}

/// The matches of one article.
#[derive(Clone, Copy, Debug)]
pub(super) struct OfArticle<'a> {
    pub(super) paragraphs: &'a [Found],
    pub(super) quotes: &'a [Found],
}

/// Decides with the text at hand what stands for what in one article.
pub(super) type Resolve<'a> = dyn Fn(Place, OfArticle<'_>) -> Result<Vec<Passage>> + 'a;

/// Returns the passages that the matches make up. Text is read (by `resolve`) only where a quotation that runs over
/// several paragraphs matches and one of these does too; for all others the number of passages is certain without.
pub(super) fn passages(matches: &Matches, resolve: &Resolve<'_>) -> Result<Vec<Passage>> {
    let mut passages = Vec::with_capacity(matches.titles.len() + matches.paragraphs.len());
    passages.extend(matches.titles.iter().map(|f| Passage { score: f.score, article: f.article, what: What::Title }));
    let (mut paragraphs, mut quotes) = (matches.paragraphs.as_slice(), matches.quotes.as_slice());
    while let Some(article) = first_article(paragraphs, quotes) {
        let of_article = OfArticle { paragraphs: take(&mut paragraphs, article), quotes: take(&mut quotes, article) };
        if of_article.quotes.iter().any(|quote| runs_over_match(quote, of_article.paragraphs)) {
            passages.extend(resolve(article, of_article)?);
        } else {
            merge(article, of_article, &mut passages);
        }
    }
    Ok(passages)
}

fn first_article(paragraphs: &[Found], quotes: &[Found]) -> Option<Place> {
    match (paragraphs.first(), quotes.first()) {
        (Some(p), Some(q)) => Some(p.article.min(q.article)),
        (one, other) => one.or(other).map(|found| found.article),
    }
}

/// Takes the matches of `article` off the front.
fn take<'a>(found: &mut &'a [Found], article: Place) -> &'a [Found] {
    let count = found.iter().take_while(|f| f.article == article).count();
    let (taken, rest) = found.split_at(count);
    *found = rest;
    taken
}

/// Returns the matching paragraphs that `quote` touches.
pub(super) fn touching<'a>(quote: &Found, paragraphs: &'a [Found]) -> &'a [Found] {
    let start = paragraphs.partition_point(|p| p.ordinal < quote.first);
    let end = paragraphs.partition_point(|p| p.ordinal <= quote.last);
    &paragraphs[start..end]
}

fn runs_over_match(quote: &Found, paragraphs: &[Found]) -> bool {
    quote.first < quote.last && !touching(quote, paragraphs).is_empty()
}

/// Merges quotations into the one matching paragraph that they lie in; others stand alone.
pub(super) fn merge(article: Place, matches: OfArticle<'_>, passages: &mut Vec<Passage>) {
    let start = passages.len();
    passages.extend(matches.paragraphs.iter().map(|p| Passage {
        score: p.score,
        article,
        what: What::Paragraph { ordinal: p.ordinal, quotes: Vec::new() },
    }));
    for quote in matches.quotes {
        let at = matches.paragraphs.partition_point(|p| p.ordinal < quote.first);
        let inside = matches.paragraphs.get(at).is_some_and(|p| p.ordinal == quote.first);
        match passages.get_mut(start + at) {
            Some(Passage { score, what: What::Paragraph { quotes, .. }, .. }) if inside => {
                *score = score.max(quote.score);
                quotes.push(quote.ordinal);
            }
            _ => passages.push(Passage { score: quote.score, article, what: What::Quote(quote.ordinal) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(score: f32, article: u64, ordinal: u32, first: u32, last: u32) -> Found {
        Found { score, article: Place(article), ordinal, first, last, record: 0 }
    }

    #[test]
    fn quotations_join_their_paragraph_and_stand_alone_without_it() {
        let matches = Matches {
            titles: vec![],
            paragraphs: vec![found(1.0, 1, 3, 3, 3), found(1.0, 2, 0, 0, 0)],
            quotes: vec![found(2.0, 1, 0, 3, 3), found(0.5, 1, 1, 4, 5), found(0.1, 1, 2, 3, 3)],
        };
        let none: &Resolve<'_> = &|_, _| unreachable!();
        let passages = passages(&matches, none).unwrap();
        let quotes = vec![0, 2];
        assert_eq!(passages.len(), 3);
        assert_eq!(passages[0].what, What::Paragraph { ordinal: 3, quotes });
        assert_eq!(passages[0].score, 2.0);
        assert_eq!(passages[1].what, What::Quote(1));
        assert_eq!(passages[2].article, Place(2));
    }

    #[test]
    fn long_quotations_are_resolved_by_their_text() {
        let matches =
            Matches { titles: vec![], paragraphs: vec![found(1.0, 1, 3, 3, 3)], quotes: vec![found(2.0, 1, 0, 3, 4)] };
        let passages = passages(&matches, &|_, of| {
            assert_eq!((of.paragraphs.len(), of.quotes.len()), (1, 1));
            Ok(vec![])
        });
        assert!(passages.unwrap().is_empty());
    }
}
