//! JSON-LD of schema.org: each quotation is a `Quotation` in its `NewsArticle`; other passages are parts of one (`CreativeWork`).

use crate::model::{Article, SpeakerKind};
use crate::output::export::{link, quote_of, speaker_of, text_of, urn, web_address};
use crate::query::Hit;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes the beginning of the graph.
pub(super) fn begin(out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"@context\":\"https://schema.org\",\"@graph\":[")
}

/// Writes a hit as a node.
pub(super) fn hit(out: &mut impl Write, hit: &Hit, first: bool) -> io::Result<()> {
    out.write_all(if first { b"\n" } else { b",\n" })?;
    serde_json::to_writer(out, &node(hit)).map_err(io::Error::from)
}

fn node(hit: &Hit) -> Value {
    let mut node = Map::new();
    let mut put = |name: &str, value: Option<Value>| drop(value.map(|value| node.insert(name.to_owned(), value)));
    let kind = if quote_of(hit).is_some() { "Quotation" } else { "CreativeWork" };
    put("@type", Some(json!(kind)));
    put("@id", Some(json!(urn("hit", &hit.id()))));
    put("text", Some(json!(hit.span.of(text_of(hit)))));
    put("spokenByCharacter", speaker(hit));
    put("url", link(hit).map(Value::from));
    put("inLanguage", hit.article.article.language.as_deref().map(Value::from));
    put("isPartOf", Some(article(&hit.article.article)));
    Value::Object(node)
}

fn speaker(hit: &Hit) -> Option<Value> {
    let (name, speaker) = speaker_of(hit)?;
    let role = speaker.roles.first();
    Some(match (speaker.kind, role) {
        (SpeakerKind::Organisation, _) => json!({ "@type": "Organization", "name": name }),
        (_, Some(role)) => json!({ "@type": "Person", "name": name, "jobTitle": role }),
        (SpeakerKind::Unnamed, None) => json!({ "@type": "Person", "description": name }),
        (_, None) => json!({ "@type": "Person", "name": name }),
    })
}

fn article(article: &Article) -> Value {
    let mut node = Map::new();
    let mut put = |name: &str, value: Option<Value>| drop(value.map(|value| node.insert(name.to_owned(), value)));
    put("@type", Some(json!("NewsArticle")));
    put("@id", Some(json!(urn("article", &article.id))));
    put("headline", article.title.as_deref().map(Value::from));
    put("url", web_address(article.url.as_deref()).map(Value::from));
    put("datePublished", article.published.as_ref().map(|date| json!(date.as_str())));
    put("publisher", article.outlet.as_deref().map(|name| json!({ "@type": "Organization", "name": name })));
    let authors: Vec<Value> = article.authors.iter().map(|name| json!({ "@type": "Person", "name": name })).collect();
    put("author", Some(json!(authors)).filter(|_| !authors.is_empty()));
    Value::Object(node)
}
