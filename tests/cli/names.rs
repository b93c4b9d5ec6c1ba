//! The alias file rules over names at the time of the query.

use crate::program::{Home, field};

const NEWS: [(&str, &str); 2] = [
    ("a.txt", "“The tide is late,” said Oksana Brill. “It is never late,” said Tobin Ash.\n\nThe harbour was shut.\n"),
    ("b.txt", "“The ferry is early,” said Oxana Bryl. “It is never early,” said Tobin Ash.\n\nThe harbour was open.\n"),
];

fn said(home: &Home, name: &str) -> Vec<String> {
    let run = home.run(["said", "--json", name]);
    let mut texts = field(&run.records("hit"), "/text");
    texts.sort();
    texts
}

#[test]
fn an_alias_joins_two_names_without_indexing() {
    let home = Home::with(NEWS);
    assert_eq!(said(&home, "oksana brill"), ["“The tide is late,”"]);
    std::fs::write(home.path("aliases.txt"), "# one minister\nOksana Brill = Oxana Bryl\n").expect("a file");
    let both = ["“The ferry is early,”", "“The tide is late,”"];
    assert_eq!(said(&home, "oksana brill"), both);
    assert_eq!(said(&home, "oxana bryl"), both);
    let hits = home.hits("speaker:bryl ferry");
    assert_eq!(field(&hits, "/quote/speaker_name"), ["Oksana Brill"], "by the canonical name");
    let rows = home.run(["speakers", "--json", "oxana"]).ends(0).records("speaker");
    assert_eq!((field(&rows, "/name"), &rows[0]["quotes"]), (vec!["Oksana Brill".to_owned()], &2.into()));
    // Taken back, they are two again.
    std::fs::remove_file(home.path("aliases.txt")).expect("the file");
    assert_eq!(said(&home, "oksana brill"), ["“The tide is late,”"]);
}

#[test]
fn an_alias_rules_in_every_answer() {
    let home = Home::with(NEWS);
    std::fs::write(home.path("aliases.txt"), "Oxana Q. Brill = Oxana Bryl; Oksana Brill\nTobias Ash = Tobin Ash\n")
        .expect("a file");
    let shown = home.run(["show", "--json", "b.txt"]).ends(0).record("article");
    let quotes = shown["quotes"].as_array().expect("a list");
    assert_eq!(field(quotes, "/speaker_name"), ["Oxana Q. Brill", "Tobias Ash"]);
    let text = home.run(["show", "b.txt"]).ends(0).out;
    assert!(text.contains("Oxana Q. Brill") && text.contains("Tobias Ash"), "{text}");
    // A paragraph names those whom it quotes.
    let text = home.run(["search", "ferry AND said"]).ends(0).out;
    assert!(text.contains("quoting Oxana Q. Brill, Tobias Ash"), "{text}");
    let earliest = &home.run(["whosaid", "--json", "ferry is early"]).ends(0).record("speaker")["earliest"];
    assert_eq!(earliest["quote"]["speaker_name"], "Oxana Q. Brill");
}

#[test]
fn two_voices_of_one_article_become_one() {
    let home = Home::with([(
        "a.txt",
        "“The tide is late,” said Oksana Brill. “The ferry is early,” said Oxana Bryl.\n\nThe harbour was shut.\n",
    )]);
    std::fs::write(home.path("aliases.txt"), "Oksana Brill = Oxana Bryl\n").expect("a file");
    let text = home.run(["show", "a.txt"]).ends(0).out;
    assert!(text.contains("Oksana Brill  [1] [2]"), "{text}");
}

#[test]
fn an_alias_file_that_was_named_must_be_there() {
    let home = Home::with(NEWS);
    let none = home.path("none.txt");
    let run = home.run(["said".as_ref(), "brill".as_ref(), "--aliases".as_ref(), none.as_os_str()]).ends(2);
    assert!(run.err.contains(none.to_str().expect("UTF-8")), "{}", run.err);
    // The usual place may be empty.
    home.run(["said", "brill"]).ends(0);
}

#[test]
fn an_alias_keeps_two_names_apart() {
    let home = Home::with([
        ("a.txt", "“The tide is late,” said Oksana Brill.\n\nThe harbour was shut.\n"),
        ("b.txt", "“The ferry is early,” said Brill.\n\nThe harbour was open.\n"),
    ]);
    assert_eq!(said(&home, "oksana brill").len(), 2, "the surname alone means the only one who has it");
    std::fs::write(home.path("aliases.txt"), "Oksana Brill != Brill\n").expect("a file");
    assert_eq!(said(&home, "oksana brill"), ["“The tide is late,”"]);
}

#[test]
fn another_alias_file_can_be_named() {
    let home = Home::with(NEWS);
    let file = home.path("mine.txt");
    std::fs::write(&file, "Oksana Brill = Oxana Bryl\n").expect("a file");
    let run =
        home.run(["said".as_ref(), "--json".as_ref(), "oksana brill".as_ref(), "--aliases".as_ref(), file.as_os_str()]);
    assert_eq!(run.ends(0).records("hit").len(), 2);
    assert_eq!(said(&home, "oksana brill").len(), 1, "only where it is named");
}
