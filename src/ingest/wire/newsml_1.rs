//! NewsML 1.x: news items of components, one of which is the text.

use crate::ingest::draft::{Draft, status};
use crate::ingest::wire::{newsml_g2, nitf};
use crate::ingest::xml::{Element, Record, paragraphs};

/// What components are called that are not the text.
const BESIDE: [&str; 15] = [
    "abstract",
    "background",
    "caption",
    "contact",
    "factbox",
    "graphic",
    "headline",
    "logo",
    "photo",
    "picture",
    "stylesheet",
    "subheadline",
    "summary",
    "thumbnail",
    "video",
];

/// Reads an item.
pub(in crate::ingest) fn item(record: &Record) -> Result<Draft, String> {
    let item = record.element;
    let named = |path: &[&str]| item.at(path).and_then(|element| element.attribute("FormalName"));
    if let Some(reason) = named(&["NewsManagement", "Status"]).as_deref().and_then(status) {
        return Err(reason);
    }
    let mut draft = Draft::default();
    let line = |path: &[&str]| item.at(path).and_then(Element::line);
    draft.id(line(&["Identification", "NewsIdentifier", "PublicIdentifier"]));
    draft.published("newsml:FirstCreated", line(&["NewsManagement", "FirstCreated"]));
    let revised = line(&["NewsManagement", "ThisRevisionCreated"]);
    if draft.article.published.is_some() {
        draft.modified("newsml:ThisRevisionCreated", revised);
    } else {
        draft.published("newsml:ThisRevisionCreated", revised);
    }
    let texts = item.all("NewsComponent").filter(|component| !is_beside(*component));
    for lines in texts.filter_map(|component| component.child("NewsLines")) {
        draft.title(lines.line_of("HeadLine"));
        for byline in lines.all("ByLine") {
            draft.byline(byline.line());
        }
        draft.wire(lines.line_of("CreditLine"));
    }
    parties(item, &mut draft);
    draft.language(item.first("Language").and_then(|language| language.attribute("FormalName")));
    draft.language(item.attribute("lang"));
    let Some(text) = best_content(item) else {
        return Err(no_text(item));
    };
    if let Some(document) = text.first("nitf") {
        nitf::describe(document, &mut draft);
    }
    draft.paragraphs = words(text);
    Ok(draft)
}

/// Writes who provides the item.
fn parties(item: Element, draft: &mut Draft) {
    for role in ["Provider", "Source"] {
        let parties = item.all(role).flat_map(|party| party.all("Party"));
        for name in parties.filter_map(|party| party.attribute("FormalName")) {
            draft.wire(Some(name.clone()));
            draft.outlet(Some(name));
        }
    }
    draft.outlet(item.at(&["Identification", "NewsIdentifier", "ProviderId"]).and_then(Element::line));
}

/// Returns why an item without text is no article.
fn no_text(item: Element) -> String {
    let kinds: Vec<String> = item.all("MediaType").filter_map(|kind| kind.attribute("FormalName")).collect();
    match kinds.first() {
        Some(kind) => format!("no article: {}", kind.to_lowercase()),
        None => "no text".to_owned(),
    }
}

/// Returns whether its role says that a component is not the text.
fn is_beside(component: Element) -> bool {
    let role = component.child("Role").and_then(|role| role.attribute("FormalName")).unwrap_or_default();
    BESIDE.contains(&role.to_lowercase().as_str())
}

/// Returns the content that is the text: the longest one of text that no role says to be something else.
fn best_content(item: Element) -> Option<Element> {
    let mut best: Option<(usize, Element)> = None;
    for component in item.all("NewsComponent") {
        if is_beside(component) {
            continue;
        }
        let contents = component.children().filter(|child| child.name() == "ContentItem");
        for content in contents {
            let Some(data) = content.child("DataContent").or_else(|| content.first("DataContent")) else { continue };
            let kind = content.child("MediaType").and_then(|kind| kind.attribute("FormalName"));
            let is_text = kind.is_none_or(|kind| kind.to_lowercase().contains("text"));
            let length = data.raw_text().trim().len();
            if !is_text || length == 0 {
                continue;
            }
            if best.is_none_or(|(longest, _)| length > longest) {
                best = Some((length, data));
            }
        }
    }
    best.map(|(_, data)| data)
}

/// Returns the paragraphs of a content: marked up, or as text.
fn words(data: Element) -> Vec<String> {
    if let Some(document) = data.first("nitf") {
        let found = nitf::body(document);
        if !found.is_empty() {
            return found;
        }
    }
    if data.children().next().is_some() {
        return paragraphs(data.first("body").unwrap_or(data));
    }
    newsml_g2::words(&data.raw_text())
}
