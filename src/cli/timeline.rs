//! `onrecord timeline`: how often something was said, day by day or year by year.

use crate::args::{Common, Matching};
use crate::batch::{self, Answer};
use crate::exit::End;
use crate::{ask, screen};
use anyhow::Result;
use clap::ValueEnum;
use onrecord::output::{json, text};
use std::path::PathBuf;
use std::time::Instant;

/// What to type.
pub(crate) const EXAMPLES: &str = "\
Examples:
  onrecord timeline 'ceasefire'
  onrecord timeline 'ceasefire OR truce' --speaker starmer --speaker macron --every week
  onrecord timeline --speaker 'keir starmer' --every year --json

Quotations are counted; a bucket without any is shown as 0. `from` is the first day of a bucket, `to` the first day
behind it. A date less precise than a bucket (only a year, where months are counted) is counted as undated.";

/// Flags of `timeline`.
#[derive(Debug, clap::Args)]
pub(crate) struct Timeline {
    /// The query, best in single quotation marks; matched against what was said
    #[arg(value_name = "QUERY", required_unless_present_any = ["queries", "speaker"], conflicts_with = "queries")]
    query: Vec<String>,
    /// How long the buckets are
    #[arg(long, value_name = "UNIT", default_value = "month")]
    every: Unit,
    /// Count what this speaker said (repeatable: several side by side)
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// How quotations match.
    #[command(flatten)]
    matching: Matching,
    /// Draw for many queries, one a line, or ID<TAB>QUERY (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
}

/// The lengths of buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Unit {
    /// A day
    Day,
    /// A week, from Monday on
    Week,
    /// A month
    Month,
    /// A year
    Year,
}

impl Unit {
    fn every(self) -> onrecord::Every {
        match self {
            Self::Day => onrecord::Every::Day,
            Self::Week => onrecord::Every::Week,
            Self::Month => onrecord::Every::Month,
            Self::Year => onrecord::Every::Year,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Timeline, common: &Common) -> Result<End> {
    let queries = ask::queries(&args.query, args.queries.as_deref(), common)?;
    let ready = ask::ready(&args.matching.within, common)?;
    let (matching, under, speakers) = (args.matching.clone(), ready.under.clone(), args.speaker.clone());
    let (every, as_json, style) = (args.every.every(), common.json, screen::style(common));
    batch::run(ready, queries, common, move |archive, query, out| {
        let start = Instant::now();
        let request = matching.request(&query.text, under.clone());
        let (buckets, results) = archive.timeline(&speakers, every, &request)?;
        if as_json {
            let asked = ask::asked(query, start);
            json::write_buckets(out, &buckets, asked)?;
            json::write_summary(out, &results, buckets.len(), asked)?;
        } else {
            out.extend_from_slice(ask::heading(query).unwrap_or_default().as_bytes());
            text::write_timeline(out, &buckets, every, &results, &style)?;
        }
        Ok(Answer { found: results.total > 0, notes: results.notes })
    })
}
