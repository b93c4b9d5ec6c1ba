//! Dates that stand in lines with other words.

use crate::ingest::date::parse::parse;
use crate::model::{Date, Precision};

/// What stands first in a day written in numbers that may be read either way, such as `4/5/2024`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) enum Order {
    /// Nobody says: such a day is passed over.
    #[default]
    Unsaid,
    /// The day.
    Day,
    /// The month.
    Month,
}

impl Order {
    /// Returns the order that readers of a language, such as `en-GB`, expect of an outlet at `host`.
    pub(in crate::ingest) fn of(language: Option<&str>, host: Option<&str>) -> Self {
        let language = language.unwrap_or("").trim().to_ascii_lowercase();
        let mut parts = language.split(['-', '_']);
        let (code, region) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let top = host.and_then(|host| host.rsplit('.').next()).unwrap_or("");
        match (code, region, top) {
            ("", _, "") => Self::Unsaid,
            ("" | "en", "us" | "ph", _) => Self::Month,
            ("" | "en", "", "us" | "gov" | "mil") => Self::Month,
            (
                "" | "en",
                "",
                "uk" | "ie" | "au" | "nz" | "za" | "in" | "ng" | "ke" | "gh" | "pk" | "sg" | "my" | "mt",
            ) => Self::Day,
            ("" | "en", "", _) | ("en", "ca", _) | ("", ..) => Self::Unsaid,
            _ => Self::Day,
        }
    }
}

/// Returns the first stretch of a line that is a day in a year, with its time if there is one.
pub(in crate::ingest) fn find(line: &str) -> Option<String> {
    find_in(line, Order::Unsaid)
}

/// Does what [`find`] does; `order` decides what may be read either way.
pub(in crate::ingest) fn find_in(line: &str, order: Order) -> Option<String> {
    /// The words of the longest date: `Mon, May 5, 2024, 6:05 pm +0200`.
    const LONGEST: usize = 7;
    if !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let line = parted(line);
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).take(40 + LONGEST).collect();
    for from in 0..words.len().min(40) {
        for to in (from + 1..=words.len().min(from + LONGEST)).rev() {
            let stretch = words[from..to].join(" ");
            let stretch = stretch.trim_matches(|c: char| !c.is_alphanumeric());
            if let Some(found) = day_in(stretch, order) {
                return Some(found);
            }
        }
    }
    None
}

/// Returns a stretch that is a day in a year; what may be read either way as `order` says.
fn day_in(stretch: &str, order: Order) -> Option<String> {
    let day = |date: &Date| date.precision() >= Precision::Day && (1990..=2035).contains(&(date.number() / 10_000));
    // Long numbers are keys of something, not seconds.
    let counted = stretch.len() > 8 && stretch.bytes().all(|b| b.is_ascii_digit());
    if counted || !stretch.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if parse(stretch).is_some_and(|date| day(&date)) {
        return Some(stretch.to_owned());
    }
    let either = either_way(stretch, order)?;
    parse(&either).is_some_and(|date| day(&date)).then_some(either)
}

/// Returns `4/5/2024` or `4-5-2024`, perhaps with a time, with its day before its month and stops between them.
fn either_way(stretch: &str, order: Order) -> Option<String> {
    let end = stretch.find([' ', ',']).unwrap_or(stretch.len());
    let mut parts = stretch[..end].split(['/', '-']);
    let (a, b, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !short(a) || !short(b) || year.len() != 4 {
        return None;
    }
    let (day, month) = match order {
        Order::Unsaid => return None,
        Order::Day => (a, b),
        Order::Month => (b, a),
    };
    Some(format!("{day}.{month}.{year}{}", &stretch[end..]))
}

/// Returns a line with spaces where a date begins or ends without one, as in `News Desk5 May 2024`, and in the Western
/// way if it is East Asian.
fn parted(line: &str) -> String {
    let mut parted = String::with_capacity(line.len() + 8);
    // Letters and digits in a row, the last of them being those of one kind.
    let (mut letters, mut digits) = (0, 0);
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '年' | '년' | '月' | '월' if digits > 0 => {
                parted.push('-');
                while rest.peek() == Some(&' ') {
                    rest.next();
                }
                (letters, digits) = (0, 0);
                continue;
            }
            '日' | '일' if digits > 0 => {
                parted.push(' ');
                (letters, digits) = (0, 0);
                continue;
            }
            _ if c.is_ascii_digit() => {
                if letters > 1 {
                    parted.push(' ');
                }
                (letters, digits) = (0, digits + 1);
            }
            ':' if letters > 1 => {}
            _ if c.is_alphabetic() => {
                if digits == 4 && c.is_uppercase() && c != 'T' && c != 'Z' {
                    parted.push(' ');
                }
                (letters, digits) = (letters + 1, 0);
            }
            _ => (letters, digits) = (0, 0),
        }
        parted.push(c);
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_lines() {
        for (line, iso) in [
            ("Von Nina Tolley | Stand: 22.04.2024, 06:00 Uhr", Some("2024-04-22T06:00:00")),
            ("Published by Ann Lee on May 5, 2024 in News", Some("2024-05-05")),
            ("le 12 février 2019 à Ostley", Some("2019-02-12")),
            ("On 13/02/2024", Some("2024-02-13")),
            ("On 3/2/2024", None),
            ("News Desk5 May 2024Updated", Some("2024-05-05")),
            ("Datum:26. Januar 2022", Some("2022-01-26")),
            ("2024年5月31日 10時", Some("2024-05-31")),
            ("입력 2024년 5월 31일", Some("2024-05-31")),
            ("Published 2024-05-31T18:05:00Z", Some("2024-05-31T18:05:00Z")),
            ("Item 1234567890 of 2024", None),
            ("Since 2011 in Tarnwick", None),
        ] {
            let found = find(line).and_then(|raw| parse(&raw));
            assert_eq!(found.as_ref().map(Date::as_str), iso, "{line}");
        }
    }

    #[test]
    fn what_may_be_read_either_way() {
        for (language, host, iso) in [
            (Some("en-GB"), None, Some("2020-10-02")),
            (Some("en-us"), None, Some("2020-02-10")),
            (Some("fr"), None, Some("2020-10-02")),
            (Some("en"), Some("news.example.co.uk"), Some("2020-10-02")),
            (Some("en"), Some("news.example"), None),
            (None, None, None),
        ] {
            let found = find_in("Posted 02/10/2020", Order::of(language, host)).and_then(|raw| parse(&raw));
            assert_eq!(found.as_ref().map(Date::as_str), iso, "{language:?} {host:?}");
        }
    }
}
