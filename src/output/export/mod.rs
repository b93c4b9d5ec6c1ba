//! Every hit as a file for another program: one renderer a file. All write as they go and keep nothing of earlier hits, but
//! the references of one article, which stand in one entry.
//!
//! In every format but JSON Lines a hit is its words, who said them, and where they stand; JSON Lines have the whole record.
//! `link` is the article's address with a text fragment, which browsers open at the words.

mod annotation;
mod audit;
mod bibtex;
mod csv;
mod fragment;
mod jsonld;
mod markdown;
mod ris;

pub use audit::write_audit;
pub(super) use fragment::link;

use crate::model::{Annotated, Quote, Speaker, SpeakerKind};
use crate::output::json::{self, Asked};
use crate::query::{Hit, Results, Unit};
use std::io::{self, Write};
use std::sync::Arc;

/// A format of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values by RFC 4180, one row a hit.
    Csv,
    /// The hits as JSON Lines, then the summary.
    Jsonl,
    /// One page of W3C Web Annotations.
    Annotation,
    /// One graph of schema.org `Quotation`s in JSON-LD.
    Jsonld,
    /// Block quotes with citations.
    Markdown,
    /// References for literature programs, one an article.
    Ris,
    /// BibTeX, one entry an article.
    Bibtex,
}

impl ExportFormat {
    /// Returns whether hits of one article make one entry, so that they must come one after another.
    pub fn is_by_article(self) -> bool {
        matches!(self, Self::Ris | Self::Bibtex)
    }
}

/// Writes the hits of one query, or of several one after another, in one format.
pub struct Exporter {
    format: ExportFormat,
    /// Whether rows and headings name the query.
    many: bool,
    /// How many hits were written.
    written: u64,
    /// The hits of the article that is being read, where they make one entry.
    waiting: Vec<Hit>,
}

impl Exporter {
    /// Makes a writer of a format; with `many`, of several queries.
    pub fn new(format: ExportFormat, many: bool) -> Self {
        Self { format, many, written: 0, waiting: Vec::new() }
    }

    /// Returns how many hits were written.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Writes what comes before all hits; with `bom`, CSV begins with a mark that tells Excel that it is UTF-8.
    pub fn begin(&self, out: &mut impl Write, bom: bool) -> io::Result<()> {
        match self.format {
            ExportFormat::Csv => csv::begin(out, self.many, bom),
            ExportFormat::Annotation => annotation::begin(out),
            ExportFormat::Jsonld => jsonld::begin(out),
            _ => Ok(()),
        }
    }

    /// Writes what comes before the hits of a query.
    pub fn query(&self, out: &mut impl Write, asked: Asked<'_>) -> io::Result<()> {
        if self.format == ExportFormat::Markdown { markdown::heading(out, asked) } else { Ok(()) }
    }

    /// Writes a hit.
    pub fn hit(&mut self, out: &mut impl Write, hit: &Hit, asked: Asked<'_>) -> io::Result<()> {
        let first = self.written == 0;
        self.written += 1;
        match self.format {
            ExportFormat::Csv => csv::hit(out, hit, asked, self.many),
            ExportFormat::Jsonl => json::write_hit(out, hit, asked),
            ExportFormat::Annotation => annotation::hit(out, hit, first),
            ExportFormat::Jsonld => jsonld::hit(out, hit, first),
            ExportFormat::Markdown => markdown::hit(out, hit),
            ExportFormat::Ris | ExportFormat::Bibtex => {
                if self.waiting.last().is_some_and(|last| !is_of_same_article(last, hit)) {
                    self.write_entry(out)?;
                }
                self.waiting.push(hit.clone());
                Ok(())
            }
        }
    }

    /// Writes what comes behind the hits of a query.
    pub fn summary(
        &mut self,
        out: &mut impl Write,
        results: &Results,
        asked: Asked<'_>,
        written: u64,
    ) -> io::Result<()> {
        self.write_entry(out)?;
        match self.format {
            ExportFormat::Jsonl => json::write_summary(out, results, written as usize, asked),
            ExportFormat::Markdown => markdown::summary(out, results, written),
            _ => Ok(()),
        }
    }

    /// Writes what comes behind everything.
    pub fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            ExportFormat::Annotation | ExportFormat::Jsonld => out.write_all(b"\n]}\n"),
            _ => Ok(()),
        }
    }

    fn write_entry(&mut self, out: &mut impl Write) -> io::Result<()> {
        let hits = std::mem::take(&mut self.waiting);
        match hits.as_slice() {
            [] => Ok(()),
            hits if self.format == ExportFormat::Ris => ris::entry(out, hits),
            hits => bibtex::entry(out, hits),
        }
    }
}

fn is_of_same_article(one: &Hit, other: &Hit) -> bool {
    Arc::ptr_eq(&one.article, &other.article) || {
        let (one, other) = (&one.article.article, &other.article.article);
        (&one.id, &one.path, one.record) == (&other.id, &other.path, other.record)
    }
}

/// Returns the text that a hit's spans point into.
fn text_of(hit: &Hit) -> &str {
    let article = &hit.article.article;
    match hit.unit {
        Unit::Title => article.title.as_deref().unwrap_or_default(),
        Unit::Quote | Unit::Paragraph => &article.text,
    }
}

/// Returns the quotation, if the hit is one.
fn quote_of(hit: &Hit) -> Option<&Quote> {
    hit.article.annotations.quotes.get(hit.quote?)
}

/// Returns the speaker of a quotation and the name by which it is known.
fn speaker_of(hit: &Hit) -> Option<(&str, &Speaker)> {
    let speaker = speaker(&hit.article, quote_of(hit)?)?;
    Some((hit.speaker.as_deref().unwrap_or(&speaker.name), speaker)).filter(|_| speaker.kind != SpeakerKind::Unknown)
}

fn speaker<'a>(annotated: &'a Annotated, quote: &Quote) -> Option<&'a Speaker> {
    annotated.annotations.speakers.get(quote.speaker? as usize)
}

/// Returns the address of an article, if it is one that a browser may be sent to.
fn web_address(url: Option<&str>) -> Option<&str> {
    let url = url?.trim();
    let scheme = url.split_once("://")?.0;
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    Some(url).filter(|url| is_web && !url.contains(|c: char| c.is_whitespace() || c.is_control()))
}

/// Returns `text` with all but letters, digits and `._~` as `%XX`.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Returns `text` on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the name that identifies a hit or an article where an address is asked for.
fn urn(kind: &str, id: &str) -> String {
    format!("urn:onrecord:{kind}:{}", percent_encoded(id))
}

#[cfg(test)]
mod tests;
