//! Ranking: the first hits in the order asked for; equal ones in the order of their times of day, then of their ids.

use crate::error::Result;
use crate::model::Date;
use crate::query::search::units::Passage;
use crate::query::{Place, Retrieve, Sort};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// What passages are ordered by before their ids.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Key {
    /// The higher, the earlier.
    Score(f32),
    /// The lower, the earlier; undated is last.
    Day(u32),
}

impl Key {
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Score(a), Self::Score(b)) => b.total_cmp(a),
            (Self::Day(a), Self::Day(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}

fn key(engine: &dyn Retrieve, sort: Sort, passage: &Passage) -> Key {
    let day = || engine.day(passage.article);
    match sort {
        Sort::Best => Key::Score(passage.score),
        Sort::Oldest => Key::Day(day().unwrap_or(u32::MAX)),
        // No day is 0, so no dated passage comes as late as an undated one.
        Sort::Newest => Key::Day(u32::MAX - day().unwrap_or(0)),
    }
}

/// Returns the first `limit` of `passages`.
pub(super) fn best(engine: &dyn Retrieve, passages: Vec<Passage>, sort: Sort, limit: usize) -> Result<Vec<Passage>> {
    if limit == 0 || passages.is_empty() {
        return Ok(Vec::new());
    }
    let passages = if sort == Sort::Best { high_enough(passages, limit) } else { passages };
    let mut keyed: Vec<(Key, Passage)> = passages.into_iter().map(|p| (key(engine, sort, &p), p)).collect();
    if keyed.len() > limit {
        let (_, &mut (last, _), _) = keyed.select_nth_unstable_by(limit - 1, |(a, _), (b, _)| a.compare(b));
        // Those as good as the last are kept too: their ids decide.
        keyed.retain(|(key, _)| key.compare(&last) != Ordering::Greater);
    }
    keyed.sort_by(|(a, _), (b, _)| a.compare(b));
    for equal in keyed.chunk_by_mut(|(a, _), (b, _)| a.compare(b) == Ordering::Equal).filter(|equal| equal.len() > 1) {
        let texts = Texts::read(engine, sort, equal)?;
        equal.sort_by(|(_, p), (_, q)| {
            let id = |passage: &Passage| (texts.ids.get(&passage.article), passage.what.rank());
            let time = texts.compare_times(sort, p, q);
            time.then_with(|| id(p).cmp(&id(q))).then_with(|| p.article.cmp(&q.article))
        });
    }
    keyed.truncate(limit);
    Ok(keyed.into_iter().map(|(_, passage)| passage).collect())
}

/// Keeps the passages that score as high as the last that is wanted: mostly few of very many.
fn high_enough(mut passages: Vec<Passage>, limit: usize) -> Vec<Passage> {
    if passages.len() > limit {
        let mut scores: Vec<f32> = passages.iter().map(|passage| passage.score).collect();
        let (_, &mut last, _) = scores.select_nth_unstable_by(limit - 1, |a, b| b.total_cmp(a));
        passages.retain(|passage| passage.score >= last);
    }
    passages
}

/// What decides between passages that are equal by their keys.
struct Texts {
    ids: FxHashMap<Place, String>,
    /// The times of day, where dates matter. No time is earlier than any.
    times: FxHashMap<Place, Option<u32>>,
}

impl Texts {
    fn read(engine: &dyn Retrieve, sort: Sort, keyed: &[(Key, Passage)]) -> Result<Self> {
        let mut places: Vec<Place> = keyed.iter().map(|(_, passage)| passage.article).collect();
        places.sort_unstable();
        places.dedup();
        let ids = places.iter().copied().zip(engine.ids(&places)?).collect();
        let dates = if sort == Sort::Best { Vec::new() } else { engine.published(&places)? };
        let time = |text: Option<String>| text.as_deref().and_then(Date::parse).and_then(|date| date.time());
        let times = places.into_iter().zip(dates.into_iter().map(time)).collect();
        Ok(Self { ids, times })
    }

    fn compare_times(&self, sort: Sort, a: &Passage, b: &Passage) -> Ordering {
        let time = |passage: &Passage| self.times.get(&passage.article);
        match sort {
            Sort::Best => Ordering::Equal,
            Sort::Oldest => time(a).cmp(&time(b)),
            Sort::Newest => time(b).cmp(&time(a)),
        }
    }
}
