//! Who said what, where, when, in which exact words: quotation search over a folder of news.
//!
//! An [`Archive`] is an index directory: [`Archive::update`] reads articles into it, [`Archive::search`] answers with
//! passages, each attributed and traceable to its place.
//!
//! ```
//! use onrecord::{Archive, OpenOptions, Request, UpdateOptions};
//!
//! # fn main() -> onrecord::Result<()> {
//! # let scratch = tempfile::tempdir().unwrap();
//! # let dir = scratch.path();
//! let archive = Archive::open(&dir.join("index"), OpenOptions::default())?;
//! archive.update(&["corpus".into()], &UpdateOptions::default(), &mut |_| {})?;
//! let request = Request { query: "speaker:brandvold weir".into(), ..Request::default() };
//! let results = archive.search(&request)?;
//! let hit = &results.hits[0];
//! assert_eq!(hit.speaker.as_deref(), Some("Ilse Brandvold"));
//! assert!(hit.span.of(&hit.article.article.text).contains("weir"));
//! # Ok(())
//! # }
//! ```
//!
//! [`annotate()`] finds the quotations of one text and who speaks, with no index. Spans are bytes; JSON counts code
//! points. The stages and their order: `ingest` ([`read_file`], [`plain_text`]), [`annotate()`], index, query
//! ([`Request`], [`Results`]), [`output`].

mod annotate;
mod archive;
mod error;
mod index;
mod ingest;
mod link;
mod model;
pub mod output;
mod query;
mod text;

pub use annotate::{annotate, explain};
pub use archive::{Alert, Archive, ExportOptions, OpenOptions, Progress, Stage, Stop, UpdateOptions};
pub use error::{Error, ErrorKind, Result};
pub use ingest::{
    Found, Limits as ReadLimits, Options as ReadOptions, Outcome, plain_text, read_bytes, read_file, read_json_lines,
    read_text, walk,
};
pub use link::SpeakerEdit;
pub use model::{
    Annotated, Annotations, Article, Candidate, Date, Edition, Explanation, FoundDate, Kind, NameJoin, OffsetMap,
    Planned, PlannedFile, PlannedState, Precision, Quote, Report, ReportChoice, Skip, Span, Speaker, SpeakerChoice,
    SpeakerKind, Warning, Weighed,
};
pub use query::{
    Axis, Bucket, By, Claim, Cluster, Credit, DiffOp, DiffPart, Every, Expr, ExprKind, Hit, NameField, Pattern,
    QueryError, Request, Results, Sample, ScoreParts, Searched, ShareRow, Sort, SpeakerChange, SpeakerCount,
    SpeakerRow, Stats, Target, Unit, Verdict, VerdictCounts, VerdictRule, Verification, Within, Wording, parse,
    parse_lenient,
};

/// Learning the weights of the annotator from gold data.
#[cfg(feature = "train")]
pub mod training {
    pub use crate::annotate::train::*;
}
