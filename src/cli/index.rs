//! `onrecord index`: brings the index up to date with files.

use crate::args::{Common, Index};
use crate::exit::End;
use crate::{ask, screen};
use anyhow::Result;
use onrecord::output::{json, text};
use onrecord::{Report, UpdateOptions};
use std::io::Write;

/// Runs the command.
pub(crate) fn run(args: &Index, common: &Common) -> Result<End> {
    let options = UpdateOptions {
        rehash: args.rehash,
        no_quotes: args.no_quotes,
        threads: args.threads,
        ingest: args.reading.options(),
        as_before: false,
    };
    let (report, seconds) = ask::update(&ask::open(common)?, &args.paths, &options, common)?;
    print_report(&report, seconds, common)?;
    Ok(End::Found.and_failed(!report.failed.is_empty()))
}

/// Prints a report, unless the user wants quiet.
pub(crate) fn print_report(report: &Report, seconds: f64, common: &Common) -> Result<()> {
    let mut out = screen::out();
    if common.json {
        json::write_report(&mut out, report, seconds)?;
    } else if !common.quiet {
        text::write_report(&mut out, report, seconds, &screen::style(common))?;
    }
    out.flush()?;
    Ok(())
}
