//! Collects every match of a query as a light reference.

use crate::index::schema::Unit;
use crate::query::{Found, Place};
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Collects all matches of one kind of record.
pub(super) struct All {
    /// The kind.
    pub(super) unit: Unit,
    /// Whether scores are wanted.
    pub(super) scored: bool,
    /// Only matches that score more than this.
    pub(super) above: Option<Score>,
    /// The columns of each segment.
    pub(super) columns: Arc<Vec<Columns>>,
}

/// The columns that a reference is read from. To open them takes longer than many a search.
pub(super) struct Columns {
    back: Column<u64>,
    ordinal: Column<u64>,
    first: Column<u64>,
    more: Column<u64>,
    lies: Column<u64>,
    size: Column<u64>,
}

/// Where a quotation lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lies {
    /// How many records back the first paragraph stands that it touches; 0 if that has no record.
    pub(super) back: u32,
    /// Whether it touches more of them.
    pub(super) long: bool,
}

impl Lies {
    /// Returns the number that a column holds.
    pub(super) fn number(self) -> u64 {
        u64::from(self.back) << 1 | u64::from(self.long)
    }

    fn of(number: u64) -> Self {
        Self { back: (number >> 1) as u32, long: number & 1 == 1 }
    }
}

impl Columns {
    /// Opens the columns of a segment.
    pub(super) fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let (back, ordinal) = (fast.u64("back")?, fast.u64("ordinal")?);
        let (lies, size) = (fast.u64("lies")?, fast.u64("size")?);
        Ok(Self { back, ordinal, first: fast.u64("first")?, more: fast.u64("more")?, lies, size })
    }

    /// Returns where a quotation lies.
    pub(super) fn lies(&self, doc: DocId) -> Lies {
        Lies::of(self.lies.first(doc).unwrap_or(0))
    }

    /// Returns where the records of a passage's article begin and end.
    pub(super) fn article(&self, doc: DocId) -> (DocId, DocId) {
        let article = doc - read(&self.back, doc);
        (article, article + read(&self.size, article).max(1))
    }

    /// Returns what is known of the record `doc`.
    pub(super) fn found(&self, segment: SegmentOrdinal, doc: DocId, score: Score, unit: Unit) -> Found {
        let article = place(segment, doc - read(&self.back, doc));
        let ordinal = read(&self.ordinal, doc);
        let quote = unit == Unit::Quote;
        let first = if quote { read(&self.first, doc) } else { ordinal };
        let last = if quote { first + read(&self.more, doc) } else { first };
        Found { score, article, ordinal, first, last, record: doc }
    }
}

fn read(column: &Column<u64>, doc: DocId) -> u32 {
    column.first(doc).unwrap_or(0) as u32
}

/// Collects the matches of one segment.
pub(super) struct AllOfSegment {
    segment: SegmentOrdinal,
    unit: Unit,
    columns: Arc<Vec<Columns>>,
    above: Option<Score>,
    found: Vec<Found>,
}

/// Returns the handle of the article whose record is `doc` of `segment`.
pub(super) fn place(segment: SegmentOrdinal, doc: DocId) -> Place {
    Place(u64::from(segment) << 32 | u64::from(doc))
}

/// Returns where the record of an article is.
pub(super) fn address(place: Place) -> tantivy::DocAddress {
    tantivy::DocAddress::new((place.0 >> 32) as u32, place.0 as u32)
}

impl Collector for All {
    type Fruit = Vec<Found>;
    type Child = AllOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<AllOfSegment> {
        let columns = Arc::clone(&self.columns);
        Ok(AllOfSegment { segment, unit: self.unit, columns, above: self.above, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        self.scored
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Found>>) -> tantivy::Result<Vec<Found>> {
        let mut all = fruits.into_iter().flatten().collect::<Vec<_>>();
        // Segments may be visited in any order; within one, records come in the order of the index.
        if !all.is_sorted_by_key(|f| f.article) {
            all.sort_by_key(|f| (f.article, f.ordinal));
        }
        Ok(all)
    }
}

impl SegmentCollector for AllOfSegment {
    type Fruit = Vec<Found>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if self.above.is_some_and(|above| score <= above) {
            return;
        }
        let whole = Found { score, article: place(self.segment, doc), ordinal: 0, first: 0, last: 0, record: doc };
        let columns = match self.unit {
            Unit::Article | Unit::File => None,
            _ => self.columns.get(self.segment as usize),
        };
        let found = match columns {
            None => whole,
            Some(columns) => columns.found(self.segment, doc, score, self.unit),
        };
        self.found.push(found);
    }

    fn harvest(self) -> Vec<Found> {
        self.found
    }
}
