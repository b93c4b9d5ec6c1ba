//! A plain scan of stored texts, which shares no code with the engine: words, folding, passages, and what matches where.

use onrecord::{Annotated, Annotations, Quote, Span, Unit};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word of a passage.
pub(crate) struct Word {
    /// Its number in the vocabulary.
    pub(crate) id: u32,
    /// Where it stands in the article text, or in the title.
    pub(crate) span: Span,
    /// In which line of the passage.
    pub(crate) line: usize,
}

/// A title, a paragraph, or the content of a quotation.
pub(crate) struct Passage {
    pub(crate) unit: Unit,
    /// Which paragraph or quotation.
    pub(crate) ordinal: usize,
    /// From its first to its last character.
    pub(crate) extent: Span,
    /// The parts of a quotation that the narrator does not say.
    pub(crate) pieces: Vec<Span>,
    pub(crate) words: Vec<Word>,
}

/// All passages of an article: the title if there is one, the paragraphs, the quotations.
pub(crate) struct Story {
    pub(crate) article: Arc<Annotated>,
    pub(crate) passages: Vec<Passage>,
    /// What the article alone says of its speakers: those who are one across articles are shown as one.
    alone: OnceLock<Annotations>,
}

/// All that is stored.
pub(crate) struct Scan {
    pub(crate) stories: Vec<Story>,
    /// Every folded word, by its number.
    pub(crate) forms: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Scan {
    pub(crate) fn new(articles: &[Arc<Annotated>]) -> Self {
        let mut scan = Self { stories: Vec::new(), forms: Vec::new(), numbers: HashMap::new() };
        for article in articles {
            let mut passages = Vec::new();
            if let Some(title) = &article.article.title {
                let all = Span::new(0, title.len());
                passages.push(scan.passage(title, Unit::Title, 0, vec![all]));
            }
            let text = &article.article.text;
            let mut start = 0;
            for (i, line) in text.split('\n').enumerate() {
                passages.push(scan.passage(text, Unit::Paragraph, i, vec![Span::new(start, start + line.len())]));
                start += line.len() + 1;
            }
            for (i, quote) in article.annotations.quotes.iter().enumerate() {
                passages.push(scan.passage(text, Unit::Quote, i, quote.spans.clone()));
            }
            // A line of signs is no passage.
            passages.retain(|passage| !passage.words.is_empty());
            scan.stories.push(Story { article: Arc::clone(article), passages, alone: OnceLock::new() });
        }
        scan
    }

    /// Returns the number of a folded word, which no passage has if it is the greatest one.
    pub(crate) fn number(&self, folded: &str) -> u32 {
        self.numbers.get(folded).copied().unwrap_or(u32::MAX)
    }

    fn passage(&mut self, text: &str, unit: Unit, ordinal: usize, pieces: Vec<Span>) -> Passage {
        let mut words = Vec::new();
        let start = pieces[0].start();
        for piece in &pieces {
            for word in cut(piece.of(text)) {
                let span = word.shift(piece.start());
                let form = folded(span.of(text));
                let next = self.forms.len() as u32;
                let id = *self.numbers.entry(form.clone()).or_insert(next);
                if id == next {
                    self.forms.push(form);
                }
                let line = text[start..span.start()].matches('\n').count();
                words.push(Word { id, span, line });
            }
        }
        let extent = Span::new(pieces[0].start(), pieces[pieces.len() - 1].end());
        Passage { unit, ordinal, extent, pieces, words }
    }
}

impl Story {
    /// Returns the roles that the article gives the speaker of a quotation.
    pub(crate) fn roles(&self, quote: usize) -> &[String] {
        let article = &self.article.article;
        let alone = self
            .alone
            .get_or_init(|| onrecord::annotate(&article.text, article.title.as_deref(), article.language.as_deref()));
        let speaker = alone.quotes.get(quote).and_then(|quote| alone.speakers.get(quote.speaker? as usize));
        speaker.map_or(&[], |speaker| &speaker.roles)
    }

    pub(crate) fn quote(&self, passage: &Passage) -> Option<&Quote> {
        (passage.unit == Unit::Quote).then(|| &self.article.annotations.quotes[passage.ordinal])
    }

    /// Returns the text that the spans of a passage point into.
    pub(crate) fn text(&self, passage: &Passage) -> &str {
        let article = &self.article.article;
        if passage.unit == Unit::Title { article.title.as_deref().unwrap_or_default() } else { &article.text }
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇')
}

/// What holds a word together and is not seen.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Returns the words of a text: runs of letters, digits and combining marks, with single apostrophes inside.
pub(crate) fn cut(text: &str) -> Vec<Span> {
    let letter = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut spans: Vec<Span> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !letter(chars[i].1) {
            i += 1;
            continue;
        }
        let (start, mut end) = (chars[i].0, i + 1);
        let mut at = i + 1;
        let mut apostrophes = 0;
        while let Some(&(_, c)) = chars.get(at) {
            at += 1;
            if letter(c) {
                (end, apostrophes) = (at, 0);
            } else if is_apostrophe(c) && apostrophes == 0 && at - 1 == end {
                apostrophes += 1;
            } else if !is_unseen(c) {
                break;
            }
        }
        let after = chars.get(end).map_or(text.len(), |(at, _)| *at);
        spans.push(Span::new(start, after));
        i = end;
    }
    spans
}

/// Returns a word without case, accents and typography.
pub(crate) fn folded(word: &str) -> String {
    let mut out = String::new();
    for c in word.nfkd().flat_map(char::to_lowercase) {
        match c {
            c if is_unseen(c) || ('\u{300}'..='\u{36f}').contains(&c) => {}
            c if is_apostrophe(c) => out.push('\''),
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            c => out.push(c),
        }
    }
    out
}

/// Returns the folded words of a text.
pub(crate) fn plain(text: &str) -> Vec<String> {
    cut(text).into_iter().map(|span| folded(span.of(text))).collect()
}
