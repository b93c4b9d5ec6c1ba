//! The gate of pages: what is extracted from the two sets of the data folder never falls below the baseline.

use onrecord::{Article, Outcome, ReadOptions};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Rounding of the figures in the baseline.
const EPSILON: f64 = 0.05;

#[test]
fn pages_are_extracted_as_well_as_before() {
    let Some(data) = std::env::var_os("ONRECORD_DATA").map(PathBuf::from) else {
        println!("skipped: ONRECORD_DATA names no data folder");
        return;
    };
    for name in ["publishers", "mixed"] {
        let (gold, pages) = unpacked(&data.join(format!("html/{name}.tar.xz")));
        check(name, &figures(&gold, &extracted(&pages)));
    }
}

/// Returns the records of the gold file and the pages of a set, by file name.
fn unpacked(path: &Path) -> (Vec<Value>, Vec<(String, Vec<u8>)>) {
    let file = std::fs::File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut archive = tar::Archive::new(liblzma::read::XzDecoder::new(file));
    let (mut gold, mut pages) = (Vec::new(), Vec::new());
    for entry in archive.entries().expect("an archive") {
        let mut entry = entry.expect("an entry");
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("the bytes of an entry");
        let file = name.rsplit('/').next().unwrap_or_default().to_owned();
        match file.as_str() {
            "gold.jsonl" => {
                let lines = String::from_utf8(bytes).expect("UTF-8");
                gold.extend(lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("a record a line")));
            }
            "" => {}
            _ => pages.push((file, bytes)),
        }
    }
    (gold, pages)
}

/// Returns the article of each page, by file name. Two threads take turns.
fn extracted(pages: &[(String, Vec<u8>)]) -> FxHashMap<String, Article> {
    let some = |from: usize| {
        let mut found = FxHashMap::default();
        for (file, bytes) in pages.iter().skip(from).step_by(2) {
            onrecord::read_bytes(file, bytes, &ReadOptions::default(), &mut |outcome, _| {
                if let Outcome::Article(article) = outcome {
                    found.insert(file.clone(), *article);
                }
            });
        }
        found
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| some(1));
        let mut found = some(0);
        found.extend(other.join().expect("the other half"));
        found
    })
}

/// Right answers out of so many.
#[derive(Default)]
struct Share(f64, f64);

impl Share {
    fn add(&mut self, right: bool) {
        self.0 += f64::from(u8::from(right));
        self.1 += 1.0;
    }

    fn percent(&self) -> f64 {
        100.0 * self.0 / self.1.max(1.0)
    }
}

/// Measures articles against the gold: each figure in percent.
fn figures(gold: &[Value], found: &FxHashMap<String, Article>) -> Vec<(&'static str, f64)> {
    let none = Article::default();
    let (mut title, mut date, mut authors) = (Share::default(), Share::default(), Share::default());
    // Of a body the means of precision and recall; of segments those wanted and found, and those found.
    let (mut precision, mut recall, mut segments) = (Share::default(), Share::default(), [0.0_f64; 3]);
    for record in gold {
        let article = record["file"].as_str().and_then(|file| found.get(file)).unwrap_or(&none);
        if let Some(body) = record["body"].as_str().filter(|body| !body.is_empty()) {
            let (wanted, got) = (shingles(body), shingles(&article.text));
            let common: f64 = wanted.iter().map(|(words, n)| n.min(*got.get(words).unwrap_or(&0.0))).sum();
            let (all, mine) = (wanted.values().sum::<f64>(), got.values().sum::<f64>());
            recall = Share(recall.0 + common / all.max(1.0), recall.1 + 1.0);
            if mine > 0.0 {
                precision = Share(precision.0 + common / mine, precision.1 + 1.0);
            }
        }
        let text = spaced(&article.text);
        let has = |segment: &Value| text.contains(&spaced(segment.as_str().unwrap_or_default()));
        for (name, wanted) in [("with", true), ("without", false)] {
            for segment in record[name].as_array().into_iter().flatten() {
                let has = has(segment);
                segments[0] += f64::from(u8::from(wanted));
                segments[1] += f64::from(u8::from(wanted && has));
                segments[2] += f64::from(u8::from(has));
            }
        }
        if let Some(wanted) = record["title"].as_str().filter(|title| !title.is_empty()) {
            title.add(folded(wanted) == folded(article.title.as_deref().unwrap_or_default()));
        }
        if let Some(wanted) = record["published"].as_str() {
            let day = |date: &str| date.chars().take(10).collect::<String>();
            date.add(article.published.as_ref().is_some_and(|found| day(found.as_str()) == day(wanted)));
        }
        if let Some(wanted) = record["authors"].as_array().filter(|wanted| !wanted.is_empty()) {
            let wanted: FxHashSet<String> = wanted.iter().filter_map(Value::as_str).map(folded).collect();
            authors.add(wanted == article.authors.iter().map(|name| folded(name)).collect());
        }
    }
    let f1 = |p: f64, r: f64| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    let body = (recall.1 > 0.0).then(|| ("body", f1(precision.percent(), recall.percent())));
    let [wanted, right, got] = segments;
    let segments = (wanted > 0.0).then(|| ("segments", 100.0 * f1(right / got.max(1.0), right / wanted)));
    let rest = [("title", title.percent()), ("date", date.percent()), ("authors", authors.percent())];
    body.into_iter().chain(segments).chain(rest).collect()
}

/// Returns how often each four words follow each other.
fn shingles(text: &str) -> FxHashMap<Vec<&str>, f64> {
    let words: Vec<&str> = words(text).collect();
    let mut counts = FxHashMap::default();
    let shingles = words.windows(words.len().clamp(1, 4));
    shingles.for_each(|four| *counts.entry(four.to_vec()).or_default() += 1.0);
    counts
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

fn folded(text: &str) -> String {
    let text = text.nfkc().collect::<String>().to_lowercase();
    words(&text).collect::<Vec<_>>().join(" ")
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(name: &str, figures: &[(&str, f64)]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/baseline.json");
    let baseline: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the baseline")).expect("JSON");
    let mut fallen = Vec::new();
    for (key, figure) in figures {
        let floor = baseline[name][key].as_f64().unwrap_or_else(|| panic!("no floor for {name}.{key}"));
        println!("{name:10} {key:10} {figure:6.2} (floor {floor:.2})");
        if figure + EPSILON < floor {
            fallen.push(format!("{key}: {figure:.2} is below {floor:.2}"));
        }
    }
    assert!(fallen.is_empty(), "{name}: {}", fallen.join("; "));
}

#[test]
fn the_measures_of_pages() {
    let gold = serde_json::json!({"file": "a", "title": "The Ferry", "authors": ["Pia Vell"], "published": "2024-05-08",
        "body": "one two three four five", "with": ["one two"], "without": ["six"]});
    let article = |text: &str, title: &str| {
        let article = Article { text: text.to_owned(), title: Some(title.to_owned()), ..Article::default() };
        FxHashMap::from_iter([("a".to_owned(), article)])
    };
    let of = |text: &str, title: &str| {
        let figures = figures(std::slice::from_ref(&gold), &article(text, title));
        figures.into_iter().map(|(key, figure)| (key, (figure * 10.0).round() / 10.0)).collect::<Vec<_>>()
    };
    let right = of("one two three four five", "the ferry!");
    assert_eq!(right, [("body", 100.0), ("segments", 100.0), ("title", 100.0), ("date", 0.0), ("authors", 0.0)]);
    let half = of("one two three four\nsix", "Ferry");
    assert_eq!(half, [("body", 50.0), ("segments", 66.7), ("title", 0.0), ("date", 0.0), ("authors", 0.0)]);
}
