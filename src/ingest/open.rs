//! Opening files: plain or compressed, told by content.

use crate::ingest::containers::{Meter, Metered, Over};
use crate::ingest::gzip::Members;
use crate::ingest::sniff::Packing;
use liblzma::bufread::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;
use xxhash_rust::xxh3::Xxh3;

/// From so many bytes the format of a file is told.
const HEAD: usize = 1 << 16;

/// How many bytes of memory unpacking xz may take: four times what its strongest setting does.
const XZ_MEMORY: u64 = 256 << 20;

/// Returns a reader of the bytes of `path` as they are, how they are packed, and how many they are.
pub(super) fn open(path: &Path) -> io::Result<(BufReader<File>, Packing, u64)> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut raw = BufReader::with_capacity(1 << 16, file);
    let packing = Packing::of(raw.fill_buf()?);
    Ok((raw, packing, size))
}

/// Returns a reader of the unpacked bytes of `raw`, which `meter` counts.
pub(super) fn unpack<'a>(
    raw: impl BufRead + 'a,
    packing: Packing,
    meter: &Rc<Meter>,
) -> io::Result<Box<dyn BufRead + 'a>> {
    // An archive may be several packed streams, one after the other.
    let unpacked: Box<dyn Read + 'a> = match packing {
        Packing::None => return Ok(Box::new(raw)),
        Packing::Gzip => Box::new(Members::new(raw, meter)),
        Packing::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(raw)?),
        Packing::Xz => {
            let stream = Stream::new_stream_decoder(XZ_MEMORY, CONCATENATED).map_err(io::Error::other)?;
            Box::new(XzDecoder::new_stream(raw, stream))
        }
        Packing::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(raw)),
    };
    Ok(Box::new(Metered::new(BufReader::with_capacity(1 << 16, unpacked), meter)))
}

/// Takes the beginning of a stream, by which its format is told. Of a damaged one this is what comes before the damage;
/// reading on comes to it again.
///
/// # Errors
///
/// Not even the first bytes can be read.
pub(super) fn beginning(reader: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    match reader.take(HEAD as u64).read_to_end(&mut head) {
        Err(err) if head.is_empty() => Err(err),
        _ => Ok(head),
    }
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
    let over = err.get_ref().is_some_and(|err| err.is::<Over>());
    let Some(name) = packing.name().filter(|_| !over) else { return err.to_string() };
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
