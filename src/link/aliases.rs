//! The alias file: what a user says about names rules over every rule of ours.
//!
//! ```text
//! Ilse Brandvold = Brandvolt; I. Brandvold   # these forms are one speaker, called so
//! Odo Smith != Smith                         # these are never joined
//! Odo Smith (mayor) != Odo Smith (baker)     # of one name, told apart by a word of their roles
//! ```
//!
//! Where two lines contradict each other, the later one holds.

use crate::link::forms::{core, folded};
use crate::link::person::Person;
use crate::model::{SpeakerKind, Voice};
use rustc_hash::FxHashMap;

/// A line of the alias file that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadLine {
    /// The number of the line, from 1.
    pub(crate) line: usize,
    /// What is wrong with it.
    pub(crate) reason: String,
}

/// What one line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// A canonical name and the forms that it has.
    Join { canonical: String, forms: Vec<String> },
    /// Two names that are not the same speaker.
    Apart { one: String, other: String },
}

/// What an alias file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Aliases {
    /// Its lines, in order.
    pub(super) rules: Vec<Rule>,
}

impl Aliases {
    /// Reads an alias file.
    pub(crate) fn parse(text: &str) -> Result<Self, BadLine> {
        let mut aliases = Self::default();
        for (i, line) in text.lines().enumerate() {
            let bad = |reason: &str| BadLine { line: i + 1, reason: reason.to_owned() };
            aliases.rules.extend(rule(line).map_err(bad)?);
        }
        Ok(aliases)
    }

    /// Returns the pairs of roles by which namesakes are kept apart, by their name.
    pub(super) fn cuts(&self) -> FxHashMap<Person, Vec<(Form, Form)>> {
        let mut cuts: FxHashMap<Person, Vec<(Form, Form)>> = FxHashMap::default();
        for rule in &self.rules {
            let Rule::Apart { one, other } = rule else { continue };
            let (one, other) = (Form::read(one), Form::read(other));
            if one.person == other.person && !one.role.is_empty() && !other.role.is_empty() {
                cuts.entry(one.person.clone()).or_default().push((one, other));
            }
        }
        cuts
    }

    /// Returns the same with one line more.
    pub(super) fn with(&self, rule: Rule) -> Self {
        let mut aliases = self.clone();
        aliases.rules.push(rule);
        aliases
    }
}

/// Returns whether a line of an alias file says something: it is neither blank nor a comment.
pub(crate) fn says_something(line: &str) -> bool {
    !bare(line).is_empty()
}

fn bare(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim_matches(['\u{feff}', ' ', '\t', '\r'])
}

/// Reads one line.
fn rule(line: &str) -> Result<Option<Rule>, &'static str> {
    let line = bare(line);
    if line.is_empty() {
        return Ok(None);
    }
    if let Some((one, other)) = line.split_once("!=") {
        let (one, other) = (one.trim().to_owned(), other.trim().to_owned());
        if one.is_empty() || other.is_empty() {
            return Err("expected a name on both sides of `!=`");
        }
        return Ok(Some(Rule::Apart { one, other }));
    }
    let Some((name, forms)) = line.split_once('=') else {
        return Err("expected `Canonical Name = form; form` or `A != B`");
    };
    let forms: Vec<String> =
        forms.split(';').map(str::trim).filter(|form| !form.is_empty()).map(str::to_owned).collect();
    if name.trim().is_empty() || forms.is_empty() {
        return Err("expected `Canonical Name = form; form`");
    }
    Ok(Some(Rule::Join { canonical: name.trim().to_owned(), forms }))
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Join { canonical, forms } => write!(f, "{canonical} = {}", forms.join("; ")),
            Self::Apart { one, other } => write!(f, "{one} != {other}"),
        }
    }
}

/// A name as the alias file writes it: `Odo Smith (mayor)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// As written, the role included.
    pub(super) written: String,
    /// The name without the role.
    pub(super) name: String,
    pub(super) person: Person,
    /// Its words if it is no person.
    pub(super) core: Vec<String>,
    /// Words that the roles of the speaker must have.
    pub(super) role: Vec<String>,
}

impl Form {
    /// Reads a form.
    pub(super) fn read(written: &str) -> Self {
        let (name, role) = match written.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            Some((name, role)) if !name.trim().is_empty() => (name.trim(), folded(role)),
            _ => (written, Vec::new()),
        };
        Self { written: written.to_owned(), name: name.to_owned(), person: Person::read(name), core: core(name), role }
    }

    /// Returns whether a voice is called so, roles apart.
    pub(super) fn names(&self, voice: &Voice) -> bool {
        match voice.kind {
            SpeakerKind::Person => self.is_person(&Person::of(voice)),
            _ => core(&voice.name) == self.core,
        }
    }

    /// Returns whether it is this person's name, the generation included.
    pub(super) fn is_person(&self, person: &Person) -> bool {
        person.words() == self.person.words() && person.generation == self.person.generation
    }

    /// Returns whether the roles of these voices have all words of the role that it gives.
    pub(super) fn has_role<'a>(&self, voices: impl Iterator<Item = &'a Voice>) -> bool {
        let roles = |voice: &'a Voice| voice.roles.iter().map(|(role, _)| role.as_str()).chain([voice.role.as_str()]);
        self.role.is_empty() || {
            let words: Vec<String> = voices.flat_map(roles).flat_map(folded).collect();
            self.role.iter().all(|word| words.contains(word))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_and_keep_apart() {
        let aliases = Aliases::parse("# names\nA B = b; Ab ;\n\nA != C # no\n").unwrap();
        let written: Vec<String> = aliases.rules.iter().map(Rule::to_string).collect();
        assert_eq!(written, ["A B = b; Ab", "A != C"]);
    }

    #[test]
    fn bad_lines_are_named() {
        assert_eq!(Aliases::parse("A = b\nwhat").unwrap_err().line, 2);
        assert_eq!(Aliases::parse("= b").unwrap_err().line, 1);
        assert_eq!(Aliases::parse("a !=").unwrap_err().line, 1);
    }

    #[test]
    fn a_form_may_give_a_role() {
        let form = Form::read("Odo Smith (the Mayor)");
        assert_eq!((form.name.as_str(), form.role.join(" ").as_str()), ("Odo Smith", "the mayor"));
        assert_eq!(Form::read("(mayor)").name, "(mayor)");
    }
}
