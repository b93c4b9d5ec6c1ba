//! Lays a claim beside a passage, word by word.
//!
//! Where the claim stands whole in the passage, that is found by looking. Else the cheapest way to lay it there is: all of the
//! claim, any stretch of the passage. A word left out costs little and a run of them hardly more, so that words that stand in
//! their order are found in their order; a word put in or exchanged costs more. Where the claim has an ellipsis, leaving out is
//! free; where it has a remark in brackets, nearly.

use crate::query::verify::reading::Gap;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What an exchanged word costs, one put in, the first of a run left out, and each.
const EXCHANGED: u32 = 45;
const PUT_IN: u32 = 40;
const FIRST_OUT: u32 = 12;
const OUT: u32 = 1;
/// What words cost for which an editor's remark stands: the first, and each.
const REMARK: u32 = 2;

/// Beyond so many pairs of words, a claim is laid by its rare runs only.
const MOST_CELLS: usize = 1 << 21;

/// Of how many equally good ways to lay a claim one is chosen.
const ENDS: usize = 8;

/// How many words make a run that is looked for in long texts.
const RUN: usize = 3;

/// One step of laying a claim beside a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A claimed word and the same word.
    Same(usize, usize),
    /// A claimed word and another one.
    Other(usize, usize),
    /// A claimed word that the passage does not have.
    Added(usize),
    /// A word of the passage left out, before the claimed word with this number.
    Out(usize, usize),
}

/// Returns every place where the whole claim stands.
pub(super) fn places(claim: &[u64], passage: &[u64]) -> Vec<usize> {
    let Some(first) = claim.first().filter(|_| claim.len() <= passage.len()) else { return Vec::new() };
    let starts = (0..=passage.len() - claim.len()).filter(|&at| passage[at] == *first);
    // A text of one word again and again would be compared with itself at every place.
    let mut work = 4 * passage.len() + 4 * claim.len();
    let mut found = Vec::new();
    for at in starts {
        let same = claim.iter().zip(&passage[at..]).take_while(|(a, b)| a == b).count();
        if same == claim.len() {
            found.push(at);
        }
        work = work.saturating_sub(same);
        if work == 0 {
            break;
        }
    }
    found
}

/// Returns the cheapest ways to lay `claim`, which has `gaps`, beside `passage`, and what they cost: one for each place where
/// the claim may end, the first [`ENDS`] of them.
pub(super) fn lay(claim: &[u64], gaps: &[Gap], passage: &[u64]) -> (Vec<Vec<Step>>, u32) {
    if claim.is_empty() || passage.is_empty() {
        return (Vec::new(), u32::MAX);
    }
    if claim.len().saturating_mul(passage.len()) > MOST_CELLS {
        let (steps, cost) = by_runs(claim, passage);
        (vec![steps], cost)
    } else {
        let table = Table::new(claim, gaps, passage);
        (table.ends.iter().map(|end| table.steps(*end)).collect(), table.cost)
    }
}

/// Where the cheapest way to a cell comes from.
const FROM_OUT: u8 = 1;
const ADDED: u8 = 2;
const LONGER: u8 = 4;

/// The costs of all ways. Rows are claimed words, columns words of the passage.
struct Table<'a> {
    claim: &'a [u64],
    passage: &'a [u64],
    trace: Vec<u8>,
    ends: Vec<usize>,
    cost: u32,
}

impl<'a> Table<'a> {
    fn new(claim: &'a [u64], gaps: &[Gap], passage: &'a [u64]) -> Self {
        let width = passage.len() + 1;
        let far = u32::MAX / 2;
        let mut trace = vec![0; (claim.len() + 1) * width];
        // The costs of the row before: behind a claimed word, and behind a word left out.
        let (mut word, mut out) = (vec![0; width], vec![far; width]);
        let (mut next_word, mut next_out) = (vec![far; width], vec![far; width]);
        for (i, key) in claim.iter().enumerate() {
            let row = &mut trace[(i + 1) * width..(i + 2) * width];
            let (first, each) = match gaps.get(i + 1) {
                Some(Gap::Ellipsis) => (0, 0),
                Some(Gap::Editor) => (REMARK, OUT),
                _ => (FIRST_OUT, OUT),
            };
            for j in 0..width {
                let (before, from) = if out[j] < word[j] { (out[j], FROM_OUT) } else { (word[j], 0) };
                (next_word[j], row[j]) = (before + PUT_IN, ADDED | from);
                next_out[j] = far;
                let Some(left) = j.checked_sub(1) else { continue };
                let step = if passage[left] == *key { 0 } else { EXCHANGED };
                let (before, from) = if out[left] < word[left] { (out[left], FROM_OUT) } else { (word[left], 0) };
                if before + step <= next_word[j] {
                    (next_word[j], row[j]) = (before + step, from);
                }
                let (open, longer) = (next_word[left] + first + each, next_out[left] + each);
                next_out[j] = open.min(longer);
                row[j] |= if longer < open { LONGER } else { 0 };
            }
            std::mem::swap(&mut word, &mut next_word);
            std::mem::swap(&mut out, &mut next_out);
        }
        let cost = word.iter().copied().min().unwrap_or(far);
        let ends = (0..width).filter(|j| word[*j] == cost).take(ENDS).collect();
        Self { claim, passage, trace, ends, cost }
    }

    /// Returns the way that ends behind a word of the passage.
    fn steps(&self, end: usize) -> Vec<Step> {
        let width = self.passage.len() + 1;
        let (mut i, mut j, mut out) = (self.claim.len(), end, false);
        let mut steps = Vec::new();
        while i > 0 {
            let from = self.trace[i * width + j];
            if out {
                steps.push(Step::Out(i, j - 1));
                out = from & LONGER != 0;
                j -= 1;
                continue;
            }
            out = from & FROM_OUT != 0;
            if from & ADDED != 0 {
                steps.push(Step::Added(i - 1));
            } else {
                j -= 1;
                let same = self.claim[i - 1] == self.passage[j];
                steps.push(if same { Step::Same(i - 1, j) } else { Step::Other(i - 1, j) });
            }
            i -= 1;
        }
        steps.reverse();
        steps
    }
}

/// Lays a long claim: runs of words that stand once in each are matched, and what is the same round them.
fn by_runs(claim: &[u64], passage: &[u64]) -> (Vec<Step>, u32) {
    let pairs = rising(shared_runs(claim, passage));
    let mut steps: Vec<Step> = Vec::new();
    let (mut i, mut j) = (0, 0);
    let mut started = false;
    for (a, b) in pairs {
        if a < i || b < j {
            continue;
        }
        // Back over what is the same before the run.
        let back = claim[i..a].iter().rev().zip(passage[j..b].iter().rev()).take_while(|(x, y)| x == y).count();
        let between = if started { j..b - back } else { b - back..b - back };
        fill(&mut steps, claim, i..a - back, passage, between);
        let same = claim[a..].iter().zip(&passage[b..]).take_while(|(x, y)| x == y).count();
        steps.extend((0..back + same).map(|k| Step::Same(a - back + k, b - back + k)));
        (i, j, started) = (a + same, b + same, true);
    }
    fill(&mut steps, claim, i..claim.len(), passage, j..j);
    let cost = steps.iter().map(|step| match step {
        Step::Same(..) => 0,
        Step::Other(..) => EXCHANGED,
        Step::Added(_) => PUT_IN,
        Step::Out(..) => OUT,
    });
    (steps.clone(), cost.fold(0, u32::saturating_add))
}

/// Adds a stretch of the claim and one of the passage that no run joins, one word beside the other: here and there they agree
/// all the same.
fn fill(steps: &mut Vec<Step>, claim: &[u64], own: Range<usize>, passage: &[u64], there: Range<usize>) {
    let both = own.len().min(there.len());
    let pairs = own.clone().zip(there.clone());
    steps.extend(pairs.map(|(a, b)| if claim[a] == passage[b] { Step::Same(a, b) } else { Step::Other(a, b) }));
    steps.extend((own.start + both..own.end).map(Step::Added));
    steps.extend((there.start + both..there.end).map(|at| Step::Out(own.end, at)));
}

/// Returns where runs of words begin that stand once in the claim and once in the passage, in the order of the claim.
fn shared_runs(claim: &[u64], passage: &[u64]) -> Vec<(usize, usize)> {
    let once = |keys: &[u64]| {
        let mut at: FxHashMap<[u64; RUN], Option<usize>> = FxHashMap::default();
        for (i, run) in keys.windows(RUN).enumerate() {
            let run: [u64; RUN] = run.try_into().unwrap_or_default();
            at.entry(run).and_modify(|at| *at = None).or_insert(Some(i));
        }
        at
    };
    let there = once(passage);
    let mut pairs: Vec<(usize, usize)> =
        once(claim).into_iter().filter_map(|(run, at)| Some((at?, (*there.get(&run)?)?))).collect();
    pairs.sort_unstable();
    pairs
}

/// Returns the longest part of `pairs` in which the second numbers rise too.
fn rising(pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    // The pairs that end the best chains of each length, and the pair before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (i, (_, b)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < *b);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        if length == ends.len() { ends.push(i) } else { ends[length] = i }
    }
    let mut chain = Vec::new();
    let mut at = ends.last().copied();
    while let Some(i) = at {
        chain.push(pairs[i]);
        at = before[i];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(text: &str) -> Vec<u64> {
        text.split(' ').map(|word| word.bytes().fold(7, |sum: u64, b| sum.wrapping_mul(31) + u64::from(b))).collect()
    }

    /// Shows steps: `=` same, `~` other, `+` added, `-` left out.
    fn steps(claim: &str, passage: &str) -> String {
        let (claim, passage) = (keys(claim), keys(passage));
        let (ways, _) = lay(&claim, &vec![Gap::None; claim.len() + 1], &passage);
        let steps = &ways[0];
        let sign = |step: &Step| match step {
            Step::Same(..) => '=',
            Step::Other(..) => '~',
            Step::Added(_) => '+',
            Step::Out(..) => '-',
        };
        steps.iter().map(sign).collect()
    }

    #[test]
    fn every_place_is_found() {
        assert_eq!(places(&keys("a b"), &keys("a b c a b")), [0, 3]);
        assert_eq!(places(&keys("a b"), &keys("a")), [0; 0]);
        assert_eq!(places(&[], &keys("a")), [0; 0]);
    }

    #[test]
    fn words_in_order_are_found_in_order() {
        assert_eq!(steps("a b e f", "x a b c d e f y"), "==--==");
        assert_eq!(steps("a b x d", "a b c d"), "==~=");
        assert_eq!(steps("a b c d", "a b d"), "==+=");
        assert_eq!(steps("a b c d", "z a b q c d"), "==-==");
    }

    #[test]
    fn ellipses_are_free() {
        let (claim, passage) = (keys("a b"), keys("a c d e f g h b"));
        assert_eq!(lay(&claim, &[Gap::None, Gap::Ellipsis, Gap::None], &passage).1, 0);
        assert_eq!(lay(&claim, &[Gap::None; 3], &passage).1, FIRST_OUT + 6 * OUT);
    }

    #[test]
    fn long_claims_are_laid_by_their_runs() {
        let passage: Vec<u64> = (0..3000).collect();
        let mut claim = passage[100..2500].to_vec();
        claim[700] = 9_000_000;
        claim.remove(1500);
        assert!(claim.len() * passage.len() > MOST_CELLS);
        let (ways, _) = lay(&claim, &[], &passage);
        let steps = &ways[0];
        let count = |f: fn(&Step) -> bool| steps.iter().filter(|s| f(s)).count();
        assert_eq!(count(|s| matches!(s, Step::Same(..))), claim.len() - 1);
        assert_eq!(count(|s| matches!(s, Step::Other(..))), 1);
        assert_eq!(count(|s| matches!(s, Step::Out(..))), 1);
    }

    #[test]
    fn words_between_runs_that_agree_by_chance_are_the_same() {
        let (claim, passage) = (keys("a b c x y z m n o"), keys("a b c u y w m n o"));
        let (steps, cost) = by_runs(&claim, &passage);
        assert!(steps.contains(&Step::Same(4, 4)) && cost == 2 * EXCHANGED, "{steps:?}");
    }

    proptest! {
        #[test]
        fn steps_go_through_all_of_the_claim(
            claim in prop::collection::vec(0..5_u64, 1..12),
            passage in prop::collection::vec(0..5_u64, 1..20),
            runs in any::<bool>(),
        ) {
            let gaps = vec![Gap::None; claim.len() + 1];
            let steps = if runs { by_runs(&claim, &passage).0 } else { lay(&claim, &gaps, &passage).0.remove(0) };
            let (mut i, mut j) = (0, None);
            for step in steps {
                match step {
                    Step::Same(a, b) | Step::Other(a, b) => {
                        prop_assert_eq!(claim[a] == passage[b], matches!(step, Step::Same(..)));
                        prop_assert!(a == i && j.is_none_or(|j| b == j + 1));
                        (i, j) = (i + 1, Some(b));
                    }
                    Step::Added(a) => {
                        prop_assert_eq!(a, i);
                        i += 1;
                    }
                    Step::Out(a, b) => {
                        prop_assert!(a == i && j.is_none_or(|j| b == j + 1));
                        j = Some(b);
                    }
                }
            }
            prop_assert_eq!(i, claim.len());
        }
    }
}
