//! Binding and typography: words belong to who said them, and marks do not matter.

use crate::program::{Home, corpus, field};

/// Two people, two quotations, one paragraph.
const HARBOUR: &str = "Crane to stay\n\n\
    “The old crane stays where it is,” said Mayor Odo Brenning. \
    “Then somebody must paint the thing,” said Lisbet Quorn, who owns the chandlery.\n\n\
    The harbour board meets again in spring.\n";

#[test]
fn words_bind_to_their_speaker() {
    let home = Home::with([("crane.txt", HARBOUR)]);
    for (query, speaker) in [
        ("speaker:brenning said:\"old crane stays\"", "Odo Brenning"),
        ("speaker:quorn said:\"paint the thing\"", "Lisbet Quorn"),
        ("speaker:brenning crane", "Odo Brenning"),
        ("speaker:quorn (paint -crane)", "Lisbet Quorn"),
        ("role:mayor stays", "Odo Brenning"),
    ] {
        assert_eq!(field(&home.hits(query), "/quote/speaker_name"), [speaker], "{query}");
    }
    for query in [
        "speaker:brenning said:\"paint the thing\"",
        "speaker:quorn said:\"old crane stays\"",
        "speaker:brenning paint",
        "speaker:quorn \"old crane\"",
        "speaker:brenning (crane paint)",
        "speaker:quorn said:chandlery",
        "role:mayor paint",
        // Roles are no names.
        "speaker:mayor",
    ] {
        assert!(home.hits(query).is_empty(), "{query}: {:?}", home.hits(query));
    }
}

#[test]
fn words_of_two_people_meet_only_in_their_paragraph() {
    let home = Home::with([("crane.txt", HARBOUR)]);
    let units = |query| field(&home.run(["search", "--json", "--strict", query]).records("hit"), "/unit");
    assert_eq!(units("crane paint"), ["paragraph"]);
    assert_eq!(units("\"harbour board meets\""), ["paragraph"]);
    // What a quotation covers stands for its paragraph: never both.
    assert_eq!(units("\"old crane stays\""), ["quote"]);
    assert_eq!(units("\"crane to stay\""), ["title"]);
    // A phrase does not run from one quotation into the next one's content.
    assert!(units("said:\"where it is then somebody\"").is_empty());
}

#[test]
fn articles_are_one_unit_when_asked() {
    let home = Home::with([("crane.txt", HARBOUR)]);
    let run = |by| home.run(["search", "--json", "--strict", "--by", by, "paint AND spring"]);
    assert!(run("passage").ends(1).records("hit").is_empty());
    let hits = run("article").ends(0).records("hit");
    assert_eq!(hits.len(), 1);
    assert!(hits[0]["passages"].as_u64().is_some_and(|n| n >= 1), "{}", hits[0]);
}

#[test]
fn in_the_corpus_too() {
    let gwen = "speaker:\"Gwen Hollis\"";
    assert!(corpus().hits(&format!("{gwen} said:\"against fire\"")).is_empty());
    assert_eq!(corpus().hits("speaker:\"Anders Hollis\" said:\"against fire\"").len(), 1);
    assert_eq!(corpus().hits(&format!("{gwen} said:\"years of ribbon\"")).len(), 1);
}

/// The ids and highlights of a query's hits.
fn found(query: &str) -> Vec<String> {
    corpus().hits(query).iter().map(|hit| format!("{} {}", hit["id"], hit["highlights"])).collect()
}

#[test]
fn typography_of_the_query_does_not_matter() {
    for (plain, others) in [
        (
            "\"don't bring a torch\"",
            ["“don’t bring a torch”", "„Don‘t bring a torch“", "«don't bring a torch»", "\"Don’t  bring, a—torch!\""],
        ),
        (
            "said:\"That's what a flood is\"",
            [
                "said:“That’s what a flood is”",
                "said:\"that's what a flood is.\"",
                "said:“that‘s what a flood is”",
                "said:«That's, what — a flood is!»",
            ],
        ),
        ("don't torch", ["don’t torch", "don‘t torch", "donʼt torch", "don't… torch,"]),
    ] {
        let expected = found(plain);
        assert!(!expected.is_empty(), "{plain}");
        for other in others {
            assert_eq!(found(other), expected, "{other}");
        }
    }
}

#[test]
fn typography_of_the_article_does_not_matter() {
    let home = Home::with([
        ("curly.txt", "Doors\n\n“Nobody’s door is shut—not one,” said Ada Fenwick.\n"),
        ("straight.txt", "Doors\n\n\"Nobody's door is shut - not one,\" said Ada Fenwick.\n"),
        ("british.txt", "Doors\n\n‘Nobody’s door is shut – not one,’ said Ada Fenwick.\n"),
    ]);
    for query in
        ["\"nobody's door is shut not one\"", "“Nobody’s door is shut – not one”", "speaker:fenwick nobody’s shut"]
    {
        let mut paths = field(&home.hits(query), "/article/path");
        paths.sort();
        assert_eq!(paths, ["british.txt", "curly.txt", "straight.txt"], "{query}");
    }
}
