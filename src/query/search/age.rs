//! `--recent`: what is older counts less.
//!
//! The age is told from the newest article that is searched, not from today: the same index gives the same answer on any day.

use crate::error::Result;
use crate::query::search::Run;
use crate::query::search::units::Passage;
use crate::query::{Place, Sort};

/// How an archive's articles age.
struct Ages {
    /// The days of the oldest and of the newest article.
    oldest: u32,
    newest: u32,
    /// After so many days a passage counts half.
    half: f32,
}

impl Run<'_> {
    /// Returns the passages, those of older articles with lower scores if that was asked for.
    pub(super) fn aged(&self, mut passages: Vec<Passage>) -> Result<Vec<Passage>> {
        let Some(ages) = self.ages()? else { return Ok(passages) };
        for passage in &mut passages {
            passage.score *= ages.left(ages.days(self.day_of(passage.article)).unwrap_or(ages.most()));
        }
        Ok(passages)
    }

    /// Returns by how many days an article is older than the newest one, if that is known, and which part of its score is left.
    pub(super) fn age_of(&self, article: Place) -> Result<(Option<u32>, f32)> {
        let Some(ages) = self.ages()? else { return Ok((None, 1.0)) };
        let days = ages.days(self.day_of(article));
        Ok((days, ages.left(days.unwrap_or(ages.most()))))
    }

    fn day_of(&self, article: Place) -> Option<u32> {
        self.engine.day(article).map(day_number)
    }

    fn ages(&self) -> Result<Option<Ages>> {
        let Some(half) = self.request.recent.filter(|_| self.request.sort == Sort::Best) else { return Ok(None) };
        let searched = self.engine.searched(self.scope)?;
        let (Some(from), Some(to)) = (searched.from, searched.to) else { return Ok(None) };
        Ok(Some(Ages { oldest: day_number(from.number()), newest: day_number(to.number()), half: half.max(1) as f32 }))
    }
}

impl Ages {
    fn days(&self, day: Option<u32>) -> Option<u32> {
        day.map(|day| self.newest.saturating_sub(day))
    }

    /// Undated articles are taken for the oldest ones.
    fn most(&self) -> u32 {
        self.newest.saturating_sub(self.oldest)
    }

    fn left(&self, days: u32) -> f32 {
        self.half / (self.half + days as f32)
    }
}

/// Returns the number of days since the year 0 of a `yyyymmdd` number; what is open is the middle of the year or month.
fn day_number(day: u32) -> u32 {
    let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
    let (month, day) = if month == 0 { (7, 1) } else { (month, if day == 0 { 15 } else { day }) };
    // Years that begin in March end with the day that only some of them have.
    let year = if month < 3 { year.saturating_sub(1) } else { year };
    let months = (month + 9) % 12;
    365 * year + year / 4 - year / 100 + year / 400 + (153 * months + 2) / 5 + day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_across_months_and_leap_years() {
        let between = |a, b| day_number(b) - day_number(a);
        assert_eq!(between(20_240_228, 20_240_301), 2);
        assert_eq!(between(20_230_228, 20_230_301), 1);
        assert_eq!(between(20_231_231, 20_240_101), 1);
        assert_eq!(between(20_000_101, 20_240_101), 24 * 365 + 6);
        assert_eq!(between(20_240_101, 20_240_000), 182);
    }

    #[test]
    fn a_passage_counts_half_after_the_days_given() {
        let ages = Ages { oldest: 0, newest: 1000, half: 100.0 };
        assert_eq!((ages.left(0), ages.left(100), ages.left(300)), (1.0, 0.5, 0.25));
        assert_eq!((ages.days(Some(900)), ages.days(Some(1001)), ages.days(None)), (Some(100), Some(0), None));
    }
}
