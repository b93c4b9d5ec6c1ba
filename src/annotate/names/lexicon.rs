//! What is known of a word before any article is read: the lists below `data/`, as class bits behind one probe.

use crate::annotate::token::hash_of;
use crate::annotate::words::Words;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A set of word classes, and with them what the text itself says of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Class(u64);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Class { $($(#[$doc])* pub(super) const $name: Self = Self(1 << $bit);)* }
    };
}

classes! {
    /// Begins sentences and is no part of a name, however written.
    FUNCTION = 0;
    /// Days and months.
    CALENDAR = 1;
    /// May stand, capitalised, before a name.
    TITLE = 2;
    /// `Mr.`, `Sir`.
    HONORIFIC = 3;
    /// A noun for one person.
    ROLE = 4;
    /// A noun for several, or for nobody certain.
    PEOPLE = 5;
    /// A nationality, faith or party.
    NATION = 6;
    /// Stands in names of organisations.
    ORG = 7;
    PLACE = 8;
    SPEECH = 9;
    /// Speech verbs that take the hearer as object: never inverted.
    TELL = 10;
    AUX = 11;
    PREPOSITION = 12;
    PARTICLE = 13;
    SUFFIX = 14;
    HE = 15;
    SHE = 16;
    IT = 17;
    THEY = 18;
    /// `the`, `this`, `his`.
    DEFINITE = 19;
    /// `a`, `some`, `several`.
    INDEFINITE = 20;
    WHO = 21;
    THAT = 22;
    /// `and`, `or`, `but`.
    CONJUNCTION = 23;
    /// `police`, `the company`.
    COLLECTIVE = 24;
    /// `report`, `statement`.
    DOCUMENT = 25;
    /// Adjectives of roles: `former`, `senior`.
    MODIFIER = 26;
    /// Begins names of places: `New`, `San`.
    PLACE_START = 27;
    MAN = 28;
    WOMAN = 29;
    /// A role that one person at a time holds.
    OFFICE = 30;
    GIVEN = 31;
    /// In the list of given names, but mostly something else.
    NOT_GIVEN = 32;
    /// Possessive pronouns among `HE` and `SHE`, and `their`, `its`.
    POSSESSIVE_PRONOUN = 33;
    /// `I`, `we`, `you`.
    SPEAKER_PRONOUN = 34;
    /// Verb forms that do not end in `-ed`.
    VERB = 35;
    /// One-word names of papers, firms and the like.
    FIRM = 36;
    /// A role that is said of somebody already named: `the star`.
    EPITHET = 37;
    /// A noun for a body that may have been named before: `the company`.
    BODY = 38;

    // What the text says.
    /// Capitalised.
    CAPITAL = 40;
    /// All letters are capitals.
    UPPER = 41;
    /// Inside quotation marks.
    QUOTED = 42;
    /// A possessive `'s` follows.
    OWNER = 43;
    /// A word in lower case.
    LOWER = 44;
    /// In a line written in title case or capitals.
    HEADLINE = 45;
    /// `J.`, `J.D.`
    INITIALS = 46;
    /// Capitalised here, and elsewhere mostly no name: `Alongside`.
    ORDINARY = 47;
}

const GENDER_SHIFT: u32 = 50;
const GROUP_SHIFT: u32 = 54;

impl Class {
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any of `other`'s classes is here.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Those of its classes that are among `others`.
    pub(super) const fn only(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Whether the word is in the list of given names, and mostly one.
    pub(super) fn is_given_name(self) -> bool {
        self.has(Self::GIVEN) && !self.has(Self::NOT_GIVEN)
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Which class of the list of given names, 0 (men) to 6 (women), if the word is there.
    pub(super) fn given(self) -> Option<u8> {
        self.has(Self::GIVEN).then_some((self.0 >> GENDER_SHIFT) as u8 & 7)
    }

    /// The group of roles that mean the same (`spokesman`, `spokeswoman`); 0 if it has none.
    pub(super) fn group(self) -> u16 {
        (self.0 >> GROUP_SHIFT) as u16
    }

    fn with_group(self, group: u16) -> Self {
        Self(self.0 & !(u64::MAX << GROUP_SHIFT) | u64::from(group.min(1023)) << GROUP_SHIFT)
    }
}

/// The lists as tables.
pub(super) struct Lexicon {
    /// Word hash → place in `sets`.
    words: Words,
    sets: Vec<Class>,
    given: Words,
    /// (word hash, group), sorted.
    nicknames: Vec<(u32, u16)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

/// The lexicon, built on first use.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// Lists whose words all get the same classes.
const PLAIN: [(&str, Class); 18] = [
    (include_str!("data/bodies.txt"), Class::BODY),
    (include_str!("data/function.txt"), Class::FUNCTION),
    (include_str!("data/calendar.txt"), Class::CALENDAR),
    (include_str!("data/people.txt"), Class::PEOPLE),
    (include_str!("data/collectives.txt"), Class::COLLECTIVE),
    (include_str!("data/documents.txt"), Class::DOCUMENT),
    (include_str!("data/organisations.txt"), Class::ORG),
    (include_str!("data/places.txt"), Class::PLACE),
    (include_str!("data/placestarts.txt"), Class::PLACE_START),
    (include_str!("data/nations.txt"), Class::NATION),
    (include_str!("data/auxiliaries.txt"), Class::AUX),
    (include_str!("data/prepositions.txt"), Class::PREPOSITION),
    (include_str!("data/particles.txt"), Class::PARTICLE),
    (include_str!("data/suffixes.txt"), Class::SUFFIX),
    (include_str!("data/modifiers.txt"), Class::MODIFIER),
    (include_str!("data/verbs.txt"), Class::VERB),
    (include_str!("data/firms.txt"), Class::FIRM),
    (include_str!("data/notgiven.txt"), Class::NOT_GIVEN),
];

/// Lists with attributes after a tab.
const MARKED: [(&str, Class); 4] = [
    (include_str!("data/titles.txt"), Class::TITLE),
    (include_str!("data/roles.txt"), Class::ROLE),
    (include_str!("data/speech.txt"), Class::SPEECH),
    (include_str!("data/pronouns.txt"), Class(0)),
];

impl Lexicon {
    fn build() -> Self {
        let mut classes: FxHashMap<u32, Class> = FxHashMap::default();
        for (list, class) in PLAIN {
            for word in list.lines() {
                classes.entry(hash_of(word)).or_default().add(class);
            }
        }
        let mut groups = FxHashMap::default();
        for (list, class) in MARKED {
            for line in list.lines() {
                let (word, marks) = line.split_once('\t').unwrap_or((line, ""));
                let entry = classes.entry(hash_of(word)).or_default();
                entry.add(class);
                for mark in marks.split(' ') {
                    *entry = marked(*entry, mark, &mut groups);
                }
            }
        }
        let (words, sets) = intern(classes);
        Self { words, sets, given: given_names(), nicknames: nicknames() }
    }

    /// The classes of a word by its hash.
    pub(super) fn word(&self, hash: u32) -> Class {
        self.words.get(hash).and_then(|at| self.sets.get(usize::from(at))).copied().unwrap_or_default()
    }

    /// The classes that a word has as a given name.
    pub(super) fn given_name(&self, hash: u32) -> Class {
        self.given.get(hash).map_or(Class::default(), |g| Class(Class::GIVEN.0 | u64::from(g) << GENDER_SHIFT))
    }

    /// Whether one given name is a short form of the other.
    pub(super) fn nicknames(&self, a: u32, b: u32) -> bool {
        self.groups(a).any(|g| self.groups(b).any(|h| g == h))
    }

    fn groups(&self, word: u32) -> impl Iterator<Item = u16> + '_ {
        let from = self.nicknames.partition_point(|&(w, _)| w < word);
        self.nicknames.iter().skip(from).take_while(move |&&(w, _)| w == word).map(|&(_, g)| g)
    }
}

/// Reads one mark of an attribute list.
fn marked(class: Class, mark: &str, groups: &mut FxHashMap<String, u16>) -> Class {
    let bit = match mark {
        "h" => Class::HONORIFIC,
        "m" => Class::MAN,
        "f" => Class::WOMAN,
        "o" => Class::OFFICE,
        "e" => Class::EPITHET,
        "t" => Class::TELL,
        "he" => Class::HE,
        "she" => Class::SHE,
        "it" => Class::IT,
        "they" => Class::THEY,
        "who" => Class::WHO,
        "that" => Class::THAT,
        "def" => Class::DEFINITE,
        "indef" => Class::INDEFINITE,
        "and" => Class::CONJUNCTION,
        "poss" => Class::POSSESSIVE_PRONOUN,
        "i" => Class::SPEAKER_PRONOUN,
        _ => {
            let Some(name) = mark.strip_prefix('=') else { return class };
            let next = u16::try_from(groups.len() + 1).unwrap_or(u16::MAX);
            return class.with_group(*groups.entry(name.to_owned()).or_insert(next));
        }
    };
    class.or(bit)
}

fn intern(classes: FxHashMap<u32, Class>) -> (Words, Vec<Class>) {
    let mut sets = Vec::new();
    let mut places: FxHashMap<Class, u16> = FxHashMap::default();
    let mut entries = Vec::with_capacity(classes.len());
    for (hash, class) in classes {
        let place = *places.entry(class).or_insert_with(|| {
            sets.push(class);
            u16::try_from(sets.len() - 1).unwrap_or(0)
        });
        entries.push((hash, place));
    }
    (Words::new(&entries), sets)
}

fn given_names() -> Words {
    let entries: Vec<_> = include_str!("data/given.txt")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, class)| Some((hash_of(name), class.parse().ok()?)))
        .collect();
    Words::new(&entries)
}

fn nicknames() -> Vec<(u32, u16)> {
    let mut out = Vec::new();
    for (group, line) in (0..).zip(include_str!("data/nicknames.txt").lines()) {
        out.extend(line.split(' ').map(|name| (hash_of(name), group)));
    }
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_in_lower_case() {
        for list in PLAIN.iter().chain(&MARKED).map(|l| l.0).chain([include_str!("data/given.txt")]) {
            let words: Vec<_> = list.lines().map(|l| l.split('\t').next().unwrap_or("")).collect();
            assert!(words.windows(2).all(|w| w[0] < w[1]), "{:?}", words.windows(2).find(|w| w[0] >= w[1]));
            assert!(words.iter().all(|w| !w.is_empty() && *w == w.to_lowercase()));
        }
    }

    #[test]
    fn words_have_their_classes() {
        let l = lexicon();
        assert!(l.word(hash_of("spokeswoman")).has(Class::WOMAN));
        assert_eq!(l.word(hash_of("spokeswoman")).group(), l.word(hash_of("spokesman")).group());
        assert!(l.word(hash_of("told")).has(Class::TELL));
        assert_eq!(l.given_name(hash_of("ann")).given(), Some(6));
        assert_eq!(l.given_name(hash_of("zzz")).given(), None);
        assert!(l.nicknames(hash_of("bill"), hash_of("william")));
        assert!(!l.nicknames(hash_of("bill"), hash_of("robert")));
    }
}
