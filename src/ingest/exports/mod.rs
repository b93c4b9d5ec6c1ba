//! What databases and other programs export: many articles in one file, each with its own fields.

mod alceste;
mod day;
mod europresse;
pub(super) mod factiva;
mod factiva_page;
pub(super) mod nexis;
mod proquest;
pub(super) mod wxr;

use crate::ingest::draft::Draft;
use crate::ingest::{Job, html, lines};
use crate::model::Warning;
use xxhash_rust::xxh3::xxh3_64;

/// The articles of an export, or why one of them is none.
type Drafts = Vec<Result<Draft, String>>;

/// Reads a page if it is an export; returns whether it is.
pub(super) fn read_page(job: &mut Job, page: &str, warnings: &[Warning]) -> bool {
    let drafts = if factiva_page::is_export(page) {
        factiva_page::articles(page)
    } else if europresse::is_export(page) {
        europresse::articles(page)
    } else if nexis::may_be_page(page) {
        let lines = html::blocks_of(page);
        if nexis::is_export(&lines) { nexis::articles(&lines) } else { Vec::new() }
    } else {
        Vec::new()
    };
    put_found(job, drafts, warnings)
}

/// Reads a text if it is an export; returns whether it is.
pub(super) fn read_text(job: &mut Job, text: &str, warnings: &[Warning]) -> bool {
    let drafts = if alceste::is_export(text) {
        alceste::articles(text)
    } else if proquest::is_export(text) {
        proquest::articles(text)
    } else if nexis::may_be_text(text) {
        let lines: Vec<String> = lines::wrapped(text).into_iter().map(|range| text[range].to_owned()).collect();
        if nexis::is_export(&lines) { nexis::articles(&lines) } else { Vec::new() }
    } else {
        Vec::new()
    };
    put_found(job, drafts, warnings)
}

/// Hands on the articles of an export, if there are any; returns whether there are.
fn put_found(job: &mut Job, drafts: Drafts, warnings: &[Warning]) -> bool {
    let found = !drafts.is_empty();
    if found {
        put_all(job, drafts, warnings);
    }
    found
}

/// Hands on the articles of an export.
pub(super) fn put_all(job: &mut Job, drafts: Drafts, warnings: &[Warning]) {
    let many = drafts.len() > 1;
    for (number, draft) in (0..).zip(drafts) {
        let number = many.then_some(number);
        let (outcome, hash) = match draft {
            Ok(mut draft) => {
                let hash = xxh3_64(format!("{:?}{:?}", draft.article, draft.paragraphs).as_bytes());
                draft.article.warnings.splice(0..0, warnings.iter().cloned());
                (draft.finish(job, number), hash)
            }
            Err(reason) => (job.skipped(number, reason), 0),
        };
        job.put(outcome, hash);
    }
}
