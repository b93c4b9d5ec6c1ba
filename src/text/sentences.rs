//! Light sentence boundaries, good enough to show context around a passage.

use crate::model::Span;

/// Words whose full stop does not end a sentence.
const ABBREVIATIONS: &str = include_str!("abbreviations.txt");

/// Returns the spans of the sentences of `text`, without the white space between them. A line end always ends a sentence;
/// marks that close a quotation or a bracket belong to the sentence before them.
pub(crate) fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split('\n') {
        split_line(text, Span::new(line_start, line_start + line.len()), &mut found);
        line_start += line.len() + 1;
    }
    found
}

/// Adds the sentences of one line.
fn split_line(text: &str, line: Span, found: &mut Vec<Span>) {
    let mut start = line.start();
    let mut at = start;
    while let Some(stop) = text[at..line.end()].find(['.', '!', '?', '…']).map(|i| at + i) {
        let end = after_marks(text, stop, line.end());
        if ends_sentence(&text[start..end], &text[stop..end], &text[end..line.end()]) {
            push_trimmed(text, Span::new(start, end), found);
            start = end;
        }
        at = end;
    }
    push_trimmed(text, Span::new(start, line.end()), found);
}

/// Returns the end of the run of stops and closing marks that starts at `stop`.
fn after_marks(text: &str, stop: usize, limit: usize) -> usize {
    let run = text[stop..limit].find(|c| !matches!(c, '.' | '!' | '?' | '…') && !is_closing(c));
    run.map_or(limit, |i| stop + i)
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']')
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '„' | '«' | '(' | '[')
}

/// Decides whether `sentence`, which ends in `marks`, is whole when `rest` follows.
fn ends_sentence(sentence: &str, marks: &str, rest: &str) -> bool {
    let next = rest.trim_start();
    if next.len() == rest.len() {
        return next.is_empty();
    }
    let mut first = next.chars().skip_while(|&c| is_opening(c) || c == '-' || c == '–' || c == '—');
    if first.next().is_none_or(char::is_lowercase) {
        return false;
    }
    marks != "." || !is_abbreviated(sentence)
}

/// Returns whether the last word of `sentence` is an abbreviation or an initial.
fn is_abbreviated(sentence: &str) -> bool {
    let Some(stem) = sentence.strip_suffix('.') else { return false };
    let start = stem
        .rfind(|c: char| c.is_whitespace() || is_opening(c))
        .map_or(0, |i| i + stem[i..].chars().next().map_or(1, char::len_utf8));
    let word = &stem[start..];
    let mut chars = word.chars();
    let initial = matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase() && c != 'I');
    initial || (word.len() <= 6 && ABBREVIATIONS.lines().any(|a| a.eq_ignore_ascii_case(word)))
}

fn push_trimmed(text: &str, span: Span, found: &mut Vec<Span>) {
    let part = span.of(text);
    let left = part.len() - part.trim_start().len();
    let trimmed = Span::new(span.start() + left, span.start() + left + part.trim().len());
    if !trimmed.is_empty() {
        found.push(trimmed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn stops_end_sentences_with_their_closing_marks() {
        assert_eq!(cut("“We will.” He left. Why? “No!”"), ["“We will.”", "He left.", "Why?", "“No!”"]);
        assert_eq!(cut("“Why?” she said. Then…\nNew line"), ["“Why?” she said.", "Then…", "New line"]);
    }

    #[test]
    fn abbreviations_initials_and_numbers_do_not() {
        let one =
            ["Mr. Starmer met Sen. J. D. Vance in St. Ives.", "The U.S. House paid 3.5 million.", "It was i.e. Good."];
        for text in one {
            assert_eq!(cut(text), [text]);
        }
        assert_eq!(cut("So did I. He left."), ["So did I.", "He left."]);
    }

    #[test]
    fn abbreviations_are_sorted() {
        let words: Vec<_> = ABBREVIATIONS.lines().filter(|l| !l.starts_with('#')).collect();
        assert!(words.iter().all(|w| w.to_lowercase() == *w));
    }

    proptest! {
        #[test]
        fn sentences_are_ordered_slices(text in "[ .!?…”“A-Ca-c\n(]{0,60}") {
            let mut last = 0;
            for s in sentences(&text) {
                prop_assert!(s.start() >= last && !s.of(&text).is_empty());
                last = s.end();
            }
        }
    }
}
