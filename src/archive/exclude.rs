//! Files that a source leaves out, by patterns.

use crate::error::{Error, ErrorKind, Result};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::Path;

/// The patterns of a source, compiled.
///
/// `*` and `?` stay within a name, `**` does not. A pattern without a slash means a file or folder of that name anywhere; one
/// with a slash is told from the source's own path. What lies in a folder that is meant is left out too.
pub(super) struct Exclude {
    patterns: Vec<String>,
    set: GlobSet,
    /// For each glob of the set, its pattern.
    of: Vec<usize>,
}

impl Exclude {
    /// Compiles patterns.
    ///
    /// # Errors
    ///
    /// One of them is no pattern.
    pub(super) fn new(patterns: &[String]) -> Result<Self> {
        let (mut set, mut of) = (GlobSetBuilder::new(), Vec::new());
        for (number, pattern) in patterns.iter().enumerate() {
            let bare = pattern.trim_end_matches('/');
            let rooted = match bare.strip_prefix('/') {
                Some(rest) => rest.to_owned(),
                None if bare.contains('/') => bare.to_owned(),
                None => format!("**/{bare}"),
            };
            for glob in [rooted.clone(), format!("{rooted}/**")] {
                let glob = GlobBuilder::new(&glob).literal_separator(true).build();
                let bad = |err: globset::Error| {
                    Error::new(ErrorKind::Input, format!("`{pattern}` is no pattern of file names: {}", err.kind()))
                };
                set.add(glob.map_err(bad)?);
                of.push(number);
            }
        }
        let set = set.build().map_err(|err| Error::new(ErrorKind::Input, err.to_string()))?;
        Ok(Self { patterns: patterns.to_vec(), set, of })
    }

    /// Returns the first pattern that means `path`, which is told from the source.
    pub(super) fn pattern(&self, path: &Path) -> Option<&str> {
        let first = self.set.matches(path).into_iter().map(|glob| self.of[glob]).min()?;
        Some(&self.patterns[first])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_names_or_paths() {
        let exclude = Exclude::new(&["*.tmp".into(), "drafts/".into(), "/a/*.txt".into(), "x/**/y.md".into()]).unwrap();
        let by = |path: &str| exclude.pattern(Path::new(path));
        assert_eq!(by("a/b/c.tmp"), Some("*.tmp"));
        assert_eq!((by("drafts/a.txt"), by("b/drafts/c/a.txt")), (Some("drafts/"), Some("drafts/")));
        assert_eq!((by("a/x.txt"), by("a/b/x.txt"), by("b/a/x.txt")), (Some("/a/*.txt"), None, None));
        assert_eq!((by("x/1/2/y.md"), by("y.md")), (Some("x/**/y.md"), None));
    }

    #[test]
    fn a_bad_pattern_is_named() {
        let err = Exclude::new(&["a[".into()]).err().expect("an error").to_string();
        assert!(err.contains("`a[`"), "{err}");
    }
}
