//! One piece of news, as plain data.

use crate::model::{Date, Edition, FoundDate, OffsetMap, Span};
use serde::{Deserialize, Serialize};

/// One piece of news: its words and what is known about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The place of the file, relative to the path that was read; bytes that are not UTF-8 are shown as `\xNN`.
    pub path: String,
    /// The number of the record in a file of many articles, from 0; 0 in a file of one.
    pub record: u32,
    /// The public id: the source's own, else made from the url, else from `path` and `record`.
    pub id: String,
    /// The address, as the article gives it.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The names of the byline as printed, agencies too.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// When it was last changed.
    pub modified: Option<Date>,
    /// Every date found, with its source.
    pub dates: Vec<FoundDate>,
    /// Who published it: a name or a domain.
    pub outlet: Option<String>,
    /// The agency whose copy it is.
    pub wire: Option<String>,
    /// The section of the outlet.
    pub section: Option<String>,
    /// The place named in the dateline.
    pub place: Option<String>,
    /// The language as an ISO 639-1 code.
    pub language: Option<String>,
    /// The words: NFC, one paragraph a line (separated by one `\n`), cleaned.
    pub text: String,
    /// The words of pictures, which are no part of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<String>,
    /// Credit lines taken out of the text ("… contributed to this report").
    pub credits: Vec<String>,
    /// Everything that was taken out of the text or doubted.
    pub warnings: Vec<Warning>,
    /// The way back to the given text; `None` for markup formats, which have article text only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<OffsetMap>,
    /// The given text itself; `None` unless ingestion was asked to keep it.
    #[serde(skip)]
    pub given_text: Option<String>,
    /// Which version of an item it is, if its source says so.
    #[serde(skip)]
    pub edition: Option<Edition>,
}

impl Article {
    /// Returns the spans of the paragraphs, without their line ends.
    pub fn paragraphs(&self) -> impl Iterator<Item = Span> + '_ {
        let mut start = 0;
        self.text.split('\n').map(move |line| {
            let span = Span::new(start, start + line.len());
            start += line.len() + 1;
            span
        })
    }

    /// Returns the host of the article's address, without `www.`.
    pub fn domain(&self) -> Option<&str> {
        self.url.as_deref().and_then(host)
    }
}

/// Returns the host of an address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    let host = host.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// Something that ingestion dropped from a text, or doubts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The rule that acted: `rubbish`, `dateline`, `byline`, `credit`, `repeated`, `date` …
    pub rule: String,
    /// The text that was dropped or doubted.
    pub text: String,
}

impl Warning {
    /// Returns the warning about bytes that could not be read.
    pub(crate) fn encoding(text: String) -> Self {
        Self { rule: "encoding".to_owned(), text }
    }
}

/// Why a file or a record gave no article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// The place of the file, as in [`Article::path`].
    pub path: String,
    /// The number of the record, if it is about one record of a file.
    pub record: Option<u32>,
    /// The reason, for a person to read.
    pub reason: String,
    /// Which item it takes back, if it does.
    #[serde(skip)]
    pub edition: Option<Edition>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_bare() {
        assert_eq!(host("https://www.bbc.co.uk/news?x"), Some("bbc.co.uk"));
        assert_eq!(host("http://u@example.org:80"), Some("example.org"));
        assert_eq!(host("nothing"), None);
    }
}
