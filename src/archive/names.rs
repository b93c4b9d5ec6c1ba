//! What an archive knows of names and languages, for resolving queries.

use crate::archive::copies;
use crate::archive::state::State;
use crate::link::Speakers;
use crate::query::{Members, Names, nearest};

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

/// Returns the name of a speaker that is nearest to `name`, if one is near enough.
pub(super) fn nearest_name(speakers: &Speakers, name: &str) -> Option<String> {
    nearest(name, (0..speakers.len()).map(|i| speakers.name(i))).map(str::to_owned)
}

/// Returns what to tell where a name means several speakers.
pub(super) fn ambiguous(name: &str, speakers: usize) -> String {
    format!("`{name}` means {speakers} speakers: more of the name would tell them apart")
}
