//! The names of the months.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A month a line: its names and short forms in the languages of Europe, in Turkish, Indonesian and Arabic, as dates use them.
static MONTHS: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| {
    let lines = include_str!("../data/months.txt").lines().zip(1..);
    lines.flat_map(|(line, number)| line.split(' ').map(move |name| (name, number))).collect()
});

/// Returns the number of the month named by `word`, which is in small letters.
pub(super) fn month(word: &str) -> Option<u32> {
    MONTHS.get(word).copied()
}

/// Returns whether `word` is the name of a month, in full or short, with or without a stop.
pub(in crate::ingest) fn is_month(word: &str) -> bool {
    month(&word.trim_end_matches('.').to_lowercase()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_many_languages() {
        for (name, number) in [
            ("january", 1),
            ("febr", 2),
            ("märz", 3),
            ("abril", 4),
            ("мая", 5),
            ("czerwca", 6),
            ("heinäkuuta", 7),
            ("août", 8),
            ("sept", 9),
            ("ottobre", 10),
            ("kasım", 11),
            ("декабря", 12),
        ] {
            assert_eq!(month(name), Some(number), "{name}");
        }
        assert!(is_month("Sept.") && !is_month("Monday"));
    }

    #[test]
    fn no_name_is_of_two_months() {
        let names = include_str!("../data/months.txt").split_whitespace().count();
        assert_eq!((MONTHS.len(), include_str!("../data/months.txt").lines().count()), (names, 12));
    }
}
