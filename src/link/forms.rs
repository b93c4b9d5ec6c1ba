//! The forms of a name: folded words, without what is not the name.

use crate::text::{fold_word, words};
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

/// Titles that go before a name and are no part of it, folded.
const HONORIFICS: &str = include_str!("honorifics.txt");

/// Returns the folded words of `name`; a possessive's `'s` is dropped.
pub(super) fn folded(name: &str) -> Vec<String> {
    words(name)
        .map(|span| {
            let mut word = String::new();
            fold_word(span.of(name), &mut word);
            match word.strip_suffix("'s") {
                Some(bare) if !bare.is_empty() => bare.to_owned(),
                _ => word,
            }
        })
        .collect()
}

/// Returns whether `word`, folded, is a title before a name.
pub(super) fn is_honorific(word: &str) -> bool {
    static SET: OnceLock<FxHashSet<&str>> = OnceLock::new();
    SET.get_or_init(|| HONORIFICS.lines().collect()).contains(word)
}

/// Returns the words by which a name of anyone but a person is the same name: without its article, letters apart from
/// each other as one word (`F.B.I.`).
pub(super) fn core(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut letters = false;
    for word in folded(name) {
        let letter = word.chars().count() == 1;
        match out.last_mut() {
            Some(last) if letter && letters => last.push_str(&word),
            _ => out.push(word),
        }
        letters = letter;
    }
    if out.len() > 1 && matches!(out[0].as_str(), "the" | "a" | "an") {
        out.remove(0);
    }
    out
}

/// Returns `name` without titles before it.
pub(super) fn without_honorifics(name: &str) -> &str {
    let mut rest = name.trim();
    while let Some((first, others)) = rest.split_once(' ') {
        if !folded(first).first().is_some_and(|word| is_honorific(word)) || folded(others).is_empty() {
            break;
        }
        rest = others.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_articles_are_no_part_of_names() {
        assert_eq!(core("The White House"), ["white", "house"]);
        assert_eq!(core("the T.W.B. of Tarnwick"), core("TWB of Tarnwick"));
        assert_eq!(core("A"), ["a"]);
        assert_eq!(without_honorifics("Mr. Starmer"), "Starmer");
        assert_eq!(without_honorifics("Dr"), "Dr");
    }

    #[test]
    fn honorifics_are_sorted() {
        let lines: Vec<_> = HONORIFICS.lines().collect();
        assert!(lines.is_sorted(), "sort honorifics.txt");
    }
}
