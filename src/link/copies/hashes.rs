//! Hashes of words, the same on every machine and in every version: they are stored.

use crate::text::{fold_word, words};

/// Returns the hashes of the folded words of `text`.
pub(super) fn word_hashes(text: &str) -> Vec<u64> {
    let mut folded = String::new();
    let mut hashes = Vec::with_capacity(text.len() / 5);
    hashes.extend(words(text).map(|span| hash(span.of(text), &mut folded)));
    hashes
}

/// Returns the hash of the folded `word`.
pub(super) fn word_hash(word: &str) -> u64 {
    hash(word, &mut String::new())
}

fn hash(word: &str, folded: &mut String) -> u64 {
    /// The bit that tells small letters from capitals; digits and the apostrophe have it too.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    if word.is_ascii() {
        // Nothing but letters, digits and apostrophes: folding them is setting one bit.
        return eight_by_eight(word.as_bytes(), SMALL);
    }
    folded.clear();
    fold_word(word, folded);
    eight_by_eight(folded.as_bytes(), if folded.is_ascii() { SMALL } else { 0 })
}

/// Returns the hash of bytes in which the bits of `set` are set.
fn eight_by_eight(bytes: &[u8], set: u64) -> u64 {
    let hash = bytes.chunks(8).fold(bytes.len() as u64, |hash, chunk| {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        join(hash, u64::from_le_bytes(eight) | set)
    });
    finish(hash)
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

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxHashSet;

    #[test]
    fn one_hash_for_one_folded_word() {
        for (one, other) in [("Weir", "weir"), ("Élite", "ELITE"), ("O’Brien's", "o'brien’s"), ("Łódź2024", "lodz2024")]
        {
            assert_eq!(word_hash(one), word_hash(other), "{one} {other}");
        }
        let words = "weir weirs wei r w 0 00 O'Brien OBrien Новый новые extraordinarily extraordinary";
        let hashes: FxHashSet<u64> = word_hashes(words).into_iter().collect();
        assert_eq!(hashes.len(), words.split(' ').count());
    }

    /// They stand in indexes: who changes them raises the version of the format. (The number was reckoned by another program.)
    #[test]
    fn hashes_stay_as_they_are() {
        assert_eq!(word_hash("Weir"), 0x0f08_ea03_5b5a_2c63);
    }
}
