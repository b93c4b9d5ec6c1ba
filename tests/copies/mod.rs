//! Altered copies of real articles, through the whole program. Needs the data folder.

pub(crate) mod altered;

use crate::program::Home;
use altered::{Chance, Story, generated, pairs};
use serde_json::{Value, json};
use std::io::Read;
use std::path::PathBuf;

/// How many articles of the data folder are altered.
const STORIES: usize = 60;

fn stories(data: PathBuf) -> Vec<Story> {
    let file = std::fs::File::open(data.join("news/us-press.jsonl.xz")).expect("us-press");
    let mut lines = String::new();
    liblzma::read::XzDecoder::new(file).take(4 << 20).read_to_string(&mut lines).expect("UTF-8");
    let text = |record: &Value, name: &str| record[name].as_str().unwrap_or_default().to_owned();
    // The last line is cut.
    let records = lines.lines().map_while(|line| serde_json::from_str::<Value>(line).ok());
    records.map(|record| Story { title: text(&record, "title"), text: text(&record, "text") }).collect()
}

#[test]
fn altered_copies_meet_in_one_cluster() {
    let Some(data) = std::env::var_os("ONRECORD_DATA").map(PathBuf::from) else {
        println!("skipped: ONRECORD_DATA names no data folder");
        return;
    };
    let all = generated(&stories(data), STORIES, &mut Chance::new(5));
    let line = |(i, (_, story)): (usize, &(usize, Story))| {
        json!({"id": format!("a{i}"), "title": story.title, "text": story.text, "published": "2024-05-31"}).to_string()
    };
    let home = Home::new();
    home.write("all.jsonl", all.iter().enumerate().map(line).collect::<Vec<_>>().join("\n"));
    home.index().ends(0);
    let hits = home.run(["search", "*", "--by", "article", "--json", "-n", "1000"]).records("hit");
    assert_eq!(hits.len(), all.len());
    let number =
        |hit: &Value| hit["article"]["id"].as_str().and_then(|id| id[1..].parse::<usize>().ok()).expect("an id");
    let stories: Vec<usize> = hits.iter().map(|hit| all[number(hit)].0).collect();
    let cluster =
        |hit: &Value| hit["cluster"]["id"].as_str().map_or_else(|| format!("a{}", number(hit)), str::to_owned);
    let [right, found, wanted] = pairs(&stories, &hits.iter().map(cluster).collect::<Vec<_>>());
    println!("{} articles, {wanted} pairs: {found} found, {right} of them right", all.len());
    assert!(wanted > 200 && right * 100 >= found * 99 && right * 100 >= wanted * 95, "{right} {found} {wanted}");
}
