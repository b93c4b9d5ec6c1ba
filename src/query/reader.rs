//! What every rule of the grammar reads from: the tokens of a query, and how what is wrong in it is told or repaired.

use crate::model::Span;
use crate::query::ast::{Expr, ExprKind};
use crate::query::error::QueryError;
use crate::query::lex::{Token, lex};

/// The longest query, in bytes.
pub(super) const LONGEST: usize = 1 << 16;

/// The most repairs that are told.
const MOST_REPAIRS: usize = 20;

/// What every parsing function returns: nothing if there was nothing to read.
pub(super) type Parsed = Result<Option<Expr>, QueryError>;

/// A reader of tokens.
pub(super) struct Parser<'q> {
    pub(super) query: &'q str,
    pub(super) tokens: Vec<Token>,
    pub(super) next: usize,
    pub(super) lenient: bool,
    pub(super) repairs: Vec<String>,
}

impl<'q> Parser<'q> {
    pub(super) fn new(query: &'q str, lenient: bool) -> Self {
        let tokens = if query.len() > LONGEST { Vec::new() } else { lex(query) };
        Self { query, tokens, next: 0, lenient, repairs: Vec::new() }
    }

    /// Returns an error about `span`.
    pub(super) fn error(&self, span: Span, message: &str, expected: Option<&str>) -> QueryError {
        QueryError {
            // Filled in when the error leaves the parser: lenient mode may make thousands.
            query: String::new(),
            span,
            message: message.to_owned(),
            expected: expected.map(str::to_owned),
            suggestion: None,
        }
    }

    /// Fails in strict mode; in lenient mode notes that `repair` was done, and goes on.
    pub(super) fn problem(&mut self, error: QueryError, repair: &str) -> Result<(), QueryError> {
        if !self.lenient {
            return Err(error);
        }
        if self.repairs.len() < MOST_REPAIRS {
            self.repairs.push(format!("{}: {repair}", error.message));
        }
        Ok(())
    }

    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    pub(super) fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }
}

/// Returns what means all of `parts`.
pub(super) fn all(mut parts: Vec<Expr>) -> Option<Expr> {
    let span = parts.iter().map(|p| p.span).reduce(Span::join)?;
    if parts.len() == 1 { parts.pop() } else { Some(Expr { span, kind: ExprKind::And(parts) }) }
}
