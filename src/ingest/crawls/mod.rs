//! Crawls: what servers answered, record by record. Pages become articles; all else is counted by the reason why not.

mod arc;
mod http;
mod source;
mod warc;

use crate::ingest::containers::Tally;
use crate::ingest::{Job, Outcome, encoding, finish, html, lines, one_line, open, text};
use crate::model::{Article, Warning};
use http::Answer;
use source::{Body, Source};
use std::io;
use xxhash_rust::xxh3::xxh3_64;

pub(super) use arc::read as read_arc;
pub(super) use warc::read as read_warc;

/// Titles of pages that were turned into text are no longer than this, in characters.
const TITLE: usize = 200;

/// What was captured, and when.
#[derive(Debug, Default)]
struct Capture {
    address: Option<String>,
    date: Option<String>,
    language: Option<String>,
}

/// What the body of a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// What a server answered.
    Answer,
    /// A page.
    Page,
    /// The words of a page.
    Words,
}

/// Returns what is kept as `media`, if that is a page.
fn of_media(media: &str) -> Result<Content, String> {
    match media {
        "text/html" | "application/xhtml+xml" => Ok(Content::Page),
        "" => Err("not a page: its type is not said".to_owned()),
        media => Err(format!("not a page but `{}`", media.chars().take(60).collect::<String>())),
    }
}

/// A crawl being read.
struct Crawl<'j, 'a, 'b> {
    job: &'j mut Job<'a, 'b>,
    /// How many records have begun.
    begun: u32,
    tally: Tally,
    /// What came of the last record, as long as its end is not seen.
    pending: Option<(Outcome, u64)>,
    /// That record came to its end.
    whole: bool,
}

impl<'j, 'a, 'b> Crawl<'j, 'a, 'b> {
    fn new(job: &'j mut Job<'a, 'b>) -> Self {
        Self { job, begun: 0, tally: Tally::default(), pending: None, whole: false }
    }

    /// A record begins.
    fn next(&mut self) {
        self.hand_on();
        self.begun = self.begun.saturating_add(1);
        self.whole = false;
    }

    /// The number of the record at hand.
    fn number(&self) -> u32 {
        self.begun.saturating_sub(1)
    }

    /// The record came to its end: what follows is no more of it.
    fn ended(&mut self) {
        self.whole = true;
    }

    fn hand_on(&mut self) {
        if let Some((outcome, hash)) = self.pending.take() {
            self.job.put(outcome, hash);
        }
    }

    /// The record holds no page.
    fn skipped(&mut self, reason: &str) {
        self.tally.add(false, self.number(), reason);
    }

    /// The record cannot be read.
    fn failed(&mut self, reason: &str) {
        self.pending = Some((self.job.failed(Some(self.number()), reason.to_owned()), 0));
    }

    /// Something follows the last record and belongs to none.
    fn lost(&mut self) {
        self.hand_on();
        self.tally.add(true, self.number(), "damaged: what follows this record is none");
    }

    /// The record ended before its time: what came of it is not to be trusted.
    fn cut(&mut self) {
        self.failed("damaged record: another one begins before its end");
    }

    /// Reading came to an end: if that is damage of a packed record, notes it as one that cannot be read and goes on with the
    /// next.
    fn goes_on(&mut self, ended: &io::Result<()>, source: &mut Source) -> bool {
        let Some(damage) = source.take_damage() else { return false };
        match ended {
            // It ended in the middle of a record.
            Err(err) if err.kind() == io::ErrorKind::UnexpectedEof => {}
            Err(_) => return false,
            // The sum at the end of a record is wrong: what came of it is not to be trusted.
            Ok(()) if damage.begun && self.begun > 0 => {}
            Ok(()) => self.next(),
        }
        self.failed(&format!("damaged gzip stream: {}", damage.reason));
        self.job.outer.meter.go_on();
        true
    }

    /// Ends, and tells what was only counted.
    fn finish(mut self, ended: io::Result<()>) {
        if let Err(err) = &ended {
            if !self.whole {
                self.pending = None;
            }
            self.hand_on();
            let reason = match err.kind() {
                io::ErrorKind::UnexpectedEof if self.job.packing.name().is_none() => {
                    format!("truncated: it ends in the middle of record {}", self.number())
                }
                _ => open::reason(err, self.job.packing),
            };
            self.job.put(self.job.failed(None, reason), 0);
        }
        self.hand_on();
        for told in self.tally.take() {
            let reason = if told.count == 1 { told.reason } else { format!("{} records: {}", told.count, told.reason) };
            let outcome = if told.failed {
                self.job.failed(Some(told.first), reason)
            } else {
                self.job.skipped(Some(told.first), reason)
            };
            self.job.put(outcome, 0);
        }
        if self.begun == 0 && ended.is_ok() {
            self.job.put(self.job.skipped(None, "empty: no records in it".to_owned()), 0);
        }
    }

    /// Reads the body of the record at hand.
    fn read(&mut self, body: &mut Body, capture: &Capture, content: Content, charset: Option<&str>) {
        let limit = self.job.options.max_article;
        let bytes = match open::read_up_to(body, limit) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                let reason = self.job.too_large();
                return self.pending = Some((self.job.skipped(Some(self.number()), reason), 0));
            }
            // Passing over the rest comes to it again.
            Err(_) => return,
        };
        let hash = xxh3_64(&bytes);
        let made = match content {
            Content::Answer => self.answered(&bytes, capture),
            Content::Page => Ok(self.page(&bytes, capture, charset, false)),
            Content::Words => Ok(self.words(&bytes, capture)),
        };
        match made {
            Ok(outcome) => self.pending = Some((outcome, hash)),
            Err(reason) => self.skipped(&reason),
        }
    }

    /// Makes an article of what a server answered; else says why it is none.
    fn answered(&self, bytes: &[u8], capture: &Capture) -> Result<Outcome, String> {
        let mut answer = Answer::parse(bytes).ok_or("no answer of a web server in it")?;
        if answer.status != 200 {
            return Err(format!("HTTP status {}", answer.status));
        }
        match answer.media.as_deref() {
            Some(media) => of_media(media).map(drop)?,
            None if answer.body.is_empty() => return Err("an empty answer".to_owned()),
            None => {}
        }
        answer.unpack(self.job.options.max_article)?;
        if answer.body.len() as u64 > self.job.options.max_article {
            return Err(self.job.too_large());
        }
        Ok(self.page(&answer.body, capture, answer.charset.as_deref(), answer.damaged))
    }

    fn page(&self, bytes: &[u8], capture: &Capture, charset: Option<&str>, damaged: bool) -> Outcome {
        let label = charset.map(str::to_owned).or_else(|| html::charset(bytes));
        let decoded = encoding::decode(bytes, label.as_deref());
        let mut article = self.article(capture);
        article.warnings.extend(decoded.warning.map(Warning::encoding));
        if damaged {
            let text = "the end of the page is missing".to_owned();
            article.warnings.push(Warning { rule: "damaged".to_owned(), text });
        }
        html::of_crawl(self.job, &decoded.text, article, capture.date.as_deref())
    }

    /// Makes an article of the words of a page, of which the first line is the title.
    fn words(&self, bytes: &[u8], capture: &Capture) -> Outcome {
        let decoded = encoding::decode(bytes, Some("utf-8"));
        let mut article = self.article(capture);
        article.language = capture.language.clone();
        let first = lines::first_line(&decoded.text).map(|(range, _)| range).unwrap_or_default();
        let title = one_line(&decoded.text[first.clone()]);
        let short = !title.is_empty() && title.chars().count() <= TITLE;
        let body = if short { first.end } else { 0 };
        article.title = Some(title).filter(|_| short);
        html::note_crawl(&mut article, capture.date.as_deref());
        finish(self.job, article, true, text::prose(&decoded.text, body), Some(&decoded.text))
    }

    fn article(&self, capture: &Capture) -> Article {
        let path = self.job.shown.to_owned();
        Article { path, record: self.number(), url: capture.address.clone(), ..Article::default() }
    }
}
