//! What databases and other programs export: many articles in one file, each with its own fields.

pub(super) mod factiva;
pub(super) mod wxr;
