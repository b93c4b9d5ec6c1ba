//! `onrecord stats`: what the index holds.

use crate::args::Common;
use crate::exit::End;
use crate::{ask, screen};
use anyhow::Result;
use onrecord::output::{json, text};
use std::io::Write;

/// Runs the command.
pub(crate) fn run(common: &Common) -> Result<End> {
    let stats = ask::open(common)?.stats()?;
    let mut out = screen::out();
    if common.json {
        json::write_stats(&mut out, &stats)?;
    } else {
        text::write_stats(&mut out, &stats, &screen::style(common))?;
    }
    out.flush()?;
    Ok(End::found(stats.searched.articles > 0))
}
