//! What was weighed to find a quotation and its speaker.

use crate::model::Span;

/// A feature that fired, and what it added to a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// What it looks at ("word+word[+1]", "SameSentence").
    pub feature: String,
    /// What it adds.
    pub weight: f32,
}

/// What was weighed for one quotation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// The reports that claimed words of it, each from a cue, the likeliest first.
    pub reports: Vec<ReportChoice>,
    /// Whom its source might mean, the likeliest first; empty if no choice by weights was needed.
    pub speakers: Vec<SpeakerChoice>,
}

/// A cue with the content and the source that it would have.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportChoice {
    /// The head of the cue.
    pub cue: Span,
    /// How clearly it is one; 0 is the border.
    pub cue_score: f32,
    /// What made up that score, the weightiest first.
    pub cue_features: Vec<Weighed>,
    /// The pieces of the content.
    pub contents: Vec<Span>,
    /// The source mention.
    pub source: Option<Span>,
    /// How likely content and source are right: the logarithm of the odds.
    pub odds: f32,
    /// What made up the odds, the weightiest first.
    pub features: Vec<Weighed>,
    /// Whether the quotation is this report's.
    pub chosen: bool,
}

impl ReportChoice {
    /// Returns the probability that `odds` stand for.
    pub fn probability(&self) -> f32 {
        1.0 / (1.0 + (-self.odds).exp())
    }
}

/// Somebody whom a source mention might mean.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerChoice {
    /// The fullest name in the article, or the description.
    pub name: String,
    /// The sum of the weights.
    pub score: f32,
    /// What made it up, the weightiest first.
    pub features: Vec<Weighed>,
    /// Whether it is the quotation's speaker.
    pub chosen: bool,
}
