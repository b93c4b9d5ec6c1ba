//! How far a run is, and how it is stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Stops a run from another thread: what is done is committed, and the report says that it was interrupted. Clones stop the
/// same run.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Stops the run.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Returns whether the run is to stop.
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

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
