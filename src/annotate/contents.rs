//! Stage two: round each cue, which tokens are its content and which its source.

use crate::annotate::attributes::Attributes;
use crate::annotate::cues::Cue;
use crate::annotate::doc::Doc;
use crate::annotate::features::{CueView, Rows, Sink, TOKEN_TEMPLATES, relative_features, token_features, window};
use crate::annotate::model::{LABELS, LabelTable};
use crate::annotate::token::Range;

/// What a token is with regard to a cue.
pub(crate) const OUTSIDE: usize = 0;
pub(crate) const CONTENT: usize = 1;
pub(crate) const IN_CONTENT: usize = 2;
pub(crate) const SOURCE: usize = 3;
pub(crate) const IN_SOURCE: usize = 4;

/// A cue with its content and source.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(crate) cue: Cue,
    /// Pieces in order of the text.
    pub(crate) contents: Vec<Range>,
    pub(crate) source: Option<Range>,
    /// Whether the best tagging had a source, and not only the best of those with one.
    pub(crate) plain: bool,
    /// How much better the tagging is than none at all.
    pub(crate) gain: f32,
    /// 0 for the best tagging, else by which reading of [`super::readings`] it came.
    pub(crate) way: u8,
}

/// Returns whether label `to` may follow `from`: a piece goes on only after its own first token.
pub(crate) fn may_follow(from: usize, to: usize) -> bool {
    match to {
        IN_CONTENT => from == CONTENT || from == IN_CONTENT,
        IN_SOURCE => from == SOURCE || from == IN_SOURCE,
        _ => true,
    }
}

/// Padded like a row of the table, so that a row is added in one step.
type Scores = [i32; 8];
const LOW: i32 = i32::MIN / 4;

/// Tags the neighbourhoods of cues; keeps what neighbouring cues share.
pub(crate) struct Tagger<'a> {
    doc: &'a Doc,
    attrs: &'a Attributes,
    table: &'a LabelTable,
    transitions: [[i32; LABELS]; LABELS],
    /// The part of a token's scores that does not depend on the cue, once computed.
    alone: Vec<Option<Scores>>,
    rows: Rows,
    window: Vec<u32>,
    back: Vec<[u8; LABELS]>,
    emitted: Vec<Scores>,
    /// How much better the best path is than that of no content.
    gain: i32,
}

impl<'a> Tagger<'a> {
    pub(crate) fn new(doc: &'a Doc, attrs: &'a Attributes, table: &'a LabelTable) -> Self {
        let mut transitions = [[LOW; LABELS]; LABELS];
        for (from, row) in transitions.iter_mut().enumerate() {
            for (to, cell) in row.iter_mut().enumerate() {
                if may_follow(from, to) && table.scale > 0.0 {
                    *cell = (table.transitions[from][to] / table.scale) as i32;
                }
            }
        }
        Self {
            doc,
            attrs,
            table,
            transitions,
            alone: vec![None; doc.tokens.len()],
            rows: Rows::new(),
            window: Vec::new(),
            back: Vec::new(),
            emitted: Vec::new(),
            gain: 0,
        }
    }

    /// Tags the window of one cue.
    pub(crate) fn report(&mut self, cue: Cue) -> Report {
        let mut tokens = std::mem::take(&mut self.window);
        window(self.doc, self.attrs, cue.token, &mut tokens);
        self.emit(&cue, &tokens);
        let (mut contents, mut sources) = pieces(&tokens, &self.best_path());
        let gain = self.gain as f32 * self.table.scale;
        let plain = !sources.is_empty();
        // Somebody speaks: of all ways to tag exactly one source, the best.
        if !contents.is_empty()
            && sources.len() != 1
            && let Some(labels) = self.best_path_with_source()
        {
            (contents, sources) = pieces(&tokens, &labels);
        }
        self.window = tokens;
        Report { cue, contents, source: sources.first().copied(), plain, gain, way: 0 }
    }

    /// Scores the tokens of a window.
    fn emit(&mut self, cue: &Cue, window: &[u32]) {
        let view = CueView { doc: self.doc, attrs: self.attrs, paragraph: cue.paragraph, cue: cue.token };
        self.emitted.clear();
        for &i in window {
            let scores = self.scores(&view, i as usize);
            self.emitted.push(scores);
        }
    }

    fn scores(&mut self, view: &CueView<'_>, i: usize) -> Scores {
        let scores = match self.alone[i] {
            Some(s) => s,
            None => {
                let (a, offset) = self.attrs.paragraph(view.paragraph);
                self.rows.clear();
                token_features(a, i + offset, &mut Sink::new(&mut self.rows, self.table.bits));
                let s = sum(self.table, self.rows.as_slice(), &[0; 8]);
                self.alone[i] = Some(s);
                s
            }
        };
        self.rows.clear();
        relative_features(view, i, &mut Sink::from(&mut self.rows, self.table.bits, TOKEN_TEMPLATES));
        sum(self.table, self.rows.as_slice(), &scores)
    }

    /// Viterbi over the window.
    fn best_path(&mut self) -> Vec<usize> {
        self.back.clear();
        let mut best = [LOW; LABELS];
        for (n, emitted) in self.emitted.iter().enumerate() {
            if n == 0 {
                best = [emitted[OUTSIDE], emitted[CONTENT], LOW, emitted[SOURCE], LOW];
                self.back.push([0; LABELS]);
                continue;
            }
            let mut next = [LOW; LABELS];
            let mut from = [0u8; LABELS];
            for to in 0..LABELS {
                for (f, &score) in best.iter().enumerate() {
                    let total = score.saturating_add(self.transitions[f][to]);
                    if total > next[to] {
                        next[to] = total;
                        from[to] = f as u8;
                    }
                }
                next[to] = next[to].saturating_add(emitted[to]);
            }
            best = next;
            self.back.push(from);
        }
        let none = self.emitted.iter().fold(-self.transitions[OUTSIDE][OUTSIDE], |sum, e| {
            sum.saturating_add(e[OUTSIDE]).saturating_add(self.transitions[OUTSIDE][OUTSIDE])
        });
        self.gain = best.iter().max().map_or(0, |&b| b.saturating_sub(none));
        trace(&best, &self.back)
    }

    /// Viterbi over paths with one source: each label twice, before and after the source began.
    fn best_path_with_source(&mut self) -> Option<Vec<usize>> {
        const BOTH: usize = 2 * LABELS;
        let mut best = [LOW; BOTH];
        let mut back: Vec<[u8; BOTH]> = Vec::with_capacity(self.emitted.len());
        for (n, emitted) in self.emitted.iter().enumerate() {
            let mut next = [LOW; BOTH];
            let mut from = [0u8; BOTH];
            for (to, cell) in next.iter_mut().enumerate() {
                let (label, after) = (to % LABELS, to >= LABELS);
                // Only a source's first token leads from before to after.
                let starts = label == SOURCE;
                if starts && !after || label == IN_SOURCE && !after {
                    continue;
                }
                if n == 0 {
                    let free = !matches!(label, IN_CONTENT | IN_SOURCE) && after == starts;
                    *cell = if free { emitted[label] } else { LOW };
                    continue;
                }
                let offset = if after && !starts { LABELS } else { 0 };
                for f in 0..LABELS {
                    let total = best[f + offset].saturating_add(self.transitions[f][label]);
                    if total > *cell {
                        *cell = total;
                        from[to] = (f + offset) as u8;
                    }
                }
                *cell = cell.saturating_add(emitted[label]);
            }
            best = next;
            back.push(from);
        }
        let last = (LABELS..BOTH).rev().max_by_key(|&l| best[l])?;
        if best[last] < LOW / 2 {
            return None;
        }
        let mut state = last;
        let mut labels = vec![OUTSIDE; back.len()];
        for (label, from) in labels.iter_mut().zip(&back).rev() {
            *label = state % LABELS;
            state = from[state] as usize;
        }
        Some(labels)
    }
}

fn trace(best: &[i32; LABELS], back: &[[u8; LABELS]]) -> Vec<usize> {
    let mut label = (0..LABELS).rev().max_by_key(|&l| best[l]).unwrap_or(OUTSIDE);
    let mut labels = vec![OUTSIDE; back.len()];
    for (i, from) in back.iter().enumerate().rev() {
        labels[i] = label;
        label = from[label] as usize;
    }
    labels
}

/// Adds rows to scores. A function of its own, so that the sums stay in registers: inlined into a long one they are
/// written back and read again with each row, which costs more than the adding.
#[inline(never)]
fn sum(table: &LabelTable, rows: &[u32], scores: &Scores) -> Scores {
    let mut sums = *scores;
    if table.rows.is_empty() {
        return sums;
    }
    let mask = table.rows.len() - 1;
    for &r in rows {
        let row = &table.rows[r as usize & mask];
        for k in 0..8 {
            sums[k] += i32::from(row[k]);
        }
    }
    sums
}

/// Cuts labels into pieces of content and of source.
fn pieces(tokens: &[u32], labels: &[usize]) -> (Vec<Range>, Vec<Range>) {
    let (mut contents, mut sources) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < labels.len() {
        let inner = match labels[i] {
            CONTENT => IN_CONTENT,
            SOURCE => IN_SOURCE,
            _ => {
                i += 1;
                continue;
            }
        };
        let mut end = i + 1;
        while end < labels.len() && labels[end] == inner {
            end += 1;
        }
        let range = Range { start: tokens[i] as usize, end: tokens[end - 1] as usize + 1 };
        if inner == IN_CONTENT {
            contents.push(range)
        } else {
            sources.push(range)
        }
        i = end;
    }
    (contents, sources)
}
