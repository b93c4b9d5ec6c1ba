//! `alert`: saved searches tell what is new since their last run, all of it and nothing else.

use crate::program::{Home, field};

fn run(home: &Home, status: i32) -> Vec<String> {
    let run = home.run(["alert", "run", "--json"]).ends(status);
    let hits = run.records("hit");
    assert!(hits.iter().all(|hit| hit["query_id"] == "frost"));
    let summary = run.record("summary");
    assert_eq!(summary["returned"].as_u64(), Some(hits.len() as u64));
    field(&hits, "/text")
}

#[test]
fn each_run_tells_what_is_new() {
    let home = Home::with([("a.txt", "The frost came early.\n\nThe harbour froze.\n")]);
    home.run(["alert", "add", "frost", "frost"]).ends(0);
    assert_eq!(run(&home, 0), ["The frost came early."], "all is new at first");
    assert!(run(&home, 1).is_empty());
    // Two commits between two runs: one hit changed its words, one came, one article moved a hit to another place.
    home.write("b.txt", "No frost in the south.\n\nNobody knows why.\n");
    home.index().ends(0);
    home.write("a.txt", "The frost came late.\n\nThe harbour froze.\n");
    home.index().ends(0);
    let mut new = run(&home, 0);
    new.sort();
    assert_eq!(new, ["No frost in the south.", "The frost came late."]);
    assert!(run(&home, 1).is_empty());
    // A commit that brings no hit, and one that takes one away.
    home.write("c.txt", "Rain in the west.\n");
    std::fs::remove_file(home.news().join("b.txt")).expect("a file");
    home.index().ends(0);
    assert!(run(&home, 1).is_empty());
    home.write("b.txt", "No frost in the south.\n\nNobody knows why.\n");
    home.index().ends(0);
    assert_eq!(run(&home, 0), ["No frost in the south."], "what went and came back is new");
}

#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_written_is_told_again() {
    let home = Home::with([("a.txt", "The frost came early.\n")]);
    home.run(["alert", "add", "frost", "frost"]).ends(0);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let status = home.command().args(["alert", "run", "--json"]).stdout(full).status().expect("the program starts");
    assert_eq!(status.code(), Some(2));
    assert_eq!(run(&home, 0), ["The frost came early."]);
}

#[test]
fn indexes_of_one_folder_are_told_apart() {
    let home = Home::with([("a.txt", "The frost came early.\n")]);
    let other = home.path("other");
    let other = other.to_str().expect("a path");
    let news = home.news();
    home.run(["index", "--index", other, news.to_str().expect("a path")]).ends(0);
    home.run(["alert", "add", "frost", "frost"]).ends(0);
    assert_eq!(run(&home, 0).len(), 1);
    home.run(["alert", "run", "--index", other]).ends(0);
    home.write("b.txt", "No frost in the south.\n");
    home.run(["index", "--index", other, news.to_str().expect("a path")]).ends(0);
    home.run(["alert", "run", "--index", other]).ends(0);
    assert!(run(&home, 1).is_empty(), "what the first index tells is not what the other told");
    // A file of before tells whatever index is asked.
    let file = home.path("alerts.json");
    let told = std::fs::read_to_string(&file).expect("a file");
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let numbers = &told["alerts"][0]["told"]["index"];
    let before = serde_json::json!({"v": 1, "alerts": [{"name": "frost", "query": "frost", "seen": numbers}]});
    std::fs::write(&file, before.to_string()).expect("a file");
    assert!(run(&home, 1).is_empty());
}

#[test]
fn alerts_are_listed_and_removed() {
    let home = Home::with([("a.txt", "The frost came early.\n")]);
    assert!(home.run(["alert", "list"]).ends(1).out.contains("No alerts."));
    home.run(["alert", "add", "south", "frost", "-snow"]).ends(2);
    home.run(["alert", "add", "south", "--", "frost", "-snow"]).ends(0);
    home.run(["alert", "add", "east", "title:frost"]).ends(0);
    let records = home.run(["alert", "list", "--json"]).ends(0).records("alert");
    assert_eq!(
        (field(&records, "/name"), field(&records, "/query")[1].as_str()),
        (vec!["east".into(), "south".into()], "frost -snow")
    );
    let out = home.run(["alert", "run", "south"]).ends(0).out;
    assert!(out.contains("== south: frost -snow") && out.contains("south: 1 new of 1 hits"), "{out}");
    assert!(home.run(["alert", "run", "south"]).ends(1).out.contains("0 new of 1 hits"));
    home.run(["alert", "remove", "south"]).ends(0);
    assert_eq!(home.run(["alert", "list", "--json"]).ends(0).records("alert").len(), 1);
}

#[test]
fn wrong_input_is_told_and_nothing_is_written() {
    let home = Home::with([("a.txt", "The frost came early.\n")]);
    home.run(["alert", "add", "frost", "frost"]).ends(0);
    let file = home.path("alerts.json");
    let before = std::fs::read(&file).expect("a file");
    for (args, message) in [
        (&["alert", "add", "frost", "snow"][..], "there is an alert `frost` already"),
        (&["alert", "add", "bad", "kind:dirct"], "did you mean `direct`?"),
        (&["alert", "add", " ", "snow"], "an alert needs a name"),
        (&["alert", "run", "frots"], "there is no alert `frots`; did you mean `frost`?"),
        (&["alert", "remove", "snow"], "there is no alert `snow`"),
    ] {
        let run = home.run(args).ends(2);
        assert!(run.err.contains(message), "{args:?}: {}", run.err);
        assert_eq!(std::fs::read(&file).expect("a file"), before, "{args:?}");
    }
    std::fs::write(&file, "{").expect("a file");
    assert!(home.run(["alert", "list"]).ends(2).err.contains("alerts.json: no file of alerts"));
}
