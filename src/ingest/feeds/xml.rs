//! RSS and Atom in all their versions, as events of an XML reader that takes what is not well-formed too.
//!
//! Where the XML is broken, reading goes on at the next item: a feed with one bad item gives the others.

use crate::ingest::feeds::{Feed, Item, Words};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// Elements inside an item that lie deeper than this are taken for their text only.
const DEEPEST: usize = 200;

/// Namespaces by the prefix that they usually have; the older spellings too.
const SPACES: [(&str, &str); 8] = [
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("www.w3.org/1999/xhtml", "xhtml"),
    ("search.yahoo.com/mrss", "media"),
    ("itunes.com/dtds", "itunes"),
    ("purl.org/atom/ns", ""),
    ("www.w3.org/2005/atom", ""),
];

/// An element of a feed or of an item.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// Its name with the usual prefix, in lower case.
    name: String,
    attributes: Vec<(String, String)>,
    /// All text in it.
    text: String,
    /// All text and elements in it, as markup.
    markup: String,
    /// The elements in it, with their text.
    inner: Vec<(String, String)>,
}

impl Field {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    fn inner(&self, name: &str) -> Option<&str> {
        self.inner.iter().find(|(known, _)| known == name).map(|(_, text)| text.trim())
    }
}

/// Where in a feed the reader is.
#[derive(Default)]
struct State {
    feed: Feed,
    /// What the feed says of itself.
    about: Vec<Field>,
    /// The elements of the item at hand.
    item: Option<Vec<Field>>,
    item_language: Option<String>,
    /// The elements that are open, outermost first.
    open: Vec<String>,
    /// How many elements were open where the item began.
    base: usize,
    field: Option<Field>,
    /// The usual prefixes of those that the feed declares.
    prefixes: HashMap<String, &'static str>,
}

/// Reads a feed.
pub(super) fn read(text: &str) -> Feed {
    let mut state = State::default();
    let mut from = 0;
    while let Some(place) = state.read(&text[from..]) {
        state.give_up();
        state.open.clear();
        match next_item(text, from + place) {
            Some(next) => from = next,
            None => break,
        }
    }
    state.feed.finish(&state.about);
    state.feed
}

/// Returns where the next item begins after `from`.
fn next_item(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let starts = |at: usize| {
        ["<item", "<entry"].iter().any(|tag| {
            let after = bytes.get(at + tag.len());
            bytes[at..].starts_with(tag.as_bytes()) && after.is_some_and(|b| b.is_ascii_whitespace() || *b == b'>')
        })
    };
    memchr::memchr_iter(b'<', bytes.get(from + 1..)?).map(|at| from + 1 + at).find(|at| starts(*at))
}

impl State {
    /// Reads on; returns where the XML is broken, if it is.
    fn read(&mut self, text: &str) -> Option<usize> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        (config.allow_dangling_amp, config.allow_unmatched_ends, config.check_end_names) = (true, true, false);
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.begin(&tag),
                Ok(Event::Empty(tag)) => {
                    self.begin(&tag);
                    self.end();
                }
                Ok(Event::End(_)) => self.end(),
                Ok(Event::Text(words)) => self.words(&words.into_inner()),
                Ok(Event::CData(words)) => self.words(&words.into_inner()),
                Ok(Event::GeneralRef(entity)) => self.words(&resolved(&entity)),
                Ok(Event::Eof) if self.item.is_some() => return Some(text.len()),
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(_) => return usize::try_from(reader.error_position()).ok().or(Some(text.len())),
            }
        }
    }

    fn begin(&mut self, tag: &BytesStart) {
        let attributes = attributes(tag);
        self.declare(&attributes);
        let name = self.name(tag.name().as_ref());
        if self.item.is_some() && self.open.get(self.base) == Some(&name) {
            // No item lies in another: what was to end the one before is no XML.
            self.give_up();
            self.open.truncate(self.base);
        }
        let depth = self.open.len();
        if let Some(field) = &mut self.field {
            field.markup.push_str(&format!("<{}>", local(&name)));
            if depth == self.base + 2 {
                field.inner.push((name.clone(), String::new()));
            }
        } else if self.item.is_some() {
            if depth == self.base + 1 {
                self.field = Some(Field { name: name.clone(), attributes, ..Field::default() });
            }
        } else if matches!(name.as_str(), "item" | "entry") {
            self.item = Some(Vec::new());
            self.item_language = value(&attributes, "xml:lang");
            self.base = depth;
        } else if matches!(self.open.last().map(String::as_str), Some("channel" | "feed")) {
            self.base = depth - 1;
            self.field = Some(Field { name: name.clone(), attributes, ..Field::default() });
        } else if self.feed.language.is_none() {
            self.feed.language = value(&attributes, "xml:lang");
        }
        self.open.push(name);
    }

    /// Drops the item at hand.
    fn give_up(&mut self) {
        self.feed.damaged += 1;
        self.item = None;
        self.field = None;
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        let depth = self.open.len();
        if let Some(mut field) = self.field.take() {
            if depth > self.base + 1 {
                field.markup.push_str(&format!("</{}>", local(&name)));
                self.field = Some(field);
                return;
            }
            match &mut self.item {
                Some(item) => item.push(field),
                None => self.about.push(field),
            }
        } else if depth <= self.base
            && let Some(fields) = self.item.take()
        {
            self.feed.items.push(item(&fields, self.item_language.take()));
        }
    }

    fn words(&mut self, words: &str) {
        let depth = self.open.len();
        let Some(field) = &mut self.field else { return };
        field.text.push_str(words);
        if depth < DEEPEST {
            field.markup.push_str(&quick_xml::escape::minimal_escape(words));
        }
        if depth > self.base + 2
            && let Some((_, text)) = field.inner.last_mut()
        {
            text.push_str(words);
        }
    }

    fn declare(&mut self, attributes: &[(String, String)]) {
        for (name, value) in attributes {
            let space = value.to_ascii_lowercase();
            if let Some(prefix) = name.strip_prefix("xmlns:")
                && let Some((_, usual)) = SPACES.iter().find(|(part, _)| space.contains(part))
            {
                self.prefixes.insert(prefix.to_owned(), usual);
            }
        }
    }

    /// Returns the name of an element with its usual prefix.
    fn name(&self, raw: &str) -> String {
        let raw = raw.to_ascii_lowercase();
        match raw.split_once(':') {
            None => raw,
            Some((prefix, name)) => match self.prefixes.get(prefix).copied().unwrap_or(prefix) {
                "" | "atom" | "rss" => name.to_owned(),
                usual => format!("{usual}:{name}"),
            },
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Returns the attributes of a tag, as far as they can be read.
fn attributes(tag: &BytesStart) -> Vec<(String, String)> {
    let mut attributes = tag.html_attributes();
    let pairs = attributes.with_checks(false).flatten().map(|attribute| {
        let raw = attribute.value.as_ref();
        let value = quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), Into::into);
        (attribute.key.as_ref().to_ascii_lowercase(), value)
    });
    pairs.collect()
}

fn value(attributes: &[(String, String)], name: &str) -> Option<String> {
    attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// Returns what an entity stands for; itself if nobody knows.
fn resolved(entity: &quick_xml::events::BytesRef) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    let name = entity.borrow().into_inner();
    let known = quick_xml::escape::resolve_html5_entity(&name);
    known.map_or_else(|| format!("&{name};"), str::to_owned)
}

/// Makes an item of its elements.
fn item(fields: &[Field], language: Option<String>) -> Item {
    let text = |name: &str| fields.iter().find(|f| f.name == name).map(|f| f.text.trim()).filter(|t| !t.is_empty());
    let guid = fields.iter().find(|f| f.name == "guid");
    let id = guid.map(|guid| guid.text.trim()).or_else(|| text("id")).filter(|id| !id.is_empty());
    let is_address = |address: &&str| address.starts_with("http://") || address.starts_with("https://");
    let lasting = guid.is_none_or(|guid| guid.attribute("ispermalink") != Some("false"));
    let address = text("feedburner:origlink").or_else(|| link(fields)).or(id.filter(is_address).filter(|_| lasting));
    let source = fields.iter().find(|f| f.name == "source");
    Item {
        title: fields.iter().find(|f| f.name == "title").and_then(words),
        bodies: bodies(fields),
        address: address.map(str::to_owned),
        id: id.filter(|id| !is_address(id)).map(str::to_owned),
        authors: authors(fields),
        published: dates(
            fields,
            &["pubdate", "published", "issued", "dc:date", "dcterms:issued", "created", "dcterms:created"],
        ),
        modified: dates(fields, &["updated", "modified", "dcterms:modified"]),
        language: language.or_else(|| text("dc:language").map(str::to_owned)),
        outlet: source.and_then(|source| source.inner("title")).map(str::to_owned),
        section: section(fields),
    }
}

/// Returns the address of the page that an item is about.
fn link(fields: &[Field]) -> Option<&str> {
    let links = || fields.iter().filter(|f| f.name == "link");
    let written = links().map(|link| link.text.trim()).find(|text| !text.is_empty());
    let kept = |link: &&Field| matches!(link.attribute("rel"), None | Some("alternate"));
    let page = |link: &&Field| link.attribute("type").is_none_or(|kind| kind.contains("html"));
    let linked = || links().filter(kept).filter(|link| link.attribute("href").is_some());
    written.or_else(|| linked().find(page).or_else(|| linked().next())?.attribute("href"))
}

/// Returns the texts of an item, the fullest first.
fn bodies(fields: &[Field]) -> Vec<Words> {
    const NAMES: [&str; 11] = [
        "content:encoded",
        "content",
        "xhtml:body",
        "body",
        "xhtml:div",
        "div",
        "fullitem",
        "description",
        "summary",
        "tagline",
        "media:description",
    ];
    NAMES.iter().flat_map(|name| fields.iter().filter(move |f| f.name == *name)).filter_map(words).collect()
}

/// Returns the words of an element, and what they are written in.
fn words(field: &Field) -> Option<Words> {
    let kind = field.attribute("type").unwrap_or("").to_ascii_lowercase();
    let mode = field.attribute("mode").unwrap_or("");
    let elements = matches!(kind.as_str(), "xhtml" | "application/xhtml+xml")
        || mode == "xml" && kind.contains("html")
        || field.name.ends_with("body")
        || field.name.ends_with("div");
    let has_elements = !field.inner.is_empty();
    if mode == "base64" || field.text.trim().is_empty() && !has_elements {
        return None;
    }
    Some(match kind.as_str() {
        _ if elements || has_elements => Words::Html(field.markup.clone()),
        "html" | "text/html" => Words::Html(field.text.clone()),
        "text" | "text/plain" if mode != "escaped" => Words::Plain(field.text.clone()),
        "" | "text/plain" => Words::Unsure(field.text.clone()),
        // Pictures and other files that are given as text.
        _ if kind.contains('/') && !kind.starts_with("text/") => return None,
        _ => Words::Unsure(field.text.clone()),
    })
}

/// Returns the names of those who wrote an item.
fn authors(fields: &[Field]) -> Vec<String> {
    let creators = fields.iter().filter(|f| f.name == "dc:creator").map(|f| f.text.trim());
    let creators: Vec<&str> = creators.filter(|name| !name.is_empty()).collect();
    if !creators.is_empty() {
        return creators.into_iter().filter_map(person).collect();
    }
    let authors = fields.iter().filter(|f| f.name == "author");
    authors.filter_map(|f| if f.inner.is_empty() { person(&f.text) } else { person(f.inner("name")?) }).collect()
}

/// Returns the name in `ann@post.example (Ann Lee)` and `Ann Lee <ann@post.example>`; none if there is but an address.
fn person(written: &str) -> Option<String> {
    let written = written.trim();
    let name = match written.split_once(['(', '<']) {
        Some((before, after)) if before.contains('@') => after.trim_end_matches([')', '>']),
        Some((before, after)) if after.contains('@') => before,
        _ => written,
    };
    let name = name.trim();
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}

/// Returns the dates in elements called `names`, in the order of the names.
fn dates(fields: &[Field], names: &[&str]) -> Vec<(String, String)> {
    let of = |name: &&str| fields.iter().find(|f| f.name == *name && !f.text.trim().is_empty());
    names.iter().filter_map(of).map(|f| (f.name.clone(), f.text.trim().to_owned())).collect()
}

/// Returns the section, if the item is filed under one thing only: several are subjects.
fn section(fields: &[Field]) -> Option<String> {
    let mut filed = fields.iter().filter(|f| matches!(f.name.as_str(), "category" | "dc:subject"));
    let only = filed.next().filter(|_| filed.next().is_none())?;
    let words = only.attribute("label").or_else(|| only.attribute("term")).unwrap_or(only.text.trim());
    (!words.is_empty()).then(|| words.to_owned())
}

impl Feed {
    /// Adds what the feed says of itself.
    fn finish(&mut self, about: &[Field]) {
        let text = |name: &str| about.iter().find(|f| f.name == name).map(|f| f.text.trim()).filter(|t| !t.is_empty());
        self.title = about.iter().find(|f| f.name == "title").and_then(words);
        self.address = link(about).map(str::to_owned);
        self.language = text("language").or_else(|| text("dc:language")).map(str::to_owned).or(self.language.take());
        self.authors = about.iter().filter(|f| f.name == "author").filter_map(|f| person(f.inner("name")?)).collect();
    }
}
