//! From a source mention to a voice: the name in it, or what its words describe.

use super::beside::governor;
use super::clause::SOMEBODY;
use super::lexicon::Class;
use super::mention::{Mention, Sort};
use super::page::Page;
use super::roles::head_noun;
use crate::annotate::doc::NONE;
use crate::annotate::token::{Range, Shape, Token};

/// What a source mention turns out to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Source {
    /// A name: its place among the mentions.
    Name(usize),
    He(usize),
    Who(usize),
    They(usize),
    /// `I`, `we`, `you`.
    Me,
    /// `the mayor`: description and head noun.
    Nominal(Range, usize),
    /// Someone not named.
    Unnamed(Range),
    Organisation(Range),
    Nothing,
}

/// Reads a source mention. `names` are the mentions that lie in it, `first` the place of the first of them.
pub(super) fn read(page: Page<'_>, range: Range, names: &[Mention], first: usize) -> Source {
    let range = trimmed(page, range);
    if range.start >= range.end {
        return Source::Nothing;
    }
    if let Some(pronoun) = pronoun(page, range) {
        return pronoun;
    }
    if let Some(owner) = owned_document(page, range) {
        return owner;
    }
    if let Some(whole) = whole_body(page, range, names) {
        return Source::Organisation(whole);
    }
    if let Some(at) = head_name(page, range, names) {
        if let Some(whole) = names.get(at).and_then(|name| longer(page, range, name)) {
            return Source::Organisation(whole);
        }
        return Source::Name(first + at);
    }
    describe(page, phrase(page, range))
}

/// `Inside Higher Ed`: a source that is one run of capitals is no person whose name is a part of it.
fn longer(page: Page<'_>, range: Range, name: &Mention) -> Option<Range> {
    let body = matches!(name.sort, Sort::Organisation | Sort::Acronym | Sort::Single | Sort::Place | Sort::Maybe);
    let start = if page.is(range.start, Class::DEFINITE) { range.start + 1 } else { range.start };
    let run = Range { start, end: range.end };
    let capitals =
        run.iter().all(|i| page.is(i, Class::CAPITAL) && !page.is(i, Class::TITLE.or(Class::OWNER).or(Class::ROLE)));
    let more = name.start > start || name.name.end < range.end;
    // `Then Brandvik`: an adverb opens the sentence.
    let adverb = page.is(start, Class::FUNCTION) && !page.is(start, Class::PREPOSITION);
    (body && capitals && more && !adverb).then_some(run)
}

/// `his statement`, `its report`: who owns a document speaks in it.
fn owned_document(page: Page<'_>, range: Range) -> Option<Source> {
    let (first, last) = (page.class(range.start), page.class(range.end - 1));
    let owned = first.has(Class::POSSESSIVE_PRONOUN) && range.end <= range.start + 3;
    if !owned || !last.has(Class::DOCUMENT) || !last.has(Class::LOWER) {
        return None;
    }
    Some(if first.has(Class::HE.or(Class::SHE)) { Source::He(range.start) } else { Source::They(range.start) })
}

/// `the Harn Center to Prevent Floods`: a source that is all one name of a body, with the small words that runs of capitals
/// end at.
fn whole_body(page: Page<'_>, range: Range, names: &[Mention]) -> Option<Range> {
    let start = if page.is(range.start, Class::DEFINITE) { range.start + 1 } else { range.start };
    let small = |i: usize| matches!(page.word(i), "of" | "for" | "and" | "the" | "to" | "'s" | "’s");
    let capital = |i: usize| page.is(i, Class::CAPITAL);
    let last = range.end - 1;
    let whole = start < last && capital(start) && capital(last) && (start..last).all(|i| capital(i) || small(i));
    if !whole || names.iter().any(|m| m.sort == Sort::Person) {
        return None;
    }
    let body = names.iter().find(|m| m.sort == Sort::Organisation && m.name.start == start)?;
    let rest = Some(body.name.end).filter(|end| *end < range.end)?;
    let joins = match page.word(rest) {
        "to" => capital(rest + 1),
        "and" => {
            !page.is(rest - 1, Class::ORG) && !page.is(rest + 1, Class::ORG.or(Class::COLLECTIVE).or(Class::TITLE))
        }
        "for" | "of" => true,
        _ => false,
    };
    joins.then_some(Range { start, end: range.end })
}

/// Without the signs at both ends.
fn trimmed(page: Page<'_>, range: Range) -> Range {
    let word = |i: usize| page.token(i).is_some_and(|t: &Token| t.is_word() && t.shape != Shape::Clitic);
    let start = range.iter().find(|&i| word(i)).unwrap_or(range.end);
    let end = (start..range.end).rev().find(|&i| word(i)).map_or(start, |i| i + 1);
    Range { start, end }
}

fn pronoun(page: Page<'_>, range: Range) -> Option<Source> {
    let first = page.class(range.start);
    // `he himself`, `who`, `his`, but not `his lawyer`.
    if first.has(Class::WHO) && !first.has(Class::UPPER) && range.end > range.start + 1 {
        // `who is based in Tarn`: a whole clause was taken for the source.
        return Some(Source::Who(range.start));
    }
    let alone = range.end == range.start + 1 || page.is_comma(range.start + 1) || page.is(range.start + 1, Class::WHO);
    if !alone || first.has(Class::UPPER) {
        return None;
    }
    match () {
        () if first.has(Class::HE.or(Class::SHE)) => Some(Source::He(range.start)),
        () if first.has(Class::WHO.or(Class::THAT)) => Some(Source::Who(range.start)),
        () if first.has(Class::IT.or(Class::THEY)) => Some(Source::They(range.start)),
        () if first.has(Class::SPEAKER_PRONOUN) => Some(Source::Me),
        () => None,
    }
}

/// The name that is the head of the phrase, if one is.
fn head_name(page: Page<'_>, range: Range, names: &[Mention]) -> Option<usize> {
    let mut best: Option<(usize, i32)> = None;
    let mut described = false;
    for (at, mention) in names.iter().enumerate() {
        if mention.name.end > range.end && mention.name.start >= range.end {
            continue;
        }
        let before = Range { start: range.start, end: mention.start.max(range.start) };
        if before.iter().any(|i| closes(page, i)) {
            break;
        }
        // After a comma only if what stands before is a description: "the mayor, Ann Lee".
        if before.iter().any(|i| is_pause(page, i)) {
            let definite = described || head_noun(page, before).is_some();
            if best.is_some() || !definite {
                break;
            }
        }
        if !is_head(page, range, mention) {
            described |= page.is(mention.name.end - 1, Class::OWNER);
            continue;
        }
        let score = match mention.sort {
            Sort::Person if mention.name.end > mention.name.start + 1 => 4,
            Sort::Person => 3,
            // "Officials said": a capital at the sentence's start, and nobody's name.
            Sort::Single if mention.cluster == NONE && page.is(mention.name.start, SOMEBODY) => continue,
            Sort::Single | Sort::Maybe => 2,
            Sort::Acronym | Sort::Organisation => 1,
            Sort::Title | Sort::Place if mention.cluster != NONE => 2,
            Sort::Place | Sort::Title | Sort::Unnamed | Sort::Nominal => continue,
        };
        if best.is_none_or(|b| score > b.1) {
            best = Some((at, score));
        }
    }
    best.map(|b| b.0)
}

/// A relative pronoun, or a speech verb, closes the part of a phrase in which the head stands.
fn closes(page: Page<'_>, i: usize) -> bool {
    page.is(i, Class::WHO) || matches!(page.word(i), "that" | "which" | "(")
}

fn is_pause(page: Page<'_>, i: usize) -> bool {
    page.is_comma(i) || matches!(page.word(i), "—" | "–" | "--" | "-")
}

/// Neither an owner, nor a modifier of a noun, nor behind a preposition.
fn is_head(page: Page<'_>, range: Range, mention: &Mention) -> bool {
    let end = mention.name.end;
    let owner = page.is(end - 1, Class::OWNER) && end + 1 < range.end;
    let next = page.class(end);
    let link =
        Class::PREPOSITION.or(Class::WHO).or(Class::CONJUNCTION).or(Class::THAT).or(Class::AUX).or(Class::FUNCTION);
    let verb = next.has(Class::SPEECH) && !next.has(Class::DOCUMENT);
    // Lake Weekly magazine
    let kind = end + 1 == range.end && matches!(page.word(end), "magazine" | "newspaper" | "newswire");
    let modifier = end < range.end && next.has(Class::LOWER) && !next.has(link) && !verb && !kind;
    if owner || modifier {
        return false;
    }
    // a spokesman in Tarn, but: the Fund for Lakes in Tarn's Ann Lee
    if mention.sort == Sort::Person
        && page.is(mention.start.wrapping_sub(1), Class::OWNER)
        && names_person(page, mention)
    {
        return true;
    }
    let Some(before) = governor(page, mention.start) else { return true };
    if before < range.start || !page.is(before, Class::PREPOSITION) {
        return true;
    }
    // Minister of Education Ann Lee
    mention.start < mention.name.start && page.is(before.wrapping_sub(1), Class::TITLE)
}

/// A full name with which the phrase ends or pauses.
fn names_person(page: Page<'_>, mention: &Mention) -> bool {
    let next = page.class(mention.name.end);
    mention.words(page) > 1
        && !next.has(Class::PREPOSITION.or(Class::OWNER))
        && !page.is(mention.name.end - 1, Class::OWNER)
}

/// The phrase up to its first comma, bracket or relative clause.
fn phrase(page: Page<'_>, range: Range) -> Range {
    let cut = |i: usize| is_pause(page, i) || closes(page, i) || matches!(page.word(i), ";" | ":");
    let end = (range.start + 1..range.end).find(|&i| cut(i)).unwrap_or(range.end).min(range.start + 24);
    trimmed(page, Range { start: range.start, end })
}

/// What a phrase without a person's name describes.
fn describe(page: Page<'_>, range: Range) -> Source {
    // `Among aides`
    let opens = page.is(range.start, Class::PREPOSITION) && range.end > range.start + 1;
    let range = if opens { Range { start: range.start + 1, end: range.end } } else { range };
    let determiner = page.class(range.start);
    let indefinite = determiner.has(Class::INDEFINITE);
    let definite = determiner.has(Class::DEFINITE);
    let bare = if indefinite || definite { Range { start: range.start + 1, end: range.end } } else { range };
    if bare.start >= bare.end {
        return Source::Unnamed(range);
    }
    let described =
        if matches!(page.word(range.start), "a" | "an" | "the" | "A" | "An" | "The") { bare } else { range };
    let head = head(page, bare);
    let class = page.class(head);
    let proper = capitalised(page, bare);
    let person = Class::ROLE.or(Class::TITLE);
    match () {
        () if is_people(page, head, proper) => Source::Unnamed(described),
        () if proper && !class.has(person.or(Class::NATION)) => {
            Source::Organisation(if page.is(range.start, Class::CAPITAL) { range } else { bare })
        }
        () if class.has(person) && !class.has(Class::PEOPLE) => {
            let known =
                definite || page.is(bare.start, Class::CAPITAL) || bare.iter().any(|i| page.is(i, Class::OWNER));
            if known && !indefinite { Source::Nominal(described, head) } else { Source::Unnamed(described) }
        }
        () if class.has(Class::COLLECTIVE.or(Class::DOCUMENT).or(Class::ORG)) => Source::Organisation(described),
        () => Source::Unnamed(described),
    }
}

/// A plural or indefinite noun, which is nobody's name: "officials", "House Democrats", but not "Task Group".
fn is_people(page: Page<'_>, head: usize, proper: bool) -> bool {
    let class = page.class(head);
    let body = class.has(Class::COLLECTIVE.or(Class::DOCUMENT)) && !page.word(head).ends_with('s');
    let named = proper && class.has(Class::ORG.or(Class::COLLECTIVE)) && !class.has(Class::NATION);
    class.has(Class::PEOPLE) && !body && !named
}

fn capitalised(page: Page<'_>, range: Range) -> bool {
    range.iter().all(|i| {
        let class = page.class(i);
        class.has(Class::CAPITAL.or(Class::PREPOSITION).or(Class::CONJUNCTION).or(Class::DEFINITE).or(Class::OWNER))
            || !page.token(i).is_some_and(Token::is_word)
            || page.token(i).is_some_and(|t| t.shape == Shape::Clitic || t.shape == Shape::Digit)
    })
}

/// The last word before the first preposition.
fn head(page: Page<'_>, range: Range) -> usize {
    let end = (range.start + 1..range.end)
        .find(|&i| page.is(i, Class::PREPOSITION) && page.is(i, Class::LOWER))
        .unwrap_or(range.end);
    (range.start..end)
        .rev()
        .find(|&i| page.token(i).is_some_and(|t: &Token| t.is_word() && t.shape != Shape::Clitic))
        .unwrap_or(range.start)
}
