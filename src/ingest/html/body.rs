//! The words of a page: which part of it is the article, and which blocks of that part are its text.

use crate::ingest::date;
use crate::ingest::html::head::Head;
use crate::ingest::html::hint;
use crate::ingest::html::tree::{self, Block, Hint, Tree};
use crate::model::Warning;
use dom_query::Document;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What a page says of its text outside the text.
#[derive(Debug, Default)]
pub(super) struct Witness {
    /// The whole text, without its paragraphs, or its beginning.
    pub(super) body: Option<String>,
    /// What stands above it in larger letters.
    pub(super) summary: Option<String>,
    /// Whether nobody is named as the author but the outlet.
    pub(super) unsure: bool,
}

/// Returns the blocks of the article in `document`.
pub(super) fn of_page(
    document: &Document,
    title: Option<&str>,
    witness: &Witness,
    warnings: &mut Vec<Warning>,
) -> Found {
    let tree = tree::read(&document.root(), &hint::of);
    let page = Page::of(&tree, witness);
    let part = page.part();
    let mut kept = page.kept(part.clone());
    if let Some(blocks) = page.lacking(&kept, witness) {
        return page.found(blocks, title, &part);
    }
    page.drop_repeats(&mut kept, &part);
    page.trim(&mut kept);
    page.add_summary(&mut kept, part.start, witness);
    page.add_lead(&mut kept, &page.head(title, &part));
    // What the page has, if nothing of it looks like an article.
    let listed = warnings.len();
    for kept in [kept, (0..tree.blocks.len()).collect()] {
        warnings.truncate(listed);
        let mut blocks: Vec<Block> = kept.iter().map(|&at| tree.blocks[at].clone()).collect();
        drop_around(&mut blocks, title, warnings);
        if !blocks.is_empty() {
            return page.found(blocks, title, &part);
        }
    }
    page.found(Vec::new(), title, &part)
}

/// The text of a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The blocks of the article.
    pub(super) blocks: Vec<Block>,
    /// The date in its head, and where it was found.
    pub(super) dated: Option<(&'static str, String)>,
    /// A date in a line near it.
    pub(super) far: Option<String>,
    /// The names in its head.
    pub(super) byline: Vec<String>,
    /// The words of its pictures.
    pub(super) captions: Vec<String>,
}

/// Words of a text that tell it from others: letters and digits, in lower case.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A page with what is known of each block.
struct Page<'a> {
    tree: &'a Tree,
    /// What elements say of the block.
    hints: Vec<Hint>,
    /// How much of an article it is.
    prose: Vec<i64>,
    /// Whether the witness has it.
    seen: Vec<bool>,
    /// The letters of the witness.
    witness: usize,
}

/// Repeats of fewer letters are not looked for.
const LEAST_REPEAT: usize = 30;

/// The first blocks of a text, among which its date may stand.
const TOP: usize = 12;

/// A witness of fewer letters proves nothing.
const LEAST_WITNESS: usize = 250;

impl<'a> Page<'a> {
    fn of(tree: &'a Tree, witness: &Witness) -> Self {
        let mut prose: Vec<i64> = tree.blocks.iter().map(prose).collect();
        if prose.iter().all(|prose| *prose == 0) {
            prose = tree.blocks.iter().map(unlinked).collect();
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
            let furniture = matches!(element.hint, Hint::Furniture | Hint::Pulled | Hint::Caption);
            let blocks = element.blocks.clone();
            if furniture && (sums[blocks.end] - sums[blocks.start]) * 5 < all * 2 {
                self.hints[blocks].fill(element.hint);
            }
        }
    }

    fn is_furniture(&self, at: usize) -> bool {
        self.hints[at] != Hint::None && (!self.seen[at] || self.hints[at] == Hint::Caption)
    }

    /// How much each block speaks for the part that it is in.
    fn weights(&self) -> Vec<i64> {
        let weight = |at: usize| match (self.is_furniture(at), self.seen[at]) {
            (true, _) => 0,
            (false, true) => self.prose[at] * 3,
            (false, false) => self.prose[at],
        };
        (0..self.prose.len()).map(weight).collect()
    }

    /// Returns the blocks of the part that is the article: from the whole page inwards, as long as little is lost.
    fn part(&self) -> Range<usize> {
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
    fn joined(&self, body: &Range<usize>, sum: &dyn Fn(&Range<usize>) -> i64) -> Range<usize> {
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
        if sum(body) * 10 < all * 8 && inside * 10 >= all * 8 { span } else { body.clone() }
    }

    /// Returns the numbers of the blocks in `part` that are text.
    fn kept(&self, part: Range<usize>) -> Vec<usize> {
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
    fn covers(&self, part: Range<usize>) -> bool {
        if self.witness == 0 {
            return false;
        }
        let letters = |at: usize| plain(&self.tree.blocks[at].text).len();
        let seen: usize = part.clone().filter(|&at| self.seen[at]).map(letters).sum();
        let prose: usize = part.filter(|&at| self.prose[at] > 0 && !self.is_furniture(at)).map(letters).sum();
        seen * 10 >= self.witness * 7 && seen * 10 >= prose * 7
    }

    /// Lines that stand on the page again and again, as no article repeats them.
    fn repeated(&self) -> FxHashMap<&str, usize> {
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for block in &self.tree.blocks {
            *counts.entry(block.text.trim()).or_default() += 1;
        }
        counts.retain(|text, count| *count > 2 && (text.len() < 60 || *count > 3));
        counts
    }

    /// Returns the words of the witness, if the page lacks them: some pages fetch their text later.
    fn lacking(&self, kept: &[usize], witness: &Witness) -> Option<Vec<Block>> {
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
    fn drop_repeats(&self, kept: &mut Vec<usize>, part: &Range<usize>) {
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
            self.hints[at] == Hint::Pulled && words.len() >= LEAST_REPEAT && !text.contains(&words)
        };
        let pulled: Vec<usize> = part.clone().filter(is_new).collect();
        kept.extend(pulled);
        kept.sort_unstable();
    }

    /// Takes short lines off both ends that are no sentences: sections, dates, reading times, labels.
    fn trim(&self, kept: &mut Vec<usize>) {
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

    /// Returns the line with a date that is nearest to the article: above its first sentences, else below its end.
    fn dated(&self, part: &Range<usize>) -> Option<String> {
        let first = part.clone().find(|&at| self.prose[at] > 0).unwrap_or(part.start);
        let line = |at: usize| {
            let text = self.tree.blocks[at].text.trim();
            (text.len() <= 160).then(|| crate::ingest::one_line(text)).and_then(|text| date::find(&text))
        };
        let above = (first.saturating_sub(25)..first).rev().find_map(line);
        above.or_else(|| (first..self.prose.len().min(part.end + 10)).find_map(line))
    }

    /// Returns the head above the first sentences of `part`.
    fn head(&self, title: Option<&str>, part: &Range<usize>) -> Head {
        let first = part.clone().find(|&at| self.prose[at] > 0 && !self.is_furniture(at)).unwrap_or(part.start);
        Head::of(self.tree, title, first)
    }

    fn found(&self, blocks: Vec<Block>, title: Option<&str>, part: &Range<usize>) -> Found {
        let head = self.head(title, part);
        let captions = self.captions(&head, part);
        let (dated, far, byline) = (head.dated(self.tree), self.dated(part), head.byline(self.tree));
        Found { blocks, dated, far, byline, captions }
    }

    /// Returns the words of the pictures of a part and of its head, each once.
    fn captions(&self, head: &Head, part: &Range<usize>) -> Vec<String> {
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
    fn add_lead(&self, kept: &mut Vec<usize>, head: &Head) {
        /// More of them are something else.
        const MOST: usize = 3;
        let is_lead = |&at: &usize| {
            let block = &self.tree.blocks[at];
            let line = crate::ingest::one_line(&block.text);
            let words = line.split(' ').count();
            let credit = line.contains(['©', '|', '@']) || date::find(&line).is_some();
            let linked = block.linked * 2 > line.len();
            let said = self.prose[at] > 0 || (line.len() >= 60 && words >= 8 && !credit && !block.listed);
            !kept.contains(&at) && self.hints[at] == Hint::None && said && !linked
        };
        let lead: Vec<usize> = head.below_title().filter(is_lead).collect();
        if lead.len() <= MOST {
            kept.extend(lead);
            kept.sort_unstable();
        }
    }

    /// Puts what stands in larger letters above the text before it, if the page shows it outside the part.
    fn add_summary(&self, kept: &mut Vec<usize>, start: usize, witness: &Witness) {
        let Some(summary) = witness.summary.as_deref().map(plain).filter(|s| s.len() >= 40) else { return };
        let is_summary = |at: &usize| {
            let said = plain(&self.tree.blocks[*at].text);
            said.len() >= 40 && (said.contains(&summary) && said.len() < 2 * summary.len())
        };
        if kept.iter().any(|&at| plain(&self.tree.blocks[at].text).contains(&summary)) {
            return;
        }
        if let Some(at) = (0..start).rev().find(is_summary) {
            kept.insert(0, at);
        }
    }
}

/// Returns whether `words` stand in a line of `lines` that has more words.
fn is_inside(words: &str, lines: &str) -> bool {
    memchr::memmem::find_iter(lines.as_bytes(), words.as_bytes()).any(|at| {
        let bounded = at == 0 || lines.as_bytes()[at - 1] == b'\n';
        !(bounded && lines.as_bytes().get(at + words.len()) == Some(&b'\n'))
    })
}

/// Returns whether `words` stand in `body`; of long ones the beginning and the end are enough.
fn is_in(words: &str, body: &str) -> bool {
    /// Letters at each end.
    const END: usize = 60;
    if words.is_empty() {
        return false;
    }
    let found = |part: &str| memchr::memmem::find(body.as_bytes(), part.as_bytes()).is_some();
    if words.len() <= 3 * END {
        return found(words);
    }
    let is_edge = |at: &usize| words.is_char_boundary(*at);
    let head = (0..=END).rev().find(is_edge).unwrap_or(0);
    let tail = (words.len() - END..words.len()).find(is_edge).unwrap_or(words.len());
    found(&words[..head]) && found(&words[tail..])
}

/// Returns how much of an article a block is: its length if it has sentences and few links.
fn prose(block: &Block) -> i64 {
    let text = block.text.trim();
    let words = text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    let ends = text.contains(['.', '!', '?', '。', '…', '”', '"', '“', '！', '？', '।']);
    let least = if block.paragraph { 40 } else { 80 };
    if words < least || block.linked * 2 > words || !ends || block.heading {
        return 0;
    }
    let length = i64::try_from(words).unwrap_or(i64::MAX);
    if block.listed { length / 3 } else { length }
}

/// Returns how many bytes of a block stand in no link.
fn unlinked(block: &Block) -> i64 {
    let words = block.text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    i64::try_from(words.saturating_sub(block.linked)).unwrap_or(i64::MAX)
}

/// Returns the sums of the first 0, 1, 2 … numbers.
fn sums(numbers: &[i64]) -> Vec<i64> {
    let mut sum = 0_i64;
    let mut sums = vec![0];
    sums.extend(numbers.iter().map(|n| {
        sum = sum.saturating_add(*n);
        sum
    }));
    sums
}

/// Drops what is not the article's text: the title once more, blocks that are only a link, headings of nothing.
fn drop_around(blocks: &mut Vec<Block>, title: Option<&str>, warnings: &mut Vec<Warning>) {
    let title = title.map(plain);
    let mut dropped = |block: &Block| {
        warnings.push(Warning { rule: "rubbish".to_owned(), text: crate::ingest::one_line(&block.text) });
    };
    let mut first = true;
    blocks.retain(|block| {
        let words = block.text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        if words == 0 {
            return false;
        }
        if first && title.as_deref().is_some_and(|title| *title == plain(&block.text)) {
            return false;
        }
        let label = block.linked * 10 >= words * 6 && words < 200 && !block.text.trim_end().ends_with(['.', '”', '"']);
        if label || (block.linked * 10 >= words * 9 && words < 250) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(html: &str, witness: &Witness) -> Vec<String> {
        let found = of_page(&Document::from(html), None, witness, &mut Vec::new());
        found.blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn deep_pages_do_not_overflow() {
        let html = format!("{}<p>Deep words.</p>", "<div>".repeat(4_000));
        assert_eq!(texts(&html, &Witness::default()).len(), 1);
    }

    /// A page with what pages have around their text.
    fn page(body: &str) -> String {
        format!(
            "<nav><a href=/>Home</a></nav><div class=wrap><h1>Ferry sails</h1><p>4 minute read</p>{body}\
             <div class=related-links><p>The mayor of Ostley has opened a bridge, and many people came to see it.</p></div></div>\
             <footer><p>The Courier is a company that was founded in Tarnwick, where it has its offices.</p></footer>"
        )
    }

    const THREE: &str = "<p>The first ferry of the year sailed on Monday, with forty people on board.</p>\
        <p>“It was cold,” said Pia Vell, who has sailed for twenty years and more.</p><p>Read also: <a href=/x>The ferry of last year and why it sank</a></p>\
        <p>The next ferry sails on Tuesday, if the wind allows it and the crew is well.</p>";

    #[test]
    fn what_stands_around_the_text_goes() {
        let found = texts(&page(&format!("<div>{THREE}</div>")), &Witness::default());
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("The first ferry") && found[2].starts_with("The next ferry"));
    }

    #[test]
    fn sentences_between_the_title_and_the_text_are_text() {
        let lead = "<h1>Ferry sails</h1><div class=intro><h2>The first ferry of the year is on its way to the island again</h2></div>\
                    <p class=meta>Pia Vell</p><figure><figcaption>The ferry on the water, seen from the pier of Ostley, in the morning.</figcaption></figure>";
        let rest =
            "<footer><p>The Courier is a company that was founded in Tarnwick, where it has its offices.</p></footer>";
        let html = format!("<div>{lead}</div><div class=story-body>{THREE}</div>{rest}");
        let found = of_page(&Document::from(html.as_str()), Some("Ferry sails"), &Witness::default(), &mut Vec::new());
        let texts: Vec<&str> = found.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts.len(), 4, "{texts:?}");
        assert!(texts[0].starts_with("The first ferry of the year is on"));
    }

    #[test]
    fn paragraphs_named_like_the_text_are_not_all_of_it() {
        let html = page(&format!("<div>{}</div>", THREE.replace("<p>", "<p class=bodytext>")));
        assert_eq!(texts(&html, &Witness::default()).len(), 3);
    }

    #[test]
    fn a_text_in_several_parts() {
        let parts: String =
            THREE.split("</p>").map(|part| format!("<div class=story-text>{part}</p></div><div>Photo</div>")).collect();
        let found = texts(&page(&parts), &Witness::default());
        assert!(
            found.iter().any(|text| text.starts_with("The first"))
                && found.iter().any(|text| text.starts_with("The next")),
            "{found:?}"
        );
    }

    #[test]
    fn an_aside_may_hold_the_page_and_posts_are_quoted() {
        let tweet = "<blockquote class=twitter-tweet><p>We sail again, and we are glad that so many of you are with us today.</p></blockquote>";
        let found =
            texts(&format!("<aside>{}</aside>", page(&format!("<div>{THREE}{tweet}</div>"))), &Witness::default());
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn pull_quotes_count_once() {
        let quote = |words: &str| format!("<div class=pullquote><p>{words}</p></div>");
        let again = quote("“It was cold,” said Pia Vell, who has sailed");
        let new = quote("“Nobody else would have gone out on such a day,” says the mate of the ferry.");
        let found = texts(
            &page(&format!(
                "<div>{again}{THREE}{new}<p>Then all of them went home, and the lamp at the pier was put out.</p></div>"
            )),
            &Witness::default(),
        );
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(found[0].starts_with("The first ferry") && found[3].contains("the mate"));
    }

    #[test]
    fn dates_between_the_lead_and_the_text_go() {
        let found = texts(
            &page(&format!(
                "<div><p>The ferry that everybody was waiting for has at last sailed to the island.</p><p>8 May 2024, 4 Min.</p>{THREE}</div>"
            )),
            &Witness::default(),
        );
        assert!(found.len() == 4 && !found.iter().any(|text| text.contains("Min.")), "{found:?}");
    }

    #[test]
    fn captions_stand_apart() {
        let figure = "<figure><img src=a><figcaption>The ferry on <i>Monday</i>.</figcaption></figure>";
        let html = page(&format!(
            "<div>{figure}{THREE}<div class=image-caption>The crew. Photo: Ruta Bly</div>{figure}</div>"
        ));
        let found = of_page(&Document::from(html.as_str()), Some("Ferry sails"), &Witness::default(), &mut Vec::new());
        assert_eq!(found.captions, ["The ferry on Monday.", "The crew. Photo: Ruta Bly"]);
        assert_eq!(found.blocks.len(), 3);
    }

    #[test]
    fn a_form_may_hold_the_page() {
        assert_eq!(texts(&format!("<form>{}</form>", page(THREE)), &Witness::default()).len(), 3);
    }

    #[test]
    fn the_witness_tells_the_text_from_prose_beside_it() {
        let prompt = "<p>Our readers pay for what we write, so that we can write more of it, every day.</p>";
        let more =
            "The crew of the ferry has asked for blankets, for tea and for a second lamp at the stern of the ship.";
        let html = page(&format!("<div>{THREE}<p>{more}</p>{prompt}</div>"));
        let body = "The first ferry of the year sailed on Monday, with forty people on board. “It was cold,” said Pia Vell, who has \
                    sailed for twenty years and more. Read also: The ferry of last year and why it sank. The next ferry sails on \
                    Tuesday, if the wind allows it and the crew is well. "
            .to_owned()
            + more;
        assert_eq!(texts(&html, &Witness::default()).len(), 5);
        let witness = Witness { body: Some(body), ..Witness::default() };
        let found = texts(&html, &witness);
        assert!(found.len() == 4 && found.iter().all(|text| !text.contains("Our readers")), "{found:?}");
    }

    #[test]
    fn the_witness_speaks_where_the_page_has_no_text() {
        let body = "The ferry sailed on Monday.\n".repeat(40);
        let witness = Witness { body: Some(body), ..Witness::default() };
        assert_eq!(texts("<p>Loading the page.</p>", &witness).len(), 40);
    }
}
