//! The rules of the house: layers import downwards, every file says what it is, word lists are in order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which layers a layer may name.
const LAYERS: [(&str, &[&str]); 11] = [
    ("error", &[]),
    ("model", &[]),
    ("text", &["model"]),
    ("ingest", &["error", "model", "text"]),
    ("annotate", &["model", "text"]),
    ("link", &["model", "text"]),
    ("query", &["error", "model", "text"]),
    ("index", &["error", "model", "text", "query"]),
    ("output", &["error", "model", "query"]),
    ("archive", &["error", "model", "text", "ingest", "annotate", "link", "query", "index", "output"]),
    ("cli", &[]),
];

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

fn source_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    let read = |p: PathBuf| {
        let name = p.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
        (name, std::fs::read_to_string(&p).expect("UTF-8"))
    };
    files.into_iter().map(read).collect()
}

/// The layers that a file names by `crate::layer`.
fn named(source: &str) -> Vec<&str> {
    let mut found: Vec<&str> = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or(""))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn imports_run_down_the_layers() {
    let allowed: BTreeMap<&str, &[&str]> = LAYERS.into_iter().collect();
    let mut wrong = Vec::new();
    for (name, source) in source_files() {
        let layer = name.split(['/', '.']).next().unwrap_or("");
        let Some(may) = allowed.get(layer) else {
            assert!(matches!(layer, "lib" | "train"), "{name}: a layer that the table does not know");
            continue;
        };
        for other in named(&source) {
            let known = allowed.contains_key(other);
            if known && other != layer && !may.contains(&other) {
                wrong.push(format!("{name} names {other}"));
            } else if !known && layer != "cli" {
                wrong.push(format!("{name} names `crate::{other}`, which is no layer"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_index_names_the_engine() {
    for (name, source) in source_files() {
        assert!(name.starts_with("index/") || !source.contains("tantivy::"), "{name} names tantivy");
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (name, source) in source_files() {
        assert!(source.starts_with("//!"), "{name} does not open with `//!`");
    }
}

#[test]
fn lists_of_words_are_sorted_and_unique() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/annotate/data");
    for entry in std::fs::read_dir(root)
        .expect("a folder")
        .flatten()
        .filter(|e| e.path().extension().is_some_and(|x| x == "txt"))
    {
        let file = std::fs::read_to_string(entry.path()).expect("UTF-8");
        let words: Vec<&str> = file.lines().filter(|l| !l.starts_with('#')).collect();
        assert!(words.windows(2).all(|w| w[0] < w[1]), "{}", entry.path().display());
    }
}
