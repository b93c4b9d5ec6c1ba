//! What the columns of the index say of quotations and their speakers, without reading an article.

use crate::error::Result;
use crate::index::collect::{address, place};
use crate::index::group::FACT_SEPARATOR;
use crate::index::schema::Unit;
use crate::index::snapshot::Snapshot;
use crate::model::Voice;
use crate::query::{Found, Place};
use crate::text::voice_of;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

/// What is counted of one quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct QuoteFact {
    /// The article.
    pub(crate) article: Place,
    /// The speaker's local name: its place in [`QuoteFacts::voices`].
    pub(crate) voice: Option<u32>,
    /// How many words.
    pub(crate) words: u32,
    /// Which quotation of the article.
    pub(crate) ordinal: u32,
}

/// What is counted of quotations.
#[derive(Debug, Default)]
pub(crate) struct QuoteFacts {
    /// The keys of the local names.
    pub(crate) voices: Vec<String>,
    /// The quotations.
    pub(crate) quotes: Vec<QuoteFact>,
}

/// The columns of one segment.
struct Columns {
    back: Column<u64>,
    size: Column<u64>,
    quotes: Column<u64>,
    ordinal: Column<u64>,
    said: Column<u64>,
    voice: Option<StrColumn>,
}

impl Columns {
    fn new(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self {
            back: fast.u64("back")?,
            size: fast.u64("size")?,
            quotes: fast.u64("quotes")?,
            ordinal: fast.u64("ordinal")?,
            said: fast.u64("said")?,
            voice: fast.str("voice")?,
        })
    }
}

impl Snapshot {
    /// Returns what is counted of the quotations `found`, or of all.
    pub(crate) fn quote_facts(&self, found: Option<&[Found]>) -> Result<QuoteFacts> {
        self.read_quote_facts(found).map_err(|err| self.error(&err))
    }

    fn read_quote_facts(&self, found: Option<&[Found]>) -> tantivy::Result<QuoteFacts> {
        let mut facts = QuoteFacts::default();
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let segment = segment as u32;
            let columns = Columns::new(reader)?;
            // The numbers of the segment's names, once each.
            let mut names: FxHashMap<u64, u32> = FxHashMap::default();
            let mut take = |doc: DocId| -> tantivy::Result<()> {
                let voice = match columns.voice.as_ref().and_then(|voice| Some((voice, voice.ords().first(doc)?))) {
                    None => None,
                    Some((voice, ord)) => Some(match names.get(&ord) {
                        Some(&known) => known,
                        None => {
                            let mut name = String::new();
                            voice.ord_to_str(ord, &mut name)?;
                            let next = facts.voices.len() as u32;
                            let number = *known.entry(name.clone()).or_insert(next);
                            if number == next {
                                facts.voices.push(name);
                            }
                            names.insert(ord, number);
                            number
                        }
                    }),
                };
                facts.quotes.push(QuoteFact {
                    article: place(segment, doc - columns.back.first(doc).unwrap_or(0) as u32),
                    voice,
                    words: columns.said.first(doc).unwrap_or(0) as u32,
                    ordinal: columns.ordinal.first(doc).unwrap_or(0) as u32,
                });
                Ok(())
            };
            match found {
                Some(found) => {
                    let here = found.iter().map(|f| (address(f.article), f.ordinal));
                    for (article, ordinal) in here.filter(|(article, _)| article.segment_ord == segment) {
                        // The quotations are the last records of an article.
                        let article = article.doc_id;
                        let end = article + columns.size.first(article).unwrap_or(1) as u32;
                        let quotes = columns.quotes.first(article).unwrap_or(0) as u32;
                        take((end - quotes + ordinal).min(end - 1))?;
                    }
                }
                None => self.each_doc(reader, Unit::Quote, &mut take)?,
            }
        }
        Ok(facts)
    }

    /// Hands every living record of a kind in a segment to `take`.
    pub(super) fn each_doc(
        &self,
        reader: &SegmentReader,
        unit: Unit,
        take: &mut dyn FnMut(DocId) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        use tantivy::DocSet;
        let term = tantivy::Term::from_field_u64(self.fields.unit, unit as u64);
        let option = tantivy::schema::IndexRecordOption::Basic;
        let Some(mut postings) = reader.inverted_index(self.fields.unit)?.read_postings(&term, option)? else {
            return Ok(());
        };
        let mut doc = postings.doc();
        while doc != tantivy::TERMINATED {
            if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                take(doc)?;
            }
            doc = postings.advance();
        }
        Ok(())
    }

    /// Returns every local name of the index with what is said of it.
    pub(crate) fn voices(&self) -> Result<Vec<Voice>> {
        self.read_voices().map_err(|err| self.error(&err))
    }

    fn read_voices(&self) -> tantivy::Result<Vec<Voice>> {
        let mut voices: BTreeMap<String, Voice> = BTreeMap::new();
        let mut facts: BTreeMap<String, u64> = BTreeMap::new();
        for reader in self.searcher.segment_readers() {
            for (key, count) in self.count_values(reader, "voice", Unit::Quote)? {
                voices.entry(key).or_default().quotes += count;
            }
            for (fact, count) in self.count_values(reader, "facts", Unit::Article)? {
                *facts.entry(fact).or_default() += count;
            }
        }
        for (fact, count) in facts {
            let Some((key, said)) = fact.split_once(FACT_SEPARATOR) else { continue };
            // Names without a quotation are nobody's voice.
            let Some(voice) = voices.get_mut(key) else { continue };
            let mut text = said.chars();
            match text.next() {
                Some('r') => voice.roles.push((text.as_str().to_owned(), count)),
                Some('m') => voice.sexes[0] += count,
                Some('f') => voice.sexes[1] += count,
                _ => voice.aliases.push((text.as_str().to_owned(), count)),
            }
        }
        let named = |(key, said): (String, Voice)| {
            let Voice { quotes, roles, aliases, sexes, .. } = said;
            Some(Voice { quotes, roles, aliases, sexes, ..voice_of(&key)? })
        };
        Ok(voices.into_iter().filter_map(named).collect())
    }

    /// Counts the values of a column over the living records of a kind in a segment.
    pub(super) fn count_values(
        &self,
        reader: &SegmentReader,
        name: &str,
        unit: Unit,
    ) -> tantivy::Result<Vec<(String, u64)>> {
        let Some(column) = reader.fast_fields().str(name)? else { return Ok(Vec::new()) };
        let mut counts = vec![0_u64; column.num_terms()];
        self.each_doc(reader, unit, &mut |doc| {
            for ord in column.ords().values_for_doc(doc) {
                if let Some(count) = counts.get_mut(ord as usize) {
                    *count += 1;
                }
            }
            Ok(())
        })?;
        let mut texts = Vec::new();
        let mut stream = column.dictionary().stream()?;
        let mut ord = 0;
        while stream.advance() {
            if counts.get(ord).is_some_and(|&count| count > 0) {
                texts.push((String::from_utf8_lossy(stream.key()).into_owned(), counts[ord]));
            }
            ord += 1;
        }
        Ok(texts)
    }
}
