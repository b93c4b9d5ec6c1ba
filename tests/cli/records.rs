//! The records of `--json`: their fields, and that every offset means what the interface says.

use crate::program::{Home, corpus, corpus_articles, corpus_dir, points};
use serde_json::Value;

const HIT: [&str; 16] = [
    "v",
    "type",
    "rank",
    "score",
    "relaxed",
    "unit",
    "id",
    "article",
    "text",
    "start",
    "end",
    "highlights",
    "before",
    "after",
    "quote",
    "cluster",
];
const HIT_ARTICLE: [&str; 7] = ["id", "title", "url", "outlet", "published", "authors", "path"];
const QUOTE: [&str; 13] = [
    "start",
    "end",
    "text",
    "kind",
    "group",
    "parent",
    "speaker",
    "speaker_name",
    "speaker_kind",
    "role",
    "cue",
    "confidence",
    "rule",
];
const SPEAKER: [&str; 17] = [
    "v", "type", "id", "name", "kind", "roles", "aliases", "quotes", "clusters", "articles", "words", "outlets",
    "first", "last", "wordings", "earliest", "type",
];

#[track_caller]
fn has(record: &Value, names: &[&str]) {
    for name in names {
        assert!(record.get(name).is_some(), "`{name}` is missing in {record}");
    }
}

/// Checks that a stretch says the same as the text at its place.
#[track_caller]
fn stands_in(text: &str, stretch: &Value) {
    assert_eq!(stretch["text"], points(text, &stretch["start"], &stretch["end"]), "{stretch}");
}

/// Checks one entry of a quotation against the text that its offsets point into.
fn check_quote(quote: &Value, text: &str) {
    has(quote, &QUOTE);
    has(quote, &["candidates"]);
    stands_in(text, quote);
    for name in ["speaker", "cue"] {
        if !quote[name].is_null() {
            stands_in(text, &quote[name]);
        }
    }
    assert!(["direct", "mixed", "indirect"].iter().any(|kind| quote["kind"] == *kind), "{quote}");
    assert!(
        ["person", "organisation", "unnamed", "unknown"].iter().any(|kind| quote["speaker_kind"] == *kind),
        "{quote}"
    );
    assert_eq!(quote["speaker_name"].is_null(), quote["speaker_kind"] == "unknown", "{quote}");
    assert!(quote["confidence"].as_f64().is_some_and(|p| (0.0..=1.0).contains(&p)), "{quote}");
    for candidate in quote["candidates"].as_array().expect("a list") {
        has(candidate, &["speaker_name", "speaker_kind", "confidence"]);
    }
}

/// Returns the article of a hit as `show --json` prints it.
fn shown(hit: &Value) -> Value {
    corpus().run(["show", "--json", hit["article"]["id"].as_str().expect("an id")]).ends(0).record("article")
}

#[test]
fn hits_are_slices_of_the_article_text() {
    for query in [
        "sofa OR omelette",
        "weir",
        "Brücke",
        "café OR croissants",
        "title:ferry",
        "\"coffee machine\" saw",
        "kind:direct torch",
    ] {
        let run = corpus().run(["search", "--json", "-n", "100", "--context", "1", query]).ends(0);
        let hits = run.records("hit");
        for (i, hit) in hits.iter().enumerate() {
            has(hit, &HIT);
            has(&hit["article"], &HIT_ARTICLE);
            assert_eq!((&hit["v"], hit["rank"].as_u64()), (&1.into(), Some(i as u64 + 1)));
            let article = shown(hit);
            for name in HIT_ARTICLE {
                assert_eq!(hit["article"][name], article[name], "{name}");
            }
            let is_title = hit["unit"] == "title";
            let text = article[if is_title { "title" } else { "text" }].as_str().expect("a text");
            stands_in(text, hit);
            let place = if is_title { "title".to_owned() } else { format!("{}-{}", hit["start"], hit["end"]) };
            assert_eq!(hit["id"], format!("{}#{place}", article["id"].as_str().expect("an id")));
            assert_eq!(hit["unit"] == "quote", !hit["quote"].is_null(), "{hit}");
            if !hit["quote"].is_null() {
                check_quote(&hit["quote"], text);
                has(&hit["quote"], &["spans"]);
                let spans = hit["quote"]["spans"].as_array().expect("a list");
                assert_eq!((&spans[0][0], &spans[spans.len() - 1][1]), (&hit["start"], &hit["end"]), "{hit}");
            }
            let around = format!(
                "{} {} {}",
                hit["before"].as_str().expect("a text"),
                hit["text"].as_str().expect("a text"),
                hit["after"].as_str().expect("a text")
            );
            let plain = |text: &str| text.split_whitespace().collect::<String>();
            assert!(plain(text).contains(&plain(&around)), "the context stands around the hit: {hit}");
        }
        let scores: Vec<f64> = hits.iter().filter_map(|hit| hit["score"].as_f64()).collect();
        assert!(scores.len() == hits.len() && scores.is_sorted_by(|a, b| a >= b), "{query}: {scores:?}");
    }
}

#[test]
fn context_is_the_rest_of_its_sentence_and_whole_ones() {
    let hit = |context: &str| {
        corpus().run(["search", "--json", "--context", context, "\"save a sofa\""]).ends(0).record("hit")
    };
    assert_eq!((&hit("0")["before"], &hit("0")["after"]), (&"".into(), &"".into()));
    let before = hit("1")["before"].as_str().expect("a text").trim().to_owned();
    assert_eq!(before, "The alarm had given the town eleven minutes. Fire chief Tomas Reddick put it this way:");
}

#[test]
fn highlights_are_the_matched_words() {
    for (query, words) in [
        ("sofa", &["sofa", "sofas"][..]),
        ("croiss*", &["croissants"]),
        ("\"long to empty a town\"", &["long to empty a town"]),
        ("\"bread … yeast\"", &["bread always goes up. it has yeast"]),
        ("cafe", &["café"]),
        ("mother*", &["mother", "mothers", "mother’s"]),
        ("omelette -tortoise", &["omelette"]),
        ("speaker:reddick grandmother", &["grandmother"]),
        ("Hrytsak~1", &["hrytsak", "grytsak"]),
    ] {
        let hits = corpus().hits(query);
        assert!(!hits.is_empty(), "{query}");
        for hit in hits {
            let text = hit["text"].as_str().expect("a text");
            let marked = hit["highlights"].as_array().expect("a list");
            assert!(!marked.is_empty(), "{query}: {hit}");
            let mut last = 0;
            for pair in marked {
                let word = points(text, &pair[0], &pair[1]).to_lowercase();
                assert!(words.contains(&word.as_str()), "{query}: {word:?} in {text}");
                assert!(pair[0].as_u64() >= Some(last), "in order: {marked:?}");
                last = pair[1].as_u64().expect("a number");
            }
        }
    }
}

#[test]
fn the_summary_says_what_was_searched() {
    let run = corpus().run(["search", "--json", "-n", "2", "weir"]).ends(0);
    let records = run.json();
    assert_eq!(records.last().map(|record| &record["type"]), Some(&"summary".into()));
    let summary = run.record("summary");
    has(&summary, &["v", "total", "returned", "relaxed", "undated", "elapsed_ms", "searched"]);
    has(&summary["searched"], &["articles", "quotes", "outlets", "from", "to"]);
    assert_eq!((summary["returned"].as_u64(), &summary["searched"]["articles"]), (Some(2), &corpus_articles().into()));
    assert_eq!(summary["total"].as_u64(), Some(corpus().hits("weir").len() as u64));
}

#[test]
fn speakers_have_all_fields_and_end_in_a_summary() {
    for args in [&["whosaid", "--json", "eleven minutes"][..], &["speakers", "--json", "-n", "5"]] {
        let run = corpus().run(args).ends(0);
        let rows = run.records("speaker");
        assert!(!rows.is_empty(), "{args:?}");
        for row in &rows {
            has(row, &SPEAKER);
            for wording in row["wordings"].as_array().expect("a list") {
                has(wording, &["text", "count", "first"]);
            }
            if args[0] == "whosaid" {
                has(&row["earliest"], &HIT);
            }
        }
        assert_eq!(run.json().last().map(|record| record["type"].clone()), Some("summary".into()), "{args:?}");
    }
}

#[test]
fn show_adds_quotations_that_stand_in_the_text() {
    let ids: Vec<Value> = corpus().hits("the").into_iter().map(|hit| hit["article"]["id"].clone()).collect();
    let mut ids: Vec<&str> = ids.iter().filter_map(Value::as_str).collect();
    ids.sort_unstable();
    ids.dedup();
    assert!(ids.len() > 40, "{}", ids.len());
    let run = corpus().run(["show", "--json"].into_iter().chain(ids)).ends(0);
    let mut count = 0;
    for article in run.records("article") {
        let text = article["text"].as_str().expect("a text");
        for quote in article["quotes"].as_array().expect("a list") {
            check_quote(quote, text);
            count += 1;
        }
    }
    assert!(count > 300, "only {count} entries were checked");
}

#[test]
fn annotate_points_into_the_given_text() {
    let home = Home::new();
    // Decomposed letters, blanks, a line to drop: the article text differs from the given one.
    let given = "Share this\n\n  Cafe\u{301}   news\u{a0}today. \n\n“We  close  at nine,” said  Ine\u{300}s  Dufour. “So  be  it.”\n";
    let line = serde_json::json!({ "id": 7, "text": given });
    let record = home.run_with(format!("{line}\n").as_bytes(), ["annotate"]).ends(0).record("annotations");
    assert_eq!((&record["v"], &record["id"]), (&1.into(), &"7".into()));
    let quotes = record["quotes"].as_array().expect("a list");
    let texts: Vec<&str> = quotes.iter().filter_map(|quote| quote["text"].as_str()).collect();
    assert_eq!(texts, ["“We  close  at nine,”", "“So  be  it.”"]);
    for quote in quotes {
        check_quote(quote, given);
    }
    assert_eq!(quotes[0]["group"], quotes[1]["group"], "one quotation in two pieces");
    let piped = home.run_with(given.as_bytes(), ["annotate", "--text"]).ends(0).record("annotations");
    assert_eq!(piped["quotes"], record["quotes"]);
    let named = home.run_with(given.as_bytes(), ["annotate", "--text", "-"]).ends(0).record("annotations");
    assert_eq!(named["quotes"], record["quotes"]);
    assert!(home.run(["annotate", "--text", "a.txt"]).ends(2).err.contains("name no other file"));
}

#[test]
fn annotate_reads_lines_as_all_commands_do() {
    let home = Home::new();
    let ids = |input: &[u8], args: &[&str]| {
        let run = home.run_with(input, [&["annotate"], args].concat());
        (
            run.status,
            run.records("annotations")
                .iter()
                .map(|r| format!("{} {}", r["id"], r["quotes"][0]["text"]))
                .collect::<Vec<_>>(),
            run.err,
        )
    };
    let lines = "{\"id\": \"a\", \"text\": \"no\", \"body\": \"“Yes,” said Ann Lee.\"}\n{\"text\": \"“No,” said Ann Lee.\", \"body\": \"x\"}\n";
    assert_eq!(ids(lines.as_bytes(), &[]).1, ["\"a\" null", "\"-:1\" \"“No,”\""], "numbered as by `extract`");
    assert_eq!(ids(lines.as_bytes(), &["--map", "text=body"]).1, ["\"a\" \"“Yes,”\"", "\"-:1\" null"]);
    let old = b"\xef\xbb\xbf{\"id\": \"a\", \"text\": \"\x93Yes,\x94 said Ann Lee.\"}\n";
    assert_eq!(ids(&old[3..], &[]), (0, vec!["\"a\" \"“Yes,”\"".to_owned()], String::new()));
    assert_eq!(ids(&[b"\xef\xbb\xbf", lines.as_bytes()].concat(), &[]).0, 0);
    let (status, records, err) = ids(lines.as_bytes(), &["--max-article", "10"]);
    assert_eq!((status, records.len()), (0, 1), "{err}");
    assert!(err.contains("larger than --max-article (10 bytes)"), "{err}");
    let (status, records, err) = ids(b"{\"id\": \"a\", \"text\": \"x\"}\n{\"id\"\n", &[]);
    assert!(status == 2 && records.len() == 1 && err.contains("line 2: invalid JSON"), "{err}");
    // A line of a file has its own id too, even if it is the only one.
    let path = home.write("one.jsonl", "{\"id\": \"own\", \"text\": \"“Yes,” said Ann Lee.\"}\n");
    let run = home.run(["annotate".as_ref(), path.as_os_str()]).ends(0);
    assert_eq!(run.record("annotations")["id"], "own");
}

#[test]
fn annotate_of_a_file_points_into_the_file() {
    let file = corpus_dir().join("plain/café-marlow.txt");
    let given = std::fs::read_to_string(&file).expect("UTF-8");
    let home = Home::new();
    let record = home.run(["annotate".as_ref(), file.as_os_str()]).ends(0).record("annotations");
    let quotes = record["quotes"].as_array().expect("a list");
    assert!(
        quotes.iter().any(|quote| quote["text"] == "« It is the rent, »" && quote["speaker_name"] == "Aurélie Marlow")
    );
    for quote in quotes {
        check_quote(quote, &given);
    }
}

fn explained(flag: &str, lines: &str) -> Vec<Value> {
    Home::new().run_with(lines.as_bytes(), ["annotate", flag, "-"]).ends(0).json()
}

#[test]
fn an_explanation_follows_each_article() {
    let text =
        "Mara Ellery opened the bridge. She said that it would stand for a century. “It was dear,” Otto Weir said.";
    let lines = format!("{{\"id\":\"a\",\"text\":\"{text}\"}}\n");
    let all = explained("--explain", &lines);
    assert_eq!(
        all.iter().map(|r| r["type"].as_str().unwrap()).collect::<Vec<_>>(),
        ["annotations", "explanation", "explanation"]
    );
    let she = &all[1];
    assert_eq!(
        (&she["speaker_name"], &she["speakers"][0]["speaker_name"]),
        (&"Mara Ellery".into(), &"Mara Ellery".into())
    );
    assert_eq!(she["reports"][0]["cue"]["text"], "said");
    assert!(she["reports"][0]["features"].as_array().is_some_and(|f| f.len() > 10), "{she}");
    // At a place, only what lies there.
    let at = text.find("dear").unwrap().to_string();
    let one = explained(&format!("--explain={at}"), &lines);
    assert_eq!((one.len(), &one[1]["speaker_name"]), (2, &"Otto Weir".into()));
    assert_eq!(explained("--explain=0", &lines).len(), 1, "nothing is quoted there");
}
