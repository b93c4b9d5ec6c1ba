//! The writer's side of a run: what is known of each file, what came of it, when to commit.

use crate::archive::paths;
use crate::archive::pipeline::{Ended, FileJob, Made, Message};
use crate::archive::update::{Progress, Root, Stage, Walked};
use crate::error::Result;
use crate::index::{ArticleState, FileState, Manifest, Origin, Writer};
use crate::ingest::Found;
use crate::model::{Report, Skip};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// After how many bytes of text what is written is committed, so that a run cut short has not run for nothing.
const COMMIT_EVERY: u64 = 32 << 20;

/// Takes what comes of files, and writes it.
pub(super) struct Intake<'a> {
    writer: Writer,
    manifest: Manifest,
    files: Vec<Open>,
    seen: FxHashSet<u64>,
    /// Places that could not be looked into: what is known of them stays.
    unseen: Vec<String>,
    report: Report,
    uncommitted: u64,
    progress: Progress,
    show: &'a mut dyn FnMut(&Progress),
}

/// A file whose reading is under way.
struct Open {
    key: u64,
    path: Arc<str>,
    bytes: u64,
    changed: i64,
    /// It was in the index before.
    known: bool,
    /// The records that it had before and has not shown yet.
    old: FxHashMap<u32, ArticleState>,
    /// Messages about its records so far.
    messages: u64,
    ended: Option<Ended>,
    /// Something of it was written.
    written: bool,
    /// The whole of it could not be read, now or for good.
    cut: bool,
    skipped: Vec<Skip>,
    failed: Vec<Skip>,
    done: bool,
}

impl<'a> Intake<'a> {
    pub(super) fn new(writer: Writer, manifest: Manifest, show: &'a mut dyn FnMut(&Progress)) -> Self {
        Self {
            writer,
            manifest,
            files: Vec::new(),
            seen: FxHashSet::default(),
            unseen: Vec::new(),
            report: Report::default(),
            uncommitted: 0,
            progress: Progress { stage: Stage::Reading, ..Progress::default() },
            show,
        }
    }

    /// Counts the files that are as they were, and returns those that must be read.
    pub(super) fn plan(
        &mut self,
        roots: &[Root],
        sources: &[PathBuf],
        walked: Walked,
        rehash: bool,
    ) -> Result<Vec<FileJob>> {
        self.report.skipped.extend(walked.skipped);
        for (skip, at) in walked.failed {
            self.report.failed.push(skip);
            self.unseen.push(at);
        }
        let mut jobs = Vec::new();
        self.progress.of_files = walked.files.len() as u64;
        self.progress.of_bytes = walked.files.iter().map(|(found, _)| found.size).sum();
        for (found, root) in walked.files {
            self.report.files += 1;
            jobs.extend(self.plan_file(found, &roots[root], sources, rehash));
        }
        (self.show)(&self.progress);
        Ok(jobs)
    }

    fn plan_file(&mut self, mut found: Found, root: &Root, sources: &[PathBuf], rehash: bool) -> Option<FileJob> {
        // A file keeps the place that it has in the first source that holds it.
        let source = sources.iter().find(|source| found.path.starts_with(source)).unwrap_or(&root.path);
        found.shown = paths::shown(source, &found.path);
        let path: Arc<str> = paths::text(&found.path).into();
        let key = Origin::file_key(&path);
        if !self.seen.insert(key) {
            return None;
        }
        let (bytes, changed) = (found.size, i64::try_from(found.modified_ns).unwrap_or(i64::MAX));
        let known = self.manifest.files.get(&key);
        let same = known.is_some_and(|known| known.bytes == bytes && known.changed == changed);
        if let (Some(known), true) = (known, same && !rehash && !root.anew) {
            self.report.unchanged += self.manifest.articles.get(&key).map_or(0, |articles| articles.len() as u64);
            self.report.skipped.extend_from_slice(&known.skipped);
            self.report.failed.extend_from_slice(&known.failed);
            self.progress.files += 1;
            self.progress.bytes += bytes;
            return None;
        }
        let old = self.manifest.articles.get(&key).cloned().unwrap_or_default();
        let hash = known.filter(|known| known.bytes != u64::MAX && !root.anew).map(|known| known.hash);
        let hashes = old.iter().filter(|_| !root.anew).map(|article| (article.record, article.hash)).collect();
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
            done: false,
        });
        let number = self.files.len() - 1;
        Some(FileJob { number, found, path, key, how: Arc::clone(&root.how), hash, records: hashes })
    }

    /// Takes one message of the workers.
    pub(super) fn take(&mut self, message: Message) -> Result<()> {
        let number = match message {
            Message::Same(number) => return self.same(number),
            Message::SameRecord(number, record) => {
                self.report.unchanged += 1;
                self.files[number].old.remove(&record);
                number
            }
            Message::Article(number, made) => {
                self.article(number, *made)?;
                number
            }
            Message::Skipped(number, skip) => {
                self.files[number].skipped.push(skip);
                number
            }
            Message::Failed(number, skip) => {
                self.files[number].cut |= skip.record.is_none();
                self.files[number].failed.push(skip);
                number
            }
            Message::End(number, ended) => {
                self.files[number].ended = Some(ended);
                return self.end_if_whole(number);
            }
        };
        self.files[number].messages += 1;
        self.end_if_whole(number)
    }

    fn article(&mut self, number: usize, made: Made) -> Result<()> {
        let file = &mut self.files[number];
        let replace = file.old.remove(&made.record).is_some();
        file.written = true;
        *(if replace { &mut self.report.updated } else { &mut self.report.indexed }) += 1;
        self.uncommitted += made.bytes;
        self.progress.articles += 1;
        self.writer.put(made.group, replace)?;
        if self.progress.articles.is_multiple_of(64) {
            (self.show)(&self.progress);
        }
        if self.uncommitted >= COMMIT_EVERY {
            self.commit()?;
        }
        Ok(())
    }

    /// Commits in the middle. Files that are half written are noted as such, so that the next run reads them again even if
    /// this one ends here.
    fn commit(&mut self) -> Result<()> {
        for file in self.files.iter_mut().filter(|file| file.written && !file.done) {
            self.writer.put_file(&FileState::unfinished(file.key, Arc::clone(&file.path)), true)?;
            file.known = true;
        }
        self.uncommitted = 0;
        self.writer.commit()
    }

    /// A file whose content is as it was, though its time may not be.
    fn same(&mut self, number: usize) -> Result<()> {
        let file = &mut self.files[number];
        let Some(known) = self.manifest.files.get(&file.key) else { return Ok(()) };
        self.report.unchanged += file.old.len() as u64;
        self.report.skipped.extend_from_slice(&known.skipped);
        self.report.failed.extend_from_slice(&known.failed);
        file.done = true;
        if known.bytes != file.bytes || known.changed != file.changed {
            let state = FileState { bytes: file.bytes, changed: file.changed, ..known.clone() };
            self.writer.put_file(&state, true)?;
        }
        self.count_file(number);
        Ok(())
    }

    /// Ends a file when all messages about it have come.
    fn end_if_whole(&mut self, number: usize) -> Result<()> {
        let file = &mut self.files[number];
        let Some(ended) = file.ended.as_ref().filter(|ended| ended.messages == file.messages) else { return Ok(()) };
        file.done = true;
        self.report.bytes += file.bytes;
        if file.cut {
            // It is read again next time; what was known of it stays until then.
            self.report.unchanged += file.old.len() as u64;
            let unfinished = FileState::unfinished(file.key, Arc::clone(&file.path));
            if file.written || file.known {
                self.writer.put_file(&unfinished, file.known)?;
            }
        } else {
            for article in file.old.values() {
                self.writer.remove(article.key(file.key));
                self.report.removed += 1;
            }
            let state = FileState {
                key: file.key,
                path: Arc::clone(&file.path),
                bytes: file.bytes,
                changed: file.changed,
                hash: ended.hash,
                skipped: sorted(&file.skipped),
                failed: sorted(&file.failed),
            };
            self.writer.put_file(&state, file.known)?;
        }
        self.report.skipped.append(&mut file.skipped);
        self.report.failed.append(&mut file.failed);
        file.old = FxHashMap::default();
        self.count_file(number);
        Ok(())
    }

    fn count_file(&mut self, number: usize) {
        self.progress.files += 1;
        self.progress.bytes += self.files[number].bytes;
        (self.show)(&self.progress);
    }

    /// Removes what vanished from under the roots, commits, and ends.
    pub(super) fn finish(mut self, roots: &[Root]) -> Result<Report> {
        let roots: Vec<String> = roots.iter().map(|root| paths::text(&root.path)).collect();
        let vanished = |file: &&FileState| {
            !self.seen.contains(&file.key)
                && roots.iter().any(|root| paths::is_under(&file.path, root))
                && !self.unseen.iter().any(|place| paths::is_under(&file.path, place))
        };
        for file in self.manifest.files.values().filter(vanished) {
            for article in self.manifest.articles.get(&file.key).into_iter().flatten() {
                self.writer.remove(article.key(file.key));
                self.report.removed += 1;
            }
            self.writer.forget_file(file.key);
        }
        self.progress.stage = Stage::Finishing;
        (self.show)(&self.progress);
        self.writer.finish()?;
        Ok(self.report)
    }
}

fn sorted(skips: &[Skip]) -> Vec<Skip> {
    let mut skips = skips.to_vec();
    skips.sort_by(|a, b| (a.record, &a.reason).cmp(&(b.record, &b.reason)));
    skips
}
