//! The wire before markup: messages between control characters, of IPTC 7901 and ANPA 1312.

use crate::ingest::draft::Draft;
use crate::ingest::wire::{anpa, iptc7901};
use crate::ingest::{Job, encoding};
use crate::model::Warning;
use std::io::BufRead;
use xxhash_rust::xxh3::xxh3_64;

/// Start of a header, of a text, its end, and the end of a transmission.
const MARKS: [char; 4] = ['\u{1}', '\u{2}', '\u{3}', '\u{4}'];

/// A message as it was sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Message<'a> {
    pub(super) header: &'a str,
    pub(super) text: &'a str,
    /// What follows the text: the time of sending.
    pub(super) trailer: &'a str,
}

/// Returns whether `head` begins a message: a header and the start of a text, with nothing but idle marks before.
pub(in crate::ingest) fn is_wire(head: &[u8]) -> bool {
    let idle = |byte: &u8| matches!(byte, 0x16 | 0x7f | b'\r' | b'\n' | b' ' | 0);
    let start = head.iter().position(|byte| !idle(byte)).unwrap_or(head.len());
    let Some(rest) = head[start..].strip_prefix(b"\x01") else { return false };
    let text = rest.iter().take(400).position(|byte| *byte == 2);
    text.is_some_and(|at| at > 0 && rest[..at].iter().filter(|byte| byte.is_ascii_graphic()).count() * 2 > at)
}

/// Reads a file of messages.
pub(in crate::ingest) fn read(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole_of_many(reader, "split it into several files") else { return };
    let decoded = encoding::decode(&bytes, None);
    let warnings: Vec<Warning> = decoded.warning.into_iter().map(Warning::encoding).collect();
    let messages = messages(&decoded.text);
    let many = messages.len() > 1;
    for (number, message) in (0..).zip(&messages) {
        let number = many.then_some(number);
        let outcome = match draft(message) {
            Ok(mut draft) => {
                draft.article.warnings.splice(0..0, warnings.iter().cloned());
                draft.sign_off();
                draft.finish(job, number)
            }
            Err(reason) => job.skipped(number, reason),
        };
        job.put(outcome, xxh3_64(format!("{message:?}").as_bytes()));
    }
}

fn draft(message: &Message) -> Result<Draft, String> {
    let is_anpa = message.text.trim_start().starts_with('^') || message.header.contains(['\u{1f}', '\u{13}', '\u{14}']);
    if is_anpa { anpa::article(message) } else { iptc7901::article(message) }
}

/// Returns the messages in `text`.
fn messages(text: &str) -> Vec<Message<'_>> {
    let mut found = Vec::new();
    for part in text.split(MARKS[0]).skip(1) {
        let (header, rest) = part.split_once(MARKS[1]).unwrap_or((part, ""));
        let rest = rest.split(MARKS[3]).next().unwrap_or("");
        let (text, trailer) = rest.split_once(MARKS[2]).unwrap_or((rest, ""));
        found.push(Message { header, text, trailer });
    }
    found
}

/// Returns the ISO date of a time in a trailer: day, month by name or number, year of two digits, and a clock.
pub(super) fn iso(year: &str, month: &str, day: &str, clock: &str, zone: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let number = |text: &str| text.parse::<u32>().ok();
    let by_name = month.get(..3).and_then(|name| MONTHS.iter().position(|m| name.eq_ignore_ascii_case(m)));
    let month = by_name.and_then(|at| u32::try_from(at + 1).ok()).or_else(|| number(month))?;
    let year = number(year)?;
    // Wires of this form began in the seventies.
    let year = if year > 99 {
        year
    } else if year < 70 {
        2000 + year
    } else {
        1900 + year
    };
    let clock = clock.get(..4).filter(|clock| clock.bytes().all(|b| b.is_ascii_digit()))?;
    let zone = if matches!(zone, "GMT" | "UTC" | "Z") { "Z" } else { "" };
    Some(format!("{year:04}-{month:02}-{:02}T{}:{}:00{zone}", number(day)?, &clock[..2], &clock[2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_cut_at_their_marks() {
        let wire = "\u{16}\u{1}h1\u{2}One.\u{3}t1\u{4}\u{1}h2\u{2}Two.";
        assert_eq!(
            messages(wire),
            [
                Message { header: "h1", text: "One.", trailer: "t1" },
                Message { header: "h2", text: "Two.", trailer: "" }
            ]
        );
        assert!(is_wire(b"\x16\x16\x01abc 4 i 20\r\n\x02Head") && !is_wire(b"\x01\x02") && !is_wire(b"words"));
    }

    #[test]
    fn times() {
        assert_eq!(iso("13", "Nov", "13", "1137", "GMT").as_deref(), Some("2013-11-13T11:37:00Z"));
        assert_eq!(iso("87", "02", "26", "1501", "").as_deref(), Some("1987-02-26T15:01:00"));
        assert_eq!(iso("x", "02", "26", "1501", ""), None);
    }
}
