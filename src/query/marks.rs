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

/// A mark met on the way: its character (`` ` `` stands for the two of ``` `` ```) and its place.
#[derive(Clone, Copy)]
struct Mark {
    shape: char,
    start: usize,
    end: usize,
}

/// Finds the quotation marks of `query`; escaped ones (`\"`) and apostrophes do not count.
pub(super) fn find_marks(query: &str) -> Marks {
    let mut marks = Marks::default();
    let mut open: Vec<Mark> = Vec::new();
    let mut before = None;
    let mut chars = query.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            before = chars.next().map(|(_, escaped)| escaped);
            continue;
        }
        let mut end = at + c.len_utf8();
        if matches!(c, '`' | '\'') && chars.next_if(|&(_, next)| next == c).is_some() {
            end += 1;
        }
        let doubled = end > at + c.len_utf8();
        let after = chars.peek().map(|&(_, c)| c);
        if is_double(c) || is_single(c) || doubled {
            meet(Mark { shape: c, start: at, end }, before, after, &mut open, &mut marks.pairs);
        }
        before = Some(c);
    }
    marks.unclosed = open.iter().filter(|m| is_double(m.shape)).map(|m| m.start).collect();
    marks.pairs.sort_by_key(|pair| pair.open);
    marks
}

/// Decides whether a mark closes one that is open, opens one, or is plain.
fn meet(mark: Mark, before: Option<char>, after: Option<char>, open: &mut Vec<Mark>, pairs: &mut Vec<Pair>) {
    let at_word_start = before.is_none_or(|c| !c.is_alphanumeric());
    let at_word_end = after.is_none_or(|c| !c.is_alphanumeric());
    let single = !is_double(mark.shape);
    let partner = open.iter().rposition(|m| is_partner(m.shape, mark.shape));
    let opens_by_place =
        before.is_none_or(|c| c.is_whitespace() || "([:-".contains(c)) && after.is_some_and(|c| !c.is_whitespace());
    let closed = match partner {
        // A single mark before a letter is an apostrophe.
        Some(i) if !single || at_word_end => Some(i),
        _ if single || opens_by_place => None,
        // Marks of different shapes meet if the second stands like a closing one: `“so"`.
        _ => open.iter().rposition(|m| is_double(m.shape)),
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
