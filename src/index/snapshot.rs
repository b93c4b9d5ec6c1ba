//! Reading: one state of the index, as the last commit left it.

use crate::error::{Error, ErrorKind, Result};
use crate::index::collect::{All, Columns, address, place};
use crate::index::engine_error;
use crate::index::lower::{Lowering, unit_query};
use crate::index::payload::{Payload, Source};
use crate::index::recent::Recent;
use crate::index::schema::{Fields, Unit};
use crate::index::stats::Statistics;
use crate::index::stored;
use crate::model::{Annotated, Date};
use crate::query::{Found, HALF, LiesIn, Node, Place, Records, Retrieve, Scope, Scored, Searched};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tantivy::collector::{Count, DocSetCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, Searcher, SegmentOrdinal, TantivyDocument, Term};
use xxhash_rust::xxh3::xxh3_64;

/// One state of an index. Cheap to keep; later commits do not change it.
pub(crate) struct Snapshot {
    pub(super) dir: PathBuf,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    /// The column of publication days, a segment each.
    pub(super) days: Vec<Column<u64>>,
    /// What all of the index is, counted when first asked for.
    all: OnceLock<Searched>,
    /// What references are read from, opened when first needed.
    columns: OnceLock<Arc<Vec<Columns>>>,
    /// The languages whose stems are in the index, read when first needed.
    languages: OnceLock<Vec<String>>,
    /// The articles that were read last.
    read: Recent<Place, Arc<Annotated>>,
    /// Columns of texts by their names, opened when first needed.
    texts: Mutex<FxHashMap<String, Arc<TextColumns>>>,
}

/// How many bytes of articles are kept at hand.
const AT_HAND: usize = 16 << 20;

/// A column of texts, a segment each.
type TextColumns = Vec<Option<StrColumn>>;

impl Snapshot {
    pub(super) fn new(dir: PathBuf, searcher: Searcher, fields: Fields) -> Result<Self> {
        let days: tantivy::Result<Vec<_>> =
            searcher.segment_readers().iter().map(|segment| segment.fast_fields().u64("date")).collect();
        let days = days.map_err(|err| engine_error(&dir, &err))?;
        let (all, columns, languages, texts) = Default::default();
        let read = Recent::new(AT_HAND);
        Ok(Self { dir, searcher, fields, days, all, columns, languages, read, texts })
    }

    pub(super) fn error(&self, err: &tantivy::TantivyError) -> Error {
        engine_error(&self.dir, err)
    }

    /// Returns the directory of the index.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns a number of the state: another one has another.
    pub(crate) fn number(&self) -> u64 {
        let part = |s: &tantivy::SegmentReader| format!("{}.{:?};", s.segment_id().uuid_string(), s.delete_opstamp());
        xxh3_64(self.searcher.segment_readers().iter().map(part).collect::<String>().as_bytes())
    }

    /// Takes over what all of the index is, as it was counted before.
    pub(crate) fn know(&self, all: Searched) {
        drop(self.all.set(all));
    }

    /// Returns the articles in `scope`.
    fn articles_query(&self, scope: &Scope) -> Box<dyn Query> {
        let articles: Box<dyn Query> = Box::new(unit_query(&self.fields, Unit::Article));
        match Lowering::new(&self.searcher, &self.fields, Unit::Article, scope).under() {
            Some(under) => Box::new(BooleanQuery::new(vec![(Occur::Must, articles), (Occur::Must, under)])),
            None => articles,
        }
    }

    /// Returns documents by segment, in order.
    pub(super) fn by_segment(&self, docs: HashSet<DocAddress>) -> BTreeMap<SegmentOrdinal, Vec<DocId>> {
        let mut segments: BTreeMap<SegmentOrdinal, Vec<DocId>> = BTreeMap::new();
        for doc in docs {
            segments.entry(doc.segment_ord).or_default().push(doc.doc_id);
        }
        segments.values_mut().for_each(|docs| docs.sort_unstable());
        segments
    }

    /// Returns the records of a kind that match `node`.
    fn search(&self, node: &Node, unit: Unit, scope: &Scope, scored: bool) -> tantivy::Result<Vec<Found>> {
        let query = Lowering::new(&self.searcher, &self.fields, unit, scope).whole(node)?;
        let statistics = Statistics::new(&self.searcher, &self.fields, unit)?;
        let all = All { unit, scored, above: None, columns: self.columns()? };
        self.searcher.search_with_statistics_provider(&*query, &all, &statistics)
    }

    fn search_most(&self, fixed: &Node, words: &[Node], unit: Unit, scope: &Scope) -> tantivy::Result<Vec<Found>> {
        let statistics = Statistics::new(&self.searcher, &self.fields, unit)?;
        let lowering = Lowering::new(&self.searcher, &self.fields, unit, scope);
        let (query, total) = lowering.weights(fixed, words, &statistics)?;
        let most = All { unit, scored: true, above: Some(total * HALF), columns: self.columns()? };
        let mut found = self.searcher.search_with_statistics_provider(&*query, &most, &statistics)?;
        let query = lowering.whole(&Node::And(vec![fixed.clone(), Node::Or(words.to_vec())]))?;
        let all = All { unit, scored: true, above: None, columns: self.columns()? };
        let scored = self.searcher.search_with_statistics_provider(&*query, &all, &statistics)?;
        let mut scored = scored.into_iter().peekable();
        for hit in &mut found {
            while scored.next_if(|s| (s.article, s.ordinal) < (hit.article, hit.ordinal)).is_some() {}
            hit.score =
                scored.next_if(|s| (s.article, s.ordinal) == (hit.article, hit.ordinal)).map_or(0.0, |s| s.score);
        }
        Ok(found)
    }

    fn search_any(&self, words: &[(Node, f32)], unit: Unit, scope: &Scope) -> tantivy::Result<Vec<Found>> {
        let query = Lowering::new(&self.searcher, &self.fields, unit, scope).any(words)?;
        let statistics = Statistics::new(&self.searcher, &self.fields, unit)?;
        let all = All { unit, scored: true, above: None, columns: self.columns()? };
        self.searcher.search_with_statistics_provider(&*query, &all, &statistics)
    }

    /// Returns the first value that each article has in a column of texts.
    pub(super) fn texts_of(&self, places: &[Place], column: &str) -> Result<Vec<Option<String>>> {
        self.read_texts(places, column).map_err(|err| self.error(&err))
    }

    fn read_texts(&self, places: &[Place], column: &str) -> tantivy::Result<Vec<Option<String>>> {
        let columns = self.text_columns(column)?;
        let mut texts = Vec::with_capacity(places.len());
        for &place in places {
            let DocAddress { segment_ord, doc_id } = address(place);
            let mut text = None;
            if let Some(Some(column)) = columns.get(segment_ord as usize)
                && let Some(ord) = column.ords().first(doc_id)
            {
                column.ord_to_str(ord, text.insert(String::new()))?;
            }
            texts.push(text);
        }
        Ok(texts)
    }

    pub(super) fn columns(&self) -> tantivy::Result<Arc<Vec<Columns>>> {
        if let Some(columns) = self.columns.get() {
            return Ok(Arc::clone(columns));
        }
        let columns = self.searcher.segment_readers().iter().map(Columns::open).collect::<tantivy::Result<_>>()?;
        Ok(Arc::clone(self.columns.get_or_init(|| Arc::new(columns))))
    }

    fn text_columns(&self, name: &str) -> tantivy::Result<Arc<TextColumns>> {
        let mut known = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(columns) = known.get(name) {
            return Ok(Arc::clone(columns));
        }
        let open = |segment: &tantivy::SegmentReader| segment.fast_fields().str(name);
        let columns = Arc::new(self.searcher.segment_readers().iter().map(open).collect::<tantivy::Result<_>>()?);
        known.insert(name.to_owned(), Arc::clone(&columns));
        Ok(columns)
    }

    /// Returns the outlets of articles.
    pub(crate) fn outlets(&self, places: &[Place]) -> Result<Vec<Option<String>>> {
        self.texts_of(places, "outlet")
    }

    /// Returns the languages and how many articles each has.
    pub(crate) fn language_counts(&self) -> Result<Vec<(String, u64)>> {
        self.counts("lang")
    }

    /// Returns the outlets and how many articles each has.
    pub(crate) fn outlet_counts(&self) -> Result<Vec<(String, u64)>> {
        self.counts("outlet")
    }

    fn counts(&self, column: &str) -> Result<Vec<(String, u64)>> {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for reader in self.searcher.segment_readers() {
            let values = self.count_values(reader, column, Unit::Article).map_err(|err| self.error(&err))?;
            values.into_iter().for_each(|(value, count)| *counts.entry(value).or_default() += count);
        }
        Ok(counts.into_iter().collect())
    }

    /// Returns what was indexed.
    pub(crate) fn sources(&self) -> Result<Vec<Source>> {
        Ok(Payload::read(&self.dir)?.unwrap_or_default().sources)
    }

    fn find_id(&self, id: &str) -> tantivy::Result<Vec<Place>> {
        let query = TermQuery::new(Term::from_field_text(self.fields.id, id), IndexRecordOption::Basic);
        let mut found = Vec::new();
        for doc in self.searcher.search(&query, &DocSetCollector)? {
            let fast = self.searcher.segment_reader(doc.segment_ord).fast_fields();
            let key = fast.u64("article")?.first(doc.doc_id).unwrap_or(0);
            found.push((key, place(doc.segment_ord, doc.doc_id)));
        }
        found.sort_unstable();
        Ok(found.into_iter().map(|(_, place)| place).collect())
    }

    /// Counts what stands in the columns of the articles in `scope`.
    fn count(&self, scope: &Scope) -> tantivy::Result<Searched> {
        let mut searched = Searched::default();
        let mut outlets = BTreeSet::new();
        let (mut from, mut to): (Option<String>, Option<String>) = (None, None);
        for segment in 0..self.searcher.segment_readers().len() as SegmentOrdinal {
            let docs = self.articles_of(segment, scope)?;
            let fast = self.searcher.segment_reader(segment).fast_fields();
            let quotes = fast.u64("quotes")?;
            searched.articles += docs.len() as u64;
            searched.quotes += docs.iter().filter_map(|&doc| quotes.first(doc)).sum::<u64>();
            if let Some(column) = fast.str("outlet")? {
                let mut met = vec![false; column.num_terms()];
                for ord in docs.iter().filter_map(|&doc| column.ords().first(doc)) {
                    if let Some(met) = met.get_mut(ord as usize) {
                        *met = true;
                    }
                }
                for (ord, _) in met.iter().enumerate().filter(|(_, met)| **met) {
                    outlets.insert(text_at(&column, ord as u64)?);
                }
            }
            // The texts of a column are numbered in their order.
            if let Some(column) = fast.str("published")? {
                let ords = || docs.iter().filter_map(|&doc| column.ords().first(doc));
                let text = |ord: Option<u64>| ord.map(|ord| text_at(&column, ord)).transpose();
                from = from.into_iter().chain(text(ords().min())?).min();
                to = to.into_iter().chain(text(ords().max())?).max();
            }
        }
        searched.outlets = outlets.len() as u64;
        searched.from = from.as_deref().and_then(Date::parse);
        searched.to = to.as_deref().and_then(Date::parse);
        Ok(searched)
    }

    /// Returns the articles of a segment that are in `scope`, in order.
    fn articles_of(&self, segment: SegmentOrdinal, scope: &Scope) -> tantivy::Result<Vec<DocId>> {
        let reader = self.searcher.segment_reader(segment);
        let mut docs = Vec::new();
        if scope.under.is_empty() {
            self.each_doc(reader, Unit::Article, &mut |doc| {
                docs.push(doc);
                Ok(())
            })?;
        } else {
            let weight = self.articles_query(scope).weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            weight.for_each_no_score(reader, &mut |found| docs.extend_from_slice(found))?;
            docs.retain(|doc| reader.alive_bitset().is_none_or(|alive| alive.is_alive(*doc)));
        }
        Ok(docs)
    }

    fn count_undated(&self, scope: &Scope) -> tantivy::Result<u64> {
        let all = self.searcher.search(&*self.articles_query(scope), &Count)?;
        let dated: Box<dyn Query> = Box::new(tantivy::query::ExistsQuery::new("date".to_owned(), false));
        let both = BooleanQuery::new(vec![(Occur::Must, self.articles_query(scope)), (Occur::Must, dated)]);
        Ok((all - self.searcher.search(&both, &Count)?) as u64)
    }

    /// Returns the codes of the languages whose stems are in the index.
    pub(crate) fn languages(&self) -> Result<Vec<String>> {
        if let Some(languages) = self.languages.get() {
            return Ok(languages.clone());
        }
        let languages = self.read_languages()?;
        Ok(self.languages.get_or_init(|| languages).clone())
    }

    fn read_languages(&self) -> Result<Vec<String>> {
        let mut languages = vec![crate::index::tokens::DEFAULT_LANGUAGE.to_owned()];
        for segment in self.searcher.segment_readers() {
            let terms = segment.inverted_index(self.fields.lang).map_err(|err| self.error(&err))?;
            let mut stream = terms.terms().stream().map_err(|err| Error::io(&self.dir, &err))?;
            while let Some((term, _)) = stream.next() {
                languages.extend(std::str::from_utf8(term).map(str::to_owned));
            }
        }
        languages.sort_unstable();
        languages.dedup();
        Ok(languages)
    }
}

fn text_at(column: &StrColumn, ord: u64) -> tantivy::Result<String> {
    let mut text = String::new();
    column.ord_to_str(ord, &mut text)?;
    Ok(text)
}

/// Returns the stored text of a record.
pub(super) fn stored_text(searcher: &Searcher, fields: &Fields, address: DocAddress) -> tantivy::Result<String> {
    let doc: TantivyDocument = searcher.doc(address)?;
    Ok(doc.get_first(fields.stored).and_then(|value| value.as_str()).unwrap_or_default().to_owned())
}

/// Returns the kind of record that queries know as `records`.
fn unit(records: Records) -> Unit {
    match records {
        Records::Articles => Unit::Article,
        Records::Titles => Unit::Title,
        Records::Paragraphs => Unit::Paragraph,
        Records::Quotes => Unit::Quote,
    }
}

impl Retrieve for Snapshot {
    fn find(&self, node: &Node, records: Records, scope: &Scope, scored: bool) -> Result<Vec<Found>> {
        self.search(node, unit(records), scope, scored).map_err(|err| self.error(&err))
    }

    fn find_scored(&self, node: &Node, records: Records, scope: &Scope) -> Result<Vec<Scored>> {
        self.search_scored(node, unit(records), scope).map_err(|err| self.error(&err))
    }

    fn found(&self, scored: &[Scored], records: Records) -> Result<Vec<Found>> {
        self.look_up(scored, unit(records)).map_err(|err| self.error(&err))
    }

    fn lies_in(&self, quotes: &[Scored]) -> Result<Vec<LiesIn>> {
        self.where_quotes_lie(quotes).map_err(|err| self.error(&err))
    }

    fn find_most(&self, fixed: &Node, words: &[Node], records: Records, scope: &Scope) -> Result<Vec<Found>> {
        self.search_most(fixed, words, unit(records), scope).map_err(|err| self.error(&err))
    }

    fn find_any(&self, words: &[(Node, f32)], records: Records, scope: &Scope) -> Result<Vec<Found>> {
        self.search_any(words, unit(records), scope).map_err(|err| self.error(&err))
    }

    fn counts(&self, leaf: &Node, records: Records, found: &[Found]) -> Result<Option<Vec<u32>>> {
        if records == Records::Articles { Ok(None) } else { self.count_in(leaf, unit(records), found) }
    }

    fn weights(&self, words: &[Node], records: Records, scope: &Scope) -> Result<Vec<f32>> {
        let weights = |unit| -> tantivy::Result<Vec<f32>> {
            let statistics = Statistics::new(&self.searcher, &self.fields, unit)?;
            let lowering = Lowering::new(&self.searcher, &self.fields, unit, scope);
            words.iter().map(|word| lowering.weight(word, &statistics)).collect()
        };
        weights(unit(records)).map_err(|err| self.error(&err))
    }

    fn article(&self, place: Place) -> Result<Arc<Annotated>> {
        if let Some(read) = self.read.get(&place) {
            return Ok(read);
        }
        let text = stored_text(&self.searcher, &self.fields, address(place)).map_err(|err| self.error(&err))?;
        let damaged = || Error::new(ErrorKind::Damaged, "an article cannot be read").at(&self.dir);
        let article = Arc::new(stored::read(&text).ok_or_else(damaged)?);
        self.read.put(place, Arc::clone(&article), text.len());
        Ok(article)
    }

    fn ids(&self, places: &[Place]) -> Result<Vec<String>> {
        let ids = self.texts_of(places, "id")?;
        Ok(ids.into_iter().map(Option::unwrap_or_default).collect())
    }

    fn published(&self, places: &[Place]) -> Result<Vec<Option<String>>> {
        self.texts_of(places, "published")
    }

    fn day(&self, place: Place) -> Option<u32> {
        let DocAddress { segment_ord, doc_id } = address(place);
        self.days.get(segment_ord as usize)?.first(doc_id).map(|day| day as u32)
    }

    fn with_id(&self, id: &str) -> Result<Vec<Place>> {
        self.find_id(id).map_err(|err| self.error(&err))
    }

    fn searched(&self, scope: &Scope) -> Result<Searched> {
        let count = || self.count(scope).map_err(|err| self.error(&err));
        if !scope.under.is_empty() {
            return count();
        }
        if let Some(all) = self.all.get() {
            return Ok(all.clone());
        }
        let all = count()?;
        Ok(self.all.get_or_init(|| all).clone())
    }

    fn undated(&self, scope: &Scope) -> Result<u64> {
        self.count_undated(scope).map_err(|err| self.error(&err))
    }
}
