//! One-word names: whose surname or given name it is, or somebody new.

use super::beside::{after_preposition, speaks};
use super::cluster::{Cluster, Clusters, Ground};
use super::lexicon::Class;
use super::mention::{Mention, Sort};
use super::page::Page;
use crate::annotate::doc::NONE;

pub(super) fn one_word(page: Page<'_>, mention: &Mention, clusters: &mut Clusters) -> u32 {
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
    let eldest = family.iter().map(|(_, c)| c.name.start).min();
    let recent = family.iter().map(|(_, c)| c.last_at).max().unwrap_or(0);
    let score = |c: &Cluster| {
        let near = page.paragraph_number(at) <= page.paragraph_number(c.last_at) + 1;
        let titled = (mention.start..mention.name.start).any(|i| {
            page.is(i, Class::TITLE)
                && c.groups.iter().any(|g| g.1 == page.hash(i) || (g.0 > 0 && g.0 == page.class(i).group()))
        });
        4.0 * f32::from(u8::from(titled))
            + c.fulls.min(5) as f32
            + if c.seen > 0 && c.last_at == recent { 1.0 } else { 0.0 }
            + if bare.is_some() && c.bare_at == bare { 3.0 } else { 0.0 }
            + if bare.is_none() && Some(c.name.start) == eldest { 1.0 } else { 0.0 }
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
    // `Brooklyn said`: a place that says something, where somebody has the name.
    let says = speaks(page, mention.name) && !after_preposition(page, mention.start);
    if (mention.sort == Sort::Place || page.is(at, Class::NOT_GIVEN) && !mention.honorific) && !says {
        return None;
    }
    clusters
        .namesakes(page.key(at))
        .filter_map(|id| Some((id, clusters.get(id)?)))
        .filter(|(_, c)| (c.may_be(mention.gender) || c.ground < Ground::Role) && c.is_person())
        .max_by_key(|(_, c)| (c.seen.min(1), c.last_at, c.fulls))
        .map(|f| f.0)
        .or_else(|| clusters.shortened(page, at).filter(|_| says))
}

/// `Dean said`: a word that may be a title, and is the name of somebody known.
pub(super) fn titled_name(page: Page<'_>, mention: &Mention, clusters: &Clusters) -> u32 {
    let article = page.is(mention.start.wrapping_sub(1), Class::DEFINITE.or(Class::INDEFINITE));
    if article || mention.name.end != mention.start + 1 {
        return NONE;
    }
    by_surname(page, mention, mention.start, clusters)
        .or_else(|| by_given_name(page, mention, mention.start, clusters))
        .unwrap_or(NONE)
}

/// A word nobody is known by opens a cluster of its own; what shows that it is a person, it remembers.
fn new_one_word(page: Page<'_>, mention: &Mention, at: usize, clusters: &mut Clusters) -> u32 {
    let class = page.class(at);
    // `Candid: Ann Lee at home`: what opens a caption is no name.
    if page.word(at + 1) == ":" && page.sentence(at).start == at && mention.sort == Sort::Single {
        return NONE;
    }
    if class.has(Class::ORDINARY) && page.begins_sentence(at) && mention.sort == Sort::Single && !class.is_given_name()
    {
        return NONE;
    }
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
