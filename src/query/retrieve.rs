//! What a query needs of an engine. The embedded index implements it; nothing else of an engine is known here.

use crate::error::Result;
use crate::model::Annotated;
use crate::query::{Node, Searched};
use std::ops::Range;
use std::sync::Arc;

/// An engine's own handle of an article. Results keep all records of an article together, in the order of handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place(pub(crate) u64);

/// The kinds of records that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Records {
    /// Whole articles with their titles.
    Articles,
    /// Titles.
    Titles,
    /// Paragraphs.
    Paragraphs,
    /// Contents of quotations.
    Quotes,
}

/// Conditions that hold for all of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// A speaker filter matches candidates too.
    pub(crate) candidates: bool,
    /// The least confidence of an attribution that a speaker or role filter accepts, or that counts in a table of speakers.
    pub(crate) min_confidence: f32,
    /// Only articles whose source is one of these absolute paths or lies under one; empty means all.
    pub(crate) under: Vec<String>,
}

/// One record that matches: a light reference, its text not yet fetched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    /// The relevance by the statistics of its kind of record.
    pub(crate) score: f32,
    /// The article.
    pub(crate) article: Place,
    /// Which paragraph or quotation of the article; 0 for a title or an article.
    pub(crate) ordinal: u32,
    /// The first paragraph that it touches.
    pub(crate) first: u32,
    /// The last paragraph that it touches.
    pub(crate) last: u32,
    /// The engine's own handle of the record.
    pub(crate) record: u32,
}

/// One record that matches, and nothing else known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scored {
    /// The relevance by the statistics of its kind of record.
    pub(crate) score: f32,
    /// The handle of the record. Those of an article's records follow that of the article.
    pub(crate) record: Place,
}

/// Where a quotation lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LiesIn {
    /// The handle of the first paragraph that it touches.
    pub(crate) paragraph: Place,
    /// The handles of all records of its article, if it touches several paragraphs.
    pub(crate) long: Option<Range<Place>>,
}

/// More than this part of the weight of all words is most of it: a hair more than half, which sums of floats need.
pub(crate) const HALF: f32 = 0.5001;

/// An engine that holds records.
pub(crate) trait Retrieve {
    /// Returns every record of a kind that matches `node`, in the order of handles and then of ordinals. What an engine
    /// cannot decide from its terms (gaps in phrases, windows) it may let through: see `needs_text` of the search.
    /// Without `scored`, scores are 0.
    fn find(&self, node: &Node, records: Records, scope: &Scope, scored: bool) -> Result<Vec<Found>>;

    /// Like [`Retrieve::find`] with scores, in the order of the records' handles; nothing is looked up of them.
    fn find_scored(&self, node: &Node, records: Records, scope: &Scope) -> Result<Vec<Scored>>;

    /// Looks up records of a kind that were found.
    fn found(&self, scored: &[Scored], records: Records) -> Result<Vec<Found>>;

    /// Returns where each of these quotations lies.
    fn lies_in(&self, quotes: &[Scored]) -> Result<Vec<LiesIn>>;

    /// Returns every record of a kind that matches `fixed` and words that carry more than half of the weight of `words`.
    fn find_most(&self, fixed: &Node, words: &[Node], records: Records, scope: &Scope) -> Result<Vec<Found>>;

    /// Returns every record of a kind that has any of `words`, scored by them, each of which counts as often as said.
    fn find_any(&self, words: &[(Node, f32)], records: Records, scope: &Scope) -> Result<Vec<Found>>;

    /// Returns how often `leaf` stands in each of the records `found` of a kind, which must be in the order of the index, what
    /// runs on behind a narrator or over the end of a paragraph left out; `None` if only their text can tell.
    fn counts(&self, leaf: &Node, records: Records, found: &[Found]) -> Result<Option<Vec<u32>>>;

    /// Returns the weight of each of `words` among records of a kind: the rarer, the heavier.
    fn weights(&self, words: &[Node], records: Records, scope: &Scope) -> Result<Vec<f32>>;

    /// Returns an article with its annotations.
    fn article(&self, place: Place) -> Result<Arc<Annotated>>;

    /// Returns the public ids of articles.
    fn ids(&self, places: &[Place]) -> Result<Vec<String>>;

    /// Returns the publication dates of articles, as written.
    fn published(&self, places: &[Place]) -> Result<Vec<Option<String>>>;

    /// Returns the publication day of an article as `yyyymmdd`, if it has one.
    fn day(&self, place: Place) -> Option<u32>;

    /// Returns the articles with this public id, in the order of their files.
    fn with_id(&self, id: &str) -> Result<Vec<Place>>;

    /// Returns what a search in `scope` looks at.
    fn searched(&self, scope: &Scope) -> Result<Searched>;

    /// Returns how many articles in `scope` have no date.
    fn undated(&self, scope: &Scope) -> Result<u64>;
}
