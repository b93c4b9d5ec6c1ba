//! Transcripts and interviews: paragraphs that open with who speaks, `SMITH:` or `Q:` and `A:`.

use crate::annotate::assemble::Draft;
use crate::annotate::doc::Doc;
use crate::annotate::token::{Range, Shape};

/// A label of more words is none.
const LONGEST: usize = 5;
/// Fewer labelled paragraphs make no transcript.
const LEAST: usize = 3;

/// What opens a paragraph of a transcript.
#[derive(Clone, Copy, Debug)]
struct Turn {
    label: Range,
    content: Range,
}

/// Adds the turns of a transcript, and takes out what lies in them.
pub(crate) fn add(text: &str, doc: &Doc, drafts: &mut Vec<Draft>) {
    let turns: Vec<Turn> = doc.paragraphs.iter().filter_map(|&p| turn(text, doc, p)).collect();
    if turns.len() < LEAST {
        return;
    }
    let mut next = turns.iter().peekable();
    // Both are in order of the text.
    drafts.retain(|d| {
        while next.next_if(|t| t.content.end <= d.start()).is_some() {}
        next.peek().is_none_or(|t| d.start() < t.label.start)
    });
    drafts.extend(turns.iter().map(|turn| {
        let mut draft = Draft::new(vec![turn.content], "transcript");
        draft.cue = Some(Range { start: turn.content.start - 1, end: turn.content.start });
        draft.source = Some(turn.label);
        draft
    }));
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
    (shouted && content.start < content.end && content.iter().any(|i| doc.tokens[i].is_word()))
        .then_some(Turn { label, content })
}
