//! The sentences before and after a passage.

use crate::model::Span;
use crate::text::sentences;

/// How much text before and after a passage is looked at, in bytes for each sentence asked for.
const REACH: usize = 2000;

/// Returns the context of `span` in `text`: the rest of its own sentence and `n` sentences more, before and after.
///
/// With `n` 0 both are empty. Only white space lies between them and the passage.
pub(crate) fn context(text: &str, span: Span, n: usize) -> (Span, Span) {
    let none = (Span::new(span.start(), span.start()), Span::new(span.end(), span.end()));
    if n == 0 || span.of(text).is_empty() {
        return none;
    }
    let reach = REACH.saturating_mul(n);
    let from = boundary(text, span.start().saturating_sub(reach));
    let to = boundary(text, span.end().saturating_add(reach));
    let around: Vec<Span> = sentences(&text[from..to]).iter().map(|s| s.shift(from)).collect();
    let first = around.partition_point(|s| s.end() <= span.start());
    let last = around.partition_point(|s| s.start() < span.end());
    let before = around.get(first.saturating_sub(n)).map_or(span.start(), |s| s.start().min(span.start()));
    let after = (last + n).min(around.len()).checked_sub(1).map_or(span.end(), |i| around[i].end().max(span.end()));
    (trimmed(text, Span::new(before, span.start())), trimmed(text, Span::new(span.end(), after)))
}

/// Returns the character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// Returns `span` without white space at its ends; an empty one stays where it starts.
fn trimmed(text: &str, span: Span) -> Span {
    let part = span.of(text);
    let left = part.len() - part.trim_start().len();
    let trimmed = Span::new(span.start() + left, span.start() + left + part.trim().len());
    if trimmed.is_empty() { Span::new(span.start(), span.start()) } else { trimmed }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "One. Two is here.\nThree said “four five” today. Six.\nSeven. Eight.";

    fn around(passage: &str, n: usize) -> (&'static str, &'static str) {
        let at = TEXT.find(passage).unwrap();
        let (before, after) = context(TEXT, Span::new(at, at + passage.len()), n);
        (before.of(TEXT), after.of(TEXT))
    }

    #[test]
    fn the_own_sentence_comes_free() {
        assert_eq!(around("“four five”", 1), ("Two is here.\nThree said", "today. Six."));
        assert_eq!(around("Three said “four five” today. Six.", 1), ("Two is here.", "Seven."));
        assert_eq!(around("“four five”", 9), ("One. Two is here.\nThree said", "today. Six.\nSeven. Eight."));
    }

    #[test]
    fn none_asked_none_given() {
        assert_eq!(around("“four five”", 0), ("", ""));
        assert_eq!(around("Eight.", 1), ("Seven.", ""));
        assert_eq!(context("ab", Span::new(7, 9), 3), (Span::new(7, 7), Span::new(9, 9)));
    }
}
