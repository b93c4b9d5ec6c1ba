//! Quotations and the speakers of one article.

use crate::model::Span;
use serde::{Deserialize, Serialize};

/// How much of a content stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it.
    Direct,
    /// A part.
    Mixed,
    /// Nothing.
    Indirect,
}

impl Kind {
    /// Returns the name used in queries and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// What sort of voice a speaker is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// A named person.
    Person,
    /// An organisation, a document, an institution.
    Organisation,
    /// Someone described but not named ("a senior official").
    Unnamed,
    /// Nobody knows.
    #[default]
    Unknown,
}

impl SpeakerKind {
    /// Returns the name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Unnamed => "unnamed",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the letter that stands for the kind in keys.
    pub fn letter(self) -> char {
        match self {
            Self::Person => 'p',
            Self::Organisation => 'o',
            Self::Unnamed => 'u',
            Self::Unknown => 'x',
        }
    }

    /// Returns the kind that `letter` stands for.
    pub fn from_letter(letter: char) -> Self {
        match letter {
            'p' => Self::Person,
            'o' => Self::Organisation,
            'u' => Self::Unnamed,
            _ => Self::Unknown,
        }
    }
}

/// A voice of one article: every mention of it in this article meets here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// The fullest name in the article, without role or honorific; a description if unnamed.
    pub name: String,
    /// What sort of voice it is.
    pub kind: SpeakerKind,
    /// Roles said of it in this article ("British Prime Minister"), the first one said first.
    pub roles: Vec<String>,
    /// Other forms of the name in this article ("Starmer", "Mr. Starmer").
    pub aliases: Vec<String>,
}

/// Everything that the articles of an index say of one local name, so far as they call its bearer the same. Links between
/// names are made of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Voice {
    /// The key by which records know it.
    pub key: String,
    /// The name as written, or the description.
    pub name: String,
    /// What sort of voice it is.
    pub kind: SpeakerKind,
    /// The generation that its articles give it ("jr"); empty if none.
    pub generation: String,
    /// `m` or `f`, if all its articles say so.
    pub sex: Option<char>,
    /// The role that its articles say first, folded; empty if none.
    pub role: String,
    /// How many articles speak of a man, and how many of a woman.
    pub sexes: [u64; 2],
    /// How many quotations it has.
    pub quotes: u64,
    /// Its roles, each with the number of articles that say so, in order of the text.
    pub roles: Vec<(String, u64)>,
    /// Other forms of its name inside articles, each with the number of articles, in order of the text.
    pub aliases: Vec<(String, u64)>,
}

/// Why two names are one speaker's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameJoin {
    /// One of the names.
    pub form: String,
    /// The name that it was joined with.
    pub name: String,
    /// The reason, for people to read.
    pub why: String,
}

/// A speaker that was considered and not chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its place in [`Annotations::speakers`].
    pub speaker: u32,
    /// How sure the attribution would be, from 0 to 1.
    pub confidence: f32,
}

/// One quotation: content, cue, source mention, and who it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The pieces of the content, in order of the text; more than one if the narrator interrupts.
    /// Quotation marks belong to a piece, and so does a leading "that".
    pub spans: Vec<Span>,
    /// How much of the whole content stands in quotation marks.
    pub kind: Kind,
    /// The kind of each piece.
    pub kinds: Vec<Kind>,
    /// The reporting words, if there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Span>,
    /// The source mention: the noun phrase that names the speaker here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Span>,
    /// The speaker: its place in [`Annotations::speakers`]; `None` if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<u32>,
    /// How sure the attribution is, from 0 to 1.
    pub confidence: f32,
    /// The rule that chose the speaker.
    pub rule: String,
    /// Speakers that were considered and not chosen, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// The quotation that this one lies in: its place in [`Annotations::quotes`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
}

impl Quote {
    /// Returns the span from the first piece's start to the last piece's end.
    pub fn extent(&self) -> Span {
        self.spans.iter().copied().reduce(Span::join).unwrap_or_default()
    }
}

/// What annotation found in one article text. Spans are bytes into that text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// The quotations, in order of their first pieces.
    pub quotes: Vec<Quote>,
    /// The voices that the quotations name.
    pub speakers: Vec<Speaker>,
}

impl Annotations {
    /// Takes back every attribution less sure than `least`: the speaker is unknown then, and the first of the candidates.
    pub fn doubt_below(&mut self, least: f32) {
        for quote in self.quotes.iter_mut().filter(|quote| quote.confidence < least) {
            let Some(speaker) = quote.speaker.take() else { continue };
            quote.candidates.retain(|candidate| candidate.speaker != speaker);
            quote.candidates.insert(0, Candidate { speaker, confidence: quote.confidence });
        }
    }
}

/// An article with its annotations: what the index stores and every answer is drawn from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotated {
    /// The article.
    pub article: crate::model::Article,
    /// Its quotations and speakers.
    pub annotations: Annotations,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubted_speaker_is_the_first_candidate() {
        let candidate = |speaker, confidence| Candidate { speaker, confidence };
        let quote = |speaker, confidence| Quote {
            spans: vec![Span::new(0, 1)],
            kind: Kind::Direct,
            kinds: vec![Kind::Direct],
            cue: None,
            source: None,
            speaker,
            confidence,
            rule: String::new(),
            candidates: vec![candidate(1, 0.2), candidate(2, 0.1)],
            parent: None,
        };
        let quotes = vec![quote(Some(0), 0.6), quote(Some(0), 0.5), quote(Some(2), 0.4), quote(None, 0.1)];
        let mut annotations = Annotations { quotes, speakers: vec![Speaker::default(); 3] };
        let before = annotations.clone();
        annotations.doubt_below(0.0);
        assert_eq!(annotations, before);
        annotations.doubt_below(0.6);
        let seen: Vec<_> = annotations.quotes.iter().map(|q| (q.speaker, q.candidates.clone())).collect();
        let others = [candidate(1, 0.2), candidate(2, 0.1)];
        assert_eq!(seen[0], (Some(0), others.to_vec()), "as sure as asked for");
        assert_eq!(seen[1], (None, [&[candidate(0, 0.5)], &others[..]].concat()));
        assert_eq!(seen[2], (None, vec![candidate(2, 0.4), candidate(1, 0.2)]), "no candidate twice");
        assert_eq!(seen[3], (None, others.to_vec()));
    }
}
