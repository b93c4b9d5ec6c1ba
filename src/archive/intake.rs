//! The writer's side of a run: what is known of each file, what came of it, when to commit.

use crate::archive::editions::{self, Editions, Written};
use crate::archive::pipeline::{FileJob, Made, Message};
use crate::archive::plan::{Open, Todo};
use crate::archive::progress::{Progress, Stage};
use crate::error::Result;
use crate::index::{FileState, KeptEdition, Manifest, Writer};
use crate::model::{Report, Skip};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// After how many bytes of text what is written is committed, so that a run cut short has not run for nothing.
const COMMIT_EVERY: u64 = 64 << 20;

/// Takes what comes of files, and writes it.
pub(super) struct Intake<'a> {
    writer: Writer,
    manifest: Manifest,
    files: Vec<Open>,
    /// The keys of the files that vanished.
    vanished: Vec<u64>,
    /// The keys of the files that were looked at.
    seen: FxHashSet<u64>,
    editions: Editions,
    written: Written,
    report: Report,
    uncommitted: u64,
    progress: Progress,
    show: &'a mut dyn FnMut(&Progress),
}

impl<'a> Intake<'a> {
    /// Returns what takes in `todo`, and the files for the workers.
    pub(super) fn new(writer: Writer, todo: Todo, show: &'a mut dyn FnMut(&Progress)) -> (Self, Vec<FileJob>) {
        let Todo { manifest, files, jobs, vanished, report, progress, seen } = todo;
        show(&progress);
        let (editions, written) = (Editions::new(manifest.files.values()), Written::default());
        (
            Self { writer, manifest, files, vanished, seen, editions, written, report, uncommitted: 0, progress, show },
            jobs,
        )
    }

    /// Takes one message of the workers.
    pub(super) fn take(&mut self, message: Message) -> Result<()> {
        let number = match message {
            Message::Same(number) => return self.same(number),
            Message::SameRecord(number, record) => {
                self.report.unchanged += 1;
                let file = &mut self.files[number];
                file.old.remove(&record);
                file.editions.extend(self.editions.of(file.key, record));
                number
            }
            Message::Article(number, made) => {
                self.article(number, *made)?;
                number
            }
            Message::Skipped(number, mut skip) => {
                let edition = skip.edition.take();
                let kept = edition.map(|edition| editions::kept(&edition, skip.record.unwrap_or(0), &skip.path));
                self.files[number].editions.extend(kept);
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
        if let Some(edition) = &made.edition {
            file.editions.push(editions::kept(edition, made.record, &made.path));
            self.written.note((file.key, made.record), replace);
        }
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
            let state = unfinished(file, &self.editions);
            self.writer.put_file(&state, true)?;
            self.editions.read(&state);
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
            let state = unfinished(file, &self.editions);
            if file.written || file.known || !state.editions.is_empty() {
                self.writer.put_file(&state, file.known)?;
                self.editions.read(&state);
                file.known = true;
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
                editions: sorted_editions(&mut file.editions),
            };
            self.editions.read(&state);
            self.writer.put_file(&state, file.known)?;
            file.known = true;
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

    /// Commits what is done, and ends: the next run goes on from there.
    pub(super) fn interrupt(mut self) -> Result<Report> {
        self.progress.stage = Stage::Finishing;
        (self.show)(&self.progress);
        self.report.interrupted = true;
        self.commit()?;
        // What must be read again for it is noted as unread, so that the next run does.
        self.settle()?;
        self.writer.finish()?;
        Ok(self.report)
    }

    /// Leaves one version of each item; returns whether files must be read again for it.
    fn settle(&mut self) -> Result<bool> {
        let settled = self.editions.settle();
        for (key, at, skip) in settled.out {
            self.writer.remove(key);
            let (replaced, report) = (self.written.of(at), &mut self.report);
            // It is counted once: among what was skipped.
            let counted = match replaced {
                Some(false) => &mut report.indexed,
                Some(true) => &mut report.updated,
                None => &mut report.unchanged,
            };
            if replaced.is_some() || self.seen.contains(&at.0) {
                *counted = counted.saturating_sub(1);
            }
            report.removed += u64::from(replaced != Some(false));
            report.skipped.push(skip);
        }
        for state in &settled.states {
            self.writer.put_file(state, true)?;
        }
        Ok(settled.again)
    }

    /// Removes what vanished, commits, and ends; returns whether something must be read again.
    pub(super) fn finish(mut self) -> Result<(Report, bool)> {
        for file in &self.vanished {
            for article in self.manifest.articles.get(file).into_iter().flatten() {
                self.writer.remove(article.key(*file));
                self.report.removed += 1;
            }
            self.writer.forget_file(*file);
            self.editions.gone(*file);
        }
        let again = self.settle()?;
        self.progress.stage = Stage::Finishing;
        (self.show)(&self.progress);
        self.writer.finish()?;
        Ok((self.report, again))
    }
}

/// Returns the state of a file that is not read to its end: the versions that were read, and those that were known of what was
/// not. Its records are in the index, and what is known of them must not be forgotten.
fn unfinished(file: &Open, known: &Editions) -> FileState {
    let stays = |kept: &&KeptEdition| kept.out || kept.canceled || file.old.contains_key(&kept.record);
    let before = known.of_file(file.key).iter().filter(stays);
    let editions: BTreeMap<u32, KeptEdition> =
        before.chain(&file.editions).map(|kept| (kept.record, kept.clone())).collect();
    FileState { editions: editions.into_values().collect(), ..FileState::unfinished(file.key, Arc::clone(&file.path)) }
}

fn sorted_editions(editions: &mut Vec<KeptEdition>) -> Vec<KeptEdition> {
    editions.sort_by_key(|kept| kept.record);
    std::mem::take(editions)
}

fn sorted(skips: &[Skip]) -> Vec<Skip> {
    let mut skips = skips.to_vec();
    skips.sort_by(|a, b| (a.record, &a.reason).cmp(&(b.record, &b.reason)));
    skips
}
