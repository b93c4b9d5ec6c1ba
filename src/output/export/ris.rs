//! RIS, the exchange format of literature programs: one reference an article, its quotations as notes.

use crate::model::Precision;
use crate::output::export::{one_line, speaker_of, text_of, web_address};
use crate::query::Hit;
use std::io::{self, Write};

/// Writes the reference of an article with all its hits.
pub(super) fn entry(out: &mut impl Write, hits: &[Hit]) -> io::Result<()> {
    let Some(first) = hits.first() else { return Ok(()) };
    let article = &first.article.article;
    let mut put = |tag: &str, value: &str| write!(out, "{tag}  - {}\r\n", one_line(value));
    put("TY", "NEWS")?;
    put("ID", &article.id)?;
    put("TI", article.title.as_deref().unwrap_or("untitled"))?;
    for author in &article.authors {
        put("AU", author)?;
    }
    if let Some(outlet) = &article.outlet {
        put("T2", outlet)?;
    }
    if let Some(date) = &article.published {
        let iso = date.as_str();
        put("PY", iso.get(..4).unwrap_or_default())?;
        // What the source left open stays open: `2024/05//`.
        let part = |range: std::ops::Range<usize>| iso.get(range).unwrap_or_default();
        if date.precision() > Precision::Year {
            put("DA", &format!("{}/{}/{}/", part(0..4), part(5..7), part(8..10)))?;
        }
    }
    if let Some(url) = web_address(article.url.as_deref()) {
        put("UR", url)?;
    }
    if let Some(language) = &article.language {
        put("LA", language)?;
    }
    for hit in hits {
        put("N1", &note(hit))?;
    }
    put("ER", "")
}

/// Returns the words of a hit and who said them.
pub(super) fn note(hit: &Hit) -> String {
    let words = hit.span.of(text_of(hit));
    match speaker_of(hit) {
        Some((name, _)) => format!("{name}: {words}"),
        None => words.to_owned(),
    }
}
