//! Every hit, not a page of them: what matches is kept as light references, and articles are read one at a time while the
//! hits are handed on.

use crate::error::Result;
use crate::query::search::Run;
use crate::query::search::article::Inside;
use crate::query::search::reading::Reading;
use crate::query::search::units::Passage;
use crate::query::{By, Copies, Hit, Place, Plan, Request, Results, Retrieve, Scope};
use rustc_hash::FxHashMap;
use std::ops::ControlFlow;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A part of all hits, chosen by chance, but always the same one.
///
/// Each hit has a number made of its article's id, its place in the article and the seed; those with the least numbers are
/// the sample. So it depends on nothing but the set of hits: not on the order of indexing, nor on threads, nor on ranks.
/// A smaller sample with the same seed is a part of a larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How many hits.
    pub size: usize,
    /// Another seed gives another sample.
    pub seed: u64,
}

/// What of all hits is handed on, and in which order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Listing {
    /// Only a sample.
    pub(crate) sample: Option<Sample>,
    /// The hits of one article follow each other, where its first one stands.
    pub(crate) together: bool,
}

/// Who takes the hits, and says whether there shall be more.
pub(crate) type Sink<'a> = dyn FnMut(Hit) -> ControlFlow<()> + 'a;

/// Hands every hit of `plan` to `sink`. The results hold none; nothing is relaxed, and the limit of the request is not
/// looked at.
pub(crate) fn search_all(
    engine: &dyn Retrieve,
    copies: &dyn Copies,
    plan: &Plan,
    (request, scope): (&Request, &Scope),
    listing: Listing,
    sink: &mut Sink<'_>,
) -> Result<Results> {
    let run = Run { engine, copies, plan, request, scope, reading: Reading::new(engine, scope) };
    let results = run.list(listing, sink)?;
    Ok(Results {
        notes: plan.notes.clone(),
        searched: engine.searched(scope)?,
        undated: if plan.dated { engine.undated(scope)? } else { 0 },
        ..results
    })
}

impl Run<'_> {
    fn list(&self, listing: Listing, sink: &mut Sink<'_>) -> Result<Results> {
        let counted = |total: usize| Results { total: total as u64, ..Results::default() };
        match self.request.by {
            By::Passage => {
                let (_, matcher, passages) = self.passages()?;
                let results = counted(passages.len());
                self.hand_on(passages, listing, sink, |passage| self.hit(passage, &matcher))?;
                Ok(results)
            }
            By::Cluster => {
                let (_, matcher, passages) = self.passages()?;
                let all = passages.len() as u64;
                let (shown, sizes) = self.folded(passages, &matcher)?;
                let results = Results { passages: Some(all), ..counted(shown.len()) };
                self.hand_on(shown, listing, sink, |passage| self.fold_hit(passage, &matcher, &sizes))?;
                Ok(results)
            }
            By::Article if self.plan.quotes_only => {
                let (matcher, best, counts) = self.articles_of_quotes()?;
                let results = counted(best.len());
                let read = |passage: &Passage| self.article_of_quotes_hit(passage, &matcher, &counts);
                self.hand_on(best, listing, sink, read)?;
                Ok(results)
            }
            By::Article => {
                let articles = self.whole_articles()?;
                let results = counted(articles.len());
                let inside = Inside::new(&self.reading, &self.plan.node, self.request);
                self.hand_on(articles, listing, sink, |article| self.whole_article_hit(article, &inside))?;
                Ok(results)
            }
        }
    }

    /// Reads one passage after the other, in the order asked for.
    fn hand_on(
        &self,
        mut passages: Vec<Passage>,
        listing: Listing,
        sink: &mut Sink<'_>,
        read: impl Fn(&Passage) -> Result<Hit>,
    ) -> Result<()> {
        if let Some(sample) = listing.sample {
            passages = sampled(self.engine, passages, sample)?;
        }
        let mut ordered = self.best(passages, usize::MAX)?;
        if listing.together {
            put_together(&mut ordered);
        }
        for (i, passage) in ordered.iter().enumerate() {
            let hit = read(passage)?;
            if sink(Hit { rank: i + 1, ..hit }).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Returns the passages with the least numbers.
fn sampled(engine: &dyn Retrieve, passages: Vec<Passage>, sample: Sample) -> Result<Vec<Passage>> {
    if passages.len() <= sample.size {
        return Ok(passages);
    }
    let mut places: Vec<Place> = passages.iter().map(|passage| passage.article).collect();
    places.sort_unstable();
    places.dedup();
    let names: FxHashMap<Place, String> = places.iter().copied().zip(names(engine, &places)?).collect();
    let number = |passage: &Passage| {
        let (kind, ordinal) = passage.what.rank();
        let name = names.get(&passage.article).map_or("", String::as_str);
        xxh3_64_with_seed(format!("{name}\0{kind}\0{ordinal}").as_bytes(), sample.seed)
    };
    let mut numbered: Vec<(u64, Passage)> = passages.into_iter().map(|passage| (number(&passage), passage)).collect();
    numbered.sort_by(|(a, p), (b, q)| a.cmp(b).then_with(|| names.get(&p.article).cmp(&names.get(&q.article))));
    numbered.truncate(sample.size);
    Ok(numbered.into_iter().map(|(_, passage)| passage).collect())
}

/// Returns the ids of articles; where several have one id, their places are added.
fn names(engine: &dyn Retrieve, places: &[Place]) -> Result<Vec<String>> {
    let mut names = engine.ids(places)?;
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
    let is_shared = |name: &String| counts.get(name.as_str()).is_some_and(|count| *count > 1);
    let shared: Vec<usize> = (0..names.len()).filter(|i| is_shared(&names[*i])).collect();
    for at in shared {
        let article = engine.article(places[at])?;
        let (path, record) = (&article.article.path, article.article.record);
        names[at].push_str(&format!("\0{path}\0{record}"));
    }
    Ok(names)
}

/// Puts the passages of one article behind its first one.
fn put_together(passages: &mut [Passage]) {
    let mut order: FxHashMap<Place, usize> = FxHashMap::default();
    for (i, passage) in passages.iter().enumerate() {
        order.entry(passage.article).or_insert(i);
    }
    passages.sort_by_key(|passage| order.get(&passage.article).copied());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::search::units::What;

    #[test]
    fn articles_stay_in_the_order_of_their_first_passages() {
        let passage = |article, ordinal| Passage { score: 0.0, article: Place(article), what: What::Quote(ordinal) };
        let mut passages = vec![passage(7, 1), passage(3, 0), passage(7, 0), passage(3, 2), passage(1, 0)];
        put_together(&mut passages);
        let order: Vec<_> = passages.iter().map(|p| (p.article.0, p.what.rank().1)).collect();
        assert_eq!(order, [(7, 1), (7, 0), (3, 0), (3, 2), (1, 0)]);
    }
}
