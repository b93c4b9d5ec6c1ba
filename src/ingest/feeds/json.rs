//! JSON Feed, versions 1 and 1.1.

use crate::ingest::feeds::{Feed, Item, Words};
use serde_json::{Map, Value};

/// Reads a feed.
pub(super) fn read(object: &Map<String, Value>) -> Feed {
    let items = object.get("items").and_then(Value::as_array);
    Feed {
        title: text(object, "title").map(Words::Plain),
        address: text(object, "home_page_url"),
        language: text(object, "language"),
        authors: authors(object),
        items: items.into_iter().flatten().map(|value| value.as_object().map(item).unwrap_or_default()).collect(),
        damaged: 0,
    }
}

fn item(object: &Map<String, Value>) -> Item {
    let bodies = [
        text(object, "content_html").map(Words::Html),
        text(object, "content_text").map(Words::Plain),
        text(object, "summary").map(Words::Plain),
    ];
    let date = |name: &str| text(object, name).map(|raw| (name.to_owned(), raw)).into_iter().collect();
    let tags = object.get("tags").and_then(Value::as_array);
    let address = text(object, "url").or_else(|| text(object, "external_url"));
    let id = object.get("id").and_then(|id| match id {
        Value::Number(number) => Some(number.to_string()),
        _ => text(object, "id"),
    });
    let is_address = |id: &String| id.starts_with("http://") || id.starts_with("https://");
    Item {
        title: text(object, "title").map(Words::Plain),
        bodies: bodies.into_iter().flatten().collect(),
        address: address.or_else(|| id.clone().filter(is_address)),
        id: id.filter(|id| !is_address(id)),
        authors: authors(object),
        published: date("date_published"),
        modified: date("date_modified"),
        language: text(object, "language"),
        outlet: None,
        section: tags.filter(|tags| tags.len() == 1).and_then(|tags| Some(tags[0].as_str()?.to_owned())),
    }
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name)?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// The newer list of authors, else the older one author.
fn authors(object: &Map<String, Value>) -> Vec<String> {
    let list = object.get("authors").and_then(Value::as_array).into_iter().flatten();
    let names: Vec<String> = list.filter_map(|author| text(author.as_object()?, "name")).collect();
    if !names.is_empty() {
        return names;
    }
    object.get("author").and_then(Value::as_object).and_then(|author| text(author, "name")).into_iter().collect()
}
