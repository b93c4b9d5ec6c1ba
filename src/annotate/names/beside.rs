//! What stands beside a name: a verb of saying, a preposition.

use super::lexicon::Class;
use super::page::Page;
use crate::annotate::token::Range;

/// Whether a speech verb stands beside the name: `Lee said`, `,” said Lee`.
pub(super) fn speaks(page: Page<'_>, name: Range) -> bool {
    let lower_speech = |i: usize| page.is(i, Class::SPEECH) && page.is(i, Class::LOWER);
    if name.start >= name.end || page.is(name.end - 1, Class::OWNER) {
        return false;
    }
    if lower_speech(name.end) || (page.is(name.end, Class::AUX) && lower_speech(name.end + 1)) {
        return true;
    }
    let Some(verb) = page.previous(name.start) else { return false };
    lower_speech(verb) && inverted(page, verb)
}

/// A speech verb directly after a quotation or its comma, and not `told`, which would take its hearer.
fn inverted(page: Page<'_>, verb: usize) -> bool {
    if page.is(verb, Class::TELL) || verb == 0 {
        return false;
    }
    let before = verb - 1;
    page.quoted(before) && !page.quoted(verb) || page.is_comma(before)
}

/// The token before `i`, its article and its owner: `at` in "at the city's".
pub(super) fn governor(page: Page<'_>, i: usize) -> Option<usize> {
    let mut at = page.previous(i)?;
    for _ in 0..3 {
        let class = page.class(at);
        let article = class.has(Class::DEFINITE.or(Class::INDEFINITE)) && !class.has(Class::POSSESSIVE_PRONOUN);
        if !article && !class.has(Class::OWNER) {
            break;
        }
        at = page.previous(at)?;
    }
    Some(at)
}

pub(super) fn after_preposition(page: Page<'_>, i: usize) -> bool {
    governor(page, i).is_some_and(|p| page.is(p, Class::PREPOSITION) && !page.is(p, Class::CAPITAL))
}
