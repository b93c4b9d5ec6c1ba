//! Copies of real articles, altered in many ways: what is found, and what is found wrongly. Needs the data folder.

use crate::link::copies::hashes::word_hashes;
use crate::link::copies::{ArticlePrint, leads, sketch};
use altered::{Chance, Story, generated, pairs};
use std::io::Read;
use std::path::PathBuf;

#[path = "../../../tests/copies/altered.rs"]
mod altered;

fn stories() -> Option<Vec<Story>> {
    let data = std::env::var_os("ONRECORD_DATA").map(PathBuf::from)?;
    let file = std::fs::File::open(data.join("news/us-press.jsonl.xz")).expect("us-press");
    let mut lines = String::new();
    liblzma::read::XzDecoder::new(file).read_to_string(&mut lines).expect("UTF-8");
    let story = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).expect("a record a line");
        let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
        Story { title: text("title"), text: text("text") }
    };
    Some(lines.lines().map(story).collect())
}

#[test]
#[allow(clippy::print_stdout)]
fn altered_copies_are_found_and_nothing_else() {
    let Some(stories) = stories() else {
        println!("skipped: ONRECORD_DATA names no data folder");
        return;
    };
    let all = generated(&stories, 2000, &mut Chance::new(11));
    let print = |(_, story): &(usize, Story)| ArticlePrint {
        sketch: sketch::sketch(&word_hashes(&story.text)),
        title: sketch::title(&word_hashes(&story.title)),
        ..ArticlePrint::default()
    };
    let prints: Vec<ArticlePrint> = all.iter().map(print).collect();
    let of: Vec<usize> = all.iter().map(|(story, _)| *story).collect();
    let [right, found, wanted] = pairs(&of, &leads(&prints));
    let (precision, recall) = (right as f64 / found as f64, right as f64 / wanted as f64);
    println!("{} articles, {wanted} pairs: precision {precision:.4}, recall {recall:.4}", all.len());
    assert!(wanted > 10_000, "{wanted} pairs are too few to tell");
    assert!(precision >= 0.99 && recall >= 0.95, "precision {precision}, recall {recall}");
}
