//! `onrecord search`: ranked passages, each with its speaker.

use crate::args::Asking;
use crate::args::{Common, Search};
use crate::batch::{self, Answer};
use crate::exit::End;
use crate::inputs::Query;
use crate::{ask, screen};
use anyhow::Result;
use onrecord::output::{json, text};
use onrecord::{Archive, Request, Results};
use std::time::Instant;

/// Runs the command.
pub(crate) fn run(args: &Search, common: &Common) -> Result<End> {
    let queries = ask::queries(&args.query, args.asking.queries.as_deref(), common)?;
    answer(queries, &args.asking, common, |archive, _, request| archive.search(request))
}

/// Answers each query by `find` and prints the passages.
pub(crate) fn answer(
    queries: Vec<Query>,
    asking: &Asking,
    common: &Common,
    find: impl Fn(&Archive, &Query, &Request) -> onrecord::Result<Results> + Send + Sync + 'static,
) -> Result<End> {
    let ready = ask::ready(&asking.listing.matching.within, common)?;
    let (asking, under) = (asking.clone(), ready.under.clone());
    let (as_json, style) = (common.json, screen::style(common));
    batch::run(ready, queries, common, move |archive, query, out| {
        let start = Instant::now();
        let results = find(archive, query, &asking.request(&query.text, under.clone()))?;
        if as_json {
            json::write_results(out, &results, ask::asked(query, start))?;
        } else {
            out.extend_from_slice(ask::heading(query).unwrap_or_default().as_bytes());
            text::write_results(out, &results, &style)?;
        }
        // Something was found even if none of it was to be shown.
        Ok(Answer { found: results.total > 0 || results.relaxed, notes: results.notes })
    })
}
