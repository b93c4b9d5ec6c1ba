//! When a page says that it was published: its record, its tags, its elements, its address.

use crate::ingest::date::{self, Role};
use crate::ingest::html::{jsonld, meta::Tags};
use crate::ingest::{id, one_line};
use crate::model::{Article, Date};
use dom_query::Document;

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
    if article.published.is_none()
        && let Some(raw) = times(document, "[itemprop='datePublished']")
    {
        date::note(article, Role::Published, "itemprop:datePublished", &raw);
    }
}

/// Notes the dates that readers see: `head` is the one beside the title, `far` one near the text.
pub(super) fn seen(
    document: &Document,
    article: &mut Article,
    head: Option<(&'static str, String)>,
    far: Option<String>,
) {
    let by_address = article.url.as_deref().and_then(id::date_in_path);
    if let Some(said) = article.published.clone() {
        let url = by_address.map(|raw| ("url", raw));
        // The date beside the title knows the time too.
        let local =
            [head, url].into_iter().flatten().find(|(_, raw)| date::parse(raw).is_some_and(|d| is_local(&said, &d)));
        if let Some((source, raw)) = local {
            article.published = None;
            date::note(article, Role::Published, source, &raw);
        }
        return;
    }
    let elements = || {
        let of = |selector: &str| times(document, selector).map(|raw| ("time", raw));
        of("article time").or_else(|| of("time")).or_else(|| named(document).map(|raw| ("element", raw)))
    };
    let found = head.or_else(elements).or_else(|| far.map(|raw| ("page", raw)));
    let day = |raw: &str| date::parse(raw).and_then(|date| date.day_number());
    let url = by_address.map(|raw| ("url", raw));
    // The address does not err by more than a day.
    let best = match (&found, &url) {
        (Some((_, a)), Some((_, b))) if day(a).zip(day(b)).is_some_and(|(a, b)| a.abs_diff(b) > 1) => url,
        (None, _) => url,
        _ => found,
    };
    if let Some((source, raw)) = best {
        date::note(article, Role::Published, source, &raw);
    }
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

/// Returns the first date of the first elements that `selector` finds.
fn times(document: &Document, selector: &str) -> Option<String> {
    let nodes = document.select(selector);
    nodes.nodes().iter().take(3).find_map(|node| {
        let raw = node
            .attr("datetime")
            .or_else(|| node.attr("content"))
            .map_or_else(|| one_line(&node.text()), |raw| raw.to_string());
        date::parse(&raw).map(|_| raw)
    })
}

/// Returns the first date of elements that are named for it.
fn named(document: &Document) -> Option<String> {
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

    fn published(html: &str, url: &str, head: Option<&str>, said: Option<&str>) -> String {
        let mut article = Article { url: Some(url.to_owned()), ..Article::default() };
        said.iter().for_each(|raw| date::note(&mut article, Role::Published, "test", raw));
        seen(&Document::from(html), &mut article, head.map(|raw| ("page", raw.to_owned())), None);
        article.published.map_or_else(String::new, |date| date.as_str().to_owned())
    }

    #[test]
    fn the_date_beside_the_title_before_the_first_on_the_page() {
        let page = "<article><time datetime='2011-03-04'>Old</time></article>";
        assert_eq!(published(page, "https://a.example/x", Some("8 May 2024"), None), "2024-05-08");
        assert_eq!(published(page, "https://a.example/x", None, None), "2011-03-04");
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
