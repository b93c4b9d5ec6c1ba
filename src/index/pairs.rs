//! Pairs of frequent words, which make phrases of them fast.
//!
//! Of a phrase like "of the" an engine must read the places of two of the most frequent words there are, in nearly all
//! records. So where two words of a list of frequent ones follow each other, their pair is a term of its own, in a field of
//! its own. The list is fixed: it is the same in every index, whatever was indexed first. A phrase that has other words is
//! found by its places as ever, and no answer depends on the list.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// The most frequent words of English news, folded, a line each; words that only some years or places have are not among them.
static FREQUENT: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| include_str!("data/frequent.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// What stands between the words of a pair; no word has it.
const BETWEEN: char = '\u{1f}';

/// Returns whether a folded word is one of those whose pairs are indexed.
pub(super) fn is_frequent(word: &str) -> bool {
    FREQUENT.contains(word)
}

/// Returns the term of a pair of folded words, if such pairs are indexed.
pub(super) fn pair(one: &str, other: &str) -> Option<String> {
    (is_frequent(one) && is_frequent(other)).then(|| {
        let mut pair = String::new();
        push(one, other, &mut pair);
        pair
    })
}

/// Appends the term of a pair.
pub(super) fn push(one: &str, other: &str, out: &mut String) {
    out.push_str(one);
    out.push(BETWEEN);
    out.push_str(other);
}

/// Returns the term that stands beside that of a pair whose words lie in two paragraphs, or in two pieces of a quotation.
pub(super) fn parted(pair: &str) -> String {
    format!("{pair}{BETWEEN}")
}

/// Matches where two frequent words follow each other, and scores as the phrase of the two does.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    /// The term of the pair.
    pub(super) pair: Term,
    /// The terms of its words, of whose statistics the score is made.
    pub(super) words: Vec<Term>,
}

impl Query for Pair {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weight = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                Some(Bm25Weight::for_terms(statistics_provider, &self.words)?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PairWeight { pair: self.clone(), weight }))
    }

    fn query_terms<'a>(&'a self, visit: &mut dyn FnMut(&'a Term, bool)) {
        visit(&self.pair, false);
    }
}

struct PairWeight {
    pair: Pair,
    weight: Option<Bm25Weight>,
}

impl Weight for PairWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let term = &self.pair.pair;
        let option = if self.weight.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let Some(postings) = reader.inverted_index(term.field())?.read_postings(term, option)? else {
            return Ok(Box::new(EmptyScorer));
        };
        let Some(weight) = self.weight.as_ref().map(|weight| weight.boost_by(boost)) else {
            return Ok(Box::new(PairScorer { postings, scoring: None }));
        };
        let lengths = reader.get_fieldnorms_reader(self.pair.words[0].field())?;
        Ok(Box::new(PairScorer { postings, scoring: Some((weight, lengths)) }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("pair of frequent words", 0.0))
    }
}

struct PairScorer {
    postings: SegmentPostings,
    scoring: Option<(Bm25Weight, FieldNormReader)>,
}

impl DocSet for PairScorer {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

impl Scorer for PairScorer {
    fn score(&mut self) -> Score {
        let Some((weight, lengths)) = &self.scoring else { return 0.0 };
        weight.score(lengths.fieldnorm_id(self.postings.doc()), self.postings.term_freq())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold_word;

    #[test]
    fn the_list_is_in_order_and_folded() {
        let words: Vec<&str> = include_str!("data/frequent.txt").lines().filter(|l| !l.starts_with('#')).collect();
        assert!(words.len() > 300 && words.windows(2).all(|two| two[0] < two[1]));
        for word in words {
            let mut folded = String::new();
            fold_word(word, &mut folded);
            assert_eq!(word, folded);
        }
    }

    #[test]
    fn only_two_frequent_words_are_a_pair() {
        assert_eq!(pair("of", "the").as_deref(), Some("of\u{1f}the"));
        assert_eq!(pair("the", "ferry"), None);
        assert_eq!(pair("ferry", "the"), None);
    }
}
