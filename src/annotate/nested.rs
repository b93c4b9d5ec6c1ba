//! Quotations within quotations: `“He told me, ‘You will never work here again,’” said Ann Lee.`
//!
//! Only what stands in marks of the other sort, with a word of saying directly beside, is one: inside said words there is
//! no narrator who would tell more.

use crate::annotate::attributes::Attributes;
use crate::annotate::doc::Doc;
use crate::annotate::marks::{self, Stretch};
use crate::annotate::token::{Range, Shape, hash_of};

/// A quotation within a quoted stretch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nested {
    /// Its tokens, marks included.
    pub(crate) content: Range,
    /// The token of the word of saying.
    pub(crate) cue: usize,
    /// Who says it; none if that is not told.
    pub(crate) source: Option<Range>,
    /// Whether the speaker of the stretch says it: `I said`.
    pub(crate) own: bool,
}

/// A word of this class, or higher, is often a cue.
const CUE_CLASS: u8 = 3;
/// Fewer words in marks are more often named than said; and what nobody is said to say is mostly a name too.
const LEAST_WORDS: usize = 3;
/// So many words before a word of saying may be its subject's.
const SUBJECT: usize = 4;

/// Finds the quotations within the part of one quoted stretch that lies in `piece`: many pieces may lie in one long stretch,
/// and each token is looked at once.
pub(crate) fn find(text: &str, doc: &Doc, attrs: &Attributes, stretch: &Stretch, piece: Range) -> Vec<Nested> {
    let mut out = Vec::new();
    let paragraph = doc.paragraph_at(stretch.tokens.start);
    let inside = Range {
        start: piece.start.max(stretch.tokens.start + 1),
        end: piece.end.min(stretch.tokens.end).max(piece.start.max(stretch.tokens.start + 1)),
    };
    for content in marks::inner(text, &doc.tokens, paragraph, inside, stretch.single) {
        let words = content.iter().filter(|&i| doc.tokens[i].is_word()).count();
        let view = View { text, doc, attrs, inside };
        let cue = view.cue_before(content.start).or_else(|| view.cue_behind(content.end));
        if let Some((cue, source)) = cue.filter(|c| words >= LEAST_WORDS && c.1.is_some()) {
            let own = source.is_some_and(|s| view.is_speaker(s));
            out.push(Nested { content, cue, source, own });
        }
    }
    out
}

/// The inside of a stretch.
struct View<'a> {
    text: &'a str,
    doc: &'a Doc,
    attrs: &'a Attributes,
    inside: Range,
}

impl View<'_> {
    fn word(&self, i: usize) -> &str {
        self.doc.tokens[i].text(self.text)
    }

    fn is_cue(&self, i: usize) -> bool {
        let paragraph = self.doc.paragraph_of[self.doc.tokens[i].sentence as usize] as usize;
        self.doc.tokens[i].shape == Shape::Lower && self.attrs.get(paragraph, i).class >= CUE_CLASS
    }

    /// `he said, ‘…’`, `she told me: ‘…’`
    fn cue_before(&self, start: usize) -> Option<(usize, Option<Range>)> {
        let mut i = start;
        let mut skipped = 0;
        // The pause, and the hearer: "told me,".
        while i > self.inside.start && skipped < 3 {
            i -= 1;
            if self.is_cue(i) {
                return Some((i, self.subject(i)));
            }
            let pause = matches!(self.word(i), "," | ":");
            if !pause && !self.doc.tokens[i].is_word() {
                return None;
            }
            skipped += usize::from(!pause);
        }
        None
    }

    /// `‘…,’ he said`, `‘…,’ says Ann Lee`
    fn cue_behind(&self, end: usize) -> Option<(usize, Option<Range>)> {
        let limit = self.inside.end.min(end + SUBJECT);
        let cue = (end..limit).take_while(|&i| self.doc.tokens[i].is_word()).find(|&i| self.is_cue(i))?;
        if cue > end {
            return Some((cue, Some(Range { start: end, end: cue })));
        }
        let name = (cue + 1..limit).take_while(|&i| self.doc.tokens[i].is_capitalised()).count();
        (name > 0).then_some((cue, Some(Range { start: cue + 1, end: cue + 1 + name })))
    }

    /// The words right before a word of saying: a pronoun, or words in capitals.
    fn subject(&self, cue: usize) -> Option<Range> {
        let before = cue.checked_sub(1).filter(|&b| b >= self.inside.start && self.doc.tokens[b].is_word())?;
        let pronouns = ["he", "she", "they", "i", "we", "who", "it"];
        if pronouns.contains(&self.word(before).to_lowercase().as_str()) {
            return Some(Range { start: before, end: cue });
        }
        let from = self.inside.start.max(cue.saturating_sub(SUBJECT));
        let name = (from..cue).rev().take_while(|&i| self.doc.tokens[i].is_capitalised()).count();
        (name > 0).then_some(Range { start: cue - name, end: cue })
    }

    fn is_speaker(&self, source: Range) -> bool {
        let me = [hash_of("i"), hash_of("we")];
        source.end == source.start + 1 && me.contains(&self.doc.tokens[source.start].word)
    }
}
