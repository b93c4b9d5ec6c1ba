//! The sources of an index: the paths that were indexed, and how the files under each are read.
//!
//! A file is read as the nearest source above it says: a folder that was indexed with settings of its own keeps them when a
//! folder above it is indexed.

use crate::archive::exclude::Exclude;
use crate::archive::paths;
use crate::archive::pipeline::How;
use crate::error::Result;
use crate::index::{PathText, Source};
use crate::ingest;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The sources of one run, in the order in which they were first indexed.
pub(super) struct Sources(Vec<Reading>);

/// A source and how it is read.
pub(super) struct Reading {
    path: PathBuf,
    /// How its files are read.
    pub(super) how: Arc<How>,
    /// It was read in another way before: everything in it is made anew.
    pub(super) anew: bool,
    /// What of it is left out.
    exclude: Vec<String>,
    compiled: Exclude,
}

impl Reading {
    /// Returns the pattern by which the file at `path` is left out.
    pub(super) fn excluded(&self, path: &Path) -> Option<&str> {
        self.compiled.pattern(path.strip_prefix(&self.path).ok()?)
    }
}

impl Sources {
    /// Returns the sources that an index knows.
    ///
    /// # Errors
    ///
    /// A pattern that was kept is none.
    pub(super) fn new(known: &[Source]) -> Result<Self> {
        let reading = |source: &Source| {
            let how = Arc::new(How::from_json(&source.options));
            let exclude = strings(&source.options["exclude"]);
            let compiled = Exclude::new(&exclude)?;
            Ok(Reading { path: source.path.path(), how, anew: false, exclude, compiled })
        };
        Ok(Self(known.iter().map(reading).collect::<Result<_>>()?))
    }

    /// Notes that `path` is to be read so, but for what `exclude` means. With `as_before`, what is known is read as it was.
    ///
    /// # Errors
    ///
    /// A pattern is none.
    pub(super) fn add(&mut self, path: &Path, how: &How, exclude: &[String], as_before: bool) -> Result<()> {
        if let Some(known) = self.0.iter_mut().find(|known| known.path == path) {
            if !as_before && *known.how != *how {
                known.how = Arc::new(how.clone());
                known.anew = true;
            }
            if !as_before && known.exclude != exclude {
                known.compiled = Exclude::new(exclude)?;
                known.exclude = exclude.to_vec();
            }
            return Ok(());
        }
        // Inside a source that is read in the same way there is nothing to note.
        let nearest = self.nearest(path);
        let anew = nearest.is_some();
        let as_known = |known: &Reading| as_before || *known.how == *how && exclude.is_empty();
        if !nearest.is_some_and(as_known) {
            let compiled = Exclude::new(exclude)?;
            let how = Arc::new(how.clone());
            self.0.push(Reading { path: path.to_owned(), how, anew, exclude: exclude.to_vec(), compiled });
        }
        Ok(())
    }

    /// Returns the nearest source at or above `path`.
    pub(super) fn nearest(&self, path: &Path) -> Option<&Reading> {
        self.0.iter().filter(|known| path.starts_with(&known.path)).max_by_key(|known| known.path.components().count())
    }

    /// Returns the first source that holds `path`: what its place is told from.
    pub(super) fn base(&self, path: &Path) -> Option<&Path> {
        self.0.iter().map(|known| known.path.as_path()).find(|known| path.starts_with(known))
    }

    /// Returns, in words, the sources inside `root` that are not read as `how` says.
    pub(super) fn others_in(&self, root: &Path, how: &How) -> Vec<String> {
        let others = self.0.iter().filter(|known| known.path != root && known.path.starts_with(root));
        others.filter(|known| *known.how != *how).map(|known| paths::text(&known.path)).collect()
    }

    /// Returns the sources as an index keeps them.
    pub(super) fn to_kept(&self) -> Vec<Source> {
        let kept = |known: &Reading| {
            let mut options = known.how.to_json();
            if !known.exclude.is_empty() {
                options["exclude"] = known.exclude.clone().into();
            }
            Source { path: PathText::new(&known.path), options }
        };
        self.0.iter().map(kept).collect()
    }
}

impl How {
    /// Returns the settings as they are kept.
    fn to_json(&self) -> serde_json::Value {
        let map: Vec<[&str; 2]> = self.ingest.map.iter().map(|(ours, theirs)| [ours.as_str(), theirs]).collect();
        let ingest::Limits { depth, ratio, expanded, entries } = &self.ingest.limits;
        serde_json::json!({
            "max_article": self.ingest.max_article,
            "limits": { "depth": depth, "ratio": ratio, "expanded": expanded, "entries": entries },
            "map": map,
            "no_quotes": self.no_quotes,
        })
    }

    /// Returns the settings that were kept; what is not understood is as by default.
    fn from_json(json: &serde_json::Value) -> Self {
        let default = ingest::Options::default();
        let pair =
            |value: &serde_json::Value| Some((value.get(0)?.as_str()?.to_owned(), value.get(1)?.as_str()?.to_owned()));
        let map = json["map"].as_array().map(|map| map.iter().filter_map(pair).collect()).unwrap_or_default();
        let number = |value: &serde_json::Value, default| value.as_u64().unwrap_or(default);
        let max_article = number(&json["max_article"], default.max_article);
        let (kept, usual) = (&json["limits"], &default.limits);
        let limits = ingest::Limits {
            depth: kept["depth"].as_u64().and_then(|depth| depth.try_into().ok()).unwrap_or(usual.depth),
            ratio: number(&kept["ratio"], usual.ratio),
            expanded: number(&kept["expanded"], usual.expanded),
            entries: number(&kept["entries"], usual.entries),
        };
        Self {
            ingest: ingest::Options { max_article, map, limits, ..default },
            no_quotes: json["no_quotes"].as_bool().unwrap_or(false),
        }
    }
}

/// Returns the strings of a list.
fn strings(json: &serde_json::Value) -> Vec<String> {
    let list = json.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how(no_quotes: bool) -> How {
        How { no_quotes, ..How::default() }
    }

    #[test]
    fn the_nearest_source_rules_whatever_the_order() {
        for order in [["/a", "/a/b"], ["/a/b", "/a"]] {
            let mut sources = Sources::new(&[]).unwrap();
            for path in order {
                sources.add(Path::new(path), &how(path == "/a/b"), &[], false).unwrap();
            }
            let quotes = |path: &str| sources.nearest(Path::new(path)).map(|known| !known.how.no_quotes);
            assert_eq!((quotes("/a/x"), quotes("/a/b/x"), quotes("/c")), (Some(true), Some(false), None));
            assert_eq!(sources.others_in(Path::new("/a"), &how(false)), ["/a/b"]);
            let again = Sources::new(&sources.to_kept()).unwrap();
            assert!(again.nearest(Path::new("/a/b/x")).is_some_and(|known| known.how.no_quotes && !known.anew));
        }
    }

    #[test]
    fn settings_change_only_when_they_are_given() {
        let mut sources = Sources::new(&[]).unwrap();
        sources.add(Path::new("/a"), &how(true), &[], false).unwrap();
        sources.add(Path::new("/a"), &how(false), &[], true).unwrap();
        sources.add(Path::new("/a/b"), &how(false), &[], true).unwrap();
        assert!(sources.nearest(Path::new("/a/b")).is_some_and(|known| known.how.no_quotes && !known.anew));
        sources.add(Path::new("/a"), &how(false), &[], false).unwrap();
        assert!(sources.nearest(Path::new("/a/b")).is_some_and(|known| !known.how.no_quotes && known.anew));
    }
}
