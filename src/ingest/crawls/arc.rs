//! ARC: what crawls were kept in before WARC. A line says what follows: address, host, time, type and length.

use crate::ingest::Job;
use crate::ingest::crawls::source::{Body, Source};
use crate::ingest::crawls::{Capture, Content, Crawl};
use std::io::{self, BufRead};

/// Reads an ARC file.
pub(in crate::ingest) fn read(job: &mut Job, reader: &mut dyn BufRead) {
    let mut source = Source::new(reader);
    let mut crawl = Crawl::new(job);
    let mut ended = read_records(&mut crawl, &mut source);
    while crawl.goes_on(&ended, &mut source) {
        ended = read_records(&mut crawl, &mut source);
    }
    crawl.finish(ended);
}

fn read_records(crawl: &mut Crawl, source: &mut Source) -> io::Result<()> {
    let mut lost = false;
    while let Some(line) = source.line()? {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let Some((capture, length)) = header(&line) else {
            lost = true;
            continue;
        };
        if std::mem::take(&mut lost) {
            crawl.lost();
        }
        crawl.next();
        // Nothing marks the beginning of a record but that its line can be read: lengths are trusted.
        let mut body = Body::new(source, length, |_| false);
        let address = capture.address.as_deref().unwrap_or("");
        if address.starts_with("http://") || address.starts_with("https://") {
            crawl.read(&mut body, &capture, Content::Answer, None);
        } else {
            let scheme = address.split(':').next().unwrap_or("");
            crawl.skipped(&format!("a record of `{scheme}:`, not a page"));
        }
        body.pass()?;
        crawl.ended();
    }
    if lost && source.damage().is_none() {
        crawl.lost();
    }
    Ok(())
}

/// Reads the line before a record. Addresses may hold spaces, so it is read from its end.
fn header(line: &[u8]) -> Option<(Capture, u64)> {
    let line = String::from_utf8_lossy(line);
    let mut fields = line.trim_end().rsplit(' ');
    let length = fields.next()?.parse().ok()?;
    // The newer kind has five fields more: status, sum, place, offset and file before the length.
    let rest: Vec<&str> = fields.collect();
    let date_at = rest.iter().position(|field| field.len() == 14 && field.bytes().all(|b| b.is_ascii_digit()))?;
    let address: Vec<&str> = rest.get(date_at + 2..)?.iter().rev().copied().collect();
    let address = address.join(" ");
    address
        .split_once(':')
        .filter(|(scheme, _)| !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let capture = Capture { address: Some(address), date: Some(date(rest[date_at])), language: None };
    Some((capture, length))
}

/// Returns a time such as `20140216050221` as ISO 8601.
fn date(digits: &str) -> String {
    let part = |range: std::ops::Range<usize>| &digits[range];
    format!("{}-{}-{}T{}:{}:{}Z", part(0..4), part(4..6), part(6..8), part(8..10), part(10..12), part(12..14))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_kinds_and_with_spaces() {
        for (line, address, length) in [
            ("http://a.example/ 192.0.2.1 20140216050221 text/html 1591", "http://a.example/", 1591),
            (
                "http://a.example/?t=One Two&x=1 192.0.2.1 20140216050221 text/html 7",
                "http://a.example/?t=One Two&x=1",
                7,
            ),
            ("http://a.example/ 192.0.2.1 20140216050221 text/html 200 - - 12 a.arc 99", "http://a.example/", 99),
        ] {
            let (capture, len) = header(line.as_bytes()).unwrap();
            assert_eq!((capture.address.as_deref(), len), (Some(address), length));
            assert_eq!(capture.date.as_deref(), Some("2014-02-16T05:02:21Z"));
        }
        assert!(header(b"URL IP-address Archive-date Content-type Archive-length").is_none());
        assert!(header(b"<p>On 20140216050221 the count was 7").is_none());
    }
}
