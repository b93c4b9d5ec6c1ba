//! Words as search sees them.

use crate::model::Span;

/// Returns the spans of the words of `text`: runs of letters, digits and combining marks with inner apostrophes
/// (`don't`, `O’Brien`). Everything else separates words.
pub fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|&(_, c)| is_word_char(c))?;
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            if is_word_char(c) {
                end = at + c.len_utf8();
            } else if !(is_apostrophe(c) && at == end && text[at + c.len_utf8()..].starts_with(is_word_char)) {
                break;
            }
            chars.next();
        }
        Some(Span::new(start, end))
    })
}

/// Returns whether `c` may stand in a word.
fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii() && (c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)))
}

/// Returns whether `c` is one of the characters written for an apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}')
}
