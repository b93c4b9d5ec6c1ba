//! `onrecord whosaid`: who said these words.

use crate::args::{Common, Whosaid};
use crate::batch::{self, Answer};
use crate::exit::End;
use crate::{ask, screen};
use anyhow::Result;
use onrecord::output::{json, text};
use std::time::Instant;

/// Runs the command.
pub(crate) fn run(args: &Whosaid, common: &Common) -> Result<End> {
    let queries = ask::queries(&args.phrase, args.queries.as_deref(), common)?;
    let ready = ask::ready(&args.within, common)?;
    let request = args.request(ready.under.clone());
    let (limit, as_json, style) = (args.limit, common.json, screen::style(common));
    batch::run(ready, queries, common, move |archive, query, out| {
        let start = Instant::now();
        let (rows, results) = archive.who_said(&query.text, &request)?;
        if as_json {
            let asked = ask::asked(query, start);
            let shown = &rows[..limit.min(rows.len())];
            json::write_speakers(out, shown, asked)?;
            json::write_summary(out, &results, shown.len(), asked)?;
        } else {
            out.extend_from_slice(ask::heading(query).unwrap_or_default().as_bytes());
            text::write_who_said(out, &rows, limit, &results, &style)?;
        }
        Ok(Answer { found: !rows.is_empty(), notes: results.notes })
    })
}
