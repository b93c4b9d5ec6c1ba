//! The quality gate: the measures over `corpus/` (and over the data folder where it is) never fall below the baseline.

mod house;
mod pages;
mod scorer;

use onrecord::{Annotated, Article};
use scorer::{Counts, Figures, pieces};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Rounding of the figures in the baseline.
const EPSILON: f64 = 0.05;

/// Annotates as `onrecord annotate` does, and reads its record back.
fn annotate(text: &str, title: Option<&str>, language: Option<&str>) -> Value {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let annotated = Annotated { annotations: onrecord::annotate(text, title, language), article };
    let mut record = Vec::new();
    onrecord::output::json::write_annotations(&mut record, "-", &annotated, None).expect("a record");
    serde_json::from_slice(&record).expect("JSON")
}

fn measure(gold: &Path) -> Figures {
    let lines = std::fs::read_to_string(gold).unwrap_or_else(|e| panic!("{}: {e}", gold.display()));
    score(lines.lines().map(|line| serde_json::from_str(line).expect("a gold record a line")))
}

fn score(records: impl Iterator<Item = Value>) -> Figures {
    let mut counts = Counts::default();
    for record in records {
        let text = record["text"].as_str().expect("a text");
        let predicted = annotate(text, record["title"].as_str(), record["language"].as_str());
        let whole = record["exhaustive"].as_bool().unwrap_or(true);
        counts.add(text, &pieces(&record), &pieces(&predicted), whole);
    }
    counts.figures()
}

fn check(name: &str, figures: Figures) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/baseline.json");
    let baseline: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the baseline")).expect("JSON");
    let floors = &baseline[name];
    let rows = [
        ("content", figures.content),
        ("strict", figures.strict),
        ("loose", figures.loose),
        ("speaker", figures.speaker),
        ("end_to_end", figures.end_to_end),
        ("who", figures.who),
    ];
    let mut fallen = Vec::new();
    for (key, figure) in rows {
        let floor = floors[key].as_f64().unwrap_or_else(|| panic!("no floor for {name}.{key}"));
        println!("{name:8} {key:10} {figure:6.2} (floor {floor:.2})");
        if figure + EPSILON < floor {
            fallen.push(format!("{key}: {figure:.2} is below {floor:.2}"));
        }
    }
    assert!(fallen.is_empty(), "{name}: {}", fallen.join("; "));
}

#[test]
fn corpus_is_annotated_as_well_as_before() {
    check("corpus", measure(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/corpus.jsonl")));
}

#[test]
fn development_sets_are_annotated_as_well_as_before() {
    let Some(data) = std::env::var_os("ONRECORD_DATA").map(PathBuf::from) else {
        println!("skipped: ONRECORD_DATA names no data folder");
        return;
    };
    for name in ["dev", "gum", "nature", "basil"] {
        check(name, measure(&data.join(format!("quotes/{name}.jsonl"))));
    }
    let apart = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/house-styles.jsonl");
    check("house", score(house::records(&apart, &data.join("news")).into_iter()));
}

#[test]
fn names_agree_as_people_use_them() {
    assert!(scorer::same_name("Mara Ell", "Ell"));
    assert!(scorer::same_name("The Harbour Board", "Harbour Board"));
    assert!(!scorer::same_name("Mara Ell", "Otto Ell"));
    assert!(!scorer::same_name("senior official", "junior official"));
}
