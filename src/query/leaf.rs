//! The leaves of a query: what a run of characters or a phrase means, bare or as the value of a field.

use crate::model::Span;
use crate::query::ast::{Expr, ExprKind, Pattern, Within};
use crate::query::error::QueryError;
use crate::query::lex::{Slop, Token, TokenKind};
use crate::query::nearest::nearest;
use crate::query::plan::Target;
use crate::query::reader::{Parsed, Parser, all};
use crate::query::values::{self, Field, KINDS, LANGUAGES};
use crate::text::words;

/// How many words a gap in a phrase may stand for.
const GAP: u32 = 10;

/// Returns what `token`, a run or a phrase, means as a value of `field`.
pub(super) fn leaf(parser: &mut Parser<'_>, token: &Token, field: Option<Field>) -> Parsed {
    match field {
        None | Some(Field::Text(_)) => text(parser, token, field),
        Some(Field::Name(name)) => {
            plain_only(parser, token)?;
            let words = plain_words(&content(parser.query, token));
            if words.is_empty() {
                return no_words(parser, token);
            }
            Ok(Some(Expr { span: token.span, kind: ExprKind::Name(name, words) }))
        }
        Some(field) => {
            plain_only(parser, token)?;
            value(parser, token, field)
        }
    }
}

/// Returns what asks for the words of `text`, whatever else stands in it, as a phrase in quotations; `None` if it has no words.
/// An ellipsis is a gap.
pub(crate) fn said_phrase(text: &str) -> Option<Expr> {
    let words = phrase_words(text);
    let span = Span::new(0, text.len());
    let found = !words.is_empty();
    found.then_some(Expr { span, kind: ExprKind::Text(Some(Target::Said), Pattern::Phrase(words)) })
}

/// Returns a bare word, or a word in the group of `within`: for names that turned out to be words.
pub(super) fn word(word: &str, span: Span, within: Option<Field>) -> Expr {
    let kind = match within {
        Some(Field::Text(target)) => ExprKind::Text(Some(target), Pattern::Word(word.to_owned())),
        Some(Field::Name(name)) => ExprKind::Name(name, vec![word.to_owned()]),
        _ => ExprKind::Text(None, Pattern::Word(word.to_owned())),
    };
    Expr { span, kind }
}

/// Adds a part of a conjunction; a plain name behind a plain name is more of the same name.
pub(super) fn push_part(parts: &mut Vec<Expr>, part: Expr, plain: bool) {
    let span = part.span;
    if let (ExprKind::Name(field, words), true, Some(last)) = (&part.kind, plain, parts.last_mut())
        && let ExprKind::Name(last_field, last_words) = &mut last.kind
        && last_field == field
    {
        last_words.extend(words.iter().cloned());
        last.span = last.span.join(span);
        return;
    }
    parts.push(part);
}

/// Reads words of a text.
fn text(parser: &mut Parser<'_>, token: &Token, field: Option<Field>) -> Parsed {
    let target = match field {
        Some(Field::Text(target)) => Some(target),
        _ => None,
    };
    let patterns = match &token.kind {
        TokenKind::Phrase { slop, .. } => phrase(parser, token, *slop)?,
        TokenKind::Run(run) if run == "*" && target.is_none() => {
            return Ok(Some(Expr { span: token.span, kind: ExprKind::Everything }));
        }
        TokenKind::Run(run) => run_patterns(parser, token, run)?,
        _ => Vec::new(),
    };
    if patterns.is_empty() && (field.is_some() || !matches!(token.kind, TokenKind::Run(_))) {
        return no_words(parser, token);
    }
    Ok(all(patterns.into_iter().map(|p| Expr { span: token.span, kind: ExprKind::Text(target, p) }).collect()))
}

/// Reads a phrase in quotation marks.
fn phrase(parser: &mut Parser<'_>, token: &Token, slop: Option<Slop>) -> Result<Vec<Pattern>, QueryError> {
    let text = content(parser.query, token);
    if let Some(Slop::Bad(span)) = slop {
        let error = parser.error(
            span,
            "`~` behind a phrase needs a number, `s` or `p`",
            Some("how many other words may stand between, from 0 to 1000, or `~s` for one sentence, `~p` for one paragraph"),
        );
        parser.problem(error, "the words may stand 10 apart")?;
    }
    let slop = match slop {
        Some(Slop::Within(within)) => Some(within),
        Some(Slop::Bad(_)) => Some(Within::Words(GAP)),
        None => None,
    };
    Ok(match slop {
        _ if words(&text).next().is_none() => Vec::new(),
        Some(within) => vec![Pattern::Near(plain_words(&text), within)],
        None => vec![Pattern::Phrase(phrase_words(&text))],
    })
}

/// Returns the words of a phrase, each with the gap before it.
fn phrase_words(text: &str) -> Vec<(String, u32)> {
    let mut end = None;
    words(text)
        .map(|word| {
            let between = end.map_or("", |end| Span::new(end, word.start()).of(text));
            end = Some(word.end());
            let gap =
                if between.contains('…') || between.contains("...") || between.contains(". . .") { GAP } else { 0 };
            (word.of(text).to_owned(), gap)
        })
        .collect()
}

/// Reads a run of characters as bare words.
fn run_patterns(parser: &mut Parser<'_>, token: &Token, run: &str) -> Result<Vec<Pattern>, QueryError> {
    let (head, tail) = match tilde(run) {
        Some(at) => (&run[..at], Some(&run[at + 1..])),
        None => (run, None),
    };
    let ends_in_star = tail.is_none() && star(head);
    if head.matches('*').count() > usize::from(ends_in_star) {
        let error = parser.error(token.span, "`*` may only end a word", Some("the beginning of a word and `*`"));
        parser.problem(error, "ignored")?;
    }
    let mut patterns = join(head);
    if ends_in_star {
        end_with(&mut patterns, Pattern::Prefix);
    }
    if let Some(tail) = tail {
        let distance = distance(parser, token, tail)?;
        match distance {
            Some(distance) => end_with(&mut patterns, |word| Pattern::Fuzzy(word, distance)),
            None => patterns.extend(join(tail)),
        }
    }
    Ok(patterns)
}

/// Returns whether `run` ends in `*` right behind a word.
fn star(run: &str) -> bool {
    run.strip_suffix('*').is_some_and(|s| s.chars().next_back().is_some_and(crate::text::is_word_char))
}

/// Returns the place of the first `~` right behind a word.
fn tilde(run: &str) -> Option<usize> {
    run.match_indices('~')
        .map(|(i, _)| i)
        .find(|&i| run[..i].chars().next_back().is_some_and(crate::text::is_word_char))
}

/// Returns the distance written behind `~`, or `None` if that is no number and was repaired.
fn distance(parser: &mut Parser<'_>, token: &Token, tail: &str) -> Result<Option<u8>, QueryError> {
    let digits = tail.trim_end_matches(|c: char| !crate::text::is_word_char(c));
    match digits {
        "1" => return Ok(Some(1)),
        "2" => return Ok(Some(2)),
        _ => {}
    }
    let error = parser.error(token.span, "`~` behind a word needs a distance", Some("`~1` or `~2`"));
    if digits.is_empty() {
        return parser.problem(error, "1 is taken").map(|()| Some(1));
    }
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return parser.problem(error, "2 is taken").map(|()| Some(2));
    }
    parser.problem(error, "ignored").map(|()| None)
}

/// Makes the last word of `patterns` into what `make` makes of it.
fn end_with(patterns: &mut Vec<Pattern>, make: impl FnOnce(String) -> Pattern) {
    match patterns.pop() {
        Some(Pattern::Word(word)) => patterns.push(make(word)),
        Some(Pattern::Joined(mut joined)) => {
            let last = joined.pop().unwrap_or_default();
            patterns.extend(joined.into_iter().map(Pattern::Word));
            patterns.push(make(last));
        }
        Some(other) => patterns.push(other),
        None => {}
    }
}

/// Returns the words of a run; single letters and numbers stay with the words that one mark joins them to.
fn join(run: &str) -> Vec<Pattern> {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut end = None;
    for span in words(run) {
        let word = span.of(run);
        let joined = end.is_some_and(|end| one_mark(Span::new(end, span.start()).of(run)));
        match groups.last_mut() {
            Some(group) if joined && (is_piece(word) || group.last().is_some_and(|w| is_piece(w))) => group.push(word),
            _ => groups.push(vec![word]),
        }
        end = Some(span.end());
    }
    let make = |group: Vec<&str>| match group.as_slice() {
        [word] => Pattern::Word((*word).to_owned()),
        words => Pattern::Joined(words.iter().map(|w| (*w).to_owned()).collect()),
    };
    groups.into_iter().map(make).collect()
}

fn one_mark(between: &str) -> bool {
    let mut chars = between.chars();
    chars.next().is_some_and(|c| !c.is_whitespace()) && chars.next().is_none()
}

fn is_piece(word: &str) -> bool {
    word.chars().nth(1).is_none() || word.chars().all(|c| c.is_ascii_digit())
}

/// Complains about `*` and `~` where only plain words make sense.
fn plain_only(parser: &mut Parser<'_>, token: &Token) -> Result<(), QueryError> {
    let loose = match &token.kind {
        TokenKind::Run(run) => star(run) || tilde(run).is_some(),
        TokenKind::Phrase { slop, .. } => slop.is_some(),
        _ => false,
    };
    if !loose {
        return Ok(());
    }
    let error =
        parser.error(token.span, "this field takes no `*` and no `~`", Some("plain words, a \"phrase\" or a (group)"));
    parser.problem(error, "ignored")
}

/// Complains that a value has no words.
fn no_words(parser: &mut Parser<'_>, token: &Token) -> Parsed {
    let what = if matches!(token.kind, TokenKind::Phrase { .. }) {
        "the phrase has no words"
    } else {
        "the value has no words"
    };
    parser.problem(parser.error(token.span, what, Some("letters or digits")), "ignored").map(|()| None)
}

/// Reads a value that is no text: a kind, a language, a date, an id.
fn value(parser: &mut Parser<'_>, token: &Token, field: Field) -> Parsed {
    let text = content(parser.query, token);
    let value = match field {
        Field::Id | Field::Cluster => text.as_str(),
        // Two dots at the end leave a range open.
        Field::On if text.trim().ends_with("..") => text.trim(),
        _ => text.trim().trim_end_matches([',', '.', ';']),
    };
    let dates = |make: fn((u32, u32)) -> ExprKind| values::days(value).map(make);
    let kind = match field {
        Field::Kind => values::kind(value).map(ExprKind::Kind),
        Field::Lang => values::language(value).map(ExprKind::Lang),
        Field::After => dates(|(first, _)| ExprKind::Dates(Some(first), None)),
        Field::Before => dates(|(first, _)| ExprKind::Dates(None, Some(first))),
        Field::On => values::range(value).map(|(from, to)| ExprKind::Dates(from, to)),
        Field::Id => (!value.trim().is_empty()).then(|| ExprKind::Id(value.to_owned())),
        Field::Cluster => (!value.trim().is_empty()).then(|| ExprKind::Cluster(value.to_owned())),
        Field::Text(_) | Field::Name(_) => None,
    };
    if let Some(kind) = kind {
        return Ok(Some(Expr { span: token.span, kind }));
    }
    let (message, expected) = match field {
        Field::Kind => (format!("`{value}` is no kind of quotation"), "direct, mixed or indirect"),
        Field::Lang => (format!("`{value}` is no language"), "a code of two letters such as `en`, or an English name"),
        Field::Id | Field::Cluster => ("the id is empty".to_owned(), "the id of an article or a hit"),
        Field::On if value.contains("..") => (
            format!("`{value}` is no range of dates"),
            "the earlier date first: `2024-05..2024-07`, `2024-05-31..`, `..2024`",
        ),
        _ => (format!("`{value}` is no date"), "a year, a month or a day: `2024`, `2024-05`, `2024-05-31`"),
    };
    let mut error = parser.error(token.span, &message, Some(expected));
    error.suggestion = match field {
        Field::Kind => nearest(value, KINDS).map(str::to_owned),
        Field::Lang => nearest(value, LANGUAGES.iter().map(|(name, _)| *name)).map(str::to_owned),
        _ => None,
    };
    parser.problem(error, "taken as words")?;
    Ok(all(join(value).into_iter().map(|p| Expr { span: token.span, kind: ExprKind::Text(None, p) }).collect()))
}

/// Returns the text of a run or phrase, with its escapes resolved.
fn content(query: &str, token: &Token) -> String {
    let raw = match token.kind {
        TokenKind::Phrase { content, .. } => content.of(query),
        _ => token.span.of(query),
    };
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

fn plain_words(text: &str) -> Vec<String> {
    words(text).map(|w| w.of(text).to_owned()).collect()
}
