//! The head of an article on its page: what stands between its title and its text.

use crate::ingest::html::meta::similar;
use crate::ingest::html::tree::{Block, Tree};
use crate::ingest::{authors, date, one_line};
use std::ops::Range;

/// Where the head of an article is.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// The blocks from the title, or from where it may be, to the text.
    blocks: Range<usize>,
    /// Whether the title stands at its beginning.
    titled: bool,
}

/// A head has no more blocks than this.
const LONGEST: usize = 40;

/// Blocks above the title in which its date may stand.
const ABOVE: usize = 6;

/// Words of a line that says when the page was changed, in small letters.
const CHANGED: [&str; 9] = [
    "updated",
    "modified",
    "aktualisiert",
    "geändert",
    "mis à jour",
    "actualizado",
    "atualizado",
    "aggiornat",
    "edited",
];

impl Head {
    /// Finds the head above the block `first`, with which the text begins.
    pub(super) fn of(tree: &Tree, title: Option<&str>, first: usize) -> Self {
        let near = first.saturating_sub(LONGEST);
        let rank = |is: &dyn Fn(&Block) -> bool| (near..first).rev().find(|&at| is(&tree.blocks[at]));
        let named = |block: &Block| {
            block.heading
                && title.is_some_and(|title| {
                    let line = one_line(&block.text);
                    similar(&line, title) || similar(title, &line)
                })
        };
        let found = rank(&named).or_else(|| rank(&|block| block.first_rank));
        match found {
            Some(at) => Self { blocks: at..first, titled: true },
            None => Self { blocks: first.saturating_sub(25)..first, titled: false },
        }
    }

    /// Returns the blocks between a title that was found and the text.
    pub(super) fn below_title(&self) -> Range<usize> {
        if self.titled { self.blocks.start + 1..self.blocks.end } else { 0..0 }
    }

    /// Returns the date of the head, and where it was found: below the title, else a little above it.
    pub(super) fn dated(&self, tree: &Tree) -> Option<(&'static str, String)> {
        if !self.titled {
            return None;
        }
        let start = self.blocks.start;
        let below = start..self.blocks.end;
        let above = (start.saturating_sub(ABOVE)..start).rev();
        below.chain(above).find_map(|at| dated(tree, at))
    }

    /// Returns the names of a line such as `By Nadia Corrin and Joost Amery, Ostley`.
    pub(super) fn byline(&self, tree: &Tree) -> Vec<String> {
        let lines = self.blocks.clone().map(|at| one_line(&tree.blocks[at].text));
        let found = lines.filter(|line| line.len() <= 160).map(|line| names(&line)).find(|names| !names.is_empty());
        found.unwrap_or_default()
    }
}

/// Returns the date of a block: that of an element for programs, else that of a short line.
fn dated(tree: &Tree, at: usize) -> Option<(&'static str, String)> {
    let line = one_line(&tree.blocks[at].text);
    let small = line.to_lowercase();
    if line.len() > 120 || CHANGED.iter().any(|word| small.contains(word)) {
        return None;
    }
    let time = tree.times.iter().find(|(block, time)| *block == at && date::parse(time).is_some());
    time.map(|(_, time)| ("time", time.clone())).or_else(|| date::find(&line).map(|found| ("page", found)))
}

/// Returns the names of a line that begins as bylines do.
fn names(line: &str) -> Vec<String> {
    const BEFORE: [&str; 12] = [
        "by ",
        "by: ",
        "von ",
        "par ",
        "por ",
        "door ",
        "di ",
        "text: ",
        "written by ",
        "posted by ",
        "autor: ",
        "autoren ",
    ];
    let starts = BEFORE.iter().find(|by| line.get(..by.len()).is_some_and(|head| head.eq_ignore_ascii_case(by)));
    let Some(by) = starts else { return Vec::new() };
    let list = line[by.len()..].replace(" und ", " and ").replace(" et ", " and ").replace(" y ", " and ");
    authors::named(&list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::html::{hint, tree};

    fn head(html: &str) -> (Tree, Head) {
        let document = dom_query::Document::from(html);
        let tree = tree::read(&document.root(), &hint::of);
        let first = tree.blocks.iter().position(|block| block.text.starts_with("The first")).unwrap();
        let head = Head::of(&tree, Some("Ferry sails again"), first);
        (tree, head)
    }

    #[test]
    fn the_date_beside_the_title_counts() {
        let (tree, head) = head(
            "<p><time datetime='2020-01-05'>5 January</time> An old story</p><p>News</p><p>Sport</p><p>More</p><p>Yet more</p><p>Menu</p>\
             <p>All</p><h1>Ferry sails again</h1><p>Updated 9 May 2024</p><p>Published <time datetime='2024-05-08T10:00'>Wednesday</time></p>\
             <p>The first ferry.</p>",
        );
        assert_eq!(head.dated(&tree), Some(("time", "2024-05-08T10:00".to_owned())));
        let (tree, head) = self::head("<p>8 May 2024</p><h1>Ferry sails again</h1><p>The first ferry.</p>");
        assert_eq!(head.dated(&tree), Some(("page", "8 May 2024".to_owned())));
    }

    #[test]
    fn bylines_in_words() {
        for (line, is) in [
            ("By Nadia Corrin and Joost Amery, Staff", vec!["Nadia Corrin", "Joost Amery"]),
            ("Von Nadia Corrin, Joost Amery und Ruta Bly, CNS", vec!["Nadia Corrin", "Joost Amery", "Ruta Bly"]),
            ("By the river", vec![]),
            ("Nadia Corrin is a mayor", vec![]),
        ] {
            assert_eq!(names(line), is, "{line}");
        }
    }
}
