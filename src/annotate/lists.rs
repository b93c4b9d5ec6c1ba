//! Word lists: data files, one word a line, looked up by the hash of the word.

use crate::annotate::token::hash_of;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// A set of words.
pub(crate) struct List(FxHashSet<u32>);

impl List {
    fn new(file: &str) -> Self {
        Self(file.lines().filter(|l| !l.is_empty()).map(hash_of).collect())
    }

    pub(crate) fn has(&self, word: u32) -> bool {
        self.0.contains(&word)
    }
}

/// Where things are said: `in a statement`, `during an interview`.
pub(crate) static VENUES: LazyLock<List> = LazyLock::new(|| List::new(include_str!("data/venues.txt")));

/// Days and the like that tell when something was said.
pub(crate) static DAYS: LazyLock<List> = LazyLock::new(|| List::new(include_str!("data/days.txt")));

/// Headings in capitals that look like the labels of a transcript.
pub(crate) static LABELS: LazyLock<List> = LazyLock::new(|| List::new(include_str!("data/labels.txt")));

#[cfg(test)]
mod tests {
    #[test]
    fn lists_are_sorted_unique_and_in_lower_case() {
        for file in [include_str!("data/venues.txt"), include_str!("data/days.txt"), include_str!("data/labels.txt")] {
            let words: Vec<&str> = file.lines().collect();
            assert!(words.windows(2).all(|w| w[0] < w[1]), "{words:?}");
            assert!(words.iter().all(|w| !w.is_empty() && *w == w.to_lowercase()));
        }
    }
}
