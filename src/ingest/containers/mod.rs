//! Files that hold other files: each entry goes the way of a file of its own, unpacked in memory, a piece at a time.
//!
//! Names of entries never touch the disk: they are only shown, behind the name of the archive and `!/`. Records are
//! numbered through all of the outermost file, so that its name and a number are a key.

mod meter;
mod part;
mod tally;
mod tar;
mod zip;

use crate::ingest::sniff::Packing;
use crate::ingest::walk::readable_bytes;
use crate::ingest::{Job, Outcome, Sink, open, read};
use crate::model::Skip;
use std::io::BufRead;
use std::rc::Rc;
use xxhash_rust::xxh3::xxh3_64_with_seed;

pub use meter::Limits;
pub(super) use meter::{Meter, Metered, Over};
pub(super) use part::Part;
pub(super) use tally::Tally;
pub(super) use tar::{is_tar, read as read_tar};
pub(super) use zip::read as read_zip;

/// Deeper than this nothing is unpacked, whatever the limits say: every level takes some stack.
const DEEPEST: u32 = 64;

/// So many records that gave no article have a line of their own; of the others each reason has one.
const TOLD: u64 = 1000;

/// What all that lies in one file shares.
pub(super) struct Outer<'a> {
    sink: &'a mut Sink<'a>,
    pub(super) meter: Rc<Meter>,
    /// The number of the next record in an archive.
    next: u32,
    /// How many entries were met.
    entries: u64,
    told: u64,
    tally: Tally,
}

impl<'a> Outer<'a> {
    pub(super) fn new(sink: &'a mut Sink<'a>, meter: Rc<Meter>) -> Self {
        Self { sink, meter, next: 0, entries: 0, told: 0, tally: Tally::default() }
    }

    /// Hands on what came of a record.
    pub(super) fn put(&mut self, outcome: Outcome, hash: u64) {
        let (failed, skip) = match &outcome {
            Outcome::Skipped(skip) => (false, skip),
            Outcome::Failed(skip) => (true, skip),
            Outcome::Article(_) => return (self.sink)(outcome, hash),
        };
        match skip.record {
            Some(record) if self.told >= TOLD => self.tally.add(failed, record, &skip.reason),
            _ => {
                self.told += 1;
                (self.sink)(outcome, hash);
            }
        }
    }

    /// Tells what was only counted.
    pub(super) fn finish(&mut self, shown: &str) {
        for told in self.tally.take() {
            let reason = if told.count == 1 { told.reason } else { format!("{} more: {}", told.count, told.reason) };
            let skip = Skip { path: shown.to_owned(), record: Some(told.first), reason, edition: None };
            (self.sink)(if told.failed { Outcome::Failed(skip) } else { Outcome::Skipped(skip) }, 0);
        }
    }

    /// Numbers an outcome of an entry, whose name is a part of what its hash is of.
    pub(super) fn put_numbered(&mut self, mut outcome: Outcome, hash: u64) {
        let number = self.next;
        self.next = self.next.saturating_add(1);
        let path = match &mut outcome {
            Outcome::Article(article) => {
                article.record = number;
                &article.path
            }
            Outcome::Skipped(skip) | Outcome::Failed(skip) => {
                skip.record = Some(number);
                &skip.path
            }
        };
        let hash = xxh3_64_with_seed(path.as_bytes(), hash);
        self.put(outcome, hash);
    }
}

/// Reads an entry of the archive that `job` reads.
fn read_entry(job: &mut Job, name: &str, reader: &mut dyn BufRead) {
    let shown = format!("{}!/{name}", job.shown);
    let mut entry = Job { shown: &shown, depth: job.depth + 1, file: None, archived: true, ..job.again() };
    read(&mut entry, reader);
}

/// Passes over an entry.
fn skip_entry(job: &mut Job, name: &str, reason: &str) {
    put_entry(job, name, |job| job.skipped(None, reason.to_owned()));
}

/// Notes that an entry cannot be read.
fn fail_entry(job: &mut Job, name: &str, reason: &str) {
    put_entry(job, name, |job| job.failed(None, reason.to_owned()));
}

fn put_entry(job: &mut Job, name: &str, outcome: impl FnOnce(&Job) -> Outcome) {
    let shown = format!("{}!/{name}", job.shown);
    let mut entry = Job { shown: &shown, archived: true, ..job.again() };
    let outcome = outcome(&entry);
    entry.put(outcome, 0);
}

/// Reads what is packed inside something that was unpacked already.
pub(super) fn read_packed(job: &mut Job, reader: &mut dyn BufRead, packing: Packing) {
    if let Some(reason) = too_deep(job) {
        return job.put(job.skipped(None, reason), 0);
    }
    let meter = Rc::clone(&job.outer.meter);
    let mut inner = Job { depth: job.depth + 1, file: None, packing, ..job.again() };
    match open::unpack(reader, packing, &meter) {
        Ok(mut reader) => read(&mut inner, &mut *reader),
        Err(err) => inner.put(inner.failed(None, open::reason(&err, packing)), 0),
    }
}

/// Reads an archive of files, if it does not lie too deep.
pub(super) fn read_archive(job: &mut Job, reader: &mut dyn BufRead, archive: fn(&mut Job, &mut dyn BufRead)) {
    match too_deep(job) {
        Some(reason) => job.put(job.skipped(None, reason), 0),
        None => archive(job, reader),
    }
}

/// Returns why what lies at the depth of `job` is not unpacked, if so.
fn too_deep(job: &Job) -> Option<String> {
    let most = job.options.limits.depth.min(DEEPEST);
    (job.depth >= most).then(|| format!("more than {most} archives inside each other (raise --max-depth)"))
}

/// Counts an entry; returns why no more are read, if so.
fn one_more(job: &mut Job) -> Option<String> {
    job.outer.entries += 1;
    let most = job.options.limits.entries;
    if job.outer.entries > most {
        return Some(format!("more than {most} files in it (raise --max-entries)"));
    }
    job.outer.meter.over()
}

/// What is to be done with an entry, by its name.
enum Named {
    /// It is read under this name.
    Read(String),
    /// It is passed over: the name to show, and the reason.
    Skip(String, &'static str),
}

/// Returns the name of an entry as it is shown, without what stands for the top of the archive.
fn named(name: &[u8]) -> Named {
    let mut rest = name;
    while let Some(inner) = rest.strip_prefix(b"/").or_else(|| rest.strip_prefix(b"./")) {
        rest = inner;
    }
    let shown = readable_bytes(rest);
    let mut parts = rest.split(|b| matches!(b, b'/' | b'\\'));
    if parts.clone().any(|part| part == b"..") {
        return Named::Skip(shown, "its name leads out of the archive");
    }
    if parts.any(|part| part.first() == Some(&b'.') && part != b".") {
        return Named::Skip(shown, "hidden file");
    }
    Named::Read(shown)
}

/// Returns a number of bytes for a person.
pub(super) fn bytes(count: u64) -> String {
    let units = [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = units.iter().find(|(shift, _)| count >= 1 << shift && count.is_multiple_of(1 << shift));
    unit.map_or_else(|| format!("{count} bytes"), |(shift, unit)| format!("{} {unit}", count >> shift))
}
