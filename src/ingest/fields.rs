//! Named values of a record (JSON, CSV, front matter) and which of them is which field of an article.

use crate::ingest::date::{self, Role};
use crate::ingest::{Options, authors, id, language, one_line};
use crate::model::Article;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Which names stand for which field, the first one found wins: `field name`, one pair a line.
const NAMES: &str = include_str!("data/fields.txt");

/// The fields that `--map` may name.
pub(super) const FIELDS: [&str; 11] =
    ["authors", "id", "language", "modified", "outlet", "published", "section", "text", "title", "url", "wire"];

/// How deep values may lie inside each other.
const DEPTH: usize = 4;

/// A record's values by their names as [`plain`] writes them.
pub(super) struct Fields<'a> {
    record: &'a Map<String, Value>,
    plain: Vec<(String, &'a Value)>,
    options: &'a Options,
}

impl<'a> Fields<'a> {
    /// Returns a view of `record`.
    pub(super) fn new(record: &'a Map<String, Value>, options: &'a Options) -> Self {
        let plain = record.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (plain(k), v)).collect();
        Self { record, plain, options }
    }

    /// Returns the value of `field` and the name it has in the record.
    pub(super) fn find(&self, field: &str) -> Option<(&'a str, &'a Value)> {
        let mut mapped = self.options.map.iter().filter(|(ours, _)| ours == field).peekable();
        if mapped.peek().is_some() {
            return mapped.find_map(|(_, theirs)| self.exact(theirs));
        }
        names(field).find_map(|name| self.usual(name))
    }

    /// The value at a name that the user gave: a key, or keys joined by dots.
    fn exact(&self, name: &str) -> Option<(&'a str, &'a Value)> {
        if let Some((key, value)) = self.record.get_key_value(name) {
            return Some((key, value));
        }
        let mut path = name.split('.');
        let (key, mut value) = self.record.get_key_value(path.next()?)?;
        for part in path {
            value = value.get(part)?;
        }
        Some((key, value))
    }

    /// The value at a usual name, or one below it (`fields.bodytext`), if there is anything in it.
    fn usual(&self, name: &str) -> Option<(&'a str, &'a Value)> {
        let mut path = name.split('.');
        let head = path.next()?;
        let at = self.plain.iter().position(|(key, _)| key == head)?;
        let mut value = self.plain[at].1;
        for part in path {
            value = value.as_object()?.iter().find(|(key, _)| plain(key) == part)?.1;
        }
        let key = self.record.keys().find(|key| self.plain[at].0 == plain(key))?;
        (!is_empty(value)).then_some((key.as_str(), value))
    }

    /// Returns the words of `field`, if it has any.
    pub(super) fn words(&self, field: &str) -> Option<String> {
        self.find(field).and_then(|(_, value)| words(value, 0))
    }

    /// Returns the field as one line.
    fn line(&self, field: &str) -> Option<String> {
        self.words(field).map(|words| one_line(&words)).filter(|line| !line.is_empty())
    }

    /// Writes everything but the text to `article`.
    pub(super) fn describe(&self, article: &mut Article) {
        if let Some(id) = self.line("id") {
            article.id = id;
        }
        article.title = self.line("title");
        article.url = self.line("url");
        article.outlet = self.line("outlet").map(|outlet| id::domain(&outlet).unwrap_or(outlet));
        if article.url.is_none() {
            // Some say "source" and mean the address.
            let source = self.usual("source").and_then(|(_, value)| words(value, 0)).map(|source| one_line(&source));
            article.url = source.filter(|source| id::from_url(source).is_some_and(|id| id.contains('/')));
        }
        article.section = self.line("section");
        article.wire = self.line("wire");
        article.language = self.line("language").and_then(|said| language::code(&said));
        if let Some((_, value)) = self.find("authors") {
            article.authors = people(value);
        }
        for (field, role) in [("published", Role::Published), ("modified", Role::Modified)] {
            if let Some((name, value)) = self.find(field)
                && let Some(raw) = words(value, 0)
            {
                date::note(article, role, &format!("field:{name}"), &raw);
            }
        }
    }

    /// Returns why the record has no text, and what to do.
    pub(super) fn missing_text(&self) -> String {
        let mapped = self.options.map.iter().any(|(ours, _)| ours == "text");
        if self.find("text").is_some()
            || !mapped && self.record.keys().any(|key| names("text").any(|name| name == plain(key)))
        {
            return "empty text".to_owned();
        }
        let names: Vec<&str> = self.record.keys().map(String::as_str).take(20).collect();
        if names.is_empty() {
            return "no text: the record is empty".to_owned();
        }
        format!("no text field among {} (name it with --map text=NAME)", names.join(", "))
    }
}

/// The usual names of a field. The list is read once: records ask for every field.
fn names(field: &str) -> impl Iterator<Item = &'static str> {
    static LISTS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let mut lists: HashMap<&str, Vec<&str>> = HashMap::new();
        for (field, name) in NAMES.lines().filter_map(|line| line.split_once(' ')) {
            lists.entry(field).or_default().push(name);
        }
        lists
    });
    LISTS.get(field).into_iter().flatten().copied()
}

/// Returns `name` without what spellings differ in: `datePublish`, `date_publish` and `Date-Publish` are one.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '@')).flat_map(char::to_lowercase).collect()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(a) => a.is_empty(),
        Value::Object(o) => o.is_empty(),
        _ => false,
    }
}

/// Returns the words of a value: a text, a number, a list of paragraphs, an object that holds one of these.
pub(super) fn words(value: &Value, depth: usize) -> Option<String> {
    const INSIDE: [&str; 13] = [
        "rendered",
        "text",
        "content",
        "value",
        "body",
        "paragraphs",
        "main",
        "name",
        "title",
        "html",
        "#text",
        "original",
        "default",
    ];
    if depth > DEPTH {
        return None;
    }
    match value {
        Value::String(s) if s.trim().is_empty() => None,
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Array(items) => {
            let parts: Vec<String> = items.iter().filter_map(|item| words(item, depth + 1)).collect();
            (!parts.is_empty()).then(|| parts.join("\n"))
        }
        Value::Object(map) if map.get("sections").is_some_and(Value::is_array) => sections(map, depth),
        Value::Object(map) => INSIDE.iter().find_map(|key| words(map.get(*key)?, depth + 1)),
        Value::Null | Value::Bool(_) => None,
    }
}

/// Returns the words of a body in sections, each with a headline and paragraphs, below a summary.
fn sections(body: &Map<String, Value>, depth: usize) -> Option<String> {
    let mut parts: Vec<String> =
        body.get("summary").and_then(|summary| words(summary, depth + 1)).into_iter().collect();
    for section in body.get("sections").and_then(Value::as_array).into_iter().flatten() {
        let of = |name: &str| section.get(name).and_then(|value| words(value, depth + 2));
        parts.extend(of("headline").into_iter().chain(of("paragraphs")));
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// Returns the name in an object that has a person's names apart.
fn whole_name(person: &Value) -> Option<String> {
    let part = |names: [&str; 3]| names.iter().find_map(|name| person.get(*name)?.as_str()).map(str::trim);
    let first = part(["firstname", "firstName", "first_name"]).unwrap_or("");
    let last = part(["lastname", "lastName", "last_name"])?;
    Some(format!("{first} {last}").trim().to_owned()).filter(|name| !name.is_empty())
}

/// Returns the names in a value: a text of names, a list, an object with a name.
fn people(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items
            .iter()
            .flat_map(|item| match item {
                Value::String(s) => authors::one(s),
                other => {
                    words(other, 1).or_else(|| whole_name(other)).map(|name| authors::one(&name)).unwrap_or_default()
                }
            })
            .collect(),
        other => words(other, 0).map(|list| authors::split(&list)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn article(record: &Value, options: &Options) -> (Article, Option<String>) {
        let fields = Fields::new(record.as_object().unwrap(), options);
        let mut article = Article::default();
        fields.describe(&mut article);
        (article, fields.words("text"))
    }

    #[test]
    fn usual_names_and_nested_values() {
        let record = json!({
            "headline": "A  title\n", "articleBody": ["One.", "Two."], "datePublished": "2024-05-31", "date_modify": "2024-06-01T10:00:00Z",
            "author": [{"@type": "Person", "name": "Nadia Corrin"}, {"name": "CNS"}], "source": {"id": null, "name": "The Post"},
            "link": "https://post.example/a", "inLanguage": "en-GB", "_id": 12
        });
        let (article, text) = article(&record, &Options::default());
        assert_eq!(text.as_deref(), Some("One.\nTwo."));
        assert_eq!(article.title.as_deref(), Some("A title"));
        assert_eq!(article.authors, ["Nadia Corrin", "CNS"]);
        assert_eq!(article.outlet.as_deref(), Some("The Post"));
        assert_eq!(article.language.as_deref(), Some("en"));
        assert_eq!(article.id, "12");
        assert_eq!(article.dates[0].source, "field:datePublished");
        assert!(article.published.is_some() && article.modified.is_some());
    }

    #[test]
    fn scrapers_and_services() {
        // Fundus, Webhose, trafilatura, NewsAPI, newspaper4k, CC-News, Guardian.
        let cases = [
            json!({"title": "T", "publishing_date": "2024-05-31", "authors": ["Ruta Bly"], "lang": "en",
                "body": {"summary": ["One."], "sections": [{"headline": ["Head"], "paragraphs": ["Two.", "Three."]}]},
                "html": {"requested_url": "https://post.example/a", "source_info": {"publisher": "Post"}}}),
            json!({"thread": {"site_full": "www.post.example", "site": "post.example", "title": "T"}, "title": "T", "author": "Ruta Bly",
                "published": "2024-05-31T10:00:00.000+03:00", "url": "https://post.example/a", "text": "One.", "language": "english"}),
            json!({"title": "T", "author": "Ruta Bly", "hostname": "post.example", "date": "2024-05-31", "raw_text": "no", "text": "One.",
                "source": "https://post.example/a", "source-hostname": "Post"}),
            json!({"source": {"id": null, "name": "Post"}, "author": "Ruta Bly", "title": "T", "description": "no",
                "url": "https://post.example/a", "publishedAt": "2024-05-31T10:00:00Z", "content": "One."}),
            json!({"source_url": "https://post.example", "url": "https://post.example/a", "title": "T", "text": "One.", "authors": ["Ruta Bly"],
                "publish_date": "2024-05-31 00:00:00", "meta_lang": "en"}),
            json!({"requested_url": "https://post.example/a", "plain_text": "One.", "published_date": "2024-05-31", "title": "T",
                "author": "Ruta Bly", "sitename": "Post", "language": "en"}),
            json!({"webTitle": "T", "webUrl": "https://post.example/a", "webPublicationDate": "2024-05-31T10:00:00Z",
                "fields": {"byline": "Ruta Bly", "bodyText": "One."}}),
        ];
        for record in &cases {
            let (article, text) = article(record, &Options::default());
            assert!(text.is_some_and(|text| text.starts_with("One.")), "{record}");
            assert_eq!(article.title.as_deref(), Some("T"), "{record}");
            assert_eq!(article.authors, ["Ruta Bly"], "{record}");
            assert_eq!(article.url.as_deref(), Some("https://post.example/a"), "{record}");
            assert!(article.published.is_some_and(|date| date.as_str().starts_with("2024-05-31")), "{record}");
            let outlets = [None, Some("Post"), Some("post.example"), Some("www.post.example")];
            assert!(outlets.contains(&article.outlet.as_deref()), "{record}");
        }
        assert_eq!(article(&cases[0], &Options::default()).1.as_deref(), Some("One.\nHead\nTwo.\nThree."));
    }

    #[test]
    fn a_map_overrides() {
        let options =
            Options { map: vec![("text".into(), "a.b".into()), ("title".into(), "T".into())], ..Options::default() };
        let (article, text) =
            article(&json!({"a": {"b": "Words."}, "T": "Mine", "title": "Theirs", "text": "no"}), &options);
        assert_eq!((text.as_deref(), article.title.as_deref()), (Some("Words."), Some("Mine")));
    }

    #[test]
    fn the_reason_names_the_fields() {
        let options = Options::default();
        let reason = |record: Value| Fields::new(record.as_object().unwrap(), &options).missing_text();
        assert_eq!(reason(json!({"a": 1, "b": 2})), "no text field among a, b (name it with --map text=NAME)");
        assert_eq!(reason(json!({"text": ""})), "empty text");
    }

    #[test]
    fn every_name_is_for_a_field_and_plain() {
        for line in NAMES.lines() {
            let (field, name) = line.split_once(' ').unwrap();
            assert!(FIELDS.contains(&field), "{line}");
            assert_eq!(name, name.split('.').map(plain).collect::<Vec<_>>().join("."));
        }
    }
}
