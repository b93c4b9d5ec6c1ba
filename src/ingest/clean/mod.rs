//! Cleaning: the words stay, the rubbish around them goes, and every drop is listed.
//!
//! It is conservative: only whole short lines that match a pattern of the data files, the credit at the end,
//! the byline and dateline at the top, and second copies of paragraphs. Quotations are never dropped.

mod byline;
mod credit;
mod patterns;
mod wire;

use crate::ingest::date::{self, Role};
use crate::ingest::prose::Prose;
use crate::model::{Article, Warning};
use patterns::{Patterns, fold, has_quotation};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

pub(in crate::ingest) use byline::{is_name, names as byline_names};
pub(in crate::ingest) use wire::is_agency;

/// Returns whether `name` has the shape of a person's name or is that of an agency.
pub(super) fn is_author(name: &str) -> bool {
    byline::is_name(name) || wire::is_agency(name)
}

static RUBBISH: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(include_str!("../data/rubbish.txt")));

/// A line longer than this is never rubbish, whatever it says.
const LONGEST_RUBBISH: usize = 170;

/// A paragraph of at least this many bytes is the body of the article: bylines stand above it.
const BODY: usize = 120;

/// Bylines stand among this many first lines.
const TOP_LINES: usize = 15;

/// A repeated paragraph is dropped from this many words on.
const REPEATED_WORDS: usize = 8;

/// Cleans `prose`, the text of `article`: notes in the article what the dropped words said.
pub(super) fn clean(prose: &mut Prose, article: &mut Article) {
    let mut cleaner = Cleaner { article, cuts: Vec::new(), seen: FxHashSet::default(), top: true, dateline: false };
    let mut start = 0;
    let text = prose.text();
    if text.is_empty() {
        return;
    }
    for (number, line) in text.split('\n').enumerate() {
        let end = start + line.len();
        cleaner.top &= number < TOP_LINES;
        cleaner.line(line, start..end, end == text.len());
        start = end + 1;
    }
    let cuts = std::mem::take(&mut cleaner.cuts);
    prose.remove(&cuts);
    // The last paragraph was dropped: the line end before it goes too.
    let len = prose.text().trim_end_matches('\n').len();
    let all = prose.text().len();
    if len < all {
        prose.remove(std::slice::from_ref(&(len..all)));
    }
    if article.wire.is_none() {
        article.wire = article.authors.iter().find(|name| wire::is_agency(name)).cloned();
    }
}

/// The state of one text.
struct Cleaner<'a> {
    article: &'a mut Article,
    /// What goes, in order.
    cuts: Vec<Range<usize>>,
    /// The hashes of the longer paragraphs so far.
    seen: FxHashSet<u64>,
    /// Whether no paragraph of the body was seen yet.
    top: bool,
    /// Whether a dateline was read.
    dateline: bool,
}

impl Cleaner<'_> {
    fn line(&mut self, line: &str, range: Range<usize>, last: bool) {
        if self.top && self.top_line(line, &range) {
            return;
        }
        let mut start = 0;
        if !self.dateline && (self.top || line.starts_with("()")) {
            start = self.dateline(line, &range);
        }
        let words = &line[start..];
        let rule = if is_rubbish(words) {
            "rubbish"
        } else if credit::is_credit(words) {
            self.article.credits.push(words.to_owned());
            "credit"
        } else if self.is_repeated(words) {
            "repeated"
        } else {
            self.top &= words.len() < BODY;
            return self.tail(words, range.start + start, last);
        };
        self.drop_line(rule, words, range.start + start..range.end);
    }

    /// Drops a byline or a date line.
    fn top_line(&mut self, line: &str, range: &Range<usize>) -> bool {
        if let Some(found) = byline::read(line) {
            if self.article.authors.is_empty() {
                self.article.authors = found.authors;
            }
            if let Some(day) = found.date {
                date::note(self.article, Role::Published, "text:byline", &day);
            }
            self.drop_line("byline", line, range.clone());
            return true;
        }
        if let Some((change, day)) = byline::date_line(line) {
            let role = if change { Role::Modified } else { Role::Published };
            date::note(self.article, role, "text:date-line", day);
            self.drop_line("byline", line, range.clone());
            return true;
        }
        false
    }

    /// Cuts the dateline off the start of a paragraph; returns how long it is.
    fn dateline(&mut self, line: &str, range: &Range<usize>) -> usize {
        let Some(found) = wire::read(line) else { return 0 };
        self.dateline = true;
        self.article.place = self.article.place.take().or(found.place);
        self.article.wire = self.article.wire.take().or(found.wire);
        self.warn("dateline", line[..found.len].trim());
        self.cuts.push(range.start..range.start + found.len);
        found.len
    }

    /// Cuts a credit sentence off the end of the last paragraph.
    fn tail(&mut self, words: &str, start: usize, last: bool) {
        if !last {
            return;
        }
        if let Some(at) = credit::tail(words) {
            let sentence = words[at..].trim().to_owned();
            self.warn("credit", &sentence);
            self.article.credits.push(sentence);
            self.cuts.push(start + words[..at].trim_end().len()..start + words.len());
        }
    }

    fn is_repeated(&mut self, words: &str) -> bool {
        let long = words.bytes().filter(|b| *b == b' ').take(REPEATED_WORDS).count() + 1 >= REPEATED_WORDS;
        long && !self.seen.insert(xxh3_64(words.as_bytes()))
    }

    fn drop_line(&mut self, rule: &str, line: &str, range: Range<usize>) {
        self.warn(rule, line);
        // The line end goes with the line.
        self.cuts.push(range.start..range.end + 1);
    }

    fn warn(&mut self, rule: &str, text: &str) {
        self.article.warnings.push(Warning { rule: rule.to_owned(), text: text.to_owned() });
    }
}

/// Returns whether all of `line` is what sites put around articles.
fn is_rubbish(line: &str) -> bool {
    if line.len() > LONGEST_RUBBISH || has_quotation(line) {
        return false;
    }
    let folded = fold(line);
    if folded.is_empty() {
        // Lines of marks only part sections.
        return true;
    }
    // "More from the mayor:" introduces words, "Read more:" does not.
    let introduces = line.ends_with(':');
    RUBBISH.find(&folded).is_some_and(|pattern| !(introduces && pattern.contains('*'))) && !speaks(&folded)
}

/// Returns whether someone says something in the line: such a line stays.
fn speaks(folded: &str) -> bool {
    folded.split(' ').any(|word| matches!(word, "said" | "says" | "told" | "added"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> (String, Article) {
        let mut prose = Prose::default();
        let mut at = 0;
        for line in text.split('\n') {
            prose.push_paragraph(text, &[at..at + line.len()]);
            at += line.len() + 1;
        }
        let mut article = Article::default();
        clean(&mut prose, &mut article);
        (prose.finish(false).0, article)
    }

    #[test]
    fn the_usual_rubbish_goes_and_is_listed() {
        let (text, article) = cleaned(
            "Share this @tarnwickcourier\nBy Nadia Corrin\nPublished 13 February 2024\n() The first to hear it was the baker.\n\
             ADVERTISEMENT\nShe said: “Share this story.”\n***\nRead more: Weir fails\nThe second to hear it was her dog, which was under the oven.\n\
             The second to hear it was her dog, which was under the oven.\n‘s Joost Amery and partner The Lantern contributed to this report.\n© 2024 Courier Press.",
        );
        assert_eq!(
            text,
            "The first to hear it was the baker.\nShe said: “Share this story.”\nThe second to hear it was her dog, which was under the oven."
        );
        assert_eq!(article.authors, ["Nadia Corrin"]);
        assert_eq!(article.published.unwrap().as_str(), "2024-02-13");
        assert_eq!(article.credits, ["‘s Joost Amery and partner The Lantern contributed to this report."]);
        let rules: Vec<&str> = article.warnings.iter().map(|w| w.rule.as_str()).collect();
        assert_eq!(
            rules,
            [
                "rubbish", "byline", "byline", "dateline", "rubbish", "rubbish", "rubbish", "repeated", "credit",
                "rubbish"
            ]
        );
    }

    #[test]
    fn a_text_of_rubbish_leaves_nothing() {
        assert_eq!(cleaned("Share\nAdvertisement").0, "");
        assert_eq!(cleaned("").0, "");
    }

    #[test]
    fn data_files_are_sorted_and_in_lower_case() {
        let files = [
            include_str!("../data/rubbish.txt"),
            include_str!("../data/credits.txt"),
            include_str!("../data/agencies.txt"),
            include_str!("../data/not-places.txt"),
            include_str!("../data/english.txt"),
            include_str!("../data/languages.txt"),
        ];
        for file in files {
            let lines: Vec<&str> = file.lines().collect();
            assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "sorted and unique: {}", lines[0]);
            assert!(lines.iter().all(|line| **line == line.to_lowercase() && line.trim() == *line && !line.is_empty()));
        }
    }

    #[test]
    fn every_pattern_can_match() {
        for line in include_str!("../data/rubbish.txt").lines() {
            let filled = line.replace('*', "x");
            assert!(is_rubbish(&filled), "{line}");
        }
    }
}
