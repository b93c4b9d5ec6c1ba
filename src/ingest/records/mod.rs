//! Records of named values: JSON, JSON Lines, CSV and TSV.

mod json;
mod table;

use crate::ingest::fields::Fields;
use crate::ingest::{Job, Outcome, finish, html, lines, prose::Prose};
use crate::model::Article;
use serde_json::{Map, Value};

pub(super) use json::{read_json, read_json_lines};
pub(super) use table::read_table;

/// Makes an article of one record.
fn article(job: &Job, number: Option<u32>, record: &Map<String, Value>) -> Outcome {
    let fields = Fields::new(record, job.options);
    let Some(text) = fields.words("text") else {
        return job.skipped(number, fields.missing_text());
    };
    if text.len() as u64 > job.options.max_article {
        return job.skipped(number, job.too_large());
    }
    let mut article = Article { path: job.shown.to_owned(), record: number.unwrap_or(0), ..Article::default() };
    fields.describe(&mut article);
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
