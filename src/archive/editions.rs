//! Of the versions of an item only the newest is in the index, in whatever order they come; none, if that takes the item back.
//!
//! Each file keeps which versions it holds. When a run ends all of them are laid side by side: what a later version supersedes
//! goes, and what none supersedes any more makes its file be read again.

use crate::index::{FileState, KeptEdition, Origin};
use crate::ingest::CANCELED;
use crate::model::{Edition, Skip};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// The files that hold versions of items, by their keys.
#[derive(Debug, Default)]
pub(super) struct Editions {
    files: BTreeMap<u64, FileState>,
}

/// What is to do for there to be one version of each item.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// The articles to take out: the key of each, the key of its file and its record, and why.
    pub(super) out: Vec<(u64, (u64, u32), Skip)>,
    /// The files whose state is another now.
    pub(super) states: Vec<FileState>,
    /// Some file must be read again.
    pub(super) again: bool,
}

impl Editions {
    /// Takes those of the files that are known.
    pub(super) fn new<'a>(files: impl Iterator<Item = &'a FileState>) -> Self {
        let files = files.filter(|file| !file.editions.is_empty()).map(|file| (file.key, file.clone())).collect();
        Self { files }
    }

    /// Returns the version that a record of a file was when it was last read.
    pub(super) fn of(&self, file: u64, record: u32) -> Option<KeptEdition> {
        let editions = self.of_file(file);
        let at = editions.binary_search_by_key(&record, |kept| kept.record).ok()?;
        editions.get(at).cloned()
    }

    /// Returns the versions that a file holds, in the order of its records.
    pub(super) fn of_file(&self, file: u64) -> &[KeptEdition] {
        self.files.get(&file).map_or(&[], |state| &state.editions)
    }

    /// A file was read: this is its state now.
    pub(super) fn read(&mut self, state: &FileState) {
        self.files.remove(&state.key);
        if !state.editions.is_empty() {
            self.files.insert(state.key, state.clone());
        }
    }

    /// A file is gone.
    pub(super) fn gone(&mut self, file: u64) {
        self.files.remove(&file);
    }

    /// Decides which versions are in the index. Whether anything changed is not asked: a run that was killed has not settled what
    /// it had committed.
    pub(super) fn settle(&mut self) -> Settled {
        let mut settled = Settled::default();
        let newest = self.newest();
        for state in self.files.values_mut() {
            let (mut changed, mut missing) = (false, false);
            for kept in state.editions.iter_mut().filter(|kept| !kept.canceled) {
                let newest = &newest[&kept.item];
                let reason = if newest.canceled && rank(newest) >= rank(kept) {
                    CANCELED.to_owned()
                } else if rank(newest) > rank(kept) {
                    "superseded by a later version of the item".to_owned()
                } else {
                    missing |= kept.out;
                    continue;
                };
                if kept.out {
                    continue;
                }
                (kept.out, changed) = (true, true);
                let skip = Skip { path: kept.path.clone(), record: Some(kept.record), reason, edition: None };
                state.skipped.push(skip.clone());
                let key = Origin::article_key(state.key, kept.record);
                settled.out.push((key, (state.key, kept.record), skip));
            }
            if missing {
                settled.again = true;
                let unread = FileState::unfinished(state.key, state.path.clone());
                settled.states.push(FileState { editions: state.editions.clone(), ..unread });
            } else if changed {
                settled.states.push(state.clone());
            }
        }
        settled
    }

    /// Returns the newest version of each item; of two that are equally new that which takes it back.
    fn newest(&self) -> FxHashMap<u64, KeptEdition> {
        let mut newest: FxHashMap<u64, KeptEdition> = FxHashMap::default();
        for kept in self.files.values().flat_map(|file| &file.editions) {
            let best = newest.entry(kept.item).or_insert_with(|| kept.clone());
            if (rank(kept), kept.canceled) > (rank(best), best.canceled) {
                *best = kept.clone();
            }
        }
        newest
    }
}

/// What orders versions: those without numbers have times.
fn rank(kept: &KeptEdition) -> (u64, i64) {
    (kept.number, kept.made)
}

/// Returns what a file keeps of the version of an item.
pub(super) fn kept(edition: &Edition, record: u32, path: &str) -> KeptEdition {
    let Edition { item, number, made, canceled } = edition;
    let (item, path) = (xxh3_64(item.as_bytes()), path.to_owned());
    KeptEdition { item, number: *number, made: *made, canceled: *canceled, record, path, out: false }
}

/// Records that this run wrote, and whether they were in the index before.
#[derive(Debug, Default)]
pub(super) struct Written {
    new: FxHashSet<(u64, u32)>,
    replaced: FxHashSet<(u64, u32)>,
}

impl Written {
    /// Notes a record of a file.
    pub(super) fn note(&mut self, at: (u64, u32), replaced: bool) {
        let set = if replaced { &mut self.replaced } else { &mut self.new };
        set.insert(at);
    }

    /// Returns whether a record was written in this run, and if so whether it was in the index before.
    pub(super) fn of(&self, at: (u64, u32)) -> Option<bool> {
        if self.new.contains(&at) { Some(false) } else { self.replaced.contains(&at).then_some(true) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(key: u64, versions: &[(u64, bool)]) -> FileState {
        let mut state = FileState::unfinished(key, "/a".into());
        let edition = |(number, canceled): (u64, bool)| Edition { item: "x".to_owned(), number, made: 0, canceled };
        state.editions = versions.iter().zip(0..).map(|(version, at)| kept(&edition(*version), at, "a")).collect();
        state
    }

    /// Returns the files and records that are left in the index.
    fn left(files: &[FileState]) -> Vec<(u64, u32)> {
        let mut editions = Editions::default();
        files.iter().for_each(|file| editions.read(file));
        let out: Vec<(u64, u32)> = editions.settle().out.into_iter().map(|(_, at, _)| at).collect();
        let all = files.iter().flat_map(|file| file.editions.iter().map(|kept| (file.key, kept)));
        let living = all.filter(|(key, kept)| !kept.canceled && !out.contains(&(*key, kept.record)));
        living.map(|(key, kept)| (key, kept.record)).collect()
    }

    #[test]
    fn the_newest_version_is_left_in_whatever_order_they_come() {
        let (first, second, third) =
            (file(1, &[(1, false)]), file(2, &[(3, false), (2, false)]), file(3, &[(2, false)]));
        for files in [[&first, &second, &third], [&third, &second, &first], [&second, &first, &third]] {
            assert_eq!(left(&files.map(Clone::clone)), [(2, 0)]);
        }
        let canceled = file(4, &[(4, true)]);
        assert_eq!(left(&[canceled.clone(), first.clone(), second.clone()]), []);
        // What comes after it was taken back is new.
        assert_eq!(left(&[canceled, first, file(5, &[(5, false)])]), [(5, 0)]);
        // The same version twice is kept twice, as equal ids are.
        assert_eq!(left(&[third.clone(), FileState { key: 9, ..third }]), [(3, 0), (9, 0)]);
    }

    #[test]
    fn what_nothing_supersedes_any_more_is_read_again() {
        let mut editions = Editions::default();
        editions.read(&file(1, &[(1, false)]));
        editions.read(&file(2, &[(2, false)]));
        assert_eq!(editions.settle().out.len(), 1);
        editions.gone(2);
        let settled = editions.settle();
        assert!(settled.again && settled.out.is_empty());
        assert_eq!(settled.states[0].bytes, u64::MAX, "no file looks like it");
    }
}
