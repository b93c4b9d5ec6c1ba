//! Records of time lines.

use crate::output::json::{Asked, Record, line};
use crate::query::Bucket;
use serde::Serialize;
use std::io::{self, Write};

/// Writes the buckets of a time line, one a line.
pub fn write_buckets(out: &mut impl Write, buckets: &[Bucket], asked: Asked<'_>) -> io::Result<()> {
    for bucket in buckets {
        line(out, &Record { v: 1, r#type: "bucket", body: Body::new(bucket, asked) })?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    from: &'a str,
    to: &'a str,
    quotes: u64,
    clusters: u64,
    speaker: Option<&'a str>,
}

impl<'a> Body<'a> {
    fn new(bucket: &'a Bucket, asked: Asked<'a>) -> Self {
        Self {
            query_id: asked.query_id,
            from: &bucket.from,
            to: &bucket.to,
            quotes: bucket.quotes,
            clusters: bucket.clusters,
            speaker: bucket.speaker.as_deref(),
        }
    }
}
