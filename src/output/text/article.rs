//! One article with its quotations marked, numbered and named.

use crate::model::{Annotated, Quote, Span};
use crate::output::paint::{Role, Style, clip, columns, paint};
use crate::output::sanitize::line;
use crate::output::text::{day, role_beside, source};
use crate::output::wrap::Painted;
use std::io::{self, Write};

/// Writes an article; `focus` is the passage that was asked for, if it was the article of a hit.
pub fn write_show(out: &mut impl Write, annotated: &Annotated, focus: Option<Span>, style: &Style) -> io::Result<()> {
    write_head(out, annotated, style)?;
    for paragraph in annotated.article.paragraphs().filter(|p| !p.is_empty()) {
        out.write_all(b"\n")?;
        numbered(annotated, paragraph, focus).write(out, style, 0)?;
    }
    write_speakers(out, annotated, style)
}

/// Writes title, authors, source.
fn write_head(out: &mut impl Write, annotated: &Annotated, style: &Style) -> io::Result<()> {
    let article = &annotated.article;
    let mut title = Painted::default();
    title.push(Role::Name, article.title.as_deref().unwrap_or("(no title)"));
    title.write(out, style, 0)?;
    let mut facts: Vec<String> = Vec::new();
    if !article.authors.is_empty() {
        facts.push(format!("by {}", line(&article.authors.join(", "))));
    }
    facts.extend(article.outlet.as_deref().map(line));
    facts.push(article.published.as_ref().map_or_else(|| "undated".to_owned(), day));
    facts.extend(article.place.as_deref().map(line));
    for text in [clip(&facts.join(" · "), style.width), source(article), format!("id {}", line(&article.id))] {
        paint(out, style, Role::Meta, &text)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Returns a paragraph with the number of each quotation before its pieces.
fn numbered(annotated: &Annotated, paragraph: Span, focus: Option<Span>) -> Painted {
    let text = &annotated.article.text;
    let mut pieces: Vec<(Span, usize)> = Vec::new();
    for (i, quote) in annotated.annotations.quotes.iter().enumerate() {
        pieces.extend(quote.spans.iter().filter(|s| s.overlaps(paragraph)).map(|s| (*s, i + 1)));
    }
    // An outer quotation comes before the one that lies in it.
    pieces.sort_by_key(|(span, _)| (span.start(), std::cmp::Reverse(span.end())));
    let mut painted = Painted::default();
    let mut at = paragraph.start();
    let mut open: Vec<Span> = Vec::new();
    for (span, number) in pieces {
        let start = span.start().max(paragraph.start()).max(at);
        push_quoted(&mut painted, text, Span::new(at, start), &open, focus);
        at = start;
        painted.push(Role::Meta, &format!("[{number}]"));
        open.push(span);
    }
    push_quoted(&mut painted, text, Span::new(at, paragraph.end()), &open, focus);
    painted
}

/// Adds a stretch of text in which the `quoted` spans look like quotations, and what is asked for like a match.
fn push_quoted(painted: &mut Painted, text: &str, span: Span, quoted: &[Span], focus: Option<Span>) {
    let mut at = span.start();
    while at < span.end() {
        let here = Span::new(at, at + 1);
        let inside = quoted.iter().any(|q| q.overlaps(here));
        let focused = focus.is_some_and(|f| f.overlaps(here));
        let edges = quoted.iter().chain(&focus).flat_map(|q| [q.start(), q.end()]);
        let end = edges.filter(|edge| *edge > at).min().unwrap_or(span.end()).min(span.end());
        let role = if focused {
            Role::Match
        } else if inside {
            Role::Quote
        } else {
            Role::Plain
        };
        painted.push(role, Span::new(at, end).of(text));
        at = end;
    }
}

/// Writes who says which of the numbered quotations.
fn write_speakers(out: &mut impl Write, annotated: &Annotated, style: &Style) -> io::Result<()> {
    let annotations = &annotated.annotations;
    let mut rows: Vec<(String, String, Vec<String>)> = Vec::new();
    for (i, speaker) in annotations.speakers.iter().enumerate() {
        let said = numbers(&annotations.quotes, |quote| quote.speaker == u32::try_from(i).ok());
        rows.push((
            line(&speaker.name),
            role_beside(&speaker.name, &speaker.roles).map_or(String::new(), |r| line(r)),
            said,
        ));
    }
    rows.push((
        "unknown speaker".to_owned(),
        String::new(),
        numbers(&annotations.quotes, |quote| quote.speaker.is_none()),
    ));
    rows.retain(|(_, _, said)| !said.is_empty());
    if rows.is_empty() {
        return Ok(());
    }
    let names = rows.iter().map(|(name, ..)| columns(name)).max().unwrap_or(0).min(style.width / 2);
    out.write_all(b"\n")?;
    for (name, role, said) in rows {
        let name = clip(&name, names);
        paint(out, style, Role::Name, &name)?;
        write!(out, "{:1$}  ", "", names - columns(&name))?;
        let said = said.join(" ");
        paint(out, style, Role::Meta, &said)?;
        let left = style.width.saturating_sub(names + 4 + columns(&said));
        if !role.is_empty() && left > 8 {
            paint(out, style, Role::Meta, &format!("  {}", clip(&role, left)))?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Returns the numbers of the quotations that `is_meant`; those that are in doubt with `?`.
fn numbers(quotes: &[Quote], is_meant: impl Fn(&Quote) -> bool) -> Vec<String> {
    let number = |(i, quote): (usize, &Quote)| {
        let doubt = if quote.speaker.is_some() && quote.confidence < 0.8 { "?" } else { "" };
        format!("[{}{doubt}]", i + 1)
    };
    quotes.iter().enumerate().filter(|(_, quote)| is_meant(quote)).map(number).collect()
}
