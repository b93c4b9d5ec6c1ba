//! `--in`: the index follows the path first, in the way the path was indexed, and readers wait for no writer.

use crate::program::{Home, Run, corpus_articles, corpus_dir, field};
use onrecord::{Archive, OpenOptions, Progress, Stage, UpdateOptions};
use std::ffi::OsStr;
use std::path::Path;

const WALK: &str = "The harbour froze. “We shall walk,” said Ada Fenwick.\n";

fn with_path(home: &Home, args: &[&str], path: &Path) -> Run {
    home.run(args.iter().map(|arg| OsStr::new(*arg)).chain([path.as_os_str()]))
}

#[test]
fn a_path_is_read_as_it_was_indexed() {
    let home = Home::new();
    let weird = home.write("weird/a.jsonl", "{\"id\": \"a\", \"weird\": \"“There you are,” said Bob Smith.\"}\n");
    with_path(&home, &["index", "--map", "text=weird"], &home.news().join("weird")).ends(0);
    for path in [weird.clone(), home.news().join("weird")] {
        let run = with_path(&home, &["search", "there", "--json", "--in"], &path).ends(0);
        assert_eq!(field(&run.records("hit"), "/article/id"), ["a"]);
        assert!(run.err.contains("1 unchanged"), "{}", run.err);
    }
    // A folder above it is indexed in another way; what was named keeps its own, and a warning says so.
    home.write("plain.txt", WALK);
    let report = home.index().ends(0).record("report");
    assert_eq!((&report["indexed"], &report["unchanged"]), (&1.into(), &1.into()), "{report}");
    assert!(report["warnings"][0].as_str().is_some_and(|text| text.contains("weird")), "{report}");
    std::fs::write(&weird, "{\"id\": \"a\", \"weird\": \"“Here you are,” said Bob Smith.\"}\n").expect("a file");
    assert_eq!(home.index().ends(0).record("report")["updated"], 1);
    home.run(["rebuild"]).ends(0);
    assert_eq!(home.hits("here").len(), 1);
    // Named with other settings, it is read so.
    with_path(&home, &["index"], &home.news().join("weird")).ends(0);
    assert_eq!(home.hits("here").len(), 0);
}

#[test]
fn no_quotes_stays_until_it_is_taken_back() {
    let home = Home::new();
    home.write("one.txt", WALK);
    with_path(&home, &["index", "--no-quotes"], &home.news()).ends(0);
    let run = with_path(&home, &["search", "walk", "--json", "--in"], &home.news()).ends(0);
    assert_eq!(field(&run.records("hit"), "/unit"), ["paragraph"]);
    // A new file is read as its folder is.
    home.write("two.txt", WALK);
    let run = with_path(&home, &["search", "walk", "--json", "--in"], &home.news()).ends(0);
    assert_eq!(field(&run.records("hit"), "/unit"), ["paragraph", "paragraph"]);
}

#[test]
fn readers_at_one_time_all_answer() {
    let home = Home::new();
    // The first of them make the index, the others find it made.
    let spawn = |_| {
        let mut command = home.command();
        command.args(["search", "weir", "-n", "1", "--json", "--in"]).arg(corpus_dir());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command.spawn().expect("the program starts")
    };
    for _ in 0..2 {
        let children: Vec<_> = (0..8).map(spawn).collect();
        for child in children {
            let run = Run::of(child.wait_with_output().expect("an end")).ends(0);
            assert_eq!(run.record("summary")["searched"]["articles"], corpus_articles());
        }
    }
}

#[test]
fn readers_need_no_turn_to_write() {
    let home = Home::with([("one.txt", WALK)]);
    home.write("two.txt", WALK);
    let archive = Archive::open(&home.path("index"), OpenOptions::default()).expect("an archive");
    let mut runs: Vec<Run> = Vec::new();
    // While this process writes, others ask.
    let mut ask = |progress: &Progress| {
        if progress.stage == Stage::Reading && runs.is_empty() {
            for path in [home.news().join("one.txt"), home.news()] {
                runs.push(with_path(&home, &["search", "walk", "--json", "--in"], &path));
            }
        }
    };
    archive.update(&[home.news()], &UpdateOptions::default(), &mut ask).expect("an update");
    let [unchanged, changed] = <[Run; 2]>::try_from(runs).ok().expect("two runs");
    assert_eq!((unchanged.status, unchanged.records("hit").len()), (0, 1), "{}", unchanged.err);
    assert!(!unchanged.err.contains("another process"), "{}", unchanged.err);
    assert_eq!((changed.status, changed.records("hit").len()), (0, 1), "the last commit answers: {}", changed.err);
    assert!(changed.err.contains("another process is writing to the index"), "{}", changed.err);
    assert_eq!(home.hits("walk").len(), 2);
}

#[test]
fn an_index_is_no_folder_of_articles() {
    let home = Home::with([("one.txt", WALK)]);
    let index = home.path("index");
    for args in [&["index"][..], &["search", "walk", "--in"], &["extract"]] {
        let run = with_path(&home, args, &index).ends(2);
        assert!(run.err.contains("index directory"), "{args:?}: {}", run.err);
    }
    // Nor can one be made in the folder of articles itself.
    let mut command = crate::program::program();
    command.arg("--index").arg(home.news()).arg("index").arg(home.news());
    let run = Run::of(command.output().expect("the program starts")).ends(2);
    assert!(run.err.contains("index directory"), "{}", run.err);
    assert_eq!(home.hits("walk").len(), 1);
}
