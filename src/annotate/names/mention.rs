//! A name in the text: where it begins and ends, what stands before it, and what sort of name it is.

use super::lexicon::Class;
use super::page::Page;
use crate::annotate::token::{Range, Token};

/// What a run of capitals looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A person's name.
    Person,
    /// Two or more words that may be a person's name.
    Maybe,
    /// One word.
    Single,
    /// One word in capitals.
    Acronym,
    Organisation,
    Place,
    /// A title alone: `the President`.
    Title,
    /// Someone described, not named: `a nurse`.
    Unnamed,
    /// `the nurse`, who may be somebody known.
    Nominal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Unknown,
    Man,
    Woman,
}

/// A name in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// The tokens of the name, without titles.
    pub(super) name: Range,
    /// The first token of the titles before it, or of the name.
    pub(super) start: usize,
    pub(super) sort: Sort,
    /// The gender of the honorific or title before it.
    pub(super) gender: Gender,
    /// `Mr.`, `Sir` stand before it.
    pub(super) honorific: bool,
    /// The cluster it belongs to.
    pub(super) cluster: u32,
}

impl Mention {
    /// Titles and name.
    pub(super) fn whole(&self) -> Range {
        Range { start: self.start, end: self.name.end }
    }

    /// The last word of the name that is no `Jr.`
    pub(super) fn last(&self, page: Page<'_>) -> usize {
        (self.name.start..self.name.end).rev().find(|&i| is_part(page, i)).unwrap_or(self.name.start)
    }

    /// The first word that is no particle: `Dorn` of `van der Dorn`, which is a surname.
    pub(super) fn first(&self, page: Page<'_>) -> usize {
        let particle = |i: usize| page.is(i, Class::PARTICLE) && page.is(i, Class::LOWER);
        self.name.iter().find(|&i| !particle(i)).unwrap_or(self.name.start)
    }

    /// How many words the name has, without `Jr.`
    pub(super) fn words(&self, page: Page<'_>) -> usize {
        (self.first(page)..self.name.end).filter(|&i| is_part(page, i)).count()
    }
}

fn is_part(page: Page<'_>, i: usize) -> bool {
    page.token(i).is_some_and(Token::is_word) && !page.is(i, Class::SUFFIX)
}

/// How many mentions begin before a token; they are sorted by where their names begin.
pub(super) fn starting_before(mentions: &[Mention], token: usize) -> usize {
    mentions.partition_point(|m| m.name.start < token)
}

/// The place of the first mention that reaches beyond a token; descriptions may overlap the names in them.
pub(super) fn reaching(mentions: &[Mention], token: usize) -> usize {
    let mut at = starting_before(mentions, token);
    for _ in 0..4 {
        match at.checked_sub(1).and_then(|before| mentions.get(before)) {
            Some(m) if m.name.end > token => at -= 1,
            _ => break,
        }
    }
    at
}

/// The gender that a class tells, if it does.
pub(super) fn gender_of(class: Class) -> Gender {
    match (class.has(Class::MAN), class.has(Class::WOMAN)) {
        (true, false) => Gender::Man,
        (false, true) => Gender::Woman,
        _ => Gender::Unknown,
    }
}
