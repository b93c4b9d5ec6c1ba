//! `onrecord speakers --by` and `--audit`: who has how much of what is quoted.

use crate::args::{Common, Speakers};
use crate::exit::End;
use crate::{ask, screen};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use onrecord::output::json::{self, Asked};
use onrecord::output::{text, write_audit};
use onrecord::{Axis, ShareRow};
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Flags of `speakers` that count in places.
#[derive(Debug, clap::Args)]
pub(crate) struct Sharing {
    /// Count the speakers in each outlet, month or role
    #[arg(long, value_name = "UNIT")]
    by: Option<Unit>,
    /// Print a CSV table of all speakers by outlet and month
    #[arg(long, conflicts_with_all = ["by", "limit"])]
    audit: bool,
    /// Put the columns of a CSV file beside the names that stand in its first column (or that called `name`)
    #[arg(long, value_name = "FILE", requires = "audit")]
    attributes: Option<PathBuf>,
}

/// What speakers are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// The outlet that quotes
    Outlet,
    /// The month of publication
    Month,
    /// The speaker's role
    Role,
}

impl Sharing {
    /// Returns whether the flags ask for anything.
    pub(crate) fn is_asked(&self) -> bool {
        self.audit || self.by.is_some()
    }
}

/// Runs the command.
pub(crate) fn run(args: &Speakers, common: &Common) -> Result<End> {
    let sharing = &args.sharing;
    if sharing.audit && common.json {
        bail!("--audit prints CSV; --by outlet --json prints records");
    }
    let attributes = sharing.attributes.as_deref().map(Attributes::read).transpose()?.unwrap_or_default();
    let ready = ask::ready(&args.within, common)?;
    let axes: &[Axis] = match sharing.by {
        Some(Unit::Outlet) => &[Axis::Outlet],
        Some(Unit::Month) => &[Axis::Month],
        Some(Unit::Role) => &[Axis::Role],
        None => &[Axis::Outlet, Axis::Month],
    };
    let (start, name) = (Instant::now(), args.name.join(" "));
    let asked_for = (!name.is_empty()).then_some(name.as_str());
    let (rows, results) = ready.archive.shares(asked_for, axes, &ready.under)?;
    let mut out = screen::out();
    if sharing.audit {
        write_audit(&mut out, &rows, &attributes.columns, |row| attributes.of(row))?;
        attributes.tell_unused(&rows, common);
    } else if common.json {
        let elapsed_ms = start.elapsed().as_secs_f64() * 1000.0;
        json::write_shares(&mut out, axes, &rows)?;
        json::write_summary(&mut out, &results, rows.len(), Asked { query: &name, elapsed_ms, ..Asked::default() })?;
    } else {
        text::write_shares(&mut out, &rows, args.limit, &results, &screen::style(common))?;
    }
    out.flush()?;
    Ok(End::found(!rows.is_empty()).and_failed(ready.failed))
}

/// A user's columns about speakers.
#[derive(Default)]
struct Attributes {
    columns: Vec<String>,
    /// The cells, by the name in lower case.
    rows: HashMap<String, Vec<String>>,
}

impl Attributes {
    fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut rows = cells(text.trim_start_matches('\u{feff}')).into_iter();
        let Some(mut columns) = rows.next() else { bail!("{}: the file is empty", path.display()) };
        let at = columns.iter().position(|name| name.trim().eq_ignore_ascii_case("name")).unwrap_or(0);
        columns.remove(at);
        let row = |mut row: Vec<String>| (at < row.len()).then(|| (folded(&row.remove(at)), row));
        Ok(Self { columns, rows: rows.filter_map(row).collect() })
    }

    /// Returns the cells about a speaker, who may be called by any form of the name.
    fn of(&self, row: &ShareRow) -> Option<&[String]> {
        let mut names = std::iter::once(&row.name).chain(&row.aliases);
        names.find_map(|name| self.rows.get(&folded(name))).map(Vec::as_slice)
    }

    /// Tells the names that no speaker has.
    fn tell_unused(&self, rows: &[ShareRow], common: &Common) {
        let known = |name: &String| {
            rows.iter().flat_map(|row| row.aliases.iter().chain([&row.name])).any(|n| folded(n) == *name)
        };
        let mut unused: Vec<&str> = self.rows.keys().filter(|name| !known(name)).map(String::as_str).collect();
        unused.sort_unstable();
        if !unused.is_empty() {
            screen::tell(common, &format!("nobody in the table is called {}", unused.join(", ")));
        }
    }
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Returns the rows of a CSV text; blank lines are none.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut chars) = (false, text.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows.retain(|row: &Vec<String>| row.iter().any(|cell| !cell.trim().is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn rows_of_csv() {
        let rows = cells("name,party\r\n\"Lee, Ann\",\"say \"\"x\"\"\ny\"\n\nAsh,\nlast");
        assert_eq!(rows, [vec!["name", "party"], vec!["Lee, Ann", "say \"x\"\ny"], vec!["Ash", ""], vec!["last"]]);
    }
}
