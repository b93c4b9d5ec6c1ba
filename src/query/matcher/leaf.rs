//! The leaves of a query: single words, phrases, windows.

use crate::model::Span;
use crate::query::ast::Within;
use crate::query::matcher::terms::{At, Found, Shape, Terms};
use crate::query::plan::{Node, Target};
use crate::text::{is_word_char, sentences};

/// A leaf, its words replaced by numbers of terms.
pub(super) struct Leaf {
    /// Where it looks.
    pub(super) target: Target,
    rule: Rule,
}

enum Rule {
    /// Any word that matches the term.
    Word(usize),
    /// Consecutive words, each with the gap before it.
    Phrase(Vec<(usize, u32)>),
    /// Different terms, how often each must occur, and the length of the window.
    Near(Vec<(usize, usize)>, u32),
    /// Different terms, how often each must occur in one of the parts.
    Together(Vec<(usize, usize)>, Part),
}

/// A part of a text that is longer than a window.
#[derive(Clone, Copy)]
enum Part {
    Sentence,
    Paragraph,
}

impl Leaf {
    /// Returns the leaf that `node` is, if it is one.
    pub(super) fn new(node: &Node, terms: &mut Terms) -> Option<Self> {
        let (target, rule) = match node {
            Node::Word { target, word, form, stems } => (target, Rule::Word(terms.add(Shape::Stem, word, form, stems))),
            Node::Prefix { target, prefix, form } => (target, Rule::Word(terms.add(Shape::Prefix, prefix, form, &[]))),
            Node::Fuzzy { target, word, form, distance } => {
                (target, Rule::Word(terms.add(Shape::Fuzzy(*distance), word, form, &[])))
            }
            Node::Phrase { target, words } => {
                let words = words.iter().map(|w| (terms.add(Shape::Exact, &w.word, &w.form, &[]), w.gap));
                (target, Rule::Phrase(words.collect()))
            }
            Node::Near { target, words, within } => {
                let mut needed: Vec<(usize, usize)> = Vec::new();
                for word in words {
                    let term = terms.add(Shape::Exact, &word.word, &word.form, &[]);
                    match needed.iter_mut().find(|(t, _)| *t == term) {
                        Some((_, count)) => *count += 1,
                        None => needed.push((term, 1)),
                    }
                }
                let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
                let rule = match within {
                    Within::Words(slop) => Rule::Near(needed, count.saturating_add(*slop)),
                    Within::Sentence => Rule::Together(needed, Part::Sentence),
                    Within::Paragraph => Rule::Together(needed, Part::Paragraph),
                };
                (target, rule)
            }
            _ => return None,
        };
        Some(Self { target: *target, rule })
    }

    /// Returns whether it is a phrase or a window of several words.
    pub(super) fn has_many_words(&self) -> bool {
        match &self.rule {
            Rule::Word(_) => false,
            Rule::Phrase(words) => words.len() > 1,
            Rule::Near(_, length) => *length > 1,
            Rule::Together(needed, _) => needed.iter().map(|(_, count)| count).sum::<usize>() > 1,
        }
    }

    /// Returns whether the leaf matches, and adds the spans of `text` that do.
    pub(super) fn find(&self, found: &Found, text: &str, pieces: &[Span], spans: &mut Vec<Span>) -> bool {
        let before = spans.len();
        match &self.rule {
            Rule::Word(term) => spans.extend(found.of(*term).iter().map(|at| at.span)),
            Rule::Phrase(words) => {
                for run in runs(found, words) {
                    push_run(run, text, pieces, spans);
                }
            }
            Rule::Near(needed, length) => spans.extend(windows(found, needed, *length)),
            Rule::Together(needed, part) => spans.extend(together(found, needed, &bounds(text, pieces, *part))),
        }
        spans.len() > before
    }
}

/// Returns the places where the words of a phrase follow each other, from the first to the last byte; none overlaps the next.
fn runs(found: &Found, words: &[(usize, u32)]) -> Vec<Span> {
    let Some((&(first, _), rest)) = words.split_first() else { return Vec::new() };
    // Each run so far: where it starts, and its last word. Starts and ends both rise.
    let mut runs: Vec<(usize, At)> = found.of(first).iter().map(|at| (at.span.start(), *at)).collect();
    for &(term, gap) in rest {
        runs = extended(&runs, found.of(term), gap);
        if runs.is_empty() {
            break;
        }
    }
    let mut spans: Vec<Span> = Vec::with_capacity(runs.len());
    for (start, last) in runs {
        if spans.last().is_none_or(|span| span.end() <= start) {
            spans.push(Span::new(start, last.span.end()));
        }
    }
    spans
}

/// Returns the runs that go on with a word of `next` after at most `gap` other words: for each word the run that ends nearest.
fn extended(runs: &[(usize, At)], next: &[At], gap: u32) -> Vec<(usize, At)> {
    let mut out = Vec::new();
    let mut i = 0;
    for &at in next {
        while runs.get(i).is_some_and(|(_, last)| last.position < at.position) {
            i += 1;
        }
        if let Some((start, last)) = i.checked_sub(1).map(|i| runs[i])
            && at.position - last.position <= gap + 1
        {
            out.push((start, at));
        }
    }
    out
}

/// Adds the parts of a run that lie in pieces, each from its first to its last word.
fn push_run(run: Span, text: &str, pieces: &[Span], spans: &mut Vec<Span>) {
    let first = pieces.partition_point(|piece| piece.end() <= run.start());
    for piece in pieces[first..].iter().take_while(|piece| piece.start() < run.end()) {
        let part = Span::new(run.start().max(piece.start()), run.end().min(piece.end()));
        let words = part.of(text);
        let left = words.len() - words.trim_start_matches(|c| !is_word_char(c)).len();
        let right = words.trim_end_matches(|c| !is_word_char(c)).len();
        if left < right {
            spans.push(Span::new(part.start() + left, part.start() + right));
        }
    }
}

/// Returns the wanted words of all windows of `length` words that hold each term as often as needed.
fn windows(found: &Found, needed: &[(usize, usize)], length: u32) -> Vec<Span> {
    let mut all: Vec<(At, usize)> = Vec::new();
    for (i, (term, _)) in needed.iter().enumerate() {
        all.extend(found.of(*term).iter().map(|at| (*at, i)));
    }
    all.sort_by_key(|(at, _)| at.position);
    let mut counts = vec![0; needed.len()];
    let mut missing = needed.len();
    let (mut left, mut taken) = (0, 0);
    let mut spans = Vec::new();
    for right in 0..all.len() {
        let (at, i) = all[right];
        counts[i] += 1;
        missing -= usize::from(counts[i] == needed[i].1);
        // Words that are too far away leave the window.
        while at.position - all[left].0.position >= length {
            let leaving = all[left].1;
            missing += usize::from(counts[leaving] == needed[leaving].1);
            counts[leaving] -= 1;
            left += 1;
        }
        if missing == 0 {
            spans.extend(all[left.max(taken)..=right].iter().map(|(at, _)| at.span));
            taken = right + 1;
        }
    }
    spans
}

/// Returns the sentences or paragraphs of the stretch of `text` that the pieces lie in.
fn bounds(text: &str, pieces: &[Span], part: Part) -> Vec<Span> {
    let Some(all) = pieces.iter().copied().reduce(Span::join) else { return Vec::new() };
    let stretch = all.of(text);
    let spans = match part {
        Part::Sentence => sentences(stretch),
        Part::Paragraph => {
            let ends = stretch.match_indices('\n').map(|(at, _)| at).chain([stretch.len()]);
            let mut start = 0;
            ends.map(|end| Span::new(std::mem::replace(&mut start, end + 1), end)).collect()
        }
    };
    spans.into_iter().map(|span| span.shift(all.start())).collect()
}

/// Returns the wanted words of those parts that hold each term as often as needed.
fn together(found: &Found, needed: &[(usize, usize)], parts: &[Span]) -> Vec<Span> {
    let mut spans = Vec::new();
    for part in parts {
        let inside = |term: usize| {
            let all = found.of(term);
            let start = all.partition_point(|at| at.span.start() < part.start());
            let end = all.partition_point(|at| at.span.start() < part.end());
            &all[start..end.max(start)]
        };
        if needed.iter().all(|(term, count)| inside(*term).len() >= *count) {
            spans.extend(needed.iter().flat_map(|(term, _)| inside(*term)).map(|at| at.span));
        }
    }
    spans
}
