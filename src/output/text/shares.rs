//! Tables of what speakers have of all that is quoted.

use crate::output::paint::{Role, Style, clip, columns, count, paint, thousands};
use crate::output::sanitize::line;
use crate::output::text::searched;
use crate::output::wrap::Painted;
use crate::query::{Results, ShareRow};
use std::io::{self, Write};

/// The columns of numbers.
const NUMBERS: [&str; 5] = ["quotes", "clusters", "articles", "words", "share"];

/// How wide a column of numbers is, with the blanks before it.
const WIDTH: usize = 10;

/// Writes a table for each place, at most `limit` speakers in each.
pub fn write_shares(
    out: &mut impl Write,
    rows: &[ShareRow],
    limit: usize,
    results: &Results,
    style: &Style,
) -> io::Result<()> {
    let names = style.width.saturating_sub(NUMBERS.len() * WIDTH).clamp(16, 44);
    for place in rows.chunk_by(|a, b| a.keys == b.keys) {
        let title: Vec<String> =
            place[0].keys.iter().map(|key| key.as_deref().map_or_else(|| "unknown".to_owned(), line)).collect();
        let title = clip(&title.join(" · "), names);
        paint(out, style, Role::Name, &title)?;
        write!(out, "{:1$}", "", names - columns(&title))?;
        for number in NUMBERS {
            paint(out, style, Role::Meta, &format!("{number:>WIDTH$}"))?;
        }
        out.write_all(b"\n")?;
        for row in place.iter().take(limit) {
            let name = clip(&line(&row.name), names - 2);
            write!(out, "  {name}{:1$}", "", names - 2 - columns(&name))?;
            for number in [row.quotes, row.clusters, row.articles, row.words] {
                write!(out, "{:>WIDTH$}", thousands(number))?;
            }
            writeln!(out, "{:>WIDTH$}", format!("{:.1} %", row.share * 100.0))?;
        }
        if place.len() > limit {
            paint(out, style, Role::Meta, &format!("  and {} more", thousands((place.len() - limit) as u64)))?;
            out.write_all(b"\n")?;
        }
        out.write_all(b"\n")?;
    }
    let found =
        if rows.is_empty() { "No speaker of that name.".to_owned() } else { count(rows.len() as u64, "row") + "." };
    let mut painted = Painted::default();
    painted.push(Role::Meta, &format!("{found} Searched {}.", searched(&results.searched)));
    painted.write(out, style, 0)
}
