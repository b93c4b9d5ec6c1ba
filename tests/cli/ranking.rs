//! The order of passages: words as they were typed, recent articles, and what each score is made of.

use crate::program::{Home, corpus, field};
use serde_json::Value;

/// Three articles a year apart that say much the same.
fn home() -> Home {
    let article = |year: u32, text: &str| format!("---\ntitle: Of {year}\ndate: {year}-06-01\n---\n\n{text}\n");
    let home = Home::new();
    home.write("old.md", article(2020, "The ferry to the island was late, and the ferry was full."));
    home.write("middle.md", article(2021, "The island has a ferry, which was late again this summer for many."));
    home.write(
        "new.md",
        article(2022, "Late in the year the people of the island asked for a ferry that sails in winter too."),
    );
    home.index().ends(0);
    home
}

fn titles(home: &Home, args: &[&str]) -> Vec<String> {
    field(&home.run([&["search", "--json"], args].concat()).ends(0).records("hit"), "/article/title")
}

#[test]
fn words_as_they_were_typed_come_first() {
    let home = home();
    assert_eq!(titles(&home, &["island has a ferry"])[0], "Of 2021");
    assert_eq!(titles(&home, &["ferry was late again"])[0], "Of 2021");
    assert_eq!(titles(&home, &["the island was late"])[0], "Of 2020");
}

#[test]
fn misremembered_words_still_find_their_passage() {
    let home = home();
    let run = home.run(["search", "--json", "the people of this island begged for some ferry that sails"]).ends(0);
    let hits = run.records("hit");
    assert_eq!(hits[0]["article"]["title"], "Of 2022");
    assert_eq!((&hits[0]["relaxed"], &run.record("summary")["relaxed"]), (&Value::Bool(true), &Value::Bool(true)));
    home.run(["search", "--strict", "the people of this island begged for some ferry that sails"]).ends(1);
}

#[test]
fn recent_passages_are_preferred_when_asked() {
    let home = home();
    let plain = titles(&home, &["ferry late"]);
    assert_eq!(plain[0], "Of 2020", "{plain:?}");
    assert_eq!(titles(&home, &["--recent=30", "ferry late"]), ["Of 2022", "Of 2021", "Of 2020"]);
    assert_eq!(titles(&home, &["--recent=30", "--sort", "oldest", "ferry late"]), ["Of 2020", "Of 2021", "Of 2022"]);
    assert_eq!(titles(&home, &["--recent=30", "--by", "article", "ferry late"])[0], "Of 2022");
    // Many years make no difference to speak of.
    assert_eq!(titles(&home, &["--recent=1000000", "ferry late"]), plain);
}

/// Checks that the parts of each score make it up.
fn check(hits: &[Value]) {
    assert!(!hits.is_empty());
    for hit in hits {
        let parts = &hit["explain"];
        let number = |value: &Value| value.as_f64().expect("a number");
        let words: f64 = parts["words"].as_array().expect("words").iter().map(|word| number(&word["score"])).sum();
        let sum = (words + number(&parts["together"])) * number(&parts["recent"]);
        let score = number(&hit["score"]);
        let is_whole = (sum - score).abs() <= score * 0.001 + 0.001;
        assert!(is_whole || (hit["relaxed"] == true && sum > score), "{sum} is not {score}: {hit}");
    }
}

#[test]
fn scores_are_explained() {
    for query in [
        "river water",
        "\"the people who signed\"",
        "speaker:brandvold weir",
        "weir OR river -wage",
        "title:weir river",
        "the people who have signed it",
        "wei* OR rivr~1",
        "\"river water\"~p",
    ] {
        check(&corpus().run(["search", "--json", "--explain", "--recent=200", query]).records("hit"));
        check(&corpus().run(["search", "--json", "--explain", "--by", "cluster", query]).records("hit"));
        check(&corpus().run(["search", "--json", "--explain", "--by", "article", query]).records("hit"));
    }
    let run = corpus().run(["search", "--explain", "-n", "1", "river water"]).ends(0);
    let line = run.out.lines().find(|line| line.trim_start().starts_with("score ")).expect("a line of the score");
    assert!(line.contains("river ") && line.contains(" + water "), "{line}");
    let plain = corpus().run(["search", "--json", "river"]).records("hit");
    assert!(plain[0].get("explain").is_none());
}

#[test]
fn equal_scores_are_in_the_order_of_ids() {
    let text = "Some title\n\nThe very same words stand in each of these.\n";
    let home = Home::with([("c.txt", text), ("a.txt", text), ("b.txt", text)]);
    for query in ["very same words", "\"very same\"", "the same others words in each of them"] {
        assert_eq!(field(&home.hits(query), "/article/id"), ["a.txt", "b.txt", "c.txt"], "{query}");
    }
}

#[test]
fn a_role_is_told_from_a_name() {
    let home = Home::with([("a.txt", "Weir\n\n“It holds,” said the engineer Ada Fenwick.\n")]);
    let run = home.run(["search", "speaker:engineer"]).ends(1);
    assert!(run.err.contains("role:"), "{}", run.err);
}
