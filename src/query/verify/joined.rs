//! Claims that are pieced together of different passages.
//!
//! **Pieced together**: every piece has four claimed words or more right behind each other, all pieces together have three
//! quarters of the claimed words, and they are from different passages.

use crate::error::Result;
use crate::query::verify::align::Step;
use crate::query::verify::judge::{Case, Judged, Weights};
use crate::query::verify::reading::Reading;
use crate::query::verify::sequence::Sequence;
use crate::query::verify::stand::{Standing, passage};
use crate::query::verify::verdict::Verdict;
use crate::query::verify::{Outcome, Run, align};

/// How many words a piece has at least.
const PIECE: usize = 4;
/// The most pieces that are looked for.
const MOST: usize = 6;
/// How many candidates for a piece are read.
const READ: usize = 8;

impl Run<'_> {
    /// Returns what a claim is pieced together of; `best` is the closest passage if one is close.
    pub(super) fn joined(&self, best: Option<&Standing>, standings: &[Standing]) -> Result<Option<Outcome>> {
        let longest =
            standings.iter().filter(|s| s.reading + 1 == self.readings.len()).max_by_key(|s| s.judged.longest());
        let Some(base) = best.or(longest) else { return Ok(None) };
        let (reading, weights) = (&self.readings[base.reading], &self.weights[base.reading]);
        let mut covered = vec![false; reading.tokens.len()];
        for (from, to) in base.judged.claimed_runs() {
            covered[from..to].fill(to - from >= PIECE);
        }
        if !covered.contains(&true) {
            return Ok(None);
        }
        let mut pieces = Vec::new();
        for (from, to) in bare(&covered).into_iter().filter(|(from, to)| to - from >= PIECE).take(MOST) {
            if let Some((piece, run)) = self.piece(reading, weights, (from, to), base)? {
                covered[run.0..run.1].fill(true);
                pieces.push(piece);
            }
        }
        let known = covered.iter().filter(|covered| **covered).count();
        if pieces.is_empty() || known * 4 < covered.len() * 3 {
            return Ok(None);
        }
        let mut base = base.clone();
        base.judged.verdict = Verdict::Altered;
        Ok(Some(Outcome { best: Some(base.clone()), same: vec![base], pieces, ..Outcome::default() }))
    }

    /// Looks for a stretch of the claim; returns the passage that has most of it, and which words of the claim.
    fn piece(
        &self,
        reading: &Reading,
        weights: &Weights,
        (from, to): (usize, usize),
        base: &Standing,
    ) -> Result<Option<(Standing, (usize, usize))>> {
        let part = reading.part(from, to);
        let weights = Weights { tokens: weights.tokens[from..to].to_vec(), frequent: weights.frequent };
        let (mut candidates, _) = self.finder.whole(&part, self.question.keys.as_deref())?;
        candidates.truncate(READ);
        if candidates.is_empty() {
            candidates = self.finder.with_runs(&part, &weights)?;
            candidates.truncate(READ);
        }
        let mut best: Option<(usize, Standing, (usize, usize))> = None;
        for candidate in candidates {
            let (place, passage) = (candidate.found.article, passage(&candidate));
            let annotated = self.finder.article(place)?;
            let Some(sequence) = Sequence::new(&annotated, passage) else { continue };
            let (ways, cost) = align::lay(&part.keys(sequence.accents), &part.gaps, &sequence.keys());
            let Some(steps) = ways.first() else { continue };
            let case = Case {
                reading: &part,
                weights: &weights,
                annotated: &annotated,
                sequence: &sequence,
                steps,
                cost,
                whole: false,
            };
            let judged = case.judge();
            let Some((a, b)) = judged.claimed_runs().into_iter().max_by_key(|(a, b)| b - a) else { continue };
            let long = (b - a) >= PIECE && (b - a) * 2 >= part.tokens.len();
            if long
                && (place, passage) != (base.place, base.passage)
                && best.as_ref().is_none_or(|(most, ..)| b - a > *most)
            {
                let standing = Standing { place, passage, reading: base.reading, judged, credited: candidate.credited };
                best = Some((b - a, standing, (from + a, from + b)));
            }
        }
        Ok(best.map(|(_, standing, run)| (standing, run)))
    }
}

/// Returns the stretches that are not covered.
fn bare(covered: &[bool]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (i, _) in covered.iter().enumerate().filter(|(_, covered)| !**covered) {
        match out.last_mut() {
            Some((_, end)) if *end == i => *end = i + 1,
            _ => out.push((i, i + 1)),
        }
    }
    out
}

impl Judged {
    /// Returns the runs of words of the passage that are the same.
    pub(super) fn runs(&self) -> Vec<(usize, usize)> {
        self.both_runs().into_iter().map(|(_, run)| run).collect()
    }

    /// Returns the runs of claimed words that are the same.
    fn claimed_runs(&self) -> Vec<(usize, usize)> {
        self.both_runs().into_iter().map(|(run, _)| run).collect()
    }

    fn longest(&self) -> usize {
        self.claimed_runs().into_iter().map(|(from, to)| to - from).max().unwrap_or(0)
    }

    fn both_runs(&self) -> Vec<((usize, usize), (usize, usize))> {
        let mut out: Vec<((usize, usize), (usize, usize))> = Vec::new();
        for step in &self.steps {
            let Step::Same(i, j) = *step else { continue };
            match out.last_mut() {
                Some((claimed, actual)) if claimed.1 == i && actual.1 == j => {
                    claimed.1 = i + 1;
                    actual.1 = j + 1;
                }
                _ => out.push(((i, i + 1), (j, j + 1))),
            }
        }
        out
    }
}
