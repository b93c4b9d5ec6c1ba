//! Quotation marks: which tokens open and close a quoted stretch, in every house style.
//!
//! Double marks pair within a paragraph; one left open runs to the paragraph's end. Single marks count only
//! outside double ones and only as pairs, since most of them are apostrophes.

use crate::annotate::token::{Range, Shape, Token};

/// A run of tokens in quotation marks, the marks included; one left open runs to its paragraph's end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    /// Tokens, half-open.
    pub(crate) tokens: Range,
    /// Whether a closing mark was found.
    pub(crate) closed: bool,
    /// How many words it holds.
    pub(crate) words: usize,
    /// Whether the marks are single ones.
    pub(crate) single: bool,
}

/// So many captions may stand between the paragraphs of one quotation.
pub(crate) const CAPTIONS: u32 = 2;

/// A stretch that was opened and not yet closed.
#[derive(Clone, Copy)]
struct Open {
    at: usize,
    mark: char,
}

/// Adds the quoted stretches of one paragraph to `out`. `following` are the next paragraphs, captions among them.
pub(crate) fn find(text: &str, tokens: &[Token], paragraph: Range, following: &[Range], out: &mut Vec<Stretch>) {
    let goes_on = following.iter().take(CAPTIONS as usize + 1).any(|&next| {
        let view = View { text, tokens, i: next.start, paragraph: next };
        matches!(view.token(), "‘" | "'") && opens_single(&view)
    });
    let mut open: Option<Open> = None;
    let mut singles = Singles::default();
    let mut i = paragraph.start;
    while i < paragraph.end {
        if tokens[i].shape != Shape::Mark {
            i += 1;
            continue;
        }
        let view = View { text, tokens, i, paragraph };
        match (view.role(open), open) {
            (Role::Open, None) => open = Some(Open { at: i, mark: view.mark() }),
            (Role::Open, Some(o)) => {
                push(out, tokens, o.at, i, false, false);
                open = Some(Open { at: i, mark: view.mark() });
            }
            (Role::Close, Some(o)) => {
                push(out, tokens, o.at, i + 1, true, false);
                open = None;
            }
            (Role::Single, None) => {
                if let Some(end) = singles.close(&view, goes_on) {
                    push(out, tokens, i, end.0, end.1, true);
                    i = end.0;
                    continue;
                }
            }
            _ => {}
        }
        i += 1;
    }
    if let Some(o) = open {
        push(out, tokens, o.at, paragraph.end, false, false);
    }
}

/// Returns the pairs of marks of the other sort inside a quoted stretch: double ones in one of single marks, and single
/// ones, which must be certain pairs, in one of double marks.
pub(crate) fn inner(text: &str, tokens: &[Token], paragraph: Range, inside: Range, single: bool) -> Vec<Range> {
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for i in inside.iter().filter(|&i| tokens[i].shape == Shape::Mark) {
        let view = View { text, tokens, i, paragraph };
        let (opens, closes) = if single {
            let mark = matches!(view.token(), "“" | "”" | "\"" | "''");
            (mark && view.looks_opening(), mark && view.looks_closing())
        } else {
            let mark = matches!(view.token(), "‘" | "’" | "'");
            (mark && opens_single(&view), mark && view.looks_closing() && !possessive(&view))
        };
        match open {
            Some(start) if closes => {
                out.push(Range { start, end: i + 1 });
                open = None;
            }
            _ if opens => open = Some(i),
            _ => {}
        }
    }
    out
}

fn push(out: &mut Vec<Stretch>, tokens: &[Token], start: usize, end: usize, closed: bool, single: bool) {
    let words = tokens[start..end].iter().filter(|t| t.is_word() && t.shape != Shape::Clitic).count();
    if words > 0 {
        out.push(Stretch { tokens: Range { start, end }, closed, words, single });
    }
}

/// What a mark does at its place.
enum Role {
    Open,
    Close,
    /// A single mark that may open a stretch.
    Single,
    Nothing,
}

/// A mark and its neighbourhood.
struct View<'a> {
    text: &'a str,
    tokens: &'a [Token],
    i: usize,
    paragraph: Range,
}

impl View<'_> {
    fn at(&self, i: usize) -> View<'_> {
        View { text: self.text, tokens: self.tokens, i, paragraph: self.paragraph }
    }

    fn token(&self) -> &str {
        self.tokens[self.i].text(self.text)
    }

    fn mark(&self) -> char {
        self.token().chars().next().unwrap_or(' ')
    }

    fn next(&self) -> Option<&Token> {
        (self.i + 1 < self.paragraph.end).then(|| &self.tokens[self.i + 1])
    }

    fn previous(&self) -> Option<&Token> {
        (self.i > self.paragraph.start).then(|| &self.tokens[self.i - 1])
    }

    /// White space, an opening bracket, a dash or nothing stands before, and a word or sign directly after.
    fn looks_opening(&self) -> bool {
        let free = match self.previous() {
            None => true,
            Some(p) => {
                self.tokens[self.i].spaced
                    || matches!(p.text(self.text), "(" | "[" | "—" | "–" | "-" | "--" | ":" | "/" | "‘" | "'")
            }
        };
        free && self.next().is_some_and(|n| !n.spaced)
    }

    /// A word or stop stands directly before, and white space, punctuation or nothing after.
    fn looks_closing(&self) -> bool {
        !self.tokens[self.i].spaced && self.previous().is_some() && self.next().is_none_or(|n| n.spaced || !n.is_word())
    }

    fn role(&self, open: Option<Open>) -> Role {
        let opened = open.map(|o| o.mark);
        match self.token() {
            "“" if matches!(opened, Some('„' | '”' | '‟')) && self.looks_closing() => Role::Close,
            "“" | "‟" if open.is_some() && !self.looks_opening() && self.looks_closing() => Role::Close,
            "“" | "„" | "‟" | "``" => Role::Open,
            "«" if opened == Some('»') => Role::Close,
            "«" => Role::Open,
            "»" if open.is_none() && self.looks_opening() => Role::Open,
            "”" if open.is_none() && self.looks_opening() => Role::Open,
            "”" if open.is_some() && self.looks_opening() && !self.looks_closing() && opened == Some('“') => {
                Role::Open
            }
            "”" | "»" if open.is_some() => Role::Close,
            "\"" | "''" | "\u{ff02}" => self.toggle(open.is_some()),
            "‘" | "'" | "`" | "’" | "‹" if open.is_none() => Role::Single,
            _ => Role::Nothing,
        }
    }

    /// A mark that looks the same on both sides toggles, unless its surroundings say clearly otherwise.
    fn toggle(&self, open: bool) -> Role {
        let inches = self.previous().is_some_and(|p| p.shape == Shape::Digit) && !self.tokens[self.i].spaced;
        match (open, self.looks_opening(), self.looks_closing()) {
            (false, false, _) if inches => Role::Nothing,
            (false, false, true) => Role::Nothing,
            (false, ..) => Role::Open,
            (true, true, false) => Role::Open,
            (true, ..) => Role::Close,
        }
    }
}

/// Elided words that begin with an apostrophe.
const ELISIONS: [&str; 9] = ["bout", "cause", "em", "n", "round", "s", "t", "til", "tis"];

/// Where single marks of one paragraph close: found once a paragraph, so that many apostrophes stay linear.
#[derive(Default)]
struct Singles {
    /// Up to here no closing mark was found.
    dead_until: usize,
}

impl Singles {
    /// If the single mark in view opens a stretch, returns the token after its end and whether it is closed.
    /// `goes_on` tells whether a paragraph soon after this one opens with a single mark.
    fn close(&mut self, view: &View<'_>, goes_on: bool) -> Option<(usize, bool)> {
        if !opens_single(view) || view.i < self.dead_until {
            return None;
        }
        let mut fallback = None;
        let mut double = false;
        for j in view.i + 1..view.paragraph.end {
            let other = view.at(j);
            if other.tokens[j].shape != Shape::Mark {
                continue;
            }
            match other.token() {
                "’" | "'" | "›" if !double && other.looks_closing() && j > view.i + 1 => {
                    if !possessive(&other) {
                        return Some((j + 1, true));
                    }
                    fallback = fallback.or(Some((j + 1, true)));
                }
                "‘" | "'" if !double && opens_single(&other) => break,
                "“" | "„" | "``" => double = true,
                "”" => double = false,
                "\"" | "''" => double = !double,
                _ => {}
            }
        }
        // Left open: the next paragraph opens with a mark again, or a colon says that words follow.
        let introduced = view.previous().is_some_and(|p| p.text(view.text) == ":");
        let opens_paragraph =
            view.i == view.paragraph.start || view.previous().is_some_and(|p| p.text(view.text) == ",");
        if matches!(view.token(), "‘" | "'") && (introduced || opens_paragraph && goes_on) {
            return Some((view.paragraph.end, false));
        }
        if fallback.is_none() {
            self.dead_until = view.i + 1;
        }
        fallback
    }
}

fn opens_single(view: &View<'_>) -> bool {
    if !view.looks_opening() || view.token() == "’" && view.i != view.paragraph.start {
        return false;
    }
    let Some(next) = view.next() else { return false };
    let word = next.text(view.text);
    // ’90s and '90s are years; 'em and ‘s are elisions.
    let year = next.shape == Shape::Digit && word.len() <= 3;
    let elided = next.shape != Shape::Capital && ELISIONS.contains(&word);
    !year && !elided && next.shape != Shape::Stop
}

/// `the drivers’ rights`: a mark after an s and before a lower-case word or a name may be an apostrophe.
fn possessive(view: &View<'_>) -> bool {
    let after_s = view.previous().is_some_and(|p| p.is_word() && p.text(view.text).ends_with(['s', 'S', 'z', 'x']));
    after_s && view.next().is_some_and(|n| n.spaced && n.is_word())
}
