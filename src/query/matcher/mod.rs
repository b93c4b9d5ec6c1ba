//! Evaluates a query on stored text, and returns exactly the spans that match.
//!
//! Engines retrieve, the matcher decides: highlights, windows, gaps and the stored form of words (`--case`, `--accents`)
//! are the same on every engine. A text is cut into words once; only words whose first letter the query knows are folded.

mod leaf;
mod terms;

use crate::model::{Quote, Span};
use crate::query::plan::{Filter, Node, Target};
use crate::text::{Folding, Stemmer};
use leaf::Leaf;
use terms::{Found, Terms};

/// How strictly stored words are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct MatchOptions {
    /// Upper and lower case are different letters.
    pub case: bool,
    /// Accents make different letters.
    pub accents: bool,
}

/// A stored text that may match: a paragraph, a title, a quotation, or a whole article.
#[derive(Clone, Copy)]
pub(crate) struct UnitText<'a> {
    /// The text that spans point into.
    pub text: &'a str,
    /// The parts of `text` that belong to the unit, in order: one span for a paragraph or a title; the pieces of a
    /// quotation, across which consecutive words run on as if the narrator between them were not there.
    pub pieces: &'a [Span],
    /// The title of the article. If the unit is the title itself, `text` is the same text, and `title:` is highlighted.
    pub title: &'a str,
    /// The language of the article: whose stems its words have.
    pub language: Option<&'a str>,
    /// Whether the unit is a whole article: bare words may stand in its title too, and phrases never run over a line end.
    pub whole: bool,
    /// The quotations of a whole article: phrases and windows may run on in one where they do not in the text.
    pub quotes: &'a [Quote],
    /// Decides conditions on the record.
    pub filter: &'a dyn Fn(&Filter) -> bool,
}

/// A query made ready to be evaluated on many texts.
pub(crate) struct Matcher {
    tree: Tree,
    terms: Terms,
    leaves: Vec<Leaf>,
    reads_title: bool,
}

/// A [`Node`] whose words are numbers of leaves.
enum Tree {
    All,
    Filter(Filter),
    Leaf(usize),
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
}

/// What was found in a unit, and where its leaves look.
struct Unit<'a> {
    matcher: &'a Matcher,
    text: &'a UnitText<'a>,
    stemmer: Option<Stemmer>,
    in_text: Found,
    in_title: Option<Found>,
    is_title: bool,
}

impl Matcher {
    /// Makes `node` ready.
    pub(crate) fn new(node: &Node, options: MatchOptions) -> Self {
        let mut terms = Terms::new(Folding { case: options.case, accents: options.accents });
        let mut leaves = Vec::new();
        let tree = compile(node, &mut terms, &mut leaves);
        let reads_title = leaves.iter().any(|l| l.target == Target::Title);
        Self { tree, terms, leaves, reads_title }
    }

    /// Returns the spans of `unit.text` that match, in order and not overlapping, or `None` if the unit does not satisfy
    /// the query. A phrase is one span from its first to its last word (one a piece if it is interrupted); the words of a
    /// window are spans of their own; what is negated or only a condition has none.
    pub(crate) fn matches(&self, unit: &UnitText<'_>) -> Option<Vec<Span>> {
        let unit = self.unit(unit);
        let mut spans = Vec::new();
        unit.holds(&self.tree, &mut spans).then(|| merged(spans))
    }

    /// Finds the words of the query in a unit.
    fn unit<'a>(&'a self, unit: &'a UnitText<'a>) -> Unit<'a> {
        let stemmer = unit.language.and_then(Stemmer::new);
        let is_title = unit.text == unit.title && !unit.whole;
        let in_title = (self.reads_title || unit.whole).then(|| {
            let all = [Span::new(0, unit.title.len())];
            self.terms.find(unit.title, &all, stemmer, false)
        });
        let in_text = self.terms.find(unit.text, unit.pieces, stemmer, unit.whole);
        Unit { matcher: self, text: unit, stemmer, in_text, in_title, is_title }
    }
}

impl Matcher {
    /// Returns how many leaves of the query the unit has, whatever the query makes of them.
    pub(crate) fn count(&self, unit: &UnitText<'_>) -> usize {
        let unit = self.unit(unit);
        let mut spans = Vec::new();
        self.leaves.iter().filter(|leaf| unit.leaf(leaf, &mut spans)).count()
    }

    /// Returns whether the query has phrases or windows of several words.
    pub(crate) fn has_order(&self) -> bool {
        self.leaves.iter().any(Leaf::has_many_words)
    }
}

impl Unit<'_> {
    /// Returns whether `tree` holds, and adds what matches to `spans`.
    fn holds(&self, tree: &Tree, spans: &mut Vec<Span>) -> bool {
        let mark = spans.len();
        match tree {
            Tree::All => true,
            Tree::Filter(filter) => (self.text.filter)(filter),
            Tree::Leaf(leaf) => self.leaf(&self.matcher.leaves[*leaf], spans),
            Tree::And(parts) => {
                let holds = parts.iter().all(|part| self.holds(part, spans));
                if !holds {
                    spans.truncate(mark);
                }
                holds
            }
            // No short cut: every arm that holds is highlighted.
            Tree::Or(parts) => parts.iter().filter(|part| self.holds(part, spans)).count() > 0,
            Tree::Not(part) => {
                let holds = self.holds(part, spans);
                spans.truncate(mark);
                !holds
            }
        }
    }

    fn leaf(&self, leaf: &Leaf, spans: &mut Vec<Span>) -> bool {
        let mut elsewhere = Vec::new();
        let in_title = |out: &mut Vec<Span>| {
            let all = [Span::new(0, self.text.title.len())];
            self.in_title.as_ref().is_some_and(|found| leaf.find(found, self.text.title, &all, out))
        };
        match leaf.target {
            Target::Title => in_title(if self.is_title { spans } else { &mut elsewhere }),
            Target::Unit | Target::Said => {
                let here = leaf.find(&self.in_text, self.text.text, self.text.pieces, spans);
                let whole = self.text.whole && leaf.target == Target::Unit;
                here || (whole && (in_title(&mut elsewhere) || self.in_a_quotation(leaf, spans)))
            }
        }
    }
}

impl Unit<'_> {
    /// Returns whether a quotation of the article holds the leaf, and adds what matches.
    fn in_a_quotation(&self, leaf: &Leaf, spans: &mut Vec<Span>) -> bool {
        // A single word that is in a quotation is in the text.
        leaf.has_many_words()
            && self.text.quotes.iter().any(|quote| {
                let found = self.matcher.terms.find(self.text.text, &quote.spans, self.stemmer, false);
                leaf.find(&found, self.text.text, &quote.spans, spans)
            })
    }
}

/// Turns a node into a tree; conditions come first, because they cost least.
fn compile(node: &Node, terms: &mut Terms, leaves: &mut Vec<Leaf>) -> Tree {
    match node {
        Node::All => Tree::All,
        Node::Filter(filter) => Tree::Filter(filter.clone()),
        Node::And(parts) => {
            let mut parts: Vec<Tree> = parts.iter().map(|p| compile(p, terms, leaves)).collect();
            parts.sort_by_key(|p| !matches!(p, Tree::Filter(_)));
            Tree::And(parts)
        }
        Node::Or(parts) => Tree::Or(parts.iter().map(|p| compile(p, terms, leaves)).collect()),
        Node::Not(part) => Tree::Not(Box::new(compile(part, terms, leaves))),
        Node::Word { .. } | Node::Phrase { .. } | Node::Near { .. } | Node::Prefix { .. } | Node::Fuzzy { .. } => {
            leaves.extend(Leaf::new(node, terms));
            Tree::Leaf(leaves.len() - 1)
        }
    }
}

/// Sorts spans and joins those that overlap.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.join(span),
            _ => out.push(span),
        }
    }
    out
}

#[cfg(test)]
mod tests;
