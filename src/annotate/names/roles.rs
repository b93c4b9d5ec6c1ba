//! Roles: what stands before a name, after it between commas, or behind "is a".

use super::cluster::Cluster;
use super::lexicon::Class;
use super::mention::Mention;
use super::page::Page;
use crate::annotate::token::Range;

/// How far an apposition reaches.
const REACH: usize = 14;

/// Teaches a cluster the roles said at one of its mentions.
pub(super) fn learn(page: Page<'_>, mention: &Mention, cluster: &mut Cluster) {
    if let Some((role, head)) = before(page, mention) {
        cluster.add_role(page, role, head);
    }
    if let Some((role, head)) = after(page, mention.name.end) {
        cluster.add_role(page, role, head);
    }
}

const STOPS: Class = Class::PREPOSITION.or(Class::FUNCTION).or(Class::AUX).or(Class::SPEECH).or(Class::CALENDAR);

/// `White House press secretary Ann Lee`, `the campaign chief, Bo Kay,`: the role and its head noun.
pub(super) fn before(page: Page<'_>, mention: &Mention) -> Option<(Range, usize)> {
    let sentence = page.sentence(mention.name.start);
    let mut end = mention.name.start;
    while end > sentence.start && page.is(end - 1, Class::HONORIFIC) {
        end -= 1;
    }
    let office = office(page, end, sentence.start);
    if let Some(found) = office {
        return Some((widened(page, found.0, sentence.start), found.1));
    }
    let comma = end > sentence.start + 1 && page.is_comma(end - 1);
    if comma {
        end -= 1;
    }
    let head = end.checked_sub(1).filter(|&h| h >= sentence.start && is_role(page, h))?;
    if page.is(head, Class::HONORIFIC)
        || page.quoted(head) != page.quoted(mention.name.start)
        || page.is(head, Class::OWNER)
    {
        return None;
    }
    let role = widened(page, Range { start: head, end }, sentence.start);
    let definite = role.start > sentence.start && page.is(role.start - 1, Class::DEFINITE.or(Class::OWNER));
    (!comma || definite).then_some((role, head))
}

fn is_role(page: Page<'_>, i: usize) -> bool {
    page.is(i, Class::ROLE) || page.is(i, Class::TITLE) && page.class(i).group() > 0
}

/// `Secretary of State` before a name that begins at `end`.
fn office(page: Page<'_>, end: usize, start: usize) -> Option<(Range, usize)> {
    let of = (start.max(end.saturating_sub(5))..end).rev().find(|&i| matches!(page.word(i), "of" | "for"))?;
    let head = of.checked_sub(1).filter(|&h| h >= start && page.is(h, Class::TITLE) && page.is(h, Class::CAPITAL))?;
    let filled = (of + 1..end).all(|i| page.is(i, Class::CAPITAL) || matches!(page.word(i), "the" | "and"));
    (filled && end > of + 1).then_some((Range { start: head, end }, head))
}

/// Takes in the words before a role that belong to it.
fn widened(page: Page<'_>, role: Range, limit: usize) -> Range {
    let mut start = role.start;
    let (mut lower, mut sure) = (0, start);
    // Before a capitalised title, lower-case words that are no roles are the narrator's: "could force Sen. Lee".
    let small = page.is(role.end.saturating_sub(1), Class::LOWER);
    while start > limit && role.end - start < 10 {
        let i = start - 1;
        let class = page.class(i);
        let modifier = class.has(Class::MODIFIER.or(Class::NATION)) && !class.has(Class::OWNER);
        let plain =
            class.has(Class::CAPITAL.or(Class::LOWER)) && !class.has(STOPS.or(Class::OWNER).or(Class::CONJUNCTION));
        lower += u32::from(class.has(Class::LOWER) && !modifier);
        let narrator = class.has(Class::LOWER) && !modifier && !small && !class.has(Class::ROLE);
        if !(modifier || plain)
            || narrator
            || lower > 3
            || class.has(Class::QUOTED)
            || class.has(Class::DEFINITE.or(Class::INDEFINITE))
        {
            break;
        }
        if class.has(Class::LOWER)
            && !modifier
            && !class.has(Class::ROLE)
            && (page.word(i).ends_with("ed") || page.word(i).ends_with("ly"))
        {
            break;
        }
        start = i;
        if lower == 0 {
            sure = i;
        }
    }
    // "will send defender Bo Kay": behind an auxiliary, unknown words are verbs.
    let verbs = start > limit && (page.is(start - 1, Class::AUX) || page.word(start - 1) == "to");
    Range { start: if verbs { sure } else { start }, end: role.end }
}

/// `, a lawyer for the family,` or ` is a lawyer`: the role without its article, and its head noun.
pub(super) fn after(page: Page<'_>, at: usize) -> Option<(Range, usize)> {
    let limit = page.sentence(at.saturating_sub(1)).end.min(at + REACH + 3);
    let mut start = at + 1;
    if page.is_comma(at) {
        // An age: ", 57, a teacher".
        if page.word(start).parse::<u8>().is_ok() && page.is_comma(start + 1) {
            start += 2;
        }
    } else if !(matches!(page.word(at), "is" | "was") && matches!(page.word(at + 1), "a" | "an" | "the")) {
        return None;
    }
    if page.is(start, Class::DEFINITE.or(Class::INDEFINITE)) && !page.is(start, Class::POSSESSIVE_PRONOUN) {
        start += 1;
    }
    if start >= limit
        || page.is(start, Class::WHO.or(Class::PREPOSITION).or(Class::SPEECH).or(Class::AUX).or(Class::CONJUNCTION))
    {
        return None;
    }
    let end = (start..limit).find(|&i| ends_role(page, i))?;
    let role = Range { start, end };
    head_noun(page, role).map(|head| (role, head))
}

fn ends_role(page: Page<'_>, i: usize) -> bool {
    let speech = page.is(i, Class::SPEECH) && page.is(i, Class::LOWER) && !page.is(i, Class::ROLE);
    matches!(page.word(i), "," | "." | ";" | ":" | "—" | "–" | "--" | "-" | "(" | ")" | "?" | "!")
        || page.is(i, Class::WHO)
        || speech
        || page.quoted(i)
        || matches!(page.word(i), "that" | "which" | "told" | "whose" | "where")
        || (page.is(i, Class::AUX) && page.is(i, Class::LOWER))
}

/// The last noun for one person before any preposition but `of`: an adviser to the president is no president.
pub(super) fn head_noun(page: Page<'_>, role: Range) -> Option<usize> {
    let mut head = None;
    for i in role.iter() {
        if page.is(i, Class::PREPOSITION) && head.is_some() {
            break;
        }
        if is_role(page, i) && !page.is(i, Class::OWNER.or(Class::NATION)) {
            head = Some(i);
        }
    }
    head
}
