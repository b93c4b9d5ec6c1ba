//! Books (`.epub`), as newsletters and whole issues of papers come: each chapter is an article.

use crate::ingest::Job;
use crate::ingest::draft::Draft;
use crate::ingest::office::document::hash_of;
use crate::ingest::office::package::Package;
use crate::ingest::xml::{Element, each_record, paragraphs};
use std::collections::HashMap;

/// A chapter of fewer letters than this is a cover, a title page or a list.
const SHORT: usize = 200;

/// What the book says of all its chapters.
#[derive(Default)]
struct Book {
    title: Option<String>,
    creator: Option<String>,
    publisher: Option<String>,
    date: Option<String>,
    language: Option<String>,
    /// The files of the chapters, in order, and whether they are a list of contents.
    chapters: Vec<(String, bool)>,
}

/// Reads the chapters; returns whether the package is a book.
pub(super) fn read(job: &mut Job, package: &Package, hash: u64) -> Result<bool, String> {
    let Some(container) = package.text("META-INF/container.xml")? else { return Ok(false) };
    let mut path = None;
    each_record(
        &container,
        |name| name == "container",
        |record| {
            path = record.element.first("rootfile").and_then(|file| file.attribute("full-path"));
        },
    )?;
    let path = path.ok_or("damaged book: it names no contents")?;
    let contents = package.text(&path)?.ok_or_else(|| format!("damaged book: {path} is missing"))?;
    let mut book = Book::default();
    each_record(&contents, |name| name.ends_with("package"), |record| book = describe(record.element))?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut drafts = Vec::new();
    for (file, is_list) in &book.chapters {
        if !is_list && let Some(text) = package.text(&within(folder, file))? {
            drafts.extend(chapter(&book, &text)?);
        }
    }
    if drafts.is_empty() {
        job.put(job.skipped(None, "no text in the book".to_owned()), hash);
    }
    let many = drafts.len() > 1;
    for (number, mut draft) in (0..).zip(drafts) {
        if !many {
            draft.title(book.title.clone());
            draft.byline(book.creator.clone());
        }
        draft.outlet(if many { book.publisher.clone().or_else(|| book.title.clone()) } else { book.publisher.clone() });
        let hash = hash_of(&draft);
        let outcome = draft.finish(job, many.then_some(number));
        job.put(outcome, hash);
    }
    Ok(true)
}

/// Reads what the package document says.
fn describe(package: Element) -> Book {
    let line = |name: &'static str| package.line_of(name);
    let mut files = HashMap::new();
    for item in package.all("item") {
        let (Some(id), Some(href)) = (item.attribute("id"), item.attribute("href")) else { continue };
        let is_list = item.attribute("properties").is_some_and(|said| said.contains("nav") || said.contains("cover"));
        files.insert(id, (href, is_list));
    }
    let spine = package.all("itemref").filter_map(|item| item.attribute("idref"));
    Book {
        title: line("dc:title"),
        creator: line("dc:creator"),
        publisher: line("dc:publisher"),
        date: line("dc:date"),
        language: line("dc:language"),
        chapters: spine.filter_map(|id| files.get(&id).cloned()).collect(),
    }
}

/// Returns the path of `file` as seen from `folder`.
fn within(folder: &str, file: &str) -> String {
    let file = file.split('#').next().unwrap_or(file).replace("%20", " ");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Reads a chapter; `None` if there is hardly anything in it.
fn chapter(book: &Book, text: &str) -> Result<Option<Draft>, String> {
    let mut draft = Draft::default();
    each_record(
        text,
        |name| name.ends_with("html"),
        |record| {
            let page = record.element;
            let heading = ["h1", "h2", "h3"].iter().find_map(|level| page.line_of(level));
            draft.title(heading);
            draft.paragraphs = paragraphs(page.first("body").unwrap_or(page));
            draft.language(page.attribute("lang"));
        },
    )?;
    draft.language(book.language.clone());
    draft.published("epub:date", book.date.clone());
    let letters: usize = draft.paragraphs.iter().map(String::len).sum();
    Ok((letters >= SHORT).then_some(draft))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        assert_eq!(within("OEBPS", "text/one.xhtml#a"), "OEBPS/text/one.xhtml");
        assert_eq!(within("OEBPS/p", "../one%20two.xhtml"), "OEBPS/one two.xhtml");
        assert_eq!(within("", "../../one.xhtml"), "one.xhtml");
    }
}
