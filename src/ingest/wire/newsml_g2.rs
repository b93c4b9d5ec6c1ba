//! NewsML-G2: items of text, alone or in a message; packages and other items are told.

use crate::ingest::draft::{Draft, status};
use crate::ingest::wire::nitf;
use crate::ingest::xml::{self, Element, Record, paragraphs, unescaped};
use crate::ingest::{clean, html, lines, typed};

/// Reads an item.
pub(in crate::ingest) fn item(record: &Record) -> Result<Draft, String> {
    let item = record.element;
    if item.name() != "newsItem" {
        return Err(match item.name() {
            "packageItem" => "a package that only lists other items".to_owned(),
            name => format!("no piece of news: a NewsML-G2 {name}"),
        });
    }
    if let Some(reason) = canceled(item) {
        return Err(reason);
    }
    let class = code(item.at(&["itemMeta", "itemClass"]));
    let mut draft = Draft::default();
    meta(item, &mut draft);
    content(item, &mut draft);
    let is_text = class.as_deref().is_none_or(|class| matches!(class, "text" | "composite"));
    if !is_text {
        return Err(format!("no article: {} (its caption is no text)", class.unwrap_or_default()));
    }
    Ok(draft)
}

/// Returns why the item is to be used no more.
fn canceled(item: Element) -> Option<String> {
    let meta = item.child("itemMeta")?;
    let by_status = code(meta.child("pubStatus")).as_deref().and_then(status);
    let by_signal = || meta.all("signal").filter_map(|signal| code(Some(signal))).find_map(|code| status(&code));
    by_status.or_else(by_signal)
}

/// Returns the code of a concept, without the name of its list.
fn code(concept: Option<Element>) -> Option<String> {
    let concept = concept?;
    let code = concept.attribute("qcode").or_else(|| concept.attribute("uri"))?;
    code.rsplit([':', '/']).next().map(str::to_owned)
}

/// Returns the name of a concept: as words or as an attribute.
fn name(concept: Element) -> Option<String> {
    let code = || concept.attribute("qcode").and_then(|code| code.rsplit(':').next().map(str::to_owned));
    // A code of letters is a name, one of digits is none.
    let readable = || code().filter(|code| !code.contains(|c: char| c.is_ascii_digit()));
    concept.line_of("name").or_else(|| concept.attribute("literal")).or_else(readable)
}

fn meta(item: Element, draft: &mut Draft) {
    draft.id(item.attribute("guid"));
    let line = |path: &[&str]| item.at(path).and_then(Element::line);
    draft.published("newsml:firstCreated", line(&["itemMeta", "firstCreated"]));
    draft.published("newsml:contentCreated", line(&["contentMeta", "contentCreated"]));
    let version = line(&["itemMeta", "versionCreated"]);
    if draft.article.published.is_none() {
        draft.published("newsml:versionCreated", version);
    } else {
        draft.modified("newsml:versionCreated", version);
    }
    draft.language(item.at(&["contentMeta", "language"]).and_then(|l| l.attribute("tag")));
    draft.language(item.attribute("lang"));
    let Some(meta) = item.child("contentMeta") else { return };
    draft.title(headline(meta));
    for by in meta.children().filter(|child| child.name() == "by") {
        draft.byline(by.line());
    }
    if draft.article.authors.is_empty() {
        let creators = meta.children().filter(|child| child.name() == "creator").filter_map(name);
        // An agency that made the text is no byline.
        for creator in creators.filter(|name| !clean::is_agency(name)) {
            draft.byline(Some(creator));
        }
    }
    let sources = meta.children().filter(|child| matches!(child.name(), "infoSource" | "creator"));
    let agency = sources.filter_map(name).chain(line(&["contentMeta", "creditline"]));
    let provider = item.at(&["itemMeta", "provider"]).and_then(name);
    for source in agency.chain(provider.clone()) {
        draft.wire(Some(source.trim_end_matches(['-', '–', '—', ' ']).to_owned()));
    }
    draft.outlet(provider);
    draft.outlet(item.at(&["rightsInfo", "copyrightHolder"]).and_then(name));
}

/// Returns the main headline, in which a second one may stand.
fn headline(meta: Element) -> Option<String> {
    let heads = || meta.children().filter(|child| child.name() == "headline");
    let is_sub = |head: &Element| {
        head.attribute("role").is_some_and(|role| {
            let role = role.to_ascii_lowercase();
            role.contains("sub") || role.contains("over") || role.contains("kicker")
        })
    };
    heads().filter(|head| !is_sub(head)).find_map(Element::line).or_else(|| heads().find_map(Element::line))
}

fn content(item: Element, draft: &mut Draft) {
    let Some(set) = item.child("contentSet") else { return };
    for inline in set.children().filter(|child| child.name() == "inlineXML") {
        if !draft.paragraphs.is_empty() {
            break;
        }
        if let Some(document) = inline.first("nitf") {
            nitf::describe(document, draft);
            draft.paragraphs = nitf::body(document);
        }
        if draft.paragraphs.is_empty() {
            let body = inline.first("body").unwrap_or(inline);
            draft.paragraphs = paragraphs(body).into_iter().map(unescaped).collect();
        }
        draft.title(inline.first("head").and_then(|head| head.line_of("title")));
    }
    if draft.paragraphs.is_empty() {
        let data = set.children().filter(|child| child.name() == "inlineData");
        for text in data.filter_map(plain_data) {
            draft.paragraphs = text;
        }
    }
}

/// Returns the paragraphs of inline data that is text or markup.
fn plain_data(data: Element) -> Option<Vec<String>> {
    let kind = data.attribute("contenttype").unwrap_or_default();
    if !kind.is_empty() && !kind.starts_with("text/") || data.attribute("encoding").is_some() {
        return None;
    }
    Some(words(&data.raw_text())).filter(|found| !found.is_empty())
}

/// Returns the paragraphs of a text that may be HTML.
pub(super) fn words(text: &str) -> Vec<String> {
    if html::is_markup(text) { marked_up(text) } else { plain(text) }
}

/// Returns the paragraphs of HTML, of which one may hold a whole text as it was typed.
pub(super) fn marked_up(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for block in html::blocks_of(text) {
        xml::typed(&block, &mut found);
    }
    found
}

/// Returns the paragraphs of plain text.
fn plain(text: &str) -> Vec<String> {
    let ranges = typed::paragraphs(text).unwrap_or_else(|| lines::paragraphs(text));
    ranges.into_iter().map(|range| text[range].to_owned()).filter(|paragraph| !paragraph.trim().is_empty()).collect()
}
