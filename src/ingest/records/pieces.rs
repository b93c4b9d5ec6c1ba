//! Taking a file of many records apart: its encoding once for all of it, then line by line.

use crate::ingest::Job;
use crate::ingest::encoding::{self, Steady};
use std::io::{self, BufRead, Read};

/// How many bytes of a file its encoding is told from.
pub(super) const SAMPLE: usize = 1 << 20;

/// Hands the bytes of a file to `read`, in an encoding in which ASCII is ASCII, and that encoding.
pub(super) fn with_bytes(
    job: &mut Job,
    reader: &mut dyn BufRead,
    read: impl FnOnce(&mut Job, &mut dyn BufRead, Steady),
) {
    // Of a damaged file this is what comes before the damage; reading on comes to it again.
    let sample = beginning(reader);
    if encoding::is_utf16(&sample) {
        let Some(bytes) = job.whole_of_many(&mut sample.chain(reader), "save it as UTF-8") else { return };
        let text = encoding::decode(&bytes, None).text.into_owned();
        return read(job, &mut text.as_bytes(), Steady::of(b""));
    }
    let text = sample.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&sample);
    let steady = Steady::of(text);
    read(job, &mut text.chain(reader), steady);
}

/// Takes the beginning of a file.
fn beginning(reader: &mut dyn BufRead) -> Vec<u8> {
    let mut sample = Vec::new();
    while sample.len() < SAMPLE {
        let used = match reader.fill_buf() {
            Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
            Ok(buffer) if !buffer.is_empty() => {
                sample.extend_from_slice(buffer);
                buffer.len()
            }
            _ => break,
        };
        reader.consume(used);
    }
    sample
}

/// What reading a line gave.
pub(super) enum Next {
    Line,
    TooLong,
    End,
}

/// Appends the next line, without its `end`, to `out`; of a line longer than `limit` only the start.
pub(super) fn append_line(reader: &mut dyn BufRead, out: &mut Vec<u8>, limit: usize, end: u8) -> io::Result<Next> {
    let start = out.len();
    let (mut any, mut long) = (false, false);
    loop {
        let buffer = match reader.fill_buf() {
            Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if buffer.is_empty() {
            break;
        }
        any = true;
        let found = memchr::memchr(end, buffer);
        let part = &buffer[..found.unwrap_or(buffer.len())];
        let room = limit.saturating_sub(out.len() - start);
        long |= part.len() > room;
        out.extend_from_slice(&part[..part.len().min(room)]);
        let used = part.len() + usize::from(found.is_some());
        reader.consume(used);
        if found.is_some() {
            break;
        }
    }
    Ok(match (any, long) {
        (false, _) => Next::End,
        (true, true) => Next::TooLong,
        (true, false) => Next::Line,
    })
}
