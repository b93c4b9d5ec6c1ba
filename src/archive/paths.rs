//! Paths as the archive keeps them: absolute, and readable whatever their bytes.

use crate::error::{Error, Result};
use crate::ingest::readable;
use std::path::{Path, PathBuf};

/// Returns where `path` really is; it must exist.
pub(super) fn real(path: &Path) -> Result<PathBuf> {
    path.canonicalize().map_err(|err| Error::io(path, &err))
}

/// Returns the absolute form of `path`, which need not exist any more.
pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
    path.canonicalize().or_else(|_| std::path::absolute(path)).map_err(|err| Error::io(path, &err))
}

/// Returns `path` in words: `/` between the parts, escaped as [`readable`] does. No two paths are the same in words.
pub(super) fn text(path: &Path) -> String {
    let shown = readable(path.as_os_str());
    if cfg!(windows) { shown.replace('\\', "/") } else { shown }
}

/// Returns the place of `path` in `base`, in words; the file's name if they are the same.
pub(super) fn shown(base: &Path, path: &Path) -> String {
    match path.strip_prefix(base).ok().filter(|rest| !rest.as_os_str().is_empty()) {
        Some(rest) => rest.iter().map(readable).collect::<Vec<_>>().join("/"),
        None => readable(path.file_name().unwrap_or(path.as_os_str())),
    }
}

/// Returns whether the path `inner` is the path `outer` or lies under it; both in words.
pub(super) fn is_under(inner: &str, outer: &str) -> bool {
    let outer = outer.strip_suffix('/').unwrap_or(outer);
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn under_means_whole_parts() {
        assert!(is_under("/a/b", "/a") && is_under("/a", "/a") && is_under("/a", "/") && is_under("/a/b", "/a/"));
        assert!(!is_under("/ab", "/a") && !is_under("/", "/a"));
    }

    #[test]
    fn shown_is_relative() {
        assert_eq!(shown(Path::new("/a"), Path::new("/a/b/c.txt")), "b/c.txt");
        assert_eq!(shown(Path::new("/a/c.txt"), Path::new("/a/c.txt")), "c.txt");
    }
}
