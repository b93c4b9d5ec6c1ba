//! Voices: clusters and phrases become speakers when the first quotation asks for them.

use super::cluster::{Cluster, phrase_key};
use super::lexicon::Class;
use super::mention::Sort;
use super::page::Page;
use super::{Cast, Resolution};
use crate::annotate::doc::NONE;
use crate::annotate::token::Range;
use crate::model::{Speaker, SpeakerKind};

impl Cast {
    /// The voice of a cluster.
    pub(super) fn cluster(&mut self, page: Page<'_>, id: u32, rule: &'static str, confidence: f32) -> Resolution {
        let Some(cluster) = self.gathered.clusters.get(id) else {
            return Resolution { rule, ..Resolution::default() };
        };
        let kind = match cluster.sort {
            Sort::Person | Sort::Maybe | Sort::Single => SpeakerKind::Person,
            Sort::Unnamed => SpeakerKind::Unnamed,
            _ => SpeakerKind::Organisation,
        };
        // `Jr.` tells father and son apart; else it is left out.
        let family = self.gathered.clusters.family(cluster.last).filter_map(|other| self.gathered.clusters.get(other));
        let keeps = cluster.suffix && family.filter(|c| c.first == cluster.first).count() > 1;
        let speakers = &mut self.speakers;
        let speaker =
            *self.voices.entry((true, id)).or_insert_with(|| push(speakers, speaker(page, cluster, kind, keeps)));
        Resolution { speaker: Some(speaker), kind, confidence, rule, candidates: Vec::new() }
    }

    /// The voice of a phrase as it stands.
    pub(super) fn phrase(
        &mut self,
        page: Page<'_>,
        phrase: Range,
        kind: SpeakerKind,
        confidence: f32,
        rule: &'static str,
    ) -> Resolution {
        let speakers = &mut self.speakers;
        let speaker = *self.voices.entry((false, phrase_key(page, phrase))).or_insert_with(|| {
            push(speakers, Speaker { name: page.slice(phrase).to_owned(), kind, ..Speaker::default() })
        });
        Resolution { speaker: Some(speaker), kind, confidence, rule, candidates: Vec::new() }
    }
}

fn push(speakers: &mut Vec<Speaker>, speaker: Speaker) -> u32 {
    speakers.push(speaker);
    u32::try_from(speakers.len() - 1).unwrap_or(NONE)
}

fn speaker(page: Page<'_>, cluster: &Cluster, kind: SpeakerKind, keeps_suffix: bool) -> Speaker {
    let name = match kind {
        _ if keeps_suffix => cluster.name,
        _ => without_suffix(page, cluster.name),
    };
    let name = printed(page, name);
    let aliases = cluster.forms.iter().map(|f| printed(page, f.form)).filter(|f| *f != name).collect();
    let roles = cluster.roles.iter().map(|&r| page.slice(r).to_owned()).collect();
    Speaker { name, kind, roles, aliases }
}

/// A name as printed.
fn printed(page: Page<'_>, name: Range) -> String {
    page.slice(name).to_owned()
}

/// A name without `Jr.`
fn without_suffix(page: Page<'_>, name: Range) -> Range {
    let word = |i: usize| !page.is(i, Class::SUFFIX) && !page.is_comma(i);
    let end = (name.start + 1..name.end).rev().find(|&i| word(i)).map_or(name.end, |i| i + 1);
    Range { start: name.start, end }
}
