//! Relaxed hits: those that have most of the weight of the bare words, after those that have all.

use crate::error::Result;
use crate::query::search::units::{Matches, OfArticle, passages};
use crate::query::search::{Run, stand};
use crate::query::{Found, Node, Place, Records, Results};
use rustc_hash::FxHashSet;

/// Adds relaxed hits up to the limit. `full` are the matches of the whole query.
pub(super) fn add(run: &Run<'_>, full: &Matches, results: &mut Results) -> Result<()> {
    let fixed = Node::all(run.plan.required.iter().cloned());
    let loose = Node::all([fixed.clone(), Node::any(run.plan.bare.iter().cloned())]);
    let find = |records| -> Result<Vec<Found>> {
        let wide = if run.reads(&fixed) { super::reading::widened(&fixed) } else { fixed.clone() };
        let found = run.engine.find_most(&wide, &run.plan.bare, records, run.scope)?;
        run.read(&loose, records, found)
    };
    let quotes = find(Records::Quotes)?;
    let mut most = Matches { quotes, ..Matches::default() };
    if !run.plan.quotes_only {
        most.titles = find(Records::Titles)?;
        most.paragraphs = find(Records::Paragraphs)?;
    }
    take_out(full, &mut most);
    let matcher = run.reading.matcher(&loose, run.request);
    let resolve = |place: Place, of: OfArticle<'_>| stand::resolve(&run.reading, &matcher, place, of);
    let passages = passages(&most, &resolve)?;
    let room = run.request.limit - results.hits.len();
    let ceiling = results.hits.last().map_or(f32::INFINITY, |hit| hit.score);
    for passage in run.best(passages, room)? {
        let hit = run.hit(&passage, &matcher)?;
        results.hits.push(crate::query::Hit { relaxed: true, score: hit.score.min(ceiling), ..hit });
        results.relaxed = true;
    }
    Ok(())
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
