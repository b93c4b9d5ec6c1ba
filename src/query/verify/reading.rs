//! How a claim is read: its words, its ellipses, and what the editor put in brackets.

use crate::model::Span;
use crate::query::verify::sequence::is_mark;
use crate::query::verify::tokens::{self, Token};
use crate::text::{fold_word, words};
use unicode_normalization::UnicodeNormalization;

/// The longest remark of an editor, in bytes; longer brackets are words like others.
const LONGEST_REMARK: usize = 200;

/// What may stand in the passage between two claimed words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    #[default]
    None,
    /// Words for which the claim has an ellipsis.
    Ellipsis,
    /// Words for which the claim has a remark in brackets.
    Editor,
}

/// A word of a claim as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Indexed {
    /// The word, folded.
    pub(super) word: String,
    /// The token that it belongs to.
    pub(super) token: usize,
}

/// One way to read a claim.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The claim, NFC.
    pub(super) text: String,
    /// The claim without the quotation marks round it.
    pub(super) core: Span,
    /// The claimed words.
    pub(super) tokens: Vec<Token>,
    /// What may stand before each of them, and behind the last.
    pub(super) gaps: Vec<Gap>,
    /// Ellipses and remarks, each with the number of the words before it.
    pub(super) marks: Vec<(usize, Span)>,
    /// The words to look for.
    pub(super) indexed: Vec<Indexed>,
}

impl Reading {
    /// Returns the ways to read `claim`: each character as it stands, and, if the claim has ellipses or brackets, as editors
    /// use them.
    pub(super) fn of(claim: &str) -> Vec<Self> {
        let text: String = claim.nfc().collect();
        let core = core(&text);
        let mut literal = Self { core, ..Self::default() };
        tokens::add(&text, core, &mut literal.tokens);
        literal.gaps = vec![Gap::None; literal.tokens.len() + 1];
        literal.text.clone_from(&text);
        literal.index();
        let marks = marks(&text, core);
        let mut readings = vec![literal];
        if !marks.is_empty() {
            let mut edited = Self { core, text, ..Self::default() };
            edited.read_marks(&marks);
            edited.index();
            if !edited.tokens.is_empty() {
                readings.push(edited);
            }
        }
        readings
    }

    /// Returns the claimed words as they are compared in a text whose accents count or do not.
    pub(super) fn keys(&self, accents: bool) -> Vec<u64> {
        self.tokens.iter().map(|token| if accents { token.accented } else { token.bare }).collect()
    }

    /// Returns whether the claim has ellipses or brackets.
    pub(super) fn has_gaps(&self) -> bool {
        self.gaps.iter().any(|gap| *gap != Gap::None)
    }

    /// Returns the words to look for, in stretches that must stand together.
    pub(super) fn stretches(&self) -> Vec<&[Indexed]> {
        let together = |a: &Indexed, b: &Indexed| (a.token + 1..=b.token).all(|at| self.gaps[at] == Gap::None);
        self.indexed.chunk_by(together).collect()
    }

    /// Returns the part of the reading from one token to another as a reading of its own.
    pub(super) fn part(&self, from: usize, to: usize) -> Self {
        let tokens = self.tokens[from..to].to_vec();
        let core = tokens.iter().map(|token| token.span).reduce(Span::join).unwrap_or_default();
        let gaps = vec![Gap::None; tokens.len() + 1];
        let mut part = Self { text: self.text.clone(), core, tokens, gaps, ..Self::default() };
        part.index();
        part
    }

    fn read_marks(&mut self, marks: &[Mark]) {
        let mut at = self.core.start();
        self.gaps.push(Gap::None);
        for mark in marks {
            self.add(Span::new(at, mark.span.start()));
            at = mark.span.end();
            let last = self.gaps.len() - 1;
            match mark.kind {
                MarkKind::Ellipsis => {
                    self.marks.push((last, mark.span));
                    self.gaps[last] = Gap::Ellipsis;
                }
                MarkKind::Remark => {
                    self.marks.push((last, mark.span));
                    if self.gaps[last] == Gap::None {
                        self.gaps[last] = Gap::Editor;
                    }
                }
                MarkKind::Inside => {
                    self.tokens.push(tokens::token(&self.text, mark.span));
                    self.gaps.push(Gap::None);
                }
            }
        }
        self.add(Span::new(at, self.core.end()));
    }

    fn add(&mut self, span: Span) {
        tokens::add(&self.text, span, &mut self.tokens);
        self.gaps.resize(self.tokens.len() + 1, Gap::None);
    }

    fn index(&mut self) {
        for (i, token) in self.tokens.iter().enumerate() {
            let whole: String = token.span.of(&self.text).chars().filter(|c| !matches!(c, '[' | ']')).collect();
            for span in words(&whole) {
                let mut word = String::new();
                fold_word(span.of(&whole), &mut word);
                if !word.is_empty() {
                    self.indexed.push(Indexed { word, token: i });
                }
            }
        }
    }
}

/// Returns the claim without the white space and the quotation marks round it.
fn core(text: &str) -> Span {
    let start = text.len() - text.trim_start_matches(is_mark).len();
    Span::new(start, text.trim_end_matches(is_mark).len().max(start))
}

/// A mark of an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    span: Span,
    kind: MarkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkKind {
    /// Words were left out.
    Ellipsis,
    /// Words of the editor.
    Remark,
    /// A word with letters of the editor in it (`[T]he`).
    Inside,
}

/// Finds the ellipses and brackets of `core`.
fn marks(text: &str, core: Span) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut at = core.start();
    while let Some(c) = text[at..core.end()].chars().next() {
        let rest = Span::new(at, core.end());
        let found = match c {
            '…' | '.' => ellipsis(text, rest),
            '[' | '(' => bracketed_ellipsis(text, rest).or_else(|| if c == '[' { remark(text, rest) } else { None }),
            _ => None,
        };
        let found = found.map(|mark| inside(text, core, marks.last(), mark));
        at = found.map_or(at + c.len_utf8(), |mark| mark.span.end());
        marks.extend(found);
    }
    marks
}

/// Returns the run of dots at the start of `rest`, if it is an ellipsis: `…`, or three dots or more, with blanks or without.
fn ellipsis(text: &str, rest: Span) -> Option<Mark> {
    let mut dots = 0;
    let mut end = rest.start();
    for (i, c) in rest.of(text).char_indices() {
        match c {
            '…' => dots += 3,
            '.' => dots += 1,
            ' ' | '\u{a0}' => continue,
            _ => break,
        }
        end = rest.start() + i + c.len_utf8();
    }
    (dots >= 3).then_some(Mark { span: Span::new(rest.start(), end), kind: MarkKind::Ellipsis })
}

/// Returns the ellipsis in brackets at the start of `rest`.
fn bracketed_ellipsis(text: &str, rest: Span) -> Option<Mark> {
    let inner = Span::new(rest.start() + 1, rest.end());
    let blanks = inner.of(text).len() - inner.of(text).trim_start().len();
    let dots = ellipsis(text, Span::new(inner.start() + blanks, rest.end()))?;
    let behind = Span::new(dots.span.end(), rest.end()).of(text);
    let close = behind.trim_start().chars().next().filter(|c| matches!(c, ']' | ')'))?;
    let end = dots.span.end() + behind.find(close)? + 1;
    Some(Mark { span: Span::new(rest.start(), end), kind: MarkKind::Ellipsis })
}

/// Returns the remark in brackets at the start of `rest`.
fn remark(text: &str, rest: Span) -> Option<Mark> {
    let close = rest.of(text).find(']').filter(|close| *close <= LONGEST_REMARK)?;
    Some(Mark { span: Span::new(rest.start(), rest.start() + close + 1), kind: MarkKind::Remark })
}

/// Returns `mark`, or the whole word if it stands in one.
fn inside(text: &str, core: Span, last: Option<&Mark>, mark: Mark) -> Mark {
    if mark.kind != MarkKind::Remark {
        return mark;
    }
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    let remark = Span::new(mark.span.start() + 1, mark.span.end() - 1).of(text);
    let from = last.map_or(core.start(), |last| last.span.end());
    let before =
        text[from..mark.span.start()].chars().rev().take_while(|c| letter(*c)).map(char::len_utf8).sum::<usize>();
    let behind =
        text[mark.span.end()..core.end()].chars().take_while(|c| letter(*c)).map(char::len_utf8).sum::<usize>();
    if before + behind == 0 || remark.is_empty() || !remark.chars().all(letter) {
        return mark;
    }
    Mark { span: Span::new(mark.span.start() - before, mark.span.end() + behind), kind: MarkKind::Inside }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(claim: &str) -> (Vec<String>, Vec<Gap>) {
        let reading = Reading::of(claim).pop().unwrap();
        let words = reading.tokens.iter().map(|token| token.span.of(&reading.text).to_owned()).collect();
        (words, reading.gaps)
    }

    #[test]
    fn outer_marks_are_no_part_of_a_claim() {
        for claim in ["“We won.”", " \"We won.\" ", "We won.", "‘We won.’", "“We won."] {
            let reading = &Reading::of(claim)[0];
            assert_eq!(reading.core.of(&reading.text), "We won.", "{claim}");
        }
        assert!(Reading::of(" ”“ ")[0].tokens.is_empty());
    }

    #[test]
    fn ellipses_are_gaps() {
        use Gap::{Ellipsis, None};
        for claim in ["a … b c", "a...b c", "a . . . b c", "a [...] b c", "a (…) b c", "a. … b c", "a [ . . . ] b c"]
        {
            assert_eq!(
                edited(claim),
                (vec!["a".into(), "b".into(), "c".into()], vec![None, Ellipsis, None, None]),
                "{claim}"
            );
        }
        assert_eq!(edited("… a").1, [Ellipsis, None]);
        assert_eq!(Reading::of("a.. b. c").len(), 1);
    }

    #[test]
    fn brackets_are_the_editors() {
        use Gap::{Editor, None};
        assert_eq!(edited("a [the mayor] b"), (vec!["a".into(), "b".into()], vec![None, Editor, None]));
        assert_eq!(edited("[T]he plan").0, ["[T]he", "plan"]);
        assert_eq!(edited("he want[ed] it").0, ["he", "want[ed]", "it"]);
        let readings = Reading::of("[T]he plan");
        assert_eq!(readings[1].tokens[0].bare, readings[1].part(0, 1).tokens[0].bare);
        assert_eq!(readings[1].indexed[0].word, "the");
        assert_eq!(Reading::of("[only this]").len(), 1);
        assert_eq!(Reading::of("a [b").len(), 1);
    }

    #[test]
    fn stretches_stand_between_gaps() {
        let readings = Reading::of("we will … win 1,000 boats [sic] today");
        let words: Vec<Vec<&str>> =
            readings[1].stretches().iter().map(|s| s.iter().map(|w| w.word.as_str()).collect()).collect();
        assert_eq!(words, [vec!["we", "will"], vec!["win", "1", "000", "boats"], vec!["today"]]);
    }
}
