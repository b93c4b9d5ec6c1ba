//! The sketch of an article: the least of the hashes of its runs of words.
//!
//! The least hashes of two texts tell how many of their runs they share, and which part of the shorter one stands in the longer
//! one: up to the lower of their two ceilings each sketch is complete. So a trimmed copy is known by what is left of it.

use crate::link::copies::hashes::{finish, join, word_hash};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// How many hashes a sketch has at most.
const WIDTH: usize = 96;

/// How many words a run has.
const RUN: usize = 3;

/// How many hashes of words of a title are kept at most.
const TITLE: usize = 16;

/// Returns the sketch of a text by the hashes of its words: ascending; a text of few words has a short one.
pub(super) fn sketch(words: &[u64]) -> Vec<u32> {
    let run = |run: &[u64]| (finish(run.iter().fold(0, |hash, word| join(hash, *word))) >> 32) as u32;
    match words {
        [] => Vec::new(),
        few if few.len() < RUN => vec![run(few)],
        _ => least(words.windows(RUN).map(run).collect(), WIDTH),
    }
}

/// Returns what is kept of a title by the hashes of its words.
pub(super) fn title(words: &[u64]) -> Vec<u32> {
    least(words.iter().copied().map(of_title).collect(), TITLE)
}

fn of_title(word: u64) -> u32 {
    (finish(word) >> 32) as u32
}

/// Returns whether the hash of a word of a title is that of a number below a thousand, as pieces of a series have.
pub(super) fn is_number(hash: u32) -> bool {
    static NUMBERS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| {
        let written = (0..1000).map(|n: u32| n.to_string()).chain((0..10).map(|n| format!("0{n}")));
        written.map(|number| of_title(word_hash(&number))).collect()
    });
    NUMBERS.contains(&hash)
}

/// Returns whether each of two titles has words that the other has not, so far as what is kept of both is complete.
pub(super) fn both_have_own(one: &[u32], other: &[u32]) -> bool {
    let end = |title: &[u32]| title.get(TITLE - 1).copied().unwrap_or(u32::MAX);
    let end = end(one).min(end(other));
    let (one, other) = (up_to(one, end), up_to(other, end));
    let shared = shared(one, other) as usize;
    shared < one.len() && shared < other.len()
}

fn least(mut hashes: Vec<u32>, count: usize) -> Vec<u32> {
    // Most of a long text's hashes are not wanted: they need no order, if few of the others are the same.
    if hashes.len() > 4 * count {
        hashes.select_nth_unstable(2 * count);
        let mut least = ordered(hashes[..2 * count].to_vec());
        if least.len() >= count {
            least.truncate(count);
            return least;
        }
    }
    hashes = ordered(hashes);
    hashes.truncate(count);
    hashes
}

fn ordered(mut hashes: Vec<u32>) -> Vec<u32> {
    hashes.sort_unstable();
    hashes.dedup();
    if hashes.last() == Some(&u32::MAX) {
        hashes.pop();
    }
    hashes
}

/// Returns up to where a sketch has every hash of its text.
pub(super) fn ceiling(sketch: &[u32]) -> u32 {
    sketch.get(WIDTH - 1).copied().unwrap_or(u32::MAX)
}

/// What two sketches say of their texts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Likeness {
    /// How many hashes both have, so far as both are complete.
    pub(super) shared: u32,
    /// How many the one with fewer has there.
    fewer: u32,
    /// How many the one with more has there.
    more: u32,
}

impl Likeness {
    /// Compares two sketches that are complete up to `ceiling`.
    pub(super) fn new(one: &[u32], other: &[u32], ceiling: u32) -> Self {
        let (a, b) = (up_to(one, ceiling), up_to(other, ceiling));
        Self { shared: shared(a, b), fewer: a.len().min(b.len()) as u32, more: a.len().max(b.len()) as u32 }
    }

    /// Returns which part of the shorter text's runs stands in the longer one; nothing is in nothing.
    pub(super) fn of_shorter(self) -> f32 {
        self.shared as f32 / self.fewer.max(1) as f32
    }

    /// Returns which part of the longer text's runs stands in the shorter one.
    pub(super) fn of_longer(self) -> f32 {
        self.shared as f32 / self.more.max(1) as f32
    }
}

fn up_to(sketch: &[u32], ceiling: u32) -> &[u32] {
    &sketch[..sketch.partition_point(|hash| *hash <= ceiling)]
}

/// Returns how many numbers two ascending lists share.
pub(super) fn shared(a: &[u32], b: &[u32]) -> u32 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (one, other) = (a[i], b[j]);
        shared += u32::from(one == other);
        i += usize::from(one <= other);
        j += usize::from(other <= one);
    }
    shared
}
