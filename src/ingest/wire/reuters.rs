//! Reuters-21578: the SGML of the collection of 1987.

use crate::ingest::draft::Draft;
use crate::ingest::typed;
use crate::ingest::xml::{Element, Record};

/// Reads an article.
pub(in crate::ingest) fn article(record: &Record) -> Result<Draft, String> {
    let article = record.element;
    let mut draft = Draft::default();
    draft.id(article.attribute("NEWID").map(|number| format!("reuters-21578:{number}")));
    let line = |name: &'static str| article.first(name).and_then(Element::line);
    draft.title(line("TITLE"));
    draft.byline(line("AUTHOR").map(|author| author.trim_end_matches(", Reuters").to_owned()));
    draft.published("reuters:DATE", line("DATE").map(|date| before_noise(&date)));
    draft.outlet(Some("Reuters".to_owned()));
    draft.wire(Some("Reuters".to_owned()));
    let Some(text) = article.child("TEXT") else { return Err("no text".to_owned()) };
    let body = match text.child("BODY") {
        Some(body) => body.raw_text(),
        // Not taken apart: all there is stands right below.
        None if text.children().next().is_none() => text.raw_text(),
        None => return Err("no text: only a headline".to_owned()),
    };
    let body = before_signature(&body);
    draft.paragraphs = typed::lines_joined(body, 0).into_iter().map(|range| body[range].to_owned()).collect();
    if draft.paragraphs.iter().all(|paragraph| paragraph.to_lowercase().contains("blah blah blah")) {
        return Err("no text: a placeholder stands for it".to_owned());
    }
    if let (Some(first), Some(dateline)) = (draft.paragraphs.first_mut(), line("DATELINE")) {
        first.insert_str(0, &format!("{dateline} "));
    }
    Ok(draft)
}

/// Returns the date without what some add behind it.
fn before_noise(date: &str) -> String {
    date.split('.').next().unwrap_or("").trim().to_owned()
}

/// Returns the text without the agency's name below it.
fn before_signature(body: &str) -> &str {
    let text = body.trim_end_matches(|c: char| c.is_whitespace() || c.is_control());
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    if text[line..].trim().eq_ignore_ascii_case("reuter") { &text[..line] } else { text }
}
