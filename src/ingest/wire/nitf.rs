//! NITF: the IPTC's markup of one text, alone or inside NewsML.

use crate::ingest::draft::{Draft, status};
use crate::ingest::xml::{Element, Record, paragraphs};

/// Reads a document.
pub(in crate::ingest) fn document(record: &Record) -> Result<Draft, String> {
    let nitf = record.element;
    let docdata = nitf.first("docdata");
    if let Some(reason) = docdata.and_then(|d| d.attribute("management-status")).as_deref().and_then(status) {
        return Err(reason);
    }
    let mut draft = Draft::default();
    describe(nitf, &mut draft);
    draft.paragraphs = body(nitf);
    Ok(draft)
}

/// Returns the paragraphs of the text.
pub(super) fn body(nitf: Element) -> Vec<String> {
    let mut all = Vec::new();
    for content in nitf.all("body.content") {
        all.extend(paragraphs(content));
    }
    all
}

/// Writes what the head of the document and of its text say, where nothing is known yet.
pub(super) fn describe(nitf: Element, draft: &mut Draft) {
    head(nitf, draft);
    if let Some(head) = nitf.first("body.head") {
        let headline = head.line_of("hl1").or_else(|| head.line_of("headline")).or_else(|| head.line_of("hedline"));
        draft.title(headline);
        for byline in head.all("byline") {
            names(byline, draft);
        }
        draft.published("nitf:story.date", head.first("story.date").and_then(|date| date.attribute("norm")));
        let distributor = head.line_of("distributor");
        draft.wire(distributor.clone());
        draft.outlet(distributor);
    }
    draft.title(nitf.at(&["head"]).and_then(|head| head.child("title")).and_then(Element::line));
    if let Some(end) = nitf.first("body.end") {
        draft.article.credits.extend(end.all("tagline").filter_map(Element::line));
    }
}

/// Writes what `<head>` says.
fn head(nitf: Element, draft: &mut Draft) {
    let attribute = |element: &'static str, name: &str| nitf.first(element).and_then(|e| e.attribute(name));
    draft.language(nitf.attribute("lang").or_else(|| nitf.attribute("baselang")));
    draft.id(attribute("doc-id", "id-string"));
    draft.published("nitf:date.issue", attribute("date.issue", "norm"));
    // Some write the pattern of a date where they have none.
    let release = attribute("date.release", "norm").filter(|raw| !raw.starts_with('Y'));
    draft.published("nitf:date.release", release);
    draft.published("nitf:date.publication", attribute("pubdata", "date.publication"));
    draft.modified("nitf:revision-history", attribute("revision-history", "norm"));
    draft.outlet(attribute("pubdata", "name"));
    draft.section(attribute("pubdata", "position.section"));
    if draft.article.url.is_none() {
        draft.article.url = attribute("pubdata", "ex-ref").filter(|url| url.starts_with("http"));
    }
    draft.wire(attribute("doc.copyright", "holder"));
}

/// Writes the names of a byline: of the persons it marks, else of its words.
fn names(byline: Element, draft: &mut Draft) {
    let marked: Vec<String> = byline.all("person").filter_map(Element::line).collect();
    let title = byline.line_of("byttl");
    if marked.is_empty() {
        let words = byline.line();
        let words = match (&title, words) {
            (Some(title), Some(words)) => Some(words.replace(title, "")),
            (_, words) => words,
        };
        draft.byline(words);
    }
    for person in marked {
        draft.byline(Some(person));
    }
    draft.wire(title);
}
