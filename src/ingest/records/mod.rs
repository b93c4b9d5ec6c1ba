//! Records of named values: JSON, JSON Lines, CSV and TSV.

mod beginning;
mod json;
mod pieces;
mod rows;
mod table;

use crate::ingest::fields::Fields;
use crate::ingest::wire::ninjs;
use crate::ingest::{Job, Outcome, finish, html, lines, prose::Prose};
use crate::model::{Article, Warning};
use serde_json::{Map, Value};

pub(super) use json::{read_json, read_json_lines};
pub(super) use table::read_table;

/// Makes an article of one record, of which `warnings` are known already.
pub(super) fn article(job: &Job, number: Option<u32>, record: &Map<String, Value>, warnings: Vec<Warning>) -> Outcome {
    if job.options.map.is_empty() && ninjs::is_item(record) {
        return match ninjs::item(record) {
            Ok(mut draft) => {
                draft.article.edition = ninjs::edition(record);
                draft.article.warnings.splice(0..0, warnings);
                draft.finish(job, number)
            }
            Err(reason) => job.refused(number, ninjs::edition(record), reason),
        };
    }
    let fields = Fields::new(record, job.options);
    let Some(text) = fields.words("text") else {
        return job.skipped(number, fields.missing_text());
    };
    if text.len() as u64 > job.options.max_article {
        return job.skipped(number, job.too_large());
    }
    let record = number.unwrap_or(0);
    let mut article = Article { path: job.shown.to_owned(), record, warnings, ..Article::default() };
    fields.describe(&mut article);
    let text = match cut_short(&text) {
        Some(len) => {
            article.warnings.push(Warning { rule: "truncated".to_owned(), text: text[len..].trim().to_owned() });
            text[..len].to_owned()
        }
        None => text,
    };
    if html::is_markup(&text) {
        let prose = html::fragment(&text);
        return finish(job, article, number.is_some(), prose, None);
    }
    let mut prose = Prose::with_capacity(text.len());
    for paragraph in lines::paragraphs(&text) {
        prose.push_paragraph(&text, &[paragraph]);
    }
    finish(job, article, number.is_some(), prose, Some(&text))
}

/// Returns how much of `text` is words if a service says at its end that it gives only the beginning: `… [+123 chars]`.
fn cut_short(text: &str) -> Option<usize> {
    let inside = text.trim_end().strip_suffix(" chars]")?;
    let (words, count) = inside.rsplit_once('[')?;
    let digits = count.strip_prefix('+').unwrap_or(count);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| words.trim_end_matches([' ', '…', '.']).len())
}

#[cfg(test)]
mod tests {
    use super::cut_short;

    #[test]
    fn a_beginning_is_told() {
        assert_eq!(cut_short("The weir went\u{2026} [+1234 chars]"), Some("The weir went".len()));
        assert_eq!(cut_short("The weir went... [88 chars]\n"), Some("The weir went".len()));
        assert_eq!(cut_short("The weir went [two chars]"), None);
    }
}
