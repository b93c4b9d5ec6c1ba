//! Dates as people and programs write them, turned into ISO 8601 and moved to no other zone.

use crate::model::{Article, Date, FoundDate, Precision, Warning};

/// The years in which a date may be the date of a piece of news.
const YEARS: std::ops::RangeInclusive<u32> = 1600..=2035;

/// Dates that programs write when they know none.
const DEFAULTS: [&str; 4] = ["1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30"];

/// Which of an article's dates a text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// When it was published.
    Published,
    /// When it was last changed.
    Modified,
}

/// Notes in `article` the date written in `raw`, found at `source`.
///
/// The first possible date of a role is the article's; all are kept in `dates`.
/// A date that cannot be read, or that cannot be true, is a warning.
pub(super) fn note(article: &mut Article, role: Role, source: &str, raw: &str) {
    let raw = raw.trim();
    if raw.is_empty() {
        return;
    }
    let Some(value) = parse(raw) else {
        return article.warnings.push(Warning { rule: "date".into(), text: format!("{source}: {raw}") });
    };
    let precision = value.precision();
    article.dates.push(FoundDate { value: value.clone(), source: source.to_owned(), precision });
    if !YEARS.contains(&(value.number() / 10_000)) || DEFAULTS.iter().any(|d| value.as_str().starts_with(d)) {
        return article.warnings.push(Warning { rule: "date".into(), text: format!("{source}: {raw}") });
    }
    let slot = match role {
        Role::Published => &mut article.published,
        Role::Modified => &mut article.modified,
    };
    if slot.is_none() {
        *slot = Some(value);
    }
}

/// Returns `text` without words such as `Published:` before the date.
pub(super) fn without_label(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let labels = ["first published", "published on", "published", "posted on", "posted", "date", "on"];
    let cut = labels.iter().find(|label| lower.starts_with(**label)).map_or(0, |label| label.len());
    text[cut..].trim_start_matches([':', ' ', '|', '-'])
}

/// Returns the date that `text` writes in one of the usual forms, or `None`.
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    iso(text).or_else(|| epoch(text)).or_else(|| worded(text)).or_else(|| numbered(text))
}

/// Returns the first stretch of a line that is a day in a year, with its time if there is one.
pub(super) fn find(line: &str) -> Option<String> {
    /// The words of the longest date: `Mon, May 5, 2024, 6:05 pm +0200`.
    const LONGEST: usize = 7;
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    for from in 0..words.len().min(40) {
        for to in (from + 1..=words.len().min(from + LONGEST)).rev() {
            let stretch = words[from..to].join(" ");
            let stretch = stretch.trim_matches(|c: char| !c.is_alphanumeric());
            let day =
                |date: &Date| date.precision() >= Precision::Day && (1990..=2035).contains(&(date.number() / 10_000));
            // Long numbers are keys of something, not seconds.
            let counted = stretch.len() > 8 && stretch.bytes().all(|b| b.is_ascii_digit());
            if !counted
                && stretch.contains(|c: char| c.is_ascii_digit())
                && parse(stretch).is_some_and(|date| day(&date))
            {
                return Some(stretch.to_owned());
            }
        }
    }
    None
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
    let rest = rest.strip_prefix("at ").unwrap_or(rest);
    if rest.is_empty() { Date::parse(&day) } else { with_time(&day, rest) }
}

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
        (weekday || matches!(lower.as_str(), "the" | "of" | "on" | "de" | "den" | "der" | "le")).then_some(Self::Filler)
    }
}

/// Returns the number of the month named by `word`, in full or by its first three letters.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    /// In German, French, Spanish, Italian, Portuguese and Dutch, where they differ.
    const FOREIGN: [&[&str]; 12] = [
        &["januar", "janvier", "enero", "gennaio", "janeiro", "januari", "jänner"],
        &["februar", "février", "febrero", "febbraio", "fevereiro", "februari"],
        &["märz", "mars", "marzo", "março", "maart"],
        &["avril", "abril", "aprile"],
        &["mai", "mayo", "maggio", "maio", "mei"],
        &["juni", "juin", "junio", "giugno", "junho"],
        &["juli", "juillet", "julio", "luglio", "julho"],
        &["août", "agosto", "augustus"],
        &["sept", "septembre", "septiembre", "settembre", "setembro"],
        &["oktober", "octobre", "octubre", "ottobre", "outubro", "okt"],
        &["novembre", "noviembre", "novembro"],
        &["dezember", "décembre", "diciembre", "dicembre", "dezembro", "dez"],
    ];
    let english = MONTHS.iter().position(|m| *m == word || (word.len() == 3 && m.starts_with(word)));
    let at = english.or_else(|| FOREIGN.iter().position(|names| names.contains(&word)))?;
    u32::try_from(at + 1).ok()
}

/// Returns whether `word` is the name of a month, in full or short, with or without a stop.
pub(super) fn is_month(word: &str) -> bool {
    month(&word.trim_end_matches('.').to_lowercase()).is_some()
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
            ("Item 1234567890 of 2024", None),
            ("Since 2011 in Tarnwick", None),
        ] {
            let found = find(line).and_then(|raw| parse(&raw));
            assert_eq!(found.as_ref().map(Date::as_str), iso, "{line}");
        }
    }

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

    #[test]
    fn impossible_dates_are_doubted_and_kept() {
        let mut article = Article::default();
        note(&mut article, Role::Published, "field:date", "1970-01-01T00:00:00Z");
        note(&mut article, Role::Published, "field:date", "0001-01-01");
        note(&mut article, Role::Published, "field:date", "soon");
        assert_eq!(article.published, None);
        assert_eq!((article.dates.len(), article.warnings.len()), (2, 3));
        note(&mut article, Role::Published, "field:pubDate", "2024-05-31");
        note(&mut article, Role::Published, "field:date", "2023-05-31");
        assert_eq!(article.published, Date::parse("2024-05-31"));
    }
}
