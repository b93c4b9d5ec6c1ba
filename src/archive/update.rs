//! Bringing the index up to date with files: new, changed and vanished ones.

use crate::archive::editions::Editions;
use crate::archive::intake::Intake;
use crate::archive::pipeline::{self, How};
use crate::archive::plan::Todo;
use crate::archive::planned::planned;
use crate::archive::progress::{Progress, Stop};
use crate::archive::sources::Sources;
use crate::archive::walked::{Walked, root_of_list};
use crate::archive::{Archive, kept, paths};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{self, Manifest, Payload, Writer};
use crate::ingest;
use crate::model::{Planned, Report, Skip};
use crate::query::{Retrieve, Scope};
use std::path::{Path, PathBuf};

/// What is said when the newest versions of items are gone, and those before them are still to be read.
const AGAIN: &str = "earlier versions of some items are the newest again: the next `index` of their folder reads them";

/// How many shared ids are named.
const MOST_WARNINGS: usize = 3;

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
    /// Look only at these files, which lie under the one path given, and are told from it: files of the list that are gone are
    /// removed, what is not listed stays. A folder in the list means all under it.
    pub listed: Option<Vec<PathBuf>>,
    /// Patterns of file names under the paths given that are left out, and removed if they are in the index: `*.tmp` a name
    /// anywhere, `drafts/*.txt` a place under the path. They are kept with the path, as the other settings are.
    pub exclude: Vec<String>,
    /// Stops the run.
    pub stop: Stop,
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
        let (report, again) = self.pass(given, options, progress)?;
        if !again {
            return self.with_shared_ids(report);
        }
        // A version that a later one had superseded is the newest again.
        let options = UpdateOptions { as_before: true, ..options.clone() };
        self.with_shared_ids(match self.pass(given, &options, progress) {
            Ok((more, _)) => joined(report, more),
            // The first pass is committed: what it did is told whatever became of the second.
            Err(err) => with_unread(report, &err, &self.dir),
        })
    }

    /// Looks at the files once; returns whether some must be read again.
    fn pass(
        &self,
        given: &[PathBuf],
        options: &UpdateOptions,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<(Report, bool)> {
        progress(&Progress::default());
        let look = Look::new(self, given, options)?;
        if let Some(mut payload) = self.payload()? {
            let known = payload.clone();
            let (todo, warnings) = look.todo(&mut payload, index::open(&self.dir)?.manifest()?)?;
            if todo.is_empty() && payload == known {
                return Ok((self.counted(Report { warnings, ..todo.report })?, false));
            }
        }
        // Others may have written meanwhile: what is to do is found out again, now that nobody else can.
        let mut writer = Writer::open(&self.dir)?;
        let manifest = index::open(&self.dir)?.manifest()?;
        let (todo, warnings) = look.todo(writer.payload(), manifest)?;
        let (report, again) = run(writer, todo, options.threads, &options.stop, progress)?;
        Ok((self.counted(Report { warnings, ..report })?, again))
    }

    /// Returns what [`Archive::update`] would do, and does nothing.
    ///
    /// # Errors
    ///
    /// A path is missing or unreadable, or the index cannot be read.
    pub fn plan(&self, given: &[PathBuf], options: &UpdateOptions) -> Result<Planned> {
        let look = Look::new(self, given, options)?;
        let payload = self.payload()?;
        let manifest = if payload.is_some() { index::open(&self.dir)?.manifest()? } else { Manifest::default() };
        let (todo, warnings) = look.todo(&mut payload.unwrap_or_default(), manifest)?;
        Ok(planned(&todo, warnings))
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
        let mut editions = Editions::new(manifest.files.values());
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
                editions.gone(file.key);
            }
        }
        // What only a removed version superseded is noted as unread.
        let settled = editions.settle();
        for (key, _, skip) in settled.out {
            writer.remove(key);
            report.removed += 1;
            report.skipped.push(skip);
        }
        for state in &settled.states {
            writer.put_file(state, true)?;
        }
        if settled.again {
            report.warnings.push(AGAIN.to_owned());
        }
        writer.commit()?;
        writer.finish()?;
        self.counted(report)
    }

    /// Completes a report with what the index holds now.
    pub(super) fn counted(&self, mut report: Report) -> Result<Report> {
        let searched = self.state()?.snapshot.searched(&Scope::default())?;
        kept::renew(&*self.state()?);
        report.articles = searched.articles;
        report.quotes = searched.quotes;
        report.skipped.sort_by(|a, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
        report.failed.sort_by(|a, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
        Ok(report)
    }
}

impl Archive {
    /// Adds to the report of a run that wrote articles which ids are shared.
    pub(super) fn with_shared_ids(&self, mut report: Report) -> Result<Report> {
        if report.indexed + report.updated > 0 {
            report.warnings.extend(self.shared_ids()?);
        }
        Ok(report)
    }

    /// Returns a warning for each id that several articles have.
    fn shared_ids(&self) -> Result<Vec<String>> {
        let (first, shared) = self.state()?.snapshot.shared_ids(MOST_WARNINGS)?;
        let told = |(id, count): &(String, u64)| format!("{count} articles have the id `{id}`: all are kept");
        let mut warnings: Vec<String> = first.iter().map(told).collect();
        if shared > first.len() {
            warnings.push(format!("{} more ids are shared", shared - first.len()));
        }
        Ok(warnings)
    }
}

/// What a run looks at, and how.
struct Look<'a> {
    options: &'a UpdateOptions,
    roots: Vec<PathBuf>,
    walked: Walked,
}

impl<'a> Look<'a> {
    fn new(archive: &Archive, given: &[PathBuf], options: &'a UpdateOptions) -> Result<Self> {
        let mut roots = given.iter().map(|path| archive.root(path)).collect::<Result<Vec<_>>>()?;
        roots.dedup();
        let walked = match &options.listed {
            Some(names) => Walked::listed(root_of_list(&roots)?, names)?,
            None => Walked::under(&roots)?,
        };
        Ok(Self { options, roots, walked })
    }

    /// Returns what is to do, given what is known, and what to warn of; notes the sources.
    fn todo(&self, payload: &mut Payload, manifest: Manifest) -> Result<(Todo, Vec<String>)> {
        let options = self.options;
        let how = How { ingest: options.ingest.clone(), no_quotes: options.no_quotes };
        let mut sources = Sources::new(&payload.sources)?;
        for root in &self.roots {
            sources.add(root, &how, &options.exclude, options.as_before)?;
        }
        payload.sources = sources.to_kept();
        let others = self.roots.iter().filter(|_| !options.as_before).flat_map(|root| sources.others_in(root, &how));
        let warnings = others.map(own_settings).collect();
        Ok((Todo::new(manifest, &sources, &self.walked, options.rehash), warnings))
    }
}

/// How a run ends before its end.
enum Cut {
    Stopped,
    Failed(Error),
}

/// Does what is to do, into a writer; returns whether something must be read again.
pub(super) fn run(
    writer: Writer,
    todo: Todo,
    threads: usize,
    stop: &Stop,
    progress: &mut dyn FnMut(&Progress),
) -> Result<(Report, bool)> {
    let maker = writer.makers();
    let (mut intake, jobs) = Intake::new(writer, todo, progress);
    let ended = pipeline::run(jobs, threads_or_all(threads), maker, |message| match message {
        _ if stop.is_stopped() => Err(Cut::Stopped),
        Some(message) => intake.take(message).map_err(Cut::Failed),
        None => Ok(()),
    });
    match ended {
        Ok(()) => intake.finish(),
        Err(Cut::Stopped) => Ok((intake.interrupt()?, false)),
        Err(Cut::Failed(err)) => Err(err),
    }
}

/// Returns what two passes over the same files did; the second has seen what the first left, which is unchanged to it.
fn joined(first: Report, second: Report) -> Report {
    let mut warnings = first.warnings;
    warnings.retain(|warning| !second.warnings.contains(warning));
    warnings.extend(second.warnings);
    Report {
        files: first.files,
        indexed: first.indexed + second.indexed,
        updated: first.updated + second.updated,
        unchanged: second.unchanged.saturating_sub(first.indexed + first.updated),
        removed: first.removed + second.removed,
        bytes: first.bytes + second.bytes,
        warnings,
        ..second
    }
}

/// Returns the report of a first pass after which there was no second. If another process writes, the next run will do.
fn with_unread(mut report: Report, err: &Error, dir: &Path) -> Report {
    report.warnings.push(format!("{AGAIN} ({err})"));
    if err.kind() != ErrorKind::Busy {
        let reason = err.to_string();
        report.failed.push(Skip { path: paths::text(dir), record: None, reason, edition: None });
    }
    report
}

fn own_settings(path: String) -> String {
    format!("{path} is still read with the settings that it was indexed with: name it to change them")
}

fn threads_or_all(threads: usize) -> usize {
    if threads > 0 { threads } else { std::thread::available_parallelism().map_or(1, std::num::NonZero::get) }
}
