//! What models read of each token: one small record a token, with sentinels between paragraphs.

use crate::annotate::doc::{Doc, NONE, Quoted};
use crate::annotate::model::Model;
use crate::annotate::token::{Shape, Token};
use crate::annotate::words::{Entry, Tag, unpack};

/// Sentinels before and after each paragraph, so that neighbours need no bounds.
pub(crate) const PAD: usize = 4;

/// The attributes of one token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    pub(crate) word: u32,
    pub(crate) last3: u32,
    pub(crate) last2: u32,
    pub(crate) shape: u8,
    pub(crate) tag: u8,
    /// Its state with regard to quotation marks.
    pub(crate) quoted: u8,
    /// Length and end of its quoted stretch.
    pub(crate) stretch: u8,
    /// How often the word is a cue, 0 to 5.
    pub(crate) class: u8,
    /// Which words it is used like, 0 if that is not known.
    pub(crate) cluster: u8,
    /// Place in the sentence: 1–3 from its start, 4–5 from its end, else 0.
    pub(crate) place: u8,
}

const EDGE: Attribute = Attribute {
    word: 1,
    last3: 1,
    last2: 1,
    shape: 15,
    tag: Tag::Edge as u8,
    quoted: 7,
    stretch: 31,
    class: 7,
    cluster: 0,
    place: 7,
};

/// Running counts from the text's start up to (not including) a token.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) marks: u32,
    pub(crate) cues: u32,
    pub(crate) commas: u32,
    pub(crate) verbs: u32,
    pub(crate) dashes: u32,
    /// Not a count: one more than the last token that is a mark.
    pub(crate) last_mark: u32,
    /// Not a count: one more than the last token that is a comma.
    pub(crate) last_comma: u32,
}

/// The attributes of a text.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    padded: Vec<Attribute>,
    /// For each paragraph, what to add to a token's number to find it in `padded`.
    offset: Vec<usize>,
    /// One more than there are tokens.
    pub(crate) counts: Vec<Counts>,
    /// For each sentence: the highest class outside marks, and whether it has marks.
    pub(crate) sentences: Vec<(u8, bool)>,
}

impl Attributes {
    pub(crate) fn new(text: &str, doc: &Doc, model: &Model) -> Self {
        let mut out = Self::default();
        out.padded.reserve(doc.tokens.len() + PAD * (doc.paragraphs.len() + 1));
        out.counts.reserve(doc.tokens.len() + 1);
        out.sentences = vec![(0, false); doc.sentences.len()];
        let mut running = Counts::default();
        for &paragraph in &doc.paragraphs {
            out.padded.extend([EDGE; PAD]);
            out.offset.push(out.padded.len() - paragraph.start);
            for i in paragraph.iter() {
                let attribute = attribute(text, doc, model, i);
                out.counts.push(running);
                count(&mut running, &attribute, i);
                let sentence = &mut out.sentences[doc.tokens[i].sentence as usize];
                if attribute.quoted == Quoted::Out as u8 {
                    sentence.0 = sentence.0.max(attribute.class);
                } else {
                    sentence.1 = true;
                }
                out.padded.push(attribute);
            }
        }
        out.padded.extend([EDGE; PAD]);
        out.counts.push(running);
        out
    }

    /// Returns the attributes of a paragraph with [`PAD`] sentinels on both sides, and what to add to a token's number.
    pub(crate) fn paragraph(&self, number: usize) -> (&[Attribute], usize) {
        (&self.padded, self.offset[number])
    }

    /// Returns the attributes of token `i` of paragraph `number`.
    pub(crate) fn get(&self, number: usize, i: usize) -> &Attribute {
        &self.padded[i + self.offset[number]]
    }
}

fn count(running: &mut Counts, a: &Attribute, i: usize) {
    let next = u32::try_from(i + 1).unwrap_or(u32::MAX);
    let tag = Tag::from_number(a.tag);
    let outside = a.quoted == Quoted::Out as u8;
    if matches!(a.quoted, 2 | 3) {
        running.marks += 1;
        running.last_mark = next;
    }
    running.cues += u32::from(a.class >= 3 && outside);
    if tag == Tag::Comma {
        running.commas += 1;
        running.last_comma = next;
    }
    running.verbs += u32::from(tag.is_verb());
    running.dashes += u32::from(matches!(tag, Tag::Colon | Tag::Dash));
}

fn attribute(text: &str, doc: &Doc, model: &Model, i: usize) -> Attribute {
    let t = &doc.tokens[i];
    let entry = entry(text, t, model);
    let sentence = doc.sentence_of(i);
    let place = match (i - sentence.start, sentence.end - i) {
        (n @ 0..3, _) => n + 1,
        (_, n @ 1..3) => n + 3,
        _ => 0,
    };
    Attribute {
        word: t.word,
        last3: t.last3,
        last2: t.last2,
        shape: t.shape as u8,
        tag: entry.tag as u8,
        quoted: doc.quoted[i] as u8,
        stretch: stretch(text, doc, i),
        class: entry.class,
        cluster: entry.cluster,
        place: u8::try_from(place).unwrap_or(0),
    }
}

/// The usual tag and class of a token: by word, else by ending and shape.
pub(crate) fn entry(text: &str, t: &Token, model: &Model) -> Entry {
    if let Some(tag) = sign(text, t) {
        return Entry { tag, class: 0, cluster: 0 };
    }
    if let Some(value) = model.words.get(t.word) {
        return unpack(value);
    }
    let tag = model.endings.get(ending(t)).map(|v| unpack(v).tag);
    let default = match t.shape {
        Shape::Capital | Shape::Upper | Shape::Initial => Tag::Nnp,
        Shape::Digit => Tag::Cd,
        _ => Tag::Nn,
    };
    Entry { tag: tag.unwrap_or(default), class: 0, cluster: 0 }
}

/// The key of the table of endings.
pub(crate) fn ending(t: &Token) -> u32 {
    t.last3.wrapping_mul(31).wrapping_add(t.shape as u32)
}

fn sign(text: &str, t: &Token) -> Option<Tag> {
    match t.shape {
        Shape::Stop => Some(Tag::Stop),
        Shape::Mark => Some(Tag::Mark),
        Shape::Punct => Some(match t.text(text) {
            "," => Tag::Comma,
            ":" | ";" => Tag::Colon,
            "-" | "--" | "---" | "–" | "—" | "―" => Tag::Dash,
            "(" | ")" | "[" | "]" => Tag::Bracket,
            "&" => Tag::Cc,
            _ => Tag::X,
        }),
        _ => None,
    }
}

fn stretch(text: &str, doc: &Doc, i: usize) -> u8 {
    let id = doc.stretch_of[i];
    if id == NONE {
        return 0;
    }
    let stretch = &doc.stretches[id as usize];
    let length = match stretch.words {
        0..=1 => 1,
        2..=3 => 2,
        4..=7 => 3,
        8..=15 => 4,
        _ => 5,
    };
    let last = stretch.tokens.end.saturating_sub(2).max(stretch.tokens.start);
    let end = match (stretch.closed, doc.tokens[last].text(text)) {
        (false, _) => 3,
        (true, ",") => 1,
        (true, "." | "!" | "?" | "…" | "...") => 2,
        _ => 0,
    };
    length * 4 + end
}
