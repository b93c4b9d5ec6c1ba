//! `onrecord whosaid`: who said these words.

use crate::args::{Common, Whosaid};
use crate::exit::End;
use crate::{ask, screen};
use anyhow::Result;
use onrecord::output::{json, text};
use std::io::Write;
use std::time::Instant;

/// Runs the command.
pub(crate) fn run(args: &Whosaid, common: &Common) -> Result<End> {
    let queries = ask::queries(&args.phrase, args.queries.as_deref())?;
    let ready = ask::ready(&args.within, common)?;
    let mut out = screen::out();
    let (mut found, mut failed) = (false, ready.failed);
    for query in &queries {
        let start = Instant::now();
        let request = args.request(ready.under.clone());
        let (rows, results) = match ready.archive.who_said(&query.text, &request) {
            Ok(answer) => answer,
            Err(err) => {
                failed |= ask::pass_over(query, err)?;
                continue;
            }
        };
        found |= !rows.is_empty();
        if common.json {
            let asked = ask::asked(query, start);
            let shown = &rows[..args.limit.min(rows.len())];
            json::write_speakers(&mut out, shown, asked)?;
            json::write_summary(&mut out, &results, shown.len(), asked)?;
        } else {
            out.write_all(ask::heading(query).unwrap_or_default().as_bytes())?;
            text::write_who_said(&mut out, &rows, args.limit, &results, &screen::style(common))?;
        }
        out.flush()?;
        ask::tell_notes(&results.notes, common);
    }
    Ok(End::found(found).and_failed(failed))
}
