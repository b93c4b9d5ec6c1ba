//! From the query language to ranked passages.

mod plan;
mod request;
mod result;

pub use plan::{Filter, Node, PhraseWord, Target};
pub use request::{By, Request, Sort};
pub use result::{Hit, Results, Searched, SpeakerRow, Unit, Wording};
