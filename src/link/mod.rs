//! Across articles: which local names are one speaker.
//!
//! Articles keep what they say themselves; this table is made of all their names whenever the index or the alias file
//! changes. It is a function of the set of names alone: the order of indexing never matters.

mod aliases;
mod forms;
mod join;
mod table;

pub(crate) use aliases::Aliases;
pub(crate) use table::{Linked, Speakers};
