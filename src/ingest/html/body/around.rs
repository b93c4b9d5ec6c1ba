//! What stands with the text: leads above it, dates near it, the words of its pictures.

use crate::ingest::date::{self, Order, find_in};
use crate::ingest::html::body::measure::plain;
use crate::ingest::html::body::part::Page;
use crate::ingest::html::body::{Found, Witness};
use crate::ingest::html::head::{Head, changed, published};
use crate::ingest::html::tree::{Block, Hint};
use crate::ingest::one_line;
use std::ops::Range;

impl Page<'_> {
    /// Returns the date of the line that is nearest to the article: above its first sentences, else in or below it, if
    /// the line is no sentence: these date what they tell.
    fn dated(&self, part: &Range<usize>, order: Order) -> Option<String> {
        /// Letters of a line with a date and little else.
        const PLAIN: usize = 60;
        let first = part.clone().find(|&at| self.prose[at] > 0).unwrap_or(part.start);
        let line = |at: usize| Some(one_line(&self.tree.blocks[at].text)).filter(|text| text.len() <= 160);
        let plain = |text: &String| text.chars().count() <= PLAIN;
        let sentence = |text: &String| text.ends_with(['.', '!', '?', '。', '”', '"']) || text.ends_with("].");
        let date = |text: String| find_in(&text, order);
        let above = (first.saturating_sub(25)..first).rev().find_map(|at| line(at).and_then(date));
        let lines: Vec<String> = (first..self.prose.len().min(part.end + 10)).filter_map(line).collect();
        let of =
            |is: &dyn Fn(&String) -> bool| lines.iter().filter(|text| is(text)).find_map(|text| find_in(text, order));
        above.or_else(|| of(&plain)).or_else(|| of(&|text| !sentence(text) || text.contains('©')))
    }

    /// Returns the date of a line in the text or below it that says when the page was published.
    fn labelled(&self, part: &Range<usize>, order: Order) -> Option<String> {
        /// Bytes of the longest of such lines.
        const LONGEST: usize = 200;
        let lines = (part.start..self.prose.len().min(part.end + 10)).map(|at| one_line(&self.tree.blocks[at].text));
        lines.filter(|line| line.len() <= LONGEST).find_map(|line| published(&line, order))
    }

    /// Returns when the page says at its end that it was last changed.
    fn changed(&self, order: Order) -> Option<String> {
        /// The last blocks of a page.
        const END: usize = 40;
        let blocks = &self.tree.blocks;
        let lines = blocks[blocks.len().saturating_sub(END)..].iter().rev().map(|block| one_line(&block.text));
        lines.filter(|line| line.len() <= 160).find_map(|line| changed(&line, order))
    }

    /// Returns the head above the first sentences of `part`.
    pub(super) fn head(&self, title: Option<&str>, part: &Range<usize>) -> Head {
        let first = part.clone().find(|&at| self.prose[at] > 0 && !self.is_furniture(at)).unwrap_or(part.start);
        Head::of(self.tree, title, first)
    }

    pub(super) fn found(&self, blocks: Vec<Block>, title: Option<&str>, part: &Range<usize>, order: Order) -> Found {
        let head = self.head(title, part);
        let captions = self.captions(&head, part);
        let (mut days, far, byline) = (head.days(self.tree, order), self.dated(part, order), head.byline(self.tree));
        days.changed = days.changed.or_else(|| self.changed(order));
        Found { blocks, days, labelled: self.labelled(part, order), far, byline, captions }
    }

    /// Returns the words of the pictures of a part and of its head, each once.
    fn captions(&self, head: &Head, part: &Range<usize>) -> Vec<String> {
        let mut captions: Vec<String> = Vec::new();
        for at in head.below_title().chain(part.clone()).filter(|&at| self.hints[at] == Hint::Caption) {
            let caption = one_line(&self.tree.blocks[at].text);
            if !caption.is_empty() && !captions.contains(&caption) {
                captions.push(caption);
            }
        }
        captions
    }

    /// Puts the sentences between the title and the text before it.
    pub(super) fn add_lead(&self, kept: &mut Vec<usize>, head: &Head) {
        /// More of them are something else.
        const MOST: usize = 3;
        let is_lead = |&at: &usize| {
            let block = &self.tree.blocks[at];
            let line = one_line(&block.text);
            let words = line.split(' ').count();
            let credit = line.contains(['©', '|', '@']) || date::find(&line).is_some();
            let linked = block.linked * 2 > line.len();
            let said = self.prose[at] > 0 || (line.len() >= 60 && words >= 8 && !credit && !block.listed);
            !kept.contains(&at) && matches!(self.hints[at], Hint::None | Hint::Teaser) && said && !linked
        };
        let lead: Vec<usize> = head.below_title().filter(is_lead).collect();
        if lead.len() <= MOST {
            kept.extend(lead);
            kept.sort_unstable();
        }
    }

    /// Puts what stands in larger letters above the text before it, if the page shows it outside the part.
    pub(super) fn add_summary(&self, kept: &mut Vec<usize>, start: usize, witness: &Witness) {
        let Some(summary) = witness.summary.as_deref().map(plain).filter(|s| s.len() >= 40) else { return };
        let is_summary = |at: &usize| {
            let said = plain(&self.tree.blocks[*at].text);
            said.len() >= 40 && (said.contains(&summary) && said.len() < 2 * summary.len())
        };
        if kept.iter().any(|&at| plain(&self.tree.blocks[at].text).contains(&summary)) {
            return;
        }
        if let Some(at) = (0..kept.first().map_or(start, |&first| first.max(start))).rev().find(is_summary) {
            kept.insert(0, at);
        }
    }
}
