//! How fast texts are annotated, and whether that holds on two threads, in long texts and in a single line.
//!
//! ```text
//! ONRECORD_DATA=../shared cargo bench --bench annotate
//! ```
//!
//! Annotates the texts of `news/us-press.jsonl.xz` of the data folder, or, where there is none, the gold texts of the
//! sample corpus over and over; reading and writing JSON is not measured. Prints, each as the best of several alternating
//! rounds,
//! - megabytes of text in a second on one core, and how much faster two threads are over the same articles, beside how much
//!   faster they are at sums, which on a busy machine is less than two;
//! - the time of a byte in a text of many articles, and in the same text ten times over, as one text;
//! - the time of a byte in a line of ten megabytes.
//!
//! Machines are noisy: the ratios are what counts.

#![allow(clippy::print_stdout)]

use serde_json::Value;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Rounds; the best of each figure is kept.
const ROUNDS: usize = 3;

/// How much text is annotated article by article in one round, in bytes.
const MOST: usize = 32 << 20;

/// How long the text is that is also annotated ten times over, and how long the single line.
const ONCE: usize = 1_000_000;
const LINE: usize = 10_000_000;

/// An article: its title and text.
type Article = (Option<String>, String);

fn main() -> Result<()> {
    let (name, articles) = articles()?;
    let bytes: usize = articles.iter().map(|(_, text)| text.len()).sum();
    println!("{name}: {} articles, {:.1} MB of text", articles.len(), bytes as f64 / 1e6);

    let once = joined(&articles, ONCE, "\n");
    let tenfold = [once.as_str(); 10].join("\n");
    let line = joined(&articles, LINE, " ").replace('\n', " ");
    // The weights are unpacked with the first text.
    annotate(&articles[..1], 1);

    let mut best = [f64::MAX; 7];
    for _ in 0..ROUNDS {
        let articles = [annotate(&articles, 1), annotate(&articles, 2)];
        let texts = [text(&once), text(&tenfold), text(&line)];
        let times = [sums(1), sums(2)].into_iter().chain(articles).chain(texts);
        best.iter_mut().zip(times).for_each(|(best, time)| *best = best.min(time));
    }
    let [sums_one, sums_two, one, two, small, large, single] = best;
    let nanoseconds = |seconds: f64, bytes: usize| seconds * 1e9 / bytes as f64;
    let (small, large) = (nanoseconds(small, once.len()), nanoseconds(large, tenfold.len()));
    let single = nanoseconds(single, line.len());
    println!("one core                {:8.1} MB/s  (wanted: at least 15)", bytes as f64 / 1e6 / one);
    println!(
        "two threads / one       {:8.2}       (wanted: at least 1.8, where sums gain 2; now they gain {:.2})",
        one / two,
        sums_one / sums_two
    );
    println!("one text of {:4.1} MB     {small:8.1} ns a byte", once.len() as f64 / 1e6);
    println!("the same text ten times {large:8.1} ns a byte");
    println!("ten times / once        {:8.2}       (wanted: at most 1.2)", large / small);
    println!(
        "one line of {:4.1} MB     {single:8.1} ns a byte, {:.2} of the text's  (wanted: at most 1.5)",
        line.len() as f64 / 1e6,
        single / large
    );
    Ok(())
}

/// Returns the articles that are measured, and where they come from.
fn articles() -> Result<(String, Vec<Article>)> {
    let mut reader: Box<dyn Read> = Box::new(std::fs::File::open(corpus())?);
    let mut name = "corpus, repeated".to_owned();
    if let Some(data) = std::env::var_os("ONRECORD_DATA") {
        let path = PathBuf::from(data).join("news/us-press.jsonl.xz");
        let file = std::fs::File::open(&path).map_err(|err| format!("{}: {err}", path.display()))?;
        reader = Box::new(liblzma::read::XzDecoder::new(file));
        name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    } else {
        println!("ONRECORD_DATA names no data folder: measuring on the sample corpus, repeated");
    }
    let mut articles = Vec::new();
    let mut bytes = 0;
    for line in BufReader::new(reader).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let field = |name: &str| record[name].as_str().map(str::to_owned);
        articles.push((field("title"), field("text").unwrap_or_default()));
        bytes += articles.last().map_or(0, |(_, text)| text.len());
        if bytes > MOST {
            break;
        }
    }
    if bytes == 0 {
        return Err(format!("{name} holds no text").into());
    }
    // A small corpus is taken as often as it takes.
    while bytes < MOST / 2 {
        bytes *= 2;
        articles.extend_from_within(..);
    }
    Ok((name, articles))
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/corpus.jsonl")
}

/// Returns texts joined by `between`, over and over until there are so many bytes.
fn joined(articles: &[Article], bytes: usize, between: &str) -> String {
    let mut all = String::with_capacity(bytes + (1 << 20));
    for (_, text) in articles.iter().cycle() {
        all.push_str(text);
        all.push_str(between);
        if all.len() >= bytes {
            break;
        }
    }
    all
}

/// Annotates all articles on so many threads; returns the seconds.
fn annotate(articles: &[Article], threads: usize) -> f64 {
    spread(articles.len(), threads, |i| {
        let (title, text) = &articles[i];
        black_box(onrecord::annotate(text, title.as_deref(), Some("en")));
    })
}

/// Does sums that need no memory on so many threads: what more threads gain on this machine now. Returns the seconds.
fn sums(threads: usize) -> f64 {
    spread(400, threads, |i| {
        let sum = (0..1_000_000_u64).fold(i as u64, |sum, n| black_box(sum).wrapping_mul(31).wrapping_add(n));
        black_box(sum);
    })
}

/// Does pieces of work on so many threads; returns the seconds.
fn spread(pieces: usize, threads: usize, work: impl Fn(usize) + Sync) -> f64 {
    let next = AtomicUsize::new(0);
    let take = || {
        let some = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&i| i < pieces);
        std::iter::from_fn(some).for_each(&work);
    };
    let start = Instant::now();
    std::thread::scope(|scope| {
        (1..threads).for_each(|_| drop(scope.spawn(take)));
        take();
    });
    start.elapsed().as_secs_f64()
}

/// Annotates one text; returns the seconds.
fn text(text: &str) -> f64 {
    let start = Instant::now();
    black_box(onrecord::annotate(text, None, Some("en")));
    start.elapsed().as_secs_f64()
}
