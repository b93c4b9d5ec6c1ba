//! Word documents (`.docx`).

use crate::ingest::office::document::{Document, Paragraph};
use crate::ingest::office::package::Package;
use crate::ingest::xml::{Element, Step, each_record};

/// Reads the document; `None` if the package is none of Word's.
pub(super) fn read(package: &Package) -> Result<Option<Document>, String> {
    let Some(text) = package.text("word/document.xml")? else { return Ok(None) };
    let mut document = Document { kind: "docx", ..Document::default() };
    let done = each_record(
        &text,
        |name| name.ends_with(":p") || name == "p",
        |record| {
            document.paragraphs.push(paragraph(record.element));
        },
    );
    done?;
    if let Some(core) = package.text("docProps/core.xml")? {
        properties(&core, &mut document)?;
    }
    Ok(Some(document))
}

/// Writes what the properties say.
fn properties(core: &str, document: &mut Document) -> Result<(), String> {
    each_record(
        core,
        |name| name.ends_with("coreProperties"),
        |record| {
            let line = |name: &'static str| record.element.line_of(name);
            document.title = line("title");
            document.creator = line("creator");
            document.created = line("created");
            document.modified = line("modified");
        },
    )
}

/// Returns the words of a paragraph: runs of text, tabs and line breaks; deleted words, fields and drawings are none.
fn paragraph(element: Element) -> Paragraph {
    let style = element.first("pStyle").and_then(|style| style.attribute("val")).unwrap_or_default().to_lowercase();
    let mut text = String::new();
    let mut inside = false;
    element.walk(&mut |step| {
        match step {
            Step::Open(child) => match child.name() {
                "t" => inside = true,
                "tab" => text.push(' '),
                "br" | "cr" => text.push('\n'),
                "noBreakHyphen" => text.push('-'),
                "del" | "moveFrom" | "Fallback" | "pPr" | "rPr" => return false,
                _ => {}
            },
            Step::Close(child) => inside &= child.name() != "t",
            Step::Text(words) if inside => text.push_str(words),
            Step::Text(_) => {}
        }
        true
    });
    let title = matches!(style.as_str(), "title" | "heading1" | "titre" | "titel" | "headline");
    Paragraph { text, title }
}
