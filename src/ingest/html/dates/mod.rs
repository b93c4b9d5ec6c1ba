//! When a page says that it was published: its record, its tags, its elements, its address.

mod places;

use crate::ingest::date::{self, Role};
use crate::ingest::html::head::Days;
use crate::ingest::html::{jsonld, meta::Tags};
use crate::ingest::id;
use crate::model::{Article, Date, FoundDate, Precision};
use dom_query::Document;
use places::{described, hidden, named, opening, packed, scripted, times, titled};

/// Names of `<meta>` tags that date an article, best first.
const PUBLISHED: [&str; 17] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "article.published",
    "date_published",
    "cxenseparse:recs:publishtime",
];

/// Names of `<meta>` tags that date the last change.
const MODIFIED: [&str; 6] =
    ["article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified", "lastmod"];

/// Notes the dates that are meant for programs.
pub(super) fn said(document: &Document, tags: &Tags, record: &jsonld::Record, article: &mut Article) {
    if let Some(raw) = &record.published {
        date::note(article, Role::Published, "json-ld:datePublished", raw);
    }
    if let Some(raw) = &record.modified {
        date::note(article, Role::Modified, "json-ld:dateModified", raw);
    }
    for (names, role) in [(&PUBLISHED[..], Role::Published), (&MODIFIED[..], Role::Modified)] {
        for name in names {
            if let Some(raw) = tags.all(name).next() {
                date::note(article, role, &format!("meta:{name}"), raw);
            }
        }
    }
    prefer_days(article);
    if article.published.is_none()
        && let Some(raw) = times(document, "[itemprop='datePublished']")
    {
        date::note(article, Role::Published, "itemprop:datePublished", &raw);
    }
}

/// Returns whether `source` is a tag that dates an article.
fn is_published(source: &str) -> bool {
    PUBLISHED.iter().any(|name| source.strip_prefix("meta:") == Some(name))
}

/// Takes a date of publication that knows the day before one that does not.
fn prefer_days(article: &mut Article) {
    let coarse = article.published.as_ref().is_some_and(|date| date.precision() < Precision::Day);
    let better = article.dates.iter().find(|date| date.precision >= Precision::Day && is_published(&date.source));
    if let Some(better) = better.filter(|_| coarse) {
        article.published = Some(better.value.clone());
    }
}

/// The dates that readers see.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Those beside the title.
    pub(super) days: Days,
    /// The one of a line near the text that says when it was published.
    pub(super) labelled: Option<String>,
    /// One near the text.
    pub(super) far: Option<String>,
    /// The first paragraphs of the text.
    pub(super) top: Vec<String>,
}

/// Notes the dates that readers see.
pub(super) fn seen(document: &Document, article: &mut Article, shown: &Shown) {
    note_seen(document, article, shown);
    if let Some(day) = article.published.as_ref().and_then(|date| midnight(date, article.domain())) {
        date::note_instead(article, "local-midnight", day);
    }
}

fn note_seen(document: &Document, article: &mut Article, shown: &Shown) {
    if article.published.is_some() {
        compare(article, shown);
    } else {
        choose(document, article, shown);
    }
    if article.modified.is_none()
        && let Some(changed) = &shown.days.changed
    {
        date::note(article, Role::Modified, "page:changed", changed);
        if article.modified == article.published {
            article.modified = None;
        }
    }
}

/// Looks whether what readers see agrees with the date that is meant for programs.
fn compare(article: &mut Article, shown: &Shown) {
    let Some(said) = article.published.clone() else { return };
    let head = shown.days.published.as_ref().map(|(source, raw)| ((*source).to_owned(), raw.clone()));
    let url = article.url.as_deref().and_then(id::date_in_path).map(|raw| ("url".to_owned(), raw));
    // The date beside the title knows the time too.
    let mut seen = head.iter().chain(url.iter());
    let local = seen.find(|(_, raw)| date::parse(raw).is_some_and(|day| is_local(&said, &day)));
    let better = local.or(head.as_ref().filter(|(_, raw)| {
        let day = date::parse(raw).filter(|day| day.precision() >= Precision::Day);
        day.is_some_and(|day| is_first(article, &said, &day, shown.days.plain))
    }));
    match (better, &head) {
        (Some((source, raw)), _) => {
            article.published = None;
            date::note(article, Role::Published, source, raw);
        }
        (None, Some((source, raw))) => keep(article, source, raw),
        _ => {}
    }
}

/// Returns whether `shown`, which readers see below the title, is rather the day of publication than `said`.
fn is_first(article: &Article, said: &Date, shown: &Date, plain: bool) -> bool {
    let source = article.dates.iter().find(|date| date.value == *said).map_or("", |date| date.source.as_str());
    let changed = article.modified.as_ref().and_then(Date::day_number);
    let in_path = |date: &Date| article.url.as_deref().is_some_and(|url| id::has_month(url, date));
    if in_path(said) && !in_path(shown) {
        return false;
    }
    let (Some(said), Some(day)) = (said.day_number(), shown.day_number()) else { return false };
    // These are meant for search engines; others are often those of the system that made the page.
    let trusted =
        source.starts_with("json-ld:") || source.starts_with("itemprop:") || source.ends_with("published_time");
    let agrees = |other: &FoundDate| {
        let seconded = if trusted { other.source.ends_with("published_time") } else { is_published(&other.source) };
        seconded && other.value.day_number() == Some(day)
    };
    let two = day != said && article.dates.iter().any(agrees);
    two || plain && if trusted { day + 1 < said } else { day != said && changed != Some(day) }
}

/// Keeps a date that is not the article's.
fn keep(article: &mut Article, source: &str, raw: &str) {
    if let Some(value) = date::parse(raw) {
        let precision = value.precision();
        article.dates.push(FoundDate { value, source: source.to_owned(), precision });
    }
}

/// Chooses among the dates on a page that has none for programs.
fn choose(document: &Document, article: &mut Article, shown: &Shown) {
    let elements = || {
        let of = |selector: &str| times(document, selector).map(|raw| ("time", raw));
        of("article time").or_else(|| of("time")).or_else(|| named(document).map(|raw| ("element", raw)))
    };
    let head = shown.days.published.clone();
    let found = head
        .or_else(|| shown.top.iter().find_map(|line| opening(line)).map(|raw| ("text:opening", raw)))
        .or_else(|| shown.labelled.clone().map(|raw| ("page:published", raw)))
        .or_else(elements)
        .or_else(|| scripted(document).map(|raw| ("script", raw)))
        .or_else(|| titled(document).map(|raw| ("attribute", raw)))
        .or_else(|| shown.far.clone().map(|raw| ("page", raw)));
    let day = |raw: &str| date::parse(raw).and_then(|date| date.day_number());
    let url = article.url.as_deref().and_then(id::date_in_path).map(|raw| ("url", raw));
    // The address does not err by more than a day.
    let best = match (&found, &url) {
        (Some((_, a)), Some((_, b))) if day(a).zip(day(b)).is_some_and(|(a, b)| a.abs_diff(b) > 1) => url,
        (None, _) => url,
        _ => found,
    };
    let described = || described(document).map(|raw| ("meta:description", raw));
    let hidden = || hidden(document).map(|raw| ("attribute", raw));
    let packed = || article.url.as_deref().and_then(packed).map(|raw| ("url", raw));
    // The day of the last change is better than none, and `dates` says what it is.
    let changed = || shown.days.changed.clone().map(|raw| ("page:changed", raw));
    let titled = || article.title.as_deref().and_then(title_day).map(|raw| ("title", raw));
    if let Some((source, raw)) =
        best.or_else(described).or_else(hidden).or_else(packed).or_else(titled).or_else(changed)
    {
        date::note(article, Role::Published, source, &raw);
    } else if let Some(modified) = &article.modified {
        article.published = Some(modified.clone());
    }
}

/// Returns the day with which a title begins, as in `08.11.2021 | Ferries`.
fn title_day(title: &str) -> Option<String> {
    date::find(title).filter(|day| title.starts_with(day.as_str()))
}

/// Returns the day that began at an instant in UTC where the outlet is: systems write days so.
fn midnight(said: &Date, host: Option<&str>) -> Option<Date> {
    const CENTRAL: [&str; 17] =
        ["at", "be", "ch", "cz", "de", "dk", "es", "fr", "hu", "it", "lu", "nl", "no", "pl", "se", "si", "sk"];
    const WESTERN: [&str; 3] = ["ie", "pt", "uk"];
    let text = said.as_str();
    let clock = text.get(11..19).filter(|_| text.ends_with('Z') || text.ends_with("+00:00"))?;
    let month: u8 = text.get(5..7)?.parse().ok()?;
    let top = host?.rsplit('.').next()?;
    // The clocks change at the end of March and of October.
    let (summer, winter) = ((3..=10).contains(&month), !(4..=9).contains(&month));
    let is_midnight = match clock {
        "22:00:00" => CENTRAL.contains(&top) && summer,
        "23:00:00" => CENTRAL.contains(&top) && winter || WESTERN.contains(&top) && summer,
        _ => false,
    };
    is_midnight.then(|| date::next_day(said)).flatten()
}

/// Returns whether `shown` is the day that the outlet's readers had at the instant `said`, which is given in UTC.
fn is_local(said: &Date, shown: &Date) -> bool {
    let in_utc = |date: &Date| date.as_str().ends_with('Z') || date.as_str().ends_with("+00:00");
    let utc = in_utc(said) && !in_utc(shown);
    let Some(((time, day), other)) = said.time().zip(said.day_number()).zip(shown.day_number()) else { return false };
    let hours = time / 3600;
    // Clocks go from twelve hours behind to fourteen before.
    utc && (other + 1 == day && hours < 12 || other == day + 1 && hours >= 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(html: &str, url: &str, head: Option<&str>, said: Option<&str>) -> String {
        let mut article = Article { url: Some(url.to_owned()), ..Article::default() };
        said.iter().for_each(|raw| date::note(&mut article, Role::Published, "test", raw));
        let days = Days { published: head.map(|raw| ("page", raw.to_owned())), ..Days::default() };
        seen(&Document::from(html), &mut article, &Shown { days, ..Shown::default() });
        article.published.map_or_else(String::new, |date| date.as_str().to_owned())
    }

    #[test]
    fn the_date_beside_the_title_before_the_first_on_the_page() {
        let page = "<article><time datetime='2011-03-04'>Old</time></article>";
        assert_eq!(published(page, "https://a.example/x", Some("8 May 2024"), None), "2024-05-08");
        assert_eq!(published(page, "https://a.example/x", None, None), "2011-03-04");
    }

    #[test]
    fn days_that_systems_write_as_instants() {
        for (url, said, day) in [
            ("https://a.de/x", "2024-05-08T22:00:00Z", "2024-05-09"),
            ("https://a.de/x", "2024-12-31T23:00:00Z", "2025-01-01"),
            ("https://a.co.uk/x", "2024-06-30T23:00:00Z", "2024-07-01"),
            ("https://a.de/x", "2024-12-31T22:00:00Z", "2024-12-31T22:00:00Z"),
            ("https://a.com/x", "2024-05-08T22:00:00Z", "2024-05-08T22:00:00Z"),
        ] {
            assert_eq!(published("", url, None, Some(said)), day, "{url} {said}");
        }
    }

    #[test]
    fn the_month_of_an_address_against_a_day_below_the_title() {
        let said = "<abbr itemprop=datePublished title='2024-09-09T10:52:00'>10:52</abbr>";
        let first = |url: &str| {
            let mut article = Article { url: Some(url.to_owned()), ..Article::default() };
            date::note(&mut article, Role::Published, "itemprop:datePublished", "2024-09-09T10:52:00");
            let days = Days { published: Some(("page", "14.08.2024".to_owned())), plain: true, ..Days::default() };
            seen(&Document::from(said), &mut article, &Shown { days, ..Shown::default() });
            article.published.map_or_else(String::new, |date| date.as_str().to_owned())
        };
        assert_eq!(first("https://a.example/2024/09/x"), "2024-09-09T10:52:00");
        assert_eq!(first("https://a.example/x"), "2024-08-14");
    }

    #[test]
    fn days_in_attributes_and_in_numbers_of_addresses() {
        let url = "https://a.example/x";
        assert_eq!(published("<p data-published='2024-05-08'>x</p>", url, None, None), "2024-05-08");
        assert_eq!(published("<abbr title='8 May 2024'>Wednesday</abbr>", url, None, None), "2024-05-08");
        assert_eq!(published("", "https://a.example/news-20240508.html", None, None), "2024-05-08");
        assert_eq!(published("", "https://a.example/news-20249908.html", None, None), "");
        assert_eq!(published("", "https://a.example/news/29-10-2021", None, None), "2021-10-29");
        assert_eq!(published("", "https://a.example/news/09-10-2021", None, None), "");
    }

    #[test]
    fn the_address_against_a_far_date() {
        let page = "<time datetime='2011-03-04T10:00:00'>Old</time>";
        assert_eq!(published(page, "https://a.example/2024/05/08/x", None, None), "2024-05-08");
        assert_eq!(published(page, "https://a.example/2011/03/05/x", None, None), "2011-03-04T10:00:00");
    }

    #[test]
    fn the_day_of_the_place_of_an_instant_in_utc() {
        let url = "https://a.example/2024/05/08/x";
        assert_eq!(published("", url, None, Some("2024-05-09T02:25:54Z")), "2024-05-08");
        assert_eq!(published("", url, None, Some("2024-05-09T02:25:54-04:00")), "2024-05-09T02:25:54-04:00");
        assert_eq!(published("", url, None, Some("2024-05-09T15:25:54Z")), "2024-05-09T15:25:54Z");
        assert_eq!(published("", url, None, Some("2024-05-12T02:25:54Z")), "2024-05-12T02:25:54Z");
    }
}
