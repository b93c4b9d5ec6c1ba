//! Dates as articles give them: with their own offset and their own precision.

use serde::{Deserialize, Serialize};

/// How much of a date the source said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
    /// A time of day too.
    Time,
}

/// A date in ISO 8601, exactly as precise as its source, never moved to another zone.
///
/// `2024`, `2024-05`, `2024-05-31`, `2024-05-31T18:05:00` or `2024-05-31T18:05:00+02:00`.
/// Order is by the local calendar, as written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(String);

impl Date {
    /// Returns the date written in `iso`, or `None` if it is not one of the forms above or not in the calendar.
    pub fn parse(iso: &str) -> Option<Self> {
        let bytes = iso.as_bytes();
        let digits = |range: std::ops::Range<usize>| -> Option<u32> {
            let part = bytes.get(range)?;
            part.iter().all(u8::is_ascii_digit).then_some(())?;
            std::str::from_utf8(part).ok()?.parse().ok()
        };
        let year = digits(0..4)?;
        if bytes.len() == 4 {
            return Some(Self(iso.to_owned()));
        }
        let month = digits(5..7).filter(|m| (1..=12).contains(m) && bytes[4] == b'-')?;
        if bytes.len() == 7 {
            return Some(Self(iso.to_owned()));
        }
        let day = digits(8..10).filter(|&d| bytes[7] == b'-' && d >= 1 && d <= days_in(year, month))?;
        let _ = day;
        if bytes.len() > 10 {
            let hour = digits(11..13).filter(|h| *h < 24 && matches!(bytes[10], b'T' | b' '))?;
            let minute = digits(14..16).filter(|m| *m < 60 && bytes[13] == b':')?;
            let _ = (hour, minute);
            if !iso[16..].bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z')) {
                return None;
            }
        }
        Some(Self(iso.to_owned()))
    }

    /// Returns a date that was stored as it was written.
    pub(crate) fn stored(iso: String) -> Self {
        Self(iso)
    }

    /// Returns the date in ISO 8601.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns how much of the date is said.
    pub fn precision(&self) -> Precision {
        match self.0.len() {
            4 => Precision::Year,
            7 => Precision::Month,
            10 => Precision::Day,
            _ => Precision::Time,
        }
    }

    /// Returns the calendar day as `yyyymmdd`; what the source left open is 0, so `2024-05` gives 20240500.
    pub fn number(&self) -> u32 {
        let part = |range: std::ops::Range<usize>| self.0.get(range).and_then(|s| s.parse::<u32>().ok()).unwrap_or(0);
        part(0..4) * 10_000 + part(5..7) * 100 + part(8..10)
    }

    /// Returns the number of the calendar day, so that days can be counted; `None` if the source did not say the day.
    pub(crate) fn day_number(&self) -> Option<u32> {
        let (number, precision) = (self.number(), self.precision());
        (precision >= Precision::Day).then_some(())?;
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        // Years begin in March, so that the day that only some have is their last.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
        Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day)
    }

    /// Returns the time of day in seconds, in the date's own offset; `None` if the source did not say it.
    pub fn time(&self) -> Option<u32> {
        let part = |range: std::ops::Range<usize>| self.0.get(range).and_then(|s| s.parse::<u32>().ok());
        Some(part(11..13)? * 3600 + part(14..16)? * 60 + part(17..19).unwrap_or(0))
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// A date found in an article, with where it was found (`json-ld:datePublished`, `meta:article:published_time`, `field:date` …).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundDate {
    /// The date.
    pub value: Date,
    /// Where it was found.
    pub source: String,
    /// How much of it the source said.
    pub precision: Precision,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_that_of_the_clock_there() {
        let time = |iso: &str| Date::parse(iso).unwrap().time();
        assert_eq!(time("2024-05-31T18:05:09+02:00"), Some(18 * 3600 + 5 * 60 + 9));
        assert_eq!((time("2024-05-31T18:05Z"), time("2024-05-31"), time("2024")), (Some(65_100), None, None));
    }
}
