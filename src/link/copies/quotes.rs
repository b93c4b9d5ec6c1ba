//! Which quotations are one: the same words of the same voice, in whatever articles.
//!
//! Quotations with the same print and speaker are one node. Edges between nodes are the same words of an unknown voice, a missing
//! end, words left out or put in by editors. They join nodes in the order of how sure they are, never two known speakers. All
//! of this is a function of the set of quotations.

use crate::link::copies::edited::{self, Standing};
use crate::link::copies::near;
use crate::link::copies::print::{GAP, LONGEST};
use crate::link::copies::union::Sets;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// From how many words on quotations of one speaker are one in unlike articles too. Shorter ones ("we'll see what happens") are said
/// again and again.
const WORDS_OF_ONE: usize = 5;

/// From how many words on that holds where a speaker is not known, and where words are missing.
pub(super) const WORDS_OF_ANYONE: usize = 8;

/// How many nodes of the same words are looked at.
const MOST_NODES: usize = 16;

/// What an index knows of a quotation's words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuotePrint<'a> {
    /// The number of its article.
    pub(crate) article: u32,
    /// The number of its speaker, if it is somebody with a name.
    pub(crate) speaker: Option<u32>,
    /// How many words it has.
    pub(crate) words: u32,
    /// The words.
    pub(crate) print: &'a [u16],
}

impl QuotePrint<'_> {
    /// Returns how many words it has without those that editors put in.
    pub(super) fn length(&self) -> usize {
        let length = self.print.iter().filter(|word| **word != GAP).count();
        if self.print.len() < LONGEST { length } else { length.max(self.words as usize) }
    }
}

/// Quotations with the same words that are one by their words alone.
struct Node {
    speaker: Option<u32>,
    /// The first of them.
    first: u32,
    count: u32,
}

/// Two nodes that may be one; the least edge is the surest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    /// How sure it is.
    sureness: Sureness,
    /// The more quotations there are, and the more words are shared, the surer.
    weight: Reverse<u32>,
    /// The first quotations of both, which decide between equals.
    firsts: [u32; 2],
    nodes: [u32; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sureness {
    /// In copies of one article, or most of the words of one speaker.
    Sure,
    /// The same words, one voice unknown.
    Same,
    /// Most of the words, one voice unknown.
    Most,
    /// An editor's words, in copies of one article.
    Edited,
}

/// Where quotations too short to be known by their words may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Scope {
    /// Anywhere.
    Anywhere,
    /// In copies of one article: its lead, and how often the words stood in the article before.
    Copies(u32, u32),
    /// Nowhere.
    Alone(u32),
}

/// Returns the lead of each quotation: the first one of its cluster, in the order given; itself if it has no copies. `leads` are
/// those of the articles, by their numbers.
pub(crate) fn quote_leads(quotes: &[QuotePrint<'_>], leads: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..quotes.len() as u32).collect();
    order.sort_by(|a, b| quotes[*a as usize].print.cmp(quotes[*b as usize].print).then(a.cmp(b)));
    let mut graph = Graph { quotes, copied: copied(leads), leads, ..Graph::default() };
    graph.node_of = vec![0; quotes.len()];
    let same = order.chunk_by(|a, b| quotes[*a as usize].print == quotes[*b as usize].print);
    same.for_each(|same| graph.add_same(same));
    graph.add_near();
    graph.add_edited();
    graph.joined()
}

/// Returns which articles have copies.
fn copied(leads: &[u32]) -> Vec<bool> {
    let mut copied = vec![false; leads.len()];
    for (article, &lead) in leads.iter().enumerate().filter(|(article, lead)| *article != **lead as usize) {
        copied[article] = true;
        copied[lead as usize] = true;
    }
    copied
}

#[derive(Default)]
struct Graph<'a> {
    quotes: &'a [QuotePrint<'a>],
    /// The leads of the articles.
    leads: &'a [u32],
    /// Which articles have copies.
    copied: Vec<bool>,
    nodes: Vec<Node>,
    node_of: Vec<u32>,
    /// The nodes of each print that are known by their words, in the order of prints.
    prints: Vec<(&'a [u16], Vec<u32>)>,
    edges: Vec<Edge>,
    /// The quotations in articles with copies.
    standing: Vec<Standing<'a>>,
}

impl<'a> Graph<'a> {
    /// Adds quotations with the same words.
    fn add_same(&mut self, same: &[u32]) {
        let print = self.quotes[same[0] as usize].print;
        let length = self.quotes[same[0] as usize].length();
        let mut nodes: FxHashMap<(Option<u32>, Scope), u32> = FxHashMap::default();
        // In which copies which nodes stand.
        let mut together: Vec<(Scope, u32)> = Vec::new();
        let mut before: Option<(u32, u32)> = None;
        for &i in same {
            let quote = &self.quotes[i as usize];
            let times = before.filter(|(article, _)| *article == quote.article).map_or(0, |(_, times)| times + 1);
            before = Some((quote.article, times));
            let copies = self.copied[quote.article as usize];
            let copies = copies.then(|| Scope::Copies(self.leads[quote.article as usize], times));
            let least = if quote.speaker.is_some() { WORDS_OF_ONE } else { WORDS_OF_ANYONE };
            let scope = if length >= least { Scope::Anywhere } else { copies.unwrap_or(Scope::Alone(i)) };
            let node = *nodes.entry((quote.speaker, scope)).or_insert_with(|| {
                self.nodes.push(Node { speaker: quote.speaker, first: i, count: 0 });
                self.nodes.len() as u32 - 1
            });
            self.nodes[node as usize].count += 1;
            self.node_of[i as usize] = node;
            if let Some(copies) = copies {
                together.push((copies, node));
                let (lead, article) = (self.leads[quote.article as usize], quote.article);
                self.standing.push(Standing { lead, node, article, print });
            }
        }
        together.sort_unstable();
        together.dedup();
        for nodes in together.chunk_by(|a, b| a.0 == b.0) {
            let nodes: Vec<u32> = nodes.iter().map(|(_, node)| *node).collect();
            self.add_edges(&nodes, &nodes, Sureness::Sure, 0);
        }
        let mut known: Vec<u32> =
            nodes.iter().filter(|((_, scope), _)| *scope == Scope::Anywhere).map(|(_, node)| *node).collect();
        known.sort_unstable_by_key(|node| self.surest(*node));
        known.truncate(MOST_NODES);
        self.add_edges(&known, &known, Sureness::Same, 0);
        if !known.is_empty() {
            self.prints.push((print, known));
        }
    }

    /// Returns the order of nodes with the same words: those with most quotations first.
    fn surest(&self, node: u32) -> (Reverse<u32>, u32) {
        let node = &self.nodes[node as usize];
        (Reverse(node.count), node.first)
    }

    /// Adds edges between nodes whose voices may be one.
    fn add_edges(&mut self, ones: &[u32], others: &[u32], sureness: Sureness, shared: u32) {
        for (&one, &other) in ones.iter().flat_map(|one| others.iter().map(move |other| (one, other))) {
            if one == other || (ones == others && other < one) {
                continue;
            }
            let (a, b) = (&self.nodes[one as usize], &self.nodes[other as usize]);
            let sureness = match (a.speaker, b.speaker) {
                (Some(a), Some(b)) if a != b => continue,
                (Some(_), Some(_)) if sureness != Sureness::Edited => Sureness::Sure,
                _ => sureness,
            };
            let mut ends = [(a.first, one), (b.first, other)];
            ends.sort_unstable();
            let weight = Reverse(shared.saturating_mul(1 << 20).saturating_add(a.count.max(b.count)));
            self.edges.push(Edge { sureness, weight, firsts: ends.map(|e| e.0), nodes: ends.map(|e| e.1) });
        }
    }

    /// Adds edges between nodes with most of the words.
    fn add_near(&mut self) {
        let prints = std::mem::take(&mut self.prints);
        let lengths: Vec<usize> = prints
            .iter()
            .map(|(_, nodes)| self.quotes[self.nodes[nodes[0] as usize].first as usize].length())
            .collect();
        let words: Vec<&[u16]> = prints.iter().map(|(print, _)| *print).collect();
        for near in near::pairs(&words, &lengths) {
            let [one, other] = near.prints.map(|i| prints[i as usize].1.as_slice());
            self.add_edges(one, other, Sureness::Most, near.shared);
        }
        self.prints = prints;
    }

    /// Adds edges between nodes with edited words.
    fn add_edited(&mut self) {
        for ([one, other], shared) in edited::edits(std::mem::take(&mut self.standing)) {
            self.add_edges(&[one], &[other], Sureness::Edited, shared);
        }
    }

    /// Joins nodes by their edges, and returns the lead of each quotation.
    fn joined(mut self) -> Vec<u32> {
        self.edges.sort_unstable();
        self.edges.dedup();
        let mut sets = Sets::new(self.nodes.len());
        let mut speakers: Vec<Option<u32>> = self.nodes.iter().map(|node| node.speaker).collect();
        for edge in &self.edges {
            let [one, other] = edge.nodes.map(|node| sets.least(node));
            let voices = (speakers[one as usize], speakers[other as usize]);
            if one != other && !matches!(voices, (Some(a), Some(b)) if a != b) {
                speakers[sets.join(one, other) as usize] = voices.0.or(voices.1);
            }
        }
        let mut first: Vec<u32> = vec![u32::MAX; self.nodes.len()];
        for (node, facts) in self.nodes.iter().enumerate() {
            let set = sets.least(node as u32) as usize;
            first[set] = first[set].min(facts.first);
        }
        self.node_of.iter().map(|node| first[sets.least(*node) as usize]).collect()
    }
}
