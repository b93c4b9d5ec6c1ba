//! What a run leaves that did not come to its end, and what others do meanwhile.

use super::*;
use crate::archive::Stop;
use std::io::Write;

/// A version of an item as ninjs.
fn ninjs(item: &str, version: u32, words: &str) -> String {
    serde_json::json!({"uri": item, "type": "text", "pubstatus": "usable", "version": version.to_string(),
        "headline": "Ferry late", "body_text": words})
    .to_string()
}

/// Version 2 of sixty items, and much else between.
fn wire() -> String {
    let mut number = 7_u64;
    let mut line = |n: u32| {
        let mut digits = String::new();
        for _ in 0..12 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            digits.push_str(&format!(" {:x}", number >> 8));
        }
        let words = format!("The tide table of the harbour has these numbers:{digits}.");
        let (version, words) = if n.is_multiple_of(10) { (2, words.replace("tide", "second")) } else { (1, words) };
        ninjs(&format!("urn:ostley:{n}"), version, &words) + "\n"
    };
    (0..600).map(&mut line).collect()
}

/// Version 1 of these items.
fn place() -> Place {
    let line =
        |n: u32| ninjs(&format!("urn:ostley:{}", n * 10), 1, "The first table of the harbour has no numbers.") + "\n";
    Place::new(&[("a1.jsonl", &(0..60).map(line).collect::<String>())])
}

/// How many items are there in their first and in their second version.
fn versions(place: &Place) -> (u64, u64) {
    (place.search("\"first table\"").total, place.search("\"second table\"").total)
}

#[test]
fn versions_in_a_file_that_was_cut_are_not_forgotten() {
    let place = place();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(wire().as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let path = place.news().join("b.jsonl.gz");
    fs::write(&path, &packed[..packed.len() / 2]).unwrap();
    // What stands before the damage takes part.
    for _ in 0..2 {
        assert!(!place.update().failed.is_empty());
        let (first, second) = versions(&place);
        assert!(first > 0 && second > 0 && first + second == 60, "{first} and {second}");
    }
    fs::write(&path, &packed).unwrap();
    assert_eq!(place.update().articles, 600);
    assert_eq!(versions(&place), (0, 60));
    // Without the file the versions before are the newest again.
    fs::remove_file(&path).unwrap();
    assert_eq!(place.update().articles, 60);
    assert_eq!(versions(&place), (60, 0));
}

#[test]
fn versions_in_a_file_whose_reading_was_stopped_are_not_forgotten() {
    let place = place();
    place.write("b.jsonl", &wire());
    let stop = Stop::default();
    let options = UpdateOptions { stop: stop.clone(), ..UpdateOptions::default() };
    let mut stop_soon = |progress: &crate::archive::Progress| {
        if progress.articles >= 192 {
            stop.stop();
        }
    };
    let report = place.archive().update(&[place.news()], &options, &mut stop_soon).unwrap();
    assert!(report.interrupted && report.articles < 600, "{report:?}");
    let (first, second) = versions(&place);
    assert!(second > 0 && first + second <= 60, "{first} and {second}");
    assert_eq!(place.update().articles, 600);
    assert_eq!(versions(&place), (0, 60));
}

#[test]
fn a_rebuild_reads_a_source_that_came_just_before_its_lock() {
    let place = two();
    place.update();
    let other = place.dir.path().join("other");
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("late.txt"), "The lighthouse went dark.\n").unwrap();
    let mut first = true;
    let mut meanwhile = |_: &crate::archive::Progress| {
        if std::mem::take(&mut first) {
            place.archive().update(std::slice::from_ref(&other), &UpdateOptions::default(), &mut |_| {}).unwrap();
        }
    };
    assert_eq!(place.archive().rebuild(1, &mut meanwhile).unwrap().articles, 3);
    assert_eq!(place.search("lighthouse").total, 1);
}

#[test]
fn copies_are_folded_alike_in_whatever_order_they_were_indexed() {
    let words = ["one", "two", "three", "four", "five", "six", "harbour", "eight", "nine", "ten", "eleven", "twelve"];
    let words: Vec<String> = words.iter().map(|word| format!("{word}lea")).chain(["last".to_owned()]).collect();
    let common: String = (0..20)
        .map(|n| {
            format!("The bell of the quay number {n} rang at dawn and a boat of {} left for the islands.\n", n * 7)
        })
        .collect();
    // The second has two thirds of the first and of the third, which have little of each other.
    let article = |at: usize| {
        let text = format!("{common}{}.\n", words[at * 2..at * 2 + 7].join(" "));
        let json =
            serde_json::json!({"id": format!("a{at}"), "published": format!("2025-03-0{}", at + 1), "text": text});
        (format!("{at}.json"), json.to_string())
    };
    let mut seen = Vec::new();
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0]] {
        let place = Place::new(&[]);
        for at in order {
            let (name, text) = article(at);
            place.write(&name, &text);
            place.update();
        }
        let request = Request { by: By::Cluster, ..request("fivelea OR harbourlea") };
        let results = place.archive().search(&request).unwrap();
        seen.push((results.total, results.hits.iter().map(crate::query::Hit::id).collect::<Vec<_>>()));
    }
    assert!(seen.iter().all(|results| *results == seen[0]), "{seen:?}");
}
