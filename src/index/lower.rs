//! From a plan to the engine's queries.
//!
//! Gaps in phrases and windows are lowered to "all the words occur": what is too much is taken out by the matcher, which
//! reads the stored text (`query::needs_text`). The engine's own slop is not used: it answers differently with and
//! without scores.

use crate::index::group::thousandths;
use crate::index::groups::{Articles, Groups};
use crate::index::pairs::{self, Pair};
use crate::index::schema::{Fields, Texts, Unit};
use crate::index::stats::Statistics;
use crate::index::steady::Steady;
use crate::index::tokens::close_up;
use crate::index::whole::Whole;
use crate::query::{Filter, Node, PhraseWord, Scope, Target};
use std::ops::Bound;
use tantivy::collector::Count;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query,
    RangeQuery, RegexQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// Returns the query of all records of a kind.
pub(super) fn unit_query(fields: &Fields, unit: Unit) -> TermQuery {
    TermQuery::new(Term::from_field_u64(fields.unit, unit as u64), IndexRecordOption::Basic)
}

type Lowered = tantivy::Result<Box<dyn Query>>;

/// Lowers plans for one kind of record.
pub(super) struct Lowering<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    unit: Unit,
    scope: &'a Scope,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(searcher: &'a Searcher, fields: &'a Fields, unit: Unit, scope: &'a Scope) -> Self {
        Self { searcher, fields, unit, scope }
    }

    /// Returns the query of the records of the kind that match `node` in the scope.
    pub(super) fn whole(&self, node: &Node) -> Lowered {
        let mut clauses = vec![(Occur::Must, self.node(node)?)];
        if !bound(node) {
            clauses.push((Occur::Must, unscored(unit_query(self.fields, self.unit))));
        }
        if let Some(under) = self.under() {
            clauses.push((Occur::Must, under));
        }
        Ok(single_or(clauses))
    }

    /// Returns a query whose score is the weight of the `words` in a record that matches `fixed`, and the weight of all.
    pub(super) fn weights(
        &self,
        fixed: &Node,
        words: &[Node],
        statistics: &Statistics<'_>,
    ) -> tantivy::Result<(Box<dyn Query>, f32)> {
        let mut total = 0.0;
        let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in words {
            let weight = self.weight(word, statistics)?;
            total += weight;
            any.push((Occur::Should, Box::new(ConstScoreQuery::new(self.node(word)?, weight))));
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(BooleanQuery::new(any)))];
        if *fixed != Node::All {
            clauses.push((Occur::Must, unscored_box(self.node(fixed)?)));
        }
        if let Some(under) = self.under() {
            clauses.push((Occur::Must, under));
        }
        Ok((single_or(clauses), total))
    }

    /// Returns the query of the records that have any of `words`, each of which counts as often as said.
    pub(super) fn any(&self, words: &[(Node, f32)]) -> Lowered {
        let one = |(word, times): &(Node, f32)| -> tantivy::Result<(Occur, Box<dyn Query>)> {
            Ok((Occur::Should, Box::new(BoostQuery::new(self.node(word)?, *times))))
        };
        let any = single_or(words.iter().map(one).collect::<tantivy::Result<_>>()?);
        Ok(match self.under() {
            Some(under) => Box::new(BooleanQuery::new(vec![(Occur::Must, any), (Occur::Must, unscored_box(under))])),
            None => any,
        })
    }

    /// Returns how much a word tells.
    pub(super) fn weight(&self, word: &Node, statistics: &Statistics<'_>) -> tantivy::Result<f32> {
        Ok(statistics.idf(self.frequency(word)?))
    }

    /// Returns in how many records the word is (the most frequent of its stems).
    fn frequency(&self, word: &Node) -> tantivy::Result<u64> {
        let (Node::Word { stems, .. }, false) = (word, self.unit == Unit::Article) else {
            return Ok(self.searcher.search(&*self.node(word)?, &Count)? as u64);
        };
        let field = self.fields.texts(self.unit).stems;
        let mut most = 0;
        for stem in stems {
            most = most.max(self.searcher.doc_freq(&text_term(field, stem))?);
        }
        Ok(most)
    }

    /// Returns the condition on the place of the source, if there is one.
    pub(super) fn under(&self) -> Option<Box<dyn Query>> {
        if self.scope.under.is_empty() {
            return None;
        }
        let terms = self.scope.under.iter().map(|path| Term::from_field_text(self.fields.under, path));
        Some(self.of_article(Box::new(TermSetQuery::new(terms))))
    }

    fn node(&self, node: &Node) -> Lowered {
        match node {
            Node::All => Ok(unscored(AllQuery)),
            Node::Word { target, .. }
            | Node::Phrase { target, .. }
            | Node::Near { target, .. }
            | Node::Prefix { target, .. }
            | Node::Fuzzy { target, .. } => self.on(*target, node),
            Node::Filter(filter) => self.filter(filter).map(unscored_box),
            Node::And(nodes) => self.and(nodes),
            Node::Or(nodes) => self.or(nodes),
            Node::Not(node) => self.and(std::slice::from_ref(&Node::Not(node.clone()))),
        }
    }

    fn and(&self, nodes: &[Node]) -> Lowered {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for node in nodes {
            match node {
                Node::Not(not) => clauses.push((Occur::MustNot, self.node(not)?)),
                node => clauses.push((Occur::Must, self.node(node)?)),
            }
        }
        if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
            clauses.push((Occur::Must, unscored(AllQuery)));
        }
        Ok(single_or(clauses))
    }

    fn or(&self, nodes: &[Node]) -> Lowered {
        let lowered = nodes.iter().map(|node| Ok((Occur::Should, self.node(node)?)));
        Ok(single_or(lowered.collect::<tantivy::Result<_>>()?))
    }

    /// Lowers words, phrases and windows to a query on the records searched.
    fn on(&self, target: Target, leaf: &Node) -> Lowered {
        let of = |unit: Unit| self.leaf(leaf, self.fields.texts(unit));
        Ok(match target {
            // What is in the title or a paragraph is in the article, and scores by all of its text.
            Target::Unit if self.unit == Unit::Article && matches!(leaf, Node::Word { .. }) => {
                let Node::Word { stems, .. } = leaf else { return Ok(Box::new(EmptyQuery)) };
                Box::new(Whole { fields: *self.fields, stems: stems.clone() })
            }
            Target::Unit if self.unit == Unit::Article => {
                let mut parts = vec![(Unit::Title, of(Unit::Title)?), (Unit::Paragraph, of(Unit::Paragraph)?)];
                if has_order(leaf) {
                    // In a quotation words follow each other where the narrator interrupts them in the text.
                    parts.push((Unit::Quote, of(Unit::Quote)?));
                }
                Box::new(Articles { fields: *self.fields, parts })
            }
            Target::Unit => of(self.unit)?,
            Target::Said if self.unit == Unit::Quote => of(Unit::Quote)?,
            Target::Title if self.unit == Unit::Title => of(Unit::Title)?,
            // The title is the article's; and an article has said what its quotations say.
            Target::Title => Box::new(Groups(of(Unit::Title)?)),
            Target::Said if self.unit == Unit::Article => Box::new(Groups(of(Unit::Quote)?)),
            Target::Said => Box::new(EmptyQuery),
        })
    }

    fn leaf(&self, leaf: &Node, texts: Texts) -> Lowered {
        Ok(match leaf {
            Node::Word { stems, .. } => self.stems(texts.stems, stems)?,
            Node::Phrase { words, .. } => self.phrase(texts, &written(words)),
            Node::Near { words, .. } => self.window(texts.words, &written(words)),
            Node::Prefix { prefix, .. } => {
                Box::new(RegexQuery::from_pattern(&format!("{}.*", escaped(prefix)), texts.words)?)
            }
            Node::Fuzzy { word, distance, .. } => {
                Box::new(FuzzyTermQuery::new(text_term(texts.words, word), (*distance).min(2), true))
            }
            _ => Box::new(EmptyQuery),
        })
    }

    /// A word has a stem in each language, most of which no record has: these are not asked for.
    fn stems(&self, field: Field, stems: &[String]) -> Lowered {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for stem in stems {
            let term = text_term(field, stem);
            if self.searcher.doc_freq(&term)? > 0 {
                clauses.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
            }
        }
        Ok(single_or(clauses))
    }

    fn phrase(&self, texts: Texts, words: &[PhraseWord]) -> Box<dyn Query> {
        let term = |word: &PhraseWord| text_term(texts.words, &word.word);
        match words {
            [] => Box::new(EmptyQuery),
            [word] => Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs)),
            _ if words.iter().skip(1).any(|word| word.gap > 0) => {
                // The runs without gaps between them are phrases; the matcher sees to the gaps.
                let mut runs: Vec<Vec<PhraseWord>> = Vec::new();
                for word in words {
                    match runs.last_mut() {
                        Some(run) if word.gap == 0 => run.push(word.clone()),
                        _ => runs.push(vec![PhraseWord { gap: 0, ..word.clone() }]),
                    }
                }
                single_or(runs.iter().map(|run| (Occur::Must, self.phrase(texts, run))).collect())
            }
            _ => consecutive(texts.pairs, words, words.iter().map(term).collect()),
        }
    }

    fn window(&self, field: Field, words: &[PhraseWord]) -> Box<dyn Query> {
        let one = |word: &PhraseWord| -> Box<dyn Query> {
            Box::new(TermQuery::new(text_term(field, &word.word), IndexRecordOption::WithFreqs))
        };
        single_or(words.iter().map(|word| (Occur::Must, one(word))).collect())
    }

    /// Makes a query on articles one on the records searched.
    fn of_article(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        if self.unit == Unit::Article { query } else { Box::new(Groups(query)) }
    }

    fn filter(&self, filter: &Filter) -> Lowered {
        let f = self.fields;
        let tokens = |field, words: &[String]| self.all_of_basic(field, words);
        Ok(match filter {
            Filter::Speaker(keys) => self.of_quote(self.speaker(keys)),
            Filter::Role(words) => self.of_quote(self.attributed(tokens(f.role, words))),
            Filter::Kind(kind) => {
                let term = Term::from_field_u64(f.kind, *kind as u64);
                self.of_quote(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
            }
            Filter::By(words) => self.of_article(tokens(f.by, words)),
            Filter::Outlet(words) => {
                let domain = Term::from_field_text(f.domain, &words.join("."));
                let domain: Box<dyn Query> = Box::new(TermQuery::new(domain, IndexRecordOption::Basic));
                let name = tokens(f.outlet_words, words);
                self.of_article(Box::new(BooleanQuery::new(vec![(Occur::Should, name), (Occur::Should, domain)])))
            }
            Filter::Lang(code) => {
                let term = Term::from_field_text(f.lang, code);
                self.of_article(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
            }
            Filter::Dates { from, to } => {
                let day = |day: u32| Term::from_field_u64(f.date, u64::from(day));
                let from = from.map_or(Bound::Unbounded, |from| Bound::Included(day(from)));
                let to = to.map_or(Bound::Unbounded, |to| Bound::Excluded(day(to)));
                match (&from, &to) {
                    (Bound::Unbounded, Bound::Unbounded) => unscored(AllQuery),
                    _ => self.of_article(Box::new(RangeQuery::new(from, to))),
                }
            }
            Filter::Ids(ids) => {
                // What may be the id of a hit is that of its article, and `#`, and a place.
                let articles = ids.iter().filter_map(|id| Some(id.rsplit_once('#')?.0));
                let either = ids.iter().map(String::as_str).chain(articles);
                self.of_article(Box::new(TermSetQuery::new(either.map(|id| Term::from_field_text(f.id, id)))))
            }
        })
    }

    /// Makes a query on quotations one on the records searched.
    fn of_quote(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        if self.unit == Unit::Article { Box::new(Groups(query)) } else { query }
    }

    fn speaker(&self, keys: &[String]) -> Box<dyn Query> {
        let set = |field| -> Box<dyn Query> {
            Box::new(TermSetQuery::new(keys.iter().map(|key| Term::from_field_text(field, key))))
        };
        let chosen = self.attributed(set(self.fields.voice));
        if !self.scope.candidates {
            return chosen;
        }
        Box::new(BooleanQuery::new(vec![(Occur::Should, chosen), (Occur::Should, set(self.fields.candidate))]))
    }

    /// Restricts a query on attributions to those that are sure enough.
    fn attributed(&self, query: Box<dyn Query>) -> Box<dyn Query> {
        if self.scope.min_confidence <= 0.0 {
            return query;
        }
        let least = Term::from_field_u64(self.fields.confidence, thousandths(self.scope.min_confidence));
        let sure: Box<dyn Query> = Box::new(RangeQuery::new(Bound::Included(least), Bound::Unbounded));
        Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, sure)]))
    }

    fn all_of_basic(&self, field: Field, words: &[String]) -> Box<dyn Query> {
        let one = |word: &String| -> Box<dyn Query> {
            Box::new(TermQuery::new(text_term(field, word), IndexRecordOption::Basic))
        };
        single_or(words.iter().map(|word| (Occur::Must, one(word))).collect())
    }
}

/// Returns the query of words that follow each other. Where two frequent words do, their pair says so; of a longer phrase,
/// pairs say which few records need be looked at.
fn consecutive(pairs: Field, words: &[PhraseWord], terms: Vec<Term>) -> Box<dyn Query> {
    let pair =
        |two: &[PhraseWord]| pairs::pair(&two[0].word, &two[1].word).map(|pair| Term::from_field_text(pairs, &pair));
    let mut known: Vec<Term> = words.windows(2).filter_map(pair).collect();
    match (terms.len(), known.pop()) {
        (2, Some(pair)) => Box::new(Pair { pair, words: terms }),
        (_, None) => Box::new(Steady(PhraseQuery::new(terms))),
        (_, Some(last)) => {
            let has = |pair| -> (Occur, Box<dyn Query>) {
                (Occur::Must, unscored(TermQuery::new(pair, IndexRecordOption::Basic)))
            };
            let mut clauses: Vec<_> = known.into_iter().chain([last]).map(has).collect();
            clauses.push((Occur::Must, Box::new(Steady(PhraseQuery::new(terms)))));
            Box::new(BooleanQuery::new(clauses))
        }
    }
}

/// Returns whether a leaf has several words that must stand together.
fn has_order(leaf: &Node) -> bool {
    matches!(leaf, Node::Phrase { words, .. } | Node::Near { words, .. } if words.len() > 1)
}

/// Returns whether `node` can match records of the kind searched only, because its words or speakers are theirs.
fn bound(node: &Node) -> bool {
    match node {
        Node::Word { target, .. }
        | Node::Phrase { target, .. }
        | Node::Near { target, .. }
        | Node::Prefix { target, .. }
        | Node::Fuzzy { target, .. } => *target != Target::Title,
        Node::And(nodes) => nodes.iter().any(bound),
        Node::Or(nodes) => !nodes.is_empty() && nodes.iter().all(bound),
        Node::All | Node::Filter(_) | Node::Not(_) => false,
    }
}

/// Returns the words without those of which nothing is left when folded (a mark without its letter); they are not indexed.
pub(super) fn written(words: &[PhraseWord]) -> Vec<PhraseWord> {
    words.iter().filter(|word| !word.word.is_empty()).cloned().collect()
}

pub(super) fn text_term(field: Field, word: &str) -> Term {
    let mut word = word.to_owned();
    close_up(&mut word);
    Term::from_field_text(field, &word)
}

/// Escapes what a pattern would take for an operator.
fn escaped(prefix: &str) -> String {
    let mut out = String::new();
    for c in prefix.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && c != '\'' {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn unscored(query: impl Query) -> Box<dyn Query> {
    unscored_box(Box::new(query))
}

fn unscored_box(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Returns the one clause if it is alone and positive, nothing if there is none, else all of them together.
fn single_or(mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    match clauses.as_slice() {
        [] => Box::new(EmptyQuery),
        [(Occur::Must | Occur::Should, _)] => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}
