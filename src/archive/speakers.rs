//! Speakers across articles, with counts.

use crate::archive::ask::{folded, nobody, scope};
use crate::archive::copies::CopiesOf;
use crate::archive::state::State;
use crate::archive::{Archive, naming};
use crate::error::Result;
use crate::index::{QuoteFact, QuoteFacts, Snapshot};
use crate::link::{Linked, Speakers};
use crate::model::{Date, Quote, SpeakerKind};
use crate::query::{
    Copies, Found, Hit, Node, Place, Plan, Records, Request, Results, Retrieve, Scope, SpeakerRow, Wording,
    quotation_hits,
};
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

impl Archive {
    /// Returns the speakers, or those of whom one form has all the words of `name`; those with most quotations first, and
    /// `limit` of them at most. With `under`, only articles whose source lies under one of these paths count. The results
    /// hold no hits: they say how many speakers there are, and what was searched.
    ///
    /// # Errors
    ///
    /// There is no index, or it cannot be read.
    pub fn speakers(&self, name: Option<&str>, limit: usize, under: &[PathBuf]) -> Result<(Vec<SpeakerRow>, Results)> {
        let state = self.state()?;
        state.copies()?;
        let speakers = state.speakers()?;
        let mut chosen = match name {
            Some(name) => speakers.named(&folded(name)),
            None => (0..speakers.len()).collect(),
        };
        let scope = scope(&Request { under: under.to_vec(), ..Request::default() })?;
        let mut total = chosen.len();
        if under.is_empty() {
            // The table of speakers knows the order: only the rows that are shown need counting.
            chosen.sort_by_key(|&i| (Reverse(speakers.quotes(i)), i));
            chosen.truncate(limit);
        }
        let found = match under {
            [] => None,
            _ => Some(state.snapshot.find(&Node::All, Records::Quotes, &scope, false)?),
        };
        let mut tallies: Tallies = chosen.iter().map(|&i| (Some(i), Tally::default())).collect();
        let facts = state.snapshot.quote_facts(found.as_deref())?;
        tally(&state, speakers, &facts, &mut tallies)?;
        if !under.is_empty() {
            chosen.retain(|i| tallies.get(&Some(*i)).is_some_and(|t| t.quotes > 0));
            chosen.sort_by_key(|i| (Reverse(tallies.get(&Some(*i)).map_or(0, |t| t.quotes)), *i));
            total = chosen.len();
            chosen.truncate(limit);
        }
        let row = |i: usize| tallies.remove(&Some(i)).unwrap_or_default().row(speakers.all().get(i));
        let mut rows: Vec<SpeakerRow> = chosen.iter().copied().map(row).collect();
        if let ([row], [speaker]) = (rows.as_mut_slice(), chosen.as_slice()) {
            row.with = quoted_with(speakers, &facts, *speaker);
        }
        let searched = state.snapshot.searched(&scope)?;
        let unknown = name.filter(|name| under.is_empty() && total == 0 && !name.trim().is_empty());
        let notes = unknown.map(|name| nobody(&[name.to_owned()], speakers)).into_iter().collect();
        Ok((rows, Results { total: total as u64, searched, notes, ..Results::default() }))
    }
}

/// How many of those who are quoted beside a speaker are named.
const BESIDE: usize = 20;

/// Returns who else is quoted in the articles that quote a speaker, and in how many of them.
fn quoted_with(speakers: &Speakers, facts: &QuoteFacts, speaker: usize) -> Vec<(String, u64)> {
    let voices: Vec<Option<usize>> = facts.voices.iter().map(|key| speakers.at(key)).collect();
    let who = |fact: &QuoteFact| fact.voice.and_then(|voice| voices[voice as usize]);
    let articles: FxHashSet<Place> =
        facts.quotes.iter().filter(|fact| who(fact) == Some(speaker)).map(|fact| fact.article).collect();
    let beside = facts.quotes.iter().filter(|fact| articles.contains(&fact.article));
    let pairs: BTreeSet<(usize, Place)> = beside.filter_map(|fact| Some((who(fact)?, fact.article))).collect();
    let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
    pairs.iter().filter(|(other, _)| *other != speaker).for_each(|(other, _)| *counts.entry(*other).or_default() += 1);
    let mut counts: Vec<(usize, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(other, count)| (Reverse(*count), *other));
    counts.truncate(BESIDE);
    counts.into_iter().map(|(other, count)| (speakers.name(other).to_owned(), count)).collect()
}

/// What is counted of one speaker.
#[derive(Default)]
struct Tally {
    quotes: u64,
    words: u64,
    articles: FxHashSet<Place>,
    clusters: FxHashSet<u32>,
    outlets: BTreeSet<String>,
    first: Option<Date>,
    last: Option<Date>,
}

impl Tally {
    fn add(&mut self, fact: &QuoteFact, cluster: u32, outlet: Option<&String>, date: Option<&Date>) {
        self.quotes += 1;
        self.words += u64::from(fact.words);
        self.articles.insert(fact.article);
        self.clusters.insert(cluster);
        if let Some(outlet) = outlet.filter(|outlet| !self.outlets.contains(*outlet)) {
            self.outlets.insert(outlet.clone());
        }
        if let Some(date) = date {
            if self.first.as_ref().is_none_or(|first| date < first) {
                self.first = Some(date.clone());
            }
            if self.last.as_ref().is_none_or(|last| date > last) {
                self.last = Some(date.clone());
            }
        }
    }

    fn row(self, speaker: Option<&Linked>) -> SpeakerRow {
        SpeakerRow {
            id: speaker.map_or_else(|| "unknown".to_owned(), |s| s.id.clone()),
            name: speaker.map_or_else(|| "unknown".to_owned(), |s| s.name.clone()),
            kind: speaker.map_or(SpeakerKind::Unknown, |s| s.kind),
            roles: speaker.map_or_else(Vec::new, |s| s.roles.clone()),
            aliases: speaker.map_or_else(Vec::new, |s| s.aliases.clone()),
            joins: speaker.map_or_else(Vec::new, |s| s.joins.clone()),
            quotes: self.quotes,
            clusters: self.clusters.len() as u64,
            articles: self.articles.len() as u64,
            words: self.words,
            outlets: self.outlets.into_iter().collect(),
            first: self.first,
            last: self.last,
            with: Vec::new(),
            wordings: Vec::new(),
            earliest: None,
        }
    }
}

/// Tallies by the place of the speaker; `None` is unknown.
type Tallies = BTreeMap<Option<usize>, Tally>;

/// Adds each quotation to the tally of its speaker, if there is one.
fn tally(state: &State, speakers: &Speakers, facts: &QuoteFacts, tallies: &mut Tallies) -> Result<()> {
    let (snapshot, copies) = (&state.snapshot, state.copies()?);
    let voices: Vec<Option<usize>> = facts.voices.iter().map(|key| speakers.at(key)).collect();
    let mut places: Vec<Place> = facts.quotes.iter().map(|fact| fact.article).collect();
    places.sort_unstable();
    places.dedup();
    let (outlets, dates) = (snapshot.outlets(&places)?, snapshot.dates(&places)?);
    for fact in &facts.quotes {
        let Ok(at) = places.binary_search(&fact.article) else { continue };
        let speaker = fact.voice.and_then(|voice| voices[voice as usize]);
        if let Some(tally) = tallies.get_mut(&speaker) {
            tally.add(fact, copies.cluster(fact.article, fact.ordinal), outlets[at].as_ref(), dates[at].as_ref());
        }
    }
    Ok(())
}

/// Returns the speakers of the quotations `found`, with their wordings and the earliest quotation of each.
pub(super) fn who_said(
    state: &State,
    plan: &Plan,
    request: &Request,
    scope: &Scope,
    found: &[Found],
) -> Result<Vec<SpeakerRow>> {
    let speakers = state.speakers()?;
    let snapshot = &*state.snapshot;
    let mut facts = snapshot.quote_facts(Some(found))?;
    let mut hits: BTreeMap<Option<usize>, Vec<(Hit, Found)>> = BTreeMap::new();
    let mut unsure: FxHashSet<(Place, u32)> = FxHashSet::default();
    let said: Vec<(Hit, &Found)> =
        quotation_hits(snapshot, plan, request, scope, found)?.into_iter().zip(found).collect();
    // Words that lie in a quotation within a quotation are said by whom that one quotes.
    let outer: FxHashSet<(Place, usize)> =
        said.iter().filter_map(|(hit, found)| Some((found.article, quote(hit)?.parent? as usize))).collect();
    let mut relayed: FxHashSet<(Place, u32)> = FxHashSet::default();
    for (hit, found) in said {
        if hit.quote.is_some_and(|at| outer.contains(&(found.article, at))) {
            relayed.insert((found.article, found.ordinal));
            continue;
        }
        let sure = quote(&hit).is_some_and(|quote| quote.confidence >= scope.min_confidence);
        if !sure {
            unsure.insert((found.article, found.ordinal));
        }
        hits.entry(naming::speaker_of(speakers, &hit).filter(|_| sure)).or_default().push((hit, *found));
    }
    facts.quotes.retain(|fact| !relayed.contains(&(fact.article, fact.ordinal)));
    for fact in facts.quotes.iter_mut().filter(|fact| unsure.contains(&(fact.article, fact.ordinal))) {
        fact.voice = None;
    }
    let mut tallies: Tallies = hits.keys().map(|speaker| (*speaker, Tally::default())).collect();
    tally(state, speakers, &facts, &mut tallies)?;
    let mut rows: Vec<SpeakerRow> = tallies
        .into_iter()
        .map(|(speaker, tally)| {
            let said = hits.remove(&speaker).unwrap_or_default();
            let row = tally.row(speaker.map(|i| &speakers.all()[i]));
            Ok(SpeakerRow { wordings: wordings(&said, words_of(plan)), earliest: first_said(state, &said)?, ..row })
        })
        .collect::<Result<_>>()?;
    rows.sort_by(|a, b| (b.quotes, &a.name, a.kind).cmp(&(a.quotes, &b.name, b.kind)));
    Ok(rows)
}

/// Returns how many words the phrase of a plan has.
fn words_of(plan: &Plan) -> usize {
    match &plan.node {
        Node::Phrase { words, .. } => words.len(),
        _ => 1,
    }
}

fn quote(hit: &Hit) -> Option<&Quote> {
    hit.article.annotations.quotes.get(hit.quote?)
}

fn date(hit: &Hit) -> Option<&Date> {
    hit.article.article.published.as_ref()
}

/// Returns the wordings of a phrase of so many words in the hits, the most frequent first.
fn wordings(hits: &[(Hit, Found)], words: usize) -> Vec<Wording> {
    let mut counts: BTreeMap<String, (u64, Option<Date>)> = BTreeMap::new();
    for (hit, _) in hits {
        let entry = counts.entry(wording(hit, words)).or_default();
        entry.0 += 1;
        entry.1 = entry.1.take().into_iter().chain(date(hit).cloned()).min();
    }
    let mut wordings: Vec<Wording> =
        counts.into_iter().map(|(text, (count, first))| Wording { text, count, first }).collect();
    wordings.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    wordings
}

/// Returns the phrase as it stands in the quotation, the first time if it is said again; `…` is where the narrator
/// interrupts it.
fn wording(hit: &Hit, words: usize) -> String {
    let text = &hit.article.article.text;
    let mut pieces: Vec<&str> = Vec::new();
    let mut count = 0;
    for piece in hit.highlights.iter().map(|span| span.of(text)) {
        if count >= words {
            break;
        }
        count += crate::text::words(piece).count();
        pieces.push(piece);
    }
    pieces.join(" … ")
}

/// Returns the hit with the earliest date, undated ones last; of equal ones that with the first id.
fn earliest(hits: &[(Hit, Found)]) -> Option<&(Hit, Found)> {
    let key =
        |(hit, _): &&(Hit, Found)| (date(hit).is_none(), date(hit).cloned(), hit.article.article.id.clone(), hit.span);
    hits.iter().min_by_key(key)
}

/// Returns the earliest of the hits, with its speaker as called across articles, and its copies.
fn first_said(state: &State, hits: &[(Hit, Found)]) -> Result<Option<Hit>> {
    let Some((hit, found)) = earliest(hits) else { return Ok(None) };
    let copies = CopiesOf(state);
    let cluster = copies.of_quote(found.article, found.ordinal)?;
    let cluster = cluster.map(|cluster| copies.quotes(cluster)).transpose()?;
    let mut named = [Hit { cluster, ..hit.clone() }];
    naming::name_hits(state.speakers()?, &state.named, &mut named);
    Ok(named.into_iter().next())
}

impl Snapshot {
    /// Returns the publication dates of articles.
    fn dates(&self, places: &[Place]) -> Result<Vec<Option<Date>>> {
        let texts = self.published(places)?;
        Ok(texts.into_iter().map(|text| text.as_deref().and_then(Date::parse)).collect())
    }
}

/// Returns how many quotations have a known speaker.
pub(super) fn attributed(speakers: &Speakers) -> u64 {
    (0..speakers.len()).map(|speaker| speakers.quotes(speaker)).sum()
}
