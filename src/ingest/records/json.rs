//! JSON: one article, an array of them, or an object that holds an array; and JSON Lines.

use crate::ingest::encoding::{self, Steady};
use crate::ingest::records::beginning::Beginning;
use crate::ingest::records::pieces::{Next, append_line};
use crate::ingest::wire::ninjs;
use crate::ingest::{Job, open};
use crate::model::Warning;
use serde_json::{Map, Value};
use std::io::BufRead;
use xxhash_rust::xxh3::xxh3_64;

/// Names of the array in an object that holds articles.
const ARRAYS: [&str; 13] = [
    "articles",
    "items",
    "results",
    "docs",
    "data",
    "entries",
    "documents",
    "news",
    "stories",
    "posts",
    "objects",
    "hits",
    "item",
];

/// Names of the one object in a record that is the article, with what a service knows of it beside.
const WRAPPED: [&str; 5] = ["_source", "item", "article", "data", "attributes"];

/// Reads a JSON file.
pub(in crate::ingest) fn read_json(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole_of_many(reader, "one article a line, as JSON Lines, has no such limit") else { return };
    let hash = xxh3_64(&bytes);
    let decoded = encoding::decode(&bytes, None);
    let value: Value = match serde_json::from_str(&decoded.text) {
        Ok(value) => value,
        // Lines too long for the first look.
        Err(_) if starts_with_line(&decoded.text) => return read_json_lines(job, &mut decoded.text.as_bytes()),
        Err(err) => return job.put(job.failed(None, format!("invalid JSON: {err}")), hash),
    };
    let warnings: Vec<Warning> = decoded.warning.into_iter().map(Warning::encoding).collect();
    drop(decoded.text);
    match value {
        Value::Array(items) => read_array(job, items, &warnings),
        Value::Object(object) => read_object(job, object, hash, warnings),
        _ => job.put(job.skipped(None, "JSON that is neither an object nor an array".to_owned()), hash),
    }
}

/// Returns whether the first line is a JSON object and another line follows.
fn starts_with_line(text: &str) -> bool {
    let Some((first, rest)) = text.trim_start().split_once('\n') else { return false };
    rest.trim_start().starts_with('{') && serde_json::from_str::<Map<String, Value>>(first).is_ok()
}

/// Reads an object: an article, or what holds articles.
fn read_object(job: &mut Job, object: Map<String, Value>, hash: u64, warnings: Vec<Warning>) {
    let object = if is_article(job, &object) {
        object
    } else {
        match array_in(object) {
            Ok(items) => return read_array(job, items, &warnings),
            Err(object) => unwrapped(job, object),
        }
    };
    job.put(super::article(job, None, &object, warnings), hash);
}

/// Returns whether an object has the text of an article, or says why it has none.
fn is_article(job: &Job, object: &Map<String, Value>) -> bool {
    super::Fields::new(object, job.options).words("text").is_some() || ninjs::is_item(object)
}

/// Returns the article that a record without a text wraps, else the record.
fn unwrapped(job: &Job, mut record: Map<String, Value>) -> Map<String, Value> {
    // A wrapper in a wrapper is the deepest that services write.
    for _ in 0..2 {
        if is_article(job, &record) {
            break;
        }
        let Some(name) = WRAPPED.iter().find(|name| record.get(**name).is_some_and(Value::is_object)) else { break };
        let Some(Value::Object(inner)) = record.remove(*name) else { break };
        record = inner;
    }
    record
}

/// Takes the array of records out of `object`, or out of an object in it; gives `object` back if there is none.
fn array_in(mut object: Map<String, Value>) -> Result<Vec<Value>, Map<String, Value>> {
    let holds = |object: &Map<String, Value>| {
        let is_array =
            |name: &&&str| object.get(**name).and_then(Value::as_array).is_some_and(|a| a.iter().any(Value::is_object));
        ARRAYS.iter().find(is_array).copied()
    };
    if let Some(name) = holds(&object)
        && let Some(Value::Array(items)) = object.remove(name)
    {
        return Ok(items);
    }
    let inner = object.iter().find_map(|(key, value)| Some((key.clone(), holds(value.as_object()?)?)));
    if let Some((key, name)) = inner
        && let Some(Value::Array(items)) = object.get_mut(&key).and_then(|value| value.as_object_mut()?.remove(name))
    {
        return Ok(items);
    }
    Err(object)
}

fn read_array(job: &mut Job, items: Vec<Value>, warnings: &[Warning]) {
    if items.is_empty() {
        job.put(job.skipped(None, "empty: no articles in it".to_owned()), 0);
    }
    for (number, item) in items.into_iter().enumerate() {
        let number = Some(u32::try_from(number).unwrap_or(u32::MAX));
        let hash = xxh3_64(item.to_string().as_bytes());
        let outcome = match item {
            Value::Object(record) => super::article(job, number, &unwrapped(job, record), warnings.to_vec()),
            _ => job.skipped(number, "not an object".to_owned()),
        };
        job.put(outcome, hash);
    }
}

/// Reads JSON Lines, one line at a time; a bad line is one failed record.
pub(in crate::ingest) fn read_json_lines(job: &mut Job, reader: &mut dyn BufRead) {
    let mut lines = Beginning::new(reader);
    if !lines.is_utf16() {
        return read_lines(job, &mut lines);
    }
    let Some(bytes) = job.whole_of_many(&mut lines, "save it as UTF-8") else { return };
    let text = encoding::decode(&bytes, None).text;
    read_lines(job, &mut Beginning::new(&mut text.as_bytes()));
}

fn read_lines(job: &mut Job, lines: &mut Beginning) {
    let mut encoding = Steady::of(b"");
    // Escapes make a line longer than its text.
    let limit =
        usize::try_from(job.options.max_article.saturating_mul(2)).unwrap_or(usize::MAX).saturating_add(1 << 16);
    let mut line = Vec::new();
    let (mut line_number, mut number) = (0_u64, 0_u32);
    loop {
        line.clear();
        let state = match append_line(lines, &mut line, limit, b'\n') {
            Ok(Next::End) => break,
            Ok(state) => state,
            Err(err) => return job.put(job.failed(None, open::reason(&err, job.packing)), 0),
        };
        line_number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        encoding = lines.told_by(&line).unwrap_or(encoding);
        let decoded = encoding.decode(&line);
        let hash = xxh3_64(decoded.text.trim().as_bytes());
        let warnings: Vec<Warning> = decoded.warning.into_iter().map(Warning::encoding).collect();
        let outcome = match (state, parse(&decoded.text)) {
            (Next::TooLong, _) => job.skipped(Some(number), format!("line {line_number}: {}", job.too_large())),
            (_, Ok(Value::Object(record))) => super::article(job, Some(number), &unwrapped(job, record), warnings),
            (_, Ok(_)) => job.failed(Some(number), format!("line {line_number}: not a JSON object")),
            (_, Err(reason)) => job.failed(Some(number), format!("line {line_number}: invalid JSON: {reason}")),
        };
        job.put(outcome, hash);
        number = number.saturating_add(1);
    }
    if number == 0 {
        job.put(job.skipped(None, "empty: no records in it".to_owned()), 0);
    }
}

fn parse(line: &str) -> Result<Value, String> {
    // The line is known: only the column helps.
    serde_json::from_str(line).map_err(|err| err.to_string().replace(" at line 1 column", " at column"))
}
