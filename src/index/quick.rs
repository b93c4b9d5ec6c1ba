//! Matches of which only the scores are collected, and what is looked up of few of them afterwards.

use crate::index::collect::{Columns, address, place};
use crate::index::lower::Lowering;
use crate::index::schema::Unit;
use crate::index::snapshot::Snapshot;
use crate::index::stats::Statistics;
use crate::query::{Found, LiesIn, Node, Place, Scope, Scored};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// Collects the scores of all matches.
struct Scores;

struct ScoresOfSegment {
    segment: SegmentOrdinal,
    scores: Vec<Scored>,
}

impl Collector for Scores {
    type Fruit = Vec<Scored>;
    type Child = ScoresOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<ScoresOfSegment> {
        Ok(ScoresOfSegment { segment, scores: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, mut fruits: Vec<Vec<Scored>>) -> tantivy::Result<Vec<Scored>> {
        // Mostly one segment has nearly all.
        fruits.retain(|fruit| !fruit.is_empty());
        fruits.sort_by_key(|fruit| fruit[0].record);
        let mut fruits = fruits.into_iter();
        let mut all = fruits.next().unwrap_or_default();
        fruits.for_each(|more| all.extend(more));
        Ok(all)
    }
}

impl SegmentCollector for ScoresOfSegment {
    type Fruit = Vec<Scored>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.scores.push(Scored { score, record: place(self.segment, doc) });
    }

    fn harvest(self) -> Vec<Scored> {
        self.scores
    }
}

impl Snapshot {
    /// Returns the records of a kind that match `node`, with their scores.
    pub(super) fn search_scored(&self, node: &Node, unit: Unit, scope: &Scope) -> tantivy::Result<Vec<Scored>> {
        let query = Lowering::new(&self.searcher, &self.fields, unit, scope).whole(node)?;
        let statistics = Statistics::new(&self.searcher, &self.fields, unit)?;
        self.searcher.search_with_statistics_provider(&*query, &Scores, &statistics)
    }

    /// Looks up records of a kind.
    pub(super) fn look_up(&self, scored: &[Scored], unit: Unit) -> tantivy::Result<Vec<Found>> {
        let columns = self.columns()?;
        let look_up = |scored: &Scored| {
            let DocAddress { segment_ord, doc_id } = address(scored.record);
            columns[segment_ord as usize].found(segment_ord, doc_id, scored.score, unit)
        };
        Ok(scored.iter().map(look_up).collect())
    }

    /// Returns where quotations lie.
    pub(super) fn where_quotes_lie(&self, quotes: &[Scored]) -> tantivy::Result<Vec<LiesIn>> {
        let columns = self.columns()?;
        let lies_in = |quote: &Scored| {
            let DocAddress { segment_ord, doc_id } = address(quote.record);
            let columns: &Columns = &columns[segment_ord as usize];
            let lies = columns.lies(doc_id);
            let range = || {
                let (start, end) = columns.article(doc_id);
                place(segment_ord, start)..place(segment_ord, end)
            };
            let paragraph = Place(quote.record.0 - u64::from(lies.back));
            LiesIn { paragraph, long: lies.long.then(range) }
        };
        Ok(quotes.iter().map(lies_in).collect())
    }
}
