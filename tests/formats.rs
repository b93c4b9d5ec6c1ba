//! Files that are not as they should be: each has a named reason, and the rest is indexed.

use crate::program::{Home, Run, field};
use serde_json::Value;
use std::io::Write;

const GOOD: &str = "The lighthouse burned all night. “It will burn again,” said Pia Vell.\n";

/// Returns `list` of a report as `path record reason`, sorted.
fn reasons(report: &Value, list: &str) -> Vec<String> {
    let record = |entry: &Value| entry["record"].as_u64().map_or("-".to_owned(), |n| n.to_string());
    let entries = report[list].as_array().expect("a list").iter();
    let text = |entry: &Value| {
        let (path, reason) = (entry["path"].as_str().expect("a path"), entry["reason"].as_str().expect("a reason"));
        format!("{path} {} {reason}", record(entry))
    };
    entries.map(text).collect()
}

/// Checks that the good article is there, and nothing else was counted as an article than `articles`.
#[track_caller]
fn rest_is_indexed(home: &Home, report: &Value, articles: u64) {
    assert_eq!(report["articles"].as_u64(), Some(articles), "{report}");
    assert_eq!(report["indexed"].as_u64(), Some(articles), "{report}");
    assert_eq!(field(&home.hits("\"it will burn again\""), "/article/path"), ["good.txt"]);
}

fn home() -> Home {
    let home = Home::new();
    home.write("good.txt", GOOD);
    home
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

#[test]
fn what_is_no_article_is_skipped_with_its_reason() {
    let home = home();
    home.write("empty.txt", "");
    home.write("blank.txt", " \n\n\t\n");
    home.write("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0");
    home.write("notes.docx.bak", "words");
    home.write(".hidden.txt", "The hidden words.");
    home.write("sub/.drafts/draft.txt", "The hidden words.");
    let report = home.index().ends(0).record("report");
    assert_eq!(reasons(&report, "failed"), [""; 0]);
    assert_eq!(
        reasons(&report, "skipped"),
        [
            ".hidden.txt - hidden file",
            "blank.txt - no text",
            "empty.txt - empty",
            "notes.docx.bak - format not known: `.bak`",
            "picture.txt - not text (PNG image)",
            "sub/.drafts - hidden folder",
        ]
    );
    rest_is_indexed(&home, &report, 1);
    // A second run knows it still.
    let again = home.index().ends(0).record("report");
    assert_eq!(again["skipped"], report["skipped"]);
    assert_eq!(again["unchanged"], 1);
}

#[test]
fn a_truncated_archive_fails() {
    let home = home();
    let long: String = (0..4000).map(|n| format!("Lamp {n} of the lighthouse was lit. ")).collect();
    let whole = gzip(long.as_bytes());
    home.write("whole.txt.gz", &whole);
    home.write("cut.txt.gz", &whole[..whole.len() / 2]);
    home.write("tail.txt.gz", &whole[..whole.len() - 4]);
    home.write("damaged.txt.gz", [&whole[..40], &[0xff; 60], &whole[100..]].concat());
    let run = home.index().ends(2);
    let report = run.record("report");
    let failed = reasons(&report, "failed");
    assert_eq!(
        (failed[0].as_str(), failed[2].as_str()),
        ("cut.txt.gz - truncated gzip stream", "tail.txt.gz - truncated gzip stream")
    );
    assert!(failed.len() == 3 && failed[1].starts_with("damaged.txt.gz - damaged gzip stream"), "{failed:?}");
    rest_is_indexed(&home, &report, 2);
    // Repaired, it is read.
    home.write("cut.txt.gz", &whole);
    let report = home.index().ends(2).record("report");
    assert_eq!((&report["indexed"], report["failed"].as_array().map(Vec::len)), (&1.into(), Some(2)));
}

#[test]
fn a_broken_line_fails_alone() {
    let home = home();
    let line = |n: u32| match n {
        7 => "{\"id\": \"line7\", \"text\": \"The lighthouse\n".to_owned(),
        n => format!("{{\"id\": \"line{n}\", \"text\": \"Keeper number {n} went up.\"}}\n"),
    };
    home.write("lines.jsonl", (1..=10).map(line).collect::<String>());
    let report = home.index().ends(2).record("report");
    let failed = reasons(&report, "failed");
    assert!(failed.len() == 1 && failed[0].starts_with("lines.jsonl 6 line 7: invalid JSON"), "{failed:?}");
    rest_is_indexed(&home, &report, 10);
    let mut ids = field(&home.hits("\"keeper number\""), "/article/id");
    ids.sort();
    assert_eq!(ids, ["line1", "line10", "line2", "line3", "line4", "line5", "line6", "line8", "line9"]);
    // It fails again until it is repaired, and the others stay as they are.
    let again = home.index().ends(2).record("report");
    assert_eq!((&again["unchanged"], &again["failed"]), (&10.into(), &report["failed"]));
}

#[test]
fn large_articles_are_skipped() {
    let home = home();
    home.write("large.txt", format!("The tower rose. {}\n", "Stone upon stone. ".repeat(300)));
    home.write(
        "lines.jsonl",
        format!("{{\"text\": \"{}\"}}\n{{\"text\": \"The tower fell.\"}}\n", "stone ".repeat(900)),
    );
    let news = home.news();
    let index = |limit: &str| {
        home.run(["index".as_ref(), "--json".as_ref(), "--max-article".as_ref(), limit.as_ref(), news.as_os_str()])
    };
    let report = index("4K").ends(0).record("report");
    assert_eq!(
        reasons(&report, "skipped"),
        ["large.txt - larger than --max-article (4096 bytes)", "lines.jsonl 0 larger than --max-article (4096 bytes)"]
    );
    rest_is_indexed(&home, &report, 2);
    // With the usual limit they are articles.
    assert_eq!(home.index().ends(0).record("report")["articles"], 4);
}

#[test]
fn the_usual_limit_is_16_mib() {
    let home = home();
    home.write("huge.txt", "The tower rose.\n".repeat((16 << 20) / 16 + 1));
    let report = home.index().ends(0).record("report");
    assert_eq!(reasons(&report, "skipped"), ["huge.txt - larger than --max-article (16 MiB)"]);
    rest_is_indexed(&home, &report, 1);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_fails() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    let locked = home.write("locked.txt", "The tower rose.\n");
    let mode = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions")
    };
    mode(&locked, 0o000);
    let run = if std::fs::read(&locked).is_err() {
        home.index()
    } else {
        // Root reads everything: then somebody else asks, who may use the home.
        mode(&home.path(""), 0o777);
        let mut nobody = std::process::Command::new("setpriv");
        nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(env!("CARGO_BIN_EXE_onrecord"));
        nobody.args(["index", "--json", "--index"]).arg(home.path("index")).arg(home.news());
        match nobody.output() {
            Ok(output) if output.status.code().is_some_and(|code| code < 100) && !output.stdout.is_empty() => {
                Run::of(output)
            }
            Ok(output) => {
                return println!("skipped: nobody cannot run the program: {}", String::from_utf8_lossy(&output.stderr));
            }
            Err(err) => return println!("skipped: root reads everything, and there is no setpriv: {err}"),
        }
    };
    let report = run.ends(2).record("report");
    let failed = reasons(&report, "failed");
    assert!(failed.len() == 1 && failed[0].to_lowercase().starts_with("locked.txt - permission denied"), "{failed:?}");
    rest_is_indexed(&home, &report, 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_not_utf_8_is_indexed_and_shown_escaped() {
    use std::os::unix::ffi::OsStrExt;
    let home = home();
    let path = home.news().join(std::ffi::OsStr::from_bytes(b"caf\xe9.txt"));
    std::fs::write(&path, "The keeper drank his coffee.\n").expect("a file");
    let report = home.index().ends(0).record("report");
    rest_is_indexed(&home, &report, 2);
    let hits = home.hits("coffee");
    assert_eq!(field(&hits, "/article/path"), ["caf\\xe9.txt"]);
    assert!(home.run(["search", "coffee"]).ends(0).out.contains("coffee"));
    let id = hits[0]["article"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(home.run(["show", "--json", &id]).ends(0).record("article")["path"], "caf\\xe9.txt");
    // It is known again, found under its own path, and removed when it goes.
    assert_eq!(home.index().ends(0).record("report")["unchanged"], 2);
    let run = home.run(["search".as_ref(), "--json".as_ref(), "coffee".as_ref(), "--in".as_ref(), path.as_os_str()]);
    assert_eq!(run.ends(0).records("hit").len(), 1);
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(home.index().ends(0).record("report")["removed"], 1);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_spell_escapes_are_files_of_their_own() {
    use std::os::unix::ffi::OsStrExt;
    let home = home();
    let bytes = home.news().join(std::ffi::OsStr::from_bytes(b"caf\xe9.txt"));
    std::fs::write(bytes, "The keeper drank his coffee.\n").expect("a file");
    home.write("caf\\xe9.txt", "The keeper drank her coffee.\n");
    let report = home.index().ends(0).record("report");
    rest_is_indexed(&home, &report, 3);
    let mut paths = field(&home.hits("coffee"), "/article/path");
    paths.sort();
    assert_eq!(paths, ["caf\\x5cxe9.txt", "caf\\xe9.txt"]);
}

#[test]
fn tags_of_many_attributes_take_no_time() {
    let home = home();
    let attributes: String = (0..100_000).map(|n| format!("a{n}=\"x\" ")).collect();
    home.write("crowded.html", format!("<html><body><p {attributes}>The tower rose.</p></body></html>"));
    let start = std::time::Instant::now();
    let report = home.index().ends(2).record("report");
    assert_eq!(reasons(&report, "failed"), ["crowded.html - more than 2000 attributes in one HTML tag"]);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    rest_is_indexed(&home, &report, 1);
}

#[test]
fn a_line_of_ten_megabytes_is_indexed() {
    let home = home();
    let sentence = "The lamp went out and “nobody saw it,” said Pia Vell, who kept the books. ";
    let mut line = sentence.repeat((10 << 20) / sentence.len() + 1);
    line.push_str("The foghorn had the last word.");
    home.write("line.txt", &line);
    let report = home.index().ends(0).record("report");
    assert_eq!((reasons(&report, "skipped"), reasons(&report, "failed")), (Vec::new(), Vec::new()));
    rest_is_indexed(&home, &report, 2);
    assert_eq!(
        field(&home.run(["search", "--json", "\"foghorn had the last word\""]).ends(0).records("hit"), "/article/path"),
        ["line.txt"]
    );
}

#[test]
fn files_and_articles_add_up() {
    let home = home();
    home.write("empty.txt", "");
    home.write("cut.txt.gz", &gzip(GOOD.as_bytes())[..20]);
    home.write("table.csv", "title,text\nOne,The first tower.\nTwo,\nThree,The third tower.\n");
    home.write("list.json", r#"[{"text": "The fourth tower."}, 5, {"title": "no text"}]"#);
    let run = home.index().ends(2);
    let report = run.record("report");
    assert_eq!(report["files"], 5);
    rest_is_indexed(&home, &report, 4);
    let named: Vec<String> = ["skipped", "failed"].iter().flat_map(|list| reasons(&report, list)).collect();
    for (start, count) in
        [("cut.txt.gz -", 1), ("empty.txt -", 1), ("list.json 1", 1), ("list.json 2", 1), ("table.csv 1", 1)]
    {
        assert_eq!(named.iter().filter(|reason| reason.starts_with(start)).count(), count, "{start} in {named:?}");
    }
    assert_eq!(named.len(), 5, "{named:?}");
    // The text report names them too.
    let run = home.run(["index".as_ref(), "-v".as_ref(), home.news().as_os_str()]).ends(2);
    assert!(run.out.contains("cut.txt.gz") && run.out.contains("truncated gzip stream"), "{}", run.out);
}
