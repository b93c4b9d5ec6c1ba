//! ninjs: the IPTC's JSON of news items, versions 1 to 3, and what agencies call so.

use crate::ingest::draft::{Draft, status};
use crate::ingest::edition;
use crate::ingest::fields::words;
use crate::ingest::wire::newsml_g2;
use crate::model::Edition;
use serde_json::{Map, Value};

/// Types of items that are no articles.
const OTHERS: [&str; 9] =
    ["advisory", "animation", "audio", "event", "graphic", "picture", "planning", "planning_item", "video"];

/// Returns whether a record is a news item by the names of its values, which differ in case from version to version.
pub(in crate::ingest) fn is_item(record: &Map<String, Value>) -> bool {
    let has = |name: &str| get(record, name).is_some();
    let body = has("bodies") || record.keys().any(|key| key.to_lowercase().starts_with("body_"));
    let item = has("uri") || has("guid");
    let kind = has("pubstatus") || has("versioncreated") || has("headlines");
    let standard = get(record, "$standard").and_then(|standard| standard.get("name")).and_then(Value::as_str);
    item && (kind && (has("type") || body) || has("bodies") || is_event(record) || standard == Some("ninjs"))
        || body && kind
}

/// Returns whether an item describes an event and has no words of its own.
fn is_event(record: &Map<String, Value>) -> bool {
    let has = |name: &str| get(record, name).is_some();
    has("eventdetails") && !has("bodies") && !has("text") && !has("body")
}

/// Reads an item.
pub(in crate::ingest) fn item(record: &Map<String, Value>) -> Result<Draft, String> {
    if let Some(reason) = text(record, "pubstatus").as_deref().and_then(status) {
        return Err(reason);
    }
    if let Some(kind) = text(record, "type").filter(|kind| OTHERS.contains(&kind.to_lowercase().as_str())) {
        return Err(format!("no article: {}", kind.to_lowercase()));
    }
    if is_event(record) {
        return Err("no article: event".to_owned());
    }
    let mut draft = Draft::default();
    describe(record, &mut draft);
    let Some(body) = body(record) else {
        return Err("no body: the item only describes a text".to_owned());
    };
    draft.paragraphs = body;
    draft.sign_off();
    Ok(draft)
}

/// Returns which version of which item a record is.
pub(in crate::ingest) fn edition(record: &Map<String, Value>) -> Option<Edition> {
    let item = text(record, "uri").or_else(|| text(record, "guid"));
    edition::edition(item, text(record, "version"), text(record, "versioncreated"))
}

/// Returns the value called `name` in any case, if there is anything in it.
fn get<'a>(record: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let found = record.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)?;
    let empty = found.is_null() || found.as_str().is_some_and(|s| s.trim().is_empty());
    (!empty).then_some(found)
}

fn text(record: &Map<String, Value>, name: &str) -> Option<String> {
    get(record, name).and_then(|value| words(value, 0))
}

fn describe(record: &Map<String, Value>, draft: &mut Draft) {
    draft.id(text(record, "uri").or_else(|| text(record, "guid")));
    draft.title(
        text(record, "headline").or_else(|| of_role(record, "headlines", "main")).or_else(|| text(record, "title")),
    );
    draft.byline(text(record, "byline").or_else(|| text(record, "by")));
    if draft.article.authors.is_empty() {
        for author in get(record, "authors").and_then(Value::as_array).into_iter().flatten() {
            draft.byline(words(author, 0));
        }
    }
    for name in ["firstcreated", "contentcreated"] {
        draft.published(&format!("ninjs:{name}"), text(record, name));
    }
    let version = text(record, "versioncreated");
    if draft.article.published.is_some() {
        draft.modified("ninjs:versioncreated", version);
    } else {
        draft.published("ninjs:versioncreated", version);
    }
    draft.language(text(record, "language"));
    let names = ["source", "provider", "infosource", "infosources", "copyrightholder"];
    for name in names.iter().filter_map(|name| get(record, name)).filter_map(first_name) {
        draft.wire(Some(name.clone()));
        draft.outlet(Some(name));
    }
    draft.section(get(record, "service").and_then(first_name));
}

/// Returns the name of a value, or of the first one in a list.
fn first_name(value: &Value) -> Option<String> {
    match value {
        Value::Array(items) => items.iter().find_map(|item| words(item, 1)),
        other => words(other, 0),
    }
}

/// Returns the words of the entry of this role in a list of entries, or of the first one.
fn of_role(record: &Map<String, Value>, list: &str, role: &str) -> Option<String> {
    let entries = || get(record, list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let chosen = entries().find(|entry| text(entry, "role").is_some_and(|r| r.eq_ignore_ascii_case(role)));
    chosen.or_else(|| entries().next()).and_then(|entry| text(entry, "value"))
}

/// Returns the paragraphs of the text: marked up if there is such a body, else plain.
fn body(record: &Map<String, Value>) -> Option<Vec<String>> {
    let named = |end: &str| text(record, &format!("body_{end}"));
    if let Some(html) = ["xhtml", "html", "html5"].iter().find_map(|end| named(end)) {
        return Some(newsml_g2::marked_up(&html));
    }
    if let Some(plain) = named("text") {
        return Some(newsml_g2::words(&plain));
    }
    let entries = || get(record, "bodies").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let kind = |entry: &Map<String, Value>| {
        let said = |name: &str| text(entry, name).unwrap_or_default().to_lowercase();
        format!("{} {}", said("contenttype"), said("role"))
    };
    let found = |wanted: &str| entries().filter(|e| kind(e).contains(wanted)).find_map(|entry| text(entry, "value"));
    if let Some(html) = found("html") {
        return Some(newsml_g2::marked_up(&html));
    }
    let other = || record.iter().find(|(key, value)| key.to_lowercase().starts_with("body_") && value.is_string());
    found("plain").or_else(|| found("")).or_else(|| words(other()?.1, 0)).map(|body| newsml_g2::words(&body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(record: Value) -> Result<Draft, String> {
        let record = record.as_object().unwrap();
        assert!(is_item(record), "{record:?}");
        item(record)
    }

    #[test]
    fn three_versions_are_one() {
        let one = json!({"uri": "tag:a", "type": "text", "versioncreated": "2024-05-02T10:00:00Z", "pubstatus": "usable",
            "headline": "Ferry sinks", "byline": "Ruta Bly", "body_xhtml": "<p>One.</p><p>Two.</p>", "body_text": "no"});
        let two = json!({"uri": "tag:a", "type": "text", "versioncreated": "2024-05-02T10:00:00Z",
            "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry sinks"}], "by": "Ruta Bly",
            "bodies": [{"contenttype": "text/plain", "value": "no"}, {"contenttype": "text/html", "value": "<p>One.</p><p>Two.</p>"}]});
        let three = json!({"uri": "tag:a", "type": "text", "versionCreated": "2024-05-02T10:00:00Z", "pubStatus": "usable",
            "headlines": [{"value": "Ferry sinks"}], "by": "Ruta Bly", "bodies": [{"contentType": "text/html", "value": "<p>One.</p><p>Two.</p>"}]});
        for record in [one, two, three] {
            let draft = read(record).unwrap();
            assert_eq!(draft.paragraphs, ["One.", "Two."]);
            assert_eq!((draft.article.title.as_deref(), draft.article.id.as_str()), (Some("Ferry sinks"), "tag:a"));
            assert_eq!(draft.article.authors, ["Ruta Bly"]);
            assert_eq!(draft.article.published.unwrap().as_str(), "2024-05-02T10:00:00Z");
        }
    }

    #[test]
    fn what_is_no_article_says_why() {
        let item = |kind: &str, status: &str| {
            read(json!({"uri": "a", "type": kind, "pubstatus": status, "body_text": "x"})).unwrap_err()
        };
        assert_eq!(item("text", "canceled"), "canceled by its provider");
        assert_eq!(item("picture", "usable"), "no article: picture");
        assert!(read(json!({"uri": "a", "type": "text", "pubstatus": "usable"})).is_err());
        let event = json!({"uri": "a", "title": "b", "eventDetails": {"dates": {"startDate": "2024-05-08"}}});
        assert_eq!(read(event).unwrap_err(), "no article: event");
        assert!(!is_item(json!({"uri": "a", "title": "b", "body": "c"}).as_object().unwrap()));
    }
}
