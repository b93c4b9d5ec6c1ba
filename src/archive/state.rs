//! What is read from the disk, as long as it stays the same there.

use crate::archive::copies::{CopyTable, Draft};
use crate::archive::kept;
use crate::archive::naming::{self, Named};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{self, Recent, Snapshot, no_index};
use crate::link::{Aliases, Speakers};
use crate::query::Cluster;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;
use xxhash_rust::xxh3::xxh3_64;

/// How to open an archive.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// The alias file, if it is not `aliases.txt` beside the index directory.
    pub aliases: Option<PathBuf>,
}

/// How a file looked: if it looks the same, it is the same.
type Look = Option<(u64, SystemTime, u64)>;

/// One commit and the alias file.
pub(super) struct State {
    index_look: Look,
    aliases_look: Look,
    /// The index.
    pub(super) snapshot: Arc<Snapshot>,
    aliases: Aliases,
    /// A number of the bytes of the alias file.
    aliases_number: u64,
    /// Linked when first needed.
    speakers: OnceLock<Speakers>,
    /// Drawn up when first needed.
    copies: OnceLock<CopyTable>,
    /// The articles whose speakers were named last.
    pub(super) named: Named,
    /// The clusters that were shown last: whether of quotations, and their leads.
    pub(super) clusters: Recent<(bool, u32), Arc<Cluster>>,
}

/// How many clusters are kept at hand.
const CLUSTERS: usize = 4096;

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "State({:?})", self.index_look)
    }
}

impl State {
    /// Returns `old` if nothing has changed since, else what is on the disk now.
    pub(super) fn renew(old: Option<Arc<Self>>, dir: &Path, aliases: &Path) -> Result<Arc<Self>> {
        let index_look = look(&dir.join("meta.json")).ok_or_else(|| no_index(dir))?;
        let (index_look, aliases_look) = (Some(index_look), look(aliases));
        let old = match old {
            Some(old) if old.index_look == index_look && old.aliases_look == aliases_look => return Ok(old),
            old => old,
        };
        let snapshot = match old {
            Some(old) if old.index_look == index_look => Arc::clone(&old.snapshot),
            _ => Arc::new(index::open(dir)?),
        };
        let (aliases, aliases_number) = read_aliases(aliases)?;
        Ok(Arc::new(Self {
            index_look,
            aliases_look,
            snapshot,
            aliases,
            aliases_number,
            speakers: OnceLock::new(),
            copies: OnceLock::new(),
            named: Recent::new(naming::AT_HAND),
            clusters: Recent::new(CLUSTERS),
        }))
    }

    /// Returns what the alias file says.
    pub(super) fn aliases(&self) -> &Aliases {
        &self.aliases
    }

    /// Returns a number of the bytes of the alias file.
    pub(super) fn aliases_number(&self) -> u64 {
        self.aliases_number
    }

    /// Takes the tables that are kept beside the index, if they are those of this state.
    fn take_kept(&self) {
        if self.speakers.get().is_none()
            && self.copies.get().is_none()
            && let Some((book, copies, searched)) = kept::read(self)
        {
            self.snapshot.know(searched);
            drop(self.speakers.set(kept::speakers_of(book, self)));
            drop(self.copies.set(copies));
        }
    }

    /// Returns the speakers across articles.
    pub(super) fn speakers(&self) -> Result<&Speakers> {
        self.take_kept();
        if self.speakers.get().is_none() {
            let speakers = Speakers::new(self.snapshot.voices()?, &self.aliases);
            drop(self.speakers.set(speakers));
        }
        self.speakers.get().ok_or_else(|| Error::new(ErrorKind::Other, "speakers were not linked"))
    }
}

impl State {
    /// Returns what are copies of what. Whoever needs the speakers too asks for this first: both are drawn up at once.
    pub(super) fn copies(&self) -> Result<&CopyTable> {
        self.take_kept();
        if self.copies.get().is_none() {
            let (speakers, draft) = std::thread::scope(|scope| {
                let draft = scope.spawn(|| Draft::new(&self.snapshot));
                (self.speakers(), draft.join())
            });
            let draft = draft.map_err(|_| Error::new(ErrorKind::Other, "drawing up the copies failed"))??;
            drop(self.copies.set(CopyTable::new(draft, speakers?)));
        }
        self.copies.get().ok_or_else(|| Error::new(ErrorKind::Other, "copies were not drawn up"))
    }
}

fn look(path: &Path) -> Look {
    let about = std::fs::metadata(path).ok()?;
    Some((about.len(), about.modified().ok()?, inode(&about)))
}

#[cfg(unix)]
fn inode(about: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

fn read_aliases(path: &Path) -> Result<(Aliases, u64)> {
    let text = match std::fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::Input, "it is not UTF-8").at(path))?,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok((Aliases::default(), 0)),
        Err(err) => return Err(Error::io(path, &err)),
    };
    let number = xxh3_64(text.as_bytes());
    Aliases::parse(&text)
        .map(|aliases| (aliases, number))
        .map_err(|bad| Error::new(ErrorKind::Input, format!("line {}: {}", bad.line, bad.reason)).at(path))
}
