//! What the commands that ask an archive have in common: opening it, bringing it up to date, timing.

use crate::args::{Common, Within};
use crate::inputs::{self, Query};
use crate::progress::Bar;
use crate::screen;
use anyhow::{Context, Result};
use onrecord::output::json::Asked;
use onrecord::{Archive, Error, ErrorKind, OpenOptions, Report, UpdateOptions};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

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

/// How often the turn to write is waited for, and how long each time: five seconds in all.
const TURNS: u32 = 50;
const TURN: Duration = Duration::from_millis(100);

/// Opens the archive, and brings it up to date with the paths of `--in`, whose report goes to standard error.
pub(crate) fn ready(within: &Within, common: &Common) -> Result<Ready> {
    let archive = open(common)?;
    if within.paths.is_empty() {
        return Ok(Ready { archive, under: Vec::new(), failed: false });
    }
    let mut failed = false;
    if let Some((report, seconds)) = in_turn(&archive, within, common)? {
        failed = !report.failed.is_empty();
        if !common.quiet {
            let style = screen::error_style(common);
            // Standard error may be closed: the answer matters more than the report.
            let _ = onrecord::output::text::write_report(&mut std::io::stderr().lock(), &report, seconds, &style);
        }
    }
    let real = |path: &PathBuf| path.canonicalize().with_context(|| path.display().to_string());
    let under = within.paths.iter().map(real).collect::<Result<_>>()?;
    Ok(Ready { archive, under, failed })
}

/// Brings the archive up to date with the paths of `--in`, read as they were before. While another process writes, waits a
/// little; if that goes on, there is no report, and the last commit answers.
fn in_turn(archive: &Archive, within: &Within, common: &Common) -> Result<Option<(Report, f64)>> {
    let options = UpdateOptions { as_before: true, ..UpdateOptions::default() };
    for turn in 1.. {
        match update(archive, &within.paths, &options, common) {
            Ok(done) => return Ok(Some(done)),
            Err(err) if err.kind() != ErrorKind::Busy => return Err(err.into()),
            Err(_) if turn < TURNS => std::thread::sleep(TURN),
            // Without a commit there is nothing to answer from.
            Err(err) if archive.stats().is_err() => return Err(err.into()),
            Err(err) => {
                screen::tell(common, &format!("{err}: the answer is from its last commit"));
                break;
            }
        }
    }
    Ok(None)
}

/// Brings the archive up to date with `paths`, and returns the report and the time it took.
pub(crate) fn update(
    archive: &Archive,
    paths: &[PathBuf],
    options: &UpdateOptions,
    common: &Common,
) -> onrecord::Result<(Report, f64)> {
    let start = Instant::now();
    let bar = Bar::new(common);
    let report = archive.update(paths, options, &mut |progress| bar.show(progress));
    bar.clear();
    Ok((report?, start.elapsed().as_secs_f64()))
}

/// Returns the queries that were asked: those of the file of `--queries`, or the one that was typed.
pub(crate) fn queries(words: &[String], file: Option<&Path>, common: &Common) -> Result<Vec<Query>> {
    let Some(path) = file else { return Ok(vec![Query { id: None, text: words.join(" "), line: 0 }]) };
    let (queries, blank) = inputs::queries(path)?;
    for line in blank {
        screen::tell(common, &format!("{}: line {line} is blank", inputs::name(path)));
    }
    Ok(queries)
}

/// Returns what records say of a query that was answered since `start`.
pub(crate) fn asked(query: &Query, start: Instant) -> Asked<'_> {
    Asked { query: &query.text, query_id: query.id.as_deref(), elapsed_ms: start.elapsed().as_secs_f64() * 1000.0 }
}

/// Complains of a bad query among many, and goes on; a single one ends the program. Returns that something failed.
pub(crate) fn pass_over(query: &Query, err: anyhow::Error) -> Result<bool> {
    let kind = err.downcast_ref::<Error>().map(Error::kind);
    match &query.id {
        Some(id) if matches!(kind, Some(ErrorKind::Query | ErrorKind::Input)) => {
            let line = if query.line == 0 || *id == query.line.to_string() {
                String::new()
            } else {
                format!(" (line {})", query.line)
            };
            screen::complain(&format!("query {id}{line}: {err}"));
            Ok(true)
        }
        _ => Err(err),
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
