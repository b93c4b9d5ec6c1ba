//! What the layout says of who speaks: transcripts and interviews, whose paragraphs open with `SMITH:` or `Q:` and `A:`,
//! and posts, which are signed on the line below: `— Ann Lee (@annlee) March 3, 2016`.

use crate::annotate::doc::{Doc, NONE};
use crate::annotate::draft::{self, Draft};
use crate::annotate::lists::LABELS;
use crate::annotate::token::{Range, Shape};

/// A label of more words is none.
const LONGEST: usize = 14;
/// A longer line is no signature.
const LONGEST_SIGNATURE: usize = 24;
/// Fewer labelled paragraphs make no transcript.
const LEAST: usize = 3;

/// What opens a paragraph of a transcript.
#[derive(Clone, Copy, Debug)]
struct Turn {
    label: Range,
    content: Range,
}

/// Adds the turns of a transcript and the posts, and takes out what lies in them.
pub(crate) fn add(text: &str, doc: &Doc, drafts: &mut Vec<Draft>) {
    let mut turns: Vec<Turn> = doc.paragraphs.iter().filter_map(|&p| turn(text, doc, p)).collect();
    if turns.len() < LEAST || !recurs(text, doc, &turns) {
        turns.clear();
    }
    put(drafts, &turns, "transcript");
    let below = doc.paragraphs.windows(2).filter_map(|pair| post(text, doc, pair[0], pair[1]));
    let mut posts: Vec<Turn> = below.chain(doc.paragraphs.iter().filter_map(|&p| signed(text, doc, p))).collect();
    posts.sort_by_key(|t| (t.content.start, t.label.start));
    posts.dedup_by_key(|t| t.content.start);
    put(drafts, &posts, "post");
}

/// Some label comes twice: else the paragraphs open with headings (`FROZEN:`), not with speakers.
fn recurs(text: &str, doc: &Doc, turns: &[Turn]) -> bool {
    let mut labels: Vec<&str> = turns.iter().map(|t| doc.span(t.label).of(text)).collect();
    labels.sort_unstable();
    labels.windows(2).any(|pair| pair[0] == pair[1])
}

/// A paragraph and the signature below it.
fn post(text: &str, doc: &Doc, content: Range, below: Range) -> Option<Turn> {
    let word = |i: usize| doc.tokens.get(i).filter(|_| i < below.end).map_or("", |t| t.text(text));
    if !matches!(word(below.start), "—" | "–" | "-" | "--" | "―") || below.end - below.start > LONGEST_SIGNATURE {
        return None;
    }
    let bracket = (below.start + 2..below.end).find(|&i| word(i) == "(")?;
    let handle = word(bracket + 1).starts_with('@');
    (handle && doc.stretch_of[content.start] == NONE)
        .then_some(Turn { label: Range { start: below.start + 1, end: bracket }, content })
}

/// A post whose signature ends its own paragraph.
fn signed(text: &str, doc: &Doc, paragraph: Range) -> Option<Turn> {
    let from = paragraph.start.max(paragraph.end.saturating_sub(LONGEST_SIGNATURE));
    let dash = (from + 1..paragraph.end).rev().find(|&i| matches!(doc.tokens[i].text(text), "—" | "–" | "--" | "―"))?;
    let content = Range { start: paragraph.start, end: dash };
    post(text, doc, content, Range { start: dash, end: paragraph.end })
}

fn put(drafts: &mut Vec<Draft>, turns: &[Turn], rule: &'static str) {
    let found = turns.iter().map(|turn| {
        let mut draft = Draft::new(vec![turn.content], rule);
        if turn.label.end <= turn.content.start {
            draft.cue = Some(Range { start: turn.content.start - 1, end: turn.content.start });
        }
        draft.source = Some(turn.label);
        (Range { start: turn.content.start.min(turn.label.start), end: turn.content.end }, draft)
    });
    draft::put(drafts, found.collect());
}

fn turn(text: &str, doc: &Doc, paragraph: Range) -> Option<Turn> {
    let limit = paragraph.end.min(paragraph.start + LONGEST + 1);
    let letter = matches!(doc.tokens[paragraph.start].text(text).trim_end_matches('.'), "Q" | "A");
    let colon = (paragraph.start + 1..limit)
        .take_while(|&i| doc.tokens[i - 1].is_word() || doc.tokens[i - 1].shape == Shape::Punct)
        .find(|&i| doc.tokens[i].text(text) == ":" || letter && doc.tokens[i].text(text) == ".");
    // `Q.` may be one token.
    let dotted = letter && doc.tokens[paragraph.start].text(text).ends_with('.');
    let end = if dotted { paragraph.start + 1 } else { colon? };
    let label = Range { start: paragraph.start, end };
    let shouted = label.iter().all(|i| {
        let t = &doc.tokens[i];
        !t.is_word() || matches!(t.shape, Shape::Upper | Shape::Initial)
    });
    let start = if dotted { end } else { end + 1 };
    let content = Range { start, end: paragraph.end };
    let heading = LABELS.has(doc.tokens[label.start].word);
    (shouted && !heading && content.start < content.end && content.iter().any(|i| doc.tokens[i].is_word()))
        .then_some(Turn { label, content })
}
