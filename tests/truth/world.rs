//! Real articles in an archive of their own, some of them with other typography.

use crate::copies::altered::Chance;
use onrecord::{Annotated, Archive, By, OpenOptions, Request, UpdateOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An archive, and all that is stored in it.
pub(crate) struct World {
    pub(crate) archive: Archive,
    /// The articles, in the order of their records.
    pub(crate) articles: Vec<Arc<Annotated>>,
    _dir: tempfile::TempDir,
}

/// Returns the data folder, or says that there is none.
pub(crate) fn data() -> Option<PathBuf> {
    let data = std::env::var_os("ONRECORD_DATA").map(PathBuf::from);
    if data.is_none() {
        println!("skipped: ONRECORD_DATA names no data folder");
    }
    data
}

/// Returns whether all is to be looked at, not a part that is quick.
pub(crate) fn all() -> bool {
    std::env::var_os("ONRECORD_TRUTH").is_some_and(|value| value == "all")
}

/// Returns the first `count` lines of a packed file.
pub(crate) fn lines(file: &Path, count: usize) -> Vec<String> {
    let open = std::fs::File::open(file).unwrap_or_else(|err| panic!("{}: {err}", file.display()));
    let mut text = String::new();
    liblzma::read::XzDecoder::new(open).read_to_string(&mut text).expect("UTF-8");
    text.lines().take(count).map(str::to_owned).collect()
}

impl World {
    /// Indexes records, one a line.
    pub(crate) fn new(records: &[String]) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("news.jsonl");
        std::fs::write(&file, records.join("\n")).expect("a file");
        let archive = Archive::open(&dir.path().join("index"), OpenOptions::default()).expect("an archive");
        archive.update(&[file], &UpdateOptions::default(), &mut |_| {}).expect("an index");
        let request = Request { query: "*".to_owned(), by: By::Article, limit: usize::MAX >> 1, ..Request::default() };
        let results = archive.search(&request).expect("articles");
        let mut articles: Vec<Arc<Annotated>> = results.hits.into_iter().map(|hit| hit.article).collect();
        articles.sort_by_key(|annotated| annotated.article.record);
        assert_eq!(articles.len() as u64, results.searched.articles);
        Self { archive, articles, _dir: dir }
    }
}

/// Exchanges marks, apostrophes, dashes, ellipses and spaces for their other spellings, each by chance. Texts that are written
/// as JSON must not get straight double marks: `straight` is what stands for one.
pub(crate) fn exchanged(text: &str, straight: &str, chance: &mut Chance) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = [straight, "..."].into_iter().find(|s| !s.is_empty() && rest.starts_with(s));
        let token = taken.unwrap_or(&rest[..c.len_utf8()]);
        let change = chance.below(2) == 1;
        let other: &[&str] = match token {
            "'" | "’" => &["'", "’"],
            "“" | "”" => &[straight],
            t if t == straight => &["“", "”"],
            "—" | "–" | "-" => &["—", "-", "–"],
            "…" | "..." => &["…", "..."],
            " " | "\u{a0}" => &[" ", "\u{a0}"],
            _ => &[],
        };
        out.push_str(if change && !other.is_empty() { other[chance.below(other.len())] } else { token });
        rest = &rest[token.len()..];
    }
    out
}
