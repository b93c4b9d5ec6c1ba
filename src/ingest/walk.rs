//! Finding files: in one order, every one accounted for.

use crate::error::{Error, ErrorKind, Result};
use crate::model::Skip;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use walkdir::{DirEntry, WalkDir};

/// A file that may hold articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where the file is, as the root of the walk was given.
    pub path: PathBuf,
    /// The path relative to the root, with `/`; what is not readable as `\xNN`. For a file given directly, its name.
    pub shown: String,
    /// The size in bytes.
    pub size: u64,
    /// When the file was last changed, in nanoseconds since 1970; 0 if the system does not say.
    pub modified_ns: i128,
}

/// Why a folder whose name begins with a dot is not looked into.
const HIDDEN_FOLDER: &str = "hidden folder";

/// Why a file whose name begins with a dot is not read.
pub(crate) const HIDDEN_FILE: &str = "hidden file";

/// Why a socket or a device is not read.
const IRREGULAR: &str = "not a regular file";

/// Returns the files under `root` (or `root` itself, if it is a file), in order of their names.
///
/// Links to files and directories are followed; a link that leads back up is a failure. Hidden files and hidden
/// directories (`.git`) are skipped with a reason; directories that hold a file called `index_marker` are passed over.
/// What cannot be read comes as a [`Skip`].
///
/// # Errors
///
/// `root` does not exist, cannot be read, or is an index directory.
pub fn walk(root: &Path, index_marker: &str) -> Result<impl Iterator<Item = std::result::Result<Found, Skip>> + use<>> {
    let about = std::fs::metadata(root).map_err(|err| Error::io(root, &err))?;
    if about.is_dir() {
        std::fs::read_dir(root).map_err(|err| Error::io(root, &err))?;
    } else if !about.is_file() {
        return Err(Error::new(ErrorKind::Input, "neither a file nor a directory").at(root));
    }
    if root.join(index_marker).is_file() {
        let reason = "this is an index directory, not a folder of articles";
        return Err(Error::new(ErrorKind::Input, reason).at(root));
    }
    let (base, marker) = (root.to_owned(), index_marker.to_owned());
    let mut entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    Ok(std::iter::from_fn(move || {
        loop {
            match entries.next()? {
                Err(err) => return Some(Err(unreadable(&base, &err))),
                Ok(entry) if !entry.file_type().is_dir() => return Some(found(&base, &entry)),
                Ok(entry) if entry.depth() == 0 => {}
                Ok(entry) if is_hidden(entry.file_name()) => {
                    entries.skip_current_dir();
                    let path = shown(&base, entry.path());
                    return Some(Err(Skip { path, record: None, reason: HIDDEN_FOLDER.to_owned(), edition: None }));
                }
                Ok(entry) if entry.path().join(&marker).is_file() => entries.skip_current_dir(),
                Ok(_) => {}
            }
        }
    }))
}

/// Returns whether a walk passed over something that is no article file, and nothing failed.
pub(crate) fn is_no_file(skip: &Skip) -> bool {
    [HIDDEN_FOLDER, HIDDEN_FILE, IRREGULAR].contains(&skip.reason.as_str())
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

fn found(base: &Path, entry: &DirEntry) -> std::result::Result<Found, Skip> {
    let shown = shown(base, entry.path());
    let skip = |reason: String| Skip { path: shown.clone(), record: None, reason, edition: None };
    if entry.depth() > 0 && is_hidden(entry.file_name()) {
        return Err(skip(HIDDEN_FILE.to_owned()));
    }
    let about = entry.metadata().map_err(|err| skip(err.to_string()))?;
    if !about.is_file() {
        return Err(skip(IRREGULAR.to_owned()));
    }
    let modified_ns = about.modified().ok().map_or(0, |time| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
        Err(before) => -i128::try_from(before.duration().as_nanos()).unwrap_or(i128::MAX),
    });
    Ok(Found { path: entry.path().to_owned(), shown, size: about.len(), modified_ns })
}

fn unreadable(base: &Path, err: &walkdir::Error) -> Skip {
    let path = err.path().map(|path| shown(base, path)).unwrap_or_default();
    let reason = match (err.loop_ancestor(), err.io_error()) {
        (Some(_), _) => "a link that leads back to its own directory".to_owned(),
        (_, Some(io)) => io.to_string(),
        _ => err.to_string(),
    };
    Skip { path, record: None, reason, edition: None }
}

/// Returns `path` relative to `base`, readable; the file name if they are the same.
fn shown(base: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(base).ok().filter(|rest| !rest.as_os_str().is_empty());
    match (relative, path.file_name()) {
        (Some(rest), _) => rest.iter().map(readable).collect::<Vec<_>>().join("/"),
        (None, Some(name)) => readable(name),
        (None, None) => path.display().to_string(),
    }
}

/// Returns `name` with every byte that is not UTF-8, every control character, and the backslash that such escapes begin
/// with, as `\xNN`: two different names never read the same.
pub(crate) fn readable(name: &OsStr) -> String {
    readable_bytes(name.as_encoded_bytes())
}

/// Does the same for a name in an archive.
pub(super) fn readable_bytes(name: &[u8]) -> String {
    // Where it parts folders, a name has no backslash.
    let escaped = |c: char| c.is_control() || (c == '\\' && !cfg!(windows));
    let mut text = String::new();
    for chunk in name.utf8_chunks() {
        for c in chunk.valid().chars() {
            if escaped(c) {
                text.extend(c.to_string().bytes().map(|b| format!("\\x{b:02x}")));
            } else {
                text.push(c);
            }
        }
        text.extend(chunk.invalid().iter().map(|b| format!("\\x{b:02x}")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(root: &Path) -> Vec<String> {
        walk(root, "onrecord.json")
            .unwrap()
            .map(|entry| match entry {
                Ok(found) => found.shown,
                Err(skip) => format!("{}: {}", skip.path, skip.reason),
            })
            .collect()
    }

    #[test]
    fn in_order_of_names_and_without_indexes() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for folder in ["b", "index", ".git"] {
            fs::create_dir(at(folder)).unwrap();
        }
        for file in ["b/two.txt", "a.txt", "c.txt", ".hidden", "index/onrecord.json", "index/x.txt", ".git/config"] {
            fs::write(at(file), "x").unwrap();
        }
        let all = [".git: hidden folder", ".hidden: hidden file", "a.txt", "b/two.txt", "c.txt"];
        assert_eq!(names(dir.path()), all);
        assert!(walk(&at("index"), "onrecord.json").is_err(), "an index is no folder of articles");
        assert_eq!(names(&at("a.txt")), ["a.txt"]);
        assert!(walk(&at("none"), "m").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn odd_names_and_loops() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(OsStr::from_bytes(b"caf\xe9\n.txt")), "x").unwrap();
        fs::write(dir.path().join("caf\\xe9.txt"), "x").unwrap();
        fs::create_dir(dir.path().join("d")).unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("d/up")).unwrap();
        let link = "d/up: a link that leads back to its own directory";
        assert_eq!(names(dir.path()), ["caf\\x5cxe9.txt", "caf\\xe9\\x0a.txt", link]);
    }
}
