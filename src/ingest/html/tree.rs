//! A page as a row of blocks: the words of each block element, and which elements hold which blocks.

use dom_query::{NodeData, NodeRef};
use std::ops::Range;

/// One block element's words.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// The text, white space as in the source.
    pub(super) text: String,
    /// Whether it is a heading.
    pub(super) heading: bool,
    /// Whether it is a heading of the first rank.
    pub(super) first_rank: bool,
    /// How many of its bytes that are not space stand in links.
    pub(super) linked: usize,
    /// Whether the words stand in a paragraph element.
    pub(super) paragraph: bool,
    /// Whether they stand in a list.
    pub(super) listed: bool,
}

/// An element, by what it holds.
#[derive(Debug)]
pub(super) struct Element {
    /// Its blocks, by number.
    pub(super) blocks: Range<usize>,
    /// What its name and its attributes say of it.
    pub(super) hint: Hint,
    /// Whether it has a field for an address of mail.
    pub(super) asks: bool,
}

/// What the name and the attributes of an element say of its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Hint {
    /// Nothing.
    #[default]
    None,
    /// Said to be the article's text.
    Body,
    /// Said to hold the article: `<article>`, `<main>`.
    Article,
    /// Said to be an entry of a live blog.
    Entry,
    /// Said to be a pull quote.
    Pulled,
    /// Said to be the words of a picture.
    Caption,
    /// Said to be a box of facts beside the text, which records often count as text.
    Boxed,
    /// Said to stand around articles: links, comments, prompts.
    Furniture,
    /// Said to make readers curious: of this article, if it stands below the title, else of another one.
    Teaser,
    /// Said to ask for leave: to set cookies, to show what other sites hold.
    Consent,
}

/// The words of a page.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// All blocks, in order.
    pub(super) blocks: Vec<Block>,
    /// All elements that hold blocks, each before those that lie in it.
    pub(super) elements: Vec<Element>,
    /// The times that elements name for programs, each with the number of the block that it stands in.
    pub(super) times: Vec<(usize, String)>,
}

/// Elements whose content is never part of the words.
const SKIPPED: [&str; 21] = [
    "audio", "button", "canvas", "dialog", "embed", "head", "iframe", "input", "math", "nav", "noscript", "object",
    "option", "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that start and end a line.
const BLOCKS: [&str; 36] = [
    "address",
    "article",
    "aside",
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
    "figcaption",
    "figure",
    "footer",
    "form",
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

/// Returns the blocks under `root`, in order, without those of forms, asides and captions.
pub(super) fn blocks(root: &NodeRef) -> Vec<Block> {
    let beside = |name: &str, _: &NodeRef| match name {
        "form" | "aside" | "figcaption" => Hint::Furniture,
        _ => Hint::None,
    };
    let Tree { mut blocks, elements, .. } = read(root, &beside);
    for element in elements.into_iter().filter(|e| e.hint == Hint::Furniture) {
        blocks[element.blocks].iter_mut().for_each(|block| block.text.clear());
    }
    blocks.retain(|block| !block.text.is_empty());
    blocks
}

/// Reads the words under `root`; `hint` looks at the name of an element and the element. It does not recurse: pages may
/// nest as deep as they like.
pub(super) fn read(root: &NodeRef, hint: &dyn Fn(&str, &NodeRef) -> Hint) -> Tree {
    let mut writer = Writer::default();
    let mut node = *root;
    loop {
        let child = writer.enter(&node, hint).then(|| node.first_child()).flatten();
        if let Some(child) = child {
            node = child;
            continue;
        }
        loop {
            writer.leave(&node, hint);
            if node.id == root.id {
                return writer.finish();
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return writer.finish() };
            node = parent;
        }
    }
}

/// Collects blocks while a tree is walked.
#[derive(Default)]
struct Writer {
    tree: Tree,
    block: Block,
    links: usize,
    lists: usize,
    paragraphs: usize,
    /// The block elements that are open, by number.
    open: Vec<usize>,
    /// Line breaks since the last words.
    breaks: usize,
}

impl Writer {
    /// Takes in a node; returns whether its children are to be walked.
    fn enter(&mut self, node: &NodeRef, hint: &dyn Fn(&str, &NodeRef) -> Hint) -> bool {
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
        if name == "input" && node.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("email")) {
            self.open.iter().for_each(|&number| self.tree.elements[number].asks = true);
        }
        if is_passed_over(name, node) {
            return false;
        }
        match name {
            "br" => self.line_break(),
            "a" => self.links += 1,
            "time" => self.time(node),
            // Browsers draw quotation marks around it.
            "q" => self.block.text.push('“'),
            "td" | "th" => self.block.text.push(' '),
            _ if BLOCKS.binary_search(&name).is_ok() => self.open_block(name, hint(name, node)),
            _ => {
                if let Some(hint) = of_other(name, node, hint) {
                    self.open_block(name, hint);
                }
            }
        }
        true
    }

    fn time(&mut self, node: &NodeRef) {
        if let Some(time) = node.attr("datetime").filter(|time| !time.trim().is_empty()) {
            self.tree.times.push((self.tree.blocks.len(), time.trim().to_owned()));
        }
    }

    fn leave(&mut self, node: &NodeRef, hint: &dyn Fn(&str, &NodeRef) -> Hint) {
        let Some(name) = node.node_name() else { return };
        let name = &*name;
        if is_passed_over(name, node) {
            return;
        }
        match name {
            "a" => self.links = self.links.saturating_sub(1),
            "q" => self.block.text.push('”'),
            _ if BLOCKS.binary_search(&name).is_ok() || of_other(name, node, hint).is_some() => self.close_block(name),
            _ => {}
        }
    }

    fn open_block(&mut self, name: &str, hint: Hint) {
        self.end_block();
        let at = self.tree.blocks.len();
        self.open.push(self.tree.elements.len());
        self.tree.elements.push(Element { blocks: at..at, hint, asks: false });
        self.lists += usize::from(matches!(name, "ul" | "ol"));
        self.paragraphs += usize::from(name == "p");
        self.block.heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        self.block.first_rank = name == "h1";
    }

    fn close_block(&mut self, name: &str) {
        self.end_block();
        self.lists = self.lists.saturating_sub(usize::from(matches!(name, "ul" | "ol")));
        self.paragraphs = self.paragraphs.saturating_sub(usize::from(name == "p"));
        if let Some(number) = self.open.pop() {
            self.tree.elements[number].blocks.end = self.tree.blocks.len();
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
        let mut block = std::mem::take(&mut self.block);
        if !block.text.trim().is_empty() {
            (block.paragraph, block.listed) = (self.paragraphs > 0, self.lists > 0);
            self.tree.blocks.push(block);
        }
    }

    fn finish(mut self) -> Tree {
        self.end_block();
        for number in self.open {
            self.tree.elements[number].blocks.end = self.tree.blocks.len();
        }
        self.tree
    }
}

/// Returns the hint of an element that is no block by its name, but by its hint: one of the page's own, such as
/// `<fact-box>`, or the words of a picture in a `<span>`.
fn of_other(name: &str, node: &NodeRef, hint: &dyn Fn(&str, &NodeRef) -> Hint) -> Option<Hint> {
    let own = name.contains('-');
    (own || (name == "span" && node.has_attr("class")))
        .then(|| hint(name, node))
        .filter(|hint| if own { *hint != Hint::None } else { *hint == Hint::Caption })
}

/// Returns whether nobody reads what is in the element: it is no text, or the page says that it is not seen.
fn is_passed_over(name: &str, node: &NodeRef) -> bool {
    SKIPPED.binary_search(&name).is_ok()
        || node.has_attr("hidden")
        || node.attr("aria-hidden").is_some_and(|v| &*v == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_elements_are_sorted() {
        assert!(SKIPPED.is_sorted() && BLOCKS.is_sorted());
    }

    #[test]
    fn elements_know_their_blocks() {
        let page = dom_query::Document::fragment("<div><p>One.</p><div><p>Two.<br><br>Three.</p></div></div><p>Four.");
        let tree = read(&page.root(), &|_, _| Hint::None);
        let texts: Vec<&str> = tree.blocks.iter().map(|b| b.text.trim()).collect();
        assert_eq!(texts, ["One.", "Two.", "Three.", "Four."]);
        assert!(tree.elements.iter().any(|e| e.blocks == (0..3)) && tree.elements.iter().any(|e| e.blocks == (1..3)));
        assert!(tree.blocks.iter().all(|block| block.paragraph));
    }
}
