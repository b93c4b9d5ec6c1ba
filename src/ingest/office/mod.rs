//! Office documents and mail: text documents, books, messages.

mod document;
mod docx;
mod epub;
mod mail;
mod odt;
mod package;
#[cfg(feature = "pdf")]
mod pdf;
mod rtf;
mod saved;

use crate::ingest::Job;
use package::Package;
use std::io::BufRead;
use xxhash_rust::xxh3::xxh3_64;

pub(super) use mail::{is_mail, read as read_mail};
pub(super) use saved::{is_saved, read as read_saved};

/// Returns whether `head` begins an office document in a ZIP archive, in a file with the extension `ext`.
pub(super) fn is_package(head: &[u8], ext: &str) -> bool {
    if !head.starts_with(b"PK\x03\x04") {
        return false;
    }
    let start = &head[..head.len().min(4096)];
    let has = |part: &[u8]| memchr::memmem::find(start, part).is_some();
    matches!(ext, "docx" | "docm" | "odt" | "epub")
        || has(b"mimetypeapplication/epub+zip")
        || has(b"mimetypeapplication/vnd.oasis.opendocument.text")
        || has(b"[Content_Types].xml") && has(b"word/")
}

/// Reads an office document in a ZIP archive.
pub(super) fn read_package(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole_of_many(reader, "save it as several files") else { return };
    let hash = xxh3_64(&bytes);
    if let Err(reason) = package(job, &bytes, hash) {
        job.put(job.failed(None, reason), hash);
    }
}

fn package(job: &mut Job, bytes: &[u8], hash: u64) -> Result<(), String> {
    let package = Package::open(bytes)?;
    if let Some(document) = docx::read(&package)? {
        document.finish(job, hash);
    } else if let Some(document) = odt::read(&package)? {
        document.finish(job, hash);
    } else if !epub::read(job, &package, hash)? {
        job.put(job.skipped(None, "not text (ZIP archive without a text document in it)".to_owned()), hash);
    }
    Ok(())
}

/// Reads a document in RTF.
pub(super) fn read_rtf(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole_of_many(reader, "save it without pictures") else { return };
    let hash = xxh3_64(&bytes);
    let document = rtf::read(&bytes);
    document.finish(job, hash);
}

/// Reads a document in PDF.
#[cfg(feature = "pdf")]
pub(super) fn read_pdf(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole_of_many(reader, "save it as several files") else { return };
    let hash = xxh3_64(&bytes);
    match pdf::read(&bytes) {
        Ok(document) => document.finish(job, hash),
        Err(pdf::Lacking::Text) => {
            let reason = "no text in it (a PDF of pictures?): recognise its text first".to_owned();
            job.put(job.skipped(None, reason), hash);
        }
        Err(pdf::Lacking::Reason(reason)) => job.put(job.failed(None, reason), hash),
    }
}

/// Says how documents in PDF can be read.
#[cfg(not(feature = "pdf"))]
pub(super) fn read_pdf(job: &mut Job, _: &mut dyn BufRead) {
    let way_out = "install onrecord with `--features pdf`, or save it as text";
    job.put(job.skipped(None, format!("PDF document, which this build does not read: {way_out}")), 0);
}
