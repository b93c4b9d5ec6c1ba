//! `onrecord annotate`: the quotations and speakers of articles, with no index. Always JSON Lines.
//!
//! Offsets point into the given text: the text of a record, or the file as it was decoded. Markup has no such
//! text; there they point into the article text that `extract` prints.

use crate::args::{Annotate, Common};
use crate::exit::End;
use crate::inputs;
use crate::screen::{self, Out};
use anyhow::Result;
use onrecord::output::json;
use onrecord::{Annotated, Article, Outcome, ReadOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Runs the command.
pub(crate) fn run(args: &Annotate, common: &Common) -> Result<End> {
    let mut out = screen::out();
    let mut run = Run {
        out: &mut out,
        options: ReadOptions { keep_given: true, ..args.reading.options() },
        common,
        failed: false,
    };
    if args.text {
        run.one_text()?;
    }
    let stdin = [PathBuf::from("-")];
    let files = if args.files.is_empty() && !args.text { &stdin } else { args.files.as_slice() };
    for path in files {
        let result = if path == Path::new("-") { run.stdin_lines() } else { run.articles(path) };
        // A file that cannot be read does not keep the others from being read; a closed output does.
        if let Err(err) = result {
            if err.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
                return Err(err);
            }
            run.failed = true;
            screen::complain(&format!("{err:#}"));
        }
    }
    let failed = run.failed;
    out.flush()?;
    Ok(End::Found.and_failed(failed))
}

struct Run<'a> {
    out: &'a mut Out,
    options: ReadOptions,
    common: &'a Common,
    failed: bool,
}

impl Run<'_> {
    /// Annotates standard input as one text.
    fn one_text(&mut self) -> Result<()> {
        let text = String::from_utf8_lossy(&inputs::stdin_bytes()?).into_owned();
        let article = onrecord::plain_text("-", &text, None);
        self.write("-", article, Some(&text))
    }

    /// Annotates standard input as JSON Lines.
    fn stdin_lines(&mut self) -> Result<()> {
        let options = self.options.clone();
        let mut written = Ok(());
        onrecord::read_json_lines("-", &mut io::stdin().lock(), &options, &mut |outcome, _| match outcome {
            Outcome::Article(article) if written.is_ok() => written = self.article(Path::new("-"), *article, false),
            Outcome::Article(_) => {}
            other => self.pass_over(Path::new("-"), other),
        });
        written
    }

    /// Tells why there is no article.
    fn pass_over(&mut self, file: &Path, outcome: Outcome) {
        match outcome {
            Outcome::Article(_) => {}
            Outcome::Skipped(skip) => screen::tell(self.common, &format!("skipped {}", inputs::reason(file, &skip))),
            Outcome::Failed(skip) => {
                self.failed = true;
                screen::complain(&inputs::reason(file, &skip));
            }
        }
    }

    /// Annotates the articles of a file. The id is the file's stem; of a file of many articles, each one's own.
    fn articles(&mut self, path: &Path) -> Result<()> {
        let mut written: Result<()> = Ok(());
        // The first article waits until it is known whether it is the only one.
        let mut waiting: Option<(PathBuf, Box<Article>)> = None;
        let options = self.options.clone();
        inputs::articles(path, &options, |file, outcome| match outcome {
            Outcome::Article(article) if written.is_ok() => {
                let first = waiting.replace((file.to_owned(), article));
                if let Some((before, article)) = first {
                    let alone = before != file && article.record == 0;
                    written = self.article(&before, *article, alone);
                }
            }
            Outcome::Article(_) => {}
            other => self.pass_over(file, other),
        })?;
        written?;
        if let Some((file, article)) = waiting {
            let alone = article.record == 0;
            self.article(&file, *article, alone)?;
        }
        Ok(())
    }

    /// Annotates an article of a file, `alone` in it or not.
    fn article(&mut self, file: &Path, mut article: Article, alone: bool) -> Result<()> {
        let stem = stem(file).filter(|_| alone && !is_json_lines(file));
        let id = stem.unwrap_or_else(|| article.id.clone());
        let given = article.given_text.take();
        self.write(&id, article, given.as_deref())
    }

    fn write(&mut self, id: &str, article: Article, given: Option<&str>) -> Result<()> {
        let annotations = onrecord::annotate(&article.text, article.title.as_deref(), article.language.as_deref());
        json::write_annotations(self.out, id, &Annotated { article, annotations }, given)?;
        Ok(())
    }
}

/// Returns whether the name of a file promises a record a line, each with an id of its own.
fn is_json_lines(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    ["jsonl", "ndjson"].iter().any(|format| unpacked(&name).ends_with(&format!(".{format}")))
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
}
