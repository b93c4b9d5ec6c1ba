//! Records of saved searches.

use crate::output::json::{Record, line};
use serde::Serialize;
use std::io::{self, Write};

/// Writes saved searches, one a line: the name, the query, and how many hits it had at its last run.
pub fn write_alerts(out: &mut impl Write, alerts: &[(&str, &str, Option<u64>)]) -> io::Result<()> {
    for (name, query, hits) in alerts {
        line(out, &Record { v: 1, r#type: "alert", body: Body { name, query, hits: *hits } })?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Body<'a> {
    name: &'a str,
    query: &'a str,
    hits: Option<u64>,
}
