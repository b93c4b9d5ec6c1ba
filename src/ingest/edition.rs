//! Which version of an item of news a record is.

use crate::ingest::date;
use crate::ingest::draft::{CANCELED, status};
use crate::ingest::xml::Element;
use crate::model::Edition;

/// Returns the edition of an item by its name, the number of its version, and when that was made.
pub(super) fn edition(item: Option<String>, number: Option<String>, made: Option<String>) -> Option<Edition> {
    let item = item.map(|item| item.trim().to_owned()).filter(|item| !item.is_empty())?;
    let number = number.map(|number| digits(&number)).unwrap_or_default();
    let made = made.and_then(|made| instant(&made)).unwrap_or_default();
    Some(Edition { item, number, made, canceled: false })
}

/// Returns the edition of a NewsML item, of either kind, or of a NITF document.
pub(super) fn of_element(item: Element) -> Option<Edition> {
    let line = |path: &[&str]| item.at(path).and_then(Element::line);
    match item.name() {
        "newsItem" => edition(item.attribute("guid"), item.attribute("version"), line(&["itemMeta", "versionCreated"])),
        "NewsItem" => {
            let named = |name| line(&["Identification", "NewsIdentifier", name]);
            let parts = [named("ProviderId"), named("DateId"), named("NewsItemId")];
            // What is not said of its name may be the same in another item.
            let item = parts.into_iter().collect::<Option<Vec<String>>>()?.join(" ");
            edition(Some(item), named("RevisionId"), line(&["NewsManagement", "ThisRevisionCreated"]))
        }
        "nitf" => of_nitf(item),
        _ => None,
    }
}

/// Returns the edition of a NITF document; one that takes another back is a version of that one. Providers number their documents
/// each for itself, so that the provider is a part of the name.
fn of_nitf(nitf: Element) -> Option<Edition> {
    let data = nitf.first("docdata")?;
    let taken_back = data.attribute("management-idref-status").is_some_and(|other| status(&other).is_some());
    let other = data.attribute("management-doc-idref").filter(|_| taken_back);
    let own = || data.first("doc-id").and_then(|id| id.attribute("id-string"));
    let changes = data.all("revision-history").filter_map(|change| change.attribute("norm"));
    let issued = data.first("date.issue").and_then(|date| date.attribute("norm"));
    let latest = changes.chain(issued).max_by_key(|made| instant(made));
    let provider = data.first("doc-id").and_then(|id| id.attribute("regsrc"));
    let provider = provider.or_else(|| data.first("doc.copyright").and_then(|of| of.attribute("holder")));
    let named = other.or_else(own).map(|id| format!("{} {id}", provider.unwrap_or_default()));
    edition(named, None, latest)
}

/// Returns the edition of what is no article for this `reason`, if that says something of other versions.
pub(super) fn of_refused(edition: Option<Edition>, reason: &str) -> Option<Edition> {
    edition.filter(|_| reason == CANCELED).map(|edition| Edition { canceled: true, ..edition })
}

/// Returns the first number in a text.
fn digits(text: &str) -> u64 {
    let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let digits: String = text[start..].chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// Returns a time in seconds since 1970; one without a zone is taken as UTC.
fn instant(text: &str) -> Option<i64> {
    let date = date::parse(text)?;
    let text = date.as_str();
    let civil = || {
        let local: jiff::civil::DateTime = text.parse().ok()?;
        jiff::tz::Offset::UTC.to_timestamp(local).ok()
    };
    text.parse().ok().or_else(civil).map(|time: jiff::Timestamp| time.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_versions_are_greater() {
        let made = |text: &str| edition(Some("a".into()), None, Some(text.into())).unwrap().made;
        assert!(made("2024-05-02T10:00:00Z") < made("2024-05-02T11:30:00+01:00"));
        assert!(made("20240502T100000Z") < made("20240502T100001Z"));
        assert_eq!(made("2024-05-02T11:00:00+01:00"), made("2024-05-02T10:00:00Z"));
        let number = |text: &str| edition(Some("a".into()), Some(text.into()), None).unwrap().number;
        assert!(number("9") < number("10") && number("v2") == 2 && number("none") == 0);
        assert_eq!(edition(Some(" ".into()), Some("1".into()), None), None);
    }
}
