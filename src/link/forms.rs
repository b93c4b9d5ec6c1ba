//! The forms of a name: folded words, without what is not the name.

use crate::model::SpeakerKind;
use crate::text::{fold_word, words};
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

/// Titles that go before a name and are no part of it, folded.
const HONORIFICS: &str = include_str!("honorifics.txt");

/// What may follow a surname.
const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "phd"];

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

/// Returns the words by which a name of this kind is the same name: a person without titles before and suffixes after,
/// an organisation without its article.
pub(super) fn core(kind: SpeakerKind, name: &str) -> Vec<String> {
    let mut words = folded(name);
    match kind {
        SpeakerKind::Person => {
            while words.len() > 1 && is_honorific(&words[0]) {
                words.remove(0);
            }
            while words.len() > 1 && words.last().is_some_and(|last| SUFFIXES.contains(&last.as_str())) {
                words.pop();
            }
        }
        _ => {
            if words.len() > 1 && matches!(words[0].as_str(), "the" | "a" | "an") {
                words.remove(0);
            }
        }
    }
    words
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
        assert_eq!(core(SpeakerKind::Person, "Sir Keir Starmer"), ["keir", "starmer"]);
        assert_eq!(core(SpeakerKind::Person, "Robert F. Kennedy Jr."), ["robert", "f", "kennedy"]);
        assert_eq!(core(SpeakerKind::Person, "Pope"), ["pope"]);
        assert_eq!(core(SpeakerKind::Organisation, "The White House"), ["white", "house"]);
        assert_eq!(without_honorifics("Mr. Starmer"), "Starmer");
        assert_eq!(without_honorifics("Dr"), "Dr");
    }

    #[test]
    fn honorifics_are_sorted() {
        let lines: Vec<_> = HONORIFICS.lines().collect();
        assert!(lines.is_sorted(), "sort honorifics.txt");
    }
}
