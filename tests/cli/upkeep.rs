//! Keeping an index up to date: every article is counted, and the index follows its files.

use crate::program::{Home, Run, corpus_articles, corpus_dir, field};
use serde_json::Value;
use std::time::{Duration, SystemTime};

const ONE: &str = "The harbour froze. “We shall walk,” said Ada Fenwick.\n";
const TWO: &str = "The harbour thawed. “We shall row,” said Odo Brenning.\n";
const THREE: &str =
    "{\"id\": \"x\", \"text\": \"The harbour dried out.\"}\n{\"id\": \"y\", \"text\": \"The harbour filled up.\"}\n";

fn home() -> Home {
    Home::with([("one.txt", ONE), ("two.txt", TWO), ("three.jsonl", THREE)])
}

/// Indexed, updated, unchanged, removed, and the articles that there are now.
#[track_caller]
fn counts(run: Run) -> [u64; 5] {
    let report = run.ends(0).record("report");
    ["indexed", "updated", "unchanged", "removed", "articles"].map(|name| report[name].as_u64().expect("a number"))
}

/// Gives a file another time.
fn touch(path: &std::path::Path, seconds: u64) {
    let file = std::fs::File::options().append(true).open(path).expect("the file");
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000 + seconds)).expect("a time");
}

#[test]
fn the_first_run_counts_every_article() {
    let home = Home::new();
    home.write("one.txt", ONE);
    home.write("three.jsonl", THREE);
    let run = home.index().ends(0);
    let report = run.record("report");
    for name in [
        "v",
        "files",
        "indexed",
        "updated",
        "unchanged",
        "removed",
        "skipped",
        "failed",
        "articles",
        "quotes",
        "bytes",
        "seconds",
    ] {
        assert!(report.get(name).is_some(), "{name} in {report}");
    }
    assert_eq!((&report["files"], &report["quotes"]), (&2.into(), &1.into()));
    assert_eq!(report["bytes"].as_u64(), Some((ONE.len() + THREE.len()) as u64));
    assert_eq!(counts(run), [3, 0, 0, 0, 3]);
}

#[test]
fn a_second_run_changes_nothing() {
    let home = home();
    let before = home.hits("harbour");
    assert_eq!((before.len(), counts(home.index())), (4, [0, 0, 4, 0, 4]));
    assert_eq!(home.hits("harbour"), before);
    let news = home.news();
    let run = home.run(["index".as_ref(), "--json".as_ref(), "--rehash".as_ref(), news.as_os_str()]);
    assert_eq!(counts(run), [0, 0, 4, 0, 4]);
}

#[test]
fn a_touched_file_is_unchanged() {
    let home = home();
    touch(&home.news().join("one.txt"), 1);
    touch(&home.news().join("three.jsonl"), 1);
    assert_eq!(counts(home.index()), [0, 0, 4, 0, 4]);
}

#[test]
fn a_changed_file_is_updated() {
    let home = home();
    home.write("one.txt", "The harbour boiled. “We shall fly,” said Ada Fenwick.\n");
    assert_eq!(counts(home.index()), [0, 1, 3, 0, 4]);
    assert_eq!(home.hits("froze OR walk").len(), 0);
    assert_eq!(field(&home.hits("speaker:fenwick"), "/text"), ["“We shall fly,”"]);
}

#[test]
fn a_change_of_the_same_size_and_time_is_found_by_rehash() {
    let home = home();
    let path = home.news().join("one.txt");
    touch(&path, 5);
    home.index().ends(0);
    home.write("one.txt", ONE.replace("walk", "wade"));
    touch(&path, 5);
    let run = home.run(["index".as_ref(), "--json".as_ref(), "--rehash".as_ref(), home.news().as_os_str()]);
    assert_eq!(counts(run), [0, 1, 3, 0, 4]);
    assert_eq!(home.hits("wade").len(), 1);
}

#[test]
fn a_changed_record_is_updated_alone() {
    let home = home();
    home.write(
        "three.jsonl",
        THREE.replace("dried out", "ran dry") + "{\"id\": \"z\", \"text\": \"The harbour is new.\"}\n",
    );
    assert_eq!(counts(home.index()), [1, 1, 3, 0, 5]);
    assert_eq!(field(&home.hits("\"harbour ran dry\""), "/article/id"), ["x"]);
    home.write("three.jsonl", "{\"id\": \"x\", \"text\": \"The harbour ran dry.\"}\n");
    assert_eq!(counts(home.index()), [0, 0, 3, 2, 3]);
}

#[test]
fn a_deleted_file_is_removed() {
    let home = home();
    std::fs::remove_file(home.news().join("two.txt")).expect("the file");
    assert_eq!(counts(home.index()), [0, 0, 3, 1, 3]);
    assert_eq!(home.hits("thawed").len(), 0);
    assert!(home.run(["speakers", "--json", "brenning"]).ends(1).records("speaker").is_empty());
    // Only what lay under the path given: the rest of the index stays.
    let other = home.path("other");
    std::fs::create_dir(&other).expect("a folder");
    std::fs::write(other.join("four.txt"), "The harbour moved.\n").expect("a file");
    assert_eq!(counts(home.run(["index".as_ref(), "--json".as_ref(), other.as_os_str()])), [1, 0, 0, 0, 4]);
}

#[test]
fn remove_takes_out_by_path() {
    let home = home();
    let path = home.news().join("three.jsonl");
    let run = home.run(["remove".as_ref(), "--json".as_ref(), path.as_os_str()]).ends(0);
    let report = run.record("report");
    assert_eq!((&report["removed"], &report["articles"]), (&2.into(), &2.into()));
    assert_eq!(home.hits("harbour").len(), 2);
    home.run(["remove".as_ref(), path.as_os_str()]).ends(1);
    // A file that is gone from the disk can be taken out too.
    let path = home.news().join("one.txt");
    std::fs::remove_file(&path).expect("the file");
    home.run(["remove".as_ref(), path.as_os_str()]).ends(0);
    assert_eq!(field(&home.hits("harbour"), "/article/path"), ["two.txt"]);
}

/// Everything that a set of questions answers, in one order.
fn everything(home: &Home) -> Vec<String> {
    let mut lines = Vec::new();
    for query in
        ["the", "kind:direct", "kind:indirect OR kind:mixed", "speaker:larkin", "\"eleven minutes\"", "title:the"]
    {
        lines.extend(home.hits(query).iter().map(Value::to_string));
    }
    lines
        .extend(home.run(["speakers", "--json", "-n", "1000"]).ends(0).records("speaker").iter().map(Value::to_string));
    lines.sort();
    lines
}

#[test]
fn rebuild_gives_the_same_hits() {
    let home = Home::new();
    home.run(["index".as_ref(), corpus_dir().as_os_str()]).ends(0);
    let before = everything(&home);
    assert!(before.len() > 300, "{}", before.len());
    let report = home.run(["rebuild", "--json"]).ends(0).record("report");
    assert_eq!((&report["indexed"], &report["articles"]), (&corpus_articles().into(), &corpus_articles().into()));
    let after = everything(&home);
    assert!(after == before, "{:?}", after.iter().zip(&before).find(|(a, b)| a != b));
    // The new index goes on where the old one was.
    let again = home.run(["index".as_ref(), "--json".as_ref(), corpus_dir().as_os_str()]);
    assert_eq!(counts(again), [0, 0, corpus_articles(), 0, corpus_articles()]);
}

#[test]
fn in_indexes_first_and_answers_only_from_there() {
    let home = Home::new();
    home.write("one.txt", ONE);
    home.write("sub/two.txt", TWO);
    let search = |folder: &str| {
        let path = home.news().join(folder);
        home.run(["search".as_ref(), "--json".as_ref(), "harbour".as_ref(), "--in".as_ref(), path.as_os_str()])
    };
    let all = search("").ends(0);
    assert_eq!(all.records("hit").len(), 2);
    assert!(all.err.contains('2'), "the report goes to standard error: {}", all.err);
    let sub = search("sub").ends(0);
    assert_eq!(field(&sub.records("hit"), "/article/title"), ["-"]);
    assert!(sub.record("hit")["text"].as_str().is_some_and(|text| text.contains("thawed")), "{}", sub.out);
    assert_eq!(sub.record("summary")["searched"]["articles"], 1);
    home.write("sub/new.txt", "The harbour grew.\n");
    assert_eq!(search("sub").ends(0).records("hit").len(), 2, "it is brought up to date first");
    let ids = |run: Run| {
        let mut ids = field(&run.records("hit"), "/id");
        ids.sort();
        ids
    };
    assert_eq!(ids(search("")).len(), 3, "nothing is there twice");
    let (quiet, path) = (["search", "-q", "harbour", "--in"], home.news());
    let quiet = home.run(quiet.iter().map(|s| s.as_ref()).chain([path.as_os_str()])).ends(0);
    assert_eq!(quiet.err, "");
}

#[test]
fn an_index_directory_is_passed_over() {
    let home = Home::with([("one.txt", ONE)]);
    // The index lies inside of the folder that is indexed, beside the news.
    let whole = home.path("");
    let report = home.run(["index".as_ref(), "--json".as_ref(), whole.as_os_str()]).ends(0).record("report");
    assert_eq!((&report["files"], &report["articles"]), (&1.into(), &1.into()), "{report}");
}

#[test]
fn equal_ids_are_both_kept_and_shown() {
    let home = Home::new();
    home.write("a.json", r#"{"id": "same", "text": "The first harbour."}"#);
    home.write("b.json", r#"{"id": "same", "text": "The second harbour."}"#);
    let run = home.index().ends(0);
    assert_eq!(run.record("report")["articles"], 2);
    let shown = home.run(["show", "--json", "same"]).ends(0).records("article");
    let mut texts = field(&shown, "/text");
    texts.sort();
    assert_eq!(texts, ["The first harbour.", "The second harbour."]);
}

#[test]
fn equal_ids_are_warned_of() {
    let home = Home::new();
    home.write("a.json", r#"{"id": "same", "text": "The first harbour."}"#);
    home.write("b.json", r#"{"id": "same", "text": "The second harbour."}"#);
    let run = home.index().ends(0);
    assert!(run.err.contains("same") || run.out.contains("same"), "a warning names the id: {} {}", run.out, run.err);
}

#[test]
fn in_holds_for_every_question() {
    let home = Home::new();
    home.write("one.txt", ONE);
    home.write("sub/two.txt", TWO);
    home.index().ends(0);
    let path = home.news().join("sub");
    let ask = |args: &[&str]| {
        let args = args.iter().map(|arg| arg.as_ref()).chain(["--json".as_ref(), "--in".as_ref(), path.as_os_str()]);
        home.run(args).records("speaker").len()
    };
    assert_eq!(ask(&["speakers", "brenning"]), 1);
    assert_eq!(ask(&["speakers", "fenwick"]), 0, "her only quotation lies elsewhere");
    assert_eq!(ask(&["whosaid", "we shall row"]), 1);
    assert_eq!(ask(&["whosaid", "we shall walk"]), 0);
}

#[test]
fn no_quotes_indexes_the_text_only() {
    let home = Home::new();
    home.write("one.txt", ONE);
    let news = home.news();
    let run = home.run(["index".as_ref(), "--json".as_ref(), "--no-quotes".as_ref(), news.as_os_str()]).ends(0);
    assert_eq!(run.record("report")["quotes"], 0);
    assert_eq!(field(&home.hits("walk"), "/unit"), ["paragraph"]);
    // Read in the usual way again, it has its quotation.
    assert_eq!(home.index().ends(0).record("report")["quotes"], 1);
    assert_eq!(field(&home.hits("walk"), "/unit"), ["quote"]);
}

#[cfg(unix)]
#[test]
fn a_read_only_index_answers() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    let index = home.path("index");
    let mode = |path: &std::path::Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
    let files: Vec<_> = std::fs::read_dir(&index).expect("a folder").flatten().map(|entry| entry.path()).collect();
    for file in &files {
        mode(file, 0o444).expect("permissions");
    }
    mode(&index, 0o555).expect("permissions");
    let enforced = std::fs::write(index.join("probe"), "x").is_err();
    // Reading takes no lock and leaves nothing behind, enforced or not.
    let names = || {
        let mut names: Vec<_> =
            std::fs::read_dir(&index).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    for args in [
        &["search", "harbour"][..],
        &["said", "fenwick"],
        &["whosaid", "we shall walk"],
        &["show", "x"],
        &["speakers"],
        &["stats"],
    ] {
        home.run(args).ends(0);
    }
    assert_eq!(names(), before);
    if enforced {
        let run = home.index().ends(2);
        assert!(run.err.contains("index"), "{}", run.err);
    } else {
        println!("skipped: this user may write anywhere (root), so that writing cannot be refused");
    }
    mode(&index, 0o755).expect("permissions");
}
