//! Bringing the index up to date with files: new, changed and vanished ones.

use crate::archive::intake::Intake;
use crate::archive::pipeline::{self, How};
use crate::archive::plan::Todo;
use crate::archive::progress::{Progress, Walked};
use crate::archive::sources::Sources;
use crate::archive::{Archive, INDEX_MARKER, paths};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{self, Manifest, Payload, Writer};
use crate::ingest;
use crate::model::Report;
use crate::query::{Retrieve, Scope};
use std::path::{Path, PathBuf};

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
    /// Read what the index knows as it was read when it was last indexed: `no_quotes` and `ingest` are for new places only.
    pub as_before: bool,
}

impl Archive {
    /// Brings the index up to date with the files under `given`, and makes it first if there is none.
    ///
    /// New and changed articles are read, those whose files vanished are removed. Every file and article is counted in the
    /// report. What is done is kept even if the run is cut short; the next run goes on from there. Where nothing has changed
    /// nothing is written, and another process may be writing.
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
        let mut roots = given.iter().map(|path| self.root(path)).collect::<Result<Vec<_>>>()?;
        roots.dedup();
        progress(&Progress::default());
        let walked = walk(&roots)?;
        let how = How { ingest: options.ingest.clone(), no_quotes: options.no_quotes };
        let mut warnings = Vec::new();
        let todo = |payload: &mut Payload, manifest: Manifest, warnings: &mut Vec<String>| {
            let mut sources = Sources::new(&payload.sources);
            roots.iter().for_each(|root| sources.add(root, &how, options.as_before));
            payload.sources = sources.to_kept();
            if !options.as_before {
                *warnings = roots.iter().flat_map(|root| sources.others_in(root, &how)).map(own_settings).collect();
            }
            Todo::new(manifest, &sources, &roots, &walked, options.rehash)
        };
        if let Some(mut payload) = self.payload()? {
            let known = payload.clone();
            let todo = todo(&mut payload, index::open(&self.dir)?.manifest()?, &mut warnings);
            if todo.is_empty() && payload == known {
                return self.counted(Report { warnings, ..todo.report });
            }
        }
        // Others may have written meanwhile: what is to do is found out again, now that nobody else can.
        let mut writer = Writer::open(&self.dir)?;
        let manifest = index::open(&self.dir)?.manifest()?;
        let todo = todo(writer.payload(), manifest, &mut warnings);
        let report = run(writer, todo, options.threads, progress)?;
        self.counted(Report { warnings, ..report })
    }

    /// Returns what the last commit carries, if there is one that this program can read.
    fn payload(&self) -> Result<Option<Payload>> {
        if !self.dir.join("meta.json").exists() {
            return Ok(None);
        }
        let payload = Payload::read(&self.dir)?;
        payload.iter().try_for_each(|payload| payload.check(&self.dir))?;
        Ok(payload)
    }

    /// Returns where `path` really is. The index cannot be a source of itself.
    fn root(&self, path: &Path) -> Result<PathBuf> {
        let root = paths::real(path)?;
        if self.dir.canonicalize().is_ok_and(|dir| dir == root) {
            return Err(Error::new(ErrorKind::Input, "this is the index directory: name a folder of articles").at(path));
        }
        Ok(root)
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
            report.warnings.extend(self.shared_ids()?);
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

/// Does what is to do, into a writer.
pub(super) fn run(writer: Writer, todo: Todo, threads: usize, progress: &mut dyn FnMut(&Progress)) -> Result<Report> {
    let maker = writer.makers();
    let (mut intake, jobs) = Intake::new(writer, todo, progress);
    pipeline::run(jobs, threads_or_all(threads), maker, |message| intake.take(message))?;
    intake.finish()
}

fn own_settings(path: String) -> String {
    format!("{path} is still read with the settings that it was indexed with: name it to change them")
}

fn threads_or_all(threads: usize) -> usize {
    if threads > 0 { threads } else { std::thread::available_parallelism().map_or(1, std::num::NonZero::get) }
}

/// Finds the files under the roots. Files under two roots count once.
pub(super) fn walk(roots: &[PathBuf]) -> Result<Walked> {
    let mut walked = Walked::default();
    let mut seen = rustc_hash::FxHashSet::default();
    for root in roots {
        for entry in ingest::walk(root, INDEX_MARKER)? {
            match entry {
                Ok(found) => {
                    if seen.insert(found.path.clone()) {
                        walked.files.push(found);
                    }
                }
                Err(skip) if ingest::is_no_file(&skip) => walked.skipped.push(skip),
                Err(skip) => {
                    let at = format!("{}/{}", paths::text(root).trim_end_matches('/'), skip.path);
                    walked.failed.push((skip, at));
                }
            }
        }
    }
    Ok(walked)
}
