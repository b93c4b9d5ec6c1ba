//! How far a run is, and what it found to do.

use crate::ingest;
use crate::model::Skip;

/// What a run is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Looking for files.
    #[default]
    Finding,
    /// Reading, annotating, writing.
    Reading,
    /// Bringing the index into order.
    Finishing,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Files done.
    pub files: u64,
    /// Files found.
    pub of_files: u64,
    /// Articles written.
    pub articles: u64,
    /// Bytes of the files done.
    pub bytes: u64,
    /// Bytes of the files found.
    pub of_bytes: u64,
}

/// What was found under the roots.
#[derive(Default)]
pub(super) struct Walked {
    /// The files.
    pub(super) files: Vec<ingest::Found>,
    /// What is no file to read.
    pub(super) skipped: Vec<Skip>,
    /// What could not be looked into, with its real path in words.
    pub(super) failed: Vec<(Skip, String)>,
}
