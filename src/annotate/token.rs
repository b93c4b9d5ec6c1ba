//! Tokens: words, clitics, punctuation and marks, with the few attributes that every model reads.

/// A cheap, stable 32-bit hash, the same on every machine: weights and lexicons are keyed by it.
///
/// FNV-1a with a final mix; words are hashed in lower case with a straight apostrophe.
#[derive(Clone, Copy)]
pub(crate) struct Hash(u32);

impl Hash {
    pub(crate) const fn new() -> Self {
        Self(0x811c_9dc5)
    }

    pub(crate) const fn byte(self, b: u8) -> Self {
        Self((self.0 ^ b as u32).wrapping_mul(0x0100_0193))
    }

    pub(crate) const fn finish(self) -> u32 {
        let h = self.0 ^ (self.0 >> 15);
        let h = h.wrapping_mul(0x2c1b_3c6d);
        h ^ (h >> 13)
    }
}

/// Returns the hash of a word written in lower case, as [`Token::word`] holds it.
pub(crate) const fn hash_of(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut hash = Hash::new();
    let mut i = 0;
    while i < bytes.len() {
        hash = hash.byte(bytes[i]);
        i += 1;
    }
    hash.finish()
}

/// The look of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Shape {
    /// `word`
    Lower,
    /// `Word`, `McCain`
    Capital,
    /// `NATO`, `U.S.`
    Upper,
    /// `A`, `J.`
    Initial,
    /// `42`, `3.5`, `1990s`
    Digit,
    /// `'s`, `n't`
    Clitic,
    /// `,` `;` `(` and all other single characters
    Punct,
    /// `.` `!` `?` `…`
    Stop,
    /// Anything that may open or close a quotation.
    Mark,
    /// `iPhone`, `@name`, mixed letters and digits
    Other,
}

/// One token of an article text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// Byte offsets into the text.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Hash of the lower-case word.
    pub(crate) word: u32,
    /// Hash of the last three and the last two characters, lower case.
    pub(crate) last3: u32,
    pub(crate) last2: u32,
    /// Which sentence of the text it stands in.
    pub(crate) sentence: u32,
    pub(crate) shape: Shape,
    /// Whether white space or a paragraph's start stands before it.
    pub(crate) spaced: bool,
}

impl Token {
    pub(crate) fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    pub(crate) fn is_word(&self) -> bool {
        !matches!(self.shape, Shape::Punct | Shape::Stop | Shape::Mark)
    }

    pub(crate) fn is_capitalised(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper | Shape::Initial)
    }
}

/// A range of tokens or sentences, half-open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Range {
    pub(crate) fn iter(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    pub(crate) fn contains(self, i: usize) -> bool {
        self.start <= i && i < self.end
    }
}

/// Adds the tokens of `text[start..end]`, one paragraph, to `out`; sentences are set later.
pub(crate) fn tokenise_paragraph(text: &str, start: usize, end: usize, out: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut spaced = true;
    while at < end {
        let b = bytes[at];
        if b == b' ' || b.is_ascii_whitespace() {
            at += 1;
            spaced = true;
            continue;
        }
        let c = char_at(text, at);
        if c.is_whitespace() {
            at += c.len_utf8();
            spaced = true;
            continue;
        }
        at = if is_word_char(c) || (matches!(c, '@' | '#') && next_is_word(text, at + 1, end)) {
            word(text, at, end, spaced, out)
        } else {
            punctuation(text, at, end, c, spaced, out)
        };
        spaced = false;
    }
}

fn char_at(text: &str, at: usize) -> char {
    let b = text.as_bytes()[at];
    if b < 0x80 { char::from(b) } else { text[at..].chars().next().unwrap_or(' ') }
}

fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || matches!(c, '$' | '%' | '_')
    } else {
        c.is_alphanumeric() || matches!(c, '£' | '€' | '\u{300}'..='\u{36f}')
    }
}

fn next_is_word(text: &str, at: usize, end: usize) -> bool {
    at < end && is_word_char(char_at(text, at))
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

/// Scans one word from `at`, splits its clitics off, and returns where it ends.
fn word(text: &str, at: usize, limit: usize, spaced: bool, out: &mut Vec<Token>) -> usize {
    let mut end = at + char_at(text, at).len_utf8();
    let mut apostrophe = None;
    let mut dots = 0;
    let mut segment = at;
    while end < limit {
        let c = char_at(text, end);
        if is_word_char(c) {
            end += c.len_utf8();
            continue;
        }
        let after = end + c.len_utf8();
        if !next_is_word(text, after, limit) {
            break;
        }
        match c {
            _ if is_apostrophe(c) => apostrophe = Some(end),
            '-' | '\u{2010}' | '\u{2011}' | '&' => {}
            '.' if inner_dot(text, segment, end, after) => dots += 1,
            ',' | ':' if text.as_bytes()[end - 1].is_ascii_digit() && text.as_bytes()[after].is_ascii_digit() => {}
            '/' | '@' => {}
            _ => break,
        }
        segment = after;
        end = after;
    }
    if end < limit && text.as_bytes()[end] == b'.' && takes_dot(text, at, end, limit, dots) {
        end += 1;
    }
    let cut = apostrophe.map_or(end, |a| clitic(text, at, a, end));
    out.push(token(text, at, cut, spaced));
    if cut < end {
        let mut t = token(text, cut, end, false);
        t.shape = Shape::Clitic;
        out.push(t);
    }
    end
}

/// A dot inside a word: `U.S`, `3.5`, `j.d`, `name.com`, but not the missing space of `end.Next`.
fn inner_dot(text: &str, segment: usize, dot: usize, after: usize) -> bool {
    let next = char_at(text, after);
    let single = text[segment..dot].chars().count() == 1;
    single || next.is_ascii_digit() || (next.is_lowercase() && dot - segment > 1)
}

/// Whether the dot after a word belongs to it: initials, `U.S.`, and the abbreviations of the list.
fn takes_dot(text: &str, at: usize, end: usize, limit: usize, dots: usize) -> bool {
    let word = &text[at..end];
    if dots > 0 {
        return word.split('.').all(|s| s.chars().count() <= 2);
    }
    let mut chars = word.chars();
    let first = chars.next().unwrap_or(' ');
    if chars.next().is_none() && first.is_uppercase() {
        // An initial, unless nothing follows: "plan A."
        return end + 1 < limit && first != 'I';
    }
    word.len() <= 5 && first.is_uppercase() && ABBREVIATIONS.contains(&word)
}

/// Abbreviations that keep their dot and do not end a sentence before a name.
pub(crate) const ABBREVIATIONS: [&str; 48] = [
    "Adm", "Apr", "Atty", "Aug", "Ave", "Bros", "Capt", "Cmdr", "Co", "Col", "Corp", "Cpl", "Dec", "Dept", "Det", "Dr",
    "Feb", "Fr", "Ft", "Gen", "Gov", "Hon", "Inc", "Insp", "Jan", "Jr", "Jul", "Jun", "Lt", "Ltd", "Maj", "Mr", "Mrs",
    "Ms", "Mt", "No", "Nov", "Oct", "Prof", "Rep", "Reps", "Rev", "Sen", "Sens", "Sept", "Sgt", "Sr", "St",
];

/// Where a word is cut for its clitic: before `'s`, `'ll`, `n't` …; `end` if it has none.
fn clitic(text: &str, start: usize, apostrophe: usize, end: usize) -> usize {
    let tail = &text[apostrophe + char_at(text, apostrophe).len_utf8()..end];
    if tail.eq_ignore_ascii_case("t") {
        let before = &text[start..apostrophe];
        return if before.len() > 1 && before.ends_with(['n', 'N']) { apostrophe - 1 } else { end };
    }
    let known = ["s", "ll", "re", "ve", "d", "m"].iter().any(|c| tail.eq_ignore_ascii_case(c));
    if known { apostrophe } else { end }
}

/// Scans punctuation: doubled signs stay whole (`''`, ` `` `, `--`, `...`).
fn punctuation(text: &str, at: usize, limit: usize, c: char, spaced: bool, out: &mut Vec<Token>) -> usize {
    let mut end = at + c.len_utf8();
    let bytes = text.as_bytes();
    let run = |end: usize, most: usize| {
        let mut e = end;
        while e < limit && bytes[e] == bytes[at] && e - at < most {
            e += 1;
        }
        e
    };
    match c {
        '\'' | '`' => end = run(end, 2),
        '-' => end = run(end, 3),
        '.' if run(end, 4) - at >= 2 => end = run(end, 4),
        _ => {}
    }
    out.push(token(text, at, end, spaced));
    end
}

fn token(text: &str, start: usize, end: usize, spaced: bool) -> Token {
    let slice = &text[start..end];
    let (word, last3, last2) = if slice.is_ascii() { hash_ascii(slice.as_bytes()) } else { hash_unicode(slice) };
    let to32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Token { start: to32(start), end: to32(end), word, last3, last2, sentence: 0, shape: shape(slice), spaced }
}

fn hash_ascii(bytes: &[u8]) -> (u32, u32, u32) {
    let hash = |part: &[u8]| part.iter().fold(Hash::new(), |h, b| h.byte(b.to_ascii_lowercase())).finish();
    (hash(bytes), hash(&bytes[bytes.len().saturating_sub(3)..]), hash(&bytes[bytes.len().saturating_sub(2)..]))
}

fn hash_unicode(word: &str) -> (u32, u32, u32) {
    let hash = |part: &str| {
        let mut h = Hash::new();
        let mut buffer = [0; 4];
        for c in part.chars().flat_map(char::to_lowercase) {
            let c = if is_apostrophe(c) { '\'' } else { c };
            h = c.encode_utf8(&mut buffer).bytes().fold(h, Hash::byte);
        }
        h.finish()
    };
    let from_end = |n: usize| word.char_indices().rev().nth(n - 1).map_or(word, |(i, _)| &word[i..]);
    (hash(word), hash(from_end(3)), hash(from_end(2)))
}

fn shape(word: &str) -> Shape {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return Shape::Other };
    if !is_word_char(first) && !matches!(first, '@' | '#') {
        return match first {
            '.' | '!' | '?' | '…' => Shape::Stop,
            '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‹' | '›' | '\u{201f}' | '\u{ff02}' | '\'' | '`' => {
                Shape::Mark
            }
            _ => Shape::Punct,
        };
    }
    if first.is_ascii_digit() || matches!(first, '$' | '£' | '€' | '%') {
        return Shape::Digit;
    }
    let (mut letters, mut upper) = (0, 0);
    for c in word.chars() {
        letters += usize::from(c.is_alphabetic());
        upper += usize::from(c.is_uppercase());
    }
    match (first.is_uppercase(), letters, upper) {
        (true, 1, _) => Shape::Initial,
        (true, l, u) if l == u => Shape::Upper,
        (true, ..) => Shape::Capital,
        (false, l, 0) if l > 0 => Shape::Lower,
        _ => Shape::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenise_paragraph(text, 0, text.len(), &mut tokens);
        tokens.iter().map(|t| &text[t.start as usize..t.end as usize]).collect()
    }

    #[test]
    fn clitics_abbreviations_and_doubled_signs() {
        assert_eq!(cut("Don't say it’s the U.S. way."), ["Do", "n't", "say", "it", "’s", "the", "U.S.", "way", "."]);
        assert_eq!(
            cut("Mr. J. Orr--a man...said ``so''"),
            ["Mr.", "J.", "Orr", "--", "a", "man", "...", "said", "``", "so", "''"]
        );
        assert_eq!(
            cut("It ended.Then 3.5% rose, 10,000 fell"),
            ["It", "ended", ".", "Then", "3.5%", "rose", ",", "10,000", "fell"]
        );
    }

    #[test]
    fn the_hash_of_a_word_is_that_of_its_lower_case() {
        let mut tokens = Vec::new();
        tokenise_paragraph("SAID O’Brien", 0, 14, &mut tokens);
        assert_eq!(tokens[0].word, hash_of("said"));
        assert_eq!(tokens[1].word, hash_of("o'brien"));
    }
}
