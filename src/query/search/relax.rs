//! Relaxed hits: those that have most of the weight of the bare words, after those that have all.

use crate::error::Result;
use crate::query::search::relevance::Relevance;
use crate::query::search::units::{Matches, OfArticle, Passage, What, passages};
use crate::query::search::{Run, stand, wording};
use crate::query::{Found, HALF, Node, Place, Records, Results, Sort};
use rustc_hash::FxHashSet;

/// Adds relaxed hits up to the limit. `full` are the matches of the whole query.
pub(super) fn add(run: &Run<'_>, full: &Matches, results: &mut Results) -> Result<()> {
    let fixed = Node::all(run.plan.required.iter().cloned());
    let loose = Node::all([fixed.clone(), Node::any(run.plan.bare.iter().cloned())]);
    let find = |records| -> Result<Vec<Found>> {
        let wide = if run.reads(&fixed) { super::reading::widened(&fixed) } else { fixed.clone() };
        let found = run.engine.find_most(&wide, &run.plan.bare, records, run.scope)?;
        let found = run.read(&loose, records, found)?;
        // The engine weighs words whatever their case and accents.
        if run.request.case || run.request.accents { most_by_text(run, records, found) } else { Ok(found) }
    };
    let quotes = find(Records::Quotes)?;
    let mut most = Matches { quotes, ..Matches::default() };
    if !run.plan.quotes_only {
        most.titles = find(Records::Titles)?;
        most.paragraphs = find(Records::Paragraphs)?;
    }
    wording::close(run, &fixed, &loose, &mut most)?;
    take_out(full, &mut most);
    let matcher = run.reading.matcher(&loose, run.request);
    let resolve = |place: Place, of: OfArticle<'_>| stand::resolve(&run.reading, &matcher, place, of);
    let passages = passages(&most, &resolve)?;
    let room = run.request.limit - results.hits.len();
    let ceiling = run.ceiling(results);
    for passage in run.best(passages, room)? {
        let hit = run.hit(&passage, &matcher)?;
        results.hits.push(crate::query::Hit { relaxed: true, score: hit.score.min(ceiling), ..hit });
        results.relaxed = true;
    }
    Ok(())
}

/// Returns the articles that have any of the words that tell something and all else that the query asks for, but for those in
/// `full`, as relevant as they are. Most of the weight is not asked for, as it is of passages: a question of a whole sentence
/// seldom has half of its words in the article that answers it, and the order says how near each comes.
pub(super) fn articles(run: &Run<'_>, full: &FxHashSet<Place>, relevance: Relevance) -> Result<Vec<Passage>> {
    // A lenient query may miss its phrases; nothing else that it asks for.
    let may_miss = |node: &&Node| run.request.lenient && matches!(node, Node::Phrase { .. });
    let fixed = Node::all(run.plan.required.iter().filter(|node| !may_miss(node)).cloned());
    let allowed: Option<FxHashSet<Place>> = match fixed {
        Node::All => None,
        _ => Some(run.find(&fixed, Records::Articles)?.iter().map(|found| found.article).collect()),
    };
    // In the order of dates nothing was weighed yet.
    let words: Vec<Node> = run.plan.bare.iter().chain(&run.plan.loose).cloned().collect();
    let scores = if run.request.sort == Sort::Best { relevance } else { run.relevance(&words)? };
    let may = |place: &Place| !full.contains(place) && allowed.as_ref().is_none_or(|places| places.contains(place));
    let passage = |(article, score)| Passage { score, article, what: What::Title };
    let mut articles: Vec<Passage> = scores.into_iter().filter(|(place, _)| may(place)).map(passage).collect();
    articles.sort_by_key(|passage| passage.article);
    Ok(articles)
}

impl Run<'_> {
    /// Returns what relaxed hits score at most. In the order of dates there are no scores.
    pub(super) fn ceiling(&self, results: &Results) -> f32 {
        match self.request.sort {
            Sort::Best => results.hits.last().map_or(f32::INFINITY, |hit| hit.score),
            Sort::Newest | Sort::Oldest => 0.0,
        }
    }
}

/// Keeps what has most of the weight of the bare words by its text.
fn most_by_text(run: &Run<'_>, records: Records, found: Vec<Found>) -> Result<Vec<Found>> {
    let weights = run.engine.weights(&run.plan.bare, records, run.scope)?;
    let words: Vec<_> = run.plan.bare.iter().map(|word| run.reading.matcher(word, run.request)).collect();
    let least = weights.iter().sum::<f32>() * HALF;
    let mut kept = Vec::new();
    for found in found {
        let annotated = run.reading.article(found.article)?;
        let has = |word| run.reading.has(&annotated, records, found.ordinal, word);
        let weight: f32 = words.iter().zip(&weights).filter(|(word, _)| has(word)).map(|(_, weight)| weight).sum();
        if weight > least {
            kept.push(found);
        }
    }
    Ok(kept)
}

/// Takes out of `most` what is in `full`, or lies in a paragraph that is, or holds a quotation that is.
fn take_out(full: &Matches, most: &mut Matches) {
    let mut places: FxHashSet<(Place, u32)> = full.paragraphs.iter().map(|p| (p.article, p.ordinal)).collect();
    places.extend(full.quotes.iter().flat_map(|q| (q.first..=q.last).map(|paragraph| (q.article, paragraph))));
    let titles: FxHashSet<Place> = full.titles.iter().map(|title| title.article).collect();
    let quotes: FxHashSet<(Place, u32)> = full.quotes.iter().map(|q| (q.article, q.ordinal)).collect();
    let only_quotes = full.paragraphs.is_empty() && most.paragraphs.is_empty();
    most.titles.retain(|title| !titles.contains(&title.article));
    most.paragraphs.retain(|p| !places.contains(&(p.article, p.ordinal)));
    most.quotes.retain(|q| {
        let elsewhere = only_quotes || (q.first..=q.last).all(|paragraph| !places.contains(&(q.article, paragraph)));
        elsewhere && !quotes.contains(&(q.article, q.ordinal))
    });
}
