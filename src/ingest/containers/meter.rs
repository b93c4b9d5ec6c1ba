//! How much a file may unfold into: a few bytes can say that they are terabytes.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// How far files in files are unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many archives and packings may lie inside each other.
    pub depth: u32,
    /// How many times larger than the file itself what is unpacked of it may be.
    pub ratio: u64,
    /// How many bytes may be unpacked of one file.
    pub expanded: u64,
    /// How many files an archive may hold, with those in archives inside it.
    pub entries: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 8, ratio: 250, expanded: 1 << 40, entries: 10_000_000 }
    }
}

/// So many bytes are unpacked whatever their ratio: small files of much white space are no bombs.
const FREE: u64 = 64 << 20;

/// Counts what is unpacked of one file, at all depths.
#[derive(Debug)]
pub(in crate::ingest) struct Meter {
    /// The size of the file itself; `None` for a stream.
    size: Option<u64>,
    expanded: Cell<u64>,
    limits: Limits,
    /// Whoever reads asks to go on after damage.
    go_on: Cell<bool>,
}

impl Meter {
    pub(in crate::ingest) fn new(size: Option<u64>, limits: Limits) -> Rc<Self> {
        Rc::new(Self { size, expanded: Cell::new(0), limits, go_on: Cell::new(false) })
    }

    /// Asks for what comes after the damage that reading came to.
    pub(in crate::ingest) fn go_on(&self) {
        self.go_on.set(true);
    }

    /// Returns whether that is asked for, once.
    pub(in crate::ingest) fn goes_on(&self) -> bool {
        self.go_on.take()
    }

    fn add(&self, bytes: usize) {
        self.expanded.set(self.expanded.get().saturating_add(bytes as u64));
    }

    /// Returns why nothing more is unpacked, if so.
    pub(in crate::ingest) fn over(&self) -> Option<String> {
        let (expanded, limits) = (self.expanded.get(), &self.limits);
        if expanded > limits.expanded {
            let size = super::bytes(limits.expanded);
            return Some(format!("more than {size} when unpacked (raise --max-expanded if that is meant)"));
        }
        let most = self.size?.saturating_mul(limits.ratio);
        let over = expanded > FREE && expanded > most;
        over.then(|| {
            format!("unpacks to more than {} times its size (raise --max-ratio if that is meant)", limits.ratio)
        })
    }
}

/// The error of a reader that unpacks more than it may.
#[derive(Debug)]
pub(in crate::ingest) struct Over(String);

impl fmt::Display for Over {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Over {}

/// A reader of what is unpacked, which ends in an error where a limit is reached.
pub(in crate::ingest) struct Metered<R> {
    inner: R,
    meter: Rc<Meter>,
}

impl<R> Metered<R> {
    pub(in crate::ingest) fn new(inner: R, meter: &Rc<Meter>) -> Self {
        Self { inner, meter: Rc::clone(meter) }
    }
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let len = self.fill_buf()?.read(out)?;
        self.consume(len);
        Ok(len)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if let Some(reason) = self.meter.over() {
            return Err(io::Error::other(Over(reason)));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, len: usize) {
        self.meter.add(len);
        self.inner.consume(len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(size: Option<u64>, limits: Limits, bytes: u64) -> Result<usize, String> {
        let meter = Meter::new(size, limits);
        let mut reader = Metered::new(io::BufReader::new(io::repeat(b' ').take(bytes)), &meter);
        reader.read_to_end(&mut Vec::new()).map_err(|err| err.to_string())
    }

    #[test]
    fn the_limit_that_is_reached_is_named() {
        let limits = Limits::default();
        assert_eq!(read(Some(1), limits.clone(), FREE), Ok(FREE as usize));
        assert!(read(Some(1), limits.clone(), FREE + 1).unwrap_err().contains("--max-ratio"));
        assert_eq!(read(Some(1 << 20), limits.clone(), FREE + 1), Ok(FREE as usize + 1));
        assert_eq!(read(None, limits.clone(), FREE + 1), Ok(FREE as usize + 1));
        let small = Limits { expanded: 2 << 20, ..limits };
        assert_eq!(
            read(None, small, 3 << 20),
            Err("more than 2 MiB when unpacked (raise --max-expanded if that is meant)".to_owned())
        );
    }
}
