//! Quotations with no source mention: who goes on speaking.

use super::Said;
use super::beside::after_preposition;
use super::clause::{Clauses, right_phrase};
use super::lexicon::Class;
use super::mention::{Mention, reaching, starting_before};
use super::page::Page;
use crate::annotate::token::{Range, Shape};

/// What context says of a floating quotation.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// Its source mention after all, the rule, and how sure the rule is.
    Mention(Range, &'static str, f32),
    /// A speaker known from before.
    Speaker(u32, &'static str, f32),
    Nobody,
}

/// So many tokens before and after are looked at, however long the sentence.
const NEAR: usize = 150;
/// How many sentences back the last speaker may be.
const BACK: u32 = 3;

/// Looks for the speaker of `content`; `is_person` tells whether a mention names one.
pub(super) fn find(
    page: Page<'_>,
    mentions: &[Mention],
    is_person: &dyn Fn(&Mention) -> bool,
    content: Range,
    before: &[Said],
) -> Found {
    if content.start >= content.end || content.end > page.len() {
        return Found::Nobody;
    }
    let place = Place::new(page, mentions, is_person, content, before);
    place
        .signature()
        .or_else(|| place.cue())
        .or_else(|| place.according())
        .or_else(|| place.event())
        .or_else(|| place.introduction())
        .or_else(|| place.previous(0, "previous", 0.78))
        .or_else(|| place.subject())
        .or_else(|| place.anybody())
        .or_else(|| place.previous(1, "previous paragraph", 0.75))
        .or_else(|| place.back())
        .unwrap_or(Found::Nobody)
}

/// Where a floating quotation stands.
struct Place<'a> {
    page: Page<'a>,
    mentions: &'a [Mention],
    is_person: &'a dyn Fn(&Mention) -> bool,
    clauses: Clauses<'a>,
    content: Range,
    /// The sentences that it touches, within its paragraphs.
    sentences: Range,
    paragraph: Range,
    last: Option<Said>,
}

impl<'a> Place<'a> {
    fn new(
        page: Page<'a>,
        mentions: &'a [Mention],
        is_person: &'a dyn Fn(&Mention) -> bool,
        content: Range,
        before: &[Said],
    ) -> Self {
        let sentences = Range {
            start: page.sentence(content.start).start.max(content.start.saturating_sub(NEAR)),
            end: page.sentence(content.end - 1).end.min(content.end + NEAR),
        };
        let last = before.iter().rev().take(8).find(|s| s.content.end <= content.start).copied();
        let clauses = Clauses { page, mentions, is_person };
        Self { page, mentions, is_person, clauses, content, sentences, paragraph: page.paragraph(content.start), last }
    }

    /// The persons named outside quotation marks in a range.
    fn persons(&self, range: Range) -> impl DoubleEndedIterator<Item = &'a Mention> + '_ {
        let from = reaching(self.mentions, range.start);
        let to = starting_before(self.mentions, range.end);
        let inside = self.mentions.get(from..to.max(from)).unwrap_or(&[]);
        let narrated = |m: &&Mention| !self.page.quoted(m.name.start) && !self.content.contains(m.name.start);
        inside.iter().filter(narrated).filter(|m| (self.is_person)(m))
    }

    /// `”― Name` at the end of a line.
    fn signature(&self) -> Option<Found> {
        let sign = |&i: &usize| self.page.token(i).is_some_and(|t| matches!(t.shape, Shape::Stop | Shape::Other));
        let skipped = (self.content.end..self.content.end + 3).take_while(sign).count();
        let dash = self.content.end + skipped;
        if !matches!(self.page.word(dash), "―" | "—" | "–" | "-" | "--") {
            return None;
        }
        let line = Range { start: dash + 1, end: self.page.paragraph(dash).end };
        let name = self.persons(line).next().filter(|m| m.start <= dash + 3)?;
        let short = line.end.saturating_sub(name.name.end) < 8;
        short.then_some(Found::Mention(name.whole(), "signature", 0.97))
    }

    /// The subject of the nearest verb of saying in the same sentences.
    fn cue(&self) -> Option<Found> {
        let mut best: Option<(Range, f32)> = None;
        for verb in self.sentences.iter() {
            if self.content.contains(verb) || !self.clauses.reports(verb) {
                continue;
            }
            let Some((subject, cost)) = self.clauses.subject(verb) else { continue };
            let cost = cost + self.distance(verb, subject);
            if best.is_none_or(|b| cost < b.1) {
                best = Some((subject, cost));
            }
        }
        best.map(|b| Found::Mention(b.0, "cue", 0.97))
    }

    /// What speaks against a verb as the cue of this content: words and other quotations between.
    fn distance(&self, verb: usize, subject: Range) -> f32 {
        let (from, to) = if verb >= self.content.end {
            (self.content.end, verb.min(subject.start).max(self.content.end))
        } else {
            (verb.max(subject.end.saturating_sub(1)) + 1, self.content.start)
        };
        let between = (from..to.max(from)).take(60);
        let mut cost = 0.0;
        for i in between {
            cost += match () {
                () if self.page.quoted(i) => 0.3,
                () if self.page.is(i, Class::CONJUNCTION)
                    || matches!(self.page.word(i), "while" | "when" | "as" | "after") =>
                {
                    0.5
                }
                () if self.page.is(i, Class::SPEECH) && self.page.is(i, Class::LOWER) => 0.5,
                () if self.page.token(i).is_some_and(|t| t.shape == Shape::Stop) => 1.0,
                () => 0.08,
            };
        }
        cost
    }

    fn according(&self) -> Option<Found> {
        let near = |i: &usize| self.page.word(*i).eq_ignore_ascii_case("according") && self.page.word(i + 1) == "to";
        let at = self.sentences.iter().filter(|&i| !self.content.contains(i) && !self.page.quoted(i)).find(near)?;
        let range = right_phrase(self.page, at + 2);
        (range.end > range.start).then_some(Found::Mention(range, "according to", 0.95))
    }

    /// The last one to speak between the quotation before and this one, in the same paragraph.
    fn event(&self) -> Option<Found> {
        let last_end = self.last.map_or(0, |s| s.content.end);
        let sentence = self.page.sentence_number(self.content.start);
        let mut verb = self.sentences.start;
        let from = self.paragraph.start.max(last_end.min(self.sentences.start)).max(verb.saturating_sub(NEAR));
        while verb > from {
            verb -= 1;
            if sentence - self.page.sentence_number(verb).min(sentence) > 2 {
                break;
            }
            if self.clauses.reports(verb)
                && let Some((subject, _)) = self.clauses.subject(verb)
            {
                return Some(Found::Mention(subject, "event", 0.94));
            }
        }
        None
    }

    /// A paragraph before that ends in a colon: "Lee said:".
    fn introduction(&self) -> Option<Found> {
        let colon = self.paragraph.start.checked_sub(1)?;
        if self.content.start > self.paragraph.start + 1 || self.page.word(colon) != ":" {
            return None;
        }
        let sentence = self.page.sentence(colon);
        let sentence = Range { start: sentence.start.max(colon.saturating_sub(NEAR)), end: sentence.end };
        let verb = sentence.iter().rev().find(|&i| self.clauses.reports(i));
        if let Some((subject, _)) = verb.and_then(|v| self.clauses.subject(v)) {
            return Some(Found::Mention(subject, "introduction", 0.9));
        }
        self.persons(sentence)
            .rev()
            .find(|m| self.is_subject(m))
            .map(|m| Found::Mention(m.whole(), "introduction", 0.85))
    }

    /// The speaker of the quotation before, if it stands at most `paragraphs` back.
    fn previous(&self, paragraphs: u32, rule: &'static str, confidence: f32) -> Option<Found> {
        let last = self.last?;
        let here = self.page.paragraph_number(self.content.start);
        let there = self.page.paragraph_number(last.content.end.saturating_sub(1));
        if here.saturating_sub(there) > paragraphs {
            return None;
        }
        last.speaker.map(|id| Found::Speaker(id, rule, confidence))
    }

    fn subject_in(&self, range: Range) -> Option<&'a Mention> {
        self.persons(range).find(|m| self.is_subject(m))
    }

    fn is_subject(&self, m: &Mention) -> bool {
        let end = m.name.end;
        !self.page.is(end - 1, Class::OWNER)
            && !after_preposition(self.page, m.start)
            && (self.page.is_verb_like(end) || self.page.is_comma(end) || self.page.word(end) == ":")
    }

    fn subject(&self) -> Option<Found> {
        self.subject_in(self.sentences).map(|m| Found::Mention(m.whole(), "subject", 0.85)).or_else(|| {
            let he = |&i: &usize| {
                self.page.is(i, Class::HE.or(Class::SHE))
                    && !self.page.quoted(i)
                    && !self.content.contains(i)
                    && self.page.is_verb_like(i + 1)
            };
            let at = self.sentences.iter().find(he)?;
            Some(Found::Mention(Range { start: at, end: at + 1 }, "subject", 0.85))
        })
    }

    fn anybody(&self) -> Option<Found> {
        self.persons(self.sentences).next().map(|m| Found::Mention(m.whole(), "person near", 0.6))
    }

    /// The last one to speak, or the last subject, a few sentences back.
    fn back(&self) -> Option<Found> {
        let number = self.page.sentence_number(self.sentences.start);
        for back in 1..=BACK.min(number) {
            let Some(&range) = self.page.doc.sentences.get((number - back) as usize) else { break };
            let range = Range { start: range.start.max(range.end.saturating_sub(NEAR)), end: range.end };
            let verb = range.iter().rev().find(|&i| self.clauses.reports(i));
            if let Some((subject, _)) = verb.and_then(|v| self.clauses.subject(v)) {
                return Some(Found::Mention(subject, "back", 0.45));
            }
            if let Some(m) = self.subject_in(range) {
                return Some(Found::Mention(m.whole(), "back", 0.45));
            }
        }
        None
    }
}
