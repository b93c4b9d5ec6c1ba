//! ProQuest: texts between long lines, each with labelled fields.

use crate::ingest::draft::Draft;
use crate::ingest::exports::{Drafts, day};
use crate::ingest::lines;

/// The fields that end the text; any of them begins a line.
const FIELDS: [&str; 40] = [
    "Abstract",
    "Accession number",
    "Author",
    "Class",
    "Classification",
    "Company / organization",
    "Copyright",
    "Country of publication",
    "Credit",
    "Database",
    "Dateline",
    "Document feature",
    "Document type",
    "Document URL",
    "Edition",
    "First page",
    "Full text",
    "ISSN",
    "Identifier / keyword",
    "Issue",
    "Language of publication",
    "Last updated",
    "Links",
    "Location",
    "Number of pages",
    "Pages",
    "People",
    "Place of publication",
    "ProQuest document ID",
    "Publication date",
    "Publication info",
    "Publication subject",
    "Publication title",
    "Publication year",
    "Publisher",
    "Section",
    "Source type",
    "Subject",
    "Title",
    "Volume",
];

/// Returns whether a text is such an export.
pub(super) fn is_export(text: &str) -> bool {
    let has = |label: &str| {
        text.starts_with(label) || memchr::memmem::find(text.as_bytes(), format!("\n{label}").as_bytes()).is_some()
    };
    has("ProQuest document ID:") || has("Publication title:") && has("Full text:") && has("____")
}

/// Returns the articles.
pub(super) fn articles(text: &str) -> Drafts {
    let mut parts: Vec<String> = vec![String::new()];
    for line in text.lines() {
        let bare = line.trim();
        if bare.len() >= 20 && bare.bytes().all(|b| b == b'_') {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    let is_article = |part: &&String| part.lines().any(|line| label(line).is_some());
    parts.iter().filter(is_article).map(|part| article(part)).collect()
}

/// Returns the label at the start of a line, and what follows it.
fn label(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once(':')?;
    FIELDS.contains(&name.trim()).then_some((name.trim(), rest.trim_start()))
}

fn article(part: &str) -> Result<Draft, String> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    for line in part.lines() {
        if let Some((name, rest)) = label(line) {
            fields.push((name, rest.to_owned()));
        } else if let Some((_, value)) = fields.last_mut() {
            value.push('\n');
            value.push_str(line);
        } else if !line.trim().is_empty() && !line.starts_with("Document ") {
            above.push(line);
        }
    }
    let field = |name: &str| {
        let value = fields.iter().find(|(label, _)| *label == name).map(|(_, value)| value.trim().to_owned());
        value.filter(|value| !value.is_empty())
    };
    let mut draft = Draft::default();
    draft.title(field("Title").or_else(|| above.first().map(|line| (*line).to_owned())));
    // `Corrin, Nadia; Amery, Joost`: the surname first.
    for author in field("Author").iter().flat_map(|authors| authors.split(';')) {
        let name = author.trim().trim_end_matches('.');
        let turned = name.split_once(", ").map(|(last, first)| format!("{first} {last}"));
        draft.byline(turned.or_else(|| Some(name.to_owned())));
    }
    draft.published("proquest:Publication date", field("Publication date").map(|raw| day::find(&raw).unwrap_or(raw)));
    draft.outlet(field("Publication title"));
    draft.section(field("Section"));
    draft.language(field("Language of publication"));
    draft.id(field("ProQuest document ID"));
    draft.article.url = field("Document URL").filter(|url| url.starts_with("http"));
    let Some(text) = field("Full text") else {
        return Err("no full text: only an abstract".to_owned());
    };
    draft.paragraphs = lines::paragraphs(&text).into_iter().map(|range| text[range].to_owned()).collect();
    Ok(draft)
}
