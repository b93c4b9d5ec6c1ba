//! From tagged cues to quotations: overlaps settled, quoted stretches whole, floating ones found a source.

use crate::annotate::attributes::Attributes;
use crate::annotate::contents::{Report, Tagger};
use crate::annotate::cues::{self, Cue};
use crate::annotate::doc::{Doc, NONE, Quoted};
use crate::annotate::draft::Draft;
use crate::annotate::features::Rows;
use crate::annotate::marks::Stretch;
use crate::annotate::model::Model;
use crate::annotate::token::{Range, Shape, hash_of};
use crate::annotate::{blocks, judge, tail, transcript};

/// A stretch of at least this many words that no cue claims is a quotation all the same.
const FLOATING_WORDS: usize = 8;
/// How far from a floating stretch a weak cue is looked for, in tokens.
const FORCED_REACH: usize = 25;
/// A cue this far below the border may still speak for a floating stretch (in units of the table's mean margin).
pub(crate) const FORCED_SCORE: f32 = -40.0;

/// Reports with lower odds of being right (their logarithm) are dropped, if at most one word of them stands in marks. Between
/// -1 and -0.5 precision is bought with recall one for one (cross-validation on the training articles).
const LEAST_ODDS: f32 = -1.0;
/// What stands in marks is somebody's words: it only has to be this one's.
const LEAST_MARKED_ODDS: f32 = -2.0;

fn all_marks(doc: &Doc, piece: Range) -> bool {
    piece.iter().all(|i| doc.quoted[i] != Quoted::Out)
}

/// A short line without a full stop, in which a single word in marks is doubted or stressed, not said.
fn is_headline(doc: &Doc, token: usize) -> bool {
    let line = doc.paragraph_at(token);
    line.end - line.start <= 24 && !matches!(doc.tokens[line.end - 1].shape, Shape::Stop | Shape::Mark)
}

/// How many words of a quotation stand in marks; a single one is mostly emphasised, not said.
fn marked_words(doc: &Doc, draft: &Draft) -> usize {
    let marked = |&i: &usize| doc.quoted[i] != Quoted::Out && doc.tokens[i].is_word();
    draft.pieces.iter().map(|p| p.iter().filter(marked).count()).sum()
}

/// Whether a report is likely enough to be a quotation.
fn is_likely(doc: &Doc, draft: &Draft) -> bool {
    match marked_words(doc, draft) {
        0 => draft.odds >= LEAST_ODDS,
        1 => draft.odds >= LEAST_ODDS && !is_headline(doc, draft.start()),
        _ => draft.odds >= LEAST_MARKED_ODDS,
    }
}

/// Returns the quotations of a text, in order of their first pieces.
pub(crate) fn assemble(text: &str, doc: &Doc, attrs: &Attributes, model: &Model) -> Vec<Draft> {
    let mut tagger = Tagger::new(doc, attrs, &model.contents);
    let found = cues::find(doc, attrs, model);
    let mut rows = Rows::new();
    let judged = |&cue: &Cue| {
        let (report, odds) = judge::choose(doc, attrs, &model.judge, &mut tagger, cue, &mut rows);
        draft(report, "cue").map(|d| Draft { odds, ..d })
    };
    let mut drafts: Vec<Draft> = found.iter().filter_map(judged).collect();
    drafts.retain(|d| is_likely(doc, d));
    settle_overlaps(doc, &mut drafts);
    for draft in &mut drafts {
        snap(doc, draft);
        draft.pieces.iter_mut().for_each(|piece| tail::cut(doc, piece));
    }
    drop_doubles(&mut drafts);
    // Lone signs are nobody's words.
    for draft in &mut drafts {
        draft.pieces.retain(|p| p.iter().any(|i| doc.tokens[i].is_word()));
    }
    drafts.retain(|d| !d.pieces.is_empty());
    drafts.sort_by_key(Draft::start);
    blocks::add(doc, attrs, &mut tagger, &mut drafts);
    let mut floating = Floating { text, doc, attrs, model, tagger, rows: Rows::new() };
    floating.add(&mut drafts);
    drafts.sort_by_key(|d| (d.start(), d.end()));
    transcript::add(text, doc, &mut drafts);
    inherit(doc, &mut drafts);
    drafts
}

fn draft(report: Report, rule: &'static str) -> Option<Draft> {
    if report.contents.is_empty() {
        return None;
    }
    let token = report.cue.token;
    let mut draft = Draft::new(report.contents, rule);
    draft.cue = Some(Range { start: token, end: token + 1 });
    draft.source = report.source;
    draft.unsure = !report.plain;
    Some(draft)
}

/// Each token belongs to one content: pieces of reports with a source first, then those that share a sentence with
/// their cue, then those more likely to be right; a later piece loses the overlap, and falls if more than half is lost.
fn settle_overlaps(doc: &Doc, drafts: &mut Vec<Draft>) {
    let sentence = |token: usize| doc.tokens[token].sentence;
    let shares = |d: &Draft, p: Range| {
        d.cue.is_some_and(|c| (sentence(p.start)..=sentence(p.end - 1)).contains(&sentence(c.start)))
    };
    let relays = |d: &Draft| d.cue.is_some_and(|c| doc.tokens[c.start].word == hash_of("according"));
    let mut order = Vec::new();
    for (i, d) in drafts.iter().enumerate() {
        let odds = (d.odds * 1000.0) as i64;
        order.extend(d.pieces.iter().map(|&p| {
            let relayed = relays(d) && all_marks(doc, p);
            (d.source.is_none(), !shares(d, p), relayed, std::cmp::Reverse(odds), p.start, i, p.end)
        }));
    }
    order.sort_unstable();
    let mut taken = Taken::default();
    drafts.iter_mut().for_each(|d| d.pieces.clear());
    for (.., start, i, end) in order {
        let kept = taken.rest(Range { start, end }).filter(|r| 2 * (r.end - r.start) >= end - start);
        if let Some(piece) = kept {
            taken.add(piece);
            drafts[i].pieces.push(piece);
        }
    }
    drafts.iter_mut().for_each(|d| d.pieces.sort_by_key(|p| p.start));
    drafts.retain(|d| !d.pieces.is_empty());
}

/// Tokens that belong to a content: disjoint ranges by start.
#[derive(Default)]
struct Taken(std::collections::BTreeMap<usize, usize>);

impl Taken {
    fn add(&mut self, r: Range) {
        self.0.insert(r.start, r.end);
    }

    /// The longest part of `r` that is free.
    fn rest(&self, r: Range) -> Option<Range> {
        let mut best: Option<Range> = None;
        let mut at = r.start;
        let mut offer = |start: usize, end: usize| {
            if end > start && best.is_none_or(|b| end - start > b.end - b.start) {
                best = Some(Range { start, end });
            }
        };
        let before = self.0.range(..r.start).next_back().filter(|(_, e)| **e > r.start);
        for (&start, &end) in before.into_iter().chain(self.0.range(r.start..r.end)) {
            offer(at, start.min(r.end));
            at = at.max(end);
        }
        offer(at, r.end);
        best
    }
}

/// A quoted stretch that the cue is not in is content as a whole or not at all: a piece that covers at least half of
/// it takes all of it, a smaller part is cut off.
fn snap(doc: &Doc, draft: &mut Draft) {
    let cue_in = draft.cue.map_or(NONE, |c| doc.stretch_of[c.start]);
    for piece in &mut draft.pieces {
        for at_end in [false, true] {
            let edge = if at_end { piece.end.saturating_sub(1) } else { piece.start };
            let id = doc.stretch_of[edge.min(doc.stretch_of.len() - 1)];
            if id == NONE || piece.start >= piece.end {
                continue;
            }
            let stretch = doc.stretches[id as usize].tokens;
            let inside = piece.end.min(stretch.end).saturating_sub(piece.start.max(stretch.start));
            if 2 * inside >= stretch.end - stretch.start {
                piece.start = piece.start.min(stretch.start);
                piece.end = piece.end.max(stretch.end);
            } else if id != cue_in {
                if at_end {
                    piece.end = piece.end.min(stretch.start);
                } else {
                    piece.start = stretch.end;
                }
            }
        }
    }
    draft.pieces.retain(|p| p.start < p.end);
}

/// After snapping, a piece that lies in another quotation's piece falls.
fn drop_doubles(drafts: &mut Vec<Draft>) {
    let mut all: Vec<(Range, usize)> =
        drafts.iter().enumerate().flat_map(|(i, d)| d.pieces.iter().map(move |&p| (p, i))).collect();
    all.sort_by_key(|(p, i)| (p.start, std::cmp::Reverse(p.end), *i));
    let mut reach: Option<Range> = None;
    let mut kept: Vec<Vec<Range>> = vec![Vec::new(); drafts.len()];
    for (mut piece, i) in all {
        if let Some(r) = reach
            && piece.start < r.end
        {
            if piece.end <= r.end || 2 * (r.end - piece.start) > piece.end - piece.start {
                continue;
            }
            piece.start = r.end;
        }
        kept[i].push(piece);
        reach = Some(piece);
    }
    for (draft, pieces) in drafts.iter_mut().zip(kept) {
        draft.pieces = pieces;
    }
    drafts.retain(|d| !d.pieces.is_empty());
}

/// Finds sources for quoted stretches that no cue claims.
struct Floating<'a> {
    text: &'a str,
    doc: &'a Doc,
    attrs: &'a Attributes,
    model: &'a Model,
    tagger: Tagger<'a>,
    rows: Rows,
}

impl Floating<'_> {
    fn add(&mut self, drafts: &mut Vec<Draft>) {
        let mut covered = vec![false; self.doc.tokens.len()];
        for i in drafts.iter().flat_map(|d| d.pieces.iter()).flat_map(|p| p.iter()) {
            covered[i] = true;
        }
        for (at, stretch) in self.doc.stretches.iter().enumerate() {
            let tokens = stretch.tokens;
            let free = tokens.iter().filter(|&i| !covered[i]).count();
            let enough = stretch.words >= FLOATING_WORDS || self.continues(at) || self.introduced(stretch).is_some();
            let long = enough && 2 * free > tokens.end - tokens.start;
            // Single marks float only as closed pairs or as whole paragraphs: the others may be apostrophes.
            let whole = stretch.closed || self.doc.paragraph_at(tokens.start) == tokens;
            if !long || stretch.single && !whole {
                continue;
            }
            let draft = self.float(stretch);
            draft.pieces.iter().flat_map(|p| p.iter()).for_each(|i| covered[i] = true);
            drafts.push(draft);
        }
    }

    /// Whether a stretch opens its paragraph, and the one before was left open a paragraph ago.
    fn continues(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|b| self.doc.stretches.get(b)) else { return false };
        let here = self.doc.stretches[at].tokens.start;
        !before.closed
            && self.doc.is_next_paragraph(before.tokens.start, here)
            && self.doc.paragraph_at(here).start == here
    }

    /// The reporting word and the number of its paragraph's neighbour, where a stretch opens its paragraph and the one
    /// before ends in `Lee said:`.
    fn introduced(&self, stretch: &Stretch) -> Option<(usize, usize)> {
        let number = self.doc.paragraph_of[self.doc.tokens[stretch.tokens.start].sentence as usize] as usize;
        let opens = self.doc.paragraphs[number].start == stretch.tokens.start;
        blocks::introduced(self.doc, self.attrs, number).filter(|_| opens).map(|cue| (cue, number))
    }

    fn float(&mut self, stretch: &Stretch) -> Draft {
        let mut draft = Draft::new(vec![stretch.tokens], "floating");
        if let Some(source) = self.signature(stretch) {
            draft.source = Some(source);
            draft.rule = "signature";
        } else if let Some(source) = self.transcript_name(stretch) {
            draft.source = Some(source);
            draft.rule = "transcript";
        } else if let Some((cue, source)) = self.forced_cue(stretch) {
            draft.cue = Some(Range { start: cue, end: cue + 1 });
            draft.source = Some(source);
            draft.unsure = true;
            draft.rule = "weak cue";
        } else if let Some((cue, number)) = self.introduced(stretch) {
            blocks::tell(&mut draft, &mut self.tagger, cue, number);
            draft.rule = "introduced";
        }
        draft
    }

    /// `“…” — Ann Lee`: a dash and a name to the line's end.
    fn signature(&self, stretch: &Stretch) -> Option<Range> {
        let paragraph = self.doc.paragraph_at(stretch.tokens.start);
        let dash = stretch.tokens.end;
        let is_dash =
            dash < paragraph.end && matches!(self.doc.tokens[dash].text(self.text), "-" | "--" | "–" | "—" | "―");
        let name = Range { start: dash + 1, end: paragraph.end };
        let short = is_dash && name.start < name.end && name.end - name.start <= 14;
        (short && self.doc.tokens[name.start].is_capitalised()).then_some(name)
    }

    /// `SMITH: “…”`: a name in capitals and a colon at the paragraph's start.
    fn transcript_name(&self, stretch: &Stretch) -> Option<Range> {
        let paragraph = self.doc.paragraph_at(stretch.tokens.start);
        let start = paragraph.start;
        let colon = (start..stretch.tokens.end.min(start + 6)).find(|&i| self.doc.tokens[i].text(self.text) == ":")?;
        let name = Range { start, end: colon };
        let capitals = name.start < name.end && name.iter().all(|i| self.doc.tokens[i].shape == Shape::Upper);
        capitals.then_some(name)
    }

    /// The likeliest reporting word near the stretch, if it gives a source.
    fn forced_cue(&mut self, stretch: &Stretch) -> Option<(usize, Range)> {
        let number = self.doc.paragraph_of[self.doc.tokens[stretch.tokens.start].sentence as usize] as usize;
        let paragraph = self.doc.paragraphs[number];
        let before = paragraph.start.max(stretch.tokens.start.saturating_sub(FORCED_REACH))..stretch.tokens.start;
        let after = stretch.tokens.end..paragraph.end.min(stretch.tokens.end + FORCED_REACH);
        let mut best: Option<(f32, usize)> = None;
        for i in before.chain(after) {
            let a = self.attrs.get(number, i);
            if self.doc.quoted[i] != Quoted::Out
                || a.class == 0 && !crate::annotate::words::Tag::from_number(a.tag).is_verb()
            {
                continue;
            }
            let score = cues::score(self.doc, self.attrs, &self.model.cues, number, i, &mut self.rows);
            if score > FORCED_SCORE && best.is_none_or(|(s, _)| score > s) {
                best = Some((score, i));
            }
        }
        let (score, token) = best?;
        let report = self.tagger.report(Cue { token, paragraph: number, score });
        let claims = report.contents.iter().any(|c| c.start < stretch.tokens.end && stretch.tokens.start < c.end);
        report.source.filter(|_| claims && report.plain).map(|s| (token, s))
    }
}

/// Quotations without a source take that of a neighbour.
fn inherit(doc: &Doc, drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        if drafts[i].source.is_some() {
            continue;
        }
        let paragraph = doc.paragraph_of[doc.tokens[drafts[i].start()].sentence as usize];
        let of = |d: &Draft| doc.paragraph_of[doc.tokens[d.start()].sentence as usize];
        let speaks = |j: &usize| drafts[*j].source.is_some() || drafts[*j].heir_of.is_some();
        let near = |j: &usize| of(&drafts[*j]) == paragraph;
        let same_before = (i.saturating_sub(12)..i).rev().filter(near).find(speaks);
        let same_after = (i + 1..drafts.len().min(i + 12)).filter(near).find(|&j| drafts[j].source.is_some());
        let earlier = (i.saturating_sub(12)..i).rev().find(speaks);
        let (heir, rule) = match (same_before, same_after, earlier) {
            (Some(j), _, _) => (Some(j), "same paragraph"),
            (None, Some(j), _) => (Some(j), "same paragraph"),
            (None, None, Some(j)) => (Some(j), "last speaker"),
            _ => (None, "nobody"),
        };
        drafts[i].heir_of = heir;
        if drafts[i].rule == "floating" {
            drafts[i].rule = rule;
        }
    }
}
