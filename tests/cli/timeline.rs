//! `timeline`: quotations a day, week, month or year.

use crate::program::{Home, corpus};
use serde_json::Value;

/// Returns a home with quotations about a weir by two people, one of them printed twice, one undated.
fn home() -> Home {
    let home = Home::new();
    let article =
        |id: &str, date: &str, text: &str| format!("{}\n", serde_json::json!({ "id": id, "date": date, "text": text }));
    let ash = "“The weir will be rebuilt before the winter comes,” said Tom Ash.";
    let lines = [
        article("a", "2024-01-30", ash),
        article("b", "2024-01-31", ash),
        article("c", "2024-04-02", "“No weir will ever stand here again, I promise you,” said Ann Lee."),
        article("d", "2024-04", "“That weir was never safe, and they knew it,” said Ann Lee."),
        article("e", "", "“I saw the weir go,” said Ann Lee."),
        article("f", "2024-02-11", "“The bakery is shut,” said Ann Lee."),
    ];
    home.write("a.jsonl", lines.concat());
    home.index().ends(0);
    home
}

/// Returns the buckets in short: where they begin, whose they are, quotations, clusters.
fn buckets(home: &Home, args: &[&str]) -> (Vec<String>, Value) {
    let run = home.run([&["timeline", "--json"], args].concat()).ends(0);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let short = |b: &Value| format!("{} {} {} {}", text(&b["from"]), text(&b["speaker"]), b["quotes"], b["clusters"]);
    let records = run.records("bucket");
    assert!(records.iter().all(|record| record["v"] == 1));
    (records.iter().map(short).collect(), run.record("summary"))
}

#[test]
fn months_without_gaps_and_copies_counted_once() {
    let home = home();
    let (lines, summary) = buckets(&home, &["weir"]);
    assert_eq!(lines, ["2024-01-01 - 2 1", "2024-02-01 - 0 0", "2024-03-01 - 0 0", "2024-04-01 - 2 2"]);
    assert_eq!((&summary["total"], &summary["undated"], &summary["returned"]), (&5.into(), &1.into(), &4.into()));
    let (lines, summary) = buckets(&home, &["weir", "--every", "year"]);
    assert_eq!(lines, ["2024-01-01 - 4 3"]);
    assert_eq!(summary["undated"], 1);
    // A date without a day falls into no day.
    let (lines, summary) = buckets(&home, &["weir after:2024-02", "--every", "day"]);
    assert_eq!((lines, &summary["undated"]), (vec!["2024-04-02 - 1 1".to_owned()], &1.into()));
    // 29 January and 1 April 2024 were Mondays.
    let (lines, _) = buckets(&home, &["weir", "--every", "week"]);
    assert_eq!((lines.len(), lines[0].as_str(), lines[9].as_str()), (10, "2024-01-29 - 2 1", "2024-04-01 - 1 1"));
}

#[test]
fn speakers_side_by_side() {
    let home = home();
    let (lines, summary) = buckets(&home, &["weir", "--speaker", "ash", "--speaker", "ann lee", "--every", "year"]);
    assert_eq!(lines, ["2024-01-01 Tom Ash 2 1", "2024-01-01 Ann Lee 2 2"]);
    assert_eq!(summary["total"], 5);
    // Without a query all that a speaker said counts.
    assert_eq!(buckets(&home, &["--speaker", "lee", "--every", "year"]).0, ["2024-01-01 Ann Lee 3 3"]);
    let run = home.run(["timeline", "--speaker", "tom ashe", "--every", "year"]).ends(1);
    assert!(run.err.contains("nobody in the index is called `tom ashe`; did you mean `Tom Ash`?"), "{}", run.err);
}

#[test]
fn bars_for_people() {
    let out = home().run(["timeline", "weir"]).ends(0).out;
    let rows: Vec<&str> = out.lines().take(4).collect();
    assert!(rows[0].starts_with("2024-01  2 ███") && rows[1] == "2024-02  0", "{out}");
    assert_eq!(rows[0].matches('█').count(), rows[3].matches('█').count());
    let plain = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        plain.contains("5 quotations.") && plain.contains("1 quotation not shown: no date tells the month"),
        "{out}"
    );
    assert!(rows.iter().all(|row| row.chars().count() <= 80), "{out}");
}

#[test]
fn wrong_input_is_told() {
    for (args, message) in [
        (&["timeline"][..], "QUERY"),
        (&["timeline", "weir", "--every", "decade"], "possible values: day, week, month, year"),
        (&["timeline", "kind:dirct"], "did you mean `direct`?"),
    ] {
        let run = corpus().run(args).ends(2);
        assert!(run.err.contains(message), "{args:?}: {}", run.err);
    }
    assert!(corpus().run(["timeline", "zzzz"]).ends(1).out.contains("Nothing found."));
}
