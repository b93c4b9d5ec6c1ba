//! `onrecord annotate`: the quotations and speakers of articles, with no index. Always JSON Lines.
//!
//! Offsets point into the given text: the text of a record, or the file as it was decoded. Markup has no such
//! text; there they point into the article text that `extract` prints.

use crate::args::{Annotate, Common};
use crate::entries::{self, Entry};
use crate::exit::End;
use crate::ordered::{self, Feed};
use crate::target::Target;
use crate::{inputs, screen};
use anyhow::{Result, bail};
use onrecord::output::json;
use onrecord::{Annotated, Article, Found, Outcome, ReadOptions};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Runs the command.
pub(crate) fn run(args: &Annotate, common: &Common) -> Result<End> {
    if args.text && args.files.iter().any(|file| file != Path::new("-")) {
        bail!("--text takes standard input as one article: name no other file");
    }
    let mut out = Target::open(args.writing.output.as_deref(), &args.files)?;
    let options = ReadOptions { keep_given: true, ..args.reading.options() };
    let reader = Reader { files: args.files.clone(), text: args.text, options: options.clone() };
    let worker = Worker { options, least: args.min_confidence, explain: args.explain };
    let read = move |feed: &Feed<Job, Piece>| reader.run(feed);
    let work = move |job, put: &mut dyn FnMut(Piece)| worker.run(job, put);
    let mut results = ordered::start(args.threads, read, work)?;
    let mut failed = false;
    while let Some(piece) = results.next(|| out.pause())? {
        match piece {
            Piece::Record(lines) => out.put(&lines)?,
            Piece::Skipped(why) => {
                out.pause()?;
                screen::tell(common, &format!("skipped {why}"));
            }
            Piece::Failed(why) => {
                out.pause()?;
                failed = true;
                screen::complain(&why);
            }
        }
    }
    out.finish()?;
    Ok(End::Found.and_failed(failed))
}

/// Something to be done apart from reading.
enum Job {
    /// An article to annotate, and its id.
    Article(String, Box<Article>),
    /// A file of one article, which is also read by whoever annotates it.
    File(Found),
}

/// What comes of the input, in its order.
enum Piece {
    /// The line of an article, and those that explain it.
    Record(Vec<u8>),
    /// Why there is no article, though nothing is wrong.
    Skipped(String),
    /// What could not be read.
    Failed(String),
}

/// Returns the reason why `file` gave no article.
fn reason(file: &Path, outcome: &Outcome) -> Option<Piece> {
    match outcome {
        Outcome::Article(_) => None,
        Outcome::Skipped(skip) => Some(Piece::Skipped(inputs::reason(file, skip))),
        Outcome::Failed(skip) => Some(Piece::Failed(inputs::reason(file, skip))),
    }
}

/// Whoever reads the input.
struct Reader {
    files: Vec<PathBuf>,
    /// Standard input is one text.
    text: bool,
    options: ReadOptions,
}

impl Reader {
    fn run(&self, feed: &Feed<Job, Piece>) {
        let stdin = [PathBuf::from("-")];
        let files = if self.files.is_empty() { &stdin } else { self.files.as_slice() };
        for path in files {
            if path == Path::new("-") {
                entries::of_stdin(self.text, &self.options, &mut |entry| pass_on(feed, path, entry));
            } else if let Err(err) = self.files_under(path, feed) {
                // A file that cannot be read does not keep the others from being read.
                feed.result(Piece::Failed(format!("{err:#}")));
            }
        }
    }

    fn files_under(&self, path: &Path, feed: &Feed<Job, Piece>) -> Result<()> {
        for found in inputs::walk(path)? {
            match found {
                Ok(found) if entries::is_document(&found.path) => {
                    feed.work(usize::try_from(found.size).unwrap_or(usize::MAX), Job::File(found));
                }
                Ok(found) => {
                    entries::of_file(&found, &self.options, &mut |entry| pass_on(feed, &found.path, entry));
                }
                Err(skip) => feed.result(Piece::Skipped(inputs::reason(&path.join(&skip.path), &skip))),
            }
        }
        Ok(())
    }
}

/// Puts what was read behind what was read before.
fn pass_on(feed: &Feed<Job, Piece>, file: &Path, entry: Entry) {
    match entry {
        Entry::Article(id, article) => {
            let given = article.given_text.as_ref().map_or(0, String::len);
            feed.work(article.text.len() + given, Job::Article(id, article));
        }
        Entry::Reason(outcome) => reason(file, &outcome).into_iter().for_each(|piece| feed.result(piece)),
    }
}

/// Whoever annotates.
struct Worker {
    options: ReadOptions,
    /// Attributions less sure than this are doubted.
    least: f32,
    /// Whether it is told what was weighed, and for which quotation.
    explain: Option<Option<usize>>,
}

impl Worker {
    fn run(&self, job: Job, put: &mut dyn FnMut(Piece)) {
        match job {
            Job::Article(id, article) => put(self.annotate(&id, article)),
            Job::File(found) => entries::of_file(&found, &self.options, &mut |entry| match entry {
                Entry::Article(id, article) => put(self.annotate(&id, article)),
                Entry::Reason(outcome) => reason(&found.path, &outcome).into_iter().for_each(&mut *put),
            }),
        }
    }

    fn annotate(&self, id: &str, article: Box<Article>) -> Piece {
        let file = inputs::name(Path::new(&article.path));
        // One text that breaks the annotator does not keep the others from being annotated.
        match catch_unwind(AssertUnwindSafe(|| self.lines(id, *article))) {
            Ok(Ok(lines)) => Piece::Record(lines),
            Ok(Err(err)) => Piece::Failed(format!("{file} ({id}): {err}")),
            Err(_) => Piece::Failed(format!("{file} ({id}): annotating failed; this is a mistake in onrecord")),
        }
    }

    /// Returns the record of an article, and those that explain it.
    fn lines(&self, id: &str, mut article: Article) -> io::Result<Vec<u8>> {
        let given = article.given_text.take();
        let (title, language) = (article.title.as_deref(), article.language.as_deref());
        let (mut annotations, explanations) = match self.explain {
            Some(_) => onrecord::explain(&article.text, title, language),
            None => (onrecord::annotate(&article.text, title, language), Vec::new()),
        };
        annotations.doubt_below(self.least);
        let annotated = Annotated { article, annotations };
        let mut lines = Vec::new();
        json::write_annotations(&mut lines, id, &annotated, given.as_deref())?;
        json::write_explanations(&mut lines, id, &annotated, &explanations, given.as_deref(), self.explain.flatten())?;
        Ok(lines)
    }
}
