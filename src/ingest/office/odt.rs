//! OpenDocument texts (`.odt`).

use crate::ingest::office::document::{Document, Paragraph};
use crate::ingest::office::package::Package;
use crate::ingest::xml::{Element, Step, each_record};

/// Reads the document; `None` if the package is no text of this kind.
pub(super) fn read(package: &Package) -> Result<Option<Document>, String> {
    let Some(content) = package.text("content.xml")? else { return Ok(None) };
    let mut document = Document { kind: "odt", ..Document::default() };
    each_record(
        &content,
        |name| matches!(name, "text:p" | "text:h" | "text:tracked-changes"),
        |record| {
            if record.element.name() != "tracked-changes" {
                document.paragraphs.push(paragraph(record.element));
            }
        },
    )?;
    if let Some(meta) = package.text("meta.xml")? {
        each_record(
            &meta,
            |name| name == "office:meta",
            |record| {
                let line = |name: &'static str| record.element.line_of(name);
                document.title = line("dc:title");
                document.creator = line("meta:initial-creator").or_else(|| line("dc:creator"));
                document.created = line("meta:creation-date");
                document.modified = line("dc:date");
                document.language = line("dc:language");
            },
        )?;
    }
    Ok(Some(document))
}

/// Returns the words of a paragraph; notes and comments stand elsewhere.
fn paragraph(element: Element) -> Paragraph {
    let style = element.attribute("style-name").unwrap_or_default().to_lowercase();
    let level = element.attribute("outline-level");
    let mut text = String::new();
    element.walk(&mut |step| {
        match step {
            Step::Open(child) => match child.name() {
                "s" => {
                    let count = child.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                    text.extend(std::iter::repeat_n(' ', count.min(100)));
                }
                "tab" => text.push(' '),
                "line-break" => text.push('\n'),
                "note" | "annotation" | "frame" => return false,
                _ => {}
            },
            Step::Text(words) => text.push_str(words),
            Step::Close(_) => {}
        }
        true
    });
    let title = style == "title" || element.name() == "h" && level.as_deref() == Some("1");
    Paragraph { text, title }
}
