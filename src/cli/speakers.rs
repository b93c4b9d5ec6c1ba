//! `onrecord speakers`: the speakers of the archive.

use crate::args::{Common, Speakers};
use crate::exit::End;
use crate::{ask, screen};
use anyhow::Result;
use onrecord::output::json::{self, Asked};
use onrecord::output::text;
use std::io::Write;
use std::time::Instant;

/// Runs the command.
pub(crate) fn run(args: &Speakers, common: &Common) -> Result<End> {
    let ready = ask::ready(&args.within, common)?;
    let name = args.name.join(" ");
    let start = Instant::now();
    let asked_for = (!name.is_empty()).then_some(name.as_str());
    let (rows, results) = ready.archive.speakers(asked_for, args.limit, &ready.under)?;
    let mut out = screen::out();
    if common.json {
        let elapsed_ms = start.elapsed().as_secs_f64() * 1000.0;
        let asked = Asked { query: &name, elapsed_ms, ..Asked::default() };
        json::write_speakers(&mut out, &rows, asked)?;
        json::write_summary(&mut out, &results, rows.len(), asked)?;
    } else {
        text::write_speakers(&mut out, &rows, results.total, &screen::style(common))?;
    }
    out.flush()?;
    Ok(End::found(results.total > 0).and_failed(ready.failed))
}
