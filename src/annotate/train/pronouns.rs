//! The weights by which a pronoun chooses among persons, from chains of coreference.
//!
//! A chain that holds a pronoun and names tells which cluster was meant; a softmax over the candidates of each such
//! pronoun is fitted by gradient steps. The chains are automatic: they are right most often where the choice is easy.

use crate::annotate::attributes::Attributes;
use crate::annotate::doc::Doc;
use crate::annotate::model::Model;
use crate::annotate::names::Cast;
use crate::annotate::train::{Gold, Silver};
use std::collections::{BTreeMap, HashMap};

/// More features than there are.
const FEATURES: usize = 64;
/// Passes over the examples, and examples a step.
const EPOCHS: usize = 30;
const BATCH: usize = 64;
/// How often a pronoun that readers resolved counts against one of an automatic chain: these are the hard ones.
const READ: usize = 4;
/// The pull towards nought.
const DECAY: f64 = 1.0;

/// One pronoun: its candidates' features, and which of them are meant.
struct Example {
    candidates: Vec<(u64, bool)>,
}

/// What was learnt.
pub struct Fitted {
    /// The weights, in the order of the features.
    pub weights: Vec<f64>,
    /// How many pronouns had a choice.
    pub pronouns: usize,
    /// The share of them that the weights lead right.
    pub right: f64,
}

/// Fits the weights to the pronouns of `gold` whose chains are in `silver`.
pub fn fit_pronouns(gold: &[Gold], silver: &[Silver]) -> Fitted {
    let silver: HashMap<&str, &Silver> = silver.iter().map(|s| (s.id.as_str(), s)).collect();
    let examples: Vec<Example> = gold.iter().flat_map(|g| examples(g, silver.get(g.id.as_str()).copied())).collect();
    let weights = descend(&examples);
    let right = examples.iter().filter(|e| leads_right(e, &weights)).count();
    Fitted { right: right as f64 / examples.len().max(1) as f64, pronouns: examples.len(), weights }
}

fn examples(gold: &Gold, silver: Option<&Silver>) -> Vec<Example> {
    let doc = Doc::new(&gold.text);
    let mut choices: BTreeMap<usize, Vec<(u32, u64)>> = BTreeMap::new();
    let cast = Cast::new(&gold.text, &doc, &Attributes::new(&gold.text, &doc, Model::get()), None);
    let mentions = cast.observe(&gold.text, &doc, |at, cluster, features| {
        choices.entry(doc.tokens[at].start as usize).or_default().push((cluster, features));
    });
    let offsets: Vec<usize> = gold.text.char_indices().map(|(i, _)| i).chain([gold.text.len()]).collect();
    let byte = |point: usize| offsets.get(point).copied().unwrap_or(gold.text.len());
    let named: Vec<(usize, usize, u32)> = mentions
        .iter()
        .filter(|(range, cluster)| range.start < range.end && *cluster != u32::MAX)
        .map(|&(range, cluster)| (doc.span(range).start(), doc.span(range).end(), cluster))
        .collect();
    let mut out = Vec::new();
    let mut push = |candidates: &[(u32, u64)], meant: &[u32]| {
        let candidates: Vec<(u64, bool)> = candidates.iter().map(|&(c, f)| (f, meant.contains(&c))).collect();
        let right = candidates.iter().filter(|c| c.1).count();
        if right > 0 && right < candidates.len() {
            out.push(Example { candidates });
        }
    };
    // Who spoke, where readers said so.
    for group in &gold.groups {
        let (Some(source), Some(name)) = (group.source, &group.name) else { continue };
        if let Some(candidates) = choices.get(&source.start()) {
            let called = |n: &&(usize, usize, u32)| gold.text.get(n.0..n.1) == Some(name.as_str());
            let meant: Vec<u32> = named.iter().filter(called).map(|n| n.2).collect();
            (0..READ).for_each(|_| push(candidates, &meant));
        }
    }
    for chain in silver.iter().flat_map(|s| &s.chains) {
        let spans: Vec<(usize, usize, usize)> = chain.iter().map(|&(s, e, n)| (byte(s), byte(e), n)).collect();
        let meant = meant(&spans, &named);
        for candidates in spans.iter().filter(|s| s.2 == 1).filter_map(|s| choices.get(&s.0)) {
            push(candidates, &meant);
        }
    }
    out
}

/// The clusters that most names of a chain belong to.
fn meant(chain: &[(usize, usize, usize)], named: &[(usize, usize, u32)]) -> Vec<u32> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for &(start, end, _) in chain.iter().filter(|m| m.2 <= 8) {
        let mut inside = named.iter().filter(|n| n.0 >= start && n.1 <= end);
        if let (Some(one), None) = (inside.next(), inside.next()) {
            *counts.entry(one.2).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    counts.into_iter().filter(|&(_, n)| 2 * n >= all).map(|(cluster, _)| cluster).collect()
}

fn score(features: u64, weights: &[f64]) -> f64 {
    (0..FEATURES).filter(|k| features >> k & 1 == 1).map(|k| weights[k]).sum()
}

fn leads_right(example: &Example, weights: &[f64]) -> bool {
    let best = example.candidates.iter().max_by(|a, b| score(a.0, weights).total_cmp(&score(b.0, weights)));
    best.is_some_and(|c| c.1)
}

/// Adam, in the order of the examples: the same files give the same weights.
fn descend(examples: &[Example]) -> Vec<f64> {
    let mut weights = vec![0.0; FEATURES];
    let (mut mean, mut square) = (vec![0.0; FEATURES], vec![0.0; FEATURES]);
    let (mut step, mut rate) = (0, 0.05);
    for _ in 0..EPOCHS {
        for batch in examples.chunks(BATCH) {
            let mut gradient = vec![0.0; FEATURES];
            batch.iter().for_each(|e| add_gradient(e, &weights, &mut gradient));
            step += 1;
            for k in 0..FEATURES {
                let g = gradient[k] / batch.len() as f64 - DECAY * weights[k] / examples.len() as f64;
                mean[k] = 0.9 * mean[k] + 0.1 * g;
                square[k] = 0.999 * square[k] + 0.001 * g * g;
                let (m, s) = (mean[k] / (1.0 - 0.9f64.powi(step)), square[k] / (1.0 - 0.999f64.powi(step)));
                weights[k] += rate * m / (s.sqrt() + 1e-8);
            }
        }
        rate *= 0.9;
    }
    weights
}

fn add_gradient(example: &Example, weights: &[f64], gradient: &mut [f64]) {
    let scores: Vec<f64> = example.candidates.iter().map(|c| score(c.0, weights)).collect();
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let parts: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
    let all: f64 = parts.iter().sum();
    let right: f64 = parts.iter().zip(&example.candidates).filter(|(_, c)| c.1).map(|(p, _)| p).sum::<f64>().max(1e-12);
    for (part, &(features, is_right)) in parts.iter().zip(&example.candidates) {
        let pull = if is_right { part / right } else { 0.0 } - part / all;
        for (k, g) in gradient.iter_mut().enumerate().filter(|(k, _)| features >> k & 1 == 1) {
            let _ = k;
            *g += pull;
        }
    }
}
