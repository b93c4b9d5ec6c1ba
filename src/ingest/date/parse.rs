//! One date as people and programs write it, in ISO 8601.

use crate::ingest::date::months::month;
use crate::model::Date;

/// Returns the date that `text` writes in one of the usual forms, or `None`.
pub(in crate::ingest) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    iso(text).or_else(|| epoch(text)).or_else(|| worded(text)).or_else(|| numbered(text))
}

/// Day, month and year in numbers: `31.05.2024`, `31/5/2024`, and `5/31/2024` as only that can be meant.
fn numbered(text: &str) -> Option<Date> {
    let end = text.find([' ', ',']).unwrap_or(text.len());
    let mark = text[..end].chars().find(|c| matches!(c, '.' | '/' | '-'))?;
    let parts: Vec<u32> = text[..end].split(mark).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let &[a, b, year] = parts.as_slice() else { return None };
    let year = if year < 100 && mark == '.' { 2000 + year } else { year };
    let (day, month) = match (mark, a > 12, b > 12) {
        ('.', ..) | (_, true, _) => (a, b),
        (_, _, true) => (b, a),
        // `4/5/2024` may be either.
        _ if a == b => (a, b),
        _ => return None,
    };
    let iso = format!("{year:04}-{month:02}-{day:02}");
    let rest = text[end..].trim_start_matches([' ', ',', '-', '–', '|']);
    if rest.is_empty() { Date::parse(&iso) } else { with_time(&iso, rest.trim_end_matches(" Uhr")) }
}

/// ISO 8601 and what is nearly it: `2024/05/31`, `20240531`, `2024-05-31 18:05 +0200`.
fn iso(text: &str) -> Option<Date> {
    let day_end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (day, rest) = text.split_at(day_end);
    let day = iso_day(day)?;
    let rest = rest.trim_start_matches(['T', 't', ' ']).trim();
    if rest.is_empty() {
        return Date::parse(&day);
    }
    with_time(&day, rest)
}

/// Returns `yyyy`, `yyyy-mm` or `yyyy-mm-dd`.
fn iso_day(day: &str) -> Option<String> {
    if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        return Some(format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]));
    }
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let digits =
        |s: &str, len: std::ops::RangeInclusive<usize>| len.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(parts[0], 4..=4) || parts.len() > 3 || !parts[1..].iter().all(|p| digits(p, 1..=2)) {
        return None;
    }
    Some(parts[1..].iter().fold(parts[0].to_owned(), |iso, part| format!("{iso}-{part:0>2}")))
}

/// Adds a time such as `18:05`, `18:05:00.123Z`, `6:05 pm`, `18:05:00 +0200`, `20:05 GMT` to `day`.
fn with_time(day: &str, rest: &str) -> Option<Date> {
    let rest = rest.trim();
    let clock_end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (clock, mut rest) = (rest[..clock_end].trim_end_matches('.'), rest[clock_end..].trim_start());
    let basic = basic_clock(clock);
    let mut parts = basic.as_deref().unwrap_or(clock).split([':', '.']);
    let mut hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let second: u32 = parts.next().unwrap_or("0").parse().ok()?;
    let lower = rest.to_ascii_lowercase();
    for (mark, add) in [("am", 0), ("a.m.", 0), ("pm", 12), ("p.m.", 12)] {
        if lower.starts_with(mark) && (1..=12).contains(&hour) {
            hour = hour % 12 + add;
            rest = rest[mark.len()..].trim_start();
            break;
        }
    }
    // A leap second is written as the second before it.
    let second = second.min(59);
    if hour > 23 || minute > 59 || day.len() != 10 {
        return None;
    }
    let zone = zone(rest)?;
    Date::parse(&format!("{day}T{hour:02}:{minute:02}:{second:02}{zone}"))
}

/// Returns `1805` and `180509` with colons.
fn basic_clock(clock: &str) -> Option<String> {
    let digits = clock.split('.').next().filter(|c| c.bytes().all(|b| b.is_ascii_digit()))?;
    match digits.len() {
        4 => Some(format!("{}:{}", &digits[..2], &digits[2..])),
        6 => Some(format!("{}:{}:{}", &digits[..2], &digits[2..4], &digits[4..])),
        _ => None,
    }
}

/// Returns the zone that starts `rest` as an offset, `Z` or nothing; `None` if `rest` is something else.
fn zone(rest: &str) -> Option<String> {
    let rest = rest.split('[').next().unwrap_or("").trim();
    let rest = rest.split('(').next().unwrap_or("").trim();
    let named = match rest {
        "" => Some(""),
        "Z" | "z" => Some("Z"),
        "GMT" | "UTC" | "UT" => Some("Z"),
        "EST" => Some("-05:00"),
        "EDT" => Some("-04:00"),
        "CST" => Some("-06:00"),
        "CDT" => Some("-05:00"),
        "MST" => Some("-07:00"),
        "MDT" => Some("-06:00"),
        "PST" => Some("-08:00"),
        "PDT" => Some("-07:00"),
        "BST" => Some("+01:00"),
        "CET" => Some("+01:00"),
        "CEST" => Some("+02:00"),
        "ET" | "CT" | "MT" | "PT" => Some(""),
        _ => None,
    };
    if let Some(named) = named {
        return Some(named.to_owned());
    }
    let rest = rest.trim_start_matches("GMT").trim_start_matches("UTC");
    let sign = rest.get(..1).filter(|s| matches!(*s, "+" | "-"))?;
    let digits: String = rest[1..].chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    Some(format!("{sign}{}:{}", &digits[..2], digits.get(2..).filter(|m| !m.is_empty()).unwrap_or("00")))
}

/// Seconds or milliseconds since 1970, as programs write them.
fn epoch(text: &str) -> Option<Date> {
    let digits = text.split('.').next()?;
    if !(9..=13).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return (text == "0").then(|| Date::parse("1970-01-01T00:00:00Z")).flatten();
    }
    let number: i64 = digits.parse().ok()?;
    let seconds = if digits.len() > 11 { number / 1000 } else { number };
    Date::parse(&jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

/// Forms with the name of the month: `May 5, 2024`, `5 May 2024`, `Mon, 06 May 2024 10:00:00 +0200`.
fn worded(text: &str) -> Option<Date> {
    let (mut day, mut month, mut year) = (None, None, None);
    let mut rest = text;
    while year.is_none() || month.is_none() || day.is_none() {
        rest = rest.trim_start_matches([' ', ',', '.', '-', '/']);
        let end = rest.find([' ', ',', '.', '-', '/']).unwrap_or(rest.len());
        let (word, tail) = rest.split_at(end);
        if word.is_empty() {
            break;
        }
        match Part::of(word)? {
            Part::Month(n) if month.is_none() => month = Some(n),
            Part::Day(n) if day.is_none() => day = Some(n),
            Part::Year(n) if year.is_none() => year = Some(n),
            Part::Filler => {}
            _ => return None,
        }
        rest = tail;
    }
    let (year, month) = (year?, month?);
    let Some(day) = day else {
        return Date::parse(&format!("{year:04}-{month:02}"));
    };
    let day = format!("{year:04}-{month:02}-{day:02}");
    let rest = rest.trim_start_matches([' ', ',', '|', '-', '–', '—', '•', '.']);
    let before = BEFORE_TIMES.iter().find_map(|word| rest.strip_prefix(word));
    let rest = before.unwrap_or(rest).trim_end_matches(" Uhr");
    if rest.is_empty() { Date::parse(&day) } else { with_time(&day, rest) }
}

/// What stands between a day and its time, in the larger languages of Europe.
const BEFORE_TIMES: [&str; 9] = ["at ", "um ", "à ", "a las ", "às ", "kl. ", "kl ", "ore ", "alle "];

/// A word of a date.
enum Part {
    Day(u32),
    Month(u32),
    Year(u32),
    /// The name of a weekday, `the`, `of`, `on`.
    Filler,
}

impl Part {
    fn of(word: &str) -> Option<Self> {
        let lower = word.to_lowercase();
        if let Some(month) = month(&lower) {
            return Some(Self::Month(month));
        }
        let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        if let Ok(number) = digits.parse::<u32>() {
            let suffix = &lower[digits.len()..];
            return match (digits.len(), suffix) {
                (1 | 2, "" | "st" | "nd" | "rd" | "th") => Some(Self::Day(number)),
                (4, "") => Some(Self::Year(number)),
                _ => None,
            };
        }
        let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|d| lower.starts_with(d));
        (weekday || matches!(lower.as_str(), "the" | "of" | "on" | "de" | "del" | "den" | "der" | "le"))
            .then_some(Self::Filler)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_forms() {
        for (raw, iso) in [
            ("2024", "2024"),
            ("2024-05", "2024-05"),
            ("2024-05-31", "2024-05-31"),
            ("2024/5/31", "2024-05-31"),
            ("20240531", "2024-05-31"),
            ("2024-05-31T18:05", "2024-05-31T18:05:00"),
            ("2024-05-31 18:05:09", "2024-05-31T18:05:09"),
            ("2024-05-31T18:05:09.123456Z", "2024-05-31T18:05:09Z"),
            ("2024-05-31T18:05:09+0200", "2024-05-31T18:05:09+02:00"),
            ("2024-05-31T18:05:09.000-05", "2024-05-31T18:05:09-05:00"),
            ("2024-05-31 18:05:09 +00:00", "2024-05-31T18:05:09+00:00"),
            ("20240531T180509Z", "2024-05-31T18:05:09Z"),
            ("20240531T1805-0400", "2024-05-31T18:05:00-04:00"),
            ("Mon, 06 May 2024 10:00:00 +0200", "2024-05-06T10:00:00+02:00"),
            ("Mon, 6 May 2024 10:00:00 GMT", "2024-05-06T10:00:00Z"),
            ("May 5, 2024", "2024-05-05"),
            ("5 May 2024", "2024-05-05"),
            ("Sept. 5th, 2024", "2024-09-05"),
            ("Sunday, May 5, 2024 at 6:07 p.m. EDT", "2024-05-05T18:07:00-04:00"),
            ("05-May-2024", "2024-05-05"),
            ("5. Mai 2024 um 18:05 Uhr", "2024-05-05T18:05:00"),
            ("15 августа 2016, 13:43", "2016-08-15T13:43:00"),
            ("3 września 2019", "2019-09-03"),
            ("May 2024", "2024-05"),
            ("1714900000", "2024-05-05T09:06:40Z"),
            ("1714900000123", "2024-05-05T09:06:40Z"),
        ] {
            assert_eq!(parse(raw).as_ref().map(Date::as_str), Some(iso), "{raw}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for raw in [
            "",
            "yesterday",
            "2024-13-01",
            "2024-02-30",
            "31/12/2024 or so",
            "12345",
            "May",
            "5 May 2024 (updated)x",
            "é",
            "2024-05-31T99:00",
        ] {
            assert_eq!(parse(raw), None, "{raw}");
        }
    }
}
