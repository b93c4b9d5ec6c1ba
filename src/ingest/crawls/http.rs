//! Answers of web servers, as crawls keep them: head, chunks, packings.

use crate::ingest::open;
use std::io::{BufRead, Read};

/// So many packings on top of each other are taken off.
const PACKINGS: usize = 3;

/// What a server answered.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// The media type in lower case, without parameters.
    pub(super) media: Option<String>,
    pub(super) charset: Option<String>,
    pub(super) body: Vec<u8>,
    /// Something of the body is missing.
    pub(super) damaged: bool,
    /// The body as it came is in these packings, the last one outermost.
    packings: Vec<String>,
    chunked: bool,
}

impl Answer {
    /// Takes an answer apart; its body stays as it came until [`Answer::unpack`]. `None` if these bytes are none.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        bytes.get(..5).filter(|start| start.eq_ignore_ascii_case(b"HTTP/"))?;
        let (head, body) = split(bytes);
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        let status = lines.next()?.split_whitespace().nth(1)?.parse().ok()?;
        let mut answer = Self { status, body: body.to_vec(), ..Self::default() };
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            answer.note(&name.trim().to_ascii_lowercase(), value.trim());
        }
        Some(answer)
    }

    fn note(&mut self, name: &str, value: &str) {
        match name {
            "content-type" => (self.media, self.charset) = media(value),
            "content-encoding" => self.packings = names(value),
            "transfer-encoding" => self.chunked = names(value).iter().any(|name| name == "chunked"),
            _ => {}
        }
    }

    /// Takes chunks and packings off the body; says why if that cannot be done. Bytes beyond `limit` are dropped but for one.
    pub(super) fn unpack(&mut self, limit: u64) -> Result<(), String> {
        // Crawlers note the head as it came, and some keep the body as it was meant.
        if self.chunked
            && let Some((body, whole)) = joined(&self.body)
        {
            self.body = body;
            self.damaged |= !whole;
        }
        for packing in self.packings.iter().rev().take(PACKINGS) {
            let Some(reader) = reader(packing, &self.body)? else { continue };
            let mut body = Vec::new();
            if let Err(err) = reader.take(limit.saturating_add(1)).read_to_end(&mut body) {
                if body.is_empty() {
                    return Err(format!("damaged {packing} stream: {err}"));
                }
                self.damaged = true;
            }
            self.body = body;
        }
        Ok(())
    }
}

/// Returns a reader of what `packing` packed into `body`; `None` if it is not packed, whatever was said.
fn reader<'a>(packing: &str, body: &'a [u8]) -> Result<Option<Box<dyn Read + 'a>>, String> {
    use super::super::sniff::Packing;
    let zlib = matches!(body, [first, second, ..] if first & 15 == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
    Ok(match packing {
        "gzip" | "x-gzip" | "zstd" => match Packing::of(body) {
            Packing::Gzip => Some(Box::new(flate2::bufread::MultiGzDecoder::new(body))),
            Packing::Zstd => {
                let reader = zstd::stream::read::Decoder::with_buffer(body);
                Some(Box::new(reader.map_err(|err| open::reason(&err, Packing::Zstd))?))
            }
            _ => None,
        },
        "deflate" if zlib => Some(Box::new(flate2::bufread::ZlibDecoder::new(body))),
        "deflate" if body.trim_ascii_start().starts_with(b"<") => None,
        "deflate" => Some(Box::new(flate2::bufread::DeflateDecoder::new(body))),
        // Brotli has no mark of its own: markup begins with one that it cannot begin with.
        "br" if body.trim_ascii_start().starts_with(b"<") => None,
        "br" => Some(Box::new(brotli_decompressor::Decompressor::new(body, 4096))),
        "identity" | "none" | "" => None,
        other => return Err(format!("packed as `{}`, which is not read", other.chars().take(40).collect::<String>())),
    })
}

/// Returns head and body.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while let Some(end) = memchr::memchr(b'\n', &bytes[at..]).map(|i| at + i) {
        if bytes[at..end].trim_ascii_end().is_empty() {
            return (&bytes[..at], &bytes[end + 1..]);
        }
        at = end + 1;
    }
    (bytes, &[])
}

/// Returns the media type and the `charset` of a `Content-Type`.
pub(super) fn media(value: &str) -> (Option<String>, Option<String>) {
    let mut parts = value.split([';', ',']);
    let media = parts.next().map(|media| media.trim().to_ascii_lowercase()).filter(|media| !media.is_empty());
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (media, charset.filter(|charset| !charset.is_empty()))
}

fn names(value: &str) -> Vec<String> {
    value.split(',').map(|name| name.trim().to_ascii_lowercase()).collect()
}

/// Joins the chunks of a body, and tells whether the last one is there; `None` if there are no chunks.
fn joined(mut body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut whole = Vec::with_capacity(body.len());
    let mut first = true;
    loop {
        let Some((size, rest)) = chunk(body) else {
            return (!first).then_some((whole, false));
        };
        if size == 0 {
            return Some((whole, true));
        }
        let take = size.min(rest.len());
        whole.extend_from_slice(&rest[..take]);
        if take < size {
            return Some((whole, false));
        }
        body = rest[take..].strip_prefix(b"\r\n").or_else(|| rest[take..].strip_prefix(b"\n")).unwrap_or(&rest[take..]);
        first = false;
    }
}

/// Returns the size of the chunk that `body` begins with, and what follows its line.
fn chunk(mut body: &[u8]) -> Option<(usize, &[u8])> {
    let mut line = Vec::new();
    body.by_ref().take(200).read_until(b'\n', &mut line).ok()?;
    let line = std::str::from_utf8(&line).ok()?.strip_suffix('\n')?;
    let size = line.split(';').next()?.trim();
    Some((usize::from_str_radix(size, 16).ok()?, body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn body(head: &str, body: &[u8]) -> (Result<(), String>, String, bool) {
        let mut answer = Answer::parse(&[head.as_bytes(), b"\r\n\r\n", body].concat()).unwrap();
        let done = answer.unpack(1000);
        (done, String::from_utf8_lossy(&answer.body).into_owned(), answer.damaged)
    }

    #[test]
    fn heads_are_read_in_any_case() {
        let answer = Answer::parse(b"http/2 404\ncontent-TYPE: Text/HTML; Charset=\"koi8-r\"\n\n<p>").unwrap();
        assert_eq!(
            (answer.status, answer.media.as_deref(), answer.charset.as_deref()),
            (404, Some("text/html"), Some("koi8-r"))
        );
        assert_eq!(answer.body, b"<p>");
        assert!(Answer::parse(b"<p>").is_none() && Answer::parse(b"HTTP/1.1 OK\r\n\r\n").is_none());
        assert_eq!(Answer::parse(b"HTTP/1.0 200 OK").unwrap().body, b"");
    }

    #[test]
    fn chunks_are_joined_where_there_are_chunks() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked";
        let of = |bytes: &[u8]| body(head, bytes);
        assert_eq!(of(b"3\r\n<p>\r\n4;x=y\r\nOne.\r\n0\r\n\r\n"), (Ok(()), "<p>One.".into(), false));
        assert_eq!(of(b"<p>Whole."), (Ok(()), "<p>Whole.".into(), false));
        assert_eq!(of(b"3\r\n<p>\r\nff\r\nOne."), (Ok(()), "<p>One.".into(), true));
        assert_eq!(of(b"ffffffffffffffff\r\nOne."), (Ok(()), "One.".into(), true));
    }

    #[test]
    fn packings_are_taken_off_where_they_are() {
        let head = |name: &str| format!("HTTP/1.1 200 OK\r\nContent-Encoding: {name}");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"<p>One.").unwrap();
        let gzip = gzip.finish().unwrap();
        assert_eq!(body(&head("GZip"), &gzip), (Ok(()), "<p>One.".into(), false));
        assert_eq!(body(&head("gzip"), b"<p>Two."), (Ok(()), "<p>Two.".into(), false));
        assert_eq!(body(&head("gzip"), &gzip[..gzip.len() - 8]), (Ok(()), "<p>One.".into(), true));
        assert_eq!(body(&head("br"), b"\x8b\x02\x80<p>Br.\x03"), (Ok(()), "<p>Br.".into(), false));
        let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        deflate.write_all(b"<p>Raw.").unwrap();
        assert_eq!(body(&head("deflate"), &deflate.finish().unwrap()), (Ok(()), "<p>Raw.".into(), false));
        assert_eq!(body(&head("dcz"), b"x").0, Err("packed as `dcz`, which is not read".to_owned()));
        let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        bomb.write_all(&[b' '; 100_000]).unwrap();
        assert_eq!(body(&head("gzip"), &bomb.finish().unwrap()).1.len(), 1001);
    }
}
