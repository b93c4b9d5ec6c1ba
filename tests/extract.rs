//! What `extract` makes of `corpus/`, against tables that people wrote: `tests/gold/articles.jsonl` and `corpus.jsonl`.

use crate::program::{Run, corpus, corpus_dir, gold, program};
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields that the gold table of articles states.
const FIELDS: [&str; 7] = ["title", "authors", "published", "outlet", "wire", "url", "language"];

/// Returns the extracted articles, by place.
fn extracted() -> BTreeMap<(String, u64), Value> {
    let run = Run::of(program().arg("extract").arg(corpus_dir()).output().expect("the program starts")).ends(0);
    let place = |article: &Value| {
        (article["path"].as_str().expect("a path").to_owned(), article["record"].as_u64().expect("a number"))
    };
    run.records("article").into_iter().map(|article| (place(&article), article)).collect()
}

fn place(record: &Value) -> (String, u64) {
    (record["path"].as_str().expect("a path").to_owned(), record["record"].as_u64().expect("a number"))
}

/// Returns the first, or last, six words of the gold table, with blanks made one space.
fn edge(text: &str, words: usize, first: bool) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    let words = words.min(all.len());
    let range = if first { 0..words } else { all.len() - words..all.len() };
    all[range].join(" ")
}

#[test]
fn every_article_has_the_fields_of_the_table() {
    let found = extracted();
    let table = gold("articles.jsonl");
    let mut wrong = Vec::new();
    for gold in &table {
        let (path, record) = place(gold);
        let Some(article) = found.get(&(path.clone(), record)) else {
            wrong.push(format!("{path}:{record} is missing"));
            continue;
        };
        for name in FIELDS {
            if article[name] != gold[name] {
                wrong.push(format!("{path}:{record} {name}: expected {}, found {}", gold[name], article[name]));
            }
        }
        let text = article["text"].as_str().expect("a text");
        for (name, first) in [("first_words", true), ("last_words", false)] {
            let expected = gold[name].as_str().expect("words");
            let edge = edge(text, expected.split_whitespace().count(), first);
            if edge != expected {
                wrong.push(format!("{path}:{record} {name}: expected {expected:?}, found {edge:?}"));
            }
        }
    }
    // Those of `formats/` have a table of their own.
    let others = found.keys().filter(|(path, _)| !path.starts_with("formats/")).count();
    assert_eq!(others, table.len(), "articles");
    assert!(wrong.is_empty(), "{} mismatches\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_text_is_that_of_the_gold() {
    let found = extracted();
    let mut wrong = Vec::new();
    let table = gold("corpus.jsonl");
    for gold in &table {
        let (path, record) = place(gold);
        let text = found.get(&(path.clone(), record)).and_then(|article| article["text"].as_str()).unwrap_or("");
        let expected = gold["text"].as_str().expect("a text");
        if text != expected {
            let at = text.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
            let shown = |text: &str| text.chars().skip(at.saturating_sub(20)).take(60).collect::<String>();
            wrong.push(format!("{path}:{record} at {at}: expected …{:?}, found …{:?}", shown(expected), shown(text)));
        }
    }
    assert!(table.len() >= 40, "only {} articles in the gold", table.len());
    assert!(wrong.is_empty(), "{} texts differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_record_has_all_fields_of_the_interface() {
    for article in extracted().values() {
        for name in [
            "path",
            "record",
            "id",
            "url",
            "title",
            "authors",
            "published",
            "modified",
            "dates",
            "outlet",
            "wire",
            "section",
            "language",
            "text",
            "credits",
            "warnings",
        ] {
            assert!(article.get(name).is_some(), "{name} in {article}");
        }
        assert_eq!((&article["v"], &article["type"]), (&1.into(), &"article".into()));
        for date in article["dates"].as_array().expect("a list") {
            assert!(["value", "source", "precision"].iter().all(|name| date.get(name).is_some()), "{date}");
        }
    }
}

#[test]
fn an_index_shows_the_same_articles() {
    // Ids are unique in corpus/, so each shows one article.
    for (place, article) in extracted() {
        let shown = corpus().run(["show", "--json", article["id"].as_str().expect("an id")]).ends(0).record("article");
        for name in FIELDS.iter().chain(&["text", "credits", "warnings", "dates", "path", "record"]) {
            assert_eq!(shown[name], article[name], "{place:?} {name}");
        }
    }
}

#[test]
fn standard_input_is_read_by_its_content() {
    let home = crate::program::Home::new();
    for (name, articles) in [
        ("feeds/harbour-radio.ndjson.zst", 3),
        ("tarnwick/clock-mender.txt.gz", 1),
        ("tarnwick/islands-cut-off.html", 1),
    ] {
        let path = corpus_dir().join(name);
        let given = home.run_with(&std::fs::read(&path).expect("the file"), ["extract"]).ends(0).records("article");
        let read = home.run(["extract".as_ref(), path.as_os_str()]).ends(0).records("article");
        assert_eq!(read.len(), articles, "{name}");
        let texts = |records: &[Value]| crate::program::field(records, "/text");
        assert_eq!(texts(&given), texts(&read), "{name}");
    }
}
