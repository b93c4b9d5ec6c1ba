//! A quotation in the making: what the stages between tagging and the finished model hand on.

use crate::annotate::token::Range;

/// A quotation in the making.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Pieces in order of the text.
    pub(crate) pieces: Vec<Range>,
    pub(crate) cue: Option<Range>,
    /// How likely content and source are right, as the logarithm of the odds.
    pub(crate) odds: f32,
    pub(crate) source: Option<Range>,
    /// Whether the source was only the best there was.
    pub(crate) unsure: bool,
    /// The draft whose source speaks here too, if this one has none of its own.
    pub(crate) heir_of: Option<usize>,
    /// The rule that found content and source.
    pub(crate) rule: &'static str,
}

/// Puts `found`, each with the range that it takes up, in the place of the drafts that begin there. Both are in order of the text.
pub(crate) fn put(drafts: &mut Vec<Draft>, found: Vec<(Range, Draft)>) {
    let mut taken = found.iter().map(|(range, _)| *range).peekable();
    drafts.retain(|d| {
        while taken.next_if(|range| range.end <= d.start()).is_some() {}
        taken.peek().is_none_or(|range| d.start() < range.start)
    });
    drafts.extend(found.into_iter().map(|(_, draft)| draft));
    drafts.sort_by_key(|d| (d.start(), d.end()));
}

impl Draft {
    pub(crate) fn start(&self) -> usize {
        self.pieces.first().map_or(usize::MAX, |p| p.start)
    }

    pub(crate) fn end(&self) -> usize {
        self.pieces.last().map_or(0, |p| p.end)
    }

    pub(crate) fn new(pieces: Vec<Range>, rule: &'static str) -> Self {
        Self { pieces, cue: None, odds: 0.0, source: None, unsure: false, heir_of: None, rule }
    }
}
