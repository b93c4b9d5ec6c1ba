//! What an archive knows of names and languages, for resolving queries.

use crate::archive::copies;
use crate::archive::state::State;
use crate::link::Speakers;
use crate::model::SpeakerKind;
use crate::query::{Members, Names, nearness};
use std::cmp::Reverse;

/// A single name shorter than this is near to too many others.
const SHORTEST: usize = 4;

/// How many of the speakers that a name means are named.
const SOME: usize = 3;

/// The names and languages of one state of the archive.
pub(super) struct Known<'a> {
    pub(super) state: Option<&'a State>,
    pub(super) speakers: &'a Speakers,
    pub(super) languages: Vec<String>,
}

impl Names for Known<'_> {
    fn speaker_keys(&self, words: &[String], _candidates: bool) -> Vec<String> {
        self.speakers.keys(&self.speakers.named(words))
    }

    fn languages(&self) -> Vec<String> {
        self.languages.clone()
    }

    fn copies(&self, id: &str) -> Option<Members> {
        // An index that cannot be read says so to the search itself.
        copies::members(self.state?, id).ok().flatten()
    }

    fn is_role(&self, words: &[String]) -> bool {
        self.speakers.is_role(words)
    }

    fn nearest_speaker(&self, words: &[String]) -> Option<String> {
        nearest_name(self.speakers, &words.join(" "))
    }
}

/// Returns the name of a speaker that is nearest to `name`, if one is near enough: as a whole, or where `name` is a single one by
/// the surname or another part of it. Of those as near as each other that of whoever is quoted most.
pub(super) fn nearest_name(speakers: &Speakers, name: &str) -> Option<String> {
    let long = |name: &str| name.chars().count() >= SHORTEST;
    let single = !name.contains(' ') && long(name);
    let nearness = nearness(name);
    let near = |i: usize| {
        let whole = speakers.name(i);
        let named = matches!(speakers.kind(i), SpeakerKind::Person | SpeakerKind::Organisation);
        let parts = whole.split(' ').filter(|part| single && named && long(part));
        let nearest = parts.chain([whole]).filter_map(&nearness).min()?;
        Some((nearest, Reverse(speakers.quotes(i)), i))
    };
    (0..speakers.len()).filter_map(near).min().map(|(.., i)| speakers.name(i).to_owned())
}

/// Returns what to tell where a name means several speakers: how many, and who is quoted most.
pub(super) fn ambiguous(name: &str, named: &[usize], speakers: &Speakers) -> String {
    let mut most = named.to_vec();
    most.sort_by_key(|&i| (Reverse(speakers.quotes(i)), i));
    let first: Vec<String> =
        most.iter().take(SOME).map(|&i| format!("{} ({})", speakers.name(i), speakers.quotes(i))).collect();
    let more = if most.len() > SOME { " and others" } else { "" };
    format!(
        "`{name}` means {} speakers, all of whom count: {}{more}, by their quotations",
        most.len(),
        first.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Aliases;
    use crate::model::Voice;

    #[test]
    fn a_slip_in_a_surname_leads_to_who_is_quoted_most() {
        let voice = |name: &str, quotes: u64| {
            let (key, name) = (name.to_owned(), name.to_owned());
            Voice { key, name, quotes, kind: SpeakerKind::Person, ..Voice::default() }
        };
        let voices = vec![voice("Ada Fenwick", 3), voice("Odo Fenwick", 8), voice("FENWICK", 1), voice("Bob Pell", 9)];
        let speakers = Speakers::new(voices, &Aliases::default());
        let near = |name: &str| nearest_name(&speakers, name);
        assert_eq!(near("fenwikc").as_deref(), Some("Odo Fenwick"));
        assert_eq!(near("ada fenwikc").as_deref(), Some("Ada Fenwick"));
        assert_eq!((near("pel"), near("brandvold")), (None, None));
    }
}
