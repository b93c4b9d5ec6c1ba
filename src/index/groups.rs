//! A query that widens matches to whole articles: every record of each article that has a matching record.
//!
//! It lets conditions on the article (outlet, date, title …) be indexed once, on the article's record.

use crate::index::schema::{Fields, Unit};
use crate::index::stats::Statistics;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Matches every record of the articles that have a record matching the query inside. Scores nothing.
#[derive(Debug)]
pub(super) struct Groups(pub(super) Box<dyn Query>);

impl Clone for Groups {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Groups {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let unscored = match scoring {
            EnableScoring::Enabled { searcher, .. } => EnableScoring::disabled_from_searcher(searcher),
            disabled @ EnableScoring::Disabled { .. } => disabled,
        };
        Ok(Box::new(GroupsWeight(self.0.weight(unscored)?)))
    }

    fn query_terms<'a>(&'a self, visit: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visit);
    }
}

struct GroupsWeight(Box<dyn Weight>);

impl Weight for GroupsWeight {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let fast = reader.fast_fields();
        let (back, size) = (fast.u64("back")?, fast.u64("size")?);
        let mut inner = self.0.scorer(reader, 1.0)?;
        let mut ranges: Vec<(DocId, DocId)> = Vec::new();
        let mut doc = inner.doc();
        while doc != TERMINATED {
            let article = doc - back.first(doc).unwrap_or(0) as u32;
            let end = article + size.first(article).unwrap_or(1) as u32;
            ranges.push((article, end));
            // The rest of this article is in already.
            doc = if end > doc { inner.seek(end) } else { inner.advance() };
        }
        if ranges.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let doc = ranges[0].0;
        Ok(Box::new(Ranges { ranges, at: 0, doc }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("article matches", 0.0))
    }
}

/// The records in ascending, disjoint ranges.
struct Ranges {
    ranges: Vec<(DocId, DocId)>,
    at: usize,
    doc: DocId,
}

impl DocSet for Ranges {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.seek(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        // Mostly the range is this one or the next; else it is looked up.
        if self.ranges.get(self.at).is_some_and(|&(_, end)| end <= target) {
            self.at += 1;
            if self.ranges.get(self.at).is_some_and(|&(_, end)| end <= target) {
                self.at += self.ranges[self.at..].partition_point(|&(_, end)| end <= target);
            }
        }
        self.doc = self.ranges.get(self.at).map_or(TERMINATED, |&(start, _)| start.max(target));
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.ranges.iter().map(|&(start, end)| end - start).sum()
    }
}

impl Scorer for Ranges {
    fn score(&mut self) -> Score {
        0.0
    }
}

/// Matches the records of the articles that have a title, paragraph or quotation matching the query of its kind. An article scores what
/// its best passage scores, and a little for each other one.
#[derive(Debug)]
pub(super) struct Articles {
    pub(super) fields: Fields,
    pub(super) parts: Vec<(Unit, Box<dyn Query>)>,
}

/// How much of the scores of its other passages an article has.
const OTHERS: Score = 0.1;

impl Clone for Articles {
    fn clone(&self) -> Self {
        let parts = self.parts.iter().map(|(unit, query)| (*unit, query.box_clone())).collect();
        Self { fields: self.fields, parts }
    }
}

impl Query for Articles {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut parts = Vec::new();
        for (unit, query) in &self.parts {
            parts.push(match scoring {
                EnableScoring::Enabled { searcher, .. } => {
                    let statistics = Statistics::new(searcher, &self.fields, *unit)?;
                    query.weight(EnableScoring::enabled_from_statistics_provider(&statistics, searcher))?
                }
                disabled @ EnableScoring::Disabled { .. } => query.weight(disabled)?,
            });
        }
        Ok(Box::new(ArticlesWeight { parts, scored: scoring.is_scoring_enabled() }))
    }
}

struct ArticlesWeight {
    parts: Vec<Box<dyn Weight>>,
    scored: bool,
}

impl Weight for ArticlesWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let back = reader.fast_fields().u64("back")?;
        let mut passages: Vec<(DocId, Score)> = Vec::new();
        for part in &self.parts {
            let mut scorer = part.scorer(reader, boost)?;
            let mut doc = scorer.doc();
            while doc != TERMINATED {
                let score = if self.scored { scorer.score() } else { 0.0 };
                passages.push((doc - back.first(doc).unwrap_or(0) as u32, score));
                doc = scorer.advance();
            }
        }
        passages.sort_by_key(|(article, _)| *article);
        let of_article = |passages: &[(DocId, Score)]| {
            let best = passages.iter().map(|(_, score)| *score).fold(0.0, Score::max);
            let sum: Score = passages.iter().map(|(_, score)| score).sum();
            (passages[0].0, best + OTHERS * (sum - best))
        };
        let articles: Vec<_> = passages.chunk_by(|a, b| a.0 == b.0).map(of_article).collect();
        Ok(Box::new(Scored::new(articles)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("passages match", 0.0))
    }
}

/// Records with their scores.
pub(super) struct Scored {
    articles: Vec<(DocId, Score)>,
    at: usize,
}

impl Scored {
    /// Returns the set of these records, which are in order.
    pub(super) fn new(articles: Vec<(DocId, Score)>) -> Self {
        Self { articles, at: 0 }
    }
}

impl DocSet for Scored {
    fn advance(&mut self) -> DocId {
        self.at = (self.at + 1).min(self.articles.len());
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.at += self.articles[self.at..].partition_point(|(doc, _)| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.articles.get(self.at).map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn size_hint(&self) -> u32 {
        self.articles.len() as u32
    }
}

impl Scorer for Scored {
    fn score(&mut self) -> Score {
        self.articles.get(self.at).map_or(0.0, |(_, score)| *score)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_advance_and_seek() {
        let set = || Ranges { ranges: vec![(2, 4), (7, 8), (10, 12), (20, 21)], at: 0, doc: 2 };
        let mut all = set();
        let mut seen = vec![all.doc()];
        while all.advance() != TERMINATED {
            seen.push(all.doc());
        }
        assert_eq!(seen, [2, 3, 7, 10, 11, 20]);
        assert_eq!(all.advance(), TERMINATED);
        let mut some = set();
        assert_eq!(
            (some.seek(3), some.seek(5), some.seek(11), some.seek(12), some.seek(21)),
            (3, 7, 11, 20, TERMINATED)
        );
    }
}
