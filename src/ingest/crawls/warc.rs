//! WARC: the records of a crawl, one after the other. Damage costs one record: the next one is looked for.
//!
//! The reader is our own: the crates there are take in whole records, or end at the first mistake.

use crate::ingest::crawls::source::{Body, Source};
use crate::ingest::crawls::{Capture, Content, Crawl, http};
use crate::ingest::{Job, language};
use std::io::{self, BufRead};

/// The most lines of a header that are read.
const LINES: usize = 1000;

/// What the header of a record says.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    length: Option<u64>,
    media: Option<String>,
    charset: Option<String>,
    capture: Capture,
}

/// Reads a WARC file.
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
    while find_record(crawl, source)? {
        let header = read_header(source)?;
        if source.damage().is_some() && source.peek(1)?.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let Some(length) = header.length else {
            crawl.failed("damaged record: it does not say its length");
            continue;
        };
        let mut body = Body::new(source, length, begins);
        match content(&header) {
            Ok(content) => crawl.read(&mut body, &header.capture, content, header.charset.as_deref()),
            Err(reason) => crawl.skipped(&reason),
        }
        match body.pass() {
            Ok(()) => crawl.ended(),
            // Another record begins: it is the next.
            Err(err) if err.kind() == io::ErrorKind::InvalidData => crawl.cut(),
            Err(err) => return Err(err),
        }
    }
    Ok(())
}

/// Goes to where the next record begins; returns whether there is one.
fn find_record(crawl: &mut Crawl, source: &mut Source) -> io::Result<bool> {
    let mut lost = false;
    loop {
        if begins(source.peek(64)?) {
            break;
        }
        match source.line()? {
            Some(line) => lost |= !line.trim_ascii().is_empty(),
            None => {
                // Where the stream is damaged that is what is told.
                if lost && source.damage().is_none() {
                    crawl.lost();
                }
                return Ok(false);
            }
        }
    }
    if lost {
        crawl.lost();
    }
    crawl.next();
    Ok(true)
}

/// Returns whether a record begins: its version, and on the next line a name that records have.
fn begins(next: &[u8]) -> bool {
    let Some(rest) = next.strip_prefix(b"WARC/") else { return false };
    let version = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let rest = rest[version..].trim_ascii_start();
    let names = [&b"WARC-"[..], b"Content-"];
    version > 0 && names.iter().any(|name| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
}

fn read_header(source: &mut Source) -> io::Result<Header> {
    let mut header = Header::default();
    source.line()?;
    for _ in 0..LINES {
        let Some(line) = source.line()? else { break };
        if line.trim_ascii().is_empty() {
            break;
        }
        let line = String::from_utf8_lossy(&line);
        if let Some((name, value)) = line.split_once(':') {
            header.note(&name.trim().to_ascii_lowercase(), value.trim());
        }
    }
    Ok(header)
}

impl Header {
    fn note(&mut self, name: &str, value: &str) {
        match name {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            // Some write the address in the brackets that the standard's grammar once asked for.
            "warc-target-uri" => self.capture.address = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => self.capture.date = Some(value.to_owned()),
            "warc-identified-content-language" => {
                self.capture.language = value.split(',').next().and_then(language::code);
            }
            "content-type" => (self.media, self.charset) = http::media(value),
            "content-length" => self.length = value.parse().ok(),
            _ => {}
        }
    }
}

/// Returns what the body of a record is; else why it holds no page.
fn content(header: &Header) -> Result<Content, String> {
    let media = header.media.as_deref().unwrap_or("");
    let address = header.capture.address.as_deref().unwrap_or("");
    match header.kind.as_str() {
        "response" if media == "application/http" => Ok(Content::Answer),
        "response" => match address.split_once(':') {
            Some((scheme, _)) if !scheme.starts_with("http") => Err(format!("an answer by `{scheme}`, not a page")),
            _ => super::of_media(media),
        },
        "conversion" if media == "text/plain" => Ok(Content::Words),
        "resource" | "conversion" => super::of_media(media),
        "" => Err("damaged record: it does not say its type".to_owned()),
        kind => Err(format!("a record of type `{}`, not a page", kind.chars().take(40).collect::<String>())),
    }
}
