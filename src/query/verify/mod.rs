//! Is this quotation real? Candidates by the engine, then word by word on the stored text.
//!
//! A claim is read in two ways ([`reading`]): each character as it stands, and as editors use ellipses and brackets. The
//! passages that may hold it ([`finder`]) are cut into words ([`sequence`], [`tokens`]), the claim is laid beside each
//! ([`align`]), and judged by named rules ([`judge`]). What is left of a claim that is pieced together is looked for in other
//! passages ([`joined`]).

mod align;
mod diff;
mod finder;
mod hits;
mod joined;
mod judge;
mod pieces;
mod reading;
mod sequence;
mod stand;
mod tokens;
mod verdict;

pub use verdict::{Claim, Credit, DiffOp, DiffPart, Verdict, VerdictCounts, VerdictRule, Verification};

use crate::error::{Error, ErrorKind, Result};
use crate::query::{Copies, Found, Place, Retrieve, Scope};
use finder::{Candidate, Finder};
use judge::Weights;
use reading::Reading;
use rustc_hash::{FxHashMap, FxHashSet};
use sequence::Passage;
use stand::{Standing, found, passage};
use std::cell::RefCell;

/// How many passages that have all words are read to find one with the same characters.
const READ: usize = 64;
/// An alteration that costs no more than this is not looked for elsewhere.
const SLIGHT: u32 = 90;
/// The longest claim, in bytes.
const LONGEST: usize = 1 << 20;

/// What is to be verified.
pub(crate) struct Question<'a> {
    /// The claim.
    pub(crate) claim: &'a Claim,
    /// The keys of the claimed speaker.
    pub(crate) keys: Option<Vec<String>>,
    /// The languages of the archive.
    pub(crate) languages: Vec<String>,
}

/// Verifies a claim. Returns the answer but for names, and the quotations that have the words.
pub(crate) fn verify(
    engine: &dyn Retrieve,
    copies: &dyn Copies,
    question: &Question<'_>,
    scope: &Scope,
) -> Result<(Verification, Vec<Found>)> {
    let claim = question.claim;
    if claim.text.len() > LONGEST {
        return Err(Error::new(ErrorKind::Query, format!("the claim is longer than {LONGEST} bytes")));
    }
    let readings = Reading::of(&claim.text);
    let query = readings[0].core.of(&readings[0].text).to_owned();
    if readings[0].indexed.is_empty() {
        return Err(Error::new(ErrorKind::Query, format!("`{}` has no words to verify", claim.text.trim())));
    }
    let finder = Finder::new(engine, scope, &question.languages);
    let weights = readings.iter().map(|reading| finder.weights(reading)).collect::<Result<Vec<_>>>()?;
    let run = Run { finder, copies, question, readings, weights, judged: RefCell::default() };
    let outcome = run.outcome()?;
    let searched = engine.searched(scope)?;
    let (verification, credited) = run.verification(outcome)?;
    Ok((Verification { query, searched, ..verification }, credited))
}

/// What was found of a claim.
#[derive(Default)]
struct Outcome {
    best: Option<Standing>,
    /// Passages with the same words as the best, which is among them.
    same: Vec<Standing>,
    /// All passages that may have all the words, if the claim was found.
    whole: Vec<Candidate>,
    /// The passages of the other pieces, if the claim is pieced together.
    pieces: Vec<Standing>,
    /// How much of the claim the nearest passage has, if none is close.
    similarity: f32,
}

/// One verification.
struct Run<'a> {
    finder: Finder<'a>,
    copies: &'a dyn Copies,
    question: &'a Question<'a>,
    readings: Vec<Reading>,
    weights: Vec<Weights>,
    /// What was judged already.
    judged: RefCell<FxHashMap<(Place, Passage), Option<Standing>>>,
}

impl Run<'_> {
    fn outcome(&self) -> Result<Outcome> {
        let mut outcome: Option<Outcome> = None;
        for reading in &self.readings {
            let (whole, sure) = self.finder.whole(reading, self.question.keys.as_deref())?;
            let mut standings = self.first_verbatim(&whole)?;
            standings.retain(found);
            let Some(best) = self.first(standings.iter())? else { continue };
            let better =
                |other: &Outcome| other.best.as_ref().is_none_or(|other| best.judged.verdict > other.judged.verdict);
            if outcome.as_ref().is_none_or(better) {
                let done = best.judged.verdict == Verdict::Verbatim;
                let whole = if sure { whole } else { Vec::new() };
                outcome = Some(Outcome { best: Some(best), same: standings, whole, ..Outcome::default() });
                if done {
                    break;
                }
            }
        }
        if let Some(outcome) = outcome {
            return Ok(outcome);
        }
        self.nearest()
    }

    /// Reads candidates in the order of preference until one has the same characters.
    fn first_verbatim(&self, whole: &[Candidate]) -> Result<Vec<Standing>> {
        let mut standings = Vec::new();
        for candidate in whole.iter().take(READ) {
            let standing = self.stand(candidate.found.article, passage(candidate))?;
            let verbatim = standing.as_ref().is_some_and(|s| s.judged.verdict == Verdict::Verbatim);
            standings.extend(standing);
            if verbatim {
                break;
            }
        }
        Ok(standings)
    }

    /// Looks for passages that are close.
    fn nearest(&self) -> Result<Outcome> {
        let (reading, weights) = (self.readings.last(), self.weights.last());
        let (Some(reading), Some(weights)) = (reading, weights) else { return Ok(Outcome::default()) };
        let mut standings = self.stand_all(&self.finder.with_runs(reading, weights)?)?;
        let slight = |s: &Standing| s.judged.verdict > Verdict::NotFound && s.judged.cost <= SLIGHT;
        if !standings.iter().any(slight) {
            standings.extend(self.stand_all(&self.finder.with_words(reading, weights)?)?);
        }
        let close = standings.iter().filter(|s| s.judged.verdict > Verdict::NotFound);
        let best = self.first(close)?;
        if best.as_ref().is_none_or(|best| best.judged.verdict == Verdict::Altered && best.judged.cost > SLIGHT)
            && let Some(joined) = self.joined(best.as_ref(), &standings)?
        {
            return Ok(joined);
        }
        let similarity = standings.iter().map(|s| s.judged.similarity).fold(0.0, f32::max);
        let Some(best) = best else { return Ok(Outcome { similarity, ..Outcome::default() }) };
        let key = |s: &Standing| {
            (s.judged.verdict.is_certified(), s.judged.verdict, s.judged.cost, s.judged.range.1 - s.judged.range.0)
        };
        standings.retain(|s| {
            let certified = best.judged.verdict.is_certified() && s.judged.verdict.is_certified();
            certified || key(s) == key(&best)
        });
        Ok(Outcome { best: Some(best), same: standings, ..Outcome::default() })
    }

    /// Lays the claim beside each candidate, and beside the quotations round it.
    fn stand_all(&self, candidates: &[Candidate]) -> Result<Vec<Standing>> {
        let mut seen: FxHashSet<(Place, Passage)> = FxHashSet::default();
        let mut standings = Vec::new();
        let literal = &self.readings[0];
        let many = literal.core.of(&literal.text).contains('\n')
            || crate::text::sentences(literal.core.of(&literal.text)).len() > 1;
        for candidate in candidates {
            let place = candidate.found.article;
            let annotated = self.finder.article(place)?;
            let mut passages = vec![passage(candidate)];
            for paragraph in candidate.found.first..=candidate.found.last.min(candidate.found.first + 1) {
                passages.push(Passage::Paragraph(paragraph));
                passages.extend(sequence::quotes_in(&annotated, paragraph));
            }
            passages.extend(many.then_some(Passage::Whole));
            passages.retain(|passage| seen.insert((place, *passage)));
            for passage in passages {
                standings.extend(self.stand(place, passage)?);
            }
        }
        Ok(standings)
    }
}
