//! Tables of speakers.

use crate::output::paint::{Role, Style, clip, columns, count, paint, thousands};
use crate::output::sanitize::line;
use crate::output::text::hits::{quote_of, searched, write_doubt, write_passage};
use crate::output::text::{day, period, role_beside};
use crate::output::wrap::Painted;
use crate::query::{Results, SpeakerRow};
use std::io::{self, Write};

/// Writes one line a speaker: name and role, quotations, articles, words, period. One speaker alone is shown with all
/// that is known. There are `total` speakers, of whom these are the first.
pub fn write_speakers(out: &mut impl Write, rows: &[SpeakerRow], total: u64, style: &Style) -> io::Result<()> {
    match rows {
        [] if total > 0 => writeln!(out, "0 of {}.", count(total, "speaker")),
        [] => writeln!(out, "No speaker of that name."),
        [row] => write_card(out, row, style),
        rows if style.verbose => write_cards(out, rows, style),
        rows => write_table(out, rows, style),
    }
}

fn write_table(out: &mut impl Write, rows: &[SpeakerRow], style: &Style) -> io::Result<()> {
    let numbers: Vec<[String; 3]> = rows.iter().map(|r| [r.quotes, r.articles, r.words].map(thousands)).collect();
    let heads = ["quotes", "articles", "words"];
    let widths: Vec<usize> =
        (0..3).map(|i| numbers.iter().map(|n| n[i].len()).max().unwrap_or(0).max(heads[i].len())).collect();
    let periods: Vec<String> = rows.iter().map(|r| period(r.first.as_ref(), r.last.as_ref())).collect();
    let last = periods.iter().map(|p| columns(p)).max().unwrap_or(0);
    let names = style.width.saturating_sub(widths.iter().map(|w| w + 2).sum::<usize>() + last + 2).max(16);
    write!(out, "{:names$}", "")?;
    for (head, width) in heads.iter().zip(&widths) {
        paint(out, style, Role::Meta, &format!("  {head:>width$}"))?;
    }
    out.write_all(b"\n")?;
    for ((row, numbers), period) in rows.iter().zip(&numbers).zip(&periods) {
        write_name(out, row, names, style)?;
        for (number, width) in numbers.iter().zip(&widths) {
            write!(out, "  {number:>width$}")?;
        }
        paint(out, style, Role::Meta, &format!("  {period}"))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes a name and as much of the role as fits, in exactly `room` columns.
fn write_name(out: &mut impl Write, row: &SpeakerRow, room: usize, style: &Style) -> io::Result<()> {
    let name = clip(&line(&row.name), room);
    paint(out, style, Role::Name, &name)?;
    let mut left = room - columns(&name);
    if let Some(role) = role_beside(&row.name, &row.roles).filter(|_| left > 10) {
        let role = clip(&line(role), left - 2);
        paint(out, style, Role::Meta, &format!(", {role}"))?;
        left -= columns(&role) + 2;
    }
    write!(out, "{:left$}", "")
}

/// Writes all that is known about each of several speakers.
fn write_cards(out: &mut impl Write, rows: &[SpeakerRow], style: &Style) -> io::Result<()> {
    for (i, row) in rows.iter().enumerate() {
        if i > 0 {
            out.write_all(b"\n")?;
        }
        write_card(out, row, style)?;
    }
    Ok(())
}

/// Writes all that is known about one speaker; verbosely, also why its names are one speaker's.
fn write_card(out: &mut impl Write, row: &SpeakerRow, style: &Style) -> io::Result<()> {
    paint(out, style, Role::Name, &line(&row.name))?;
    out.write_all(b"\n")?;
    let counted = format!(
        "{} ({} without copies), {} words in {}",
        count(row.quotes, "quotation"),
        thousands(row.clusters),
        thousands(row.words),
        count(row.articles, "article")
    );
    let list = |items: &[String]| items.iter().map(|i| line(i)).collect::<Vec<_>>().join(", ");
    let with: Vec<String> = row.with.iter().map(|(name, articles)| format!("{name} ({articles})")).collect();
    let facts = [
        ("kind", row.kind.name().to_owned()),
        ("roles", list(&row.roles)),
        ("also", list(&row.aliases)),
        ("said", counted),
        ("when", period(row.first.as_ref(), row.last.as_ref())),
        ("outlets", list(&row.outlets)),
        ("with", list(&with)),
    ];
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        let mut painted = Painted::default();
        painted.push(Role::Plain, fact);
        painted.write_behind(out, &format!("  {name}"), style, 11)?;
    }
    let told = if style.verbose { row.joins.len() } else { 0 };
    for (i, join) in row.joins[..told].iter().enumerate() {
        let mut painted = Painted::default();
        painted.push(Role::Plain, &format!("{} = {}: {}", line(&join.form), line(&join.name), line(&join.why)));
        painted.write_behind(out, if i == 0 { "  joined" } else { "" }, style, 11)?;
    }
    Ok(())
}

/// Writes who said some words: at most `limit` speakers, each with the wordings and the earliest appearance; then what was searched.
pub fn write_who_said(
    out: &mut impl Write,
    all: &[SpeakerRow],
    limit: usize,
    results: &Results,
    style: &Style,
) -> io::Result<()> {
    let rows = &all[..limit.min(all.len())];
    for row in rows {
        let name = if row.name.is_empty() { "unknown speaker".to_owned() } else { line(&row.name) };
        paint(out, style, Role::Name, &name)?;
        if let Some(role) = role_beside(&row.name, &row.roles) {
            paint(out, style, Role::Meta, &format!(", {}", clip(&line(role), style.width / 2)))?;
        }
        let apart = if row.clusters < row.quotes {
            format!(" ({} without copies)", thousands(row.clusters))
        } else {
            String::new()
        };
        let counted = format!("{}{apart} in {}", count(row.quotes, "quotation"), count(row.articles, "article"));
        paint(out, style, Role::Meta, &format!(" · {counted}"))?;
        if let Some((hit, quote)) = row.earliest.as_ref().and_then(|hit| Some((hit, quote_of(hit)?))) {
            write_doubt(out, hit, quote, style)?;
        }
        out.write_all(b"\n")?;
        // A single wording stands in the earliest passage below.
        for wording in
            row.wordings.iter().filter(|_| row.wordings.len() > 1).take(if style.verbose { usize::MAX } else { 5 })
        {
            let mut painted = Painted::default();
            let first = wording.first.as_ref().map_or(String::new(), |d| format!(" since {}", day(d)));
            painted.push(Role::Plain, &line(&wording.text));
            painted.push(Role::Meta, &format!(" ×{}{first}", wording.count));
            painted.write(out, style, 3)?;
        }
        if let Some(hit) = &row.earliest {
            write_passage(out, hit, 3, style)?;
        }
        out.write_all(b"\n")?;
    }
    let found = match all.len() as u64 {
        0 => "Nobody is on record with these words.".to_owned(),
        n if rows.len() < all.len() => format!("{} of {}.", rows.len(), count(n, "speaker")),
        n => format!("{}.", count(n, "speaker")),
    };
    let mut painted = Painted::default();
    painted.push(Role::Meta, &format!("{found} Searched {}.", searched(&results.searched)));
    painted.write(out, style, 0)
}
