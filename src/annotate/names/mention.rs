//! Runs of capitalised words: where a name begins and ends, what stands before it, and what sort of name it is.

use super::lexicon::Class;
use super::page::Page;
use crate::annotate::doc::NONE;
use crate::annotate::token::{Range, Shape, Token};

/// A longer run of capitals is cut: it is no name, and its parts are looked at again and again.
const LONGEST: usize = 24;

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

    fn contains(&self, hash: u32) -> bool {
        self.0.get(hash as usize >> 6 & 511).is_some_and(|b| b >> (hash & 63) & 1 == 1)
    }
}

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

const NEVER: Class = Class::FUNCTION.or(Class::CALENDAR);

/// Whether a run may begin with the capitalised token `i`.
fn begins(page: Page<'_>, i: usize) -> bool {
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

fn run_end(page: Page<'_>, start: usize, limit: usize) -> usize {
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
    trim(page, &mut mention);
    mention.sort = sort(page, &mention);
    if mention.sort == Sort::Organisation {
        mention.name.end = extended(page, mention.name);
    }
    Some(mention)
}

/// At a sentence's start, a word known in lower case is no part of a longer name: "Cheering Lee went …".
fn drop_first(page: Page<'_>, mention: &mut Mention, lower: &LowerWords) {
    let i = mention.name.start;
    let class = page.class(i);
    let ordinary = lower.contains(page.hash(i)) && !class.is_given_name();
    if mention.name.end > i + 1 && ordinary && page.begins_sentence(i) && !class.has(Class::PLACE_START.or(Class::ORG))
    {
        mention.name.start += 1;
        mention.start = mention.name.start;
    }
}

/// `Ann Lee QC`, `Ann Lee MP`: letters after a name are no part of it.
fn drop_letters(page: Page<'_>, mention: &mut Mention) {
    let last = mention.name.end - 1;
    let letters = page.is(last, Class::UPPER) && page.word(last).len() <= 4 && !page.is(last, Class::SUFFIX);
    if letters && mention.words(page) >= 3 && !page.is(last - 1, Class::UPPER) {
        mention.name.end = last;
    }
}

/// While three words remain and only the second is a given name, the first is no part of it: "Comedian Ann Lee".
fn trim(page: Page<'_>, mention: &mut Mention) {
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

fn is_organisation(page: Page<'_>, run: Range, last: usize) -> bool {
    if last == run.start {
        return page.is(last, Class::ORG)
            && !page.is(last, Class::TITLE.or(Class::GIVEN))
            && page.word(last).len() > 3
            && !page.begins_sentence(last);
    }
    if page.is(last, Class::ORG) && !page.is(last, Class::TITLE) {
        return true;
    }
    let words = run.end - run.start;
    // A title inside means that a name follows: "House Speaker Ann Lee".
    words > 2
        && run.iter().any(|i| page.is(i, Class::ORG) && !page.is(i, Class::TITLE))
        && !run.iter().any(|i| page.is(i, Class::TITLE))
        && !(run.start..last).any(|i| i > run.start && page.class(i).is_given_name())
}

/// `Department` goes on with `of Justice`, `Bank` with `of America`.
fn extended(page: Page<'_>, run: Range) -> usize {
    let of = run.end;
    if page.is(of - 1, Class::OWNER) || !matches!(page.word(of), "of" | "for") {
        return run.end;
    }
    let at = if page.word(of + 1) == "the" { of + 2 } else { of + 1 };
    let limit = page.sentence(run.start).end;
    let open = at < limit && page.is(at, Class::CAPITAL) && !page.is(at, NEVER) && !page.quoted(at);
    if open { run_end(page, at, limit).min(at + 5) } else { run.end }
}

/// Where the name begins: after the last title, nationality or party of the run.
fn name_start(page: Page<'_>, run: Range, last: usize) -> usize {
    let mut start = run.start;
    for i in run.iter() {
        let class = page.class(i);
        if !class.has(Class::TITLE.or(Class::NATION)) || class.has(Class::INITIALS) {
            continue;
        }
        let given = class.is_given_name();
        if i == last {
            // Ann King, Bo Baron: a title that ends the run after a given name is a surname.
            let before = page.class(i.wrapping_sub(1));
            let surname = i > start && (before.has(Class::GIVEN.or(Class::INITIALS).or(Class::HONORIFIC)));
            let only = given && i == start && start > run.start;
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

fn read_titles(page: Page<'_>, titles: Range, mention: &mut Mention) {
    for i in titles.iter() {
        let class = page.class(i);
        mention.honorific |= class.has(Class::HONORIFIC);
        if gender_of(class) != Gender::Unknown {
            mention.gender = gender_of(class);
        }
    }
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
pub(super) fn after_role(page: Page<'_>, start: usize) -> bool {
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
    use super::*;
    use crate::annotate::doc::Doc;
    use crate::annotate::names::page::classes;

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
