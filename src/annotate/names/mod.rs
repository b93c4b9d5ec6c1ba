//! Who it is: within one article, from source mentions to speakers.
//!
//! An article is read once. Runs of capitals ([`runs`]) become mentions of some sort ([`kinds`], [`titles`]); mentions
//! meet in clusters ([`mod@gather`], [`cluster`], [`single`]), which learn gender and roles ([`roles`]); persons only
//! described ([`nominals`]) join them, and every he and she is led to one ([`pronouns`], [`weights`]). Then a [`Cast`]
//! answers for each quotation: whom its source mention means ([`source`], [`answer`]), or, where nobody is mentioned,
//! who goes on speaking ([`floating`], [`clause`]). Voices become speakers when they are first asked for ([`voice`]).

mod answer;
mod beside;
mod bodies;
mod clause;
mod cluster;
mod doubt;
mod floating;
mod gather;
mod headline;
mod kinds;
mod lexicon;
mod mention;
mod nominals;
mod page;
mod pronouns;
mod roles;
mod runs;
mod single;
mod source;
mod spelling;
#[cfg(test)]
mod tests;
mod titles;
mod voice;
mod weights;

use crate::annotate::attributes::Attributes;
use crate::annotate::doc::Doc;
use crate::annotate::token::Range;
use crate::model::{Speaker, SpeakerKind};
pub(crate) use doubt::{Sure, Verdict};
use floating::Found;
use gather::{Gathered, gather};
use mention::Mention;
use page::Page;
use pronouns::Pronoun;
use rustc_hash::FxHashMap;

/// Somebody whom a source might mean, and what each feature adds.
#[derive(Clone, Debug)]
pub(crate) struct Weighing {
    pub(crate) name: String,
    pub(crate) parts: Vec<(&'static str, f32)>,
}

/// Who said something, as far as this article tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Resolution {
    /// Its place in [`Cast::into_speakers`].
    pub(crate) speaker: Option<u32>,
    pub(crate) kind: SpeakerKind,
    /// How sure it is that this is the voice, if the source mention is right.
    pub(crate) confidence: f32,
    /// The rule that chose.
    pub(crate) rule: &'static str,
    /// Others that were considered, with what speaks for them.
    pub(crate) candidates: Vec<(u32, f32)>,
}

/// A quotation that was resolved before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said {
    pub(crate) content: Range,
    pub(crate) speaker: Option<u32>,
}

/// Who is mentioned in an article: clusters of mentions, and where pronouns lead.
pub(crate) struct Cast {
    gathered: Gathered,
    pronouns: Vec<Pronoun>,
    speakers: Vec<Speaker>,
    /// The organisation that spoke last, and in which sentence.
    last_body: Option<(u32, u32)>,
    /// Cluster → speaker, and phrase → speaker.
    voices: FxHashMap<(bool, u32), u32>,
}

impl Cast {
    /// Reads an article. `title` is its headline, if that is known apart.
    pub(crate) fn new(text: &str, doc: &Doc, attrs: &Attributes, title: Option<&str>) -> Self {
        let gathered = gather(text, doc, attrs, title);
        let page = Page::new(text, doc, &gathered.classes);
        let pronouns = pronouns::resolve(page, &gathered.clusters, &gathered.mentions, |_, _, _| {});
        Self { gathered, pronouns, speakers: Vec::new(), last_body: None, voices: FxHashMap::default() }
    }

    /// What the fit of the pronoun weights reads: each pronoun's token, candidate and features; and all mentions.
    #[cfg(feature = "train")]
    pub(crate) fn observe(&self, text: &str, doc: &Doc, mut see: impl FnMut(usize, u32, u64)) -> Vec<(Range, u32)> {
        let page = Page::new(text, doc, &self.gathered.classes);
        let (clusters, mentions) = (&self.gathered.clusters, &self.gathered.mentions);
        pronouns::resolve(page, clusters, mentions, |at, id, features| see(at, id, features.bits()));
        mentions.iter().map(|m| (m.name, m.cluster)).collect()
    }

    /// Returns everybody whom the pronoun or epithet `source` might mean, each with what speaks for them.
    pub(crate) fn weigh(&self, text: &str, doc: &Doc, source: Range) -> Vec<Weighing> {
        let page = Page::new(text, doc, &self.gathered.classes);
        let (clusters, mentions) = (&self.gathered.clusters, &self.gathered.mentions);
        let mut out = Vec::new();
        pronouns::resolve(page, clusters, mentions, |at, id, features| {
            let Some(cluster) = clusters.get(id).filter(|_| source.contains(at)) else { return };
            out.push(Weighing { name: page.slice(cluster.name).to_owned(), parts: weights::parts(features).collect() });
        });
        out
    }

    /// Says who is meant by `mention`, a source mention.
    pub(crate) fn resolve(&mut self, text: &str, doc: &Doc, mention: Range) -> Resolution {
        let classes = std::mem::take(&mut self.gathered.classes);
        let page = Page::new(text, doc, &classes);
        let out = self.source(page, mention);
        self.gathered.classes = classes;
        out
    }

    /// Says who speaks `content`, for which no source mention was found, given the quotations before it.
    pub(crate) fn floating(&mut self, text: &str, doc: &Doc, content: Range, before: &[Said]) -> Resolution {
        let classes = std::mem::take(&mut self.gathered.classes);
        let page = Page::new(text, doc, &classes);
        let is_person = |m: &Mention| self.is_certain(m);
        let found = floating::find(page, &self.gathered.mentions, &is_person, content, before);
        let out = match found {
            Found::Mention(range, rule, confidence) => {
                let mut r = self.source(page, range);
                r.confidence *= confidence;
                r.rule = rule;
                r
            }
            Found::Speaker(id, rule, confidence) => Resolution {
                speaker: Some(id),
                kind: self.speakers.get(id as usize).map(|s| s.kind).unwrap_or_default(),
                confidence,
                rule,
                candidates: Vec::new(),
            },
            Found::Nobody => Resolution { rule: "nobody", ..Resolution::default() },
        };
        self.gathered.classes = classes;
        out
    }

    /// The voices that were given out, in the order of their numbers.
    pub(crate) fn into_speakers(self) -> Vec<Speaker> {
        self.speakers
    }
}
