//! A piece of a stream whose length is known beforehand.

use std::io::{self, BufRead, Read};

/// Reads the next so many bytes of a stream; if the stream ends before, that is an error, and no shorter piece.
pub(in crate::ingest) struct Part<'a> {
    inner: &'a mut dyn BufRead,
    left: u64,
}

impl<'a> Part<'a> {
    pub(in crate::ingest) fn new(inner: &'a mut dyn BufRead, len: u64) -> Self {
        Self { inner, left: len }
    }

    /// Passes over what is left.
    ///
    /// # Errors
    ///
    /// The stream cannot be read, or ends before.
    pub(in crate::ingest) fn pass(mut self) -> io::Result<()> {
        io::copy(&mut self, &mut io::sink()).map(drop)
    }
}

impl Read for Part<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let len = self.fill_buf()?.read(out)?;
        self.consume(len);
        Ok(len)
    }
}

impl BufRead for Part<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Ok(&[]);
        }
        let buffer = self.inner.fill_buf()?;
        if buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(&buffer[..usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len())])
    }

    fn consume(&mut self, len: usize) {
        self.left -= len as u64;
        self.inner.consume(len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_ends_where_it_should_or_fails() {
        let mut stream = &b"abcdef"[..];
        let mut part = Part::new(&mut stream, 4);
        let mut two = [0; 2];
        part.read_exact(&mut two).unwrap();
        part.pass().unwrap();
        assert_eq!((two, stream), (*b"ab", &b"ef"[..]));
        assert_eq!(Part::new(&mut stream, 10 << 30).pass().unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
