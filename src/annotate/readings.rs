//! Other ways to read the sentence of a cue: `The bridge is safe, Lee said` and `The bridge is safe, said Lee`, cut at the comma.
//!
//! A long clause with no marks before its cue is where the tagging fails most. These readings are laid beside it, and the judge
//! chooses.

use crate::annotate::attributes::Attributes;
use crate::annotate::contents::Report;
use crate::annotate::cues::Cue;
use crate::annotate::doc::{Doc, Quoted};
use crate::annotate::token::{Range, Shape, hash_of};
use crate::annotate::words::Tag;

/// How many tokens a source may have.
const SOURCE: usize = 16;
/// A clause shorter than this is hardly all that somebody said.
const CLAUSE: usize = 3;

/// Readings are of sentences in which the cue is this near both ends: what is longer is no sentence, and text stays linear.
const REACH: usize = 120;

const COMMA: u32 = hash_of(",");

/// By this way a content goes on behind its cue: it is weighed even if the best tagging is not doubtful.
pub(crate) const AROUND: u8 = 3;

/// Returns other readings of the sentence of a cue; those that are weighed beside a clear tagging only, if it is `clear`.
pub(crate) fn others(doc: &Doc, attrs: &Attributes, best: &Report, clear: bool) -> Vec<Report> {
    let cue = best.cue.token;
    let sentence = doc.sentence_of(cue);
    // Asked about it, Lee said: what follows the colon is the content.
    let introduces = doc.tokens.get(cue + 1).is_some_and(|t| t.word == hash_of(":"));
    let endless = cue - sentence.start > REACH || sentence.end - cue > REACH;
    if doc.quoted[cue] != Quoted::Out || introduces || endless {
        return Vec::new();
    }
    let reading = Reading { doc, attrs, best, sentence };
    let found = if clear {
        [None, None, reading.around(), reading.behind(), None]
    } else {
        [reading.inverted(), reading.straight(), reading.around(), reading.behind(), reading.relative()]
    };
    found.into_iter().flatten().filter(|r| r.contents != best.contents || r.source != best.source).collect()
}

/// `which Lee said was`: the relative pronoun before the source of a cue that a verb follows.
fn relative_pronoun(doc: &Doc, attrs: &Attributes, cue: Cue) -> Option<usize> {
    let tag = |i: usize| Tag::from_number(attrs.get(cue.paragraph, i).tag);
    let sentence = doc.sentence_of(cue.token);
    let verb = cue.token + 1 < sentence.end && matches!(tag(cue.token + 1), Tag::Vbd | Tag::Vbz | Tag::Md);
    let opens =
        |&i: &usize| [hash_of("that"), hash_of("which"), hash_of("what"), hash_of("who")].contains(&doc.tokens[i].word);
    let from = sentence.start.max(cue.token.saturating_sub(SOURCE / 2));
    (from..cue.token.saturating_sub(1)).rev().find(opens).filter(|_| verb)
}

/// Whether what a word may report stands behind it as a relative clause's verb.
pub(crate) fn is_relative(doc: &Doc, attrs: &Attributes, cue: Cue) -> bool {
    relative_pronoun(doc, attrs, cue).is_some()
}

struct Reading<'a> {
    doc: &'a Doc,
    attrs: &'a Attributes,
    best: &'a Report,
    sentence: Range,
}

impl Reading<'_> {
    fn is_comma(&self, i: usize) -> bool {
        self.doc.tokens[i].word == COMMA
    }

    fn tag(&self, i: usize) -> Tag {
        Tag::from_number(self.attrs.get(self.best.cue.paragraph, i).tag)
    }

    fn report(&self, content: Range, source: Range, way: u8) -> Option<Report> {
        let words = content.iter().filter(|&i| self.doc.tokens[i].is_word()).count();
        let open = content.iter().any(|i| self.doc.quoted[i] == Quoted::Out);
        let whole = words >= CLAUSE && open && source.start < source.end;
        whole.then(|| self.of(vec![content], source, way))
    }

    fn of(&self, contents: Vec<Range>, source: Range, way: u8) -> Report {
        Report { contents, source: Some(source), plain: true, gain: 0.0, way, ..self.best.clone() }
    }

    /// The full stop of the sentence, or its end.
    fn stop(&self) -> usize {
        self.sentence.end - usize::from(self.doc.tokens[self.sentence.end - 1].shape == Shape::Stop)
    }

    /// The parts of `Last year, Lee said, the bridge was safe.`: before the first comma, the source, behind the second comma.
    fn parted(&self) -> Option<(Range, Range, Range)> {
        let source = self.best.source?;
        let cue = self.best.cue.token;
        let (start, end) = (source.start.min(cue), source.end.max(cue + 1));
        let before = start.checked_sub(1).filter(|&i| i > self.sentence.start && self.is_comma(i))?;
        let behind = (end..self.sentence.end.min(end + 3)).find(|&i| self.is_comma(i))?;
        let first = Range { start: self.sentence.start, end: before };
        let last = Range { start: behind + 1, end: self.stop() };
        let open = |r: Range| r.start < r.end && r.iter().all(|i| self.doc.quoted[i] == Quoted::Out);
        (open(first) && open(last)).then_some((first, source, last))
    }

    /// `the bridge, which Lee said was safe`: the verb behind the cue, up to the next comma.
    fn relative(&self) -> Option<Report> {
        let cue = self.best.cue.token;
        let source = Range { start: relative_pronoun(self.doc, self.attrs, self.best.cue)? + 1, end: cue };
        let stop = self.stop();
        let end = (cue + 1..stop).find(|&i| self.is_comma(i)).unwrap_or(stop);
        self.report(Range { start: cue + 1, end }, source, AROUND + 2)
    }

    /// Both parts are what was said.
    fn around(&self) -> Option<Report> {
        let (first, source, last) = self.parted()?;
        Some(self.of(vec![first, last], source, AROUND))
    }

    /// Only the last part is.
    fn behind(&self) -> Option<Report> {
        let (_, source, last) = self.parted()?;
        Some(self.of(vec![last], source, AROUND + 1))
    }

    /// `The bridge is safe, said Lee in Tarn.`
    fn inverted(&self) -> Option<Report> {
        let cue = self.best.cue.token;
        let comma = cue.checked_sub(1).filter(|&c| c >= self.sentence.start && self.is_comma(c))?;
        let last = self.sentence.end.min(cue + 1 + SOURCE);
        let ends = |&i: &usize| {
            let lower = !self.doc.tokens[i].is_capitalised();
            self.is_comma(i)
                || !self.doc.tokens[i].is_word()
                    && self.doc.tokens[i].shape == Shape::Stop
                    && i + 1 == self.sentence.end
                || lower
                    && self.tag(i) == Tag::In
                    && self.doc.tokens[i].word != hash_of("of")
                    && self.doc.tokens[i].word != hash_of("for")
        };
        let end = (cue + 1..last).find(ends).unwrap_or(last);
        self.report(Range { start: self.sentence.start, end: comma }, Range { start: cue + 1, end }, 1)
    }

    /// `The bridge is safe, Lee said in Tarn.`
    fn straight(&self) -> Option<Report> {
        let cue = self.best.cue.token;
        let from = self.sentence.start.max(cue.saturating_sub(SOURCE + 2));
        let comma = (from..cue).rev().find(|&i| self.is_comma(i))?;
        // has told, later said: what belongs to the verb is no part of the source.
        let verb = |&i: &usize| self.tag(i).is_verb() || matches!(self.tag(i), Tag::Md | Tag::Rb);
        let end = (comma + 1..cue).rev().find(|i| !verb(i)).map_or(comma + 1, |i| i + 1);
        self.report(Range { start: self.sentence.start, end: comma }, Range { start: comma + 1, end }, 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::model::Model;

    fn readings(text: &str, verb: &str) -> Vec<(String, String)> {
        let (doc, model) = (Doc::new(text), Model::get());
        let attrs = Attributes::new(text, &doc, model);
        let token = (0..doc.tokens.len()).find(|&i| doc.tokens[i].text(text) == verb).unwrap_or(0);
        let cue = Cue { token, paragraph: 0, score: 1.0 };
        let best = Report { cue, contents: Vec::new(), source: None, plain: false, gain: 0.0, way: 0 };
        let slice = |r: Range| text[doc.span(r).start()..doc.span(r).end()].to_owned();
        let found = others(&doc, &attrs, &best, false).into_iter();
        found.map(|r| (slice(r.contents[0]), r.source.map(slice).unwrap_or_default())).collect()
    }

    #[test]
    fn a_clause_before_its_cue_ends_at_the_comma() {
        let content = "The bridge over the lake is safe".to_owned();
        let inverted = readings("The bridge over the lake is safe, said Ann Lee in Tarn.", "said");
        assert!(inverted.contains(&(content.clone(), "Ann Lee".to_owned())), "{inverted:?}");
        let straight = readings("The bridge over the lake is safe, a city official has said.", "said");
        assert!(straight.contains(&(content, "a city official".to_owned())), "{straight:?}");
        assert!(readings("Ann Lee said the bridge is safe.", "said").is_empty());
        assert!(readings("Yes, said Ann Lee.", "said").is_empty());
    }
}
