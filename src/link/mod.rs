//! Across articles: which local names are one speaker, and what is a copy of what.
//!
//! Articles keep what they say themselves; this table is made of all their names whenever the index or the alias file
//! changes. It is a function of the set of names alone: the order of indexing never matters. What the alias file says goes
//! before every rule; then the rules follow, the surest first, and each decision is kept with its reason.

mod aliases;
mod bodies;
mod book;
mod copies;
mod edit;
#[cfg(test)]
mod fixture;
mod forms;
mod given;
mod join;
mod names;
mod person;
mod roles;
mod sets;
mod spelling;
mod surnames;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use aliases::{Aliases, says_something};
pub(crate) use book::Book;
pub(crate) use copies::{ArticlePrint, Clusters, QuotePrint, leads, prints, quote_leads};
pub use edit::SpeakerEdit;
pub(crate) use edit::{Editing, Refusal};
pub(crate) use table::{Linked, Speakers};
