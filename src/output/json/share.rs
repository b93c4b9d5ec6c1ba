//! Records of what speakers have of all that is quoted.

use crate::output::json::{Record, line, rounded};
use crate::query::{Axis, ShareRow};
use serde_json::{Map, json};
use std::io::{self, Write};

/// Writes rows, one a line, with a field for each of `axes`.
pub fn write_shares(out: &mut impl Write, axes: &[Axis], rows: &[ShareRow]) -> io::Result<()> {
    for row in rows {
        let mut body = Map::new();
        for (axis, key) in axes.iter().zip(&row.keys) {
            body.insert(axis.name().to_owned(), json!(key));
        }
        for (name, value) in [
            ("id", json!(row.id)),
            ("name", json!(row.name)),
            ("kind", json!(row.kind.name())),
            ("quotes", json!(row.quotes)),
            ("clusters", json!(row.clusters)),
            ("articles", json!(row.articles)),
            ("words", json!(row.words)),
            ("share", json!(rounded(row.share, 10_000.0))),
        ] {
            body.insert(name.to_owned(), value);
        }
        line(out, &Record { v: 1, r#type: "share", body })?;
    }
    Ok(())
}
