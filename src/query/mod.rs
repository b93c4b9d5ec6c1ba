//! From the query language to ranked passages.

mod ast;
mod context;
mod copies;
mod error;
mod leaf;
mod lex;
mod marks;
mod matcher;
mod nearest;
mod parse;
mod plan;
mod reader;
mod request;
mod resolve;
mod result;
mod retrieve;
mod search;
mod share;
mod timeline;
mod values;
mod verify;

pub use ast::{Expr, ExprKind, NameField, Pattern, Within};
pub use error::QueryError;
pub use parse::{parse, parse_lenient};
pub use plan::Target;
pub use request::{By, Request, Sort};
pub use result::{
    Cluster, Hit, Results, ScoreParts, Searched, SpeakerChange, SpeakerCount, SpeakerRow, Stats, Unit, Wording,
};
pub use verify::{Claim, Credit, DiffOp, DiffPart, Verdict, VerdictCounts, VerdictRule, Verification};

pub(crate) use context::context;
pub(crate) use copies::Copies;
pub(crate) use leaf::said_phrase;
pub(crate) use matcher::{MatchOptions, Matcher, UnitText};
pub(crate) use nearest::{nearest, nearness};
pub(crate) use plan::{Filter, Node, PhraseWord, Plan};
pub(crate) use resolve::{Members, Names, ResolveOptions, resolve, resolve_said};
pub(crate) use result::{hit_id, title_id};
pub(crate) use retrieve::{Found, HALF, LiesIn, Place, Records, Retrieve, Scope, Scored};
pub use search::Sample;
pub(crate) use search::{Listing, quotation_hits, quotations, search, search_all, searched};
pub use share::{Axis, ShareRow};
pub use timeline::{Bucket, Every};
pub(crate) use timeline::{Series, buckets};
pub(crate) use verify::{Question, verify};

#[cfg(test)]
mod tests;
