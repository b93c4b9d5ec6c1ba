//! `verify`: where claims come from, what is printed, how it ends. The rules of its verdicts are tested in `tests/verify`.

use crate::program::{Home, corpus, corpus_articles, field, points};
use serde_json::{Value, json};

const WEIR: &str = "The weir\n\n“We will rebuild,” said Ilse Brandvold, the mayor of Tarnwick. “I was born beside that weir.”\n\n“The \
    herons came back,” said Odo Brenning.\n";

fn weir() -> Home {
    Home::with([("weir.txt", WEIR)])
}

/// The verdicts of a run, in order.
fn verdicts(records: &[Value]) -> Vec<String> {
    field(records, "/verdict")
}

#[test]
fn a_record_has_all_that_was_found() {
    let run = corpus().run(["verify", "--json", "--speaker", "brandvold", "“we will rebuild”"]).ends(0);
    let verdict = run.record("verdict");
    assert_eq!((&verdict["v"], &verdict["query"]), (&json!(1), &json!("“we will rebuild”")));
    assert_eq!((&verdict["verdict"], &verdict["rule"]), (&json!("typographic"), &json!("same_words")));
    assert_eq!((&verdict["speaker_match"], &verdict["similarity"]), (&json!(true), &json!(1.0)));
    assert_eq!(verdict["diff"], json!([{"op": "same", "claimed": "we will rebuild", "actual": "We will rebuild,"}]));
    assert_eq!(field(verdict["speakers"].as_array().expect("a list"), "/name"), ["Ilse Brandvold"]);
    assert_eq!(verdict["searched"]["articles"], corpus_articles());
    let best = &verdict["best"];
    assert_eq!((&best["type"], &best["unit"]), (&json!("hit"), &json!("quote")));
    assert_eq!(best["quote"]["speaker_name"], "Ilse Brandvold");
    let marked = &best["highlights"][0];
    assert_eq!(points(best["text"].as_str().expect("text"), &marked[0], &marked[1]), "We will rebuild");
    let first = |hit: &Value| hit["article"]["published"].as_str().map(str::to_owned);
    assert_eq!(first(&verdict["earliest"]).as_deref().map(|date| &date[..10]), Some("2024-02-12"));
}

#[test]
fn the_exit_status_is_about_the_words() {
    let home = weir();
    for (claim, status) in [
        ("We will rebuild", 0),
        ("WE WILL REBUILD!", 0),
        ("We will not rebuild", 1),
        ("the otters of the moon sang", 1),
        ("“”", 2),
    ] {
        home.run(["verify", claim]).ends(status);
    }
    home.run(["verify"]).ends(2);
    home.run(["verify", "a", "--file", "b"]).ends(2);
    home.run(["verify", "--file", "no-such-file"]).ends(2);
    assert_eq!(
        home.run_with("We will\nrebuild".as_bytes(), ["verify", "-"]).ends(0).out.lines().next(),
        Some("TYPOGRAPHIC: these are the words; marks, punctuation, spaces or case differ.")
    );
    home.run(["verify", "We will rebuild", "--whole"]).ends(0);
    home.run(["verify", "I was born beside", "--whole"]).ends(1);
    Home::new().run(["verify", "We will rebuild"]).ends(2);
}

#[test]
fn a_no_says_what_was_searched() {
    let run = weir().run(["verify", "the otters of the moon sang"]).ends(1);
    assert_eq!(run.out, "NOT FOUND: no passage is close.\nSearched 1 article with 2 quotations.\n");
    let json = weir().run(["verify", "--json", "the otters of the moon sang"]).ends(1).record("verdict");
    assert_eq!((&json["best"], &json["earliest"], &json["diff"]), (&Value::Null, &Value::Null, &json!([])));
    assert_eq!(json["searched"]["articles"], 1);
}

#[test]
fn an_unknown_speaker_is_said() {
    let run = weir().run(["verify", "We will rebuild", "--speaker", "Odo Brennin"]).ends(0);
    assert_eq!(run.err, "onrecord: nobody in the index is called `Odo Brennin`; did you mean `Odo Brenning`?\n");
    assert!(run.out.contains("not credited with it, but somebody else is"), "{}", run.out);
}

#[test]
fn claims_come_from_files() {
    let home = weir();
    let lines = home.path("claims.txt");
    std::fs::write(&lines, "Quote, he said\n\nThe herons came home\nWe will rebuild\n").expect("a file");
    let lines = lines.to_str().expect("UTF-8");
    let run = home.run(["verify", "--json", "--file", lines]).ends(1);
    let records = run.records("verdict");
    assert_eq!(verdicts(&records), ["not_found", "altered", "verbatim"]);
    assert_eq!(field(&records, "/query_id"), ["1", "3", "4"]);
    let summary = run.record("summary");
    assert_eq!((&summary["total"], &summary["verdicts"]["altered"]), (&json!(3), &json!(1)));

    let table = home.path("claims.csv");
    let rows = "id,quote,speaker\r\na,\"The herons, “came” back\",Ilse Brandvold\r\nb,We will rebuild,\r\n";
    std::fs::write(&table, rows).expect("a file");
    let run = home.run(["verify", "--json", "--file", table.to_str().expect("UTF-8")]).ends(0);
    let records = run.records("verdict");
    assert_eq!(
        (verdicts(&records), field(&records, "/query_id")),
        (vec!["typographic".into(), "verbatim".into()], vec!["a".into(), "b".into()])
    );
    assert_eq!(records.iter().map(|r| &r["speaker_match"]).collect::<Vec<_>>(), [&json!(false), &Value::Null]);
    assert_eq!(run.record("summary")["other_speakers"], 1);
    let text = home.run(["verify", "--file", table.to_str().expect("UTF-8")]).ends(0).out;
    assert!(text.contains("2 claims: 1 verbatim, 1 typographic. 1 credited to another speaker."), "{text}");
}

#[test]
fn a_table_without_claims_is_refused_and_semicolons_part_cells() {
    let home = weir();
    let table = home.path("claims.csv");
    let verify = |rows: &str, status| {
        std::fs::write(&table, rows).expect("a file");
        home.run(["verify", "--json", "--file", table.to_str().expect("UTF-8")]).ends(status)
    };
    let refused = verify("quotation,person\nWe will rebuild,Ilse Brandvold\n", 2);
    assert!(refused.err.contains("no column is called text, quote or claim, but quotation, person"), "{}", refused.err);
    let records = verify("quote;speaker\nWe will rebuild;Nobody Known\n", 0).records("verdict");
    assert_eq!(field(&records, "/query"), ["We will rebuild"]);
}

#[test]
fn a_single_word_is_told_to_be_no_quotation() {
    let home = weir();
    assert!(home.run(["verify", "rebuild"]).ends(0).err.contains("no quotation"));
    assert!(!home.run(["verify", "will rebuild"]).ends(0).err.contains("no quotation"));
}

#[test]
fn queries_are_answered_one_by_one() {
    let home = weir();
    let file = home.path("queries.txt");
    std::fs::write(&file, "x\tWe will rebuild\ny\t“”\nz\tI was born beside that weir.\n").expect("a file");
    let run = home.run(["verify", "--json", "--queries", file.to_str().expect("UTF-8")]).ends(2);
    let records = run.json();
    assert_eq!(field(&records, "/query_id"), ["x", "z"]);
    assert_eq!(run.err, "onrecord: query y (line 2): `“”` has no words to verify\n");
}

#[test]
fn every_quotation_of_a_draft_is_verified() {
    let home = weir();
    let draft = home.path("draft.txt");
    let text = "“We will rebuild,” said Ilse Brandvold, the mayor. “The herons came back,” said Ilse Brandvold. Odo Brenning \
                said that the town was poor.\n\nBrenning called the weir “born beside that”. “The herons never came back,” said Odo Brenning.\n";
    std::fs::write(&draft, text).expect("a file");
    let run = home.run(["verify", "--json", "--article", draft.to_str().expect("UTF-8")]).ends(1);
    let records = run.records("verdict");
    assert_eq!(
        field(&records, "/query"),
        ["We will rebuild,", "The herons came back,", "born beside that", "The herons never came back,"]
    );
    assert_eq!(verdicts(&records), ["verbatim", "verbatim", "verbatim", "altered"]);
    let matches: Vec<&Value> = records.iter().map(|record| &record["speaker_match"]).collect();
    assert_eq!(matches, [&json!(true), &json!(false), &json!(false), &json!(true)]);
    for record in &records {
        let place = &record["article"];
        assert_eq!(place["id"], "draft");
        let quoted = points(text.trim_end(), &place["start"], &place["end"]);
        assert!(quoted.contains(record["query"].as_str().expect("text")), "{quoted}");
    }
    assert_eq!(run.record("summary")["total"], 4);
    home.run(["verify", "--article", "no-such-file"]).ends(2);
}

#[test]
fn only_what_is_asked_for_is_searched() {
    let home = weir();
    home.write("sea/a.txt", "“The tide is out,” said Ada Fenwick.\n");
    let sea = home.news().join("sea");
    let sea = sea.to_str().expect("UTF-8");
    let within =
        |claim: &str| home.run(["verify", "--json", "-q", "--in", sea, claim]).record("verdict")["verdict"].clone();
    assert_eq!((within("The tide is out"), within("We will rebuild")), (json!("verbatim"), json!("not_found")));
}
