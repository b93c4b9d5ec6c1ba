//! `speakers merge`, `split`, `rename`, `undo`: what they write, what they say, what they refuse.

use crate::program::{Home, Run, field};

const NEWS: [(&str, &str); 3] = [
    (
        "a.txt",
        "“The tide is late,” said Mayor Oksana Brill. “It is never late,” said Tobin Ash.\n\nThe harbour was shut.\n",
    ),
    ("b.txt", "“The ferry is early,” said Oxana Bryl. “It is never early,” said Tobin Ash.\n\nThe harbour was open.\n"),
    ("c.txt", "“The quay is wet,” said Brill.\n\nThe harbour was open.\n"),
];

fn edit<const N: usize>(home: &Home, args: [&str; N]) -> Run {
    home.run(["speakers"].into_iter().chain(args))
}

fn aliases(home: &Home) -> String {
    std::fs::read_to_string(home.path("aliases.txt")).unwrap_or_default()
}

/// Returns the speakers with their quotations.
fn speakers(home: &Home) -> Vec<(String, u64)> {
    let rows = home.run(["speakers", "--json", "-n", "100"]).records("speaker");
    let mut rows: Vec<(String, u64)> =
        rows.iter().map(|row| (row["name"].as_str().unwrap().to_owned(), row["quotes"].as_u64().unwrap())).collect();
    rows.sort();
    rows
}

fn owned(rows: &[(&str, u64)]) -> Vec<(String, u64)> {
    rows.iter().map(|(name, quotes)| ((*name).to_owned(), *quotes)).collect()
}

#[test]
fn a_line_is_added_and_taken_back() {
    let home = Home::with(NEWS);
    let before = owned(&[("Oksana Brill", 2), ("Oxana Bryl", 1), ("Tobin Ash", 2)]);
    assert_eq!(speakers(&home), before);
    // What would change is shown first, and nothing is written.
    let out = edit(&home, ["merge", "oksana brill", "bryl", "--dry-run"]).ends(0).out;
    assert!(out.contains("would be added: Oksana Brill = Oxana Bryl\n"), "{out}");
    assert!(out.contains("then    Oksana Brill · 3 quotations\n"), "{out}");
    assert!(out.contains("The index has 3 speakers, and would have 2.\n"), "{out}");
    assert_eq!((aliases(&home).as_str(), speakers(&home)), ("", before.clone()));
    let out = edit(&home, ["merge", "oksana brill", "bryl"]).ends(0).out;
    assert!(out.contains("added: Oksana Brill = Oxana Bryl\n"), "{out}");
    assert!(out.contains("now     Oksana Brill · 3 quotations\n"), "{out}");
    assert!(out.contains("The index had 3 speakers, and has 2 now.\n"), "{out}");
    assert_eq!(speakers(&home), owned(&[("Oksana Brill", 3), ("Tobin Ash", 2)]));

    edit(&home, ["split", "oksana brill", "brill"]).ends(0);
    assert_eq!(speakers(&home), owned(&[("Brill", 1), ("Oksana Brill", 2), ("Tobin Ash", 2)]));
    edit(&home, ["rename", "tobin ash", "Tobias Ash"]).ends(0);
    assert_eq!(aliases(&home), "Oksana Brill = Oxana Bryl\nOksana Brill != Brill\nTobias Ash = Tobin Ash\n");
    assert_eq!(speakers(&home), owned(&[("Brill", 1), ("Oksana Brill", 2), ("Tobias Ash", 2)]));

    let out = edit(&home, ["undo"]).ends(0).out;
    assert!(out.contains("taken back: Tobias Ash = Tobin Ash\n"), "{out}");
    edit(&home, ["undo"]).ends(0);
    edit(&home, ["undo"]).ends(0);
    assert_eq!((aliases(&home).as_str(), speakers(&home)), ("", before));
    let run = edit(&home, ["undo"]).ends(2);
    assert!(run.err.contains("there is no line to take back"), "{}", run.err);
}

#[test]
fn a_later_edit_holds() {
    let home = Home::with(NEWS);
    edit(&home, ["merge", "oksana brill", "bryl"]).ends(0);
    edit(&home, ["split", "bryl", "oksana brill"]).ends(2);
    edit(&home, ["split", "oxana bryl", "oksana brill"]).ends(0);
    assert_eq!(speakers(&home).len(), 3);
    edit(&home, ["merge", "tobin ash", "oksana brill"]).ends(0);
    edit(&home, ["merge", "oksana brill", "oxana bryl"]).ends(0);
    assert_eq!(speakers(&home).len(), 1, "{}", aliases(&home));
    edit(&home, ["rename", "bryl", "O. Brill"]).ends(0);
    edit(&home, ["rename", "bryl", "Oxana B."]).ends(0);
    assert_eq!(speakers(&home), owned(&[("Oxana B.", 5)]));
}

#[test]
fn a_couple_made_one_is_one_with_all_its_names() {
    let home = Home::with([
        (
            "a.txt",
            "“The tide is late,” said Hanna Corvin. “It is wet,” she said. “It is cold,” she added.\n\nThe harbour was shut.\n",
        ),
        (
            "b.txt",
            "“The ferry is early,” said Bela Corvin. “It is dry,” he said. “It is warm,” he added.\n\nThe harbour was open.\n",
        ),
        ("c.txt", "“The quay is wet,” said Mrs. Corvin.\n\nThe harbour was open.\n"),
        ("d.txt", "“The quay is dry,” said Mr. Corvin.\n\nThe harbour was open.\n"),
    ]);
    assert_eq!(speakers(&home), owned(&[("Bela Corvin", 4), ("Hanna Corvin", 4)]));
    edit(&home, ["merge", "hanna corvin", "bela corvin"]).ends(0);
    assert_eq!(speakers(&home), owned(&[("Hanna Corvin", 8)]));
    edit(&home, ["undo"]).ends(0);
    assert_eq!(speakers(&home), owned(&[("Bela Corvin", 4), ("Hanna Corvin", 4)]));
}

#[test]
fn what_a_user_wrote_stays_as_it_is() {
    let home = Home::with(NEWS);
    let mine = "# mine\r\nTobias Ash = Tobin Ash # he asked\n# the end";
    std::fs::write(home.path("aliases.txt"), mine).expect("a file");
    edit(&home, ["merge", "oksana brill", "oxana bryl"]).ends(0);
    assert_eq!(aliases(&home), format!("{mine}\nOksana Brill = Oxana Bryl\n"));
    edit(&home, ["undo"]).ends(0);
    assert_eq!(aliases(&home), format!("{mine}\n"));
    let change = edit(&home, ["undo", "--json"]).ends(0).record("change");
    assert_eq!((&change["line"], &change["undone"]), (&"Tobias Ash = Tobin Ash # he asked".into(), &true.into()));
    assert_eq!((&change["before"][0]["name"], &change["after"][0]["quotes"]), (&"Tobias Ash".into(), &2.into()));
    assert_eq!(aliases(&home), "# mine\r\n# the end\n", "comments are nobody's line");
}

#[test]
fn nonsense_is_refused_and_nothing_is_written() {
    let home = Home::with(NEWS);
    for (args, reason) in [
        (
            vec!["merge", "oksana brill", "oksana bril"],
            "nobody in the index is called `oksana bril`; did you mean `Oksana Brill`?",
        ),
        (vec!["merge", "oksana brill", "brill"], "`oksana brill` and `brill` are one speaker already: Oksana Brill"),
        (vec!["merge", "oksana brill", ""], "`` is no name"),
        (
            vec!["split", "oksana brill", "tobin ash"],
            "they are two speakers already: Oksana Brill (Mayor) with 2 quotations, and Tobin Ash with 2 quotations",
        ),
        (vec!["split", "oksana brill", "Mayor Oksana Brill"], "is no name that quotations of Oksana Brill have"),
        (vec!["split", "brill", "brill"], "are the same name"),
        (vec!["rename", "tobin ash", "Tobin Ash"], "is called `Tobin Ash` already"),
        (
            vec!["rename", "tobin ash", "oxana bryl"],
            "a name of another speaker, Oxana Bryl with 1 quotation: to make them one, merge them",
        ),
        (vec!["rename", "tobin ash", "Ash = Oak"], "cannot stand in the alias file"),
        (vec!["rename", "tobin ash", "Ash\nOak"], "cannot stand in the alias file"),
        (vec!["rename", "tobin ash", "Ash (mayor)"], "expected words without brackets"),
        (vec!["rename", "tobin ash", "—"], "expected words without brackets"),
    ] {
        let run = home.run(["speakers"].into_iter().chain(args)).ends(2);
        assert!(run.err.contains(reason), "expected: {reason}\ngot: {}", run.err);
    }
    assert!(!home.path("aliases.txt").exists());
    edit(&home, ["merge", "oksana brill"]).ends(2);
}

#[test]
fn namesakes_are_told_apart_by_their_roles() {
    let home = Home::with([
        ("a.txt", "“The tide is late,” said Odo Smith, the mayor of Tarnwick.\n\nThe harbour was shut.\n"),
        ("b.txt", "“I caught it,” said Odo Smith, a goalkeeper.\n\nThe game was lost.\n"),
    ]);
    assert_eq!(speakers(&home), owned(&[("Odo Smith", 1), ("Odo Smith", 1)]));
    let run = edit(&home, ["rename", "odo smith", "Odo B. Smith"]).ends(2);
    assert!(run.err.contains("`odo smith` names 2 speakers: ") && run.err.contains("goalkeeper"), "{}", run.err);
    edit(&home, ["rename", "odo smith (mayor)", "Odo B. Smith"]).ends(0);
    assert_eq!(speakers(&home), owned(&[("Odo B. Smith", 1), ("Odo Smith", 1)]));
    edit(&home, ["undo"]).ends(0);
    edit(&home, ["merge", "odo smith (mayor)", "odo smith (goalkeeper)"]).ends(0);
    assert_eq!(speakers(&home), owned(&[("Odo Smith", 2)]), "{}", aliases(&home));
    edit(&home, ["split", "odo smith (mayor)", "odo smith (goalkeeper)"]).ends(0);
    assert_eq!(speakers(&home), owned(&[("Odo Smith", 1), ("Odo Smith", 1)]), "{}", aliases(&home));
}

#[test]
fn the_reasons_are_shown() {
    let home = Home::with(NEWS);
    let out = edit(&home, ["brill", "-v"]).ends(0).out;
    assert!(out.contains("joined   Brill = Oksana Brill: nobody else has the surname"), "{out}");
    let row = edit(&home, ["brill", "--json"]).ends(0).record("speaker");
    assert_eq!(field(row["joins"].as_array().expect("a list"), "/why"), ["nobody else has the surname"]);
}

#[test]
fn the_same_records_are_the_same_speakers() {
    let there = Home::with(NEWS);
    let back = Home::new();
    for (name, text) in NEWS.iter().rev() {
        back.write(name, text);
        back.index().ends(0);
    }
    let rows = |home: &Home| home.run(["speakers", "--json", "-n", "100"]).records("speaker");
    let first = rows(&there);
    assert_eq!(rows(&back), first);
    back.run(["rebuild"]).ends(0);
    assert_eq!(rows(&back), first);
}
