//! The paragraphs of marked-up words: XHTML and NITF bodies, and what else calls a paragraph a paragraph.

use crate::ingest::typed;
use crate::ingest::xml::tree::{Element, Step};

/// Elements whose content is never part of the words.
const SKIPPED: [&str; 19] = [
    "aside",
    "audio",
    "figcaption",
    "figure",
    "head",
    // Title, date and keywords once more.
    "header",
    "img",
    "media",
    "media-caption",
    "media-metadata",
    "media-producer",
    "media-reference",
    "nav",
    "noscript",
    "object",
    "script",
    "style",
    "table-reference",
    "video",
];

/// Elements that start and end a paragraph.
const BLOCKS: [&str; 41] = [
    "article",
    "blockquote",
    "block",
    "body",
    "body.content",
    "bq",
    "center",
    "credit",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hl1",
    "hl2",
    "hr",
    "html",
    "intro",
    "lead",
    "li",
    "main",
    "nitf-table",
    "note",
    "ol",
    "p",
    "para",
    "paragraph",
    "pre",
    "section",
    "subheadline",
    "table",
    "tagline",
    "tr",
    "ul",
    "ingress",
];

/// Returns the paragraphs below `element`.
pub(in crate::ingest) fn paragraphs(element: Element) -> Vec<String> {
    let mut writer = Writer::default();
    element.walk(&mut |step| match step {
        Step::Open(element) => {
            let name = element.name().to_ascii_lowercase();
            if SKIPPED.contains(&name.as_str()) {
                return false;
            }
            match name.as_str() {
                "br" => writer.line_break(),
                "q" => writer.block.push('“'),
                "td" | "th" => writer.block.push(' '),
                name if BLOCKS.contains(&name) => writer.end(),
                _ => {}
            }
            true
        }
        Step::Close(element) => {
            let name = element.name().to_ascii_lowercase();
            match name.as_str() {
                "q" => writer.block.push('”'),
                name if BLOCKS.contains(&name) => writer.end(),
                _ => {}
            }
            true
        }
        Step::Text(words) => {
            writer.words(words);
            true
        }
    });
    writer.end();
    writer.paragraphs
}

/// Collects paragraphs while a tree is walked.
#[derive(Default)]
struct Writer {
    paragraphs: Vec<String>,
    block: String,
    /// Line breaks since the last words.
    breaks: usize,
}

impl Writer {
    fn words(&mut self, words: &str) {
        self.block.push_str(words);
        if !words.trim().is_empty() {
            self.breaks = 0;
        }
    }

    /// One break is a space in a paragraph, two are its end.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks > 1 { self.end() } else { self.block.push(' ') }
    }

    fn end(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.trim().is_empty() {
            typed(&block, &mut self.paragraphs);
        }
    }
}

/// Adds the paragraphs of a block, which may hold a whole text as it was typed on a wire.
pub(in crate::ingest) fn typed(block: &str, paragraphs: &mut Vec<String>) {
    match typed::paragraphs(block) {
        Some(ranges) => paragraphs.extend(ranges.into_iter().map(|range| block[range].to_owned())),
        None => paragraphs.push(block.to_owned()),
    }
}
