//! ZIP archives: the list at their end says what is in them, so they are read from a file; one that comes from a stream is
//! put aside first.

use crate::ingest::containers::{Metered, Named, bytes, fail_entry, named, one_more, read_entry, skip_entry};
use crate::ingest::walk::readable_bytes;
use crate::ingest::{Job, open};
use rawzip::{CompressionMethod, FileReader, ZipArchive, ZipArchiveEntryWayfinder};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};

/// The most bytes of an archive in a stream that are put aside.
const ASIDE: u64 = 4 << 30;

/// What the list says of an entry.
struct Entry {
    name: Vec<u8>,
    wayfinder: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
    link: bool,
}

/// Reads a ZIP archive.
pub(in crate::ingest) fn read(job: &mut Job, reader: &mut dyn BufRead) {
    let file = match job.file {
        Some(path) => File::open(path).map_err(|err| open::reason(&err, job.packing)),
        None => aside(job, reader),
    };
    let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
    let archive = file.and_then(|file| {
        ZipArchive::from_file(file, &mut buffer).map_err(|err| format!("damaged or truncated ZIP archive: {err}"))
    });
    match archive {
        Ok(archive) => read_entries(job, &archive, &mut buffer),
        Err(reason) => job.put(job.failed(None, reason), 0),
    }
}

/// Puts the bytes of a stream into a file without a name.
fn aside(job: &Job, reader: &mut dyn BufRead) -> Result<File, String> {
    let copied = tempfile::tempfile().and_then(|mut file| {
        let size = io::copy(&mut reader.take(ASIDE + 1), &mut file)?;
        file.rewind()?;
        Ok((file, size))
    });
    match copied {
        Ok((file, size)) if size <= ASIDE => Ok(file),
        Ok(_) => Err(format!("a ZIP archive of more than {} inside another file: unpack it first", bytes(ASIDE))),
        Err(err) => Err(open::reason(&err, job.packing)),
    }
}

/// Returns whether the archive is a crawl in a WACZ file: beside the WARC files it holds lists of what is in them.
fn is_wacz(archive: &ZipArchive<FileReader>, buffer: &mut [u8]) -> bool {
    let (mut described, mut crawled) = (false, false);
    let mut entries = archive.entries(buffer);
    while let Ok(Some(entry)) = entries.next_entry() {
        let name = entry.file_path();
        described |= name.as_bytes() == b"datapackage.json";
        crawled |= is_crawl(name.as_bytes());
        if described && crawled {
            return true;
        }
    }
    false
}

/// Returns whether an entry of a WACZ file is one of its WARC files.
fn is_crawl(name: &[u8]) -> bool {
    name.starts_with(b"archive/") && memchr::memmem::find(name, b".warc").is_some()
}

fn read_entries(job: &mut Job, archive: &ZipArchive<FileReader>, buffer: &mut [u8]) {
    let wacz = is_wacz(archive, buffer);
    let mut entries = archive.entries(buffer);
    let mut any = false;
    loop {
        let entry = match entries.next_entry() {
            Ok(Some(entry)) if entry.is_dir() => continue,
            Ok(Some(entry)) => Entry {
                name: entry.file_path().as_bytes().to_vec(),
                wayfinder: entry.wayfinder(),
                method: entry.compression_method(),
                encrypted: entry.flags().is_encrypted(),
                link: entry.mode().is_symlink(),
            },
            Ok(None) => break,
            Err(err) => return job.put(job.failed(None, format!("damaged ZIP archive: {err}")), 0),
        };
        any = true;
        if let Some(reason) = one_more(job) {
            return job.put(job.failed(None, reason), 0);
        }
        if wacz && !is_crawl(&entry.name) {
            skip_entry(job, &readable_bytes(&entry.name), "it tells of the crawl, whose pages are read from archive/");
        } else {
            read_one(job, archive, &entry);
        }
    }
    if !any {
        job.put(job.skipped(None, "empty: no files in it".to_owned()), 0);
    }
}

fn read_one(job: &mut Job, archive: &ZipArchive<FileReader>, entry: &Entry) {
    let name = match named(&entry.name) {
        Named::Read(name) => name,
        Named::Skip(name, reason) => return skip_entry(job, &name, reason),
    };
    if entry.link {
        return skip_entry(job, &name, "a link to another file");
    }
    if entry.encrypted {
        return skip_entry(job, &name, "encrypted: unpack it with its password first");
    }
    let found = match archive.get_entry(entry.wayfinder) {
        Ok(found) => found,
        Err(err) => return fail_entry(job, &name, &format!("damaged entry of a ZIP archive: {err}")),
    };
    let Some(unpacked) = unpack(BufReader::new(found.reader()), entry.method) else {
        let reason = format!("packed by the method {:?}, which is not read", entry.method);
        return skip_entry(job, &name, &reason);
    };
    let checked = BufReader::with_capacity(1 << 16, found.verifying_reader(unpacked));
    let mut metered = Metered::new(checked, &job.outer.meter);
    read_entry(job, &name, &mut metered);
}

/// Returns a reader of the unpacked bytes of an entry; `None` if its packing is none that is read.
fn unpack<'a>(raw: impl BufRead + 'a, method: CompressionMethod) -> Option<Box<dyn Read + 'a>> {
    Some(match method {
        CompressionMethod::STORE => Box::new(raw),
        CompressionMethod::DEFLATE => Box::new(flate2::bufread::DeflateDecoder::new(raw)),
        CompressionMethod::BZIP2 => Box::new(bzip2::bufread::BzDecoder::new(raw)),
        CompressionMethod::ZSTD => Box::new(zstd::stream::read::Decoder::with_buffer(raw).ok()?),
        _ => return None,
    })
}
