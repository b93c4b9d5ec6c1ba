//! Hashes of words, the same on every machine and in every version: they are stored.

use crate::text::{fold_word, words};
use xxhash_rust::xxh3::xxh3_64;

/// Returns the hashes of the folded words of `text`.
pub(super) fn word_hashes(text: &str) -> Vec<u64> {
    let mut word = String::new();
    let mut hashes = Vec::with_capacity(text.len() / 6);
    for span in words(text) {
        word.clear();
        fold_word(span.of(text), &mut word);
        hashes.push(xxh3_64(word.as_bytes()));
    }
    hashes
}

/// Returns the hash of the folded `word`.
pub(super) fn word_hash(word: &str) -> u64 {
    let mut folded = String::new();
    fold_word(word, &mut folded);
    xxh3_64(folded.as_bytes())
}

/// Adds a word's hash to that of the words before it.
pub(super) fn join(before: u64, word: u64) -> u64 {
    (before.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Spreads what a hash says over all its bits.
pub(super) fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}
