//! `kill -9` in the middle of indexing: the index always opens and answers, and the next run completes it.

use crate::program::{Home, field};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// How often the program is killed.
const KILLS: usize = 20;

/// How many articles a version of the news has, a half of them in one file.
const ARTICLES: usize = 400;

const SPEAKERS: [&str; 6] = ["Ada Fenwick", "Odo Brenning", "Lisbet Quorn", "Pia Vell", "Tobin Ash", "Mina Roth"];
const THINGS: [&str; 7] = ["ferry", "lantern", "orchard", "viaduct", "harbour", "tannery", "belfry"];
const QUERIES: [&str; 6] = [
    "lantern OR harbour",
    "speaker:fenwick",
    "\"must be mended\"",
    "kind:indirect",
    "speaker:roth belfry",
    "id:record-3",
];

/// A small generator of numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % n
    }
}

/// Returns the text of one invented article.
fn article(numbers: &mut Numbers, edition: usize) -> String {
    let mut text = format!("Edition {edition} of the gazette came out at noon.\n\n");
    for _ in 0..6 {
        let (who, other) = (SPEAKERS[numbers.below(6)], SPEAKERS[numbers.below(6)]);
        let (thing, place) = (THINGS[numbers.below(7)], THINGS[numbers.below(7)]);
        let count = numbers.below(90) + 2;
        text.push_str(&format!(
            "“The {thing} must be mended before the {place} is,” said {who}. “We asked {count} times.” \
             {other} said the {place} had cost {count} crowns, which nobody believed.\n\n"
        ));
    }
    text
}

/// Writes an edition of the news: the even and the odd one share half of their articles.
fn publish(home: &Home, edition: usize) {
    let _ = std::fs::remove_dir_all(home.news());
    let mut lines = String::new();
    for n in 0..ARTICLES {
        // What is the same in both, what changes, and what only one of them has.
        let text = |edition| article(&mut Numbers((n * 2 + edition) as u64), edition);
        let text = match n % 4 {
            0 | 1 => text(0),
            2 => text(edition),
            _ if n % 8 == 3 || edition == 0 => text(edition),
            _ => continue,
        };
        if n % 2 == 0 {
            home.write(&format!("{}/{n}.txt", n % 10), text);
        } else {
            lines.push_str(&format!("{}\n", serde_json::json!({ "id": format!("record-{n}"), "text": text })));
        }
    }
    home.write("records.jsonl", lines);
}

/// Everything that the index answers, in one order: hits, spans, speakers.
fn everything(home: &Home) -> Vec<String> {
    let mut lines = Vec::new();
    for query in QUERIES {
        let hits = home.run(["search", "--json", "-n", "100000", "--", query]).ends(0).records("hit");
        lines.extend(hits.into_iter().map(|mut hit| {
            // Scores weigh what was replaced and is not yet tidied away: the set of hits is in question, not its order.
            let hit_fields = hit.as_object_mut().expect("a record");
            hit_fields.remove("rank");
            hit_fields.remove("score");
            hit.to_string()
        }));
    }
    let speakers = home.run(["speakers", "--json", "-n", "100000"]).ends(0).records("speaker");
    lines.extend(speakers.iter().map(|row| row.to_string()));
    lines.sort();
    lines
}

/// Starts a run and kills it after `delay`; returns whether it was still running then.
fn killed(home: &Home, command: &str, delay: Duration) -> bool {
    let mut run = home.command();
    run.arg(command).stdout(Stdio::null()).stderr(Stdio::null());
    if command == "index" {
        run.arg(home.news());
    }
    let mut child = run.spawn().expect("the program starts");
    std::thread::sleep(delay);
    // SIGKILL on Unix.
    child.kill().expect("a kill");
    !child.wait().expect("an end").success()
}

/// After a kill the index answers; "no index yet" counts only where none was committed before.
#[track_caller]
fn answers(home: &Home, may_be_none: bool) {
    for args in [&["stats", "--json"][..], &["search", "--json", "lantern"], &["speakers", "--json"]] {
        let run = home.run(args);
        if may_be_none && run.status == 2 {
            assert!(run.err.contains("onrecord index PATH"), "{args:?}: {}", run.err);
        } else if may_be_none {
            // Made, and nothing committed yet.
            assert!(run.status <= 1, "{args:?}: {}", run.err);
        } else {
            run.ends(0);
        }
    }
}

#[test]
fn the_next_run_completes_what_a_kill_left() {
    // What undisturbed runs make of the two editions, and how long they take.
    let mut expected = Vec::new();
    let mut length = Duration::MAX;
    for edition in [0, 1] {
        let home = Home::new();
        publish(&home, edition);
        let start = Instant::now();
        let report = home.index().ends(0).record("report");
        length = length.min(start.elapsed());
        assert!(report["articles"].as_u64().is_some_and(|n| n >= 350), "{report}");
        expected.push(everything(&home));
    }
    assert!(expected[0] != expected[1] && expected[0].len() > 1000, "{}", expected[0].len());
    // Killed while they make an index, change one edition into the other, or rebuild.
    let home = Home::new();
    let mut numbers = Numbers(42);
    let mut interrupted = 0;
    for kill in 0..KILLS {
        let edition = kill % 2;
        let (fresh, command) = (kill % 5 == 0, if kill % 5 == 3 { "rebuild" } else { "index" });
        if fresh {
            let _ = std::fs::remove_dir_all(home.path("index"));
        }
        publish(&home, edition);
        let delay = length.mul_f64(numbers.below(1000) as f64 / 1100.0);
        interrupted += usize::from(killed(&home, command, delay));
        answers(&home, fresh);
        let run = home.index().ends(0);
        let found = everything(&home);
        let missing = expected[edition].iter().find(|line| found.binary_search(line).is_err());
        let extra = found.iter().find(|line| expected[edition].binary_search(line).is_err());
        assert!(
            found == expected[edition],
            "kill {kill} of `{command}` after {delay:?}: {} for {} lines\nmissing {missing:?}\nextra {extra:?}\n{}",
            found.len(),
            expected[edition].len(),
            run.out
        );
    }
    // What a killed rebuild left behind is gone after the next one.
    home.run(["rebuild"]).ends(0);
    assert!(!home.path("index/rebuild").exists());
    assert!(everything(&home) == expected[(KILLS - 1) % 2]);
    println!("{interrupted} of {KILLS} runs were still running when they were killed; a whole run took {length:?}");
    assert!(interrupted * 4 >= KILLS, "only {interrupted} of {KILLS} runs were still running when they were killed");
}

#[test]
fn two_writers_do_not_mix() {
    let home = Home::new();
    publish(&home, 0);
    let mut first = home.command();
    let mut first =
        first.arg("index").arg(home.news()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a start");
    // The second one either waits its turn, or is told who is writing.
    let second = home.index();
    assert!(
        second.status == 0 || second.status == 2 && second.err.contains("another process is writing"),
        "{}",
        second.err
    );
    assert!(matches!(first.wait().expect("an end").code(), Some(0 | 2)));
    let report = home.index().ends(0).record("report");
    assert_eq!((&report["articles"], &report["indexed"]), (&ARTICLES.into(), &0.into()), "{report}");
    let mut ids = field(&home.hits("id:record-3"), "/id");
    let all = ids.len();
    ids.dedup();
    assert!(all > 0 && ids.len() == all, "nothing is there twice");
}
