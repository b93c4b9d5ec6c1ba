//! Phrases and queries drawn by chance from what is stored; the same seed draws the same ones.

use crate::copies::altered::Chance;
use crate::truth::ask::{Ask, Names, Place, Rule};
use crate::truth::scan::{Passage, Scan, Story, folded, plain};
use onrecord::{SpeakerRow, Unit};
use std::collections::{HashMap, HashSet};

/// A query and what it asks.
pub(crate) struct Drawn {
    pub(crate) text: String,
    pub(crate) ask: Ask,
}

/// Draws from one archive.
pub(crate) struct Drawer<'a> {
    pub(crate) scan: &'a Scan,
    pub(crate) names: &'a Names,
    /// The forms of the names of speakers, in words; several speakers may be called the same.
    speakers: HashMap<String, Vec<Vec<Vec<String>>>>,
    stems: HashMap<String, HashSet<u32>>,
    stemmer: frostem::Stemmer,
}

/// Words before names that say nothing of who it is.
const TITLES: &str = "mr mrs ms miss dr sir lady lord president senator judge justice king queen prince princess pope father \
    sister major general captain colonel sergeant sheriff mayor governor secretary officer chief reverend rev sen rep gov";

impl<'a> Drawer<'a> {
    pub(crate) fn new(scan: &'a Scan, names: &'a Names, rows: &[SpeakerRow]) -> Self {
        let mut speakers: HashMap<String, Vec<Vec<Vec<String>>>> = HashMap::new();
        for row in rows {
            let forms = [&row.name].into_iter().chain(&row.aliases).map(|form| plain(form)).collect();
            speakers.entry(row.name.clone()).or_default().push(forms);
        }
        let stemmer = frostem::Stemmer::try_from_name("en").expect("English");
        let mut stems: HashMap<String, HashSet<u32>> = HashMap::new();
        for (id, form) in scan.forms.iter().enumerate() {
            stems.entry(stem(stemmer, form)).or_default().insert(id as u32);
        }
        Self { scan, names, speakers, stems, stemmer }
    }

    fn story(&self, chance: &mut Chance) -> &'a Story {
        &self.scan.stories[chance.below(self.scan.stories.len())]
    }

    /// Draws a passage: seven of ten are paragraphs, two quotations, one a title.
    fn passage(&self, chance: &mut Chance) -> (&'a Story, &'a Passage) {
        loop {
            let unit = match chance.below(10) {
                0 => Unit::Title,
                1 | 2 => Unit::Quote,
                _ => Unit::Paragraph,
            };
            let story = self.story(chance);
            let all: Vec<&Passage> = story.passages.iter().filter(|p| p.unit == unit && !p.words.is_empty()).collect();
            if !all.is_empty() {
                return (story, all[chance.below(all.len())]);
            }
        }
    }

    /// Draws a stretch of `count` consecutive words, as they are written; what a narrator says between them is left out.
    fn stretch(&self, count: usize, chance: &mut Chance) -> Option<String> {
        let (story, passage) = self.passage(chance);
        let places = (passage.words.len() + 1).checked_sub(count).filter(|places| *places > 0)?;
        let first = chance.below(places);
        let words = &passage.words[first..first + count];
        let text = story.text(passage);
        let inside = |piece: &onrecord::Span| {
            let mut of_piece = words.iter().filter(|word| piece.covers(word.span));
            let first = of_piece.next()?.span;
            let last = of_piece.next_back().map_or(first, |word| word.span);
            Some(text[first.start()..last.end()].to_owned())
        };
        let parts: Vec<String> = passage.pieces.iter().filter_map(inside).collect();
        Some(parts.join(" ")).filter(|phrase| !phrase.contains('\n'))
    }

    /// Draws the `n`th phrase of 2 to 10 words: every other one runs across punctuation, every fourth has curly marks.
    pub(crate) fn phrase(&self, n: usize, chance: &mut Chance) -> Drawn {
        let crosses =
            |phrase: &str| phrase.contains(|c: char| !c.is_alphanumeric() && !c.is_whitespace() && !"'’‘".contains(c));
        let curly = |phrase: &str| phrase.contains(['’', '‘', '“', '”']);
        loop {
            let count = 2 + chance.below(9);
            let fits = |phrase: &String| (n % 2 == 1 || crosses(phrase)) && (n % 4 != 1 || curly(phrase));
            if let Some(phrase) = self.stretch(count, chance).filter(fits) {
                return self.quoted(&phrase);
            }
        }
    }

    /// Returns the query of a phrase. Straight marks inside are escaped, curly ones are not.
    pub(crate) fn quoted(&self, phrase: &str) -> Drawn {
        let text = format!("\"{}\"", phrase.replace('\\', "\\\\").replace('"', "\\\""));
        Drawn { text, ask: Ask::Words(Place::Here, self.phrase_rule(phrase)) }
    }

    /// An ellipsis between two words stands for up to ten others.
    fn phrase_rule(&self, phrase: &str) -> Rule {
        let mut words = Vec::new();
        let mut end = 0;
        for span in crate::truth::scan::cut(phrase) {
            let between = &phrase[end..span.start()];
            let gap =
                if between.contains('…') || between.contains("...") || between.contains(". . .") { 10 } else { 0 };
            words.push((self.scan.number(&folded(span.of(phrase))), if end == 0 { 0 } else { gap }));
            end = span.end();
        }
        Rule::Phrase(words)
    }

    /// Draws a query of several parts.
    pub(crate) fn query(&self, chance: &mut Chance) -> Drawn {
        loop {
            let (story, passage) = self.passage(chance);
            if passage.words.len() >= 6 {
                return self.and(story, passage, 2, chance);
            }
        }
    }

    fn and(&self, story: &'a Story, passage: &'a Passage, depth: usize, chance: &mut Chance) -> Drawn {
        let count = 1 + chance.below(3) + usize::from(depth == 2);
        let mut parts: Vec<Drawn> = (0..count).map(|_| self.part(story, passage, depth, chance)).collect();
        if chance.below(3) == 0 {
            let other = self.other(chance);
            let place = chance.below(parts.len() + 1);
            parts.insert(place, negated(other, chance));
        }
        let sign = if chance.below(2) == 0 { " " } else { " AND " };
        let text = parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(sign);
        Drawn { text, ask: Ask::And(parts.into_iter().map(|part| part.ask).collect()) }
    }

    /// Something that stands elsewhere.
    fn other(&self, chance: &mut Chance) -> Drawn {
        let (story, passage) = loop {
            let (story, passage) = self.passage(chance);
            if passage.words.len() >= 6 {
                break (story, passage);
            }
        };
        match chance.below(3) {
            0 => group(self.and(story, passage, 0, chance)),
            1 => self.condition(story, passage, chance),
            _ => self.words(story, passage, chance),
        }
    }

    fn part(&self, story: &'a Story, passage: &'a Passage, depth: usize, chance: &mut Chance) -> Drawn {
        match chance.below(if depth > 0 { 8 } else { 5 }) {
            0..=3 => self.words(story, passage, chance),
            4 => self.condition(story, passage, chance),
            5 => group(self.and(story, passage, depth - 1, chance)),
            // Either what is here or something else.
            6 => {
                let mut arms = vec![self.part(story, passage, depth - 1, chance), self.other(chance)];
                if chance.below(2) == 0 {
                    arms.reverse();
                }
                let text = format!("({})", arms.iter().map(|arm| arm.text.as_str()).collect::<Vec<_>>().join(" OR "));
                Drawn { text, ask: Ask::Or(arms.into_iter().map(|arm| arm.ask).collect()) }
            }
            _ => {
                let drawn = group(self.words(story, passage, chance));
                let sign = ["NOT -", "NOT NOT "][chance.below(2)];
                Drawn { text: format!("{sign}{}", drawn.text), ask: drawn.ask }
            }
        }
    }

    /// Words of the passage, in one of the ways to ask for them.
    fn words(&self, story: &'a Story, passage: &'a Passage, chance: &mut Chance) -> Drawn {
        let (place, sign) = match (passage.unit, chance.below(3)) {
            (Unit::Quote, 0) => (Place::Said, "said:"),
            (Unit::Title, 0) => (Place::Title, "title:"),
            _ => (Place::Here, ""),
        };
        let text = story.text(passage);
        let at = chance.below(passage.words.len());
        let written = |i: usize| passage.words[i].span.of(text);
        let word = folded(written(at));
        let long = word.chars().count() >= 6 && word.chars().all(char::is_alphabetic);
        let (query, rule) = match chance.below(8) {
            0 | 1 => {
                let end = (at + 2 + chance.below(3)).min(passage.words.len());
                let phrase = (at..end).map(written).collect::<Vec<_>>().join(" ");
                (format!("“{phrase}”"), self.phrase_rule(&phrase))
            }
            2 => {
                let end = (at + 2 + chance.below(6)).min(passage.words.len());
                let (a, b) = (written(end - 1), written(at));
                let ids = vec![self.scan.number(&folded(a)), self.scan.number(&folded(b))];
                let slop = chance.below(8);
                if slop == 0 {
                    return Drawn { text: format!("{sign}\"{a} {b}\"~p"), ask: Ask::Words(place, Rule::Line(ids)) };
                }
                (format!("\"{a} {b}\"~{slop}"), Rule::Window(ids, 2 + slop))
            }
            3 if long => {
                let prefix: String = word.chars().take(4).collect();
                (format!("{prefix}*"), self.any(|form| form.starts_with(&prefix)))
            }
            4 if long => {
                let mut letters: Vec<char> = word.chars().collect();
                let i = 1 + chance.below(letters.len() - 2);
                match chance.below(3) {
                    0 => letters.swap(i, i + 1),
                    1 => drop(letters.remove(i)),
                    _ => letters[i] = 'x',
                }
                let most = 1 + chance.below(2);
                let near = |form: &str| distance(&letters, &form.chars().collect::<Vec<_>>()) <= most;
                let typed: String = letters.iter().collect();
                (format!("{typed}~{most}"), self.any(near))
            }
            _ => {
                let typed = if matches!(written(at), "AND" | "OR" | "NOT") { &word } else { written(at) };
                let ids = self.stems.get(&stem(self.stemmer, &word)).cloned().unwrap_or_default();
                (typed.to_owned(), Rule::Any(ids))
            }
        };
        Drawn { text: format!("{sign}{query}"), ask: Ask::Words(place, rule) }
    }

    fn any(&self, is: impl Fn(&str) -> bool) -> Rule {
        let ids = self.scan.forms.iter().enumerate().filter(|(_, form)| is(form)).map(|(id, _)| id as u32);
        Rule::Any(ids.collect())
    }

    /// A condition that the passage, or its article, meets.
    fn condition(&self, story: &'a Story, passage: &'a Passage, chance: &mut Chance) -> Drawn {
        let article = &story.article.article;
        let quotes = &story.article.annotations.quotes;
        let quote = story.quote(passage).or_else(|| quotes.get(chance.below(quotes.len())));
        let named = (passage.unit == Unit::Quote).then(|| self.names.get(&(article.record, passage.ordinal))).flatten();
        let drawn = match chance.below(8) {
            0 | 1 => named.and_then(|name| self.speaker(name, chance)),
            2 if !quotes.is_empty() => {
                let words = story.roles(chance.below(quotes.len())).first().map(|role| plain(role)).unwrap_or_default();
                let word = words.get(chance.below(words.len())).cloned();
                word.map(|word| Drawn { text: format!("role:{word}"), ask: Ask::Role(vec![word]) })
            }
            3 => article.authors.first().and_then(|author| {
                let words = plain(author);
                let text = format!("by:\"{}\"", words.join(" "));
                (!words.is_empty()).then(|| Drawn { text, ask: Ask::By(words) })
            }),
            4 => article.outlet.as_ref().map(|outlet| {
                let words = plain(outlet);
                Drawn { text: format!("outlet:\"{outlet}\""), ask: Ask::Outlet(words) }
            }),
            5 => quote.map(|quote| Drawn { text: format!("kind:{}", quote.kind.name()), ask: Ask::Kind(quote.kind) }),
            6 => Some(Drawn { text: format!("id:\"{}\"", article.id), ask: Ask::Id(article.id.clone()) }),
            _ => None,
        };
        drawn.or_else(|| date(story, chance)).unwrap_or_else(|| self.words(story, passage, chance))
    }

    /// One word of a name, or all of it.
    fn speaker(&self, name: &str, chance: &mut Chance) -> Option<Drawn> {
        let mut words = plain(name);
        if chance.below(2) == 0 {
            words.drain(..words.len().saturating_sub(1));
        }
        if words.is_empty() || words.iter().any(|word| TITLES.split(' ').any(|title| title == word)) {
            return None;
        }
        let called = |forms: &Vec<Vec<String>>| forms.iter().any(|form| words.iter().all(|word| form.contains(word)));
        // Who shares a name with another is told apart by more than the name.
        let unclear = |rows: &Vec<Vec<Vec<String>>>| rows.iter().any(called) && !rows.iter().all(called);
        if self.speakers.values().any(unclear) {
            return None;
        }
        let names = self.speakers.iter().filter(|(_, rows)| rows.iter().any(called)).map(|(name, _)| name.clone());
        Some(Drawn { text: format!("speaker:\"{}\"", words.join(" ")), ask: Ask::Speaker(names.collect()) })
    }
}

fn date(story: &Story, chance: &mut Chance) -> Option<Drawn> {
    let day = story.article.article.published.as_ref()?.number();
    let (year, month) = (day / 10_000, day / 100 % 100);
    if month == 0 || day % 100 == 0 {
        return None;
    }
    let (text, from, to) = match chance.below(4) {
        0 => (format!("on:{year:04}-{month:02}"), day / 100 * 100, day / 100 * 100 + 100),
        1 => (format!("on:{year:04}-{month:02}-{:02}", day % 100), day, day + 1),
        2 if chance.below(2) == 0 => (format!("on:..{year}"), 0, (year + 1) * 10_000),
        2 => (format!("after:{year:04}"), year * 10_000, u32::MAX),
        _ => (format!("before:{}", year + 1), 0, (year + 1) * 10_000),
    };
    Some(Drawn { text, ask: Ask::Dates(from, to) })
}

fn group(drawn: Drawn) -> Drawn {
    Drawn { text: format!("({})", drawn.text), ask: drawn.ask }
}

fn negated(drawn: Drawn, chance: &mut Chance) -> Drawn {
    let sign = if chance.below(2) == 0 { "NOT " } else { "-" };
    Drawn { text: format!("{sign}{}", drawn.text), ask: Ask::Not(Box::new(drawn.ask)) }
}

fn stem(stemmer: frostem::Stemmer, word: &str) -> String {
    // Numbers are no words of a language.
    if word.starts_with(|c: char| c.is_ascii_digit()) { word.to_owned() } else { stemmer.stem(word).into_owned() }
}

/// How many letters must be put in, left out, exchanged or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let mut least = (rows[i][j] + usize::from(a[i] != b[j])).min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
