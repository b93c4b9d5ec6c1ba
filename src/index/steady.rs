//! A phrase that may be asked for a record it has passed.
//!
//! When a phrase is part of what is excluded, the engine asks it whether it has a record, though it may stand at a later one
//! already; its own answer then asserts that it does not (tantivy 0.27, `PhraseScorer::seek_danger`). Here it is asked only to
//! go forward.

use tantivy::query::{EnableScoring, Explanation, PhraseQuery, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// A phrase, scored as ever.
#[derive(Clone, Debug)]
pub(super) struct Steady(pub(super) PhraseQuery);

impl Query for Steady {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SteadyWeight(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visit: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visit);
    }
}

struct SteadyWeight(Box<dyn Weight>);

impl Weight for SteadyWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(SteadyScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

struct SteadyScorer(Box<dyn Scorer>);

impl DocSet for SteadyScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }
}

impl Scorer for SteadyScorer {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{Schema, TEXT};
    use tantivy::{Index, doc};

    #[test]
    fn a_phrase_does_not_go_back() -> tantivy::Result<()> {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000)?;
        for words in ["one two", "two one", "one two"] {
            writer.add_document(doc!(text => words))?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        let words = ["one", "two"].map(|word| Term::from_field_text(text, word));
        let weight =
            Steady(PhraseQuery::new(words.to_vec())).weight(EnableScoring::disabled_from_searcher(&searcher))?;
        let mut scorer = weight.scorer(searcher.segment_reader(0), 1.0)?;
        assert_eq!(scorer.seek(1), 2);
        assert!(scorer.seek_danger(1) != tantivy::SeekDangerResult::Found);
        assert_eq!(scorer.doc(), 2);
        Ok(())
    }
}
