//! How bad queries are repaired.

use super::{Fixture, show};
use crate::query::{ResolveOptions, parse_lenient, resolve};

fn check(query: &str, tree: &str, repairs: &[&str]) {
    let (expr, told) = parse_lenient(query);
    assert_eq!(show(&resolve(&expr, &Fixture, &ResolveOptions::default()).node), tree, "{query}");
    assert_eq!(told, repairs, "{query}");
}

#[test]
fn good_queries_are_left_alone() {
    check("speaker:merz -war", "(speaker=friedrich merz & !said.war)", &[]);
}

#[test]
fn unknown_fields_become_words() {
    check("Mayor: we will", "(mayor & we & will)", &["there is no field `Mayor:`: taken as a word"]);
    check("https://bbc.co.uk", "(https & bbc & co & uk)", &["there is no field `https:`: taken as a word"]);
}

#[test]
fn minus_signs_become_plain() {
    check("- deal", "deal", &["`-` stands alone: ignored"]);
    check("-deal now", "(deal & now)", &["the query begins with `-`: ignored"]);
    check("a - b -c", "(a & b & !c)", &["`-` stands alone: ignored"]);
    check("a --b", "(a & b)", &["more than one `-`: ignored"]);
}

#[test]
fn the_rest_is_closed_dropped_or_taken_as_words() {
    check("(a OR", "a", &["`OR` has nothing on its right: ignored", "`(` is never closed: closed at the end"]);
    check(
        "a) AND \"b",
        "(a & b)",
        &[
            "`)` closes nothing: ignored",
            "`AND` has nothing on its left: ignored",
            "this quotation mark is never closed: ignored",
        ],
    );
    check("speaker: merz", "speaker=friedrich merz", &["`speaker:` has no value: what follows is taken"]);
    check("on:", "on", &["`on:` has no value: taken as a word"]);
    check("after:yesterday x", "(yesterday & x)", &["`yesterday` is no date: taken as words"]);
    check(
        "foo~9 wo*en",
        "(foo~2 & wo & en)",
        &["`~` behind a word needs a distance: 2 is taken", "`*` may only end a word: ignored"],
    );
    check("\"\" …", "()", &["the phrase has no words: ignored"]);
    check(
        "title:(a speaker:merz)",
        "(title.a & speaker=friedrich merz)",
        &["a field inside the group of another field: the inner one counts"],
    );
}

#[test]
fn great_rubbish_is_fast() {
    for part in ["(", ")", "\"“", "‘\"", "- ", "foo:", "NOT ", "a~ ", "OR ", "\\", "-(", "“\"a "] {
        let (_, repairs) = parse_lenient(&part.repeat(60_000));
        assert!(repairs.len() <= 21, "{part}");
    }
}
