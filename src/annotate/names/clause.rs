//! Verbs of saying and their subjects, found by the look of the words around them.

use super::beside::governor;
use super::lexicon::Class;
use super::mention::{Mention, Sort, reaching};
use super::page::Page;
use crate::annotate::token::{Range, Shape, Token};

/// A subject, and what speaks against it: 0 if it stands beside its verb.
pub(super) type Subject = (Range, f32);

const PRONOUN: Class = Class::HE.or(Class::SHE).or(Class::IT).or(Class::THEY).or(Class::WHO);
const NEVER_SUBJECT: Class = Class::FUNCTION.or(Class::PREPOSITION).or(Class::CONJUNCTION);
/// Nouns for persons, groups and documents: what may speak.
pub(super) const SOMEBODY: Class = Class::ROLE.or(Class::PEOPLE).or(Class::COLLECTIVE).or(Class::DOCUMENT);

/// Where verbs look for their subjects.
#[derive(Clone, Copy)]
pub(super) struct Clauses<'a> {
    pub(super) page: Page<'a>,
    pub(super) mentions: &'a [Mention],
    /// Whether a mention names a person beyond doubt.
    pub(super) is_person: &'a dyn Fn(&Mention) -> bool,
}

impl<'a> Clauses<'a> {
    /// Whether token `i` is a verb of saying in the narrator's words.
    pub(super) fn reports(self, i: usize) -> bool {
        let class = self.page.class(i);
        if !class.has(Class::SPEECH) || !class.has(Class::LOWER) || class.has(Class::QUOTED) {
            return false;
        }
        // `the reports`, `a call`, `to say` are none.
        let before = self.page.class(i.wrapping_sub(1));
        !before.has(Class::INDEFINITE)
            && (!before.has(Class::DEFINITE) || before.has(Class::SPEAKER_PRONOUN))
            && self.page.word(i.wrapping_sub(1)) != "to"
    }

    /// The subject of the verb of saying at `verb`.
    pub(super) fn subject(self, verb: usize) -> Option<Subject> {
        if self.page.word(verb + 1) == "by" {
            // `was asked by Lee`
            let agent = right_phrase(self.page, verb + 2);
            return (agent.end > agent.start).then_some((agent, 0.0));
        }
        let after_marks = verb == 0 || self.page.quoted(verb - 1) || self.page.begins_sentence(verb);
        if after_marks && let Some(found) = self.inverted(verb) {
            return Some(found);
        }
        if let Some(found) = self.beside(verb) {
            return Some(found);
        }
        if !after_marks
            && self.page.is_comma(verb - 1)
            && let Some(found) = self.inverted(verb)
        {
            return Some(found);
        }
        self.of_clause(verb)
    }

    /// `,” said Mayor Ann Lee`: the phrase behind the verb.
    fn inverted(self, verb: usize) -> Option<Subject> {
        let page = self.page;
        let next = page.class(verb + 1);
        let noun =
            PRONOUN.or(SOMEBODY).or(Class::CAPITAL).or(Class::MODIFIER).or(Class::DEFINITE).or(Class::INDEFINITE);
        let never = Class::QUOTED.or(Class::CALENDAR).or(Class::THAT).or(Class::WHO);
        if page.is(verb, Class::TELL) || page.word(verb).ends_with("ing") || !next.has(noun) || next.has(never) {
            return None;
        }
        // `said he would`, `said the plan was dead`: what follows is a clause of its own.
        let from = verb + 1;
        let inside = |&i: &usize| !page.is_comma(i) && page.token(i).is_some_and(|t| t.shape != Shape::Stop);
        if (from..from + 10).take_while(inside).any(|i| page.is(i, Class::AUX) && page.is(i, Class::LOWER)) {
            return None;
        }
        let range = right_phrase(page, from);
        (range.end > range.start).then_some((range, 0.0))
    }

    /// The phrase that ends before the verb, adverbs and appositions aside.
    fn beside(self, verb: usize) -> Option<Subject> {
        let page = self.page;
        let limit = page.sentence(verb).start;
        let mut end = verb;
        while end > limit && verb - end < 6 && self.is_skipped(end - 1) {
            end -= 1;
        }
        if page.word(verb).ends_with("ing") && end > limit && page.is_comma(end - 1) {
            return None;
        }
        end = self.before_bracket(limit, end);
        if end == limit || !page.is_comma(end - 1) {
            return self.ending_at(limit, end).map(|range| (range, 0.0));
        }
        // What stands before the comma may be an apposition: the subject ends at a comma further left.
        let mut second = None;
        for _ in 0..4 {
            let from = limit.max(end.saturating_sub(40));
            let Some(comma) = (from..end - 1).rev().find(|&i| page.is_comma(i)) else { break };
            end = comma + 1;
            let Some(range) = self.ending_at(limit, self.before_bracket(limit, comma)) else { continue };
            if self.is_certain(range) {
                return Some((range, 0.5));
            }
            second = second.or(Some((range, 0.6)));
        }
        second
    }

    /// A person's name or a pronoun.
    fn is_certain(self, range: Range) -> bool {
        if self.page.is(range.start, PRONOUN) {
            return true;
        }
        let at = reaching(self.mentions, range.end.saturating_sub(1));
        self.mentions.iter().skip(at).take(4).any(|m| m.name.end == range.end && (self.is_person)(m))
    }

    /// Over `(R-Ohio)`.
    fn before_bracket(self, limit: usize, end: usize) -> usize {
        if end == limit || self.page.word(end - 1) != ")" {
            return end;
        }
        let from = limit.max(end.saturating_sub(10));
        (from..end).rev().find(|&i| self.page.word(i) == "(").unwrap_or(end)
    }

    /// Words that may stand between a subject and its verb.
    fn is_skipped(self, i: usize) -> bool {
        let page = self.page;
        let class = page.class(i);
        if page.token(i).is_some_and(|t| t.shape == Shape::Clitic) {
            return class.has(Class::AUX);
        }
        if !class.has(Class::LOWER) || class.has(PRONOUN.or(SOMEBODY).or(Class::SPEAKER_PRONOUN)) {
            return false;
        }
        let adverb =
            class.has(Class::FUNCTION) && !class.has(Class::PREPOSITION.or(Class::CONJUNCTION).or(Class::DEFINITE));
        let first_of_two = class.has(Class::SPEECH) && page.word(i + 1) == "and";
        class.has(Class::AUX)
            || page.word(i).ends_with("ly")
            || adverb
            || first_of_two
            || page.word(i) == "and" && page.is(i.wrapping_sub(1), Class::SPEECH)
    }

    /// The noun phrase that ends directly before `end`: a name, a pronoun, or a noun for somebody with its article.
    fn ending_at(self, limit: usize, end: usize) -> Option<Range> {
        let page = self.page;
        let last = end.checked_sub(1).filter(|&l| l >= limit && !page.quoted(l))?;
        let class = page.class(last);
        if class.has(PRONOUN) && !class.has(Class::POSSESSIVE_PRONOUN) && !class.has(Class::UPPER) {
            let object = page.word(last) == "him" || page.is(last.wrapping_sub(1), Class::PREPOSITION);
            return (!object || class.has(Class::WHO)).then_some(Range { start: last, end });
        }
        let at = reaching(self.mentions, last);
        let ends_here =
            |m: &&Mention| m.name.end == end && m.start >= limit && !matches!(m.sort, Sort::Nominal | Sort::Unnamed);
        if let Some(m) = self.mentions.iter().skip(at).take(4).find(ends_here) {
            let object = governor(page, m.start).is_some_and(|p| p >= limit && page.is(p, Class::PREPOSITION));
            // Governor of Somewhere Ann Lee
            let office = m.start < m.name.start && page.is(m.start.wrapping_sub(2), Class::TITLE);
            let named = (!object || office) && !page.is(last, Class::OWNER) && m.sort != Sort::Place;
            return named.then_some(m.whole());
        }
        if !class.has(SOMEBODY)
            || page.is(last, Class::SPEECH) && !page.is(last.wrapping_sub(1), Class::DEFINITE.or(Class::INDEFINITE))
        {
            return None;
        }
        let start = self.boundary(limit, end);
        let phrase = Range { start, end };
        (!phrase.iter().any(|i| page.is(i, Class::PREPOSITION))).then_some(phrase)
    }

    /// Where the phrase that ends at `end` begins.
    fn boundary(self, limit: usize, end: usize) -> usize {
        let page = self.page;
        let mut start = end;
        while start > limit && end - start < 24 {
            let i = start - 1;
            let class = page.class(i);
            let sign = !page.token(i).is_some_and(Token::is_word);
            let verb = class.has(Class::AUX.or(Class::VERB))
                || class.has(Class::SPEECH) && class.has(Class::LOWER) && !class.has(SOMEBODY);
            let opens = class.has(Class::CONJUNCTION)
                || matches!(page.word(i), "that" | "while" | "when" | "as" | "because" | "after");
            if class.has(Class::QUOTED) || sign || verb || opens {
                break;
            }
            start = i;
        }
        start
    }

    /// The subject of the whole clause: the first name or pronoun that is no object. So for a participle after a
    /// comma ("Lee attacked Kay, calling …"), a second verb ("Lee left and said …"), or a long phrase.
    fn of_clause(self, verb: usize) -> Option<Subject> {
        let page = self.page;
        let start = page.sentence(verb).start.max(verb.saturating_sub(90));
        // "Asked about it, Lee laughed and said": what opens the sentence is not its main clause.
        let opener =
            page.is(start, NEVER_SUBJECT) || page.word(start).ends_with("ed") || page.word(start).ends_with("ing");
        let after = (start..verb).find(|&i| opener && page.is_comma(i));
        after.and_then(|comma| self.first_subject(comma + 1, verb)).or_else(|| self.first_subject(start, verb))
    }

    fn first_subject(self, limit: usize, verb: usize) -> Option<Subject> {
        let page = self.page;
        let object = |i: usize| governor(page, i).is_some_and(|p| page.is(p, Class::PREPOSITION) && p >= limit);
        let narrated =
            |m: &&Mention| !page.quoted(m.name.start) && !page.is(m.name.end - 1, Class::OWNER) && !object(m.start);
        let from = reaching(self.mentions, limit);
        let here = self.mentions.iter().skip(from).take_while(|m| m.name.end <= verb).filter(narrated);
        let named = here.filter(|m| !matches!(m.sort, Sort::Nominal | Sort::Unnamed)).find(|m| (self.is_person)(m));
        let pronoun = (limit..verb).find(|&i| {
            let class = page.class(i);
            let plain = class.has(Class::HE.or(Class::SHE)) && !class.has(Class::POSSESSIVE_PRONOUN.or(Class::QUOTED));
            plain && page.word(i) != "him"
        });
        let pronoun = pronoun.map(|i| Range { start: i, end: i + 1 });
        let phrase = self.somebody(limit, verb);
        let named = named.map(Mention::whole);
        let first = [pronoun, named, phrase].into_iter().flatten().min_by_key(|r| r.start);
        first.map(|r| (r, 0.7))
    }

    /// `Two officials in Berlin said`: a phrase that opens the clause and whose head is a noun for somebody.
    pub(super) fn somebody(self, limit: usize, verb: usize) -> Option<Range> {
        let page = self.page;
        let mut start = limit;
        while start < verb.min(limit + 8)
            && (!page.token(start).is_some_and(Token::is_word) || page.is(start, Class::CONJUNCTION))
        {
            start += 1;
        }
        let head = (start..verb.min(start + 8))
            .take_while(|&i| {
                page.token(i).is_some_and(Token::is_word)
                    && !page.is(i, Class::PREPOSITION.or(Class::AUX).or(Class::WHO).or(Class::QUOTED))
            })
            .find(|&i| page.is(i, SOMEBODY) && page.is(i, Class::LOWER) && !page.is(i, Class::OWNER))?;
        // Only if nothing but a tail stands between the head and the verb.
        let tail = page.is(head + 1, Class::PREPOSITION.or(Class::WHO)) || head + 1 == verb || page.is_comma(head + 1);
        tail.then_some(Range { start, end: head + 1 })
    }
}

/// The noun phrase that begins at `start`, up to a comma, a stop or a preposition that does not belong to it.
pub(super) fn right_phrase(page: Page<'_>, start: usize) -> Range {
    let limit = page.sentence(start).end.min(start + 16);
    let mut end = start;
    while end < limit {
        let class = page.class(end);
        let preposition =
            class.has(Class::PREPOSITION) && class.has(Class::LOWER) && !matches!(page.word(end), "of" | "for");
        let stop = page.token(end).is_some_and(|t| matches!(t.shape, Shape::Stop | Shape::Mark));
        let closes = page.is_comma(end) || matches!(page.word(end), ";" | ":" | "(" | "—" | "–" | "--");
        if class.has(Class::QUOTED.or(Class::WHO).or(Class::CALENDAR)) || preposition || stop || closes {
            break;
        }
        end += 1;
    }
    Range { start, end }
}
