//! Office files are ZIP archives of parts; a part is unpacked when it is asked for, all of them up to a bound.

use crate::ingest::encoding;
use crate::ingest::xml;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};
use std::cell::Cell;
use std::io::Read;

/// Parts that are larger than this together, unpacked, are not read.
const LARGEST: u64 = 256 << 20;

/// A package has no more parts than this.
const MOST: usize = 20_000;

/// An office file.
pub(super) struct Package<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    /// How many bytes may still be unpacked.
    left: Cell<u64>,
}

impl<'a> Package<'a> {
    /// Opens the archive in `bytes`.
    ///
    /// # Errors
    ///
    /// The archive is damaged or cut short.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let archive = ZipArchive::from_slice(bytes).map_err(|err| format!("damaged ZIP archive: {err}"))?;
        Ok(Self { archive, left: Cell::new(LARGEST) })
    }

    /// Returns the part called `name` as text; `None` if there is none.
    ///
    /// # Errors
    ///
    /// The part is damaged, too large or packed in a way that office programs do not use.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, String> {
        let Some(bytes) = self.part(name)? else { return Ok(None) };
        Ok(Some(encoding::decode(&bytes, xml::encoding(&bytes).as_deref()).text.into_owned()))
    }

    fn part(&self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let damaged = |err: rawzip::Error| format!("damaged ZIP archive at {name}: {err}");
        let mut entries = self.archive.entries();
        for _ in 0..MOST {
            let Some(entry) = entries.next_entry().map_err(damaged)? else { return Ok(None) };
            if entry.file_path().as_ref() != name.as_bytes() {
                continue;
            }
            let method = entry.compression_method();
            let found = self.archive.get_entry(entry.wayfinder()).map_err(damaged)?;
            return match method {
                CompressionMethod::STORE => self.unpacked(name, found.verifying_reader(found.data())).map(Some),
                CompressionMethod::DEFLATE => {
                    let inflated = flate2::bufread::DeflateDecoder::new(found.data());
                    self.unpacked(name, found.verifying_reader(inflated)).map(Some)
                }
                _ => Err(format!("{name} is packed in a way that is not read (save the file once more)")),
            };
        }
        Ok(None)
    }

    fn unpacked(&self, name: &str, reader: impl Read) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let left = self.left.get();
        reader.take(left + 1).read_to_end(&mut bytes).map_err(|err| format!("damaged ZIP archive at {name}: {err}"))?;
        let Some(left) = left.checked_sub(bytes.len() as u64) else {
            return Err(format!("larger than {} MiB unpacked", LARGEST >> 20));
        };
        self.left.set(left);
        Ok(bytes)
    }
}
