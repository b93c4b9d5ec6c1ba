//! Files in files: read as if they lay on the disk, up to limits that are named.

use crate::fixtures::{bzip2, gzip, xz};
use crate::program::{Home, field};
use onrecord::{Outcome, ReadLimits, ReadOptions, read_bytes};
use std::io::Write;
use std::time::{Duration, Instant};

const FLOOD: &str = "The river rose by night. “We had no warning,” said Ada Brook.\n";
const FERRY: &str = "{\"text\": \"The ferry sails again.\", \"title\": \"Ferry\"}\n{\"text\": \"It is full.\"}\n";

/// Returns what becomes of `bytes`: `path record: words or reason`.
fn outcomes(name: &str, bytes: &[u8], options: &ReadOptions) -> Vec<String> {
    let mut seen = Vec::new();
    read_bytes(name, bytes, options, &mut |outcome, _| {
        seen.push(match outcome {
            Outcome::Article(article) => format!("{} {}: {}", article.path, article.record, article.text),
            Outcome::Skipped(skip) => {
                format!("{} {}: skipped, {}", skip.path, skip.record.map_or("-".into(), |n| n.to_string()), skip.reason)
            }
            Outcome::Failed(skip) => {
                format!("{} {}: failed, {}", skip.path, skip.record.map_or("-".into(), |n| n.to_string()), skip.reason)
            }
        });
    });
    seen
}

fn read(name: &str, bytes: &[u8]) -> Vec<String> {
    outcomes(name, bytes, &ReadOptions::default())
}

fn tar_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // Builders refuse names that lead out; whoever means harm does not.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        archive.append(&header, *bytes).expect("an entry");
    }
    archive.into_inner().expect("an archive")
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, bytes) in entries {
        let name = rawzip::path::EntryPath::verbatim(name.as_bytes());
        let file = archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().expect("an entry");
        let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default()));
        writer.write_all(bytes).expect("packed");
        let (packed, descriptor) = writer.finish().expect("packed");
        packed.finish().expect("packed");
        entry.finish(descriptor).expect("packed");
    }
    archive.finish().expect("an archive");
    out
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).expect("packed")
}

#[test]
fn every_kind_of_archive_gives_the_same_articles() {
    let entries: [(&str, &[u8]); 3] =
        [("./news/flood.txt", FLOOD.as_bytes()), ("news/", b""), ("ferry.jsonl", FERRY.as_bytes())];
    let tar = tar_of(&entries);
    for (name, bytes) in [
        ("a.zip", zip_of(&[entries[0], entries[2]])),
        ("a.tar", tar.clone()),
        ("a.tgz", gzip(&tar)),
        ("a.tar.zst", zstd(&tar)),
        ("a.tar.xz", xz(&tar)),
        ("a.tar.bz2", bzip2(&tar)),
        ("a.tar.gz.bz2", bzip2(&gzip(&tar))),
        ("no-name-that-says", gzip(&tar)),
    ] {
        let expected = [
            format!("{name}!/news/flood.txt 0: The river rose by night. “We had no warning,” said Ada Brook."),
            format!("{name}!/ferry.jsonl 1: The ferry sails again."),
            format!("{name}!/ferry.jsonl 2: It is full."),
        ];
        assert_eq!(read(name, &bytes), expected, "{name}");
    }
}

#[test]
fn archives_lie_in_archives() {
    let inner = zip_of(&[("x.txt", b"Inside of all."), ("y.txt.bz2", &bzip2(b"Beside it."))]);
    let outer = gzip(&tar_of(&[("in.zip", &inner), ("last.txt", b"The last.")]));
    assert_eq!(
        read("o.tgz", &outer),
        [
            "o.tgz!/in.zip!/x.txt 0: Inside of all.",
            "o.tgz!/in.zip!/y.txt.bz2 1: Beside it.",
            "o.tgz!/last.txt 2: The last."
        ]
    );
}

#[test]
fn what_is_no_harmless_file_has_its_reason() {
    let entries: [(&str, &[u8]); 7] = [
        ("../../x.txt", b"Out."),
        ("a/../../y.txt", b"Out."),
        ("/etc/z.txt", b"In."),
        ("twice.txt", b"First."),
        ("twice.txt", b"Second."),
        ("__MACOSX/._twice.txt", b"\0\x05\x16\x07"),
        ("picture.png", b"\x89PNG\r\n\x1a\n"),
    ];
    for (name, bytes) in [("a.tar", tar_of(&entries)), ("a.zip", zip_of(&entries))] {
        let expected = [
            "!/../../x.txt 0: skipped, its name leads out of the archive",
            "!/a/../../y.txt 1: skipped, its name leads out of the archive",
            "!/etc/z.txt 2: In.",
            "!/twice.txt 3: First.",
            "!/twice.txt 4: Second.",
            "!/__MACOSX/._twice.txt 5: skipped, hidden file",
            "!/picture.png 6: skipped, not text (PNG image)",
        ];
        assert_eq!(read(name, &bytes), expected.map(|line| format!("{name}{line}")));
    }
    assert_eq!(read("a.zip", &zip_of(&[])), ["a.zip -: skipped, empty: no files in it"]);
}

#[test]
fn links_are_not_followed() {
    let mut archive = tar::Builder::new(Vec::new());
    for (kind, name) in [(tar::EntryType::Symlink, "soft.txt"), (tar::EntryType::Link, "hard.txt")] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        archive.append_link(&mut header, name, "/etc/passwd").expect("a link");
    }
    let expected =
        ["a.tar!/soft.txt 0: skipped, a link to another file", "a.tar!/hard.txt 1: skipped, a link to another file"];
    assert_eq!(read("a.tar", &archive.into_inner().expect("an archive")), expected);
}

#[test]
fn long_names_and_large_sizes_are_those_of_the_notes() {
    let long = format!("{}/flood.txt", "folder".repeat(40));
    let mut gnu = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(FLOOD.len() as u64);
    gnu.append_data(&mut header, &long, FLOOD.as_bytes()).expect("an entry");
    let mut pax = tar::Builder::new(Vec::new());
    let size = FLOOD.len().to_string();
    let notes: [(&str, &[u8]); 2] = [("path", long.as_bytes()), ("size", size.as_bytes())];
    pax.append_pax_extensions(notes).expect("notes");
    let mut header = tar::Header::new_ustar();
    header.set_path("short.txt").expect("a name");
    // Its own field is too small for large sizes, and says nothing then.
    header.set_size(0);
    header.set_cksum();
    pax.get_mut().write_all(header.as_bytes()).expect("a header");
    pax.get_mut().write_all(FLOOD.as_bytes()).expect("bytes");
    pax.get_mut().write_all(&vec![0; 512 - FLOOD.len() % 512]).expect("padding");
    for archive in [gnu, pax] {
        let expected = format!("a.tar!/{long} 0: {}", FLOOD.trim_end());
        assert_eq!(read("a.tar", &archive.into_inner().expect("an archive")), [expected]);
    }
}

#[test]
fn damage_costs_no_more_than_it_must() {
    let entries: [(&str, &[u8]); 3] = [("a.txt", b"First."), ("b.txt", b"Second of the three."), ("c.txt", b"Third.")];
    // In a ZIP archive: bytes of the second file.
    let mut zip = zip_of(&entries);
    let at = memchr::memmem::find(&zip, b"b.txt").expect("the entry") + 6;
    zip[at..at + 8].fill(0xff);
    let seen = read("a.zip", &zip);
    assert!(seen.len() == 3 && seen[1].starts_with("a.zip!/b.txt 1: failed, "), "{seen:?}");
    assert_eq!(seen[2], "a.zip!/c.txt 2: Third.");
    // In a tar archive: the header of the second.
    let mut tar = tar_of(&entries);
    tar[1024..1100].fill(b'#');
    assert_eq!(
        read("a.tar", &tar),
        [
            "a.tar!/a.txt 0: First.",
            "a.tar!/ 1: failed, damaged tar archive: something before this place is no entry",
            "a.tar!/c.txt 2: Third."
        ]
    );
    // Both cut short.
    let tar = tar_of(&entries);
    let seen = read("a.tar", &tar[..1024 + 512 + 8]);
    assert_eq!(seen[0], "a.tar!/a.txt 0: First.");
    assert!(
        seen[1].starts_with("a.tar!/b.txt 1: failed, ") && seen[2] == "a.tar -: failed, truncated tar archive",
        "{seen:?}"
    );
    let seen = read("a.zip", &zip_of(&entries)[..100]);
    assert!(seen.len() == 1 && seen[0].starts_with("a.zip -: failed, damaged or truncated ZIP archive"), "{seen:?}");
}

#[test]
fn encrypted_entries_say_so() {
    let mut zip = zip_of(&[("a.txt", b"Secret."), ("b.txt", b"Open.")]);
    let listed = memchr::memmem::find(&zip, b"PK\x01\x02").expect("the list");
    zip[6] |= 1;
    zip[listed + 8] |= 1;
    assert_eq!(
        read("a.zip", &zip),
        ["a.zip!/a.txt 0: skipped, encrypted: unpack it with its password first", "a.zip!/b.txt 1: Open."]
    );
}

/// Checks that a file ends fast with a reason that names `flag`.
#[track_caller]
fn ends_with(flag: &str, name: &str, bytes: &[u8], options: &ReadOptions) {
    let start = Instant::now();
    let seen = outcomes(name, bytes, options);
    assert!(start.elapsed() < Duration::from_secs(20), "{name}: {:?}", start.elapsed());
    let last = seen.last().expect("an outcome");
    assert!(last.contains("failed, ") || last.contains("skipped, "), "{last}");
    assert!(last.contains(flag), "{last}");
}

#[test]
fn bombs_end_fast_with_the_flag_that_stopped_them() {
    let options = ReadOptions::default();
    let blank = vec![b'\n'; 1 << 20];
    let many: Vec<(String, &[u8])> = (0..300).map(|n| (format!("{n}.txt"), &blank[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let zip = zip_of(&many);
    ends_with("--max-ratio", "many.zip", &zip, &options);
    ends_with("--max-ratio", "lines.jsonl.zst", &zstd(&blank.repeat(100)), &options);
    // Archives inside one another unpack to no more than the outermost may.
    let nested: Vec<(&str, &[u8])> = (0..9).map(|_| ("in.zip", &zip[..])).collect();
    ends_with("--max-ratio", "nested.zip", &zip_of(&nested), &options);
    let limits = ReadLimits { expanded: 10 << 20, ..ReadLimits::default() };
    ends_with("--max-expanded", "many.zip", &zip, &ReadOptions { limits, ..ReadOptions::default() });
    let limits = ReadLimits { entries: 10, ..ReadLimits::default() };
    ends_with("--max-entries", "many.tar", &tar_of(&many[..20]), &ReadOptions { limits, ..ReadOptions::default() });
    // The zeros of a whole disk are no text from the first on.
    assert_eq!(
        read("zeros.jsonl.gz", &gzip(&vec![0; 200 << 20])),
        ["zeros.jsonl.gz -: skipped, not text (binary data)"]
    );
}

#[test]
fn entries_that_share_their_bytes_are_no_way_round() {
    // One packed file, listed a thousand times.
    let one = zip_of(&[("a.txt", &vec![b'\n'; 10 << 20])]);
    let listed = memchr::memmem::find(&one, b"PK\x01\x02").expect("the list");
    let end = memchr::memmem::find(&one, b"PK\x05\x06").expect("the end");
    let mut bomb = one[..listed].to_vec();
    (0..1000).for_each(|_| bomb.extend_from_slice(&one[listed..end]));
    let size = u32::try_from(bomb.len() - listed).expect("small");
    let mut tail = one[end..].to_vec();
    tail[8..10].copy_from_slice(&1000_u16.to_le_bytes());
    tail[10..12].copy_from_slice(&1000_u16.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    bomb.extend_from_slice(&tail);
    assert!(bomb.len() < 70_000, "{}", bomb.len());
    ends_with("--max-ratio", "bomb.zip", &bomb, &ReadOptions::default());
}

#[test]
fn a_hundred_archives_inside_each_other_end_at_the_eighth() {
    let mut zip = zip_of(&[("x.txt", b"The innermost.")]);
    let mut packed = b"The innermost.".to_vec();
    for _ in 1..100 {
        zip = zip_of(&[("in.zip", &zip)]);
        packed = gzip(&packed);
    }
    let path = format!("a.zip{}", "!/in.zip".repeat(8));
    let reason = "skipped, more than 8 archives inside each other (raise --max-depth)";
    assert_eq!(read("a.zip", &zip), [format!("{path} 0: {reason}")]);
    assert_eq!(read("a.gz", &packed), [format!("a.gz -: {reason}")]);
}

#[test]
fn reasons_are_told_in_bounded_space_and_every_record_is_counted() {
    let lines = "{\"title\": 1}\n".repeat(5000) + "{\"text\": \"\n";
    let seen = read("a.jsonl", lines.as_bytes());
    assert!(seen.len() <= 1010, "{}", seen.len());
    let more = "a.jsonl 1000: skipped, 4000 more: no text field among title (name it with --map text=NAME)";
    assert!(seen.iter().any(|line| line == more), "{:?}", &seen[1000..]);
    assert!(
        seen.last().is_some_and(|line| line.starts_with("a.jsonl 5000: failed, line 5001: invalid JSON")),
        "{:?}",
        seen.last()
    );
}

#[test]
fn an_index_keeps_what_an_archive_holds_in_step() {
    let home = Home::new();
    let file = home.write("news.zip", zip_of(&[("a.txt", b"The first tower."), ("b.txt", b"The second tower.")]));
    let report = home.index().ends(0).record("report");
    assert_eq!((&report["files"], &report["articles"]), (&1.into(), &2.into()));
    let mut paths = field(&home.hits("tower"), "/article/path");
    paths.sort();
    assert_eq!(paths, ["news.zip!/a.txt", "news.zip!/b.txt"]);
    assert_eq!(home.index().ends(0).record("report")["unchanged"], 2);
    // A file of another name is another article, though its words and its number are the same.
    std::fs::write(&file, zip_of(&[("a.txt", b"The first tower."), ("c.txt", b"The second tower.")])).expect("a file");
    let report = home.index().ends(0).record("report");
    assert_eq!((&report["unchanged"], &report["updated"]), (&1.into(), &1.into()));
    let mut paths = field(&home.hits("tower"), "/article/path");
    paths.sort();
    assert_eq!(paths, ["news.zip!/a.txt", "news.zip!/c.txt"]);
}

#[test]
fn flags_set_the_limits_and_an_index_keeps_them() {
    let home = Home::new();
    home.write("news.zip", zip_of(&[("a.txt", b"The first tower."), ("b.txt", b"The second tower.")]));
    let news = home.news();
    let run = home.run(["index".as_ref(), "--json".as_ref(), "--max-entries".as_ref(), "1".as_ref(), news.as_os_str()]);
    let report = run.ends(2).record("report");
    assert_eq!(report["articles"], 1);
    assert_eq!(report["failed"][0]["reason"], "more than 1 files in it (raise --max-entries)");
    home.run(["rebuild"]).ends(2);
    assert_eq!(home.hits("tower").len(), 1);
    assert_eq!(home.index().ends(0).record("report")["articles"], 2);
}
