//! The manifest: what is known of every source file. It lives in the index, so each commit holds both or neither.

use crate::error::Result;
use crate::index::group::Origin;
use crate::index::lower::unit_query;
use crate::index::schema::Unit;
use crate::index::snapshot::{Snapshot, stored_text};
use crate::model::Skip;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tantivy::DocAddress;
use tantivy::collector::DocSetCollector;

/// What is known of a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileState {
    /// The key of `path`.
    pub(crate) key: u64,
    /// The absolute path, escaped for showing.
    pub(crate) path: Arc<str>,
    /// The size in bytes.
    pub(crate) bytes: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub(crate) changed: i64,
    /// The fingerprint of its bytes.
    pub(crate) hash: u64,
    /// Why something of it was passed over.
    pub(crate) skipped: Vec<Skip>,
    /// What of it could not be read.
    pub(crate) failed: Vec<Skip>,
    /// The versions of items in it.
    pub(crate) editions: Vec<KeptEdition>,
}

/// A version of an item in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptEdition {
    /// The hash of the item's name.
    pub(crate) item: u64,
    /// The number of the version.
    pub(crate) number: u64,
    /// When it was made.
    pub(crate) made: i64,
    /// It takes the item back.
    pub(crate) canceled: bool,
    /// The record that it is.
    pub(crate) record: u32,
    /// Where it lies, for a person to read.
    pub(crate) path: String,
    /// It is not in the index, as a later version is.
    pub(crate) out: bool,
}

/// What is stored of a file besides its columns.
pub(super) type Stored = (Vec<Skip>, Vec<Skip>, Vec<KeptEdition>);

/// What is known of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ArticleState {
    /// The number of the record in its file.
    pub(crate) record: u32,
    /// The fingerprint of the record's bytes.
    pub(crate) hash: u64,
    /// How many quotations it has.
    pub(crate) quotes: u64,
}

/// What an index holds, file by file.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    /// The files, by key.
    pub(crate) files: FxHashMap<u64, FileState>,
    /// The articles of each file.
    pub(crate) articles: FxHashMap<u64, Vec<ArticleState>>,
}

impl Snapshot {
    /// Reads the whole manifest.
    pub(crate) fn manifest(&self) -> Result<Manifest> {
        let mut manifest = Manifest::default();
        self.read_files(&mut manifest)
            .and_then(|()| self.read_articles(&mut manifest))
            .map_err(|err| self.error(&err))?;
        Ok(manifest)
    }

    fn read_files(&self, manifest: &mut Manifest) -> tantivy::Result<()> {
        let searcher = &self.searcher;
        let mut path = String::new();
        for (segment, docs) in
            self.by_segment(searcher.search(&unit_query(&self.fields, Unit::File), &DocSetCollector)?)
        {
            let fast = searcher.segment_reader(segment).fast_fields();
            let (file, bytes, hash, skips) =
                (fast.u64("file")?, fast.u64("bytes")?, fast.u64("hash")?, fast.u64("skips")?);
            let changed = fast.i64("changed")?;
            let Some(source) = fast.str("source")? else { continue };
            for doc in docs {
                path.clear();
                source.ord_to_str(source.ords().first(doc).unwrap_or(0), &mut path)?;
                let any = skips.first(doc).is_some_and(|n| n > 0);
                let (skipped, failed, editions) =
                    if any { self.stored_of_file(DocAddress::new(segment, doc))? } else { Default::default() };
                let state = FileState {
                    key: file.first(doc).unwrap_or(0),
                    path: path.as_str().into(),
                    bytes: bytes.first(doc).unwrap_or(0),
                    changed: changed.first(doc).unwrap_or(0),
                    hash: hash.first(doc).unwrap_or(0),
                    skipped,
                    failed,
                    editions,
                };
                manifest.files.insert(state.key, state);
            }
        }
        Ok(())
    }

    fn stored_of_file(&self, address: DocAddress) -> tantivy::Result<Stored> {
        let text = stored_text(&self.searcher, &self.fields, address)?;
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }

    fn read_articles(&self, manifest: &mut Manifest) -> tantivy::Result<()> {
        let searcher = &self.searcher;
        for (segment, docs) in
            self.by_segment(searcher.search(&unit_query(&self.fields, Unit::Article), &DocSetCollector)?)
        {
            let fast = searcher.segment_reader(segment).fast_fields();
            let (of, record) = (fast.u64("of")?, fast.u64("record")?);
            let (hash, quotes) = (fast.u64("hash")?, fast.u64("quotes")?);
            for doc in docs {
                let state = ArticleState {
                    record: record.first(doc).unwrap_or(0) as u32,
                    hash: hash.first(doc).unwrap_or(0),
                    quotes: quotes.first(doc).unwrap_or(0),
                };
                manifest.articles.entry(of.first(doc).unwrap_or(0)).or_default().push(state);
            }
        }
        Ok(())
    }
}

impl FileState {
    /// Returns the state of a file of which only a part is in the index yet: no file on disk looks like it, so that the
    /// next run reads the file again.
    pub(crate) fn unfinished(key: u64, path: Arc<str>) -> Self {
        let (skipped, failed, editions) = Default::default();
        Self { key, path, bytes: u64::MAX, changed: i64::MIN, hash: 0, skipped, failed, editions }
    }
}

impl ArticleState {
    /// Returns the key of the article, which is one of `file`.
    pub(crate) fn key(&self, file: u64) -> u64 {
        Origin::article_key(file, self.record)
    }
}
