//! `said` and `whosaid`: who is meant, and what is counted.

use crate::program::{Home, corpus, corpus_articles, field};

#[test]
fn the_speakers_that_were_understood_are_printed() {
    let out = corpus().run(["said", "brandvold", "weir", "-n", "1"]).ends(0).out;
    assert!(out.contains("passages by Ilse Brandvold."), "{out}");
    // Two people have the name: both are named, and a message says how to tell them apart.
    let run = corpus().run(["said", "larkin"]).ends(0);
    let plain = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(plain.contains("by Moira Larkin, Keith Larkin."), "{plain}");
    let told = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("`larkin` means 2 speakers") && told.contains("Moira Larkin ("), "{told}");
    // A slip in a surname is told wherever the name is asked for, without the words behind it.
    for args in [&["speakers", "brandvlod"][..], &["said", "brandvlod", "weir\""], &["said", "brandvlod"]] {
        let err = corpus().run(args).ends(1).err;
        assert!(err.contains("called `brandvlod`; did you mean `Ilse Brandvold`?"), "{args:?}: {err}");
    }
}

#[test]
fn a_role_before_the_name_is_no_other_speaker() {
    let speaker = |args: &[&str]| {
        let run = corpus().run([&["said", "--json"], args].concat());
        run.record("summary")["speaker"].as_str().unwrap_or("nobody").to_owned()
    };
    assert_eq!(speaker(&["mayor", "brandvold"]), "Ilse Brandvold");
    assert_eq!(speaker(&["mayor brandvold", "weir"]), "Ilse Brandvold");
    assert_eq!(speaker(&["mr.", "keith", "larkin"]), "Keith Larkin");
}

#[test]
fn other_names_in_the_words_mean_whom_they_name() {
    let total = |args: &[&str]| {
        corpus().run([&["said", "--json", "-n", "100"], args].concat()).record("summary")["total"].as_u64()
    };
    let weir = total(&["brandvold", "weir"]);
    assert!(weir > Some(0));
    assert_eq!(total(&["brandvold", "--", "-speaker:larkin weir"]), weir);
    assert_eq!(total(&["brandvold", "--", "-speaker:brandvold weir"]), Some(0));
    assert_eq!(total(&["brandvold", "speaker:larkin"]), Some(0));
    assert_eq!(total(&["brandvold", "speaker:brandvold weir"]), weir);
}

#[test]
fn an_unknown_speaker_said_nothing() {
    let run = corpus().run(["said", "--json", "brandvald"]).ends(1);
    let summary = run.record("summary");
    assert_eq!((&summary["total"], &summary["searched"]["articles"]), (&0.into(), &corpus_articles().into()));
    assert!(run.err.contains("nobody in the index is called `brandvald`"), "{}", run.err);
    assert!(corpus().run(["said", "brandvald"]).ends(1).out.starts_with("Nothing found."));
}

#[test]
fn a_phrase_is_plain_text() {
    for phrase in ["we will rebuild\\", "“we will rebuild", "(we will* rebuild)~1", "we: -will OR\" rebuild"] {
        let run = corpus().run(["whosaid", "--json", "--", phrase]);
        assert!(run.status < 2, "{phrase}: {}", run.err);
    }
    assert_eq!(corpus().run(["whosaid", "--json", "we will rebuild\\"]).record("speaker")["name"], "Ilse Brandvold");
    let run = corpus().run(["whosaid", "("]).ends(2);
    assert_eq!(run.err, "onrecord: `(` has no words to look for\n");
}

#[test]
fn whosaid_tells_of_words_outside_of_quotations() {
    let home = Home::with([
        ("a.txt", "“We will mend the weir,” said Ann Lee.\n\nThey will mend the weir in spring, the town hopes.\n"),
        ("b.txt", "“Nobody asked us,” said Bob Pell.\n"),
    ]);
    let err = home.run(["whosaid", "will mend the weir"]).ends(0).err;
    let told = err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("1 passage outside of quotations"), "{told}");
    assert!(!home.run(["whosaid", "nobody asked us"]).ends(0).err.contains("outside"));
}

#[test]
fn whosaid_counts_speakers() {
    let run = corpus().run(["whosaid", "--json", "-n", "2", "the"]).ends(0);
    let summary = run.record("summary");
    assert_eq!((run.records("speaker").len(), summary["returned"].as_u64()), (2, Some(2)));
    assert!(summary["total"].as_u64() > Some(10));
    for row in run.records("speaker") {
        let wordings = field(row["wordings"].as_array().expect("a list"), "/text");
        assert!(wordings.iter().all(|words| words.eq_ignore_ascii_case("the")), "{wordings:?}");
    }
    corpus().run(["whosaid", "-n", "0", "the"]).ends(0);
}

#[test]
fn unsure_attributions_are_nobodys_when_asked() {
    let speakers = |least: &str| {
        let run = corpus().run(["whosaid", "--json", "-n", "1000", "--min-confidence", least, "the"]).ends(0);
        let rows = run.records("speaker");
        let count = |row: &serde_json::Value| row["quotes"].as_u64().expect("a number");
        let unknown: u64 = rows.iter().filter(|row| row["kind"] == "unknown").map(count).sum();
        (unknown, rows.iter().map(count).sum::<u64>())
    };
    let (all, strict) = (speakers("0"), speakers("0.95"));
    assert!(strict.0 > all.0, "{all:?} {strict:?}");
    assert_eq!(strict.1, all.1, "no quotation is lost");
    for flag in [&["--by", "article"][..], &["--sort", "newest"], &["--strict"]] {
        corpus().run([&["whosaid", "weir"], flag].concat()).ends(2);
    }
}

#[test]
fn a_wording_is_the_phrase_the_first_time() {
    let home = Home::with([(
        "a.txt",
        "“We wait, and we wait, and we wait,” said Ada Fenwick. “We,” said Odo Brenning, “wait for nobody.”\n",
    )]);
    let rows = home.run(["whosaid", "--json", "we wait"]).ends(0).records("speaker");
    let mut wordings: Vec<String> =
        rows.iter().flat_map(|row| field(row["wordings"].as_array().expect("a list"), "/text")).collect();
    wordings.sort();
    assert_eq!(wordings, ["We wait", "We … wait"]);
}

#[test]
fn words_that_are_quoted_in_a_quotation_are_said_once() {
    let text = "Otto Brandvik met the council on Monday.\n\n“Then Brandvik said, ‘The weir must not fall again,’ and sat \
                down,” said Mara Ellery, the clerk.\n";
    let home = Home::with([("a.txt", text)]);
    home.index().ends(0);
    let run = home.run(["whosaid", "--json", "the weir must not fall"]).ends(0);
    assert_eq!(field(&run.records("speaker"), "/name"), ["Otto Brandvik"], "{}", run.out);
}
