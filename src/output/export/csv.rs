//! Comma-separated values by RFC 4180: a line ends in CR LF, cells with commas, quotation marks or line ends are quoted.
//!
//! Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula, and news is
//! untrusted: such a cell of text gets an apostrophe before it, which spreadsheets know as "this is text". JSON Lines have the
//! words as they are.

use crate::model::Span;
use crate::output::CodePoints;
use crate::output::export::{link, quote_of, speaker_of, text_of};
use crate::output::json::Asked;
use crate::query::Hit;
use std::io::{self, Write};

const COLUMNS: [&str; 26] = [
    "id",
    "rank",
    "unit",
    "text",
    "speaker",
    "speaker_kind",
    "role",
    "kind",
    "confidence",
    "cue",
    "before",
    "after",
    "outlet",
    "published",
    "title",
    "authors",
    "url",
    "link",
    "article",
    "path",
    "start",
    "end",
    "cluster",
    "copies",
    "passages",
    "score",
];

/// Writes the names of the columns.
pub(super) fn begin(out: &mut impl Write, many: bool, bom: bool) -> io::Result<()> {
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let first = many.then_some("query_id");
    write_row(out, first.into_iter().chain(COLUMNS).map(str::to_owned))
}

/// Writes a hit as a row.
pub(super) fn hit(out: &mut impl Write, hit: &Hit, asked: Asked<'_>, many: bool) -> io::Result<()> {
    let article = &hit.article.article;
    let (text, quote, speaker) = (text_of(hit), quote_of(hit), speaker_of(hit));
    let [start, end] = CodePoints::new(text).span(hit.span);
    let plain = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let part = |span: Option<Span>| plain(span.map(|span| span.of(text)));
    let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
    let row = [
        hit.id(),
        hit.rank.to_string(),
        hit.unit.name().to_owned(),
        hit.span.of(text).to_owned(),
        plain(speaker.map(|(name, _)| name)),
        plain(quote.map(|_| speaker.map_or("unknown", |(_, speaker)| speaker.kind.name()))),
        plain(speaker.and_then(|(_, speaker)| speaker.roles.first()).map(String::as_str)),
        plain(quote.map(|quote| quote.kind.name())),
        quote.map_or_else(String::new, |quote| format!("{:.3}", quote.confidence)),
        part(quote.and_then(|quote| quote.cue)),
        part(Some(hit.before)),
        part(Some(hit.after)),
        plain(article.outlet.as_deref()),
        plain(article.published.as_ref().map(|date| date.as_str())),
        plain(article.title.as_deref()),
        article.authors.join("; "),
        plain(article.url.as_deref()),
        link(hit).unwrap_or_default(),
        article.id.clone(),
        article.path.clone(),
        start.to_string(),
        end.to_string(),
        plain(hit.cluster.as_deref().map(|cluster| cluster.id.as_str())),
        number(hit.cluster.as_deref().map(|cluster| cluster.size)),
        number(hit.passages.map(|passages| passages as u64)),
        format!("{:.4}", hit.score),
    ];
    let first = many.then(|| plain(asked.query_id));
    write_row(out, first.into_iter().chain(row))
}

/// Writes a row.
pub(crate) fn write_row(out: &mut impl Write, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            out.write_all(b",")?;
        }
        let guard = if is_formula(&cell) { "'" } else { "" };
        if cell.contains([',', '"', '\r', '\n']) {
            write!(out, "\"{guard}{}\"", cell.replace('"', "\"\""))?;
        } else {
            write!(out, "{guard}{cell}")?;
        }
    }
    out.write_all(b"\r\n")
}

/// Returns whether a spreadsheet may take a cell for a formula.
fn is_formula(cell: &str) -> bool {
    // Wide forms mean the same to some of them. Negative numbers are none.
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && cell.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> String {
        let mut out = Vec::new();
        write_row(&mut out, cells.iter().map(|cell| (*cell).to_owned())).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_needed() {
        assert_eq!(
            row(&["a", "b,c", "say \"x\"", "two\nlines", "", "d e"]),
            "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",,d e\r\n"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(row(&["=1+1", "+x", "-y", "@z", "\tt", "\r=1"]), "'=1+1,'+x,'-y,'@z,'\tt,\"'\r=1\"\r\n");
        assert_eq!(row(&["=HYPERLINK(\"http://x\",1)"]), "\"'=HYPERLINK(\"\"http://x\"\",1)\"\r\n");
        assert_eq!(row(&["-0.5", "a=b", "＝1"]), "-0.5,a=b,'＝1\r\n");
    }
}
