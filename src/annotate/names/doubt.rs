//! Source mentions in doubt: what a tagger took for a speaker although it can hardly be one.

use super::Cast;
use super::clause::{Clauses, SOMEBODY, right_phrase};
use super::lexicon::Class;
use super::mention::{Mention, reaching, starting_before};
use super::page::Page;
use super::source::{self, Source};
use crate::annotate::doc::Doc;
use crate::annotate::token::{Range, Shape};

/// How a source mention was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sure {
    /// The best tagging had it.
    Tagged,
    /// The best tagging had none; this was the best there was.
    Forced,
    /// Of a word that hardly reports speech.
    Weak,
}

/// What may be said of a source mention in doubt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It may stand.
    Stands,
    /// This one speaks.
    Rather(Range),
    /// It is whom the words were said to, by nobody named.
    Hears,
    /// It is nobody, and no other is near.
    Nobody,
}

impl Cast {
    /// Widens a source that was cut short, `The` of "The premier said" or `Lee's` of "Lee's lawyer said", and cuts off a
    /// dateline: "PORT VELL (ANB) - Ann Lee said".
    pub(crate) fn whole(&self, text: &str, doc: &Doc, source: Range, cue: usize) -> Range {
        let page = Page::new(text, doc, &self.gathered.classes);
        let mut source = source;
        let last = source.end.saturating_sub(1);
        let article = source.end == source.start + 1
            && page.is(last, Class::DEFINITE.or(Class::INDEFINITE))
            && !page.is(last, Class::POSSESSIVE_PRONOUN);
        let owner =
            page.token(last).is_some_and(|t| t.shape == Shape::Clitic) && page.is(last.wrapping_sub(1), Class::OWNER);
        let between = source.end..cue.max(source.end);
        let plain =
            |i: usize| page.is(i, Class::LOWER.or(Class::CAPITAL)) && !page.quoted(i) && !page.is(i, Class::AUX);
        if (article || owner) && cue > source.end && cue - source.end <= 5 {
            source.end = between.clone().find(|&i| !plain(i)).unwrap_or(cue).max(source.end);
        }
        if page.is(source.end.wrapping_sub(1), Class::HONORIFIC) {
            source.end +=
                (source.end..source.end + 3).take_while(|&i| page.is(i, Class::CAPITAL) && !page.quoted(i)).count();
        }
        // "In July, Ann Lee said": the name behind the comma.
        let opener = Class::PREPOSITION.or(Class::CONJUNCTION).or(Class::FUNCTION).or(Class::PLACE).or(Class::CALENDAR);
        if page.is(source.start, opener) && !page.is(source.start, Class::DEFINITE.or(Class::INDEFINITE)) {
            let first = reaching(&self.gathered.mentions, source.start);
            let names = self.gathered.mentions.iter().skip(first).take_while(|m| m.name.start < source.end);
            let behind = |m: &&Mention| m.start > source.start && page.is_comma(m.start - 1) && self.is_certain(m);
            if let Some(name) = names.filter(behind).last() {
                source.start = name.start;
            }
        }
        if source.start == page.paragraph(source.start).start {
            let bracket = source.iter().take(12).find(|&i| page.word(i) == ")");
            let name = bracket.map(|b| if matches!(page.word(b + 1), "-" | "–" | "—" | "--") { b + 2 } else { b + 1 });
            if let Some(start) = name.filter(|&n| n < source.end && page.is(n, Class::CAPITAL)) {
                source.start = start;
            }
        }
        source
    }

    /// Looks again at the source mention that was found for the cue whose head is `cue`.
    pub(crate) fn doubt(&self, text: &str, doc: &Doc, source: Range, cue: usize, sure: Sure) -> Verdict {
        let page = Page::new(text, doc, &self.gathered.classes);
        let mentions = &self.gathered.mentions;
        let first = reaching(mentions, source.start);
        let last = starting_before(mentions, source.end).max(first);
        let inside = mentions.get(first..last).unwrap_or(&[]);
        let read = source::read(page, source, inside, first);
        let person = matches!(read, Source::He(_) | Source::Who(_) | Source::Nominal(..) | Source::Me)
            || matches!(read, Source::Name(at) if mentions.get(at).is_some_and(|m| self.is_certain(m)));
        if sure == Sure::Weak && !person {
            return Verdict::Nobody;
        }
        if source.start < cue && is_passive(page, cue) {
            let agent = right_phrase(page, cue + 2);
            let by = page.word(cue + 1) == "by" && agent.end > agent.start;
            return if by { Verdict::Rather(agent) } else { Verdict::Hears };
        }
        let unsure = sure != Sure::Tagged;
        let nobody = is_nobody(page, read);
        if let Some(name) = self.inverted(page, cue, nobody).filter(|n| !overlap(*n, source))
            && !matches!(read, Source::Name(_) | Source::He(_) | Source::Who(_))
        {
            return Verdict::Rather(name);
        }
        // A phrase right before its verb is its subject, whatever it is.
        let beside = (source.end..cue).all(|i| !page.is_comma(i) && !page.quoted(i))
            && source.start < cue
            && cue - source.end.min(cue) < 4;
        if beside && !unsure || !nobody {
            return Verdict::Stands;
        }
        let is_person = |m: &Mention| self.is_certain(m);
        let clauses = Clauses { page, mentions, is_person: &is_person };
        let found = clauses.reports(cue).then(|| clauses.subject(cue)).flatten();
        match found {
            Some((subject, _)) if !overlap(subject, source) => Verdict::Rather(subject),
            Some(_) => Verdict::Stands,
            None if unsure => Verdict::Nobody,
            None => Verdict::Stands,
        }
    }

    pub(super) fn is_certain(&self, m: &Mention) -> bool {
        self.gathered.clusters.get(m.cluster).is_some_and(|c| c.is_person() && (c.proven || c.fulls > 0))
    }

    /// `…, says Ann Lee.`: a verb of saying behind a pause, and a person's name, behind which no clause begins.
    /// Where nobody else can speak, the pause may be missing.
    fn inverted(&self, page: Page<'_>, cue: usize, alone: bool) -> Option<Range> {
        let pause = cue > 0 && (page.is_comma(cue - 1) || page.quoted(cue - 1) && !page.quoted(cue));
        if !pause && !alone || !page.is(cue, Class::SPEECH) || page.is(cue, Class::TELL) {
            return None;
        }
        let mentions = &self.gathered.mentions;
        let at = reaching(mentions, cue + 1);
        let name = mentions.iter().skip(at).take(3).find(|m| m.start == cue + 1 && self.is_certain(m))?;
        let end = name.name.end;
        let token = page.token(end);
        let closes = token.is_none_or(|t| {
            matches!(t.shape, Shape::Stop | Shape::Mark)
                || matches!(page.word(end), "," | ":" | ";" | "(" | "—" | "–" | "-")
        }) || end >= page.sentence(cue).end
            || page.is(end, Class::PREPOSITION) && page.is(end, Class::LOWER);
        closes.then(|| name.whole())
    }
}

/// `Lee was asked`, `visitors are told`: the subject hears, and does not speak.
fn is_passive(page: Page<'_>, cue: usize) -> bool {
    let be = |i: usize| matches!(page.word(i), "was" | "were" | "is" | "are" | "been" | "being" | "be");
    let heard =
        page.is(cue, Class::TELL) || matches!(page.word(cue), "asked" | "warned" | "urged" | "advised" | "said");
    let adverb = page.word(cue.wrapping_sub(1)).ends_with("ly")
        || matches!(page.word(cue.wrapping_sub(1)), "also" | "then" | "now");
    heard && page.word(cue).ends_with(['d', 't']) && (be(cue.wrapping_sub(1)) || adverb && be(cue.wrapping_sub(2)))
}

fn overlap(a: Range, b: Range) -> bool {
    a.start < b.end && b.start < a.end
}

/// Neither a name nor a pronoun nor a noun for a person, a group or a document.
fn is_nobody(page: Page<'_>, read: Source) -> bool {
    let somebody = SOMEBODY.or(Class::TITLE).or(Class::NATION).or(Class::ORG);
    match read {
        Source::Nothing => true,
        // `but`: no word of it is a name's.
        Source::Organisation(phrase) => !phrase.iter().any(|i| page.is(i, somebody.or(Class::CAPITAL).or(Class::BODY))),
        Source::Unnamed(phrase) => !phrase.iter().any(|i| page.is(i, somebody)),
        _ => false,
    }
}
