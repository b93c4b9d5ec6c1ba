//! Dates as people and programs write them, turned into ISO 8601 and moved to no other zone.

mod find;
mod months;
mod parse;

pub(super) use find::{Order, find, find_in};
pub(super) use months::is_month;
pub(super) use parse::parse;

use crate::model::{Article, Date, FoundDate, Warning};

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

/// Puts another date of publication in the place of the one that was noted.
pub(super) fn note_instead(article: &mut Article, source: &str, value: Date) {
    let precision = value.precision();
    article.dates.push(FoundDate { value: value.clone(), source: source.to_owned(), precision });
    article.published = Some(value);
}

/// Returns whether a number is a day that news may have: `20240508`.
pub(super) fn find_day(number: &str) -> bool {
    parse(number).is_some_and(|day| (1995..=2035).contains(&(day.number() / 10_000)))
}

/// Returns the day after that of a date.
pub(super) fn next_day(date: &Date) -> Option<Date> {
    let day: jiff::civil::Date = date.as_str().get(..10)?.parse().ok()?;
    Date::parse(&day.tomorrow().ok()?.to_string())
}

/// Returns `text` without words such as `Published:` before the date.
pub(super) fn without_label(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let labels = ["first published", "published on", "published", "posted on", "posted", "date", "on"];
    let cut = labels.iter().find(|label| lower.starts_with(**label)).map_or(0, |label| label.len());
    text[cut..].trim_start_matches([':', ' ', '|', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

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
