//! The claim beside the passage, in stretches for a reader.

use crate::model::Span;
use crate::query::verify::align::Step;
use crate::query::verify::judge::is_editors;
use crate::query::verify::reading::{Gap, Reading};
use crate::query::verify::sequence::Sequence;
use crate::query::verify::verdict::{DiffOp, DiffPart};
use std::ops::Range;

/// A stretch: words of the claim (or the marks before one), and words of the passage.
struct Stretch {
    op: DiffOp,
    claimed: Range<usize>,
    actual: Range<usize>,
}

/// Returns the claim beside the passage.
pub(super) fn diff(reading: &Reading, sequence: &Sequence<'_>, steps: &[Step]) -> Vec<DiffPart> {
    let stretches = merged(stretches(reading, sequence, steps));
    let part = |stretch: Stretch| DiffPart {
        op: stretch.op,
        claimed: match stretch.op {
            DiffOp::Elided | DiffOp::Editor if stretch.claimed.is_empty() => marks_at(reading, stretch.claimed.start),
            _ => claimed(reading, &stretch.claimed),
        },
        actual: if stretch.actual.is_empty() {
            String::new()
        } else {
            sequence.shown(stretch.actual.start, stretch.actual.end)
        },
    };
    stretches.into_iter().map(part).collect()
}

fn stretches(reading: &Reading, sequence: &Sequence<'_>, steps: &[Step]) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    // How many gaps have been shown.
    let mut shown = 0;
    let mut at = 0;
    let mark = |gap: usize| match reading.gaps.get(gap) {
        Some(Gap::Ellipsis) => Some(DiffOp::Elided),
        Some(Gap::Editor) => Some(DiffOp::Editor),
        _ => None,
    };
    for step in steps {
        let (op, claimed, actual) = match *step {
            Step::Same(i, j) => (DiffOp::Same, i..i + 1, j..j + 1),
            Step::Other(i, j) if is_editors(reading, sequence, i, j) => (DiffOp::Editor, i..i + 1, j..j + 1),
            Step::Other(i, j) => (DiffOp::Replace, i..i + 1, j..j + 1),
            Step::Added(i) => (DiffOp::Insert, i..i + 1, at..at),
            Step::Out(i, j) => (mark(i).unwrap_or(DiffOp::Delete), i..i, j..j + 1),
        };
        at = actual.end;
        let gap = claimed.start;
        if let Some(mark) = mark(gap).filter(|_| shown <= gap && !claimed.is_empty()) {
            out.push(Stretch { op: mark, claimed: gap..gap, actual: actual.start..actual.start });
        }
        shown = gap + 1;
        match out.last_mut() {
            Some(last)
                if last.op == op
                    && last.claimed.end == claimed.start
                    && last.actual.end == actual.start
                    && (last.claimed.is_empty() == claimed.is_empty()) =>
            {
                last.claimed.end = claimed.end;
                last.actual.end = actual.end;
            }
            _ => out.push(Stretch { op, claimed, actual }),
        }
    }
    let end = reading.tokens.len();
    out.extend(mark(end).map(|op| Stretch { op, claimed: end..end, actual: at..at }));
    out
}

/// Makes one exchange of words put in, left out and exchanged side by side.
fn merged(stretches: Vec<Stretch>) -> Vec<Stretch> {
    let changes = |op: DiffOp| matches!(op, DiffOp::Insert | DiffOp::Delete | DiffOp::Replace);
    let mut out: Vec<Stretch> = Vec::new();
    for stretch in stretches {
        match out.last_mut() {
            Some(last) if changes(last.op) && changes(stretch.op) => {
                last.claimed = last.claimed.start..stretch.claimed.end;
                last.actual = last.actual.start..stretch.actual.end;
                last.op = match (last.claimed.is_empty(), last.actual.is_empty()) {
                    (true, _) => DiffOp::Delete,
                    (_, true) => DiffOp::Insert,
                    _ => DiffOp::Replace,
                };
            }
            _ => out.push(stretch),
        }
    }
    out
}

/// Returns the claim's words with what stands behind them, up to the next word or mark.
fn claimed(reading: &Reading, words: &Range<usize>) -> String {
    let Some(first) = reading.tokens.get(words.start).filter(|_| !words.is_empty()) else { return String::new() };
    let bare_start = words.start == 0 && reading.gaps.first() == Some(&Gap::None);
    let start = if bare_start { reading.core.start() } else { first.span.start() };
    let next = reading.tokens.get(words.end).map_or(reading.core.end(), |next| next.span.start());
    let mark = reading.marks.iter().find(|(gap, _)| *gap == words.end).map_or(next, |(_, span)| span.start());
    Span::new(start, next.min(mark)).of(&reading.text).trim().to_owned()
}

/// Returns the marks before a word.
fn marks_at(reading: &Reading, gap: usize) -> String {
    let marks = reading.marks.iter().filter(|(at, _)| *at == gap).map(|(_, span)| span.of(&reading.text));
    marks.collect::<Vec<_>>().join(" ")
}
