//! Tables: no cell and no row is lost, and one file has one encoding.

use crate::program::{Home, Run, field};
use serde_json::Value;

/// Returns what `extract` makes of a file.
fn extract(name: &str, bytes: &[u8]) -> Run {
    let home = Home::new();
    let path = home.write(name, bytes);
    home.run(["extract".as_ref(), path.as_os_str()])
}

fn texts(run: &Run) -> Vec<String> {
    field(&run.records("article"), "/text")
}

/// Returns the rules of the warnings of each article.
fn rules(run: &Run) -> Vec<Vec<String>> {
    let rules = |article: &Value| field(article["warnings"].as_array().expect("a list"), "/rule");
    run.records("article").iter().map(rules).collect()
}

#[test]
fn marks_in_a_tsv_are_characters() {
    let rows = "id\ttext\n1\t\"We won,\" said Bob Smith on Monday.\n2\t\"We will never stop,\n\
                3\tThird row zebra said Ann.\n4\tShe said \"stop\"\n";
    let run = extract("c.tsv", rows.as_bytes()).ends(0);
    assert_eq!(
        texts(&run),
        [
            "\"We won,\" said Bob Smith on Monday.",
            "\"We will never stop,",
            "Third row zebra said Ann.",
            "She said \"stop\""
        ]
    );
    // Cells that are quoted as a whole are what spreadsheets write.
    let rows = "id\ttext\n1\t\"“One,” he said.\nHe said \"\"two\"\".\"\n2\tThree.\n";
    assert_eq!(texts(&extract("c.tsv", rows.as_bytes()).ends(0)), ["“One,” he said.\nHe said \"two\".", "Three."]);
}

#[test]
fn surplus_cells_fail_by_name() {
    let rows = "id,text\n1,Hello there, the rest of it is lost, said Ann Smith.\n2,Good words.,, \n3,\"Good, too.\"\n";
    let run = extract("c.csv", rows.as_bytes()).ends(2);
    assert_eq!(texts(&run), ["Good words.", "Good, too."]);
    assert!(run.err.contains("(record 0): line 2: 4 cells under 2 names"), "{}", run.err);
}

#[test]
fn an_open_mark_swallows_no_row() {
    let rows = "id,text\n1,\"Hello there.\n2,Second row.\n3,\"Third, \"\"row\"\".\"\n4,Fourth row.\n";
    let run = extract("c.csv", rows.as_bytes()).ends(0);
    assert_eq!(texts(&run), ["\"Hello there.", "Second row.", "Third, \"row\".", "Fourth row."]);
    assert_eq!(rules(&run)[0], ["table"]);
    assert!(rules(&run)[1..].iter().all(Vec::is_empty), "{:?}", rules(&run));
    // Where nothing closes it at all, too.
    let run = extract("c.csv", b"id,text\n1,\"Hello there.\n2,Second row.\n").ends(0);
    assert_eq!(texts(&run), ["\"Hello there.", "Second row."]);
}

#[test]
fn one_encoding_for_all_cells() {
    let run = extract("c.csv", b"id,title,text\n1,Caf\xe9,x said Bob.\n2,Li\xe8ge,Zut said Bob.\n").ends(0);
    assert_eq!(field(&run.records("article"), "/title"), ["Café", "Liège"]);
    let lines = b"{\"text\": \"At the caf\xe9.\"}\n{\"text\": \"In Li\xe8ge.\"}\n";
    assert_eq!(texts(&extract("c.jsonl", lines).ends(0)), ["At the café.", "In Liège."]);
    assert_eq!(texts(&extract("c.txt", b"Caf\xe9").ends(0)), ["Café"]);
    // What is UTF-8 stays so, and says what it could not read.
    let broken = [
        "id,text\n1,Schöne grüne Bäume für Vögel\n2,Über Flüssen und Höhen größere Dörfer und Mühlen\n".as_bytes(),
        b"3,Caf\xe9\n",
    ]
    .concat();
    let run = extract("c.csv", &broken).ends(0);
    assert_eq!(
        texts(&run),
        ["Schöne grüne Bäume für Vögel", "Über Flüssen und Höhen größere Dörfer und Mühlen", "Caf\u{fffd}"]
    );
    assert_eq!(rules(&run), [vec![], vec![], vec!["encoding".to_owned()]]);
}

#[test]
fn wide_encodings_are_read_in_tables_and_lines() {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let table = [b"\xff\xfe".to_vec(), wide("id,text\n1,“Schön” said Ann.\n")].concat();
    assert_eq!(texts(&extract("c.csv", &table).ends(0)), ["“Schön” said Ann."]);
    let lines = [b"\xff\xfe".to_vec(), wide("{\"text\": \"Schön.\"}\n{\"text\": \"Grün.\"}\n")].concat();
    assert_eq!(texts(&extract("c.jsonl", &lines).ends(0)), ["Schön.", "Grün."]);
}

#[test]
fn the_limit_of_an_article_is_none_of_an_array() {
    let items: Vec<Value> = (0..200)
        .map(|n| serde_json::json!({ "id": n, "text": format!("Lamp {n}. {}", "It burns. ".repeat(30)) }))
        .collect();
    let home = Home::new();
    home.write("many.json", serde_json::to_vec(&items).expect("JSON"));
    let news = home.news();
    let args = ["index".as_ref(), "--json".as_ref(), "--max-article".as_ref(), "1K".as_ref(), news.as_os_str()];
    let report = home.run(args).ends(0).record("report");
    assert_eq!((&report["indexed"], report["skipped"].as_array().map(Vec::len)), (&200.into(), Some(0)), "{report}");
}
