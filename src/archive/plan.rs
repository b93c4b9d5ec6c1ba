//! What a run has to do: which files must be read, which are as they were, which vanished.

use crate::archive::paths;
use crate::archive::pipeline::{Ended, FileJob};
use crate::archive::progress::{Progress, Stage};
use crate::archive::sources::Sources;
use crate::archive::walked::Walked;
use crate::index::{ArticleState, FileState, KeptEdition, Manifest, Origin};
use crate::ingest::Found;
use crate::model::{Report, Skip};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What a run has to do. Making it writes nothing and needs no lock.
pub(super) struct Todo {
    pub(super) manifest: Manifest,
    /// The files that must be read, each with what is known of it.
    pub(super) files: Vec<Open>,
    /// The same files, for the workers.
    pub(super) jobs: Vec<FileJob>,
    /// The keys of the files that vanished, in order.
    pub(super) vanished: Vec<u64>,
    /// What is certain already.
    pub(super) report: Report,
    pub(super) progress: Progress,
    /// The keys of the files that were looked at.
    pub(super) seen: FxHashSet<u64>,
}

/// A file whose reading is under way.
pub(super) struct Open {
    pub(super) key: u64,
    pub(super) path: Arc<str>,
    pub(super) bytes: u64,
    pub(super) changed: i64,
    /// It was in the index before.
    pub(super) known: bool,
    /// The records that it had before and has not shown yet.
    pub(super) old: FxHashMap<u32, ArticleState>,
    /// Messages about its records so far.
    pub(super) messages: u64,
    pub(super) ended: Option<Ended>,
    /// Something of it was written.
    pub(super) written: bool,
    /// The whole of it could not be read, now or for good.
    pub(super) cut: bool,
    pub(super) skipped: Vec<Skip>,
    pub(super) failed: Vec<Skip>,
    /// The versions of items in it.
    pub(super) editions: Vec<KeptEdition>,
    pub(super) done: bool,
}

impl Todo {
    /// Compares what was found with what is known.
    pub(super) fn new(manifest: Manifest, sources: &Sources, walked: &Walked, rehash: bool) -> Self {
        let report = Report { skipped: walked.skipped.clone(), ..Report::default() };
        let progress = Progress {
            stage: Stage::Reading,
            of_files: walked.files.len() as u64,
            of_bytes: walked.files.iter().map(|found| found.size).sum(),
            ..Progress::default()
        };
        let (files, jobs, vanished, seen) = Default::default();
        let mut todo = Self { manifest, files, jobs, vanished, report, progress, seen };
        todo.report.failed = walked.failed.iter().map(|(skip, _)| skip.clone()).collect();
        for found in &walked.files {
            todo.report.files += 1;
            todo.add(found.clone(), sources, rehash);
        }
        todo.find_vanished(walked);
        todo
    }

    /// Returns whether everything is as it was.
    pub(super) fn is_empty(&self) -> bool {
        self.jobs.is_empty() && self.vanished.is_empty()
    }

    fn add(&mut self, mut found: Found, sources: &Sources, rehash: bool) {
        let Some(reading) = sources.nearest(&found.path) else { return };
        // A file keeps the place that it has in the first source that holds it.
        if let Some(base) = sources.base(&found.path) {
            found.shown = paths::shown(base, &found.path);
        }
        if let Some(pattern) = reading.excluded(&found.path) {
            let reason = format!("excluded by `{pattern}`");
            self.report.skipped.push(Skip { path: found.shown, record: None, reason, edition: None });
            self.progress.files += 1;
            self.progress.bytes += found.size;
            return;
        }
        let path: Arc<str> = paths::text(&found.path).into();
        let key = Origin::file_key(&path);
        if !self.seen.insert(key) {
            return;
        }
        let (bytes, changed) = (found.size, i64::try_from(found.modified_ns).unwrap_or(i64::MAX));
        let known = self.manifest.files.get(&key);
        let same = known.is_some_and(|known| known.bytes == bytes && known.changed == changed);
        if let (Some(known), true) = (known, same && !rehash && !reading.anew) {
            self.report.unchanged += self.manifest.articles.get(&key).map_or(0, |articles| articles.len() as u64);
            self.report.skipped.extend_from_slice(&known.skipped);
            self.report.failed.extend_from_slice(&known.failed);
            self.progress.files += 1;
            self.progress.bytes += bytes;
            return;
        }
        let old = self.manifest.articles.get(&key).cloned().unwrap_or_default();
        let hash = known.filter(|known| known.bytes != u64::MAX && !reading.anew).map(|known| known.hash);
        let records = old.iter().filter(|_| !reading.anew).map(|article| (article.record, article.hash)).collect();
        self.files.push(Open {
            key,
            path: Arc::clone(&path),
            bytes,
            changed,
            known: known.is_some(),
            old: old.into_iter().map(|article| (article.record, article)).collect(),
            messages: 0,
            ended: None,
            written: false,
            cut: false,
            skipped: Vec::new(),
            failed: Vec::new(),
            editions: Vec::new(),
            done: false,
        });
        let number = self.files.len() - 1;
        self.jobs.push(FileJob { number, found, path, key, how: Arc::clone(&reading.how), hash, records });
    }

    /// Finds what is known where was looked, and was not found there. Of places that could not be looked into everything stays.
    fn find_vanished(&mut self, walked: &Walked) {
        let vanished = |file: &&FileState| !self.seen.contains(&file.key) && walked.looked_for(&file.path);
        self.vanished = self.manifest.files.values().filter(vanished).map(|file| file.key).collect();
        self.vanished.sort_unstable();
    }
}
