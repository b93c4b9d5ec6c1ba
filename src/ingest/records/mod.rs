//! Records of named values: JSON, JSON Lines, CSV and TSV.

mod beginning;
mod json;
mod pieces;
mod rows;
mod table;

use crate::ingest::fields::Fields;
use crate::ingest::{Job, Outcome, finish, html, lines, prose::Prose};
use crate::model::{Article, Warning};
use serde_json::{Map, Value};

pub(super) use json::{read_json, read_json_lines};
pub(super) use table::read_table;

/// Makes an article of one record, of which `warnings` are known already.
fn article(job: &Job, number: Option<u32>, record: &Map<String, Value>, warnings: Vec<Warning>) -> Outcome {
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
