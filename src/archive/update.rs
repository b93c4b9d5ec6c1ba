//! Bringing the index up to date with files: new, changed and vanished ones.

use crate::archive::intake::Intake;
use crate::archive::pipeline::{self, How};
use crate::archive::{Archive, INDEX_MARKER, paths};
use crate::error::Result;
use crate::index::{self, Manifest, PathText, Source, Writer};
use crate::ingest;
use crate::model::{Report, Skip};
use crate::query::{Retrieve, Scope};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many shared ids are named.
const MOST_WARNINGS: usize = 20;

/// How to bring an index up to date.
#[derive(Clone, Debug, Default)]
pub struct UpdateOptions {
    /// Compare contents even where size and time are the same.
    pub rehash: bool,
    /// Index the text only, without quotations and speakers.
    pub no_quotes: bool,
    /// How many threads read and annotate; 0 means as many as the machine has.
    pub threads: usize,
    /// How articles are read.
    pub ingest: ingest::Options,
}

/// What a run is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Looking for files.
    #[default]
    Finding,
    /// Reading, annotating, writing.
    Reading,
    /// Bringing the index into order.
    Finishing,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Files done.
    pub files: u64,
    /// Files found.
    pub of_files: u64,
    /// Articles written.
    pub articles: u64,
    /// Bytes of the files done.
    pub bytes: u64,
    /// Bytes of the files found.
    pub of_bytes: u64,
}

/// A path to bring the index up to date with.
pub(super) struct Root {
    /// Where it really is.
    pub(super) path: PathBuf,
    /// How its files are read.
    pub(super) how: Arc<How>,
    /// Its settings changed: everything in it is made anew.
    pub(super) anew: bool,
}

/// The files found under the roots.
#[derive(Default)]
pub(super) struct Walked {
    /// The files, each with the root it was found under.
    pub(super) files: Vec<(ingest::Found, usize)>,
    /// What is no file to read.
    pub(super) skipped: Vec<Skip>,
    /// What could not be looked into, with its real path in words.
    pub(super) failed: Vec<(Skip, String)>,
}

impl Archive {
    /// Brings the index up to date with the files under `given`, and makes it first if there is none.
    ///
    /// New and changed articles are read, those whose files vanished are removed. Every file and article is counted in the
    /// report. What is done is kept even if the run is cut short; the next run goes on from there.
    ///
    /// # Errors
    ///
    /// A path is missing or unreadable (then nothing is changed), another process is writing, or the disk fails.
    pub fn update(
        &self,
        given: &[PathBuf],
        options: &UpdateOptions,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Report> {
        let mut roots = given.iter().map(|path| paths::real(path)).collect::<Result<Vec<_>>>()?;
        roots.dedup();
        progress(&Progress::default());
        let how = Arc::new(How { ingest: options.ingest.clone(), no_quotes: options.no_quotes });
        let anew = |path| Root { path, how: Arc::clone(&how), anew: false };
        let mut roots: Vec<Root> = roots.into_iter().map(anew).collect();
        let walked = walk(&roots)?;
        let mut writer = Writer::open(&self.dir)?;
        for root in &mut roots {
            root.anew = register(&mut writer.payload().sources, &root.path, &root.how);
        }
        let manifest = index::open(&self.dir)?.manifest()?;
        let run = Run { writer, manifest, rehash: options.rehash, threads: options.threads };
        let report = run.run(&roots, walked, progress)?;
        self.counted(report)
    }

    /// Removes the articles whose files are, or were, at or under `given`; these files are forgotten as sources too.
    ///
    /// # Errors
    ///
    /// There is no index, another process is writing, or the disk fails.
    pub fn remove(&self, given: &[PathBuf]) -> Result<Report> {
        drop(self.state()?);
        let mut writer = Writer::open(&self.dir)?;
        let manifest = index::open(&self.dir)?.manifest()?;
        let mut report = Report::default();
        for path in given {
            let path = paths::absolute(path)?;
            let text = paths::text(&path);
            writer.payload().sources.retain(|source| !paths::is_under(&paths::text(&source.path.path()), &text));
            for file in manifest.files.values().filter(|file| paths::is_under(&file.path, &text)) {
                report.files += 1;
                for article in manifest.articles.get(&file.key).into_iter().flatten() {
                    writer.remove(article.key(file.key));
                    report.removed += 1;
                }
                writer.forget_file(file.key);
            }
        }
        writer.commit()?;
        writer.finish()?;
        self.counted(report)
    }

    /// Completes a report with what the index holds now.
    pub(super) fn counted(&self, mut report: Report) -> Result<Report> {
        let searched = self.state()?.snapshot.searched(&Scope::default())?;
        report.articles = searched.articles;
        report.quotes = searched.quotes;
        if report.indexed + report.updated > 0 {
            report.warnings = self.shared_ids()?;
        }
        report.skipped.sort_by(|a, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
        report.failed.sort_by(|a, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
        Ok(report)
    }
}

impl Archive {
    /// Returns a warning for each id that several articles have.
    fn shared_ids(&self) -> Result<Vec<String>> {
        let counts = self.state()?.snapshot.id_counts()?;
        let shared: Vec<_> = counts.iter().filter(|(_, count)| *count > 1).collect();
        let told = |(id, count): &&(String, u64)| format!("{count} articles have the id `{id}`: all are kept");
        let mut warnings: Vec<String> = shared.iter().take(MOST_WARNINGS).map(told).collect();
        if shared.len() > MOST_WARNINGS {
            warnings.push(format!("{} more ids are shared", shared.len() - MOST_WARNINGS));
        }
        Ok(warnings)
    }
}

/// One run over roots, into a writer.
pub(super) struct Run {
    pub(super) writer: Writer,
    pub(super) manifest: Manifest,
    pub(super) rehash: bool,
    pub(super) threads: usize,
}

impl Run {
    pub(super) fn run(self, roots: &[Root], walked: Walked, progress: &mut dyn FnMut(&Progress)) -> Result<Report> {
        let Self { mut writer, manifest, rehash, threads } = self;
        let sources: Vec<PathBuf> = writer.payload().sources.iter().map(|source| source.path.path()).collect();
        let maker = writer.makers();
        let mut intake = Intake::new(writer, manifest, progress);
        let jobs = intake.plan(roots, &sources, walked, rehash)?;
        pipeline::run(jobs, threads_or_all(threads), maker, |message| intake.take(message))?;
        intake.finish(roots)
    }
}

fn threads_or_all(threads: usize) -> usize {
    if threads > 0 { threads } else { std::thread::available_parallelism().map_or(1, std::num::NonZero::get) }
}

/// Finds the files under the roots. Files under two roots count once.
pub(super) fn walk(roots: &[Root]) -> Result<Walked> {
    let mut walked = Walked::default();
    let mut seen = rustc_hash::FxHashSet::default();
    for (i, root) in roots.iter().enumerate() {
        for entry in ingest::walk(&root.path, INDEX_MARKER)? {
            match entry {
                Ok(found) => {
                    if seen.insert(found.path.clone()) {
                        walked.files.push((found, i));
                    }
                }
                Err(skip) if is_no_file(&skip) => walked.skipped.push(skip),
                Err(skip) => {
                    let at = format!("{}/{}", paths::text(&root.path).trim_end_matches('/'), skip.path);
                    walked.failed.push((skip, at));
                }
            }
        }
    }
    Ok(walked)
}

/// Returns whether the walk passed over something that is no article file, and nothing failed.
fn is_no_file(skip: &Skip) -> bool {
    matches!(skip.reason.as_str(), "hidden file" | "not a regular file")
}

/// Notes a source and how it is read; returns whether it was read in another way before.
fn register(sources: &mut Vec<Source>, path: &Path, how: &How) -> bool {
    let options = how.to_json();
    let text = PathText::new(path);
    if let Some(known) = sources.iter_mut().find(|source| source.path == text) {
        let changed = known.options != options;
        known.options = options;
        return changed;
    }
    // Inside a source that is read in the same way there is nothing to note.
    let inside = sources.iter().find(|source| path.starts_with(source.path.path()));
    match inside {
        Some(source) if source.options == options => false,
        inside => {
            let changed = inside.is_some();
            sources.push(Source { path: text, options });
            changed
        }
    }
}

impl How {
    /// Returns the settings as they are kept.
    fn to_json(&self) -> serde_json::Value {
        let map: Vec<[&str; 2]> = self.ingest.map.iter().map(|(ours, theirs)| [ours.as_str(), theirs]).collect();
        serde_json::json!({ "max_article": self.ingest.max_article, "map": map, "no_quotes": self.no_quotes })
    }

    /// Returns the settings that were kept; what is not understood is as by default.
    pub(super) fn from_json(json: &serde_json::Value) -> Self {
        let default = ingest::Options::default();
        let pair =
            |value: &serde_json::Value| Some((value.get(0)?.as_str()?.to_owned(), value.get(1)?.as_str()?.to_owned()));
        let map = json["map"].as_array().map(|map| map.iter().filter_map(pair).collect()).unwrap_or_default();
        let max_article = json["max_article"].as_u64().unwrap_or(default.max_article);
        Self {
            ingest: ingest::Options { max_article, map, ..default },
            no_quotes: json["no_quotes"].as_bool().unwrap_or(false),
        }
    }
}
