//! Pages that browsers saved with all that belongs to them, in one file like mail: `.mht`, `.mhtml`.

use crate::ingest::{Job, html};
use crate::model::Article;
use mail_parser::{MessageParser, MimeHeaders};
use std::io::BufRead;
use xxhash_rust::xxh3::xxh3_64;

/// Returns whether `text`, the beginning of a message, is that of a saved page.
pub(in crate::ingest) fn is_saved(text: &str) -> bool {
    let head = text.split("\n\n").next().unwrap_or(text).split("\r\n\r\n").next().unwrap_or(text).to_ascii_lowercase();
    let starts = ["snapshot-content-location:", "from: <saved by ", "from: \"saved by "];
    head.lines().any(|line| starts.iter().any(|start| line.starts_with(start)))
}

/// Reads a saved page.
pub(in crate::ingest) fn read(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole(reader) else { return };
    let hash = xxh3_64(&bytes);
    match page(&bytes) {
        Some((markup, address)) => {
            let article = Article { path: job.shown.to_owned(), url: address, ..Article::default() };
            html::read(job, &markup, article, hash);
        }
        None => job.put(job.skipped(None, "a saved page without a page in it".to_owned()), hash),
    }
}

/// Returns the markup of the page, and its address: the first part that is a page, as the others are its frames.
fn page(bytes: &[u8]) -> Option<(String, Option<String>)> {
    let message = MessageParser::default().parse(bytes)?;
    let part = message.parts.iter().find(|part| part.is_text_html())?;
    let markup = part.text_contents()?.to_owned();
    let said = message.header("Snapshot-Content-Location").and_then(|value| value.as_text());
    let address = part.content_location().or_else(|| message.content_location()).or(said);
    Some((markup, address.map(str::trim).filter(|address| address.starts_with("http")).map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAVED: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://ostley.example/ferry\r\nSubject: Ferry\r\nDate: Thu, 2 May 2024 08:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"--b--\"\r\n\r\n\r\n----b--\r\nContent-Type: text/css\r\nContent-Location: https://ostley.example/a.css\r\n\r\np { color: red }\r\n----b--\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://ostley.example/ferry?a=3D1\r\n\r\n<p>The caf=E9 of the ferry =\r\nis open.</p>\r\n----b--\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/\r\n\r\n<p>Buy.</p>\r\n----b----\r\n";

    #[test]
    fn the_page_of_a_saved_page() {
        assert!(is_saved(SAVED) && !is_saved("From: a@b.example\nSubject: From: <Saved by x>\n\nFrom: <saved by "));
        let (markup, address) = page(SAVED.as_bytes()).unwrap();
        assert!(markup.contains("<p>The café of the ferry is open.</p>"), "{markup}");
        assert_eq!(address.as_deref(), Some("https://ostley.example/ferry?a=3D1"));
        assert!(page(b"From: x\nContent-Type: text/plain\n\nwords").is_none());
    }
}
