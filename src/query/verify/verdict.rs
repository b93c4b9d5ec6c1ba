//! What is asked and answered: a claim, and the verdict on it, as plain data.

use crate::model::Date;
use crate::query::{Hit, Searched};
use std::path::PathBuf;

/// A claim that somebody said, or somebody wrote, these words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The words, with or without quotation marks. An ellipsis stands for words left out, brackets for the editor's words.
    pub text: String,
    /// Who is claimed to have said them.
    pub speaker: Option<String>,
    /// An excerpt that stops inside a sentence is called partial too.
    pub whole: bool,
    /// Look only at articles whose source lies under one of these paths; empty means all.
    pub under: Vec<PathBuf>,
}

/// What there is to say of the words of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing close stands in the archive.
    #[default]
    NotFound,
    /// Words differ, or pieces of different quotations are joined.
    Altered,
    /// The words stand in this order, but others between them were left out.
    Partial,
    /// The same words but for marks, punctuation, spaces and case.
    Typographic,
    /// The same characters, whole or as an excerpt.
    Verbatim,
}

impl Verdict {
    /// Returns the name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Altered => "altered",
            Self::Partial => "partial",
            Self::Typographic => "typographic",
            Self::Verbatim => "verbatim",
        }
    }

    /// Returns whether the words are those of the archive.
    pub fn is_certified(self) -> bool {
        self >= Self::Typographic
    }
}

/// The rule that a verdict follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum VerdictRule {
    /// The characters are the same.
    SameCharacters,
    /// The words are the same; marks, punctuation, spaces or case are not, or the editor put words in brackets.
    SameWords,
    /// Words between the claimed ones were left out.
    LeftOut,
    /// The excerpt stops inside a sentence, and a whole one was asked for.
    Cut,
    /// A negation was left out.
    Negation,
    /// Words differ.
    WordsDiffer,
    /// Pieces of different quotations are joined.
    Joined,
    /// No passage is close.
    #[default]
    NothingClose,
}

impl VerdictRule {
    /// Returns the name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameCharacters => "same_characters",
            Self::SameWords => "same_words",
            Self::LeftOut => "left_out",
            Self::Cut => "cut",
            Self::Negation => "negation",
            Self::WordsDiffer => "words_differ",
            Self::Joined => "joined",
            Self::NothingClose => "nothing_close",
        }
    }
}

/// What became of a stretch of words, from the passage to the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DiffOp {
    /// The same words; their typography may differ.
    Same,
    /// Words of the claim only.
    Insert,
    /// Words of the passage only.
    Delete,
    /// Other words.
    Replace,
    /// Words of the passage for which the claim has an ellipsis.
    Elided,
    /// Words in brackets, and the words of the passage for which they stand.
    Editor,
}

impl DiffOp {
    /// Returns the name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Insert => "insert",
            Self::Delete => "delete",
            Self::Replace => "replace",
            Self::Elided => "elided",
            Self::Editor => "editor",
        }
    }
}

/// A stretch of a claim and of the passage beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffPart {
    /// What became of it.
    pub op: DiffOp,
    /// The words of the claim.
    pub claimed: String,
    /// The words of the passage.
    pub actual: String,
}

/// Somebody who is credited with the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The name across articles; `None` is an unknown speaker.
    pub name: Option<String>,
    /// In how many quotations.
    pub quotes: u64,
    /// The earliest publication date.
    pub first: Option<Date>,
}

/// The answer to a claim.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    /// The claim as it was read.
    pub query: String,
    /// The verdict, about the words only.
    pub verdict: Verdict,
    /// The rule that it follows.
    pub rule: VerdictRule,
    /// How much of the claim and of the closest passage is the same, from 0 to 1. It certifies nothing.
    pub similarity: f32,
    /// The closest passage.
    pub best: Option<Hit>,
    /// The claim beside the closest passage.
    pub diff: Vec<DiffPart>,
    /// Whether the words are credited to the claimed speaker; `None` if none is claimed, or nobody knows who speaks.
    pub speaker_match: Option<bool>,
    /// Everyone credited with these words, those with most quotations first.
    pub speakers: Vec<Credit>,
    /// The earliest appearance of these words.
    pub earliest: Option<Hit>,
    /// If pieces of different quotations are joined: the passages besides `best` that they are from.
    pub pieces: Vec<Hit>,
    /// What was searched.
    pub searched: Searched,
    /// What to tell the user: a claimed speaker that nobody is called.
    pub notes: Vec<String>,
}

/// How many claims had which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VerdictCounts {
    /// By the place of the verdict in [`VerdictCounts::ORDER`].
    pub counts: [u64; 5],
    /// Claims whose words are credited to another speaker than the claimed one.
    pub others: u64,
    /// Claims that could not be read.
    pub failed: u64,
}

impl VerdictCounts {
    /// The verdicts, the best first.
    pub const ORDER: [Verdict; 5] =
        [Verdict::Verbatim, Verdict::Typographic, Verdict::Partial, Verdict::Altered, Verdict::NotFound];

    /// Counts a verdict.
    pub fn add(&mut self, verification: &Verification) {
        let at = Self::ORDER.iter().position(|verdict| *verdict == verification.verdict);
        self.counts[at.unwrap_or(4)] += 1;
        self.others += u64::from(verification.speaker_match == Some(false));
    }

    /// Returns how many claims were verified.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Returns whether all words are those of the archive.
    pub fn all_certified(&self) -> bool {
        self.counts[2..].iter().sum::<u64>() == 0 && self.failed == 0
    }
}
