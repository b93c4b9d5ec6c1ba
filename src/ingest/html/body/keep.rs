//! Which blocks of the part that is the article are its text.

use crate::ingest::date;
use crate::ingest::html::body::Witness;
use crate::ingest::html::body::measure::{is_inside, plain};
use crate::ingest::html::body::part::Page;
use crate::ingest::html::tree::{Block, Hint};
use crate::model::Warning;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Repeats of fewer letters are not looked for.
const LEAST_REPEAT: usize = 30;

/// The first blocks of a text, among which its date may stand.
const TOP: usize = 12;

impl Page<'_> {
    /// Returns the numbers of the blocks in `part` that are text.
    pub(super) fn kept(&self, part: Range<usize>) -> Vec<usize> {
        let trusted = self.covers(part.clone());
        let repeated = self.repeated();
        let first = part.clone().find(|&at| self.seen[at] && self.prose[at] > 0);
        let last = part.clone().rev().find(|&at| self.seen[at] && self.prose[at] > 0);
        let is_text = |&at: &usize| {
            let block = &self.tree.blocks[at];
            if self.is_furniture(at) || (!self.seen[at] && repeated.contains_key(block.text.trim())) {
                return false;
            }
            let between = first.is_none_or(|first| at > first) && last.is_none_or(|last| at < last);
            !trusted || self.seen[at] || (between && (block.heading || block.listed))
        };
        part.filter(is_text).collect()
    }

    /// Returns whether the witness is the whole text: most of it stands in `part`, and it has most of that.
    pub(super) fn covers(&self, part: Range<usize>) -> bool {
        if self.witness == 0 {
            return false;
        }
        let letters = |at: usize| plain(&self.tree.blocks[at].text).len();
        let seen: usize = part.clone().filter(|&at| self.seen[at]).map(letters).sum();
        let prose: usize = part.filter(|&at| self.prose[at] > 0 && !self.is_furniture(at)).map(letters).sum();
        seen * 10 >= self.witness * 7 && seen * 10 >= prose * 7
    }

    /// Lines that stand on the page again and again, as no article repeats them.
    pub(super) fn repeated(&self) -> FxHashMap<&str, usize> {
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for block in &self.tree.blocks {
            *counts.entry(block.text.trim()).or_default() += 1;
        }
        counts.retain(|text, count| *count > 2 && (text.len() < 60 || *count > 3));
        counts
    }

    /// Returns the words of the witness, if the page lacks them: some pages fetch their text later.
    pub(super) fn lacking(&self, kept: &[usize], witness: &Witness) -> Option<Vec<Block>> {
        let seen: usize =
            (0..self.seen.len()).filter(|&at| self.seen[at]).map(|at| plain(&self.tree.blocks[at].text).len()).sum();
        let found: usize = kept.iter().map(|&at| plain(&self.tree.blocks[at].text).len()).sum();
        if self.witness < 600 || seen * 2 > self.witness || found * 10 > self.witness * 6 {
            return None;
        }
        let body = witness.body.as_deref()?;
        let block = |line: &str| Block { text: line.to_owned(), paragraph: true, ..Block::default() };
        Some(body.lines().filter(|line| !line.trim().is_empty()).map(block).collect())
    }

    /// Drops blocks that say again what a longer block says, and keeps the pull quotes that say what no other does.
    pub(super) fn drop_repeats(&self, kept: &mut Vec<usize>, part: &Range<usize>) {
        /// Looking through more of them takes too long.
        const MOST: usize = 500;
        if part.len() > 4 * MOST || kept.len() > MOST {
            return;
        }
        let text: String = kept.iter().map(|&at| plain(&self.tree.blocks[at].text) + "\n").collect();
        kept.retain(|&at| {
            let words = plain(&self.tree.blocks[at].text);
            words.len() < LEAST_REPEAT || !is_inside(&words, &text)
        });
        let is_new = |&at: &usize| {
            let words = plain(&self.tree.blocks[at].text);
            self.hints[at] == Hint::Pulled && words.len() >= LEAST_REPEAT && !says(&text, &self.tree.blocks[at].text)
        };
        let pulled: Vec<usize> = part.clone().filter(is_new).collect();
        kept.extend(pulled);
        kept.sort_unstable();
    }

    /// Takes short lines off both ends that are no sentences: sections, dates, reading times, labels.
    pub(super) fn trim(&self, kept: &mut Vec<usize>) {
        let body = |at: &usize| self.prose[*at] > 0;
        if kept.iter().filter(|at| body(at)).count() < 3 {
            return;
        }
        let is_label = |at: &usize| {
            let text = self.tree.blocks[*at].text.trim();
            let byline = text.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
            let sentence = text.ends_with(['.', '!', '?', '…', '”', '"', '»', '“', '’', ')', '。']);
            !body(at) && !self.seen[*at] && !byline && !sentence && text.len() < 160
        };
        // Between the lead and the text stand only dates and reading times.
        let near: Vec<usize> = kept.iter().copied().take(TOP).collect();
        let is_dated = |at: &usize| {
            let text = self.tree.blocks[*at].text.trim();
            let minutes = text.ends_with("Min.") || text.ends_with("min.");
            near.contains(at)
                && !body(at)
                && text.len() < 120
                && (minutes || is_label(at))
                && date::find(text).is_some()
        };
        kept.retain(|at| !is_dated(at));
        let labels = kept.iter().take_while(|at| !body(at)).count();
        let top: Vec<usize> = kept[..labels].iter().copied().filter(|at| !is_label(at)).collect();
        kept.splice(..labels, top);
        while kept.last().is_some_and(|at| is_label(at) && !self.tree.blocks[*at].listed) {
            kept.pop();
        }
    }
}

/// Returns whether `text`, as [`plain`] gives it, has most of the sentences of a pull quote: its own narrator may interrupt
/// them.
fn says(text: &str, quote: &str) -> bool {
    let sentences = || quote.split_inclusive(['.', '!', '?', '…', '。']).map(plain).filter(|words| !words.is_empty());
    let all: usize = sentences().map(|words| words.len()).sum();
    let said: usize = sentences().filter(|words| text.contains(words.as_str())).map(|words| words.len()).sum();
    said * 10 >= all * 8
}

/// Drops what is not the article's text: the title once more, blocks that are only a link, headings of nothing.
pub(super) fn drop_around(blocks: &mut Vec<Block>, title: Option<&str>, warnings: &mut Vec<Warning>) {
    let title = title.map(plain);
    let mut dropped = |block: &Block| {
        warnings.push(Warning { rule: "rubbish".to_owned(), text: crate::ingest::one_line(&block.text) });
    };
    let mut first = true;
    blocks.retain(|block| {
        let words = block.text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        let letters = block.text.chars().filter(|c| !c.is_whitespace()).count();
        if words == 0 {
            return false;
        }
        if first && title.as_deref().is_some_and(|title| *title == plain(&block.text)) {
            return false;
        }
        let label =
            block.linked * 10 >= words * 6 && letters < 200 && !block.text.trim_end().ends_with(['.', '”', '"']);
        if label || (block.linked * 10 >= words * 9 && letters < 250) {
            dropped(block);
            return false;
        }
        if is_asking(block) {
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

/// Returns whether a block asks for leave to show what another site holds.
fn is_asking(block: &Block) -> bool {
    static ASKING: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("../../data/asking.txt").lines().collect());
    block.text.len() < 700 && {
        let line = crate::ingest::one_line(&block.text).to_lowercase();
        ASKING.iter().any(|words| line.contains(words))
    }
}
