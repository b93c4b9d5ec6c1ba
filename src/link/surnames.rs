//! Whom a surname alone means: the one in the archive who has nearly all of it, or whom its role tells.

use crate::link::given::DOMINANT;
use crate::link::names::Name;
use crate::link::roles::{Roles, telling};
use crate::link::sets::{Sets, Why};
use crate::link::spelling::skeleton;
use crate::model::Voice;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Which part of a surname's quotations with a role those of one must have, so that the surname with the role means that one.
const ROLE_DOMINANT: f64 = 0.8;

/// How many times as many quotations as the full name a surname alone may have. Where nearly all that is said under a
/// surname has no full name, the one full name that there is is chance.
const MOST_TIMES: u64 = 4;

/// Which part of all quotations under a surname one of either sex must have, to be meant by it at all.
const LEAST: f64 = 0.01;

/// Which part of the words of a role must be words that those with the surname are called by, to say who is meant.
const KNOWN: f64 = 0.5;

/// How many letters a skeleton has at least that two surnames do not share by chance.
const LONG: usize = 5;

/// How many words a surname may have.
const LONGEST: usize = 3;

/// How much of a sum one has.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    all: f64,
    most: f64,
    /// The place of the name that has most, and how many have a part.
    best: usize,
    count: usize,
}

impl Tally {
    fn add(&mut self, name: usize, part: f64) {
        self.all += part;
        self.count += 1;
        if part > self.most {
            (self.most, self.best) = (part, name);
        }
    }

    fn share(&self) -> f64 {
        self.most / self.all
    }
}

/// Tallies for whoever is meant, for a man, and for a woman.
type BySex = [Tally; 3];

/// Those who have one surname.
#[derive(Debug, Default)]
struct Bearers {
    quotes: BySex,
    /// By words of roles.
    roles: FxHashMap<String, BySex>,
    /// The quotations of each.
    each: FxHashMap<usize, f64>,
}

impl Bearers {
    /// Returns whether the one at this place has enough of the quotations to be meant.
    fn is_notable(&self, name: usize) -> bool {
        self.each.get(&name).is_some_and(|quotes| *quotes >= LEAST * self.quotes[0].all)
    }
}

/// A speaker with a full name: one set of names.
struct Bearer {
    name: usize,
    quotes: u64,
    sex: Option<char>,
    roles: Roles,
}

/// Joins the surnames among `names` with the full names that they mean, and those that mean nobody with each other.
pub(super) fn join(names: &[Name], voices: &[Voice], sets: &mut Sets) {
    let (by_surname, by_spelling) = bearers(names, voices, sets);
    let mut quotes: FxHashMap<&[String], u64> = FxHashMap::default();
    let bare: Vec<usize> = (0..names.len()).filter(|&i| names[i].is_bare()).collect();
    for &i in &bare {
        *quotes.entry(&names[i].words).or_default() += names[i].quotes;
    }
    let mut left: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for &i in &bare {
        let name = &names[i];
        let (exact, skeleton) = (name.words.join(" "), skeleton(&name.words.concat()));
        let found = by_surname.get(&exact).or_else(|| by_spelling.get(&skeleton));
        let spelled = !by_surname.contains_key(&exact);
        let said = quotes.get(name.words.as_slice()).copied().unwrap_or_default();
        let meant = found.and_then(|bearers| meant(bearers, name, said));
        let plain = !spelled || skeleton.len() >= LONG;
        let joined = meant
            .filter(|(_, why)| plain || matches!(why, Why::Role(_)))
            .is_some_and(|(best, why)| sets.join(best, i, if spelled { Why::Spelling } else { why }));
        if !joined {
            left.entry(&name.words).or_default().push(i);
        }
    }
    left.values().for_each(|same| join_left(names, same, sets));
}

/// Returns whom a surname means, and why: its role decides before the number of quotations does.
fn meant(bearers: &Bearers, name: &Name, said: u64) -> Option<(usize, Why)> {
    let sex = place(name.sex);
    let tallies = name.roles.parts().filter_map(|(word, part)| Some((word, part, bearers.roles.get(word)?[sex])));
    let known: Vec<(&str, f64, Tally)> = tallies.filter(|(.., tally)| tally.count > 0).collect();
    let part: f64 = known.iter().map(|(_, part, _)| part).sum();
    let first = known.iter().max_by(|a, b| a.2.most.total_cmp(&b.2.most).then_with(|| b.0.cmp(a.0)));
    if let Some((word, _, tally)) = first
        && bearers.quotes[0].count > 1
        && part >= KNOWN
        && bearers.is_notable(tally.best)
        && known.iter().all(|(.., other)| other.best == tally.best && other.share() >= ROLE_DOMINANT)
    {
        return Some((tally.best, Why::Role((*word).to_owned())));
    }
    let tally = bearers.quotes[sex];
    if tally.count == 0
        || !bearers.is_notable(tally.best)
        || said as f64 > tally.most * MOST_TIMES as f64
        || tally.share() < DOMINANT
    {
        return None;
    }
    let why = if tally.count == 1 { Why::OnlyOne } else { Why::Share((tally.share() * 100.0) as u32) };
    Some((tally.best, why))
}

/// Surnames that mean nobody with a full name are one speaker, men and women apart.
fn join_left(names: &[Name], same: &[usize], sets: &mut Sets) {
    let both = ['m', 'f'].into_iter().all(|sex| same.iter().any(|&i| names[i].sex == Some(sex)));
    let mut firsts: BTreeMap<Option<char>, usize> = BTreeMap::new();
    for &i in same {
        let sex = if both { names[i].sex } else { None };
        let first = *firsts.entry(sex).or_insert(i);
        sets.join(first, i, Why::Same);
    }
}

/// Returns those who have each surname, and each spelling of it.
fn bearers(
    names: &[Name],
    voices: &[Voice],
    sets: &mut Sets,
) -> (FxHashMap<String, Bearers>, FxHashMap<String, Bearers>) {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in (0..names.len()).filter(|&i| names[i].is_full()) {
        members.entry(sets.find(i)).or_default().push(i);
    }
    let (mut by_surname, mut by_spelling) = (FxHashMap::default(), FxHashMap::default());
    for (root, members) in members {
        let mut roles = Roles::default();
        members.iter().for_each(|&i| roles.add(&names[i].roles));
        let quotes = members.iter().map(|&i| names[i].quotes).sum();
        // The most quoted form is the one to name as the reason.
        let name = members.iter().copied().max_by_key(|&i| (names[i].quotes, Reverse(i))).unwrap_or(root);
        let bearer = Bearer { name, quotes, sex: sets.marks(root).sex(), roles };
        let mut surnames: Vec<Vec<String>> = members.iter().flat_map(|&i| surnames(&names[i], voices)).collect();
        surnames.sort_unstable();
        surnames.dedup();
        let mut spellings: Vec<String> = surnames.iter().map(|words| skeleton(&words.concat())).collect();
        spellings.sort_unstable();
        spellings.dedup();
        surnames.iter().for_each(|words| add(&mut by_surname, words.join(" "), &bearer));
        spellings.into_iter().for_each(|spelling| add(&mut by_spelling, spelling, &bearer));
    }
    (by_surname, by_spelling)
}

fn add(all: &mut FxHashMap<String, Bearers>, surname: String, bearer: &Bearer) {
    let bearers = all.entry(surname).or_default();
    // Whose sex is not known may be either.
    let may_be = [true, bearer.sex != Some('f'), bearer.sex != Some('m')];
    let add = |tallies: &mut BySex, part: f64| {
        for (tally, _) in tallies.iter_mut().zip(may_be).filter(|(_, may)| *may) {
            tally.add(bearer.name, part);
        }
    };
    bearers.each.insert(bearer.name, bearer.quotes as f64);
    add(&mut bearers.quotes, bearer.quotes as f64);
    for (word, part) in bearer.roles.parts() {
        add(bearers.roles.entry(word.to_owned()).or_default(), part * bearer.quotes as f64);
    }
}

/// Returns the place in [`BySex`].
fn place(sex: Option<char>) -> usize {
    match sex {
        None => 0,
        Some('m') => 1,
        Some(_) => 2,
    }
}

/// Returns the surnames that a full name may be short for: its last words; and its first, if articles call it by that and
/// not by the last, as where the family's name comes first.
fn surnames(name: &Name, voices: &[Voice]) -> Vec<Vec<String>> {
    let longest = LONGEST.min(name.words.len() - 1);
    let mut found: Vec<Vec<String>> =
        (1..=longest).map(|count| name.words[name.words.len() - count..].to_vec()).collect();
    let count = |wanted: &str| -> u64 {
        let aliases = name.voices.iter().flat_map(|&v| &voices[v].aliases);
        aliases.filter(|(alias, _)| telling(alias).eq([wanted])).map(|(_, articles)| articles).sum()
    };
    let (first, last) = (name.words[0].clone(), name.words.last().cloned().unwrap_or_default());
    if name.words.len() > 2 && count(&first) > count(&last) {
        found.push(vec![first]);
    }
    found
}
