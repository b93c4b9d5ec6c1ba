//! The head of an article on its page: what stands between its title and its text.

use crate::ingest::date::{self, Order, find_in};
use crate::ingest::html::meta::similar;
use crate::ingest::html::tree::{Block, Tree};
use crate::ingest::{authors, one_line};
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

/// Letters of a line with a date and little else.
const PLAIN: usize = 60;

/// Words of a line that says when the page was changed, in small letters.
const CHANGED: [&str; 14] = [
    "updated",
    "modified",
    "last reviewed",
    "aktualisiert",
    "geändert",
    "bearbeitet",
    "mis à jour",
    "actualizado",
    "atualizado",
    "aggiornat",
    "ultima modifica",
    "bijgewerkt",
    "oppdatert",
    "edited",
];

/// Words of a line that says when the page was published, in small letters.
const PUBLISHED: [&str; 14] = [
    "published",
    "posted",
    "created",
    "issued",
    "veröffentlicht",
    "erschienen",
    "gepostet",
    "erstellt",
    "publié",
    "publicado",
    "pubblicat",
    "gepubliceerd",
    "publisert",
    "publicerad",
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

    /// Returns the dates of the head: below the title, else a little above it.
    pub(super) fn days(&self, tree: &Tree, order: Order) -> Days {
        let mut days = Days::default();
        if !self.titled {
            return days;
        }
        let start = self.blocks.start;
        let above = (start.saturating_sub(ABOVE)..start).rev();
        for at in (start..self.blocks.end).chain(above) {
            let found = Days::of_block(tree, at, order);
            days.changed = days.changed.or(found.changed);
            if found.published.is_some() {
                let line = one_line(&tree.blocks[at].text);
                let plain = at > start && (line.chars().count() <= PLAIN || begins_with_day(&line, order));
                return Days { published: found.published, plain, ..days };
            }
        }
        days
    }

    /// Returns the names of a line such as `By Nadia Corrin and Joost Amery, Ostley`.
    pub(super) fn byline(&self, tree: &Tree) -> Vec<String> {
        let lines = self.blocks.clone().map(|at| one_line(&tree.blocks[at].text));
        let found = lines.filter(|line| line.len() <= 160).map(|line| names(&line)).find(|names| !names.is_empty());
        found.unwrap_or_default()
    }
}

/// The dates that readers see beside a title.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// When the page was published, and where that was found.
    pub(super) published: Option<(&'static str, String)>,
    /// When it was changed.
    pub(super) changed: Option<String>,
    /// Whether the date of publication stands below the title, with little else on its line.
    pub(super) plain: bool,
}

impl Days {
    /// Returns the dates of a short line: those of elements for programs, else those in words.
    fn of_block(tree: &Tree, at: usize, order: Order) -> Self {
        let line = one_line(&tree.blocks[at].text);
        if line.len() > 160 {
            return Self::default();
        }
        let (published, changed) = labelled(&line, order);
        let time = tree.times.iter().find(|(block, time)| *block == at && date::parse(time).is_some());
        let time = time.map(|(_, time)| time.clone());
        match (published, changed) {
            (Some(published), changed) if changed.is_some() => {
                Self { published: Some(("page", published)), changed, ..Self::default() }
            }
            (None, Some(changed)) => Self { changed: time.or(Some(changed)), ..Self::default() },
            (published, _) if !is_changed(&line) => {
                let published = published.map(|found| ("page", found));
                Self { published: time.map(|time| ("time", time)).or(published), ..Self::default() }
            }
            _ => Self { changed: time, ..Self::default() },
        }
    }
}

/// Returns the date of a line that says when the page was last changed, whatever stands first: the word or the date.
pub(super) fn changed(line: &str, order: Order) -> Option<String> {
    let (_, after) = labelled(line, order);
    after.or_else(|| is_changed(line).then(|| find_in(line, order)).flatten())
}

/// Returns the date of a line that says when the page was published: `Published on 8 May 2024`, `This entry was posted on
/// Wednesday, May 8th, 2024 at 11:03 pm and is filed under Ferries`.
pub(super) fn published(line: &str, order: Order) -> Option<String> {
    /// Bytes between the words and the day.
    const NEAR: usize = 25;
    /// What says so in the middle of a line; other lines begin with the word.
    const SAYINGS: [&str; 4] =
        ["entry was posted", "article was published", "post was published", "story was published"];
    let small = line.to_ascii_lowercase();
    let start = small.trim_start_matches(|c: char| !c.is_alphanumeric());
    let from = small.len() - start.len();
    let first = PUBLISHED.iter().find(|word| start.starts_with(**word)).map(|word| from + word.len());
    let saying = || SAYINGS.iter().find_map(|saying| small.find(saying).map(|at| at + saying.len()));
    let end = first.or_else(saying)?;
    let near = |raw: &String| line[end..].find(raw.as_str()).is_some_and(|at| at <= NEAR);
    let behind = || {
        find_in(&line[..end], order)
            .filter(|raw| line.find(raw.as_str()).is_some_and(|at| at + raw.len() + NEAR >= end))
    };
    find_in(&line[end..], order).filter(near).or_else(behind)
}

/// Returns whether a line begins with a day.
fn begins_with_day(line: &str, order: Order) -> bool {
    line.starts_with(|c: char| c.is_ascii_digit())
        && find_in(line, order).is_some_and(|raw| line.starts_with(raw.as_str()))
}

fn is_changed(line: &str) -> bool {
    let small = line.to_lowercase();
    CHANGED.iter().any(|word| small.contains(word)) && !PUBLISHED.iter().any(|word| small.contains(word))
}

/// Returns when a line such as `Published 8 May 2024, updated 9 May 2024` says that the page was published and changed.
fn labelled(line: &str, order: Order) -> (Option<String>, Option<String>) {
    // The words are looked for in letters of one size, as long as those of the line.
    let small = line.to_ascii_lowercase();
    let places = |words: &[&'static str], changed: bool| {
        words.iter().flat_map(|word| small.match_indices(word)).map(|(at, _)| (at, changed)).collect::<Vec<_>>()
    };
    let mut labels = places(&CHANGED, true);
    labels.extend(places(&PUBLISHED, false));
    labels.push((0, false));
    labels.sort_unstable();
    let (mut published, mut changed) = (None, None);
    for (number, &(from, is_change)) in labels.iter().enumerate() {
        let to = labels.get(number + 1).map_or(line.len(), |(at, _)| *at);
        let slot = if is_change { &mut changed } else { &mut published };
        if slot.is_none() {
            *slot = find_in(&line[from..to], order);
        }
    }
    (published, changed)
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
        let days = head.days(&tree, Order::Unsaid);
        assert_eq!(days.published, Some(("time", "2024-05-08T10:00".to_owned())));
        assert_eq!(days.changed.as_deref(), Some("9 May 2024"));
        let (tree, head) = self::head("<p>8 May 2024</p><h1>Ferry sails again</h1><p>The first ferry.</p>");
        assert_eq!(head.days(&tree, Order::Unsaid).published, Some(("page", "8 May 2024".to_owned())));
    }

    #[test]
    fn published_and_changed_in_one_line() {
        for (line, published, changed) in [
            ("8 May 2024", Some("8 May 2024"), None),
            ("Published 8 May 2024, updated 9 May 2024", Some("8 May 2024"), Some("9 May 2024")),
            ("Last updated 9 May 2024, first published 8 May 2024", Some("8 May 2024"), Some("9 May 2024")),
            ("Veröffentlicht: 08.05.2024 Aktualisiert: 09.05.2024", Some("08.05.2024"), Some("09.05.2024")),
            ("Updated 9 May 2024", None, Some("9 May 2024")),
        ] {
            let found = labelled(line, Order::Unsaid);
            assert_eq!((found.0.as_deref(), found.1.as_deref()), (published, changed), "{line}");
        }
    }

    #[test]
    fn lines_that_say_when_a_page_was_published() {
        for (line, said) in [
            ("Published on 8 May 2024 by Ruta Bly", true),
            ("This entry was posted on Wednesday, May 8th, 2024 at 11:03 pm and is filed under Ferries.", true),
            ("A video of it was posted on 8 May 2024, and was seen by thousands.", false),
            ("A report that was published on 8 May 2024 says so.", false),
            ("The ferry sailed on 8 May 2024.", false),
        ] {
            let found = published(line, Order::Unsaid).and_then(|raw| date::parse(&raw));
            let day = found.is_some_and(|date| date.as_str().starts_with("2024-05-08"));
            assert_eq!(day, said, "{line}");
        }
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
