//! From a text to its quotations and their speakers: pure, total, linear in the text's length.
//!
//! A text is cut into tokens, sentences and quoted stretches ([`doc`]); a first model finds the heads of cues
//! ([`cues`]), a second tags, round each cue, its content and its source ([`contents`]), a third says how likely
//! that is right ([`judge`]); rules settle overlaps and find sources for quoted stretches that no cue claims
//! ([`assemble`]); names meet in speakers ([`names`]).

mod assemble;
mod attributes;
mod blocks;
mod build;
mod contents;
mod cues;
mod doc;
mod draft;
mod explain;
mod features;
mod judge;
mod lists;
mod marks;
mod model;
mod names;
mod nested;
mod readings;
mod tail;
mod templates;
mod token;
#[cfg(feature = "train")]
pub(crate) mod train;
mod transcript;
mod words;

use crate::model::{Annotations, Explanation, Kind, Quote};
use attributes::Attributes;
use doc::Doc;
use model::Model;

/// Returns the quotations of an article text and who speaks.
///
/// `language` is an ISO 639-1 code; an unknown language is read as English. In other languages only what stands in
/// quotation marks is found, and the speaker is unknown. Spans are bytes into `text`. Never fails: any string will do.
pub fn annotate(text: &str, title: Option<&str>, language: Option<&str>) -> Annotations {
    if !is_english(language) {
        return marked(&Doc::new(text));
    }
    annotate_with(Model::get(), text, title)
}

/// Returns the quotations that a model finds in an English text.
fn annotate_with(model: &Model, text: &str, title: Option<&str>) -> Annotations {
    let doc = Doc::new(text);
    let attrs = Attributes::new(text, &doc, model);
    let drafts = assemble::assemble(text, &doc, &attrs, model);
    build::build(text, &doc, &attrs, title, drafts)
}

/// Returns what [`annotate`] returns, and for each quotation what was weighed to find it, in the same order. In other
/// languages than English nothing is weighed.
pub fn explain(text: &str, title: Option<&str>, language: Option<&str>) -> (Annotations, Vec<Explanation>) {
    if !is_english(language) {
        return (marked(&Doc::new(text)), Vec::new());
    }
    explain::explain(Model::get(), text, title)
}

fn is_english(language: Option<&str>) -> bool {
    language.is_none_or(|l| l == "en" || l.starts_with("en-"))
}

/// A stretch of fewer words in a language that is not read is a title or an emphasised word.
const MARKED_WORDS: usize = 4;

/// What stands in quotation marks, said by nobody known.
fn marked(doc: &Doc) -> Annotations {
    let quote = |stretch: &marks::Stretch| Quote {
        spans: vec![doc.span(stretch.tokens)],
        kind: Kind::Direct,
        kinds: vec![Kind::Direct],
        cue: None,
        source: None,
        speaker: None,
        confidence: 0.5,
        rule: "marks".to_owned(),
        candidates: Vec::new(),
        parent: None,
    };
    let long = doc.stretches.iter().filter(|s| s.words >= MARKED_WORDS);
    Annotations { quotes: long.map(quote).collect(), speakers: Vec::new() }
}
