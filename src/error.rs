//! The one error type of the library: opaque, with a [`kind`](Error::kind).

use std::fmt;
use std::path::{Path, PathBuf};

/// What went wrong, in classes that a caller may act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or directory could not be read or written.
    Io,
    /// The input is not what its name or content promises.
    Input,
    /// A query does not follow the query language.
    Query,
    /// There is no index at the place named.
    NoIndex,
    /// The index was made by another version of the program.
    Version,
    /// The index is damaged.
    Damaged,
    /// Another process is writing to the index.
    Busy,
    /// Anything else.
    Other,
}

/// An error: a kind, a message that names the thing and the way out, and the path it concerns.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    path: Option<PathBuf>,
    message: String,
}

/// The library's result.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Returns an error of `kind` with a message in lower case and without a final stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, path: None, message: message.into() }
    }

    /// Returns an error of kind [`ErrorKind::Io`] that names its path.
    pub fn io(path: &Path, err: &std::io::Error) -> Self {
        Self { kind: ErrorKind::Io, path: Some(path.to_owned()), message: err.to_string() }
    }

    /// Returns the same error, said of `path`.
    #[must_use]
    pub fn at(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Returns the class of the error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the path that the error is about, if it is about one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the message without the path.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {}
