//! Averaged perceptrons: one that finds cues, one that tags what belongs to them.

use crate::annotate::attributes::Attributes;
use crate::annotate::contents::{CONTENT, IN_CONTENT, IN_SOURCE, OUTSIDE, SOURCE, may_follow};
use crate::annotate::doc::Doc;
use crate::annotate::features::{
    CueView, Rows, Sink, TOKEN_TEMPLATES, cue_features, may_be_cue, relative_features, token_features, window,
};
use crate::annotate::model::{LABELS, LabelTable, Model, Table};
use crate::annotate::train::lexicon::{Alone, cue_head, tokens_in};
use crate::annotate::train::{Gold, Settings};
use crate::model::Span;

/// A training article, analysed.
pub(super) struct Example {
    doc: Doc,
    attrs: Attributes,
    /// For each token: is it a cue head? `None` where nobody knows.
    cue: Vec<Option<bool>>,
    reports: Vec<Tagged>,
}

/// A required group with its labels over the cue's window.
struct Tagged {
    cue: usize,
    paragraph: usize,
    window: Vec<u32>,
    labels: Vec<usize>,
}

/// Analyses the gold articles.
pub(super) fn examples(gold: &[Gold], model: &Model, alone: &Alone) -> Vec<Example> {
    gold.iter().map(|g| example(g, model, alone)).collect()
}

fn example(gold: &Gold, model: &Model, alone: &Alone) -> Example {
    let doc = Doc::new(&gold.text);
    let attrs = Attributes::new(&gold.text, &doc, model);
    let mut cue = vec![Some(false); doc.tokens.len()];
    let unknown = gold.ignore.iter().copied().chain(gold.groups.iter().filter(|g| g.optional).filter_map(|g| g.cue));
    for i in unknown.flat_map(|span| tokens_in(&doc, span).iter()) {
        cue[i] = None;
    }
    let mut reports = Vec::new();
    for group in gold.groups.iter().filter(|g| !g.optional) {
        let Some(head) = group.cue.and_then(|c| cue_head(&doc, c, alone)) else { continue };
        cue[head] = Some(true);
        let mut shown = Vec::new();
        window(&doc, &attrs, head, &mut shown);
        let mut labels = vec![OUTSIDE; shown.len()];
        let mut paint = |span: Span, first: usize, inner: usize| {
            let tokens = tokens_in(&doc, span);
            let inside = shown.iter().enumerate().filter(|&(_, &i)| tokens.contains(i as usize));
            for (n, (k, _)) in inside.enumerate() {
                labels[k] = if n == 0 { first } else { inner };
            }
        };
        group.contents.iter().for_each(|&c| paint(c, CONTENT, IN_CONTENT));
        group.source.into_iter().for_each(|s| paint(s, SOURCE, IN_SOURCE));
        let paragraph = doc.paragraph_of[doc.tokens[head].sentence as usize] as usize;
        reports.push(Tagged { cue: head, paragraph, window: shown, labels });
    }
    Example { doc, attrs, cue, reports }
}

/// A small, fixed generator: shuffles are the same everywhere.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// Learns which tokens are heads of cues.
pub(super) fn cues(examples: &[Example], settings: Settings, log: &mut dyn FnMut(&str)) -> Table {
    let mut rows = Rows::new();
    let mut instances: Vec<(Vec<u32>, f32)> = Vec::new();
    for e in examples {
        for (paragraph, range) in e.doc.paragraphs.iter().enumerate() {
            for i in range.iter() {
                let Some(is_cue) = e.cue[i] else { continue };
                if may_be_cue(e.attrs.get(paragraph, i), true) {
                    rows.clear();
                    cue_features(&e.doc, &e.attrs, paragraph, i, &mut Sink::new(&mut rows, settings.cue_bits));
                    instances.push((rows.as_slice().to_vec(), if is_cue { 1.0 } else { -1.0 }));
                }
            }
        }
    }
    let positive = instances.iter().filter(|i| i.1 > 0.0).count();
    log(&format!("cues: {} instances, {positive} of them cues", instances.len()));
    let mut average = vec![0f64; 1 << settings.cue_bits];
    for seed in 0..settings.seeds {
        let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (seed + 1));
        let (mut weights, mut late) = (vec![0f32; average.len()], vec![0f64; average.len()]);
        let mut step = 1.0;
        let mut order: Vec<usize> = (0..instances.len()).collect();
        for _ in 0..settings.cue_epochs {
            random.shuffle(&mut order);
            for &n in &order {
                let (rows, y) = &instances[n];
                let score: f32 = rows.iter().map(|&r| weights[r as usize]).sum();
                if score * y <= 0.0 {
                    for &r in rows {
                        weights[r as usize] += y;
                        late[r as usize] += step * f64::from(*y);
                    }
                }
                step += 1.0;
            }
        }
        for ((a, w), l) in average.iter_mut().zip(&weights).zip(&late) {
            *a += (f64::from(*w) - l / step) / settings.seeds as f64;
        }
    }
    let (scale, rows) = quantise(&average);
    Table { bits: settings.cue_bits, rows, scale }
}

/// Rounds weights to 16 bits with one scale.
pub(super) fn quantise(weights: &[f64]) -> (f32, Vec<i16>) {
    let most = weights.iter().fold(0f64, |m, w| m.max(w.abs())).max(1e-9);
    // A sum of a few hundred rows must fit 32 bits: it does, at 15 bits a row.
    let scale = most / f64::from(i16::MAX);
    (scale as f32, weights.iter().map(|w| (w / scale).round() as i16).collect())
}

/// Weights while they are learnt, with the running sum that gives their average.
struct Learner {
    weights: Vec<[f32; LABELS]>,
    late: Vec<[f64; LABELS]>,
    transitions: [[f32; LABELS]; LABELS],
    late_transitions: [[f64; LABELS]; LABELS],
    step: f64,
}

impl Learner {
    fn new(bits: u32) -> Self {
        Self {
            weights: vec![[0.0; LABELS]; 1 << bits],
            late: vec![[0.0; LABELS]; 1 << bits],
            transitions: [[0.0; LABELS]; LABELS],
            late_transitions: [[0.0; LABELS]; LABELS],
            step: 1.0,
        }
    }

    fn scores(&self, rows: &[u32]) -> [f32; LABELS] {
        let mut out = [0.0; LABELS];
        for &r in rows {
            for (o, w) in out.iter_mut().zip(&self.weights[r as usize]) {
                *o += w;
            }
        }
        out
    }

    fn best_path(&self, features: &[Vec<u32>]) -> Vec<usize> {
        let mut best = [f32::MIN; LABELS];
        let mut back: Vec<[usize; LABELS]> = Vec::with_capacity(features.len());
        for (n, rows) in features.iter().enumerate() {
            let emitted = self.scores(rows);
            let mut next = [f32::MIN; LABELS];
            let mut from = [0; LABELS];
            for to in 0..LABELS {
                if n == 0 {
                    next[to] = if matches!(to, IN_CONTENT | IN_SOURCE) { f32::MIN } else { emitted[to] };
                    continue;
                }
                for f in (0..LABELS).filter(|&f| may_follow(f, to) && best[f] > f32::MIN) {
                    let total = best[f] + self.transitions[f][to];
                    if total > next[to] {
                        next[to] = total;
                        from[to] = f;
                    }
                }
                if next[to] > f32::MIN {
                    next[to] += emitted[to];
                }
            }
            best = next;
            back.push(from);
        }
        let mut label = (0..LABELS).rev().max_by(|&a, &b| best[a].total_cmp(&best[b])).unwrap_or(OUTSIDE);
        let mut labels = vec![OUTSIDE; features.len()];
        for (i, from) in back.iter().enumerate().rev() {
            labels[i] = label;
            label = from[label];
        }
        labels
    }

    fn nudge(&mut self, rows: &[u32], label: usize, by: f32) {
        for &r in rows {
            self.weights[r as usize][label] += by;
            self.late[r as usize][label] += self.step * f64::from(by);
        }
    }

    fn learn(&mut self, features: &[Vec<u32>], gold: &[usize]) -> bool {
        let guess = self.best_path(features);
        let wrong = guess != gold;
        for (i, rows) in features.iter().enumerate() {
            if guess[i] != gold[i] {
                self.nudge(rows, gold[i], 1.0);
                self.nudge(rows, guess[i], -1.0);
            }
            if i > 0 && (guess[i - 1], guess[i]) != (gold[i - 1], gold[i]) {
                for (path, by) in [(gold, 1.0f32), (&guess[..], -1.0)] {
                    self.transitions[path[i - 1]][path[i]] += by;
                    self.late_transitions[path[i - 1]][path[i]] += self.step * f64::from(by);
                }
            }
        }
        self.step += 1.0;
        wrong
    }
}

/// Learns what belongs to a cue.
pub(super) fn contents(examples: &[Example], settings: Settings, log: &mut dyn FnMut(&str)) -> LabelTable {
    let instances: Vec<(&Example, &Tagged)> =
        examples.iter().flat_map(|e| e.reports.iter().map(move |r| (e, r))).collect();
    let rows: usize = instances.iter().map(|(_, r)| r.labels.len()).sum();
    log(&format!("contents: {} cues, {rows} rows", instances.len()));
    let mut average = vec![[0f64; LABELS]; 1 << settings.content_bits];
    let mut transitions = [[0f64; LABELS]; LABELS];
    for seed in 0..settings.seeds {
        let mut random = Random(0xd1b5_4a32_d192_ed03 ^ (seed + 1));
        let mut learner = Learner::new(settings.content_bits);
        let mut order: Vec<usize> = (0..instances.len()).collect();
        let mut features: Vec<Vec<u32>> = Vec::new();
        for epoch in 0..settings.content_epochs {
            random.shuffle(&mut order);
            let mut wrong = 0;
            for &n in &order {
                let (example, report) = instances[n];
                window_features(example, report, settings.content_bits, &mut features);
                wrong += usize::from(learner.learn(&features[..report.labels.len()], &report.labels));
            }
            log(&format!("contents: seed {seed} epoch {epoch}: {wrong} wrong"));
        }
        for ((a, w), l) in average.iter_mut().zip(&learner.weights).zip(&learner.late) {
            for k in 0..LABELS {
                a[k] += (f64::from(w[k]) - l[k] / learner.step) / settings.seeds as f64;
            }
        }
        let late = learner.late_transitions.iter().flatten();
        for ((sum, w), l) in transitions.iter_mut().flatten().zip(learner.transitions.iter().flatten()).zip(late) {
            *sum += (f64::from(*w) - l / learner.step) / settings.seeds as f64;
        }
    }
    let flat: Vec<f64> = average.iter().flatten().copied().collect();
    let (scale, quantised) = quantise(&flat);
    let rows = quantised.chunks(LABELS).map(|c| std::array::from_fn(|k| c.get(k).copied().unwrap_or(0))).collect();
    LabelTable { bits: settings.content_bits, rows, scale, transitions: transitions.map(|row| row.map(|w| w as f32)) }
}

fn window_features(example: &Example, report: &Tagged, bits: u32, out: &mut Vec<Vec<u32>>) {
    let view = CueView { doc: &example.doc, attrs: &example.attrs, paragraph: report.paragraph, cue: report.cue };
    let (a, offset) = example.attrs.paragraph(report.paragraph);
    out.resize_with(out.len().max(report.labels.len()), Vec::new);
    let mut rows = Rows::new();
    for (features, &i) in out.iter_mut().zip(&report.window) {
        let i = i as usize;
        rows.clear();
        token_features(a, i + offset, &mut Sink::new(&mut rows, bits));
        relative_features(&view, i, &mut Sink::from(&mut rows, bits, TOKEN_TEMPLATES));
        features.clear();
        features.extend_from_slice(rows.as_slice());
    }
}
