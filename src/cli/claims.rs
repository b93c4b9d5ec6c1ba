//! What `verify` is asked: one claim, the claims of a file, or the quotations of an article.

use crate::entries::{self, Entry};
use crate::inputs;
use anyhow::{Context, Result, bail};
use onrecord::{Annotated, Article, Kind, Outcome, ReadOptions, Span};
use std::path::Path;

/// A claim, and where it is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The number of its line in a file of queries, else 0.
    pub(crate) line: usize,
    /// Its id in a file, or the number of its line or row.
    pub(crate) id: Option<String>,
    /// The words.
    pub(crate) text: String,
    /// Who is claimed to have said them.
    pub(crate) speaker: Option<String>,
    /// The article that it stands in, and its place there.
    pub(crate) article: Option<(String, Span, [usize; 2])>,
}

/// Returns the claims of a file: one a line, or the rows of a table with a column `text`, `quote` or `claim`.
pub(crate) fn of_file(path: &Path) -> Result<Vec<Asked>> {
    let text = inputs::text(path)?;
    let head = text.lines().next().unwrap_or_default();
    let separator = separator(head);
    let cells = row(&mut head.chars().peekable(), separator);
    // A first claim such as `Text, he said` makes no table.
    let named = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("tsv"));
    let columns = Columns::new(&cells).filter(|_| named || cells.iter().all(|cell| !cell.trim().contains(' ')));
    match columns {
        Some(columns) => of_table(&text, separator, &columns).with_context(|| inputs::name(path)),
        None if named && !head.trim().is_empty() => {
            let found: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
            bail!("{}: no column is called text, quote or claim, but {}", inputs::name(path), found.join(", "))
        }
        None => Ok(of_lines(&text)),
    }
}

/// Returns what parts the cells of a table that begins with `head`: spreadsheets of many countries take semicolons.
fn separator(head: &str) -> char {
    match head {
        head if head.contains('\t') => '\t',
        head if head.contains(';') && !head.contains(',') => ';',
        _ => ',',
    }
}

fn of_lines(text: &str) -> Vec<Asked> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let claim = |(i, line): (usize, &str)| Asked {
        id: Some((i + 1).to_string()),
        text: line.trim().to_owned(),
        ..Asked::default()
    };
    lines.map(claim).collect()
}

/// Where a table has what.
#[derive(Debug)]
struct Columns {
    text: usize,
    speaker: Option<usize>,
    id: Option<usize>,
}

impl Columns {
    fn new(head: &[String]) -> Option<Self> {
        let at = |name: &str| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
        let text = ["text", "quote", "claim"].into_iter().find_map(at)?;
        Some(Self { text, speaker: at("speaker"), id: at("id") })
    }
}

fn of_table(text: &str, separator: char, columns: &Columns) -> Result<Vec<Asked>> {
    let mut chars = text.chars().peekable();
    let mut claims = Vec::new();
    row(&mut chars, separator);
    let mut number = 0;
    while chars.peek().is_some() {
        let cells = row(&mut chars, separator);
        number += 1;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |at: Option<usize>| cells.get(at?).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let Some(text) = cell(Some(columns.text)) else { bail!("row {number} has no claim") };
        claims.push(Asked {
            id: Some(cell(columns.id).map_or_else(|| number.to_string(), str::to_owned)),
            text: text.to_owned(),
            speaker: cell(columns.speaker).map(str::to_owned),
            ..Asked::default()
        });
    }
    Ok(claims)
}

/// Takes one row of a table: cells in double quotation marks may hold separators, line ends and doubled marks.
fn row(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    while let Some(c) = chars.next() {
        let Some(cell) = cells.last_mut() else { break };
        match c {
            '"' if quoted && chars.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' if !quoted => break,
            c if c == separator && !quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells
}

/// Returns the claims that queries of a file make.
pub(crate) fn of_queries(queries: Vec<inputs::Query>) -> Vec<Asked> {
    let claim = |query: inputs::Query| Asked { id: query.id, text: query.text, line: query.line, ..Asked::default() };
    queries.into_iter().map(claim).collect()
}

/// Returns every direct and mixed quotation of the articles in a file, and the reasons why there is none.
pub(crate) fn of_article(path: &Path) -> Result<(Vec<Asked>, Vec<String>)> {
    let options = ReadOptions::default();
    let (mut claims, mut reasons) = (Vec::new(), Vec::new());
    let mut take = |entry| match entry {
        Entry::Article(id, article) => claims.extend(quotations(&id, *article)),
        Entry::Reason(Outcome::Skipped(skip) | Outcome::Failed(skip)) => reasons.push(inputs::reason(path, &skip)),
        Entry::Reason(Outcome::Article(_)) => {}
    };
    if path == Path::new("-") {
        entries::of_stdin(true, &options, &mut take);
        return Ok((claims, reasons));
    }
    for found in inputs::walk(path)? {
        match found {
            Ok(found) => entries::of_file(&found, &options, &mut take),
            Err(skip) => take(Entry::Reason(Outcome::Skipped(skip))),
        }
    }
    Ok((claims, reasons))
}

/// Returns the quotations of an article that have words in quotation marks.
fn quotations(id: &str, article: Article) -> Vec<Asked> {
    let annotations = onrecord::annotate(&article.text, article.title.as_deref(), article.language.as_deref());
    let annotated = Annotated { article, annotations };
    let text = &annotated.article.text;
    let points = onrecord::output::CodePoints::new(text);
    let quotes = annotated.annotations.quotes.iter().filter(|quote| quote.kind != Kind::Indirect);
    let claim = |quote: &onrecord::Quote| {
        let pieces = quote.spans.iter().zip(&quote.kinds);
        let words: Vec<String> = pieces.flat_map(|(span, kind)| in_marks(span.of(text), *kind)).collect();
        let speaker = quote.speaker.and_then(|i| annotated.annotations.speakers.get(i as usize));
        let span = quote.extent();
        Asked {
            text: words.join(if quote.kind == Kind::Direct { " " } else { " … " }),
            speaker: speaker.filter(|s| s.kind == onrecord::SpeakerKind::Person).map(|s| s.name.clone()),
            article: Some((id.to_owned(), span, points.span(span))),
            ..Asked::default()
        }
    };
    quotes.map(claim).filter(|claim| claim.text.chars().any(char::is_alphanumeric)).collect()
}

/// Returns the words of a piece that stand in quotation marks, without them.
fn in_marks(piece: &str, kind: Kind) -> Vec<String> {
    let mark = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | '„' | '‘' | '’' | '\'');
    match kind {
        Kind::Direct => vec![piece.trim().trim_matches(mark).to_owned()],
        Kind::Indirect => Vec::new(),
        Kind::Mixed => {
            let mut parts = Vec::new();
            let mut rest = piece;
            while let Some(open) = rest.find(['"', '“', '«', '„', '‘']) {
                let sign = rest[open..].chars().next().unwrap_or('"');
                let inner = &rest[open + sign.len_utf8()..];
                let close: &[char] = match sign {
                    '“' => &['”'],
                    '«' => &['»'],
                    '„' => &['“', '”'],
                    '‘' => &['’'],
                    _ => &['"'],
                };
                // An apostrophe closes nothing: a letter follows it.
                let closes = |&(at, c): &(usize, char)| {
                    let next = inner[at + c.len_utf8()..].chars().next();
                    close.contains(&c) && !(c == '’' && next.is_some_and(char::is_alphanumeric))
                };
                let end = inner.char_indices().find(closes).map_or(inner.len(), |(at, _)| at);
                parts.push(inner[..end].trim().to_owned());
                rest = inner[end..].strip_prefix(close).unwrap_or("");
            }
            parts.retain(|part| !part.is_empty());
            parts
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &str) -> Vec<(String, String, Option<String>)> {
        let head = table.lines().next().unwrap();
        let columns = Columns::new(&row(&mut head.chars().peekable(), ',')).unwrap();
        let claims = of_table(table, ',', &columns).unwrap();
        claims.into_iter().map(|c| (c.id.unwrap(), c.text, c.speaker)).collect()
    }

    #[test]
    fn tables_have_cells_in_marks() {
        let table = "id,Speaker,quote\r\na1,Ada Fenwick,\"We said \"\"no\"\", and\nmeant it\"\r\n\r\n,,Plain words\r\n";
        assert_eq!(
            rows(table),
            [
                ("a1".into(), "We said \"no\", and\nmeant it".into(), Some("Ada Fenwick".into())),
                ("3".into(), "Plain words".into(), None),
            ]
        );
        assert!(Columns::new(&["words".to_owned()]).is_none());
    }

    #[test]
    fn lines_are_numbered() {
        let claims = of_lines("one\n\n “two” \n");
        assert_eq!((claims[1].id.as_deref(), claims[1].text.as_str()), (Some("3"), "“two”"));
    }

    #[test]
    fn only_what_stands_in_marks_is_claimed() {
        assert_eq!(
            in_marks("that it was “a bad, bad idea” and ‘didn’t help’.", Kind::Mixed),
            ["a bad, bad idea", "didn’t help"]
        );
        assert_eq!(in_marks("“We won,”", Kind::Direct), ["We won,"]);
        assert_eq!(in_marks("the \"open", Kind::Mixed), ["open"]);
    }
}
