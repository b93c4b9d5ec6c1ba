//! A stream that is looked at before it is read: where a record really ends shows only in what comes after.

use crate::ingest::gzip::Damage;
use std::io::{self, BufRead, Read};

/// The longest line of a header.
const LINE: usize = 64 << 10;

/// Bytes that were used up are forgotten when they are so many.
const USED: usize = 256 << 10;

/// A stream, and what was read of it and not used up.
pub(super) struct Source<'a> {
    reader: &'a mut dyn BufRead,
    buffer: Vec<u8>,
    at: usize,
    /// Damage that reading came to: the stream ends here until that is taken.
    damage: Option<Damage>,
    /// Why reading failed: told when what came before is used up.
    failed: Option<io::Error>,
}

impl<'a> Source<'a> {
    pub(super) fn new(reader: &'a mut dyn BufRead) -> Self {
        Self { reader, buffer: Vec::new(), at: 0, damage: None, failed: None }
    }

    /// Returns the damage at which the stream ends, if that is no end.
    pub(super) fn damage(&self) -> Option<&Damage> {
        self.damage.as_ref()
    }

    /// Forgets the damage: what is read next comes after it.
    pub(super) fn take_damage(&mut self) -> Option<Damage> {
        self.damage.take()
    }

    /// Returns what comes next: so many bytes or more, fewer only at the end of the stream.
    pub(super) fn peek(&mut self, least: usize) -> io::Result<&[u8]> {
        if self.at > USED {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        while self.buffer.len() - self.at < least && self.damage.is_none() && self.failed.is_none() {
            let more = match self.reader.fill_buf() {
                Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
                Err(err) if Damage::of(&err).is_some() => {
                    self.damage = Damage::of(&err).cloned();
                    break;
                }
                Err(err) => {
                    self.failed = Some(err);
                    break;
                }
                Ok(more) => more,
            };
            if more.is_empty() {
                break;
            }
            self.buffer.extend_from_slice(more);
            let len = more.len();
            self.reader.consume(len);
        }
        match self.failed.take() {
            Some(err) if self.at == self.buffer.len() => Err(err),
            failed => {
                self.failed = failed;
                Ok(&self.buffer[self.at..])
            }
        }
    }

    pub(super) fn consume(&mut self, len: usize) {
        self.at += len;
    }

    /// Returns the next line without its end, or the beginning of one that is too long; `None` at the end of the stream.
    pub(super) fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut any = false;
        loop {
            let next = self.peek(1)?;
            if next.is_empty() {
                return Ok(any.then_some(line));
            }
            any = true;
            let end = memchr::memchr(b'\n', next);
            let part = &next[..end.unwrap_or(next.len())];
            line.extend_from_slice(&part[..part.len().min(LINE.saturating_sub(line.len()))]);
            let used = part.len() + usize::from(end.is_some());
            self.consume(used);
            if end.is_some() {
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(Some(line));
            }
        }
    }
}

/// Tells whether a record begins with these bytes, of which there are [`Body::AHEAD`] or the stream ends.
pub(super) type Begins = fn(&[u8]) -> bool;

/// The body of a record: so many bytes, but no further than to where the next record begins.
pub(super) struct Body<'s, 'a> {
    source: &'s mut Source<'a>,
    left: u64,
    /// So many of the next bytes are looked through.
    clear: usize,
    /// Whether a line begins here.
    fresh: bool,
    begins: Begins,
}

impl<'s, 'a> Body<'s, 'a> {
    /// How far ahead the beginning of a record is looked at.
    const AHEAD: usize = 64;

    pub(super) fn new(source: &'s mut Source<'a>, len: u64, begins: Begins) -> Self {
        Self { source, left: len, clear: 0, fresh: true, begins }
    }

    /// Passes over what is left.
    pub(super) fn pass(&mut self) -> io::Result<()> {
        io::copy(self, &mut io::sink()).map(drop)
    }
}

impl Read for Body<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let len = self.fill_buf()?.read(out)?;
        self.consume(len);
        Ok(len)
    }
}

impl BufRead for Body<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Ok(&[]);
        }
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let (begins, fresh, clear) = (self.begins, self.fresh, self.clear);
        let next = self.source.peek(2 * Self::AHEAD)?;
        if next.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if clear == 0 {
            let at_end = next.len() < 2 * Self::AHEAD;
            let looked = if at_end { next.len() } else { next.len() - Self::AHEAD };
            let starts = memchr::memchr_iter(b'\n', &next[..looked]).map(|at| at + 1);
            let start = fresh.then_some(0).into_iter().chain(starts).find(|at| begins(&next[*at..]));
            self.clear = start.unwrap_or(looked).min(left);
            if self.clear == 0 {
                let reason = "damaged record: another one begins in it";
                return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
            }
        }
        let clear = self.clear;
        Ok(&self.source.peek(1)?[..clear])
    }

    fn consume(&mut self, len: usize) {
        if len == 0 {
            return;
        }
        if let Ok(next) = self.source.peek(len) {
            self.fresh = next.get(len - 1) == Some(&b'\n');
        }
        self.source.consume(len);
        self.left -= len as u64;
        self.clear -= len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(next: &[u8]) -> bool {
        next.starts_with(b"WARC/")
    }

    #[test]
    fn a_body_ends_where_the_next_record_begins() {
        for filler in [0, 1, 60, 64, 100, 128, 5000] {
            let text = format!("{}\nWARC/1.0", "x".repeat(filler));
            // However few bytes the stream gives at once.
            for size in [1, 7, 8192] {
                let mut reader = io::BufReader::with_capacity(size, text.as_bytes());
                let mut source = Source::new(&mut reader);
                let mut bytes = Vec::new();
                let err = Body::new(&mut source, 10 << 30, begins).read_to_end(&mut bytes).unwrap_err();
                assert_eq!((err.kind(), bytes.len()), (io::ErrorKind::InvalidData, filler + 1));
                assert_eq!(source.line().unwrap().unwrap(), b"WARC/1.0");
            }
        }
    }

    #[test]
    fn a_body_that_the_stream_cuts_short_is_an_error() {
        let mut reader = &b"abc"[..];
        let mut source = Source::new(&mut reader);
        let mut body = Body::new(&mut source, 4, begins);
        assert_eq!(body.pass().unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{}\r\nb", "a".repeat(LINE + 9));
        let mut reader = text.as_bytes();
        let mut source = Source::new(&mut reader);
        assert_eq!(source.line().unwrap().unwrap().len(), LINE);
        assert_eq!(source.line().unwrap().unwrap(), b"b");
        assert_eq!(source.line().unwrap(), None);
    }
}
