//! What a query asks, as the interface says it, and which passages answer. Nothing here is the engine's.

use crate::truth::scan::{Passage, Scan, Story, Word};
use onrecord::{Kind, Span, Unit};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Where the words of a leaf stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Here,
    Said,
    Title,
}

/// Words and how they are to be found; numbers are those of the vocabulary.
#[derive(Clone, Debug)]
pub(crate) enum Rule {
    /// Any of these words.
    Any(HashSet<u32>),
    /// These words one after the other, so many others before each at most.
    Phrase(Vec<(u32, usize)>),
    /// These words in any order in a window of so many words.
    Window(Vec<u32>, usize),
    /// These words in one line.
    Line(Vec<u32>),
}

/// A query.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Words(Place, Rule),
    /// The name of the speaker is one of these.
    Speaker(HashSet<String>),
    Role(Vec<String>),
    By(Vec<String>),
    Outlet(Vec<String>),
    Kind(Kind),
    /// From the first day to before the second.
    Dates(u32, u32),
    Id(String),
    And(Vec<Ask>),
    Or(Vec<Ask>),
    Not(Box<Ask>),
}

/// Who says each quotation: the name across articles.
pub(crate) type Names = HashMap<(u32, usize), String>;

/// A hit: the record of the article, what it is, where, and what matches in it.
pub(crate) type Shown = (u32, Unit, Span, Vec<Span>);

/// A passage and its article.
struct At<'a> {
    story: &'a Story,
    passage: &'a Passage,
    names: &'a Names,
}

impl Ask {
    /// Whether only quotations answer.
    pub(crate) fn wants_quotes(&self) -> bool {
        match self {
            Self::Words(place, _) => *place == Place::Said,
            Self::Speaker(_) | Self::Role(_) | Self::Kind(_) => true,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::wants_quotes),
            Self::Not(part) => part.wants_quotes(),
            _ => false,
        }
    }

    /// Whether words of passages are asked for, not only what is the article's.
    fn looks_at_passages(&self) -> bool {
        match self {
            Self::Words(place, _) => *place != Place::Title,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::looks_at_passages),
            Self::Not(part) => part.looks_at_passages(),
            _ => false,
        }
    }

    /// Whether a passage answers; adds what matches in it.
    fn holds(&self, at: &At<'_>, spans: &mut Vec<Span>) -> bool {
        let kept = spans.len();
        let holds = match self {
            Self::Words(Place::Title, rule) => {
                let title = at.story.passages.first().filter(|p| p.unit == Unit::Title);
                let found = title.map(|title| rule.find(title)).unwrap_or_default();
                let any = !found.is_empty();
                if at.passage.unit == Unit::Title {
                    spans.extend(found);
                }
                any
            }
            Self::Words(_, rule) => {
                spans.extend(rule.find(at.passage));
                spans.len() > kept
            }
            Self::And(parts) => parts.iter().all(|part| part.holds(at, spans)),
            // All of them: what matches in each is marked.
            Self::Or(parts) => parts.iter().filter(|part| part.holds(at, spans)).count() > 0,
            Self::Not(part) => {
                let holds = !part.holds(at, spans);
                spans.truncate(kept);
                holds
            }
            condition => condition.is_met(at.story, at.story.quote(at.passage).map(|_| at.passage.ordinal), at.names),
        };
        if !holds {
            spans.truncate(kept);
        }
        holds
    }

    /// Whether a condition is met by an article, or one of its quotations.
    fn is_met(&self, story: &Story, quote: Option<usize>, names: &Names) -> bool {
        let article = &story.article.article;
        let quoted = quote.map(|i| &story.article.annotations.quotes[i]);
        let has = |text: &str, words: &[String]| {
            let all = super::scan::plain(text);
            words.iter().all(|word| all.contains(word))
        };
        match self {
            Self::Speaker(wanted) => {
                quote.and_then(|i| names.get(&(article.record, i))).is_some_and(|name| wanted.contains(name))
            }
            Self::Role(words) => quote.is_some_and(|i| story.roles(i).iter().any(|role| has(role, words))),
            Self::Kind(kind) => quoted.is_some_and(|quote| quote.kind == *kind),
            Self::By(words) => article.authors.iter().any(|author| has(author, words)),
            Self::Outlet(words) => {
                let outlet = article.outlet.as_deref().unwrap_or_default();
                let domain = article.domain().map(super::scan::plain).unwrap_or_default();
                has(outlet, words) || domain == *words
            }
            Self::Dates(from, to) => article.published.as_ref().is_some_and(|date| {
                let day = date.number();
                *from <= day && day < *to
            }),
            Self::Id(id) => article.id == *id,
            _ => false,
        }
    }

    /// Whether an article as a whole answers: its title, its text, its quotations.
    fn holds_whole(&self, story: &Story, names: &Names) -> bool {
        match self {
            Self::Words(place, rule) => {
                // What follows each other in a quotation is interrupted in the text; single words stand in the text.
                let single = matches!(rule, Rule::Any(_));
                let looks = |p: &&Passage| match p.unit {
                    Unit::Title => true,
                    Unit::Paragraph => *place != Place::Title,
                    Unit::Quote => *place != Place::Title && !single,
                };
                story.passages.iter().filter(looks).any(|p| !rule.find(p).is_empty())
            }
            Self::And(parts) => parts.iter().all(|part| part.holds_whole(story, names)),
            Self::Or(parts) => parts.iter().any(|part| part.holds_whole(story, names)),
            Self::Not(part) => !part.holds_whole(story, names),
            condition => condition.is_met(story, None, names),
        }
    }

    /// Returns the records of the articles that answer.
    pub(crate) fn articles(&self, scan: &Scan, names: &Names) -> BTreeSet<u32> {
        let quotes = self.wants_quotes();
        let answers = |story: &&Story| {
            let quoted = |passage: &Passage| {
                passage.unit == Unit::Quote && self.holds(&At { story, passage, names }, &mut Vec::new())
            };
            if quotes { story.passages.iter().any(quoted) } else { self.holds_whole(story, names) }
        };
        scan.stories.iter().filter(answers).map(|story| story.article.article.record).collect()
    }

    /// Returns the hits.
    pub(crate) fn hits(&self, scan: &Scan, names: &Names) -> BTreeSet<Shown> {
        scan.stories.iter().flat_map(|story| self.hits_of(story, names)).collect()
    }

    fn hits_of(&self, story: &Story, names: &Names) -> Vec<Shown> {
        let record = story.article.article.record;
        let only_quotes = self.wants_quotes();
        let mut quotes: Vec<(&Passage, Vec<Span>)> = Vec::new();
        let mut paragraphs: BTreeMap<usize, (&Passage, Vec<Span>)> = BTreeMap::new();
        let mut shown = Vec::new();
        for passage in &story.passages {
            let unused = match passage.unit {
                Unit::Quote => !only_quotes && !self.looks_at_passages(),
                _ => only_quotes,
            };
            let mut spans = Vec::new();
            if unused || !self.holds(&At { story, passage, names }, &mut spans) {
                continue;
            }
            let spans = united(spans);
            match passage.unit {
                Unit::Title => shown.push((record, Unit::Title, passage.extent, spans)),
                Unit::Paragraph => drop(paragraphs.insert(passage.ordinal, (passage, spans))),
                Unit::Quote => quotes.push((passage, spans)),
            }
        }
        // A quotation that holds all that matches in the paragraphs that it touches stands for them, the shortest first.
        quotes.sort_by_key(|(quote, _)| (quote.extent.len(), quote.ordinal));
        let mut taken = BTreeSet::new();
        for (quote, spans) in quotes {
            let touched: Vec<usize> = paragraphs
                .iter()
                .filter(|(_, (p, _))| p.extent.start() < quote.extent.end() && quote.extent.start() < p.extent.end())
                .map(|(i, _)| *i)
                .collect();
            let stands = touched.iter().all(|i| {
                let (paragraph, matched) = &paragraphs[i];
                let holds = |span: &Span| quote.pieces.iter().any(|piece| piece.covers(*span));
                let all = if matched.is_empty() { paragraph.extent == quote.extent } else { matched.iter().all(holds) };
                all && !taken.contains(i)
            });
            if stands {
                taken.extend(touched);
                shown.push((record, Unit::Quote, quote.extent, spans));
            }
        }
        let left = paragraphs.into_iter().filter(|(i, _)| !taken.contains(i));
        shown.extend(left.map(|(_, (paragraph, spans))| (record, Unit::Paragraph, paragraph.extent, spans)));
        shown
    }
}

impl Rule {
    /// Returns what matches in a passage.
    pub(crate) fn find(&self, passage: &Passage) -> Vec<Span> {
        let words = &passage.words;
        match self {
            Self::Any(ids) => words.iter().filter(|word| ids.contains(&word.id)).map(|word| word.span).collect(),
            Self::Phrase(wanted) => phrase(words, wanted).into_iter().flat_map(|run| parts(passage, run)).collect(),
            Self::Window(wanted, length) => window(words, wanted, *length),
            Self::Line(wanted) => {
                words.chunk_by(|a, b| a.line == b.line).flat_map(|l| window(l, wanted, l.len())).collect()
            }
        }
    }
}

/// Returns the runs of words that are the phrase, from the first to the last word; of those that overlap, that which ends first,
/// and of those that end together, the shortest.
fn phrase(words: &[Word], wanted: &[(u32, usize)]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for end in 0..words.len() {
        if words[end].id != wanted[wanted.len() - 1].0 {
            continue;
        }
        // Where the words before may stand, one after the other, backwards.
        let mut places = vec![end];
        for i in (1..wanted.len()).rev() {
            let before = |at: &usize| at.saturating_sub(wanted[i].1 + 1)..*at;
            let next: BTreeSet<usize> =
                places.iter().flat_map(before).filter(|at| words[*at].id == wanted[i - 1].0).collect();
            places = next.into_iter().collect();
        }
        let Some(start) = places.last() else { continue };
        if runs.last().is_none_or(|(_, last)| last < start) {
            runs.push((*start, end));
        }
    }
    runs
}

/// Returns a run as it is marked: from its first to its last word in each piece.
fn parts(passage: &Passage, (first, last): (usize, usize)) -> Vec<Span> {
    let run = &passage.words[first..=last];
    let inside = |piece: &Span| {
        let mut words = run.iter().map(|word| word.span).filter(|span| piece.covers(*span));
        let first = words.next()?;
        Some(Span::new(first.start(), words.next_back().unwrap_or(first).end()))
    };
    passage.pieces.iter().filter_map(inside).collect()
}

/// Returns every wanted word that stands in a window of so many words that has all of them.
fn window(words: &[Word], wanted: &[u32], length: usize) -> Vec<Span> {
    let mut lit = BTreeSet::new();
    for start in 0..words.len() {
        let window = &words[start..words.len().min(start + length)];
        let count = |id: u32| window.iter().filter(|word| word.id == id).count();
        if wanted.iter().all(|id| count(*id) >= wanted.iter().filter(|other| *other == id).count()) {
            lit.extend(window.iter().filter(|word| wanted.contains(&word.id)).map(|word| word.span));
        }
    }
    lit.into_iter().collect()
}

/// Sorts spans and makes one of those that share characters.
fn united(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start() < last.end() => *last = Span::new(last.start(), last.end().max(span.end())),
            _ => out.push(span),
        }
    }
    out
}
