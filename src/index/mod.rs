//! The embedded engine: records, commits, queries. Only this room names it.

mod collect;
mod counts;
mod directory;
mod facts;
mod files;
mod group;
mod groups;
mod lower;
mod merging;
mod packed;
mod pairs;
mod payload;
mod prints;
mod quick;
mod recent;
mod record;
mod schema;
mod shared;
mod snapshot;
mod stats;
mod steady;
mod stored;
mod swap;
mod tokens;
mod whole;
mod writer;

pub(crate) use facts::{QuoteFact, QuoteFacts};
pub(crate) use files::{ArticleState, FileState, KeptEdition, Manifest};
pub(crate) use group::{Group, Maker, Origin};
pub(crate) use payload::{PathText, Payload, Source, no_index};
pub(crate) use prints::{ArticleFact, PrintedQuotes};
pub(crate) use recent::Recent;
pub(crate) use record::Hold;
pub(crate) use snapshot::Snapshot;
pub(crate) use swap::{lock, swap};
pub(crate) use writer::Writer;

use crate::error::{Error, ErrorKind, Result};
use directory::ReadableDirectory;
use std::path::Path;
use std::time::Duration;
use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, MmapDirectory};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{Index, ReloadPolicy, TantivyError};

/// How often opening is tried while a writer moves files.
const TRIES: u32 = 20;

/// Opens the last commit of the index in `dir` for reading.
pub(crate) fn open(dir: &Path) -> Result<Snapshot> {
    let mut tries = 0;
    loop {
        match try_open(dir) {
            // Between reading the list of files and opening them, a writer may have replaced them.
            Err(err) if err.kind() == ErrorKind::Damaged && tries < TRIES => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(u64::from(tries)));
            }
            done => return done,
        }
    }
}

fn try_open(dir: &Path) -> Result<Snapshot> {
    if let Some(payload) = Payload::read(dir)? {
        payload.check(dir)?;
    }
    let open = || {
        let mut index =
            Index::open(open_directory(dir).map_err(|err| TantivyError::InvalidArgument(err.to_string()))?)?;
        index.set_tokenizers(tokenizers());
        index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()
    };
    let reader: tantivy::IndexReader = open().map_err(|err| engine_error(dir, &err))?;
    Snapshot::new(dir.to_owned(), reader.searcher(), schema::build().1)
}

fn open_directory(dir: &Path) -> Result<ReadableDirectory> {
    MmapDirectory::open(dir).map(ReadableDirectory).map_err(|err| Error::new(ErrorKind::Io, err.to_string()).at(dir))
}

/// Writes a file of ours into the index directory `dir`, in one step.
pub(crate) fn write_beside(dir: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let file = Path::new(name);
    open_directory(dir)?.atomic_write(file, bytes).map_err(|err| Error::io(&dir.join(file), &err))
}

fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(schema::SPLIT, TextAnalyzer::from(tokens::Split::default()));
    manager
}

/// Returns the engine's error as one of ours.
fn engine_error(dir: &Path, err: &TantivyError) -> Error {
    let kind = match err {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            return Error::new(ErrorKind::Busy, "another process is writing to the index").at(dir);
        }
        TantivyError::DataCorruption(_) | TantivyError::OpenReadError(_) => ErrorKind::Damaged,
        TantivyError::IncompatibleIndex(_) => ErrorKind::Version,
        TantivyError::IoError(_) | TantivyError::OpenWriteError(_) | TantivyError::OpenDirectoryError(_) => {
            ErrorKind::Io
        }
        TantivyError::LockFailure(..) => ErrorKind::Io,
        _ => ErrorKind::Other,
    };
    Error::new(kind, err.to_string()).at(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotated, Annotations, Article, Kind, Prints, Quote, Span, Speaker};
    use crate::query::{Filter, Node, PhraseWord, Records, Retrieve, Scope, Target};

    fn phrase(text: &str) -> Node {
        let words =
            text.split(' ').map(|word| PhraseWord { word: word.to_owned(), form: word.to_owned(), gap: 0 }).collect();
        Node::Phrase { target: Target::Unit, words }
    }

    /// An article with two paragraphs and one quotation by Keir Starmer that the narrator interrupts.
    fn article() -> Annotated {
        let text = "Mr. Starmer said: “We will”, he went on, “rebuild the town.”\nNobody else spoke.".to_owned();
        let piece = |s: &str| Span::new(text.find(s).unwrap(), text.find(s).unwrap() + s.len());
        let quote = Quote {
            spans: vec![piece("“We will”"), piece("“rebuild the town.”")],
            kind: Kind::Direct,
            kinds: vec![Kind::Direct; 2],
            cue: None,
            source: None,
            speaker: Some(0),
            confidence: 0.9,
            rule: String::new(),
            candidates: Vec::new(),
            parent: None,
        };
        let speaker =
            Speaker { name: "Keir Starmer".into(), kind: crate::model::SpeakerKind::Person, ..Speaker::default() };
        let article = Article {
            path: "a.txt".into(),
            id: "a".into(),
            title: Some("A town speaks".into()),
            text,
            ..Article::default()
        };
        Annotated { article, annotations: Annotations { quotes: vec![quote], speakers: vec![speaker] } }
    }

    #[test]
    fn records_are_written_and_found() {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path()).unwrap();
        let origin = Origin { file: 1, hash: 2, path: "/x/a.txt".into() };
        let group = writer.makers()().group(&article(), &Prints::default(), &origin);
        writer.put(group, true).unwrap();
        writer.finish().unwrap();
        let snapshot = open(dir.path()).unwrap();
        let count = |node: &Node, records| snapshot.find(node, records, &Scope::default(), true).unwrap().len();
        assert_eq!(count(&phrase("we will rebuild the town"), Records::Quotes), 1);
        assert_eq!(count(&phrase("we will rebuild the town"), Records::Paragraphs), 0);
        assert_eq!(count(&phrase("nobody else spoke"), Records::Paragraphs), 1);
        assert_eq!(count(&phrase("town nobody"), Records::Articles), 0);
        assert_eq!(count(&phrase("a town speaks"), Records::Titles), 1);
        let title = Node::Word {
            target: Target::Title,
            word: "speaks".into(),
            form: "speaks".into(),
            stems: vec!["speak".into()],
        };
        assert_eq!(count(&title, Records::Paragraphs), 2);
        let speaker = Node::Filter(Filter::Speaker(vec!["p:Keir Starmer".into()]));
        assert_eq!(count(&speaker, Records::Quotes), 1);
        let found = snapshot.find(&speaker, Records::Quotes, &Scope::default(), true).unwrap()[0];
        assert_eq!((found.first, found.last), (0, 0));
        assert_eq!(*snapshot.article(found.article).unwrap(), article());
        let elsewhere = Scope { under: vec!["/y".into()], ..Scope::default() };
        assert_eq!(snapshot.find(&speaker, Records::Quotes, &elsewhere, true).unwrap().len(), 0);
        assert_eq!(snapshot.searched(&Scope::default()).unwrap().articles, 1);
        assert_eq!(snapshot.undated(&Scope::default()).unwrap(), 1);
        assert_eq!(snapshot.ids(&snapshot.with_id("a").unwrap()).unwrap(), ["a"]);
    }
}
