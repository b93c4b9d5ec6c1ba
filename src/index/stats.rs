//! The statistics behind scores, for one kind of record.
//!
//! Every kind has text fields of its own, so document frequencies and token counts are its own already; only the number of
//! records, which the engine would take over all kinds, must be said.

use crate::index::schema::{Fields, Unit};
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// The statistics of one kind of record.
pub(super) struct Statistics<'a> {
    searcher: &'a Searcher,
    records: u64,
}

impl<'a> Statistics<'a> {
    pub(super) fn new(searcher: &'a Searcher, fields: &Fields, unit: Unit) -> tantivy::Result<Self> {
        // Deleted records count until they are merged away, here as in the frequencies of terms.
        let records = searcher.doc_freq(&Term::from_field_u64(fields.unit, unit as u64))?;
        Ok(Self { searcher, records: records.max(1) })
    }

    /// Returns how much a term tells: the inverse document frequency of BM25.
    pub(super) fn idf(&self, frequency: u64) -> f32 {
        let (n, f) = (self.records as f32, frequency.min(self.records) as f32);
        (1.0 + (n - f + 0.5) / (f + 0.5)).ln()
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        // An empty field would make the mean length 0.
        Ok(Bm25StatisticsProvider::total_num_tokens(self.searcher, field)?.max(1))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.records)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        // Terms of other fields (the conditions) may be on more records than there are of this kind.
        Ok(self.searcher.doc_freq(term)?.min(self.records))
    }
}
