//! What the commands answer over `corpus/`: facts that anybody can read there and in `tests/gold`.

use crate::program::{Home, corpus, corpus_articles, corpus_dir, field, gold_articles};
use serde_json::json;

/// Returns the names of the speakers of a query's hits.
fn speakers(query: &str) -> Vec<String> {
    field(&corpus().hits(query), "/quote/speaker_name")
}

/// Returns the ids of the articles of a query's hits.
fn articles(query: &str) -> Vec<String> {
    let mut ids = field(&corpus().hits(query), "/article/id");
    ids.sort();
    ids.dedup();
    ids
}

const FLOOD: [&str; 3] = [
    "cns.example/2024/02/12/tarnwick-weir",
    "corvanepost.example/news/2024/02/13/hundreds-flee-weir",
    "northerndispatch.example/n/10231",
];

#[test]
fn search_finds_the_passage_and_its_speaker() {
    let hits = corpus().hits("sofa grandmother");
    assert_eq!(hits.len(), 1);
    let hit = &hits[0];
    assert_eq!(
        hit["text"],
        "“You cannot save a sofa in eleven minutes. You can save a grandmother. So we left the sofas.”"
    );
    assert_eq!((&hit["unit"], &hit["relaxed"]), (&json!("quote"), &json!(false)));
    assert_eq!(hit["quote"]["speaker_name"], "Tomas Reddick");
    assert_eq!(hit["article"]["title"], "The night the weir went");
}

#[test]
fn text_output_names_speaker_outlet_and_date() {
    let out = corpus().run(["search", "speaker:vance omelette"]).ends(0).out;
    for part in ["omelette at four in the morning", "Anselm Vance", "Meridian Ledger", "2025"] {
        assert!(out.contains(part), "{part} in\n{out}");
    }
    assert!(!out.contains('\u{1b}'), "no colours where there is no terminal:\n{out}");
    let coloured = corpus().run(["search", "--color", "always", "speaker:vance omelette"]).ends(0).out;
    assert!(coloured.contains("\u{1b}["), "{coloured}");
}

#[test]
fn fields_narrow() {
    assert_eq!(articles("speaker:reddick \"long to empty a town\""), FLOOD);
    assert_eq!(articles("speaker:reddick outlet:dispatch town"), ["northerndispatch.example/n/10231"]);
    assert_eq!(articles("speaker:reddick before:2024-02-13"), ["cns.example/2024/02/12/tarnwick-weir"]);
    assert!(articles("speaker:reddick after:2024-02-13").contains(&FLOOD[2].to_owned()));
    assert!(!articles("speaker:reddick after:2024-02-13").contains(&FLOOD[0].to_owned()));
    assert_eq!(articles("by:penhallow omelette"), ["ledger-2025-07-23-017"]);
    assert_eq!(articles("id:ledger-2025-07-23-017 omelette"), ["ledger-2025-07-23-017"]);
    assert_eq!(articles("lang:de Brücke"), ["plain/tannfurt-bruecke.txt"]);
    assert_eq!(articles("title:dentures"), ["selwickstar.example/local/dentures-almerra"]);
    assert_eq!(articles("title:omelette").len(), 0, "no title has the word, only a text");
    assert_eq!(articles("kind:mixed \"church lunch\""), ["quillan-gazette/sunday-parking.md"]);
    assert_eq!(articles("kind:direct \"church lunch\"").len(), 0);
}

#[test]
fn operators_and_forms() {
    assert_eq!(corpus().hits("sofa -grandmother").len(), 0);
    assert_eq!(articles("omelette OR croissants"), ["ledger-2025-07-23-017", "plain/café-marlow.txt"]);
    assert_eq!(articles("croiss*"), ["plain/café-marlow.txt"]);
    assert_eq!(articles("croisants~1"), ["plain/café-marlow.txt"]);
    assert_eq!(articles("\"bread … yeast\""), ["meridianledger.example/2024/06/flour"]);
    // “Bread always goes up. It has yeast”: seven words.
    assert_eq!(articles("\"yeast bread\"~5").len(), 1);
    assert_eq!(articles("\"yeast bread\"~4").len(), 0);
    // Inflections match as words, not in phrases.
    assert_eq!(articles("omelettes"), ["ledger-2025-07-23-017"]);
    assert_eq!(articles("\"omelettes\"").len(), 0);
}

#[test]
fn a_phrase_passes_over_the_narrator() {
    let hits = corpus().hits("\"before the coffee machine though I saw several\"");
    assert_eq!(field(&hits, "/quote/speaker_name"), ["Ilse Brandvold"]);
    let text = hits[0]["text"].as_str().expect("a text");
    assert!(text.contains("the mayor recalled"), "the narrator is part of the passage: {text}");
    assert_eq!(hits[0]["quote"]["spans"].as_array().map(Vec::len), Some(2));
}

#[test]
fn case_and_accents_count_when_asked() {
    let count = |args: &[&str]| corpus().run([&["search", "--json"], args].concat()).records("hit").len();
    assert_eq!(count(&["cafe marlow"]), count(&["Café Marlow"]));
    assert!(count(&["cafe"]) > 0);
    assert_eq!(count(&["--accents", "cafe"]), 0);
    assert_eq!(count(&["--accents", "café"]), count(&["cafe"]));
    assert_eq!(count(&["--case", "CROISSANTS"]), 0);
    assert_eq!(count(&["--case", "croissants"]), 1);
}

#[test]
fn too_few_hits_are_followed_by_relaxed_ones() {
    // Only one passage has both words; others have one of them.
    let hits = corpus().hits("quay larkin");
    let relaxed: Vec<bool> = hits.iter().map(|hit| hit["relaxed"] == true).collect();
    assert!(hits.len() > 1 && !relaxed[0] && relaxed[1..].iter().all(|r| *r), "{relaxed:?}");
    let strict = corpus().run(["search", "--json", "--strict", "quay larkin"]).ends(0).records("hit");
    assert_eq!(strict.len(), 1);
    assert!(corpus().run(["search", "--json", "\"quay larkin\""]).ends(1).records("hit").is_empty());
}

#[test]
fn said_takes_the_longest_name() {
    let run = corpus().run(["said", "--json", "-n", "50", "keith", "larkin", "bread"]).ends(0);
    let hits = run.records("hit");
    assert_eq!(hits.len(), 3, "the wire, its copy, and the deal");
    assert!(field(&hits, "/quote/speaker_name").iter().all(|name| name == "Keith Larkin"));
    assert!(hits.iter().all(|hit| hit["text"].as_str().is_some_and(|text| text.to_lowercase().contains("bread"))));
    assert_eq!(run.record("summary")["speaker"], "Keith Larkin");
    corpus().run(["said", "moira larkin", "bread"]).ends(1);
}

#[test]
fn said_sorts_by_date() {
    let dates = |order| {
        let run = corpus().run(["said", "--json", "-n", "50", "--sort", order, "brandvold"]).ends(0);
        let hits = run.records("hit");
        hits.iter().filter_map(|hit| Some(hit["article"]["published"].as_str()?[..10].to_owned())).collect::<Vec<_>>()
    };
    let (newest, oldest) = (dates("newest"), dates("oldest"));
    assert!(oldest.len() > 3 && oldest.is_sorted(), "{oldest:?}");
    assert!(newest.is_sorted_by(|a, b| a >= b), "{newest:?}");
    assert_eq!(newest.len(), oldest.len());
}

#[test]
fn whosaid_counts_the_copies_and_names_the_earliest() {
    let run = corpus().run(["whosaid", "--json", "“Eleven minutes is not long to empty a town”"]).ends(0);
    let speaker = run.record("speaker");
    assert_eq!(
        (&speaker["name"], &speaker["kind"], &speaker["articles"]),
        (&json!("Tomas Reddick"), &json!("person"), &json!(3))
    );
    assert_eq!(speaker["earliest"]["article"]["id"], FLOOD[0]);
    assert_eq!(speaker["wordings"][0]["count"], 3);
    corpus().run(["whosaid", "eleven minutes is not long to fill a town"]).ends(1);
}

#[test]
fn every_hit_is_found_by_its_id() {
    for query in ["weir", "title:ferry", "sofa grandmother", "speaker:larkin"] {
        for hit in corpus().run(["search", "--json", "-n", "20", query]).ends(0).records("hit") {
            let id = hit["id"].as_str().expect("an id");
            let found = corpus().run(["search", "--json", &format!("id:\"{id}\"")]).ends(0).records("hit");
            assert_eq!(field(&found, "/id"), [id], "{query}");
            assert_eq!(found[0]["unit"], hit["unit"], "{query}: {id}");
            let article = corpus().run(["search", "--json", "--by", "article", &format!("id:\"{id}\"")]).ends(0);
            assert_eq!(field(&article.records("hit"), "/id"), [id], "{query}: by article");
        }
    }
}

#[test]
fn an_article_has_the_phrases_that_its_quotations_have() {
    for query in ["\"we will rebuild i was born\"", "\"born rebuild\"~5"] {
        let articles = |by: &str| {
            let run = corpus().run(["search", "--json", "--strict", "-n", "50", "--by", by, query]).ends(0);
            let mut ids = field(&run.records("hit"), "/article/id");
            ids.sort();
            ids.dedup();
            ids
        };
        assert_eq!(articles("article"), articles("passage"), "{query}");
        let cased = corpus().run(["search", "--accents", "--json", "--by", "article", query]).ends(0).records("hit");
        assert_eq!(cased.len(), articles("passage").len(), "{query}");
        assert!(cased.iter().all(|hit| hit["passages"].as_u64() >= Some(1) && hit["unit"] == "quote"), "{query}");
    }
}

#[test]
fn dates_sort_by_their_times_too() {
    let home = Home::new();
    let line = |id: &str, date: &str| {
        format!("{{\"id\": \"{id}\", \"date\": \"{date}\", \"text\": \"The harbour froze.\"}}\n")
    };
    let dates = [
        ("a", "2024-05-01T18:00:00+00:00"),
        ("b", "2024-05-01T09:30:00Z"),
        ("c", "2024-05-01"),
        ("d", "2024-04-30T23:00:00Z"),
        ("e", ""),
        ("f", "2024-05-01T09:30:00+05:00"),
    ];
    home.write("a.jsonl", dates.iter().map(|(id, date)| line(id, date)).collect::<String>());
    home.index().ends(0);
    let order = |order: &str| {
        let run = home.run(["search", "--json", "harbour", "--sort", order]).ends(0);
        field(&run.records("hit"), "/article/id").concat()
    };
    assert_eq!((order("oldest"), order("newest")), ("dcbfae".to_owned(), "abfcde".to_owned()));
}

#[test]
fn relaxed_hits_have_most_of_the_weight_and_no_rising_score() {
    let home = Home::with([
        ("a.txt", "alpha beta gamma delta.\n\nThe end.\n"),
        ("b.txt", "ALPHA BETA delta.\n\nThe end.\n"),
        ("c.txt", "alpha gamma.\n\nalpha gamma gamma.\n\nThe end.\n"),
    ]);
    let cased = home.run(["search", "--json", "--case", "ALPHA BETA gamma"]).ends(0).records("hit");
    assert_eq!(field(&cased, "/article/path"), ["b.txt"], "one word is not most of three");
    let hits = home.run(["search", "--json", "--sort", "newest", "alpha gamma end"]).ends(0).records("hit");
    let scores: Vec<f64> = hits.iter().filter_map(|hit| hit["score"].as_f64()).collect();
    assert!(scores.len() > 1 && scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
}

#[test]
fn greek_words_end_in_one_sigma() {
    let home = Home::with([("a.txt", "Ο άγιος Νικόλαος ήρθε.\n")]);
    assert_eq!(home.hits("ΝΙΚΌΛΑΟΣ").len(), 1);
    assert_eq!(home.hits("\"αγιος νικολαοσ\"").len(), 1);
}

#[test]
fn show_prints_the_article_of_an_id_and_of_a_hit() {
    for id in ["ledger-2025-07-23-017", "ledger-2025-07-23-017#907-951"] {
        let out = corpus().run(["show", id]).ends(0).out;
        for part in
            ["Ferry dispute over after night on the Lady Averil", "Silas Penhallow", "Keith Larkin", "tomorrow!"]
        {
            assert!(out.contains(part), "{part} in\n{out}");
        }
    }
    let part = corpus().run(["show", "ledger-2025-07-23-017#907-951", "--context", "0"]).ends(0).out;
    assert!(part.contains(" · confidence") && part.contains("\n…\n"), "{part}");
    let whole = corpus().run(["show", "ledger-2025-07-23-017"]).ends(0).out;
    assert!(part.lines().count() < whole.lines().count(), "{part}");
    let missing = corpus().run(["show", "no-such-article"]).ends(1);
    assert!(missing.err.contains("no-such-article"), "{}", missing.err);
}

#[test]
fn speakers_are_listed_by_their_quotations() {
    let rows = corpus().run(["speakers", "--json", "-n", "1000"]).ends(0).records("speaker");
    let counts: Vec<u64> = rows.iter().filter_map(|row| row["quotes"].as_u64()).collect();
    assert!(counts.len() == rows.len() && counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
    let names = field(&rows, "/name");
    for name in ["Tomas Reddick", "Ilse Brandvold", "Keith Larkin", "Moira Larkin", "Gwen Hollis"] {
        assert!(names.iter().filter(|n| *n == name).count() == 1, "{name} in {names:?}");
    }
    let larkins = corpus().run(["speakers", "--json", "larkin"]).ends(0).records("speaker");
    let mut names = field(&larkins, "/name");
    names.sort();
    assert_eq!(names, ["Keith Larkin", "Moira Larkin"]);
    assert!(corpus().run(["speakers", "reddick"]).ends(0).out.contains("Tomas Reddick"));
    corpus().run(["speakers", "nobody of this name"]).ends(1);
}

#[test]
fn stats_agree_with_the_gold() {
    let stats = corpus().run(["stats", "--json"]).ends(0).record("stats");
    let articles = gold_articles();
    let count = |name: &str, value: &serde_json::Value| articles.iter().filter(|a| a[name] == *value).count();
    assert_eq!(stats["articles"], articles.len());
    assert_eq!(stats["undated"], count("published", &json!(null)));
    for (list, name) in [("languages", "language"), ("outlets", "outlet")] {
        for entry in stats[list].as_array().expect("a list") {
            assert_eq!(entry["articles"], count(name, &entry["name"]), "{name} {entry}");
        }
    }
    let mut dates: Vec<&str> = articles.iter().filter_map(|a| a["published"].as_str()).collect();
    dates.sort_unstable();
    assert_eq!((stats["from"].as_str(), stats["to"].as_str()), (dates.first().copied(), dates.last().copied()));
    assert!(corpus().run(["stats"]).ends(0).out.contains(&corpus_articles().to_string()));
}

#[test]
fn annotate_needs_no_index() {
    let home = Home::new();
    let file = corpus_dir().join("ostley/debate.md");
    let record = home.run(["annotate".as_ref(), file.as_os_str()]).ends(0).record("annotations");
    assert_eq!(record["id"], "debate");
    let quotes = record["quotes"].as_array().expect("a list");
    let said = quotes.iter().find(|quote| quote["text"] == "“He’s quicker than he looks,”").expect("her words");
    assert_eq!(said["speaker_name"], "Yusra Delamere");
    assert!(!home.path("index").exists());
}

#[test]
fn undated_articles_are_counted_where_dates_matter() {
    let undated = gold_articles().iter().filter(|a| a["published"].is_null()).count();
    let summary = |query| corpus().run(["search", "--json", query]).record("summary");
    assert_eq!(summary("quay on:2024-02")["undated"], undated);
    assert_eq!(summary("quay")["undated"], 0);
    assert_eq!(speakers("speaker:quill on:2024"), [""; 0], "her only article has no date");
}
