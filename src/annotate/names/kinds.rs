//! What sort of name a run of capitals holds: a person's, an organisation's, a place's.

use super::lexicon::Class;
use super::mention::{Gender, Mention, Sort};
use super::page::Page;
use super::runs::{LowerWords, NEVER, begins, run_end};
use super::titles::{drop_first, drop_letters, drop_shouted, name_start, read_titles, trim};
use crate::annotate::doc::NONE;
use crate::annotate::token::Range;

/// Finds the names of a range of tokens that lie in one paragraph.
pub(super) fn scan(page: Page<'_>, range: Range, lower: &LowerWords, out: &mut Vec<Mention>) {
    let mut i = range.start;
    while i < range.end {
        if !page.is(i, Class::CAPITAL) || !begins(page, i) {
            i += 1;
            continue;
        }
        let end = run_end(page, i, page.sentence(i).end.min(range.end));
        let run = Range { start: i, end };
        i = end.max(i + 1);
        if let Some(mention) = judge(page, run, lower) {
            i = i.max(mention.name.end);
            out.push(mention);
        }
    }
}

/// Cuts the titles off a run and says what the rest is.
fn judge(page: Page<'_>, run: Range, lower: &LowerWords) -> Option<Mention> {
    let mut mention = Mention {
        name: run,
        start: run.start,
        sort: Sort::Single,
        gender: Gender::Unknown,
        honorific: false,
        cluster: NONE,
    };
    let last = mention.last(page);
    let first = page.class(run.start);
    let honoured = first.has(Class::HONORIFIC) && run.end > run.start + 1;
    if is_organisation(page, run, last) && !(honoured && run.end == run.start + 2) {
        mention.sort = Sort::Organisation;
        mention.name.end = extended(page, run);
        return Some(mention);
    }
    // The Arizona Republican: a party behind an article and a place is a description.
    if last > run.start
        && page.is(last, Class::NATION)
        && page.is(last, Class::ROLE)
        && page.is(run.start.wrapping_sub(1), Class::DEFINITE)
    {
        return None;
    }
    let start = name_start(page, run, last);
    read_titles(page, Range { start: run.start, end: start.min(run.end) }, &mut mention);
    if start > last {
        mention.sort = Sort::Title;
        return page.is(last, Class::TITLE).then_some(mention);
    }
    mention.name.start = start;
    if start == run.start {
        drop_first(page, &mut mention, lower);
    }
    drop_letters(page, &mut mention);
    drop_shouted(page, &mut mention);
    trim(page, &mut mention);
    behind_body(page, &mut mention);
    mention.sort = sort(page, &mention);
    if mention.sort == Sort::Organisation {
        mention.name.end = extended(page, mention.name);
    }
    Some(mention)
}

fn is_organisation(page: Page<'_>, run: Range, last: usize) -> bool {
    if last == run.start {
        return page.is(last, Class::ORG)
            && !page.is(last, Class::TITLE.or(Class::GIVEN))
            && page.word(last).len() > 3
            && !page.begins_sentence(last);
    }
    // Inspector Sue Park: a given name between a title and the last word.
    let named = last >= run.start + 2 && page.class(last - 1).is_given_name() && page.is(last - 2, Class::TITLE);
    if page.is(last, Class::ORG) && !page.is(last, Class::TITLE) && !named {
        return true;
    }
    let words = if named { 0 } else { run.end - run.start };
    // A title inside means that a name follows: "House Speaker Ann Lee".
    words > 2
        && run.iter().any(|i| page.is(i, Class::ORG) && !page.is(i, Class::TITLE))
        && !run.iter().any(|i| page.is(i, Class::TITLE))
        && !(run.start..last).any(|i| i > run.start && page.class(i).is_given_name())
}

/// `United Lakes Ann Lee`: a given name and a surname behind the name of a body.
fn behind_body(page: Page<'_>, mention: &mut Mention) {
    let Range { start, end } = mention.name;
    if end - start < 4 || !page.class(end - 2).is_given_name() || page.is(end - 1, Class::ORG) {
        return;
    }
    let body = page.is(end - 3, Class::ORG) && !(start..end - 2).any(|i| page.class(i).is_given_name());
    if body {
        mention.name.start = end - 2;
    }
}

/// `Department` goes on with `of Justice`, `Bank` with `of America`.
fn extended(page: Page<'_>, run: Range) -> usize {
    let limit = page.sentence(run.start).end;
    let Some(end) = further(page, run.end, limit) else { return run.end };
    // Health and Human Services: an `and` between what one body is for.
    let joined = page.word(end) == "and"
        && page.is(end + 1, Class::CAPITAL)
        && !page.is(end + 1, NEVER.or(Class::TITLE).or(Class::GIVEN))
        && page.is(end.saturating_sub(1), Class::CAPITAL)
        && !page.is(end.saturating_sub(1), Class::OWNER)
        && is_ministry(page, run.end - 1)
        && end + 1 < limit;
    if joined {
        return run_end(page, end + 1, limit).min(end + 4);
    }
    // Court of Appeals for the Third Circuit
    let again = page.word(run.end) == "of" && page.word(end) == "for" && page.word(end + 1) == "the";
    further(page, end, limit).filter(|_| again).unwrap_or(end)
}

/// Where `of Justice` or `for the North` ends, if the like stands at `of`.
fn further(page: Page<'_>, of: usize, limit: usize) -> Option<usize> {
    if page.is(of - 1, Class::OWNER) || !matches!(page.word(of), "of" | "for") {
        return None;
    }
    let at = if page.word(of + 1) == "the" { of + 2 } else { of + 1 };
    // the Third Circuit: behind an article, and before a name, any capital is a part of the name.
    let inner = at > of + 1
        && !page.is(at, Class::CALENDAR)
        && at + 1 < limit
        && page.is(at + 1, Class::CAPITAL)
        && !page.is(at + 1, NEVER);
    let open = at < limit && page.is(at, Class::CAPITAL) && (inner || !page.is(at, NEVER)) && !page.quoted(at);
    let end = run_end(page, at, limit).min(at + 5);
    // Department of Lakes Ann Lee: a given name and a surname end the run.
    let person = end >= at + 3 && page.class(end - 2).is_given_name() && !page.is(end - 1, Class::ORG);
    open.then_some(if person { end - 2 } else { end })
}

/// A body whose name tells what it is for.
fn is_ministry(page: Page<'_>, i: usize) -> bool {
    [
        "department",
        "dept.",
        "ministry",
        "bureau",
        "office",
        "committee",
        "institute",
        "institutes",
        "council",
        "commission",
    ]
    .iter()
    .any(|w| page.word(i).eq_ignore_ascii_case(w))
}

fn sort(page: Page<'_>, mention: &Mention) -> Sort {
    let (first, last) = (mention.first(page), mention.last(page));
    let titled = mention.start < mention.name.start;
    if first == last {
        let class = page.class(first);
        return match () {
            () if class.has(Class::FIRM) && !mention.honorific => Sort::Acronym,
            () if titled && (mention.honorific || page.is(first - 1, Class::TITLE)) => Sort::Person,
            () if class.has(Class::PLACE) => Sort::Place,
            () if class.has(Class::UPPER) && page.word(first).len() > 1 => Sort::Acronym,
            () => Sort::Single,
        };
    }
    let given = page.class(first).is_given_name();
    let initial = mention.name.iter().any(|i| page.is(i, Class::INITIALS)) && !page.is(last, Class::INITIALS);
    match () {
        () if titled && page.is(first - 1, Class::TITLE) => Sort::Person,
        () if mention.name.iter().any(|i| page.word(i) == "&" && !page.class(i + 1).is_given_name()) => {
            Sort::Organisation
        }
        () if page.is(last, Class::PLACE) && (!given || page.is(first, Class::PLACE_START)) => Sort::Place,
        () if page.is(first, Class::ORG.or(Class::COLLECTIVE)) && !given && !titled => Sort::Organisation,
        () if page.is(first, Class::PLACE_START)
            && (!given || page.is(first, Class::PARTICLE) || page.word(first) == "San") =>
        {
            Sort::Place
        }
        () if given || initial || after_role(page, mention.start) => Sort::Person,
        () if mention.words(page) <= 4 && before_person_word(page, mention.name.end) => Sort::Person,
        () if mention.words(page) <= 3 => Sort::Maybe,
        () => Sort::Organisation,
    }
}

/// A lower-case noun for one person stands directly before: "pollster Zev Ohl".
fn after_role(page: Page<'_>, start: usize) -> bool {
    let before = page.class(start.wrapping_sub(1));
    start > 0
        && before.has(Class::ROLE)
        && before.has(Class::LOWER)
        && page.sentence_number(start - 1) == page.sentence_number(start)
}

/// A speech verb follows, or a comma and what describes a person: `, who`, `, a`, `, 57`, `, chief`.
fn before_person_word(page: Page<'_>, after: usize) -> bool {
    if page.is(after, Class::SPEECH) && page.is(after, Class::LOWER) {
        return true;
    }
    if !page.is_comma(after) {
        return false;
    }
    let next = page.class(after + 1);
    let age = page.word(after + 1).parse::<u32>().is_ok_and(|n| (5..110).contains(&n)) && page.is_comma(after + 2);
    age || next.has(Class::WHO)
        || (next.has(Class::ROLE.or(Class::MODIFIER)) && next.has(Class::LOWER))
        || described(page, after + 1)
}

/// `a retired teacher`, `the chief pilot`: an article and within four words a noun for one person.
fn described(page: Page<'_>, at: usize) -> bool {
    matches!(page.word(at), "a" | "an" | "the" | "one" | "his" | "her" | "their")
        && (at + 1..at + 6)
            .take_while(|&i| !page.is_comma(i) && !page.is(i, Class::PREPOSITION))
            .any(|i| page.is(i, Class::ROLE))
}

#[cfg(test)]
mod tests {
    use super::scan;
    use crate::annotate::doc::Doc;
    use crate::annotate::names::page::{Page, classes};
    use crate::annotate::names::runs::LowerWords;

    fn names(text: &str) -> Vec<String> {
        let doc = Doc::new(text);
        let all = classes(text, &doc);
        let page = Page::new(text, &doc, &all);
        let lower = LowerWords::new(page);
        let mut out = Vec::new();
        for &p in &doc.paragraphs {
            scan(page, p, &lower, &mut out);
        }
        out.iter().map(|m| format!("{:?} {}", m.sort, page.slice(m.name))).collect()
    }

    #[test]
    fn titles_are_cut_and_surnames_that_look_like_titles_kept() {
        assert_eq!(names("We met New Port Mayor Ann Lee."), ["Person Ann Lee"]);
        assert_eq!(names("Then Republican Bo Kay spoke."), ["Person Bo Kay"]);
        assert_eq!(names("So Ann King and Bo Baron spoke."), ["Person Ann King", "Person Bo Baron"]);
        assert_eq!(names("The Minister of Education Ann Lee spoke.")[1..], ["Person Ann Lee"]);
        assert_eq!(names("So Secretary of State Zev Ohl spoke.")[1..], ["Person Zev Ohl"]);
    }

    #[test]
    fn initials_particles_suffixes_and_nicknames_belong_to_names() {
        assert_eq!(names("It was J.J. Lee who won."), ["Person J.J. Lee"]);
        assert_eq!(names("It was Ann A. Lee, Jr. who won."), ["Person Ann A. Lee, Jr."]);
        assert_eq!(names("So Piet van der Dorn won."), ["Person Piet van der Dorn"]);
        assert_eq!(names("So Robert “Bobby” Lee won."), ["Person Robert “Bobby” Lee"]);
        assert_eq!(names("So Theresa May won in May."), ["Person Theresa May"]);
    }

    #[test]
    fn organisations_hold_together() {
        assert_eq!(names("So the Department of Justice won."), ["Organisation Department of Justice"]);
        assert_eq!(names("So the White House won."), ["Organisation White House"]);
        assert_eq!(names("Ann Lee's Acme Group won."), ["Person Ann Lee", "Organisation Acme Group"]);
    }

    #[test]
    fn what_stands_round_a_name_makes_it_a_person() {
        assert_eq!(names("So pollster Qrelk Ohl won."), ["Person Qrelk Ohl"]);
        assert_eq!(names("So Qrelk Ohl, 57, won."), ["Person Qrelk Ohl"]);
        assert_eq!(names("So Qrelk Ohl won."), ["Maybe Qrelk Ohl"]);
    }
}
