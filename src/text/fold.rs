//! Folding: which spellings of a word are the same word.

use crate::text::words::{is_apostrophe, is_joiner};
use unicode_normalization::UnicodeNormalization;

/// What folding leaves as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folding {
    /// Keep upper and lower case apart.
    pub case: bool,
    /// Keep accents.
    pub accents: bool,
}

/// Appends the folded form of `word` to `out`: lower case, no accents, one apostrophe, ligatures spelled out.
pub(crate) fn fold_word(word: &str, out: &mut String) {
    fold_word_with(word, Folding::default(), out);
}

/// Appends the form of `word` that is folded in all but what `folding` keeps.
pub(crate) fn fold_word_with(word: &str, folding: Folding, out: &mut String) {
    if word.is_ascii() {
        let at = out.len();
        out.push_str(word);
        if !folding.case {
            out[at..].make_ascii_lowercase();
        }
        return;
    }
    let start = out.len();
    if folding.accents {
        cased(word.nfkc(), folding.case, |c| push(c, out));
    } else {
        cased(word.nfkd(), folding.case, |c| push_bare(c, out, start));
    }
}

/// Hands on `chars`, in lower case unless `keep`.
fn cased(chars: impl Iterator<Item = char>, keep: bool, mut push: impl FnMut(char)) {
    for c in chars {
        if keep { push(c) } else { c.to_lowercase().for_each(&mut push) }
    }
}

/// Appends `c` with one form of apostrophe, one form of the Greek sigma, and without invisible joiners.
fn push(c: char, out: &mut String) {
    if is_apostrophe(c) {
        out.push('\'');
    } else if !is_joiner(c) {
        // At the end of a word sigma has a form of its own, which is no other letter.
        out.push(if c == 'ς' { 'σ' } else { c });
    }
}

/// Appends what is left of the decomposed character `c` without accents.
fn push_bare(c: char, out: &mut String, start: usize) {
    match c {
        'ł' => out.push('l'),
        'Ł' => out.push('L'),
        'ø' => out.push('o'),
        'Ø' => out.push('O'),
        'đ' | 'ð' => out.push('d'),
        'Đ' | 'Ð' => out.push('D'),
        'ı' => out.push('i'),
        'ß' => out.push_str("ss"),
        'ẞ' => out.push_str("SS"),
        'æ' => out.push_str("ae"),
        'Æ' => out.push_str("AE"),
        'œ' => out.push_str("oe"),
        'Œ' => out.push_str("OE"),
        'þ' => out.push_str("th"),
        'Þ' => out.push_str("Th"),
        c if is_accent(c) => restore_letter(c, out, start),
        c => push(c, out),
    }
}

/// Returns whether `c` is a mark that readers of Latin, Greek, Cyrillic, Arabic and Hebrew script may leave out.
///
/// Vowel signs of Indic scripts are combining marks too, but they are letters to their readers.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Puts back the Cyrillic letters that decomposition splits though their mark is no accent.
fn restore_letter(mark: char, out: &mut String, start: usize) {
    let whole = match (out[start..].chars().next_back(), mark) {
        (Some('и'), '\u{306}') => 'й',
        (Some('И'), '\u{306}') => 'Й',
        (Some('і'), '\u{308}') => 'ї',
        (Some('І'), '\u{308}') => 'Ї',
        _ => return,
    };
    out.pop();
    out.push(whole);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(word: &str) -> String {
        let mut out = String::new();
        fold_word(word, &mut out);
        out
    }

    #[test]
    fn one_spelling_for_case_accents_and_typography() {
        for (word, folded) in [
            ("Zürich", "zurich"),
            ("O’Brien", "o'brien"),
            ("E\u{301}LITE", "elite"),
            ("İstanbul", "istanbul"),
            ("Straße", "strasse"),
            ("ﬁnal", "final"),
            ("Łódź", "lodz"),
            ("inter\u{ad}national", "international"),
            ("Новый", "новый"),
            ("ΆΓΙΟΣ", "αγιοσ"),
            ("άγιος", "αγιοσ"),
            ("की", "की"),
        ] {
            assert_eq!(fold(word), folded, "{word}");
            assert_eq!(fold(&fold(word)), folded, "{word} twice");
        }
    }

    #[test]
    fn what_is_kept_stays() {
        let with = |word, case, accents| {
            let mut out = String::new();
            fold_word_with(word, Folding { case, accents }, &mut out);
            out
        };
        assert_eq!(with("E\u{301}lite", true, true), "Élite");
        assert_eq!(with("Élite", true, false), "Elite");
        assert_eq!(with("Élite", false, true), "élite");
        assert_eq!(with("Polish", true, false), "Polish");
    }
}
