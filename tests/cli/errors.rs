//! How the program ends: exit statuses, and errors that name the place and the way out.

use crate::program::{Home, corpus};
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

#[test]
fn found_is_0_nothing_is_1_an_error_is_2() {
    corpus().run(["search", "omelette"]).ends(0);
    corpus().run(["search", "xylophonist"]).ends(1);
    corpus().run(["search", "(omelette"]).ends(2);
    corpus().run(["search", "-n", "0", "omelette"]).ends(0);
    corpus().run(["search", "-n", "0", "xylophonist"]).ends(1);
    corpus().run(["search", "speaker:nobodyhere"]).ends(1);
    corpus().run(["said", "nobodyhere"]).ends(1);
    let none = corpus().run(["speakers", "-n", "0"]).ends(0).out;
    assert!(none.starts_with("0 of "), "{none}");
    corpus().run(["said", "anselm vance"]).ends(0);
    corpus().run(["said", "anselm vance", "xylophonist"]).ends(1);
    corpus().run(["search", "--no-such-flag", "x"]).ends(2);
    corpus().run(["search"]).ends(2);
    corpus().run(["no-such-command"]).ends(2);
    corpus().run(["--help"]).ends(0);
}

#[test]
fn a_bad_query_has_carets_under_the_place() {
    for (query, message) in [
        (
            "speker:vance omelette",
            "onrecord: there is no field `speker:`\n  speker:vance omelette\n  ^^^^^^^\n\
             expected one of speaker: role: said: title: by: outlet: lang: kind: after: before: on: id: cluster:, or `\\:` for a plain colon\n\
             did you mean `speaker:`?\n",
        ),
        ("boats (omelette", "onrecord: `(` is never closed\n  boats (omelette\n        ^\nexpected a `)`\n"),
        ("omelette)", "onrecord: `)` closes nothing\n  omelette)\n          ^\n"),
    ] {
        let run = corpus().run(["search", query]).ends(2);
        assert_eq!((run.err.as_str(), run.out.as_str()), (message, ""), "{query}");
    }
    for query in
        ["\"open", "kind:loud", "after:yesterday", "omelette OR", "omelette - x", "omelette --x", "speaker: vance", ""]
    {
        let run = corpus().run(["search", "--", query]).ends(2);
        assert!(run.err.starts_with("onrecord: "), "{query}: {}", run.err);
        assert!(query.is_empty() || run.err.contains('^'), "{query}: {}", run.err);
    }
}

#[test]
fn a_bad_value_names_the_nearest_valid_one() {
    let run = corpus().run(["search", "kind:dirct omelette"]).ends(2);
    assert!(run.err.contains("  kind:dirct omelette\n       ^^^^^\n"), "{}", run.err);
    assert!(
        run.err.contains("did you mean `direct`?") || run.err.contains("did you mean `kind:direct`?"),
        "{}",
        run.err
    );
}

#[test]
fn lenient_repairs_and_says_how() {
    for query in ["speker:vance", "(omelette", "- omelette", "-omelette", "omelette)", "\"omelette"] {
        let run = corpus().run(["search", "--json", "--lenient", "--", query]);
        assert!(run.status < 2, "{query}: {}", run.err);
        let notes = &run.record("summary")["notes"];
        assert!(notes.as_array().is_some_and(|notes| !notes.is_empty()), "{query}: {notes}");
        assert!(!run.err.is_empty(), "{query}");
    }
    let run = corpus().run(["search", "--json", "--lenient", "--", "-omelette"]).ends(0);
    assert_eq!(run.records("hit").len(), 1, "a leading `-` is plain");
}

#[test]
fn no_index_names_the_command_that_makes_one() {
    let home = Home::new();
    for args in [
        &["search", "x"][..],
        &["said", "x"],
        &["whosaid", "x"],
        &["show", "x"],
        &["speakers"],
        &["stats"],
        &["remove", "x"],
        &["rebuild"],
    ] {
        let run = home.run(args).ends(2);
        assert!(run.err.contains("onrecord index PATH"), "{args:?}: {}", run.err);
        assert!(run.err.contains(home.path("index").to_str().expect("UTF-8")), "{args:?}: {}", run.err);
        assert!(!home.path("index").exists(), "{args:?} made an index");
    }
}

#[test]
fn a_missing_path_is_an_error_and_removes_nothing() {
    let home = Home::with([("a.txt", "The harbour froze in a week.\n"), ("b.txt", "The harbour thawed in a day.\n")]);
    std::fs::remove_file(home.news().join("a.txt")).expect("the file");
    let (news, none) = (home.news(), home.path("none"));
    let run = home.run(["index".as_ref(), news.as_os_str(), none.as_os_str()]).ends(2);
    assert!(run.err.contains(none.to_str().expect("UTF-8")), "{}", run.err);
    assert_eq!(home.hits("harbour").len(), 2, "both are still there");
    // A folder that vanished as a whole is missing too.
    std::fs::rename(&news, home.path("away")).expect("a move");
    home.run(["index".as_ref(), news.as_os_str()]).ends(2);
    home.run(["search".as_ref(), "harbour".as_ref(), "--in".as_ref(), news.as_os_str()]).ends(2);
    home.run(["rebuild"]).ends(2);
    assert_eq!(home.hits("harbour").len(), 2);
}

#[test]
fn a_closed_pipe_is_a_quiet_0() {
    // More than a pipe holds, so that the program is still writing when the reader goes.
    let mut child = corpus()
        .command()
        .args(["search", "--json", "-n", "1000", "the"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut reader = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut line = String::new();
    reader.read_line(&mut line).expect("a line");
    drop(reader);
    let mut err = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut err).expect("UTF-8");
    assert_eq!((child.wait().expect("an end").code(), err.as_str()), (Some(0), ""));
    assert!(line.starts_with("{\"v\":1,\"type\":\"hit\""), "{line}");
    let size = corpus().run(["search", "--json", "-n", "1000", "the"]).out.len();
    assert!(size > 150_000, "{size} bytes would fit into the pipe");
}

#[test]
fn many_queries_in_one_run() {
    let home = Home::new();
    std::fs::write(home.path("queries"), "first\tomelette\ncroissants\n\nlast one\txylophonist\n").expect("a file");
    let path = home.path("queries");
    let run = corpus().run(["search".as_ref(), "--json".as_ref(), "--queries".as_ref(), path.as_os_str()]).ends(0);
    let ids = |kind| crate::program::field(&run.records(kind), "/query_id");
    assert_eq!(ids("summary"), ["first", "2", "last one"]);
    assert_eq!(ids("hit"), ["first", "2"]);
    let piped = corpus().run_with(b"q\tomelette\n", ["search", "--json", "--queries", "-"]).ends(0);
    assert_eq!(piped.record("hit")["query_id"], "q");
    corpus().run_with(b"q\txylophonist\n", ["search", "--json", "--queries", "-"]).ends(1);
    let marked = corpus().run_with(b"\xef\xbb\xbfomelette -tortoise\n", ["search", "--json", "--queries", "-"]).ends(0);
    assert_eq!(
        (&marked.record("hit")["query_id"], &marked.record("summary")["query"]),
        (&"1".into(), &"omelette -tortoise".into())
    );
    for command in ["search", "said", "whosaid"] {
        corpus().run_with(b"q\tomelette\n", [command, "omelette", "--queries", "-"]).ends(2);
    }
    let bad = corpus().run_with(b"good\tomelette\nbad\t(omelette\n", ["search", "--queries", "-"]).ends(2);
    assert!(bad.err.contains("query bad (line 2):"), "the query and its line are named: {}", bad.err);
}

#[test]
fn answers_of_many_queries_keep_the_order_of_the_file() {
    let words = ["weir", "(omelette", "the", "croissants", "", "zzzz", "ferry"];
    let line = |i: usize| match words[i % 7] {
        "" => "\n".to_owned(),
        word => format!("q{i}\t{word}\n"),
    };
    let file: String = (0..210).map(line).collect();
    let home = Home::new();
    let path = home.path("queries");
    std::fs::write(&path, file).expect("a file");
    let path = path.to_str().expect("UTF-8");
    // `whosaid` takes all as plain words.
    for (command, status) in [("search", 2), ("whosaid", 0), ("timeline", 2), ("export", 2)] {
        let run = corpus().run([command, "--json", "--queries", path]).ends(status);
        let ids = crate::program::field(&run.records("summary"), "/query_id");
        let numbers: Vec<usize> = ids.iter().filter_map(|id| id.trim_start_matches('q').parse().ok()).collect();
        assert!(numbers.len() == ids.len() && numbers.is_sorted(), "{command}: {ids:?}");
        // Of seven lines one is blank, and one is no query.
        assert_eq!(ids.len(), if status == 0 { 180 } else { 150 }, "{command}");
        assert!(run.err.contains("queries: line 5 is blank"), "{command}: {}", run.err);
        if command != "whosaid" {
            assert!(run.err.contains("query q1 (line 2): "), "{command}: {}", run.err);
            assert!(!ids.contains(&"q1".to_owned()), "{command}");
        }
    }
}

#[test]
fn the_alias_file_must_be_readable_and_right() {
    let home = Home::new();
    let aliases = |path: &std::path::Path| {
        corpus().run(["speakers".as_ref(), "vance".as_ref(), "--aliases".as_ref(), path.as_os_str()]).ends(2).err
    };
    for (bytes, message) in [
        (&b"Anselm Vance = Vance\nno sign here\n"[..], "line 2: expected `Canonical Name = form; form` or `A != B`"),
        (b"= Vance\n", "line 1: expected `Canonical Name = form; form`"),
        (b"Anselm Vance = \xff\n", "it is not UTF-8"),
    ] {
        let path = home.path("aliases.txt");
        std::fs::write(&path, bytes).expect("a file");
        let err = aliases(&path);
        assert!(err.contains(path.to_str().expect("UTF-8")) && err.contains(message), "{err}");
    }
    // A directory cannot be read as a file, whoever asks.
    let err = aliases(&home.news());
    assert!(err.contains(home.news().to_str().expect("UTF-8")), "{err}");
}
