//! From results to bytes: one renderer a file. Nothing here prints: every renderer writes to a writer that it is given.

mod explanation;
mod export;
pub mod json;
mod paint;
mod points;
mod sanitize;
pub mod text;
mod wrap;

pub use export::{ExportFormat, Exporter, write_audit};
pub use paint::Style;
pub use points::CodePoints;
pub use sanitize::sanitize;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod json_tests;
