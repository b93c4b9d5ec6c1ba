//! What stands with the text: leads above it, dates near it, the words of its pictures.

use crate::ingest::date::{self, Order, find_in};
use crate::ingest::html::body::measure::plain;
use crate::ingest::html::body::part::Page;
use crate::ingest::html::body::{Found, Witness};
use crate::ingest::html::head::Head;
use crate::ingest::html::tree::{Block, Hint};
use std::ops::Range;

impl Page<'_> {
    /// Returns the line with a date that is nearest to the article: above its first sentences, else below its end.
    pub(super) fn dated(&self, part: &Range<usize>, order: Order) -> Option<String> {
        let first = part.clone().find(|&at| self.prose[at] > 0).unwrap_or(part.start);
        let line = |at: usize| {
            let text = self.tree.blocks[at].text.trim();
            (text.len() <= 160).then(|| crate::ingest::one_line(text)).and_then(|text| find_in(&text, order))
        };
        let above = (first.saturating_sub(25)..first).rev().find_map(line);
        above.or_else(|| (first..self.prose.len().min(part.end + 10)).find_map(line))
    }

    /// Returns the head above the first sentences of `part`.
    pub(super) fn head(&self, title: Option<&str>, part: &Range<usize>) -> Head {
        let first = part.clone().find(|&at| self.prose[at] > 0 && !self.is_furniture(at)).unwrap_or(part.start);
        Head::of(self.tree, title, first)
    }

    pub(super) fn found(&self, blocks: Vec<Block>, title: Option<&str>, part: &Range<usize>, order: Order) -> Found {
        let head = self.head(title, part);
        let captions = self.captions(&head, part);
        let (days, far, byline) = (head.days(self.tree, order), self.dated(part, order), head.byline(self.tree));
        Found { blocks, days, far, byline, captions }
    }

    /// Returns the words of the pictures of a part and of its head, each once.
    pub(super) fn captions(&self, head: &Head, part: &Range<usize>) -> Vec<String> {
        let mut captions: Vec<String> = Vec::new();
        for at in head.below_title().chain(part.clone()).filter(|&at| self.hints[at] == Hint::Caption) {
            let caption = crate::ingest::one_line(&self.tree.blocks[at].text);
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
            let line = crate::ingest::one_line(&block.text);
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
