//! Every sample file, cut, doubled and damaged in many ways, is read without a panic and ends as something. Which ways is drawn
//! by a fixed generator, so that a failure comes again; `fuzz/run` looks further.

use onrecord::{Outcome, ReadOptions};
use std::path::{Path, PathBuf};

/// Damaged copies of each file.
const COPIES: usize = 24;
/// Larger files are cut.
const MOST: usize = 60_000;

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
const PIECES: [&[u8]; 24] = [
    b"<",
    b">",
    b"</p>",
    b"<!--",
    b"]]>",
    b"&#x110000;",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b"\r\n\r\n",
    b"\0",
    b"\xff",
    b"\xe2\x80",
    b"99999999999999999999",
    b"-1",
    b":",
    b",",
    b"%",
    b"=",
    b"\x1f\x8b",
    b"PK\x03\x04",
];

fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let (at, to) = (random.below(out.len() + 1), random.below(out.len() + 1));
        let (from, to) = (at.min(to), at.max(to));
        match random.below(6) {
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

#[test]
fn damaged_files_end_as_something() {
    let mut all = Vec::new();
    files(&crate::program::corpus_dir(), &mut all);
    all.sort();
    let options = ReadOptions { max_article: 1 << 20, ..ReadOptions::default() };
    for path in all {
        let mut bytes = std::fs::read(&path).expect("a file");
        bytes.truncate(MOST);
        let name = path.file_name().expect("a name").to_string_lossy();
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for copy in 0..COPIES {
            let bytes = damaged(&bytes, &mut random);
            let mut outcomes = 0;
            onrecord::read_bytes(&name, &bytes, &options, &mut |outcome, _| {
                outcomes += 1;
                if let Outcome::Article(article) = outcome {
                    assert!(!article.text.is_empty(), "{name}, copy {copy}: an article without a text");
                }
            });
            assert!(outcomes > 0, "{name}, copy {copy}: nothing came of it");
        }
    }
}
