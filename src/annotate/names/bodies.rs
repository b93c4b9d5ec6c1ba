//! Organisations that are described, not named: "the company", "it", "a report from Acme".

use super::Cast;
use super::beside::{after_preposition, speaks};
use super::cluster::{Cluster, Ground};
use super::lexicon::Class;
use super::mention::{Mention, Sort, reaching, starting_before};
use super::page::Page;
use crate::annotate::token::Range;

/// How many sentences back a body that "the company" means may have been named.
const BACK: u32 = 12;
/// How many mentions are looked at.
const LOOK: usize = 40;

impl Cast {
    /// Which organisation "the company" means: one whose name holds the noun, else the one spoken of last.
    pub(super) fn body(&self, page: Page<'_>, phrase: Range, head: usize) -> Option<u32> {
        let definite = page.is(phrase.start.wrapping_sub(1), Class::DEFINITE) || page.is(phrase.start, Class::DEFINITE);
        let plain =
            phrase.end <= head + 1 && head < phrase.start + 3 && !phrase.iter().any(|i| page.is(i, Class::OWNER));
        let proper = phrase.iter().any(|i| page.is(i, Class::CAPITAL) && !page.is(i, Class::DEFINITE));
        if !definite || !plain || proper || !page.is(head, Class::BODY) || !page.is(head, Class::LOWER) {
            return None;
        }
        let noun = page.hash(head);
        let sentence = page.sentence_number(head);
        let score = |m: &Mention, cluster: &Cluster| {
            let back = sentence.saturating_sub(page.sentence_number(m.name.start));
            let named = cluster.name.iter().any(|i| page.hash(i) == noun);
            let subject = page.is_verb_like(m.name.end) && !after_preposition(page, m.start);
            4.0 * f32::from(u8::from(named)) + 1.5 * f32::from(u8::from(subject)) - 0.4 * back as f32
                + 0.6 * cluster.seen.min(6) as f32
        };
        self.recent_bodies(page, head, BACK)
            .filter_map(|m| Some((m, self.gathered.clusters.get(m.cluster)?)))
            .filter(|(_, c)| c.sort != Sort::Single)
            .map(|(m, c)| (m.cluster, score(m, c)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|found| found.0)
    }

    /// `the farm`: the body whose name holds this noun.
    pub(super) fn called(&self, page: Page<'_>, phrase: Range) -> Option<u32> {
        let head = phrase.end.checked_sub(1)?;
        let alone = page.is(phrase.start, Class::LOWER) && head == phrase.start;
        let definite = matches!(page.word(head.wrapping_sub(1)), "the" | "The");
        if !alone || !definite || page.is(head, Class::ROLE.or(Class::PEOPLE).or(Class::DOCUMENT)) {
            return None;
        }
        let noun = page.hash(head);
        let holds = |c: &Cluster| c.name.end > c.name.start + 1 && c.name.iter().any(|i| page.hash(i) == noun);
        let mut named = self.recent_bodies(page, head, u32::MAX);
        named.find(|m| self.gathered.clusters.get(m.cluster).is_some_and(holds)).map(|m| m.cluster)
    }

    /// The last organisation named before `at` as a subject, else the last before a verb.
    pub(super) fn last_body(&self, page: Page<'_>, at: usize) -> Option<(usize, u32)> {
        let subject = |m: &&Mention| {
            let acts = page.is_verb_like(m.name.end) || speaks(page, m.name);
            !page.is(m.name.end - 1, Class::OWNER) && acts && !after_preposition(page, m.start)
        };
        let recent = || self.recent_bodies(page, at, 3);
        let found = recent().find(subject).or_else(|| recent().find(|m| page.is_verb_like(m.name.end)));
        found.map(|m| (m.name.start, m.cluster))
    }

    /// The organisations named before `at` outside quotation marks, the latest first.
    fn recent_bodies<'a>(&'a self, page: Page<'a>, at: usize, back: u32) -> impl Iterator<Item = &'a Mention> {
        let mentions = &self.gathered.mentions;
        let end = starting_before(mentions, at);
        let sentence = page.sentence_number(at);
        let near = move |m: &&Mention| sentence.saturating_sub(page.sentence_number(m.name.start)) <= back;
        let body = move |m: &&Mention| {
            let cluster = self.gathered.clusters.get(m.cluster);
            cluster.is_some_and(|c| matches!(c.sort, Sort::Organisation | Sort::Acronym) || is_firm(page, c))
        };
        let narrated = move |m: &&Mention| !page.quoted(m.name.start);
        mentions.iter().take(end).rev().take(LOOK).take_while(near).filter(narrated).filter(body)
    }

    /// `a report from Acme`, `research by Ann Lee`, `Acme's report`: who issued a document.
    pub(super) fn issuer(&self, page: Page<'_>, phrase: Range) -> Option<u32> {
        let document = phrase.iter().find(|&i| page.is(i, Class::DOCUMENT) && page.is(i, Class::LOWER))?;
        let mentions = &self.gathered.mentions;
        let inside = || {
            let first = reaching(mentions, phrase.start);
            mentions.iter().skip(first).take_while(|m| m.name.start < phrase.end)
        };
        let voice = |m: &&Mention| {
            self.gathered.clusters.get(m.cluster).is_some_and(|c| {
                matches!(c.sort, Sort::Organisation | Sort::Acronym) || c.is_person() && (c.proven || c.fulls > 0)
            })
        };
        let owner = |m: &&Mention| m.name.end <= document && page.is(m.name.end - 1, Class::OWNER);
        let behind = |m: &&Mention| {
            let mut before = m.start.wrapping_sub(1);
            if page.is(before, Class::DEFINITE) {
                before = before.wrapping_sub(1);
            }
            m.start > document && matches!(page.word(before), "by" | "from")
        };
        let firm = |m: &&Mention| {
            let cluster = self.gathered.clusters.get(m.cluster);
            cluster.is_some_and(|c| c.sort == Sort::Single && !page.is(m.name.start, Class::PLACE.or(Class::NATION)))
        };
        // A Fox News report
        let attached = |m: &&Mention| {
            m.name.end <= document && document <= m.name.end + 1 && !page.is(m.name.end - 1, Class::OWNER)
        };
        let found = inside()
            .filter(|m| voice(m) || firm(m))
            .find(behind)
            .or_else(|| inside().filter(voice).find(|m| owner(m) || attached(m)));
        found.map(|m| m.cluster)
    }
}

/// A name that nothing shows to be a person's: `Osisoft`.
fn is_firm(page: Page<'_>, cluster: &Cluster) -> bool {
    let unknown =
        cluster.sort == Sort::Single && !cluster.proven && cluster.fulls == 0 && cluster.ground == Ground::None;
    unknown && cluster.inside && !page.class(cluster.name.start).is_given_name()
}
