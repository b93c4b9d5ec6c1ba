//! The words that a verdict is about. They are the words of the index, but numbers stay whole (`1.5`, `1,000`), and signs that
//! are read aloud are words (`$`, `%`, a minus), so that none of them can change unseen.

use crate::model::Span;
use crate::text::{Folding, fold_word_with, words};
use xxhash_rust::xxh3::xxh3_64;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands.
    pub(super) span: Span,
    /// The word without its typography, and without its accents.
    pub(super) bare: u64,
    /// The word without its typography.
    pub(super) accented: u64,
}

/// Adds the words in `within`.
pub(super) fn add(text: &str, within: Span, out: &mut Vec<Token>) {
    let first = out.len();
    let mut at = within.start();
    for word in words(within.of(text)).map(|word| word.shift(within.start())) {
        if let Some(last) = out.get_mut(first..).and_then(|new| new.last_mut())
            && goes_on(text, last.span, word)
        {
            *last = token(text, last.span.join(word));
            at = word.end();
            continue;
        }
        add_signs(text, Span::new(at, word.start()), within.start(), Some(word), out);
        let token = token(text, word);
        // Of a mark without its letter nothing is left.
        if token.bare != xxh3_64(b"") {
            out.push(token);
        }
        at = word.end();
    }
    add_signs(text, Span::new(at, within.end()), within.start(), None, out);
}

/// Returns the word at `span`; what is in brackets inside it belongs to it.
pub(super) fn token(text: &str, span: Span) -> Token {
    let word = span.of(text);
    if word.contains(['[', ']']) {
        let whole: String = word.chars().filter(|c| !matches!(c, '[' | ']')).collect();
        return Token { span, ..token(&whole, Span::new(0, whole.len())) };
    }
    let bare = key(word, Folding::default());
    let accented = if word.is_ascii() { bare } else { key(word, Folding { accents: true, ..Folding::default() }) };
    Token { span, bare, accented }
}

fn key(word: &str, folding: Folding) -> u64 {
    let mut folded = String::new();
    match grouped(word) {
        Some(plain) => folded = plain,
        // Folding would make 102 of 10².
        None if word.chars().any(|c| !c.is_ascii() && c.is_numeric()) => folded = word.to_lowercase(),
        None => fold_word_with(word, folding, &mut folded),
    }
    xxh3_64(folded.as_bytes())
}

/// Returns whether `next` is more of the number that ends with `last`: one point or comma and a digit follow a digit.
fn goes_on(text: &str, last: Span, next: Span) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let between = Span::new(last.end(), next.start()).of(text);
    matches!(between, "." | ",")
        && digit(last.of(text).chars().next_back())
        && digit(next.of(text).chars().next())
        && last.of(text).chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

/// Returns a number without the commas between its thousands; `None` if it has none.
fn grouped(word: &str) -> Option<String> {
    let (whole, rest) = word.split_once('.').map_or((word, ""), |(whole, _)| (whole, &word[whole.len()..]));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut groups = groups.peekable();
    groups.peek()?;
    let fits = digits(first) && first.len() <= 3 && groups.all(|group| group.len() == 3 && digits(group));
    fits.then(|| whole.replace(',', "") + rest)
}

/// Adds the signs that are read aloud of what stands between two words.
fn add_signs(text: &str, gap: Span, start: usize, next: Option<Span>, out: &mut Vec<Token>) {
    let between = gap.of(text);
    for (i, c) in between.char_indices() {
        let at = gap.start() + i;
        let span = Span::new(at, at + c.len_utf8());
        let read = match c {
            '%' | '％' => "percent",
            '&' | '＆' => "and",
            '-' | '−' | '–' if is_minus(text, span, start, next) => "-",
            '$' | '€' | '£' | '¥' | '₩' | '₹' | '₽' | '‰' | '°' | '+' => span.of(text),
            _ => continue,
        };
        let key = xxh3_64(read.as_bytes());
        out.push(Token { span, bare: key, accented: key });
    }
}

/// Returns whether a dash stands right before a number, and behind nothing that it could join it to.
fn is_minus(text: &str, dash: Span, start: usize, next: Option<Span>) -> bool {
    let before = text.get(start..dash.start()).and_then(|text| text.chars().next_back());
    let number = next.filter(|next| next.start() == dash.end()).and_then(|next| next.of(text).chars().next());
    number.is_some_and(|c| c.is_ascii_digit()) && before.is_none_or(|c| c.is_whitespace() || "([“‘\"'".contains(c))
}

/// Returns whether `word` turns a statement round.
pub(super) fn is_negation(word: &str) -> bool {
    let mut folded = String::new();
    fold_word_with(word, Folding::default(), &mut folded);
    folded.ends_with("n't") || NEGATIONS.contains(&folded.as_str())
}

/// Words that turn a statement round, folded: English, German, French, Spanish, Italian, Portuguese, Dutch.
const NEGATIONS: [&str; 44] = [
    "not", "never", "no", "nor", "neither", "none", "nobody", "nothing", "nowhere", "cannot", "without", "hardly",
    "barely", "scarcely", "nicht", "nie", "niemals", "kein", "keine", "keinen", "keinem", "keiner", "nichts",
    "niemand", "ohne", "ne", "pas", "jamais", "rien", "aucun", "aucune", "sans", "nunca", "jamas", "nada", "sin",
    "non", "mai", "senza", "nao", "sem", "niet", "geen", "nooit",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        add(text, Span::new(0, text.len()), &mut out);
        out.iter().map(|token| token.span.of(text)).collect()
    }

    fn same(a: &str, b: &str) -> bool {
        let keys = |text: &str| {
            let mut out = Vec::new();
            add(text, Span::new(0, text.len()), &mut out);
            out.iter().map(|token| token.bare).collect::<Vec<_>>()
        };
        keys(a) == keys(b)
    }

    #[test]
    fn numbers_stay_whole_and_signs_are_words() {
        assert_eq!(
            cut("It cost $1,000.50, or 5% more in 2004, 2005."),
            ["It", "cost", "$", "1,000.50", "or", "5", "%", "more", "in", "2004", "2005"]
        );
        assert_eq!(
            cut("-5 to -3, not 3-5 or a-5; U.S. 1.5m"),
            ["-", "5", "to", "-", "3", "not", "3", "5", "or", "a", "5", "U", "S", "1.5m"]
        );
    }

    #[test]
    fn the_same_number_in_another_dress() {
        assert!(same("1,000 boats", "1000 Boats") && same("12,345,678.9", "12345678.9"));
        assert!(same("5 percent", "5%") && same("−5", "-5") && same("R&D", "R and D"));
        for (a, b) in
            [("1.5", "15"), ("1.5", "1,5"), ("1.5", "1 5"), ("$5", "£5"), ("5%", "5"), ("-5", "5"), ("10²", "102")]
        {
            assert!(!same(a, b), "{a} {b}");
        }
        assert!(!same("1,00", "100") && !same("1,0000", "10000"));
    }

    #[test]
    fn negations() {
        assert!(["not", "Never", "didn’t", "CANNOT", "não"].into_iter().all(is_negation));
        assert!(!["note", "now", "ant"].into_iter().any(is_negation));
    }
}
