//! What a run looks at: all files under some roots, or those of a list.

use crate::archive::{INDEX_MARKER, paths};
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::{self, Found};
use crate::model::Skip;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Component, Path, PathBuf};

/// What was found where a run looked.
#[derive(Default)]
pub(super) struct Walked {
    /// The files.
    pub(super) files: Vec<Found>,
    /// What is no file to read.
    pub(super) skipped: Vec<Skip>,
    /// What could not be looked into, with its real path in words.
    pub(super) failed: Vec<(Skip, String)>,
    /// The places that were looked at, in words: what is known there and was not found has vanished.
    looked: FxHashSet<String>,
    seen: FxHashSet<PathBuf>,
}

impl Walked {
    /// Finds the files under the roots. Files under two roots count once.
    pub(super) fn under(roots: &[PathBuf]) -> Result<Self> {
        let mut walked = Self::default();
        for root in roots {
            walked.looked.insert(trimmed(paths::text(root)));
            walked.folder(root, root)?;
        }
        Ok(walked)
    }

    /// Finds the files that `names` lists, which lie under `root`; a folder means all under it.
    pub(super) fn listed(root: &Path, names: &[PathBuf]) -> Result<Self> {
        let mut walked = Self::default();
        let mut indexes = FxHashMap::default();
        for name in names {
            let path = resolved(&root.join(name));
            let shown = paths::shown(root, &path);
            let fail =
                |reason: &str| Skip { path: shown.clone(), record: None, reason: reason.to_owned(), edition: None };
            let Ok(relative) = path.strip_prefix(root) else {
                let outside =
                    Skip { path: paths::text(name), ..fail("listed, but not under the path that is indexed") };
                walked.failed.push((outside, paths::text(&path)));
                continue;
            };
            let hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().first() == Some(&b'.');
            if relative.components().any(hidden) {
                walked.skipped.push(fail(ingest::HIDDEN_FILE));
            } else if !in_index(root, &path, &mut indexes) {
                walked.looked.insert(paths::text(&path));
                match std::fs::metadata(&path) {
                    Ok(_) => walked.folder(&path, root)?,
                    Err(err) if err.kind() == std::io::ErrorKind::NotFound => {}
                    Err(err) => walked.failed.push((fail(&err.to_string()), paths::text(&path))),
                }
            }
        }
        Ok(walked)
    }

    /// Returns whether what is known of the file at `path`, in words, was looked for.
    pub(super) fn looked_for(&self, path: &str) -> bool {
        let ends = path.char_indices().filter(|&(_, c)| c == '/').map(|(i, _)| i);
        let above = ends.map(|end| &path[..end]).chain([path]);
        let blocked = |place: &str| paths::is_under(path, place);
        above.into_iter().any(|place| self.looked.contains(place)) && !self.failed.iter().any(|(_, p)| blocked(p))
    }

    /// Adds the files under `folder`, told from `root`.
    fn folder(&mut self, folder: &Path, root: &Path) -> Result<()> {
        let base = if folder == root { String::new() } else { paths::shown(root, folder) + "/" };
        let told = |skip: Skip| Skip { path: format!("{base}{}", skip.path), ..skip };
        for entry in ingest::walk(folder, INDEX_MARKER)? {
            match entry {
                Ok(found) => {
                    if self.seen.insert(found.path.clone()) {
                        let shown = paths::shown(root, &found.path);
                        self.files.push(Found { shown, ..found });
                    }
                }
                Err(skip) if ingest::is_no_file(&skip) => self.skipped.push(told(skip)),
                Err(skip) => {
                    let at = format!("{}/{}", trimmed(paths::text(folder)), skip.path);
                    self.failed.push((told(skip), at));
                }
            }
        }
        Ok(())
    }
}

/// A path in words, without a slash at its end.
fn trimmed(path: String) -> String {
    path.strip_suffix('/').map_or_else(|| path.clone(), str::to_owned)
}

/// Returns `path` without `.` and `..`; links stay, as a walk leaves them.
fn resolved(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// Returns whether `path` lies in an index directory under `root`; walks pass over these.
fn in_index(root: &Path, path: &Path, known: &mut FxHashMap<PathBuf, bool>) -> bool {
    let folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(root) && *folder != root);
    folders
        .into_iter()
        .any(|folder| *known.entry(folder.to_owned()).or_insert_with_key(|folder| folder.join(INDEX_MARKER).is_file()))
}

/// Returns the one root that a list is told from.
pub(super) fn root_of_list(roots: &[PathBuf]) -> Result<&Path> {
    match roots {
        [root] if root.is_dir() => Ok(root),
        [root] => Err(Error::new(ErrorKind::Input, "a list of files needs the folder that they are in").at(root)),
        _ => Err(Error::new(ErrorKind::Input, "a list of files needs one folder that they are all in")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_told_from_its_root() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        for folder in ["b", "b/.git", "index"] {
            std::fs::create_dir(root.join(folder)).unwrap();
        }
        for file in ["a.txt", "b/c.txt", "b/d.txt", "b/.git/x.txt", "index/.managed.json", "index/x.txt"] {
            std::fs::write(root.join(file), "x").unwrap();
        }
        let names = ["a.txt", "./b/../b/c.txt", "b", "gone.txt", "../out.txt", "b/.git/x.txt", "index/x.txt"];
        let walked = Walked::listed(&root, &names.map(PathBuf::from)).unwrap();
        let shown: Vec<&str> = walked.files.iter().map(|f| f.shown.as_str()).collect();
        assert_eq!(shown, ["a.txt", "b/c.txt", "b/d.txt"]);
        let at = |name: &str| paths::text(&root.join(name));
        assert!(walked.looked_for(&at("gone.txt")) && walked.looked_for(&at("b/old.txt")));
        assert!(!walked.looked_for(&at("other.txt")) && !walked.looked_for(&at("index/x.txt")));
        let failed: Vec<&str> = walked.failed.iter().map(|(skip, _)| skip.path.as_str()).collect();
        assert_eq!(failed, ["../out.txt"]);
        assert_eq!(walked.skipped.iter().map(|s| s.path.as_str()).collect::<Vec<_>>(), ["b/.git", "b/.git/x.txt"]);
    }

    #[test]
    fn a_root_looks_for_all_under_it() {
        let dir = tempfile::tempdir().unwrap();
        let walked = Walked::under(&[dir.path().to_owned()]).unwrap();
        let root = paths::text(dir.path());
        assert!(walked.looked_for(&format!("{root}/a/b.txt")) && !walked.looked_for(&format!("{root}x/b.txt")));
    }
}
