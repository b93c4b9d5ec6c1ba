//! The words of a page: which part of it is the article, and which blocks of that part are its text.

mod around;
mod keep;
mod live;
mod measure;
mod part;
#[cfg(test)]
mod tests;

pub(super) use measure::plain;

use crate::ingest::date::Order;
use crate::ingest::html::head::Days;
use crate::ingest::html::hint;
use crate::ingest::html::jsonld::Update;
use crate::ingest::html::tree::{self, Block};
use crate::model::Warning;
use dom_query::Document;
use part::Page;

/// What a page says of its text outside the text.
#[derive(Debug, Default)]
pub(super) struct Witness {
    /// The whole text, without its paragraphs, or its beginning.
    pub(super) body: Option<String>,
    /// What stands above it in larger letters.
    pub(super) summary: Option<String>,
    /// Whether nobody is named as the author but the outlet.
    pub(super) unsure: bool,
    /// How its readers write days in numbers.
    pub(super) order: Order,
    /// The entries of a live blog.
    pub(super) updates: Vec<Update>,
}

/// Returns the blocks of the article in `document`.
pub(super) fn of_page(
    document: &Document,
    title: Option<&str>,
    witness: &Witness,
    warnings: &mut Vec<Warning>,
) -> Found {
    let tree = tree::read(&document.root(), &hint::of);
    let page = Page::of(&tree, witness);
    let part = page.part();
    let mut kept = page.kept(part.clone());
    if let Some(blocks) = page.lacking(&kept, witness) {
        return page.found(blocks, title, &part, witness.order);
    }
    page.drop_repeats(&mut kept, &part);
    page.trim(&mut kept);
    page.add_summary(&mut kept, part.start, witness);
    page.add_lead(&mut kept, &page.head(title, &part));
    // What the page has, if nothing of it looks like an article.
    let listed = warnings.len();
    for kept in [kept, (0..tree.blocks.len()).collect()] {
        warnings.truncate(listed);
        let mut blocks = page.with_times(&kept);
        keep::drop_around(&mut blocks, title, warnings);
        live::add_lacking(&mut blocks, &witness.updates);
        if !blocks.is_empty() {
            return page.found(blocks, title, &part, witness.order);
        }
    }
    page.found(Vec::new(), title, &part, witness.order)
}

/// The text of a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The blocks of the article.
    pub(super) blocks: Vec<Block>,
    /// The dates in its head.
    pub(super) days: Days,
    /// The date of a line near it that says when the page was published.
    pub(super) labelled: Option<String>,
    /// A date in a line near it.
    pub(super) far: Option<String>,
    /// The names in its head.
    pub(super) byline: Vec<String>,
    /// The words of its pictures.
    pub(super) captions: Vec<String>,
}
