//! The words of a passage in the order in which they were said or written: of a quotation, with the narrator's interruptions
//! left out; of quotations of one speaker that follow each other in a paragraph; of a paragraph; of a title; of a whole text.

use crate::model::{Annotated, Kind, Quote, Span};
use crate::query::Unit;
use crate::query::verify::tokens::{self, Token};
use std::borrow::Cow;

/// A passage of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Passage {
    /// Quotations that follow each other, the first and the last; mostly one.
    Quotes(u32, u32),
    /// A paragraph.
    Paragraph(u32),
    /// All paragraphs.
    Whole,
    /// The title.
    Title,
}

/// The words of a passage.
#[derive(Clone, Debug)]
pub(super) struct Sequence<'a> {
    /// The text that spans point into.
    pub(super) text: &'a str,
    /// What it is.
    pub(super) passage: Passage,
    /// The stretches of text that belong to it, without the quotation marks round them.
    pieces: Vec<Span>,
    /// The words.
    pub(super) tokens: Vec<Token>,
    /// Whether accents make other words here.
    pub(super) accents: bool,
}

impl<'a> Sequence<'a> {
    /// Returns the words of a passage; `None` if there is no such passage.
    pub(super) fn new(annotated: &'a Annotated, passage: Passage) -> Option<Self> {
        let article = &annotated.article;
        let (text, pieces) = match passage {
            Passage::Title => {
                let title = article.title.as_deref()?;
                (title, vec![Span::new(0, title.len())])
            }
            Passage::Paragraph(at) => (article.text.as_str(), vec![article.paragraphs().nth(at as usize)?]),
            Passage::Whole => (article.text.as_str(), vec![Span::new(0, article.text.len())]),
            Passage::Quotes(first, last) => {
                let quotes = annotated.annotations.quotes.get(first as usize..=last as usize)?;
                let pieces = quotes.iter().flat_map(|quote| &quote.spans).map(|piece| bare(&article.text, *piece));
                (article.text.as_str(), pieces.collect())
            }
        };
        let mut tokens = Vec::new();
        pieces.iter().for_each(|piece| tokens::add(text, *piece, &mut tokens));
        // Writers of English leave accents out of foreign words; in other languages they make other words.
        let accents = article.language.as_deref() != Some("en");
        Some(Self { text, passage, pieces, tokens, accents })
    }

    /// Returns the words as they are compared.
    pub(super) fn keys(&self) -> Vec<u64> {
        self.tokens.iter().map(|token| if self.accents { token.accented } else { token.bare }).collect()
    }

    /// Returns what is shown as the passage.
    pub(super) fn unit(&self) -> Unit {
        match self.passage {
            Passage::Quotes(..) => Unit::Quote,
            Passage::Paragraph(_) | Passage::Whole => Unit::Paragraph,
            Passage::Title => Unit::Title,
        }
    }

    fn piece(&self, token: usize) -> usize {
        let start = self.tokens.get(token).map_or(0, |token| token.span.start());
        self.pieces.partition_point(|piece| piece.end() <= start)
    }

    /// Returns what stands between a word and the next one. Where the narrator interrupts, that is what stands before and after
    /// him, and one blank.
    pub(super) fn between(&self, token: usize) -> Cow<'a, str> {
        let (Some(this), Some(next)) = (self.tokens.get(token), self.tokens.get(token + 1)) else {
            return Cow::Borrowed(self.after(token));
        };
        let (a, b) = (self.piece(token), self.piece(token + 1));
        if a == b {
            return Cow::Borrowed(Span::new(this.span.end(), next.span.start()).of(self.text));
        }
        let head = Span::new(self.pieces[b].start(), next.span.start()).of(self.text);
        Cow::Owned(format!("{} {head}", self.after(token).trim_end()))
    }

    /// Returns what stands behind a word, up to the next one or the end of its piece.
    pub(super) fn after(&self, token: usize) -> &'a str {
        let Some(this) = self.tokens.get(token) else { return "" };
        let piece = self.pieces.get(self.piece(token)).map_or(this.span.end(), |piece| piece.end());
        let next = self.tokens.get(token + 1).map_or(piece, |next| next.span.start().min(piece));
        let next = if next < this.span.end() { piece } else { next };
        Span::new(this.span.end(), next).of(self.text)
    }

    /// Returns what stands before a word, from the one before or the start of its piece on.
    pub(super) fn before(&self, token: usize) -> &'a str {
        let Some(this) = self.tokens.get(token) else { return "" };
        let piece = self.pieces.get(self.piece(token)).map_or(0, |piece| piece.start());
        let last = token.checked_sub(1).map_or(piece, |last| self.tokens[last].span.end());
        Span::new(last.max(piece).min(this.span.start()), this.span.start()).of(self.text)
    }

    /// Returns the text from a word to another, with what closes its last sentence.
    pub(super) fn shown(&self, from: usize, to: usize) -> String {
        let mut out = String::new();
        for token in from..to {
            out.push_str(self.tokens[token].span.of(self.text));
            if token + 1 < to {
                out.push_str(&self.between(token));
            }
        }
        let close = self.after(to.saturating_sub(1));
        let close = &close[..close.find(char::is_whitespace).unwrap_or(close.len())];
        out.push_str(close.trim_end_matches(['"', '”', '»', '“', '(', '[']));
        out
    }

    /// Returns the stretches of text from a word to another, cut where the sequence leaves something out.
    pub(super) fn spans(&self, from: usize, to: usize) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for token in from..to.min(self.tokens.len()) {
            let span = self.tokens[token].span;
            match spans.last_mut() {
                Some(last) if self.piece(token) == self.piece(token - 1) => *last = last.join(span),
                _ => spans.push(span),
            }
        }
        spans
    }

    /// Returns whether a sentence, or the passage, ends behind a word.
    pub(super) fn ends_sentence(&self, token: usize) -> bool {
        let Some(this) = self.tokens.get(token) else { return false };
        if token + 1 == self.tokens.len() {
            return true;
        }
        let (at, next) = (self.piece(token), self.piece(token + 1));
        let piece = self.pieces.get(at).copied().unwrap_or_default();
        if at != next {
            // The narrator who goes on with a comma interrupts a sentence.
            let start = self.pieces.get(next).map_or(piece.end(), |next| next.start());
            let narrator = Span::new(piece.end(), start).of(self.text);
            let stops = narrator.trim_end_matches(is_mark).ends_with(['.', '!', '?']);
            return stops || self.after(token).contains(['.', '!', '?']);
        }
        let Some(rest) = self.text.get(piece.start()..piece.end()) else { return false };
        let (end, next) = (this.span.end(), end_of(self, token, piece));
        let ends = crate::text::sentences(rest).into_iter().map(|sentence| sentence.end() + piece.start());
        let stops = self.after(token).contains(['.', '!', '?', '…', '\n']);
        stops && ends.into_iter().any(|at| (end..=next).contains(&at))
    }

    /// Returns whether a sentence, or the passage, begins with a word.
    pub(super) fn starts_sentence(&self, token: usize) -> bool {
        token == 0 || self.ends_sentence(token - 1)
    }
}

fn end_of(sequence: &Sequence<'_>, token: usize, piece: Span) -> usize {
    let next = sequence.tokens.get(token + 1).map_or(piece.end(), |next| next.span.start());
    next.min(piece.end()).max(sequence.tokens[token].span.end())
}

/// Returns whether `c` is a quotation mark, or white space round one.
pub(super) fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '\'' | '`' | '＂')
}

/// Returns a piece of a quotation without its quotation marks.
fn bare(text: &str, piece: Span) -> Span {
    let words = piece.of(text);
    let start = words.len() - words.trim_start_matches(is_mark).len();
    let end = words.trim_end_matches(is_mark).len().max(start);
    Span::new(piece.start() + start, piece.start() + end)
}

/// Returns the quotations that touch a paragraph, one by one, and those of one speaker that follow each other in it.
pub(super) fn quotes_in(annotated: &Annotated, paragraph: u32) -> Vec<Passage> {
    let Some(span) = annotated.article.paragraphs().nth(paragraph as usize) else { return Vec::new() };
    let quotes = &annotated.annotations.quotes;
    let mut found = Vec::new();
    let mut run: Option<(u32, u32)> = None;
    for (i, quote) in quotes.iter().enumerate().filter(|(_, quote)| quote.extent().overlaps(span)) {
        let i = i as u32;
        found.push(Passage::Quotes(i, i));
        run = match run {
            Some((first, last)) if last + 1 == i && follow(&quotes[last as usize], quote) => Some((first, i)),
            run => {
                found
                    .extend(run.filter(|(first, last)| first < last).map(|(first, last)| Passage::Quotes(first, last)));
                Some((i, i))
            }
        };
    }
    found.extend(run.filter(|(first, last)| first < last).map(|(first, last)| Passage::Quotes(first, last)));
    found
}

/// Returns whether two quotations are one speech that the narrator interrupts between two sentences.
pub(super) fn follow(one: &Quote, next: &Quote) -> bool {
    let direct = one.kind == Kind::Direct && next.kind == Kind::Direct;
    direct && one.speaker.is_some() && one.speaker == next.speaker && one.extent().end() <= next.extent().start()
}
