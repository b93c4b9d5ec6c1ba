//! Stems: which words are inflections of one word.

use std::borrow::Cow;

/// The longest word that is stemmed, in bytes; longer ones are no words of a language.
const LONGEST: usize = 64;

/// A stemmer of one language (Snowball algorithms). Cheap to make and to copy.
#[derive(Clone, Copy)]
pub(crate) struct Stemmer {
    inner: frostem::Stemmer,
    keeps_first: bool,
}

impl Stemmer {
    /// Returns the stemmer of `lang`, an ISO 639-1 code, or `None` if there is none: such words are their own stems.
    pub(crate) fn new(lang: &str) -> Option<Self> {
        let lang = match lang {
            "nb" | "nn" => "no",
            // Names of algorithms, which the crate would take for languages.
            lang if lang.len() > 3 => return None,
            lang => lang,
        };
        let inner = frostem::Stemmer::try_from_name(lang).ok()?;
        Some(Self { inner, keeps_first: FIRST_KEPT.contains(&lang) })
    }

    /// Returns the stem of `word`, which must be folded.
    pub(crate) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        if word.len() > LONGEST || word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return Cow::Borrowed(word);
        }
        self.inner.stem(word)
    }

    /// Returns whether a stem always begins with the first letter of its word, so that words may be told apart unstemmed.
    pub(crate) fn keeps_first_letter(&self) -> bool {
        self.keeps_first
    }
}

impl std::fmt::Debug for Stemmer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stemmer({})", self.inner.algorithm().name())
    }
}

/// The languages whose stemmers take endings off and nothing else; others (Arabic, Dutch, French with its `l'`) take beginnings too.
const FIRST_KEPT: [&str; 11] = ["da", "de", "en", "es", "fi", "hu", "no", "pt", "ro", "ru", "sv"];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn inflections_meet() {
        let english = Stemmer::new("en").unwrap();
        assert_eq!(english.stem("elections"), english.stem("election"));
        assert_eq!(english.stem("starmer's"), "starmer");
        assert_eq!(Stemmer::new("de").unwrap().stem("hauser"), "haus");
        assert_eq!(english.stem("2024s"), "2024s");
    }

    #[test]
    fn unknown_languages_have_no_stemmer() {
        assert!(["zh", "", "xx", "english", "porter"].iter().all(|lang| Stemmer::new(lang).is_none()));
        assert!(Stemmer::new("nb").is_some());
    }

    proptest! {
        #[test]
        fn first_letters_are_kept_where_promised(word in "[a-z'à-ÿа-я]{1,12}", i in 0..FIRST_KEPT.len()) {
            let mut folded = String::new();
            crate::text::fold_word(&word, &mut folded);
            let stem = Stemmer::new(FIRST_KEPT[i]).unwrap().stem(&folded).into_owned();
            prop_assert!(stem.is_empty() || stem.chars().next() == folded.chars().next() || folded.starts_with('\''), "{folded} {stem}");
        }
    }
}
