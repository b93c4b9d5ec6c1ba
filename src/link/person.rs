//! The parts of a person's name.

use crate::link::forms::{folded, is_honorific};
use crate::model::Voice;
use crate::text::{generation, is_bare, words};

/// Parts of a surname that are written or left out at will before the rest of it.
const ARTICLES: [&str; 4] = ["al", "el", "ul", "ur"];

/// What else may follow a surname.
const DEGREES: [&str; 4] = ["phd", "md", "esq", "mp"];

/// A person's name, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Person {
    /// The surname, and whatever else stands behind the given names; of a bare surname all its words.
    pub(super) last: Vec<String>,
    /// The given names; initials that stand together are one ("J.D.", "JD"). Empty in a bare surname.
    pub(super) given: Vec<String>,
    /// "jr", "sr" or a number; empty if none.
    pub(super) generation: String,
}

impl Person {
    /// Reads a name as it is written.
    pub(super) fn read(name: &str) -> Self {
        let mut all = once(without_titles(tokens(name)));
        let mut person = Self::default();
        while all.len() > 1
            && let Some(last) = all.last()
        {
            match generation(last) {
                Some(generation) => person.generation = generation.to_owned(),
                None if DEGREES.contains(&last.as_str()) => {}
                None => break,
            }
            all.pop();
        }
        let bare = is_bare(name) || all.len() == 1;
        let first = if bare { 0 } else { all.len().saturating_sub(1) };
        person.last = all.split_off(first);
        person.given = all;
        let skipped = if bare { &mut person.last } else { &mut person.given };
        drop_articles(skipped, bare);
        person
    }

    /// Reads the name of a voice, whose articles may give the generation elsewhere.
    pub(super) fn of(voice: &Voice) -> Self {
        let mut person = Self::read(&voice.name);
        if !voice.generation.is_empty() {
            person.generation.clone_from(&voice.generation);
        }
        person
    }

    /// Returns whether there is no given name.
    pub(super) fn is_bare(&self) -> bool {
        self.given.is_empty()
    }

    /// Returns the first given name; empty in a bare surname.
    pub(super) fn first(&self) -> &str {
        self.given.first().map_or("", String::as_str)
    }

    /// Returns the initials of the names between the first and the surname.
    pub(super) fn middle(&self) -> String {
        let initials = |name: &String| match name.strip_suffix('.') {
            Some(initials) => initials.to_owned(),
            None => name.chars().take(1).collect(),
        };
        self.given.iter().skip(1).map(initials).collect()
    }

    /// Returns whether names between the first and the surname are written out.
    pub(super) fn writes_middle_out(&self) -> bool {
        self.given.iter().skip(1).any(|name| !name.ends_with('.'))
    }

    /// Returns all words of the name but the generation.
    pub(super) fn words(&self) -> Vec<String> {
        self.given.iter().chain(&self.last).cloned().collect()
    }
}

/// Returns the name of a voice as it is written, with the generation that its articles give it elsewhere.
pub(super) fn with_generation(voice: &Voice) -> String {
    if voice.generation.is_empty() || !Person::read(&voice.name).generation.is_empty() {
        return voice.name.clone();
    }
    let suffix = match voice.generation.as_str() {
        "jr" => "Jr.".to_owned(),
        "sr" => "Sr.".to_owned(),
        number => number.to_uppercase(),
    };
    format!("{} {suffix}", voice.name)
}

/// Drops "al" before a surname: it stands behind a given name, or first in a bare surname.
fn drop_articles(words: &mut Vec<String>, bare: bool) {
    let (keep, len) = (usize::from(!bare), words.len());
    let mut at = 0;
    words.retain(|word| {
        at += 1;
        let last_of_bare = bare && at == len;
        at <= keep || last_of_bare || !ARTICLES.contains(&word.as_str())
    });
}

fn without_titles(mut words: Vec<String>) -> Vec<String> {
    let titles = words.iter().take_while(|word| is_honorific(word)).count().min(words.len().saturating_sub(1));
    words.drain(..titles);
    words
}

/// Returns a name that stands twice, as where a picture's caption runs into the text, once.
fn once(mut words: Vec<String>) -> Vec<String> {
    let half = words.len() / 2;
    if half > 1 && words.len().is_multiple_of(2) && words[..half] == words[half..] {
        words.truncate(half);
    }
    words
}

/// Returns the folded words; initials that stand together are one word with a stop: `J.D.`, `J. D.` and `JD` are `jd.`.
fn tokens(name: &str) -> Vec<String> {
    let small = name.chars().any(char::is_lowercase);
    let mut out: Vec<String> = Vec::new();
    let mut apart = false;
    for (word, folded) in words(name).map(|span| span.of(name)).zip(folded(name)) {
        let initial = folded.chars().count() == 1;
        match out.last_mut() {
            Some(last) if initial && apart => last.insert_str(last.len() - 1, &folded),
            _ if initial || (small && is_initials(word)) => out.push(format!("{folded}.")),
            _ => out.push(folded),
        }
        apart = initial;
    }
    // No surname is an initial.
    if let Some(bare) = out.last_mut().filter(|last| last.ends_with('.')) {
        bare.pop();
    }
    out
}

/// Returns whether a word between words with small letters is initials: two or three capitals.
fn is_initials(word: &str) -> bool {
    (2..=3).contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase()) && generation(word).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> (String, String, String) {
        let person = Person::read(name);
        (person.given.join(" "), person.last.join(" "), person.generation)
    }

    fn parts(given: &str, last: &str, generation: &str) -> (String, String, String) {
        (given.to_owned(), last.to_owned(), generation.to_owned())
    }

    #[test]
    fn names_have_parts() {
        for name in ["J.D. Weir", "JD Weir", "J. D. Weir", "Sen. J.D. Weir"] {
            assert_eq!(read(name), parts("jd.", "weir", ""), "{name}");
        }
        assert_eq!(read("Odo H. W. Ash, Jr."), parts("odo hw.", "ash", "jr"));
        assert_eq!(read("Odo Ash II"), parts("odo", "ash", "ii"));
        assert_eq!(read("Ilse van der Brill"), parts("ilse van der", "brill", ""));
        assert_eq!(read("van der Brill"), parts("", "van der brill", ""));
        assert_eq!(read("Sami al-Brill"), read("Sami Brill"));
        assert_eq!(read("al-Brill"), read("Brill"));
        assert_eq!(read("Odo Ash Odo Ash"), read("Odo Ash"));
        assert_eq!(read("Mr."), parts("", "mr", ""));
        assert_eq!(read(""), parts("", "", ""));
    }
}
