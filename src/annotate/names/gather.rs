//! From names in the text to clusters: full names first, then single words in the order of the text.

use super::cluster::{Cluster, Clusters, Ground, phrase_key};
use super::lexicon::Class;
use super::mention::{Gender, LowerWords, Mention, Sort, scan};
use super::nominals;
use super::page::{Page, classes};
use super::roles;
use crate::annotate::doc::{Doc, NONE};
use crate::annotate::token::{Range, Shape};
use rustc_hash::FxHashSet;

/// Everything found in an article before pronouns are looked at.
pub(super) struct Gathered {
    pub(super) classes: Vec<Class>,
    pub(super) clusters: Clusters,
    /// In the order of the text.
    pub(super) mentions: Vec<Mention>,
    pub(super) roles: nominals::Roles,
}

/// Finds all names of an article and puts them in clusters.
pub(super) fn gather(text: &str, doc: &Doc, title: Option<&str>) -> Gathered {
    let mut classes = classes(text, doc);
    let headlines = mark_headlines(text, doc, title, &mut classes);
    let page = Page::new(text, doc, &classes);
    let lower = LowerWords::new(page);
    let mut mentions = Vec::with_capacity(doc.tokens.len() / 12);
    let is_headline = |p: Range| page.is(p.start, Class::HEADLINE);
    for &paragraph in doc.paragraphs.iter().filter(|&&p| !is_headline(p)) {
        scan(page, paragraph, &lower, &mut mentions);
    }
    let mut clusters = Clusters::default();
    full_names(page, &mut mentions, &mut clusters);
    if headlines {
        let bare = mentions.iter().filter(|m| m.sort == Sort::Single).map(|m| page.key(m.name.start)).collect();
        for &paragraph in doc.paragraphs.iter().filter(|&&p| is_headline(p)) {
            headline(page, paragraph, &lower, &clusters, &bare, &mut mentions);
        }
    }
    for &paragraph in doc.paragraphs.iter().filter(|&&p| !is_headline(p)) {
        nominals::scan(page, paragraph, &mut mentions);
    }
    mentions.sort_by_key(|m| m.name.start);
    let roles = in_order(page, &mut mentions, &mut clusters);
    Gathered { classes, clusters, mentions, roles }
}

/// Marks the lines written in title case or capitals; says whether there are any.
fn mark_headlines(text: &str, doc: &Doc, title: Option<&str>, classes: &mut [Class]) -> bool {
    let mut any = false;
    for (number, p) in doc.paragraphs.iter().enumerate() {
        let first_line = number == 0 && title.is_some_and(|t| is_line(text, doc, *p, t)) && p.end - p.start < 40;
        if first_line && mostly_capitals(doc, *p, 60) || mostly_capitals(doc, *p, 70) {
            any = true;
            for class in classes.get_mut(p.start..p.end).unwrap_or(&mut []) {
                class.add(Class::HEADLINE);
            }
        }
    }
    any
}

fn is_line(text: &str, doc: &Doc, paragraph: Range, title: &str) -> bool {
    let Some(first) = doc.tokens.get(paragraph.start) else { return false };
    text.get(first.start as usize..).is_some_and(|rest| rest.starts_with(title.trim()))
}

/// Four words longer than three letters, and this share of them in capitals; long paragraphs are no headlines.
fn mostly_capitals(doc: &Doc, paragraph: Range, percent: usize) -> bool {
    if paragraph.end - paragraph.start > 60 {
        return false;
    }
    let (mut long, mut capital) = (0, 0);
    for t in doc.tokens.get(paragraph.start..paragraph.end).unwrap_or(&[]) {
        if t.end - t.start > 3 && matches!(t.shape, Shape::Lower | Shape::Capital | Shape::Upper) {
            long += 1;
            capital += usize::from(t.shape != Shape::Lower);
        }
    }
    // A short line with a full stop may be a sentence full of names.
    let stop = doc.tokens.get(paragraph.end - 1).is_some_and(|t| t.shape == Shape::Stop);
    long >= if stop { 6 } else { 4 } && capital * 100 >= long * percent
}

/// Clusters of names of two words and more: certain ones first, the longest first.
fn full_names(page: Page<'_>, mentions: &mut [Mention], clusters: &mut Clusters) {
    let sizes: Vec<usize> = mentions.iter().map(|m| m.words(page)).collect();
    let two_words = |(m, &n): (&Mention, &usize)| n == 2 && m.sort == Sort::Person;
    let pairs: FxHashSet<u32> = mentions
        .iter()
        .zip(&sizes)
        .filter(|&(m, n)| two_words((m, n)))
        .map(|(m, _)| phrase_key(page, m.name))
        .collect();
    for (mention, &words) in mentions.iter_mut().zip(&sizes) {
        if words > 2 && matches!(mention.sort, Sort::Person | Sort::Maybe) {
            cut_to_pair(page, mention, &pairs);
        }
    }
    let spoken = person_like_singles(page, mentions);
    for round in 0..3 {
        for mention in mentions.iter_mut() {
            let words = mention.words(page);
            let turn = match mention.sort {
                Sort::Person if words > 2 => 0,
                Sort::Person if words == 2 => 1,
                Sort::Maybe => 2,
                _ => continue,
            };
            if turn == round {
                full_name(page, mention, clusters, &spoken);
            }
        }
    }
}

/// A longer run that holds a known full name is cut to it: "Ann Lee Slams", "Rancher Ann Lee".
fn cut_to_pair(page: Page<'_>, mention: &mut Mention, pairs: &FxHashSet<u32>) {
    let name = mention.name;
    if name.end - name.start != mention.words(page) || page.is(name.end - 1, Class::ORG) {
        return;
    }
    let head = Range { start: name.start, end: name.start + 2 };
    let tail = Range { start: name.end - 2, end: name.end };
    let given = |i: usize| page.class(i).is_given_name();
    if pairs.contains(&phrase_key(page, head)) && !given(name.start + 1) {
        mention.name = head;
    } else if pairs.contains(&phrase_key(page, tail)) && !given(name.start) && !page.is(name.start, Class::INITIALS) {
        mention.name.start = tail.start;
    }
}

/// The words that stand alone as a person does: after an honorific, or beside a speech verb.
fn person_like_singles(page: Page<'_>, mentions: &[Mention]) -> FxHashSet<u32> {
    let single = |m: &&Mention| m.name.start == m.last(page) && matches!(m.sort, Sort::Single | Sort::Person);
    let person = |m: &&Mention| {
        m.honorific || m.sort == Sort::Person || speaks(page, m.name) || page.is(m.name.start, Class::OWNER)
    };
    mentions.iter().filter(single).filter(person).map(|m| page.key(m.name.start)).collect()
}

fn full_name(page: Page<'_>, mention: &mut Mention, clusters: &mut Clusters, spoken: &FxHashSet<u32>) {
    let found = clusters.find_full(page, mention);
    if mention.sort == Sort::Maybe {
        let known = found.is_some() || spoken.contains(&page.key(mention.last(page)));
        if !known {
            return;
        }
        // "Cheering Lee": a first word at a sentence's start and a surname that somebody has.
        let last = mention.last(page);
        let somebody = clusters.family(page.key(last)).next().is_some();
        if found.is_none() && somebody && page.begins_sentence(mention.name.start) {
            mention.name.start = last;
            mention.start = last;
            mention.sort = Sort::Single;
            return;
        }
        mention.sort = Sort::Person;
    }
    let id = found.unwrap_or_else(|| clusters.add(page, mention));
    mention.cluster = id;
    if let Some(cluster) = clusters.get_mut(id) {
        cluster.join(page, mention);
        roles::learn(page, mention, cluster);
    }
}

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
pub(super) fn inverted(page: Page<'_>, verb: usize) -> bool {
    if page.is(verb, Class::TELL) || verb == 0 {
        return false;
    }
    let before = verb - 1;
    page.quoted(before) && !page.quoted(verb) || page.is_comma(before)
}

/// In a headline only names that the body knows count.
fn headline(
    page: Page<'_>,
    line: Range,
    lower: &LowerWords,
    clusters: &Clusters,
    bare: &FxHashSet<u32>,
    mentions: &mut Vec<Mention>,
) {
    let mut runs = Vec::new();
    scan(page, line, lower, &mut runs);
    for run in runs {
        let whole = Range { start: run.start.min(run.name.start), end: run.name.end };
        if matches!(run.sort, Sort::Organisation) && run.words(page) <= 3 {
            mentions.push(run);
            continue;
        }
        let (mut i, known) = (whole.start, mentions.len());
        while i < whole.end {
            let found = known_at(page, i, whole.end, &run, clusters);
            i = found.map_or(i + 1, |m| m.name.end);
            mentions.extend(found);
        }
        let given = page.class(run.name.start).is_given_name();
        if mentions.len() == known && run.sort == Sort::Person && given && run.words(page) > 1 {
            mentions.extend(unknown(page, run, bare));
        }
    }
}

/// A name that only the headline gives in full: its surname must stand in the body.
fn unknown(page: Page<'_>, run: Mention, bare: &FxHashSet<u32>) -> Option<Mention> {
    let end = run.name.start + 2;
    let name = Range { start: run.name.start, end };
    bare.contains(&page.key(end - 1)).then_some(Mention { name, ..run })
}

/// A full name or surname of the body at token `i` of a headline.
fn known_at(page: Page<'_>, i: usize, end: usize, run: &Mention, clusters: &Clusters) -> Option<Mention> {
    let base = Mention { start: i, gender: Gender::Unknown, honorific: false, cluster: NONE, ..*run };
    for length in [4, 3, 2] {
        let name = Range { start: i, end: i + length };
        let mention = Mention { name, sort: Sort::Person, ..base };
        if name.end <= end && clusters.find_full(page, &mention).is_some() {
            return Some(mention);
        }
    }
    let mention = Mention { name: Range { start: i, end: i + 1 }, sort: Sort::Single, ..base };
    let known = page.is(i, Class::CAPITAL) && clusters.family(page.key(i)).next().is_some();
    known.then_some(mention)
}

/// The second reading, in order: single words find their cluster, and clusters learn where they stand.
fn in_order(page: Page<'_>, mentions: &mut [Mention], clusters: &mut Clusters) -> nominals::Roles {
    let mut roles = nominals::Roles::new(clusters);
    for mention in mentions.iter_mut() {
        if mention.cluster == NONE {
            mention.cluster = match mention.sort {
                Sort::Organisation => organisation(page, mention, clusters),
                Sort::Person | Sort::Single | Sort::Acronym | Sort::Place => one_word(page, mention, clusters),
                Sort::Nominal | Sort::Unnamed => nominals::lead(page, mention, clusters, &mut roles),
                Sort::Maybe | Sort::Title => NONE,
            };
            let words = mention.words(page);
            if matches!(mention.sort, Sort::Nominal | Sort::Unnamed) {
                if let Some(cluster) = clusters.get_mut(mention.cluster) {
                    cluster.meet(mention.name.start, false);
                }
                continue;
            }
            if let Some(cluster) = clusters.get_mut(mention.cluster) {
                cluster.join(page, mention);
                if words == 1 && cluster.is_person() {
                    roles::learn(page, mention, cluster);
                }
                roles.note(mention.cluster, cluster);
            }
        }
        if let Some(cluster) = clusters.get_mut(mention.cluster) {
            cluster.meet(mention.name.start, mention.words(page) == 1);
        }
    }
    roles
}

fn organisation(page: Page<'_>, mention: &Mention, clusters: &mut Clusters) -> u32 {
    let known = clusters.organisation(phrase_key(page, mention.name));
    let id = known.unwrap_or_else(|| clusters.add(page, mention));
    // Acme Relief Fund (ARF)
    let end = mention.name.end;
    if page.word(end) == "(" && page.is(end + 1, Class::UPPER) && page.word(end + 2) == ")" {
        clusters.also_called(page.key(end + 1), id);
    }
    id
}

fn one_word(page: Page<'_>, mention: &Mention, clusters: &mut Clusters) -> u32 {
    let at = mention.last(page);
    if mention.words(page) > 1 {
        return clusters.find_full(page, mention).unwrap_or_else(|| clusters.add(page, mention));
    }
    if let Some(id) = by_surname(page, mention, at, clusters) {
        return id;
    }
    if let Some(id) = by_given_name(page, mention, at, clusters) {
        return id;
    }
    if let Some(id) = clusters.organisation(page.key(at)) {
        return id;
    }
    if let Some(id) = clusters.misspelt_surname(page, at, mention.honorific).filter(|_| mention.sort != Sort::Place) {
        return id;
    }
    new_one_word(page, mention, at, clusters)
}

/// The best cluster with this surname.
fn by_surname(page: Page<'_>, mention: &Mention, at: usize, clusters: &Clusters) -> Option<u32> {
    if mention.sort == Sort::Place && after_preposition(page, mention.start) {
        return None;
    }
    let family: Vec<(u32, &Cluster)> = clusters
        .family(page.key(at))
        .filter_map(|id| Some((id, clusters.get(id)?)))
        .filter(|(_, c)| c.may_be(mention.gender))
        .collect();
    let bare = family.iter().map(|(_, c)| c.bare_at).max().flatten();
    let recent = family.iter().map(|(_, c)| c.last_at).max().unwrap_or(0);
    let score = |c: &Cluster| {
        let near = page.paragraph_number(at) <= page.paragraph_number(c.last_at) + 1;
        let titled = (mention.start..mention.name.start).any(|i| {
            page.is(i, Class::TITLE)
                && c.groups.iter().any(|g| g.1 == page.hash(i) || (g.0 > 0 && g.0 == page.class(i).group()))
        });
        4.0 * f32::from(u8::from(titled))
            + c.fulls.min(5) as f32
            + if c.seen > 0 && c.last_at == recent { 2.0 } else { 0.0 }
            + if bare.is_some() && c.bare_at == bare { 1.5 } else { 0.0 }
            - if c.ground == Ground::None { 2.0 } else { 0.0 }
            + match (c.seen > 0, near) {
                (true, true) => 2.0,
                (true, false) => 0.5,
                (false, _) => -2.0,
            }
    };
    family.iter().max_by(|a, b| score(a.1).total_cmp(&score(b.1)).then(b.0.cmp(&a.0))).map(|f| f.0)
}

/// Somebody called by the given name, or by the first part of a name that begins with the surname.
fn by_given_name(page: Page<'_>, mention: &Mention, at: usize, clusters: &Clusters) -> Option<u32> {
    if mention.sort == Sort::Place || page.is(at, Class::NOT_GIVEN) && !mention.honorific {
        return None;
    }
    clusters
        .namesakes(page.key(at))
        .filter_map(|id| Some((id, clusters.get(id)?)))
        .filter(|(_, c)| (c.may_be(mention.gender) || c.ground < Ground::Role) && c.is_person())
        .max_by_key(|(_, c)| (c.seen.min(1), c.last_at, c.fulls))
        .map(|f| f.0)
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

/// A word nobody is known by opens a cluster of its own; what shows that it is a person, it remembers.
fn new_one_word(page: Page<'_>, mention: &Mention, at: usize, clusters: &mut Clusters) -> u32 {
    let class = page.class(at);
    let thing = Class::NATION.or(Class::DOCUMENT).or(Class::COLLECTIVE).or(Class::PEOPLE).or(Class::ROLE);
    if mention.sort != Sort::Person && class.has(thing.or(Class::QUOTED)) {
        return NONE;
    }
    let article = page.previous(at).is_some_and(|p| page.is(p, Class::DEFINITE.or(Class::INDEFINITE)));
    let id = clusters.add(page, mention);
    let bare = !article && !after_preposition(page, at);
    let proven = mention.sort == Sort::Person || mention.sort == Sort::Single && bare && speaks(page, mention.name);
    if let Some(cluster) = clusters.get_mut(id) {
        cluster.proven = proven;
    }
    id
}
