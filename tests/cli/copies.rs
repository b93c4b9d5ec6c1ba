//! Copies: wire copy that outlets trim and retitle, and words that many articles quote.

use crate::program::{Home, field};
use serde_json::{Value, json};

const LEAD: [&str; 8] = [
    "The old weir above Tarnwick broke early on Monday and let the river Lode into the lower town.",
    "Some four hundred people spent the night in the school on the hill, the fire service said.",
    "“We will rebuild the weir by May, and it will be higher than before,” said Ilse Brandvold, the mayor.",
    "Engineers had warned for years that the stones at its foot were loose and the mortar gone.",
    "“Nobody listened to us,” said Odo Brenning, who keeps the mill below the weir.",
    "The water board wants to look at every other weir on the river before the summer is over.",
    "A bridge at Ostley was closed as well, and trains to Selwick are not expected before Thursday.",
    "The army sent two boats and forty soldiers, who filled sandbags through the night.",
];

fn story(id: &str, title: &str, outlet: &str, published: &str, paragraphs: &[&str]) -> String {
    json!({"id": id, "title": title, "outlet": outlet, "published": published, "text": paragraphs.join("\n\n")})
        .to_string()
}

/// Four articles with one story, one of which trims it and one of which edits it, and one with a story of its own.
fn town() -> Home {
    let home = Home::new();
    let wire = LEAD.map(str::to_owned);
    let mut edited = wire.clone();
    edited[0] = edited[0].replace("early on Monday", "on Monday morning");
    edited[2] = edited[2].replace("Ilse Brandvold, the mayor", "the mayor of Tarnwick");
    let edited: Vec<&str> = edited.iter().map(String::as_str).collect();
    let dateline = format!("TARNWICK (CNS) — {}", LEAD[0]);
    let trimmed: Vec<&str> = [dateline.as_str()].into_iter().chain(LEAD[1..5].iter().copied()).collect();
    let joined = [[LEAD[0], LEAD[1], LEAD[2]].join(" "), LEAD[3..].join(" ")];
    let joined: Vec<&str> = joined.iter().map(String::as_str).collect();
    home.write("a.json", story("lead", "Weir breaks above Tarnwick", "Corvane News", "2024-02-12", &LEAD));
    home.write("b.json", story("trimmed", "Hundreds flee the Lode", "Valley Post", "2024-02-13", &trimmed));
    home.write("c.json", story("joined", "A town under water", "Northern Dispatch", "2024-02-13", &joined));
    home.write("d.json", story("edited", "“Nobody listened”", "Selwick Star", "2024-02-14", &edited));
    let other = [
        "Two years on, the town has a new weir, which swallows build their nests in.",
        "“We will rebuild the weir by May, and it will be higher,” Ilse Brandvold promised in those days.",
        "It took until the autumn of the next year, and twice the money that was set aside for it.",
    ];
    home.write("e.json", story("later", "What became of the weir", "Valley Post", "2026-02-12", &other));
    home
}

fn indexed() -> Home {
    let home = town();
    home.index().ends(0);
    home
}

fn asked(home: &Home, args: &[&str]) -> Vec<Value> {
    home.run([&["--json"], args].concat()).json()
}

/// Everything that is shown of copies, whatever order the index has.
fn clusters(home: &Home) -> Vec<String> {
    let articles = home.run(["search", "*", "--by", "article", "--json", "-n", "100"]).records("hit");
    let quotes =
        home.run(["search", "kind:direct OR kind:mixed OR kind:indirect", "--json", "-n", "100"]).records("hit");
    let shown = |hit: &Value| format!("{} {}", hit["id"], hit["cluster"]);
    let mut all: Vec<String> = articles.iter().chain(&quotes).map(shown).collect();
    all.sort();
    all
}

#[test]
fn copies_of_an_article_are_one_cluster_led_by_the_earliest() {
    let home = indexed();
    let hits = home.run(["search", "*", "--by", "article", "--json", "--sort", "oldest"]).records("hit");
    assert_eq!(field(&hits, "/article/id"), ["lead", "joined", "trimmed", "edited", "later"]);
    assert_eq!(field(&hits, "/cluster/id"), ["lead", "lead", "lead", "lead", "-"]);
    let outlets = ["Corvane News", "Northern Dispatch", "Selwick Star", "Valley Post"];
    assert_eq!(
        hits[1]["cluster"],
        json!({"id": "lead", "unit": "article", "size": 4, "outlets": outlets, "first": "2024-02-12", "wire": "CNS"})
    );
}

#[test]
fn folded_passages_stand_for_their_copies() {
    let home = indexed();
    let all = asked(&home, &["search", "engineers stones"]);
    assert_eq!(field(&all[..4], "/type"), ["hit", "hit", "hit", "hit"]);
    let folded = asked(&home, &["search", "engineers stones", "--by", "cluster"]);
    let [hit, summary] = &folded[..] else { panic!("{folded:?}") };
    assert_eq!((&hit["article"]["id"], &hit["passages"]), (&json!("lead"), &json!(4)));
    assert_eq!((&summary["total"], &summary["clusters"], &summary["passages"]), (&json!(1), &json!(1), &json!(4)));
    // The latest comes first, and stands for all, where the newest are asked for.
    let newest = asked(&home, &["search", "engineers stones", "--by", "cluster", "--sort", "newest"]);
    assert_eq!(newest[0]["article"]["id"], "edited");
    // Two passages of one article stay two.
    let two = home.run(["search", "soldiers OR sandbags OR loose", "--by", "cluster", "--json"]).records("hit");
    assert_eq!(field(&two, "/article/id"), ["lead", "lead"]);
    // What only copies have is shown from them.
    let post = home.run(["search", "engineers outlet:dispatch", "--by", "cluster", "--json"]).records("hit");
    assert_eq!((&post[0]["article"]["id"], &post[0]["passages"]), (&json!("joined"), &json!(1)));
    assert_eq!(post[0]["cluster"]["size"], 4);
    let text = home.run(["search", "engineers stones", "--by", "cluster"]).ends(0).out;
    assert!(text.contains("one of 4 copies since 12 Feb 2024 · 4 outlets · CNS\n"), "{text}");
    assert!(text.contains("1 passage (4 with copies). Searched 5 articles"), "{text}");
}

#[test]
fn quotations_fold_by_words_and_speaker() {
    let home = indexed();
    let folded = asked(&home, &["said", "brandvold", "rebuild", "--by", "cluster"]);
    let [hit, summary] = &folded[..] else { panic!("{folded:?}") };
    assert_eq!((&hit["article"]["id"], &hit["unit"]), (&json!("lead"), &json!("quote")));
    assert_eq!((&summary["total"], &summary["clusters"]), (&json!(1), &json!(1)));
    let cluster = &hit["cluster"];
    assert_eq!((&cluster["id"], &cluster["unit"]), (&hit["id"], &json!("quote")), "{cluster}");
    assert_eq!((&cluster["size"], &cluster["first"]), (&json!(5), &json!("2024-02-12")), "{cluster}");
    // All members, whichever of them is named.
    let lead = cluster["id"].as_str().expect("an id");
    let members = home.hits(&format!("cluster:\"{lead}\""));
    let mut ids = field(&members, "/article/id");
    ids.sort();
    assert_eq!(ids, ["edited", "joined", "later", "lead", "trimmed"]);
    let same = |id: &str| field(&home.hits(&format!("cluster:\"{id}\"")), "/id");
    members.iter().for_each(|member| assert_eq!(same(member["id"].as_str().expect("an id")), same(lead)));
    assert_eq!(field(&home.hits(&format!("cluster:\"{lead}\" outlet:valley before:2025")), "/article/id"), ["trimmed"]);
}

#[test]
fn members_of_a_cluster_are_listed_by_any_of_them() {
    let home = indexed();
    for id in ["lead", "joined"] {
        let hits = home.run(["search", &format!("cluster:{id}"), "--by", "article", "--json"]).records("hit");
        let mut ids = field(&hits, "/article/id");
        ids.sort();
        assert_eq!(ids, ["edited", "joined", "lead", "trimmed"]);
    }
    let alone = home.run(["search", "cluster:later", "--by", "article", "--json"]).records("hit");
    assert_eq!(field(&alone, "/article/id"), ["later"]);
    let nobody = home.run(["search", "cluster:nowhere"]).ends(1);
    assert!(nobody.err.contains("no article and no quotation has the id `nowhere`"), "{}", nobody.err);
}

#[test]
fn counts_are_given_in_both_units() {
    let home = indexed();
    let counted = |args: &[&str]| {
        let rows = asked(&home, args);
        let row = rows.iter().find(|row| row["name"] == "Ilse Brandvold").unwrap_or_else(|| panic!("{rows:?}"));
        (row["quotes"].clone(), row["clusters"].clone(), row["articles"].clone())
    };
    let (quotes, clusters, articles) = counted(&["whosaid", "rebuild the weir by May"]);
    assert_eq!((clusters, &articles), (json!(1), &quotes));
    let (all, different, _) = counted(&["speakers", "brandvold"]);
    assert_eq!((all, different), (quotes, json!(1)));
    let stats = asked(&home, &["stats"]).remove(0);
    assert_eq!((&stats["articles"], &stats["article_clusters"]), (&json!(5), &json!(2)));
    assert!(stats["quote_clusters"].as_u64() < stats["quotes"].as_u64(), "{stats}");
    let text = home.run(["whosaid", "rebuild the weir by May"]).ends(0).out;
    assert!(text.contains("(1 without copies) in "), "{text}");
}

#[test]
fn clusters_follow_what_comes_and_goes() {
    let home = indexed();
    let before = clusters(&home);
    home.run(["rebuild"]).ends(0);
    assert_eq!(clusters(&home), before, "a rebuild changes nothing");
    // Without the lead the next one leads.
    let lead = std::fs::read(home.news().join("a.json")).expect("the lead");
    std::fs::remove_file(home.news().join("a.json")).expect("removed");
    home.index().ends(0);
    let without = clusters(&home);
    assert!(without.iter().any(|hit| hit.contains("\"id\":\"joined\",")), "{without:?}");
    assert!(without.iter().all(|hit| !hit.contains("lead")), "{without:?}");
    home.run(["rebuild"]).ends(0);
    assert_eq!(clusters(&home), without, "as a rebuild has it");
    // It comes back, last of all into the index, and leads again.
    home.write("a.json", lead);
    home.index().ends(0);
    assert_eq!(clusters(&home), before);
}

#[test]
fn the_order_of_indexing_does_not_matter() {
    let (home, other) = (indexed(), town());
    for name in ["e", "c", "d", "b", "a"] {
        let file = other.news().join(format!("{name}.json"));
        other.run(["index".as_ref(), file.as_os_str()]).ends(0);
    }
    assert_eq!(clusters(&other), clusters(&home));
}
