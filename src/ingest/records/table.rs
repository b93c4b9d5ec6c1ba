//! CSV and TSV: a line of names, then one record a row.

use crate::ingest::encoding::Steady;
use crate::ingest::records::pieces::with_bytes;
use crate::ingest::records::rows::{Row, Rows, Shape};
use crate::ingest::{Job, Outcome, open};
use crate::model::Warning;
use serde_json::{Map, Value};
use std::io::BufRead;
use xxhash_rust::xxh3::Xxh3;

/// Reads a table whose columns are parted by `delimiter`; for commas, semicolons and tabs are recognised too.
pub(in crate::ingest) fn read_table(job: &mut Job, reader: &mut dyn BufRead, delimiter: u8) {
    with_bytes(job, reader, |job, reader, encoding| read_rows(job, reader, delimiter, encoding));
}

fn read_rows(job: &mut Job, reader: &mut dyn BufRead, delimiter: u8, mut encoding: Steady) {
    // A reader that fails here fails again below.
    let head = reader.fill_buf().unwrap_or_default();
    let delimiter = if delimiter == b',' { guess_delimiter(head) } else { delimiter };
    let end = if head.contains(&b'\r') && !head.contains(&b'\n') { b'\r' } else { b'\n' };
    let limit = job.options.max_article.saturating_mul(2).saturating_add(1 << 16);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut rows = Rows::new(reader, Shape { delimiter, end, limit, columns: 0 });
    let names = match rows.next() {
        Ok(Some(row)) if !row.too_long => row.cells,
        Ok(_) => return job.put(job.failed(None, "no line of names that could be read".to_owned()), 0),
        Err(err) => return job.put(job.failed(None, open::reason(&err, job.packing)), 0),
    };
    rows.expect(names.len());
    let names: Vec<String> = names.iter().map(|name| encoding.decode(name).text.trim().to_owned()).collect();
    let mut number = 0_u32;
    loop {
        match rows.next() {
            Ok(Some(row)) => {
                let (outcome, hash) = record(job, number, &names, row, delimiter, &mut encoding);
                job.put(outcome, hash);
            }
            Ok(None) => break,
            Err(err) => return job.put(job.failed(Some(number), open::reason(&err, job.packing)), 0),
        }
        number = number.saturating_add(1);
    }
    if number == 0 {
        job.put(job.skipped(None, "empty: no rows under the line of names".to_owned()), 0);
    }
}

/// Makes an article of one row; also returns the fingerprint of its words.
fn record(job: &Job, number: u32, names: &[String], row: Row, delimiter: u8, encoding: &mut Steady) -> (Outcome, u64) {
    let line = row.line;
    if row.too_long {
        return (job.skipped(Some(number), format!("line {line}: {}", job.too_large())), 0);
    }
    let mut warnings = Vec::new();
    let mut hash = Xxh3::new();
    let mut record = Map::new();
    names.iter().for_each(|name| hash.update(name.as_bytes()));
    for (i, cell) in row.cells.iter().enumerate() {
        let decoded = encoding.decode(cell);
        hash.update(b"\x1f");
        hash.update(decoded.text.as_bytes());
        warnings.extend(decoded.warning);
        if let (Some(name), false) = (names.get(i), cell.is_empty()) {
            record.insert(name.clone(), Value::String(decoded.text.into_owned()));
        }
    }
    let surplus = row.cells.iter().skip(names.len()).any(|cell| !cell.trim_ascii().is_empty());
    if surplus {
        let (cells, names) = (row.cells.len(), names.len());
        let way_out = "words with a mark that parts cells in them need quotation marks round them";
        let reason = format!("line {line}: {cells} cells under {names} names ({way_out})");
        return (job.failed(Some(number), reason), hash.digest());
    }
    warnings.dedup();
    let mut warnings: Vec<Warning> = warnings.into_iter().map(Warning::encoding).collect();
    // Between tabs marks are characters like others.
    if row.stray && delimiter != b'\t' {
        let text = format!("line {line}: a quotation mark that does not close its cell was read as it stands");
        warnings.push(Warning { rule: "table".to_owned(), text });
    }
    (super::article(job, Some(number), &record, warnings), hash.digest())
}

/// Returns which of comma, semicolon and tab stands most often in the first line.
fn guess_delimiter(head: &[u8]) -> u8 {
    let line = head.split(|b| *b == b'\n').next().unwrap_or(head);
    let count = |mark: u8| line.iter().filter(|b| **b == mark).count();
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}
