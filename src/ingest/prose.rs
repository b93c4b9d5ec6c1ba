//! Prose: article text in the making, with the way back to the given text.

use crate::model::OffsetMap;
use std::ops::Range;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Bytes that stand unchanged in both texts.
#[derive(Clone, Copy, Debug)]
struct Run {
    article: usize,
    given: usize,
    len: usize,
}

/// Article text: NFC, white space collapsed, one paragraph a line, nothing invisible.
///
/// It is built paragraph by paragraph from ranges of one given text, and then only shortened.
#[derive(Debug, Default)]
pub(super) struct Prose {
    text: String,
    runs: Vec<Run>,
    /// Whether a space stands between what was pushed and what comes next.
    gap: Option<Gap>,
}

/// White space seen and not yet written.
#[derive(Clone, Copy, Debug)]
enum Gap {
    /// A space that stands at this place of the given text too.
    Kept(usize),
    /// White space of another kind.
    Changed,
}

impl Prose {
    /// Returns an empty text for a given text of about `len` bytes.
    pub(super) fn with_capacity(len: usize) -> Self {
        Self { text: String::with_capacity(len), ..Self::default() }
    }

    /// Returns the text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text, and the way back if `mapped`.
    pub(super) fn finish(self, mapped: bool) -> (String, Option<OffsetMap>) {
        let map = mapped.then(|| {
            let mut map = OffsetMap::default();
            for run in &self.runs {
                map.push(run.article, run.given, run.len);
            }
            map
        });
        (self.text, map)
    }

    /// Adds one paragraph: the `pieces` of `given`, one after the other. A paragraph without words adds nothing.
    pub(super) fn push_paragraph(&mut self, given: &str, pieces: &[Range<usize>]) {
        let before = (self.text.len(), self.runs.len());
        self.gap = None;
        if before.0 > 0 {
            self.push_line_end(given, pieces.first().map_or(0, |p| p.start));
        }
        let start = self.text.len();
        for piece in pieces {
            self.push_piece(given, piece.clone(), start);
        }
        if self.text.len() == start {
            self.text.truncate(before.0);
            self.runs.truncate(before.1);
            self.shorten_last_run();
        }
    }

    /// Adds the line end between two paragraphs, as an unchanged byte if the given text goes on with one there.
    fn push_line_end(&mut self, given: &str, next: usize) {
        let at = self.runs.last().map(|r| r.given + r.len).filter(|&at| at < next);
        self.text.push('\n');
        if let Some(at) = at.filter(|&at| given.as_bytes().get(at) == Some(&b'\n')) {
            self.push_run(self.text.len() - 1, at, 1);
        }
    }

    /// Cuts the last run back to the text after the text was truncated.
    fn shorten_last_run(&mut self) {
        if let Some(last) = self.runs.last_mut() {
            last.len = last.len.min(self.text.len() - last.article);
        }
    }

    fn push_run(&mut self, article: usize, given: usize, len: usize) {
        match self.runs.last_mut() {
            Some(last) if last.article + last.len == article && last.given + last.len == given => last.len += len,
            _ => self.runs.push(Run { article, given, len }),
        }
    }

    /// Writes the space that waits, unless the paragraph starts here.
    fn write_gap(&mut self, start: usize) {
        let Some(gap) = self.gap.take() else { return };
        if self.text.len() == start {
            return;
        }
        self.text.push(' ');
        if let Gap::Kept(at) = gap {
            self.push_run(self.text.len() - 1, at, 1);
        }
    }

    /// Copies `range` of the given text as it stands.
    fn copy(&mut self, given: &str, range: Range<usize>, start: usize) {
        if range.is_empty() {
            return;
        }
        self.write_gap(start);
        self.push_run(self.text.len(), range.start, range.len());
        self.text.push_str(&given[range]);
    }

    /// Adds a piece of the paragraph that started at `start` of the text.
    fn push_piece(&mut self, given: &str, piece: Range<usize>, start: usize) {
        if needs_composing(&given[piece.clone()]) {
            return self.push_composed(given, piece, start);
        }
        let mut at = self.skip_special(given, piece.start, piece.end, start);
        let mut copied = at;
        while at < piece.end {
            at = next_special(given, at, piece.end);
            self.copy(given, copied..at, start);
            at = self.skip_special(given, at, piece.end, start);
            copied = at;
        }
    }

    /// Passes over white space and invisible characters; returns where they end.
    fn skip_special(&mut self, given: &str, from: usize, end: usize, start: usize) -> usize {
        let mut at = from;
        let mut line_end = false;
        while let Some(c) = given[at..end].chars().next() {
            match class(c, given[..at].chars().next_back()) {
                Class::Plain => break,
                Class::Invisible => {}
                Class::Space if self.gap.is_none() => {
                    self.gap = Some(if c == ' ' { Gap::Kept(at) } else { Gap::Changed })
                }
                Class::Space => {}
            }
            line_end |= matches!(c, '\n' | '\r');
            at += c.len_utf8();
        }
        // A compound broken at its hyphen by a hard line end is one word.
        if line_end && at < end && self.text.len() > start && breaks_compound(&self.text, &given[at..end]) {
            self.gap = None;
        }
        at
    }

    /// The slow way, for text that is not in NFC: segment by segment, so that what did not change keeps its map.
    fn push_composed(&mut self, given: &str, piece: Range<usize>, start: usize) {
        let mut at = piece.start;
        while at < piece.end {
            let next = self.skip_special(given, at, piece.end, start);
            if next > at {
                at = next;
                continue;
            }
            at = self.push_segment(given, at, piece.end, start);
        }
    }

    /// Adds one composing unit: a starter with all that may combine with it. Returns where it ends.
    fn push_segment(&mut self, given: &str, at: usize, end: usize, start: usize) -> usize {
        let mut raw = String::new();
        let mut until = at;
        for (i, c) in given[at..end].char_indices() {
            let here = class(c, raw.chars().next_back());
            if i > 0 && here == Class::Invisible {
                continue;
            }
            if i > 0 && (here == Class::Space || starts_segment(c)) {
                break;
            }
            raw.push(c);
            until = at + i + c.len_utf8();
        }
        let composed: String = raw.nfc().collect();
        if composed == given[at..until] {
            self.copy(given, at..until, start);
        } else {
            self.write_gap(start);
            // The first and the last byte stand for the changed unit in the map, so that both its ends lead back
            // exactly; nobody asks for what lies inside a character.
            let end = self.text.len() + composed.len();
            if composed.len() > 1 {
                self.push_run(self.text.len(), at, 1);
                self.push_run(end - 1, until - 1, 1);
            }
            self.text.push_str(&composed);
        }
        until
    }

    /// Takes `ranges` (sorted, apart) out of the text.
    pub(super) fn remove(&mut self, ranges: &[Range<usize>]) {
        if ranges.is_empty() {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut kept = Vec::with_capacity(ranges.len() + 1);
        let mut from = 0;
        for range in ranges.iter().cloned().chain(std::iter::once(self.text.len()..self.text.len())) {
            if from < range.start {
                kept.push((from..range.start, text.len()));
                text.push_str(&self.text[from..range.start]);
            }
            from = from.max(range.end);
        }
        let old = std::mem::take(&mut self.runs);
        let mut next = 0;
        for (range, to) in kept {
            while next < old.len() && old[next].article + old[next].len <= range.start {
                next += 1;
            }
            let mut i = next;
            while i < old.len() && old[i].article < range.end {
                let (a, b) = (old[i].article.max(range.start), (old[i].article + old[i].len).min(range.end));
                self.push_run(to + a - range.start, old[i].given + a - old[i].article, b - a);
                i += 1;
            }
            next = i.saturating_sub(1);
        }
        self.text = text;
    }
}

/// What a character means to the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Space,
    Invisible,
}

/// Returns the class of `c` after `before`.
fn class(c: char, before: Option<char>) -> Class {
    match c {
        '!'..='~' => Class::Plain,
        ' ' | '\t'..='\r' | '\u{85}' => Class::Space,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' => Class::Invisible,
        // Joiners are part of the spelling in the scripts from Hebrew to Mongolian, and rubbish elsewhere.
        '\u{200c}' | '\u{200d}' if before.is_some_and(|b| ('\u{590}'..'\u{1fff}').contains(&b)) => Class::Plain,
        '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => Class::Invisible,
        c if c.is_whitespace() => Class::Space,
        _ => Class::Plain,
    }
}

/// Returns where the next stretch starts, at or after `at`, that cannot be copied as it stands.
fn next_special(given: &str, mut at: usize, end: usize) -> usize {
    let bytes = &given.as_bytes()[..end];
    while at < end {
        match bytes[at] {
            b'!'..=b'~' => at += 1,
            // A single space between two printing characters is the common case.
            b' ' if bytes.get(at + 1).is_some_and(|b| (b'!'..=b'~').contains(b)) => at += 1,
            0..=0x7f => return at,
            // Most of what is not ASCII in English news: curly marks and dashes (U+2010 to U+2027).
            0xe2 if bytes[at + 1] == 0x80 && (0x90..=0xa7).contains(&bytes[at + 2]) => at += 3,
            0xc3..=0xdf => at += 2,
            _ => {
                let Some(c) = given[at..end].chars().next() else { return end };
                if class(c, given[..at].chars().next_back()) != Class::Plain {
                    return at;
                }
                at += c.len_utf8();
            }
        }
    }
    end
}

/// Returns whether NFC may change `text`.
fn needs_composing(text: &str) -> bool {
    // Below U+0300 everything is NFC, and so are the general punctuation marks.
    let suspicious = |at: usize, bytes: &[u8]| bytes[at] >= 0xcc && !(bytes[at] == 0xe2 && bytes[at + 1] == 0x80);
    let bytes = text.as_bytes();
    let Some(first) = (0..bytes.len()).find(|&at| suspicious(at, bytes)) else { return false };
    let visible = text[first..].chars().filter(|&c| class(c, None) != Class::Invisible);
    // What stands before takes part too: the mark may combine with it.
    let before = text[..first].chars().next_back();
    is_nfc_quick(before.into_iter().chain(visible)) != IsNormalized::Yes
}

/// Returns whether `c` starts a composing unit, whatever stands before it.
fn starts_segment(c: char) -> bool {
    c.is_ascii() || (canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes)
}

/// Returns whether `text` ends with a letter and a hyphen and `next` goes on in lower case.
fn breaks_compound(text: &str, next: &str) -> bool {
    text.strip_suffix('-').is_some_and(|head| head.ends_with(char::is_alphabetic))
        && next.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use proptest::prelude::*;

    fn prose(given: &str) -> (String, OffsetMap) {
        let mut prose = Prose::with_capacity(given.len());
        let mut at = 0;
        for line in given.split('\n') {
            prose.push_paragraph(given, &[at..at + line.len()]);
            at += line.len() + 1;
        }
        let (text, map) = prose.finish(true);
        (text, map.unwrap())
    }

    fn text(given: &str) -> String {
        prose(given).0
    }

    #[test]
    fn white_space_collapses_and_invisible_characters_go() {
        assert_eq!(text("  a\u{a0} \t b  "), "a b");
        assert_eq!(text("soft\u{ad}ware \u{1b}[31mred\u{7} zero\u{200b}width"), "software [31mred zerowidth");
        assert_eq!(text("\u{feff}x\u{2060}y\n\n \n z"), "xy\nz");
        assert_eq!(text("a\u{3000}b\u{2009}c"), "a b c");
    }

    #[test]
    fn characters_are_composed() {
        assert_eq!(text("Cafe\u{301} A\u{30a} q\u{307}\u{323}"), "Café Å q\u{323}\u{307}");
        assert_eq!(text("e\u{ad}\u{301}"), "é");
        assert_eq!(text("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"), "한글");
    }

    #[test]
    fn joiners_stay_where_they_spell() {
        assert_eq!(text("می\u{200c}خواهم a\u{200c}b"), "می\u{200c}خواهم ab");
    }

    #[test]
    fn each_changed_character_leads_back() {
        let given = "x  e\u{301}e\u{301}\u{a0}y";
        let (text, map) = prose(given);
        assert_eq!(text, "x éé y");
        assert_eq!(map.span(Span::new(2, 4)).of(given), "e\u{301}");
        assert_eq!(map.span(Span::new(4, 6)).of(given), "e\u{301}");
        assert_eq!(map.span(Span::new(7, 8)).of(given), "y");
    }

    #[test]
    fn removal_keeps_the_way_back() {
        let given = "one  two\nthree four\nfive";
        let mut prose = Prose::default();
        for (a, b) in [(0, 8), (9, 19), (20, 24)] {
            prose.push_paragraph(given, &[a..b]);
        }
        prose.remove(&[0..4, 8..14]);
        let (text, map) = prose.finish(true);
        assert_eq!(text, "two\nfour\nfive");
        let map = map.unwrap();
        for word in ["two", "four", "five"] {
            let at = text.find(word).unwrap();
            assert_eq!(map.span(Span::new(at, at + word.len())).of(given), word);
        }
    }

    #[test]
    fn a_broken_compound_is_joined() {
        let given = "a well-\nknown man -\nand Anglo-\nFrench";
        let mut prose = Prose::default();
        prose.push_paragraph(given, &[0..given.len()]);
        assert_eq!(prose.text(), "a well-known man - and Anglo- French");
    }

    proptest! {
        #[test]
        fn every_word_leads_back(given in "[ a-zé\u{301}\u{a0}\u{ad}\n“”가\u{1100}\u{1161}\u{11a8}]{0,60}") {
            let (article, map) = prose(&given);
            prop_assert!(unicode_normalization::is_nfc(&article));
            prop_assert!(!article.contains("  ") && !article.contains("\n\n"));
            for word in article.split([' ', '\n']).filter(|w| !w.is_empty()) {
                let at = word.as_ptr() as usize - article.as_ptr() as usize;
                let back = map.span(Span::new(at, at + word.len())).of(&given);
                prop_assert_eq!(text(back), word);
            }
        }
    }
}
