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
mod tokens;
mod verdict;

pub use verdict::{Claim, Credit, DiffOp, DiffPart, Verdict, VerdictCounts, VerdictRule, Verification};

use crate::error::{Error, ErrorKind, Result};
use crate::model::Annotated;
use crate::query::{Copies, Found, Place, Records, Retrieve, Scope};
use align::Step;
use finder::{Candidate, Finder};
use judge::{Case, Judged, Weights};
use reading::Reading;
use rustc_hash::{FxHashMap, FxHashSet};
use sequence::{Passage, Sequence};
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

/// A passage that the claim was laid beside.
#[derive(Clone, Debug)]
struct Standing {
    place: Place,
    passage: Passage,
    /// Which reading of the claim.
    reading: usize,
    judged: Judged,
    /// Whether it is credited to the claimed speaker.
    credited: bool,
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
            let standing = self.stand(candidate.found.article, passage(candidate), candidate.credited)?;
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
                let credited = self.is_credited(&annotated, passage);
                standings.extend(self.stand(place, passage, credited)?);
            }
        }
        Ok(standings)
    }

    /// Returns whether the claimed speaker says a passage.
    fn is_credited(&self, annotated: &Annotated, passage: Passage) -> bool {
        let (Some(keys), Passage::Quotes(first, _)) = (&self.question.keys, passage) else { return false };
        let speaker = annotated.annotations.quotes.get(first as usize).and_then(|quote| quote.speaker);
        speaker.and_then(|speaker| crate::text::voice_key(annotated, speaker)).is_some_and(|key| keys.contains(&key))
    }

    /// Lays the claim beside a passage, in the reading that fits better.
    fn stand(&self, place: Place, passage: Passage, credited: bool) -> Result<Option<Standing>> {
        if let Some(known) = self.judged.borrow().get(&(place, passage)) {
            return Ok(known.clone());
        }
        let annotated = self.finder.article(place)?;
        let mut best: Option<Standing> = None;
        if let Some(sequence) = Sequence::new(&annotated, passage) {
            let keys = sequence.keys();
            for (reading, (read, weights)) in self.readings.iter().zip(&self.weights).enumerate() {
                let case = |steps: &[Step], cost| {
                    let whole = self.question.claim.whole;
                    let case =
                        Case { reading: read, weights, annotated: &annotated, sequence: &sequence, steps, cost, whole };
                    case.judge()
                };
                if let Some(judged) = judged(read, &sequence, &keys, &case)
                    && best
                        .as_ref()
                        .is_none_or(|best| (judged.verdict, best.judged.cost) > (best.judged.verdict, judged.cost))
                {
                    best = Some(Standing { place, passage, reading, judged, credited });
                }
            }
        }
        self.judged.borrow_mut().insert((place, passage), best.clone());
        Ok(best)
    }

    /// Returns the first of `standings` in the order of preference: the better verdict; the fewer changes; a quotation; the
    /// claimed speaker; the earliest.
    fn first<'s>(&self, standings: impl Iterator<Item = &'s Standing>) -> Result<Option<Standing>> {
        let mut best: Option<(_, &Standing)> = None;
        for standing in standings {
            let key = self.key(standing)?;
            if best.as_ref().is_none_or(|(other, _)| key < *other) {
                best = Some((key, standing));
            }
        }
        Ok(best.map(|(_, standing)| standing.clone()))
    }

    fn key(&self, standing: &Standing) -> Result<impl Ord + use<>> {
        let judged = &standing.judged;
        let annotated = self.finder.article(standing.place)?;
        let (kind, length) = match standing.passage {
            Passage::Quotes(first, last) => (0, last - first),
            Passage::Paragraph(_) => (1, 0),
            Passage::Whole => (2, 0),
            Passage::Title => (3, 0),
        };
        let cost = if judged.verdict.is_certified() { 0 } else { judged.cost };
        let date = annotated.article.published.clone();
        let span = hits::span(&annotated, standing.passage).map_or(0, |span| span.len());
        let id = annotated.article.id.clone();
        let order = (length, date.is_none(), date, span, id, standing.passage);
        Ok((std::cmp::Reverse(judged.verdict), cost, kind, !standing.credited, order))
    }
}

/// Returns whether the claim stands in a passage, if only as an excerpt that --whole calls partial.
fn found(standing: &Standing) -> bool {
    standing.judged.verdict.is_certified() || standing.judged.rule == VerdictRule::Cut
}

/// Returns the passage that a candidate is.
fn passage(candidate: &Candidate) -> Passage {
    match candidate.records {
        Records::Quotes => Passage::Quotes(candidate.found.ordinal, candidate.found.ordinal),
        Records::Titles | Records::Articles => Passage::Title,
        Records::Paragraphs => Passage::Paragraph(candidate.found.ordinal),
    }
}

/// Lays a reading beside a passage: where it stands whole, in its best place; else in the cheapest way, unless too few of its
/// words are there, or the passage is a whole text.
fn judged(
    reading: &Reading,
    sequence: &Sequence<'_>,
    passage: &[u64],
    judge: &dyn Fn(&[Step], u32) -> Judged,
) -> Option<Judged> {
    let claim = reading.keys(sequence.accents);
    if !reading.has_gaps() {
        let steps = |at: usize| (0..claim.len()).map(|i| Step::Same(i, at + i)).collect::<Vec<_>>();
        let mut whole: Option<Judged> = None;
        for at in align::places(&claim, passage) {
            let judged = judge(&steps(at), 0);
            if whole.as_ref().is_none_or(|whole| judged.verdict > whole.verdict) {
                let done = judged.verdict == Verdict::Verbatim;
                whole = Some(judged);
                if done {
                    break;
                }
            }
        }
        if whole.is_some() {
            return whole;
        }
    }
    if sequence.passage == Passage::Whole {
        return None;
    }
    if reading.has_gaps()
        && let Some(steps) = pieces::pieces(reading, sequence, &claim, passage)
    {
        let judged = judge(&steps, 0);
        if judged.verdict == Verdict::Verbatim {
            return Some(judged);
        }
    }
    let there: FxHashSet<u64> = passage.iter().copied().collect();
    let shared = claim.iter().filter(|key| there.contains(key)).count();
    if shared * 4 < claim.len() {
        return None;
    }
    let (ways, cost) = align::lay(&claim, &reading.gaps, passage);
    let judged = ways.iter().map(|steps| judge(steps, cost));
    // Of equal ones the first.
    judged.reduce(|best, other| if other.verdict > best.verdict { other } else { best })
}
