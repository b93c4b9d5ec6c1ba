//! Numbers the rules by which tables across articles are drawn up, so that none made by other
//! rules is read. What crates decide (stems, normal forms) is not in it: a new version of the program is.

use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// What decides how such a table comes out.
const RULES: [&str; 7] = [
    "src/link",
    "src/text",
    "src/archive/copies.rs",
    "src/archive/kept.rs",
    "src/index/prints.rs",
    "src/index/snapshot.rs",
    "src/model/date.rs",
];

fn main() {
    let mut hasher = DefaultHasher::new();
    for path in RULES {
        println!("cargo::rerun-if-changed={path}");
        let mut files = Vec::new();
        add(Path::new(path), &mut files);
        files.sort();
        for file in files {
            hasher.write(file.to_string_lossy().as_bytes());
            // What cannot be read cannot be compiled either, which tells it better.
            hasher.write(&std::fs::read(&file).unwrap_or_default());
        }
    }
    println!("cargo::rustc-env=ONRECORD_RULES={:x}", hasher.finish());
}

/// Adds the file `path`, or all files under it.
fn add(path: &Path, files: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| add(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
