//! `onrecord said`: what a speaker said.

use crate::args::{Common, Said};
use crate::exit::End;
use crate::inputs::Query;
use crate::{ask, search};
use anyhow::Result;

/// Runs the command.
pub(crate) fn run(args: &Said, common: &Common) -> Result<End> {
    let queries = ask::queries(&args.words, args.asking.queries.as_deref())?;
    search::answer(&queries, &args.asking, common, |archive, query, request| archive.said(&words(args, query), request))
}

/// Returns the words as they were typed; a query from a file is cut at blanks.
fn words(args: &Said, query: &Query) -> Vec<String> {
    match query.id {
        Some(_) => query.text.split_whitespace().map(str::to_owned).collect(),
        None => args.words.clone(),
    }
}
