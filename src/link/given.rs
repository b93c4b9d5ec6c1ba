//! Full names that are one name: middle names left out, initials, short forms, spellings, slips of the pen.
//!
//! Every rule looks at small groups of names that share a surname or a given name, and compares each with the most quoted
//! of its group only, so that all rules together take time in proportion to the names.

use crate::link::names::Name;
use crate::link::sets::{Sets, Why};
use crate::link::spelling::{one_slip, skeleton, slips};
use crate::model::Voice;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Which part of the quotations one of several must have, so that a form that fits them all means it.
pub(super) const DOMINANT: f64 = 0.9;

/// How many given names a surname may have in the archive, so that two spellings of it are no two families.
const RARE: usize = 3;

/// How many letters a word has at least in which one wrong letter does not make another name.
const LONG_GIVEN: usize = 5;
const LONG_SURNAME: usize = 6;

/// Roles of those who have a namesake in the family.
const KIN: [&str; 6] = ["brother", "father", "grandfather", "grandson", "nephew", "son"];

/// Short forms of given names: a line is a short form and the names it stands for.
const NICKNAMES: &str = include_str!("../annotate/names/data/nicknames.txt");

/// The names of one archive, for the rules.
pub(super) struct Full<'a> {
    names: &'a [Name],
    /// The full names.
    full: Vec<usize>,
    /// Words of pairs of full names that an article uses for one, with the number of articles.
    called: FxHashMap<(usize, usize), u64>,
}

impl<'a> Full<'a> {
    /// Returns the full names among `names`.
    pub(super) fn new(names: &'a [Name], voices: &[Voice]) -> Self {
        let full: Vec<usize> = (0..names.len()).filter(|&i| names[i].is_full()).collect();
        let called = called(names, &full, voices);
        Self { names, full, called }
    }

    /// Joins what the rules find, the surest first.
    pub(super) fn join(&self, sets: &mut Sets) {
        self.fathers_and_sons(sets);
        self.middles(sets);
        self.initials(sets);
        self.spellings(sets);
        self.nicknames(sets);
        self.slips(sets);
    }

    fn groups<K: Ord>(&self, key: impl Fn(&'a Name) -> Option<K>) -> BTreeMap<K, Vec<usize>> {
        let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for &i in &self.full {
            if let Some(key) = key(&self.names[i]) {
                groups.entry(key).or_default().push(i);
            }
        }
        groups.retain(|_, group| group.len() > 1);
        groups
    }

    /// Returns the place of the one that has most quotations, if it has `DOMINANT` of them.
    fn dominant(&self, group: &[usize]) -> Option<usize> {
        let all: u64 = group.iter().map(|&i| self.names[i].quotes).sum();
        let most = group.iter().copied().max_by_key(|&i| (self.names[i].quotes, Reverse(i)))?;
        (self.names[most].quotes as f64 >= DOMINANT * all as f64).then_some(most)
    }

    /// `Jr.` keeps a son apart from his father where an article names both, or their roles have nothing in common; else it is
    /// left out at will.
    fn fathers_and_sons(&self, sets: &mut Sets) {
        for group in self.groups(|name| Some(&name.words)).into_values() {
            let (plain, sons): (Vec<usize>, Vec<usize>) =
                group.into_iter().partition(|&i| self.names[i].person.generation.is_empty());
            for &son in &sons {
                for &father in &plain {
                    let (one, other) = (&self.names[father].roles, &self.names[son].roles);
                    let kin = one.has_one_of(&KIN) || other.has_one_of(&KIN);
                    let free = sons.len() == 1 && !self.names[son].told_apart && !kin;
                    match one.common(other).filter(|_| free) {
                        Some(role) => _ = sets.join(father, son, Why::Generation(role)),
                        None => sets.part(father, son),
                    }
                }
            }
        }
    }

    /// `Odo Ash`, `Odo B. Ash` and `Odo Benno Ash` are one, unless there is an `Odo C. Ash` as well.
    fn middles(&self, sets: &mut Sets) {
        for group in
            self.groups(|name| Some((&name.person.last, name.person.first(), &name.person.generation))).values()
        {
            let mut by_middle: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for &i in group {
                by_middle.entry(self.names[i].person.middle()).or_default().push(i);
            }
            let plain = by_middle.remove("").unwrap_or_default();
            for same in by_middle.values() {
                let (out, short): (Vec<usize>, Vec<usize>) =
                    same.iter().partition(|&&i| self.names[i].person.writes_middle_out());
                if let Some(most) = self.dominant(&out) {
                    short.iter().for_each(|&i| _ = sets.join(most, i, Why::Middle));
                }
            }
            let mosts: Vec<(u64, usize)> = by_middle
                .values()
                .filter_map(|same| {
                    let most = same.iter().copied().max_by_key(|&i| (self.names[i].quotes, Reverse(i)))?;
                    Some((same.iter().map(|&i| self.names[i].quotes).sum(), most))
                })
                .collect();
            let all: u64 = mosts.iter().map(|(quotes, _)| quotes).sum();
            if let Some(&(quotes, most)) = mosts.iter().max_by_key(|(quotes, i)| (*quotes, Reverse(*i)))
                && quotes as f64 >= DOMINANT * all as f64
            {
                plain.iter().for_each(|&i| _ = sets.join(most, i, Why::Middle));
            }
        }
    }

    /// `J. Weir` and `J.D. Weir` are the only `Jona David Weir`.
    fn initials(&self, sets: &mut Sets) {
        for group in self.groups(|name| Some((&name.person.last, &name.person.generation))).into_values() {
            let is_short = |&i: &usize| self.names[i].person.first().ends_with('.');
            let (short, out): (Vec<usize>, Vec<usize>) = group.into_iter().partition(is_short);
            if short.is_empty() {
                continue;
            }
            let mut fitting: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for i in out {
                let person = &self.names[i].person;
                let first: String = person.first().chars().take(1).collect();
                let middle = person.middle();
                if !middle.is_empty() {
                    fitting.entry(format!("{first}{middle}")).or_default().push(i);
                }
                fitting.entry(first).or_default().push(i);
            }
            let meant: BTreeMap<String, usize> =
                fitting.into_iter().filter_map(|(initials, names)| Some((initials, self.dominant(&names)?))).collect();
            for i in short {
                let person = &self.names[i].person;
                let initials = format!("{}{}", person.first().trim_end_matches('.'), person.middle());
                if let Some(&most) = meant.get(&initials) {
                    sets.join(most, i, Why::Initials);
                }
            }
        }
    }

    /// Two spellings of a surname that few have, with the same given name, or of both with roles in common.
    fn spellings(&self, sets: &mut Sets) {
        let mut families: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        let last = |name: &Name| skeleton(&name.person.last.concat());
        for name in self.full.iter().map(|&i| &self.names[i]) {
            families.entry(last(name)).or_default().insert(skeleton(name.person.first()));
        }
        let key = |name: &'a Name| {
            let first = skeleton(name.person.first());
            (!name.person.first().ends_with('.')).then(|| (last(name), first, &name.person.generation))
        };
        for ((last, ..), group) in self.groups(key) {
            let rare = families.get(&last).is_some_and(|first| first.len() <= RARE);
            self.each_with_most(&group, |most, i| {
                let (one, other) = (&self.names[most], &self.names[i]);
                let same = |a: &[String], b: &[String]| a.first() == b.first();
                let half = one.person.last == other.person.last || same(&one.person.given, &other.person.given);
                let middles = one.person.middle() == other.person.middle()
                    || one.person.middle().is_empty()
                    || other.person.middle().is_empty();
                let different = one.person.last != other.person.last || !same(&one.person.given, &other.person.given);
                if different && middles && ((rare && half) || one.roles.alike(&other.roles).is_some()) {
                    sets.join(most, i, Why::Spelling);
                }
            });
        }
    }

    /// `Bill` is `William` where roles, or an article, say so.
    fn nicknames(&self, sets: &mut Sets) {
        let key = |name: &'a Name| Some((&name.person.last, &name.person.generation));
        for group in self.groups(key).into_values() {
            let mut by_first: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for i in group {
                by_first.entry(self.names[i].person.first()).or_default().push(i);
            }
            for (short, ones) in &by_first {
                for long in nicknames().get(short).into_iter().flatten() {
                    let Some(others) = by_first.get(long) else { continue };
                    self.each_with_most(&[&ones[..], others].concat(), |most, i| {
                        if self.names[most].person.first() == self.names[i].person.first() {
                            return;
                        }
                        if let Some(why) = self.said_to_be_one(most, i, Why::Nickname) {
                            sets.join(most, i, why);
                        }
                    });
                }
            }
        }
    }

    /// One letter wrong in the given name or in the surname, where roles, or an article, say so.
    fn slips(&self, sets: &mut Sets) {
        let mut groups: BTreeMap<(bool, u64, u64), Vec<usize>> = BTreeMap::new();
        for &i in &self.full {
            let person = &self.names[i].person;
            let (first, last) = (person.first(), person.last.concat());
            for (given, kept, varied, long) in
                [(true, last.as_str(), first, LONG_GIVEN), (false, first, last.as_str(), LONG_SURNAME)]
            {
                if varied.len() < long {
                    continue;
                }
                for slip in slips(varied) {
                    groups.entry((given, hash(kept), hash(&slip))).or_default().push(i);
                }
            }
        }
        for ((given, ..), group) in groups {
            self.each_with_most(&group, |most, i| {
                let (one, other) = (&self.names[most].person, &self.names[i].person);
                let slip = match given {
                    true => one.last == other.last && one_slip(one.first(), other.first()),
                    false => one.first() == other.first() && one_slip(&one.last.concat(), &other.last.concat()),
                };
                // A slip is rare: the right spelling is much more frequent.
                let rare = self.names[i].quotes * 4 <= self.names[most].quotes;
                if slip
                    && rare
                    && one.generation == other.generation
                    && let Some(why) = self.said_to_be_one(most, i, Why::Slip)
                {
                    sets.join(most, i, why);
                }
            });
        }
    }

    fn said_to_be_one(&self, one: usize, other: usize, by_role: impl Fn(String) -> Why) -> Option<Why> {
        if let Some(&articles) = self.called.get(&(one.min(other), one.max(other))) {
            return Some(Why::Called(articles));
        }
        self.names[one].roles.alike(&self.names[other].roles).map(by_role)
    }

    fn each_with_most(&self, group: &[usize], mut look: impl FnMut(usize, usize)) {
        if let Some(most) = group.iter().copied().max_by_key(|&i| (self.names[i].quotes, Reverse(i))) {
            group.iter().filter(|&&i| i != most).for_each(|&i| look(most, i));
        }
    }
}

/// Returns the pairs of full names of which articles use one for the other, by their places, the lower first.
fn called(names: &[Name], full: &[usize], voices: &[Voice]) -> FxHashMap<(usize, usize), u64> {
    let by_words: FxHashMap<&[String], usize> = full.iter().map(|&i| (names[i].words.as_slice(), i)).collect();
    let mut called: FxHashMap<(usize, usize), u64> = FxHashMap::default();
    for &i in full {
        for (alias, articles) in names[i].voices.iter().flat_map(|&v| &voices[v].aliases) {
            let words = crate::link::person::Person::read(alias).words();
            if let Some(&other) = by_words.get(words.as_slice()).filter(|&&other| other != i) {
                *called.entry((i.min(other), i.max(other))).or_default() += articles;
            }
        }
    }
    called
}

fn nicknames() -> &'static FxHashMap<&'static str, Vec<&'static str>> {
    static TABLE: OnceLock<FxHashMap<&str, Vec<&str>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines = NICKNAMES.lines().filter(|line| !line.starts_with('#'));
        let entry = |line: &'static str| {
            let mut words = line.split_whitespace();
            Some((words.next()?, words.collect()))
        };
        lines.filter_map(entry).collect()
    })
}

fn hash(text: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}
