//! Writing: records in, commits out.

use crate::error::{Error, ErrorKind, Result};
use crate::index::files::FileState;
use crate::index::group::{Group, Maker};
use crate::index::merging::BoundedMerges;
use crate::index::payload::Payload;
use crate::index::record::Record;
use crate::index::schema::{self, Fields, Unit};
use crate::index::{engine_error, lock, open_directory, tokenizers};
use std::path::{Path, PathBuf};
use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, Term};

/// How many bytes of records the engine gathers before it writes a segment.
const HEAP: usize = 192 << 20;

/// The open writer of an index: at most one at a time in all processes.
pub(crate) struct Writer {
    dir: PathBuf,
    fields: Fields,
    engine: IndexWriter<Record>,
    payload: Payload,
    committed: Option<Payload>,
    changes: u64,
}

/// How well stored articles are packed: the next levels take much longer and gain little.
const PACKING: i32 = 5;

/// How many bytes of articles are packed together, of which a hit unpacks all.
const PACKED: usize = 24 << 10;

fn settings() -> IndexSettings {
    let packing = ZstdCompressor { compression_level: Some(PACKING) };
    IndexSettings {
        docstore_compression: Compressor::Zstd(packing),
        docstore_blocksize: PACKED,
        ..IndexSettings::default()
    }
}

impl Writer {
    /// Opens the index in `dir` for writing, and makes it first if there is none.
    pub(crate) fn open(dir: &Path) -> Result<Self> {
        std::fs::create_dir_all(dir).map_err(|err| Error::io(dir, &err))?;
        let (schema, fields) = schema::build();
        // Two processes that both find no index must not both make one.
        let making = if dir.join("meta.json").exists() { None } else { Some(lock(dir)?) };
        let exists = dir.join("meta.json").exists();
        let payload = if exists { Payload::read(dir)?.unwrap_or_default() } else { Payload::default() };
        payload.check(dir)?;
        let directory = open_directory(dir)?;
        let mut index = if exists { Index::open(directory) } else { Index::create(directory, schema, settings()) }
            .map_err(|err| engine_error(dir, &err))?;
        index.set_tokenizers(tokenizers());
        drop(making);
        // Merges go one after the other: each maps all that it merges.
        let options = IndexWriterOptions::builder().memory_budget_per_thread(HEAP).num_merge_threads(1).build();
        let engine: IndexWriter<Record> = index.writer_with_options(options).map_err(|err| engine_error(dir, &err))?;
        // A run that was killed may have left files behind that this one would write under the same names.
        engine.garbage_collect_files().wait().map_err(|err| engine_error(dir, &err))?;
        engine.set_merge_policy(Box::new(BoundedMerges::new(dir)));
        let mut writer = Self {
            dir: dir.to_owned(),
            fields,
            engine,
            committed: exists.then(|| payload.clone()),
            payload,
            changes: 0,
        };
        if !exists {
            writer.commit()?;
        }
        Ok(writer)
    }

    /// Returns what makes a maker of records for each thread.
    pub(crate) fn makers(&self) -> impl Fn() -> Maker + Sync + use<> {
        let fields = self.fields;
        move || Maker::new(fields)
    }

    /// Returns what every commit carries.
    pub(crate) fn payload(&mut self) -> &mut Payload {
        &mut self.payload
    }

    /// Adds the records of an article; with `replace`, in place of those it has.
    pub(crate) fn put(&mut self, group: Group, replace: bool) -> Result<()> {
        self.changes += 1;
        let mut operations = Vec::with_capacity(group.records.len() + 1);
        if replace {
            operations.push(UserOperation::Delete(Term::from_field_u64(self.fields.key, group.key)));
        }
        operations.extend(group.records.into_iter().map(UserOperation::Add));
        self.engine.run(operations).map_err(|err| engine_error(&self.dir, &err))?;
        Ok(())
    }

    /// Removes the records of an article.
    pub(crate) fn remove(&mut self, key: u64) {
        self.changes += 1;
        self.engine.delete_term(Term::from_field_u64(self.fields.key, key));
    }

    /// Forgets a file; its articles stay.
    pub(crate) fn forget_file(&mut self, file: u64) {
        self.changes += 1;
        self.engine.delete_term(Term::from_field_u64(self.fields.file, file));
    }

    /// Remembers a file; with `replace`, in place of what was known of it.
    pub(crate) fn put_file(&mut self, state: &FileState, replace: bool) -> Result<()> {
        self.changes += 1;
        let f = &self.fields;
        let mut record = Record::default();
        record.number(f.unit, Unit::File as u64);
        record.number(f.file, state.key);
        record.number(f.bytes, state.bytes);
        record.signed(f.changed, state.changed);
        record.number(f.hash, state.hash);
        let stored = (&state.skipped, &state.failed, &state.editions);
        let kept = stored.0.len() + stored.1.len() + stored.2.len();
        record.number(f.skips, kept as u64);
        record.text(f.source, state.path.as_ref());
        if kept > 0 {
            record.text(f.stored, serde_json::to_string(&stored).unwrap_or_default());
        }
        if replace {
            self.engine.delete_term(Term::from_field_u64(f.file, state.key));
        }
        self.engine.add_document(record).map_err(|err| engine_error(&self.dir, &err))?;
        Ok(())
    }

    /// Makes all changes visible and durable at once.
    pub(crate) fn commit(&mut self) -> Result<()> {
        let payload =
            serde_json::to_string(&self.payload).map_err(|err| Error::new(ErrorKind::Other, err.to_string()))?;
        let mut commit = self.engine.prepare_commit().map_err(|err| engine_error(&self.dir, &err))?;
        commit.set_payload(&payload);
        commit.commit().map_err(|err| engine_error(&self.dir, &err))?;
        self.changes = 0;
        self.committed = Some(self.payload.clone());
        Ok(())
    }

    /// Commits what is not committed, waits until merging is done, and closes.
    pub(crate) fn finish(mut self) -> Result<()> {
        if self.changes > 0 || self.committed.as_ref() != Some(&self.payload) {
            self.commit()?;
        }
        let dir = self.dir.clone();
        self.engine.wait_merging_threads().map_err(|err| engine_error(&dir, &err))
    }
}
