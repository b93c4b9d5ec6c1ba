//! What stands before and after a name in a run of capitals, and is no part of it: titles, offices, letters.

use super::lexicon::Class;
use super::mention::{Gender, Mention, gender_of};
use super::page::Page;
use super::runs::LowerWords;
use crate::annotate::token::Range;

/// Where the name begins: after the last title, nationality or party of the run.
pub(super) fn name_start(page: Page<'_>, run: Range, last: usize) -> usize {
    let mut start = run.start;
    for i in run.iter() {
        let class = page.class(i);
        let particle = class.has(Class::PARTICLE) && class.has(Class::LOWER);
        if !class.has(Class::TITLE.or(Class::NATION)) || class.has(Class::INITIALS) || particle {
            continue;
        }
        let given = class.is_given_name();
        if i == last {
            // Ann King, Bo Baron: a title that ends the run after a given name is a surname.
            let before = page.class(i.wrapping_sub(1));
            let surname = i > start && (before.has(Class::GIVEN.or(Class::INITIALS).or(Class::HONORIFIC)));
            let only = given && i == start && start > run.start;
            // Lin Mei-hua: a compound that nothing follows.
            let surname = surname || i > start && page.word(i).contains('-') && class.group() == 0;
            if !surname && !only {
                start = i + 1;
            }
        } else if i > start && i + 1 == last && page.is(i - 1, Class::GIVEN) && page.is(last, Class::SUFFIX) {
            continue;
        } else if !(given && i == run.start && last == run.start + 1) {
            start = i + 1;
        }
    }
    past_office(page, run, start, last)
}

/// After `Secretary of` / `Minister of`, the run begins with the office: `State John Kerry`, `Foreign Affairs Ann Lee`.
fn past_office(page: Page<'_>, run: Range, start: usize, last: usize) -> usize {
    if start != run.start || last == run.start {
        return start;
    }
    let mut before = run.start.wrapping_sub(1);
    if page.word(before) == "the" {
        before = before.wrapping_sub(1);
    }
    if page.word(before) != "of" && page.word(before) != "for" || !page.is(before.wrapping_sub(1), Class::TITLE) {
        return start;
    }
    let given = |i: usize| page.class(i).is_given_name();
    (run.start + 1..last).find(|&i| given(i) || page.is(i, Class::INITIALS)).unwrap_or(if last == run.start + 1 {
        last
    } else {
        run.start + 1
    })
}

pub(super) fn read_titles(page: Page<'_>, titles: Range, mention: &mut Mention) {
    for i in titles.iter() {
        let class = page.class(i);
        mention.honorific |= class.has(Class::HONORIFIC);
        if gender_of(class) != Gender::Unknown {
            mention.gender = gender_of(class);
        }
    }
}

/// At a sentence's start, a word known in lower case is no part of a longer name: "Cheering Lee went …".
pub(super) fn drop_first(page: Page<'_>, mention: &mut Mention, lower: &LowerWords) {
    let i = mention.name.start;
    let class = page.class(i);
    let role = class.has(Class::ROLE) && page.class(i + 1).is_given_name();
    let ordinary = (lower.contains(page.hash(i)) || class.has(Class::ORDINARY) || role) && !class.is_given_name();
    if mention.name.end > i + 1 && ordinary && page.begins_sentence(i) && !class.has(Class::PLACE_START.or(Class::ORG))
    {
        mention.name.start += 1;
        mention.start = mention.name.start;
    }
}

/// `Ann Lee QC`, `Ann Lee MP`: letters after a name are no part of it.
pub(super) fn drop_letters(page: Page<'_>, mention: &mut Mention) {
    let last = mention.name.end - 1;
    let letters = page.is(last, Class::UPPER) && page.word(last).len() <= 4 && !page.is(last, Class::SUFFIX);
    if letters && mention.words(page) >= 3 && !page.is(last - 1, Class::UPPER) {
        mention.name.end = last;
    }
}

/// `JUST WATCHED Lee`: words in capitals before a name that is not.
pub(super) fn drop_shouted(page: Page<'_>, mention: &mut Mention) {
    let shouted = |i: usize| page.is(i, Class::UPPER) && page.word(i).len() > 3 && !page.is(i, Class::INITIALS);
    while mention.name.end > mention.name.start + 1
        && shouted(mention.name.start)
        && !page.is(mention.name.end - 1, Class::UPPER)
    {
        mention.name.start += 1;
        mention.start = mention.name.start;
    }
}

/// While three words remain and only the second is a given name, the first is no part of it: "Comedian Ann Lee".
pub(super) fn trim(page: Page<'_>, mention: &mut Mention) {
    let given = |i: usize| page.class(i).is_given_name();
    while mention.words(page) >= 3 {
        let i = mention.name.start;
        let initials = page.is(i, Class::INITIALS) && !page.is(i, Class::UPPER);
        if given(i) || initials || !given(i + 1) || page.is(i + 1, Class::PARTICLE) {
            break;
        }
        mention.name.start += 1;
    }
}
