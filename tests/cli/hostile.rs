//! Hostile news: what could drive a terminal never reaches it raw.

use crate::program::{Home, corpus};
use std::path::PathBuf;

/// Characters that must not be printed as text.
fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[track_caller]
fn is_harmless(text: &str) {
    let found: Vec<char> = text.chars().filter(|c| is_hostile(*c)).collect();
    assert!(found.is_empty(), "{found:?} in {text:?}");
}

#[test]
fn the_corpus_article_is_shown_harmless() {
    for args in [
        &["search", "clerk shame"][..],
        &["search", "--context", "2", "council noticeboard"],
        &["show", "quillan-gazette/complaints-page.txt"],
        &["whosaid", "with shame"],
        &["speakers", "-n", "1000"],
        &["search", "--by", "article", "reverse OR shame"],
    ] {
        let run = corpus().run(args);
        assert!(run.status < 2, "{args:?}: {}", run.err);
        is_harmless(&run.out);
        is_harmless(&run.err);
    }
    assert!(corpus().run(["search", "clerk shame"]).ends(0).out.contains("shame"));
}

/// A title, a byline, a name, a quotation and a file name that all carry escapes.
fn hostile() -> Home {
    let home = Home::new();
    let record = serde_json::json!({
        "title": "\u{1b}]0;owned\u{7} Lantern \u{202e}law\u{202c} passed",
        "author": "Mina \u{1b}[31mRoth",
        "outlet": "The \u{1b}[5mBlink",
        "url": "https://blink.example/\u{1b}[2J",
        "id": "lan\u{1b}[8mtern",
        "date": "2025-03-04",
        "text": "“The lantern \u{1b}[2Jstays \u{9b}31m lit,” said \u{202e}Pia Vell\u{202c} on Monday.\n\nThe \u{2066}street\u{2069} was dark.",
    });
    home.write("a\u{1b}[31mb.json", record.to_string());
    home.write("bad\u{1b}[2J.jsonl", "{\"text\": \"\u{1b}[2J\n");
    home
}

#[test]
fn escapes_in_every_field_are_shown_harmless() {
    let home = hostile();
    let news: PathBuf = home.news();
    let run = home.run(["index".as_ref(), "-v".as_ref(), news.as_os_str()]).ends(2);
    is_harmless(&run.out);
    is_harmless(&run.err);
    for args in [
        &["search", "lantern"][..],
        &["search", "-v", "--context", "2", "street"],
        &["speakers"],
        &["speakers", "vell"],
        &["stats"],
        &["whosaid", "the lantern"],
    ] {
        let run = home.run(args);
        assert!(run.status < 2, "{args:?}: {}", run.err);
        is_harmless(&run.out);
        is_harmless(&run.err);
    }
    let id = home.hits("lantern")[0]["article"]["id"].as_str().expect("an id").to_owned();
    let run = home.run(["show", &id]).ends(0);
    is_harmless(&run.out);
    assert!(run.out.contains("stays"), "{}", run.out);
}

#[test]
fn colours_are_the_only_escapes() {
    let home = hostile();
    home.index();
    let run = home.run(["search", "--color", "always", "lantern"]).ends(0);
    for rest in run.out.split('\u{1b}').skip(1) {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '[' | ';'))).expect("an end");
        assert!(rest.starts_with('[') && rest[end..].starts_with('m'), "{rest:?}");
    }
    assert!(!run.out.contains("\u{1b}[2J") && !run.out.contains('\u{202e}') && !run.out.contains('\u{9b}'));
    assert!(
        !run.out.contains("\u{1b}[5m") && !run.out.contains("\u{1b}[8m"),
        "of its own, not of the article: {:?}",
        run.out
    );
}

#[test]
fn errors_about_hostile_words_are_harmless() {
    let home = hostile();
    home.index();
    let hostile = "\u{1b}[2J\u{202e}";
    for args in [
        &["search", &format!("{hostile} (lantern")][..],
        &["search", &format!("sp{hostile}eker:x")],
        &["said", &format!("nobody {hostile}")],
        &["show", &format!("none {hostile}")],
        &["search", &format!("kind:{hostile}x lantern")],
        &["search", "x", "--in", &format!("/nowhere/{hostile}")],
        &["extract", &format!("/nowhere/{hostile}")],
    ] {
        let run = home.run(args);
        assert!(run.status > 0, "{args:?}");
        is_harmless(&run.out);
        is_harmless(&run.err);
    }
    let news = home.news();
    let run = home.run(["extract".as_ref(), news.as_os_str()]).ends(2);
    is_harmless(&run.err);
    // JSON is data: its strings keep what the news says, but no control byte stands in a line raw.
    assert!(run.out.bytes().all(|b| b >= b' ' || b == b'\n'), "{:?}", run.out);
}
