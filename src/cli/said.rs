//! `onrecord said`: what a speaker said.

use crate::args::{Common, Said};
use crate::exit::End;
use crate::inputs::Query;
use crate::{ask, search};
use anyhow::Result;
use onrecord::{Archive, Request};

/// Runs the command.
pub(crate) fn run(args: &Said, common: &Common) -> Result<End> {
    let queries = ask::queries(&args.words, args.asking.queries.as_deref(), common)?;
    let typed = args.words.clone();
    let find = move |archive: &Archive, query: &Query, request: &Request| archive.said(&words(&typed, query), request);
    search::answer(queries, &args.asking, common, find)
}

/// Returns the words as they were typed; a query from a file is cut at blanks.
fn words(typed: &[String], query: &Query) -> Vec<String> {
    match query.id {
        Some(_) => query.text.split_whitespace().map(str::to_owned).collect(),
        None => typed.to_vec(),
    }
}
