//! Learns which reports to believe, from reports on articles that the first two stages had not seen.

use super::perceptron::quantise;
use super::{Clusters, Gold, Settings, Silver, lexicon, perceptron};
use crate::annotate::attributes::Attributes;
use crate::annotate::contents::{Report, Tagger};
use crate::annotate::cues;
use crate::annotate::doc::{Doc, Quoted};
use crate::annotate::features::{Rows, Sink};
use crate::annotate::judge::{CLEAR_CUE, DOUBTFUL, features, probability};
use crate::annotate::model::{Model, Table};
use crate::annotate::readings::{self, AROUND};
use crate::annotate::token::Range;
use crate::annotate::train::lexicon::tokens_in;
use crate::annotate::words::Words;
use crate::model::Span;

/// How many parts the articles are cut into: each is reported on by what the others teach.
const PARTS: usize = 4;

/// The reports of one cue: its best tagging, and other ways to read it.
struct Cases {
    best: Option<Case>,
    others: Vec<Case>,
    /// Whether the word is clearly a cue.
    clear: bool,
}

/// A report that is right or wrong: the rows that fire, whether it is right, and how often it counts.
#[derive(Clone)]
struct Case {
    rows: Vec<u32>,
    right: bool,
    weight: f32,
    /// How many of its pieces are gold pieces, less those that are none.
    pieces: i32,
    way: u8,
}

/// Learns the table of [`crate::annotate::judge`].
pub(super) fn learn(
    gold: &[Gold],
    silver: &[Silver],
    clusters: &Clusters,
    settings: Settings,
    log: &mut dyn FnMut(&str),
) -> Table {
    let mut cases = Vec::new();
    for part in 0..PARTS {
        let of = |inside: bool| gold.iter().enumerate().filter(move |(n, _)| (n % PARTS == part) == inside);
        let others: Vec<Gold> = of(false).map(|(_, g)| g.clone()).collect();
        let model = stages(&others, silver, clusters, Settings { seeds: settings.judge_seeds, ..settings });
        of(true).for_each(|(_, article)| add_cases(article, &model, settings.judge_bits, &mut cases));
    }
    // Other ways are weighed only where the best tagging is doubtful: which those are, a first table tells.
    let best: Vec<Case> = cases.iter().filter_map(|c| c.best.clone()).collect();
    let first = fit(&best, settings);
    let doubtful = |c: &Cases| c.best.as_ref().map_or(c.clear, |b| first.sum(&b.rows) < DOUBTFUL);
    let weighed = |c: Cases| {
        let doubtful = doubtful(&c);
        c.others.into_iter().filter(move |other| doubtful || (AROUND..AROUND + 2).contains(&other.way))
    };
    let others: Vec<Case> = cases.into_iter().flat_map(weighed).collect();
    let right = |cases: &[Case]| cases.iter().filter(|c| c.right).count();
    log(&format!("judge: {} reports, {} of them right", best.len(), right(&best)));
    log(&format!("judge: {} other ways, {} of them right", others.len(), right(&others)));
    fit(&[best, others].concat(), settings)
}

/// What the first two stages learn from some articles.
fn stages(gold: &[Gold], silver: &[Silver], clusters: &Clusters, settings: Settings) -> Model {
    let gold = super::repeated(gold);
    let lexicon::Lexicon { words, endings, alone } = lexicon::learn(&gold, silver, clusters);
    let mut model = Model { words: Words::new(&words), endings: Words::new(&endings), ..Model::default() };
    let examples = perceptron::examples(&gold, &model, &alone);
    model.cues = perceptron::cues(&examples, settings, &mut |_| {});
    model.contents = perceptron::contents(&examples, settings, &mut |_| {});
    model
}

fn add_cases(gold: &Gold, model: &Model, bits: u32, cases: &mut Vec<Cases>) {
    let doc = Doc::new(&gold.text);
    let attrs = Attributes::new(&gold.text, &doc, model);
    let mut tagger = Tagger::new(&doc, &attrs, &model.contents);
    let mut rows = Rows::new();
    let mut case = |report: &Report| {
        let right = is_right(&doc, gold, report)?;
        rows.clear();
        features(&doc, &attrs, report, &mut Sink::new(&mut rows, bits));
        let (weight, way) = (gold.weight.max(1) as f32, report.way);
        Some(Case { rows: rows.as_slice().to_vec(), right, weight, pieces: pieces(&doc, gold, report), way })
    };
    for cue in cues::find(&doc, &attrs, model) {
        let report = tagger.report(cue);
        let mut others: Vec<Case> =
            readings::others(&doc, &attrs, &report, false).iter().filter_map(&mut case).collect();
        let mut best = case(&report);
        only_the_best(best.iter_mut().chain(&mut others).collect());
        let may = cue.score >= CLEAR_CUE || readings::is_relative(&doc, &attrs, cue);
        let clear = report.contents.is_empty() && may;
        cases.push(Cases { best, others, clear });
    }
}

/// Of several right readings of a sentence those are wrong that find less of what was said.
fn only_the_best(mut cases: Vec<&mut Case>) {
    let most = cases.iter().filter(|c| c.right).map(|c| c.pieces).max();
    cases.iter_mut().filter(|c| Some(c.pieces) < most).for_each(|c| c.right = false);
}

/// How many pieces of a report are pieces of required gold groups, less those that are none.
fn pieces(doc: &Doc, gold: &Gold, report: &Report) -> i32 {
    let required = || gold.groups.iter().filter(|g| !g.optional).flat_map(|g| &g.contents);
    let found = |p: &&Range| required().any(|&c| meets(doc, c, **p));
    let right = report.contents.iter().filter(found).count() as i32;
    2 * right - report.contents.len() as i32
}

/// Whether a span and a piece have at least half of their words in common.
fn meets(doc: &Doc, span: Span, piece: Range) -> bool {
    let words = |r: Range| r.iter().filter(|&i| doc.tokens[i].is_word()).count();
    let other = tokens_in(doc, span);
    let both = words(Range { start: other.start.max(piece.start), end: other.end.min(piece.end) });
    both > 0 && 2 * both >= words(other) + words(piece) - both
}

/// Whether a report is a quotation with the right source; `None` if it has no content or nobody knows.
fn is_right(doc: &Doc, gold: &Gold, report: &Report) -> Option<bool> {
    report.contents.first()?;
    let words = |r: Range| r.iter().filter(|&i| doc.tokens[i].is_word()).count();
    let common = |a: Range, b: Range| words(Range { start: a.start.max(b.start), end: a.end.min(b.end) });
    let marked = report.contents.iter().flat_map(|p| p.iter()).any(|i| doc.quoted[i] != Quoted::Out);
    let mut known = Some(false);
    for group in &gold.groups {
        if !group.contents.iter().any(|&c| report.contents.iter().any(|&p| meets(doc, c, p))) {
            continue;
        }
        match (group.optional, group.source, report.source) {
            (false, Some(s), Some(found)) => return Some(common(tokens_in(doc, s), found) > 0),
            (false, Some(_), None) => return Some(false),
            // Thoughts and praise without marks are no loss: what is left out cannot be wrong.
            (true, ..) if !marked => {}
            _ => known = None,
        }
    }
    let optional = gold.groups.iter().filter(|g| g.optional && marked).flat_map(|g| g.contents.iter().copied());
    let open: Vec<Range> = optional.chain(gold.ignore.iter().copied()).map(|s| tokens_in(doc, s)).collect();
    let all: usize = report.contents.iter().map(|&p| words(p)).sum();
    let within: usize = report.contents.iter().map(|&p| open.iter().map(|&o| common(o, p)).sum::<usize>()).sum();
    known.filter(|_| 2 * within < all)
}

/// Logistic regression by AdaGrad, averaged; the shuffles are fixed.
fn fit(cases: &[Case], settings: Settings) -> Table {
    const RATE: f32 = 0.1;
    const SHRINK: f32 = 2e-6;
    let size = 1usize << settings.judge_bits;
    let (mut weights, mut squares) = (vec![0f32; size], vec![1e-4f32; size]);
    let mut average = vec![0f64; size];
    let mut random = perceptron::Random::new(0x1234_5678_9abc_def1);
    let mut order: Vec<usize> = (0..cases.len()).collect();
    for epoch in 0..settings.judge_epochs {
        random.shuffle(&mut order);
        for &n in &order {
            let case = &cases[n];
            let score: f32 = case.rows.iter().map(|&r| weights[r as usize]).sum();
            let error = case.weight * (probability(score) - if case.right { 1.0 } else { 0.0 });
            for &r in &case.rows {
                let (w, s) = (&mut weights[r as usize], &mut squares[r as usize]);
                let slope = error + SHRINK * *w;
                *s += slope * slope;
                *w -= RATE * slope / s.sqrt();
            }
        }
        if epoch > 0 {
            let share = 1.0 / (settings.judge_epochs.max(2) - 1) as f64;
            average.iter_mut().zip(&weights).for_each(|(a, w)| *a += share * f64::from(*w));
        }
    }
    let (scale, rows) = quantise(&average);
    Table { bits: settings.judge_bits, rows, scale }
}
