//! JSON-LD in pages: the record that search engines read.

use crate::ingest::authors;
use dom_query::Document;
use serde_json::{Map, Value};

/// What a JSON-LD record says of the article.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
    pub(super) section: Option<String>,
    /// The words, without mark-up.
    pub(super) body: Option<String>,
    /// The entries of a live blog, as the page orders them.
    pub(super) updates: Vec<Update>,
}

/// An entry of a live blog.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Update {
    /// When it was written.
    pub(super) time: Option<String>,
    pub(super) title: Option<String>,
    /// Its words, without mark-up.
    pub(super) body: String,
}

/// How many values are looked at: a page may hold any amount of JSON.
const MOST: usize = 5_000;

/// Returns what the article record of `document` says; empty if there is none.
pub(super) fn read(document: &Document) -> Record {
    let mut objects = Vec::new();
    for script in document.select("script[type='application/ld+json']").iter() {
        let text = script.text();
        if let Some(value) = parse(&text) {
            collect(value, &mut objects);
        }
    }
    let best = objects.iter().filter_map(|o| Some((rank(o)?, o))).min_by_key(|(rank, _)| *rank);
    let mut found = best.map(|(_, object)| record(object, &objects)).unwrap_or_default();
    found.updates = objects.iter().find_map(|object| object.get("liveBlogUpdate")).map(updates).unwrap_or_default();
    found
}

/// Returns the entries of a live blog.
fn updates(list: &Value) -> Vec<Update> {
    let text = |entry: &Value, key: &str| entry.get(key).and_then(Value::as_str).map(|text| unescape(text.trim()));
    let update = |entry: &Value| Update {
        time: text(entry, "datePublished").or_else(|| text(entry, "dateCreated")),
        title: text(entry, "headline").map(|title| crate::ingest::one_line(&title)).filter(|title| !title.is_empty()),
        body: entry
            .get("articleBody")
            .or_else(|| entry.get("text"))
            .and_then(Value::as_str)
            .map(without_markup)
            .unwrap_or_default(),
    };
    let entries = match list {
        Value::Array(entries) => entries.as_slice(),
        one => std::slice::from_ref(one),
    };
    let said = |update: &Update| update.title.is_some() || !update.body.trim().is_empty();
    entries.iter().take(MOST).map(update).filter(said).collect()
}

/// Parses JSON as pages write it: in comments, with line ends inside strings, with a final semicolon.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let text =
        text.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim_end_matches(';').trim();
    serde_json::from_str(text).ok().or_else(|| {
        let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}

/// Lists the objects in `value`: those of arrays and graphs, and the main entity of a page.
fn collect(value: Value, objects: &mut Vec<Map<String, Value>>) {
    let mut waiting = std::collections::VecDeque::from([value]);
    while let Some(value) = waiting.pop_front() {
        if objects.len() >= MOST {
            return;
        }
        match value {
            Value::Array(items) => waiting.extend(items),
            Value::Object(mut object) => {
                for inner in ["@graph", "mainEntity"] {
                    waiting.extend(object.remove(inner));
                }
                objects.push(object);
            }
            _ => {}
        }
    }
}

/// Returns how well an object's type fits an article, 0 best; `None` if it is another thing.
fn rank(object: &Map<String, Value>) -> Option<u8> {
    let kinds: Vec<&str> = match object.get("@type")? {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    kinds
        .iter()
        .filter_map(|kind| match kind.rsplit('/').next().unwrap_or(kind) {
            "VideoObject" | "ImageObject" | "ItemList" => None,
            "LiveBlogPosting" | "BlogPosting" | "SocialMediaPosting" | "Report" => Some(1),
            kind if kind.ends_with("NewsArticle") || kind.ends_with("Article") => Some(0),
            "WebPage" => Some(3),
            _ => None,
        })
        .min()
}

fn record(object: &Map<String, Value>, all: &[Map<String, Value>]) -> Record {
    let text = |key: &str| object.get(key).and_then(|v| name(v, all)).filter(|s| !s.is_empty());
    let url = [object.get("url"), object.get("mainEntityOfPage")].into_iter().flatten().find_map(address);
    Record {
        title: text("headline").or_else(|| text("name")),
        authors: object.get("author").or_else(|| object.get("creator")).map(|v| people(v, all)).unwrap_or_default(),
        published: text("datePublished").or_else(|| text("dateCreated")),
        modified: text("dateModified"),
        outlet: text("publisher").or_else(|| text("sourceOrganization")),
        url,
        language: object
            .get("inLanguage")
            .and_then(|v| v.as_str().or_else(|| v.get("alternateName")?.as_str()))
            .map(str::to_owned),
        section: text("articleSection"),
        body: object.get("articleBody").and_then(Value::as_str).map(without_markup),
        updates: Vec::new(),
    }
}

/// Returns the name of a value: itself, its `name`, its first entry, or what its `@id` refers to.
fn name(value: &Value, all: &[Map<String, Value>]) -> Option<String> {
    match value {
        Value::String(text) => Some(crate::ingest::one_line(&unescape(text))),
        Value::Array(items) => items.iter().find_map(|item| name(item, all)),
        Value::Object(object) => {
            object.get("name").or_else(|| object.get("@value")).and_then(|v| name(v, all)).or_else(|| {
                let id = object.get("@id")?.as_str()?;
                let target =
                    all.iter().find(|o| o.get("@id").and_then(Value::as_str) == Some(id) && o.contains_key("name"))?;
                target.get("name")?.as_str().map(|text| crate::ingest::one_line(&unescape(text)))
            })
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn people(value: &Value, all: &[Map<String, Value>]) -> Vec<String> {
    let one = |value: &Value| match value.get("name") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => name(value, all).map(|name| authors::split(&name)).unwrap_or_default(),
    };
    let names: Vec<String> = match value {
        Value::Array(items) => items.iter().flat_map(one).collect(),
        other => one(other),
    };
    authors::unique(names)
}

fn address(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| value.get("@id")?.as_str()).or_else(|| value.get("url")?.as_str())?;
    text.starts_with("http").then(|| text.to_owned())
}

/// Returns the words of a text that may have entities, and even tags; its lines stay.
fn without_markup(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    // Some systems escape twice.
    let blocks = crate::ingest::html::fragment_blocks(&text.replace("&amp;", "&"));
    blocks.iter().map(|block| block.text.trim()).collect::<Vec<_>>().join("\n")
}

/// Decodes the entities that some systems leave in JSON-LD.
pub(super) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    Document::fragment(text.replace('<', "&lt;")).text().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_script(json: &str) -> Record {
        read(&Document::from(format!("<script type=\"application/ld+json\">{json}</script>")))
    }

    #[test]
    fn graphs_and_references() {
        let record = read_script(
            r##"{"@graph": [{"@type": "WebPage", "name": "Page"},
                {"@type": ["NewsArticle"], "headline": "Mayor: &#8216;We will rebuild&#8217;", "author": {"@id": "#n"}, "datePublished": "2024-02-14",
                 "publisher": {"name": "Courier"}, "mainEntityOfPage": {"@id": "https://c.example/a"}},
                {"@type": "Person", "@id": "#n", "name": "Nadia Corrin"}]}"##,
        );
        assert_eq!(record.title.as_deref(), Some("Mayor: ‘We will rebuild’"));
        assert_eq!(record.authors, ["Nadia Corrin"]);
        assert_eq!(record.outlet.as_deref(), Some("Courier"));
        assert_eq!(record.url.as_deref(), Some("https://c.example/a"));
    }

    #[test]
    fn broken_json_is_no_record() {
        assert!(read_script("{oops").title.is_none());
        assert_eq!(read_script("[{\"@type\":\"Article\",\"headline\":\"A\nB\"}];").title.as_deref(), Some("A B"));
    }
}
