//! Marks inside lines: emphasis, links, images, code, escapes.

use std::ops::Range;

/// Returns the pieces of `lines` that are words: everything but the marks.
pub(super) fn pieces(text: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut marks = Marks::default();
    for line in lines {
        marks.scan(text, line.clone());
    }
    marks.cuts.sort_unstable_by_key(|cut| cut.start);
    let mut cuts = marks.cuts.into_iter().peekable();
    let mut pieces = Vec::new();
    for line in lines {
        let mut from = line.start;
        while let Some(cut) = cuts.next_if(|cut| cut.start < line.end) {
            if from < cut.start {
                pieces.push(from..cut.start);
            }
            from = from.max(cut.end);
        }
        if from < line.end {
            pieces.push(from..line.end);
        }
    }
    pieces
}

/// The marks of one paragraph.
#[derive(Default)]
struct Marks {
    /// What is not words.
    cuts: Vec<Range<usize>>,
    /// Marks of emphasis that wait for their other half.
    open: Vec<Range<usize>>,
    /// How many bytes were searched for links that are none.
    searched: usize,
}

/// Longer words or targets are no link.
const LONGEST: usize = 2_000;

/// Brackets that are no links are searched this many times the length of their line, and not more.
const PATIENCE: usize = 20;

impl Marks {
    fn scan(&mut self, text: &str, line: Range<usize>) {
        let bytes = text.as_bytes();
        let mut at = line.start;
        // Links end in the line they start in; past the last end none can start.
        let last_link = text[line.clone()].rfind(['(', '[']).map_or(0, |i| line.start + i);
        while at < line.end {
            match bytes[at] {
                b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) && at + 1 < line.end => {
                    self.cuts.push(at..at + 1);
                    at += 2;
                }
                b'`' => at = self.code(text, at, line.end),
                b'!' if bytes.get(at + 1) == Some(&b'[')
                    && at < last_link
                    && self.searched <= PATIENCE * line.len() =>
                {
                    match link(text, at + 1, line.end) {
                        Some((_, end)) => {
                            self.cuts.push(at..end);
                            at = end;
                        }
                        None => {
                            self.searched += LONGEST.min(line.end - at);
                            at += 1;
                        }
                    }
                }
                b'[' if at <= last_link && self.searched <= PATIENCE * line.len() => at = self.link(text, at, line.end),
                b'*' | b'_' => at = self.emphasis(text, at, line.end),
                _ => at += 1,
            }
        }
    }

    /// One pair of single backticks; two are the quotation marks of old typesetting and stay.
    fn code(&mut self, text: &str, at: usize, end: usize) -> usize {
        let run = run_len(text, at, end, b'`');
        if run != 1 {
            return at + run;
        }
        let Some(close) = memchr::memchr(b'`', &text.as_bytes()[at + 1..end]).map(|i| at + 1 + i) else {
            return at + 1;
        };
        if run_len(text, close, end, b'`') != 1 {
            return at + 1;
        }
        self.cuts.push(at..at + 1);
        self.cuts.push(close..close + 1);
        close + 1
    }

    /// A link leaves its words; a reference to a note leaves nothing.
    fn link(&mut self, text: &str, at: usize, end: usize) -> usize {
        let Some((close, after)) = link(text, at, end) else {
            let note = text[at..end].strip_prefix("[^").and_then(|rest| rest.find(']')).filter(|len| *len <= 20);
            let Some(len) = note else {
                self.searched += LONGEST.min(end - at);
                return at + 1;
            };
            self.cuts.push(at..at + len + 3);
            return at + len + 3;
        };
        self.cuts.push(at..at + 1);
        self.cuts.push(close..after);
        at + 1
    }

    fn emphasis(&mut self, text: &str, at: usize, end: usize) -> usize {
        let mark = text.as_bytes()[at];
        let run = run_len(text, at, end, mark);
        let after = at + run;
        if run > 3 {
            return after;
        }
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let next = text[after..end].chars().next().unwrap_or(' ');
        let opens = !next.is_whitespace() && (mark == b'*' || !before.is_alphanumeric());
        let closes = !before.is_whitespace() && (mark == b'*' || !next.is_alphanumeric());
        let half =
            self.open.iter().rposition(|o| o.len() == run && text.as_bytes()[o.start] == mark).filter(|_| closes);
        if let Some(half) = half {
            let start = self.open.swap_remove(half);
            self.open.truncate(half);
            self.cuts.push(start);
            self.cuts.push(at..after);
        } else if opens && self.open.len() < 32 {
            self.open.push(at..after);
        }
        after
    }
}

/// Returns how many times `mark` stands at `at`.
fn run_len(text: &str, at: usize, end: usize, mark: u8) -> usize {
    text.as_bytes()[at..end].iter().take_while(|b| **b == mark).count()
}

/// Returns where the words of the link at `at` end and where the link ends: `[words](target)`, `[words][name]`.
fn link(text: &str, at: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = &text.as_bytes()[..end.min(at + LONGEST)];
    let mut depth = 0_usize;
    let close = (at..bytes.len()).find(|&i| {
        match bytes[i] {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let other = match bytes.get(close + 1)? {
        b'(' => b')',
        b'[' => b']',
        _ => return None,
    };
    let len = memchr::memchr(other, &bytes[close + 2..])?;
    Some((close, close + 2 + len + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        pieces(text, std::slice::from_ref(&(0..text.len()))).into_iter().map(|piece| &text[piece]).collect()
    }

    #[test]
    fn marks_go_and_words_stay() {
        for (text, is) in [
            ("**ASHBY:** We were *not* asked, __ever__.", "ASHBY: We were not asked, ever."),
            ("***all*** snake_case_name 5 * 3 * 2", "all snake_case_name 5 * 3 * 2"),
            ("a [cycle courier](https://x.example/a_b \"t\") and [ref][1]", "a cycle courier and ref"),
            ("[sic] [the] mayor (Lab) ![alt](a.png)x note[^1]", "[sic] [the] mayor (Lab) x note"),
            ("``quoted'' and `code` and \\*star\\*", "``quoted'' and code and *star*"),
            ("f*ck and **unclosed", "f*ck and **unclosed"),
            ("[*The Salt Assembly*](u)", "The Salt Assembly"),
        ] {
            assert_eq!(words(text), is);
        }
    }

    #[test]
    fn emphasis_may_span_lines() {
        let text = "*one\ntwo* three";
        let pieces = pieces(text, &[0..5, 5..text.len()]);
        assert_eq!(pieces.into_iter().map(|piece| &text[piece]).collect::<String>(), "one\ntwo three");
    }
}
