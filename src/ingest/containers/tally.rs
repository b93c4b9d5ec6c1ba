//! Reasons in bounded memory: of a million records of one kind one line tells as much as a million.

use std::collections::BTreeMap;

/// So many different reasons are kept apart.
const REASONS: usize = 200;

/// What records of further reasons are counted as.
const OTHER: &str = "other reasons";

/// Counts of records that gave no article, by reason.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Tally(BTreeMap<(bool, String), Counted>);

/// How many records, and the first of them.
#[derive(Debug)]
struct Counted {
    count: u64,
    first: u32,
}

/// Records that one reason is told of.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Told {
    /// They could not be read; else they were passed over.
    pub(in crate::ingest) failed: bool,
    /// The number of the first.
    pub(in crate::ingest) first: u32,
    /// How many they are.
    pub(in crate::ingest) count: u64,
    /// Why.
    pub(in crate::ingest) reason: String,
}

impl Tally {
    /// Counts a record.
    pub(in crate::ingest) fn add(&mut self, failed: bool, record: u32, reason: &str) {
        let full = self.0.len() >= REASONS && !self.0.contains_key(&(failed, reason.to_owned()));
        let reason = if full { OTHER } else { reason };
        let counted = self.0.entry((failed, reason.to_owned())).or_insert(Counted { count: 0, first: record });
        counted.count += 1;
    }

    /// Takes out what was counted, in the order of the first records.
    pub(in crate::ingest) fn take(&mut self) -> Vec<Told> {
        let told = std::mem::take(&mut self.0);
        let mut told: Vec<Told> = told
            .into_iter()
            .map(|((failed, reason), counted)| Told { failed, first: counted.first, count: counted.count, reason })
            .collect();
        told.sort_by_key(|told| told.first);
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_is_counted_and_reasons_are_bounded() {
        let mut tally = Tally::default();
        (0..1000).for_each(|n| tally.add(n % 2 == 0, n, &format!("reason {}", n / 2)));
        let told = tally.take();
        assert_eq!(told.iter().map(|told| told.count).sum::<u64>(), 1000);
        assert!(told.len() <= REASONS + 2, "{}", told.len());
        assert_eq!(told[0], Told { failed: true, first: 0, count: 1, reason: "reason 0".to_owned() });
        assert!(tally.take().is_empty());
    }
}
