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
}
