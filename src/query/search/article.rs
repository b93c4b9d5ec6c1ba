//! `--by article`: articles that match as a whole, each shown by its best passage.

use crate::error::Result;
use crate::model::{Annotated, Quote};
use crate::query::search::conditions::At;
use crate::query::search::reading::{Matching, Reading};
use crate::query::search::relevance::{self, Relevance};
use crate::query::search::units::{Passage, What};
use crate::query::search::{Run, needs_text, relax, stand, units};
use crate::query::{Found, Hit, Node, Place, Records, Request, Results, Sort};
use rustc_hash::{FxHashMap, FxHashSet};

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
        let (articles, relevance) = self.ranked_articles()?;
        let full: FxHashSet<Place> = articles.iter().map(|passage| passage.article).collect();
        let mut results = Results { total: articles.len() as u64, ..Results::default() };
        let inside = Inside::new(&self.reading, &self.plan.node, self.request);
        let few = !self.request.strict && results.total < self.request.limit as u64;
        if few && self.request.lenient && self.request.sort == Sort::Best {
            self.add_by_relevance(articles, relevance, &inside, &mut results)?;
            return Ok(results);
        }
        for article in self.best(articles, self.request.limit)? {
            results.hits.push(self.whole_article_hit(&article, &inside)?);
        }
        if self.relaxes(results.total) {
            let ceiling = self.ceiling(&results);
            let room = self.request.limit - results.hits.len();
            for article in self.best(relax::articles(self, &full, relevance)?, room)? {
                let hit = self.whole_article_hit(&article, &inside)?;
                results.hits.push(Hit { relaxed: true, score: hit.score.min(ceiling), ..hit });
                results.relaxed = true;
            }
        }
        Ok(results)
    }

    /// Adds the most relevant articles to the results of a lenient query that too few match: whoever types a sentence asks
    /// what is about it, not what has all of its words, nor what it puts in quotation marks. What lacks something is marked.
    fn add_by_relevance(
        &self,
        mut articles: Vec<Passage>,
        relevance: Relevance,
        inside: &Inside,
        results: &mut Results,
    ) -> Result<()> {
        let full: FxHashSet<Place> = articles.iter().map(|passage| passage.article).collect();
        // Full matches are all among the answers, those too that no word of the query is weighed for.
        let room = self.request.limit.saturating_sub(articles.len());
        articles.extend(self.best(relax::articles(self, &full, relevance)?, room)?);
        for article in self.best(articles, self.request.limit)? {
            let relaxed = !full.contains(&article.article);
            let hit = self.whole_article_hit(&article, inside)?;
            results.hits.push(Hit { relaxed, ..hit });
            results.relaxed |= relaxed;
        }
        let quoted = self.plan.required.iter().any(|node| matches!(node, Node::Phrase { .. }));
        if results.relaxed && quoted {
            results.notes.push("few articles have the quoted words: others are among the answers".to_owned());
        }
        Ok(())
    }

    /// Returns the articles that match as a whole, each as a passage that is still to be chosen.
    pub(super) fn whole_articles(&self) -> Result<Vec<Passage>> {
        Ok(self.ranked_articles()?.0)
    }

    /// Returns the articles that match as a whole, and how well each article answers the words of the query.
    fn ranked_articles(&self) -> Result<(Vec<Passage>, Relevance)> {
        let found = self.find(&self.plan.node, Records::Articles)?;
        let relevance = match self.request.sort {
            Sort::Best => self.relevance(&words_of(&self.plan.node, &self.plan.loose))?,
            Sort::Newest | Sort::Oldest => Relevance::default(),
        };
        // What has no words to weigh (conditions alone, words of a title) keeps the score that it was found with.
        let score = |f: &Found| relevance.get(&f.article).copied().unwrap_or(f.score);
        let passage = |f: &Found| Passage { score: score(f), article: f.article, what: What::Title };
        Ok((found.iter().map(passage).collect(), relevance))
    }

    /// Reads the passage that shows best why an article matches.
    pub(super) fn whole_article_hit(&self, article: &Passage, inside: &Inside) -> Result<Hit> {
        let annotated = self.reading.article(article.article)?;
        let Look { what, count, whole } = inside.best(&self.reading, &annotated);
        let matcher = if whole { &inside.whole } else { &inside.any };
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
    /// How many words, phrases and windows it has.
    leaves: usize,
    /// Its phrases and windows.
    ordered: Vec<Matching>,
    /// Whether it may ask for what only text tells, such as the place of a quotation.
    reads: bool,
}

/// What an article shows.
struct Look {
    /// The passage with the most words of the query.
    what: What,
    /// How many passages match it, or have one of its words if none matches alone.
    count: usize,
    /// Whether the passage matches the whole query.
    whole: bool,
}

impl Inside {
    pub(super) fn new(reading: &Reading<'_>, node: &Node, request: &Request) -> Self {
        let mut leaves = Vec::new();
        positive_leaves(node, &mut leaves);
        let each = leaves.iter().map(|leaf| reading.matcher(leaf, request));
        let ordered = each.filter(Matching::has_order).collect();
        let count = leaves.len();
        let any = reading.matcher(&Node::any(leaves), request);
        Self { whole: reading.matcher(node, request), any, leaves: count, ordered, reads: needs_text(node) }
    }

    fn best(&self, reading: &Reading<'_>, annotated: &Annotated) -> Look {
        let mut best = (0, What::Paragraph { ordinal: 0, quotes: Vec::new() }, false);
        let (mut whole, mut some) = (0, 0);
        let mut take = |what: What, at: At, quote: Option<&Quote>| {
            let words = reading.count(annotated, at, quote, &self.any);
            // Where there are words to look for, what has none of them is no match.
            let full = (words > 0 || self.leaves == 0) && reading.holds(annotated, at, quote, &self.whole);
            whole += usize::from(full);
            some += usize::from(words > 0);
            let rank = usize::from(full) * (self.leaves + 1) + words;
            if rank > best.0 {
                best = (rank, what, full);
            }
        };
        let passages = passages_of(annotated);
        passages.iter().for_each(|(what, at)| take(what.clone(), *at, None));
        for (i, quote) in annotated.annotations.quotes.iter().enumerate() {
            if self.stands_alone(reading, annotated, quote, &passages) {
                take(What::Quote(i as u32), At::Passage(quote.extent()), Some(quote));
            }
        }
        let count = if whole > 0 { whole } else { some };
        let (_, what, full) = best;
        let What::Paragraph { ordinal, .. } = what else { return Look { what, count, whole: full } };
        let here = annotated.article.paragraphs().nth(ordinal as usize).unwrap_or_default();
        let quotes = annotated.annotations.quotes.iter().enumerate();
        let inside = quotes.filter(|(_, quote)| here.covers(quote.extent())).map(|(i, _)| i as u32);
        Look { what: What::Paragraph { ordinal, quotes: inside.collect() }, count, whole: full }
    }

    /// Returns whether a quotation is a passage of its own: its words follow each other where those of the text do not,
    /// because the narrator interrupts it, or because it has several paragraphs.
    fn stands_alone(
        &self,
        reading: &Reading<'_>,
        annotated: &Annotated,
        quote: &Quote,
        passages: &[(What, At)],
    ) -> bool {
        let extent = quote.extent();
        let has_lines = extent.of(&annotated.article.text).contains('\n');
        if self.ordered.is_empty() && !has_lines && !self.reads {
            return false;
        }
        let here = |leaf: &Matching| reading.holds(annotated, At::Passage(extent), Some(quote), leaf);
        let there = |leaf: &Matching| passages.iter().any(|(_, at)| reading.holds(annotated, *at, None, leaf));
        self.ordered.iter().chain([&self.whole]).any(|leaf| here(leaf) && !there(leaf))
    }
}

/// Returns the title and the paragraphs of an article.
fn passages_of(annotated: &Annotated) -> Vec<(What, At)> {
    let title = annotated.article.title.iter().map(|_| (What::Title, At::Title));
    let paragraphs = annotated.article.paragraphs().enumerate();
    let paragraph = |(i, span)| (What::Paragraph { ordinal: i as u32, quotes: Vec::new() }, At::Passage(span));
    title.chain(paragraphs.map(paragraph)).collect()
}

/// Returns the words, phrases and windows of a query that stand in the text of articles, once each, and `more` words.
fn words_of(node: &Node, more: &[Node]) -> Vec<Node> {
    let mut leaves = Vec::new();
    positive_leaves(node, &mut leaves);
    leaves.extend_from_slice(more);
    let mut words: Vec<Node> = Vec::new();
    for leaf in leaves {
        if relevance::is_text(&leaf) && !words.iter().any(|word| relevance::is_same(word, &leaf)) {
            words.push(leaf);
        }
    }
    words
}

/// Adds the words, phrases and windows that a match of `node` may show.
fn positive_leaves(node: &Node, leaves: &mut Vec<Node>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().for_each(|node| positive_leaves(node, leaves)),
        Node::All | Node::Not(_) | Node::Filter(_) => {}
        leaf => leaves.push(leaf.clone()),
    }
}
