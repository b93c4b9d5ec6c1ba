//! Which part of a page is the article.

use crate::ingest::html::body::Witness;
use crate::ingest::html::body::measure::{is_in, plain, prose, sums, unlinked};
use crate::ingest::html::tree::{Block, Hint, Tree};
use std::ops::Range;

/// A witness of fewer letters proves nothing.
const LEAST_WITNESS: usize = 250;

/// A page with what is known of each block.
pub(super) struct Page<'a> {
    pub(super) tree: &'a Tree,
    /// What elements say of the block.
    pub(super) hints: Vec<Hint>,
    /// How much of an article it is.
    pub(super) prose: Vec<i64>,
    /// Whether the witness has it.
    pub(super) seen: Vec<bool>,
    /// The letters of the witness.
    pub(super) witness: usize,
}

impl<'a> Page<'a> {
    pub(super) fn of(tree: &'a Tree, witness: &Witness) -> Self {
        let mut prose: Vec<i64> = tree.blocks.iter().map(prose).collect();
        if prose.iter().all(|prose| *prose == 0) {
            prose = tree.blocks.iter().map(unlinked).collect();
        }
        // Lines with a time for programs are heads, however many words they have.
        for (at, _) in &tree.times {
            if tree.blocks.get(*at).is_some_and(is_head_line) {
                prose[*at] = 0;
            }
        }
        let body = witness.body.as_deref().map(plain).filter(|body| body.len() >= LEAST_WITNESS).unwrap_or_default();
        let finder = |block: &Block| !body.is_empty() && block.text.len() > 1 && is_in(&plain(&block.text), &body);
        let seen: Vec<bool> = tree.blocks.iter().map(finder).collect();
        let mut page = Self { tree, hints: vec![Hint::None; prose.len()], prose, seen, witness: body.len() };
        page.spread_hints();
        page
    }

    /// Gives blocks the hints of their elements; an element that holds half of the prose is no furniture, whatever its name.
    fn spread_hints(&mut self) {
        let sums = sums(&self.prose);
        let all = sums[sums.len() - 1];
        for element in &self.tree.elements {
            let blocks = element.blocks.clone();
            let within = sums[blocks.end] - sums[blocks.start];
            let hint = if element.asks && self.is_short(&blocks) { Hint::Furniture } else { element.hint };
            let spread = match hint {
                Hint::None | Hint::Body | Hint::Article | Hint::Entry => false,
                // Questions about cookies may be longer than the article.
                Hint::Consent => within * 20 < all * 19,
                Hint::Boxed => within * 4 < all * 3,
                _ => within * 5 < all * 2,
            };
            if spread {
                self.hints[blocks].fill(hint);
            }
        }
    }

    /// Returns whether some blocks are no longer than a box that offers letters.
    fn is_short(&self, blocks: &Range<usize>) -> bool {
        /// Bytes of the words in such a box.
        const LONGEST: usize = 700;
        blocks.len() <= 12
            && self.tree.blocks[blocks.clone()].iter().map(|b| b.text.trim().len()).sum::<usize>() <= LONGEST
    }

    pub(super) fn is_furniture(&self, at: usize) -> bool {
        self.hints[at] != Hint::None && (!self.seen[at] || matches!(self.hints[at], Hint::Caption | Hint::Boxed))
    }

    /// How much each block speaks for the part that it is in.
    pub(super) fn weights(&self) -> Vec<i64> {
        let weight = |at: usize| match (self.is_furniture(at), self.seen[at]) {
            (true, _) => 0,
            (false, true) => self.prose[at] * 3,
            (false, false) => self.prose[at],
        };
        (0..self.prose.len()).map(weight).collect()
    }

    /// Returns the blocks of the part that is the article: from the whole page inwards, as long as little is lost.
    pub(super) fn part(&self) -> Range<usize> {
        let sums = sums(&self.weights());
        let sum = |blocks: &Range<usize>| sums[blocks.end] - sums[blocks.start];
        let mut part = 0..self.prose.len();
        let bodies = || self.tree.elements.iter().filter(|e| e.hint == Hint::Body);
        // The outermost element that is said to be the text, if most of the text is in it.
        if let Some(body) = bodies().max_by_key(|e| (sum(&e.blocks), std::cmp::Reverse(e.blocks.len()))) {
            let within = sum(&body.blocks);
            if within * 4 > sum(&part) && within > 0 {
                return self.joined(&body.blocks, &sum);
            }
        }
        for element in &self.tree.elements {
            let inside = part.start <= element.blocks.start && element.blocks.end <= part.end;
            let least = if element.hint == Hint::Article { 60 } else { 85 };
            if inside && element.blocks.len() < part.len() && sum(&element.blocks) * 100 >= sum(&part) * least {
                part = element.blocks.clone();
            }
        }
        part
    }

    /// Returns the stretch from the first to the last element that is said to be text, if little else lies between
    /// them and the longest, `body`, is not most of it.
    pub(super) fn joined(&self, body: &Range<usize>, sum: &dyn Fn(&Range<usize>) -> i64) -> Range<usize> {
        let (mut span, mut inside, mut end) = (body.clone(), 0, 0);
        for element in self.tree.elements.iter().filter(|e| e.hint == Hint::Body && sum(&e.blocks) > 0) {
            // Those inside of others are in their sums.
            if element.blocks.start >= end {
                inside += sum(&element.blocks);
                end = element.blocks.end;
            }
            span = span.start.min(element.blocks.start)..span.end.max(element.blocks.end);
        }
        let all = sum(&span);
        let scattered = sum(body) * 10 < all * 8 && inside * 10 >= all * 8;
        if scattered || inside == all { span } else { body.clone() }
    }
}

/// Returns whether a block is a line that is no sentence.
fn is_head_line(block: &Block) -> bool {
    let text = block.text.trim();
    text.chars().filter(|c| !c.is_whitespace()).count() < 120
        && !text.ends_with(['.', '!', '?', '…', '”', '"', '“', '’', ')', '。'])
}
