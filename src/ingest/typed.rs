//! Text as it was typed on a wire: narrow lines, paragraphs set in, tables in columns.

use crate::ingest::lines::{Line, ends_sentence, is_blank, lines};
use std::ops::Range;

/// Returns the paragraphs of `text` if it was typed as on a wire: a line that is set in, or a blank one, begins a paragraph,
/// and the lines of a table stay lines. `None` if line ends mean nothing in it.
pub(super) fn paragraphs(text: &str) -> Option<Vec<Range<usize>>> {
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
    Some(lines_joined(text, base))
}

/// Returns the paragraphs of a text that is known to be typed so; its lines begin at the column `base`.
pub(super) fn lines_joined(text: &str, base: usize) -> Vec<Range<usize>> {
    let lines: Vec<Line> = lines(text).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        if is_blank(&text[line.clone()]) {
            before = None;
            continue;
        }
        let found_first = found.len() == 1 && before.is_some_and(|above| above.start == found[0].start);
        match (before, found.last_mut()) {
            (Some(above), Some(last)) if indent(&text[line.clone()]) < base + 2 => {
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
    found
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

#[cfg(test)]
mod tests {
    use super::*;

    fn as_typed(text: &str) -> Option<Vec<String>> {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        paragraphs(text).map(|ranges| ranges.into_iter().map(|range| words(&text[range])).collect())
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
}
