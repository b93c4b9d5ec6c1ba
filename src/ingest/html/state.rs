//! Articles in the data of a page's programs: some pages have their text only there, as markup in a string.

use crate::ingest::html::hint;
use crate::ingest::html::tree::{self, Block, Element, Hint, Tree};
use dom_query::Document;

/// Shorter strings hold no article.
const LEAST: usize = 600;

/// Strings that are looked at.
const MOST: usize = 200;

/// Returns the blocks of the longest marked-up text in the scripts of `document`.
pub(super) fn blocks(document: &Document) -> Vec<Block> {
    let mut best = Vec::new();
    let mut most = LEAST;
    let mut looked = 0;
    for script in document.select("script").nodes() {
        let text = script.text();
        for literal in literals(&text).filter(|literal| literal.len() > LEAST && is_markup(literal)) {
            looked += 1;
            let Some(markup) = serde_json::from_str::<String>(literal).ok().filter(|_| looked <= MOST) else {
                continue;
            };
            if crate::ingest::html::is_costly(&markup) {
                continue;
            }
            let found = paragraphs(&markup);
            let letters: usize = found.iter().map(|block| block.text.len()).sum();
            if letters > most {
                (best, most) = (found, letters);
            }
        }
    }
    best
}

/// Returns the blocks from the first to the last paragraph of a piece of markup.
fn paragraphs(markup: &str) -> Vec<Block> {
    let Tree { mut blocks, elements, .. } = tree::read(&Document::fragment(markup).root(), &hint::of);
    let beside = |element: &&Element| !matches!(element.hint, Hint::None | Hint::Body | Hint::Article | Hint::Entry);
    for element in elements.iter().filter(beside) {
        blocks[element.blocks.clone()].iter_mut().for_each(|block| block.text.clear());
    }
    blocks.retain(|block| !block.text.is_empty() && (block.paragraph || block.heading || block.listed));
    blocks
}

/// Returns whether a string literal holds paragraphs.
fn is_markup(literal: &str) -> bool {
    let count = |tag: &&str| memchr::memmem::find_iter(literal.as_bytes(), tag.as_bytes()).take(3).count();
    ["\\u003cp\\u003e", "\\u003cp ", "<p>", "<p "].iter().map(count).sum::<usize>() >= 3
}

/// Returns the string literals of a program, with their quotation marks.
fn literals(program: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = program.as_bytes();
        let start = at + memchr::memchr(b'"', bytes.get(at..)?)?;
        let mut end = start + 1;
        while *bytes.get(end)? != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        at = end + 1;
        program.get(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_programs() {
        let found: Vec<&str> = literals(r#"f([1,"a \"b\" c"], "d", 'e', "open"#).collect();
        assert_eq!(found, [r#""a \"b\" c""#, r#""d""#]);
    }

    #[test]
    fn the_text_in_a_program() {
        let line = "The first ferry of the year sailed on Monday, with forty people on board and one dog. ".repeat(4);
        let markup =
            format!("<div class=caption><p>Picture</p></div><p class='x'>{line}</p><p>{line}</p><p>{line}</p>");
        let json = serde_json::to_string(&markup).unwrap().replace('<', "\\u003c").replace('>', "\\u003e");
        let page =
            format!("<p>Loading.</p><script>self.next.push([1,{json}])</script><script>var a = \"<p>x\";</script>");
        let found = blocks(&Document::from(page));
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|block| block.text.starts_with("The first ferry")));
        assert!(blocks(&Document::from("<script>var a = \"<p>Short<p>words<p>only\";</script>")).is_empty());
    }
}
