//! Short numbers in the engine's long ones: two hashes, or four words of a print, in one, so that a column has few values. The
//! greatest short number stands for none.

/// Packs hashes by two.
pub(super) fn hashes(hashes: &[u32]) -> impl Iterator<Item = u64> + '_ {
    hashes.chunks(2).map(|pair| u64::from(pair[0]) | u64::from(pair.get(1).copied().unwrap_or(u32::MAX)) << 32)
}

/// Unpacks what [`hashes`] packed.
pub(super) fn unpacked_hashes(packed: impl Iterator<Item = u64>) -> impl Iterator<Item = u32> {
    packed.flat_map(|pair| [pair as u32, (pair >> 32) as u32]).filter(|hash| *hash != u32::MAX)
}

/// Packs the words of a print by four.
pub(super) fn words(words: &[u16]) -> impl Iterator<Item = u64> + '_ {
    words.chunks(4).map(|four| {
        let word = |i: usize| u64::from(four.get(i).copied().unwrap_or(u16::MAX)) << (16 * i);
        word(0) | word(1) | word(2) | word(3)
    })
}

/// Unpacks what [`words`] packed.
pub(super) fn unpacked_words(packed: impl Iterator<Item = u64>) -> impl Iterator<Item = u16> {
    packed.flat_map(|four| [0, 16, 32, 48].map(|at| (four >> at) as u16)).filter(|word| *word != u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_comes_back_in_order() {
        for count in 0..10 {
            let numbers: Vec<u32> = (0..count).map(|n| n * 0x1234_5677).collect();
            assert_eq!(unpacked_hashes(hashes(&numbers)).collect::<Vec<_>>(), numbers);
            // A gap is 0, at the end too.
            let print: Vec<u16> = (0..count as u16).map(|n| (count as u16 - n - 1) * 0x1235).collect();
            assert_eq!(unpacked_words(words(&print)).collect::<Vec<_>>(), print);
        }
    }
}
