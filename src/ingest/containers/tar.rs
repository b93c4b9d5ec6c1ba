//! Tar archives, from a stream: the crate `tar` knows what headers mean; how long a name may be and how to go on after
//! damage is decided here.

use crate::ingest::containers::{Named, Part, fail_entry, named, one_more, read_entry, skip_entry};
use crate::ingest::{Job, open};
use std::io::{self, BufRead, Read};
use tar::{EntryType, Header, PaxExtensions};

/// What an archive is cut into.
const BLOCK: usize = 512;

/// Names and other notes about an entry that are longer than this are not read.
const LONGEST: u64 = 1 << 20;

/// Returns whether `head` begins a tar archive.
pub(in crate::ingest) fn is_tar(head: &[u8]) -> bool {
    head.get(..BLOCK).is_some_and(is_header)
}

/// What the blocks before an entry say of it.
#[derive(Default)]
struct Notes {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

/// Reads a tar archive.
pub(in crate::ingest) fn read(job: &mut Job, reader: &mut dyn BufRead) {
    if let Err(err) = read_entries(job, reader) {
        let reason = match err.kind() {
            io::ErrorKind::UnexpectedEof => "truncated tar archive".to_owned(),
            _ => open::reason(&err, job.packing),
        };
        job.put(job.failed(None, reason), 0);
    }
}

fn read_entries(job: &mut Job, reader: &mut dyn BufRead) -> io::Result<()> {
    let mut notes = Notes::default();
    let mut lost = 0_u64;
    let mut any = false;
    while let Some(block) = next_block(reader)? {
        if block.iter().all(|b| *b == 0) {
            continue;
        }
        if !is_header(&block) {
            lost += 1;
            continue;
        }
        any = true;
        if std::mem::take(&mut lost) > 0 {
            fail_entry(job, "", "damaged tar archive: something before this place is no entry");
        }
        let header = Header::from_byte_slice(&block);
        let size = header.entry_size()?;
        match header.entry_type() {
            EntryType::GNULongName => notes.name = Some(without_zeros(short(reader, size)?)),
            EntryType::XHeader => notes.take(&short(reader, size)?),
            EntryType::XGlobalHeader | EntryType::GNULongLink => pass(reader, size)?,
            kind => {
                let Notes { name, size: noted } = std::mem::take(&mut notes);
                let name = name.unwrap_or_else(|| header.path_bytes().into_owned());
                if !read_one(job, reader, kind, &name, noted.unwrap_or(size))? {
                    return Ok(());
                }
            }
        }
    }
    if lost > 0 {
        fail_entry(job, "", "damaged tar archive: its end is no entry");
    } else if !any {
        job.put(job.skipped(None, "empty: no files in it".to_owned()), 0);
    }
    Ok(())
}

/// Reads one entry; returns whether there may be more.
fn read_one(job: &mut Job, reader: &mut dyn BufRead, kind: EntryType, name: &[u8], size: u64) -> io::Result<bool> {
    if let Some(reason) = one_more(job) {
        job.put(job.failed(None, reason), 0);
        return Ok(false);
    }
    let is_file = kind.is_file() || kind.is_contiguous();
    let mut part = Part::new(reader, size);
    match (is_file && !name.ends_with(b"/"), named(name)) {
        (true, Named::Read(name)) => read_entry(job, &name, &mut part),
        (true, Named::Skip(name, reason)) => skip_entry(job, &name, reason),
        (false, Named::Read(name) | Named::Skip(name, _)) => {
            if let Some(reason) = no_file(kind) {
                skip_entry(job, &name, reason);
            }
        }
    }
    part.pass()?;
    pass_padding(reader, size)?;
    Ok(true)
}

/// Returns why an entry of another kind than a file is passed over; folders need no reason.
fn no_file(kind: EntryType) -> Option<&'static str> {
    match kind {
        EntryType::Directory | EntryType::Regular => None,
        EntryType::Symlink | EntryType::Link => Some("a link to another file"),
        EntryType::GNUSparse => Some("a sparse file, which is not read"),
        _ => Some("not a regular file"),
    }
}

impl Notes {
    /// Takes what a header of the newer kind says of the next entry.
    fn take(&mut self, bytes: &[u8]) {
        for note in PaxExtensions::new(bytes).flatten() {
            match note.key_bytes() {
                b"path" => self.name = Some(note.value_bytes().to_vec()),
                b"size" => self.size = note.value().ok().and_then(|value| value.parse().ok()),
                _ => {}
            }
        }
    }
}

/// Returns the next block; `None` at the end of the stream.
fn next_block(reader: &mut dyn BufRead) -> io::Result<Option<[u8; BLOCK]>> {
    let mut block = [0; BLOCK];
    if reader.fill_buf()?.is_empty() {
        return Ok(None);
    }
    reader.read_exact(&mut block)?;
    Ok(Some(block))
}

/// Returns whether the checksum of a block is that of a header.
fn is_header(block: &[u8]) -> bool {
    // The checksum itself counts as eight spaces.
    let sum = |bytes: &[u8]| bytes.iter().map(|b| u32::from(*b)).sum::<u32>();
    let is = sum(&block[..148]) + 8 * u32::from(b' ') + sum(&block[156..]);
    Header::from_byte_slice(block).cksum().is_ok_and(|said| said == is)
}

/// Reads what is noted about an entry.
fn short(reader: &mut dyn BufRead, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut part = Part::new(reader, size);
    part.by_ref().take(LONGEST).read_to_end(&mut bytes)?;
    part.pass()?;
    pass_padding(reader, size)?;
    Ok(bytes)
}

fn pass(reader: &mut dyn BufRead, size: u64) -> io::Result<()> {
    Part::new(reader, size).pass()?;
    pass_padding(reader, size)
}

/// Passes over what fills up the last block of an entry.
fn pass_padding(reader: &mut dyn BufRead, size: u64) -> io::Result<()> {
    let block = BLOCK as u64;
    Part::new(reader, (block - size % block) % block).pass()
}

fn without_zeros(mut name: Vec<u8>) -> Vec<u8> {
    name.truncate(memchr::memchr(0, &name).unwrap_or(name.len()));
    name
}
