//! The words of a query, and where they stand in a text.

use crate::model::Span;
use crate::query::nearest::within;
use crate::text::{Folding, Stemmer, fold_word, fold_word_with, words};
use rustc_hash::FxHashMap;

/// How far apart two lines of an article are, in words: farther than any gap or usual window.
const LINE: u32 = 1 << 12;

/// The words of a query. A number stands for each.
pub(super) struct Terms {
    folding: Folding,
    list: Vec<Term>,
    /// The terms that a folded word is.
    whole: FxHashMap<String, Vec<usize>>,
    /// The terms that a stem is.
    stems: FxHashMap<String, Vec<usize>>,
    /// Prefixes and fuzzy words.
    loose: Vec<usize>,
    /// The first letters (ASCII) of words that may match as they are.
    first: [bool; 128],
    /// The first letters (ASCII) of words that may match by their stems.
    first_of_stems: [bool; 128],
}

struct Term {
    shape: Shape,
    folded: String,
    /// The word as typed, folded in all but what must be the same.
    form: String,
}

/// How a word may match a term.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The same word.
    Exact,
    /// The same word or an inflection.
    Stem,
    /// A word that begins so.
    Prefix,
    /// A word at this distance.
    Fuzzy(u8),
}

/// A word of a text that matches a term: its number among the words of the unit, and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) position: u32,
    pub(super) span: Span,
}

/// Where the terms stand in a text, in order.
pub(super) struct Found(Vec<Vec<At>>);

impl Found {
    pub(super) fn of(&self, term: usize) -> &[At] {
        self.0.get(term).map_or(&[], Vec::as_slice)
    }
}

impl Terms {
    pub(super) fn new(folding: Folding) -> Self {
        Self {
            folding,
            list: Vec::new(),
            whole: FxHashMap::default(),
            stems: FxHashMap::default(),
            loose: Vec::new(),
            first: [false; 128],
            first_of_stems: [false; 128],
        }
    }

    /// Adds a word; the same one twice is the same term.
    pub(super) fn add(&mut self, shape: Shape, folded: &str, typed: &str, stems: &[String]) -> usize {
        let mut form = String::new();
        fold_word_with(typed, self.folding, &mut form);
        let same = |t: &Term| t.shape == shape && t.folded == folded && t.form == form;
        if let Some(term) = self.list.iter().position(same) {
            return term;
        }
        let term = self.list.len();
        match shape {
            Shape::Exact | Shape::Stem => self.whole.entry(folded.to_owned()).or_default().push(term),
            Shape::Prefix | Shape::Fuzzy(_) => self.loose.push(term),
        }
        for stem in stems.iter().filter(|_| shape == Shape::Stem) {
            self.stems.entry(stem.clone()).or_default().push(term);
            know_first(&mut self.first_of_stems, stem);
        }
        match shape {
            Shape::Fuzzy(_) => self.first = [true; 128],
            _ => know_first(&mut self.first, folded),
        }
        self.list.push(Term { shape, folded: folded.to_owned(), form });
        term
    }

    /// Finds the terms in `pieces` of `text`. With `by_line`, words of different lines are far apart.
    pub(super) fn find(&self, text: &str, pieces: &[Span], stemmer: Option<Stemmer>, by_line: bool) -> Found {
        let mut found = Found(vec![Vec::new(); self.list.len()]);
        // Some languages' stems begin with another letter than their words.
        let any_first = !self.stems.is_empty() && stemmer.is_some_and(|s| !s.keeps_first_letter());
        let known = |firsts: &[bool; 128], first: u8| firsts.get(usize::from(first)).is_none_or(|known| *known);
        let mut folded = String::new();
        let mut position = 0u32;
        for piece in pieces {
            let part = piece.of(text);
            let mut last = 0;
            for word in words(part) {
                if by_line && part.as_bytes()[last..word.start()].contains(&b'\n') {
                    position = position.saturating_add(LINE);
                }
                last = word.end();
                let first = part.as_bytes()[word.start()].to_ascii_lowercase();
                let stemmed = any_first || known(&self.first_of_stems, first);
                if stemmed || known(&self.first, first) {
                    folded.clear();
                    fold_word(word.of(part), &mut folded);
                    let at = At { position, span: word.shift(piece.start()) };
                    self.meet(word.of(part), &folded, stemmed.then_some(stemmer), |term| {
                        if found.0[term].last().is_none_or(|last| last.position != position) {
                            found.0[term].push(at);
                        }
                    });
                }
                position += 1;
            }
        }
        found
    }

    /// Hands on every term that the word `stored`, which is `folded`, matches; without a `stemmer` its stem matches none.
    fn meet(&self, stored: &str, folded: &str, stemmer: Option<Option<Stemmer>>, mut hit: impl FnMut(usize)) {
        let mut take = |terms: &[usize], stem: usize| {
            for &term in terms {
                if self.same_form(&self.list[term], stored, folded, stem) {
                    hit(term);
                }
            }
        };
        if let Some(terms) = self.whole.get(folded) {
            take(terms, folded.len());
        }
        if let Some(stemmer) = stemmer {
            let stem = stemmer.map_or(std::borrow::Cow::Borrowed(folded), |s| s.stem(folded));
            if let Some(terms) = self.stems.get(stem.as_ref()) {
                take(terms, stem.chars().count());
            }
        }
        for &term in &self.loose {
            let Term { shape, folded: wanted, .. } = &self.list[term];
            let near = match *shape {
                Shape::Fuzzy(distance) => within(folded, wanted, usize::from(distance)),
                _ => folded.starts_with(wanted.as_str()),
            };
            if near {
                take(&[term], folded.len());
            }
        }
    }

    /// Returns whether the letters of the word `stored` are those typed, in what must be the same (case, accents).
    /// An inflection must agree in its first `stem` letters.
    fn same_form(&self, term: &Term, stored: &str, folded: &str, stem: usize) -> bool {
        if self.folding == Folding::default() {
            return true;
        }
        let mut form = String::new();
        fold_word_with(stored, self.folding, &mut form);
        match term.shape {
            Shape::Prefix => form.starts_with(&term.form),
            Shape::Fuzzy(distance) => within(&form, &term.form, usize::from(distance)),
            Shape::Stem if term.folded != folded => {
                let most = stem.min(term.form.chars().count());
                form.chars().take(most).eq(term.form.chars().take(most))
            }
            Shape::Exact | Shape::Stem => form == term.form,
        }
    }
}

/// Notes the first letter of `word`.
fn know_first(firsts: &mut [bool; 128], word: &str) {
    if let Some(known) = word.bytes().next().and_then(|b| firsts.get_mut(usize::from(b))) {
        *known = true;
    }
}
