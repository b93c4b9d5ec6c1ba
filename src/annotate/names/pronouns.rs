//! he and she: each is led to the person it most likely means, left to right, and joins that person's chain.

use super::beside::{after_preposition, speaks};
use super::cluster::{Cluster, Clusters, Ground};
use super::lexicon::Class;
use super::mention::{Gender, Mention, Sort};
use super::nominals;
use super::page::Page;
use super::weights::{self, Feature, Features};
use crate::annotate::doc::NONE;
use crate::annotate::token::Range;

/// How many persons, the most recent first, a pronoun may mean.
const CANDIDATES: usize = 24;

/// What it weighs that somebody is known to be what a description says, or to be something else.
const ROLE_FIT: f32 = 1.5;

/// A resolved pronoun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pronoun {
    pub(super) at: usize,
    /// The cluster it means, or NONE.
    pub(super) cluster: u32,
    /// By how much that cluster's score is above the next one's; infinite if there is no other.
    pub(super) margin: f32,
    pub(super) second: u32,
    /// Sentences since the person was last named, not only meant.
    pub(super) far: u32,
}

/// Where a cluster was last met.
#[derive(Clone, Copy, Debug, Default)]
struct Trace {
    sentence: u32,
    paragraph: u32,
    features: Features,
    named_in: u32,
    spoke_in: Option<u32>,
    met: bool,
}

/// The walk through an article.
struct Walk<'a> {
    page: Page<'a>,
    clusters: &'a Clusters,
    traces: Vec<Trace>,
    /// Persons, the most recently met first.
    recent: Vec<u32>,
    last_speaker: u32,
    last_antecedent: u32,
    /// The sentence in which some person was last met.
    person_sentence: Option<u32>,
    out: Vec<Pronoun>,
}

/// Resolves every he and she of an article; `observe` sees each pronoun's token, candidate and features.
pub(super) fn resolve(
    page: Page<'_>,
    clusters: &Clusters,
    mentions: &[Mention],
    mut observe: impl FnMut(usize, u32, Features),
) -> Vec<Pronoun> {
    let mut walk = Walk {
        page,
        clusters,
        traces: vec![Trace::default(); clusters.len()],
        recent: Vec::new(),
        last_speaker: NONE,
        last_antecedent: NONE,
        person_sentence: None,
        out: Vec::new(),
    };
    let mut next = mentions.iter().peekable();
    for i in 0..page.len() {
        while let Some(mention) = next.next_if(|m| m.name.start <= i) {
            if mention.cluster == NONE && nominals::is_definite(page, mention) {
                walk.epithet(mention, nominals::is_epithet(page, mention));
            } else {
                walk.mention(mention);
            }
        }
        if page.is(i, Class::HE.or(Class::SHE)) && !page.is(i, Class::UPPER) {
            walk.pronoun(i, &mut observe);
        }
    }
    walk.out
}

impl Walk<'_> {
    fn mention(&mut self, mention: &Mention) {
        let person = self.clusters.get(mention.cluster).is_some_and(|c| c.is_somebody() && !self.only_opens(c));
        if !person
            || self.page.is(mention.name.start, Class::HEADLINE) && self.page.sentence_number(mention.name.start) > 0
        {
            return;
        }
        self.met(mention.cluster, mention.name, mention.sort == Sort::Nominal);
    }

    /// `Pictured`, `Shockingly`: a word that only ever opens a sentence, and no given name.
    fn only_opens(&self, cluster: &Cluster) -> bool {
        let word = cluster.fulls == 0 && !cluster.inside && !cluster.proven && cluster.sort == Sort::Single;
        word && !self.page.class(cluster.name.start).is_given_name()
    }

    /// Notes where a person was met, by name or by a pronoun.
    fn met(&mut self, id: u32, at: Range, chain: bool) {
        let page = self.page;
        let sentence = page.sentence_number(at.start);
        let mut features = place(page, at);
        if chain {
            features.set(Feature::Chain);
        }
        if self.person_sentence != Some(sentence) && !features.has(Feature::Quoted) {
            features.set(Feature::FirstOfSentence);
            self.person_sentence = Some(sentence);
        }
        let Some(trace) = self.traces.get_mut(id as usize) else { return };
        if trace.met && features.has(Feature::Quoted) && !trace.features.has(Feature::Quoted) {
            return;
        }
        trace.met = true;
        trace.features = features;
        trace.sentence = sentence;
        trace.paragraph = page.paragraph_number(at.start);
        if !chain {
            trace.named_in = sentence;
        }
        if speaks(page, at) && !features.has(Feature::Quoted) {
            trace.spoke_in = Some(sentence);
            self.last_speaker = id;
        }
        self.recent.retain(|&r| r != id);
        self.recent.insert(0, id);
        self.recent.truncate(CANDIDATES);
    }

    /// `the star`: somebody named before, whom a pronoun might mean here; if that is not `sure`, later pronouns do not
    /// build on it.
    fn epithet(&mut self, mention: &Mention, sure: bool) {
        let head = mention.name.end - 1;
        let (page, clusters) = (self.page, self.clusters);
        let fit = |id: u32| clusters.get(id).map_or(0.0, |c| ROLE_FIT * f32::from(nominals::fit(page, head, c)));
        let led = self.lead(head, mention.gender, &fit, &mut |_, _, _| {});
        if sure {
            self.led(led, mention.name);
        }
    }

    fn pronoun(&mut self, i: usize, observe: &mut impl FnMut(usize, u32, Features)) {
        let gender = if self.page.is(i, Class::HE) { Gender::Man } else { Gender::Woman };
        let led = self.lead(i, gender, &|_| 0.0, observe);
        self.led(led, Range { start: i, end: i + 1 });
    }

    /// Notes that a person was meant at `at`.
    fn led(&mut self, id: u32, at: Range) {
        if id != NONE && !self.page.quoted(at.end - 1) {
            self.last_antecedent = id;
            self.met(id, at, true);
        }
    }

    /// Leads what stands at the token `i` to the person it most likely means; `fit` is what else speaks for a person.
    fn lead(
        &mut self,
        i: usize,
        gender: Gender,
        fit: &impl Fn(u32) -> f32,
        observe: &mut impl FnMut(usize, u32, Features),
    ) -> u32 {
        let page = self.page;
        let context = Context::new(self, i, gender);
        let mut best = (NONE, f32::NEG_INFINITY);
        let mut second = best;
        for &id in &self.recent {
            let Some(cluster) = self.clusters.get(id) else { continue };
            if !cluster.may_be(gender) {
                continue;
            }
            let features = context.features(self, id, cluster);
            observe(i, id, features);
            let score = weights::score(features) + fit(id);
            if score > best.1 {
                second = best;
                best = (id, score);
            } else if score > second.1 {
                second = (id, score);
            }
        }
        let sentence = page.sentence_number(i);
        let far = self.traces.get(best.0 as usize).map_or(0, |t| sentence.saturating_sub(t.named_in));
        let margin = if second.0 == NONE { f32::INFINITY } else { best.1 - second.1 };
        self.out.push(Pronoun { at: i, cluster: best.0, margin, second: second.0, far });
        best.0
    }
}

/// What does not depend on the candidate.
struct Context {
    sentence: u32,
    paragraph: u32,
    begins_sentence: bool,
    begins_paragraph: bool,
    gender: Gender,
    speaks: bool,
    object: bool,
    owner: bool,
    quoted: bool,
}

impl Context {
    fn new(walk: &Walk<'_>, i: usize, gender: Gender) -> Self {
        let page = walk.page;
        let begins_sentence = page.begins_sentence(i);
        Self {
            sentence: page.sentence_number(i),
            paragraph: page.paragraph_number(i),
            begins_sentence,
            begins_paragraph: begins_sentence && page.sentence(i).start == page.paragraph(i).start,
            gender,
            speaks: speaks(page, Range { start: i, end: i + 1 }),
            object: page.word(i) == "him" || page.word(i) == "her" && !page.is(i + 1, Class::LOWER),
            owner: page.word(i).eq_ignore_ascii_case("his")
                || page.word(i).eq_ignore_ascii_case("her") && page.is(i + 1, Class::LOWER),
            quoted: page.quoted(i),
        }
    }

    fn features(&self, walk: &Walk<'_>, id: u32, cluster: &Cluster) -> Features {
        let trace = walk.traces.get(id as usize).copied().unwrap_or_default();
        let mut f = trace.features;
        let subject = f.has(Feature::Subject);
        match self.sentence.saturating_sub(trace.sentence) {
            0 => self.same_sentence(walk, id, &trace, &mut f),
            1 => {
                f.set(Feature::OneBack);
                if subject {
                    f.set(Feature::OneBackSubject);
                    if self.speaks {
                        f.set(Feature::SpeaksAfterSubject);
                    }
                }
            }
            2 => f.set(Feature::TwoBack),
            n if n > 8 => f.set(Feature::FarBack),
            _ => {}
        }
        f.set(match self.paragraph.saturating_sub(trace.paragraph) {
            0 => Feature::SameParagraph,
            1 => Feature::PreviousParagraph,
            _ => Feature::OlderParagraph,
        });
        let first = walk.recent.first() == Some(&id);
        if first {
            f.set(Feature::Latest);
        }
        if first && (subject || f.has(Feature::FirstOfSentence)) {
            f.set(Feature::RecentSubject);
        }
        if self.begins_sentence && walk.last_antecedent == id {
            f.set(Feature::LastAntecedent);
        }
        if walk.last_speaker == id {
            f.set(Feature::LastSpeaker);
            if self.speaks {
                f.set(Feature::SpeaksAgain);
            }
            if self.quoted {
                f.set(Feature::QuotedSpeaker);
            }
            if self.begins_paragraph {
                f.set(Feature::LastSpeakerNewParagraph);
            }
        }
        if trace.spoke_in.is_some_and(|s| self.sentence.saturating_sub(s) <= 3) {
            f.set(Feature::RecentSpeaker);
        }
        self.person_likeness(cluster, &mut f);
        let last = walk.page.class(cluster.name.end.saturating_sub(1));
        let thing = Class::NATION.or(Class::PEOPLE).or(Class::ORG).or(Class::COLLECTIVE).or(Class::PLACE);
        if cluster.sort != Sort::Unnamed && last.has(thing.or(Class::DOCUMENT)) && !last.is_given_name() {
            f.set(Feature::Thing);
        }
        if cluster.fulls == 0 && last.has(Class::ORDINARY) {
            f.set(Feature::Ordinary);
        }
        f
    }

    fn same_sentence(&self, walk: &Walk<'_>, id: u32, trace: &Trace, f: &mut Features) {
        f.set(Feature::SameSentence);
        if walk.recent.first() == Some(&id) {
            f.set(Feature::NearestHere);
        }
        if !f.has(Feature::Subject) {
            return;
        }
        f.set(Feature::SubjectHere);
        if self.object {
            f.set(Feature::ObjectOfSubject);
        }
        if self.owner {
            f.set(Feature::OwnerOfSubject);
        }
        if trace.spoke_in == Some(self.sentence) && !self.speaks {
            f.set(Feature::SpokeHere);
        }
    }

    fn person_likeness(&self, cluster: &Cluster, f: &mut Features) {
        if cluster.gender == self.gender && cluster.gender != Gender::Unknown && cluster.ground > Ground::Soft {
            f.set(Feature::GenderKnown);
        }
        let contrary = cluster.gender != Gender::Unknown && cluster.gender != self.gender;
        if contrary && self.gender != Gender::Unknown {
            f.set(Feature::GenderAgainst);
        }
        if cluster.fulls == 0 && cluster.sort != Sort::Unnamed {
            if cluster.gender == Gender::Unknown {
                f.set(Feature::OneWordNoGender);
            }
            if !cluster.inside {
                f.set(Feature::OnlyAtStarts);
            }
        }
        if cluster.sort == Sort::Place {
            f.set(Feature::Place);
        } else if cluster.sort == Sort::Unnamed {
            f.set(Feature::Unnamed);
            if cluster.gender != Gender::Unknown {
                f.set(Feature::UnnamedGender);
            }
        } else if !cluster.proven {
            f.set(Feature::Unproven);
        }
    }
}

/// What the place of a mention tells.
fn place(page: Page<'_>, at: Range) -> Features {
    let mut f = Features::default();
    if page.quoted(at.start) {
        f.set(Feature::Quoted);
    }
    let last = at.end.saturating_sub(1);
    if page.is(last, Class::OWNER) || page.is(last, Class::POSSESSIVE_PRONOUN) && page.word(last) != "her" {
        f.set(Feature::Possessive);
    }
    let preposition = after_preposition(page, at.start);
    if preposition {
        f.set(Feature::AfterPreposition);
    }
    let follows = page.is_verb_like(at.end) || page.is_comma(at.end);
    if follows && !preposition && !f.has(Feature::Possessive) {
        f.set(Feature::Subject);
        if !page.begins_sentence(at.start) {
            f.set(Feature::MidSubject);
        }
    }
    let from = page.sentence(at.start).start.max(at.start.saturating_sub(5));
    let mut before = (from..at.start).rev().take(4);
    if before
        .find(|&i| !page.is(i, Class::LOWER) || page.is(i, Class::POSSESSIVE_PRONOUN))
        .is_some_and(|i| page.is(i, Class::POSSESSIVE_PRONOUN) && page.is(at.start, Class::CAPITAL))
    {
        f.set(Feature::Kin);
    }
    if page.is(at.start, Class::HEADLINE) {
        f.set(Feature::InHeadline);
    }
    if (from..at.start).any(|i| page.is(i, Class::WHO.or(Class::THAT))) {
        f.set(Feature::Relative);
    }
    let paragraph = page.paragraph(at.start);
    if at.start < paragraph.start + 3 {
        f.set(Feature::FirstOfParagraph);
    }
    f
}
