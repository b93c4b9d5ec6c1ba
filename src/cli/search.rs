//! `onrecord search`: ranked passages, each with its speaker.

use crate::args::{Common, Search};
use crate::exit::End;
use crate::inputs::Query;
use crate::screen::{self, Out};
use crate::{args::Asking, ask};
use anyhow::Result;
use onrecord::output::{json, text};
use onrecord::{Request, Results};
use std::io::Write;
use std::time::Instant;

/// Runs the command.
pub(crate) fn run(args: &Search, common: &Common) -> Result<End> {
    let queries = ask::queries(&args.query, args.asking.queries.as_deref())?;
    answer(&queries, &args.asking, common, |archive, _, request| archive.search(request))
}

/// Answers each query by `find` and prints the passages.
pub(crate) fn answer(
    queries: &[Query],
    asking: &Asking,
    common: &Common,
    find: impl Fn(&onrecord::Archive, &Query, &Request) -> onrecord::Result<Results>,
) -> Result<End> {
    let ready = ask::ready(&asking.listing.matching.within, common)?;
    let mut out = screen::out();
    let (mut found, mut failed) = (false, ready.failed);
    for query in queries {
        let start = Instant::now();
        let request = asking.request(&query.text, ready.under.clone());
        let results = match find(&ready.archive, query, &request) {
            Ok(results) => results,
            Err(err) => {
                failed |= ask::pass_over(query, err)?;
                continue;
            }
        };
        // Something was found even if none of it was to be shown.
        found |= results.total > 0 || results.relaxed;
        print(&mut out, query, &results, start, common)?;
    }
    out.flush()?;
    Ok(End::found(found).and_failed(failed))
}

fn print(out: &mut Out, query: &Query, results: &Results, start: Instant, common: &Common) -> Result<()> {
    if common.json {
        json::write_results(out, results, ask::asked(query, start))?;
    } else {
        out.write_all(ask::heading(query).unwrap_or_default().as_bytes())?;
        text::write_results(out, results, &screen::style(common))?;
    }
    // Results come first where both go to one place.
    out.flush()?;
    ask::tell_notes(&results.notes, common);
    Ok(())
}
