//! `onrecord index`: brings the index up to date with files.

use crate::args::{Common, Index};
use crate::exit::End;
use crate::{ask, inputs, screen, stop};
use anyhow::Result;
use onrecord::output::{json, text};
use onrecord::{Report, UpdateOptions};
use std::io::Write;
use std::path::PathBuf;

/// Runs the command.
pub(crate) fn run(args: &Index, common: &Common) -> Result<End> {
    let listed = args.files_from.as_deref().map(|file| inputs::names(file, args.null)).transpose()?;
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here } else { args.paths.as_slice() };
    let options = UpdateOptions {
        rehash: args.rehash,
        no_quotes: args.no_quotes,
        threads: args.threads,
        ingest: args.reading.options(),
        listed,
        exclude: args.exclude.clone(),
        stop: stop::on_signal()?,
        ..UpdateOptions::default()
    };
    let archive = ask::open(common)?;
    if args.dry_run {
        let plan = archive.plan(paths, &options)?;
        let mut out = screen::out();
        if common.json {
            json::write_plan(&mut out, &plan)?;
        } else {
            text::write_plan(&mut out, &plan, &screen::style(common))?;
        }
        out.flush()?;
        return Ok(End::Found.and_failed(!plan.failed.is_empty()));
    }
    let (report, seconds) = ask::update(&archive, paths, &options, common)?;
    print_report(&report, seconds, common)?;
    Ok(End::Found.and_failed(report.interrupted || !report.failed.is_empty()))
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
