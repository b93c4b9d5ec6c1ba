//! `onrecord rebuild`: makes a new index from the same sources.

use crate::args::{Common, Rebuild};
use crate::exit::End;
use crate::progress::Bar;
use crate::{ask, index};
use anyhow::Result;
use std::time::Instant;

/// Runs the command.
pub(crate) fn run(args: &Rebuild, common: &Common) -> Result<End> {
    let start = Instant::now();
    let bar = Bar::new(common);
    let report = ask::open(common)?.rebuild(args.threads, &mut |progress| bar.show(progress));
    bar.clear();
    let report = report?;
    index::print_report(&report, start.elapsed().as_secs_f64(), common)?;
    Ok(End::Found.and_failed(!report.failed.is_empty()))
}
