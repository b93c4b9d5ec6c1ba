//! The fields of the index. No other file spells a field's name.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

/// The version of this layout; another one cannot be read.
pub(crate) const FORMAT: u32 = 5;

/// The name of the tokenizer that cuts prepared words (see `tokens`).
pub(super) const SPLIT: &str = "split";

/// The kinds of records, as the terms of the field `unit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// The title of an article.
    Title = 0,
    /// A paragraph.
    Paragraph = 1,
    /// The content of a quotation.
    Quote = 2,
    /// One an article: stored, and searched through its title and paragraphs.
    Article = 3,
    /// A source file: the manifest.
    File = 4,
}

/// The words of one kind of record. Each kind has fields of its own, so that the statistics behind a score
/// (document frequencies, mean lengths) are those of that kind alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Texts {
    /// Unstemmed words with positions.
    pub(super) words: Field,
    /// Stems with frequencies.
    pub(super) stems: Field,
    /// Pairs of frequent words that follow each other, with frequencies (see `pairs`).
    pub(super) pairs: Field,
}

/// All fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// On every record: what it is ([`Unit`]).
    pub(super) unit: Field,
    /// On the records of an article: the article's key, by which they are deleted.
    pub(super) key: Field,
    /// The texts of titles, paragraphs and quotations, in the order of [`Unit`].
    pub(super) texts: [Texts; 3],

    /// On passages: how many records back the article's record stands.
    pub(super) back: Field,
    /// On passages: which paragraph or quotation of the article it is.
    pub(super) ordinal: Field,
    /// On quotations: the first paragraph that it touches.
    pub(super) first: Field,
    /// On quotations: how many paragraphs more it touches.
    pub(super) more: Field,
    /// On quotations: where they lie (see `collect::Lies`).
    pub(super) lies: Field,
    /// On quotations: the speaker's key.
    pub(super) voice: Field,
    /// On quotations: the keys of the candidates.
    pub(super) candidate: Field,
    /// On quotations: the words of the speaker's roles.
    pub(super) role: Field,
    /// On quotations: direct, mixed or indirect.
    pub(super) kind: Field,
    /// On quotations: the confidence in thousandths.
    pub(super) confidence: Field,
    /// On quotations: the print of the words (see `packed`).
    pub(super) print: Field,
    /// On quotations: how many words.
    pub(super) said: Field,

    /// On articles: how many records the article has, this one included.
    pub(super) size: Field,
    /// On articles: the key again, as a column.
    pub(super) article: Field,
    /// On articles: the key of the source file.
    pub(super) of: Field,
    /// On articles: the number of the record in its file.
    pub(super) record: Field,
    /// On articles and files: the fingerprint of the bytes read.
    pub(super) hash: Field,
    /// On articles: the publication date as `yyyymmdd`.
    pub(super) date: Field,
    /// On articles: the publication date as written.
    pub(super) published: Field,
    /// On articles: the public id.
    pub(super) id: Field,
    /// On articles: the language.
    pub(super) lang: Field,
    /// On articles: the outlet as written.
    pub(super) outlet: Field,
    /// On articles: the words of the outlet.
    pub(super) outlet_words: Field,
    /// On articles: the words of the domain, joined by dots.
    pub(super) domain: Field,
    /// On articles: the words of the byline.
    pub(super) by: Field,
    /// On articles: the source file's path and every directory above it.
    pub(super) under: Field,
    /// On articles: the agency as written.
    pub(super) wire: Field,
    /// On articles: the sketch of the text (see `packed`).
    pub(super) sketch: Field,
    /// On articles: the hashes of the words of the title.
    pub(super) heading: Field,
    /// On articles: how many words the title and the text have.
    pub(super) length: Field,
    /// On articles: how many quotations.
    pub(super) quotes: Field,
    /// On articles: what is said of its speakers (see `voices`).
    pub(super) facts: Field,

    /// On files: the key.
    pub(super) file: Field,
    /// On files: the size in bytes.
    pub(super) bytes: Field,
    /// On files: when it was last changed, in nanoseconds.
    pub(super) changed: Field,
    /// On files: the path.
    pub(super) source: Field,
    /// On files: how many reasons why something of it was not indexed, and versions of items.
    pub(super) skips: Field,

    /// The stored text of articles (see `stored`) and files.
    pub(super) stored: Field,
}

impl Fields {
    /// Returns the texts of a kind of record that has some.
    pub(super) fn texts(&self, unit: Unit) -> Texts {
        self.texts[unit as usize]
    }
}

/// Returns the schema and its fields.
pub(super) fn build() -> (Schema, Fields) {
    let mut b = Schema::builder();
    // Lengths are of texts only: a flag that would keep one of a number too is not used.
    let number = NumericOptions::default().set_indexed();
    let fields = Fields {
        unit: b.add_u64_field("unit", number.clone()),
        key: b.add_u64_field("key", number.clone()),
        texts: ["title", "paragraph", "quote"].map(|kind| texts(&mut b, kind)),
        back: b.add_u64_field("back", FAST),
        ordinal: b.add_u64_field("ordinal", FAST),
        first: b.add_u64_field("first", FAST),
        more: b.add_u64_field("more", FAST),
        lies: b.add_u64_field("lies", FAST),
        voice: b.add_text_field("voice", name().set_fast("raw")),
        candidate: b.add_text_field("candidate", name()),
        role: b.add_text_field("role", plain_words()),
        kind: b.add_u64_field("kind", number.clone() | FAST),
        confidence: b.add_u64_field("confidence", FAST),
        print: b.add_u64_field("print", FAST),
        said: b.add_u64_field("said", FAST),
        size: b.add_u64_field("size", FAST),
        article: b.add_u64_field("article", FAST),
        of: b.add_u64_field("of", FAST),
        record: b.add_u64_field("record", FAST),
        hash: b.add_u64_field("hash", FAST),
        date: b.add_u64_field("date", FAST),
        published: b.add_text_field("published", only_fast()),
        id: b.add_text_field("id", name().set_fast("raw")),
        lang: b.add_text_field("lang", name().set_fast("raw")),
        outlet: b.add_text_field("outlet", only_fast()),
        outlet_words: b.add_text_field("outlet_words", plain_words()),
        domain: b.add_text_field("domain", name()),
        by: b.add_text_field("by", plain_words()),
        under: b.add_text_field("under", name()),
        wire: b.add_text_field("wire", only_fast()),
        sketch: b.add_u64_field("sketch", FAST),
        heading: b.add_u64_field("heading", FAST),
        length: b.add_u64_field("length", FAST),
        quotes: b.add_u64_field("quotes", FAST),
        facts: b.add_text_field("facts", only_fast()),
        file: b.add_u64_field("file", number | FAST),
        bytes: b.add_u64_field("bytes", FAST),
        changed: b.add_i64_field("changed", FAST),
        source: b.add_text_field("source", only_fast()),
        skips: b.add_u64_field("skips", FAST),
        stored: b.add_text_field("stored", STORED),
    };
    (b.build(), fields)
}

fn texts(b: &mut SchemaBuilder, kind: &str) -> Texts {
    let unscored = indexing(IndexRecordOption::WithFreqs).set_fieldnorms(false);
    Texts {
        words: b.add_text_field(&format!("{kind}_words"), scored(IndexRecordOption::WithFreqsAndPositions)),
        stems: b.add_text_field(&format!("{kind}_stems"), scored(IndexRecordOption::WithFreqs)),
        pairs: b.add_text_field(&format!("{kind}_pairs"), TextOptions::default().set_indexing_options(unscored)),
    }
}

/// Words whose number matters to scores.
fn scored(option: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(indexing(option).set_fieldnorms(true))
}

/// A name as it stands, which only filters.
fn name() -> TextOptions {
    TextOptions::default()
        .set_indexing_options(indexing(IndexRecordOption::Basic).set_tokenizer("raw").set_fieldnorms(false))
}

/// Words that only filter.
fn plain_words() -> TextOptions {
    TextOptions::default().set_indexing_options(indexing(IndexRecordOption::Basic).set_fieldnorms(false))
}

fn only_fast() -> TextOptions {
    TextOptions::default().set_fast("raw")
}

fn indexing(option: IndexRecordOption) -> TextFieldIndexing {
    TextFieldIndexing::default().set_tokenizer(SPLIT).set_index_option(option)
}
