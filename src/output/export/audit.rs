//! The audit table: who is quoted how often, in each outlet and month, as CSV, with a user's own columns beside each name.

use crate::output::export::csv::write_row;
use crate::query::ShareRow;
use std::io::{self, Write};

/// The columns; those of the user follow.
const COLUMNS: [&str; 10] =
    ["speaker", "kind", "role", "outlet", "month", "quotes", "clusters", "articles", "words", "share"];

/// Writes the table. `rows` are counted by outlet and month; `names` are the user's columns, and `values` finds their cells.
pub fn write_audit<'a>(
    out: &mut impl Write,
    rows: &[ShareRow],
    names: &[String],
    values: impl Fn(&ShareRow) -> Option<&'a [String]>,
) -> io::Result<()> {
    write_row(out, COLUMNS.iter().map(|name| (*name).to_owned()).chain(names.iter().cloned()))?;
    for row in rows {
        let key = |i: usize| row.keys.get(i).cloned().flatten().unwrap_or_default();
        let cells = [
            row.name.clone(),
            row.kind.name().to_owned(),
            row.role.clone().unwrap_or_default(),
            key(0),
            key(1),
            row.quotes.to_string(),
            row.clusters.to_string(),
            row.articles.to_string(),
            row.words.to_string(),
            format!("{:.4}", row.share),
        ];
        let own = values(row).unwrap_or_default();
        let own = (0..names.len()).map(|i| own.get(i).cloned().unwrap_or_default());
        write_row(out, cells.into_iter().chain(own))?;
    }
    Ok(())
}
