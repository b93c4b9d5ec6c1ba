//! From drafts to the quotations of the model: pieces, kinds, groups over paragraphs, and who speaks.

use crate::annotate::assemble::Draft;
use crate::annotate::doc::{Doc, NONE, Quoted};
use crate::annotate::names::{Cast, Resolution, Said};
use crate::annotate::token::Range;
use crate::model::{Annotations, Candidate, Kind, Quote, SpeakerKind};

/// Names the speakers of `drafts` and returns everything as plain data.
pub(crate) fn build(text: &str, doc: &Doc, title: Option<&str>, drafts: &[Draft]) -> Annotations {
    if drafts.is_empty() {
        return Annotations::default();
    }
    let mut cast = Cast::new(text, doc, title);
    let mut said: Vec<Said> = Vec::new();
    let mut quotes: Vec<Quote> = Vec::new();
    // For each draft, the quote it became a part of.
    let mut quote_of: Vec<usize> = Vec::with_capacity(drafts.len());
    for (i, draft) in drafts.iter().enumerate() {
        let before = continued(doc, drafts, i).map(|before| quote_of[before]);
        if let Some(quote) = before.filter(|_| draft.source.is_none()) {
            quote_of.push(quote);
            extend(doc, &mut quotes[quote], draft);
            continue;
        }
        let resolution = resolve(text, doc, &mut cast, drafts, i, &said);
        if let Some(quote) = before.filter(|&q| quotes[q].speaker == resolution.speaker) {
            quote_of.push(quote);
            extend(doc, &mut quotes[quote], draft);
            continue;
        }
        let content = Range { start: draft.start(), end: draft.end() };
        said.push(Said { content, speaker: resolution.speaker });
        quote_of.push(quotes.len());
        quotes.push(quote(doc, draft, &resolution));
    }
    Annotations { quotes, speakers: cast.into_speakers() }
}

/// The draft that this one goes on with: a quotation whose last paragraph was left open, when the next paragraph
/// opens with a mark again.
fn continued(doc: &Doc, drafts: &[Draft], i: usize) -> Option<usize> {
    let before = i.checked_sub(1)?;
    let (a, b) = (&drafts[before], &drafts[i]);
    let last = a.pieces.last()?.end - 1;
    let open = doc.stretch_of[last] != NONE && !doc.stretches[doc.stretch_of[last] as usize].closed;
    let paragraph = |t: usize| doc.paragraph_of[doc.tokens[t].sentence as usize];
    let opens = doc.paragraph_at(b.start()).start == b.start() && doc.quoted[b.start()] == Quoted::Opening;
    let next = paragraph(b.start()) == paragraph(last) + 1;
    (open && opens && next).then_some(before)
}

fn resolve(text: &str, doc: &Doc, cast: &mut Cast, drafts: &[Draft], i: usize, said: &[Said]) -> Resolution {
    let draft = &drafts[i];
    let content = Range { start: draft.start(), end: draft.end() };
    if let Some(source) = draft.source {
        return cast.resolve(text, doc, source, content);
    }
    // An open paragraph that goes on below is spoken by whoever is named there.
    let later = drafts.get(i + 1).filter(|_| continued_by_next(doc, drafts, i)).and_then(|d| d.source.map(|s| (s, d)));
    if let Some((source, d)) = later {
        return cast.resolve(text, doc, source, Range { start: d.start(), end: d.end() });
    }
    let heir = draft.heir_of.filter(|_| draft.cue.is_some()).and_then(|j| drafts[j].source.map(|s| (s, j)));
    match heir {
        // A cue without a source of its own shares that of its neighbour in the paragraph.
        Some((source, j)) => cast.resolve(text, doc, source, Range { start: drafts[j].start(), end: drafts[j].end() }),
        None => cast.floating(text, doc, content, said),
    }
}

fn continued_by_next(doc: &Doc, drafts: &[Draft], i: usize) -> bool {
    let Some(next) = drafts.get(i + 1) else { return false };
    let Some(last) = drafts[i].pieces.last().map(|p| p.end - 1) else { return false };
    let open = doc.stretch_of[last] != NONE && !doc.stretches[doc.stretch_of[last] as usize].closed;
    let paragraph = |t: usize| doc.paragraph_of[doc.tokens[t].sentence as usize];
    open && doc.quoted[next.start()] == Quoted::Opening && paragraph(next.start()) == paragraph(last) + 1
}

fn extend(doc: &Doc, quote: &mut Quote, draft: &Draft) {
    for piece in &draft.pieces {
        quote.spans.push(doc.span(*piece));
        quote.kinds.push(kind(doc, *piece));
    }
    quote.kind = whole_kind(&quote.kinds);
}

fn quote(doc: &Doc, draft: &Draft, resolution: &Resolution) -> Quote {
    let kinds: Vec<Kind> = draft.pieces.iter().map(|&p| kind(doc, p)).collect();
    let found = certainty(draft, whole_kind(&kinds));
    Quote {
        spans: draft.pieces.iter().map(|&p| doc.span(p)).collect(),
        kind: whole_kind(&kinds),
        kinds,
        cue: draft.cue.map(|c| doc.span(c)),
        source: draft.source.map(|s| doc.span(s)),
        speaker: resolution.speaker.filter(|_| resolution.kind != SpeakerKind::Unknown),
        confidence: (found * resolution.confidence).clamp(0.0, 1.0),
        rule: if draft.rule == "cue" {
            resolution.rule.to_owned()
        } else {
            format!("{}: {}", draft.rule, resolution.rule)
        },
        candidates: resolution
            .candidates
            .iter()
            .map(|&(speaker, c)| Candidate { speaker, confidence: found * c })
            .collect(),
        parent: None,
    }
}

/// How much of a piece stands in marks.
fn kind(doc: &Doc, piece: Range) -> Kind {
    let words = || piece.iter().filter(|&i| doc.tokens[i].is_word());
    let inside = words().filter(|&i| doc.quoted[i] != Quoted::Out).count();
    match inside {
        0 => Kind::Indirect,
        n if n == words().count() => Kind::Direct,
        _ => Kind::Mixed,
    }
}

fn whole_kind(kinds: &[Kind]) -> Kind {
    match kinds.first() {
        Some(&first) if kinds.iter().all(|&k| k == first) => first,
        Some(_) => Kind::Mixed,
        None => Kind::Indirect,
    }
}

/// How often a content found like this is a quotation with the right source: by cue score and kind, read off
/// the articles held out in cross-validation on the training set.
fn certainty(draft: &Draft, kind: Kind) -> f32 {
    let ramp = |floor: f32, span: f32| (floor + (0.99 - floor) * (draft.cue_score / span).clamp(0.0, 1.0)).min(0.98);
    match (draft.rule, kind) {
        ("signature" | "transcript", _) => 0.95,
        ("cue", Kind::Direct) => ramp(0.75, 60.0),
        ("cue", Kind::Mixed) => ramp(0.65, 90.0),
        ("cue", Kind::Indirect) => ramp(0.5, 90.0),
        _ => 0.8,
    }
}
