//! Paragraphs of plain text: which lines belong together.

use std::ops::Range;

/// A line of a text, without its end.
type Line = Range<usize>;

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

/// Returns the paragraphs of `text` if it was typed as on a wire: a line that is set in, or a blank one, begins a paragraph,
/// and the lines of a table stay lines. `None` if line ends mean nothing in it.
pub(super) fn typed(text: &str) -> Option<Vec<Range<usize>>> {
    /// Wires have narrow lines.
    const WIDEST: usize = 85;
    let lines: Vec<Line> = lines(text).collect();
    // The first line begins where the markup ends: how far it is set in tells nothing.
    let depth = |line: &Line| indent(&text[line.clone()]);
    let rest = || lines.iter().skip(1).filter(|line| !is_blank(&text[(*line).clone()]));
    let base = rest().map(depth).min()?;
    let (mut at_base, mut set_in) = (0, 0);
    for line in rest() {
        let depth = depth(line);
        at_base += usize::from(depth < base + 2);
        set_in += usize::from((base + 2..=base + 12).contains(&depth));
    }
    let narrow = rest().filter(|line| line.len() <= WIDEST).count();
    // Markup that is written nicely sets in the lines below a tag.
    if set_in == 0 || at_base < set_in || narrow * 10 < (at_base + set_in) * 9 {
        return None;
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        if is_blank(&text[line.clone()]) {
            before = None;
            continue;
        }
        let found_first = found.len() == 1 && before.is_some_and(|above| above.start == found[0].start);
        match (before, found.last_mut()) {
            (Some(above), Some(last)) if depth(line) < base + 2 => {
                // What stood before the first words of a text was cut off: that line may be short.
                let first = found_first && !ends_sentence(text[above.clone()].trim());
                if first || goes_on(&text[above.clone()], &text[line.clone()]) {
                    last.end = line.end;
                } else {
                    found.push(line.clone());
                }
            }
            _ => found.push(line.clone()),
        }
        before = Some(line);
    }
    Some(found)
}

/// How many columns `line` is set in.
fn indent(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Returns whether `line` goes on with the sentence of the line above: that one was full, or this one begins in small letters.
fn goes_on(above: &str, line: &str) -> bool {
    /// A line this long was ended because the next word did not fit.
    const FULL: usize = 40;
    let table = |line: &str| line.trim().contains("    ") || line.trim().chars().all(|c| !c.is_alphanumeric());
    if table(above) || table(line) {
        return false;
    }
    above.trim_end().chars().count() >= FULL || line.trim_start().starts_with(char::is_lowercase)
}

fn is_blank(line: &str) -> bool {
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

fn ends_sentence(line: &str) -> bool {
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

    fn as_typed(text: &str) -> Option<Vec<String>> {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        typed(text).map(|ranges| ranges.into_iter().map(|range| words(&text[range])).collect())
    }

    #[test]
    fn lines_as_typed_on_a_wire() {
        let wire = "The council will meet\nagain on Friday to vote on the new bridge over\nthe Osk.\n    \"We are ready,\" the mayor said of the vote, which\nmay be the last one.\n    Totals:\nOstley      2 Selwick      0\nTarnwick    1 Pell         1\n";
        assert_eq!(
            as_typed(wire).unwrap(),
            [
                "The council will meet again on Friday to vote on the new bridge over the Osk.",
                "\"We are ready,\" the mayor said of the vote, which may be the last one.",
                "Totals:",
                "Ostley 2 Selwick 0",
                "Tarnwick 1 Pell 1"
            ]
        );
        assert_eq!(as_typed("\n   One line\n   and another, set in\n   by the markup.\n"), None);
        assert_eq!(as_typed("One <a>\n      set\n      in</a> deep,\n   and less."), None);
        assert_eq!(as_typed(""), None);
    }

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
