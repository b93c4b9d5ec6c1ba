//! The plain data that stages pass on: articles, spans, quotations, speakers. No I/O, no logic of any stage.

mod article;
mod date;
mod edition;
mod explanation;
mod offsets;
mod prints;
mod quote;
mod report;
mod span;

pub use article::{Article, Skip, Warning};
pub use date::{Date, FoundDate, Precision};
pub use edition::Edition;
pub use explanation::{Explanation, ReportChoice, SpeakerChoice, Weighed};
pub use offsets::OffsetMap;
pub(crate) use prints::Prints;
pub(crate) use quote::Voice;
pub use quote::{Annotated, Annotations, Candidate, Kind, NameJoin, Quote, Speaker, SpeakerKind};
pub use report::{Planned, PlannedFile, PlannedState, Report};
pub use span::Span;
