//! Stage three: which tagged reports are quotations with the right source, and how surely.
//!
//! A logistic model over what the first two stages found: how clear the cue and the tagging are, what the content and the
//! source look like, and what stands between them. It learns from reports on articles that the first two stages had not
//! seen, so that it knows their mistakes.

use crate::annotate::attributes::{Attribute, Attributes};
use crate::annotate::contents::{Report, Tagger};
use crate::annotate::cues::Cue;
use crate::annotate::doc::{Doc, Quoted};
use crate::annotate::features::{Rows, Sink};
use crate::annotate::model::Table;
use crate::annotate::readings;
use crate::annotate::token::{Range, Shape, hash_of};
use crate::annotate::words::Tag;

/// So many tokens of a content are looked at.
const LOOKED_AT: usize = 60;

/// Returns how likely a report is a quotation with the right source, as the logarithm of the odds.
pub(crate) fn score(doc: &Doc, attrs: &Attributes, table: &Table, report: &Report, rows: &mut Rows) -> f32 {
    if table.rows.is_empty() {
        return 0.0;
    }
    rows.clear();
    features(doc, attrs, report, &mut Sink::new(rows, table.bits));
    table.sum(rows.as_slice())
}

/// A report with lower odds than this is laid beside other ways to read the same sentence.
pub(crate) const DOUBTFUL: f32 = 0.5;

/// Returns the likeliest report of a cue, with its odds; among others only if the best tagging is doubtful.
pub(crate) fn choose(
    doc: &Doc,
    attrs: &Attributes,
    table: &Table,
    tagger: &mut Tagger<'_>,
    cue: Cue,
    rows: &mut Rows,
) -> (Report, f32) {
    let report = tagger.report(cue);
    let odds = if report.contents.is_empty() { f32::NEG_INFINITY } else { score(doc, attrs, table, &report, rows) };
    if report.contents.is_empty() && cue.score < CLEAR_CUE && !readings::is_relative(doc, attrs, cue) {
        return (report, odds);
    }
    let mut best = (report, odds);
    for other in readings::others(doc, attrs, &best.0, odds >= DOUBTFUL) {
        let odds = score(doc, attrs, table, &other, rows);
        if odds > best.1 {
            best = (other, odds);
        }
    }
    best
}

/// A word at least this clearly a cue has a content, even if the best tagging finds none.
pub(crate) const CLEAR_CUE: f32 = 0.0;

/// Returns the probability of log-odds.
pub(crate) fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// Classes of a gain, in steps that grow with it.
fn gain_class(gain: f32) -> u32 {
    (gain.max(0.0).sqrt() / 4.0) as u32
}

/// Classes of a number that grow with it.
fn steps(value: f32, width: f32) -> u32 {
    (value / width).round().clamp(-12.0, 12.0) as i32 as u32 & 31
}

fn long(n: usize) -> u32 {
    match n {
        0..=4 => n as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    }
}

/// What a content is made of.
struct Content {
    /// 0 no word in marks, 1 some, 2 all.
    kind: u32,
    words: usize,
    verbs: u32,
    /// Verbs that make a clause: past, present, modal.
    finite: u32,
    marks: u32,
    cues: u32,
}

fn content(doc: &Doc, attrs: &Attributes, paragraph: usize, pieces: &[Range]) -> Content {
    let mut c = Content { kind: 0, words: 0, verbs: 0, finite: 0, marks: 0, cues: 0 };
    let (mut looked, mut quoted) = (0, 0);
    for i in pieces.iter().flat_map(|p| p.iter()).take(4 * LOOKED_AT) {
        if !doc.tokens[i].is_word() {
            continue;
        }
        c.words += 1;
        quoted += usize::from(doc.quoted[i] != Quoted::Out);
        if looked < LOOKED_AT {
            looked += 1;
            let a = attrs.get(paragraph, i);
            let tag = Tag::from_number(a.tag);
            c.verbs += u32::from(tag.is_verb());
            c.finite += u32::from(matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Md));
            c.cues += u32::from(a.class >= 3);
        }
    }
    c.kind = match quoted {
        0 => 0,
        n if n == c.words => 2,
        _ => 1,
    };
    c.marks = pieces.iter().filter(|p| doc.quoted[p.start] == Quoted::Opening).count() as u32;
    c
}

/// What a source looks like: 0 none, then pronoun, relative, name, lower case with an article, other.
fn source_sort(doc: &Doc, attrs: &Attributes, paragraph: usize, source: Option<Range>) -> u32 {
    let Some(source) = source else { return 0 };
    let tag = |i: usize| Tag::from_number(attrs.get(paragraph, i).tag);
    if source.end == source.start + 1 && tag(source.start) == Tag::Prp {
        return 1;
    }
    if tag(source.start) == Tag::Wh {
        return 2;
    }
    let head = source.iter().take(12);
    if head.clone().any(|i| tag(i) == Tag::Nnp && doc.tokens[i].is_capitalised()) {
        return if source.iter().take(3).any(|i| tag(i) == Tag::Dt) { 3 } else { 4 };
    }
    match tag(source.start) {
        Tag::Dt => 5,
        Tag::PrpS => 6,
        _ => 7,
    }
}

/// The signed distance from the cue to a range, in classes.
fn place(cue: usize, range: Range) -> u32 {
    if range.end <= cue {
        32 + long(cue - range.end)
    } else if range.start > cue {
        16 + long(range.start - cue - 1)
    } else {
        0
    }
}

/// Features of a report.
pub(crate) fn features(doc: &Doc, attrs: &Attributes, report: &Report, s: &mut Sink<'_>) {
    let (a, offset) = attrs.paragraph(report.cue.paragraph);
    let n = u32::from;
    let cue = report.cue.token;
    let at = |i: usize, d: isize| -> &Attribute { &a[(i + offset).wrapping_add_signed(d)] };
    let c = content(doc, attrs, report.cue.paragraph, &report.contents);
    let (Some(&first), Some(&last)) = (report.contents.first(), report.contents.last()) else { return };
    let source = report.source;
    let sort = source_sort(doc, attrs, report.cue.paragraph, source);
    let k = c.kind;
    let word = at(cue, 0).word;
    let clear = steps(report.cue.score, 8.0);
    let gain = gain_class(report.gain).min(31);
    let forced = u32::from(report.plain) + 2 * u32::from(report.way);
    let each = gain_class(report.gain / c.words.max(1) as f32).min(15);
    let where_content = place(cue, first);
    let sides = match (where_content >= 32, report.contents.len() > 1) {
        (true, false) => 0,
        (false, false) => 1,
        (true, true) => 2,
        (false, true) => 3,
    };
    let where_source = source.map_or(63, |r| place(cue, r));
    let finite = c.finite.min(3);
    let words = long(c.words);
    let same = u32::from(doc.tokens[first.start].sentence == doc.tokens[cue].sentence);
    let opens = doc.sentence_of(cue).start;

    s.add(k, 0, 0);
    s.add(k, clear, 0);
    s.add(k, gain, 0);
    s.add(k, clear, gain);
    s.add(k, forced, 0);
    s.add(k, clear, forced);
    s.add(k, each, forced);
    s.add(k, each, sort);
    s.add(k, sort, 0);
    s.add(k, sort, forced);
    s.add(k, words, 0);
    s.add(k, finite, c.verbs.min(3));
    s.add(k, finite, words);
    s.add(k, finite, word);
    s.add(k, word, 0);
    s.add(word, 0, 0);
    s.add(word, sort, 0);
    s.add(word, clear, 0);
    s.add(word, sides, k);
    s.add(word, at(cue, 1).word, 0);
    s.add(word, at(cue, -1).word, 0);
    s.add(n(at(cue, 0).tag), n(at(cue, 1).tag), k);
    s.add(n(at(cue, 0).class), k, finite);
    s.add(n(at(cue, 0).class), sort, k);
    s.add(n(at(cue, 0).quoted), k, same);
    // How the content begins and ends.
    let f = at(first.start, 0);
    s.add(f.word, k, 0);
    s.add(n(f.tag), k, finite);
    s.add(n(f.tag), n(at(first.start, 1).tag), k);
    s.add(n(f.tag), n(at(first.start, 1).tag), word);
    s.add(at(first.start, -1).word, k, n(f.tag));
    s.add(n(at(first.start, -1).tag), n(f.tag), k);
    s.add(f.word, word, 0);
    let (e, after) = (at(last.end - 1, 0), at(last.end - 1, 1));
    s.add(n(e.tag), n(after.tag), k);
    s.add(after.word, k, 0);
    s.add(n(after.tag), k, finite);
    s.add(n(e.stretch), k, sides);
    // Where content and source stand.
    s.add(where_content, k, 0);
    s.add(where_source, k, sort);
    s.add(where_content, where_source, k);
    s.add(sides, where_source, k);
    s.add(same, k, sides);
    s.add(c.marks.min(3), k, report.contents.len().min(3) as u32);
    s.add(c.cues.min(2), k, finite);
    // What of the sentence is left out.
    let sentence = doc.sentence_of(cue);
    let beside = source.unwrap_or(Range { start: cue, end: cue + 1 });
    let low = beside.start.min(cue).min(first.start);
    let high = beside.end.max(cue + 1).max(last.end);
    let left = |a: usize, b: usize| (a..b.min(a + 40)).filter(|&i| doc.tokens[i].is_word()).count();
    let (before, after) = (left(sentence.start, low), left(high, sentence.end));
    s.add(long(before), sides, k);
    s.add(long(after), sides, k);
    s.add(long(after), n(at(high - 1, 1).tag), sides * 4 + k);
    s.add(long(before), n(at(low, -1).tag), sides * 4 + k);
    // What kind of sentence it is.
    s.add(at(opens, 0).word, k, 0);
    s.add(at(opens, 0).word, word, 0);
    let before = (opens.max(cue.saturating_sub(6))..cue).any(|i| NEGATIONS.contains(&doc.tokens[i].word));
    s.add(u32::from(before), k, word);
    let line = doc.paragraph_at(cue);
    let stops = doc.tokens[line.end - 1].shape == Shape::Stop || doc.quoted[line.end - 1] != Quoted::Out;
    s.add(u32::from(stops), long(line.end - line.start), k);
    s.add(u32::from(report.cue.paragraph == 0), k, u32::from(stops));
    if let Some(r) = source {
        let (f, l) = (at(r.start, 0), at(r.end - 1, 0));
        s.add(f.word, sort, 0);
        s.add(l.word, sort, 0);
        s.add(at(r.start, -1).word, sort, 0);
        s.add(n(at(r.start, -1).tag), sort, k);
        s.add(long(r.end - r.start), sort, k);
        s.add(n(at(r.end - 1, 1).tag), n(at(cue, -1).tag), k);
        s.add(u32::from(r.start == opens), sort, k);
        s.add(n(at(r.start, 0).quoted), sort, k);
        s.add(n(l.tag), n(f.tag), sort);
    }
}

/// Words that say that something was not said.
const NEGATIONS: [u32; 6] =
    [hash_of("not"), hash_of("n't"), hash_of("never"), hash_of("without"), hash_of("if"), hash_of("would")];
