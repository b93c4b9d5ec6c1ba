//! Gold annotations that stand apart from their texts: offsets into articles that are found by their ids.

use crate::annotate::train::{Gold, Group};
use crate::model::Span;
use serde::{Deserialize, Serialize};

/// The annotations of one article, without its text. Offsets count code points of the given text.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Standoff {
    /// The file the article is in, without its ending.
    pub file: String,
    /// The article's id there.
    pub id: String,
    /// How many code points its text has: another text under the same id is noticed.
    pub length: usize,
    /// Its quotations, in order of the text.
    pub quotes: Vec<StandoffQuote>,
}

/// One quotation.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StandoffQuote {
    /// The pieces of the content, marks included.
    pub spans: Vec<[usize; 2]>,
    /// The source mention.
    pub source: Option<[usize; 2]>,
    /// The cue.
    pub cue: Option<[usize; 2]>,
    /// The speaker's fullest name in the article; none if nobody is named.
    pub name: Option<String>,
    /// `person`, `organisation`, `unnamed` or `unknown`.
    pub who: String,
    /// Whether it is a thought, an intention or the like: neither example nor counter-example.
    pub optional: bool,
}

/// How often training looks at such an article: there are few, of the outlets that the others lack.
const WEIGHT: usize = 2;

impl Standoff {
    /// Puts the annotations on their text; `None` if it is another text.
    ///
    /// A quotation that lies in a required one is taken as optional: the other gold annotations are flat, and what is
    /// said within said words is neither example nor counter-example there.
    pub fn with_text(&self, title: Option<&str>, text: &str) -> Option<Gold> {
        let offsets: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        if offsets.len() != self.length + 1 {
            return None;
        }
        let span = |[start, end]: [usize; 2]| Some(Span::new(*offsets.get(start)?, *offsets.get(end)?));
        let mut groups = Vec::new();
        for quote in &self.quotes {
            groups.push(Group {
                contents: quote.spans.iter().map(|&s| span(s)).collect::<Option<_>>()?,
                cue: quote.cue.and_then(span),
                source: quote.source.and_then(span),
                optional: quote.optional || self.quotes.iter().any(|outer| lies_in(quote, outer)),
                name: quote.name.clone(),
            });
        }
        Some(Gold {
            id: self.id.clone(),
            text: text.to_owned(),
            groups,
            ignore: Vec::new(),
            title: title.map(str::to_owned),
            weight: WEIGHT,
        })
    }
}

/// Whether a piece of `quote` lies in a longer piece of `outer`, which is required.
fn lies_in(quote: &StandoffQuote, outer: &StandoffQuote) -> bool {
    let inside =
        |[start, end]: [usize; 2], [from, to]: [usize; 2]| from <= start && end <= to && to - from > end - start;
    !outer.optional && quote.spans.iter().any(|&s| outer.spans.iter().any(|&o| inside(s, o)))
}
