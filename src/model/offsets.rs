//! The way back from an article's text to the text that was given.

use crate::model::Span;
use serde::{Deserialize, Serialize};

/// One run of bytes that stand unchanged in both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u32, u32)", into = "(u32, u32, u32)")]
struct Run {
    article: u32,
    given: u32,
    len: u32,
}

impl From<(u32, u32, u32)> for Run {
    fn from((article, given, len): (u32, u32, u32)) -> Self {
        Self { article, given, len }
    }
}

impl From<Run> for (u32, u32, u32) {
    fn from(run: Run) -> Self {
        (run.article, run.given, run.len)
    }
}

/// A monotone map from byte offsets in the article text to byte offsets in the given text.
///
/// It is a list of runs that are the same in both; what lies between two runs was changed
/// (normalised characters, collapsed white space, dropped lines).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

impl OffsetMap {
    /// Returns the map of a text that was taken over unchanged.
    pub fn identity(len: usize) -> Self {
        let mut map = Self::default();
        map.push(0, 0, len);
        map
    }

    /// Adds a run of `len` bytes; runs are added from left to right.
    pub fn push(&mut self, article: usize, given: usize, len: usize) {
        if len == 0 {
            return;
        }
        let to32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        if let Some(last) = self.runs.last_mut()
            && last.article as usize + last.len as usize == article
            && last.given as usize + last.len as usize == given
        {
            last.len += to32(len);
            return;
        }
        self.runs.push(Run { article: to32(article), given: to32(given), len: to32(len) });
    }

    /// Returns the runs: where each begins in the article text, where in the given text, and how long it is.
    pub(crate) fn runs(&self) -> Vec<[u32; 3]> {
        self.runs.iter().map(|run| [run.article, run.given, run.len]).collect()
    }

    /// Returns the map of what [`OffsetMap::runs`] gave.
    pub(crate) fn of_runs(runs: &[[u32; 3]]) -> Self {
        Self { runs: runs.iter().map(|&[article, given, len]| Run { article, given, len }).collect() }
    }

    /// Returns where the character at `offset` of the article text starts in the given text.
    pub fn start(&self, offset: usize) -> usize {
        let i = self.runs.partition_point(|r| r.article as usize <= offset);
        let Some(run) = i.checked_sub(1).map(|i| self.runs[i]) else {
            return 0;
        };
        let inside = offset - run.article as usize;
        if inside < run.len as usize {
            return run.given as usize + inside;
        }
        // A changed stretch: it starts where the run before it ends.
        run.given as usize + run.len as usize
    }

    /// Returns where the text that ends at `offset` of the article text ends in the given text.
    pub fn end(&self, offset: usize) -> usize {
        let i = self.runs.partition_point(|r| (r.article as usize) < offset);
        let Some(run) = i.checked_sub(1).map(|i| self.runs[i]) else {
            return self.runs.first().map_or(0, |r| r.given as usize);
        };
        let inside = offset - run.article as usize;
        if inside <= run.len as usize {
            return run.given as usize + inside;
        }
        // A changed stretch: it ends where the next run starts.
        self.runs.get(i).map_or(run.given as usize + run.len as usize, |r| r.given as usize)
    }

    /// Returns the span of the given text that `span` of the article text came from.
    pub fn span(&self, span: Span) -> Span {
        Span::new(self.start(span.start()), self.end(span.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back_over_dropped_and_changed_text() {
        // given: "xx abc  dé f" -> article: "abc dé f" where é was two characters.
        let given = "xx abc  de\u{301} f";
        let article = "abc d\u{e9} f";
        let mut map = OffsetMap::default();
        map.push(0, 3, 4); // "abc "
        map.push(4, 8, 1); // "d"
        map.push(7, 12, 2); // " f"
        let back = |s: &str| {
            let at = article.find(s).unwrap();
            map.span(Span::new(at, at + s.len())).of(given).to_owned()
        };
        assert_eq!(back("abc"), "abc");
        assert_eq!(back("d\u{e9}"), "de\u{301}");
        assert_eq!(back("\u{e9} f"), "e\u{301} f");
    }
}
