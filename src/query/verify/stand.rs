//! The claim beside one passage: laid there in the way that fits best, judged, and compared with others.

use crate::error::Result;
use crate::model::Annotated;
use crate::query::verify::align::{self, Step};
use crate::query::verify::finder::Candidate;
use crate::query::verify::judge::{Case, Judged};
use crate::query::verify::reading::Reading;
use crate::query::verify::sequence::{Passage, Sequence};
use crate::query::verify::verdict::{Verdict, VerdictRule};
use crate::query::verify::{Run, hits, pieces};
use crate::query::{Place, Records};
use rustc_hash::FxHashSet;

/// A passage that the claim was laid beside.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) place: Place,
    pub(super) passage: Passage,
    /// Which reading of the claim.
    pub(super) reading: usize,
    pub(super) judged: Judged,
    /// Whether it is credited to the claimed speaker.
    pub(super) credited: bool,
}

impl Run<'_> {
    /// Returns whether the claimed speaker says a passage.
    pub(super) fn is_credited(&self, annotated: &Annotated, passage: Passage) -> bool {
        let (Some(keys), Passage::Quotes(first, _)) = (&self.question.keys, passage) else { return false };
        let speaker = annotated.annotations.quotes.get(first as usize).and_then(|quote| quote.speaker);
        speaker.and_then(|speaker| crate::text::voice_key(annotated, speaker)).is_some_and(|key| keys.contains(&key))
    }

    /// Lays the claim beside a passage, in the reading that fits better.
    pub(super) fn stand(&self, place: Place, passage: Passage) -> Result<Option<Standing>> {
        if let Some(known) = self.judged.borrow().get(&(place, passage)) {
            return Ok(known.clone());
        }
        let annotated = self.finder.article(place)?;
        let credited = self.is_credited(&annotated, passage);
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
    pub(super) fn first<'s>(&self, standings: impl Iterator<Item = &'s Standing>) -> Result<Option<Standing>> {
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
pub(super) fn found(standing: &Standing) -> bool {
    standing.judged.verdict.is_certified() || standing.judged.rule == VerdictRule::Cut
}

/// Returns the passage that a candidate is.
pub(super) fn passage(candidate: &Candidate) -> Passage {
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
