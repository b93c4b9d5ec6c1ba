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
