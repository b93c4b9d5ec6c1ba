//! The table of speakers: names, forms, and the local names that are theirs.

use crate::link::aliases::Aliases;
use crate::link::forms::{folded, is_honorific, without_honorifics};
use crate::link::join::join;
use crate::model::{SpeakerKind, Voice, voice_key};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A speaker across articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Linked {
    /// A stable id, made from the name.
    pub(crate) id: String,
    /// The canonical name.
    pub(crate) name: String,
    /// What sort of voice.
    pub(crate) kind: SpeakerKind,
    /// Roles, the most frequent first.
    pub(crate) roles: Vec<String>,
    /// Other forms of the name, the most frequent first.
    pub(crate) aliases: Vec<String>,
    /// The keys of the local names.
    pub(crate) keys: Vec<String>,
    /// How many quotations.
    pub(crate) quotes: u64,
}

/// All speakers.
#[derive(Debug, Default)]
pub(crate) struct Speakers {
    all: Vec<Linked>,
    by_key: FxHashMap<String, u32>,
    /// The folded words of each form of each speaker.
    forms: Vec<(u32, Vec<String>)>,
}

impl Speakers {
    /// Links `voices`, which may come in any order.
    pub(crate) fn new(mut voices: Vec<Voice>, aliases: &Aliases) -> Self {
        voices.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        let mut all: Vec<Linked> =
            join(&voices, aliases).into_iter().map(|(members, name)| linked(&voices, &members, name)).collect();
        all.sort_by(|a, b| (&a.name, a.kind).cmp(&(&b.name, b.kind)));
        name_ids(&mut all);
        let mut speakers = Self { all, ..Self::default() };
        for (i, speaker) in speakers.all.iter().enumerate() {
            let i = i as u32;
            speakers.by_key.extend(speaker.keys.iter().map(|key| (key.clone(), i)));
            let forms = speaker.aliases.iter().chain([&speaker.name]);
            speakers.forms.extend(forms.map(|form| (i, folded(form))));
        }
        speakers
    }

    /// Returns all speakers, in order of their names.
    pub(crate) fn all(&self) -> &[Linked] {
        &self.all
    }

    /// Returns the place in [`Speakers::all`] of the speaker that a local name means.
    pub(crate) fn at(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).map(|&i| i as usize)
    }

    /// Returns the places of the speakers of whom one form has all these folded words, in any order; titles before names
    /// are ignored.
    pub(crate) fn named(&self, words: &[String]) -> Vec<usize> {
        let mut wanted: Vec<&String> = words.iter().filter(|word| !is_honorific(word)).collect();
        if wanted.is_empty() {
            wanted = words.iter().collect();
        }
        if wanted.is_empty() {
            return Vec::new();
        }
        let has_all = |form: &[String]| wanted.iter().all(|word| form.contains(word));
        let mut found: Vec<usize> =
            self.forms.iter().filter(|(_, form)| has_all(form)).map(|(i, _)| *i as usize).collect();
        found.dedup();
        found
    }

    /// Like [`Speakers::named`]; but where several words are all the words of a name, only those called so are meant.
    pub(crate) fn named_best(&self, words: &[String]) -> Vec<usize> {
        let named = self.named(words);
        let mut wanted: Vec<&String> = words.iter().filter(|word| !is_honorific(word)).collect();
        wanted.sort_unstable();
        if wanted.len() < 2 {
            return named;
        }
        let is_all = |form: &[String]| {
            let mut form: Vec<&String> = form.iter().filter(|word| !is_honorific(word)).collect();
            form.sort_unstable();
            form == wanted
        };
        let mut exact: Vec<usize> =
            self.forms.iter().filter(|(_, form)| is_all(form)).map(|(i, _)| *i as usize).collect();
        exact.dedup();
        if exact.is_empty() { named } else { exact }
    }

    /// Like [`Speakers::named_best`]; if nobody is called so, those persons whose name stands behind words of their roles:
    /// `mayor brandvold`.
    pub(crate) fn addressed(&self, words: &[String]) -> Vec<usize> {
        let named = self.named_best(words);
        if !named.is_empty() {
            return named;
        }
        for start in 1..words.len() {
            let (before, name) = words.split_at(start);
            let in_office = |&i: &usize| {
                let speaker = &self.all[i];
                let roles: Vec<Vec<String>> = speaker.roles.iter().map(|role| folded(role)).collect();
                let is_role = |word: &String| is_honorific(word) || roles.iter().any(|role| role.contains(word));
                speaker.kind == SpeakerKind::Person && before.iter().all(is_role)
            };
            let meant: Vec<usize> = self.named_best(name).into_iter().filter(in_office).collect();
            if !meant.is_empty() {
                return meant;
            }
        }
        Vec::new()
    }

    /// Returns the keys of the local names of these speakers.
    pub(crate) fn keys(&self, speakers: &[usize]) -> Vec<String> {
        speakers.iter().flat_map(|&i| self.all[i].keys.iter().cloned()).collect()
    }
}

/// Makes one speaker of the voices at `members`.
fn linked(voices: &[Voice], members: &[usize], called: Option<String>) -> Linked {
    let members: Vec<&Voice> = members.iter().map(|&i| &voices[i]).collect();
    let mut forms: BTreeMap<&str, u64> = BTreeMap::new();
    let mut roles: BTreeMap<&str, u64> = BTreeMap::new();
    for voice in &members {
        *forms.entry(&voice.name).or_default() += voice.quotes;
        // Forms inside articles come after the names that quotations have.
        for (alias, _) in &voice.aliases {
            forms.entry(alias).or_default();
        }
        voice.roles.iter().for_each(|(role, count)| *roles.entry(role).or_default() += count);
    }
    let most = members.iter().max_by_key(|voice| rank(voice));
    let kind = most.map_or(SpeakerKind::Unknown, |voice| voice.kind);
    let name = called.unwrap_or_else(|| most.map_or_else(String::new, |voice| shown(voice).to_owned()));
    let aliases = most_first(forms).into_iter().filter(|form| *form != name).collect();
    let mut keys: Vec<String> = members.iter().map(|voice| voice_key(voice.kind, &voice.name)).collect();
    keys.sort_unstable();
    let quotes = members.iter().map(|voice| voice.quotes).sum();
    Linked { id: String::new(), name, kind, roles: most_first(roles), aliases, keys, quotes }
}

/// Full names before surnames, then frequent ones, then long ones, then by the alphabet.
fn rank(voice: &Voice) -> (bool, u64, usize, std::cmp::Reverse<&str>) {
    let name = shown(voice);
    // "de Blasio" is a surname too.
    let full = voice.kind != SpeakerKind::Person || (name.contains(' ') && !name.starts_with(char::is_lowercase));
    (full, voice.quotes, voice.name.len(), std::cmp::Reverse(&voice.name))
}

/// Returns the name as it is shown.
fn shown(voice: &Voice) -> &str {
    match voice.kind {
        SpeakerKind::Person => without_honorifics(&voice.name),
        _ => &voice.name,
    }
}

fn most_first(counts: BTreeMap<&str, u64>) -> Vec<String> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    counts.into_iter().map(|(text, _)| text.to_owned()).collect()
}

/// Gives every speaker an id: its name in folded words, the kind if it is no person, a number where that is taken.
fn name_ids(all: &mut [Linked]) {
    let mut taken: FxHashMap<String, u32> = FxHashMap::default();
    for speaker in all {
        let mut id = folded(&speaker.name).join("-");
        if speaker.kind != SpeakerKind::Person {
            id = format!("{id}.{}", speaker.kind.letter());
        }
        let count = taken.entry(id.clone()).or_default();
        *count += 1;
        speaker.id = if *count == 1 { id } else { format!("{id}.{count}") };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(kind: SpeakerKind, name: &str, quotes: u64) -> Voice {
        Voice { name: name.to_owned(), kind, quotes, ..Voice::default() }
    }

    fn person(name: &str, quotes: u64) -> Voice {
        voice(SpeakerKind::Person, name, quotes)
    }

    fn names(voices: Vec<Voice>, aliases: &str) -> Vec<(String, u64)> {
        let speakers = Speakers::new(voices, &Aliases::parse(aliases).unwrap());
        speakers.all().iter().map(|s| (s.name.clone(), s.quotes)).collect()
    }

    #[test]
    fn one_name_is_one_speaker() {
        let voices = vec![
            person("Keir Starmer", 3),
            person("Sir Keir Starmer", 1),
            person("KEIR STARMER", 1),
            person("Starmer", 2),
            voice(SpeakerKind::Organisation, "The White House", 1),
            voice(SpeakerKind::Organisation, "White House", 2),
        ];
        assert_eq!(names(voices, ""), [("Keir Starmer".to_owned(), 7), ("White House".to_owned(), 3)]);
    }

    #[test]
    fn a_surname_means_the_one_who_has_most_of_it() {
        let smiths = |a, b| vec![person("Ann Smith", a), person("Bob Smith", b), person("Smith", 5)];
        assert_eq!(names(smiths(5, 5), "").len(), 3);
        assert_eq!(names(smiths(95, 5), ""), [("Ann Smith".to_owned(), 100), ("Bob Smith".to_owned(), 5)]);
        assert_eq!(names(smiths(95, 5), "Ann Smith != Smith").len(), 3);
        let leyen = vec![person("Ursula von der Leyen", 1), person("von der Leyen", 1)];
        assert_eq!(names(leyen, ""), [("Ursula von der Leyen".to_owned(), 2)]);
    }

    #[test]
    fn the_alias_file_rules() {
        let voices = || vec![person("Volodymyr Zelenskiy", 9), person("Volodymyr Zelensky", 1), person("Zelenskyy", 1)];
        let joined = names(voices(), "Volodymyr Zelensky = Volodymyr Zelenskiy; Zelenskyy");
        assert_eq!(joined, [("Volodymyr Zelensky".to_owned(), 11)]);
        let mut reversed = voices();
        reversed.reverse();
        assert_eq!(names(reversed, ""), names(voices(), ""));
    }

    #[test]
    fn a_role_before_a_name_is_how_people_are_addressed() {
        let mut brandvold = person("Ilse Brandvold", 3);
        brandvold.roles.push(("Mayor of Tarnwick".to_owned(), 2));
        let voices =
            vec![brandvold, person("Odo Brandvold", 1), voice(SpeakerKind::Unnamed, "Critics of the mayor", 1)];
        let speakers = Speakers::new(voices, &Aliases::default());
        let addressed = |words: &str| {
            let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
            speakers.addressed(&words).into_iter().map(|i| speakers.all()[i].name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(addressed("mayor brandvold"), ["Ilse Brandvold"]);
        assert_eq!(addressed("tarnwick mayor ilse brandvold"), ["Ilse Brandvold"]);
        assert_eq!(addressed("brandvold"), ["Ilse Brandvold", "Odo Brandvold"]);
        assert_eq!(addressed("mayor"), ["Critics of the mayor"]);
        assert_eq!(addressed("brandvold mayor"), [""; 0], "what stands behind a name is what was said");
        assert_eq!(addressed("baker brandvold"), [""; 0]);
    }

    #[test]
    fn speakers_are_found_by_all_words_of_one_form() {
        let mut starmer = person("Keir Starmer", 3);
        starmer.aliases.push(("the Holborn lawyer".to_owned(), 1));
        let speakers = Speakers::new(vec![starmer, person("Ann Keir", 1)], &Aliases::default());
        let named = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            speakers.named(&words).into_iter().map(|i| speakers.all()[i].id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(named(&["starmer", "mr"]), ["keir-starmer"]);
        assert_eq!(named(&["keir"]), ["ann-keir", "keir-starmer"]);
        assert_eq!(named(&["holborn", "keir"]), [""; 0]);
        assert_eq!(speakers.at("p:Ann Keir").map(|i| &speakers.all[i]).unwrap().name, "Ann Keir");
        assert_eq!(speakers.keys(&[1]), ["p:Keir Starmer"]);
    }
}
