//! Which quotation marks of a query open and close a phrase, whatever their shape.

/// How deep quotation marks may nest; marks beyond are plain characters.
const DEEPEST: usize = 8;

/// The quotation marks of a query.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Pairs of opening and closing marks, in order of the opening ones.
    pub(super) pairs: Vec<Pair>,
    /// Marks that open and are never closed.
    pub(super) unclosed: Vec<usize>,
}

/// An opening mark and its closing mark, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Where the opening mark starts.
    pub(super) open: usize,
    /// Where the content starts.
    pub(super) inner: usize,
    /// Where the content ends and the closing mark starts.
    pub(super) outer: usize,
    /// Where the closing mark ends.
    pub(super) end: usize,
}

/// A mark met on the way: its character (`` ` `` stands for the two of ``` `` ```), its place, and what stands beside it.
#[derive(Clone, Copy)]
struct Mark {
    shape: char,
    start: usize,
    end: usize,
    before: Option<char>,
    after: Option<char>,
}

impl Mark {
    /// Returns whether it stands where a mark opens.
    fn opens_by_place(self) -> bool {
        self.before.is_none_or(|c| c.is_whitespace() || "([:-".contains(c))
            && self.after.is_some_and(|c| !c.is_whitespace())
    }
}

/// Closing marks that belong to no opening one behind this place: straight ones, and curly ones.
#[derive(Clone, Copy, Default)]
struct Spare {
    straight: u32,
    curly: u32,
}

impl Spare {
    /// Returns whether a mark of the shape of `open` is still to be closed by one of its own.
    fn closes(self, open: char) -> bool {
        match open {
            '"' => self.straight > 0,
            '“' => self.curly > 0,
            _ => false,
        }
    }

    /// Returns what is spare before `mark`, too.
    fn with(mut self, mark: Mark) -> Self {
        match mark.shape {
            '"' if mark.opens_by_place() => self.straight = self.straight.saturating_sub(1),
            '"' => self.straight += 1,
            '“' => self.curly = self.curly.saturating_sub(1),
            '”' => self.curly += 1,
            _ => {}
        }
        self
    }
}

/// Finds the quotation marks of `query`; escaped ones (`\"`) and apostrophes do not count.
pub(super) fn find_marks(query: &str) -> Marks {
    let all = read_marks(query);
    let mut spare = vec![Spare::default(); all.len()];
    for i in (1..all.len()).rev() {
        spare[i - 1] = spare[i].with(all[i]);
    }
    let mut marks = Marks::default();
    let mut open: Vec<Mark> = Vec::new();
    for (mark, spare) in all.into_iter().zip(spare) {
        meet(mark, spare, &mut open, &mut marks.pairs);
    }
    marks.unclosed = open.iter().filter(|m| is_double(m.shape)).map(|m| m.start).collect();
    marks.pairs.sort_by_key(|pair| pair.open);
    marks
}

/// Returns every character that may be a quotation mark.
fn read_marks(query: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut before = None;
    let mut chars = query.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c == '\\' {
            before = chars.next().map(|(_, escaped)| escaped);
            continue;
        }
        let mut end = start + c.len_utf8();
        if matches!(c, '`' | '\'') && chars.next_if(|&(_, next)| next == c).is_some() {
            end += 1;
        }
        let doubled = end > start + c.len_utf8();
        let after = chars.peek().map(|&(_, c)| c);
        if is_double(c) || is_single(c) || doubled {
            marks.push(Mark { shape: c, start, end, before, after });
        }
        before = Some(c);
    }
    marks
}

/// Decides whether a mark closes one that is open, opens one, or is plain.
fn meet(mark: Mark, spare: Spare, open: &mut Vec<Mark>, pairs: &mut Vec<Pair>) {
    let at_word_start = mark.before.is_none_or(|c| !c.is_alphanumeric());
    let at_word_end = mark.after.is_none_or(|c| !c.is_alphanumeric());
    let single = !is_double(mark.shape);
    let partner = open.iter().rposition(|m| is_partner(m.shape, mark.shape));
    let closed = match partner {
        // A single mark before a letter is an apostrophe.
        Some(i) if !single || at_word_end => Some(i),
        _ if single || mark.opens_by_place() => None,
        // Marks of different shapes meet if the second stands like a closing one: `“so"`. But what a mark of the same shape
        // will close may hold others: `"so,” she said"`.
        _ => match open.iter().rposition(|m| is_double(m.shape)) {
            Some(i) if spare.closes(open[i].shape) => return,
            last => last,
        },
    };
    if let Some(i) = closed {
        let first = open[i];
        open.truncate(i);
        pairs.push(Pair { open: first.start, inner: first.end, outer: mark.start, end: mark.end });
    } else if open.len() < DEEPEST && (if single { can_open_single(mark.shape) && at_word_start } else { true }) {
        open.push(mark);
    }
}

/// Returns whether `c` is always a quotation mark.
pub(super) fn is_double(c: char) -> bool {
    matches!(
        c,
        '"' | '＂'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '〝'
            | '〞'
            | '〟'
    )
}

/// Returns whether `c` may be a quotation mark or an apostrophe.
fn is_single(c: char) -> bool {
    matches!(c, '‘' | '’' | '‚' | '‛')
}

/// Returns whether a single mark of this shape may open; `` ` `` is here the doubled one.
fn can_open_single(c: char) -> bool {
    matches!(c, '‘' | '‚' | '‛' | '`')
}

/// Returns whether `close` is what usually closes `open`.
fn is_partner(open: char, close: char) -> bool {
    match open {
        '"' => close == '"',
        '＂' => close == '＂',
        '“' | '‟' => close == '”',
        '„' | '”' => matches!(close, '“' | '”'),
        '«' => close == '»',
        '»' => matches!(close, '«' | '»'),
        '‹' => close == '›',
        '›' => matches!(close, '‹' | '›'),
        '「' => close == '」',
        '『' => close == '』',
        '〝' => matches!(close, '〞' | '〟'),
        '‘' | '‛' => close == '’',
        '‚' => matches!(close, '‘' | '’'),
        '`' => close == '\'',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the contents of all pairs, and how many marks stay open.
    fn contents(query: &str) -> (Vec<&str>, usize) {
        let marks = find_marks(query);
        (marks.pairs.iter().map(|p| &query[p.inner..p.outer]).collect(), marks.unclosed.len())
    }

    #[test]
    fn every_shape_is_a_quotation_mark() {
        for query in [
            "\"a b\"",
            "“a b”",
            "„a b“",
            "„a b”",
            "”a b”",
            "”a b“",
            "«a b»",
            "»a b«",
            "»a b»",
            "‹a b›",
            "「a b」",
            "‘a b’",
            "``a b''",
        ] {
            assert_eq!(contents(query), (vec!["a b"], 0), "{query}");
        }
        assert_eq!(contents("« a b »"), (vec![" a b "], 0));
    }

    #[test]
    fn mixed_shapes_meet() {
        assert_eq!(contents("“a b\" c"), (vec!["a b"], 0));
        assert_eq!(contents("\"a b” c \"d\""), (vec!["a b", "d"], 0));
    }

    #[test]
    fn a_mark_of_the_same_shape_closes_first() {
        assert_eq!(contents("\"so,” she said\""), (vec!["so,” she said"], 0));
        assert_eq!(contents("\"one,” he said. “Two\" \"x\""), (vec!["one,” he said. “Two", "x"], 0));
        assert_eq!(contents("“so,\" she said” -“no\""), (vec!["so,\" she said", "no"], 0));
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(contents("the dogs’ bone isn’t ‘tis O'Brien's"), (vec![], 0));
        assert_eq!(contents("“don’t ‘stop’”"), (vec!["don’t ‘stop’", "stop"], 0));
    }

    #[test]
    fn marks_nest_and_may_stay_open() {
        assert_eq!(contents("\"he said “no” twice\" x"), (vec!["he said “no” twice", "no"], 0));
        assert_eq!(contents("“a \"b c” AND “d”"), (vec!["a \"b c", "d"], 0));
        assert_eq!(contents("6\" pipe"), (vec![], 1));
        assert_eq!(contents(r#"6\" pipe"#), (vec![], 0));
    }
}
