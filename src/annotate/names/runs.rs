//! Runs of capitalised words, from which names are cut.

use super::lexicon::Class;
use super::page::Page;
use crate::annotate::doc::NONE;
use crate::annotate::token::Shape;

/// A longer run of capitals is cut: it is no name, and its parts are looked at again and again.
const LONGEST: usize = 24;

/// The words that occur in lower case somewhere: a capital at a sentence's start says nothing about these.
pub(super) struct LowerWords(Vec<u64>);

impl LowerWords {
    pub(super) fn new(page: Page<'_>) -> Self {
        let mut bits = vec![0; 512];
        for i in (0..page.len()).filter(|&i| page.is(i, Class::LOWER)) {
            let h = page.hash(i);
            bits[h as usize >> 6 & 511] |= 1 << (h & 63);
        }
        Self(bits)
    }

    pub(super) fn contains(&self, hash: u32) -> bool {
        self.0.get(hash as usize >> 6 & 511).is_some_and(|b| b >> (hash & 63) & 1 == 1)
    }
}

pub(super) const NEVER: Class = Class::FUNCTION.or(Class::CALENDAR);

/// Whether a run may begin with the capitalised token `i`.
pub(super) fn begins(page: Page<'_>, i: usize) -> bool {
    let class = page.class(i);
    if !class.has(NEVER) || class.has(Class::INITIALS) {
        return true;
    }
    // Will Smith, April Ryan, June Orr, but not "Will Smith win?"
    let named = class.has(Class::GIVEN) && class.has(Class::AUX.or(Class::CALENDAR)) && page.is(i + 1, Class::CAPITAL);
    named
        && !page.is(i + 1, NEVER.or(Class::TITLE))
        && (!page.begins_sentence(i) || page.is(i + 2, Class::AUX.or(Class::SPEECH)) || page.is_comma(i + 2))
        && page.token(i + 1).is_some_and(|t| !matches!(t.shape, Shape::Digit))
}

/// Whether the capitalised token `i` may go on the run that began at `start`.
fn joins(page: Page<'_>, start: usize, i: usize) -> bool {
    let class = page.class(i);
    if !class.has(Class::CAPITAL) {
        return false;
    }
    if !class.has(NEVER) || class.has(Class::INITIALS) {
        return true;
    }
    // Theresa May, Mr. Long: after a given name or an honorific, any word may be a surname.
    let after = page.class(i - 1);
    let given = after.is_given_name() && !page.begins_sentence(i - 1);
    let after_name = after.has(Class::HONORIFIC) || given;
    if i == start + 1 && page.word(i).len() > 2 && after_name && !class.has(Class::PREPOSITION) {
        return true;
    }
    // Al From, Yin Myint May: before a comma or a verb, whatever the word.
    let closed = page.is_comma(i + 1) && !page.token(i + 2).is_some_and(|t| t.shape == Shape::Digit)
        || page.is(i + 1, Class::SPEECH);
    closed && page.word(i).len() > 2 && (after_name || i > start + 1) && !page.is(start, Class::HEADLINE)
}

pub(super) fn run_end(page: Page<'_>, start: usize, limit: usize) -> usize {
    let side = |i: usize| page.doc.stretch_of.get(i).copied().unwrap_or(NONE);
    let mut end = start + 1;
    while end < limit && end - start < LONGEST && !page.is(end - 1, Class::OWNER) {
        if side(end) != side(start) {
            match nickname(page, end, limit) {
                Some(after) => end = after,
                None => break,
            }
        } else if joins(page, start, end) {
            end += 1;
        } else if let Some(after) = connector(page, end, limit) {
            end = after;
        } else {
            break;
        }
    }
    end
}

/// `van der` before a capital, `&`, or `, Jr.`: returns the token after it.
fn connector(page: Page<'_>, at: usize, limit: usize) -> Option<usize> {
    let class = page.class(at);
    if class.has(Class::PARTICLE) && class.has(Class::LOWER) {
        let next = (at + 1..limit.min(at + 3)).find(|&i| !page.is(i, Class::PARTICLE) || page.is(i, Class::CAPITAL))?;
        return (page.is(next, Class::CAPITAL) && !page.is(next, NEVER)).then_some(next + 1);
    }
    let next = page.class(at + 1);
    if page.is_comma(at) && at + 1 < limit {
        return (next.has(Class::SUFFIX) && next.has(Class::CAPITAL) && page.word(at + 1).len() <= 3).then_some(at + 2);
    }
    (page.word(at) == "&" && at + 1 < limit && next.has(Class::CAPITAL)).then_some(at + 2)
}

/// `Robert “Bobby” Lee`, `Robert (Bobby) Lee`: returns the token after the nickname.
fn nickname(page: Page<'_>, at: usize, limit: usize) -> Option<usize> {
    let given = page.class(at - 1).is_given_name();
    let mark = page.token(at)?.shape == Shape::Mark && page.token(at + 2)?.shape == Shape::Mark;
    let inner = page.is(at + 1, Class::CAPITAL) && !page.is(at + 1, Class::FUNCTION);
    let goes_on = at + 3 < limit && page.is(at + 3, Class::CAPITAL) && !page.is(at + 3, NEVER);
    (given && mark && inner && goes_on).then_some(at + 4)
}
