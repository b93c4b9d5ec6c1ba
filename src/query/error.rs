//! What is wrong with a query, and where: a caret under the place, what was expected, the nearest valid name.

use crate::error::{Error, ErrorKind};
use crate::model::Span;
use std::fmt;
use unicode_width::UnicodeWidthChar;

/// How many columns of a long query are shown before and after the place of the error.
const SHOWN: usize = 60;

/// A query that does not follow the query language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The query.
    pub query: String,
    /// The place in the query, in bytes; empty at the end of the query.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What was expected there.
    pub expected: Option<String>,
    /// The nearest valid spelling.
    pub suggestion: Option<String>,
}

impl QueryError {
    /// Returns the error in several lines: the message, the query with carets under the place, what was expected,
    /// and the nearest valid spelling. No line end at the end.
    pub fn render(&self) -> String {
        let mut out = self.message.clone();
        if !self.query.trim().is_empty() {
            let (line, carets) = self.underline();
            out.push_str(&format!("\n  {line}\n  {carets}"));
        }
        if let Some(expected) = &self.expected {
            out.push_str("\nexpected ");
            out.push_str(expected);
        }
        if let Some(suggestion) = &self.suggestion {
            out.push_str("\ndid you mean `");
            out.push_str(suggestion);
            out.push_str("`?");
        }
        out
    }

    /// Returns the part of the query around the place, safe for a terminal, and the line of carets for it.
    fn underline(&self) -> (String, String) {
        let (mut line, mut carets) = (String::new(), String::new());
        let from = back(&self.query, self.span.start(), SHOWN);
        let to = forward(&self.query, self.span.end(), SHOWN);
        if from > 0 {
            line.push('…');
            carets.push(' ');
        }
        for (i, c) in self.query[from..to].char_indices() {
            let shown = if c.is_control() || is_invisible(c) { ' ' } else { c };
            line.push(shown);
            let inside = self.span.start() <= from + i && from + i < self.span.end();
            carets.extend(std::iter::repeat_n(if inside { '^' } else { ' ' }, shown.width().unwrap_or(0)));
        }
        if to < self.query.len() {
            line.push('…');
        }
        if self.span.is_empty() {
            carets.truncate(from_width(&self.query[from..self.span.start().max(from)]) + usize::from(from > 0));
            carets.push('^');
        }
        carets.truncate(carets.trim_end().len());
        (line, carets)
    }
}

/// Returns the display width of a stretch of the query as [`QueryError::underline`] shows it.
fn from_width(text: &str) -> usize {
    text.chars().map(|c| if c.is_control() || is_invisible(c) { 1 } else { c.width().unwrap_or(0) }).sum()
}

/// Returns whether `c` would be invisible or turn the direction of a line.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}')
}

/// Returns the character boundary `n` characters before `at`.
fn back(text: &str, at: usize, n: usize) -> usize {
    text[..at].char_indices().rev().nth(n).map_or(0, |(i, c)| i + c.len_utf8())
}

/// Returns the character boundary `n` characters after `at`.
fn forward(text: &str, at: usize, n: usize) -> usize {
    text[at..].char_indices().nth(n).map_or(text.len(), |(i, _)| at + i)
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for QueryError {}

impl From<QueryError> for Error {
    fn from(err: QueryError) -> Self {
        Self::new(ErrorKind::Query, err.render())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(query: &str, span: Span) -> String {
        let query = query.to_owned();
        QueryError { query, span, message: "wrong".into(), expected: None, suggestion: None }.render()
    }

    #[test]
    fn carets_stand_under_wide_and_narrow_characters() {
        assert_eq!(render("日本 x", Span::new(7, 8)), "wrong\n  日本 x\n       ^");
        assert_eq!(render("ab", Span::new(2, 2)), "wrong\n  ab\n    ^");
        assert_eq!(render("a\u{1b}\u{202e}b", Span::new(5, 6)), "wrong\n  a  b\n     ^");
    }

    #[test]
    fn long_queries_are_cut_around_the_place() {
        let query = "x".repeat(500);
        let shown = render(&query, Span::new(250, 253));
        let lines: Vec<_> = shown.lines().collect();
        assert_eq!(lines[1].chars().count(), 2 + 1 + 60 + 3 + 60 + 1);
        assert_eq!(lines[2], format!("{}^^^", " ".repeat(63)));
    }
}
