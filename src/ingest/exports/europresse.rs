//! Europresse: pages of articles, in the old form of tables and in the new one of `<article>`.

use crate::ingest::draft::Draft;
use crate::ingest::exports::{Drafts, day};
use crate::ingest::{clean, html, one_line};
use dom_query::{Document, Selection};

/// Returns whether a page is such an export.
pub(super) fn is_export(page: &str) -> bool {
    memchr::memmem::find(page.as_bytes(), b"DocPublicationName").is_some()
        && (page.contains("TitreArticleVisu") || page.contains("titreArticleVisu"))
}

/// Returns the articles.
pub(super) fn articles(page: &str) -> Drafts {
    if html::is_costly(page) {
        return vec![Err("more markup than is read".to_owned())];
    }
    let document = Document::from(page);
    let new = document.select("article");
    if new.exists() {
        return new.iter().map(|article| Ok(of_element(&article))).collect();
    }
    let old = document.select("td:has(span.DocPublicationName)");
    // Not the cells round one of these.
    let leaf =
        |cell: &Selection| cell.select("td").iter().all(|inner| inner.select("span.DocPublicationName").is_empty());
    old.iter().filter(leaf).map(|cell| Ok(of_cell(&cell))).collect()
}

fn line(selection: &Selection, css: &str) -> Option<String> {
    let found = selection.select(css);
    Some(one_line(&found.text())).filter(|line| !line.is_empty())
}

/// Writes what both forms say above the title.
fn describe(article: &Selection, draft: &mut Draft) {
    // `Newspaper, no. 5968` is one of many numbers.
    let name = line(article, ".DocPublicationName");
    draft.outlet(name.map(|name| name.split(", no").next().unwrap_or("").trim().to_owned()));
    let header = line(article, ".DocHeader").unwrap_or_default();
    draft.published("europresse:header", day::find(&header));
    let section =
        header.split(',').next().map(str::trim).filter(|section| header.contains(',') && day::find(section).is_none());
    draft.section(section.filter(|section| !section.contains(char::is_numeric)).map(str::to_owned));
}

/// Reads the new form.
fn of_element(article: &Selection) -> Draft {
    let mut draft = Draft::default();
    describe(article, &mut draft);
    draft.title(line(article, ".titreArticleVisu"));
    // The byline stands alone below the title.
    let below = article.select("header > div.titreArticle ~ div");
    draft.byline(Some(one_line(&below.text())).filter(|byline| !byline.is_empty()));
    draft.id(article.select("footer").iter().find_map(|footer| number(&footer.text())));
    let text = article.select("section");
    draft.paragraphs = html::blocks_of(&text.html());
    draft
}

/// Reads the old form, where the text lies loose in a cell below the title.
fn of_cell(cell: &Selection) -> Draft {
    let mut draft = Draft::default();
    describe(cell, &mut draft);
    draft.title(line(cell, ".TitreArticleVisu"));
    draft.id(number(&cell.text()));
    cell.select("#tbHeaderImages, .DocPublicationName, .DocHeader, table").remove();
    let markup = cell.inner_html();
    let title = cell.select(".TitreArticleVisu").html();
    let after = markup.find(&*title).map_or(&*markup, |at| &markup[at + title.len()..]);
    let mut blocks: Vec<String> = html::blocks_of(after);
    let end = blocks.iter().position(|block| {
        let block = block.trim_start();
        block.starts_with('©') || block.starts_with("Numéro de document") || block.starts_with("Document number")
    });
    blocks.truncate(end.unwrap_or(blocks.len()));
    let name = |block: &String| {
        let block = one_line(block);
        block.split([',', ';']).all(|part| clean::is_name(part.trim()))
    };
    if blocks.len() > 1 && blocks.first().is_some_and(name) {
        draft.byline(Some(blocks.remove(0)));
    }
    draft.paragraphs = blocks;
    draft
}

/// Returns the number of the document.
fn number(text: &str) -> Option<String> {
    let labels = ["Numéro de document :", "Numéro de document:", "Document number:", "Document number :"];
    let rest = labels.iter().find_map(|label| text.split_once(label)).map(|(_, rest)| rest)?;
    rest.split_whitespace().next().map(str::to_owned)
}
