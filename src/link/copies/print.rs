//! The print of a quotation: a short hash a word, in order. What editors put in or leave out is a gap.

use crate::link::copies::hashes::word_hash;
use crate::model::{Quote, Span};
use crate::text::words;

/// What stands for words that may be there or not: an editor's in brackets, or those left out at an ellipsis.
pub(super) const GAP: u16 = 0;

/// How many words of a quotation are kept at most; those of longer ones that share so many share all.
pub(super) const LONGEST: usize = 64;

/// Returns the print of a quotation in `text`.
pub(super) fn print(text: &str, quote: &Quote) -> Vec<u16> {
    let mut print = Print::default();
    for (i, piece) in quote.spans.iter().enumerate() {
        print.piece(piece.of(text), i == 0);
    }
    print.words
}

#[derive(Default)]
struct Print {
    words: Vec<u16>,
}

impl Print {
    fn piece(&mut self, text: &str, first: bool) {
        let brackets = brackets(text);
        let mut brackets = brackets.iter().peekable();
        let mut end = 0;
        // The beginning of a word that an editor changed: `[T]he`.
        let mut begun: Option<Span> = None;
        for word in words(text) {
            if self.words.len() >= LONGEST {
                return;
            }
            let between = Span::new(end, word.start()).of(text);
            end = word.end();
            if is_ellipsis(between) {
                self.gap();
            }
            while brackets.next_if(|bracket| bracket.end() <= word.start()).is_some() {}
            if let Some(&&bracket) = brackets.peek().filter(|bracket| bracket.covers(word)) {
                if is_letter(text, bracket, word) {
                    begun = Some(word);
                } else {
                    self.inserted(text, bracket);
                }
                continue;
            }
            // `that` before indirect speech is no part of what was said.
            if first && word.start() == 0 && word.of(text) == "that" {
                continue;
            }
            match begun.take() {
                Some(letter) => self.word(&format!("{}{}", letter.of(text), word.of(text))),
                None => self.word(word.of(text)),
            }
        }
        if is_ellipsis(&text[end..]) {
            self.gap();
        }
    }

    fn word(&mut self, word: &str) {
        self.words.push((word_hash(word) % u64::from(u16::MAX - 1)) as u16 + 1);
    }

    fn gap(&mut self) {
        if self.words.last() != Some(&GAP) && self.words.len() < LONGEST {
            self.words.push(GAP);
        }
    }

    /// Takes in brackets with words; a word that they are joined to is the editor's too (`want[ed]`).
    fn inserted(&mut self, text: &str, bracket: Span) {
        let joined = text[..bracket.start()].chars().next_back().is_some_and(char::is_alphanumeric);
        if joined && self.words.last() != Some(&GAP) {
            self.words.pop();
        }
        self.gap();
    }
}

/// Returns the stretches in brackets, the brackets included, that open and close in `text`; none lies in another.
fn brackets(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('[', None) => open = Some((at, ']')),
            ('(', None) => open = Some((at, ')')),
            (c, Some((start, close))) if c == close => {
                found.push(Span::new(start, at + c.len_utf8()));
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// Returns whether a bracket holds only the beginning of the word behind it.
fn is_letter(text: &str, bracket: Span, word: Span) -> bool {
    bracket.len() == word.len() + 2 && text[bracket.end()..].starts_with(char::is_alphanumeric)
}

fn is_ellipsis(between: &str) -> bool {
    between.contains('…') || between.contains("...") || between.contains(". . .")
}
