//! Keeping an index up to date: lists of files, what is left out, dry runs, interruptions, watching.

use crate::program::{Home, program};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

fn article(name: &str) -> String {
    format!("“The {name} is late,” said Oksana Brill.\n\nThe harbour was shut.\n")
}

/// The words after `the` of everything that is quoted, in order.
fn quoted(home: &Home) -> Vec<String> {
    let hits = home.run(["search", "--json", "-n", "100", "kind:direct"]).records("hit");
    let mut words: Vec<String> =
        hits.iter().map(|hit| hit["text"].as_str().unwrap().split(' ').nth(1).unwrap().to_owned()).collect();
    words.sort();
    words
}

fn home() -> Home {
    let home = Home::new();
    for name in ["tide", "ferry", "barge"] {
        home.write(&format!("{name}.txt"), article(name));
    }
    home
}

fn index(home: &Home, input: &str, args: &[&str]) -> crate::program::Run {
    let news = home.news();
    let all = ["index", "--json"].into_iter().chain(args.iter().copied()).chain([news.to_str().expect("UTF-8")]);
    home.run_with(input.as_bytes(), all)
}

#[test]
fn only_what_is_listed_is_looked_at() {
    let home = home();
    let report = index(&home, "tide.txt\r\nferry.txt\n\n", &["--files-from", "-"]).ends(0).record("report");
    assert_eq!((&report["files"], &report["indexed"]), (&2.into(), &2.into()));
    assert_eq!(quoted(&home), ["ferry", "tide"]);
    // What is gone is removed if it is listed, and stays if not.
    for name in ["tide", "ferry"] {
        std::fs::remove_file(home.news().join(format!("{name}.txt"))).expect("the file");
    }
    let report = index(&home, "tide.txt\0barge.txt\0", &["--files-from", "-", "-0"]).ends(0).record("report");
    assert_eq!((&report["removed"], &report["indexed"]), (&1.into(), &1.into()));
    assert_eq!(quoted(&home), ["barge", "ferry"]);
    // The keys are those of an index of the whole folder.
    let report = index(&home, "", &[]).ends(0).record("report");
    assert_eq!((&report["unchanged"], &report["removed"], &report["indexed"]), (&1.into(), &1.into(), &0.into()));
    let run = index(&home, "/etc/hostname\n", &["--files-from", "-"]).ends(2).record("report");
    assert!(run["failed"][0]["reason"].as_str().unwrap().contains("not under the path"), "{run}");
}

#[test]
fn what_is_left_out_is_said_and_remembered() {
    let home = home();
    home.write("drafts/quay.txt", article("quay"));
    index(&home, "", &[]).ends(0);
    assert_eq!(quoted(&home).len(), 4);
    let report = index(&home, "", &["--exclude", "drafts", "--exclude", "f*.txt"]).ends(0).record("report");
    assert_eq!((&report["removed"], &report["unchanged"]), (&2.into(), &2.into()), "{report}");
    let reasons: Vec<&str> =
        report["skipped"].as_array().unwrap().iter().map(|s| s["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["excluded by `drafts`", "excluded by `f*.txt`"]);
    // An answer that brings the index up to date keeps to it.
    home.write("fog.txt", article("fog"));
    let news = home.news();
    home.run(["search", "--in", news.to_str().unwrap(), "kind:direct"]).ends(0);
    assert_eq!(quoted(&home), ["barge", "tide"]);
    home.run(["rebuild"]).ends(0);
    assert_eq!(quoted(&home), ["barge", "tide"]);
    index(&home, "", &[]).ends(0);
    assert_eq!(quoted(&home).len(), 5);
    let run = index(&home, "", &["--exclude", "a[b"]).ends(2);
    assert!(run.err.contains("`a[b` is no pattern"), "{}", run.err);
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let home = home();
    let run = index(&home, "", &["--dry-run"]).ends(0);
    assert_eq!(run.records("planned").len(), 3);
    assert_eq!(run.record("plan")["new"], 3);
    assert!(!home.path("index").exists(), "nothing is made");
    index(&home, "", &[]).ends(0);
    home.write("tide.txt", article("tide, said a second man,"));
    home.write("fog.txt", article("fog"));
    std::fs::remove_file(home.news().join("ferry.txt")).expect("the file");
    let run = index(&home, "", &["--dry-run"]).ends(0);
    let mut states: Vec<String> =
        run.records("planned").iter().map(|r| r["state"].as_str().unwrap().to_owned()).collect();
    states.sort();
    assert_eq!(states, ["changed", "gone", "new"]);
    assert_eq!(quoted(&home).len(), 3, "as before");
    let news = home.news();
    let text = home.run(["index", "--dry-run", news.to_str().unwrap()]).ends(0).out;
    assert!(text.contains("3 files: 1 new, 1 changed, 1 gone. Nothing was written."), "{text}");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_done() {
    let home = Home::new();
    let line = |n: usize| format!("{{\"id\":\"{n}\",\"text\":\"{}\"}}\n", "The barge was late. ".repeat(4000));
    home.write("many.jsonl", (0..3000).map(line).collect::<String>());
    let mut command = home.command();
    let child = command.args(["index", "--json"]).arg(home.news()).stdout(Stdio::piped()).spawn().expect("a process");
    std::thread::sleep(Duration::from_millis(1500));
    signal(&child);
    let start = Instant::now();
    let output = child.wait_with_output().expect("an end");
    assert!(start.elapsed() < Duration::from_secs(60), "it ends soon");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!((output.status.code(), &report["interrupted"]), (Some(2), &true.into()), "{report}");
    let done = report["indexed"].as_u64().expect("a number");
    assert!(done < 3000, "{report}");
    let rest = index(&home, "", &[]).ends(0).record("report");
    assert_eq!(rest["indexed"].as_u64().unwrap() + done, 3000, "{rest}");
}

/// Sends what Ctrl-C sends.
#[cfg(unix)]
fn signal(child: &Child) {
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.is_ok_and(|status| status.success()));
}

/// A watch under way: its reports.
#[cfg(unix)]
struct Watched {
    child: Child,
    reports: Receiver<serde_json::Value>,
}

#[cfg(unix)]
impl Watched {
    fn new(home: &Home) -> Self {
        let mut command = home.command();
        let command = command.args(["watch", "--json", "--settle", "100"]).arg(home.news());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("a process");
        let (send, reports) = channel();
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = send.send(serde_json::from_str(&line).expect("a record"));
            }
        });
        Self { child, reports }
    }

    /// Waits until the index holds so many articles.
    fn until(&self, articles: u64) {
        let limit = Instant::now() + Duration::from_secs(60);
        loop {
            let left = limit.saturating_duration_since(Instant::now());
            let report = self.reports.recv_timeout(left).unwrap_or_else(|_| panic!("never {articles} articles"));
            if report["articles"] == articles {
                return;
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_watch_sees_every_change() {
    let home = home();
    let watched = Watched::new(&home);
    watched.until(3);
    // A new file, one in a new folder, a save by renaming, a folder that is renamed, a removal.
    home.write("fog.txt", article("fog"));
    watched.until(4);
    home.write("new/quay.txt", article("quay"));
    watched.until(5);
    std::fs::write(home.news().join("tide.txt~"), article("pier")).expect("a file");
    std::fs::rename(home.news().join("tide.txt~"), home.news().join("tide.txt")).expect("a name");
    let saved = watched.reports.recv_timeout(Duration::from_secs(60)).expect("a report");
    assert_eq!((&saved["updated"], &saved["articles"]), (&1.into(), &5.into()), "{saved}");
    std::fs::rename(home.news().join("new"), home.news().join("old")).expect("a name");
    let moved = watched.reports.recv_timeout(Duration::from_secs(60)).expect("a report");
    assert_eq!((&moved["indexed"], &moved["removed"]), (&1.into(), &1.into()), "{moved}");
    std::fs::remove_file(home.news().join("fog.txt")).expect("the file");
    watched.until(4);
    assert_eq!(quoted(&home), ["barge", "ferry", "pier", "quay"]);
    signal(&watched.child);
    let mut child = watched.child;
    assert_eq!(child.wait().expect("an end").code(), Some(0));
}

#[test]
fn a_watch_needs_a_place() {
    let output = program().args(["watch", "/no/such/folder"]).output().expect("a run");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/no/such/folder"));
}
