//! From an annotated article to its records.
//!
//! The records of an article stand together, in this order: the article, its title, its paragraphs, its quotations.
//! Passages find their article by counting back (`back`), and an article its passages by its `size`.

use crate::index::collect::Lies;
use crate::index::packed;
use crate::index::record::{Hold, Record};
use crate::index::schema::{Fields, Texts, Unit};
use crate::index::stored;
use crate::index::tokens::{Analyser, Prepared};
use crate::model::{Annotated, Article, Prints, Quote, Span, Speaker};
use crate::text::{Local, fold_word, locals, words};
use std::ops::Range;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// What parts a fact's texts from each other.
pub(super) const FACT_SEPARATOR: char = '\u{1f}';

/// Where an article was read.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// The key of the source file.
    pub(crate) file: u64,
    /// The fingerprint of the record's bytes.
    pub(crate) hash: u64,
    /// The absolute path of the file, escaped for showing.
    pub(crate) path: Arc<str>,
}

impl Origin {
    /// Returns the key of the file at the absolute `path`.
    pub(crate) fn file_key(path: &str) -> u64 {
        xxh3_64(path.as_bytes())
    }

    /// Returns the key of the article that is record number `record` of the file.
    pub(crate) fn article_key(file: u64, record: u32) -> u64 {
        let mut bytes = [0; 12];
        bytes[..8].copy_from_slice(&file.to_le_bytes());
        bytes[8..].copy_from_slice(&record.to_le_bytes());
        xxh3_64(&bytes)
    }
}

/// The records of one article.
#[derive(Debug)]
pub(crate) struct Group {
    pub(super) key: u64,
    pub(super) records: Vec<Record>,
}

impl Group {
    /// Keeps `hold` until the engine has taken the whole article.
    pub(crate) fn hold(&mut self, hold: &Hold) {
        for record in &mut self.records {
            record.hold(hold);
        }
    }
}

/// Makes the records of articles.
#[derive(Debug)]
pub(crate) struct Maker {
    fields: Fields,
    analyser: Analyser,
}

/// The words of an article in one piece, and where its title and paragraphs stand in them.
struct Whole {
    words: Arc<str>,
    stems: Arc<str>,
    pairs: Arc<str>,
    /// How many words.
    count: u64,
    parts: Vec<Part>,
}

/// A title or paragraph: its place in the words, the stems and the pairs of a [`Whole`].
struct Part {
    unit: Unit,
    ordinal: usize,
    words: Range<usize>,
    stems: Range<usize>,
    pairs: Range<usize>,
}

impl Maker {
    pub(super) fn new(fields: Fields) -> Self {
        Self { fields, analyser: Analyser::default() }
    }

    /// Returns the records of `annotated`, which has these `prints`, read at `origin`.
    pub(crate) fn group(&mut self, annotated: &Annotated, prints: &Prints, origin: &Origin) -> Group {
        let article = &annotated.article;
        let key = Origin::article_key(origin.file, article.record);
        self.analyser.speak(article.language.as_deref());
        let whole = self.whole(article);
        let mut records = vec![Record::default()];
        let paragraphs: Vec<Span> = article.paragraphs().collect();
        // Which record each paragraph has.
        let mut places: Vec<Option<usize>> = vec![None; paragraphs.len()];
        for part in whole.parts.iter().filter(|part| !part.words.is_empty()) {
            if let Some(place) = places.get_mut(part.ordinal).filter(|_| part.unit == Unit::Paragraph) {
                *place = Some(records.len());
            }
            records.push(self.passage(&whole, part));
        }
        let locals = locals(annotated);
        for i in 0..annotated.annotations.quotes.len() {
            let mut record = self.quote(annotated, i, &paragraphs, &locals);
            let print = prints.quotes.get(i).map(Vec::as_slice).unwrap_or_default();
            packed::words(print).for_each(|number| record.number(self.fields.print, number));
            let (first, last) = touched(annotated.annotations.quotes[i].extent(), &paragraphs);
            let place = places.get(first).copied().flatten().unwrap_or(records.len());
            let lies = Lies { back: (records.len() - place) as u32, long: first < last };
            record.number(self.fields.lies, lies.number());
            records.push(record);
        }
        for (back, record) in records.iter_mut().enumerate().skip(1) {
            record.number(self.fields.back, back as u64);
        }
        let size = records.len();
        self.article(&mut records[0], annotated, &locals, origin, size);
        records[0].number(self.fields.length, whole.count);
        packed::hashes(&prints.sketch).for_each(|number| records[0].number(self.fields.sketch, number));
        packed::hashes(&prints.title).for_each(|number| records[0].number(self.fields.heading, number));
        for record in &mut records {
            record.number(self.fields.key, key);
        }
        Group { key, records }
    }

    /// Prepares title and paragraphs in one piece, a line each.
    fn whole(&mut self, article: &Article) -> Whole {
        let mut prepared = Prepared::default();
        let (mut parts, mut count) = (Vec::new(), 0);
        let title = article.title.iter().map(|title| (Unit::Title, 0, title.as_str()));
        let paragraphs = article.paragraphs().enumerate();
        let paragraphs = paragraphs.map(|(i, span)| (Unit::Paragraph, i, span.of(&article.text)));
        for (unit, ordinal, text) in title.chain(paragraphs) {
            let (words, stems, pairs) = (prepared.words.len(), prepared.stems.len(), prepared.pairs.len());
            count += self.analyser.add(text, &mut prepared);
            let (words, stems) = (words..prepared.words.len(), stems..prepared.stems.len());
            let pairs = pairs..prepared.pairs.len();
            parts.push(Part { unit, ordinal, words, stems, pairs });
            prepared.end_paragraph();
        }
        Whole { words: prepared.words.into(), stems: prepared.stems.into(), pairs: prepared.pairs.into(), count, parts }
    }

    fn passage(&self, whole: &Whole, part: &Part) -> Record {
        let Texts { words, stems, pairs } = self.fields.texts(part.unit);
        let mut record = Record::default();
        record.number(self.fields.unit, part.unit as u64);
        record.number(self.fields.ordinal, part.ordinal as u64);
        record.part(words, &whole.words, part.words.clone());
        record.part(stems, &whole.stems, part.stems.clone());
        if !part.pairs.is_empty() {
            record.part(pairs, &whole.pairs, part.pairs.clone());
        }
        record
    }

    fn quote(&mut self, annotated: &Annotated, i: usize, paragraphs: &[Span], locals: &[Local]) -> Record {
        let (f, quote) = (self.fields, &annotated.annotations.quotes[i]);
        let mut record = Record::default();
        record.number(f.unit, Unit::Quote as u64);
        record.number(f.ordinal, i as u64);
        let (first, last) = touched(quote.extent(), paragraphs);
        record.number(f.first, first as u64);
        record.number(f.more, (last - first) as u64);
        record.number(f.kind, quote.kind as u64);
        record.number(f.confidence, thousandths(quote.confidence));
        self.add_content(&mut record, &annotated.article.text, quote);
        add_voices(&mut record, &f, quote, annotated, locals);
        record
    }

    /// Adds the words of the pieces, the narrator between them left out.
    fn add_content(&mut self, record: &mut Record, text: &str, quote: &Quote) {
        let Texts { words, stems, pairs } = self.fields.texts(Unit::Quote);
        let mut prepared = Prepared::default();
        let count: u64 = quote.spans.iter().map(|piece| self.analyser.add(piece.of(text), &mut prepared)).sum();
        record.number(self.fields.said, count);
        record.text(words, prepared.words);
        record.text(stems, prepared.stems);
        if !prepared.pairs.is_empty() {
            record.text(pairs, prepared.pairs);
        }
    }

    fn article(&self, record: &mut Record, annotated: &Annotated, locals: &[Local], origin: &Origin, size: usize) {
        let (f, article) = (&self.fields, &annotated.article);
        record.number(f.unit, Unit::Article as u64);
        record.number(f.size, size as u64);
        record.number(f.article, Origin::article_key(origin.file, article.record));
        record.number(f.of, origin.file);
        record.number(f.record, u64::from(article.record));
        record.number(f.hash, origin.hash);
        record.number(f.quotes, annotated.annotations.quotes.len() as u64);
        record.text(f.id, article.id.as_str());
        add_source(record, f, article);
        for place in places(&origin.path) {
            record.text(f.under, place);
        }
        for fact in facts(annotated, locals) {
            record.text(f.facts, fact);
        }
        record.text(f.stored, stored::write(annotated));
    }
}

/// Adds what the article says of its source: date, language, outlet, byline.
fn add_source(record: &mut Record, f: &Fields, article: &Article) {
    if let Some(date) = &article.published {
        record.number(f.date, u64::from(date.number()));
        record.text(f.published, date.as_str());
    }
    if let Some(language) = &article.language {
        record.text(f.lang, language.as_str());
    }
    if let Some(outlet) = &article.outlet {
        record.text(f.outlet, outlet.as_str());
        record.text(f.outlet_words, folded(outlet, ' '));
        record.text(f.domain, folded(outlet, '.'));
    }
    if let Some(wire) = &article.wire {
        record.text(f.wire, wire.as_str());
    }
    if let Some(domain) = article.domain() {
        record.text(f.domain, folded(domain, '.'));
    }
    for author in &article.authors {
        record.text(f.by, folded(author, ' '));
    }
}

fn add_voices(record: &mut Record, f: &Fields, quote: &Quote, annotated: &Annotated, locals: &[Local]) {
    let key = |i: u32| Some(locals.get(i as usize)?.key.as_str());
    if let Some(key) = quote.speaker.and_then(key) {
        record.text(f.voice, key);
    }
    if let Some(speaker) = quote.speaker.and_then(|i| annotated.annotations.speakers.get(i as usize)) {
        for role in &speaker.roles {
            record.text(f.role, folded(role, ' '));
        }
    }
    for candidate in quote.candidates.iter().filter_map(|c| key(c.speaker)) {
        record.text(f.candidate, candidate);
    }
}

/// Returns what the article says of its speakers: one text a role, one an alias, and one if they are men or women.
fn facts(annotated: &Annotated, locals: &[Local]) -> Vec<String> {
    let of = |(speaker, local): (&Speaker, &Local)| -> Vec<String> {
        let fact = |what: char, text: &str| format!("{}{FACT_SEPARATOR}{what}{text}", local.key);
        let roles = speaker.roles.iter().map(|role| fact('r', role));
        let aliases = speaker.aliases.iter().map(|alias| fact('a', alias));
        roles.chain(aliases).chain(local.sex.map(|sex| fact(sex, ""))).collect()
    };
    let mut facts: Vec<String> = annotated.annotations.speakers.iter().zip(locals).flat_map(of).collect();
    facts.sort_unstable();
    facts.dedup();
    facts
}

/// Returns the folded words of `text`, joined.
fn folded(text: &str, separator: char) -> String {
    let mut out = String::new();
    for word in words(text) {
        if !out.is_empty() {
            out.push(separator);
        }
        fold_word(word.of(text), &mut out);
    }
    out
}

/// Returns `path` and every directory above it.
fn places(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.char_indices().filter(|&(i, c)| c == '/' && i > 0).map(|(i, _)| i);
    ends.chain([path.len()]).map(|end| &path[..end])
}

/// Returns the first and the last paragraph that `extent` touches.
fn touched(extent: Span, paragraphs: &[Span]) -> (usize, usize) {
    let first = paragraphs.partition_point(|p| p.end() <= extent.start());
    let last = paragraphs.partition_point(|p| p.start() < extent.end()).saturating_sub(1);
    let limit = paragraphs.len().saturating_sub(1);
    (first.min(limit), last.clamp(first.min(limit), limit))
}

/// Returns a confidence as a whole number of thousandths.
pub(super) fn thousandths(confidence: f32) -> u64 {
    (f64::from(confidence.clamp(0.0, 1.0)) * 1000.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_file_and_what_is_above() {
        assert_eq!(places("/a/b/c.txt").collect::<Vec<_>>(), ["/a", "/a/b", "/a/b/c.txt"]);
    }

    #[test]
    fn quotations_know_their_paragraphs() {
        let paragraphs = [Span::new(0, 5), Span::new(6, 10), Span::new(11, 11)];
        assert_eq!(touched(Span::new(1, 3), &paragraphs), (0, 0));
        assert_eq!(touched(Span::new(1, 8), &paragraphs), (0, 1));
        assert_eq!(touched(Span::new(6, 10), &paragraphs), (1, 1));
    }
}
