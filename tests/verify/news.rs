//! Real articles in an archive of their own, and a plain scan of their words that knows nothing of the engine.

use onrecord::{Annotated, Archive, By, Kind, OpenOptions, Request, Span, SpeakerKind, UpdateOptions};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Articles in an archive, and their words.
pub(super) struct News {
    pub(super) archive: Archive,
    pub(super) articles: Vec<Arc<Annotated>>,
    /// The words of every text, title and quotation, each in one line, a blank round each word.
    words: String,
    /// All texts and titles as they are.
    texts: String,
    _dir: tempfile::TempDir,
}

/// A stretch of a direct quotation that nothing interrupts.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) article: usize,
    /// Which quotation of all.
    pub(super) quote: usize,
    pub(super) text: String,
    /// The person who said it.
    pub(super) speaker: String,
}

impl News {
    /// Indexes the first articles of the data folder; all if there are fewer.
    pub(super) fn new(data: &Path, count: usize) -> Self {
        let file = std::fs::File::open(data.join("news/us-press.jsonl.xz")).expect("us-press");
        let mut all = String::new();
        liblzma::read::XzDecoder::new(file).read_to_string(&mut all).expect("UTF-8");
        let dir = tempfile::tempdir().expect("a directory");
        let news = dir.path().join("news.jsonl");
        let lines: Vec<&str> = all.lines().take(count).collect();
        std::fs::write(&news, lines.join("\n")).expect("a file");
        let archive = Archive::open(&dir.path().join("index"), OpenOptions::default()).expect("an archive");
        archive.update(&[news], &UpdateOptions::default(), &mut |_| {}).expect("an index");
        let request = Request { query: "*".to_owned(), by: By::Article, limit: usize::MAX >> 1, ..Request::default() };
        let results = archive.search(&request).expect("articles");
        let articles: Vec<Arc<Annotated>> = results.hits.into_iter().map(|hit| hit.article).collect();
        let (mut words, mut texts) = (String::new(), String::new());
        for annotated in &articles {
            let article = &annotated.article;
            for text in article.title.iter().chain([&article.text]) {
                words.push_str(&plain(text));
                words.push('\n');
                texts.push_str(text);
                texts.push('\n');
            }
            words.push_str(&speeches(annotated));
            for quote in &annotated.annotations.quotes {
                let pieces: Vec<&str> = quote.spans.iter().map(|span| span.of(&article.text)).collect();
                words.push_str(&plain(&pieces.join(" ")));
                words.push('\n');
            }
        }
        Self { archive, articles, words, texts, _dir: dir }
    }

    /// How often the words of `claim` stand behind each other in a text, a title, a quotation or a speech: what is quoted once
    /// stands in three of these.
    pub(super) fn times(&self, claim: &str) -> usize {
        memchr::memmem::find_iter(self.words.as_bytes(), plain(claim).as_bytes()).count()
    }

    /// Whether the characters of `claim` stand in a text or a title.
    pub(super) fn has_characters(&self, claim: &str) -> bool {
        memchr::memmem::find(self.texts.as_bytes(), claim.as_bytes()).is_some()
    }

    /// All stretches of direct quotations of persons that have at least so many words.
    pub(super) fn said(&self, least: usize) -> Vec<Said> {
        let mut all = Vec::new();
        let mut number = 0;
        for (article, annotated) in self.articles.iter().enumerate() {
            for quote in annotated.annotations.quotes.iter().filter(|quote| quote.kind == Kind::Direct) {
                let speaker = quote.speaker.and_then(|i| annotated.annotations.speakers.get(i as usize));
                let Some(speaker) = speaker.filter(|s| s.kind == SpeakerKind::Person) else { continue };
                number += 1;
                for piece in &quote.spans {
                    all.extend(content(&annotated.article.text, *piece).into_iter().filter_map(|text| {
                        let enough = plain(&text).split_whitespace().count() >= least;
                        enough.then(|| Said { article, quote: number, text, speaker: speaker.name.clone() })
                    }));
                }
            }
        }
        all
    }
}

/// The words of direct quotations of one speaker that follow each other, one speech a line.
fn speeches(annotated: &Annotated) -> String {
    let mut out = String::new();
    let mut last = None;
    for quote in annotated.annotations.quotes.iter().filter(|quote| quote.kind == Kind::Direct) {
        let text: Vec<&str> = quote.spans.iter().map(|span| span.of(&annotated.article.text)).collect();
        let goes_on = quote.speaker.is_some() && quote.speaker == last;
        let words = plain(&text.join(" "));
        out.push_str(if goes_on { words.trim_start() } else { "\n" });
        out.push_str(if goes_on { "" } else { &words });
        last = quote.speaker;
    }
    out + "\n"
}

/// The paragraphs of a piece without the quotation marks round them; what has marks inside is left out.
fn content(text: &str, piece: Span) -> Vec<String> {
    let mark = |c: char| "\"“”'‘’«»„`".contains(c);
    let bare = piece.of(text).split('\n').map(|line| line.trim().trim_matches(mark).trim());
    let dotted = |line: &str| line.replace(char::is_whitespace, "").contains("..");
    let plain = |line: &&str| !line.contains(['"', '“', '”', '[', '(', '…', '*']) && !dotted(line);
    bare.filter(plain).map(str::to_owned).collect()
}

/// The words of `text` in small letters, without apostrophes, a blank round each.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::from(" ");
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        let inner = |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(|c| c.is_alphanumeric());
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if "'’‘".contains(c) && inner(i.checked_sub(1)) && inner(Some(i + 1)) {
            continue;
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}
