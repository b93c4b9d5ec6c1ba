//! Clusters: the mentions of one person or organisation, and the tables that lead a name to its cluster.

use super::lexicon::{Class, lexicon};
use super::mention::{Gender, Mention, Sort};
use super::page::Page;
use super::spelling::{one_letter_apart, two_letters_apart};
use crate::annotate::doc::NONE;
use crate::annotate::token::{Range, hash_of};
use rustc_hash::FxHashMap;

/// How many clusters of one surname are looked at: a text of nothing but Lees must stay linear.
const FAMILY: usize = 24;

/// How many forms of one name are kept.
const FORMS: usize = 6;

/// How many roles of one cluster are kept.
const ROLES: usize = 8;

/// What is known of a gender; a higher ground overrules a lower one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ground {
    None,
    /// The given name leans so.
    Soft,
    /// The given name is nearly always so.
    Name,
    Role,
    /// The list is all but certain of the given name.
    SureName,
    Honorific,
}

/// One form of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub(super) key: u32,
    /// Where it stands first.
    pub(super) form: Range,
    pub(super) times: u32,
}

/// One voice, with all its mentions.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub(super) sort: Sort,
    /// The fullest form: tokens.
    pub(super) name: Range,
    words: usize,
    /// Keys of the first and the last word; equal if there is one word only.
    pub(super) first: u32,
    pub(super) last: u32,
    /// The token of the first word of the fullest form.
    first_at: usize,
    /// How many mentions have two words or more.
    pub(super) fulls: u32,
    pub(super) gender: Gender,
    pub(super) ground: Ground,
    /// Something shows that this is a person.
    pub(super) proven: bool,
    /// A mention stood elsewhere than at a sentence's start.
    pub(super) inside: bool,
    pub(super) roles: Vec<Range>,
    /// Groups of the head nouns of its roles.
    pub(super) groups: Vec<(u16, u32)>,
    /// The name ends in `Jr.` or the like.
    pub(super) suffix: bool,
    /// The token of the last mention by surname alone.
    pub(super) bare_at: Option<usize>,
    /// Its mentions so far, and the token of the last.
    pub(super) seen: u32,
    pub(super) last_at: usize,
    /// Other forms of its name: tokens.
    pub(super) forms: Vec<Form>,
    same_last: u32,
    same_first: u32,
}

/// All clusters of an article, with their tables.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    all: Vec<Cluster>,
    by_last: FxHashMap<u32, u32>,
    by_first: FxHashMap<u32, u32>,
    by_phrase: FxHashMap<u32, u32>,
}

impl Clusters {
    pub(super) fn get(&self, id: u32) -> Option<&Cluster> {
        self.all.get(id as usize)
    }

    pub(super) fn get_mut(&mut self, id: u32) -> Option<&mut Cluster> {
        self.all.get_mut(id as usize)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The clusters whose last word has this key, the newest first.
    pub(super) fn family(&self, last: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.by_last.get(&last).copied();
        std::iter::successors(start, |&id| self.get(id).map(|c| c.same_last).filter(|&n| n != NONE)).take(FAMILY)
    }

    /// The clusters whose first word has this key, the newest first.
    pub(super) fn namesakes(&self, first: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.by_first.get(&first).copied();
        std::iter::successors(start, |&id| self.get(id).map(|c| c.same_first).filter(|&n| n != NONE)).take(FAMILY)
    }

    /// The organisation with this whole name.
    pub(super) fn organisation(&self, phrase: u32) -> Option<u32> {
        self.by_phrase.get(&phrase).copied()
    }

    /// Leads a further word, such as an acronym, to a cluster.
    pub(super) fn also_called(&mut self, word: u32, id: u32) {
        self.by_phrase.entry(word).or_insert(id);
    }

    /// Makes a cluster of a mention.
    pub(super) fn add(&mut self, page: Page<'_>, mention: &Mention) -> u32 {
        let id = u32::try_from(self.all.len()).unwrap_or(NONE);
        let (first_at, last_at) = (mention.name.start, mention.last(page));
        let (first, last) = (page.key(first_at), page.key(last_at));
        let mut cluster = Cluster {
            sort: mention.sort,
            name: mention.name,
            words: mention.words(page),
            first,
            last,
            first_at,
            fulls: 0,
            gender: Gender::Unknown,
            ground: Ground::None,
            proven: mention.sort == Sort::Person,
            inside: false,
            roles: Vec::new(),
            groups: Vec::new(),
            suffix: page.is(mention.name.end.saturating_sub(1), Class::SUFFIX),
            bare_at: None,
            seen: 0,
            last_at: 0,
            forms: Vec::new(),
            same_last: NONE,
            same_first: NONE,
        };
        if matches!(mention.sort, Sort::Unnamed | Sort::Nominal) {
            cluster.sort = Sort::Unnamed;
        } else if mention.sort == Sort::Organisation {
            self.by_phrase.entry(phrase_key(page, mention.name)).or_insert(id);
            // The Bureau of Lake Statistics may be called the BLS.
            if let Some(initials) = initials(page, mention.name) {
                self.also_called(initials, id);
            }
            // The U.S. Bureau of Lake Statistics, too.
            let rest = Range { start: first_at + 1, end: mention.name.end };
            let nation = page.is(first_at, Class::PLACE.or(Class::NATION).or(Class::INITIALS).or(Class::UPPER));
            if let Some(initials) = initials(page, rest).filter(|_| nation) {
                self.also_called(initials, id);
            }
            // Rystrom Bank may be called Rystrom.
            if first != last && is_telling(page, first_at) {
                self.also_called(phrase_key(page, Range { start: first_at, end: first_at + 1 }), id);
            }
            // The New York Times may be called the Times.
            if first != last && page.is(last_at, Class::ORG) {
                self.also_called(phrase_key(page, Range { start: last_at, end: last_at + 1 }), id);
            }
        } else {
            cluster.same_last = self.by_last.insert(last, id).unwrap_or(NONE);
            if first_at != last_at {
                cluster.same_first = self.by_first.insert(first, id).unwrap_or(NONE);
            }
            // Gustavo Cabral de Miranda may be called Cabral.
            for i in first_at + 1..last_at {
                if !page.is(i, Class::PARTICLE.or(Class::INITIALS)) && page.is(i, Class::CAPITAL) {
                    self.also_called(page.key(i), id);
                }
            }
        }
        if cluster.sort != Sort::Unnamed {
            cluster.learn_gender(page, mention);
        }
        self.all.push(cluster);
        id
    }

    /// The cluster of a full name, if there is one that it may belong to.
    pub(super) fn find_full(&self, page: Page<'_>, mention: &Mention) -> Option<u32> {
        let (first, last) = (mention.name.start, mention.last(page));
        let key = page.key(last);
        let found = self
            .family(key)
            .find(|&id| self.get(id).is_some_and(|c| c.agrees(page, first, last) && !c.is_junior_to(page, mention)));
        found.or_else(|| self.cut_off(page, first, last)).or_else(|| self.misspelt(page, first, last))
    }

    /// `Ann Mary`, where somebody is called Ann Mary Lee: a longer name that begins with all of this one.
    fn cut_off(&self, page: Page<'_>, first: usize, last: usize) -> Option<u32> {
        let second = page.key(last);
        let begins = |c: &Cluster| {
            let middle = c.first_at + 1;
            c.words == 3 && middle < c.last_word(page) && page.key(middle) == second && c.sort == Sort::Person
        };
        let pair = last == first + 1;
        self.namesakes(page.key(first)).find(|&id| pair && self.get(id).is_some_and(begins))
    }

    /// A full name with the same given name, and a surname of six letters and more that differs in one.
    fn misspelt(&self, page: Page<'_>, first: usize, last: usize) -> Option<u32> {
        if page.word(last).len() < 6 {
            return None;
        }
        self.namesakes(page.key(first)).find(|&id| {
            self.get(id)
                .is_some_and(|c| c.words >= 2 && one_letter_apart(page.word(c.last_word(page)), page.word(last)))
        })
    }

    /// The only person whose given name begins with this word: `Cam` is Cameron Lee.
    pub(super) fn shortened(&self, page: Page<'_>, at: usize) -> Option<u32> {
        let word = page.word(at);
        let from = self.all.len().saturating_sub(48);
        let longer = |c: &Cluster| {
            let given = page.word(c.first_at);
            c.words >= 2 && c.sort == Sort::Person && given.len() > word.len() && given.starts_with(word)
        };
        let mut found = (from..self.all.len()).filter(|&i| self.all.get(i).is_some_and(longer));
        let first = found.next().filter(|_| word.len() >= 2)?;
        found.next().is_none().then(|| u32::try_from(first).ok()).flatten()
    }

    /// A cluster whose surname of six letters and more differs in one letter; only recent ones are asked.
    pub(super) fn misspelt_surname(&self, page: Page<'_>, at: usize, honorific: bool) -> Option<u32> {
        let word = page.word(at);
        if word.len() < 6 || page.class(at).has(Class::PLACE.or(Class::NATION).or(Class::ORG)) {
            return None;
        }
        let from = self.all.len().saturating_sub(48);
        let near = self.all.iter().enumerate().skip(from).find(|(_, c)| {
            let surname = page.word(c.last_word(page));
            // An honorific says that somebody is meant who was named before: two letters may differ.
            let apart = one_letter_apart(surname, word) || honorific && two_letters_apart(surname, word);
            c.fulls > 0 && c.sort == Sort::Person && apart
        });
        near.and_then(|(i, _)| u32::try_from(i).ok())
    }
}

impl Cluster {
    pub(super) fn last_word(&self, page: Page<'_>) -> usize {
        let as_mention = Mention {
            name: self.name,
            start: self.name.start,
            sort: self.sort,
            gender: Gender::Unknown,
            honorific: false,
            cluster: NONE,
        };
        as_mention.last(page)
    }

    pub(super) fn is_person(&self) -> bool {
        matches!(self.sort, Sort::Person | Sort::Maybe | Sort::Single)
    }

    /// Whether a pronoun may mean it.
    pub(super) fn is_somebody(&self) -> bool {
        self.is_person() || self.sort == Sort::Unnamed
    }

    /// Whether a full name with this first word, and this cluster's surname, can be the same person's.
    fn agrees(&self, page: Page<'_>, first: usize, last: usize) -> bool {
        if self.words < 2 || self.sort == Sort::Organisation {
            return false;
        }
        let key = page.key(first);
        // Peña Nieto and Enrique Peña Nieto
        let middle = (self.name.start + 1..self.last_word(page)).any(|i| page.key(i) == key);
        if key == self.first || middle || lexicon().nicknames(key, self.first) {
            return true;
        }
        let (a, b) = (page.class(first), page.class(self.first_at));
        if a.has(Class::INITIALS) || b.has(Class::INITIALS) {
            let initial = |i: usize| page.word(i).chars().next().map(|c| c.to_ascii_uppercase());
            return initial(first) == initial(self.first_at);
        }
        if last == first || clash(a, b) {
            return false;
        }
        let start = |i: usize| page.word(i).get(..3).map(str::to_ascii_lowercase);
        start(first).is_some() && start(first) == start(self.first_at)
    }

    /// Whether only `Jr.` sets this name apart from the mention's: father and son.
    fn is_junior_to(&self, page: Page<'_>, mention: &Mention) -> bool {
        let suffix = page.is(mention.name.end.saturating_sub(1), Class::SUFFIX);
        suffix != self.suffix && mention.words(page) == self.words
    }

    /// Takes a mention in: its form, gender and place.
    pub(super) fn join(&mut self, page: Page<'_>, mention: &Mention) {
        let words = mention.words(page);
        let at = mention.name.start;
        self.fulls += u32::from(words > 1);
        self.inside |= !page.begins_sentence(mention.start) && !page.is(at, Class::HEADLINE);
        self.proven |= mention.sort == Sort::Person;
        if self.sort != Sort::Organisation && mention.sort == Sort::Person {
            self.sort = Sort::Person;
        }
        self.remember_form(page, mention.name);
        let calmer = words == self.words && page.is(self.first_at, Class::UPPER) && !page.is(at, Class::UPPER);
        if (words > self.words || calmer) && !page.is(at, Class::HEADLINE) {
            (self.name, self.words, self.first_at) = (mention.name, words, at);
            self.first = page.key(at);
            self.suffix = page.is(mention.name.end - 1, Class::SUFFIX);
        }
        self.learn_gender(page, mention);
    }

    /// Counts a mention at its place in the text; `bare` if it is the surname alone.
    pub(super) fn meet(&mut self, at: usize, bare: bool) {
        self.seen += 1;
        self.last_at = at;
        if bare {
            self.bare_at = Some(at);
        }
    }

    fn remember_form(&mut self, page: Page<'_>, form: Range) {
        let key = phrase_key(page, form);
        if let Some(known) = self.forms.iter_mut().find(|f| f.key == key) {
            known.times += 1;
        } else if self.forms.len() < FORMS {
            self.forms.push(Form { key, form, times: 1 });
        }
    }

    /// Learns from the honorific and the given name of a mention.
    fn learn_gender(&mut self, page: Page<'_>, mention: &Mention) {
        if mention.gender != Gender::Unknown {
            let ground = if mention.honorific { Ground::Honorific } else { Ground::Role };
            self.set_gender(mention.gender, ground);
        }
        if mention.name.start == mention.last(page) && mention.sort != Sort::Single {
            return;
        }
        let (gender, ground) = match page.class(mention.name.start).given() {
            Some(0) => (Gender::Man, Ground::SureName),
            Some(1) => (Gender::Man, Ground::Name),
            Some(2) => (Gender::Man, Ground::Soft),
            Some(4) => (Gender::Woman, Ground::Soft),
            Some(5) => (Gender::Woman, Ground::Name),
            Some(6) => (Gender::Woman, Ground::SureName),
            _ => return,
        };
        let ground = if mention.name.start == mention.last(page) { ground.min(Ground::Soft) } else { ground };
        self.set_gender(gender, ground);
    }

    pub(super) fn set_gender(&mut self, gender: Gender, ground: Ground) {
        if gender != Gender::Unknown && ground > self.ground {
            self.gender = gender;
            self.ground = ground;
        }
    }

    pub(super) fn add_role(&mut self, page: Page<'_>, role: Range, head: usize) {
        let class = page.class(head);
        self.set_gender(super::mention::gender_of(class), Ground::Role);
        if self.groups.len() < ROLES && !self.groups.iter().any(|g| g.1 == page.hash(head)) {
            self.groups.push((class.group(), page.hash(head)));
        }
        let key = phrase_key(page, role);
        if self.roles.len() < ROLES && !self.roles.iter().any(|&r| phrase_key(page, r) == key) {
            self.roles.push(role);
        }
    }

    /// Whether it may be meant by a pronoun or honorific of this gender.
    pub(super) fn may_be(&self, gender: Gender) -> bool {
        gender == Gender::Unknown
            || self.gender == Gender::Unknown
            || self.gender == gender
            || self.ground <= Ground::Soft
    }
}

/// The key of an acronym of three letters and more that a name's capitals make.
fn initials(page: Page<'_>, name: Range) -> Option<u32> {
    let capital = |i: &usize| page.is(*i, Class::CAPITAL) && !page.is(*i, Class::DEFINITE);
    let letters = name.iter().filter(capital).filter_map(|i| page.word(i).chars().next());
    let word: String = letters.flat_map(char::to_lowercase).collect();
    (word.len() >= 3).then(|| hash_of(&word))
}

/// Whether the first word of a body's name is its own: no place, no people, no ordinary word.
fn is_telling(page: Page<'_>, first: usize) -> bool {
    let common = Class::PLACE.or(Class::PLACE_START).or(Class::NATION).or(Class::ORG).or(Class::TITLE).or(Class::ROLE);
    let small = Class::FUNCTION.or(Class::CALENDAR).or(Class::COLLECTIVE).or(Class::MODIFIER).or(Class::ORDINARY);
    let class = page.class(first);
    page.word(first).len() > 3 && !class.has(common.or(small).or(Class::PREPOSITION)) && !class.is_given_name()
}

/// The given names belong to different genders.
fn clash(a: Class, b: Class) -> bool {
    matches!((a.given(), b.given()), (Some(0 | 1), Some(5 | 6)) | (Some(5 | 6), Some(0 | 1)))
}

/// A key for a whole name, without a leading article.
pub(super) fn phrase_key(page: Page<'_>, name: Range) -> u32 {
    let mut start = name.start;
    while start + 1 < name.end && matches!(page.word(start), "the" | "The" | "a" | "A" | "an" | "An") {
        start += 1;
    }
    (start..name.end).fold(0x9e37_79b9, |h: u32, i| (h.rotate_left(5) ^ page.key(i)).wrapping_mul(0x517c_c1b7))
}
