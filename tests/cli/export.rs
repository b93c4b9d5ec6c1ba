//! `export`: every hit, in each format, sampled, to files.

use crate::program::{Home, corpus, field, points};
use serde_json::Value;
use std::collections::BTreeSet;

/// Returns the ids of all hits that an export as JSON Lines has.
fn ids(args: &[&str]) -> Vec<String> {
    field(&corpus().run([&["export"], args].concat()).ends(0).records("hit"), "/id")
}

#[test]
fn every_hit_and_none_twice() {
    for query in ["the", "weir", "kind:direct", "speaker:larkin", "title:ferry", "\"eleven minutes\""] {
        for by in ["passage", "article", "cluster"] {
            let searched = corpus().run(["search", "--json", "--strict", "-n", "100000", "--by", by, query]).ends(0);
            let exported = corpus().run(["export", "--by", by, query]).ends(0);
            let plain = |mut record: Value| {
                record.as_object_mut().expect("a record").remove("elapsed_ms");
                record
            };
            let both = [searched, exported].map(|run| run.json().into_iter().map(plain).collect::<Vec<_>>());
            assert_eq!(both[0], both[1], "{query} by {by}");
            assert!(both[0].len() > 1);
        }
    }
    assert!(ids(&["the"]).len() > 200);
}

#[test]
fn orders_are_those_of_search() {
    for order in ["newest", "oldest"] {
        let run = corpus().run(["search", "--json", "--strict", "-n", "1000", "--sort", order, "weir"]).ends(0);
        assert_eq!(ids(&["--sort", order, "weir"]), field(&run.records("hit"), "/id"), "{order}");
    }
}

#[test]
fn a_sample_depends_on_the_seed_alone() {
    let all: BTreeSet<String> = ids(&["the"]).into_iter().collect();
    let sample = |size: &str, seed: &str| {
        let ids = ids(&["the", "--sample", size, "--seed", seed]);
        ids.into_iter().collect::<BTreeSet<_>>()
    };
    let (twenty, forty) = (sample("20", "7"), sample("40", "7"));
    assert_eq!((twenty.len(), forty.len()), (20, 40));
    assert!(twenty.is_subset(&forty) && forty.is_subset(&all));
    assert_ne!(twenty, sample("20", "8"));
    assert_eq!(sample("100000", "7"), all);
    let summary = corpus().run(["export", "the", "--sample", "20"]).ends(0).record("summary");
    assert_eq!((summary["total"].as_u64(), summary["returned"].as_u64()), (Some(all.len() as u64), Some(20)));
}

#[test]
fn the_order_of_indexing_does_not_change_a_sample() {
    let text = |i: usize| format!("The harbour froze on day {i}.\n\nThe harbour thawed again, said Tom Ash.\n");
    let sample = |order: &[usize]| {
        let home = Home::new();
        for &i in order {
            // A folder each, and a run each: so the records lie in another order. Two articles have one id.
            let name = format!("{i}/a.jsonl");
            let record = serde_json::json!({ "id": format!("x{}", i / 2), "text": text(i) });
            home.write(&name, format!("{record}\n"));
            home.index();
        }
        let hits = home.run(["export", "harbour", "--sample", "9", "--seed", "3"]).ends(0).records("hit");
        hits.iter().map(|hit| format!("{} {}", hit["article"]["path"], hit["id"])).collect::<BTreeSet<_>>()
    };
    let first = sample(&[0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(first.len(), 9);
    assert_eq!(first, sample(&[7, 5, 6, 3, 4, 1, 0, 2]));
}

#[test]
fn links_lead_to_the_words() {
    // The same words twice: what stands before them tells which are meant.
    let text = "Mayor Ada Quill said: “We will not pay.”\n\nTwo days on, Tom Ash said: “We will not pay.”\n";
    let home = Home::new();
    let record =
        serde_json::json!({ "id": "a", "url": "https://news.example/a?b=1&c", "title": "Bills", "text": text });
    home.write("a.jsonl", format!("{record}\n"));
    home.index().ends(0);
    let links = field(&home.run(["export", "pay", "--sort", "oldest"]).ends(0).records("hit"), "/link");
    let url = "https://news.example/a?b=1&c#:~:text=";
    assert_eq!(
        links,
        [
            format!("{url}Quill%20said%3A%20%E2%80%9C-,We%20will%20not%20pay")
                .replace("text=Quill", "text=Ada%20Quill"),
            format!("{url}Tom%20Ash%20said%3A%20%E2%80%9C-,We%20will%20not%20pay"),
        ]
    );
}

#[test]
fn rows_are_safe_for_spreadsheets() {
    let home = Home::new();
    let record = serde_json::json!({
        "id": "=1+1", "url": "javascript:alert(1)", "title": "@SUM(A1)", "text": "“=HYPERLINK(\"x\"), -5, frost,” said Ann Lee.\n"
    });
    home.write("a.jsonl", format!("{record}\n"));
    home.index().ends(0);
    let file = home.path("out.csv");
    let run =
        home.run(["export".as_ref(), "frost".as_ref(), "--bom".as_ref(), "-o".as_ref(), file.as_os_str()]).ends(0);
    assert_eq!(run.out, "");
    assert!(run.err.contains("1 of 1 hits written"), "{}", run.err);
    let csv = std::fs::read_to_string(file).expect("a file");
    let (head, row) = csv.trim_end().split_once("\r\n").expect("two lines");
    assert!(head.starts_with("\u{feff}id,rank,unit,text,speaker,"), "{head}");
    assert!(row.starts_with("'=1+1#") && row.contains(",'@SUM(A1),"), "{row}");
    assert!(row.contains("“=HYPERLINK(\"\"x\"\")"), "{row}");
    // Where no browser may be sent there is no link.
    let hit = home.run(["export", "frost"]).ends(0).record("hit");
    assert_eq!((&hit["link"], &hit["article"]["url"]), (&Value::Null, &"javascript:alert(1)".into()));
    for format in ["markdown", "jsonld", "annotation", "ris", "bibtex"] {
        let out = home.run(["export", "frost", "--format", format]).ends(0).out;
        assert!(!out.contains("javascript:"), "{format}: {out}");
    }
}

#[test]
fn annotations_point_at_the_article_text() {
    let run = corpus().run(["export", "the", "--format", "annotation"]).ends(0);
    let page: Value = serde_json::from_str(&run.out).expect("one JSON document");
    let hits = corpus().run(["export", "the"]).ends(0).records("hit");
    let items = page["items"].as_array().expect("a list");
    assert_eq!(items.len(), hits.len());
    for (item, hit) in items.iter().zip(&hits).take(100) {
        let id = hit["article"]["id"].as_str().expect("an id");
        let articles = corpus().run(["show", "--json", id]).ends(0).records("article");
        for target in item["target"].as_array().expect("a list") {
            let (words, place) = (&target["selector"][0], &target["selector"][1]);
            if hit["unit"] != "title" {
                let same = |article: &Value| {
                    let text = article["text"].as_str().expect("a text");
                    points(text, &place["start"], &place["end"]) == words["exact"].as_str().expect("words")
                };
                assert!(articles.iter().any(same), "{item}");
            }
        }
    }
}

#[test]
fn references_are_one_an_article() {
    let articles: BTreeSet<String> = field(&corpus().hits("weir"), "/article/id").into_iter().collect();
    let hits = corpus().hits("weir").len();
    let ris = corpus().run(["export", "weir", "--format", "ris"]).ends(0).out;
    assert_eq!((ris.matches("TY  - NEWS\r\n").count(), ris.matches("\r\nN1  - ").count()), (articles.len(), hits));
    assert_eq!(ris.matches("ER  - \r\n").count(), articles.len());
    let bib = corpus().run(["export", "weir", "--format", "bibtex"]).ends(0).out;
    let keys: BTreeSet<&str> = bib.lines().filter_map(|line| line.strip_prefix("@article{")).collect();
    assert_eq!((keys.len(), bib.matches("@article{").count()), (articles.len(), articles.len()));
}

#[test]
fn formats_follow_the_file_and_errors_say_what_is_wrong() {
    let home = Home::with([("a.txt", "“The harbour froze,” said Ann Lee.\n")]);
    for (name, start) in [
        ("a.csv", "id,rank"),
        ("a.md", "# harbour"),
        ("a.bib", "@article{"),
        ("a.ris", "TY  - "),
        ("a.out", "{\"v\":1"),
    ] {
        let file = home.path(name);
        home.run(["export".as_ref(), "harbour".as_ref(), "-q".as_ref(), "-o".as_ref(), file.as_os_str()]).ends(0);
        let text = std::fs::read_to_string(&file).expect("a file");
        assert!(text.starts_with(start), "{name}: {text}");
    }
    let run = home.run(["export".as_ref(), "harbour".as_ref(), "-o".as_ref(), home.path("b.xyz").as_os_str()]).ends(0);
    assert!(run.err.contains("b.xyz: no format ends so"), "{}", run.err);
    assert_eq!(home.run(["export", "snow", "--format", "csv"]).ends(1).out.lines().count(), 1, "the head alone");
    for (args, message) in [
        (&["export", "harbour", "--bom"][..], "--bom is for CSV only"),
        (&["export", "harbour", "--json", "--format", "csv"], "only one format"),
        (&["export", "harbour", "--seed", "1"], "--sample"),
        (&["export", "kind:dirct"], "did you mean `direct`?"),
        (&["export"], "QUERY"),
    ] {
        let run = home.run(args).ends(2);
        assert!(run.err.contains(message) && run.out.is_empty(), "{args:?}: {}", run.err);
    }
}
