//! `onrecord remove`: takes articles out of the index.

use crate::args::{Common, Remove};
use crate::exit::End;
use crate::{ask, index, screen};
use anyhow::Result;
use std::time::Instant;

/// Runs the command.
pub(crate) fn run(args: &Remove, common: &Common) -> Result<End> {
    let start = Instant::now();
    let report = ask::open(common)?.remove(&args.paths)?;
    if report.removed == 0 {
        screen::tell(common, "no article of the index comes from there");
    }
    index::print_report(&report, start.elapsed().as_secs_f64(), common)?;
    Ok(End::found(report.removed > 0))
}
