//! The rows of a table: cells between marks, some in quotation marks.
//!
//! A cell is quoted only if its closing mark ends it: `"We won," said Ann` is the words as they stand. A mark that is never
//! closed takes in no more than its own line, so that no row swallows those below it.

use crate::ingest::records::pieces::{Next, append_line};
use std::io::{self, BufRead};

/// Reads rows one after the other.
pub(super) struct Rows<'a> {
    reader: &'a mut dyn BufRead,
    shape: Shape,
    /// Lines that are read and not yet used up; each ends in a line end.
    buffer: Vec<u8>,
    at: usize,
    line: u64,
}

/// What a table looks like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// What parts cells.
    pub(super) delimiter: u8,
    /// What ends a line.
    pub(super) end: u8,
    /// The most bytes of a row.
    pub(super) limit: usize,
    /// How many cells a row has, as far as is known.
    pub(super) columns: usize,
}

/// One row.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<Vec<u8>>,
    /// The number of its first line, from 1.
    pub(super) line: u64,
    /// A cell begins with a quotation mark that does not end it.
    pub(super) stray: bool,
    /// It is longer than the limit; it has no cells.
    pub(super) too_long: bool,
}

/// What a quotation mark at the beginning of a cell means.
enum Quoted {
    /// The cell is quoted; what parts it from the next stands at this place.
    To(usize),
    /// It is a character of the cell.
    Not,
}

impl<'a> Rows<'a> {
    pub(super) fn new(reader: &'a mut dyn BufRead, shape: Shape) -> Self {
        Self { reader, shape, buffer: Vec::new(), at: 0, line: 1 }
    }

    /// Says how many cells a row has.
    pub(super) fn expect(&mut self, columns: usize) {
        self.shape.columns = columns;
    }

    /// Returns the next row that is not blank.
    pub(super) fn next(&mut self) -> io::Result<Option<Row>> {
        loop {
            self.forget();
            if self.at == self.buffer.len() {
                match self.more()? {
                    Next::End => return Ok(None),
                    Next::Line => {}
                    Next::TooLong => {
                        self.at = self.buffer.len();
                        self.line += 1;
                        return Ok(Some(Row { line: self.line - 1, too_long: true, ..Row::default() }));
                    }
                }
            }
            let start = self.at;
            let row = self.row()?;
            let line = self.line;
            self.line += memchr::memchr_iter(self.shape.end, &self.buffer[start..self.at]).count() as u64;
            if row.cells.len() > 1 || row.cells.iter().any(|cell| !cell.is_empty()) {
                return Ok(Some(Row { line, ..row }));
            }
        }
    }

    /// Forgets the lines that are used up, now and then.
    fn forget(&mut self) {
        if self.at == self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
        } else if self.at > 1 << 16 && self.at * 2 > self.buffer.len() {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
    }

    /// Reads one more line behind those at hand.
    fn more(&mut self) -> io::Result<Next> {
        let next = append_line(self.reader, &mut self.buffer, self.shape.limit, self.shape.end)?;
        if !matches!(next, Next::End) {
            self.buffer.push(self.shape.end);
        }
        Ok(next)
    }

    /// Reads the row at hand.
    fn row(&mut self) -> io::Result<Row> {
        let mut row = Row::default();
        loop {
            let start = self.at;
            let quoted = if self.buffer[start] == b'"' { self.quoted(start)? } else { Quoted::Not };
            match quoted {
                Quoted::To(end) => {
                    row.cells.push(unescaped(&self.buffer[start + 1..end - 1]));
                    self.at = end;
                }
                Quoted::Not => {
                    row.stray |= self.buffer[start] == b'"';
                    let rest = &self.buffer[start..];
                    let len = memchr::memchr2(self.shape.delimiter, self.shape.end, rest).unwrap_or(rest.len());
                    self.at = start + len;
                    row.cells.push(without_return(&self.buffer[start..self.at]).to_vec());
                }
            }
            if self.buffer[self.at] == b'\r' && self.shape.end != b'\r' {
                self.at += 1;
            }
            self.at += 1;
            if self.buffer[self.at - 1] == self.shape.end {
                return Ok(row);
            }
        }
    }

    /// Looks for the mark that closes the cell that begins with one at `start`, in as many lines as it takes.
    fn quoted(&mut self, start: usize) -> io::Result<Quoted> {
        let mut at = start + 1;
        loop {
            let found = memchr::memchr2(b'"', self.shape.end, &self.buffer[at..]).map(|i| at + i);
            let Some(mark) = found.filter(|mark| self.buffer[*mark] == b'"') else {
                at = found.map_or(self.buffer.len(), |end| end + 1);
                if !self.goes_on(start, at)? {
                    return Ok(Quoted::Not);
                }
                continue;
            };
            if self.buffer.get(mark + 1) == Some(&b'"') {
                at = mark + 2;
                continue;
            }
            return Ok(if self.ends_cell(mark + 1) { Quoted::To(mark + 1) } else { Quoted::Not });
        }
    }

    fn ends_cell(&self, at: usize) -> bool {
        let is_end = |b: &u8| *b == self.shape.end;
        match self.buffer.get(at) {
            Some(b'\r') => self.shape.end == b'\r' || self.buffer.get(at + 1).is_some_and(is_end),
            Some(b) => *b == self.shape.delimiter || is_end(b),
            None => true,
        }
    }

    /// Returns whether a cell that begins at `start` may go on in the line at `at`, which is read if need be. In tables parted
    /// by tabs, which prose has none of, a line with as many cells as a row is a row.
    fn goes_on(&mut self, start: usize, at: usize) -> io::Result<bool> {
        if at == self.buffer.len() && (at - start > self.shape.limit || !matches!(self.more()?, Next::Line)) {
            return Ok(false);
        }
        if self.shape.delimiter != b'\t' || self.shape.columns < 2 {
            return Ok(true);
        }
        let rest = &self.buffer[at..];
        let line = &rest[..memchr::memchr(self.shape.end, rest).unwrap_or(rest.len())];
        Ok(memchr::memchr_iter(b'\t', line).count() + 1 < self.shape.columns)
    }
}

/// Returns the content of a quoted cell: of two marks the second is the mark.
fn unescaped(cell: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(mark) = memchr::memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=mark]);
        rest = &rest[(mark + 2).min(rest.len())..];
    }
    out.extend_from_slice(rest);
    out
}

fn without_return(cell: &[u8]) -> &[u8] {
    cell.strip_suffix(b"\r").unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, delimiter: u8) -> Vec<String> {
        let mut bytes = text.as_bytes();
        let mut rows = Rows::new(&mut bytes, Shape { delimiter, end: b'\n', limit: 40, columns: 2 });
        let mut all = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> = row.cells.iter().map(|c| String::from_utf8_lossy(c).into_owned()).collect();
            let marks = if row.too_long {
                " long"
            } else if row.stray {
                " stray"
            } else {
                ""
            };
            all.push(format!("{}: {}{marks}", row.line, cells.join("|")));
        }
        all
    }

    #[test]
    fn quoted_cells_hold_everything() {
        let text = "a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\n\"\",2,\n\"q\"";
        assert_eq!(rows(text, b','), ["1: a|b", "2: 1|x, \"y\"\nz", "5: |2|", "6: q"]);
    }

    #[test]
    fn marks_that_do_not_end_their_cell_are_characters() {
        assert_eq!(
            rows("1\t\"We won,\" said Ann.\n2\t\"Never stop,\n3\tSaid \"Ann\"\n", b'\t'),
            ["1: 1|\"We won,\" said Ann. stray", "2: 2|\"Never stop, stray", "3: 3|Said \"Ann\""]
        );
        assert_eq!(rows("1,\"open\n2,b\n", b','), ["1: 1|\"open stray", "2: 2|b"]);
        assert_eq!(rows("1,\"open\n2,\"b\"\n", b','), ["1: 1|\"open stray", "2: 2|b"]);
        // Longer than a row may be, it is not closed either.
        let far = format!("1,\"open\n{}2,\"\n", "0,middle\n".repeat(9));
        assert_eq!(rows(&far, b',').len(), 11);
    }

    #[test]
    fn lines_over_the_limit_are_passed_over() {
        let text = format!("a,b\n{}\nc,d\n", "x".repeat(60));
        assert_eq!(rows(&text, b','), ["1: a|b", "2:  long", "3: c|d"]);
    }

    proptest! {
        #[test]
        fn no_line_is_lost(text in "([\",\t\r\n]|ab|\"\"|\n){0,40}") {
            let mut bytes = text.as_bytes();
            let mut all = Rows::new(&mut bytes, Shape { delimiter: b',', end: b'\n', limit: 200, columns: 2 });
            let mut letters = 0;
            while let Some(row) = all.next().unwrap() {
                letters += row.cells.iter().flatten().filter(|b| **b == b'a').count();
            }
            prop_assert_eq!(letters, text.matches('a').count());
        }
    }
}
