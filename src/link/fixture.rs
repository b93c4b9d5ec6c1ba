//! Invented voices for tests.

use crate::model::{SpeakerKind, Voice};

/// A voice being made.
pub(super) struct Make(Voice);

/// A person with so many quotations.
pub(super) fn person(name: &str, quotes: u64) -> Make {
    Make(Voice { quotes, ..voice(SpeakerKind::Person, name, quotes) })
}

/// A voice of any kind.
pub(super) fn voice(kind: SpeakerKind, name: &str, quotes: u64) -> Voice {
    let key = format!("{}:{name}", kind.letter());
    Voice { key, name: name.to_owned(), kind, quotes, ..Voice::default() }
}

impl Make {
    /// An article calls it so.
    pub(super) fn role(mut self, role: &str) -> Self {
        if self.0.role.is_empty() {
            self.0.role = role.to_lowercase();
            self.0.key = format!("{}\u{1e}{role}", self.0.key);
        }
        self.0.roles.push((role.to_owned(), 1));
        self
    }

    /// So many articles use this form too.
    pub(super) fn also(mut self, alias: &str, articles: u64) -> Self {
        self.0.aliases.push((alias.to_owned(), articles));
        self
    }

    /// All articles say `m` or `f`.
    pub(super) fn sex(mut self, sex: char) -> Self {
        self.0.sex = Some(sex).filter(|_| crate::text::is_bare(&self.0.name));
        self.0.sexes[usize::from(sex == 'f')] = 1;
        self.0.key.push(sex);
        self
    }

    /// All articles give the generation.
    pub(super) fn generation(mut self, generation: &str) -> Self {
        self.0.generation = generation.to_owned();
        self.0.key.push_str(generation);
        self
    }
}

impl From<Make> for Voice {
    fn from(make: Make) -> Self {
        make.0
    }
}
