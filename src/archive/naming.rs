//! Names across articles, put in place of those that an article has itself: what the alias file says holds in every answer.

use crate::index::Recent;
use crate::link::Speakers;
use crate::model::{Annotated, Annotations, Candidate, Speaker};
use crate::query::Hit;
use crate::text::{voice_key, voice_keys};
use std::sync::Arc;

/// Articles that were named last, by their places in memory: before and after. The one before is kept, so that its place stays
/// its own.
pub(super) type Named = Recent<usize, (Arc<Annotated>, Arc<Annotated>)>;

/// How many bytes of texts of named articles are kept at hand.
pub(super) const AT_HAND: usize = 8 << 20;

/// Names the speakers of hits as they are called across articles. Hits of one article share it, before and after.
pub(super) fn name_hits(speakers: &Speakers, done: &Named, hits: &mut [Hit]) {
    for hit in hits {
        hit.speaker = speaker_of(speakers, hit).map(|i| speakers.name(i).to_owned());
        let place = Arc::as_ptr(&hit.article) as usize;
        if let Some((_, after)) = done.get(&place) {
            hit.article = after;
            continue;
        }
        let before = Arc::clone(&hit.article);
        let after = named(speakers, Arc::clone(&before));
        hit.article = Arc::clone(&after);
        let weight = before.article.text.len();
        done.put(place, (before, after), weight);
    }
}

/// Names the speakers of hits that come one after another.
pub(super) struct Namer<'a> {
    speakers: &'a Speakers,
    /// The article of the last hit, before and after.
    last: Option<(Arc<Annotated>, Arc<Annotated>)>,
}

impl<'a> Namer<'a> {
    pub(super) fn new(speakers: &'a Speakers) -> Self {
        Self { speakers, last: None }
    }

    /// Names the speakers of a hit as they are called across articles.
    pub(super) fn name(&mut self, mut hit: Hit) -> Hit {
        hit.speaker = speaker_of(self.speakers, &hit).map(|i| self.speakers.name(i).to_owned());
        let known = self.last.as_ref().filter(|(before, _)| Arc::ptr_eq(before, &hit.article));
        let after = known.map(|(_, after)| Arc::clone(after));
        let after = after.unwrap_or_else(|| {
            let after = named(self.speakers, Arc::clone(&hit.article));
            self.last = Some((Arc::clone(&hit.article), Arc::clone(&after)));
            after
        });
        hit.article = after;
        hit
    }
}

/// Returns the place in the table of the speaker of a hit that is not named yet.
pub(super) fn speaker_of(speakers: &Speakers, hit: &Hit) -> Option<usize> {
    let speaker = hit.article.annotations.quotes.get(hit.quote?)?.speaker?;
    speakers.at(&voice_key(&hit.article, speaker)?)
}

/// Returns the article with its speakers called as they are across articles; those who are one there are one here too.
pub(super) fn named(speakers: &Speakers, article: Arc<Annotated>) -> Arc<Annotated> {
    let linked: Vec<Option<usize>> = voice_keys(&article).iter().map(|key| speakers.at(key)).collect();
    let name = |i: &Option<usize>| i.map(|i| speakers.name(i));
    let same = |(local, linked): (&Speaker, &Option<usize>)| name(linked).is_none_or(|name| name == local.name);
    if article.annotations.speakers.iter().zip(&linked).all(same) {
        return article;
    }
    let mut annotated = Arc::unwrap_or_clone(article);
    rename(&mut annotated.annotations, &linked, speakers);
    Arc::new(annotated)
}

fn rename(annotations: &mut Annotations, linked: &[Option<usize>], speakers: &Speakers) {
    let mut kept: Vec<Speaker> = Vec::new();
    let mut of: Vec<Option<usize>> = Vec::new();
    // The new place of each speaker.
    let mut moved: Vec<u32> = Vec::new();
    for (mut local, linked) in std::mem::take(&mut annotations.speakers).into_iter().zip(linked) {
        match of.iter().position(|other| other.is_some() && other == linked) {
            Some(at) => {
                let Speaker { name, roles, aliases, .. } = local;
                add_new(&mut kept[at].roles, roles);
                add_new(&mut kept[at].aliases, aliases.into_iter().chain([name]));
                let called = kept[at].name.clone();
                kept[at].aliases.retain(|alias| *alias != called);
                moved.push(at as u32);
            }
            None => {
                if let Some(linked) = linked.map(|i| speakers.name(i)) {
                    let before = std::mem::replace(&mut local.name, linked.to_owned());
                    local.aliases.retain(|alias| *alias != local.name);
                    if before != local.name {
                        add_new(&mut local.aliases, [before]);
                    }
                }
                moved.push(kept.len() as u32);
                kept.push(local);
                of.push(*linked);
            }
        }
    }
    annotations.speakers = kept;
    let to = |at: u32| moved.get(at as usize).copied();
    for quote in &mut annotations.quotes {
        quote.speaker = quote.speaker.and_then(to);
        quote.candidates = candidates(std::mem::take(&mut quote.candidates), to);
    }
}

/// Returns candidates at their new places; of two who are one the surer stays.
fn candidates(old: Vec<Candidate>, to: impl Fn(u32) -> Option<u32>) -> Vec<Candidate> {
    let mut new: Vec<Candidate> = Vec::with_capacity(old.len());
    for candidate in old {
        let Some(speaker) = to(candidate.speaker) else { continue };
        if new.iter().all(|other| other.speaker != speaker) {
            new.push(Candidate { speaker, ..candidate });
        }
    }
    new
}

fn add_new(list: &mut Vec<String>, more: impl IntoIterator<Item = String>) {
    for text in more {
        if !list.contains(&text) {
            list.push(text);
        }
    }
}
