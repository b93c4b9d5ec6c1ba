//! Where dates stand on pages that do not say them in their record or their tags.

use crate::ingest::{date, one_line};
use crate::model::Precision;
use dom_query::Document;

/// Returns the date with which a text begins, as in `(8 May 2024) The ferry` and `Ostley, 8 May 2024 – The ferry`.
pub(super) fn opening(text: &str) -> Option<String> {
    /// Letters in which it stands.
    const LONGEST: usize = 45;
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return date::find(text) };
    let start = &text[..end];
    let marks = [" – ", " — ", " - ", " | ", ") ", "). ", ": "];
    let cut = marks.iter().filter_map(|mark| start.find(mark)).min();
    let at_once = || {
        start
            .match_indices(". ")
            .find_map(|(at, _)| date::find(&start[..at]).filter(|raw| start.starts_with(raw.as_str())))
    };
    // A day in numbers begins no sentence.
    let in_numbers = || {
        let first = start.split(' ').next()?;
        let day = first.len() == 10 && first.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        date::find(first).filter(|_| day)
    };
    cut.and_then(|cut| date::find(&start[..cut])).or_else(at_once).or_else(in_numbers)
}

/// Returns the first date that a page's programs hold under a name for it.
pub(super) fn scripted(document: &Document) -> Option<String> {
    const NAMES: [&str; 9] = [
        "datePublished",
        "publishedAt",
        "published_at",
        "publishedDate",
        "published_date",
        "publishDate",
        "publish_date",
        "publicationDate",
        "firstPublished",
    ];
    for script in document.select("script").nodes() {
        let text = script.text();
        for name in NAMES {
            for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()).take(3) {
                let rest = &text[at + name.len()..];
                let Some(value) = rest.strip_prefix(['"', '\\', '\'']) else { continue };
                let value = value.trim_start_matches(['"', '\\', ' ', ':']);
                let raw = &value[..value.find(['"', '\\', ',', '}', '\'']).unwrap_or(0)];
                if date::find(raw).is_some() {
                    return Some(raw.to_owned());
                }
            }
        }
    }
    None
}

/// Returns the first date in the titles of elements that are named for it.
pub(super) fn titled(document: &Document) -> Option<String> {
    let titled = document.select("abbr[title], [class*='publish'][title], [class*='date'][title]");
    titled.nodes().iter().take(30).filter_map(|node| node.attr("title")).find_map(|raw| date::find(&raw))
}

/// Returns the first date in attributes that are named for it.
pub(super) fn hidden(document: &Document) -> Option<String> {
    const NAMED: [&str; 8] = [
        "data-published",
        "data-publish-date",
        "data-published-date",
        "data-pubdate",
        "data-datetime",
        "data-date",
        "data-timestamp",
        "data-time",
    ];
    NAMED.iter().find_map(|name| {
        let raw = document.select(&format!("[{name}]")).nodes().first().and_then(|node| node.attr(name))?;
        let day = date::parse(&raw).is_some_and(|date| date.precision() >= Precision::Day);
        (day && (date::find(&raw).is_some() || raw.len() >= 10)).then(|| raw.to_string())
    })
}

/// Returns the day in an address that writes it in one number, such as `/news-20240508.html`.
pub(super) fn packed(url: &str) -> Option<String> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let numbers = path.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 8);
    let day = |number: &&str| (number.starts_with("19") || number.starts_with("20")) && date::find_day(number);
    numbers.filter(day).map(str::to_owned).next().or_else(|| last_part(path))
}

/// Returns the day with which the last part of a path begins, as `/29-10-2021` and `/29.10.2021-ferry` do; a day that may
/// be read either way is none.
fn last_part(path: &str) -> Option<String> {
    let last = path.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?;
    let end = last.bytes().position(|b| !b.is_ascii_digit() && b != b'-' && b != b'.').unwrap_or(last.len());
    let day = last[..end].trim_end_matches(['-', '.']).replace('-', ".");
    let first: u8 = day.split('.').next()?.parse().ok()?;
    (day.len() == 10 && day.matches('.').count() == 2 && first > 12).then(|| date::find(&day)).flatten()
}

/// Returns the date in the page's description of itself, which is short.
pub(super) fn described(document: &Document) -> Option<String> {
    let tags = document.select("meta[name='description'], meta[property='og:description']");
    tags.nodes().iter().filter_map(|node| node.attr("content")).find_map(|text| date::find(&one_line(&text)))
}

/// Returns the first date of the first elements that `selector` finds.
pub(super) fn times(document: &Document, selector: &str) -> Option<String> {
    let nodes = document.select(selector);
    nodes.nodes().iter().take(3).find_map(|node| {
        let raw = node
            .attr("datetime")
            .or_else(|| node.attr("content"))
            .or_else(|| node.attr("title").filter(|raw| date::find(raw).is_some()))
            .map_or_else(|| one_line(&node.text()), |raw| raw.to_string());
        date::parse(&raw).map(|_| raw)
    })
}

/// Returns the first date of elements that are named for it.
pub(super) fn named(document: &Document) -> Option<String> {
    for node in
        document.select("[class*='date'], [class*='publish'], [class*='byline'], [id*='date']").nodes().iter().take(30)
    {
        let text = one_line(&node.text());
        if text.len() <= 60
            && text.contains(|c: char| c.is_ascii_digit())
            && date::parse(date::without_label(&text)).is_some()
        {
            return Some(date::without_label(&text).to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_titles_of_elements() {
        let page = Document::from("<a itemprop=datePublished title='2024-05-08T10:52'>10:52</a>");
        assert_eq!(times(&page, "[itemprop='datePublished']").as_deref(), Some("2024-05-08T10:52"));
    }

    #[test]
    fn texts_that_begin_with_their_date() {
        for (text, day) in [
            ("Ostley, 8 May 2024 – The ferry has sailed to the island again.", Some("2024-05-08")),
            ("(8. Mai 2024) Die Fähre ist wieder zur Insel gefahren, sagte sie.", Some("2024-05-08")),
            ("31. Oktober 2023. Die Fähre ist wieder zur Insel gefahren, sagte sie.", Some("2023-10-31")),
            ("Press release of 8 May 2024 | Ostley – The ferry has sailed to the island again.", Some("2024-05-08")),
            ("08.05.2024 “The ferry has sailed to the island again,” said Pia Vell, who", Some("2024-05-08")),
            ("The ferry of 8 May 2024 was late. It came on the next morning at six.", None),
        ] {
            let found = opening(text).and_then(|raw| date::parse(&raw));
            assert_eq!(found.as_ref().map(|date| date.as_str()), day, "{text}");
        }
    }
}
