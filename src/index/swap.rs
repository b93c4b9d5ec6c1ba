//! Putting a new index in place of an old one: files first, then the list of them, in one step.

use crate::error::{Error, ErrorKind, Result};
use crate::index::{engine_error, open_directory};
use std::collections::BTreeSet;
use std::path::Path;
use tantivy::TantivyError;
use tantivy::directory::{Directory, DirectoryLock, INDEX_WRITER_LOCK, META_LOCK};

/// The engine's list of the files of the last commit.
const META: &str = "meta.json";

/// The engine's list of the files that it may delete.
const MANAGED: &str = ".managed.json";

/// Takes the writer's lock of the index in `dir`, whatever its version.
pub(crate) fn lock(dir: &Path) -> Result<DirectoryLock> {
    lock_of(dir, &INDEX_WRITER_LOCK)
}

fn lock_of(dir: &Path, lock: &tantivy::directory::Lock) -> Result<DirectoryLock> {
    let failed = |err| engine_error(dir, &TantivyError::LockFailure(err, None));
    open_directory(dir)?.acquire_lock(lock).map_err(failed)
}

/// Moves the index in `fresh` to `dir`, where an old one is. The names of the engine's files are never the same in two
/// indexes, so they stand side by side until the list of the last commit is replaced, which is one step.
pub(crate) fn swap(fresh: &Path, dir: &Path) -> Result<()> {
    let new = files(fresh)?;
    let both: BTreeSet<String> = new.iter().chain(&files(dir)?).cloned().collect();
    // A run cut short here leaves files that the next commit knows to delete.
    write_list(dir, &both)?;
    for name in &new {
        std::fs::rename(fresh.join(name), dir.join(name)).map_err(|err| Error::io(&fresh.join(name), &err))?;
    }
    sync(dir)?;
    let held = lock_of(dir, &META_LOCK)?;
    std::fs::rename(fresh.join(META), dir.join(META)).map_err(|err| Error::io(&dir.join(META), &err))?;
    sync(dir)?;
    for name in both.difference(&new) {
        // Readers that have the file open keep it.
        drop(std::fs::remove_file(dir.join(name)));
    }
    drop(held);
    write_list(dir, &new)?;
    std::fs::remove_dir_all(fresh).map_err(|err| Error::io(fresh, &err))
}

/// Returns the names of the engine's files in `dir`.
fn files(dir: &Path) -> Result<BTreeSet<String>> {
    let entries = std::fs::read_dir(dir).map_err(|err| Error::io(dir, &err))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.filter(|name| is_segment_file(name)).collect())
}

/// Returns whether a file is a part of a segment: named by 32 hexadecimal digits.
fn is_segment_file(name: &str) -> bool {
    name.split_once('.').is_some_and(|(id, _)| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn write_list(dir: &Path, names: &BTreeSet<String>) -> Result<()> {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.push(META);
    let json = serde_json::to_vec(&names).map_err(|err| Error::new(ErrorKind::Other, err.to_string()))?;
    open_directory(dir)?.atomic_write(Path::new(MANAGED), &json).map_err(|err| Error::io(&dir.join(MANAGED), &err))
}

fn sync(dir: &Path) -> Result<()> {
    open_directory(dir)?.sync_directory().map_err(|err| Error::io(dir, &err))
}
