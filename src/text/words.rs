//! Words as search sees them.

use crate::model::Span;

/// Returns the spans of the words of `text`: runs of letters, digits and combining marks with inner apostrophes
/// (`don't`, `O’Brien`). Everything else separates words.
///
/// Invisible joiners inside a word (the soft hyphen above all) belong to it; folding drops them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = find_start(text, at)?;
        at = find_end(text, start);
        Some(Span::new(start, at))
    })
}

/// Returns where the next word at or after `at` starts.
fn find_start(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        let byte = *bytes.get(at)?;
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
        } else {
            let c = text[at..].chars().next()?;
            if is_word_char(c) {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
}

/// Returns where the word that starts at `start` ends.
fn find_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            at += 1;
            end = at;
            continue;
        }
        if byte.is_ascii() && byte != b'\'' {
            break;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if is_word_char(c) {
            at += c.len_utf8();
            end = at;
        } else if (is_apostrophe(c) && at == end) || is_joiner(c) {
            // It belongs to the word only if a letter follows; `end` stays where it is until then.
            at += c.len_utf8();
        } else {
            break;
        }
    }
    end
}

/// Returns whether `c` may stand in a word.
pub(crate) fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii() && (c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)))
}

/// Returns whether `c` is one of the characters written for an apostrophe.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}')
}

/// Returns whether `c` is invisible and holds a word together: soft hyphen, zero-width (non-)joiner, word joiner, BOM.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|w| w.of(text)).collect()
    }

    #[test]
    fn words_keep_inner_apostrophes_only() {
        assert_eq!(cut("‘Don't’ O’Brien, the dogs’ bone"), ["Don't", "O’Brien", "the", "dogs", "bone"]);
        assert_eq!(cut("rock ''n'' roll a''b"), ["rock", "n", "roll", "a", "b"]);
    }

    #[test]
    fn everything_else_separates() {
        assert_eq!(cut("U.S.-led, COVID-19: $1,000.50"), ["U", "S", "led", "COVID", "19", "1", "000", "50"]);
        assert_eq!(cut(" — … “” "), [""; 0]);
    }

    #[test]
    fn marks_and_joiners_stay_inside() {
        assert_eq!(
            cut("e\u{301}lite inter\u{ad}national \u{ad}x\u{ad} y"),
            ["e\u{301}lite", "inter\u{ad}national", "x", "y"]
        );
    }

    proptest! {
        #[test]
        fn words_are_ordered_slices(text in any::<String>()) {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start() >= last && !word.of(&text).is_empty());
                last = word.end();
            }
        }
    }
}
