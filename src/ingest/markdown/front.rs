//! Front matter: named values between two lines of marks at the top of a file.

use crate::ingest::lines;
use serde_json::{Map, Value};

/// Returns the values of the front matter of `text`, and where the body starts.
pub(super) fn read(text: &str) -> (Map<String, Value>, usize) {
    let mut values = Map::new();
    let mut all = lines::lines(text).peekable();
    let Some((fence, mark)) = all.next().and_then(|line| match text[line].trim_end() {
        "---" => Some(("---", ':')),
        "+++" => Some(("+++", '=')),
        _ => None,
    }) else {
        return (values, 0);
    };
    let mut last = String::new();
    for line in all {
        let words = text[line.clone()].trim_end();
        if words == fence || (fence == "---" && words == "...") {
            return (values, line.end);
        }
        if let Some(entry) = words.trim_start().strip_prefix("- ") {
            match values.get_mut(&last) {
                Some(Value::Array(list)) => list.push(value(entry)),
                Some(slot) if *slot == Value::Null => *slot = Value::Array(vec![value(entry)]),
                _ => {}
            }
        } else if let Some((key, said)) = words.split_once(mark) {
            last = key.trim().trim_matches('"').to_owned();
            values.insert(last.clone(), value(said));
        }
    }
    // No second fence: it was a rule, not front matter.
    (Map::new(), 0)
}

/// Returns a value: a text in or out of quotation marks, or a list in brackets.
fn value(said: &str) -> Value {
    let said = said.trim();
    if let Some(list) = said.strip_prefix('[').and_then(|s| s.strip_suffix(']')) {
        return Value::Array(list.split(',').map(value).filter(|v| !v.is_null()).collect());
    }
    let bare =
        [('"', '"'), ('\'', '\'')].iter().find_map(|(a, b)| said.strip_prefix(*a)?.strip_suffix(*b)).unwrap_or(said);
    if bare.is_empty() { Value::Null } else { Value::String(bare.replace("\\\"", "\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_and_lists() {
        let text = "---\ntitle: \"Ostley: two bridges\"\ndate: 2026-04-21\nauthors:\n  - Lena Marrow\n  - J. Wherry\ntags: [a, 'b']\n---\nBody.";
        let (values, body) = read(text);
        assert_eq!(
            Value::Object(values),
            json!({"title": "Ostley: two bridges", "date": "2026-04-21", "authors": ["Lena Marrow", "J. Wherry"], "tags": ["a", "b"]})
        );
        assert_eq!(&text[body..], "\nBody.");
        assert_eq!(read("+++\ntitle = \"A\"\n+++\n").0["title"], "A");
        assert_eq!(read("---\n\nnot front matter").1, 0);
    }
}
