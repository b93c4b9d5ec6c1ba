//! What commands read besides the index: queries, files, standard input.

use anyhow::{Context, Result};
use onrecord::{Found, Outcome, ReadOptions, Skip};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What every index directory holds; a walk passes over it.
const INDEX_MARKER: &str = ".managed.json";

/// A query and its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Query {
    /// Its id, if it comes from a file of queries.
    pub(crate) id: Option<String>,
    /// The query.
    pub(crate) text: String,
    /// The number of its line in that file; 0 if it was typed.
    pub(crate) line: usize,
}

/// Returns all that a file says; `-` is standard input.
pub(crate) fn text(path: &Path) -> Result<String> {
    let text = if path == Path::new("-") { io::read_to_string(io::stdin()) } else { std::fs::read_to_string(path) };
    let text = text.with_context(|| name(path))?;
    // Some editors begin a file with a mark that is no part of its words.
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// Returns the queries of a file, one a line, or `ID<TAB>QUERY`; the number of the line is the id where there is none. The
/// numbers of lines that are blank are returned too.
pub(crate) fn queries(path: &Path) -> Result<(Vec<Query>, Vec<usize>)> {
    let text = text(path)?;
    let lines = text.lines().enumerate().map(|(i, line)| (i + 1, line));
    let (blank, full): (Vec<_>, Vec<_>) = lines.partition(|(_, line)| line.trim().is_empty());
    let query = |(line, text): (usize, &str)| match text.split_once('\t') {
        Some((id, text)) => Query { id: Some(id.to_owned()), text: text.to_owned(), line },
        None => Query { id: Some(line.to_string()), text: text.to_owned(), line },
    };
    Ok((full.into_iter().map(query).collect(), blank.into_iter().map(|(line, _)| line).collect()))
}

/// Returns the names of files that `file` lists, one a line, or each with a zero byte at its end. `-` is standard input.
pub(crate) fn names(file: &Path, null: bool) -> Result<Vec<PathBuf>> {
    let bytes =
        if file == Path::new("-") { stdin_bytes()? } else { std::fs::read(file).with_context(|| name(file))? };
    let end = if null { 0 } else { b'\n' };
    let line = |name: &[u8]| if null { name.to_vec() } else { name.strip_suffix(b"\r").unwrap_or(name).to_vec() };
    let names = bytes.split(|&b| b == end).map(line).filter(|name| !name.is_empty());
    names.map(|name| path_of(name).with_context(|| format!("a name listed in {}", self::name(file)))).collect()
}

/// Returns the path of these bytes: any bytes where the system takes them.
#[cfg(unix)]
fn path_of(name: Vec<u8>) -> Result<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Ok(std::ffi::OsString::from_vec(name).into())
}

#[cfg(not(unix))]
fn path_of(name: Vec<u8>) -> Result<PathBuf> {
    Ok(String::from_utf8(name)?.into())
}

/// Returns all of standard input.
fn stdin_bytes() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).context("standard input")?;
    Ok(bytes)
}

/// Hands on every article under `path`, and every reason why there is none. `-` is standard input.
pub(crate) fn articles(path: &Path, options: &ReadOptions, mut each: impl FnMut(&Path, Outcome)) -> Result<()> {
    if path == Path::new("-") {
        onrecord::read_bytes("-", &stdin_bytes()?, options, &mut |outcome, _| each(path, outcome));
        return Ok(());
    }
    for found in walk(path)? {
        match found {
            Ok(found) => {
                onrecord::read_file(&found, options, &mut |outcome, _| each(&found.path, outcome));
            }
            Err(skip) => each(&path.join(&skip.path), Outcome::Skipped(skip)),
        }
    }
    Ok(())
}

/// Returns the files under `path`; what cannot be read comes as a skip.
pub(crate) fn walk(path: &Path) -> onrecord::Result<impl Iterator<Item = std::result::Result<Found, Skip>> + use<>> {
    onrecord::walk(path, INDEX_MARKER)
}

/// Returns a skip or a failure in words; `file` is where it is.
pub(crate) fn reason(file: &Path, skip: &Skip) -> String {
    let record = skip.record.map_or(String::new(), |record| format!(" (record {record})"));
    format!("{}{record}: {}", name(file), skip.reason)
}

/// Returns what to call a file in messages.
pub(crate) fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}
