//! The resolved query: what every engine lowers and the matcher evaluates on stored text.

use crate::model::Kind;

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
pub struct PhraseWord {
    /// The word, folded.
    pub word: String,
    /// How many other words may stand between the word before and this one (0, or 10 after an ellipsis).
    pub gap: u32,
}

/// A condition on the record, not on its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
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
    /// The article or hit has this id.
    Id(String),
}

/// A resolved query.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Everything.
    All,
    /// A word or any of its inflections: `stems` are its stems in the languages of the index.
    Word {
        /// Where.
        target: Target,
        /// The word, folded.
        word: String,
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
    /// These words in any order in a window of their number plus `slop` words.
    Near {
        /// Where.
        target: Target,
        /// The words, folded.
        words: Vec<String>,
        /// How many other words the window may hold.
        slop: u32,
    },
    /// Words that begin so.
    Prefix {
        /// Where.
        target: Target,
        /// The beginning, folded.
        prefix: String,
    },
    /// Words at this edit distance or nearer (a transposition counts one).
    Fuzzy {
        /// Where.
        target: Target,
        /// The word, folded.
        word: String,
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
