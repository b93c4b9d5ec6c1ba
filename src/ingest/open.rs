//! Opening files: plain or compressed, told by content.

use crate::ingest::sniff::Packing;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// Returns a reader of what `path` holds, unpacked, and how it was packed.
pub(super) fn open(path: &Path) -> io::Result<(Box<dyn BufRead>, Packing)> {
    let file = File::open(path)?;
    let mut raw = BufReader::with_capacity(1 << 16, file);
    let packing = Packing::of(raw.fill_buf()?);
    Ok((unpack(raw, packing)?, packing))
}

/// Returns a reader of the unpacked bytes of `raw`.
pub(super) fn unpack<'a>(raw: impl BufRead + 'a, packing: Packing) -> io::Result<Box<dyn BufRead + 'a>> {
    let wide = 1 << 16;
    Ok(match packing {
        Packing::None => Box::new(raw),
        // An archive may be several packed streams, one after the other.
        Packing::Gzip => Box::new(BufReader::with_capacity(wide, flate2::bufread::MultiGzDecoder::new(raw))),
        Packing::Zstd => Box::new(BufReader::with_capacity(wide, zstd::stream::read::Decoder::with_buffer(raw)?)),
        Packing::Xz => Box::new(BufReader::with_capacity(wide, liblzma::bufread::XzDecoder::new_multi_decoder(raw))),
    })
}

/// Returns how a stream is packed, read no further than that needs, and a reader of all of it.
pub(super) fn packing_of<'a>(mut reader: impl BufRead + 'a) -> io::Result<(impl BufRead + 'a, Packing)> {
    let mut head = Vec::new();
    while Packing::may_begin(&head) {
        let mut byte = [0];
        match reader.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => head.push(byte[0]),
            Err(err) if err.kind() == io::ErrorKind::Interrupted => {}
            Err(err) => return Err(err),
        }
    }
    let packing = Packing::of(&head);
    Ok((io::Cursor::new(head).chain(reader), packing))
}

/// Returns the reason for a person to read why reading stopped.
pub(super) fn reason(err: &io::Error, packing: Packing) -> String {
    let Some(name) = packing.name() else { return err.to_string() };
    let text = err.to_string();
    let cut = err.kind() == io::ErrorKind::UnexpectedEof || text.contains("incomplete frame");
    if cut { format!("truncated {name} stream") } else { format!("damaged {name} stream: {text}") }
}

/// Reads all of `reader`, but not more than `limit` bytes; `None` if there is more.
pub(super) fn read_up_to(reader: &mut dyn BufRead, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// Returns the hash of a file's bytes, as they lie on the disk.
///
/// # Errors
///
/// The file cannot be read.
pub(crate) fn hash_file(path: &Path) -> io::Result<u64> {
    let mut file = File::open(path)?;
    let mut hash = Xxh3::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hash.digest()),
            Ok(n) => hash.update(&buffer[..n]),
            Err(err) if err.kind() == io::ErrorKind::Interrupted => {}
            Err(err) => return Err(err),
        }
    }
}
