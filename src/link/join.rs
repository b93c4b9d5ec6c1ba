//! Which names are one speaker: what the alias file says first, then rules, the surest first.

use crate::link::aliases::{Aliases, Form, Rule};
use crate::link::given::Full;
use crate::link::names::{Name, names};
use crate::link::sets::{Decision, Marks, Sets};
use crate::link::{bodies, surnames};
use crate::model::{NameJoin, Voice};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// One speaker.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// The places of the voices.
    pub(super) voices: Vec<usize>,
    /// The name that the alias file gives.
    pub(super) called: Option<String>,
    /// Why its names are one.
    pub(super) joins: Vec<NameJoin>,
}

/// Returns the speakers that `voices` are; `shown` says how a voice's name is shown.
pub(super) fn join(voices: &[Voice], aliases: &Aliases, shown: impl Fn(&Voice) -> String) -> Vec<Joined> {
    let names = names(voices, aliases);
    let lines = Lines::new(&names, voices, aliases);
    let mut marks: Vec<Marks> = names.iter().map(|name| name.marks(voices)).collect();
    // Names that only the alias file has stand behind the others.
    marks.resize(names.len() + lines.only_there.len(), Marks::default());
    let mut sets = Sets::new(marks);
    lines.apply(&mut sets);
    keep_namesakes_apart(&names, &mut sets);
    Full::new(&names, voices).join(&mut sets);
    surnames::join(&names, voices, &mut sets);
    bodies::join(&names, voices, &mut sets);

    let mut speakers: BTreeMap<usize, Joined> = BTreeMap::new();
    for (i, name) in names.iter().enumerate() {
        speakers.entry(sets.find(i)).or_default().voices.extend(&name.voices);
    }
    for (canonical, node) in lines.called {
        if let Some(speaker) = speakers.get_mut(&sets.find(node)) {
            // Of several lines about one speaker the last counts.
            speaker.called = Some(canonical);
        }
    }
    let written = |i: usize| match names.get(i) {
        Some(name) => name.voices.iter().map(|&v| &voices[v]).max_by_key(|v| (v.quotes, &v.key)).map(&shown),
        None => lines.only_there.get(i - names.len()).cloned(),
    };
    for Decision { one, other, why } in std::mem::take(&mut sets.decisions) {
        if let (Some(first), Some(second)) = (written(one), written(other))
            && let Some(speaker) = speakers.get_mut(&sets.find(one))
        {
            let join = NameJoin { form: second, name: first, why: why.to_string() };
            // The same surname with several roles.
            if !speaker.joins.contains(&join) {
                speaker.joins.push(join);
            }
        }
    }
    speakers.into_values().collect()
}

/// Full names that were cut into several stay so, unless the alias file joins them.
fn keep_namesakes_apart(names: &[Name], sets: &mut Sets) {
    let mut from = 0;
    for same in names.chunk_by(|a, b| a.is_full() && b.is_full() && a.person == b.person) {
        for one in from..from + same.len() {
            for other in one + 1..from + same.len() {
                if sets.find(one) != sets.find(other) {
                    sets.part(one, other);
                }
            }
        }
        from += same.len();
    }
}

/// The lines of the alias file, with the names that they mean.
struct Lines {
    /// Forms that no article has.
    only_there: Vec<String>,
    /// Pairs to join, with the number of the line.
    joined: Vec<(usize, usize, usize)>,
    /// Pairs to keep apart, with the number of the line.
    apart: Vec<(usize, usize, usize)>,
    /// Canonical names, with a place that they mean.
    called: Vec<(String, usize)>,
}

impl Lines {
    fn new(names: &[Name], voices: &[Voice], aliases: &Aliases) -> Self {
        let mut found = Found::new(names, voices);
        let mut lines = Self { only_there: Vec::new(), joined: Vec::new(), apart: Vec::new(), called: Vec::new() };
        for (number, rule) in aliases.rules.iter().enumerate() {
            match rule {
                Rule::Join { canonical, forms } => {
                    let all: Vec<usize> = forms.iter().chain([canonical]).flat_map(|form| found.places(form)).collect();
                    let Some(&first) = found.places(canonical).first() else { continue };
                    lines.joined.extend(all.iter().filter(|&&i| i != first).map(|&i| (number, first, i)));
                    lines.called.push((Form::read(canonical).name, first));
                }
                Rule::Apart { one, other } => {
                    let others = found.places(other);
                    for a in found.places(one) {
                        lines.apart.extend(others.iter().filter(|&&b| b != a).map(|&b| (number, a, b)));
                    }
                }
            }
        }
        lines.only_there = found.only_there;
        lines
    }

    /// Puts the lines into force; what a later line says of a pair holds.
    fn apply(&self, sets: &mut Sets) {
        // Two of one line are one, and so each is one with the first.
        let mut lines_of: FxHashMap<usize, BTreeSet<usize>> = FxHashMap::default();
        for &(number, first, other) in &self.joined {
            lines_of.entry(first).or_default().insert(number);
            lines_of.entry(other).or_default().insert(number);
        }
        for &(number, a, b) in &self.apart {
            let taken_back = lines_of.get(&a).zip(lines_of.get(&b));
            if !taken_back.is_some_and(|(a, b)| a.range(number..).any(|line| b.contains(line))) {
                sets.part(a, b);
            }
        }
        for &(_, first, other) in &self.joined {
            sets.join_by_order(first, other);
        }
    }
}

/// Finds the names that forms of the alias file mean.
struct Found<'a> {
    names: &'a [Name],
    voices: &'a [Voice],
    persons: FxHashMap<Vec<String>, Vec<usize>>,
    others: FxHashMap<Vec<String>, Vec<usize>>,
    only_there: Vec<String>,
}

impl<'a> Found<'a> {
    fn new(names: &'a [Name], voices: &'a [Voice]) -> Self {
        let (mut persons, mut others): (FxHashMap<_, Vec<usize>>, FxHashMap<_, Vec<usize>>) = Default::default();
        for (i, name) in names.iter().enumerate() {
            let table = if name.is_full() || name.is_bare() { &mut persons } else { &mut others };
            table.entry(name.words.clone()).or_default().push(i);
        }
        Self { names, voices, persons, others, only_there: Vec::new() }
    }

    /// Returns the places of the names that a form means, of whatever kind; a new place if no article has it.
    fn places(&mut self, form: &str) -> Vec<usize> {
        let form = Form::read(form);
        let same = self.persons.get(&form.person.words()).into_iter().flatten().copied();
        let has_role = |i: &usize| form.has_role(self.names[*i].voices.iter().map(|&v| &self.voices[v]));
        let mut places: Vec<usize> = same.filter(has_role).collect();
        // Father and son are told apart if the archive knows both.
        let exact = |i: &usize| self.names[*i].person.generation == form.person.generation;
        if places.iter().any(exact) {
            places.retain(exact);
        }
        if form.role.is_empty() {
            places.extend(self.others.get(&form.core).into_iter().flatten());
            places.dedup();
        }
        if places.is_empty() {
            let at = self.only_there.iter().position(|other| Form::read(other) == form);
            let at = at.unwrap_or_else(|| {
                self.only_there.push(form.written.clone());
                self.only_there.len() - 1
            });
            places.push(self.names.len() + at);
        }
        places
    }
}
