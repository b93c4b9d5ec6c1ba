//! What `annotate` reads: articles with their ids, and reasons why there is none. The id of a file of one article is the
//! file's stem.

use onrecord::{Article, Found, Outcome, ReadOptions, Skip};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Endings of files that are one article each.
const DOCUMENTS: [&str; 7] = ["txt", "text", "md", "markdown", "html", "htm", "xhtml"];

/// Endings of files of a record a line, each with an id of its own.
const LINES: [&str; 2] = ["jsonl", "ndjson"];

/// One thing that a file or a stream holds.
pub(crate) enum Entry {
    /// An article and its id.
    Article(String, Box<Article>),
    /// Why there is no article.
    Reason(Outcome),
}

/// Returns whether the name of a file promises one article.
pub(crate) fn is_document(file: &Path) -> bool {
    has_ending(file, &DOCUMENTS)
}

/// Hands on what a file holds, in its order.
pub(crate) fn of_file(found: &Found, options: &ReadOptions, put: &mut dyn FnMut(Entry)) {
    let mut file = File { path: &found.path, many: has_ending(&found.path, &LINES), first: None, put };
    of_reader(&found.shown, &mut |outcome| file.take(outcome), |take| {
        onrecord::read_file(found, options, &mut |outcome, _| take(outcome));
    });
    file.end();
}

/// Hands on what standard input holds: lines, or one `text`.
pub(crate) fn of_stdin(text: bool, options: &ReadOptions, put: &mut dyn FnMut(Entry)) {
    let mut take = |outcome| {
        put(match outcome {
            Outcome::Article(article) => Entry::Article(article.id.clone(), article),
            other => Entry::Reason(other),
        });
    };
    of_reader("-", &mut take, |take| {
        let read = if text { onrecord::read_text } else { onrecord::read_json_lines };
        read("-", &mut std::io::stdin().lock(), options, &mut |outcome, _| take(outcome));
    });
}

/// Hands on what `read` finds in something called `shown`, and tells if it breaks off.
fn of_reader(shown: &str, take: &mut dyn FnMut(Outcome), read: impl FnOnce(&mut dyn FnMut(Outcome))) {
    if catch_unwind(AssertUnwindSafe(|| read(take))).is_err() {
        let reason = "the reader of this format failed; this is a mistake in onrecord".to_owned();
        take(Outcome::Failed(Skip { path: shown.to_owned(), record: None, reason, edition: None }));
    }
}

/// A file being read.
struct File<'a> {
    path: &'a Path,
    /// Whether it holds more than one article.
    many: bool,
    /// The first article, until it is known whether it is the only one.
    first: Option<Box<Article>>,
    put: &'a mut dyn FnMut(Entry),
}

impl File<'_> {
    fn take(&mut self, outcome: Outcome) {
        if let Some(first) = self.first.take() {
            self.many = true;
            self.own(first);
        }
        match outcome {
            Outcome::Article(article) if self.many => self.own(article),
            Outcome::Article(article) => self.first = Some(article),
            reason => {
                self.many = true;
                (self.put)(Entry::Reason(reason));
            }
        }
    }

    fn end(self) {
        let Some(first) = self.first else { return };
        let id = stem(self.path).unwrap_or_else(|| first.id.clone());
        (self.put)(Entry::Article(id, first));
    }

    /// Hands on an article with the id of its own.
    fn own(&mut self, article: Box<Article>) {
        (self.put)(Entry::Article(article.id.clone(), article));
    }
}

/// Returns whether a file's name, without the ending of a packing, has one of these endings.
fn has_ending(file: &Path, endings: &[&str]) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    unpacked(&name).rsplit_once('.').is_some_and(|(_, end)| endings.contains(&end))
}

/// Returns a file's name without the ending of a packing.
fn unpacked(name: &str) -> &str {
    [".gz", ".zst", ".xz"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// Returns a file's name without its endings (`storm.html.gz` is `storm`).
fn stem(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_string_lossy().into_owned();
    let unpacked = unpacked(&name);
    let stem = unpacked.rsplit_once('.').map_or(unpacked, |(stem, _)| stem);
    Some(if stem.is_empty() { name.clone() } else { stem.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        let stem = |name: &str| stem(Path::new(name)).unwrap();
        assert_eq!(stem("a/storm.html.gz"), "storm");
        assert_eq!(
            (stem("storm.v2.txt"), stem("storm"), stem(".gz")),
            ("storm.v2".into(), "storm".into(), ".gz".into())
        );
    }

    #[test]
    fn names_promise_one_article_or_lines() {
        assert!(is_document(Path::new("a/Storm.HTML.gz")) && is_document(Path::new("storm.txt")));
        assert!(!is_document(Path::new("storm.json")) && !is_document(Path::new("a.txt/storm")));
        assert!(has_ending(Path::new("a.jsonl.xz"), &LINES));
    }

    #[test]
    fn only_one_alone_is_called_as_its_file() {
        let article =
            |record| Outcome::Article(Box::new(Article { id: format!("own-{record}"), record, ..Article::default() }));
        let skip =
            || Outcome::Skipped(Skip { path: String::new(), record: Some(1), reason: "no text".into(), edition: None });
        let ids = |outcomes: Vec<Outcome>| {
            let mut seen = Vec::new();
            let mut put = |entry| {
                seen.push(match entry {
                    Entry::Article(id, _) => id,
                    Entry::Reason(_) => "-".to_owned(),
                });
            };
            let mut file = File { path: Path::new("storm.json"), many: false, first: None, put: &mut put };
            outcomes.into_iter().for_each(|outcome| file.take(outcome));
            file.end();
            seen
        };
        assert_eq!(ids(vec![article(0)]), ["storm"]);
        assert_eq!(ids(vec![article(0), article(1)]), ["own-0", "own-1"]);
        assert_eq!(ids(vec![article(0), skip()]), ["own-0", "-"]);
        assert_eq!(ids(vec![skip(), article(1)]), ["-", "own-1"]);
    }

    #[test]
    fn a_reader_that_breaks_off_is_told() {
        let mut seen = Vec::new();
        of_reader("a.html", &mut |outcome| seen.push(outcome), |take| {
            take(Outcome::Article(Box::default()));
            std::panic::resume_unwind(Box::new(()));
        });
        assert!(matches!(&seen[..], [Outcome::Article(_), Outcome::Failed(skip)] if skip.path == "a.html"));
    }
}
