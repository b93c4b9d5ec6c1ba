//! Prints that share most of their words from the beginning on: an end is missing, or editors left words out or put some in.

use crate::link::copies::hashes::{finish, join};
use crate::link::copies::print::GAP;
use crate::link::copies::quotes::WORDS_OF_ANYONE;
use crate::link::copies::same;
use rustc_hash::{FxHashMap, FxHashSet};

/// Which part of the longer quotation's words must be shared.
const MOST: f32 = 0.6;

/// How many prints that begin another one are looked at.
const BEGINNINGS: usize = 8;

/// How many runs of words a print is looked up by, and how many words a run has.
const RUNS: usize = 5;
const RUN: usize = 4;

/// With how many others a print with gaps is compared.
const COMPARED: usize = 1024;

/// How many prints with gaps are kept for one run.
const OF_RUN: usize = 16;

/// Two prints and how many words they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Near {
    pub(super) prints: [u32; 2],
    pub(super) shared: u32,
}

/// Returns the pairs of different `prints`, which come in their order, that share most of their words; `lengths` are those of the
/// quotations.
pub(super) fn pairs(prints: &[&[u16]], lengths: &[usize]) -> Vec<Near> {
    let mut pairs = beginnings(prints, lengths);
    pairs.extend(with_gaps(prints, lengths));
    pairs
}

/// Returns whether so many shared words are most of the longer quotation's.
fn is_most(shared: usize, one: usize, other: usize) -> bool {
    shared >= WORDS_OF_ANYONE && shared as f32 >= MOST * one.max(other) as f32
}

/// Finds the prints that are the beginning of another: in the order of prints they come before it.
fn beginnings(prints: &[&[u16]], lengths: &[usize]) -> Vec<Near> {
    let mut pairs = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (i, print) in prints.iter().enumerate() {
        while open.last().is_some_and(|&before| !print.starts_with(prints[before])) {
            open.pop();
        }
        let most = |before: &&usize| is_most(lengths[**before], lengths[i], lengths[**before]);
        for &before in open.iter().rev().take(BEGINNINGS).take_while(most) {
            pairs.push(Near { prints: [before as u32, i as u32], shared: lengths[before] as u32 });
        }
        open.push(i);
    }
    pairs
}

/// Finds the prints that are the same words as one with gaps.
fn with_gaps(prints: &[&[u16]], lengths: &[usize]) -> Vec<Near> {
    let mut by_run: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for (i, print) in prints.iter().enumerate().filter(|(_, print)| print.contains(&GAP)) {
        for run in runs(print) {
            let of_run = by_run.entry(run).or_default();
            if of_run.len() < OF_RUN {
                of_run.push(i as u32);
            }
        }
    }
    let mut compared: FxHashMap<u32, usize> = FxHashMap::default();
    let mut seen: FxHashSet<[u32; 2]> = FxHashSet::default();
    let mut pairs = Vec::new();
    for (i, print) in prints.iter().enumerate() {
        let i = i as u32;
        for &gapped in runs(print).filter_map(|run| by_run.get(&run)).flatten() {
            let (one, other) = (lengths[i as usize], lengths[gapped as usize]);
            let both = [i.min(gapped), i.max(gapped)];
            if i == gapped || !is_most(one.min(other), one, other) || !seen.insert(both) {
                continue;
            }
            let count = compared.entry(gapped).or_default();
            *count += 1;
            let shared = if *count > COMPARED { None } else { same::shared(print, prints[gapped as usize]) };
            if let Some(shared) = shared.filter(|shared| is_most(*shared as usize, one, other)) {
                pairs.push(Near { prints: both, shared });
            }
        }
    }
    pairs
}

/// Returns hashes of the first runs of words without a gap.
fn runs(print: &[u16]) -> impl Iterator<Item = u64> + '_ {
    let whole = print.windows(RUN).filter(|run| !run.contains(&GAP));
    whole.take(RUNS).map(|run| finish(run.iter().fold(0, |hash, word| join(hash, u64::from(*word)))))
}
