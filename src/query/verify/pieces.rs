//! The pieces between the ellipses of a claim, found in their order with the same characters.

use crate::model::Span;
use crate::query::verify::align::{Step, places};
use crate::query::verify::reading::{Gap, Reading};
use crate::query::verify::sequence::Sequence;

/// Returns how the claim lies beside the passage if all its pieces stand there, in order, character by character; each as early
/// as can be. `claim` and `passage` are the words as they are compared.
pub(super) fn pieces(reading: &Reading, sequence: &Sequence<'_>, claim: &[u64], passage: &[u64]) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut at = 0;
    for (from, to) in ranges(reading)? {
        let found = places(&claim[from..to], &passage[at..]).into_iter().map(|place| place + at);
        let place = found.into_iter().find(|place| is_same(reading, sequence, (from, to), *place))?;
        if from > 0 {
            steps.extend((at..place).map(|j| Step::Out(from, j)));
        }
        steps.extend((from..to).map(|i| Step::Same(i, place + i - from)));
        at = place + to - from;
    }
    Some(steps)
}

/// Returns the pieces, each as a range of words; `None` if something besides ellipses parts them.
fn ranges(reading: &Reading) -> Option<Vec<(usize, usize)>> {
    let words = reading.tokens.len();
    let inner = reading.gaps.get(1..words)?.iter().zip(1..);
    if reading.gaps.contains(&Gap::Editor) {
        return None;
    }
    let mut bounds = vec![0];
    bounds.extend(inner.filter(|(gap, _)| **gap == Gap::Ellipsis).map(|(_, at)| at));
    bounds.push(words);
    Some(bounds.windows(2).map(|pair| (pair[0], pair[1])).collect())
}

/// Returns whether a piece has the same characters as the words at a place of the passage.
fn is_same(reading: &Reading, sequence: &Sequence<'_>, (from, to): (usize, usize), place: usize) -> bool {
    let words = from..to;
    let same = |i: usize| {
        let (claimed, actual) = (reading.tokens[i].span, sequence.tokens[place + i - from].span);
        claimed.of(&reading.text) == actual.of(sequence.text)
    };
    let between = |i: usize| {
        let claimed = Span::new(reading.tokens[i].span.end(), reading.tokens[i + 1].span.start());
        claimed.of(&reading.text) == sequence.between(place + i - from)
    };
    words.clone().all(same) && words.take(to - from - 1).all(between)
}
