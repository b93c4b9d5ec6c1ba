//! Markdown: each hit is a block quote, below it who said it, where and when, with a link to the words.

use crate::output::export::{link, one_line, speaker_of, text_of};
use crate::output::json::Asked;
use crate::output::paint::{count, thousands};
use crate::output::sanitize;
use crate::output::text::{day, searched};
use crate::query::{Hit, Results, Unit};
use std::io::{self, Write};

/// Writes the query as a heading.
pub(super) fn heading(out: &mut impl Write, asked: Asked<'_>) -> io::Result<()> {
    let id = asked.query_id.map_or_else(String::new, |id| format!("{}: ", escaped(id)));
    writeln!(out, "# {id}{}\n", escaped(asked.query))
}

/// Writes a hit.
pub(super) fn hit(out: &mut impl Write, hit: &Hit) -> io::Result<()> {
    let text = text_of(hit);
    for (i, paragraph) in hit.span.of(text).split('\n').filter(|line| !line.trim().is_empty()).enumerate() {
        if i > 0 {
            writeln!(out, ">")?;
        }
        writeln!(out, "> {}", escaped(paragraph))?;
    }
    writeln!(out, ">\n> — {}\n", citation(hit))
}

/// Returns who said it, in which article, when.
fn citation(hit: &Hit) -> String {
    let article = &hit.article.article;
    let mut parts = Vec::new();
    if let Some((name, speaker)) = speaker_of(hit) {
        parts.push(format!("**{}**", escaped(name)));
        let role = speaker.roles.iter().find(|role| !role.eq_ignore_ascii_case(name));
        parts.extend(role.map(|role| escaped(role)));
    }
    let title = escaped(article.title.as_deref().unwrap_or("untitled"));
    let named = link(hit).map_or_else(|| title.clone(), |link| format!("[{title}]({})", address(&link)));
    let by = if article.authors.is_empty() {
        String::new()
    } else {
        format!(" by {}", escaped(&article.authors.join(", ")))
    };
    parts.push(format!("{}{named}{by}", if hit.unit == Unit::Title { "headline of " } else { "" }));
    parts.extend(article.outlet.as_deref().map(|outlet| format!("*{}*", escaped(outlet))));
    parts.push(article.published.as_ref().map_or_else(|| "undated".to_owned(), day));
    format!("{} ({})", parts.join(", "), code(&hit.id()))
}

/// Writes how much there is, and what was searched.
pub(super) fn summary(out: &mut impl Write, results: &Results, written: u64) -> io::Result<()> {
    let hits = count(results.total, "hit");
    writeln!(out, "{} of {hits}. Searched {}.\n", thousands(written), searched(&results.searched))
}

/// Returns `text` on one line, with nothing in it that is a mark of Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let line = one_line(&sanitize(text));
    // At the beginning of a line, numbers with a stop and signs begin lists.
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (i, c) in line.char_indices() {
        let starts = (i == 0 && "-+=#>".contains(c)) || (i > 0 && i == digits && ".)".contains(c));
        if starts || "\\`*_[]<>|~&".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Returns an address that nothing in it ends.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c => out.push(c),
        }
    }
    out
}

/// Returns `text` as it is, between as many ticks as it needs.
fn code(text: &str) -> String {
    let text = one_line(&sanitize(text));
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let room = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{room}{text}{room}{ticks}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_mark() {
        assert_eq!(escaped("*a* [b](c) <d>\ne_f"), "\\*a\\* \\[b\\](c) \\<d\\> e\\_f");
        assert_eq!(
            (escaped("1. May"), escaped("- no"), escaped("a-b 1.5")),
            ("1\\. May".into(), "\\- no".into(), "a-b 1.5".into())
        );
        assert_eq!((code("a#1-2"), code("a`b")), ("`a#1-2`".into(), "``a`b``".into()));
        assert_eq!(address("https://x.example/a_(b)"), "https://x.example/a_%28b%29");
    }
}
