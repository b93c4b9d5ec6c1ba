//! A word in whole articles, of which only titles and paragraphs are indexed: their counts are added up.
//!
//! The score is that of an index of whole articles: in how many articles the word is, how often in this one, and how long it is.

use crate::index::groups::Scored;
use crate::index::lower::text_term;
use crate::index::schema::{Fields, Unit};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::postings::Postings;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

/// Matches the records of articles that have any of some stems in their titles or paragraphs.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) fields: Fields,
    pub(super) stems: Vec<String>,
}

/// Articles, and how often each has a word.
type Counts = Vec<(DocId, u32)>;

impl Query for Whole {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let EnableScoring::Enabled { searcher, .. } = scoring else {
            return Ok(Box::new(WholeWeight { whole: self.clone(), scoring: None }));
        };
        let mut counts = HashMap::new();
        for reader in searcher.segment_readers() {
            counts.insert(reader.segment_id(), Arc::new(self.counts(reader)?));
        }
        let articles = counts.values().map(|counts| counts.len() as u64).sum();
        let (all, length) = self.articles(searcher)?;
        let weight = Bm25Weight::for_one_term_without_explain(articles, all.max(articles), length);
        Ok(Box::new(WholeWeight { whole: self.clone(), scoring: Some((counts, weight)) }))
    }
}

impl Whole {
    /// Returns how many articles there are, and how long they are on average.
    fn articles(&self, searcher: &Searcher) -> tantivy::Result<(u64, Score)> {
        let all = searcher.doc_freq(&Term::from_field_u64(self.fields.unit, Unit::Article as u64))?.max(1);
        let mut words = 0;
        for unit in [Unit::Title, Unit::Paragraph] {
            words += Bm25StatisticsProvider::total_num_tokens(searcher, self.fields.texts(unit).stems)?;
        }
        Ok((all, words.max(1) as Score / all as Score))
    }

    fn counts(&self, reader: &SegmentReader) -> tantivy::Result<Counts> {
        let back = reader.fast_fields().u64("back")?;
        let mut counts = Counts::new();
        let mut lists = 0;
        for field in [Unit::Title, Unit::Paragraph].map(|unit| self.fields.texts(unit).stems) {
            let terms = reader.inverted_index(field)?;
            for stem in &self.stems {
                let option = IndexRecordOption::WithFreqs;
                let Some(mut list) = terms.read_postings(&text_term(field, stem), option)? else { continue };
                lists += 1;
                let mut doc = list.doc();
                while doc != TERMINATED {
                    counts.push((doc - back.first(doc).unwrap_or(0) as u32, list.term_freq()));
                    doc = list.advance();
                }
            }
        }
        if lists > 1 {
            counts.sort_unstable_by_key(|(article, _)| *article);
        }
        counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        Ok(counts)
    }
}

struct WholeWeight {
    whole: Whole,
    scoring: Option<(HashMap<SegmentId, Arc<Counts>>, Bm25Weight)>,
}

impl Weight for WholeWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let articles: Vec<(DocId, Score)> = match &self.scoring {
            None => self.whole.counts(reader)?.into_iter().map(|(article, _)| (article, 0.0)).collect(),
            Some((counts, weight)) => {
                let weight = weight.boost_by(boost);
                let length = reader.fast_fields().u64("length")?;
                let length = |article| FieldNormReader::fieldnorm_to_id(length.first(article).unwrap_or(0) as u32);
                let score = |&(article, count): &(DocId, u32)| (article, weight.score(length(article), count));
                counts.get(&reader.segment_id()).map_or_else(Vec::new, |counts| counts.iter().map(score).collect())
            }
        };
        if articles.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(Scored::new(articles)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("word of an article", 0.0))
    }
}
