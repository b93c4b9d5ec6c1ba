//! Paragraphs of plain text: which lines belong together.

use std::ops::Range;

/// A line of a text, without its end.
pub(super) type Line = Range<usize>;

/// Returns the paragraphs of `text`, in order; each is one range of the text.
///
/// A blank line always parts paragraphs. A line is a paragraph of its own unless the text is hard-wrapped;
/// one endless line is cut where several spaces stand for a line end.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let blocks = blocks(text);
    let lines = blocks.iter().map(Vec::len).sum::<usize>();
    if lines == 1 {
        return blocks.into_iter().flatten().flat_map(|line| cut_at_wide_gaps(text, line)).collect();
    }
    if is_wrapped(text, &blocks) {
        return blocks.iter().flat_map(|block| join_block(text, block)).collect();
    }
    blocks.into_iter().flatten().collect()
}

/// Returns the range of the first line and whether a blank line (or nothing) follows it.
pub(super) fn first_line(text: &str) -> Option<(Line, bool)> {
    let mut lines = lines(text).skip_while(|line| is_blank(&text[line.clone()]));
    let first = lines.next()?;
    let alone = lines.next().is_none_or(|next| is_blank(&text[next]));
    Some((first, alone))
}

/// Returns the lines of `text`, ended by any of the usual line ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let start = at?;
        let rest = &text[start..];
        let Some(len) = line_end(rest) else {
            at = None;
            return Some(start..text.len());
        };
        let end = &rest[len..];
        let width = if end.starts_with("\r\n") { 2 } else { end.chars().next().map_or(1, char::len_utf8) };
        at = Some(start + len + width);
        Some(start..start + len)
    })
}

/// Returns where the first line of `text` ends.
fn line_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let at = from + memchr::memchr3(b'\n', b'\r', 0xe2, &bytes[from..])?;
        match bytes[at] {
            // The line and paragraph separators U+2028 and U+2029.
            0xe2 if !(bytes[at + 1] == 0x80 && matches!(bytes[at + 2], 0xa8 | 0xa9)) => from = at + 3,
            _ => return Some(at),
        }
    }
}

/// Returns the groups of lines between blank lines.
fn blocks(text: &str) -> Vec<Vec<Line>> {
    let mut blocks = Vec::new();
    let mut block: Vec<Line> = Vec::new();
    for line in lines(text) {
        if is_blank(&text[line.clone()]) {
            if !block.is_empty() {
                blocks.push(std::mem::take(&mut block));
            }
        } else {
            block.push(line);
        }
    }
    if !block.is_empty() {
        blocks.push(block);
    }
    blocks
}

/// Returns the paragraphs of a text that is known to be wrapped: the lines between blank lines are one.
pub(super) fn wrapped(text: &str) -> Vec<Range<usize>> {
    blocks(text).iter().flat_map(|block| join_block(text, block)).collect()
}

pub(super) fn is_blank(line: &str) -> bool {
    line.trim_start().is_empty()
}

/// Returns whether line ends stand where a page was full, not where a paragraph ends.
///
/// Told by the lines that another line follows in the same block: in wrapped text nearly all of them are
/// about a page wide, and most of them stop in the middle of a sentence.
fn is_wrapped(text: &str, blocks: &[Vec<Line>]) -> bool {
    if blocks.len() < 2 {
        return false;
    }
    let (mut inner, mut page, mut open, mut wide) = (0, 0, 0, 0);
    for line in blocks.iter().flat_map(|block| &block[..block.len() - 1]) {
        let line = text[line.clone()].trim();
        let width = line.chars().take(120).count();
        inner += 1;
        page += usize::from((50..=95).contains(&width));
        wide += usize::from(width > 110);
        open += usize::from(!ends_sentence(line));
    }
    inner >= 2 && page * 10 >= inner * 6 && open * 10 >= inner * 6 && wide * 20 <= inner
}

pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', '»', ')']).ends_with(['.', '!', '?', ':', '。', '…'])
}

/// Joins the lines of one block of wrapped text; a list keeps its lines.
fn join_block(text: &str, block: &[Line]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for line in block {
        let trimmed = text[line.clone()].trim_start();
        let item = ["* ", "- ", "• "].iter().any(|mark| trimmed.starts_with(mark));
        match joined.last_mut() {
            Some(last) if !item => last.end = line.end,
            _ => joined.push(line.clone()),
        }
    }
    joined
}

/// Cuts one long line where three spaces or more follow the end of a sentence.
fn cut_at_wide_gaps(text: &str, line: Line) -> Vec<Range<usize>> {
    /// A line shorter than this is a paragraph, whatever its spaces.
    const LONG: usize = 600;
    let mut cut = Vec::new();
    let mut start = line.start;
    if line.len() >= LONG {
        for at in memchr::memmem::find_iter(&text.as_bytes()[line.clone()], b"   ").map(|at| line.start + at) {
            if at > start && ends_sentence(&text[start..at]) {
                cut.push(start..at);
                start = at;
            }
        }
    }
    cut.push(start..line.end);
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs_of(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|range| text[range].trim()).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(paragraphs_of("one\ntwo\r\nthree\rfour\u{2028}five"), ["one", "two", "three", "four", "five"]);
        assert_eq!(paragraphs_of("a title\n\na\nb\n \t\nc\n"), ["a title", "a", "b", "c"]);
        assert_eq!(paragraphs_of(" \n\n"), [""; 0]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The inquiry into the flood opened on Monday with a question\n\
                    that took all day to answer: where was the letter? It was\nnot there.\n\n\
                    Counsel to the inquiry said that the warning had reached the\nagency in June.\n\nNext.";
        assert_eq!(paragraphs(text).len(), 3);
    }

    #[test]
    fn short_paragraphs_are_not_wrapped_lines() {
        let text = "Police closed the road after the crash on Tuesday evening, they said.\n\
                    Two people were hurt and taken to hospital in the next town.\n\
                    The road was open again on Wednesday, according to the police.\n\nThe end of it.";
        assert_eq!(paragraphs(text).len(), 4);
    }

    #[test]
    fn one_endless_line_is_cut_at_wide_gaps() {
        let text = format!("{}.   {}   no end.   “Last.”", "word ".repeat(120).trim(), "more".repeat(3));
        let found = paragraphs_of(&text);
        assert_eq!(found.len(), 3);
        assert_eq!(found[2], "“Last.”");
    }
}
