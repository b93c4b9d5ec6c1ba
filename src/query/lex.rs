//! From the text of a query to tokens. Never fails: what makes no sense is a token too, and the parser judges it.

use crate::model::Span;
use crate::query::ast::Within;
use crate::query::marks::{Marks, Pair, find_marks, is_double};
use crate::query::values::{self, Field};
use crate::text::is_word_char;

/// A token and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The place, in bytes.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `NOT`
    Not,
    /// `-` right before its operand.
    Minus,
    /// `-` with nothing right behind it.
    LoneMinus,
    /// `--` right before something.
    Dashes,
    /// Letters and a colon.
    Field(String),
    /// Characters without white space; escaped marks are blanks.
    Run(String),
    /// A text in quotation marks: the place of the content and what follows the closing mark.
    Phrase {
        /// The content.
        content: Span,
        /// The `~N`, `~s` or `~p` behind it.
        slop: Option<Slop>,
    },
    /// A quotation mark that is never closed.
    Unclosed,
}

/// What stands behind a phrase after `~`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slop {
    /// What the words must stand together in.
    Within(Within),
    /// Nothing of the kind, or too great a number; with the place.
    Bad(Span),
}

/// Cuts `query` into tokens.
pub(super) fn lex(query: &str) -> Vec<Token> {
    let Marks { pairs, unclosed } = find_marks(query);
    let mut lexer = Lexer { query, at: 0, pairs, next_pair: 0, unclosed, tokens: Vec::new() };
    while lexer.at < query.len() {
        lexer.token();
    }
    lexer.tokens
}

struct Lexer<'q> {
    query: &'q str,
    at: usize,
    pairs: Vec<Pair>,
    next_pair: usize,
    unclosed: Vec<usize>,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.query[self.at..]
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        self.tokens.push(Token { span: Span::new(start, end), kind });
        self.at = end;
    }

    /// Reads one token, or passes over white space.
    fn token(&mut self) {
        let start = self.at;
        let Some(c) = self.rest().chars().next() else { return };
        if let Some(pair) = self.pair_at(start) {
            return self.phrase(pair);
        }
        match c {
            c if c.is_whitespace() => self.at += c.len_utf8(),
            '(' => self.push(start, start + 1, TokenKind::Open),
            ')' => self.push(start, start + 1, TokenKind::Close),
            c if is_double(c) && self.unclosed.binary_search(&start).is_ok() => {
                self.push(start, start + c.len_utf8(), TokenKind::Unclosed);
            }
            // A mark that is neither: the closing one of a pair too deep to count.
            c if is_double(c) => self.at += c.len_utf8(),
            '-' if self.at_token_start() => self.minus(),
            _ => self.run(),
        }
    }

    /// Returns the pair of marks that opens at `at`.
    fn pair_at(&mut self, at: usize) -> Option<Pair> {
        while self.pairs.get(self.next_pair).is_some_and(|pair| pair.open < at) {
            self.next_pair += 1;
        }
        self.pairs.get(self.next_pair).copied().filter(|pair| pair.open == at)
    }

    /// Returns whether white space or a parenthesis stands right before this place.
    fn at_token_start(&self) -> bool {
        self.query[..self.at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')'))
    }

    /// Reads one or more `-`.
    fn minus(&mut self) {
        let (start, rest) = (self.at, self.rest());
        let dashes = rest.len() - rest.trim_start_matches('-').len();
        let lone = rest[dashes..].chars().next().is_none_or(|c| c.is_whitespace() || c == ')');
        match (dashes, lone) {
            (1, false) => self.push(start, start + 1, TokenKind::Minus),
            (1, true) => self.push(start, start + 1, TokenKind::LoneMinus),
            (_, false) => self.push(start, start + dashes, TokenKind::Dashes),
            // A typed dash.
            (_, true) => self.at += dashes,
        }
    }

    /// Reads a text in quotation marks, and what is tied to its end.
    fn phrase(&mut self, pair: Pair) {
        let mut end = pair.end;
        let slop = self.query[end..].strip_prefix('~').map(|tail| {
            let run = |is: fn(&char) -> bool| tail.chars().take_while(is).map(char::len_utf8).sum::<usize>();
            let named = run(|c| c.is_alphanumeric());
            let unit = match &tail[..named] {
                "s" | "sentence" => Some(Within::Sentence),
                "p" | "paragraph" => Some(Within::Paragraph),
                _ => None,
            };
            let digits = run(|c| c.is_ascii_digit());
            end += 1 + if unit.is_some() { named } else { digits };
            match (unit, tail[..digits].parse()) {
                (Some(unit), _) => Slop::Within(unit),
                (None, Ok(n)) if n <= MOST_SLOP => Slop::Within(Within::Words(n)),
                _ => Slop::Bad(Span::new(pair.end, end)),
            }
        });
        let content = Span::new(pair.inner, pair.outer);
        self.push(pair.open, end, TokenKind::Phrase { content, slop });
    }

    /// Returns whether the id of an article or a cluster begins here: sources have colons in theirs.
    fn is_id_at(&self, at: usize) -> bool {
        let field = self.tokens.last().filter(|token| token.span.end() == at);
        let TokenKind::Field(name) = field.map_or(&TokenKind::And, |token| &token.kind) else { return false };
        matches!(values::field(name), Some(Field::Id | Field::Cluster))
    }

    /// Reads characters up to white space, a parenthesis or a quotation mark; or letters and a colon.
    fn run(&mut self) {
        let start = self.at;
        let (mut text, mut escaped, value) = (String::new(), false, self.is_id_at(start));
        let mut at = start;
        let query = self.query;
        let mut chars = query[start..].chars();
        while let Some(c) = chars.next() {
            if c.is_whitespace() || matches!(c, '(' | ')') || is_double(c) || (at > start && self.pair_at(at).is_some())
            {
                break;
            }
            at += c.len_utf8();
            match c {
                '\\' => {
                    escaped = true;
                    let Some(next) = chars.next() else { break };
                    at += next.len_utf8();
                    text.push(if is_word_char(next) || next == '\'' { next } else { ' ' });
                }
                ':' if !escaped && !value && !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic()) => {
                    return self.push(start, at, TokenKind::Field(text));
                }
                c => text.push(c),
            }
        }
        let operator = match text.as_str() {
            _ if escaped || !self.at_token_start() => None,
            "AND" => Some(TokenKind::And),
            "OR" => Some(TokenKind::Or),
            "NOT" => Some(TokenKind::Not),
            _ => None,
        };
        self.push(start, at, operator.unwrap_or(TokenKind::Run(text)));
    }
}

/// The most words that a window may hold besides its own.
pub(super) const MOST_SLOP: u32 = 1000;

#[cfg(test)]
mod tests {
    use super::*;

    fn show(query: &str) -> Vec<String> {
        lex(query)
            .into_iter()
            .map(|t| match t.kind {
                TokenKind::Run(text) => text,
                TokenKind::Field(name) => format!("{name}:"),
                TokenKind::Phrase { content, slop } => format!("“{}”{slop:?}", content.of(query)),
                kind => format!("{kind:?}"),
            })
            .collect()
    }

    #[test]
    fn operators_stand_alone_and_in_capitals() {
        assert_eq!(
            show("a AND b OR NOT c and ANDY -d"),
            ["a", "And", "b", "Or", "Not", "c", "and", "ANDY", "Minus", "d"]
        );
        assert_eq!(show("said:AND \\OR \"x\"AND"), ["said:", "AND", "OR", "“x”None", "AND"]);
    }

    #[test]
    fn dashes_are_told_apart() {
        assert_eq!(
            show("a - b -- c --d e-f (-g)"),
            ["a", "LoneMinus", "b", "c", "Dashes", "d", "e-f", "Open", "Minus", "g", "Close"]
        );
    }

    #[test]
    fn fields_are_letters_before_a_colon() {
        assert_eq!(
            show("speaker:“a b” 10:30 x\\:y https://a"),
            ["speaker:", "“a b”None", "10:30", "x y", "https:", "//a"]
        );
        assert_eq!(
            show("(id:urn:news:1) CLUSTER:tag:a.org,2025:x id: a:b"),
            ["Open", "id:", "urn:news:1", "Close", "CLUSTER:", "tag:a.org,2025:x", "id:", "a:", "b"]
        );
    }

    #[test]
    fn phrases_carry_their_slop() {
        let slop = |query| match lex(query).remove(0).kind {
            TokenKind::Phrase { slop, .. } => slop,
            _ => None,
        };
        assert_eq!(slop("\"a b\"~3"), Some(Slop::Within(Within::Words(3))));
        assert_eq!(slop("\"a b\"~s"), Some(Slop::Within(Within::Sentence)));
        assert_eq!(slop("\"a b\"~paragraph)"), Some(Slop::Within(Within::Paragraph)));
        assert_eq!(slop("\"a b\"~sour"), Some(Slop::Bad(Span::new(5, 6))));
        assert_eq!(slop("\"a b\"~"), Some(Slop::Bad(Span::new(5, 6))));
        assert_eq!(slop("\"a b\"~99999"), Some(Slop::Bad(Span::new(5, 11))));
    }
}
