//! Lines for the alias file, made from what a user asks for: each is tried before it is written.

use crate::link::aliases::{Aliases, Form, Rule};
use crate::link::forms::{core, folded};
use crate::link::person::{Person, with_generation};
use crate::link::roles::telling;
use crate::link::table::{Linked, Speakers};
use crate::model::{SpeakerKind, Voice};
use crate::text::voice_of;
use std::collections::BTreeSet;

/// What a user asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeakerEdit {
    /// These names are one speaker, called by the first.
    Merge(Vec<String>),
    /// These two names of one speaker are two.
    Split(String, String),
    /// A speaker, by any name, and how it is to be called.
    Rename(String, String),
    /// The last line of the alias file does not count any more.
    Undo,
}

/// Why a line cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No speaker has the name.
    Nobody(String),
    /// Anything else, with the way out.
    Because(String),
}

/// How many names are listed where one must be chosen.
const LISTED: usize = 5;

/// A table of speakers, and what it was made of.
pub(crate) struct Editing<'a> {
    /// The speakers as they are.
    pub(crate) speakers: &'a Speakers,
    /// All local names.
    pub(crate) voices: Vec<Voice>,
    /// The alias file as it is.
    pub(crate) aliases: &'a Aliases,
}

impl Editing<'_> {
    /// Returns the line that makes all these names one speaker, and the speakers with it.
    pub(crate) fn merge(&self, names: &[String]) -> Result<(String, Speakers), Refusal> {
        let places = names.iter().map(|name| self.who(name)).collect::<Result<Vec<_>, _>>()?;
        for (i, place) in places.iter().enumerate() {
            if let Some(same) = places[..i].iter().position(|other| other == place) {
                let (one, other, name) = (&names[same], &names[i], &self.speakers.all()[*place].name);
                return because(format!("`{one}` and `{other}` are one speaker already: {name}"));
            }
        }
        let labels = places.iter().map(|&place| self.label(place)).collect::<Result<Vec<_>, _>>()?;
        // Earlier lines may keep other names of these speakers apart: then each name that is theirs alone is in the line.
        let own = |place: usize| -> Vec<String> {
            let others = || self.speakers.all().iter().enumerate().filter(|(i, _)| *i != place);
            let is_own = |name: &String| !others().any(|(_, other)| has_form(other, &Form::read(name)));
            local_names(&self.speakers.all()[place]).into_iter().filter(is_own).collect()
        };
        let every = || {
            let of = |(&place, label): (&usize, &String)| std::iter::once(label.clone()).chain(own(place)).collect();
            places.iter().zip(&labels).flat_map::<Vec<String>, _>(of).collect()
        };
        for all in [labels.clone(), every()] {
            let mut forms: Vec<String> = Vec::new();
            for form in all.into_iter().skip(1) {
                if form != labels[0] && !forms.contains(&form) {
                    forms.push(writable(form)?);
                }
            }
            let rule = Rule::Join { canonical: labels[0].clone(), forms };
            let (line, after) = self.with(rule);
            let keys = places.iter().flat_map(|&place| &self.speakers.all()[place].keys);
            let one: BTreeSet<Option<usize>> = keys.map(|key| after.at(key)).collect();
            if one.len() == 1 {
                return Ok((line, after));
            }
        }
        because(format!("lines of the alias file keep names of {} apart: take them out by hand", labels.join(" and ")))
    }

    /// Returns the line that makes these two names of one speaker two speakers, and the speakers with it.
    pub(crate) fn split(&self, one: &str, other: &str) -> Result<(String, Speakers), Refusal> {
        let speaker = &self.speakers.all()[self.who_is_both(one, other)?];
        let (first, second) = (self.local(speaker, one)?, self.local(speaker, other)?);
        if Form::read(&first) == Form::read(&second) {
            return because(format!(
                "`{one}` and `{other}` are the same name: a word of their roles may tell them apart, as in `{} (mayor)`",
                Form::read(&first).name
            ));
        }
        let (line, after) = self.with(Rule::Apart { one: writable(first.clone())?, other: writable(second.clone())? });
        let own = |form: &str| -> BTreeSet<Option<usize>> {
            let form = Form::read(form);
            let voices = speaker.keys.iter().filter_map(|key| self.voices.iter().find(|voice| voice.key == *key));
            let is_of = |voice: &&Voice| form.names(voice) && form.has_role(std::iter::once(*voice));
            voices.filter(is_of).map(|voice| after.at(&voice.key)).collect()
        };
        let (first_now, second_now) = (own(&first), own(&second));
        if first_now.is_disjoint(&second_now) && !first_now.is_empty() && !second_now.is_empty() {
            return Ok((line, after));
        }
        because(format!("nothing in the index tells `{first}` from `{second}`: no quotation would change its speaker"))
    }

    /// Returns the line that gives a speaker another name, and the speakers with it.
    pub(crate) fn rename(&self, old: &str, new: &str) -> Result<(String, Speakers), Refusal> {
        let place = self.who(old)?;
        let speaker = &self.speakers.all()[place];
        let new = new.trim();
        if new == speaker.name {
            return because(format!("the speaker is called `{new}` already"));
        }
        if new.contains(['(', ')']) || Form::read(new).core.is_empty() {
            return because(format!("`{new}` is no name: expected words without brackets"));
        }
        let form = Form::read(new);
        let is_another = |other: &Linked| is_called(other, &other.name, &form) || has_form(other, &form);
        let another = |&i: &usize| i != place && is_another(&self.speakers.all()[i]);
        if let Some(other) = (0..self.speakers.all().len()).find(another) {
            let other = &self.speakers.all()[other];
            return because(format!(
                "`{new}` is a name of another speaker, {}: to make them one, merge them",
                in_words(other)
            ));
        }
        let forms = vec![self.label(place)?];
        let (line, after) = self.with(Rule::Join { canonical: writable(new.to_owned())?, forms });
        let now: Vec<&Linked> = speaker.keys.iter().filter_map(|key| Some(&after.all()[after.at(key)?])).collect();
        if now.iter().all(|linked| linked.name == new) {
            return Ok((line, after));
        }
        because(format!("lines of the alias file give {} other names: take them out by hand", speaker.name))
    }

    fn with(&self, rule: Rule) -> (String, Speakers) {
        let line = rule.to_string();
        (line, Speakers::new(self.voices.clone(), &self.aliases.with(rule)))
    }

    /// Returns the one speaker whose quotations have both names; a surname alone may be several speakers' name.
    fn who_is_both(&self, one: &str, other: &str) -> Result<usize, Refusal> {
        let all = self.speakers.all();
        let (first, second) = (Form::read(one.trim()), Form::read(other.trim()));
        let mut both = (0..all.len()).filter(|&i| has_form(&all[i], &first) && has_form(&all[i], &second));
        if let (Some(only), None) = (both.next(), both.next()) {
            return Ok(only);
        }
        let (a, b) = (self.who(one)?, self.who(other)?);
        if a == b {
            return Ok(a);
        }
        because(format!("they are two speakers already: {}, and {}", in_words(&all[a]), in_words(&all[b])))
    }

    /// Returns the one speaker of this name: by its id, by its name, by a name that an article gives it, by any form, by
    /// words of one; the first of these that anybody has.
    fn who(&self, typed: &str) -> Result<usize, Refusal> {
        let all = self.speakers.all();
        let form = Form::read(typed.trim());
        if form.core.is_empty() {
            return because(format!("`{typed}` is no name: expected words"));
        }
        let in_office = |i: &usize| {
            let roles: BTreeSet<String> = all[*i].roles.iter().flat_map(|role| Form::read(role).core).collect();
            form.role.iter().all(|word| roles.contains(word))
        };
        let exact = |has: &dyn Fn(&Linked) -> bool| -> Vec<usize> {
            (0..all.len()).filter(|&i| has(&all[i])).filter(in_office).collect()
        };
        let by_words = || self.speakers.addressed(&folded(&form.name)).into_iter().filter(in_office).collect();
        let mut found = exact(&|speaker| speaker.id == typed.trim());
        let steps: [&dyn Fn() -> Vec<usize>; 4] = [
            &|| exact(&|speaker| is_called(speaker, &speaker.name, &form)),
            &|| exact(&|speaker| has_form(speaker, &form)),
            &|| exact(&|speaker| speaker.aliases.iter().any(|alias| is_called(speaker, alias, &form))),
            &by_words,
        ];
        for step in steps {
            if found.is_empty() {
                found = step();
            }
        }
        match found[..] {
            [] => Err(Refusal::Nobody(typed.to_owned())),
            [one] => Ok(one),
            _ => because(self.many(typed, &found)),
        }
    }

    fn many(&self, typed: &str, found: &[usize]) -> String {
        let mut some: Vec<&Linked> = found.iter().map(|&i| &self.speakers.all()[i]).collect();
        some.sort_by_key(|speaker| std::cmp::Reverse(speaker.quotes));
        let listed: Vec<String> = some.iter().take(LISTED).map(|speaker| in_words(speaker)).collect();
        let more = if found.len() > LISTED { ", …" } else { "" };
        format!(
            "`{typed}` names {} speakers: {}{more}; give the whole name, a word of the role in brackets, or the id",
            found.len(),
            listed.join(", ")
        )
    }

    /// Returns the name as the articles have it that a speaker goes by as `typed`, with the role that was typed.
    fn local(&self, speaker: &Linked, typed: &str) -> Result<String, Refusal> {
        let form = Form::read(typed.trim());
        let names = local_names(speaker);
        // Of several ways to write it that with small letters.
        let called = names.iter().filter(|name| is_called(speaker, name, &form));
        let Some(name) = called.max_by_key(|name| name.contains(char::is_lowercase)) else {
            let listed: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
            return because(format!(
                "`{typed}` is no name that quotations of {} have; these are: {}",
                speaker.name,
                listed.join(", ")
            ));
        };
        Ok(if form.role.is_empty() { name.clone() } else { format!("{name} ({})", form.role.join(" ")) })
    }

    /// Returns how the alias file calls a speaker: by its name, with a word of its roles if others have the same name.
    fn label(&self, place: usize) -> Result<String, Refusal> {
        let all = self.speakers.all();
        let (speaker, form) = (&all[place], Form::read(&all[place].name));
        let namesakes: Vec<&Linked> = all
            .iter()
            .enumerate()
            .filter(|(i, other)| *i != place && (other.name == speaker.name || has_form(other, &form)))
            .map(|(_, other)| other)
            .collect();
        if namesakes.is_empty() {
            return writable(speaker.name.clone());
        }
        let of = |role: &String| Form::read(role).core;
        let theirs: BTreeSet<String> = namesakes.iter().flat_map(|other| &other.roles).flat_map(of).collect();
        let word = speaker
            .roles
            .iter()
            .flat_map(|role| telling(role).filter(|word| of(role).contains(word)).collect::<Vec<_>>());
        match word.into_iter().find(|word| !theirs.contains(word)) {
            Some(word) => writable(format!("{} ({word})", speaker.name)),
            None => because(format!(
                "others are called `{}` too, and no word of their roles tells them apart",
                speaker.name
            )),
        }
    }
}

fn because<T>(reason: String) -> Result<T, Refusal> {
    Err(Refusal::Because(reason))
}

/// Returns a speaker's name with the role and the number of quotations, for people to read.
fn in_words(speaker: &Linked) -> String {
    let role = speaker.roles.first().map(|role| format!(" ({role})")).unwrap_or_default();
    let quotes = if speaker.quotes == 1 { "quotation" } else { "quotations" };
    format!("{}{role} with {} {quotes}", speaker.name, speaker.quotes)
}

/// Returns the names that the quotations of a speaker have, the generation included, in order.
fn local_names(speaker: &Linked) -> Vec<String> {
    let name = |key: &String| Some(with_generation(&voice_of(key)?));
    let mut names: Vec<String> = speaker.keys.iter().filter_map(name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns whether a name of a speaker is this one, roles apart.
fn is_called(speaker: &Linked, name: &str, form: &Form) -> bool {
    match speaker.kind {
        SpeakerKind::Person => form.is_person(&Person::read(name)),
        _ => core(name) == form.core,
    }
}

/// Returns whether quotations of a speaker have this name.
fn has_form(speaker: &Linked, form: &Form) -> bool {
    speaker.keys.iter().filter_map(|key| voice_of(key)).any(|voice| form.names(&voice))
}

/// Returns the name if the alias file can hold it.
fn writable(name: String) -> Result<String, Refusal> {
    let unfit = |c: char| matches!(c, '=' | ';' | '#') || c.is_control();
    match name.chars().find(|&c| unfit(c)) {
        Some(c) => {
            because(format!("`{}` cannot stand in the alias file, where {c:?} means something else", name.trim()))
        }
        None => Ok(name),
    }
}
