//! Factiva: articles of the XML service.

use crate::ingest::draft::Draft;
use crate::ingest::xml::{Element, Record, paragraphs, typed};

/// Returns whether an XML document is one of Factiva's.
pub(in crate::ingest) fn is_export(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(4096)];
    memchr::memmem::find(head, b"factiva.com/pps").is_some() || memchr::memmem::find(head, b"<PPSResponse").is_some()
}

/// Reads an article.
pub(in crate::ingest) fn article(record: &Record) -> Result<Draft, String> {
    let article = record.element;
    let line = |name: &str| article.child(name).and_then(Element::line);
    let mut draft = Draft::default();
    draft.id(line("accessionNo"));
    draft.title(line("headline"));
    draft.byline(line("byline"));
    draft.published("factiva:publicationDate", line("publicationDate"));
    draft.published("factiva:publicationDateTime", line("publicationDateTime"));
    draft.modified("factiva:modificationDate", line("modificationDate"));
    draft.outlet(line("sourceName"));
    draft.outlet(line("publisherName"));
    draft.section(line("sectionName"));
    draft.language(line("baseLanguage"));
    draft.article.credits.extend(line("credit"));
    for name in ["leadParagraph", "tailParagraphs"] {
        let Some(part) = article.child(name) else { continue };
        if part.children().any(|child| child.name() == "paragraph") {
            draft.paragraphs.extend(paragraphs(part));
        } else {
            typed(&part.raw_text(), &mut draft.paragraphs);
        }
    }
    Ok(draft)
}
