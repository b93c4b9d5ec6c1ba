//! Feeds: RSS, Atom and JSON Feed. Each item is an article of its own: its full content if the feed has it, else its summary.

mod json;
mod xml;

use crate::ingest::date::{self, Role};
use crate::ingest::{Job, Outcome, authors, encoding, finish, html, language, lines, one_line, prose::Prose};
use crate::model::{Article, Warning};
use serde_json::Value;
use std::io::BufRead;
use xxhash_rust::xxh3::xxh3_64;

/// What a feed says of itself, and its items.
#[derive(Debug, Default)]
struct Feed {
    title: Option<Words>,
    address: Option<String>,
    language: Option<String>,
    authors: Vec<String>,
    items: Vec<Item>,
    /// In so many places it is no XML.
    damaged: u32,
}

/// One item.
#[derive(Debug, Default)]
struct Item {
    title: Option<Words>,
    /// Its texts, the fullest first.
    bodies: Vec<Words>,
    address: Option<String>,
    /// Its name, if that is no address.
    id: Option<String>,
    authors: Vec<String>,
    /// Dates with the names of the elements that they stand in.
    published: Vec<(String, String)>,
    modified: Vec<(String, String)>,
    language: Option<String>,
    outlet: Option<String>,
    section: Option<String>,
}

/// Words, by what they are written in.
#[derive(Debug)]
enum Words {
    Plain(String),
    Html(String),
    /// The feed does not say.
    Unsure(String),
}

/// Lines of feeds that are no longer than this, in characters, may be wrapped.
const WRAPPED: usize = 100;

/// Why a feed of many megabytes may not be read.
const WAY_OUT: &str = "split it into several";

/// Reads a feed in XML.
pub(super) fn read_xml(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole_of_many(reader, WAY_OUT) else { return };
    let label = said_encoding(&bytes);
    let decoded = encoding::decode(&bytes, label.as_deref());
    let feed = xml::read(&decoded.text);
    put(job, &feed, decoded.warning.as_deref());
}

/// Reads a feed in JSON.
pub(super) fn read_json(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole_of_many(reader, WAY_OUT) else { return };
    let decoded = encoding::decode(&bytes, None);
    match serde_json::from_str(&decoded.text) {
        Ok(Value::Object(object)) => put(job, &json::read(&object), decoded.warning.as_deref()),
        Ok(_) => job.put(job.skipped(None, "JSON that is no feed".to_owned()), 0),
        Err(err) => job.put(job.failed(None, format!("invalid JSON: {err}")), 0),
    }
}

/// Returns the encoding that the first line of an XML file names.
fn said_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let head = &head[..head.find("?>")?];
    let rest = head[head.find("encoding")? + "encoding".len()..].trim_start().strip_prefix('=')?.trim_start();
    let label = rest.trim_start_matches(['"', '\'']);
    Some(label[..label.find(['"', '\'', ' ']).unwrap_or(label.len())].to_owned())
}

fn put(job: &mut Job, feed: &Feed, warning: Option<&str>) {
    for (number, item) in feed.items.iter().enumerate() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let outcome = article(job, feed, item, number, warning);
        // What the feed says of itself is a part of every item.
        let about = format!("{item:?} {:?} {:?} {:?} {:?}", feed.title, feed.address, feed.language, feed.authors);
        job.put(outcome, xxh3_64(about.as_bytes()));
    }
    let next = u32::try_from(feed.items.len()).unwrap_or(u32::MAX);
    if feed.damaged > 0 {
        let reason = match feed.damaged {
            1 => "damaged feed: in one place it is no XML, and an item there is lost".to_owned(),
            places => format!("damaged feed: in {places} places it is no XML, and items there are lost"),
        };
        job.put(job.failed(Some(next), reason), 0);
    } else if feed.items.is_empty() {
        job.put(job.skipped(None, "empty: a feed without items".to_owned()), 0);
    }
}

fn article(job: &Job, feed: &Feed, item: &Item, number: u32, warning: Option<&str>) -> Outcome {
    let mut article = Article { path: job.shown.to_owned(), record: number, ..Article::default() };
    article.warnings.extend(warning.map(|text| Warning::encoding(text.to_owned())));
    describe(&mut article, feed, item);
    let empty = |words: &&Words| words.text().trim().is_empty();
    let Some(body) = item.bodies.iter().find(|words| !empty(words) && !words.prose().text().is_empty()) else {
        return job.skipped(Some(number), "no text: neither content nor a summary with words in it".to_owned());
    };
    if body.text().len() as u64 > job.options.max_article {
        return job.skipped(Some(number), job.too_large());
    }
    let given = (!body.is_markup()).then(|| body.text());
    finish(job, article, true, body.prose(), given)
}

/// Writes everything but the text to `article`.
fn describe(article: &mut Article, feed: &Feed, item: &Item) {
    article.title = item.title.as_ref().map(Words::line).filter(|line| !line.is_empty());
    article.url = item.address.as_deref().and_then(|address| absolute(address, feed.address.as_deref()));
    article.id = item.id.as_deref().map(one_line).unwrap_or_default();
    article.outlet = match &item.outlet {
        Some(outlet) => Some(one_line(outlet)),
        None => feed.title.as_ref().map(Words::line),
    };
    article.outlet = article.outlet.take().filter(|outlet| !outlet.is_empty());
    article.section = item.section.as_deref().map(one_line).filter(|section| !section.is_empty());
    article.language = item.language.as_deref().or(feed.language.as_deref()).and_then(language::code);
    let written = if item.authors.is_empty() { &feed.authors } else { &item.authors };
    article.authors = authors::unique(written.iter().flat_map(|name| authors::split(name)).collect());
    for (name, raw) in &item.published {
        date::note(article, Role::Published, &format!("feed:{name}"), raw);
    }
    for (name, raw) in &item.modified {
        // Atom always says when an item last changed, and often not when it was published.
        let role = if item.published.is_empty() { Role::Published } else { Role::Modified };
        date::note(article, role, &format!("feed:{name}"), raw);
    }
}

/// Returns `address` with the host of the feed's home page, if it has none.
fn absolute(address: &str, home: Option<&str>) -> Option<String> {
    let address = address.trim();
    if address.starts_with("http://") || address.starts_with("https://") {
        return Some(address.to_owned());
    }
    let home = home.filter(|home| home.starts_with("http"))?;
    let scheme = home.find("://")? + 3;
    let host = home[scheme..].find('/').map_or(home.len(), |end| scheme + end);
    match address {
        _ if address.starts_with("//") => Some(format!("{}{address}", &home[..scheme - 2])),
        _ if address.starts_with('/') => Some(format!("{}{address}", &home[..host])),
        _ => None,
    }
}

impl Words {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Html(text) | Self::Unsure(text) => text,
        }
    }

    /// Returns whether these words are markup; if the feed does not say, by their look.
    fn is_markup(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Html(_) => true,
            Self::Unsure(text) => has_tag(text) || has_entity(text),
        }
    }

    fn prose(&self) -> Prose {
        let text = self.text();
        if self.is_markup() {
            return html::fragment(text);
        }
        let mut prose = Prose::with_capacity(text.len());
        let unwrapped = self.unwrapped();
        for paragraph in lines::paragraphs(unwrapped.as_deref().unwrap_or(text)) {
            prose.push_paragraph(text, &[paragraph]);
        }
        prose
    }

    /// Returns the text with line ends as spaces, byte for byte, if they only fit it into the XML: all lines are short, and
    /// the feed does not say that they mean anything.
    fn unwrapped(&self) -> Option<String> {
        let Self::Unsure(text) = self else { return None };
        let is_short = |line: &str| line.trim().chars().count() <= WRAPPED;
        let mut lines: Vec<&str> = text.split('\n').collect();
        if lines.len() < 2 || !lines.iter().all(|line| is_short(line)) {
            return None;
        }
        // Blank lines part paragraphs.
        let mut joined = String::with_capacity(text.len());
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            joined.push_str(line);
            joined.push(if line.trim().is_empty() || joined.ends_with('\n') { '\n' } else { ' ' });
        }
        joined.push_str(last);
        Some(joined)
    }

    /// Returns the words on one line.
    fn line(&self) -> String {
        if self.is_markup() {
            one_line(&html::fragment(self.text()).text().replace('\n', " "))
        } else {
            one_line(self.text())
        }
    }
}

/// Returns whether there is something like `<b>`, `</b>` or `<br/>` in `text`.
fn has_tag(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let rest = text[at + 1..].trim_start_matches('/');
        let name = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let letters = rest.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        letters
            && name <= 10
            && matches!(rest.as_bytes().get(name), Some(b'>' | b'/' | b' ' | b'\n' | b'\t'))
            && memchr::memchr(b'>', rest.as_bytes()).is_some()
    })
}

/// Returns whether there is something like `&amp;` or `&#8217;` in `text`.
fn has_entity(text: &str) -> bool {
    memchr::memchr_iter(b'&', text.as_bytes()).any(|at| {
        let rest = &text.as_bytes()[at + 1..];
        let name = rest.iter().take(12).take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
        name > 1 && rest.get(name) == Some(&b';')
    })
}
