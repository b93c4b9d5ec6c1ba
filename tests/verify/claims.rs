//! Makes claims of real quotations: true ones, retyped ones, and ones that were changed in each way in which quotations go wrong.

use super::news::{News, Said, plain};
use crate::copies::altered::Chance;

/// What was done to a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Verbatim,
    Retyped,
    Ellipsis,
    CutTail,
    CutTailWhole,
    LeftOut,
    FunctionWord,
    Negation,
    NumberOrName,
    Stitched,
    OtherSpeaker,
    Invented,
}

impl Way {
    pub(super) const ALL: [Self; 12] = [
        Self::Verbatim,
        Self::Retyped,
        Self::Ellipsis,
        Self::CutTail,
        Self::CutTailWhole,
        Self::LeftOut,
        Self::FunctionWord,
        Self::Negation,
        Self::NumberOrName,
        Self::Stitched,
        Self::OtherSpeaker,
        Self::Invented,
    ];

    /// The verdict that a claim made in this way deserves.
    pub(super) fn verdict(self) -> &'static str {
        match self {
            Self::Verbatim | Self::Ellipsis | Self::CutTail | Self::OtherSpeaker => "verbatim",
            Self::Retyped => "typographic",
            Self::CutTailWhole | Self::LeftOut => "partial",
            Self::FunctionWord | Self::Negation | Self::NumberOrName | Self::Stitched => "altered",
            Self::Invented => "not_found",
        }
    }

    /// Whether words were put in, left out unseen or exchanged, so that nothing may certify the claim.
    pub(super) fn changes_words(self) -> bool {
        matches!(self.verdict(), "altered" | "not_found") || self == Self::LeftOut
    }
}

/// A claim that was made.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) way: Way,
    pub(super) text: String,
    pub(super) speaker: Option<String>,
}

const FUNCTION: [&str; 24] = [
    "the", "a", "of", "in", "on", "at", "to", "for", "with", "and", "but", "or", "by", "from", "that", "this", "as",
    "is", "was", "will", "would", "we", "they", "it",
];
const AUXILIARY: [&str; 14] =
    ["is", "are", "was", "were", "will", "would", "can", "could", "should", "have", "has", "do", "did", "must"];
const NAMES: [&str; 8] = ["Brandvold", "Tarnwick", "Corvane", "Quorn", "Fenwick", "Ellery", "Vell", "Larkin"];

/// Makes one claim in a way; `None` if this quotation does not lend itself to it.
pub(super) fn make(way: Way, all: &[Said], news: &News, chance: &mut Chance) -> Option<Made> {
    let said = &all[chance.below(all.len())];
    let words: Vec<&str> = said.text.split(' ').filter(|word| !word.is_empty()).collect();
    let words = excerpt(&words, chance);
    let mut speaker = None;
    let text = match way {
        Way::Verbatim => words.join(" "),
        Way::Retyped => retyped(&words.join(" "), chance)?,
        Way::Ellipsis => with_ellipsis(&words, chance)?,
        Way::CutTail | Way::CutTailWhole => cut(&said.text, chance)?,
        Way::LeftOut => left_out(&words, chance)?,
        Way::FunctionWord => function_word(&words, chance)?,
        Way::Negation => negation(&words, chance)?,
        Way::NumberOrName => number_or_name(&words, chance)?,
        Way::Stitched => {
            let near: Vec<&Said> = all.iter().filter(|other| other.article == said.article).collect();
            let within = chance.below(3) == 0;
            let other = if within { near[chance.below(near.len())] } else { &all[chance.below(all.len())] };
            if other.quote == said.quote {
                return None;
            }
            let more: Vec<&str> = other.text.split(' ').filter(|word| !word.is_empty()).collect();
            let (a, b) = (4 + chance.below(7), 4 + chance.below(7));
            let from = chance.below(more.len().saturating_sub(b) + 1);
            [&words[..a.min(words.len())], &more[from..(from + b).min(more.len())]].concat().join(" ")
        }
        Way::OtherSpeaker => {
            let other = &all[chance.below(all.len())].speaker;
            let last = |name: &str| name.rsplit(' ').next().unwrap_or("").to_owned();
            if !other.contains(' ') || last(other) == last(&said.speaker) {
                return None;
            }
            speaker = Some(other.clone());
            words.join(" ")
        }
        Way::Invented => invented(news, chance),
    };
    Some(Made { way, text, speaker })
}

/// A run of five words to forty, or all.
fn excerpt<'w>(words: &[&'w str], chance: &mut Chance) -> Vec<&'w str> {
    let length = (5 + chance.below(36)).min(words.len());
    let from = chance.below(words.len() - length + 1);
    words[from..from + length].to_vec()
}

/// Other marks, dashes, spaces, case; at least one of them.
fn retyped(text: &str, chance: &mut Chance) -> Option<String> {
    let mut out = match chance.below(4) {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        _ => text.to_owned(),
    };
    out = out.replace('’', "'").replace('—', "--").replace(" – ", " - ");
    match chance.below(4) {
        0 => out = out.replace(", ", " "),
        1 => out = out.replace(' ', "  "),
        2 => out = out.replacen(' ', "\u{a0}", 3),
        _ => out = format!("\"{}!\"", out.trim_end_matches(['.', ',', '!'])),
    }
    (out != text).then_some(out)
}

fn with_ellipsis(words: &[&str], chance: &mut Chance) -> Option<String> {
    let (from, to) = hole(words, 1 + chance.below(9), 2, chance)?;
    let sign = |chance: &mut Chance| [" … ", " ... ", " [...] ", "… ", " . . . "][chance.below(5)];
    let more = hole(&words[to..], 1 + chance.below(4), 2, chance).filter(|_| chance.below(2) == 0);
    let rest = match more {
        Some((a, b)) => format!("{}{}{}", words[to..to + a].join(" "), sign(chance), words[to + b..].join(" ")),
        None => words[to..].join(" "),
    };
    Some(format!("{}{}{rest}", words[..from].join(" "), sign(chance)))
}

fn left_out(words: &[&str], chance: &mut Chance) -> Option<String> {
    let (from, to) = hole(words, 1 + chance.below(4), 2, chance)?;
    let gone = plain(&words[from..to].join(" "));
    let turns = |word: &str| word.ends_with("nt") || NEGATIONS.contains(&word);
    let repeats = plain(words[from]) == plain(words[to]) || plain(words[from - 1]) == plain(words[to - 1]);
    let kept = [&words[..from], &words[to..]].concat().join(" ");
    (!gone.split_whitespace().any(turns) && gone.trim() != "" && !repeats).then_some(kept)
}

const NEGATIONS: [&str; 14] = [
    "not", "no", "never", "none", "nor", "neither", "nothing", "nobody", "nowhere", "cannot", "without", "hardly",
    "barely", "scarcely",
];

/// A stretch of so many words with at least `edge` words on either side.
fn hole(words: &[&str], length: usize, edge: usize, chance: &mut Chance) -> Option<(usize, usize)> {
    let room = words.len().checked_sub(length + 2 * edge)?;
    let from = edge + chance.below(room + 1);
    Some((from, from + length))
}

/// The beginning of a quotation, up to a word inside a sentence.
fn cut(text: &str, chance: &mut Chance) -> Option<String> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let at = 6 + chance.below(words.len().checked_sub(8)?);
    let inside = |word: &str| word.chars().all(char::is_alphabetic);
    let goes_on = words[at].starts_with(char::is_lowercase);
    (inside(words[at - 1]) && goes_on).then(|| words[..at].join(" "))
}

fn function_word(words: &[&str], chance: &mut Chance) -> Option<String> {
    let at: Vec<usize> = (0..words.len()).filter(|i| FUNCTION.contains(&words[*i])).collect();
    let at = *at.get(chance.below(at.len()))?;
    let other = FUNCTION[chance.below(FUNCTION.len())];
    (other != words[at]).then(|| replaced(words, at, other))
}

fn negation(words: &[&str], chance: &mut Chance) -> Option<String> {
    let inner = 1..words.len().checked_sub(1)?;
    let there: Vec<usize> = inner.clone().filter(|i| matches!(words[*i], "not" | "never" | "no")).collect();
    if let Some(&at) = there.first() {
        return Some([&words[..at], &words[at + 1..]].concat().join(" "));
    }
    let short = |word: &str| word.strip_suffix("n't").or(word.strip_suffix("n’t")).map(str::to_owned);
    if let Some((at, whole)) = inner.clone().find_map(|i| Some((i, short(words[i])?))) {
        return Some(replaced(words, at, &whole));
    }
    let at: Vec<usize> = inner.filter(|i| AUXILIARY.contains(&words[*i])).collect();
    let at = *at.get(chance.below(at.len()))?;
    Some(replaced(words, at, &format!("{} not", words[at])))
}

fn number_or_name(words: &[&str], chance: &mut Chance) -> Option<String> {
    let inner = 1..words.len();
    let number = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    if let Some(at) = inner.clone().find(|i| number(words[*i])) {
        let changed: String =
            words[at].chars().map(|c| c.to_digit(10).map_or(c, |d| (b'0' + ((d + 1) % 10) as u8) as char)).collect();
        return Some(replaced(words, at, &changed));
    }
    let name = |i: &usize| {
        let word = words[*i];
        let sentence = words[*i - 1].ends_with(['.', '?', '!', ':']);
        !sentence && word.len() > 2 && word.chars().all(char::is_alphabetic) && word.starts_with(char::is_uppercase)
    };
    let at: Vec<usize> = inner.filter(name).collect();
    let at = *at.get(chance.below(at.len()))?;
    Some(replaced(words, at, NAMES[chance.below(NAMES.len())]))
}

fn replaced(words: &[&str], at: usize, other: &str) -> String {
    let mut words = words.to_vec();
    words[at] = other;
    words.join(" ")
}

/// Words of many articles in a row, or a sentence about a place that does not exist.
fn invented(news: &News, chance: &mut Chance) -> String {
    let kind = chance.below(3);
    if kind == 0 {
        let word = |chance: &mut Chance| {
            let text = &news.articles[chance.below(news.articles.len())].article.text;
            let words: Vec<&str> = text.split_whitespace().collect();
            words.get(chance.below(words.len())).map_or("weir", |word| word).to_owned()
        };
        return (0..8 + chance.below(12)).map(|_| word(chance)).collect::<Vec<_>>().join(" ");
    }
    if kind == 1 {
        // Two words of each of many articles: it reads almost like speech.
        let pair = |chance: &mut Chance| {
            let text = &news.articles[chance.below(news.articles.len())].article.text;
            let words: Vec<&str> = text.split_whitespace().collect();
            let at = chance.below(words.len().saturating_sub(1));
            words.get(at..at + 2).map_or_else(|| "the weir".to_owned(), |pair| pair.join(" "))
        };
        return (0..5 + chance.below(6)).map(|_| pair(chance)).collect::<Vec<_>>().join(" ");
    }
    let who = ["The harbour board", "Every ferryman", "My grandmother", "The lamplighters' guild"][chance.below(4)];
    let does = ["painted", "voted to flood", "borrowed", "will knit", "mislaid"][chance.below(5)];
    let what = ["the weir of", "seven lanterns in", "a wooden tram near", "the heron bridge at"][chance.below(4)];
    let tail = ["before the frost fair", "while the otters slept", "and nobody paid the piper"][chance.below(3)];
    format!("{who} {does} {what} {} {tail}", NAMES[chance.below(NAMES.len())])
}
