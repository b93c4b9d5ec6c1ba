//! The held-apart articles of other house styles: annotations in `tests/gold/house-styles.jsonl`, texts in the data folder.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Returns gold records with text and title, as the scorer reads them.
pub(super) fn records(gold: &Path, news: &Path) -> Vec<Value> {
    let lines = std::fs::read_to_string(gold).expect("the annotations");
    let mut by_file: HashMap<String, HashMap<String, Value>> = HashMap::new();
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).expect("a record a line");
        let key = |k: &str| record[k].as_str().expect("file and id").to_owned();
        by_file.entry(key("file")).or_default().insert(key("id"), record.clone());
    }
    let mut out = Vec::new();
    for (file, mut wanted) in by_file {
        let packed = std::fs::File::open(news.join(format!("{file}.jsonl.xz"))).expect("a file of the data folder");
        for line in BufReader::new(liblzma::read::XzDecoder::new(packed)).lines() {
            let line = line.expect("a line");
            // Cheaper than reading each line as JSON.
            let Some(id) = wanted.keys().find(|id| line.contains(&format!("\"{id}\""))).cloned() else { continue };
            let article: Value = serde_json::from_str(&line).expect("JSON");
            if article["id"].as_str() == Some(&id)
                && let Some(record) = wanted.remove(&id)
            {
                out.push(with_text(&record, &article));
            }
        }
        assert!(wanted.is_empty(), "{file} lacks {:?}", wanted.keys());
    }
    out.sort_by_key(|r| r["id"].as_str().map(str::to_owned));
    out
}

fn with_text(record: &Value, article: &Value) -> Value {
    let quotes = record["quotes"].as_array().expect("quotes");
    let mut pieces = Vec::new();
    for (group, quote) in quotes.iter().enumerate() {
        let speaker = match quote["source"].as_array() {
            Some(at) => json!({"start": at[0], "end": at[1]}),
            None => Value::Null,
        };
        // The shared gold annotations are flat: what lies in a required quotation neither counts nor hurts.
        let optional = quote["optional"] == true || quotes.iter().any(|outer| lies_in(quote, outer));
        for span in quote["spans"].as_array().expect("spans") {
            pieces.push(json!({
                "start": span[0], "end": span[1], "group": group.to_string(), "optional": optional,
                "speaker": speaker, "speaker_name": quote["name"],
            }));
        }
    }
    json!({"id": record["id"], "title": article["title"], "text": article["text"], "quotes": pieces})
}

fn lies_in(quote: &Value, outer: &Value) -> bool {
    let spans = |q: &Value| -> Vec<(u64, u64)> {
        let pair = |s: &Value| Some((s[0].as_u64()?, s[1].as_u64()?));
        q["spans"].as_array().into_iter().flatten().filter_map(pair).collect()
    };
    let inside = |(a, b): (u64, u64), (x, y): (u64, u64)| x <= a && b <= y && y - x > b - a;
    outer["optional"] != true && spans(quote).iter().any(|&s| spans(outer).iter().any(|&o| inside(s, o)))
}
