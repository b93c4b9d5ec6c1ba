//! How fast articles are extracted from pages, beside trafilatura on the same pages in the same run.
//!
//! ```text
//! ONRECORD_DATA=../shared cargo bench --bench pages
//! ```
//!
//! Reads the pages of `html/mixed.tar.xz` of the data folder into memory and extracts them on one thread, three rounds, of
//! which the best counts. Then `benches/trafilatura.py` does the same with trafilatura, which it installs from PyPI in an
//! environment of its own under `target/`. Prints pages in a second of each and the ratio.

#![allow(clippy::print_stdout)]

use onrecord::{Outcome, ReadOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Rounds; the best is kept.
const ROUNDS: usize = 3;

fn main() -> Result<()> {
    let Some(data) = std::env::var_os("ONRECORD_DATA").map(PathBuf::from) else {
        println!("skipped: ONRECORD_DATA names no data folder");
        return Ok(());
    };
    let dir = tempfile::tempdir()?;
    let pages = pages(&data.join("html/mixed.tar.xz"), dir.path())?;
    let mut best = f64::MAX;
    let mut articles = 0;
    for _ in 0..ROUNDS {
        articles = 0;
        let start = Instant::now();
        for page in &pages {
            onrecord::read_bytes("page.html", page, &ReadOptions::default(), &mut |outcome, _| {
                articles += usize::from(matches!(outcome, Outcome::Article(_)));
            });
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    let ours = pages.len() as f64 / best;
    println!("onrecord:    {ours:8.1} pages/s on one core ({articles} articles of {} pages)", pages.len());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = Command::new("python3")
        .arg(root.join("benches/trafilatura.py"))
        .arg(dir.path())
        .arg(root.join("target/trafilatura"))
        .output()?;
    if !script.status.success() {
        return Err(format!("trafilatura.py: {}", String::from_utf8_lossy(&script.stderr)).into());
    }
    let theirs: f64 = String::from_utf8(script.stdout)?.trim().parse()?;
    println!("trafilatura: {theirs:8.1} pages/s on one core");
    println!("ratio:       {:8.1}", ours / theirs);
    Ok(())
}

/// Returns the pages of a set, which are also written into `dir` under numbers.
fn pages(path: &Path, dir: &Path) -> Result<Vec<Vec<u8>>> {
    let mut archive = tar::Archive::new(liblzma::read::XzDecoder::new(std::fs::File::open(path)?));
    let mut pages = Vec::new();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.header().entry_type().is_file() && name.contains("/pages/") {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            std::fs::write(dir.join(format!("{:05}.html", pages.len())), &bytes)?;
            pages.push(bytes);
        }
    }
    Ok(pages)
}
