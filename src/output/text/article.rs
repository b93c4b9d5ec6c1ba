//! One article with its quotations marked, numbered and named.

use crate::model::{Annotated, Quote, Span};
use crate::output::paint::{Role, Style, clip, columns, paint};
use crate::output::sanitize::line;
use crate::output::text::{day, role_beside, source};
use crate::output::wrap::Painted;
use crate::query::context;
use std::io::{self, Write};

/// Lines at least so wide have a margin with names.
const WITH_MARGIN: usize = 72;

/// How wide the margin is, with the blanks between it and the text.
const MARGIN: usize = 16;

/// What of an article is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Focus {
    /// The passage that was asked for, if it was the article of a hit.
    pub passage: Option<Span>,
    /// Only the paragraphs of the passage and of so many sentences before and after it.
    pub context: Option<usize>,
}

/// Writes an article: each quotation in its speaker's colour, with names in the margin where lines are wide enough; below it who
/// says what, and a footnote for each quotation. Returns on which line, from 1, the passage begins.
pub fn write_show(
    out: &mut impl Write,
    annotated: &Annotated,
    focus: Focus,
    style: &Style,
) -> io::Result<Option<usize>> {
    let mut page = Vec::new();
    write_head(&mut page, annotated, style)?;
    let shown = shown(annotated, focus);
    let names = style.width >= WITH_MARGIN && !annotated.annotations.quotes.is_empty();
    let (mut line, mut last) = (None, None);
    for (i, paragraph) in annotated.article.paragraphs().filter(|p| !p.is_empty()).enumerate() {
        if !shown.overlaps(paragraph) {
            continue;
        }
        if last.map_or(i > 0, |last| i > last + 1) {
            page.extend_from_slice("\n…\n".as_bytes());
        }
        last = Some(i);
        page.push(b'\n');
        if line.is_none() && focus.passage.is_some_and(|passage| passage.overlaps(paragraph)) {
            line = Some(page.iter().filter(|byte| **byte == b'\n').count() + 1);
        }
        let text = numbered(annotated, paragraph, focus.passage);
        let label = if names { margin(annotated, paragraph) } else { String::new() };
        text.write_behind(&mut page, &label, style, if names { MARGIN } else { 0 })?;
    }
    write_speakers(&mut page, annotated, shown, style)?;
    write_notes(&mut page, annotated, shown, style)?;
    out.write_all(&page)?;
    Ok(line)
}

/// Returns the stretch of the text that is shown.
fn shown(annotated: &Annotated, focus: Focus) -> Span {
    let text = &annotated.article.text;
    match (focus.passage, focus.context) {
        (Some(passage), Some(sentences)) => {
            let (before, after) = context(text, passage, sentences);
            let (start, end) = (before.start().min(passage.start()), after.end().max(passage.end()));
            // Paragraphs are shown whole.
            let start = text[..start].rfind('\n').map_or(0, |i| i + 1);
            Span::new(start, text[end..].find('\n').map_or(text.len(), |i| end + i))
        }
        _ => Span::new(0, text.len()),
    }
}

/// Returns who speaks in a paragraph, as far as there is room.
fn margin(annotated: &Annotated, paragraph: Span) -> String {
    let mut names: Vec<&str> = Vec::new();
    for quote in annotated.annotations.quotes.iter().filter(|quote| begins_in(quote, paragraph)) {
        let name = quote.speaker.and_then(|i| annotated.annotations.speakers.get(i as usize)).map_or("?", |s| &s.name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = if names.len() > 1 { format!(" +{}", names.len() - 1) } else { String::new() };
    let first = names.first().map_or("", |name| name);
    format!("{}{more}", clip(&line(first), MARGIN - 2 - more.len()))
}

fn begins_in(quote: &Quote, paragraph: Span) -> bool {
    quote.spans.iter().any(|span| span.overlaps(paragraph))
}

/// Returns the look of what a speaker says.
fn look(quote: &Quote) -> Role {
    quote.speaker.map_or(Role::Quote, |speaker| Role::Voice(speaker as usize))
}

/// Writes for each quotation that is shown its kind, what names the speaker, the cue, and how sure the attribution is.
fn write_notes(out: &mut impl Write, annotated: &Annotated, shown: Span, style: &Style) -> io::Result<()> {
    let text = &annotated.article.text;
    let quotes = annotated.annotations.quotes.iter().enumerate();
    for (n, (i, quote)) in quotes.filter(|(_, quote)| shown.overlaps(quote.extent())).enumerate() {
        if n == 0 {
            out.write_all(b"\n")?;
        }
        let mut facts = vec![format!("[{}] {}", i + 1, quote.kind.name())];
        facts.extend(quote.source.map(|span| format!("source “{}”", line(span.of(text)))));
        facts.extend(quote.cue.map(|span| format!("cue “{}”", line(span.of(text)))));
        if quote.speaker.is_some() {
            facts.push(format!("confidence {:.2}", quote.confidence));
        }
        if style.verbose && !quote.rule.is_empty() {
            facts.push(format!("rule {}", line(&quote.rule)));
        }
        let mut painted = Painted::default();
        painted.push(Role::Meta, &facts.join(" · "));
        painted.write(out, style, 0)?;
    }
    Ok(())
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
    let mut pieces: Vec<(Span, usize, Role)> = Vec::new();
    for (i, quote) in annotated.annotations.quotes.iter().enumerate() {
        pieces.extend(quote.spans.iter().filter(|s| s.overlaps(paragraph)).map(|s| (*s, i + 1, look(quote))));
    }
    // An outer quotation comes before the one that lies in it.
    pieces.sort_by_key(|(span, ..)| (span.start(), std::cmp::Reverse(span.end())));
    let mut painted = Painted::default();
    let mut at = paragraph.start();
    let mut open: Vec<(Span, Role)> = Vec::new();
    for (span, number, role) in pieces {
        let start = span.start().max(paragraph.start()).max(at);
        push_quoted(&mut painted, text, Span::new(at, start), &open, focus);
        at = start;
        painted.push(Role::Meta, &format!("[{number}]"));
        open.push((span, role));
    }
    push_quoted(&mut painted, text, Span::new(at, paragraph.end()), &open, focus);
    painted
}

/// Adds a stretch of text in which the `quoted` spans look like quotations, and what is asked for like a match.
fn push_quoted(painted: &mut Painted, text: &str, span: Span, quoted: &[(Span, Role)], focus: Option<Span>) {
    let mut at = span.start();
    while at < span.end() {
        let here = Span::new(at, at + 1);
        // The innermost quotation is the last that was opened.
        let inside = quoted.iter().rev().find(|(q, _)| q.overlaps(here));
        let focused = focus.is_some_and(|f| f.overlaps(here));
        let edges = quoted.iter().map(|(q, _)| q).chain(&focus).flat_map(|q| [q.start(), q.end()]);
        let end = edges.filter(|edge| *edge > at).min().unwrap_or(span.end()).min(span.end());
        let role = match inside {
            _ if focused => Role::Match,
            Some((_, role)) => *role,
            None => Role::Plain,
        };
        painted.push(role, Span::new(at, end).of(text));
        at = end;
    }
}

/// Writes who says which of the numbered quotations.
fn write_speakers(out: &mut impl Write, annotated: &Annotated, shown: Span, style: &Style) -> io::Result<()> {
    let annotations = &annotated.annotations;
    let mut rows: Vec<(String, String, Vec<String>, Role)> = Vec::new();
    for (i, speaker) in annotations.speakers.iter().enumerate() {
        let said = numbers(annotated, shown, |quote| quote.speaker == u32::try_from(i).ok());
        rows.push((
            line(&speaker.name),
            role_beside(&speaker.name, &speaker.roles).map_or(String::new(), |r| line(r)),
            said,
            Role::Voice(i),
        ));
    }
    rows.push((
        "unknown speaker".to_owned(),
        String::new(),
        numbers(annotated, shown, |quote| quote.speaker.is_none()),
        Role::Quote,
    ));
    rows.retain(|(_, _, said, _)| !said.is_empty());
    if rows.is_empty() {
        return Ok(());
    }
    let names = rows.iter().map(|(name, ..)| columns(name)).max().unwrap_or(0).min(style.width / 2);
    out.write_all(b"\n")?;
    for (name, role, said, look) in rows {
        let name = clip(&name, names);
        paint(out, style, look, &name)?;
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
fn numbers(annotated: &Annotated, shown: Span, is_meant: impl Fn(&Quote) -> bool) -> Vec<String> {
    let number = |(i, quote): (usize, &Quote)| {
        let doubt = if quote.speaker.is_some() && quote.confidence < 0.8 { "?" } else { "" };
        format!("[{}{doubt}]", i + 1)
    };
    let quotes = annotated.annotations.quotes.iter().enumerate();
    quotes.filter(|(_, quote)| shown.overlaps(quote.extent()) && is_meant(quote)).map(number).collect()
}
