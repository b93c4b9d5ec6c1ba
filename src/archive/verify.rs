//! Is this quotation real? The verdict on a claim, with the names of those who are credited with its words.

use crate::archive::ask::{folded, scope};
use crate::archive::copies::CopiesOf;
use crate::archive::names::{ambiguous, nearest_name};
use crate::archive::state::State;
use crate::archive::{Archive, naming};
use crate::error::Result;
use crate::link::Speakers;
use crate::model::{Date, SpeakerKind};
use crate::query::{Claim, Credit, Found, Hit, Place, Question, Request, Retrieve, Verification, verify};
use std::collections::BTreeMap;

impl Archive {
    /// Tells whether the words of a claim stand in the archive: the verdict, the closest passage with a diff, the earliest one,
    /// everyone credited with them, and what was searched.
    ///
    /// # Errors
    ///
    /// The claim has no words, there is no index, or it cannot be read.
    pub fn verify(&self, claim: &Claim) -> Result<Verification> {
        let state = self.state()?;
        state.copies()?;
        let speakers = state.speakers()?;
        let scope = scope(&Request { under: claim.under.clone(), ..Request::default() })?;
        let claimed = claim.speaker.as_deref().map(|name| speakers.addressed(&folded(name)));
        let question = Question {
            claim,
            keys: claimed.as_ref().map(|claimed| speakers.keys(claimed)),
            languages: state.snapshot.languages()?,
        };
        let (mut answer, credited) = verify(&*state.snapshot, &CopiesOf(&state), &question, &scope)?;
        answer.notes = notes(claim, claimed.as_deref(), speakers);
        let (credits, said) = credits(&state, speakers, &credited)?;
        answer.speaker_match =
            claimed.as_deref().and_then(|claimed| is_claimed(claimed, &said, answer.best.as_ref(), speakers));
        answer.speakers = credits;
        let hits = answer.best.iter_mut().chain(&mut answer.earliest).chain(&mut answer.pieces);
        hits.for_each(|hit| naming::name_hits(speakers, &state.named, std::slice::from_mut(hit)));
        Ok(answer)
    }
}

/// Returns what to tell of the claim and the claimed speaker.
fn notes(claim: &Claim, claimed: Option<&[usize]>, speakers: &Speakers) -> Vec<String> {
    let mut notes = of_speaker(claim, claimed, speakers);
    if crate::text::words(&claim.text).nth(1).is_none() {
        notes.push("a single word is no quotation: it stands wherever anybody used it".to_owned());
    }
    notes
}

fn of_speaker(claim: &Claim, claimed: Option<&[usize]>, speakers: &Speakers) -> Vec<String> {
    let Some(name) = claim.speaker.as_deref() else { return Vec::new() };
    match claimed.map_or(0, <[usize]>::len) {
        0 => {
            let near = nearest_name(speakers, name).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            vec![format!("nobody in the index is called `{name}`{near}")]
        }
        1 => Vec::new(),
        _ => vec![ambiguous(name, claimed.unwrap_or_default(), speakers)],
    }
}

/// Returns whether one of those who `said` the words, or the closest passage, is a claimed speaker; `None` if nobody is named.
fn is_claimed(claimed: &[usize], said: &[usize], best: Option<&Hit>, speakers: &Speakers) -> Option<bool> {
    let all = || said.iter().copied().chain(best.and_then(|best| naming::speaker_of(speakers, best)));
    let named = |i: usize| matches!(speakers.kind(i), SpeakerKind::Person | SpeakerKind::Organisation);
    let is_claimed = all().any(|speaker| claimed.contains(&speaker));
    (is_claimed || all().any(named)).then_some(is_claimed)
}

/// Returns everyone who is credited with these quotations, those with most of them first; and their places in the table.
fn credits(state: &State, speakers: &Speakers, credited: &[Found]) -> Result<(Vec<Credit>, Vec<usize>)> {
    if credited.is_empty() {
        return Ok(Default::default());
    }
    let mut said = Vec::new();
    let facts = state.snapshot.quote_facts(Some(credited))?;
    let places: Vec<Place> = facts.quotes.iter().map(|fact| fact.article).collect();
    let dates = state.snapshot.published(&places)?;
    let mut counts: BTreeMap<Option<String>, (u64, Option<Date>)> = BTreeMap::new();
    for (fact, date) in facts.quotes.iter().zip(dates) {
        let speaker = fact.voice.and_then(|voice| speakers.at(&facts.voices[voice as usize]));
        said.extend(speaker);
        let count = counts.entry(speaker.map(|i| speakers.name(i).to_owned())).or_default();
        count.0 += 1;
        let date = date.as_deref().and_then(Date::parse);
        count.1 = count.1.take().into_iter().chain(date).min();
    }
    let mut credits: Vec<Credit> =
        counts.into_iter().map(|(name, (quotes, first))| Credit { name, quotes, first }).collect();
    credits.sort_by(|a, b| {
        b.quotes.cmp(&a.quotes).then_with(|| (a.name.is_none(), &a.name).cmp(&(b.name.is_none(), &b.name)))
    });
    Ok((credits, said))
}
