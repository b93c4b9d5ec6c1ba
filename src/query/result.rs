//! Answers as plain data: what every renderer draws from.

use crate::model::{Annotated, Date, NameJoin, Span, SpeakerKind};
use std::path::PathBuf;
use std::sync::Arc;

/// What a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A quotation.
    Quote,
    /// A paragraph.
    Paragraph,
    /// A title.
    Title,
}

impl Unit {
    /// Returns the name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Paragraph => "paragraph",
            Self::Title => "title",
        }
    }
}

/// One passage that answers a query.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Its place in the ranked list, from 1.
    pub rank: usize,
    /// The relevance; never rises with `rank` when sorted by best.
    pub score: f32,
    /// Whether only most of the query's weight matched.
    pub relaxed: bool,
    /// What it is.
    pub unit: Unit,
    /// The article with all its quotations.
    pub article: Arc<Annotated>,
    /// The passage: a span of the article text, or of the title if `unit` is a title.
    pub span: Span,
    /// The matches, spans of the same text as `span`, in order and not overlapping.
    pub highlights: Vec<Span>,
    /// The context before and after the passage, spans of the same text (empty if none was asked for).
    pub before: Span,
    /// See `before`.
    pub after: Span,
    /// The quotation, if the hit is one: its place in the article's annotations.
    pub quote: Option<usize>,
    /// The speaker's name across articles, if the hit is a quotation with a known speaker.
    pub speaker: Option<String>,
    /// With `--by article`: how many passages of the article match; with `--by cluster`: for how many passages this one stands.
    pub passages: Option<usize>,
    /// The parts of the score, if they were asked for.
    pub parts: Option<ScoreParts>,
    /// The copies, if there are any: of the quotation, if the hit is one, else of the article.
    pub cluster: Option<Arc<Cluster>>,
}

/// What a score is made of: the words and `together`, all of it times `recent`. A hit of not all of the words scores no more
/// than those that have all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScoreParts {
    /// What each word, phrase or window of the query adds by how rare it is, how often it stands there, and how short the passage
    /// is. Empty if articles are ranked.
    pub words: Vec<(String, f32)>,
    /// What is added because bare words stand as they were typed, or nearly so; if articles are ranked, all that their passages score.
    pub together: f32,
    /// By how many days the article is older than the newest one, if that counts and is known.
    pub days: Option<u32>,
    /// How much of the score the age leaves: from 0 to 1.
    pub recent: f32,
}

impl Hit {
    /// Returns the id of the hit: `ARTICLE#START-END` in code points of the article text, `ARTICLE#title` for a title.
    pub fn id(&self) -> String {
        let article = &self.article.article;
        match self.unit {
            Unit::Title => title_id(&article.id),
            Unit::Quote | Unit::Paragraph => hit_id(&article.id, &article.text, self.span),
        }
    }
}

/// The same words in many articles: copies of an article, or of a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// The id of the lead, the earliest of them: of an article, or of a quotation as a hit.
    pub id: String,
    /// Whether they are quotations.
    pub quotes: bool,
    /// How many there are.
    pub size: u64,
    /// The outlets, in order of their names.
    pub outlets: Vec<String>,
    /// The earliest publication date.
    pub first: Option<Date>,
    /// The agency whose copy they are, if one of them names it.
    pub wire: Option<String>,
}

/// Returns the id of an article's title.
pub(crate) fn title_id(article: &str) -> String {
    format!("{article}#title")
}

/// Returns the id of the passage at `span` of an article's text.
pub(crate) fn hit_id(article: &str, text: &str, span: Span) -> String {
    let start = text.get(..span.start()).map_or(0, |before| before.chars().count());
    format!("{article}#{start}-{}", start + span.of(text).chars().count())
}

/// What was searched, so that a "no" can be cited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Searched {
    /// Articles.
    pub articles: u64,
    /// Quotations.
    pub quotes: u64,
    /// Different outlets.
    pub outlets: u64,
    /// The earliest publication date.
    pub from: Option<Date>,
    /// The latest publication date.
    pub to: Option<Date>,
}

/// A page of hits and what to know about all of them.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// The query as it was understood.
    pub query: String,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// How many units match in all (without relaxed ones).
    pub total: u64,
    /// With `--by cluster`: how many passages match, copies among them.
    pub passages: Option<u64>,
    /// Whether hits of less than the whole query follow.
    pub relaxed: bool,
    /// How many articles have no date and so could not match a date condition (0 if there is none).
    pub undated: u64,
    /// What was searched.
    pub searched: Searched,
    /// The speaker that `said` understood.
    pub speaker: Option<String>,
    /// What to tell the user: how a bad query was repaired, and names that nobody has.
    pub notes: Vec<String>,
}

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Articles, quotations, outlets, dates.
    pub searched: Searched,
    /// Articles and quotations, copies counted once.
    pub clusters: (u64, u64),
    /// Quotations with a known speaker.
    pub attributed: u64,
    /// Speakers across articles.
    pub speakers: u64,
    /// Articles without a date.
    pub undated: u64,
    /// Languages and how many articles are in each, the most frequent first; `""` stands for unknown.
    pub languages: Vec<(String, u64)>,
    /// Outlets and how many articles each has, the most frequent first; `""` stands for unknown.
    pub outlets: Vec<(String, u64)>,
    /// The paths that were indexed.
    pub sources: Vec<String>,
    /// Bytes of the index on disk.
    pub size: u64,
}

/// One wording of a quotation and how often it stands in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The words.
    pub text: String,
    /// In how many quotations.
    pub count: u64,
    /// The earliest date.
    pub first: Option<Date>,
}

/// A speaker across articles, with counts.
#[derive(Clone, Debug)]
pub struct SpeakerRow {
    /// A stable id, made from the name.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// What sort of voice.
    pub kind: SpeakerKind,
    /// Roles, the most frequent first.
    pub roles: Vec<String>,
    /// Other forms of the name, the most frequent first.
    pub aliases: Vec<String>,
    /// Why its names are one speaker's.
    pub joins: Vec<NameJoin>,
    /// Quotations.
    pub quotes: u64,
    /// Quotations with copies counted once.
    pub clusters: u64,
    /// Articles.
    pub articles: u64,
    /// Words said.
    pub words: u64,
    /// Outlets, in order of their names.
    pub outlets: Vec<String>,
    /// The earliest and latest publication date.
    pub first: Option<Date>,
    /// See `first`.
    pub last: Option<Date>,
    /// For a single speaker: who else is quoted in the same articles, and in how many, the most frequent first.
    pub with: Vec<(String, u64)>,
    /// With `whosaid`: the wordings, the most frequent first.
    pub wordings: Vec<Wording>,
    /// With `whosaid`: the earliest quotation.
    pub earliest: Option<Hit>,
}

/// A speaker across articles, with the number of quotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerCount {
    /// A stable id, made from the name.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// What sort of voice.
    pub kind: SpeakerKind,
    /// Quotations.
    pub quotes: u64,
}

/// What a line more, or less, in the alias file changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerChange {
    /// The alias file.
    pub file: PathBuf,
    /// The line.
    pub line: String,
    /// Whether it was taken back, not added.
    pub undone: bool,
    /// Whether nothing was written: this is what would change.
    pub planned: bool,
    /// The speakers that are not as they were: before, those with most quotations first.
    pub before: Vec<SpeakerCount>,
    /// See `before`: what they are now.
    pub after: Vec<SpeakerCount>,
    /// How many speakers there were, and are now.
    pub speakers: (u64, u64),
}
