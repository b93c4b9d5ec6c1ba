//! Any bytes under any name are read without a panic, and every offset is true.
//!
//! The first line of the input is the name, whose ending chooses the parser where the content does not; `ONRECORD_FUZZ_EXT`
//! makes every input a file of that one format.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::{Outcome, ReadOptions};
use std::sync::LazyLock;

static EXTENSION: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("ONRECORD_FUZZ_EXT").ok());

fuzz_target!(|input: &[u8]| {
    let (name, bytes) = match &*EXTENSION {
        Some(extension) => (format!("a.{extension}"), input),
        None => {
            let end = input.iter().position(|&b| b == b'\n').unwrap_or(0);
            (String::from_utf8_lossy(&input[..end]).into_owned(), &input[(end + 1).min(input.len())..])
        }
    };
    let options = ReadOptions { max_article: 1 << 20, ..ReadOptions::default() };
    let mut outcomes = 0;
    onrecord::read_bytes(&name, bytes, &options, &mut |outcome, _| {
        outcomes += 1;
        if let Outcome::Article(article) = outcome {
            assert!(!article.text.is_empty(), "an article has a text");
            assert!(article.text.lines().all(|line| !line.trim().is_empty()), "one paragraph a line");
        }
    });
    assert!(outcomes > 0, "every file ends as something");
});
