//! CSV and TSV: a line of names, then one record a row.

use crate::ingest::{Job, encoding, open};
use csv::ByteRecord;
use serde_json::{Map, Value};
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;
use xxhash_rust::xxh3::Xxh3;

/// Reads a table whose columns are parted by `delimiter`; for commas, semicolons and tabs are recognised too.
pub(in crate::ingest) fn read_table(job: &mut Job, reader: &mut dyn BufRead, delimiter: u8) {
    let head = match reader.fill_buf() {
        Ok(head) => head,
        Err(err) => return job.put(job.failed(None, open::reason(&err, job.packing)), 0),
    };
    if encoding::looks_utf16(head) || head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        let Some(bytes) = job.whole(reader, job.options.max_article.saturating_mul(16)) else { return };
        let text = encoding::decode(&bytes, None).text.into_owned();
        return read_rows(job, &mut text.as_bytes(), delimiter);
    }
    if head.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    read_rows(job, reader, delimiter);
}

fn read_rows(job: &mut Job, reader: &mut dyn BufRead, delimiter: u8) {
    let delimiter = match reader.fill_buf() {
        Ok(head) if delimiter == b',' => guess_delimiter(head),
        _ => delimiter,
    };
    let since = Rc::new(Cell::new(0));
    let limit = job.options.max_article.saturating_mul(2).saturating_add(1 << 16);
    let guarded = Guard { reader, since: Rc::clone(&since), limit };
    let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(guarded);
    let names = match rows.byte_headers() {
        Ok(names) => names.clone(),
        Err(err) => return job.put(job.failed(None, reason(job, &err)), 0),
    };
    let mut row = ByteRecord::new();
    let mut number = 0_u32;
    loop {
        since.set(0);
        match rows.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(err) => return job.put(job.failed(Some(number), reason(job, &err)), 0),
        }
        let record = record(&names, &row);
        job.put(super::article(job, Some(number), &record), hash(&names, &row));
        number = number.saturating_add(1);
    }
    if number == 0 {
        job.put(job.skipped(None, "empty: no rows under the line of names".to_owned()), 0);
    }
}

fn record(names: &ByteRecord, row: &ByteRecord) -> Map<String, Value> {
    let text = |bytes: &[u8]| encoding::decode(bytes, None).text.into_owned();
    let cells = names.iter().zip(row.iter()).filter(|(_, cell)| !cell.is_empty());
    cells.map(|(name, cell)| (text(name).trim().to_owned(), Value::String(text(cell)))).collect()
}

fn hash(names: &ByteRecord, row: &ByteRecord) -> u64 {
    let mut hash = Xxh3::new();
    for cell in names.iter().chain(row.iter()) {
        hash.update(cell);
        hash.update(&[0x1f]);
    }
    hash.digest()
}

fn reason(job: &Job, err: &csv::Error) -> String {
    match err.kind() {
        csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => {
            format!("{} (a quotation mark that is never closed?)", job.too_large())
        }
        csv::ErrorKind::Io(io) => open::reason(io, job.packing),
        _ => err.to_string(),
    }
}

/// Returns which of comma, semicolon and tab stands most often in the first line.
fn guess_delimiter(head: &[u8]) -> u8 {
    let line = head.split(|b| *b == b'\n').next().unwrap_or(head);
    let count = |mark: u8| line.iter().filter(|b| **b == mark).count();
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// A reader that stops when one record takes in more than a limit.
struct Guard<'a> {
    reader: &'a mut dyn BufRead,
    since: Rc<Cell<u64>>,
    limit: u64,
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > self.limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let n = self.reader.read(buffer)?;
        self.since.set(self.since.get() + n as u64);
        Ok(n)
    }
}
