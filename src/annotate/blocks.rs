//! Paragraphs that the one before introduces: `Ann Lee wrote:`, and below it what she wrote, with marks or without.

use crate::annotate::attributes::Attributes;
use crate::annotate::contents::Tagger;
use crate::annotate::cues::Cue;
use crate::annotate::doc::{Doc, NONE};
use crate::annotate::draft::{self, Draft};
use crate::annotate::token::{Range, hash_of};

/// How far before the colon the reporting word stands.
const REACH: usize = 6;
/// A line with fewer words is a heading or an item of a list.
const LEAST_WORDS: usize = 5;
/// A word of at least this class is mostly the head of a cue.
const REPORTS: u8 = 3;

/// Returns the reporting word that introduces the paragraph with this number, if the one before ends with a colon.
pub(crate) fn introduced(doc: &Doc, attrs: &Attributes, number: usize) -> Option<usize> {
    let before = *doc.paragraphs.get(number.checked_sub(1)?)?;
    let colon = before.end.checked_sub(1).filter(|&i| i >= before.start && doc.tokens[i].word == hash_of(":"))?;
    let near = before.start.max(colon.saturating_sub(REACH))..colon;
    near.rev().find(|&i| attrs.get(number - 1, i).class >= REPORTS)
}

/// Adds the paragraphs without marks that are introduced, and takes out what was found in them.
pub(crate) fn add(doc: &Doc, attrs: &Attributes, tagger: &mut Tagger<'_>, drafts: &mut Vec<Draft>) {
    let found = (1..doc.paragraphs.len()).filter_map(|number| block(doc, attrs, tagger, number));
    draft::put(drafts, found.map(|draft| (draft.pieces[0], draft)).collect());
}

fn block(doc: &Doc, attrs: &Attributes, tagger: &mut Tagger<'_>, number: usize) -> Option<Draft> {
    let paragraph = doc.paragraphs[number];
    let plain = paragraph.iter().all(|i| doc.stretch_of[i] == NONE);
    let words = paragraph.iter().filter(|&i| doc.tokens[i].is_word()).take(LEAST_WORDS).count();
    let cue = introduced(doc, attrs, number).filter(|_| plain && words >= LEAST_WORDS)?;
    let mut draft = Draft::new(vec![paragraph], "block");
    tell(&mut draft, tagger, cue, number);
    Some(draft)
}

/// Gives a draft the cue that introduces its paragraph, and the cue's source.
pub(crate) fn tell(draft: &mut Draft, tagger: &mut Tagger<'_>, cue: usize, number: usize) {
    let report = tagger.report(Cue { token: cue, paragraph: number - 1, score: 0.0 });
    draft.cue = Some(Range { start: cue, end: cue + 1 });
    draft.source = report.source.filter(|_| report.plain);
}

#[cfg(test)]
mod tests {
    use crate::annotate::annotate;

    #[test]
    fn what_is_introduced_is_a_quotation() {
        let text =
            "On her page, Ann Lee wrote:\n\nThe bridge is safe and always was. We built it well.\n\nIt opens in May.";
        let found = annotate(text, None, None);
        let quote = &found.quotes[0];
        assert_eq!(quote.extent().of(text), "The bridge is safe and always was. We built it well.");
        assert_eq!(quote.speaker.map(|s| found.speakers[s as usize].name.as_str()), Some("Ann Lee"));
        let short = annotate("Asked about it, Bo Kay said:\n\n“Never again!”\n\nHe left.", None, None);
        assert_eq!(short.quotes.len(), 1);
        let list = annotate("The shop sells three things:\n\nBread and butter and eggs and milk.", None, None);
        assert!(list.quotes.is_empty());
    }
}
