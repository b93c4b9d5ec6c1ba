//! `--by article`: articles that match as a whole, each shown by its best passage.

use crate::error::Result;
use crate::model::Annotated;
use crate::query::search::reading::{Matching, Reading};
use crate::query::search::units::{Passage, What};
use crate::query::search::{Run, relax, stand, units};
use crate::query::{Hit, Node, Place, Records, Request, Results};
use rustc_hash::FxHashMap;
use std::sync::Arc;

impl Run<'_> {
    pub(super) fn by_article(&self) -> Result<Results> {
        if self.plan.quotes_only { self.by_article_of_quotes() } else { self.by_whole_article() }
    }

    /// Conditions on quotations bind to one quotation: the articles that have one.
    fn by_article_of_quotes(&self) -> Result<Results> {
        let (matcher, best, counts) = self.articles_of_quotes()?;
        let mut results = Results { total: best.len() as u64, ..Results::default() };
        for passage in self.best(best, self.request.limit)? {
            results.hits.push(self.article_of_quotes_hit(&passage, &matcher, &counts)?);
        }
        Ok(results)
    }

    /// Returns the best passage of each article that has one, and how many each has.
    pub(super) fn articles_of_quotes(&self) -> Result<(Matching, Vec<Passage>, FxHashMap<Place, usize>)> {
        let full = self.matches(&self.plan.node)?;
        let matcher = self.reading.matcher(&self.plan.node, self.request);
        let passages = units::passages(&full, &|place, of| stand::resolve(&self.reading, &matcher, place, of))?;
        let mut counts: FxHashMap<Place, usize> = FxHashMap::default();
        let mut best: FxHashMap<Place, Passage> = FxHashMap::default();
        for passage in passages {
            *counts.entry(passage.article).or_default() += 1;
            let better = |old: &Passage| passage.score > old.score;
            if best.get(&passage.article).is_none_or(better) {
                best.insert(passage.article, passage);
            }
        }
        let mut best: Vec<Passage> = best.into_values().collect();
        best.sort_by_key(|passage| passage.article);
        Ok((matcher, best, counts))
    }

    /// Reads the best passage of an article.
    pub(super) fn article_of_quotes_hit(
        &self,
        passage: &Passage,
        matcher: &Matching,
        counts: &FxHashMap<Place, usize>,
    ) -> Result<Hit> {
        let hit = self.hit(passage, matcher)?;
        let cluster = self.cluster(passage.article, None)?;
        Ok(Hit { passages: counts.get(&passage.article).copied(), cluster, ..hit })
    }

    fn by_whole_article(&self) -> Result<Results> {
        let articles = self.whole_articles()?;
        let full = articles.iter().map(|passage| passage.article).collect();
        let mut results = Results { total: articles.len() as u64, ..Results::default() };
        let inside = Inside::new(&self.reading, &self.plan.node, self.request);
        for article in self.best(articles, self.request.limit)? {
            results.hits.push(self.whole_article_hit(&article, &inside)?);
        }
        if self.relaxes(results.total) {
            let ceiling = self.ceiling(&results);
            let room = self.request.limit - results.hits.len();
            for article in self.best(relax::articles(self, &full)?, room)? {
                let hit = self.whole_article_hit(&article, &inside)?;
                results.hits.push(Hit { relaxed: true, score: hit.score.min(ceiling), ..hit });
                results.relaxed = true;
            }
        }
        Ok(results)
    }

    /// Returns the articles that match as a whole, each as a passage that is still to be chosen.
    pub(super) fn whole_articles(&self) -> Result<Vec<Passage>> {
        let found = self.find(&self.plan.node, Records::Articles)?;
        Ok(found.iter().map(|f| Passage { score: f.score, article: f.article, what: What::Title }).collect())
    }

    /// Reads the passage that shows best why an article matches.
    pub(super) fn whole_article_hit(&self, article: &Passage, inside: &Inside) -> Result<Hit> {
        let annotated = self.reading.article(article.article)?;
        let (what, count) = inside.best(&self.reading, &annotated);
        let matcher = if inside.is_whole(&self.reading, &annotated, &what) { &inside.whole } else { &inside.any };
        let cluster = self.cluster(article.article, None)?;
        let hit = self.hit(&Passage { what, ..article.clone() }, matcher)?;
        Ok(Hit { passages: Some(count), cluster, ..hit })
    }
}

/// Looks into an article for the passages that show why it matches.
pub(super) struct Inside {
    /// The whole query.
    whole: Matching,
    /// Any of its words.
    any: Matching,
    /// Each of its words alone.
    each: Vec<Matching>,
}

impl Inside {
    pub(super) fn new(reading: &Reading<'_>, node: &Node, request: &Request) -> Self {
        let mut leaves = Vec::new();
        positive_leaves(node, &mut leaves);
        let each = leaves.iter().map(|leaf| reading.matcher(leaf, request)).collect();
        let any = reading.matcher(&Node::any(leaves), request);
        Self { whole: reading.matcher(node, request), any, each }
    }

    /// Returns the passage with the most words of the query, and how many passages match it, or have one of its words if
    /// none matches alone.
    fn best(&self, reading: &Reading<'_>, annotated: &Arc<Annotated>) -> (What, usize) {
        let mut best = (0, What::Paragraph { ordinal: 0, quotes: Vec::new() });
        let (mut whole, mut some) = (0, 0);
        let mut take = |what: What| {
            let full = usize::from(matches(reading, annotated, &what, &self.whole));
            let words = self.each.iter().filter(|leaf| matches(reading, annotated, &what, leaf)).count();
            whole += full;
            some += usize::from(words > 0);
            let rank = full * (self.each.len() + 1) + words;
            if rank > best.0 {
                best = (rank, what);
            }
        };
        passages_of(annotated).for_each(&mut take);
        // A quotation is a passage of its own only where its words follow each other and those of the text do not.
        let alone = |quote: &u32| {
            let of = What::Quote(*quote);
            let has = |leaf: &&Matching| matches(reading, annotated, &of, leaf);
            let mut leaves = self.each.iter().chain([&self.whole]).filter(has);
            leaves.any(|leaf| passages_of(annotated).all(|what| !matches(reading, annotated, &what, leaf)))
        };
        let quotes = 0..annotated.annotations.quotes.len() as u32;
        quotes.filter(alone).map(What::Quote).for_each(take);
        let count = if whole > 0 { whole } else { some };
        let What::Paragraph { ordinal, .. } = best.1 else { return (best.1, count) };
        let quotes = 0..annotated.annotations.quotes.len() as u32;
        let spans: Vec<_> = annotated.article.paragraphs().collect();
        let here = spans.get(ordinal as usize).copied().unwrap_or_default();
        let inside = |i: &u32| here.covers(annotated.annotations.quotes[*i as usize].extent());
        (What::Paragraph { ordinal, quotes: quotes.filter(inside).collect() }, count)
    }

    fn is_whole(&self, reading: &Reading<'_>, annotated: &Arc<Annotated>, what: &What) -> bool {
        matches(reading, annotated, what, &self.whole)
    }
}

fn passages_of(annotated: &Annotated) -> impl Iterator<Item = What> {
    let title = annotated.article.title.iter().map(|_| What::Title);
    let paragraphs = annotated.article.paragraphs().enumerate();
    title
        .chain(paragraphs.map(|(i, _)| What::Paragraph { ordinal: i as u32, quotes: Vec::new() }))
        .collect::<Vec<_>>()
        .into_iter()
}

fn matches(reading: &Reading<'_>, annotated: &Annotated, what: &What, matcher: &Matching) -> bool {
    match what {
        What::Title => reading.title(annotated, matcher).is_some(),
        What::Paragraph { ordinal, .. } => reading.paragraph(annotated, *ordinal, matcher).is_some(),
        What::Quote(ordinal) => reading.quote(annotated, *ordinal, matcher).is_some(),
    }
}

/// Adds the words, phrases and windows that a match of `node` may show.
fn positive_leaves(node: &Node, leaves: &mut Vec<Node>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| positive_leaves(node, leaves)),
        Node::All | Node::Not(_) | Node::Filter(_) => {}
        leaf => leaves.push(leaf.clone()),
    }
}
