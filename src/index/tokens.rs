//! Words on their way into the engine: prepared once per article, cut again by a tokenizer that only splits.
//!
//! Prepared text holds folded words (or their stems) separated by one space, and one line a paragraph.

use crate::index::pairs;
use crate::text::{Stemmer, fold_word, words};
use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The version of cutting, folding and stemming; an index made by another one must be rebuilt.
pub(crate) const ANALYSER: &str = "words1+fold2+frostem2";

/// How far positions jump at a paragraph's end, so that no phrase or window reaches over it.
const PARAGRAPH_GAP: usize = 1000;

/// The most stems kept in memory.
const MOST_STEMS: usize = 1 << 18;

/// The language whose stems stand in when an article's language is not known.
pub(super) const DEFAULT_LANGUAGE: &str = "en";

/// Prepares words and stems; keeps the stems that it has seen.
#[derive(Debug, Default)]
pub(crate) struct Analyser {
    language: String,
    stemmer: Option<Stemmer>,
    stems: FxHashMap<Box<str>, Box<str>>,
    word: String,
}

impl Analyser {
    /// Uses the stems of `language` from now on.
    pub(super) fn speak(&mut self, language: Option<&str>) {
        let language = language.unwrap_or(DEFAULT_LANGUAGE);
        if language != self.language {
            self.language = language.to_owned();
            self.stemmer = Stemmer::new(language);
            self.stems.clear();
        }
    }

    /// Appends the words of `text` to `prepared` and returns how many there are.
    pub(super) fn add(&mut self, text: &str, prepared: &mut Prepared) -> u64 {
        let mut count = 0;
        let mut end = 0;
        for span in words(text) {
            self.word.clear();
            fold_word(span.of(text), &mut self.word);
            if self.word.is_empty() {
                continue;
            }
            close_up(&mut self.word);
            count += 1;
            // A piece of a text may begin behind a narrator, and run over the end of a paragraph.
            let parted = end == 0 || text[end..span.start()].contains('\n');
            end = span.end();
            prepared.add_pair(&self.word, parted);
            prepared.words.push_str(&self.word);
            prepared.words.push(' ');
            self.push_stem(&mut prepared.stems);
            prepared.stems.push(' ');
        }
        count
    }

    fn push_stem(&mut self, out: &mut String) {
        let Some(stemmer) = self.stemmer else { return out.push_str(&self.word) };
        if let Some(stem) = self.stems.get(self.word.as_str()) {
            return out.push_str(stem);
        }
        let stem = stemmer.stem(&self.word);
        out.push_str(&stem);
        if self.stems.len() >= MOST_STEMS {
            self.stems.clear();
        }
        self.stems.insert(self.word.as_str().into(), stem.as_ref().into());
    }
}

/// Makes one token of a folded word: a few letters (Arabic ligatures) fold to several words.
pub(super) fn close_up(word: &mut String) {
    if !word.is_ascii() && word.contains([' ', '\n']) {
        *word = word.replace([' ', '\n'], "\u{1f}");
    }
}

/// The words of a text, and their stems, ready to be split.
#[derive(Clone, Debug, Default)]
pub(super) struct Prepared {
    /// Folded words.
    pub(super) words: String,
    /// Their stems.
    pub(super) stems: String,
    /// The pairs of frequent words that follow each other.
    pub(super) pairs: String,
    /// Where the last word begins, if it is a frequent one.
    last: Option<usize>,
}

impl Prepared {
    /// Ends a paragraph.
    pub(super) fn end_paragraph(&mut self) {
        self.words.push('\n');
        self.stems.push('\n');
        self.last = None;
    }

    /// Adds the pair that `word`, which is about to be added, makes with the word before, from which it may be parted.
    fn add_pair(&mut self, word: &str, parted: bool) {
        let last = self.last.take();
        if !pairs::is_frequent(word) {
            return;
        }
        if let Some(last) = last {
            let start = self.pairs.len();
            pairs::push(self.words[last..].trim_end(), word, &mut self.pairs);
            let pair = parted.then(|| pairs::parted(&self.pairs[start..]));
            self.pairs.push(' ');
            if let Some(pair) = pair {
                self.pairs.push_str(&pair);
                self.pairs.push(' ');
            }
        }
        self.last = Some(self.words.len());
    }
}

/// The tokenizer of prepared text.
#[derive(Clone, Default)]
pub(super) struct Split {
    token: Token,
}

impl Tokenizer for Split {
    type TokenStream<'a> = SplitStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> SplitStream<'a> {
        self.token.reset();
        SplitStream { text, at: 0, next: 0, token: &mut self.token }
    }
}

/// The words of a prepared text.
pub(super) struct SplitStream<'a> {
    text: &'a str,
    at: usize,
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for SplitStream<'_> {
    fn advance(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b' ' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    self.next += PARAGRAPH_GAP;
                }
                _ => {
                    self.take();
                    return true;
                }
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

impl SplitStream<'_> {
    fn take(&mut self) {
        let rest = &self.text[self.at..];
        let len = memchr::memchr2(b' ', b'\n', rest.as_bytes()).unwrap_or(rest.len());
        self.token.text.clear();
        self.token.text.push_str(&rest[..len]);
        self.token.offset_from = self.at;
        self.token.offset_to = self.at + len;
        self.token.position = self.next;
        self.next += 1;
        self.at += len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prepared_text_is_cut_back_into_its_words() {
        let mut analyser = Analyser::default();
        analyser.speak(Some("en"));
        let mut prepared = Prepared::default();
        assert_eq!(analyser.add("“Elections,” he", &mut prepared), 2);
        prepared.end_paragraph();
        assert_eq!(analyser.add("O’Brien", &mut prepared), 1);
        assert_eq!(prepared.words, "elections he \no'brien ");
        assert_eq!(prepared.stems, "elect he \no'brien ");
        assert_eq!(prepared.pairs, "");
        let mut split = Split::default();
        let mut stream = split.token_stream(&prepared.words);
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().text.clone(), stream.token().position));
        }
        let expected = [("elections", 0), ("he", 1), ("o'brien", 2 + PARAGRAPH_GAP)];
        assert_eq!(found, expected.map(|(w, p)| (w.to_owned(), p)));
    }

    #[test]
    fn pairs_of_frequent_words_follow_each_other_in_one_paragraph() {
        let mut analyser = Analyser::default();
        analyser.speak(Some("en"));
        let mut prepared = Prepared::default();
        analyser.add("One of “the” brindled cows", &mut prepared);
        analyser.add("of", &mut prepared);
        analyser.add("THE", &mut prepared);
        prepared.end_paragraph();
        analyser.add("it is", &mut prepared);
        analyser.add("so\nit is", &mut prepared);
        let pairs = prepared.pairs.replace('\u{1f}', "+");
        assert_eq!(pairs, "one+of of+the of+the of+the+ it+is is+so is+so+ so+it so+it+ it+is ");
    }
}
