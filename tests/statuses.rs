//! The program from outside: what it prints, and how it ends.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A place to run the program in, with two small articles in `news/`.
struct Scene(tempfile::TempDir);

const BRIDGE: &str = "Bridge opens in Brod\n\nThe bridge opened on Friday.\n\n\
    “We waited for nine long years,” Ana Kovač said.\n";
const OTTER: &str = "An otter was found in the pond.\n\n“Nobody owns the river,” said Ivo Horvat.\n";

impl Scene {
    fn new() -> Self {
        let scene = Self(tempfile::tempdir().expect("a temporary directory"));
        scene.file("news/bridge.txt", BRIDGE);
        scene.file("news/otter.txt", OTTER);
        scene
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a directory");
        std::fs::write(path, content).expect("a file");
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        command.current_dir(self.0.path()).args(args).env_remove("ONRECORD_INDEX").env_remove("NO_COLOR");
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.command(args).stdin(Stdio::null()).output().expect("the program runs"))
    }

    fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let mut command = self.command(args);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        child.stdin.take().expect("its input").write_all(input.as_bytes()).expect("it reads");
        Ran::of(child.wait_with_output().expect("it ends"))
    }
}

/// How the program ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Returns the records printed.
    #[track_caller]
    fn records(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
    }

    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.err);
        self
    }
}

#[test]
fn search_in_a_folder_answers_at_once() {
    let ran = Scene::new().run(&["search", "--in", "news", "\"nine long years\""]).ends(0);
    let expected = "\
1  Ana Kovač
   “We waited for nine long years,”
   undated · Bridge opens in Brod
   bridge.txt
   show bridge.txt#29-61

1 passage. Searched 2 articles with 2 quotations.
";
    assert_eq!(ran.out, expected);
    assert!(ran.err.starts_with("2 files: 2 new ("), "{}", ran.err);
}

#[test]
fn the_exit_status_tells() {
    let scene = Scene::new();
    scene.run(&["index", "news"]).ends(0);
    scene.run(&["search", "bridge"]).ends(0);
    scene.run(&["search", "zebra"]).ends(1);
    scene.run(&["search", "speeker:x"]).ends(2);
    scene.run(&["search", "--lenient", "otter:"]).ends(0);
    scene.run(&["said", "kovač", "years"]).ends(0);
    scene.run(&["said", "kovač", "zebra"]).ends(1);
    scene.run(&["whosaid", "nobody owns"]).ends(0);
    scene.run(&["whosaid", "everybody owns"]).ends(1);
    scene.run(&["show", "bridge.txt"]).ends(0);
    scene.run(&["show", "zebra"]).ends(1);
    scene.run(&["speakers"]).ends(0);
    scene.run(&["speakers", "zebra"]).ends(1);
    scene.run(&["stats"]).ends(0);
    scene.run(&["index", "nowhere"]).ends(2);
    scene.run(&["remove", "news/otter.txt"]).ends(0);
    scene.run(&["remove", "news/otter.txt"]).ends(1);
    scene.run(&["search", "otter"]).ends(1);
    scene.run(&["rebuild"]).ends(0);
    scene.run(&["nonsense"]).ends(2);
}

#[test]
fn without_an_index_the_way_out_is_told() {
    let scene = Scene::new();
    for args in [&["search", "a"][..], &["stats"], &["show", "a"], &["speakers"], &["rebuild"], &["remove", "news"]] {
        let ran = scene.run(args).ends(2);
        assert!(ran.err.contains("onrecord index"), "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_bad_query_is_shown_with_a_caret() {
    let scene = Scene::new();
    scene.run(&["index", "news"]).ends(0);
    let ran = scene.run(&["search", "bridge kind:dirct"]).ends(2);
    let expected = "\
onrecord: `dirct` is no kind of quotation
  bridge kind:dirct
              ^^^^^
expected direct, mixed or indirect
did you mean `direct`?
";
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", expected));
}

#[test]
fn records_of_a_search() {
    let scene = Scene::new();
    let records = scene.run(&["search", "--in", "news", "--json", "-q", "speaker:kovač years"]).ends(0).records();
    let [hit, summary] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!((&hit["type"], &hit["v"], &hit["unit"]), (&"hit".into(), &1.into(), &"quote".into()));
    assert_eq!(hit["quote"]["speaker_name"], "Ana Kovač");
    assert_eq!(
        (&summary["type"], &summary["total"], &summary["searched"]["articles"]),
        (&"summary".into(), &1.into(), &2.into())
    );
}

#[test]
fn many_queries_in_one_run() {
    let scene = Scene::new();
    scene.file("queries.txt", "q1\tbridge\n\nq2\tzebra\n\"owns the river\"\n");
    scene.run(&["index", "news"]).ends(0);
    let records = scene.run(&["search", "--json", "--queries", "queries.txt"]).ends(0).records();
    let summaries: Vec<_> =
        records.iter().filter(|r| r["type"] == "summary").map(|r| (&r["query_id"], &r["total"])).collect();
    assert_eq!(summaries[1], (&"q2".into(), &0.into()));
    assert_eq!(summaries[2].0, "4");
    scene.file("queries.txt", "bad:1\nbridge\n");
    let ran = scene.run(&["search", "--json", "--queries", "queries.txt"]).ends(2);
    assert!(
        ran.err.starts_with("onrecord: query 1: there is no field `bad:`") && !ran.records().is_empty(),
        "{}",
        ran.err
    );
    assert!(records.iter().filter(|r| r["type"] == "hit").all(|r| r["query_id"] != "q2"));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let scene = Scene::new();
    scene.run(&["index", "news"]).ends(0);
    assert!(!scene.run(&["search", "bridge"]).out.contains('\x1b'));
    assert!(scene.run(&["search", "bridge", "--color", "always"]).out.contains("\x1b[1;31mbridge\x1b[0m"));
}

#[test]
fn reports_count_everything() {
    let scene = Scene::new();
    scene.file("news/bad.jsonl", "{\"id\":\"a\",\"text\":\"“Yes, we will go there,” said Ann Lee.\"}\nnot json\n");
    scene.file("news/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\0");
    let record = scene.run(&["index", "news", "--json"]).ends(2).records().remove(0);
    assert_eq!((&record["type"], &record["files"], &record["indexed"]), (&"report".into(), &4.into(), &3.into()));
    assert_eq!(
        (&record["skipped"][0]["path"], &record["failed"][0]["path"]),
        (&"picture.txt".into(), &"bad.jsonl".into())
    );
    let text = scene.run(&["index", "news"]).ends(2).out;
    assert!(text.contains("3 unchanged") && text.contains("failed  bad.jsonl"), "{text}");
}

#[test]
fn annotate_points_into_the_given_text() {
    let scene = Scene::new();
    let text = "Ann Lee\u{a0}spoke.\r\n\r\n“We will  go there,” she said.";
    let line = serde_json::json!({"id": 7, "text": text}).to_string();
    scene.file("a/speech.txt", format!("\u{feff}{text}"));
    for ran in [
        scene.run_with(&["annotate"], &line),
        scene.run_with(&["annotate", "--text"], text),
        scene.run(&["annotate", "a/speech.txt"]),
    ] {
        let record = ran.ends(0).records().remove(0);
        let quote = &record["quotes"][0];
        let n = |key: &str| quote[key].as_u64().map_or(0, |n| n as usize);
        let slice: String = text.chars().skip(n("start")).take(n("end") - n("start")).collect();
        assert_eq!(
            (quote["text"].as_str(), slice.as_str()),
            (Some(slice.as_str()), "“We will  go there,”"),
            "{record}"
        );
    }
    let ids = ["7", "speech"];
    assert_eq!(scene.run_with(&["annotate"], &line).records()[0]["id"], ids[0]);
    assert_eq!(scene.run(&["annotate", "a/speech.txt"]).records()[0]["id"], ids[1]);
}

#[test]
fn annotate_goes_on_behind_what_it_cannot_read() {
    let scene = Scene::new();
    let ran =
        scene.run_with(&["annotate"], "{\"id\":\"a\",\"text\":\"x\"}\n{oops\n{\"id\":\"b\",\"text\":\"y\"}\n").ends(2);
    assert_eq!(ran.records().len(), 2);
    assert!(ran.err.starts_with("onrecord: standard input (record 1): line 2: invalid JSON"), "{}", ran.err);
    let ran = scene.run(&["annotate", "nowhere.txt", "news/otter.txt"]).ends(2);
    assert_eq!(ran.records()[0]["id"], "otter");
    assert!(ran.err.starts_with("onrecord: nowhere.txt: "), "{}", ran.err);
}

#[test]
fn extract_prints_articles() {
    let scene = Scene::new();
    let records = scene.run(&["extract", "news"]).ends(0).records();
    assert_eq!(records.len(), 2);
    assert_eq!((&records[0]["type"], &records[0]["title"]), (&"article".into(), &"Bridge opens in Brod".into()));
    let page = "<html><head><title>T</title></head><body><article><p>The bridge opened on Friday, and many people came to see it at last.</p></article></body></html>";
    assert_eq!(scene.run_with(&["extract"], page).ends(0).records().len(), 1);
}

#[test]
fn show_marks_the_passage_of_a_hit() {
    let scene = Scene::new();
    scene.run(&["index", "news"]).ends(0);
    let ran = scene.run(&["show", "bridge.txt#29-61", "--color", "always"]).ends(0);
    assert!(ran.out.contains("[1]\x1b[0m\x1b[1;31m“We waited for nine long years,”"), "{}", ran.out);
    assert_eq!(scene.run(&["show", "--json", "bridge.txt"]).records()[0]["quotes"][0]["speaker_name"], "Ana Kovač");
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let scene = Scene::new();
    scene.file("many.txt", OTTER.repeat(20_000));
    let mut child = scene
        .command(&["extract", "many.txt", "many.txt", "many.txt"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let ran = Ran::of(child.wait_with_output().expect("it ends")).ends(0);
    assert_eq!(ran.err, "");
}
