//! Runs a plan: finds, takes doubles out, counts, ranks, and reads the passages of the best.

mod age;
mod all;
mod article;
mod conditions;
mod explain;
mod fold;
mod order;
mod quick;
mod reading;
mod relax;
mod relevance;
mod settle;
mod stand;
mod units;
mod wording;

use crate::error::Result;
use crate::query::copies::NoCopies;
use crate::query::{
    By, Cluster, Copies, Filter, Found, Hit, Node, Place, Plan, Records, Request, Results, Retrieve, Scope, Sort,
    Target, Unit, context,
};
pub use all::Sample;
pub(crate) use all::{Listing, search_all};
use reading::Reading;
use std::sync::Arc;
use units::{Matches, OfArticle, Passage, What};

/// Answers `plan` from `engine`.
pub(crate) fn search(
    engine: &dyn Retrieve,
    copies: &dyn Copies,
    plan: &Plan,
    request: &Request,
    scope: &Scope,
) -> Result<Results> {
    let run = Run { engine, copies, plan, request, scope, reading: Reading::new(engine, scope) };
    let mut results = match request.by {
        By::Article => run.by_article()?,
        By::Passage => run.by_passage()?,
        By::Cluster => run.by_cluster()?,
    };
    results.notes.splice(..0, plan.notes.iter().cloned());
    results.searched = engine.searched(scope)?;
    results.undated = if plan.dated { engine.undated(scope)? } else { 0 };
    for (i, hit) in results.hits.iter_mut().enumerate() {
        hit.rank = i + 1;
    }
    Ok(results)
}

/// Returns the results of a question that nothing answers.
pub(crate) fn searched(engine: &dyn Retrieve, scope: &Scope) -> Result<Results> {
    Ok(Results { searched: engine.searched(scope)?, ..Results::default() })
}

/// Returns every quotation that matches `plan`, in the order of the index.
pub(crate) fn quotations(engine: &dyn Retrieve, plan: &Plan, request: &Request, scope: &Scope) -> Result<Vec<Found>> {
    let run = Run { engine, copies: &NoCopies, plan, request, scope, reading: Reading::new(engine, scope) };
    run.find(&plan.node, Records::Quotes)
}

/// Reads the quotations `found` by `plan`; their copies are not looked up.
pub(crate) fn quotation_hits(
    engine: &dyn Retrieve,
    plan: &Plan,
    request: &Request,
    scope: &Scope,
    found: &[Found],
) -> Result<Vec<Hit>> {
    let run = Run { engine, copies: &NoCopies, plan, request, scope, reading: Reading::new(engine, scope) };
    let matcher = run.reading.matcher(&plan.node, request);
    let passage = |f: &Found| Passage { score: f.score, article: f.article, what: What::Quote(f.ordinal) };
    found.iter().map(|f| run.hit(&passage(f), &matcher)).collect()
}

/// Returns whether an engine may let records through that `node` does not match, so that their text must be read.
pub(crate) fn needs_text(node: &Node) -> bool {
    match node {
        Node::Phrase { words, .. } => words.iter().skip(1).any(|word| word.gap > 0),
        Node::Near { words, .. } => words.len() > 1,
        // The words may stand in two roles, or two names.
        Node::Filter(Filter::Role(words) | Filter::By(words)) => words.len() > 1,
        Node::Filter(Filter::Ids(ids)) => ids.iter().any(|id| id.contains('#')),
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(needs_text),
        // An engine that lets too much through would let too little through its negation.
        Node::Not(node) => needs_text(node),
        Node::All | Node::Word { .. } | Node::Prefix { .. } | Node::Fuzzy { .. } | Node::Filter(_) => false,
    }
}

/// One search.
struct Run<'a> {
    engine: &'a dyn Retrieve,
    copies: &'a dyn Copies,
    plan: &'a Plan,
    request: &'a Request,
    scope: &'a Scope,
    reading: Reading<'a>,
}

impl Run<'_> {
    fn by_passage(&self) -> Result<Results> {
        if let Some(quick::Counted { total, first }) = self.counted()? {
            let matcher = self.reading.matcher(&self.plan.node, self.request);
            let best = self.best(first, self.request.limit)?;
            let hits = best.iter().map(|passage| self.hit(passage, &matcher)).collect::<Result<_>>()?;
            return Ok(Results { total, hits, ..Results::default() });
        }
        let (full, matcher, passages) = self.passages()?;
        let mut results = Results { total: passages.len() as u64, ..Results::default() };
        for passage in self.best(passages, self.request.limit)? {
            results.hits.push(self.hit(&passage, &matcher)?);
        }
        self.relax(&full, &mut results)?;
        Ok(results)
    }

    /// Returns all that matches, and the passages that it makes up.
    fn passages(&self) -> Result<(Matches, reading::Matching, Vec<Passage>)> {
        let full = self.matches(&self.plan.node)?;
        let (matcher, mut passages) = self.merged(&full)?;
        self.lift(&mut passages)?;
        Ok((full, matcher, passages))
    }

    /// Returns the passages that the matches of the query make up.
    fn merged(&self, full: &Matches) -> Result<(reading::Matching, Vec<Passage>)> {
        let matcher = self.reading.matcher(&self.plan.node, self.request);
        let settled = self.settled(&self.plan.node, full)?;
        let resolve = |place: Place, matches: OfArticle<'_>| match settle::passages(&settled, place, matches) {
            Some(passages) => Ok(passages),
            None => stand::resolve(&self.reading, &matcher, place, matches),
        };
        let passages = units::passages(full, &resolve)?;
        Ok((matcher, passages))
    }

    /// Adds relaxed hits if there is need and leave.
    fn relax(&self, full: &Matches, results: &mut Results) -> Result<()> {
        if self.relaxes(results.total) { relax::add(self, full, results) } else { Ok(()) }
    }

    /// Returns every title, paragraph and quotation that matches `node`.
    fn matches(&self, node: &Node) -> Result<Matches> {
        let find = |records| self.find(node, records);
        if self.plan.quotes_only {
            return Ok(Matches { quotes: find(Records::Quotes)?, ..Matches::default() });
        }
        let (titles, paragraphs) = (find(Records::Titles)?, find(Records::Paragraphs)?);
        // Where neither words nor one hit are asked for, a quotation can show nothing that its paragraph does not.
        let quotes = if finds_quotes(node) { find(Records::Quotes)? } else { Vec::new() };
        Ok(Matches { titles, paragraphs, quotes })
    }

    fn find(&self, node: &Node, records: Records) -> Result<Vec<Found>> {
        let wide = if self.reads(node) { reading::widened(node) } else { node.clone() };
        let found = self.engine.find(&wide, records, self.scope, self.request.sort == Sort::Best)?;
        self.read(node, records, found)
    }

    /// Returns whether matches of `node` are certain only when their text was read.
    fn reads(&self, node: &Node) -> bool {
        self.request.case || self.request.accents || needs_text(node)
    }

    /// Keeps what matches by its text, where the engine alone cannot tell.
    fn read(&self, node: &Node, records: Records, found: Vec<Found>) -> Result<Vec<Found>> {
        if !self.reads(node) {
            return Ok(found);
        }
        let matcher = self.reading.matcher(node, self.request);
        let mut kept = Vec::new();
        for found in found {
            let annotated = self.reading.article(found.article)?;
            if self.reading.has(&annotated, records, found.ordinal, &matcher) {
                kept.push(found);
            }
        }
        Ok(kept)
    }

    /// Returns the first `limit` passages in the order asked for.
    fn best(&self, passages: Vec<Passage>, limit: usize) -> Result<Vec<Passage>> {
        order::best(self.engine, self.aged(passages)?, self.request.sort, limit)
    }

    fn relaxes(&self, total: u64) -> bool {
        !self.request.strict && self.plan.bare.len() > 1 && total < self.request.limit as u64
    }

    /// Reads a passage.
    fn hit(&self, passage: &Passage, matcher: &reading::Matching) -> Result<Hit> {
        let annotated = self.reading.article(passage.article)?;
        let hit = match &passage.what {
            What::Title => self.reading.title_hit(annotated, matcher),
            What::Quote(ordinal) => self.reading.quote_hit(annotated, *ordinal, matcher),
            What::Paragraph { ordinal, quotes } => {
                match stand::for_paragraph(&self.reading, &annotated, *ordinal, quotes, matcher) {
                    Some(quote) => self.reading.quote_hit(annotated, quote, matcher),
                    None => self.reading.paragraph_hit(annotated, *ordinal, matcher),
                }
            }
        };
        let sentences = if hit.unit == Unit::Title { 0 } else { self.request.context };
        let (before, after) = context(&hit.article.article.text, hit.span, sentences);
        let cluster = self.cluster(passage.article, hit.quote)?;
        let parts = if self.request.explain { Some(self.parts(passage, &hit.article)?) } else { None };
        Ok(Hit { score: passage.score, before, after, cluster, parts, ..hit })
    }

    /// Returns the copies of a quotation, or of an article.
    fn cluster(&self, article: Place, quote: Option<usize>) -> Result<Option<Arc<Cluster>>> {
        let copies = self.copies;
        match quote {
            Some(quote) => copies.of_quote(article, quote as u32)?.map(|cluster| copies.quotes(cluster)).transpose(),
            None => copies.of_article(article)?.map(|cluster| copies.articles(cluster)).transpose(),
        }
    }
}

/// Returns whether `node` looks at the words or the place of passages, so that a quotation may match where its paragraph does
/// not.
fn finds_quotes(node: &Node) -> bool {
    match node {
        Node::And(nodes) | Node::Or(nodes) => nodes.iter().any(finds_quotes),
        Node::Not(node) => finds_quotes(node),
        Node::Filter(Filter::Ids(ids)) => ids.iter().any(|id| id.contains('#')),
        Node::All | Node::Filter(_) => false,
        Node::Word { target, .. }
        | Node::Phrase { target, .. }
        | Node::Near { target, .. }
        | Node::Prefix { target, .. }
        | Node::Fuzzy { target, .. } => *target != Target::Title,
    }
}
