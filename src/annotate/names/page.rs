//! An article as this folder looks at it: tokens with their classes, and safe steps around them.

use super::lexicon::{Class, lexicon};
use crate::annotate::doc::{Doc, Quoted};
use crate::annotate::token::{Hash, Range, Shape, Token, hash_of};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text, its tokens, and the classes of each. No step leaves the text.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    pub(super) doc: &'a Doc,
    classes: &'a [Class],
}

impl<'a> Page<'a> {
    pub(super) fn new(text: &'a str, doc: &'a Doc, classes: &'a [Class]) -> Self {
        Self { text, doc, classes }
    }

    pub(super) fn len(self) -> usize {
        self.doc.tokens.len().min(self.classes.len())
    }

    pub(super) fn class(self, i: usize) -> Class {
        self.classes.get(i).copied().unwrap_or_default()
    }

    /// Whether token `i` has one of these classes.
    pub(super) fn is(self, i: usize, class: Class) -> bool {
        self.class(i).has(class)
    }

    pub(super) fn token(self, i: usize) -> Option<&'a Token> {
        self.doc.tokens.get(i)
    }

    /// The text of token `i`; empty outside the text.
    pub(super) fn word(self, i: usize) -> &'a str {
        self.token(i).map_or("", |t| t.text(self.text))
    }

    /// The hash of token `i` in lower case.
    pub(super) fn hash(self, i: usize) -> u32 {
        self.token(i).map_or(0, |t| t.word)
    }

    /// What names are compared by: the hash of token `i` without accents and dots.
    pub(super) fn key(self, i: usize) -> u32 {
        let word = self.word(i);
        if word.is_ascii() && !word.ends_with('.') { self.hash(i) } else { folded(word) }
    }

    pub(super) fn sentence_number(self, i: usize) -> u32 {
        self.token(i).map_or(0, |t| t.sentence)
    }

    /// The tokens of the sentence that `i` stands in.
    pub(super) fn sentence(self, i: usize) -> Range {
        let number = self.sentence_number(i) as usize;
        self.doc.sentences.get(number).copied().unwrap_or(Range { start: 0, end: 0 })
    }

    pub(super) fn paragraph_number(self, i: usize) -> u32 {
        self.doc.paragraph_of.get(self.sentence_number(i) as usize).copied().unwrap_or(0)
    }

    pub(super) fn paragraph(self, i: usize) -> Range {
        self.doc.paragraphs.get(self.paragraph_number(i) as usize).copied().unwrap_or(Range { start: 0, end: 0 })
    }

    /// The bytes from the first to the last token of a range, as they stand in the text.
    pub(super) fn slice(self, range: Range) -> &'a str {
        let (Some(first), Some(last)) = (self.token(range.start), self.token(range.end.wrapping_sub(1))) else {
            return "";
        };
        self.text.get(first.start as usize..last.end as usize).unwrap_or("")
    }

    pub(super) fn quoted(self, i: usize) -> bool {
        self.is(i, Class::QUOTED)
    }

    pub(super) fn is_comma(self, i: usize) -> bool {
        self.word(i) == ","
    }

    /// Whether token `i` is the first word of its sentence.
    pub(super) fn begins_sentence(self, i: usize) -> bool {
        let start = self.sentence(i).start;
        i == start || (i > start && i - start <= 3 && (start..i).all(|j| !self.token(j).is_some_and(Token::is_word)))
    }

    /// The nearest token before `i` in its sentence that is no quotation mark, bracket or possessive.
    pub(super) fn previous(self, i: usize) -> Option<usize> {
        let start = self.sentence(i).start;
        let mut at = i;
        while at > start && i - at < 4 {
            at -= 1;
            if !matches!(self.token(at).map(|t| t.shape), Some(Shape::Mark | Shape::Clitic)) {
                return Some(at);
            }
        }
        None
    }

    /// Whether token `i` looks like a finite verb or participle: an auxiliary, a speech verb, `-ed`, or `-s` after a name.
    pub(super) fn is_verb_like(self, i: usize) -> bool {
        let class = self.class(i);
        if class.has(Class::AUX.or(Class::SPEECH).or(Class::VERB)) {
            return true;
        }
        class.has(Class::LOWER)
            && !class.has(Class::PEOPLE.or(Class::ROLE).or(Class::PREPOSITION).or(Class::FUNCTION))
            && (self.word(i).ends_with("ed") || (self.word(i).ends_with('s') && !self.word(i).ends_with("ss")))
    }
}

/// The classes of every token of a text.
pub(super) fn classes(text: &str, doc: &Doc) -> Vec<Class> {
    let lexicon = lexicon();
    let mut out = Vec::with_capacity(doc.tokens.len());
    for (i, t) in doc.tokens.iter().enumerate() {
        let mut class = Class::default();
        if t.is_word() {
            // US, WHO and IT in capitals are no pronouns, unless the whole line is in capitals.
            let shouted =
                t.shape == Shape::Upper && i > 0 && doc.tokens.get(i - 1).is_some_and(|p| p.shape == Shape::Upper);
            let acronym = t.shape == Shape::Upper && !shouted && matches!(t.text(text), "US" | "WHO" | "IT");
            class = if !acronym {
                lexicon.word(t.word)
            } else if t.text(text) == "US" {
                Class::PLACE
            } else {
                Class::default()
            };
            look(text, t, &mut class);
            compound_role(text, t, &mut class);
        }
        if doc.quoted.get(i).is_some_and(|&q| q != Quoted::Out) {
            class.add(Class::QUOTED);
        }
        if doc.tokens.get(i + 1).is_some_and(|n| owns(text, t, n)) {
            class.add(Class::OWNER);
        }
        out.push(class);
    }
    out
}

/// A possessive ending follows: `'s`, or a bare apostrophe after an s and before a word.
fn owns(text: &str, t: &Token, next: &Token) -> bool {
    let tail = next.text(text);
    if next.shape == Shape::Clitic {
        return tail.ends_with(['s', 'S']);
    }
    next.shape == Shape::Mark && !next.spaced && matches!(tail, "'" | "’") && t.text(text).ends_with('s')
}

fn look(text: &str, t: &Token, class: &mut Class) {
    match t.shape {
        Shape::Lower => {
            class.add(Class::LOWER);
            if PROFESSION_ENDS.contains(&t.last3) {
                profession(t.text(text), class);
            }
        }
        Shape::Capital => class.add(Class::CAPITAL),
        Shape::Upper => class.add(Class::CAPITAL.or(Class::UPPER)),
        Shape::Initial => class.add(Class::CAPITAL),
        Shape::Other if mixed_name(t.text(text)) => class.add(Class::CAPITAL),
        _ => return,
    }
    if !class.has(Class::CAPITAL) {
        return;
    }
    let word = t.text(text);
    if is_compound(word) {
        // Father-to-be Jake, Anti-war Ann: it stands before a name as a title does.
        class.add(Class::TITLE);
        return;
    }
    if word.ends_with('.') && word.split('.').all(|part| part.chars().count() <= 1) {
        class.add(Class::INITIALS);
    }
    let hash = if word.is_ascii() { t.word } else { folded(word) };
    let given = lexicon().given_name(hash);
    let given = if given == Class::default() { first_part(word) } else { given };
    *class = class.or(given);
    // JD Vance, PJ Harvey
    if t.shape == Shape::Upper && word.len() == 2 && word.is_ascii() && !class.has(Class::PLACE.or(Class::TITLE)) {
        class.add(Class::INITIALS);
    }
}

/// `al-Sisi`, `d'Arc`, `iPhone`, but not `pro-Lee`.
fn mixed_name(word: &str) -> bool {
    let part = word.split(['-', '\'', '’']).next().unwrap_or(word);
    let capital = word.bytes().any(|b| b.is_ascii_uppercase()) && !word.starts_with(['@', '#']);
    capital && (part.len() <= 2 || part.len() == word.len())
}

/// A capitalised word with a hyphen and small letters after it.
fn is_compound(word: &str) -> bool {
    word.split_once('-')
        .is_some_and(|(first, rest)| first.len() > 2 && rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// The last three letters of the endings below.
const PROFESSION_ENDS: [u32; 5] = [hash_of("ist"), hash_of("her"), hash_of("sts"), hash_of("ers"), hash_of("man")];

/// `57-year-old`, `mother-of-two`: persons described by a compound.
fn compound_role(text: &str, t: &Token, class: &mut Class) {
    let word = t.text(text);
    if !word.contains('-') {
        return;
    }
    if word.ends_with("-year-old") {
        class.add(Class::ROLE.or(Class::EPITHET));
    } else if let Some((first, _)) = word.split_once("-of-") {
        let role = lexicon().word(hash_of(&first.to_lowercase()));
        if role.has(Class::ROLE) {
            class.add(Class::ROLE.or(Class::EPITHET));
            class.add(role.only(Class::MAN.or(Class::WOMAN)));
        }
    }
}

/// `virologist`, `virologists`: professions that no list holds.
fn profession(word: &str, class: &mut Class) {
    let (one, several) = (["ologist", "icist", "ographer"], ["ologists", "icists", "ographers"]);
    if one.iter().any(|end| word.ends_with(end)) {
        class.add(Class::ROLE.or(Class::EPITHET));
    } else if word.len() > 5 && word.ends_with("man") && *class == Class::LOWER {
        class.add(Class::ROLE.or(if word.ends_with("woman") { Class::WOMAN } else { Class::MAN }));
    } else if several.iter().any(|end| word.ends_with(end)) {
        class.add(Class::PEOPLE);
    }
}

/// `Jean-Luc` is a given name if `Jean` is.
fn first_part(word: &str) -> Class {
    let Some((first, rest)) = word.split_once('-') else { return Class::default() };
    if !rest.starts_with(char::is_uppercase) {
        return Class::default();
    }
    lexicon().given_name(folded(first))
}

/// The hash of a word in lower case without accents and dots.
pub(super) fn folded(word: &str) -> u32 {
    let mut hash = Hash::new();
    let mut buffer = [0; 4];
    for c in word.nfkd().filter(|&c| !is_combining_mark(c) && c != '.') {
        let c = match c {
            'ø' | 'Ø' => 'o',
            'ł' | 'Ł' => 'l',
            'đ' | 'Đ' => 'd',
            'ı' => 'i',
            '\u{2019}' | '\u{2bc}' => '\'',
            '\u{2010}' | '\u{2011}' => '-',
            c => c,
        };
        for lower in c.to_lowercase() {
            hash = lower.encode_utf8(&mut buffer).bytes().fold(hash, Hash::byte);
        }
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_drops_accents_and_dots() {
        assert_eq!(folded("Müller"), hash_of("muller"));
        assert_eq!(folded("Jr."), hash_of("jr"));
        assert_eq!(folded("Sørensen"), hash_of("sorensen"));
    }

    #[test]
    fn tokens_know_their_look() {
        let text = "“No,” said al-Hadi of J.J. Orr’s club.";
        let doc = Doc::new(text);
        let all = classes(text, &doc);
        let page = Page::new(text, &doc, &all);
        let at = |word: &str| (0..page.len()).find(|&i| page.word(i) == word).unwrap_or(usize::MAX);
        assert!(page.quoted(at("No")));
        assert!(page.is(at("al-Hadi"), Class::CAPITAL));
        assert!(page.is(at("J.J."), Class::INITIALS));
        assert!(page.is(at("Orr"), Class::OWNER));
        assert_eq!(page.class(usize::MAX), Class::default());
    }
}
