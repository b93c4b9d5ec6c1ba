//! The query language: from text to a syntax tree, strict or lenient from the same code.
//!
//! ```text
//! query   = or
//! or      = and { "OR" and }
//! and     = not { [ "AND" ] not }
//! not     = { "NOT" | "-" } item
//! item    = "(" or ")" | field | word | phrase | "*"
//! field   = name ":" value                         no space around the colon
//! name    = speaker | role | said | title | by | outlet | lang | kind | after | before | on | id
//! value   = word | phrase | "(" or ")"             in a group, each word is a value of the field; an id alone may have colons
//! word    = letters { mark letters } [ "*" | "~1" | "~2" ]
//! phrase  = mark words { gap words } mark [ "~" ( number | "s" | "p" ) ]
//! gap     = "…" | "..." | "[…]" | "[...]"          up to 10 other words
//! date    = year [ "-" month [ "-" day ] ]         of `after:` and `before:`
//! range   = date | [ date ] ".." [ date ]          of `on:`, both ends in it
//! ```
//!
//! Operators are upper case and stand alone; `NOT` binds tighter than `AND` (written or not), `AND` tighter than `OR`.
//! Any pair of double quotation marks makes a phrase, and so do `‘…’`; apostrophes in words do not. Inside a phrase other marks
//! are plain, if one of the first one's shape closes it: `"so,” she said"`. Behind a phrase, `~3` means these words in any order in a
//! window of their number and three more, `~s` in one sentence, `~p` in one paragraph. `\` takes the meaning
//! from the character behind it. Characters that are no part of a word separate words and are ignored, but single letters
//! and numbers that one mark joins stay together: `U.S.`, `covid-19`, `10:30`. In a group of `speaker:`, `role:`, `by:`
//! or `outlet:` the words belong to one name: `speaker:(keir starmer)` is `speaker:"keir starmer"`.

use crate::model::Span;
use crate::query::ast::{Expr, ExprKind};
use crate::query::error::QueryError;
use crate::query::leaf;
use crate::query::lex::{Token, TokenKind};
use crate::query::nearest::nearest;
use crate::query::reader::{LONGEST, Parsed, Parser, all};
use crate::query::values::{FIELDS, Field, field};

/// How deep groups may nest.
const DEEPEST: usize = 100;

/// Parses `query`, and refuses what is not in the language.
pub fn parse(query: &str) -> Result<Expr, QueryError> {
    let mut parser = Parser::new(query, false);
    let parsed = if query.len() > LONGEST {
        let end = Span::new(query.len(), query.len());
        Err(parser.error(end, "the query is longer than 64 KiB", None))
    } else {
        parser.query()
    };
    let empty = parser.error(
        Span::default(),
        "the query has no words",
        Some("a word, a \"phrase\" or a field such as speaker:"),
    );
    parsed.and_then(|expr| expr.ok_or(empty)).map_err(|err| QueryError { query: query.to_owned(), ..err })
}

/// Parses `query`, repairs what is not in the language, and says how. Never fails.
///
/// Besides what [`parse`] refuses, a `-` at the very beginning is plain: it is more often a list's than a negation.
pub fn parse_lenient(query: &str) -> (Expr, Vec<String>) {
    let cut = (0..=LONGEST.min(query.len())).rev().find(|&i| query.is_char_boundary(i)).unwrap_or(0);
    let mut parser = Parser::new(&query[..cut], true);
    if cut < query.len() {
        parser.repairs.push("the query is longer than 64 KiB: the rest is ignored".to_owned());
    }
    let expr = parser.query().ok().flatten();
    let nothing = Expr { span: Span::new(0, cut), kind: ExprKind::Nothing };
    (expr.unwrap_or(nothing), parser.repairs)
}

impl Parser<'_> {
    /// Reads the whole query.
    fn query(&mut self) -> Parsed {
        self.leading_minus();
        let mut parts = Vec::new();
        loop {
            parts.extend(self.or(None, 0)?);
            let Some(token) = self.take() else { break };
            // Only a closing parenthesis stops the reading early.
            self.problem(self.error(token.span, "`)` closes nothing", None), "ignored")?;
        }
        Ok(all(parts))
    }

    /// In lenient mode, takes a `-` at the beginning for a plain character.
    fn leading_minus(&mut self) {
        if self.lenient && self.peek().is_some_and(|t| t.kind == TokenKind::Minus) {
            self.next += 1;
            self.repairs.push("the query begins with `-`: ignored".to_owned());
        }
    }

    /// Reads alternatives. `within` is the field whose group this is.
    fn or(&mut self, within: Option<Field>, depth: usize) -> Parsed {
        let mut arms = Vec::new();
        let mut operator: Option<Span> = None;
        loop {
            match self.and(within, depth)? {
                Some(arm) => arms.push(arm),
                None => self.missing_side(operator, "right")?,
            }
            operator = self.peek().filter(|t| t.kind == TokenKind::Or).map(|t| t.span);
            if operator.is_none() {
                break;
            }
            if arms.is_empty() {
                self.missing_side(operator, "left")?;
            }
            self.next += 1;
        }
        Ok(any(arms))
    }

    /// Reads what must all hold.
    fn and(&mut self, within: Option<Field>, depth: usize) -> Parsed {
        let mut parts: Vec<Expr> = Vec::new();
        let mut operator: Option<Span> = None;
        while let Some(token) = self.peek() {
            let span = token.span;
            match token.kind {
                TokenKind::Close | TokenKind::Or => break,
                TokenKind::And => {
                    if parts.is_empty() {
                        self.missing_side(Some(span), "left")?;
                    } else if operator.is_some() {
                        self.missing_side(operator, "right")?;
                    }
                    operator = Some(span);
                    self.next += 1;
                }
                _ => {
                    let plain = matches!(token.kind, TokenKind::Run(_));
                    if let Some(part) = self.not(within, depth)? {
                        operator = None;
                        leaf::push_part(&mut parts, part, plain);
                    }
                }
            }
        }
        self.missing_side(operator, "right")?;
        Ok(all(parts))
    }

    /// Complains that an operator, if there is one, has nothing on one side.
    fn missing_side(&mut self, operator: Option<Span>, side: &str) -> Result<(), QueryError> {
        let Some(span) = operator else { return Ok(()) };
        let message = format!("`{}` has nothing on its {side}", span.of(self.query));
        let error = self.error(
            span,
            &message,
            Some("a word, a phrase or a group on both sides, or lower case for the plain word"),
        );
        self.problem(error, "ignored")
    }

    /// Reads an item with its negations.
    fn not(&mut self, within: Option<Field>, depth: usize) -> Parsed {
        let mut negated = false;
        let mut sign: Option<Span> = None;
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Close | TokenKind::Or | TokenKind::And => break,
                TokenKind::Not | TokenKind::Minus => {
                    sign = Some(token.span);
                    negated = !negated;
                    self.next += 1;
                }
                _ => {
                    let item = self.item(within, depth)?;
                    // A sign waits until something comes that it can stand before.
                    if item.is_some() || sign.is_none() {
                        return Ok(item.map(|item| if negated { negate(sign, item) } else { item }));
                    }
                }
            }
        }
        let Some(sign) = sign else { return Ok(None) };
        let message = format!("`{}` has nothing behind it", sign.of(self.query));
        self.problem(self.error(sign, &message, Some("a word, a phrase, a field or a group")), "ignored")?;
        Ok(None)
    }

    /// Reads one item; always goes on by at least one token if there is one.
    fn item(&mut self, within: Option<Field>, depth: usize) -> Parsed {
        let Some(token) = self.take() else { return Ok(None) };
        match token.kind {
            TokenKind::Open => self.group(token.span, within, depth),
            TokenKind::Field(name) => self.field(token.span, &name, within, depth),
            TokenKind::Run(_) | TokenKind::Phrase { .. } => leaf::leaf(self, &token, within),
            TokenKind::Unclosed => {
                let error = self.error(
                    token.span,
                    "this quotation mark is never closed",
                    Some("a closing mark, or `\\\"` for a plain one"),
                );
                self.problem(error, "ignored").map(|()| None)
            }
            TokenKind::LoneMinus => {
                let error =
                    self.error(token.span, "`-` stands alone", Some("what it excludes right behind it, or no `-`"));
                self.problem(error, "ignored").map(|()| None)
            }
            TokenKind::Dashes => {
                let error = self.error(token.span, "more than one `-`", Some("a single `-` before what is excluded"));
                self.problem(error, "ignored").map(|()| None)
            }
            // Handled by the callers.
            TokenKind::Close | TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::Minus => Ok(None),
        }
    }

    /// Reads a group whose `(` has been read.
    fn group(&mut self, open: Span, within: Option<Field>, depth: usize) -> Parsed {
        if depth >= DEEPEST {
            self.problem(self.error(open, "more than 100 groups in each other", None), "the inner ones are ignored")?;
            return Ok(None);
        }
        let inner = self.or(within, depth + 1)?;
        let close = match self.peek() {
            Some(token) => token.span,
            None => {
                self.problem(self.error(open, "`(` is never closed", Some("a `)`")), "closed at the end")?;
                Span::new(self.query.len(), self.query.len())
            }
        };
        self.next += 1;
        let span = open.join(close);
        if inner.is_none() {
            self.problem(self.error(span, "the group holds no words", None), "ignored")?;
        }
        // A field's group only lists values: it is no group that `speaker:` binds to.
        Ok(inner.map(|e| if within.is_some() { e } else { Expr { span, kind: ExprKind::Group(Box::new(e)) } }))
    }

    /// Reads the value of a field whose name has been read.
    fn field(&mut self, span: Span, name: &str, within: Option<Field>, depth: usize) -> Parsed {
        let Some(field) = field(name) else { return self.unknown_field(span, name, within) };
        if within.is_some() {
            let error = self.error(span, "a field inside the group of another field", Some("words and phrases"));
            self.problem(error, "the inner one counts")?;
        }
        let is_value = |t: &&Token| matches!(t.kind, TokenKind::Run(_) | TokenKind::Phrase { .. } | TokenKind::Open);
        let value = self.peek().filter(is_value);
        if value.is_none_or(|t| t.span.start() != span.end()) {
            let value = value.map(|t| t.span.of(self.query));
            let found = value.is_some();
            let message = format!("`{name}:` has no value");
            let expected = "a word, a \"phrase\" or a (group) right behind the colon";
            let mut error = self.error(Span::new(span.end(), span.end()), &message, Some(expected));
            error.suggestion = value.map(|v| format!("{name}:{v}"));
            self.problem(error, if found { "what follows is taken" } else { "taken as a word" })?;
            if !found {
                return Ok(Some(leaf::word(name, span, within)));
            }
        }
        match self.take() {
            Some(token) if token.kind == TokenKind::Open => self.group(token.span, Some(field), depth),
            Some(token) => leaf::leaf(self, &token, Some(field)),
            None => Ok(None),
        }
        .map(|value| value.map(|e| Expr { span: span.join(e.span), kind: e.kind }))
    }

    /// Complains about a field that is none; in lenient mode it is a word.
    fn unknown_field(&mut self, span: Span, name: &str, within: Option<Field>) -> Parsed {
        let names = FIELDS.iter().map(|(name, _)| *name);
        let expected =
            format!("one of {}, or `\\:` for a plain colon", names.clone().collect::<Vec<_>>().join(": ") + ":");
        let mut error = self.error(span, &format!("there is no field `{name}:`"), Some(&expected));
        error.suggestion = nearest(name, names).map(|n| format!("{n}:"));
        self.problem(error, "taken as a word")?;
        Ok(Some(leaf::word(name, span, within)))
    }
}

/// Returns the negation of `item`, which `sign` stands before.
fn negate(sign: Option<Span>, item: Expr) -> Expr {
    let span = sign.map_or(item.span, |sign| sign.join(item.span));
    Expr { span, kind: ExprKind::Not(Box::new(item)) }
}

/// Returns what means any of `arms`.
fn any(mut arms: Vec<Expr>) -> Option<Expr> {
    let span = arms.iter().map(|p| p.span).reduce(Span::join)?;
    if arms.len() == 1 { arms.pop() } else { Some(Expr { span, kind: ExprKind::Or(arms) }) }
}
