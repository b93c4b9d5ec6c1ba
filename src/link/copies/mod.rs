//! Copies: which articles are one piece of news, and which quotations are one utterance.
//!
//! An article keeps [`Prints`] of its words. Clusters are made of the prints of all articles, whenever an index is opened: a function
//! of the set of articles alone.

mod articles;
mod clusters;
mod edited;
mod hashes;
#[cfg(test)]
mod measured;
mod near;
mod print;
mod quotes;
mod same;
mod sketch;
mod standing;
#[cfg(test)]
mod tests;
mod union;

pub(crate) use articles::{ArticlePrint, leads};
pub(crate) use clusters::Clusters;
pub(crate) use quotes::{QuotePrint, quote_leads};

use crate::model::{Annotated, Prints};

/// Returns the prints of an article.
pub(crate) fn prints(annotated: &Annotated) -> Prints {
    let (article, quotes) = (&annotated.article, &annotated.annotations.quotes);
    Prints {
        sketch: sketch::sketch(&hashes::word_hashes(&article.text)),
        title: sketch::title(&hashes::word_hashes(article.title.as_deref().unwrap_or_default())),
        quotes: quotes.iter().map(|quote| print::print(&article.text, quote)).collect(),
    }
}
