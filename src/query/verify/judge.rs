//! The verdict on a claim that lies beside a passage. Each verdict follows from a named rule; no figure certifies anything.
//!
//! 1. **Close**: of the claimed words, three quarters stand in the passage in their order, or half with half of the weight
//!    (rare words weigh more); and three of them right behind each other (two of a claim of six words or less, and where it is
//!    three quarters and few words are left out). What is not close is not found.
//! 2. **Altered**: a claimed word is not there, or another one; a negation was left out, or hidden behind a remark in brackets;
//!    a remark stands for more than ten words; words of different quotations of a paragraph are joined; or a frequent word
//!    stands alone between words left out, where it stands by chance.
//! 3. **Partial**: other words between the claimed ones were left out without an ellipsis.
//! 4. **Verbatim**: all characters from the first to the last claimed one are the same, but where an ellipsis stands.
//! 5. **Typographic**: the rest: marks, punctuation, spaces, case, the dress of a number (`1,000` and `1000`), `%` for `percent`,
//!    and, in English texts, accents.

use crate::model::{Annotated, Kind, Span};
use crate::query::verify::align::Step;
use crate::query::verify::reading::{Gap, Reading};
use crate::query::verify::sequence::{Passage, Sequence, follow};
use crate::query::verify::tokens::{is_negation, token};
use crate::query::verify::verdict::{Verdict, VerdictRule};

/// The most words that an editor's remark stands for.
const REMARK_REACH: usize = 10;

/// How much the claimed words tell.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights {
    /// The weight of each.
    pub(super) tokens: Vec<f32>,
    /// Below this, a word is frequent.
    pub(super) frequent: f32,
}

/// A claim beside a passage, judged.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) rule: VerdictRule,
    /// How the claim lies beside the passage.
    pub(super) steps: Vec<Step>,
    /// What laying it there costs.
    pub(super) cost: u32,
    /// How much is the same, from 0 to 1.
    pub(super) similarity: f32,
    /// The words of the passage from the first to behind the last that is the same.
    pub(super) range: (usize, usize),
}

/// A claim, a passage, and how they lie beside each other.
pub(super) struct Case<'a> {
    pub(super) reading: &'a Reading,
    pub(super) weights: &'a Weights,
    pub(super) annotated: &'a Annotated,
    pub(super) sequence: &'a Sequence<'a>,
    pub(super) steps: &'a [Step],
    pub(super) cost: u32,
    pub(super) whole: bool,
}

impl Case<'_> {
    /// Judges.
    pub(super) fn judge(&self) -> Judged {
        let matched: Vec<(usize, usize)> = self.matched().collect();
        let range = match (matched.first(), matched.last()) {
            (Some((_, first)), Some((_, last))) => (*first, last + 1),
            _ => (0, 0),
        };
        let hidden = self.steps.iter().filter(|step| self.gap(step) != Gap::None).count();
        let both = self.reading.tokens.len() + (range.1 - range.0).saturating_sub(hidden);
        let similarity = 2.0 * matched.len() as f32 / both.max(1) as f32;
        let (verdict, rule) = if self.is_close(&matched) { self.verdict() } else { Default::default() };
        Judged { verdict, rule, steps: self.steps.to_vec(), cost: self.cost, similarity: similarity.min(1.0), range }
    }

    fn matched(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.steps.iter().filter_map(|step| match step {
            Step::Same(i, j) => Some((*i, *j)),
            _ => None,
        })
    }

    /// Returns what stands in the claim where words were left out.
    fn gap(&self, step: &Step) -> Gap {
        match step {
            Step::Out(at, _) => self.reading.gaps.get(*at).copied().unwrap_or_default(),
            _ => Gap::None,
        }
    }

    fn is_close(&self, matched: &[(usize, usize)]) -> bool {
        let claimed = self.reading.tokens.len();
        let all: f32 = self.weights.tokens.iter().sum();
        let same: f32 = matched.iter().filter_map(|(i, _)| self.weights.tokens.get(*i)).sum();
        let mut run = 0;
        let mut longest = 0;
        for (k, (i, j)) in matched.iter().enumerate() {
            let goes_on = k.checked_sub(1).is_some_and(|last| matched[last] == (i.wrapping_sub(1), j.wrapping_sub(1)));
            run = if goes_on { run + 1 } else { 1 };
            longest = longest.max(run);
        }
        let most = matched.len() * 4 >= claimed * 3;
        let half = matched.len() * 2 >= claimed && same * 2.0 >= all;
        let out = self.steps.iter().filter(|step| matches!(step, Step::Out(..)) && self.gap(step) == Gap::None).count();
        let together = if claimed <= 6 || (most && out * 2 <= claimed) { 2 } else { 3 };
        (most || half) && longest >= together.min(self.longest_piece())
    }

    /// Returns how many claimed words stand together without an ellipsis or a remark, at most.
    fn longest_piece(&self) -> usize {
        let mut longest = 0;
        let mut piece = 0;
        for gap in self.reading.gaps.iter().take(self.reading.tokens.len()) {
            piece = if *gap == Gap::None { piece + 1 } else { 1 };
            longest = longest.max(piece);
        }
        longest
    }

    fn verdict(&self) -> (Verdict, VerdictRule) {
        let altered = |rule| (Verdict::Altered, rule);
        if self.steps.iter().any(|step| self.differs(step)) {
            return altered(VerdictRule::WordsDiffer);
        }
        if self.drops_negation() {
            return altered(VerdictRule::Negation);
        }
        if self.joins() {
            return altered(VerdictRule::Joined);
        }
        if self.steps.iter().any(|step| matches!(step, Step::Out(..)) && self.gap(step) == Gap::None) {
            let chance = self.stands_by_chance();
            return if chance { altered(VerdictRule::WordsDiffer) } else { (Verdict::Partial, VerdictRule::LeftOut) };
        }
        let stops = self.matched().last().is_some_and(|(_, last)| !self.sequence.ends_sentence(last));
        if self.whole && stops && self.reading.gaps.last() != Some(&Gap::Ellipsis) {
            return (Verdict::Partial, VerdictRule::Cut);
        }
        match self.has_same_characters() {
            true => (Verdict::Verbatim, VerdictRule::SameCharacters),
            false => (Verdict::Typographic, VerdictRule::SameWords),
        }
    }

    /// Returns whether a step puts words in or exchanges them, or lets a remark stand for too many.
    fn differs(&self, step: &Step) -> bool {
        match step {
            Step::Same(..) => false,
            Step::Added(_) => true,
            Step::Other(i, j) => !is_editors(self.reading, self.sequence, *i, *j),
            Step::Out(at, _) => {
                let out = |other: &&Step| matches!(other, Step::Out(o, _) if o == at);
                self.gap(step) == Gap::Editor && self.steps.iter().filter(out).count() > REMARK_REACH
            }
        }
    }

    fn drops_negation(&self) -> bool {
        let negation = |step: &Step| match step {
            Step::Out(_, j) if self.gap(step) != Gap::Ellipsis => {
                is_negation(self.sequence.tokens[*j].span.of(self.sequence.text))
            }
            _ => false,
        };
        let remarked = |at: usize| {
            let remarks = self.reading.marks.iter().filter(|(gap, _)| *gap == at);
            remarks
                .map(|(_, span)| span.of(&self.reading.text))
                .any(|remark| crate::text::words(remark).any(|word| is_negation(word.of(remark))))
        };
        self.steps.iter().any(|step| {
            negation(step) && !matches!(step, Step::Out(at, _) if self.gap(step) == Gap::Editor && remarked(*at))
        })
    }

    /// Returns whether words of different quotations of a paragraph are joined over words left out: they stand in two quotations,
    /// or quotation marks close and open between them; but not where one speaker is only interrupted.
    fn joins(&self) -> bool {
        if matches!(self.sequence.passage, Passage::Quotes(..) | Passage::Title) {
            return false;
        }
        let matched: Vec<usize> = self.matched().map(|(_, j)| j).collect();
        matched.windows(2).filter(|pair| pair[1] > pair[0] + 1).any(|pair| {
            let (a, b) = (self.quoted(pair[0]), self.quoted(pair[1]));
            let quotes = &self.annotated.annotations.quotes;
            let one = |a: &usize, b: &usize| a == b || follow(&quotes[*a], &quotes[*b]);
            let tokens = &self.sequence.tokens;
            let between = Span::new(tokens[pair[0]].span.end(), tokens[pair[1]].span.start()).of(self.sequence.text);
            let two = !a.is_empty() && !b.is_empty();
            (two || closes_and_opens(between)) && !a.iter().any(|a| b.iter().any(|b| one(a, b)))
        })
    }

    /// Returns the quotations in marks that a word of the passage stands in.
    fn quoted(&self, token: usize) -> Vec<usize> {
        let span = self.sequence.tokens[token].span;
        let quotes = self.annotated.annotations.quotes.iter().enumerate();
        let holds = |pieces: &[Span]| pieces.iter().any(|piece| piece.covers(span));
        quotes.filter(|(_, quote)| quote.kind != Kind::Indirect && holds(&quote.spans)).map(|(i, _)| i).collect()
    }

    /// Returns whether a frequent word stands alone, parted from all other claimed ones by words left out: such a word stands
    /// somewhere behind any other. At the ends, one that begins or ends a sentence there is no chance.
    fn stands_by_chance(&self) -> bool {
        let matched: Vec<(usize, usize)> = self.matched().collect();
        let parted = |k: usize| {
            let out = matched[k].1 > matched[k - 1].1 + 1;
            out && self.reading.gaps.get(matched[k].0) == Some(&Gap::None)
        };
        let frequent = |i: usize| self.weights.tokens.get(i).is_some_and(|weight| *weight < self.weights.frequent);
        let last = matched.len().saturating_sub(1);
        matched.iter().enumerate().any(|(k, (i, j))| {
            frequent(*i)
                && match k {
                    _ if last == 0 => false,
                    0 => parted(1) && !self.sequence.starts_sentence(*j),
                    k if k == last => parted(k) && !self.sequence.ends_sentence(*j),
                    k => parted(k) && parted(k + 1),
                }
        })
    }

    /// Returns whether all characters are the same from the first claimed one to the last, but for those round gaps.
    fn has_same_characters(&self) -> bool {
        let (reading, sequence) = (self.reading, self.sequence);
        if reading.gaps.contains(&Gap::Editor) || self.steps.iter().any(|step| matches!(step, Step::Other(..))) {
            return false;
        }
        let matched: Vec<(usize, usize)> = self.matched().collect();
        let same = |&(i, j): &(usize, usize)| {
            reading.tokens[i].span.of(&reading.text) == sequence.tokens[j].span.of(sequence.text)
        };
        let joined = matched.windows(2).all(|pair| {
            let [(i, j), (next, _)] = [pair[0], pair[1]];
            let between = Span::new(reading.tokens[i].span.end(), reading.tokens[next].span.start());
            reading.gaps[next] != Gap::None || between.of(&reading.text) == sequence.between(j)
        });
        let (Some((i, j)), Some((k, l))) = (matched.first(), matched.last()) else { return false };
        let lead = Span::new(reading.core.start(), reading.tokens[*i].span.start()).of(&reading.text);
        let tail = Span::new(reading.tokens[*k].span.end(), reading.core.end()).of(&reading.text);
        let leads = reading.gaps[0] != Gap::None || sequence.before(*j).ends_with(lead);
        let tails = reading.gaps.last() != Some(&Gap::None) || sequence.after(*l).starts_with(tail);
        matched.iter().all(same) && joined && leads && tails
    }
}

/// Returns whether a quotation ends in `text`, and another begins behind it.
fn closes_and_opens(text: &str) -> bool {
    let mut closed = false;
    let mut before = 'x';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let letter = chars.peek().is_some_and(|c| c.is_alphanumeric());
        match c {
            '“' | '«' | '‘' | '„' if closed => return true,
            '"' if closed && before.is_whitespace() => return true,
            '”' | '»' => closed = true,
            '"' if !before.is_whitespace() => closed = true,
            '’' if !letter => closed = true,
            _ => {}
        }
        before = c;
    }
    false
}

/// Returns whether a claimed word is one whose ending an editor put in brackets (`want[ed]`), and the other one begins like it.
pub(super) fn is_editors(reading: &Reading, sequence: &Sequence<'_>, claimed: usize, actual: usize) -> bool {
    let word = reading.tokens[claimed].span.of(&reading.text);
    let Some((start, _)) = word.split_once('[').filter(|(start, _)| start.chars().count() >= 2) else { return false };
    let other = sequence.tokens[actual].span.of(sequence.text);
    let beginning = other.get(..start.len()).unwrap_or_default();
    let key = |word: &str| token(word, Span::new(0, word.len())).accented;
    !beginning.is_empty() && key(beginning) == key(start)
}
