//! The beginning of a stream of lines: looked at no further than a line needs, so that whoever sends one gets its answer.

use crate::ingest::encoding::{self, Steady};
use crate::ingest::records::pieces::SAMPLE;
use std::io::{self, BufRead, Read};

/// From so many bytes UTF-16 is told.
const WIDE: usize = 1024;

/// A reader that keeps what it has read as long as the encoding may have to be told from it.
pub(super) struct Beginning<'a> {
    reader: &'a mut dyn BufRead,
    /// What was read so far; of no use any more, and gone, once there is more of it than a sample.
    kept: Vec<u8>,
    /// Where in `kept` the bytes begin that were not handed on.
    at: usize,
    /// Nothing more is to be kept.
    done: bool,
}

impl<'a> Beginning<'a> {
    /// Makes ready to read: a first line is waited for, and a mark before it is left out.
    pub(super) fn new(reader: &'a mut dyn BufRead) -> Self {
        let mut beginning = Self { reader, kept: Vec::new(), at: 0, done: false };
        // UTF-16 has zeros in its first line, and then a little more is looked at.
        while beginning.kept.len() < WIDE
            && (memchr::memchr(b'\n', &beginning.kept).is_none() || beginning.kept.contains(&0))
            && beginning.more()
        {}
        if beginning.kept.starts_with(b"\xef\xbb\xbf") {
            beginning.kept.drain(..3);
        }
        beginning
    }

    /// Returns whether the stream is in UTF-16.
    pub(super) fn is_utf16(&self) -> bool {
        encoding::is_utf16(&self.kept)
    }

    /// Returns the encoding if `line` is the first to show that the stream may not be in UTF-8.
    pub(super) fn told_by(&mut self, line: &[u8]) -> Option<Steady> {
        if self.done || std::str::from_utf8(line).is_ok() {
            return None;
        }
        // What was handed on as UTF-8 stays so: a byte is the same letter in all of a stream.
        let before = &self.kept[..self.at.saturating_sub(line.len() + 1)];
        let was_utf8 = !before.is_ascii();
        while !was_utf8 && self.kept.len() < SAMPLE && self.more() {}
        self.done = true;
        (!was_utf8).then(|| Steady::of(&self.kept))
    }

    /// Takes in what the reader has next; returns whether there was something.
    fn more(&mut self) -> bool {
        loop {
            let used = match self.reader.fill_buf() {
                Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
                // Of a damaged stream reading on tells: it comes to the damage again.
                Err(_) | Ok([]) => return false,
                Ok(buffer) => {
                    self.kept.extend_from_slice(buffer);
                    buffer.len()
                }
            };
            self.reader.consume(used);
            return true;
        }
    }
}

impl Read for Beginning<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let len = self.fill_buf()?.read(out)?;
        self.consume(len);
        Ok(len)
    }
}

impl BufRead for Beginning<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.kept.len() {
            self.done |= self.kept.len() >= SAMPLE;
            if self.done {
                (self.kept, self.at) = (Vec::new(), 0);
            }
            if self.done || !self.more() {
                return self.reader.fill_buf();
            }
        }
        Ok(&self.kept[self.at..])
    }

    fn consume(&mut self, len: usize) {
        if self.at < self.kept.len() {
            self.at += len;
        } else {
            self.reader.consume(len);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// Hands out one line at a time and counts them.
    struct Slow<'a>(&'a [&'a [u8]], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let Some(line) = self.0.get(self.1) else { return Ok(0) };
            self.1 += 1;
            out[..line.len()].copy_from_slice(line);
            Ok(line.len())
        }
    }

    fn line(beginning: &mut Beginning) -> Vec<u8> {
        let mut line = Vec::new();
        beginning.read_until(b'\n', &mut line).unwrap();
        line.pop();
        line
    }

    #[test]
    fn no_line_is_waited_for_in_vain() {
        let lines = ["\u{feff}é\n".as_bytes(), b"b\n", b"c\n"];
        let mut slow = BufReader::new(Slow(&lines, 0));
        let mut beginning = Beginning::new(&mut slow);
        assert_eq!((line(&mut beginning), line(&mut beginning)), ("é".into(), "b".into()));
        drop(beginning);
        assert_eq!(slow.get_ref().1, 2);
    }

    #[test]
    fn an_old_encoding_is_told_by_more_than_its_first_line() {
        let russian =
            b"\xcc\xfd\xf0 \xf1\xea\xe0\xe7\xe0\xeb, \xf7\xf2\xee \xe3\xee\xf0\xee\xe4 \xe1\xf3\xe4\xe5\xf2.\n";
        let text = [&b"plain\n\xcc\xfd\xf0\n"[..], russian].concat();
        let mut reader = &text[..];
        let mut beginning = Beginning::new(&mut reader);
        let plain = line(&mut beginning);
        assert!(beginning.told_by(&plain).is_none());
        let first = line(&mut beginning);
        assert_eq!(beginning.told_by(&first).unwrap().decode(&first).text, "Мэр");
        assert_eq!(line(&mut beginning).len() + 1, russian.len());
    }

    #[test]
    fn what_was_utf8_stays_so() {
        let mut reader = &b"\xc3\xa9\nCaf\xe9\n"[..];
        let mut beginning = Beginning::new(&mut reader);
        assert_eq!(line(&mut beginning), "é".as_bytes());
        let second = line(&mut beginning);
        assert!(beginning.told_by(&second).is_none());
    }

    #[test]
    fn long_streams_are_handed_on_whole() {
        let text = "a line of some length\n".repeat(SAMPLE / 10);
        let mut reader = BufReader::new(text.as_bytes());
        let mut all = String::new();
        Beginning::new(&mut reader).read_to_string(&mut all).unwrap();
        assert_eq!(all, text);
    }
}
