//! What a run would do: the report of a dry run.

use crate::archive::plan::Todo;
use crate::model::{Planned, PlannedFile, PlannedState};

/// Returns what a run would do.
pub(super) fn planned(todo: &Todo, warnings: Vec<String>) -> Planned {
    let read = todo.files.iter().zip(&todo.jobs).map(|(open, job)| PlannedFile {
        path: job.found.shown.clone(),
        state: if open.known { PlannedState::Changed } else { PlannedState::New },
        articles: open.old.len() as u64,
    });
    let gone = todo.vanished.iter().filter_map(|key| {
        let articles = todo.manifest.articles.get(key).map_or(0, |articles| articles.len() as u64);
        let path = todo.manifest.files.get(key)?.path.to_string();
        Some(PlannedFile { path, state: PlannedState::Gone, articles })
    });
    let mut gone: Vec<PlannedFile> = gone.collect();
    gone.sort_by(|a, b| a.path.cmp(&b.path));
    Planned {
        files: todo.report.files,
        unchanged: todo.report.unchanged,
        todo: read.chain(gone).collect(),
        skipped: todo.report.skipped.clone(),
        failed: todo.report.failed.clone(),
        warnings,
    }
}
