//! Which names are one speaker: rules first, then what the alias file says.

use crate::link::aliases::Aliases;
use crate::link::forms::{core, folded};
use crate::model::{SpeakerKind, Voice};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Which part of the quotations under a surname one full name must have, so that the surname alone means it.
const DOMINANT: f64 = 0.9;

/// Names that are the same words and the same kind.
#[derive(Debug)]
struct Name {
    kind: SpeakerKind,
    words: Vec<String>,
    quotes: u64,
    voices: Vec<usize>,
    /// The lowest letter begins the name ("von der Leyen"): a surname in several words.
    particle: bool,
}

/// Speakers as lists of voices (places in the list given), with the name that the alias file gives them.
pub(super) type Joined = Vec<(Vec<usize>, Option<String>)>;

/// Returns the speakers that `voices` are.
pub(super) fn join(voices: &[Voice], aliases: &Aliases) -> Joined {
    let names = names(voices);
    let mut sets = Sets::new(names.len());
    let apart = apart(aliases);
    let is_apart = |a: &Name, b: &Name| {
        apart.iter().any(|(x, y)| (*x == a.words && *y == b.words) || (*x == b.words && *y == a.words))
    };
    for (short, full) in surnames(&names) {
        if !is_apart(&names[short], &names[full]) {
            sets.union(short, full);
        }
    }
    let mut called: FxHashMap<usize, String> = FxHashMap::default();
    for (canonical, forms) in &aliases.joined {
        let all: Vec<usize> = forms.iter().chain([canonical]).flat_map(|form| named(&names, form)).collect();
        for pair in all.windows(2) {
            sets.union(pair[0], pair[1]);
        }
        if let Some(&first) = all.first() {
            called.insert(first, canonical.clone());
        }
    }
    let mut speakers: BTreeMap<usize, (Vec<usize>, Option<String>)> = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        speakers.entry(sets.find(i)).or_default().0.extend(&name.voices);
    }
    for (name, canonical) in called {
        if let Some(speaker) = speakers.get_mut(&sets.find(name)) {
            // Of several lines about one speaker the first name in order counts, whatever the order of lines.
            let first = speaker.1.take().into_iter().chain([canonical]).min();
            speaker.1 = first;
        }
    }
    speakers.into_values().collect()
}

/// Groups voices by kind and words, in order.
fn names(voices: &[Voice]) -> Vec<Name> {
    let mut names: BTreeMap<(SpeakerKind, Vec<String>), Name> = BTreeMap::new();
    for (i, voice) in voices.iter().enumerate() {
        let words = core(voice.kind, &voice.name);
        let particle = voice.name.starts_with(char::is_lowercase);
        let name = names.entry((voice.kind, words.clone())).or_insert(Name {
            kind: voice.kind,
            words,
            quotes: 0,
            voices: Vec::new(),
            particle,
        });
        name.quotes += voice.quotes;
        name.particle |= particle;
        name.voices.push(i);
    }
    names.into_values().collect()
}

/// Returns the names that are only a surname, each with the full name that it means.
fn surnames(names: &[Name]) -> Vec<(usize, usize)> {
    let mut by_last: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (i, name) in names.iter().enumerate() {
        if name.kind == SpeakerKind::Person
            && !is_surname(name)
            && let Some(last) = name.words.last()
        {
            by_last.entry(last).or_default().push(i);
        }
    }
    let mut found = Vec::new();
    for (i, name) in names.iter().enumerate().filter(|(_, name)| name.kind == SpeakerKind::Person && is_surname(name)) {
        let Some(full) = name.words.last().and_then(|last| by_last.get(last.as_str())) else { continue };
        let bearers: Vec<usize> = full.iter().copied().filter(|&f| names[f].words.ends_with(&name.words)).collect();
        let all: u64 = bearers.iter().map(|&f| names[f].quotes).sum();
        let most = bearers.iter().copied().max_by_key(|&f| names[f].quotes);
        if let Some(most) = most
            && (bearers.len() == 1 || names[most].quotes as f64 >= DOMINANT * all as f64)
        {
            found.push((i, most));
        }
    }
    found
}

fn is_surname(name: &Name) -> bool {
    name.words.len() == 1 || (name.particle && name.words.len() > 1)
}

/// Returns the names that a form of the alias file means, of whatever kind.
fn named<'a>(names: &'a [Name], form: &str) -> impl Iterator<Item = usize> + use<'a> {
    let (person, other) = (core(SpeakerKind::Person, form), core(SpeakerKind::Organisation, form));
    names
        .iter()
        .enumerate()
        .filter(move |(_, name)| match name.kind {
            SpeakerKind::Person => name.words == person,
            _ => name.words == other,
        })
        .map(|(i, _)| i)
}

fn apart(aliases: &Aliases) -> Vec<(Vec<String>, Vec<String>)> {
    let words = |name: &String| {
        let core = core(SpeakerKind::Person, name);
        if core.is_empty() { folded(name) } else { core }
    };
    aliases.apart.iter().map(|(one, other)| (words(one), words(other))).collect()
}

/// Disjoint sets of names; the lowest member stands for its set.
struct Sets(Vec<usize>);

impl Sets {
    fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    fn find(&mut self, i: usize) -> usize {
        let mut root = i;
        while self.0[root] != root {
            root = self.0[root];
        }
        self.0[i] = root;
        root
    }

    fn union(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}
