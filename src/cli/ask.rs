//! What the commands that ask an archive have in common: opening it, bringing it up to date, timing.

use crate::args::{Asking, Common, Within};
use crate::inputs::{self, Query};
use crate::progress::Bar;
use crate::screen;
use anyhow::{Context, Result};
use onrecord::output::json::Asked;
use onrecord::{Archive, Error, ErrorKind, OpenOptions, Report, UpdateOptions};
use std::path::PathBuf;
use std::time::Instant;

/// An archive that is ready to be asked.
pub(crate) struct Ready {
    /// The archive.
    pub(crate) archive: Archive,
    /// Answer only from articles under these; empty means all.
    pub(crate) under: Vec<PathBuf>,
    /// Whether files could not be read while the archive was brought up to date.
    pub(crate) failed: bool,
}

/// Opens the archive.
pub(crate) fn open(common: &Common) -> Result<Archive> {
    Ok(Archive::open(&common.index, OpenOptions { aliases: common.aliases.clone() })?)
}

/// Opens the archive, and brings it up to date with the paths of `--in`, whose report goes to standard error.
pub(crate) fn ready(within: &Within, common: &Common) -> Result<Ready> {
    let archive = open(common)?;
    if within.paths.is_empty() {
        return Ok(Ready { archive, under: Vec::new(), failed: false });
    }
    let (report, seconds) = update(&archive, &within.paths, &UpdateOptions::default(), common)?;
    if !common.quiet {
        let style = screen::error_style(common);
        // Standard error may be closed: the answer matters more than the report.
        let _ = onrecord::output::text::write_report(&mut std::io::stderr().lock(), &report, seconds, &style);
    }
    let real = |path: &PathBuf| path.canonicalize().with_context(|| path.display().to_string());
    let under = within.paths.iter().map(real).collect::<Result<_>>()?;
    Ok(Ready { archive, under, failed: !report.failed.is_empty() })
}

/// Brings the archive up to date with `paths`, and returns the report and the time it took.
pub(crate) fn update(
    archive: &Archive,
    paths: &[PathBuf],
    options: &UpdateOptions,
    common: &Common,
) -> Result<(Report, f64)> {
    let start = Instant::now();
    let bar = Bar::new(common);
    let report = archive.update(paths, options, &mut |progress| bar.show(progress));
    bar.clear();
    Ok((report?, start.elapsed().as_secs_f64()))
}

/// Returns the queries that were asked: those of `--queries`, or the one that was typed.
pub(crate) fn queries(words: &[String], asking: &Asking) -> Result<Vec<Query>> {
    match &asking.queries {
        Some(path) => inputs::queries(path),
        None => Ok(vec![Query { id: None, text: words.join(" ") }]),
    }
}

/// Returns what records say of a query that was answered since `start`.
pub(crate) fn asked(query: &Query, start: Instant) -> Asked<'_> {
    Asked { query: &query.text, query_id: query.id.as_deref(), elapsed_ms: start.elapsed().as_secs_f64() * 1000.0 }
}

/// Complains of a bad query among many, and goes on; a single one ends the program. Returns that something failed.
pub(crate) fn pass_over(query: &Query, err: Error) -> Result<bool> {
    match &query.id {
        Some(id) if err.kind() == ErrorKind::Query => {
            screen::complain(&format!("query {id}: {err}"));
            Ok(true)
        }
        _ => Err(err.into()),
    }
}

/// Tells what the archive has to say beside the results.
pub(crate) fn tell_notes(notes: &[String], common: &Common) {
    for note in notes {
        screen::tell(common, note);
    }
}

/// Returns the heading of one query of many, in text.
pub(crate) fn heading(query: &Query) -> Option<String> {
    query.id.as_ref().map(|id| format!("== {id}: {}\n", query.text))
}
