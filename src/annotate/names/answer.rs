//! What a source mention comes to: each sort of mention has its rule, and each rule its confidence.
//!
//! The confidences are shares of right answers, counted on train, dev, GUM and nature and lowered where a held-out
//! set was worse.

use super::beside::{after_preposition, speaks};
use super::clause::Clauses;
use super::cluster::Cluster;
use super::lexicon::Class;
use super::mention::{Mention, Sort, gender_of, reaching, starting_before};
use super::nominals;
use super::page::Page;
use super::pronouns::Pronoun;
use super::source::{self, Source};
use super::{Cast, Resolution};
use crate::annotate::doc::{Doc, NONE};
use crate::annotate::token::Range;
use crate::model::SpeakerKind;

/// Below this, a pronoun names nobody: its best guess is only a candidate.
const LEAST: f32 = 0.3;

/// A margin by which a description means one person and no other.
const CLEAR: f32 = 0.8;

/// So many sentences back somebody whom a description means may have been named.
const FAR: u32 = 8;

/// So much of a source mention is looked at.
const LONGEST: usize = 120;

impl Cast {
    pub(super) fn source(&mut self, page: Page<'_>, range: Range) -> Resolution {
        let start = range.start.min(page.len());
        let range = Range { start, end: range.end.clamp(start, start + LONGEST).min(page.len()) };
        let mentions = &self.gathered.mentions;
        let first = reaching(mentions, range.start);
        let last = starting_before(mentions, range.end);
        let inside = mentions.get(first..last).unwrap_or(&[]);
        let read = source::read(page, range, inside, first);
        let function = Class::FUNCTION.or(Class::PREPOSITION).or(Class::CONJUNCTION).or(Class::DEFINITE);
        // `When`, `The`: words that are never a name by themselves.
        let empty = range.iter().all(|i| page.is(i, function) || page.is(i, Class::INDEFINITE));
        if empty && matches!(read, Source::Organisation(_) | Source::Unnamed(_)) {
            return nobody("no name");
        }
        let out = self.answer(page, read, range);
        if let (Some(speaker), SpeakerKind::Organisation) = (out.speaker, out.kind) {
            self.last_body = Some((speaker, page.sentence_number(range.start)));
        }
        out
    }

    fn answer(&mut self, page: Page<'_>, read: Source, range: Range) -> Resolution {
        match read {
            Source::Name(at) => self.name(page, at, range),
            Source::He(at) => self.he(page, at),
            Source::Who(at) => self.who(page, at),
            Source::They(at) => self.they(page, at),
            Source::Me | Source::Nothing => nobody("pronoun"),
            Source::Nominal(phrase, head) => {
                match self.apposed(page, phrase).or_else(|| self.described(page, phrase)) {
                    Some(id) => self.cluster(page, id, "apposition", 0.9),
                    None => self.nominal(page, phrase, head),
                }
            }
            Source::Unnamed(phrase) => match self.apposed(page, phrase).or_else(|| self.described(page, phrase)) {
                Some(id) => self.cluster(page, id, "apposition", 0.9),
                None => self.no_person(page, phrase),
            },
            Source::Organisation(phrase) => self.organisation(page, phrase),
        }
    }

    fn name(&mut self, page: Page<'_>, at: usize, range: Range) -> Resolution {
        let Some(&mention) = self.gathered.mentions.get(at) else { return Resolution::default() };
        let Some(cluster) = self.gathered.clusters.get(mention.cluster) else {
            let kind = if mention.sort == Sort::Maybe { SpeakerKind::Person } else { SpeakerKind::Organisation };
            return self.phrase(page, clamp(mention.name, range), kind, 0.7, "phrase");
        };
        let words = mention.words(page);
        let (rule, confidence) = match mention.sort {
            Sort::Organisation => ("organisation", 0.9),
            Sort::Acronym if !cluster.is_person() => ("acronym", 0.7),
            _ if words > 1 => ("full name", 0.98),
            _ if cluster.fulls == 0 => ("one word", 0.9),
            _ if cluster.last != page.key(mention.last(page)) => ("first name", 0.8),
            _ => {
                let several = self.gathered.clusters.family(cluster.last).nth(1).is_some();
                if several { ("surname of several", 0.9) } else { ("surname", 0.98) }
            }
        };
        let organisation = matches!(mention.sort, Sort::Organisation) && words == cluster.name.end - cluster.name.start;
        if organisation
            && page.word(mention.name.start.wrapping_sub(1)) == "The"
            && !self.voices.contains_key(&(true, mention.cluster))
            && let Some(cluster) = self.gathered.clusters.get_mut(mention.cluster)
        {
            cluster.name = Range { start: mention.name.start - 1, end: mention.name.end };
        }
        self.cluster(page, mention.cluster, rule, confidence)
    }

    fn he(&mut self, page: Page<'_>, at: usize) -> Resolution {
        let found = self.pronouns.binary_search_by_key(&at, |p| p.at).ok();
        let Some(&pronoun) = found.and_then(|i| self.pronouns.get(i)) else { return nobody("pronoun") };
        let confidence = pronoun_confidence(&pronoun);
        let mut out = self.cluster(page, pronoun.cluster, "pronoun", confidence);
        let second = self.cluster(page, pronoun.second, "pronoun", 0.0).speaker;
        out.candidates.extend(second.map(|s| (s, (1.0 - confidence) * 0.7)));
        if confidence < LEAST {
            out.candidates.splice(0..0, out.speaker.take().map(|s| (s, confidence)));
            out.kind = SpeakerKind::Unknown;
            out.confidence = 0.0;
        }
        out
    }

    /// `the star`: the person that a pronoun would mean there, with more doubt.
    fn epithet(&mut self, page: Page<'_>, found: usize) -> Resolution {
        let Some(&pronoun) = self.pronouns.get(found) else { return nobody("epithet") };
        let confidence = 0.85 * pronoun_confidence(&pronoun);
        let sure = |c: &Cluster| c.is_person() && (c.proven || c.fulls > 0);
        let named = self.gathered.clusters.get(pronoun.cluster).is_some_and(sure);
        if confidence < LEAST || !named {
            return nobody("epithet");
        }
        self.cluster(page, pronoun.cluster, "epithet", confidence)
    }

    /// `the fireman`, of whom nothing of the kind was said: a person only if hardly another can be meant.
    fn guess(&mut self, page: Page<'_>, found: usize) -> Resolution {
        let Some(&pronoun) = self.pronouns.get(found) else { return nobody("description") };
        let named = self.gathered.clusters.get(pronoun.cluster).is_some_and(|c| c.is_person() && c.fulls > 0);
        if pronoun.margin < CLEAR || pronoun.far > FAR || !named {
            return nobody("description");
        }
        self.cluster(page, pronoun.cluster, "description", 0.6)
    }

    /// it and they: the last organisation, or group of people, that was a subject.
    fn they(&mut self, page: Page<'_>, at: usize) -> Resolution {
        let found = self.last_body(page, at);
        if page.is(at, Class::THEY) {
            let from = found.map_or(page.sentence(at).start, |f| f.0);
            if let Some(people) = self.people(page, at).filter(|p| found.is_none() || p.start > from) {
                return self.phrase(page, people, SpeakerKind::Unnamed, 0.5, "pronoun");
            }
        }
        match found {
            Some((_, id)) => self.cluster(page, id, "pronoun", 0.5),
            None => self.last_voice(page, at),
        }
    }

    /// `it added`: the body that spoke last, if that was a few sentences ago.
    fn last_voice(&mut self, page: Page<'_>, at: usize) -> Resolution {
        let spoke = self.last_body.filter(|b| page.sentence_number(at).saturating_sub(b.1) <= FAR);
        match spoke {
            Some((speaker, _)) => Resolution {
                speaker: Some(speaker),
                kind: SpeakerKind::Organisation,
                confidence: 0.45,
                rule: "pronoun",
                candidates: Vec::new(),
            },
            None => nobody("pronoun"),
        }
    }

    /// The people that open this sentence or one of the two before: "Two officials in Berlin said …".
    fn people(&self, page: Page<'_>, at: usize) -> Option<Range> {
        let clauses = Clauses { page, mentions: &self.gathered.mentions, is_person: &|_| true };
        let number = page.sentence_number(at) as usize;
        (number.saturating_sub(2)..=number).rev().find_map(|n| {
            let sentence = *page.doc.sentences.get(n)?;
            let phrase = clauses.somebody(sentence.start, sentence.end.min(at))?;
            let plural = page.is(phrase.end - 1, Class::PEOPLE) && !page.quoted(phrase.start);
            plural.then_some(phrase)
        })
    }

    /// Who `who` is: the last person before it, or the people it follows: "aides who said".
    fn who(&mut self, page: Page<'_>, at: usize) -> Resolution {
        let sentence = page.sentence(at);
        let mentions = &self.gathered.mentions;
        let end = starting_before(mentions, at);
        let beside = if page.is_comma(at.wrapping_sub(1)) { at - 1 } else { at };
        let near = || mentions.iter().take(end).rev().take(8).filter(|m| m.name.start >= sentence.start);
        let cluster = |m: &Mention| self.gathered.clusters.get(m.cluster);
        let described = near().find(|m| m.name.end == beside && matches!(m.sort, Sort::Nominal | Sort::Unnamed));
        if let Some(m) = described {
            let (phrase, id) = (m.name, m.cluster);
            if cluster(m).is_some_and(Cluster::is_person) {
                return self.cluster(page, id, "relative", 0.65);
            }
            return self.phrase(page, phrase, SpeakerKind::Unnamed, 0.8, "relative");
        }
        if page.is(beside.wrapping_sub(1), Class::PEOPLE) && !page.is(beside.wrapping_sub(1), Class::CAPITAL) {
            let start = (sentence.start..beside).rev().take(6).take_while(|&i| {
                page.is(i, Class::LOWER) && !page.is(i, Class::PREPOSITION.or(Class::AUX).or(Class::FUNCTION))
            });
            let start = start.last().unwrap_or(beside - 1);
            return self.phrase(page, Range { start, end: beside }, SpeakerKind::Unnamed, 0.8, "relative");
        }
        let person = |m: &&Mention, proven: bool| {
            cluster(m).is_some_and(|c| c.is_person() && (c.proven || c.fulls > 0 || !proven))
        };
        let found = near().find(|m| person(m, true)).or_else(|| near().find(|m| person(m, false)));
        match found.map(|m| m.cluster) {
            Some(id) => self.cluster(page, id, "relative", 0.95),
            None => nobody("relative"),
        }
    }

    /// `the coach, Ann Lee,`: the person whose name follows a description of one.
    fn apposed(&self, page: Page<'_>, phrase: Range) -> Option<u32> {
        let head = phrase.end.checked_sub(1)?;
        if page.is(head, Class::PEOPLE) {
            return None;
        }
        let comma = page.is_comma(phrase.end);
        let start = if comma { phrase.end + 1 } else { phrase.end };
        let at = reaching(&self.gathered.mentions, start);
        let mention =
            self.gathered.mentions.iter().skip(at).take(3).find(|m| m.start == start && m.sort == Sort::Person)?;
        let end = mention.name.end;
        let closed =
            !comma || page.is_comma(end) || page.is_verb_like(end) || page.token(end).is_none_or(|t| !t.is_word());
        (closed && mention.words(page) > 1).then_some(mention.cluster)
    }

    /// A body or a document: the one named before, or who issued it; else as it is called.
    fn organisation(&mut self, page: Page<'_>, phrase: Range) -> Resolution {
        let head = (phrase.start..phrase.end).rev().find(|&i| page.is(i, Class::BODY));
        if let Some(id) = self.called(page, phrase).or_else(|| head.and_then(|head| self.body(page, phrase, head))) {
            return self.cluster(page, id, "body", 0.6);
        }
        match self.issuer(page, phrase) {
            Some(id) => self.cluster(page, id, "issuer", 0.7),
            None => self.phrase(page, phrase, SpeakerKind::Organisation, 0.9, "organisation"),
        }
    }

    /// `Ann Lee, a lawyer,` and `Ann Lee (R-Ohio), a critic of the plan`: the person whose name stands before.
    fn described(&self, page: Page<'_>, phrase: Range) -> Option<u32> {
        let mut comma = phrase.start.wrapping_sub(1);
        if page.is(comma, Class::DEFINITE.or(Class::INDEFINITE)) {
            comma = comma.wrapping_sub(1);
        }
        if !page.is_comma(comma) || page.sentence_number(comma) != page.sentence_number(phrase.start) {
            return None;
        }
        let mut end = comma;
        if page.word(end.wrapping_sub(1)) == ")" {
            end = (end.saturating_sub(8)..end).rev().find(|&i| page.word(i) == "(")?;
        }
        let at = reaching(&self.gathered.mentions, end.checked_sub(1)?);
        let mention = self.gathered.mentions.iter().skip(at).take(3).find(|m| m.name.end == end)?;
        let subject = !after_preposition(page, mention.start) && !page.quoted(mention.start);
        (subject && self.is_certain(mention)).then_some(mention.cluster)
    }

    /// Of words that describe nobody known: who issued the document, the body that has the noun in its name, or somebody new.
    fn no_person(&mut self, page: Page<'_>, phrase: Range) -> Resolution {
        if let Some(id) = self.issuer(page, phrase) {
            return self.cluster(page, id, "issuer", 0.7);
        }
        match self.called(page, phrase) {
            Some(id) => self.cluster(page, id, "body", 0.6),
            None => self.unnamed(page, phrase),
        }
    }

    /// Somebody new: what is said of her later joins this voice.
    fn unnamed(&mut self, page: Page<'_>, phrase: Range) -> Resolution {
        if let Some(id) = self.named_next(page, phrase) {
            return self.cluster(page, id, "introduced", 0.75);
        }
        let mentions = &self.gathered.mentions;
        let same = |m: &&Mention| m.sort == Sort::Unnamed && m.name.start == phrase.start && m.name.end <= phrase.end;
        let known = mentions.iter().skip(reaching(mentions, phrase.start)).take(3).find(same).map(|m| m.cluster);
        let Some(id) = known else { return self.phrase(page, phrase, SpeakerKind::Unnamed, 0.9, "unnamed") };
        if !self.voices.contains_key(&(true, id))
            && let Some(cluster) = self.gathered.clusters.get_mut(id)
        {
            cluster.name = phrase;
        }
        self.cluster(page, id, "unnamed", 0.9)
    }

    /// `A mother said …`, and the next paragraph begins with her name: who opens an article without one.
    fn named_next(&self, page: Page<'_>, phrase: Range) -> Option<u32> {
        let head = phrase.end.checked_sub(1)?;
        let article = phrase.start.checked_sub(1).filter(|&a| matches!(page.word(a), "A" | "An"))?;
        let (number, class) = (page.paragraph_number(article) as usize, page.class(head));
        let opens = number <= 1 && page.paragraph(article).start == article;
        if !opens || !class.has(Class::ROLE) || class.has(Class::PEOPLE.or(Class::OFFICE)) {
            return None;
        }
        let mentions = &self.gathered.mentions;
        let next = page.doc.paragraphs.iter().skip(number + 1).take(3);
        let mut first = next.filter_map(|p| mentions.get(reaching(mentions, p.start)).filter(|m| m.start == p.start));
        let named = first.find(|m| m.words(page) > 1 && self.is_certain(m))?;
        let age = page.is_comma(named.name.end) && page.word(named.name.end + 1).parse::<u8>().is_ok();
        let new = !mentions.iter().take_while(|m| m.name.start < head).any(|m| m.cluster == named.cluster);
        let cluster = self.gathered.clusters.get(named.cluster)?;
        let may = cluster.may_be(gender_of(class));
        (new && may && (age || speaks(page, named.name))).then_some(named.cluster)
    }

    fn nominal(&mut self, page: Page<'_>, phrase: Range, head: usize) -> Resolution {
        let end = starting_before(&self.gathered.mentions, head + 1);
        let same = |m: &&Mention| m.sort == Sort::Nominal && m.name.end == head + 1;
        let noted = self.gathered.mentions.iter().take(end).rev().take(3).find(same).copied();
        if let (Ok(found), Some(mention)) = (self.pronouns.binary_search_by_key(&head, |p| p.at), noted) {
            let led =
                if nominals::is_epithet(page, &mention) { self.epithet(page, found) } else { self.guess(page, found) };
            if led.speaker.is_some() {
                return led;
            }
        }
        let noted = noted.map(|m| m.cluster);
        let id = noted
            .unwrap_or_else(|| self.gathered.roles.find(page, phrase, head, &self.gathered.clusters).unwrap_or(NONE));
        match self.gathered.clusters.get(id).map(Cluster::is_person) {
            Some(true) => self.cluster(page, id, "role", 0.65),
            Some(false) => self.cluster(page, id, "unnamed", 0.8),
            None => self.phrase(page, phrase, SpeakerKind::Unnamed, 0.8, "unnamed"),
        }
    }
}

impl Cast {
    /// Who answers in an interview: the person named most often.
    pub(crate) fn interviewee(&mut self, text: &str, doc: &Doc) -> Resolution {
        let named = |id: &u32| self.gathered.clusters.get(*id).filter(|c| c.is_person() && c.fulls > 0);
        let all = 0..u32::try_from(self.gathered.clusters.len()).unwrap_or(0);
        let most = all.filter_map(|id| Some((named(&id)?.seen, std::cmp::Reverse(id)))).max();
        let Some((_, std::cmp::Reverse(id))) = most else { return nobody("interview") };
        let classes = std::mem::take(&mut self.gathered.classes);
        let out = self.cluster(Page::new(text, doc, &classes), id, "interview", 0.7);
        self.gathered.classes = classes;
        out
    }
}

fn nobody(rule: &'static str) -> Resolution {
    Resolution { rule, ..Resolution::default() }
}

/// How often a pronoun that chose by this margin is right.
fn pronoun_confidence(pronoun: &Pronoun) -> f32 {
    let by_margin = match pronoun.margin {
        m if m >= 4.0 => 0.93,
        m if m >= 1.25 => 0.9,
        m if m >= 0.75 => 0.8,
        m if m >= 0.25 => 0.68,
        m if m >= 0.1 => 0.5,
        _ => 0.4,
    };
    // Somebody last named long ago is hardly ever meant.
    if pronoun.far > 8 { by_margin * 0.4 } else { by_margin }
}

fn clamp(range: Range, to: Range) -> Range {
    Range { start: range.start.max(to.start), end: range.end.min(to.end) }
}
