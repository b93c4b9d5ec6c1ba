//! What a run of indexing did: every file and every article is counted somewhere.

use crate::model::Skip;
use serde::{Deserialize, Serialize};

/// What became of the files and articles of a run. All counts but `files` and `bytes` are articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Files looked at.
    pub files: u64,
    /// Articles that are new in the index.
    pub indexed: u64,
    /// Articles whose content changed.
    pub updated: u64,
    /// Articles that are as they were.
    pub unchanged: u64,
    /// Articles that vanished from their source, or were removed by name.
    pub removed: u64,
    /// What was passed over, each with its reason.
    pub skipped: Vec<Skip>,
    /// What could not be read, each with its reason.
    pub failed: Vec<Skip>,
    /// Articles that the index holds now.
    pub articles: u64,
    /// Quotations that the index holds now.
    pub quotes: u64,
    /// What to look at though nothing failed: ids that several articles share.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// Bytes of the files read.
    pub bytes: u64,
    /// Whether the run was stopped before its end: what it did is kept, the next one goes on.
    #[serde(default)]
    pub interrupted: bool,
}

/// What a run would do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlannedState {
    /// Read it: it is not in the index.
    New,
    /// Read it again: its size or time is another.
    Changed,
    /// Remove its articles: it is not there any more, or left out.
    Gone,
}

impl PlannedState {
    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Gone => "gone",
        }
    }
}

/// A file that a run would read or remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFile {
    /// Its place under the path indexed; the whole path if it is gone.
    pub path: String,
    /// What would be done.
    pub state: PlannedState,
    /// How many articles of it the index holds.
    pub articles: u64,
}

/// What a run would do. Files are told by their places, as hits tell them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// Files that were looked at.
    pub files: u64,
    /// Articles of files that are as they were.
    pub unchanged: u64,
    /// The files that would be read, in the order in which they were found, then those whose articles would be removed.
    pub todo: Vec<PlannedFile>,
    /// What is passed over, each with its reason.
    pub skipped: Vec<Skip>,
    /// What could not be looked into.
    pub failed: Vec<Skip>,
    /// What to look at though nothing failed.
    pub warnings: Vec<String>,
}
