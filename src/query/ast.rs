//! The syntax tree of a query: what was typed, with its place, before names and languages are known.

use crate::model::{Kind, Span};
use crate::query::plan::Target;
use std::fmt;

/// A part of a query and its place in the query, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// The place.
    pub span: Span,
    /// What stands there.
    pub kind: ExprKind,
}

/// What a part of a query asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// `*`: everything.
    Everything,
    /// Nothing is left of the query (lenient mode only): matches nothing.
    Nothing,
    /// Words, bare (`None`) or behind `said:` or `title:`.
    Text(Option<Target>, Pattern),
    /// Words of a name, behind `speaker:`, `role:`, `by:` or `outlet:`.
    Name(NameField, Vec<String>),
    /// `kind:`.
    Kind(Kind),
    /// `lang:`, as an ISO 639-1 code.
    Lang(String),
    /// `after:`, `before:`, `on:`: from the first day to before the second, as `yyyymmdd` numbers.
    Dates(Option<u32>, Option<u32>),
    /// `id:`.
    Id(String),
    /// `cluster:`.
    Cluster(String),
    /// All of these.
    And(Vec<Expr>),
    /// At least one of these.
    Or(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// In parentheses: what `speaker:` and `role:` bind to.
    Group(Box<Expr>),
}

/// How words are to be found. The words are as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// A word or any of its inflections.
    Word(String),
    /// Consecutive words; a number is how many others may stand before the word.
    Phrase(Vec<(String, u32)>),
    /// Letters and numbers that one mark joins (`U.S.`, `covid-19`): a phrase without quotation marks.
    Joined(Vec<String>),
    /// Words in any order, close together.
    Near(Vec<String>, Within),
    /// Words that begin so.
    Prefix(String),
    /// Words at this distance or nearer.
    Fuzzy(String, u8),
}

/// In what words must stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// `~N`: a window of their number and so many others.
    Words(u32),
    /// `~s`: one sentence.
    Sentence,
    /// `~p`: one paragraph, or title.
    Paragraph,
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(slop) => write!(f, "~{slop}"),
            Self::Sentence => f.write_str("~s"),
            Self::Paragraph => f.write_str("~p"),
        }
    }
}

/// A field that holds a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameField {
    /// Who speaks.
    Speaker,
    /// The speaker's role.
    Role,
    /// The article's author.
    By,
    /// Who published it.
    Outlet,
}

impl NameField {
    /// Returns the field's name in queries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Role => "role",
            Self::By => "by",
            Self::Outlet => "outlet",
        }
    }
}

/// Writes the query in its plainest spelling; parsed again, it means the same.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Everything => f.write_str("*"),
            ExprKind::Nothing => Ok(()),
            ExprKind::Text(target, pattern) => {
                f.write_str(match target {
                    Some(Target::Said) => "said:",
                    Some(Target::Title) => "title:",
                    Some(Target::Unit) | None => "",
                })?;
                pattern.fmt(f)
            }
            ExprKind::Name(field, words) => write!(f, "{}:\"{}\"", field.name(), words.join(" ")),
            ExprKind::Kind(kind) => write!(f, "kind:{}", kind.name()),
            ExprKind::Lang(code) => write!(f, "lang:{code}"),
            ExprKind::Dates(from, to) => write_dates(*from, *to, f),
            ExprKind::Id(id) => write!(f, "id:\"{}\"", escaped(id)),
            ExprKind::Cluster(id) => write!(f, "cluster:\"{}\"", escaped(id)),
            ExprKind::And(parts) => write_joined(parts, " ", f),
            ExprKind::Or(parts) => write_joined(parts, " OR ", f),
            ExprKind::Not(part) if matches!(part.kind, ExprKind::And(_) | ExprKind::Or(_)) => write!(f, "NOT ({part})"),
            ExprKind::Not(part) => write!(f, "NOT {part}"),
            ExprKind::Group(part) => write!(f, "({part})"),
        }
    }
}

/// Returns an id as it stands in quotation marks.
fn escaped(id: &str) -> String {
    id.replace('\\', "\\\\").replace('"', "\\\"")
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) if matches!(word.as_str(), "AND" | "OR" | "NOT") => write!(f, "\\{word}"),
            Self::Word(word) => f.write_str(word),
            Self::Phrase(words) => {
                let words: Vec<_> =
                    words.iter().map(|(w, gap)| if *gap > 0 { format!("… {w}") } else { w.clone() }).collect();
                write!(f, "\"{}\"", words.join(" "))
            }
            Self::Joined(words) => f.write_str(&words.join("-")),
            Self::Near(words, within) => write!(f, "\"{}\"{within}", words.join(" ")),
            Self::Prefix(word) => write!(f, "{word}*"),
            Self::Fuzzy(word, distance) => write!(f, "{word}~{distance}"),
        }
    }
}

fn write_joined(parts: &[Expr], with: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            f.write_str(with)?;
        }
        // Parts that the parser made of one run (`a/b`) or of a field's group have no parentheses of their own. All of
        // several words bind tighter than `OR` without any, which would narrow what `speaker:` binds to.
        match part.kind {
            ExprKind::And(_) if with == " OR " => write!(f, "{part}")?,
            ExprKind::And(_) | ExprKind::Or(_) => write!(f, "({part})")?,
            _ => write!(f, "{part}")?,
        }
    }
    Ok(())
}

fn write_dates(from: Option<u32>, to: Option<u32>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (from, to) {
        (Some(from), Some(to)) => match (date(from), date(last(to))) {
            (first, last) if first == last => write!(f, "on:{first}"),
            (first, last) => write!(f, "on:{first}..{last}"),
        },
        (Some(from), None) => write!(f, "after:{}", date(from)),
        (None, Some(to)) => write!(f, "before:{}", date(to)),
        (None, None) => Ok(()),
    }
}

/// Returns the last day, month or year before `to`.
fn last(to: u32) -> u32 {
    match (to % 10_000, to % 100) {
        (0, _) => to.saturating_sub(10_000),
        (_, 0) => to - 100,
        _ => to - 1,
    }
}

/// Returns a `yyyymmdd` number as it is typed; parts that are 0 are left out.
fn date(number: u32) -> String {
    match (number / 10_000, number / 100 % 100, number % 100) {
        (year, 0, _) => format!("{year:04}"),
        (year, month, 0) => format!("{year:04}-{month:02}"),
        (year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
    }
}
