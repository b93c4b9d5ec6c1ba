//! What the engine's commit carries for us: versions and sources.

use crate::error::{Error, ErrorKind, Result};
use crate::index::schema::FORMAT;
use crate::index::tokens::ANALYSER;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// A path that was indexed, and how: enough to do it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Source {
    /// The bytes of the absolute path, as text if they are UTF-8.
    pub(crate) path: PathText,
    /// The settings it was indexed with.
    pub(crate) options: serde_json::Value,
}

/// A path that survives JSON whatever its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum PathText {
    /// A path in UTF-8.
    Text(String),
    /// Any other path.
    Bytes(Vec<u8>),
}

/// What stands in every commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payload {
    /// The version of the layout.
    pub(crate) format: u32,
    /// The version of the words.
    pub(crate) analyser: String,
    /// What was indexed, in the order in which it first was.
    pub(crate) sources: Vec<Source>,
}

impl Default for Payload {
    fn default() -> Self {
        Self { format: FORMAT, analyser: ANALYSER.to_owned(), sources: Vec::new() }
    }
}

impl Payload {
    /// Reads the payload of the index in `dir` whatever its version; `None` if nothing was ever committed.
    pub(crate) fn read(dir: &Path) -> Result<Option<Self>> {
        /// The part of the engine's file that concerns us.
        #[derive(Deserialize)]
        struct Meta {
            #[serde(default)]
            payload: Option<String>,
        }
        let path = dir.join("meta.json");
        let bytes = std::fs::read(&path).map_err(|err| match err.kind() {
            std::io::ErrorKind::NotFound => no_index(dir),
            _ => Error::io(&path, &err),
        })?;
        let damaged = |what: &str| Error::new(ErrorKind::Damaged, format!("the index is damaged: {what}")).at(&path);
        let meta: Meta = serde_json::from_slice(&bytes).map_err(|err| damaged(&err.to_string()))?;
        let Some(text) = meta.payload else { return Ok(None) };
        serde_json::from_str(&text).map(Some).map_err(|_| damaged("it is not an index of onrecord"))
    }

    /// Checks that this program can read the index in `dir`.
    pub(crate) fn check(&self, dir: &Path) -> Result<()> {
        if self.format == FORMAT && self.analyser == ANALYSER {
            return Ok(());
        }
        let message = format!(
            "the index was made by another version (format {}, words `{}`; this program: format {FORMAT}, words \
             `{ANALYSER}`): make it anew with `onrecord rebuild`",
            self.format, self.analyser
        );
        Err(Error::new(ErrorKind::Version, message).at(dir))
    }
}

/// The error of a directory without an index.
pub(crate) fn no_index(dir: &Path) -> Error {
    Error::new(ErrorKind::NoIndex, "there is no index here: make one with `onrecord index PATH`").at(dir)
}

impl PathText {
    /// Returns the text form of `path`.
    #[cfg(unix)]
    pub(crate) fn new(path: &Path) -> Self {
        use std::os::unix::ffi::OsStrExt;
        path.to_str().map_or_else(|| Self::Bytes(path.as_os_str().as_bytes().to_vec()), |s| Self::Text(s.to_owned()))
    }

    /// Returns the text form of `path`.
    #[cfg(not(unix))]
    pub(crate) fn new(path: &Path) -> Self {
        Self::Text(path.to_string_lossy().into_owned())
    }

    /// Returns the path.
    #[cfg(unix)]
    pub(crate) fn path(&self) -> std::path::PathBuf {
        use std::os::unix::ffi::OsStrExt;
        match self {
            Self::Text(text) => text.into(),
            Self::Bytes(bytes) => std::ffi::OsStr::from_bytes(bytes).into(),
        }
    }

    /// Returns the path.
    #[cfg(not(unix))]
    pub(crate) fn path(&self) -> std::path::PathBuf {
        match self {
            Self::Text(text) => text.into(),
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned().into(),
        }
    }
}
