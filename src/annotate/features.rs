//! Features: which rows of a weight table speak for a token, alone and with regard to a cue.
//!
//! A feature is a template's number and up to three values, hashed to a row; tables are small and collisions harmless.

use crate::annotate::attributes::{Attribute, Attributes, PAD};
use crate::annotate::doc::{Doc, NONE, Quoted};
use crate::annotate::token::Range;
use crate::annotate::words::Tag;

/// More templates than any model has.
const MOST: usize = 128;

/// Rows of a table that fire.
pub(crate) struct Rows {
    rows: [u32; MOST],
    len: usize,
}

impl Rows {
    pub(crate) fn new() -> Self {
        Self { rows: [0; MOST], len: 0 }
    }

    pub(crate) fn clear(&mut self) {
        self.len = 0;
    }

    pub(crate) fn as_slice(&self) -> &[u32] {
        &self.rows[..self.len]
    }
}

/// Hashes features of one model to rows of a table of `1 << bits` rows.
pub(crate) struct Sink<'a> {
    rows: &'a mut Rows,
    shift: u32,
    template: u32,
}

impl<'a> Sink<'a> {
    pub(crate) fn new(rows: &'a mut Rows, bits: u32) -> Self {
        Self::from(rows, bits, 0)
    }

    /// Continues with the templates numbered from `template`.
    pub(crate) fn from(rows: &'a mut Rows, bits: u32, template: u32) -> Self {
        Self { rows, shift: 32 - bits, template: template.wrapping_mul(STEP) }
    }

    /// Adds the row of the next template with these values.
    #[inline(always)]
    pub(crate) fn add(&mut self, a: u32, b: u32, c: u32) {
        self.template = self.template.wrapping_add(STEP);
        let h = a.wrapping_mul(0x9e37_79b1)
            ^ b.wrapping_mul(0x85eb_ca77).rotate_left(11)
            ^ c.wrapping_mul(0xc2b2_ae3d).rotate_left(21);
        let h = (h ^ self.template).wrapping_mul(0x2c1b_3c6d);
        let h = (h ^ (h >> 15)).wrapping_mul(0x297a_2d39);
        if let Some(row) = self.rows.rows.get_mut(self.rows.len) {
            *row = h >> self.shift;
            self.rows.len += 1;
        }
    }
}

/// What separates one template's hashes from the next one's.
const STEP: u32 = 0x27d4_eb2f;

/// How many templates [`token_features`] has.
pub(crate) const TOKEN_TEMPLATES: u32 = 64;

/// Features of the token at `at` of the padded attributes: its word, look, tag, marks and lexicon class with neighbours.
pub(crate) fn token_features(a: &[Attribute], at: usize, s: &mut Sink<'_>) {
    let w = &a[at - PAD..=at + PAD];
    let t = |d: isize| &w[PAD.wrapping_add_signed(d)];
    let (p2, p1, c, n1, n2) = (t(-2), t(-1), t(0), t(1), t(2));
    let n = u32::from;
    s.add(0, 0, 0);
    for x in [p2, p1, c, n1, n2] {
        s.add(x.word, 0, 0);
    }
    s.add(p1.word, c.word, 0);
    s.add(c.word, n1.word, 0);
    s.add(c.last3, 0, 0);
    s.add(c.last2, 0, 0);
    s.add(n(p1.shape), n(c.shape), 0);
    s.add(n(c.shape), n(n1.shape), n(c.place));
    s.add(p1.last3, 0, 0);
    s.add(n1.last3, 0, 0);
    for d in -3..=3 {
        s.add(n(t(d).tag), 0, 0);
    }
    s.add(n(p1.tag), n(c.tag), 0);
    s.add(n(c.tag), n(n1.tag), 0);
    s.add(n(p1.tag), n(c.tag), n(n1.tag));
    s.add(n(p2.tag), n(p1.tag), n(c.tag));
    s.add(n(c.tag), n(n1.tag), n(n2.tag));
    s.add(c.word, n(n1.tag), 0);
    s.add(n(p1.tag), c.word, 0);
    let q = n(c.quoted);
    s.add(q, 0, 0);
    s.add(q, n(c.stretch), 0);
    s.add(n(p1.quoted), q, 0);
    s.add(n(p1.quoted), q, p1.word);
    s.add(q, n(n1.quoted), 0);
    s.add(q, n(n1.quoted), n1.word);
    s.add(q, c.word, 0);
    s.add(n(c.stretch), n(c.class), 0);
    s.add(n(p1.stretch), n(c.class), c.word);
    for d in [-3, -2, -1, 1, 2, 3] {
        s.add(n(t(d).stretch), 0, 0);
    }
    for d in -2..=2 {
        s.add(n(t(d).class), 0, 0);
    }
    s.add(n(p1.class), n(c.class), 0);
    s.add(n(c.class), n1.word, 0);
    s.add(p1.word, n(c.class), 0);
    for d in -2..=2 {
        s.add(n(t(d).cluster), 0, 0);
    }
    s.add(n(p1.cluster), n(c.cluster), 0);
    s.add(n(c.cluster), n(n1.cluster), 0);
    s.add(n(c.cluster), q, n(n1.tag));
}

/// Distance classes of stage one.
fn near_class(distance: Option<usize>) -> u32 {
    match distance {
        None => 0,
        Some(0..=4) => 1,
        Some(5..=7) => 2,
        Some(8..=12) => 3,
        Some(13..=20) => 4,
        Some(_) => 5,
    }
}

/// Distance classes behind a mark or comma.
fn behind_class(distance: usize) -> u32 {
    match distance {
        d @ 0..=3 => d as u32 + 1,
        4..=6 => 5,
        7..=12 => 6,
        _ => 7,
    }
}

/// Features for "is this token the head of a cue?".
pub(crate) fn cue_features(doc: &Doc, attrs: &Attributes, paragraph: usize, i: usize, s: &mut Sink<'_>) {
    let (a, offset) = attrs.paragraph(paragraph);
    let at = i + offset;
    token_features(a, at, s);
    let t = |d: isize| &a[at.wrapping_add_signed(d)];
    let c = t(0);
    let n = u32::from;
    let sentence = doc.sentence_of(i);
    let strong = |j: &usize| a[*j + offset].class >= 3 && a[*j + offset].quoted == Quoted::Out as u8;
    // Sentences in the wild may be endless: neighbours farther than 40 tokens say nothing.
    let previous = (sentence.start.max(i.saturating_sub(40))..i).rev().find(strong);
    let next = (i + 1..sentence.end.min(i + 40)).find(strong);
    let dp = near_class(previous.map(|j| i - j));
    let dn = near_class(next.map(|j| j - i));
    let wp = previous.map_or(0, |j| a[j + offset].word);
    let wn = next.map_or(0, |j| a[j + offset].word);
    let (q, w, p) = (n(c.quoted), c.word, n(c.tag));
    s.add(dp, dn, 0);
    s.add(dp, q, 0);
    s.add(dn, q, 0);
    s.add(wp, dp.min(3), 0);
    s.add(wn, dn.min(3), 0);
    s.add(wp, w, 0);
    s.add(dp, w, 0);
    s.add(dn, w, 0);
    s.add(dp, p, 0);
    s.add(dn, p, 0);
    let number = doc.tokens[i].sentence as usize;
    let around = |d: isize| -> u32 {
        let other = number.wrapping_add_signed(d);
        let same = doc.paragraph_of.get(other) == doc.paragraph_of.get(number);
        match attrs.sentences.get(other) {
            Some(&(class, marks)) if same => n(class) * 2 + u32::from(marks) + 1,
            _ => 0,
        }
    };
    let (here, before, after) = (around(0), around(-1), around(1));
    s.add(here, 0, 0);
    s.add(before, here, 0);
    s.add(here, after, 0);
    s.add(before, here, after);
    s.add(here, w, 0);
    s.add(t(-1).word, w, t(1).word);
    s.add(w, t(1).word, t(2).word);
    s.add(w, n(t(1).tag), n(t(2).tag));
    s.add(n(t(-2).tag), n(t(-1).tag), w);
    s.add(w, n(t(-1).quoted), n(t(-2).quoted));
    s.add(w, n(t(1).quoted), n(t(2).quoted));
    s.add(w, q, n(c.stretch));
    s.add(t(-3).word, 1, 0);
    s.add(t(3).word, 2, 0);
    s.add(t(4).word, 3, 0);
    s.add(n(t(-1).tag), p, n(t(1).tag) * 32 + n(t(2).tag));
}

/// Signed distance classes of stage two.
fn distance(i: usize, cue: usize) -> u32 {
    let class = match i.abs_diff(cue) {
        d @ 0..=5 => d as u32,
        6..=8 => 6,
        9..=13 => 7,
        14..=21 => 8,
        22..=40 => 9,
        _ => 10,
    };
    if i < cue { class + 16 } else { class }
}

/// A cue whose neighbourhood is tagged.
pub(crate) struct CueView<'a> {
    pub(crate) doc: &'a Doc,
    pub(crate) attrs: &'a Attributes,
    pub(crate) paragraph: usize,
    pub(crate) cue: usize,
}

/// Features of token `i` with regard to a cue.
pub(crate) fn relative_features(v: &CueView<'_>, i: usize, s: &mut Sink<'_>) {
    let (a, offset) = v.attrs.paragraph(v.paragraph);
    let (at, cue_at) = (i + offset, v.cue + offset);
    let (c, k) = (&a[at], &a[cue_at]);
    let n = u32::from;
    let d = distance(i, v.cue);
    let side = match i.cmp(&v.cue) {
        std::cmp::Ordering::Less => 1,
        std::cmp::Ordering::Equal => 2,
        std::cmp::Ordering::Greater => 3,
    };
    let here = i64::from(v.doc.tokens[i].sentence);
    let there = i64::from(v.doc.tokens[v.cue].sentence);
    let same = (here - there).clamp(-2, 2) as i32 as u32 & 7;
    let (low, high) = if i <= v.cue { (i + 1, v.cue) } else { (v.cue + 1, i) };
    let (x, y) = (&v.attrs.counts[low.min(high)], &v.attrs.counts[high]);
    let nq = (y.marks - x.marks).min(4);
    let nl = (y.cues - x.cues).min(2);
    let nc = (y.commas - x.commas).min(2);
    let nv = (y.verbs - x.verbs).min(3);
    let ns = (y.dashes - x.dashes).min(2);
    let q = n(c.quoted);
    let pattern = ((same * 4 + side) * 8 + nq) * 8 + q;
    let (w, kw, p) = (c.word, k.word, n(c.tag));
    let neighbour = |d: isize| &a[cue_at.wrapping_add_signed(d)];
    s.add(d, 0, 0);
    s.add(d, same, 0);
    s.add(d, q, 0);
    s.add(side, same, q);
    s.add(pattern, 0, 0);
    s.add(pattern, n(c.stretch), 0);
    s.add(d, kw, 0);
    s.add(side, kw, w);
    s.add(side, w, 0);
    s.add(d, w, 0);
    s.add(side, nq, nl);
    s.add(side, nl, nc);
    s.add(side, nv, q);
    s.add(side, ns, q);
    s.add(same * 4 + side, nl, q);
    s.add(side, kw, q);
    s.add(side, kw ^ neighbour(1).word.rotate_left(7), q);
    s.add(d, neighbour(-1).word, q);
    s.add(side * 8 + same, n(neighbour(-1).quoted) * 8 + n(neighbour(1).quoted), q);
    s.add(kw, n(neighbour(-1).quoted) * 8 + n(neighbour(1).quoted), side * 8 + q);
    let in_same = v.doc.stretch_of[i] == v.doc.stretch_of[v.cue];
    s.add(d, n(k.quoted), u32::from(in_same));
    s.add(kw, nv, side);
    s.add(pattern, nl, 1);
    s.add(side * 8 + same, n(c.class), nl);
    s.add(side, nv, w);
    s.add(side, nc * 16 + nv * 4, nq);
    s.add(side, nc, w);
    s.add(d, p, 0);
    s.add(side, n(k.tag), p);
    s.add(side, kw, p);
    s.add(side, nv * 4 + nc, p);
    s.add(side, n(a[at - 1].tag) * 32 + p, n(a[at + 1].tag));
    s.add(d, p, n(a[at + 1].tag));
    s.add(d, p, n(a[at - 1].tag));
    s.add(side * 8 + nc, ns * 8 + nq, n(c.place));
    // What follows a closing mark or a comma after the cue is where a content ends or goes on.
    let since = |last: u32| {
        if i > v.cue && last as usize > v.cue { behind_class((i + 1).saturating_sub(last as usize)) } else { 0 }
    };
    let (mark, comma) = (since(y.last_mark), since(y.last_comma));
    s.add(mark, w, side);
    s.add(mark, p * 32 + n(a[at + 1].tag), q);
    s.add(mark, w, a[at + 1].word);
    s.add(comma, w, side);
    s.add(comma, p * 32 + n(a[at + 1].tag), q);
    s.add(comma * 8 + mark, nv, q);
    s.add(side, kw, n(c.cluster));
    s.add(d, n(c.cluster), q);
    s.add(side * 8 + nv, n(c.cluster), nc);
}

/// A quoted stretch that a cue looks at from outside shows it this many tokens at each end.
const SHOWN: usize = 2;

/// Fills `out` with the tokens that are tagged for a cue: those of its paragraph, near it, if that has marks; else
/// those of its sentence. Of a quoted stretch that the cue is not in only the ends are shown: it is content as a
/// whole or not at all, and its inside would cost the most time of all.
pub(crate) fn window(doc: &Doc, attrs: &Attributes, cue: usize, out: &mut Vec<u32>) {
    let paragraph = doc.paragraph_at(cue);
    let marks = attrs.counts[paragraph.end].marks > attrs.counts[paragraph.start].marks;
    let (outer, reach) = if marks { (paragraph, 160) } else { (doc.sentence_of(cue), 80) };
    let range = Range { start: outer.start.max(cue.saturating_sub(reach)), end: outer.end.min(cue + reach) };
    out.clear();
    let mut i = range.start;
    while i < range.end {
        out.push(u32::try_from(i).unwrap_or(u32::MAX));
        i += 1;
        let stretch = doc.stretch_of.get(i).copied().unwrap_or(NONE);
        if stretch == NONE || stretch == doc.stretch_of[cue] {
            continue;
        }
        let tokens = doc.stretches[stretch as usize].tokens;
        if i >= tokens.start + SHOWN && i + SHOWN < tokens.end {
            i = (tokens.end - SHOWN).min(range.end);
        }
    }
}

/// Whether stage one looks at a token at all.
pub(crate) fn may_be_cue(a: &Attribute, colon_or_dash: bool) -> bool {
    a.class >= 2 || (colon_or_dash && matches!(Tag::from_number(a.tag), Tag::Colon | Tag::Dash))
}
