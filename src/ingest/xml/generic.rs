//! XML of no known kind: an element is an article if its parts have the usual names of a title and a text.

use crate::ingest::xml::prose::paragraphs;
use crate::ingest::xml::{Element, each_record};
use crate::ingest::{Fields, Job, records};
use crate::model::Warning;
use serde_json::{Map, Value};
use xxhash_rust::xxh3::xxh3_64;

/// Articles lie no deeper than this.
const DEEPEST: usize = 6;

/// Reads the articles of a document.
pub(super) fn read(job: &mut Job, text: &str, warnings: &[Warning]) {
    let root = super::root(text).unwrap_or("").to_owned();
    let mut found = Vec::new();
    let is_root = |name: &str| name.rsplit(':').next() == Some(root.as_str());
    let done = each_record(text, is_root, |record| articles_in(job, record.element, &mut found));
    let many = found.len() > 1;
    let any = !found.is_empty();
    for (number, record) in (0..).zip(found) {
        let hash = xxh3_64(Value::Object(record.clone()).to_string().as_bytes());
        let outcome = records::article(job, many.then_some(number), &record, warnings.to_vec());
        job.put(outcome, hash);
    }
    match done {
        Err(reason) => job.put(job.failed(None, reason), 0),
        Ok(()) if !any => job.put(job.skipped(None, format!("format not known: XML whose root is <{root}>")), 0),
        Ok(()) => {}
    }
}

/// Adds the articles at or below `root`, the outermost ones.
fn articles_in(job: &Job, root: Element, found: &mut Vec<Map<String, Value>>) {
    let mut level = vec![root];
    for _ in 0..DEEPEST {
        let mut next = Vec::new();
        for element in level {
            let record = values(element);
            let fields = Fields::new(&record, job.options);
            let known = ["title", "published", "url", "authors"].iter().any(|field| fields.words(field).is_some());
            if known && fields.words("text").is_some() {
                found.push(record);
            } else {
                next.extend(element.children());
            }
        }
        level = next;
    }
}

/// The elements right below `element` as named values: words, or paragraphs if there are any.
fn values(element: Element) -> Map<String, Value> {
    let mut values = Map::new();
    for child in element.children() {
        let value = match child.children().next() {
            None => Value::String(plain(child.raw_text().trim())),
            Some(_) => Value::Array(
                paragraphs(child).into_iter().map(|p| Value::String(crate::ingest::one_line(&p))).collect(),
            ),
        };
        values.entry(child.name().to_owned()).or_insert(value);
    }
    values
}

/// Undoes marks that were escaped once too often.
fn plain(text: &str) -> String {
    let twice = ["&amp;quot;", "&amp;apos;", "&amp;#", "&amp;amp;"].iter().any(|mark| text.contains(mark));
    if twice { text.replace("&amp;", "&") } else { text.to_owned() }
}
