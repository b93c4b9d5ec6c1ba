//! Colours by meaning.

use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// How text is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Use colours.
    pub color: bool,
    /// The width of a line, in columns.
    pub width: usize,
    /// Show passages, ids and lists whole.
    pub verbose: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 80, verbose: false }
    }
}

/// The colours of voices, each unlike that of a match.
const VOICES: [&str; 8] = ["36", "35", "32", "34", "96", "95", "92", "94"];

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Text of an article.
    Plain,
    /// A match.
    Match,
    /// Words of a quotation.
    Quote,
    /// Words of one of several voices, by a number.
    Voice(usize),
    /// A name or a title.
    Name,
    /// What is known about a passage.
    Meta,
    /// Something to doubt.
    Doubt,
}

impl Role {
    /// Returns the terminal's code for the role.
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Match => "1;31",
            Self::Quote => "36",
            Self::Voice(number) => VOICES[number % VOICES.len()],
            Self::Name => "1",
            Self::Meta => "2",
            Self::Doubt => "33",
        }
    }
}

/// Writes `text`, which must be safe for a terminal, in the look of `role`.
pub(super) fn paint(out: &mut impl Write, style: &Style, role: Role, text: &str) -> io::Result<()> {
    if !style.color || role == Role::Plain || text.is_empty() {
        return out.write_all(text.as_bytes());
    }
    write!(out, "\x1b[{}m{text}\x1b[0m", role.code())
}

/// Returns how many columns `text` takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// Returns `text` cut to `width` columns, with `…` where it was cut.
pub(super) fn clip(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// Returns `number` with commas between thousands.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Returns `n` with its noun: `1 article`, `2,000 articles`.
pub(super) fn count(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", thousands(n), if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_counts_columns() {
        assert_eq!(clip("日本語の新聞", 7), "日本語…");
        assert_eq!(clip("short", 5), "short");
        assert_eq!(clip("a word cut", 8), "a word…");
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!((count(1, "article"), count(1000, "article")), ("1 article".into(), "1,000 articles".into()));
    }
}
