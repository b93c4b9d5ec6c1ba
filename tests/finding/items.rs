//! What is remembered: stretches of passages, and words that somebody said according to the gold annotations.

use crate::copies::altered::Chance;
use crate::truth::scan::{Passage, Scan, Story, cut, folded, plain};
use onrecord::{Annotated, Hit, Span, Unit};
use std::sync::Arc;

/// A query, and what it is meant to find.
pub(crate) struct Question {
    pub(crate) query: String,
    pub(crate) item: Item,
}

/// What is meant.
pub(crate) enum Item {
    /// A passage with these words one after the other.
    Words(Vec<String>),
    /// A quotation of the article with this id that has these words.
    Said(String, Vec<String>),
}

/// The passages of an archive.
pub(crate) struct Items {
    scan: Scan,
}

/// Words that say little of what was said.
const FUNCTION: &str = "about above after again against also although always another anything because been before being below \
    between both could didn does doesn doing done don down during each even every from going have having here hers herself \
    himself into itself just know like made make many more most much must myself never only other ourselves over really said \
    same shall should since some something still such than that their theirs them themselves then there these they thing \
    things think this those through under until very want wants well were what when where which while whom will with within \
    without would your yours yourself";

impl Items {
    pub(crate) fn new(articles: &[Arc<Annotated>]) -> Self {
        Self { scan: Scan::new(articles) }
    }

    /// Draws consecutive words of one passage.
    fn stretch(&self, count: usize, chance: &mut Chance) -> Vec<String> {
        loop {
            let story: &Story = &self.scan.stories[chance.below(self.scan.stories.len())];
            let passage: &Passage = &story.passages[chance.below(story.passages.len())];
            if let Some(last) = passage.words.len().checked_sub(count) {
                let first = chance.below(last + 1);
                let text = story.text(passage);
                return passage.words[first..first + count].iter().map(|w| w.span.of(text).to_owned()).collect();
            }
        }
    }

    /// Asks for `count` consecutive words of one passage.
    pub(crate) fn words(&self, count: usize, chance: &mut Chance) -> Question {
        let words = self.stretch(count, chance);
        Question { query: typed(&words), item: Item::Words(folded_all(&words)) }
    }

    /// Asks for ten words of which two are others and one is left out.
    pub(crate) fn misremembered(&self, chance: &mut Chance) -> Question {
        let words = self.stretch(10, chance);
        let mut kept = words.clone();
        let places = chance.sample(10, 3);
        for place in &places[..2] {
            kept[*place] = self.stretch(1, chance).remove(0);
        }
        kept.remove(places[2]);
        Question { query: typed(&kept), item: Item::Words(folded_all(&words)) }
    }
}

/// Asks for every gold quotation of a named person by the name and three words of it, but for those that annotators may leave
/// out.
pub(crate) fn said(gold: &str, chance: &mut Chance) -> Vec<Question> {
    let mut questions = Vec::new();
    for line in gold.lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let id = record["id"].as_str().unwrap_or_default();
        let quotes = record["quotes"].as_array().into_iter().flatten();
        for quote in quotes.filter(|quote| quote["optional"] == false) {
            let (Some(name), Some(text)) = (quote["speaker_name"].as_str(), quote["text"].as_str()) else { continue };
            let telling = |word: &String| {
                word.chars().count() >= 4
                    && word.chars().all(char::is_alphabetic)
                    && !FUNCTION.split_whitespace().any(|function| function == word)
            };
            let mut words: Vec<String> = plain(text).into_iter().filter(telling).collect();
            words.sort();
            words.dedup();
            if words.len() < 3 {
                continue;
            }
            let words: Vec<String> = chance.sample(words.len(), 3).into_iter().map(|i| words[i].clone()).collect();
            let query = format!("speaker:\"{}\" {}", name.replace('"', ""), words.join(" "));
            questions.push(Question { query, item: Item::Said(id.to_owned(), words) });
        }
    }
    questions
}

impl Item {
    pub(crate) fn is_in(&self, hit: &Hit) -> bool {
        let article = &hit.article.article;
        let text = if hit.unit == Unit::Title { article.title.as_deref().unwrap_or_default() } else { &article.text };
        let quote = hit.quote.map(|i| &hit.article.annotations.quotes[i]);
        let words_of = |pieces: &[Span]| pieces.iter().flat_map(|piece| plain(piece.of(text))).collect::<Vec<String>>();
        let words = words_of(&quote.map_or(vec![hit.span], |quote| quote.spans.clone()));
        // A paragraph has the words of the quotations in it, too, where the narrator interrupts them.
        let mut inside = hit.article.annotations.quotes.iter().filter(|quote| hit.span.covers(quote.extent()));
        let has = |words: &[String], wanted: &[String]| words.windows(wanted.len()).any(|window| window == wanted);
        match self {
            Self::Words(wanted) => {
                let inside = hit.unit == Unit::Paragraph && inside.any(|quote| has(&words_of(&quote.spans), wanted));
                inside || has(&words, wanted)
            }
            Self::Said(id, wanted) => article.id == *id && wanted.iter().all(|word| words.contains(word)),
        }
    }
}

/// Returns words as one types them: what would be an operator in small letters.
fn typed(words: &[String]) -> String {
    let word =
        |word: &String| if matches!(word.as_str(), "AND" | "OR" | "NOT") { word.to_lowercase() } else { word.clone() };
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn folded_all(words: &[String]) -> Vec<String> {
    words.iter().flat_map(|word| cut(word).into_iter().map(|span| folded(span.of(word)))).collect()
}
