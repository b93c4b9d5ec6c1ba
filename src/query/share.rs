//! Who has how much of what is quoted: counts of speakers in one outlet, one month, one role.

use crate::model::SpeakerKind;

/// What speakers are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// The outlet that quotes.
    Outlet,
    /// The month of publication.
    Month,
    /// The role that articles most often give the speaker.
    Role,
}

impl Axis {
    /// Returns the name used in flags and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Month => "month",
            Self::Role => "role",
        }
    }
}

/// What one speaker has of the quotations in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareRow {
    /// The place: a value for each axis asked for; none where articles do not say.
    pub keys: Vec<Option<String>>,
    /// The id of the speaker; `unknown` for all whom nobody knows.
    pub id: String,
    /// The canonical name.
    pub name: String,
    /// What sort of voice.
    pub kind: SpeakerKind,
    /// The role that articles most often give the speaker.
    pub role: Option<String>,
    /// Other forms of the name.
    pub aliases: Vec<String>,
    /// Quotations.
    pub quotes: u64,
    /// Quotations with copies counted once.
    pub clusters: u64,
    /// Articles.
    pub articles: u64,
    /// Words said.
    pub words: u64,
    /// Which part of all words quoted in this place these are, from 0 to 1.
    pub share: f64,
}
