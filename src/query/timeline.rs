//! Counts over time: days, weeks, months or years without gaps, several series side by side.

use crate::model::{Date, Precision};
use jiff::ToSpan;
use jiff::civil;
use std::collections::BTreeMap;

/// How long the buckets of a time line are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// A day.
    Day,
    /// A week from Monday on.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// The most buckets of one series.
const MOST: usize = 100_000;

/// What was said in one stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The first day, in ISO 8601.
    pub from: String,
    /// The first day behind it, in ISO 8601.
    pub to: String,
    /// Quotations.
    pub quotes: u64,
    /// Quotations with copies counted once in this stretch of time.
    pub clusters: u64,
    /// Whose they are, if the time line has a series for each of several speakers.
    pub speaker: Option<String>,
}

/// Quotations of one series: the date of the article and the cluster of each.
pub(crate) struct Series {
    /// Whose.
    pub(crate) speaker: Option<String>,
    /// The quotations.
    pub(crate) quotes: Vec<(Option<Date>, u32)>,
}

/// Returns the buckets from the first to the last that has a quotation, for each the series in their order; and how many
/// quotations have no date, or one that is less precise than a bucket. `None` if there would be too many buckets.
pub(crate) fn buckets(series: &[Series], every: Every) -> Option<(Vec<Bucket>, u64)> {
    let mut undated = 0;
    let mut counts: Vec<BTreeMap<civil::Date, Vec<u32>>> = Vec::with_capacity(series.len());
    for Series { quotes, .. } in series {
        let mut of_day: BTreeMap<civil::Date, Vec<u32>> = BTreeMap::new();
        for (date, cluster) in quotes {
            match date.as_ref().and_then(|date| start(date, every)) {
                Some(day) => of_day.entry(day).or_default().push(*cluster),
                None => undated += 1,
            }
        }
        of_day.values_mut().for_each(|clusters| clusters.sort_unstable());
        counts.push(of_day);
    }
    let first = counts.iter().filter_map(|of_day| of_day.keys().next()).min();
    let last = counts.iter().filter_map(|of_day| of_day.keys().next_back()).max();
    let (Some(first), Some(last)) = (first, last) else { return Some((Vec::new(), undated)) };
    let mut buckets = Vec::new();
    let mut from = *first;
    for _ in 0..MOST {
        if from > *last {
            break;
        }
        let to = next(from, every)?;
        for (Series { speaker, .. }, of_day) in series.iter().zip(&counts) {
            let clusters = of_day.get(&from).map_or(&[][..], Vec::as_slice);
            buckets.push(Bucket {
                from: from.to_string(),
                to: to.to_string(),
                quotes: clusters.len() as u64,
                clusters: clusters.chunk_by(|a, b| a == b).count() as u64,
                speaker: speaker.clone(),
            });
        }
        from = to;
    }
    Some((buckets, undated)).filter(|_| from > *last)
}

/// Returns the first day of the bucket of a date, if it is precise enough.
fn start(date: &Date, every: Every) -> Option<civil::Date> {
    let needed = match every {
        Every::Day | Every::Week => Precision::Day,
        Every::Month => Precision::Month,
        Every::Year => Precision::Year,
    };
    (date.precision() >= needed).then_some(())?;
    let number = date.number();
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let (month, day) = match every {
        Every::Day | Every::Week => (month, day),
        Every::Month => (month, 1),
        Every::Year => (1, 1),
    };
    let day = civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    match every {
        Every::Week => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok(),
        Every::Day | Every::Month | Every::Year => Some(day),
    }
}

/// Returns the first day of the next bucket.
fn next(from: civil::Date, every: Every) -> Option<civil::Date> {
    let step = match every {
        Every::Day => 1.day(),
        Every::Week => 1.week(),
        Every::Month => 1.month(),
        Every::Year => 1.year(),
    };
    from.checked_add(step).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(speaker: &str, quotes: &[(&str, u32)]) -> Series {
        let quotes = quotes.iter().map(|(date, cluster)| (Date::parse(date), *cluster)).collect();
        Series { speaker: Some(speaker.to_owned()), quotes }
    }

    fn shown(series: &[Series], every: Every) -> (Vec<String>, u64) {
        let (buckets, undated) = buckets(series, every).unwrap();
        let line = |b: &Bucket| format!("{} {} {} {}", b.from, b.speaker.as_deref().unwrap(), b.quotes, b.clusters);
        (buckets.iter().map(line).collect(), undated)
    }

    #[test]
    fn gaps_are_zero_and_series_stand_side_by_side() {
        let both = [
            series("a", &[("2024-01-31", 1), ("2024-01-02T10:00:00Z", 1), ("2024-04", 2), ("2024", 5)]),
            series("b", &[("2024-02-29", 7), ("", 8)]),
        ];
        let (lines, undated) = shown(&both, Every::Month);
        assert_eq!(
            lines,
            [
                "2024-01-01 a 2 1",
                "2024-01-01 b 0 0",
                "2024-02-01 a 0 0",
                "2024-02-01 b 1 1",
                "2024-03-01 a 0 0",
                "2024-03-01 b 0 0",
                "2024-04-01 a 1 1",
                "2024-04-01 b 0 0",
            ]
        );
        assert_eq!(undated, 2, "a year is not precise enough for a month");
        assert_eq!(shown(&both, Every::Year), (vec!["2024-01-01 a 4 3".into(), "2024-01-01 b 1 1".into()], 1));
    }

    #[test]
    fn weeks_begin_on_monday_and_days_are_days() {
        // 1 January 2024 was a Monday.
        let one = [series("a", &[("2024-01-07", 1), ("2024-01-08", 2), ("2024-02", 3)])];
        assert_eq!(shown(&one, Every::Week), (vec!["2024-01-01 a 1 1".into(), "2024-01-08 a 1 1".into()], 1));
        let days = [series("a", &[("2024-02-28", 1), ("2024-03-01", 1)])];
        assert_eq!(shown(&days, Every::Day).0, ["2024-02-28 a 1 1", "2024-02-29 a 0 0", "2024-03-01 a 1 1"]);
    }

    #[test]
    fn too_many_buckets_are_none() {
        assert!(buckets(&[series("a", &[("0001-01-01", 1), ("2024-01-01", 1)])], Every::Day).is_none());
        assert_eq!(buckets(&[series("a", &[("", 1)])], Every::Day), Some((Vec::new(), 1)));
    }
}
