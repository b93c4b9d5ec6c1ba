//! What the columns of the index say of copies, without reading an article.

use crate::error::Result;
use crate::index::collect::{address, place};
use crate::index::packed;
use crate::index::schema::Unit;
use crate::index::snapshot::Snapshot;
use crate::query::Place;
use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

/// What is known of an article to tell its copies.
#[derive(Clone, Debug)]
pub(crate) struct ArticleFact {
    /// The article.
    pub(crate) place: Place,
    /// Its key.
    pub(crate) key: u64,
    /// Its public id.
    pub(crate) id: String,
    /// The publication date as written.
    pub(crate) published: Option<String>,
    /// The number of the outlet, in the order in which outlets are met.
    pub(crate) outlet: Option<u32>,
    /// The sketch of the text.
    pub(crate) sketch: Vec<u32>,
    /// The hashes of the words of the title.
    pub(crate) title: Vec<u32>,
}

/// The prints of quotations, article by article in the order asked for.
#[derive(Debug, Default)]
pub(crate) struct PrintedQuotes {
    /// The keys of the speakers.
    pub(crate) voices: Vec<String>,
    /// The quotations.
    pub(crate) quotes: Vec<PrintedQuote>,
    /// The words of all prints.
    pub(crate) prints: Vec<u16>,
}

/// One quotation of [`PrintedQuotes`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct PrintedQuote {
    /// Which of the articles asked for.
    pub(crate) article: u32,
    /// The speaker: its place in [`PrintedQuotes::voices`].
    pub(crate) voice: Option<u32>,
    /// How many words.
    pub(crate) words: u32,
    /// Where its print ends; it begins where that of the one before ends.
    pub(crate) end: usize,
}

/// The columns of quotations in one segment.
struct Columns {
    size: Column<u64>,
    quotes: Column<u64>,
    said: Column<u64>,
    print: Column<u64>,
    voice: Option<StrColumn>,
    /// The numbers of the voices, by their ordinals in the segment.
    voices: FxHashMap<u64, u32>,
}

impl Columns {
    fn new(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self {
            size: fast.u64("size")?,
            quotes: fast.u64("quotes")?,
            said: fast.u64("said")?,
            print: fast.u64("print")?,
            voice: fast.str("voice")?,
            voices: FxHashMap::default(),
        })
    }

    /// Returns the number of the voice of a quotation.
    fn voice(&mut self, doc: DocId, numbers: &mut Numbers) -> tantivy::Result<Option<u32>> {
        let Some((column, ord)) = self.voice.as_ref().and_then(|voice| Some((voice, voice.ords().first(doc)?))) else {
            return Ok(None);
        };
        if let Some(&number) = self.voices.get(&ord) {
            return Ok(Some(number));
        }
        let mut name = String::new();
        column.ord_to_str(ord, &mut name)?;
        let number = numbers.of(name);
        self.voices.insert(ord, number);
        Ok(Some(number))
    }
}

/// Numbers for texts, in the order in which they are met.
#[derive(Default)]
struct Numbers {
    known: FxHashMap<String, u32>,
    texts: Vec<String>,
}

impl Numbers {
    fn of(&mut self, text: String) -> u32 {
        let next = self.texts.len() as u32;
        let number = *self.known.entry(text.clone()).or_insert(next);
        if number == next {
            self.texts.push(text);
        }
        number
    }
}

impl Snapshot {
    /// Returns what is known of every article, in the order of the index.
    pub(crate) fn article_facts(&self) -> Result<Vec<ArticleFact>> {
        self.read_article_facts().map_err(|err| self.error(&err))
    }

    fn read_article_facts(&self) -> tantivy::Result<Vec<ArticleFact>> {
        let mut facts = Vec::new();
        let mut outlets = Numbers::default();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let fast = reader.fast_fields();
            let (key, sketch, heading) = (fast.u64("article")?, fast.u64("sketch")?, fast.u64("heading")?);
            let (id, published, outlet) = (fast.str("id")?, fast.str("published")?, fast.str("outlet")?);
            self.each_doc(reader, Unit::Article, &mut |doc| {
                facts.push(ArticleFact {
                    place: place(segment as u32, doc),
                    key: key.first(doc).unwrap_or(0),
                    id: first_text(id.as_ref(), doc)?.unwrap_or_default(),
                    published: first_text(published.as_ref(), doc)?,
                    outlet: first_text(outlet.as_ref(), doc)?.map(|outlet| outlets.of(outlet)),
                    sketch: packed::unpacked_hashes(sketch.values_for_doc(doc)).collect(),
                    title: packed::unpacked_hashes(heading.values_for_doc(doc)).collect(),
                });
                Ok(())
            })?;
        }
        Ok(facts)
    }

    /// Returns the prints of the quotations of `articles`.
    pub(crate) fn printed_quotes(&self, articles: &[Place]) -> Result<PrintedQuotes> {
        self.read_prints(articles).map_err(|err| self.error(&err))
    }

    fn read_prints(&self, articles: &[Place]) -> tantivy::Result<PrintedQuotes> {
        let columns: tantivy::Result<Vec<Columns>> = self.searcher.segment_readers().iter().map(Columns::new).collect();
        let mut columns = columns?;
        let mut voices = Numbers::default();
        let mut printed = PrintedQuotes::default();
        for (number, &article) in articles.iter().enumerate() {
            let at = address(article);
            let Some(columns) = columns.get_mut(at.segment_ord as usize) else { continue };
            // The quotations are the last records of an article.
            let end = at.doc_id + columns.size.first(at.doc_id).unwrap_or(1) as u32;
            let quotes = columns.quotes.first(at.doc_id).unwrap_or(0) as u32;
            for doc in end.saturating_sub(quotes)..end {
                printed.prints.extend(packed::unpacked_words(columns.print.values_for_doc(doc)));
                printed.quotes.push(PrintedQuote {
                    article: number as u32,
                    voice: columns.voice(doc, &mut voices)?,
                    words: columns.said.first(doc).unwrap_or(0) as u32,
                    end: printed.prints.len(),
                });
            }
        }
        printed.voices = voices.texts;
        Ok(printed)
    }

    /// Returns the agencies of articles.
    pub(crate) fn wires(&self, places: &[Place]) -> Result<Vec<Option<String>>> {
        self.texts_of(places, "wire")
    }
}

/// Returns the first text of a record in a column.
fn first_text(column: Option<&StrColumn>, doc: DocId) -> tantivy::Result<Option<String>> {
    let Some((column, ord)) = column.and_then(|column| Some((column, column.ords().first(doc)?))) else {
        return Ok(None);
    };
    let mut text = String::new();
    column.ord_to_str(ord, &mut text)?;
    Ok(Some(text))
}
