//! From names in the text to clusters: full names first, then single words in the order of the text.

use super::beside::speaks;
use super::cluster::{Clusters, phrase_key};
use super::kinds::scan;
use super::lexicon::Class;
use super::mention::{Mention, Sort};
use super::page::{Page, classes};
use super::runs::LowerWords;
use super::single::{one_word, titled_name};
use super::{headline, nominals, roles};
use crate::annotate::attributes::Attributes;
use crate::annotate::doc::{Doc, NONE};
use crate::annotate::token::Range;
use crate::annotate::words::Tag;
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
pub(super) fn gather(text: &str, doc: &Doc, attrs: &Attributes, title: Option<&str>) -> Gathered {
    let mut classes = classes(text, doc);
    mark_ordinary(doc, attrs, &mut classes);
    let headlines = headline::mark(text, doc, title, &mut classes);
    let page = Page::new(text, doc, &classes);
    let lower = LowerWords::new(page);
    let mut mentions = Vec::with_capacity(doc.tokens.len() / 12);
    let is_headline = |p: Range| page.is(p.start, Class::HEADLINE);
    for &paragraph in doc.paragraphs.iter().filter(|&&p| !is_headline(p)) {
        scan(page, paragraph, &lower, &mut mentions);
    }
    let mut clusters = Clusters::default();
    full_names(page, &mut mentions, &mut clusters);
    full_bodies(page, &mut mentions, &mut clusters);
    if headlines {
        let bare = mentions.iter().filter(|m| m.sort == Sort::Single).map(|m| page.key(m.name.start)).collect();
        for &paragraph in doc.paragraphs.iter().filter(|&&p| is_headline(p)) {
            headline::names(page, paragraph, &lower, &clusters, &bare, &mut mentions);
        }
    }
    for &paragraph in doc.paragraphs.iter().filter(|&&p| !is_headline(p)) {
        nominals::scan(page, paragraph, &mut mentions);
    }
    mentions.sort_by_key(|m| (m.name.start, std::cmp::Reverse(m.name.end)));
    let roles = in_order(page, &mut mentions, &mut clusters);
    Gathered { classes, clusters, mentions, roles }
}

/// Capitalised words whose usual part of speech is no name's.
fn mark_ordinary(doc: &Doc, attrs: &Attributes, classes: &mut [Class]) {
    for (number, paragraph) in doc.paragraphs.iter().enumerate() {
        for i in paragraph.iter() {
            let name = matches!(Tag::from_number(attrs.get(number, i).tag), Tag::Nnp | Tag::X | Tag::Cd);
            if let Some(class) = classes.get_mut(i).filter(|c| c.has(Class::CAPITAL) && !name) {
                class.add(Class::ORDINARY);
            }
        }
    }
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

/// Organisations by their full names, so that short forms find them wherever they stand.
fn full_bodies(page: Page<'_>, mentions: &mut [Mention], clusters: &mut Clusters) {
    for mention in mentions.iter_mut().filter(|m| m.sort == Sort::Organisation && m.name.end > m.name.start + 1) {
        mention.cluster = organisation(page, mention, clusters);
        if let Some(cluster) = clusters.get_mut(mention.cluster) {
            cluster.join(page, mention);
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

/// The second reading, in order: single words find their cluster, and clusters learn where they stand.
fn in_order(page: Page<'_>, mentions: &mut [Mention], clusters: &mut Clusters) -> nominals::Roles {
    let mut roles = nominals::Roles::new(clusters);
    for mention in mentions.iter_mut() {
        if mention.cluster == NONE {
            mention.cluster = match mention.sort {
                Sort::Organisation => organisation(page, mention, clusters),
                Sort::Person | Sort::Single | Sort::Acronym | Sort::Place => one_word(page, mention, clusters),
                Sort::Nominal | Sort::Unnamed => nominals::lead(page, mention, clusters, &mut roles),
                Sort::Title => titled_name(page, mention, clusters),
                Sort::Maybe => NONE,
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
            let bare = mention.words(page) == 1 && page.key(mention.last(page)) == cluster.last;
            cluster.meet(mention.name.start, bare);
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
