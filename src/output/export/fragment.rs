//! Links that open at the words: `url#:~:text=[prefix-,]start[,end][,-suffix]`, the text fragments of browsers.
//!
//! Browsers look for the words without regard to case, and mark the first place where they stand. A text that stands in one
//! paragraph and is not long is looked for whole. Of longer ones only the first and the last words are named, since each
//! more is one more that the page may spell in another way; so are those over several paragraphs, because what is looked for
//! must not cross their border. Where the words stand twice in the article, what stands before or after them tells which place
//! is meant.

use crate::model::Span;
use crate::output::export::{percent_encoded, text_of, web_address};
use crate::query::{Hit, Unit};

/// Texts of more words are named by their first and last ones.
const WHOLE: usize = 14;

/// How many first and last words of a long text are named.
const ENDS: usize = 6;

/// How many words before and behind the text are tried, until it is told from others.
const AROUND: [(usize, usize); 7] = [(0, 0), (3, 0), (0, 3), (3, 3), (6, 6), (12, 12), (24, 24)];

/// Returns the link to the words of a hit.
pub(in crate::output) fn link(hit: &Hit) -> Option<String> {
    let article = &hit.article.article;
    let url = web_address(article.url.as_deref())?;
    let title = article.title.as_deref().unwrap_or_default();
    let elsewhere = if hit.unit == Unit::Title { "" } else { title };
    let Some(fragment) = fragment(text_of(hit), elsewhere, hit.span) else { return Some(url.to_owned()) };
    Some(match url.split_once('#') {
        Some((_, old)) if old.contains(":~:") => format!("{url}&text={fragment}"),
        Some(_) => format!("{url}:~:text={fragment}"),
        None => format!("{url}#:~:text={fragment}"),
    })
}

/// Returns what stands behind `text=` for `span` of `text`; the page also says `elsewhere`.
fn fragment(text: &str, elsewhere: &str, span: Span) -> Option<String> {
    let words = words(text, span);
    let (first, last) = (*words.first()?, *words.last()?);
    let whole = Span::new(first.start(), last.end());
    let (start, end) = if words.len() <= WHOLE && !whole.of(text).contains('\n') {
        (whole, None)
    } else {
        let (start, end) = ends(text, &words);
        (start, Some(end).filter(|end| end.start() >= start.end()))
    };
    let page = folded(&format!("{elsewhere}\n{text}"));
    let chosen = AROUND.iter().map(|(before, after)| {
        let reach = Reach { prefix: prefix(text, start, *before), suffix: suffix(text, end.unwrap_or(start), *after) };
        let sure = reach.is_sure(text, &page, start, end);
        (reach, sure)
    });
    let mut last = None;
    for (reach, sure) in chosen {
        last = Some(reach);
        if sure {
            break;
        }
    }
    last.map(|reach| reach.written(text, start, end))
}

/// What stands before and behind the words; empty spans are left out.
#[derive(Clone, Copy)]
struct Reach {
    prefix: Span,
    suffix: Span,
}

impl Reach {
    /// Returns whether a browser that looks for this finds the right place and no other.
    fn is_sure(&self, text: &str, page: &str, start: Span, end: Option<Span>) -> bool {
        let occurs = |span: Span, page: &str| page.matches(&folded(span.of(text))).take(2).count();
        match end {
            None => occurs(self.prefix.join(start).join(self.suffix), page) == 1,
            Some(end) => {
                let between = folded(&text[start.end()..self.suffix.end().max(end.end())]);
                occurs(self.prefix.join(start), page) == 1 && occurs(end.join(self.suffix), &between) == 1
            }
        }
    }

    fn written(&self, text: &str, start: Span, end: Option<Span>) -> String {
        let encoded = |span: Span| percent_encoded(&one_blank(span.of(text)));
        let mut out = String::new();
        let prefix = Span::new(self.prefix.start(), start.start());
        if !prefix.of(text).trim().is_empty() {
            out.push_str(&format!("{}-,", encoded(prefix)));
        }
        out.push_str(&encoded(start));
        if let Some(end) = end {
            out.push_str(&format!(",{}", encoded(end)));
        }
        let suffix = Span::new(end.unwrap_or(start).end(), self.suffix.end());
        if !suffix.of(text).trim().is_empty() {
            out.push_str(&format!(",-{}", encoded(suffix)));
        }
        out
    }
}

/// Returns the first and the last words of a long text, each within one paragraph.
fn ends(text: &str, words: &[Span]) -> (Span, Span) {
    let same = |a: &Span, b: &Span| !text[a.start()..b.end()].contains('\n');
    let most = ENDS.min(words.len().div_ceil(2));
    let (first, last) = (words[0], words[words.len() - 1]);
    let start = words[..most].iter().take_while(|word| same(&first, word)).last().unwrap_or(&first);
    let end = words[words.len() - most..].iter().find(|word| same(word, &last)).unwrap_or(&last);
    (first.join(*start), end.join(last))
}

/// Returns so many words before `span` in its paragraph, with it.
fn prefix(text: &str, span: Span, count: usize) -> Span {
    let from = text[..span.start()].rfind('\n').map_or(0, |i| i + 1);
    let before = words(text, Span::new(from, span.start()));
    let first = before.len().saturating_sub(count);
    before.get(first).map_or(span, |word| Span::new(word.start(), span.end()))
}

/// Returns so many words behind `span` in its paragraph, with it.
fn suffix(text: &str, span: Span, count: usize) -> Span {
    let to = text[span.end()..].find('\n').map_or(text.len(), |i| span.end() + i);
    let behind = words(text, Span::new(span.end(), to));
    let last = count.min(behind.len()).checked_sub(1).and_then(|i| behind.get(i));
    last.map_or(span, |word| Span::new(span.start(), word.end()))
}

/// Returns the spans of what stands between blanks, without marks at its ends; marks alone are no word.
fn words(text: &str, span: Span) -> Vec<Span> {
    let part = span.of(text);
    let mut found = Vec::new();
    let mut at = span.start();
    for piece in part.split_inclusive(char::is_whitespace) {
        let left = piece.len() - piece.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let inner = piece.trim_matches(|c: char| !c.is_alphanumeric());
        if !inner.is_empty() {
            found.push(Span::new(at + left, at + left + inner.len()));
        }
        at += piece.len();
    }
    found
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn folded(text: &str) -> String {
    one_blank(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The dam broke, she said. “We will rebuild.”\nHe said: “We will rebuild.”\n\
        One two three four five six seven eight nine ten eleven twelve thirteen fourteen, fifteen & so-on.\nThe end.";

    /// Returns the fragment of the `n`th place of `part`.
    fn of(part: &str, n: usize) -> String {
        let at = TEXT.match_indices(part).nth(n).unwrap().0;
        fragment(TEXT, "The dam", Span::new(at, at + part.len())).unwrap()
    }

    #[test]
    fn short_texts_are_named_whole() {
        assert_eq!(of("dam broke, she", 0), "dam%20broke%2C%20she");
        assert_eq!(of("fifteen & so-on.", 0), "fifteen%20%26%20so%2Don");
        assert_eq!(
            fragment("Ça va, « déjà » ?", "", Span::new(0, 20)).unwrap(),
            "%C3%87a%20va%2C%20%C2%AB%20d%C3%A9j%C3%A0"
        );
    }

    #[test]
    fn long_texts_are_named_by_their_ends() {
        assert_eq!(
            of("One two three four five six seven eight nine ten eleven twelve thirteen fourteen, fifteen & so-on.", 0),
            "One%20two%20three%20four%20five%20six,eleven%20twelve%20thirteen%20fourteen%2C%20fifteen%20%26%20so%2Don"
        );
    }

    #[test]
    fn nothing_crosses_paragraphs() {
        assert_eq!(of("she said. “We will rebuild.”\nHe said", 0), "she%20said.%20%E2%80%9CWe%20will,He%20said");
        assert_eq!(of("so-on.\nThe end.", 0), "so%2Don,The%20end");
    }

    #[test]
    fn what_stands_twice_is_told_apart() {
        assert_eq!(of("“We will rebuild.”", 0), "broke%2C%20she%20said.%20%E2%80%9C-,We%20will%20rebuild");
        assert_eq!(of("“We will rebuild.”", 1), "He%20said%3A%20%E2%80%9C-,We%20will%20rebuild");
        // The title has these words too: those behind them tell.
        assert_eq!(of("The dam", 0), "The%20dam,-broke%2C%20she%20said");
    }
}
