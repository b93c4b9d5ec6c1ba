//! Who is called how, in one piece of bytes: what most questions need of the table of speakers, read from a file without making
//! anything of it first.
//!
//! Lists of numbers (four bytes, little-endian) and of texts follow each other; a list of texts is the places where they end,
//! and then the texts. What is damaged is read as nothing.

use crate::link::forms::{folded, is_honorific};
use crate::link::table::Linked;
use crate::model::SpeakerKind;
use memchr::memmem;

/// What parts the words of a form, or of roles.
const PARTING: char = '\n';

/// What parts roles.
const BETWEEN_ROLES: &str = "\n\n";

/// The names of all speakers, and who is meant by a name.
#[derive(Debug, Default)]
pub(crate) struct Book {
    bytes: Vec<u8>,
    /// The canonical names.
    names: Texts,
    /// The letters of the kinds.
    kinds: Numbers,
    /// How many quotations each has.
    quotes: Numbers,
    /// The keys of local names, in order, and whose they are.
    keys: Texts,
    owners: Numbers,
    /// Where the keys of each speaker end in the list that follows, which holds numbers of keys.
    ends: Numbers,
    of: Numbers,
    /// The folded words of each form, in the order of speakers, and whose form it is.
    forms: Texts,
    bearers: Numbers,
    /// The folded words of the roles of each speaker.
    roles: Texts,
}

/// Where a list of numbers stands.
#[derive(Clone, Copy, Debug, Default)]
struct Numbers {
    start: usize,
    count: usize,
}

/// Where a list of texts stands.
#[derive(Clone, Copy, Debug, Default)]
struct Texts {
    ends: Numbers,
    start: usize,
}

impl Book {
    /// Writes down the speakers, which must be in the order in which they are numbered.
    pub(crate) fn new(all: &[Linked]) -> Self {
        let mut out = Vec::new();
        push_texts(&mut out, all.iter().map(|speaker| speaker.name.as_str()));
        push_numbers(&mut out, all.iter().map(|speaker| speaker.kind.letter() as u32));
        push_numbers(&mut out, all.iter().map(|speaker| u32::try_from(speaker.quotes).unwrap_or(u32::MAX)));
        let owned = all.iter().enumerate().flat_map(|(i, speaker)| speaker.keys.iter().map(move |key| (key, i as u32)));
        let mut keys: Vec<(&String, u32)> = owned.collect();
        keys.sort_unstable();
        push_texts(&mut out, keys.iter().map(|(key, _)| key.as_str()));
        push_numbers(&mut out, keys.iter().map(|(_, owner)| *owner));
        let mut of: Vec<(u32, u32)> = keys.iter().enumerate().map(|(i, (_, owner))| (*owner, i as u32)).collect();
        of.sort_unstable();
        let mut end = 0;
        push_numbers(
            &mut out,
            all.iter().map(|speaker| {
                end += speaker.keys.len() as u32;
                end
            }),
        );
        push_numbers(&mut out, of.iter().map(|(_, key)| *key));
        let forms = all.iter().enumerate().flat_map(|(i, speaker)| {
            speaker.aliases.iter().chain([&speaker.name]).map(move |form| (i as u32, joined(folded(form))))
        });
        let forms: Vec<(u32, String)> = forms.collect();
        push_texts(&mut out, forms.iter().map(|(_, form)| form.as_str()));
        push_numbers(&mut out, forms.iter().map(|(bearer, _)| *bearer));
        let roles = |speaker: &Linked| {
            let roles: Vec<String> = speaker.roles.iter().map(|role| joined(folded(role))).collect();
            roles.join(BETWEEN_ROLES)
        };
        let roles: Vec<String> = all.iter().map(roles).collect();
        push_texts(&mut out, roles.iter().map(String::as_str));
        Self::read(out, 0).unwrap_or_default()
    }

    /// Reads what [`Book::bytes`] gave, which begins at `at`; `None` if it is something else.
    pub(crate) fn read(bytes: Vec<u8>, mut at: usize) -> Option<Self> {
        let names = take_texts(&bytes, &mut at)?;
        let kinds = take_numbers(&bytes, &mut at)?;
        let quotes = take_numbers(&bytes, &mut at)?;
        let keys = take_texts(&bytes, &mut at)?;
        let owners = take_numbers(&bytes, &mut at)?;
        let ends = take_numbers(&bytes, &mut at)?;
        let of = take_numbers(&bytes, &mut at)?;
        let forms = take_texts(&bytes, &mut at)?;
        let bearers = take_numbers(&bytes, &mut at)?;
        let roles = take_texts(&bytes, &mut at)?;
        Some(Self { bytes, names, kinds, quotes, keys, owners, ends, of, forms, bearers, roles })
    }

    /// Returns all that is written in it.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns how many speakers there are.
    pub(crate) fn len(&self) -> usize {
        self.names.ends.count
    }

    /// Returns the canonical name of a speaker.
    pub(crate) fn name(&self, speaker: usize) -> &str {
        self.text(self.names, speaker)
    }

    /// Returns what sort of voice a speaker is.
    pub(crate) fn kind(&self, speaker: usize) -> SpeakerKind {
        let letter = char::from_u32(self.number(self.kinds, speaker)).unwrap_or_default();
        SpeakerKind::from_letter(letter)
    }

    /// Returns how many quotations a speaker has.
    pub(crate) fn quotes(&self, speaker: usize) -> u64 {
        u64::from(self.number(self.quotes, speaker))
    }

    /// Returns the speaker that a local name means.
    pub(crate) fn at(&self, key: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.keys.ends.count);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.text(self.keys, middle).cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(self.number(self.owners, middle) as usize),
            }
        }
        None
    }

    /// Returns the keys of the local names of a speaker, in order.
    pub(crate) fn keys(&self, speaker: usize) -> impl Iterator<Item = &str> {
        let start = speaker.checked_sub(1).map_or(0, |before| self.number(self.ends, before));
        let end = self.number(self.ends, speaker);
        (start..end).map(|i| self.text(self.keys, self.number(self.of, i as usize) as usize))
    }

    /// Returns the speakers of whom one form has all these folded words, in any order, and passes `also`.
    pub(crate) fn with_form(&self, words: &[&String], also: impl Fn(&str) -> bool) -> Vec<usize> {
        let Some(longest) = words.iter().max_by_key(|word| word.len()).filter(|word| !word.is_empty()) else {
            return Vec::new();
        };
        let texts = self.bytes.get(self.forms.start..).unwrap_or_default();
        let last = self.forms.ends.count.checked_sub(1);
        let end = last.map_or(0, |last| self.number(self.forms.ends, last) as usize);
        let texts = texts.get(..end).unwrap_or_default();
        let mut found: Vec<usize> = Vec::new();
        let mut done = 0;
        for at in memmem::find_iter(texts, longest.as_bytes()) {
            if at < done {
                continue;
            }
            let form = self.first_ending_behind(at);
            done = self.number(self.forms.ends, form) as usize;
            let text = self.text(self.forms, form);
            if words.iter().all(|word| parts(text).any(|part| part == *word)) && also(text) {
                found.push(self.number(self.bearers, form) as usize);
            }
        }
        found.dedup();
        found
    }

    /// Returns whether a word stands in one of the roles of a speaker.
    pub(crate) fn has_role(&self, speaker: usize, word: &str) -> bool {
        parts(self.text(self.roles, speaker)).any(|part| part == word)
    }

    /// Returns whether one role of a speaker has all these folded words.
    pub(crate) fn is_role(&self, words: &[String]) -> bool {
        let Some(longest) = words.iter().max_by_key(|word| word.len()).filter(|word| !word.is_empty()) else {
            return false;
        };
        let of = |speaker: usize| self.text(self.roles, speaker);
        let may = (0..self.len()).map(of).filter(|roles| memmem::find(roles.as_bytes(), longest.as_bytes()).is_some());
        let has_all = |role: &str| words.iter().all(|word| parts(role).any(|part| part == word));
        may.flat_map(|roles| roles.split(BETWEEN_ROLES)).any(has_all)
    }

    /// Returns the form in which the byte at `at` lies.
    fn first_ending_behind(&self, at: usize) -> usize {
        let (mut low, mut high) = (0, self.forms.ends.count);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.number(self.forms.ends, middle) as usize <= at { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn number(&self, list: Numbers, i: usize) -> u32 {
        if i >= list.count {
            return 0;
        }
        number_at(&self.bytes, list.start + 4 * i).unwrap_or(0)
    }

    fn text(&self, list: Texts, i: usize) -> &str {
        if i >= list.ends.count {
            return "";
        }
        let start = i.checked_sub(1).map_or(0, |before| self.number(list.ends, before)) as usize;
        let end = self.number(list.ends, i) as usize;
        let bytes = self.bytes.get(list.start + start..list.start + end).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

/// Returns the words of a form that are no titles before names, in order.
pub(super) fn plain_words(form: &str) -> Vec<&str> {
    let mut words: Vec<&str> = parts(form).filter(|word| !is_honorific(word)).collect();
    words.sort_unstable();
    words
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(PARTING)
}

fn joined(words: impl IntoIterator<Item = String>) -> String {
    let mut out = String::new();
    for word in words {
        if !out.is_empty() {
            out.push(PARTING);
        }
        out.push_str(&word);
    }
    out
}

fn push_numbers(out: &mut Vec<u8>, numbers: impl ExactSizeIterator<Item = u32>) {
    out.extend((numbers.len() as u32).to_le_bytes());
    numbers.for_each(|number| out.extend(number.to_le_bytes()));
}

fn push_texts<'a>(out: &mut Vec<u8>, texts: impl ExactSizeIterator<Item = &'a str> + Clone) {
    let mut end = 0;
    push_numbers(
        out,
        texts.clone().map(|text| {
            end += text.len() as u32;
            end
        }),
    );
    texts.for_each(|text| out.extend(text.as_bytes()));
}

fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn take_numbers(bytes: &[u8], at: &mut usize) -> Option<Numbers> {
    let count = number_at(bytes, *at)? as usize;
    let start = *at + 4;
    *at = start + 4 * count;
    (*at <= bytes.len()).then_some(Numbers { start, count })
}

fn take_texts(bytes: &[u8], at: &mut usize) -> Option<Texts> {
    let ends = take_numbers(bytes, at)?;
    let start = *at;
    if let Some(last) = ends.count.checked_sub(1) {
        *at += number_at(bytes, ends.start + 4 * last)? as usize;
    }
    (*at <= bytes.len()).then_some(Texts { ends, start })
}
