//! The table of speakers: names, forms, and the local names that are theirs.

use crate::link::aliases::Aliases;
use crate::link::book::{Book, plain_words};
use crate::link::forms::{folded, is_honorific, without_honorifics};
use crate::link::join::{Joined, join};
use crate::link::person::with_generation;
use crate::model::{NameJoin, SpeakerKind, Voice};
use crate::text::is_bare;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

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
    /// Why its names are one speaker's, in the order in which they were joined.
    pub(crate) joins: Vec<NameJoin>,
}

/// All speakers.
#[derive(Default)]
pub(crate) struct Speakers {
    /// Who is called how.
    book: Book,
    /// All that is known of them, drawn up when it is first needed if the book was read from a file.
    all: OnceLock<Vec<Linked>>,
    draw: Option<Draw>,
}

/// Draws up the speakers of whom there is a book.
pub(crate) type Draw = Box<dyn Fn() -> Option<Speakers> + Send + Sync>;

impl std::fmt::Debug for Speakers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Speakers({})", self.book.len())
    }
}

impl Speakers {
    /// Links `voices`, which may come in any order.
    pub(crate) fn new(mut voices: Vec<Voice>, aliases: &Aliases) -> Self {
        voices.sort_by(|a, b| (a.kind, &a.name, &a.key).cmp(&(b.kind, &b.name, &b.key)));
        let joined = join(&voices, aliases, |voice| shown(voice.kind, &voice.name).to_owned());
        let mut all: Vec<Linked> = joined.into_iter().map(|joined| linked(&voices, joined)).collect();
        // Of namesakes the one with most quotations comes first.
        let key =
            |speaker: &Linked| (speaker.name.clone(), speaker.kind, Reverse(speaker.quotes), speaker.keys.clone());
        all.sort_by_cached_key(key);
        name_ids(&mut all);
        Self { book: Book::new(&all), all: OnceLock::from(all), draw: None }
    }

    /// Returns the speakers of a book; what it does not say of them is drawn up when it is needed.
    pub(crate) fn of_book(book: Book, draw: Draw) -> Self {
        Self { book, all: OnceLock::new(), draw: Some(draw) }
    }

    /// Returns what can be kept in a file.
    pub(crate) fn book(&self) -> &Book {
        &self.book
    }

    /// Returns all speakers, in order of their names.
    pub(crate) fn all(&self) -> &[Linked] {
        self.all.get_or_init(|| {
            let drawn = self.draw.as_ref().and_then(|draw| draw()?.all.into_inner());
            drawn.filter(|all| all.len() == self.book.len()).unwrap_or_else(|| self.by_the_book())
        })
    }

    /// Returns of each speaker what the book says, where no more can be read.
    fn by_the_book(&self) -> Vec<Linked> {
        let one = |i: usize| Linked {
            id: String::new(),
            name: self.name(i).to_owned(),
            kind: self.kind(i),
            roles: Vec::new(),
            aliases: Vec::new(),
            keys: self.book.keys(i).map(str::to_owned).collect(),
            quotes: self.quotes(i),
            joins: Vec::new(),
        };
        (0..self.book.len()).map(one).collect()
    }

    /// Returns how many speakers there are.
    pub(crate) fn len(&self) -> usize {
        self.book.len()
    }

    /// Returns the canonical name of a speaker.
    pub(crate) fn name(&self, speaker: usize) -> &str {
        self.book.name(speaker)
    }

    /// Returns what sort of voice a speaker is.
    pub(crate) fn kind(&self, speaker: usize) -> SpeakerKind {
        self.book.kind(speaker)
    }

    /// Returns how many quotations a speaker has.
    pub(crate) fn quotes(&self, speaker: usize) -> u64 {
        self.book.quotes(speaker)
    }

    /// Returns the place in [`Speakers::all`] of the speaker that a local name means.
    pub(crate) fn at(&self, key: &str) -> Option<usize> {
        self.book.at(key)
    }

    /// Returns whether one role of a speaker has all these folded words.
    pub(crate) fn is_role(&self, words: &[String]) -> bool {
        self.book.is_role(words)
    }

    /// Returns the places of the speakers of whom one form has all these folded words, in any order; titles before names
    /// are ignored.
    pub(crate) fn named(&self, words: &[String]) -> Vec<usize> {
        self.book.with_form(&wanted(words), |_| true)
    }

    /// Like [`Speakers::named`]; but where several words are all the words of a name, only those called so are meant.
    pub(crate) fn named_best(&self, words: &[String]) -> Vec<usize> {
        let named = self.named(words);
        let mut wanted: Vec<&String> = words.iter().filter(|word| !is_honorific(word)).collect();
        wanted.sort_unstable();
        if wanted.len() < 2 {
            return named;
        }
        let exact = self.book.with_form(&wanted, |form| plain_words(form) == wanted);
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
                let is_role = |word: &String| is_honorific(word) || self.book.has_role(i, word);
                self.kind(i) == SpeakerKind::Person && before.iter().all(is_role)
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
        speakers.iter().flat_map(|&i| self.book.keys(i)).map(str::to_owned).collect()
    }
}

/// Returns the words of a name without titles before it, if any are left.
fn wanted(words: &[String]) -> Vec<&String> {
    let plain: Vec<&String> = words.iter().filter(|word| !is_honorific(word)).collect();
    if plain.is_empty() { words.iter().collect() } else { plain }
}

/// Makes one speaker of voices.
fn linked(voices: &[Voice], joined: Joined) -> Linked {
    let members: Vec<&Voice> = joined.voices.iter().map(|&i| &voices[i]).collect();
    let mut names: BTreeMap<(SpeakerKind, String), u64> = BTreeMap::new();
    // A generation that some articles leave out is no part of the name.
    let all_give_it = members.iter().all(|voice| !voice.generation.is_empty() || is_bare(&voice.name));
    let mut forms: BTreeMap<&str, u64> = BTreeMap::new();
    let mut roles: BTreeMap<&str, u64> = BTreeMap::new();
    for voice in &members {
        let name = if all_give_it { with_generation(voice) } else { voice.name.clone() };
        *names.entry((voice.kind, name)).or_default() += voice.quotes;
        *forms.entry(&voice.name).or_default() += voice.quotes;
        // Forms inside articles come after the names that quotations have.
        for (alias, _) in &voice.aliases {
            forms.entry(alias).or_default();
        }
        voice.roles.iter().for_each(|(role, count)| *roles.entry(role).or_default() += count);
    }
    let most = names.iter().max_by_key(|((kind, name), quotes)| rank(*kind, name, **quotes));
    let (kind, name) = most.map_or((SpeakerKind::Unknown, ""), |((kind, name), _)| (*kind, shown(*kind, name)));
    let name = joined.called.unwrap_or_else(|| name.to_owned());
    let aliases = most_first(forms).into_iter().filter(|form| *form != name).collect();
    let mut keys: Vec<String> = members.iter().map(|voice| voice.key.clone()).collect();
    keys.sort_unstable();
    let quotes = members.iter().map(|voice| voice.quotes).sum();
    Linked { id: String::new(), name, kind, roles: most_first(roles), aliases, keys, quotes, joins: joined.joins }
}

/// Full names before surnames, those with small letters before headlines, then frequent ones, then long ones, then by the
/// alphabet.
fn rank(kind: SpeakerKind, name: &str, quotes: u64) -> (bool, bool, u64, usize, Reverse<&str>) {
    let shown = shown(kind, name);
    let full = kind != SpeakerKind::Person || !is_bare(shown);
    (full, kind != SpeakerKind::Person || shown.contains(char::is_lowercase), quotes, name.len(), Reverse(name))
}

/// Returns the name as it is shown.
fn shown(kind: SpeakerKind, name: &str) -> &str {
    match kind {
        SpeakerKind::Person => without_honorifics(name),
        _ => name,
    }
}

fn most_first(counts: BTreeMap<&str, u64>) -> Vec<String> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(_, count)| Reverse(count));
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
    use crate::link::fixture::{person, voice};

    #[test]
    fn a_role_before_a_name_is_how_people_are_addressed() {
        let voices = vec![
            person("Ilse Brandvold", 3).role("Mayor of Tarnwick").into(),
            person("Odo Brandvold", 1).into(),
            voice(SpeakerKind::Unnamed, "Critics of the mayor", 1),
        ];
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
    fn a_book_that_was_written_down_says_the_same() {
        let voices = vec![
            person("Ilse Brandvold", 3).role("Mayor of Tarnwick").also("the lawyer", 1).into(),
            person("Odo Brandvold", 1).into(),
            voice(SpeakerKind::Organisation, "Tarnwick Council", 2),
        ];
        let drawn = Speakers::new(voices, &Aliases::default());
        let bytes = drawn.book().bytes().to_vec();
        let read = Speakers::of_book(Book::read(bytes.clone(), 0).unwrap(), Box::new(|| None));
        for i in 0..drawn.len() {
            let linked = &drawn.all()[i];
            assert_eq!((read.name(i), read.kind(i), read.quotes(i)), (&*linked.name, linked.kind, linked.quotes));
            assert_eq!(read.keys(&[i]), linked.keys);
            assert!(linked.keys.iter().all(|key| read.at(key) == Some(i)));
            assert_eq!(read.all()[i].name, linked.name);
        }
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for name in ["brandvold", "mr brandvold", "lawyer", "mayor ilse brandvold", "brand", "council tarnwick", "x"] {
            assert_eq!(read.addressed(&words(name)), drawn.addressed(&words(name)), "{name}");
        }
        for (role, is_one) in [("tarnwick mayor", true), ("tarnwick", true), ("mayor lawyer", false), ("may", false)] {
            assert_eq!(read.is_role(&words(role)), is_one, "{role}");
        }
        for end in 0..bytes.len() {
            // What is cut short is not read, or at least does no harm.
            let part = Book::read(bytes[..end].to_vec(), 0).unwrap_or_default();
            (0..4).for_each(|i| drop((part.name(i).to_owned(), part.keys(i).count(), part.at("p:Odo Brandvold"))));
        }
    }

    #[test]
    fn speakers_are_found_by_all_words_of_one_form() {
        let brill = person("Keir Brill", 3).also("the Holborn lawyer", 1);
        let speakers = Speakers::new(vec![brill.into(), person("Ann Keir", 1).into()], &Aliases::default());
        let named = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            speakers.named(&words).into_iter().map(|i| speakers.all()[i].id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(named(&["brill", "mr"]), ["keir-brill"]);
        assert_eq!(named(&["keir"]), ["ann-keir", "keir-brill"]);
        assert_eq!(named(&["holborn", "keir"]), [""; 0]);
        assert_eq!(speakers.at("p:Ann Keir").map(|i| &speakers.all()[i]).unwrap().name, "Ann Keir");
        assert_eq!(speakers.keys(&[1]), ["p:Keir Brill"]);
    }
}
