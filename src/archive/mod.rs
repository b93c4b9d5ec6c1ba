//! The room that ties the stages: an index on disk, and all that can be asked of it.

mod alerts;
mod ask;
mod budget;
mod copies;
mod edit;
mod editions;
mod exclude;
mod export;
mod intake;
mod kept;
mod names;
mod naming;
mod paths;
mod pipeline;
mod plan;
mod planned;
mod progress;
mod rebuild;
mod shares;
mod show;
mod sources;
mod speakers;
mod state;
#[cfg(test)]
mod tests;
mod timeline;
mod update;
mod verify;
mod walked;

pub use alerts::Alert;
pub use export::ExportOptions;
pub use progress::{Progress, Stage, Stop};
pub use state::OpenOptions;
pub use update::UpdateOptions;

use crate::error::{Error, ErrorKind, Result};
use state::State;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What every index directory holds; walks pass over directories that hold it.
const INDEX_MARKER: &str = ".managed.json";

/// An archive: an index directory, and the alias file beside it.
///
/// Reading takes no lock and sees each new commit; writing takes the one lock only while it lasts.
#[derive(Debug)]
pub struct Archive {
    dir: PathBuf,
    aliases: PathBuf,
    state: Mutex<Option<Arc<State>>>,
}

impl Archive {
    /// Opens the archive whose index is, or will be, in `dir`.
    ///
    /// # Errors
    ///
    /// `dir` is a file, or the alias file named is not there. That there is no index, or one of another version, is said by
    /// what needs it.
    pub fn open(dir: &Path, options: OpenOptions) -> Result<Self> {
        if dir.is_file() {
            return Err(Error::new(ErrorKind::NoIndex, "this is a file, not an index directory").at(dir));
        }
        if let Some(named) = &options.aliases {
            std::fs::metadata(named).map_err(|err| Error::io(named, &err))?;
        }
        let aliases = options.aliases.unwrap_or_else(|| dir.with_file_name("aliases.txt"));
        Ok(Self { dir: dir.to_owned(), aliases, state: Mutex::new(None) })
    }

    /// Returns the index directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the alias file, which may not exist.
    pub fn aliases(&self) -> &Path {
        &self.aliases
    }

    /// Returns the state of the last commit and of the alias file.
    fn state(&self) -> Result<Arc<State>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let renewed = State::renew(state.take(), &self.dir, &self.aliases)?;
        *state = Some(Arc::clone(&renewed));
        Ok(renewed)
    }
}
