//! The resolved query: what every engine lowers and the matcher evaluates on stored text.
//!
//! In every [`Node`] that [`resolve`](fn@super::resolve) makes, `And` and `Or` are flat and have at least two parts, and `Not`
//! stands only among the parts of an `And` that has a part without it (`All` if need be); `Or` of nothing matches nothing.

use crate::model::Kind;
use crate::query::ast::Within;
use std::collections::BTreeSet;

/// The words that a leaf looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The words of the unit searched: a paragraph, a title, a quotation's content.
    Unit,
    /// The content of a quotation; makes the query return quotations only.
    Said,
    /// The title of the article.
    Title,
}

/// A word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PhraseWord {
    /// The word, folded.
    pub word: String,
    /// The word as typed, for `--case` and `--accents`.
    pub form: String,
    /// How many other words may stand between the word before and this one (0, or 10 after an ellipsis).
    pub gap: u32,
}

/// A condition on the record, not on its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    /// The speaker is one of these: keys of local names (see `link`).
    Speaker(Vec<String>),
    /// All these folded words stand in one role of the speaker.
    Role(Vec<String>),
    /// The quotation is of this kind.
    Kind(Kind),
    /// All these folded words stand in one name of the byline.
    By(Vec<String>),
    /// The outlet's name has these folded words, or its domain is this.
    Outlet(Vec<String>),
    /// The language is this ISO 639-1 code.
    Lang(String),
    /// Published on or after `from` and before `to`, as `yyyymmdd` numbers.
    Dates {
        /// The first day that matches.
        from: Option<u32>,
        /// The first day that no longer matches.
        to: Option<u32>,
    },
    /// The article or hit has one of these ids.
    Ids(BTreeSet<String>),
}

/// A resolved query and what to know about it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    /// The whole query.
    pub node: Node,
    /// Whether only quotations can answer: one of `speaker: role: said: kind:` stands somewhere.
    pub quotes_only: bool,
    /// What every answer must have: all of the query that is no bare word. `node` is `required` and `bare` together.
    pub required: Vec<Node>,
    /// The bare words of the outermost conjunction (words, prefixes, fuzzy words, joined pieces such as `U.S.`):
    /// a relaxed answer has all of `required` and most of the weight of these.
    pub bare: Vec<Node>,
    /// The words of the outermost phrases and joined pieces, for lenient queries only: they order articles that lack these.
    pub loose: Vec<Node>,
    /// Whether a date is asked for, which no undated article matches.
    pub dated: bool,
    /// What to tell the user: a speaker that nobody is called, a language that no article has.
    pub notes: Vec<String>,
}

/// A part of a resolved query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Everything.
    All,
    /// A word or any of its inflections: `stems` are its stems in the languages of the index.
    Word {
        /// Where.
        target: Target,
        /// The word, folded.
        word: String,
        /// The word as typed, for `--case` and `--accents`.
        form: String,
        /// Its stems, folded, one a language, without doubles.
        stems: Vec<String>,
    },
    /// Consecutive words.
    Phrase {
        /// Where.
        target: Target,
        /// The words in order; at least one.
        words: Vec<PhraseWord>,
    },
    /// These words in any order in a window of their number plus so many others, in one sentence, or in one paragraph.
    Near {
        /// Where.
        target: Target,
        /// The words in any order; their gaps are 0.
        words: Vec<PhraseWord>,
        /// In what they must stand together.
        within: Within,
    },
    /// Words that begin so.
    Prefix {
        /// Where.
        target: Target,
        /// The beginning, folded.
        prefix: String,
        /// The beginning as typed, for `--case` and `--accents`.
        form: String,
    },
    /// Words at this edit distance or nearer (a transposition counts one).
    Fuzzy {
        /// Where.
        target: Target,
        /// The word, folded.
        word: String,
        /// The word as typed, for `--case` and `--accents`.
        form: String,
        /// The distance: 1 or 2.
        distance: u8,
    },
    /// A condition on the record.
    Filter(Filter),
    /// All of these.
    And(Vec<Node>),
    /// At least one of these.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
}

impl Node {
    /// Returns what means all of `parts`; everything if there are none.
    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::And(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        flat.retain(|part| *part != Self::All);
        if flat.iter().all(|part| matches!(part, Self::Not(_))) {
            flat.insert(0, Self::All);
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::And(flat) }
    }

    /// Returns what means any of `parts`; nothing if there are none.
    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Or(inner) => flat.extend(inner),
                part => flat.push(part),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Or(flat) }
    }

    /// Returns what means all but `part`.
    pub(crate) fn negated(part: Self) -> Self {
        match part {
            Self::All => Self::Or(Vec::new()),
            Self::Or(parts) if parts.is_empty() => Self::All,
            Self::And(mut parts) if parts.len() == 2 && parts[0] == Self::All => match parts.remove(1) {
                Self::Not(inner) => *inner,
                part => Self::And(vec![Self::All, Self::Not(Box::new(part))]),
            },
            part => Self::And(vec![Self::All, Self::Not(Box::new(part))]),
        }
    }
}
