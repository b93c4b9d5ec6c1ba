//! Gold and silver files as training sees them.

use crate::model::Span;
use serde_json::Value;
use std::collections::BTreeMap;

/// One attribution: pieces of content with their cue and source.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The pieces of the content.
    pub contents: Vec<Span>,
    /// The cue.
    pub cue: Option<Span>,
    /// The source mention.
    pub source: Option<Span>,
    /// Whether it is a thought, an intention or the like: neither example nor counter-example.
    pub optional: bool,
    /// The fullest name of the speaker in the article, where it is certain.
    pub name: Option<String>,
}

/// One annotated article; spans are bytes.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// The id.
    pub id: String,
    /// The given text.
    pub text: String,
    /// Its attributions.
    pub groups: Vec<Group>,
    /// Regions nobody annotated.
    pub ignore: Vec<Span>,
    /// The headline, if it is no part of the text.
    pub title: Option<String>,
    /// How many times training looks at it.
    pub weight: usize,
}

/// Automatic analysis of one article: tokens with Penn Treebank tags.
#[derive(Clone, Debug, Default)]
pub struct Silver {
    /// The id.
    pub id: String,
    /// Start and end in code points, and the tag.
    pub tokens: Vec<(usize, usize, String)>,
    /// Chains of mentions of one thing: start and end in code points, and the number of tokens.
    pub chains: Vec<Vec<(usize, usize, usize)>>,
}

/// Code points to bytes.
struct Offsets(Vec<usize>);

impl Offsets {
    fn new(text: &str) -> Self {
        Self(text.char_indices().map(|(i, _)| i).chain([text.len()]).collect())
    }

    fn span(&self, value: &Value) -> Option<Span> {
        let at = |key: &str| value.get(key)?.as_u64().and_then(|n| self.0.get(n as usize).copied());
        Some(Span::new(at("start")?, at("end")?))
    }
}

/// Reads one line of a gold file; `None` if it is not a record.
pub fn read_gold(line: &str) -> Option<Gold> {
    let record: Value = serde_json::from_str(line).ok()?;
    let text = record.get("text")?.as_str()?.to_owned();
    let offsets = Offsets::new(&text);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (n, quote) in record.get("quotes")?.as_array()?.iter().enumerate() {
        let Some(span) = offsets.span(quote) else { continue };
        let key = quote.get("group").and_then(Value::as_str).map_or_else(|| format!("#{n}"), str::to_owned);
        let group = groups.entry(key).or_default();
        group.contents.push(span);
        group.cue = group.cue.or_else(|| quote.get("cue").and_then(|c| offsets.span(c)));
        group.source = group.source.or_else(|| quote.get("speaker").and_then(|s| offsets.span(s)));
        group.name = group.name.take().or_else(|| text_of(quote, "speaker_name"));
        group.optional |= quote.get("optional").and_then(Value::as_bool).unwrap_or(false);
    }
    let ignore = record.get("ignore").and_then(Value::as_array);
    Some(Gold {
        id: record.get("id")?.as_str()?.to_owned(),
        groups: groups.into_values().collect(),
        ignore: ignore.into_iter().flatten().filter_map(|r| offsets.span(r)).collect(),
        text,
        title: None,
        weight: 1,
    })
}

fn text_of(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// Reads one line of a silver file; `None` if it is not a record.
pub fn read_silver(line: &str) -> Option<Silver> {
    let record: Value = serde_json::from_str(line).ok()?;
    let number = |value: &Value, i: usize| value.get(i)?.as_u64().map(|n| n as usize);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let sentences: Vec<Vec<Value>> = list(record.get("sentences")?).iter().map(list).collect();
    let read = |token: &Value| Some((number(token, 0)?, number(token, 1)?, token.get(2)?.as_str()?.to_owned()));
    let mention = |m: &Value| {
        let (first, end) = (number(m, 1)?, number(m, 2)?);
        let sentence = sentences.get(number(m, 0)?)?;
        let (start, stop) = (number(sentence.get(first)?, 0)?, number(sentence.get(end.checked_sub(1)?)?, 1)?);
        Some((start, stop, end.checked_sub(first)?))
    };
    let chains = record.get("coref").map(list).unwrap_or_default();
    Some(Silver {
        id: record.get("id")?.as_str()?.to_owned(),
        tokens: sentences.iter().flatten().filter_map(read).collect(),
        chains: chains.iter().map(|chain| list(chain).iter().filter_map(mention).collect()).collect(),
    })
}
