//! Live blogs: entries in the order of the page, each after a paragraph of its own that says when it was written.

use crate::ingest::date;
use crate::ingest::html::body::measure::{is_in, plain};
use crate::ingest::html::body::part::Page;
use crate::ingest::html::jsonld::Update;
use crate::ingest::html::tree::{Block, Hint};
use crate::ingest::one_line;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// The blocks of an entry, and its time.
type Entry = (Range<usize>, String);

impl Page<'_> {
    /// Returns the blocks that were kept, those of entries of a live blog with their times.
    pub(super) fn with_times(&self, kept: &[usize]) -> Vec<Block> {
        let (heads, marks) = self.entries();
        let mut blocks = Vec::with_capacity(kept.len() + marks.len());
        let mut marks: Vec<Entry> = marks;
        marks.reverse();
        for &at in kept {
            if heads.contains(&at) {
                continue;
            }
            while marks.last().is_some_and(|(entry, _)| entry.end <= at) {
                marks.pop();
            }
            if marks.last().is_some_and(|(entry, _)| entry.start <= at) {
                blocks.extend(marks.pop().map(|(_, time)| mark(time)));
            }
            blocks.push(self.tree.blocks[at].clone());
        }
        blocks
    }

    /// Returns the blocks above the words of entries, and the entries with their times; nothing if the page is no live blog.
    fn entries(&self) -> (FxHashSet<usize>, Vec<Entry>) {
        let mut heads = FxHashSet::default();
        let mut marks: Vec<Entry> = Vec::new();
        for element in self.tree.elements.iter().filter(|e| e.hint == Hint::Entry && !e.blocks.is_empty()) {
            let entry = element.blocks.clone();
            // One that lies in another is a part of it.
            if marks.last().is_some_and(|(last, _)| entry.start < last.end) {
                continue;
            }
            let says = |&at: &usize| self.tree.blocks[at].heading || self.prose[at] > 0;
            let first = entry.clone().find(says).unwrap_or(entry.start);
            if let Some(time) = self.time_of(entry.start..first.max(entry.start + 1)) {
                heads.extend(entry.start..first);
                marks.push((entry, time));
            }
        }
        if marks.len() < 2 { Default::default() } else { (heads, marks) }
    }

    /// Returns the time that stands in some blocks: as readers see it, else as programs do.
    fn time_of(&self, head: Range<usize>) -> Option<String> {
        let lines = head.clone().map(|at| one_line(&self.tree.blocks[at].text));
        let seen = lines.filter(|line| line.len() <= 60).find_map(|line| clock(&line));
        let said = || self.tree.times.iter().find(|(at, _)| head.contains(at)).and_then(|(_, time)| of_program(time));
        seen.or_else(said)
    }
}

/// Returns the time of day in a line: `21:00`, `9.15 pm`, `8h30`.
fn clock(line: &str) -> Option<String> {
    let digits = |c: char| c.is_ascii_digit();
    let start = line.find(digits)?;
    let rest = &line[start..];
    let hour = &rest[..rest.find(|c: char| !digits(c)).unwrap_or(rest.len())];
    let minute = rest[hour.len()..].strip_prefix([':', '.', 'h'])?;
    let minute = minute.get(..2).filter(|m| m.bytes().all(|b| b.is_ascii_digit()))?;
    let after = &rest[hour.len() + 3..];
    let fits =
        hour.len() <= 2 && hour.parse::<u8>().is_ok_and(|h| h < 24) && minute.parse::<u8>().is_ok_and(|m| m < 60);
    // A date goes on: `12.05.2024`.
    if !fits || after.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let half = after.trim_start().get(..2).filter(|half| matches!(half.to_ascii_lowercase().as_str(), "am" | "pm"));
    Some(half.map_or_else(|| format!("{hour}:{minute}"), |half| format!("{hour}:{minute} {half}")))
}

/// Returns the time of day of a date for programs, in the zone in which it is given.
fn of_program(time: &str) -> Option<String> {
    let date = date::parse(time)?;
    date.time()?;
    date.as_str().get(11..16).map(str::to_owned)
}

fn mark(time: String) -> Block {
    Block { text: time, paragraph: true, ..Block::default() }
}

/// Adds the entries that only programs see, if the page shows none of them: it may show the last ones and fetch the others.
pub(super) fn add_lacking(blocks: &mut Vec<Block>, updates: &[Update]) {
    let shown: String = blocks.iter().map(|block| plain(&block.text)).collect();
    let is_shown = |update: &&Update| {
        let first = update.body.lines().find(|line| !line.trim().is_empty());
        first.or(update.title.as_deref()).is_some_and(|line| is_in(&plain(line), &shown))
    };
    if updates.len() < 2 || updates.iter().filter(is_shown).count() > 1 {
        return;
    }
    for update in updates.iter().filter(|update| !is_shown(update)) {
        blocks.extend(update.time.as_deref().and_then(of_program).map(mark));
        let title = update.title.iter().filter(|title| !plain(&update.body).starts_with(&plain(title)));
        blocks.extend(title.map(|title| Block { text: title.clone(), heading: true, ..Block::default() }));
        let lines = update.body.lines().filter(|line| !line.trim().is_empty());
        blocks.extend(lines.map(|line| mark(line.to_owned())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::html::body::{Witness, of_page};
    use dom_query::Document;

    fn texts(html: &str, updates: Vec<Update>) -> Vec<String> {
        let witness = Witness { updates, ..Witness::default() };
        let found = of_page(&Document::from(html), Some("Storm over Ostley: live"), &witness, &mut Vec::new());
        found.blocks.into_iter().map(|block| one_line(&block.text)).collect()
    }

    #[test]
    fn entries_with_their_times_in_the_order_of_the_page() {
        let entry = |head: &str, words: &str| {
            format!("<div class=live-blog-entry><div class=info>{head}</div><div class=words>{words}</div></div>")
        };
        let first =
            "<h3>Ferry turns back</h3><p>The ferry has turned back, the harbour master of Ostley said at the pier.</p>";
        let second = "<p>The wind has reached the town, and the first trees have fallen in the park by the mill.</p>";
        let third = "<p>The storm is expected at noon, and the harbour has been closed for all ships and boats.</p>";
        let page = format!(
            "<h1>Storm over Ostley: live</h1><p>A storm has come to Ostley, and the town has closed its harbour for the day.</p><div>{}{}{}</div>",
            entry("<time>13:40</time><span>Ruta Bly</span>", first),
            entry("<time datetime='2024-05-08T12:20:00+02:00'>an hour ago</time><mark>KEY EVENT</mark>", second),
            entry("<span>9.15 am</span>", third),
        );
        let found = texts(&page, Vec::new());
        let starts: Vec<&str> = found.iter().map(|text| text.get(..12).unwrap_or(text)).collect();
        assert_eq!(
            starts,
            [
                "A storm has ",
                "13:40",
                "Ferry turns ",
                "The ferry ha",
                "12:20",
                "The wind has",
                "9:15 am",
                "The storm is"
            ]
        );
    }

    #[test]
    fn entries_that_only_programs_see() {
        let update = |time: &str, title: &str, body: &str| Update {
            time: Some(time.to_owned()),
            title: Some(title.to_owned()),
            body: body.to_owned(),
        };
        let updates = || {
            vec![
                update("2024-05-08T13:40:00+02:00", "Ferry turns back", "It has turned back.\nNobody was hurt."),
                update("2024-05-08T12:20:00+02:00", "Trees fall", "The wind has reached the town."),
            ]
        };
        let page = "<h1>Storm over Ostley: live</h1><p>A storm has come to Ostley, and the town has closed its harbour for the day.</p>";
        let found = texts(page, updates());
        assert_eq!(
            found[1..],
            [
                "13:40",
                "Ferry turns back",
                "It has turned back.",
                "Nobody was hurt.",
                "12:20",
                "Trees fall",
                "The wind has reached the town."
            ]
        );
        // What the page shows is not said twice.
        let shown = format!(
            "{page}<p>It has turned back, and they are glad, so that all of them went home to sleep.</p><p>The wind has reached the town.</p><p>It has turned back.</p>"
        );
        assert!(!texts(&shown, updates()).contains(&"13:40".to_owned()));
    }

    #[test]
    fn times_of_day() {
        for (line, time) in [
            ("21:00Antony", Some("21:00")),
            ("9.15 pm, Ostley", Some("9:15 pm")),
            ("8h30", Some("8:30")),
            ("12.05.2024", None),
            ("5 May", None),
            ("10 hours", None),
        ] {
            assert_eq!(clock(line).as_deref(), time, "{line}");
        }
    }
}
