//! Voices that have one name are one, unless what they are called tells namesakes apart.

use crate::link::aliases::{Aliases, Form};
use crate::link::forms::core;
use crate::link::person::Person;
use crate::link::roles::{Roles, trades};
use crate::link::sets::Marks;
use crate::model::{SpeakerKind, Voice};
use std::collections::BTreeMap;

/// Which part of a name's quotations those of one trade must have, so that the voices of no trade are theirs.
const MOSTLY: f64 = 0.75;

/// A name with so many quotations is well known, and then a part of them that is smaller than this is no namesake's, but
/// the same person's in another light: of a namesake of somebody well known an article says more.
const WELL_KNOWN: u64 = 40;
const NAMESAKE: f64 = 0.1;

/// Voices with the same words for a name, of one kind, that nothing tells apart.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) kind: SpeakerKind,
    /// All words of the name without what is left out at will.
    pub(super) words: Vec<String>,
    /// A person's parts.
    pub(super) person: Person,
    pub(super) quotes: u64,
    /// The places of the voices.
    pub(super) voices: Vec<usize>,
    pub(super) roles: Roles,
    /// The sex that all articles agree on; only of bare surnames.
    pub(super) sex: Option<char>,
    /// Whether an article names a namesake of another generation too.
    pub(super) told_apart: bool,
}

impl Name {
    fn new(kind: SpeakerKind, words: Vec<String>, person: Person, at: Vec<usize>, voices: &[Voice]) -> Self {
        let of = || at.iter().map(|&i| &voices[i]);
        let quotes = of().map(|voice| voice.quotes).sum();
        let sex = of().next().and_then(|voice| voice.sex);
        let told_apart = of().any(|voice| !Person::read(&voice.name).generation.is_empty());
        Self { kind, words, person, quotes, roles: Roles::of(of()), sex, told_apart, voices: at }
    }

    /// Returns whether this is a person's surname alone.
    pub(super) fn is_bare(&self) -> bool {
        self.kind == SpeakerKind::Person && self.person.is_bare()
    }

    /// Returns whether this is a person's full name.
    pub(super) fn is_full(&self) -> bool {
        self.kind == SpeakerKind::Person && !self.person.is_bare()
    }

    /// Returns what must not meet.
    pub(super) fn marks(&self, voices: &[Voice]) -> Marks {
        let mut sexes = [0, 0];
        let mut all = 0;
        for voice in self.voices.iter().map(|&i| &voices[i]) {
            sexes = [sexes[0] + voice.sexes[0], sexes[1] + voice.sexes[1]];
            all |= trades(voice);
        }
        Marks::new(self.person.generation.clone(), sexes, if self.is_full() || self.is_bare() { all } else { 0 })
    }
}

/// Returns the names of voices, in order.
pub(super) fn names(voices: &[Voice], aliases: &Aliases) -> Vec<Name> {
    let cuts = aliases.cuts();
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, voice) in voices.iter().enumerate() {
        let person = match voice.kind {
            SpeakerKind::Person => Person::of(voice),
            _ => Person::default(),
        };
        let words = if voice.kind == SpeakerKind::Person { person.words() } else { core(&voice.name) };
        // Whom a surname means is decided for every role apart.
        let apart = if person.is_bare() { (voice.sex, voice.role.as_str()) } else { (None, "") };
        groups.entry((voice.kind, words, person, apart)).or_default().push(i);
    }
    let mut names = Vec::new();
    for ((kind, words, person, _), at) in groups {
        if kind != SpeakerKind::Person || person.is_bare() {
            names.push(Name::new(kind, words, person, at, voices));
            continue;
        }
        let told = cuts.get(&person).map_or(&[][..], Vec::as_slice);
        let pieces = namesakes(at, voices).into_iter().flat_map(|at| cut(at, told, voices));
        for at in pieces {
            names.push(Name::new(kind, words.clone(), person.clone(), at, voices));
        }
    }
    names
}

/// Cuts the voices of one full name where they follow trades that go together in no article: a goalkeeper and a mayor.
fn namesakes(all: Vec<usize>, voices: &[Voice]) -> Vec<Vec<usize>> {
    let trades: Vec<u32> = all.iter().map(|&i| trades(&voices[i])).collect();
    let sets = together(&trades);
    if sets.len() < 2 {
        return vec![all];
    }
    let quotes = |at: &[usize]| at.iter().map(|&i| voices[i].quotes).sum::<u64>();
    let mut cut: Vec<Vec<usize>> = vec![Vec::new(); sets.len()];
    let mut rest = Vec::new();
    for (&i, &trade) in all.iter().zip(&trades) {
        match sets.iter().position(|set| set & trade != 0) {
            Some(set) => cut[set].push(i),
            None => rest.push(i),
        }
    }
    let known: u64 = cut.iter().map(|at| quotes(at)).sum();
    if known >= WELL_KNOWN {
        let is_small = |at: &mut Vec<usize>| (quotes(at) as f64) < NAMESAKE * known as f64;
        rest.extend(cut.extract_if(.., is_small).flatten());
    }
    match cut.iter_mut().max_by_key(|at| quotes(at)) {
        Some(most) if quotes(most) as f64 >= MOSTLY * known as f64 => most.append(&mut rest),
        _ => cut.push(rest),
    }
    cut.retain(|at| !at.is_empty());
    cut
}

/// Cuts the voices of one name as the alias file tells them apart by roles.
fn cut(at: Vec<usize>, told: &[(Form, Form)], voices: &[Voice]) -> Vec<Vec<usize>> {
    let mut pieces = vec![at];
    for (one, other) in told {
        pieces = pieces.into_iter().flat_map(|at| halves(at, one, other, voices)).collect();
    }
    pieces
}

/// Cuts voices in two by a word of their roles; those that it does not decide go with the more quoted half.
fn halves(at: Vec<usize>, one: &Form, other: &Form, voices: &[Voice]) -> Vec<Vec<usize>> {
    let [mut first, mut second, mut rest] = [const { Vec::new() }; 3];
    for i in at {
        let has = |form: &Form| form.has_role(std::iter::once(&voices[i]));
        match (has(one), has(other)) {
            (true, false) => first.push(i),
            (false, true) => second.push(i),
            _ => rest.push(i),
        }
    }
    let quotes = |at: &[usize]| at.iter().map(|&i| voices[i].quotes).sum::<u64>();
    if quotes(&first) >= quotes(&second) {
        first.append(&mut rest);
    } else {
        second.append(&mut rest);
    }
    [first, second].into_iter().filter(|half| !half.is_empty()).collect()
}

/// Returns the sets of trades that are followed by one voice, directly or by way of others.
fn together(trades: &[u32]) -> Vec<u32> {
    let mut sets: Vec<u32> = Vec::new();
    for &trade in trades.iter().filter(|&&trade| trade != 0) {
        let (meeting, others): (Vec<u32>, Vec<u32>) = sets.iter().partition(|&&set| set & trade != 0);
        sets = others;
        sets.push(meeting.into_iter().fold(trade, |all, set| all | set));
    }
    sets.sort_unstable();
    sets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::fixture::person;

    fn quotes(voices: Vec<Voice>) -> Vec<u64> {
        let mut cut: Vec<u64> = names(&voices, &Aliases::default()).iter().map(|name| name.quotes).collect();
        cut.sort_unstable();
        cut
    }

    #[test]
    fn namesakes_of_two_trades_are_two() {
        let mayor = || person("Odo Smith", 3).role("the mayor of Tarnwick");
        let baker = || person("Odo Smith", 2).role("baker");
        assert_eq!(quotes(vec![mayor().into(), baker().into()]), [2, 3]);
        assert_eq!(quotes(vec![mayor().into(), person("Odo Smith", 2).role("governor").into()]), [5]);
        assert_eq!(quotes(vec![mayor().into(), person("Odo Smith", 2).role("neighbour").into()]), [5]);
        let both = person("Odo Smith", 1).role("a baker who became mayor");
        assert_eq!(quotes(vec![mayor().into(), baker().into(), both.into()]), [6], "one article knows both trades");
    }

    #[test]
    fn a_namesake_of_no_trade_is_the_usual_one() {
        let voices = |mayor, baker| -> Vec<Voice> {
            let baker = person("Odo Smith", baker).role("baker");
            vec![person("Odo Smith", mayor).role("mayor").into(), baker.into(), person("Odo Smith", 1).into()]
        };
        assert_eq!(quotes(voices(9, 1)), [1, 10]);
        assert_eq!(quotes(voices(2, 3)), [1, 2, 3]);
    }
}
