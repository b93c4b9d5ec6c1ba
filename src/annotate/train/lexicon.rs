//! The word table from gold and silver: usual tags, and how often a word is a cue.

use crate::annotate::attributes::ending;
use crate::annotate::doc::Doc;
use crate::annotate::token::{Range, Token};
use crate::annotate::train::{Clusters, Gold, Silver};
use crate::annotate::words::{Entry, Tag, pack};
use crate::model::Span;
use std::collections::{BTreeMap, HashMap};

type Table = Vec<(u32, u16)>;

/// A word seen this often has its own tag.
const MIN_WORD: u32 = 3;
/// An ending seen this often has its own tag.
const MIN_ENDING: u32 = 3;

/// How often each word is a cue by itself: what decides which word of a longer cue is its head.
pub(super) type Alone = HashMap<u32, u32>;

/// What the gold and silver files say of words.
pub(super) struct Lexicon {
    pub(super) words: Table,
    pub(super) endings: Table,
    pub(super) alone: Alone,
}

/// Finds the token of a cue that is its head: the one most often a cue by itself, the first of equals.
pub(super) fn cue_head(doc: &Doc, cue: Span, alone: &Alone) -> Option<usize> {
    let key = |i: usize| {
        (alone.get(&doc.tokens[i].word).copied().unwrap_or(0), doc.tokens[i].is_word(), std::cmp::Reverse(i))
    };
    tokens_in(doc, cue).iter().max_by_key(|&i| key(i))
}

/// Returns the tokens that a span touches.
pub(super) fn tokens_in(doc: &Doc, span: Span) -> Range {
    let start = doc.tokens.partition_point(|t| (t.end as usize) <= span.start());
    let end = doc.tokens.partition_point(|t| (t.start as usize) < span.end());
    Range { start, end: end.max(start) }
}

/// Returns the tables of words and endings.
pub(super) fn learn(gold: &[Gold], silver: &[Silver], clusters: &Clusters) -> Lexicon {
    let silver: HashMap<&str, &Silver> = silver.iter().map(|s| (s.id.as_str(), s)).collect();
    let mut tags: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    let mut endings: BTreeMap<u32, BTreeMap<u8, u32>> = BTreeMap::new();
    let mut cues: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    let docs: Vec<Doc> = gold.iter().map(|g| Doc::new(&g.text)).collect();
    let alone = count_alone(gold, &docs);
    for (article, doc) in gold.iter().zip(&docs) {
        if let Some(silver) = silver.get(article.id.as_str()) {
            for (token, tag) in tagged(article, doc, silver) {
                *tags.entry(token.word).or_default().entry(tag as u8).or_default() += 1;
                if token.is_word() {
                    *endings.entry(ending(token)).or_default().entry(tag as u8).or_default() += 1;
                }
            }
        }
        count_cues(article, doc, &alone, &mut cues);
    }
    let cluster = |word: u32| clusters.get(&word).copied().unwrap_or(0);
    let rates = rates(&cues, clusters);
    let class = |word: u32, (cue, all): (u32, u32)| class(cue, all, rates[usize::from(cluster(word))]);
    let mut words = Vec::new();
    for (&word, counts) in &tags {
        let class = cues.remove(&word).map_or(0, |c| class(word, c));
        if counts.values().sum::<u32>() >= MIN_WORD || class > 0 {
            words.push((word, Entry { tag: most(counts), class, cluster: cluster(word) }));
        }
    }
    words.extend(
        cues.into_iter()
            .filter(|&(w, c)| class(w, c) > 0)
            .map(|(w, c)| (w, Entry { tag: Tag::Vbd, class: class(w, c), cluster: cluster(w) })),
    );
    words.sort_unstable_by_key(|w| w.0);
    words.extend(unseen(&words, clusters, &class));
    words.sort_unstable_by_key(|w| w.0);
    let words = words.into_iter().map(|(w, entry)| (w, pack(entry))).collect();
    let endings = endings
        .iter()
        .filter(|(_, counts)| counts.values().sum::<u32>() >= MIN_ENDING)
        .map(|(&e, counts)| (e, pack(Entry { tag: most(counts), class: 0, cluster: 0 })))
        .collect();
    Lexicon { words, endings, alone }
}

/// Words that only the news without annotations knows: their tag is the most frequent of their cluster.
fn unseen(words: &[(u32, Entry)], clusters: &Clusters, class: &dyn Fn(u32, (u32, u32)) -> u8) -> Vec<(u32, Entry)> {
    let mut tags: BTreeMap<u8, BTreeMap<u8, u32>> = BTreeMap::new();
    for (_, entry) in words.iter().filter(|w| w.1.cluster > 0) {
        *tags.entry(entry.cluster).or_default().entry(entry.tag as u8).or_default() += 1;
    }
    let known = |word: u32| words.binary_search_by_key(&word, |w| w.0).is_ok();
    let entry = |word: u32, cluster: u8| {
        tags.get(&cluster).map(|counts| Entry { tag: most(counts), class: class(word, (0, 0)), cluster })
    };
    let new = clusters.iter().filter(|c| !known(*c.0));
    new.filter_map(|(&word, &cluster)| Some((word, entry(word, cluster)?))).collect()
}

fn count_alone(gold: &[Gold], docs: &[Doc]) -> Alone {
    let mut alone = Alone::new();
    for (article, doc) in gold.iter().zip(docs) {
        for cue in article.groups.iter().filter(|g| !g.optional).filter_map(|g| g.cue) {
            let tokens = tokens_in(doc, cue);
            if tokens.end == tokens.start + 1 {
                *alone.entry(doc.tokens[tokens.start].word).or_default() += 1;
            }
        }
    }
    alone
}

fn most(counts: &BTreeMap<u8, u32>) -> Tag {
    let best = counts.iter().max_by_key(|&(&tag, &n)| (n, std::cmp::Reverse(tag)));
    best.map_or(Tag::X, |(&tag, _)| Tag::from_number(tag))
}

/// How often a word of each cluster is a cue, each word counted once.
fn rates(cues: &BTreeMap<u32, (u32, u32)>, clusters: &Clusters) -> Vec<f64> {
    const ENOUGH: u32 = 5;
    let mut sums = vec![(0.0, 0.0); 256];
    for (word, &(cue, all)) in cues.iter().filter(|c| c.1.1 >= ENOUGH) {
        let Some(&cluster) = clusters.get(word) else { continue };
        let sum = &mut sums[usize::from(cluster)];
        sum.0 += f64::from(cue) / f64::from(all);
        sum.1 += 1.0;
    }
    sums.into_iter().map(|(sum, n)| sum / f64::max(n, 1.0)).collect()
}

/// Classes by the share of uses that are cues; of a rare word its cluster says more than its uses.
fn class(cue: u32, all: u32, rate: f64) -> u8 {
    const TRUST: f64 = 5.0;
    match (f64::from(cue) + TRUST * rate) / (f64::from(all) + TRUST) {
        r if r <= 0.004 => 0,
        r if r <= 0.02 => 1,
        r if r <= 0.1 => 2,
        r if r <= 0.3 => 3,
        r if r <= 0.6 => 4,
        _ => 5,
    }
}

/// Our tokens that are also tokens of the silver analysis, with their tags.
fn tagged<'a>(article: &Gold, doc: &'a Doc, silver: &Silver) -> Vec<(&'a Token, Tag)> {
    let offsets: Vec<usize> = article.text.char_indices().map(|(i, _)| i).chain([article.text.len()]).collect();
    let at = |n: usize| offsets.get(n).copied().unwrap_or(usize::MAX);
    let known: HashMap<(usize, usize), &str> =
        silver.tokens.iter().map(|(s, e, t)| ((at(*s), at(*e)), t.as_str())).collect();
    let find = |t: &'a Token| known.get(&(t.start as usize, t.end as usize)).map(|tag| (t, Tag::from_penn(tag)));
    doc.tokens.iter().filter_map(find).collect()
}

fn count_cues(article: &Gold, doc: &Doc, alone: &Alone, cues: &mut BTreeMap<u32, (u32, u32)>) {
    for token in doc.tokens.iter().filter(|t| t.is_word()) {
        cues.entry(token.word).or_default().1 += 1;
    }
    for group in article.groups.iter().filter(|g| !g.optional) {
        let Some(head) = group.cue.and_then(|c| cue_head(doc, c, alone)) else { continue };
        cues.entry(doc.tokens[head].word).or_default().0 += 1;
    }
}
