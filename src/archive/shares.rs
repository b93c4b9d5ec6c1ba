//! Counts of speakers by outlet, month and role.

use crate::archive::Archive;
use crate::archive::ask::{folded, scope};
use crate::error::Result;
use crate::model::{Date, Precision, SpeakerKind};
use crate::query::{Axis, Node, Place, Records, Request, Results, Retrieve, ShareRow};
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is counted of one speaker in one place.
#[derive(Default)]
struct Count {
    quotes: u64,
    words: u64,
    articles: FxHashSet<Place>,
    clusters: FxHashSet<u32>,
}

/// Speakers in one place; `None` is all whom nobody knows.
type Here = BTreeMap<Option<usize>, Count>;

impl Archive {
    /// Counts the speakers, or those of whom one form has all the words of `name`, in each place that `axes` tell apart: places
    /// in their order, in each those with most quotations first. Shares are of all words quoted there, whoever said them. The
    /// results hold no hits: they say how many rows there are, and what was searched.
    ///
    /// # Errors
    ///
    /// There is no index, or it cannot be read.
    pub fn shares(&self, name: Option<&str>, axes: &[Axis], under: &[PathBuf]) -> Result<(Vec<ShareRow>, Results)> {
        let state = self.state()?;
        let (copies, speakers, snapshot) = (state.copies()?, state.speakers()?, &state.snapshot);
        let scope = scope(&Request { under: under.to_vec(), ..Request::default() })?;
        let found = match under {
            [] => None,
            _ => Some(snapshot.find(&Node::All, Records::Quotes, &scope, false)?),
        };
        let facts = snapshot.quote_facts(found.as_deref())?;
        let voices: Vec<Option<usize>> = facts.voices.iter().map(|key| speakers.at(key)).collect();
        let mut places: Vec<Place> = facts.quotes.iter().map(|fact| fact.article).collect();
        places.sort_unstable();
        places.dedup();
        let outlets = snapshot.outlets(&places)?;
        let months: Vec<Option<String>> =
            snapshot.published(&places)?.iter().map(|text| month(text.as_deref())).collect();
        let role = |speaker: Option<usize>| speakers.all()[speaker?].roles.first().cloned();
        // Places without a name come last.
        let mut counts: BTreeMap<Vec<(bool, Option<String>)>, Here> = BTreeMap::new();
        for fact in &facts.quotes {
            let Ok(at) = places.binary_search(&fact.article) else { continue };
            let speaker = fact.voice.and_then(|voice| voices[voice as usize]);
            let key = |axis: &Axis| match axis {
                Axis::Outlet => outlets[at].clone(),
                Axis::Month => months[at].clone(),
                Axis::Role => role(speaker),
            };
            let place = counts.entry(axes.iter().map(key).map(|key| (key.is_none(), key)).collect()).or_default();
            let count = place.entry(speaker).or_default();
            count.quotes += 1;
            count.words += u64::from(fact.words);
            count.articles.insert(fact.article);
            count.clusters.insert(copies.cluster(fact.article, fact.ordinal));
        }
        let wanted: Option<FxHashSet<usize>> = name.map(|name| speakers.named(&folded(name)).into_iter().collect());
        let is_wanted = |speaker: &Option<usize>| match &wanted {
            None => true,
            Some(wanted) => speaker.is_some_and(|speaker| wanted.contains(&speaker)),
        };
        let mut rows = Vec::new();
        for (keys, place) in counts {
            let keys: Vec<Option<String>> = keys.into_iter().map(|(_, key)| key).collect();
            let all: u64 = place.values().map(|count| count.words).sum();
            let mut here: Vec<(Option<usize>, Count)> = place.into_iter().filter(|(who, _)| is_wanted(who)).collect();
            // Those whom nobody knows are together no speaker: they come last.
            here.sort_by_key(|(who, count)| (who.is_none(), Reverse(count.quotes), *who));
            for (who, count) in here {
                let linked = who.map(|i| &speakers.all()[i]);
                rows.push(ShareRow {
                    keys: keys.clone(),
                    id: linked.map_or_else(|| "unknown".to_owned(), |s| s.id.clone()),
                    name: linked.map_or_else(|| "unknown".to_owned(), |s| s.name.clone()),
                    kind: linked.map_or(SpeakerKind::Unknown, |s| s.kind),
                    role: role(who),
                    aliases: linked.map_or_else(Vec::new, |s| s.aliases.clone()),
                    quotes: count.quotes,
                    clusters: count.clusters.len() as u64,
                    articles: count.articles.len() as u64,
                    words: count.words,
                    share: if all == 0 { 0.0 } else { count.words as f64 / all as f64 },
                });
            }
        }
        let results = Results { total: rows.len() as u64, searched: snapshot.searched(&scope)?, ..Results::default() };
        Ok((rows, results))
    }
}

/// Returns the month of a date that says it.
fn month(text: Option<&str>) -> Option<String> {
    let date = Date::parse(text?)?;
    (date.precision() >= Precision::Month).then(|| date.as_str()[..7].to_owned())
}
