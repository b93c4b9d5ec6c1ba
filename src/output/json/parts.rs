//! The parts of a score.

use crate::output::json::rounded;
use crate::query::ScoreParts;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct PartsBody<'a> {
    words: Vec<WordBody<'a>>,
    together: f64,
    days: Option<u32>,
    recent: f64,
}

#[derive(Serialize)]
struct WordBody<'a> {
    word: &'a str,
    score: f64,
}

impl<'a> PartsBody<'a> {
    pub(super) fn new(parts: &'a ScoreParts) -> Self {
        let word = |(word, score): &'a (String, f32)| WordBody { word, score: rounded((*score).into(), 10_000.0) };
        Self {
            words: parts.words.iter().map(word).collect(),
            together: rounded(parts.together.into(), 10_000.0),
            days: parts.days,
            recent: rounded(parts.recent.into(), 10_000.0),
        }
    }
}
