//! A text cut into paragraphs, sentences and tokens, with its quoted stretches: what all models look at.

use crate::annotate::marks::{self, Stretch};
use crate::annotate::token::{self, Range, Shape, Token};

/// Where a token stands with regard to quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Quoted {
    Out,
    In,
    Opening,
    Closing,
}

/// No stretch.
pub(crate) const NONE: u32 = u32::MAX;

/// A text as models see it.
#[derive(Debug, Default)]
pub(crate) struct Doc {
    pub(crate) tokens: Vec<Token>,
    /// Token ranges, in order and without gaps.
    pub(crate) sentences: Vec<Range>,
    /// Token ranges; a paragraph is a line of the text that holds at least one token.
    pub(crate) paragraphs: Vec<Range>,
    pub(crate) stretches: Vec<Stretch>,
    /// For each token, its state and its stretch (or [`NONE`]).
    pub(crate) quoted: Vec<Quoted>,
    pub(crate) stretch_of: Vec<u32>,
    /// For each sentence, its paragraph.
    pub(crate) paragraph_of: Vec<u32>,
}

impl Doc {
    /// Cuts `text` up. Linear in its length.
    pub(crate) fn new(text: &str) -> Self {
        let mut doc = Self::default();
        doc.tokens.reserve(text.len() / 5);
        let mut start = 0;
        for line in text.split('\n') {
            let first = doc.tokens.len();
            token::tokenise_paragraph(text, start, start + line.len(), &mut doc.tokens);
            start += line.len() + 1;
            if doc.tokens.len() > first {
                doc.paragraphs.push(Range { start: first, end: doc.tokens.len() });
            }
        }
        doc.quoted = vec![Quoted::Out; doc.tokens.len()];
        doc.stretch_of = vec![NONE; doc.tokens.len()];
        for p in 0..doc.paragraphs.len() {
            let paragraph = doc.paragraphs[p];
            let following = doc.paragraphs.get(p + 1..).unwrap_or(&[]);
            marks::find(text, &doc.tokens, paragraph, following, &mut doc.stretches);
            doc.cut_sentences(text, paragraph, p);
        }
        doc.mark_tokens();
        doc
    }

    /// Returns the sentence that token `i` stands in.
    pub(crate) fn sentence_of(&self, i: usize) -> Range {
        self.sentences[self.tokens[i].sentence as usize]
    }

    /// Returns the paragraph that token `i` stands in.
    pub(crate) fn paragraph_at(&self, i: usize) -> Range {
        self.paragraphs[self.paragraph_of[self.tokens[i].sentence as usize] as usize]
    }

    /// Whether the paragraph of token `to` is the next one after that of token `from`, captions between left out.
    pub(crate) fn is_next_paragraph(&self, from: usize, to: usize) -> bool {
        let paragraph = |i: usize| self.paragraph_of[self.tokens[i].sentence as usize];
        let step = paragraph(to).checked_sub(paragraph(from));
        step.is_some_and(|n| (1..=1 + marks::CAPTIONS).contains(&n))
    }

    /// Returns the byte span of a token range.
    pub(crate) fn span(&self, range: Range) -> crate::model::Span {
        if range.start >= range.end {
            return crate::model::Span::default();
        }
        crate::model::Span::new(self.tokens[range.start].start as usize, self.tokens[range.end - 1].end as usize)
    }

    fn cut_sentences(&mut self, text: &str, paragraph: Range, number: usize) {
        let mut start = paragraph.start;
        let mut i = paragraph.start;
        while i < paragraph.end {
            let end = sentence_end(text, &self.tokens, i, paragraph.end);
            i = end.unwrap_or(i + 1);
            if end.is_some() || i == paragraph.end {
                let sentence = u32::try_from(self.sentences.len()).unwrap_or(u32::MAX);
                for t in &mut self.tokens[start..i] {
                    t.sentence = sentence;
                }
                self.sentences.push(Range { start, end: i });
                self.paragraph_of.push(u32::try_from(number).unwrap_or(u32::MAX));
                start = i;
            }
        }
    }

    fn mark_tokens(&mut self) {
        for (s, stretch) in self.stretches.iter().enumerate() {
            let id = u32::try_from(s).unwrap_or(NONE);
            for i in stretch.tokens.iter() {
                self.quoted[i] = Quoted::In;
                self.stretch_of[i] = id;
            }
            self.quoted[stretch.tokens.start] = Quoted::Opening;
            if stretch.closed {
                self.quoted[stretch.tokens.end - 1] = Quoted::Closing;
            }
        }
    }
}

/// Words that, capitalised after `U.S.` or `p.m.`, begin a sentence.
const STARTERS: [&str; 22] = [
    "A", "After", "And", "As", "At", "But", "For", "He", "I", "If", "In", "It", "On", "She", "So", "That", "The",
    "They", "This", "We", "When", "While",
];

/// If a sentence ends with token `i` (and the closing marks after it), returns the first token of the next one.
fn sentence_end(text: &str, tokens: &[Token], i: usize, limit: usize) -> Option<usize> {
    let t = &tokens[i];
    let bytes = text.as_bytes();
    let dotted = t.is_word() && bytes[t.end as usize - 1] == b'.';
    if t.shape != Shape::Stop && !dotted {
        return None;
    }
    let mut next = i + 1;
    while next < limit && !tokens[next].spaced && closes(tokens[next].text(text)) {
        next += 1;
    }
    if next == limit {
        return Some(next);
    }
    let follower = &tokens[next];
    if dotted {
        let word = t.text(text);
        let long = word.matches('.').count() > 1;
        return (long && follower.spaced && STARTERS.contains(&follower.text(text))).then_some(next);
    }
    let begins = follower.is_capitalised()
        || follower.shape == Shape::Digit
        || (follower.shape == Shape::Mark && follower.spaced)
        || follower.text(text) == "("
        || follower.text(text).starts_with(['@', '#', '—', '–', '•']);
    (begins && (follower.spaced || follower.is_capitalised())).then_some(next)
}

fn closes(token: &str) -> bool {
    matches!(token, "”" | "\"" | "’" | "'" | "''" | ")" | "]" | "»" | "." | "!" | "?" | "…")
}
