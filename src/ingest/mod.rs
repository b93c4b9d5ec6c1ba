//! From bytes to articles: finding files, telling their format and encoding, reading and cleaning them.
//!
//! Every file and every record of a file ends as an [`Outcome`]: an article, skipped with the reason, or failed with
//! the reason. One bad record never stops the others, and archives of records are read one record at a time.

mod authors;
mod clean;
mod containers;
mod crawls;
mod date;
mod draft;
mod edition;
mod encoding;
mod exports;
mod feeds;
mod fields;
mod gzip;
mod html;
mod id;
mod language;
mod lines;
mod markdown;
mod office;
mod open;
mod prose;
mod records;
mod sniff;
mod text;
mod typed;
mod walk;
mod wire;
mod xml;

use crate::model::{Article, Edition, Skip, Warning};
use containers::{Meter, Outer};
use fields::Fields;
use gzip::Damage;
use prose::Prose;
use sniff::{Format, Packing};
use std::io::{BufRead, Read};
use std::path::Path;
use std::rc::Rc;
use xxhash_rust::xxh3::xxh3_64;

pub use containers::Limits;
pub(crate) use draft::CANCELED;
pub(crate) use open::hash_file;
pub use walk::{Found, walk};
pub(crate) use walk::{HIDDEN_FILE, is_no_file, readable};

/// How articles are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The most bytes that one article may have; larger ones are skipped.
    pub max_article: u64,
    /// Names of values in records: our field (`text`, `title`, `authors` …) and theirs, which may be a path with dots.
    pub map: Vec<(String, String)>,
    /// Whether articles keep the text that was given ([`Article::given_text`]).
    pub keep_given: bool,
    /// How far files in files are unpacked.
    pub limits: Limits,
}

impl Default for Options {
    fn default() -> Self {
        Self { max_article: 16 << 20, map: Vec::new(), keep_given: false, limits: Limits::default() }
    }
}

impl Options {
    /// The fields of an article that `map` may name.
    pub const FIELDS: [&'static str; 11] = fields::FIELDS;
}

/// A file of many articles that cannot be read record by record is taken in whole, up to this many bytes.
const WHOLE: u64 = 256 << 20;

/// What became of a file or of one record of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is an article.
    Article(Box<Article>),
    /// It is none, and nothing is wrong with that.
    Skipped(Skip),
    /// It could not be read.
    Failed(Skip),
}

/// Where outcomes go, each with the hash of the bytes it was made from.
pub(crate) type Sink<'a> = dyn FnMut(Outcome, u64) + 'a;

/// Reads the articles of a file that a walk found, and hands every outcome to `sink`.
pub fn read_file(found: &Found, options: &Options, sink: &mut Sink<'_>) {
    let opened = open::open(&found.path);
    let size = opened.as_ref().ok().map(|(_, _, size)| *size);
    with_job(&found.shown, options, size, sink, |job| match opened {
        Ok((raw, packing, _)) => {
            let file = Some(found.path.as_path()).filter(|_| packing == Packing::None);
            read_unpacked(&mut Job { file, ..job.again() }, raw, packing);
        }
        Err(err) => job.put(job.failed(None, open::reason(&err, Packing::None)), 0),
    });
}

/// Reads the articles in `bytes`, called `shown`; `-` is a name that says nothing of the format.
pub fn read_bytes(shown: &str, bytes: &[u8], options: &Options, sink: &mut Sink<'_>) {
    let size = Some(bytes.len() as u64);
    with_job(shown, options, size, sink, |job| read_unpacked(job, bytes, Packing::of(bytes)));
}

/// Reads JSON Lines called `shown` from `reader`, one line at a time, whatever they look like. A line is handed on before
/// the next one is waited for.
pub fn read_json_lines(shown: &str, reader: &mut dyn BufRead, options: &Options, sink: &mut Sink<'_>) {
    with_job(shown, options, None, sink, |job| {
        if let Some(mut reader) = unpacked(job, reader) {
            records::read_json_lines(job, &mut *reader);
        }
    });
}

/// Reads `reader` as the text of one article called `shown`, whatever it looks like; its title is among the text.
pub fn read_text(shown: &str, reader: &mut dyn BufRead, options: &Options, sink: &mut Sink<'_>) {
    with_job(shown, options, None, sink, |job| {
        let Some(mut reader) = unpacked(job, reader) else { return };
        let Some(bytes) = job.whole(&mut *reader) else { return };
        let decoded = encoding::decode(&bytes, None);
        let mut article = plain_text(shown, &decoded.text, None);
        article.path = shown.to_owned();
        article.warnings.extend(decoded.warning.map(Warning::encoding));
        article.given_text = options.keep_given.then(|| decoded.text.into_owned());
        job.put(Outcome::Article(Box::new(article)), xxh3_64(&bytes));
    });
}

/// Does what is to be done with one file of `size` bytes, and then tells what was only counted.
fn with_job(shown: &str, options: &Options, size: Option<u64>, sink: &mut Sink<'_>, read: impl FnOnce(&mut Job)) {
    let mut outer = Outer::new(sink, Meter::new(size, options.limits.clone()));
    let mut job =
        Job { shown, options, packing: Packing::None, file: None, depth: 0, archived: false, outer: &mut outer };
    read(&mut job);
    outer.finish(shown);
}

/// Reads a file from its bytes as they are.
fn read_unpacked(job: &mut Job, raw: impl BufRead, packing: Packing) {
    job.packing = packing;
    let meter = Rc::clone(&job.outer.meter);
    match open::unpack(raw, packing, &meter) {
        Ok(mut reader) => read(job, &mut *reader),
        Err(err) => job.put(job.failed(None, open::reason(&err, packing)), 0),
    }
}

/// Returns a reader of the unpacked bytes of a stream; says why if there is none.
fn unpacked<'a>(job: &mut Job, reader: &'a mut dyn BufRead) -> Option<Box<dyn BufRead + 'a>> {
    let meter = Rc::clone(&job.outer.meter);
    let opened = open::packing_of(reader).and_then(|(reader, packing)| {
        job.packing = packing;
        open::unpack(reader, packing, &meter)
    });
    opened.map_err(|err| job.put(job.failed(None, open::reason(&err, job.packing)), 0)).ok()
}

/// Makes an article of a text that was given as it is, with the way back to it; the text keeps its first line.
pub fn plain_text(id: &str, text: &str, title: Option<&str>) -> Article {
    let mut article = Article { id: id.to_owned(), title: title.map(one_line), ..Article::default() };
    let mut prose = text::prose(text, 0);
    clean::clean(&mut prose, &mut article);
    (article.text, article.given) = prose.finish(true);
    article.language = language::guess(&article.text);
    article
}

/// One file being read, or one that lies in it.
struct Job<'a, 'b> {
    shown: &'a str,
    options: &'a Options,
    packing: Packing,
    /// Where the bytes lie on the disk as they are read, if they do.
    file: Option<&'a Path>,
    /// How many archives and packings it lies in.
    depth: u32,
    /// It lies in an archive.
    archived: bool,
    outer: &'a mut Outer<'b>,
}

impl<'b> Job<'_, 'b> {
    /// Returns a job like this one, to change.
    fn again(&mut self) -> Job<'_, 'b> {
        Job { outer: &mut *self.outer, ..*self }
    }
}

impl Job<'_, '_> {
    fn put(&mut self, outcome: Outcome, hash: u64) {
        if self.archived { self.outer.put_numbered(outcome, hash) } else { self.outer.put(outcome, hash) }
    }

    fn skipped(&self, record: Option<u32>, reason: String) -> Outcome {
        Outcome::Skipped(Skip { path: self.shown.to_owned(), record, reason, edition: None })
    }

    /// The record is an item that is no article for this `reason`.
    fn refused(&self, record: Option<u32>, edition: Option<Edition>, reason: String) -> Outcome {
        let edition = edition::of_refused(edition, &reason);
        Outcome::Skipped(Skip { path: self.shown.to_owned(), record, reason, edition })
    }

    fn failed(&self, record: Option<u32>, reason: String) -> Outcome {
        Outcome::Failed(Skip { path: self.shown.to_owned(), record, reason, edition: None })
    }

    /// The reason of an article over the limit.
    fn too_large(&self) -> String {
        let limit = self.options.max_article;
        let size = if limit >= 1 << 20 { format!("{} MiB", limit >> 20) } else { format!("{limit} bytes") };
        format!("larger than --max-article ({size})")
    }

    /// Reads the whole file, which is one article; says why if that cannot be done.
    fn whole(&mut self, reader: &mut dyn BufRead) -> Option<Vec<u8>> {
        self.up_to(reader, self.options.max_article, &self.too_large())
    }

    /// Reads the whole file, which holds many articles and is taken in at once.
    fn whole_of_many(&mut self, reader: &mut dyn BufRead, way_out: &str) -> Option<Vec<u8>> {
        let limit = WHOLE.max(self.options.max_article.saturating_mul(2));
        self.up_to(reader, limit, &format!("larger than {} MiB in one piece ({way_out})", limit >> 20))
    }

    fn up_to(&mut self, reader: &mut dyn BufRead, limit: u64, too_large: &str) -> Option<Vec<u8>> {
        let outcome = match open::read_up_to(reader, limit) {
            Ok(Some(bytes)) => return Some(bytes),
            Ok(None) => self.skipped(None, too_large.to_owned()),
            Err(err) => self.failed(None, open::reason(&err, self.packing)),
        };
        self.put(outcome, 0);
        None
    }
}

/// Reads one file.
fn read(job: &mut Job, reader: &mut dyn BufRead) {
    let mut beginning = open::beginning(reader);
    // The first member of a crawl is damaged: the next one may be whole.
    while let Err(err) = &beginning
        && Damage::of(err).is_some()
        && sniff::is_crawl(job.shown)
    {
        job.put(job.failed(None, open::reason(err, job.packing)), 0);
        job.outer.meter.go_on();
        beginning = open::beginning(reader);
    }
    let head = match beginning {
        Ok(head) if head.is_empty() => return job.put(job.skipped(None, "empty".to_owned()), 0),
        Ok(head) => head,
        Err(err) => return job.put(job.failed(None, open::reason(&err, job.packing)), 0),
    };
    let name = if job.shown == "-" { "" } else { job.shown };
    let packing = Packing::of(&head);
    let format = Format::of(&head, name);
    let reader: &mut dyn BufRead = &mut std::io::Cursor::new(head).chain(reader);
    if packing != Packing::None {
        return containers::read_packed(job, reader, packing);
    }
    match format {
        Err(reason) => job.put(job.skipped(None, reason), 0),
        Ok(Format::Tar) => containers::read_archive(job, reader, containers::read_tar),
        Ok(Format::Zip) => containers::read_archive(job, reader, containers::read_zip),
        Ok(Format::Warc) => crawls::read_warc(job, reader),
        Ok(Format::Arc) => crawls::read_arc(job, reader),
        Ok(Format::Feed) => feeds::read_xml(job, reader),
        Ok(Format::JsonFeed) => feeds::read_json(job, reader),
        Ok(Format::JsonLines) => records::read_json_lines(job, reader),
        Ok(Format::Json) => records::read_json(job, reader),
        Ok(Format::Csv) => records::read_table(job, reader, b','),
        Ok(Format::Tsv) => records::read_table(job, reader, b'\t'),
        Ok(Format::Xml) => read_xml(job, reader),
        Ok(Format::Package) => office::read_package(job, reader),
        Ok(Format::Rtf) => office::read_rtf(job, reader),
        Ok(Format::Pdf) => office::read_pdf(job, reader),
        Ok(Format::Mail) => office::read_mail(job, reader),
        Ok(Format::Saved) => office::read_saved(job, reader),
        Ok(Format::Telex) => wire::telex::read(job, reader),
        Ok(format) => read_document(job, reader, format),
    }
}

/// Reads a file in XML, which may hold many articles.
fn read_xml(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole_of_many(reader, "split it into several files") else { return };
    let decoded = encoding::decode(&bytes, xml::encoding(&bytes).as_deref());
    let warnings: Vec<Warning> = decoded.warning.into_iter().map(Warning::encoding).collect();
    xml::read_document(job, &decoded.text, &warnings);
}

/// Reads a file that is one article.
fn read_document(job: &mut Job, reader: &mut dyn BufRead, format: Format) {
    let Some(bytes) = job.whole(reader) else { return };
    let hash = xxh3_64(&bytes);
    let label = (format == Format::Html).then(|| html::charset(&bytes)).flatten();
    let decoded = encoding::decode(&bytes, label.as_deref());
    let mut article = Article { path: job.shown.to_owned(), ..Article::default() };
    if let Some(text) = decoded.warning {
        article.warnings.push(Warning::encoding(text));
    }
    let is_export = match format {
        Format::Html => exports::read_page(job, &decoded.text, &article.warnings),
        Format::Text => exports::read_text(job, &decoded.text, &article.warnings),
        _ => false,
    };
    if is_export {
        return;
    }
    match format {
        Format::Html => html::read(job, &decoded.text, article, hash),
        Format::Markdown => markdown::read(job, &decoded.text, article, hash),
        _ => text::read(job, &decoded.text, article, hash),
    }
}

/// Cleans the text, which was `given` so if it is no markup, and completes what the source left open: language, id, outlet.
fn finish(job: &Job, mut article: Article, of_many: bool, mut prose: Prose, given: Option<&str>) -> Outcome {
    clean::clean(&mut prose, &mut article);
    (article.text, article.given) = prose.finish(given.is_some());
    article.given_text = given.filter(|_| job.options.keep_given).map(str::to_owned);
    let record = of_many.then_some(article.record);
    if article.text.is_empty() {
        let dropped = article.warnings.iter().any(|w| w.rule != "date" && w.rule != "encoding");
        let reason = if dropped { "no text but lines that cleaning drops" } else { "no text" };
        return job.skipped(record, reason.to_owned());
    }
    if article.language.is_none() {
        article.language = language::guess(&article.text);
    }
    if article.outlet.is_none() {
        article.outlet = article.url.as_deref().and_then(id::domain);
    }
    if article.id.is_empty() {
        let from_url = article.url.as_deref().and_then(id::from_url);
        article.id = from_url.unwrap_or_else(|| match record {
            Some(record) => format!("{}:{record}", job.shown),
            None => job.shown.to_owned(),
        });
    }
    Outcome::Article(Box::new(article))
}

/// Returns `text` on one line, as article text is written.
fn one_line(text: &str) -> String {
    let mut prose = Prose::default();
    prose.push_paragraph(text, std::slice::from_ref(&(0..text.len())));
    prose.finish(false).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use proptest::prelude::*;

    fn outcomes(name: &str, bytes: &[u8], options: &Options) -> Vec<String> {
        let mut seen = Vec::new();
        read_bytes(name, bytes, options, &mut |outcome, _| {
            seen.push(match outcome {
                Outcome::Article(article) => format!("{} = {}", article.id, article.text),
                Outcome::Skipped(skip) => format!("skipped {:?}: {}", skip.record, skip.reason),
                Outcome::Failed(skip) => format!("failed {:?}: {}", skip.record, skip.reason),
            });
        });
        seen
    }

    #[test]
    fn every_file_ends_as_something() {
        let options = Options::default();
        let gzip = |bytes: &[u8]| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            std::io::Write::write_all(&mut packed, bytes).unwrap();
            packed.finish().unwrap()
        };
        let words = gzip(b"Words. ");
        for (name, bytes, is) in [
            ("a.txt", &b""[..], vec!["skipped None: empty"]),
            ("a.txt", b" \n", vec!["skipped None: no text"]),
            ("a.txt", b"\x89PNG\r\n", vec!["skipped None: not text (PNG image)"]),
            ("-", b"Words.", vec!["- = Words."]),
            ("a.txt.gz", &[&words[..], &words[..]].concat(), vec!["a.txt.gz = Words. Words."]),
            ("a.txt.gz", &words[..words.len() - 9], vec!["failed None: truncated gzip stream"]),
            ("a.json", b"[{\"text\": \"One.\"}, 2]", vec!["a.json:0 = One.", "skipped Some(1): not an object"]),
            ("a.json", b"{\"docs\": [{\"body\": \"One.\", \"id\": 7}]}", vec!["7 = One."]),
            ("a.json", b"{\"text\"", vec!["failed None: invalid JSON: EOF while parsing an object at line 1 column 7"]),
            ("a.csv", b"Headline;Body\nA;One.\n", vec!["a.csv:0 = One."]),
            ("a.html", b"<p>One.<p>Two.", vec!["a.html = One.\nTwo."]),
        ] {
            assert_eq!(outcomes(name, bytes, &options), is, "{name}");
        }
    }

    #[test]
    fn one_bad_line_stops_no_other() {
        let lines = b"{\"text\": \"One.\", \"url\": \"https://a.example/1\"}\n\n{\"text\": \n{\"text\": \"Three.\"}";
        assert_eq!(
            outcomes("a.jsonl", lines, &Options::default()),
            [
                "a.example/1 = One.",
                "failed Some(1): line 3: invalid JSON: EOF while parsing a value at column 9",
                "a.jsonl:2 = Three."
            ]
        );
    }

    #[test]
    fn large_articles_name_the_flag() {
        let options = Options { max_article: 4, ..Options::default() };
        assert_eq!(outcomes("a.txt", b"Words.", &options), ["skipped None: larger than --max-article (4 bytes)"]);
        assert_eq!(
            outcomes("a.jsonl", b"{\"text\": \"Words.\"}", &options),
            ["skipped Some(0): larger than --max-article (4 bytes)"]
        );
    }

    proptest! {
        #[test]
        fn words_lead_back_through_the_whole_way(given in "(Share this|LONDON \\(AP\\) — |By Ann Lee|\n|\n\n|\\(\\) | |“é”|e\u{301}|\u{a0}|wörd|[a-c]{1,9}){0,40}") {
            let article = plain_text("x", &given, None);
            let map = article.given.as_ref().unwrap();
            for word in article.text.split([' ', '\n']).filter(|w| !w.is_empty()) {
                let at = word.as_ptr() as usize - article.text.as_ptr() as usize;
                prop_assert_eq!(one_line(map.span(Span::new(at, at + word.len())).of(&given)), word);
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), name in "a\\.(txt|md|html|json|jsonl|csv|tsv)") {
            prop_assert!(!outcomes(&name, &bytes, &Options::default()).is_empty());
        }

        #[test]
        fn any_marks_are_read_without_panic(text in "([<>/&;\\[\\]()!*_`#|\"'{}:,=\\\\-]|p|div|br|a|\n| |é){0,80}", name in "a\\.(txt|md|html|json|jsonl|csv|tsv)") {
            prop_assert!(!outcomes(&name, text.as_bytes(), &Options::default()).is_empty());
        }
    }
}
