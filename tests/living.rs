//! Long-lived readers: an open archive sees what other processes commit, answers while they write, and needs no right to write.

use crate::program::Home;
use onrecord::{Archive, OpenOptions, Request};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// How soon a commit must be seen.
const SOON: Duration = Duration::from_secs(1);

fn count(archive: &Archive, query: &str) -> u64 {
    let request = Request { query: query.to_owned(), limit: 1, strict: true, ..Request::default() };
    archive.search(&request).unwrap_or_else(|err| panic!("{query}: {err}")).total
}

/// Waits until a query has so many hits.
#[track_caller]
fn sees(archive: &Archive, query: &str, hits: u64) {
    let start = Instant::now();
    while count(archive, query) != hits {
        assert!(start.elapsed() < SOON, "{query} has {} hits, not {hits}", count(archive, query));
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn open(home: &Home) -> Archive {
    Archive::open(&home.path("index"), OpenOptions::default()).expect("an archive")
}

#[test]
fn a_commit_is_seen_within_a_second() {
    let home = Home::with([("a.txt", "Lanterns\n\n“We lit the lantern,” said Ada Fenwick.\n")]);
    let archive = open(&home);
    assert_eq!((count(&archive, "lantern"), count(&archive, "speaker:fenwick")), (2, 1));
    for n in 1..=5 {
        home.write(&format!("b{n}.txt"), format!("“A beacon burns, the {n}th,” said Odo Brenning.\n"));
        home.index().ends(0);
        sees(&archive, "speaker:brenning beacon", n);
    }
    std::fs::remove_file(home.news().join("b1.txt")).expect("a file");
    home.index().ends(0);
    sees(&archive, "beacon", 4);
    // What the alias file says holds at once, and so does an index made anew.
    std::fs::write(home.path("aliases.txt"), "Ada Fenwick = Odo Brenning\n").expect("a file");
    sees(&archive, "speaker:fenwick", 5);
    home.run(["rebuild"]).ends(0);
    sees(&archive, "speaker:fenwick", 5);
    home.write("c.txt", "A third lantern.\n");
    home.index().ends(0);
    sees(&archive, "lantern", 3);
}

#[test]
fn queries_are_answered_while_another_process_indexes() {
    const FILES: usize = 300;
    let home = Home::with([("first.txt", "One lantern burns.\n")]);
    let archive = open(&home);
    for n in 0..FILES {
        let text =
            "“The harbour wall will not hold another winter,” said Lisbet Quorn, who keeps the ferry.\n\n".repeat(20);
        home.write(&format!("many/{n}.txt"), format!("Walls\n\n{text}Lantern number {n} burns.\n"));
    }
    let mut child = home.command();
    child.arg("index").arg(home.news()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child.spawn().expect("the program starts");
    let (mut asked, mut last) = (0, 1);
    while child.try_wait().expect("a child").is_none() {
        let hits = count(&archive, "lantern");
        assert!(hits >= last, "{hits} after {last}");
        last = hits;
        home.run(["search", "-n", "1", "lantern"]).ends(0);
        asked += 1;
    }
    assert!(child.wait().expect("a child").success() && asked > 0);
    sees(&archive, "lantern", 1 + FILES as u64);
}

#[cfg(unix)]
#[test]
fn a_reader_writes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with([("a.txt", "“We lit the lantern,” said Ada Fenwick.\n")]);
    // A copy as one gets it on a disk that cannot be written: without what writers leave.
    let copy = home.path("copy/index");
    std::fs::create_dir_all(&copy).expect("a folder");
    for entry in std::fs::read_dir(home.path("index")).expect("a folder").flatten() {
        if entry.path().extension().is_none_or(|extension| extension != "lock") {
            std::fs::copy(entry.path(), copy.join(entry.file_name())).expect("a file");
        }
    }
    let look = || {
        let entries = std::fs::read_dir(&copy).expect("a folder").flatten();
        // Whoever may write in spite of the permissions (root) leaves the file that readers and writers meet at.
        let entries = entries.filter(|entry| entry.path().extension().is_none_or(|extension| extension != "lock"));
        let mut all: Vec<_> =
            entries.map(|e| (e.file_name(), e.metadata().and_then(|m| m.modified()).expect("a time"))).collect();
        all.sort();
        all
    };
    for (name, _) in look() {
        std::fs::set_permissions(copy.join(name), std::fs::Permissions::from_mode(0o444)).expect("permissions");
    }
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o555)).expect("permissions");
    let before = look();
    let archive = Archive::open(&copy, OpenOptions::default()).expect("an archive");
    assert_eq!(count(&archive, "speaker:fenwick lantern"), 1);
    assert_eq!(archive.speakers(None, 10, &[]).expect("speakers").0.len(), 1);
    assert_eq!(look(), before);
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o755)).expect("permissions");
}
