//! What lines are worth: how much of an article a block is, and where words stand again.

use crate::ingest::html::tree::Block;

/// Words of a text that tell it from others: letters and digits, in lower case.
pub(in crate::ingest::html) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns whether `words` stand in a line of `lines` that has more words.
pub(super) fn is_inside(words: &str, lines: &str) -> bool {
    memchr::memmem::find_iter(lines.as_bytes(), words.as_bytes()).any(|at| {
        let bounded = at == 0 || lines.as_bytes()[at - 1] == b'\n';
        !(bounded && lines.as_bytes().get(at + words.len()) == Some(&b'\n'))
    })
}

/// Returns whether `words` stand in `body`; of long ones the beginning and the end are enough.
pub(super) fn is_in(words: &str, body: &str) -> bool {
    /// Letters at each end.
    const END: usize = 60;
    if words.is_empty() {
        return false;
    }
    let found = |part: &str| memchr::memmem::find(body.as_bytes(), part.as_bytes()).is_some();
    if words.len() <= 3 * END {
        return found(words);
    }
    let is_edge = |at: &usize| words.is_char_boundary(*at);
    let head = (0..=END).rev().find(is_edge).unwrap_or(0);
    let tail = (words.len() - END..words.len()).find(is_edge).unwrap_or(words.len());
    found(&words[..head]) && found(&words[tail..])
}

/// Returns how much of an article a block is: its length if it has sentences and few links.
pub(super) fn prose(block: &Block) -> i64 {
    let text = block.text.trim();
    let words = text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    let ends = text.contains(['.', '!', '?', '。', '…', '”', '"', '“', '！', '？', '।']);
    let least = if block.paragraph { 40 } else { 80 };
    if words < least || block.linked * 2 > words || !ends || block.heading {
        return 0;
    }
    let length = i64::try_from(words).unwrap_or(i64::MAX);
    if block.listed { length / 3 } else { length }
}

/// Returns how many bytes of a block stand in no link.
pub(super) fn unlinked(block: &Block) -> i64 {
    let words = block.text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    i64::try_from(words.saturating_sub(block.linked)).unwrap_or(i64::MAX)
}

/// Returns the sums of the first 0, 1, 2 … numbers.
pub(super) fn sums(numbers: &[i64]) -> Vec<i64> {
    let mut sum = 0_i64;
    let mut sums = vec![0];
    sums.extend(numbers.iter().map(|n| {
        sum = sum.saturating_add(*n);
        sum
    }));
    sums
}
