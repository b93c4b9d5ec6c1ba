//! The words of a page: which part of it is the article, and true paragraphs.

use crate::model::Warning;
use dom_query::{Document, NodeData, NodeRef};
use dom_smoothie::{CandidateSelectMode, Config, ParsePolicy, Readability};

/// One block element's words.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The text, white space as in the source.
    pub(super) text: String,
    /// Whether it is a heading.
    heading: bool,
    /// How many of its bytes that are not space stand in links.
    linked: usize,
}

/// Elements whose content is never part of the words.
const SKIPPED: [&str; 24] = [
    "aside",
    "audio",
    "button",
    "canvas",
    "dialog",
    "embed",
    "figcaption",
    "form",
    "head",
    "iframe",
    "input",
    "math",
    "nav",
    "noscript",
    "object",
    "option",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
];

/// Elements that start and end a line.
const BLOCKS: [&str; 33] = [
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

/// Returns the blocks of the article in `document`.
pub(super) fn of_page(document: Document, title: Option<&str>, warnings: &mut Vec<Warning>) -> Vec<Block> {
    let whole = || blocks(&document.root());
    if depth_exceeds(&document, super::DEEPEST) {
        return whole();
    }
    let html = document.html();
    // The second try drops nothing from the best part: for pages whose words stand in odd elements.
    for policy in [None, Some(ParsePolicy::Raw)] {
        let config = Config { candidate_select_mode: CandidateSelectMode::DomSmoothie, ..Config::default() };
        let Ok(mut page) = Readability::new(html.clone(), None, Some(config)) else { break };
        let parsed = match policy {
            None => page.parse(),
            Some(policy) => page.parse_with_policy(policy),
        };
        let Ok(page) = parsed else { continue };
        let mut found = blocks(&Document::from(page.content).root());
        let listed = warnings.len();
        drop_around(&mut found, title, warnings);
        if !found.is_empty() {
            return found;
        }
        warnings.truncate(listed);
    }
    let mut found = whole();
    drop_around(&mut found, title, warnings);
    found
}

/// Drops what is not the article's text: the title once more, blocks that are only a link, headings of nothing.
fn drop_around(blocks: &mut Vec<Block>, title: Option<&str>, warnings: &mut Vec<Warning>) {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let title = title.map(plain);
    let mut dropped = |block: &Block| {
        warnings.push(Warning { rule: "rubbish".to_owned(), text: crate::ingest::one_line(&block.text) });
    };
    let mut first = true;
    blocks.retain(|block| {
        let words = block.text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        if words == 0 {
            return false;
        }
        if first && title.as_deref().is_some_and(|title| *title == plain(&block.text)) {
            return false;
        }
        if block.linked * 10 >= words * 9 && words < 250 {
            dropped(block);
            return false;
        }
        first &= block.heading || words < 100;
        true
    });
    while blocks.last().is_some_and(|block| block.heading) {
        blocks.pop().iter().for_each(&mut dropped);
    }
}

/// Returns the blocks under `root`, in order. It does not recurse: pages may nest as deep as they like.
pub(super) fn blocks(root: &NodeRef) -> Vec<Block> {
    let mut writer = Writer::default();
    let mut node = *root;
    loop {
        let child = writer.enter(&node).then(|| node.first_child()).flatten();
        if let Some(child) = child {
            node = child;
            continue;
        }
        loop {
            writer.leave(&node);
            if node.id == root.id {
                writer.end_block();
                return writer.blocks;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                writer.end_block();
                return writer.blocks;
            };
            node = parent;
        }
    }
}

/// Returns whether an element of `document` lies deeper than `limit`.
fn depth_exceeds(document: &Document, limit: usize) -> bool {
    let root = document.root();
    let (mut node, mut depth) = (root, 0_usize);
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            if depth > limit {
                return true;
            }
            continue;
        }
        loop {
            if node.id == root.id {
                return false;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return false };
            node = parent;
            depth = depth.saturating_sub(1);
        }
    }
}

/// Collects blocks while a tree is walked.
#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    block: Block,
    links: usize,
    /// Line breaks since the last words.
    breaks: usize,
}

impl Writer {
    /// Takes in a node; returns whether its children are to be walked.
    fn enter(&mut self, node: &NodeRef) -> bool {
        if node.is_text() {
            let text = node.query_or(String::new(), |n| match &n.data {
                NodeData::Text { contents } => contents.to_string(),
                _ => String::new(),
            });
            self.text(&text);
            return false;
        }
        let Some(name) = node.node_name() else { return !node.is_comment() && !node.is_doctype() };
        let name = &*name;
        if SKIPPED.binary_search(&name).is_ok() || is_hidden(node) {
            return false;
        }
        match name {
            "br" => self.line_break(),
            "a" => self.links += 1,
            // Browsers draw quotation marks around it.
            "q" => self.block.text.push('“'),
            "td" | "th" => self.block.text.push(' '),
            _ if BLOCKS.binary_search(&name).is_ok() => {
                self.end_block();
                self.block.heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
            }
            _ => {}
        }
        true
    }

    fn leave(&mut self, node: &NodeRef) {
        let Some(name) = node.node_name() else { return };
        match &*name {
            "a" => self.links = self.links.saturating_sub(1),
            "q" if !is_hidden(node) => self.block.text.push('”'),
            name if BLOCKS.binary_search(&name).is_ok() => self.end_block(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.block.text.push_str(text);
        let words = text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        if words > 0 {
            self.breaks = 0;
        }
        if self.links > 0 {
            self.block.linked += words;
        }
    }

    /// One break is a space in a paragraph, two are its end.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks > 1 { self.end_block() } else { self.block.text.push(' ') }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.text.trim().is_empty() {
            self.blocks.push(block);
        }
    }
}

/// Returns whether the page says that nobody sees the element.
fn is_hidden(node: &NodeRef) -> bool {
    node.has_attr("hidden") || node.attr("aria-hidden").is_some_and(|v| &*v == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_elements_are_sorted() {
        assert!(SKIPPED.is_sorted() && BLOCKS.is_sorted());
    }

    #[test]
    fn deep_pages_do_not_overflow() {
        let html = format!("{}<p>Deep words.</p>", "<div>".repeat(4_000));
        let blocks = of_page(Document::from(html), None, &mut Vec::new());
        assert_eq!(blocks.len(), 1);
    }
}
