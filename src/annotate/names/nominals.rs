//! Persons described and not named: "a nurse" is somebody new, "the mayor" may be somebody known.

use super::cluster::{Cluster, Clusters};
use super::lexicon::Class;
use super::mention::{Gender, Mention, Sort, gender_of};
use super::page::Page;
use crate::annotate::doc::NONE;
use crate::annotate::token::{Range, Shape, hash_of};
use rustc_hash::FxHashMap;

/// Which clusters have a role, by the group or word of its head noun.
#[derive(Debug, Default)]
pub(super) struct Roles(FxHashMap<(u16, u32), Vec<u32>>);

/// How many clusters of one role are remembered.
const SAME_ROLE: usize = 16;

fn role_key(group: u16, hash: u32) -> (u16, u32) {
    if group > 0 { (group, 0) } else { (0, hash) }
}

impl Roles {
    pub(super) fn new(clusters: &Clusters) -> Self {
        let mut roles = Self::default();
        for id in 0..u32::try_from(clusters.len()).unwrap_or(0) {
            if let Some(cluster) = clusters.get(id) {
                roles.note(id, cluster);
            }
        }
        roles
    }

    /// Notes what a cluster has learned since.
    pub(super) fn note(&mut self, id: u32, cluster: &Cluster) {
        for &(group, hash) in &cluster.groups {
            let holders = self.0.entry(role_key(group, hash)).or_default();
            if holders.len() < SAME_ROLE && !holders.contains(&id) {
                holders.push(id);
            }
        }
    }

    /// Who may be meant by a description with this head noun.
    pub(super) fn find(&self, page: Page<'_>, phrase: Range, head: usize, clusters: &Clusters) -> Option<u32> {
        let holders = self.0.get(&role_key(page.class(head).group(), page.hash(head)))?;
        let gender = gender_of(page.class(head));
        let sentence = page.sentence_number(head);
        let score = |c: &Cluster| {
            let back = sentence.saturating_sub(page.sentence_number(c.last_at));
            let near = match back {
                _ if c.seen == 0 => 0,
                0..=2 => 4,
                3..=6 => 3,
                _ => 2,
            };
            let exact = c.groups.iter().any(|g| g.1 == page.hash(head));
            1 + near + 2 * i32::from(exact) + owner(page, phrase, head, c) + rank(page, phrase, c)
        };
        let best = holders
            .iter()
            .filter_map(|&id| Some((id, clusters.get(id)?)))
            .filter(|(_, c)| c.may_be(gender) && c.is_somebody() && !phrase.contains(c.last_at))
            .map(|(id, c)| (id, score(c), c.last_at))
            .max_by_key(|&(_, s, at)| (s, at))?;
        (best.1 >= 3).then_some(best.0)
    }
}

/// `Tunisia's coach`, `the Texas senator`: the capitalised words must not belong to somebody else's role.
fn owner(page: Page<'_>, phrase: Range, head: usize, cluster: &Cluster) -> i32 {
    let proper = |i: &usize| {
        page.is(*i, Class::CAPITAL)
            && !page.is(*i, Class::TITLE.or(Class::DEFINITE).or(Class::ROLE).or(Class::INDEFINITE).or(Class::FUNCTION))
    };
    let mut words = (phrase.start..head).filter(proper).peekable();
    if words.peek().is_none() {
        return 0;
    }
    let said = |w: usize| {
        let key = page.word(w).get(..4).unwrap_or(page.word(w));
        cluster.roles.iter().any(|r| r.iter().any(|i| page.word(i).starts_with(key)))
    };
    let another = cluster.roles.iter().any(|r| r.iter().any(|i| proper(&i)));
    match words.any(said) {
        true => 2,
        false if another => -3,
        false => -1,
    }
}

/// A shadow minister is no minister, nor is a deputy.
fn rank(page: Page<'_>, phrase: Range, cluster: &Cluster) -> i32 {
    let ranks = ["shadow", "deputy", "vice", "assistant"];
    let has = |range: Range, rank: &str| range.iter().any(|i| page.word(i).eq_ignore_ascii_case(rank));
    let clash = |rank: &str| has(phrase, rank) && !cluster.roles.iter().any(|&r| has(r, rank));
    if ranks.iter().any(|rank| clash(rank)) { -3 } else { 0 }
}

/// Finds the descriptions of single persons in one paragraph.
pub(super) fn scan(page: Page<'_>, paragraph: Range, out: &mut Vec<Mention>) {
    let mut i = paragraph.start;
    while i < paragraph.end {
        let class = page.class(i);
        let opens = class.has(Class::DEFINITE.or(Class::INDEFINITE))
            && !class.has(Class::SPEAKER_PRONOUN)
            && !class.has(Class::QUOTED);
        let found = if opens { description(page, i, paragraph.end) } else { None };
        i = found.map_or(i + 1, |m| m.name.end);
        out.extend(found);
    }
}

/// The description that the determiner `i` opens.
fn description(page: Page<'_>, i: usize, limit: usize) -> Option<Mention> {
    let class = page.class(i);
    let new = matches!(page.word(i), "a" | "an" | "A" | "An" | "one" | "another" | "One" | "Another");
    if !new && !class.has(Class::DEFINITE) {
        return None;
    }
    let mut head = None;
    for j in i + 1..limit.min(i + 8) {
        let class = page.class(j);
        if !class.has(Class::LOWER.or(Class::CAPITAL))
            && page.token(j).is_none_or(|t| t.shape != Shape::Digit && t.shape != Shape::Other)
        {
            break;
        }
        if class.has(
            Class::FUNCTION
                .or(Class::PREPOSITION)
                .or(Class::SPEECH)
                .or(Class::AUX)
                .or(Class::CONJUNCTION)
                .or(Class::WHO)
                .or(Class::OWNER)
                .or(Class::QUOTED),
        ) && !is_role(page, j)
            && !(class.has(Class::CAPITAL) && !class.has(Class::QUOTED.or(Class::OWNER)) && !new)
        {
            break;
        }
        if is_role(page, j) {
            head = Some(j);
        } else if head.is_some() && !(class.has(Class::CAPITAL) && page.is(j - 1, Class::CAPITAL)) {
            break;
        }
    }
    let head = head.filter(|&h| ends(page, h))?;
    // In Tarn, the mayor said: behind a comma, what speaks is no apposition.
    let speaks =
        page.is_comma(i.wrapping_sub(1)) && page.is(head + 1, Class::SPEECH) && page.is(head + 1, Class::LOWER);
    if predicate_or_apposition(page, i) && !speaks {
        return None;
    }
    let name = Range { start: i + 1, end: head + 1 };
    let sort = if new { Sort::Unnamed } else { Sort::Nominal };
    Some(Mention { name, start: i, sort, gender: gender_of(page.class(head)), honorific: false, cluster: NONE })
}

fn is_role(page: Page<'_>, i: usize) -> bool {
    let class = page.class(i);
    (class.has(Class::ROLE)
        || class.has(Class::TITLE.or(Class::OFFICE)) && class.has(Class::CAPITAL) && class.group() > 0)
        && !class.has(Class::HONORIFIC.or(Class::PEOPLE))
}

/// `was a nurse`, `Ann Lee, a nurse`: said of somebody already mentioned.
fn predicate_or_apposition(page: Page<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1).filter(|&b| page.sentence_number(b) == page.sentence_number(i)) else {
        return false;
    };
    if page.is_comma(before) {
        let named = page.class(before.wrapping_sub(1));
        return named.has(Class::CAPITAL)
            || page.token(before.wrapping_sub(1)).is_some_and(|t| t.shape == Shape::Digit);
    }
    page.is(before, Class::AUX) && !page.is(before, Class::QUOTED)
        || matches!(
            page.word(before),
            "as" | "like" | "became" | "becoming" | "become" | "named" | "elected" | "called" | "being" | "not"
        )
}

/// What follows shows that the noun is the head, and that no name follows.
fn ends(page: Page<'_>, head: usize) -> bool {
    let next = page.class(head + 1);
    if page.is_comma(head + 1) {
        return !page.is(head + 2, Class::CAPITAL);
    }
    if next.has(Class::CAPITAL) {
        return false;
    }
    !next.has(Class::LOWER)
        || page.is_verb_like(head + 1)
        || next.has(Class::FUNCTION.or(Class::PREPOSITION).or(Class::WHO).or(Class::CONJUNCTION).or(Class::THAT))
        || page.word(head + 1).ends_with("ing")
        || page.word(head + 1).ends_with("ly")
}

/// `the star`, `the 40-year-old farmer`, said of somebody already named.
pub(super) fn is_epithet(page: Page<'_>, mention: &Mention) -> bool {
    let aged = |i: usize| page.word(i).ends_with("-year-old");
    is_definite(page, mention) && (page.is(mention.name.end - 1, Class::EPITHET) || mention.name.iter().any(aged))
}

/// Whether somebody is known to be what the noun `head` says (1), to be something else (-1), or neither.
pub(super) fn fit(page: Page<'_>, head: usize, cluster: &Cluster) -> i8 {
    let class = page.class(head);
    let party = class.has(Class::NATION) && class.has(Class::ROLE);
    let key = role_key(class.group(), page.hash(head));
    let same = |&(group, hash): &(u16, u32)| role_key(group, hash) == key || party && is_lawmaker(hash);
    match () {
        () if cluster.groups.iter().any(same) => 1,
        () if (party || class.has(Class::OFFICE)) && !cluster.groups.is_empty() => -1,
        () => 0,
    }
}

/// `the Texas Republican` is somebody elected.
fn is_lawmaker(hash: u32) -> bool {
    const OFFICES: [u32; 9] = [
        hash_of("sen"),
        hash_of("sen."),
        hash_of("senator"),
        hash_of("rep"),
        hash_of("rep."),
        hash_of("representative"),
        hash_of("congressman"),
        hash_of("congresswoman"),
        hash_of("lawmaker"),
    ];
    OFFICES.contains(&hash)
}

/// `the fireman`, not `his father`.
pub(super) fn is_definite(page: Page<'_>, mention: &Mention) -> bool {
    mention.sort == Sort::Nominal && matches!(page.word(mention.start), "the" | "The")
}

/// The cluster of a description: a new one for "a nurse", and for "the nurse" if nobody is known to be one.
pub(super) fn lead(page: Page<'_>, mention: &Mention, clusters: &mut Clusters, roles: &mut Roles) -> u32 {
    let head = mention.name.end - 1;
    if mention.sort == Sort::Nominal {
        if let Some(id) = roles.find(page, mention.name, head, clusters) {
            return id;
        }
        // Offices and functions of nobody known say little, and `the star` is somebody named before; a man, a woman,
        // a victim is somebody.
        if mention.gender == Gender::Unknown || is_epithet(page, mention) {
            return NONE;
        }
    }
    let id = clusters.add(page, mention);
    if let Some(cluster) = clusters.get_mut(id) {
        cluster.proven = true;
        cluster.add_role(page, mention.name, head);
        roles.note(id, cluster);
    }
    id
}
