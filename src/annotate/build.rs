//! From drafts to the quotations of the model: pieces, kinds, groups over paragraphs, and who speaks.

use crate::annotate::attributes::Attributes;
use crate::annotate::doc::{Doc, NONE, Quoted};
use crate::annotate::draft::Draft;
use crate::annotate::judge;
use crate::annotate::names::{Cast, Resolution, Said, Sure, Verdict};
use crate::annotate::nested::{self, Nested};
use crate::annotate::token::Range;
use crate::model::{Annotations, Candidate, Kind, Quote, SpeakerKind};

/// Names the speakers of `drafts` and returns everything as plain data.
pub(crate) fn build(
    text: &str,
    doc: &Doc,
    attrs: &Attributes,
    title: Option<&str>,
    mut drafts: Vec<Draft>,
) -> Annotations {
    if drafts.is_empty() {
        return Annotations::default();
    }
    let mut cast = Cast::new(text, doc, attrs, title);
    for draft in &mut drafts {
        doubt(text, doc, &cast, draft);
    }
    let drafts = &drafts[..];
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
    let quotes = with_nested(text, doc, attrs, &mut cast, drafts, quotes, &quote_of);
    Annotations { quotes, speakers: cast.into_speakers() }
}

/// Adds, behind each quotation, those that lie in it.
fn with_nested(
    text: &str,
    doc: &Doc,
    attrs: &Attributes,
    cast: &mut Cast,
    drafts: &[Draft],
    quotes: Vec<Quote>,
    quote_of: &[usize],
) -> Vec<Quote> {
    let mut inner: Vec<Vec<Quote>> = vec![Vec::new(); quotes.len()];
    for (draft, &at) in drafts.iter().zip(quote_of) {
        for found in nested_in(text, doc, attrs, draft) {
            let resolution = match found.source {
                _ if found.own => Resolution {
                    speaker: quotes[at].speaker,
                    confidence: quotes[at].confidence,
                    rule: "own words",
                    ..Resolution::default()
                },
                Some(source) => cast.resolve(text, doc, source),
                None => Resolution { rule: "nobody", ..Resolution::default() },
            };
            inner[at].push(nested_quote(doc, &found, &resolution));
        }
    }
    let mut out = Vec::with_capacity(quotes.len());
    for (quote, within) in quotes.into_iter().zip(inner) {
        let parent = u32::try_from(out.len()).ok();
        out.push(quote);
        out.extend(within.into_iter().map(|q| Quote { parent, ..q }));
    }
    out
}

fn nested_in(text: &str, doc: &Doc, attrs: &Attributes, draft: &Draft) -> Vec<Nested> {
    let mut out: Vec<Nested> = Vec::new();
    for piece in &draft.pieces {
        let mut i = piece.start;
        while i < piece.end {
            let id = doc.stretch_of[i];
            let Some(stretch) = doc.stretches.get(id as usize) else {
                i += 1;
                continue;
            };
            out.extend(nested::find(text, doc, attrs, stretch, *piece));
            i = stretch.tokens.end.max(i + 1);
        }
    }
    out
}

fn nested_quote(doc: &Doc, found: &Nested, resolution: &Resolution) -> Quote {
    Quote {
        spans: vec![doc.span(found.content)],
        kind: Kind::Direct,
        kinds: vec![Kind::Direct],
        cue: Some(doc.span(Range { start: found.cue, end: found.cue + 1 })),
        source: found.source.map(|s| doc.span(s)),
        speaker: resolution.speaker,
        confidence: thousandths(0.8 * resolution.confidence),
        rule: format!("nested: {}", resolution.rule),
        candidates: Vec::new(),
        parent: None,
    }
}

/// The rule of words that somebody hears, from nobody named.
const PASSIVE: &str = "passive";

/// Replaces a source that can hardly speak.
fn doubt(text: &str, doc: &Doc, cast: &Cast, draft: &mut Draft) {
    let (Some(source), Some(cue)) = (draft.source, draft.cue) else { return };
    let source = cast.whole(text, doc, source, cue.start);
    let sure = match (draft.rule, draft.unsure) {
        ("weak cue", _) => Sure::Weak,
        (_, true) => Sure::Forced,
        _ => Sure::Tagged,
    };
    match cast.doubt(text, doc, source, cue.start, sure) {
        Verdict::Stands => draft.source = Some(source),
        Verdict::Rather(other) => draft.source = Some(other),
        Verdict::Nobody => draft.source = None,
        Verdict::Hears => (draft.source, draft.rule) = (None, PASSIVE),
    }
}

/// The draft that this one goes on with: a quotation whose last paragraph was left open, when the next paragraph
/// opens with a mark again.
fn continued(doc: &Doc, drafts: &[Draft], i: usize) -> Option<usize> {
    let before = i.checked_sub(1)?;
    let (a, b) = (&drafts[before], &drafts[i]);
    let last = a.pieces.last()?.end - 1;
    let open = doc.stretch_of[last] != NONE && !doc.stretches[doc.stretch_of[last] as usize].closed;
    let opens = doc.paragraph_at(b.start()).start == b.start() && doc.quoted[b.start()] == Quoted::Opening;
    (open && opens && doc.is_next_paragraph(last, b.start())).then_some(before)
}

fn resolve(text: &str, doc: &Doc, cast: &mut Cast, drafts: &[Draft], i: usize, said: &[Said]) -> Resolution {
    let draft = &drafts[i];
    let content = Range { start: draft.start(), end: draft.end() };
    if let Some(source) = draft.source {
        // In an interview the letters stand for who asks, whom nobody names, and for who is asked.
        return match (draft.rule, doc.tokens[source.start].text(text).trim_end_matches('.')) {
            ("transcript", "Q") => Resolution { rule: "question", ..Resolution::default() },
            ("transcript", "A") => cast.interviewee(text, doc),
            _ => cast.resolve(text, doc, source),
        };
    }
    if draft.rule == PASSIVE {
        return Resolution { rule: PASSIVE, ..Resolution::default() };
    }
    // An open paragraph that goes on below is spoken by whoever is named there.
    let later = drafts.get(i + 1).filter(|_| continued_by_next(doc, drafts, i)).and_then(|d| d.source);
    if let Some(source) = later {
        return cast.resolve(text, doc, source);
    }
    let heir = draft.heir_of.filter(|_| draft.cue.is_some()).and_then(|j| drafts[j].source);
    match heir {
        // A cue without a source of its own shares that of its neighbour in the paragraph.
        Some(source) => cast.resolve(text, doc, source),
        None => cast.floating(text, doc, content, said),
    }
}

fn continued_by_next(doc: &Doc, drafts: &[Draft], i: usize) -> bool {
    let Some(next) = drafts.get(i + 1) else { return false };
    let Some(last) = drafts[i].pieces.last().map(|p| p.end - 1) else { return false };
    let open = doc.stretch_of[last] != NONE && !doc.stretches[doc.stretch_of[last] as usize].closed;
    open && doc.quoted[next.start()] == Quoted::Opening && doc.is_next_paragraph(last, next.start())
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
    let found = certainty(draft);
    Quote {
        spans: draft.pieces.iter().map(|&p| doc.span(p)).collect(),
        kind: whole_kind(&kinds),
        kinds,
        cue: draft.cue.map(|c| doc.span(c)),
        source: draft.source.map(|s| doc.span(s)),
        speaker: resolution.speaker.filter(|_| resolution.kind != SpeakerKind::Unknown),
        confidence: thousandths((found * resolution.confidence).clamp(0.0, 1.0)),
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

/// Records show thousandths, and a threshold must mean what they show.
fn thousandths(confidence: f32) -> f32 {
    (confidence * 1000.0).round() / 1000.0
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

/// How often a content found like this is a quotation with the right source: by the judge's odds, else by rule (read off
/// the articles held out in cross-validation on the training set).
fn certainty(draft: &Draft) -> f32 {
    match draft.rule {
        "signature" | "transcript" | "post" => 0.95,
        "cue" => judge::probability(draft.odds),
        _ => 0.8,
    }
}
