//! Every sample file, cut, doubled, crossed with another and damaged in many ways, is read without a panic and fast, and ends as
//! something; so are texts annotated and queries parsed. Which ways is drawn by a fixed generator, so that a failure comes again.
//!
//! ```text
//! ONRECORD_FUZZ_SECONDS=600 ONRECORD_FUZZ_TARGETS=warc,gz,query cargo test --release --test tests mutations -- --nocapture
//! ```
//!
//! works on each target (an ending of file names in `corpus/`, `annotate`, `query`) for so long, with other inputs in each run of
//! another length. An input that fails is kept, and its place is told. `fuzz/run` looks further: it is guided by coverage.

use onrecord::{Outcome, ReadOptions};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Damaged copies of each file, where no time is given.
const COPIES: usize = 24;
/// Larger files are cut.
const MOST: usize = 60_000;
/// An input that takes longer hangs, even where tests are not optimised and the machine is busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// A small, fixed generator.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

/// What the formats are made of, and what breaks readers.
const PIECES: [&[u8]; 48] = [
    b"<",
    b">",
    b"</p>",
    b"<!--",
    b"]]>",
    b"<![CDATA[",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&#x110000;",
    b"&amp;",
    b"{",
    b"}",
    b"[",
    b"]",
    b"(",
    b")",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\'e9",
    b"{\\rtf1",
    b"\r\n\r\n",
    b"\n",
    b"\t",
    b"\0",
    b"\x01\x02\x03",
    b"\xff",
    b"\xfe\xff",
    b"\xe2\x80",
    b"99999999999999999999",
    b"-1",
    b"0",
    b"2024-13-45T25:61:00Z",
    b":",
    b",",
    b"%",
    b"=",
    b"=?utf-8?b?",
    b"--",
    b"WARC/1.0\r\nWARC-Type: response\r\n",
    b"Content-Length: 10737418240\r\n",
    b"\x1f\x8b\x08\x00",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"\x28\xb5\x2f\xfd",
    "“".as_bytes(),
    "” said".as_bytes(),
    " AND NOT speaker:".as_bytes(),
    "~99".as_bytes(),
];

fn damaged(bytes: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let (at, to) = (random.below(out.len() + 1), random.below(out.len() + 1));
        let (from, to) = (at.min(to), at.max(to));
        match random.below(7) {
            0 => out.truncate(from),
            1 => drop(out.drain(from..to.min(from + 200))),
            2 => {
                let copy = out[from..to.min(from + 2_000)].to_vec();
                out.splice(at..at, copy);
            }
            3 => {
                let piece = PIECES[random.below(PIECES.len())];
                out.splice(at..at, piece.iter().copied());
            }
            4 => out.iter_mut().skip(from).take(4).for_each(|b| *b ^= 1 << random.below(8)),
            5 => {
                let cut = random.below(other.len() + 1);
                let piece = &other[cut..other.len().min(cut + random.below(3_000))];
                out.splice(at..at, piece.iter().copied());
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())].repeat(random.below(300));
                out.splice(at..at, piece);
            }
        }
    }
    out
}

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
        if entry.path().is_dir() { files(&entry.path(), out) } else { out.push(entry.path()) }
    }
}

/// The inputs that each target starts from.
fn seeds() -> BTreeMap<String, Vec<(String, Vec<u8>)>> {
    let mut all = Vec::new();
    files(&crate::program::corpus_dir(), &mut all);
    all.sort();
    let mut seeds: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for path in all {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let ending = name.rsplit('.').next().unwrap_or("").to_owned();
        let mut bytes = std::fs::read(&path).expect("a file");
        bytes.truncate(MOST);
        if ending == "txt" {
            seeds.entry("annotate".to_owned()).or_default().push((name.clone(), bytes.clone()));
        }
        seeds.entry(ending).or_default().push((name, bytes));
    }
    let queries = [
        "speaker:\"Ilse Brandvold\" (weir OR water) -kind:direct after:2024-02 \"the … town\" \"a b\"~3 pre* fuzzy~1",
        "NOT (title:\"x y\" AND outlet:cns.example) on:2024-05 lang:en id:a#1-2 by:(ann lee) role:minister",
        "“curly phrase” OR ‘single’ [edit] cluster:a#0-9",
    ];
    let query = |query: &&str| ("query".to_owned(), query.as_bytes().to_vec());
    seeds.insert("query".to_owned(), queries.iter().map(query).collect());
    seeds
}

/// Does to an input what the target does; panics if something of it is not as it must be.
fn try_out(target: &str, name: &str, bytes: &[u8]) {
    match target {
        "query" => {
            let text = String::from_utf8_lossy(bytes);
            let _ = onrecord::parse(&text);
            let _ = onrecord::parse_lenient(&text);
        }
        "annotate" => {
            let text = String::from_utf8_lossy(bytes);
            for quote in &onrecord::annotate(&text, None, None).quotes {
                for span in quote.spans.iter().chain(&quote.source).chain(&quote.cue) {
                    assert!(!span.of(&text).is_empty(), "an empty span");
                }
            }
        }
        _ => {
            let options = ReadOptions { max_article: 1 << 20, ..ReadOptions::default() };
            let mut outcomes = 0;
            onrecord::read_bytes(name, bytes, &options, &mut |outcome, _| {
                outcomes += 1;
                if let Outcome::Article(article) = outcome {
                    assert!(article.text.lines().all(|line| !line.trim().is_empty()), "one paragraph a line");
                    assert!(!article.text.is_empty(), "an article without a text");
                }
            });
            assert!(outcomes > 0, "nothing came of it");
        }
    }
}

/// Tries an input out; keeps it and tells its place if it fails or hangs.
fn check(target: &str, name: &str, bytes: &[u8]) {
    let start = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| try_out(target, name, bytes)));
    let elapsed = start.elapsed();
    if result.is_err() || elapsed > PATIENCE {
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{target}-{name}"));
        std::fs::write(&kept, bytes).expect("the input is kept");
        panic!("{target}: an input made of {name} fails or hangs ({elapsed:?}); it is {}", kept.display());
    }
}

#[test]
fn mutations_end_as_something() {
    let seconds: Option<u64> = std::env::var("ONRECORD_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let wanted = std::env::var("ONRECORD_FUZZ_TARGETS").ok();
    let wanted = |target: &str| wanted.as_ref().is_none_or(|names| names.split(',').any(|name| name == target));
    for (target, seeds) in seeds().into_iter().filter(|(target, _)| wanted(target)) {
        let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ seconds.unwrap_or(0));
        let start = Instant::now();
        let mut tried = 0;
        loop {
            for (name, bytes) in &seeds {
                let other = &seeds[random.below(seeds.len())].1;
                check(&target, name, &damaged(bytes, other, &mut random));
                tried += 1;
            }
            let enough = match seconds {
                Some(seconds) => start.elapsed().as_secs() >= seconds,
                None => tried >= COPIES * seeds.len(),
            };
            if enough {
                break;
            }
        }
        if seconds.is_some() {
            println!("{target}: {tried} inputs in {} s, none failed", start.elapsed().as_secs());
        }
    }
}
