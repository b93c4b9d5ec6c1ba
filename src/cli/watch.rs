//! `onrecord watch`: keeps an index up to date as files change.
//!
//! The watch begins before the first scan, so that no change between the two is lost. Changes are gathered until nothing has
//! happened for a moment, and only what changed is looked at; where the system lost count, everything is.

use crate::args::{Common, Watch};
use crate::exit::End;
use crate::{ask, index, screen, stop};
use anyhow::{Context, Result};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use onrecord::{Archive, ErrorKind, Report, Stop, UpdateOptions};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How often a quiet watch looks whether it is to stop, and whether a lost path is there again.
const TICK: Duration = Duration::from_millis(200);

/// Changes that others keep us from writing are tried again after so long.
const AGAIN: Duration = Duration::from_secs(1);

/// From so many changed files on everything is looked at.
const MANY: usize = 5_000;

/// Runs the command.
pub(crate) fn run(args: &Watch, common: &Common) -> Result<End> {
    let roots = args.paths.iter().map(|p| p.canonicalize().with_context(|| p.display().to_string()));
    let roots = roots.collect::<Result<Vec<PathBuf>>>()?;
    let archive = ask::open(common)?;
    let stop = stop::on_signal()?;
    let options = UpdateOptions {
        no_quotes: args.no_quotes,
        threads: args.threads,
        ingest: args.reading.options(),
        exclude: args.exclude.clone(),
        stop: stop.clone(),
        ..UpdateOptions::default()
    };
    let (send, events) = channel();
    let watcher = notify::recommended_watcher(send).context("files cannot be watched")?;
    let mut watch = Watching {
        archive,
        roots,
        options,
        common,
        watcher,
        events,
        stop,
        settle: Duration::from_millis(args.settle),
        pending: Pending::All,
        lost: Vec::new(),
        told: None,
    };
    watch.begin()?;
    watch.run()
}

/// What is to be looked at.
enum Pending {
    Nothing,
    Some(BTreeSet<PathBuf>),
    All,
}

impl Pending {
    fn is_something(&self) -> bool {
        !matches!(self, Self::Nothing)
    }

    fn add(&mut self, path: PathBuf) {
        match self {
            Self::All => {}
            Self::Nothing => *self = Self::Some(BTreeSet::from([path])),
            Self::Some(paths) => {
                paths.insert(path);
                if paths.len() > MANY {
                    *self = Self::All;
                }
            }
        }
    }
}

struct Watching<'a> {
    archive: Archive,
    roots: Vec<PathBuf>,
    options: UpdateOptions,
    common: &'a Common,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    stop: Stop,
    settle: Duration,
    pending: Pending,
    /// Roots that are not there any more.
    lost: Vec<PathBuf>,
    /// What was complained of last.
    told: Option<String>,
}

impl Watching<'_> {
    fn begin(&mut self) -> Result<()> {
        for root in &self.roots {
            attach(&mut self.watcher, root).with_context(|| format!("{} cannot be watched", root.display()))?;
        }
        Ok(())
    }

    fn run(&mut self) -> Result<End> {
        let mut first = true;
        while !self.stop.is_stopped() {
            if self.pending.is_something() {
                if !self.update(first)? {
                    std::thread::sleep(AGAIN);
                }
                if first {
                    screen::tell(self.common, "watching; Ctrl-C ends it");
                }
                first = false;
            }
            self.gather();
        }
        screen::tell(self.common, farewell(&self.pending));
        Ok(End::Found)
    }

    /// Waits for changes, and gathers those that follow.
    fn gather(&mut self) {
        let (mut since, mut last) = (None, Instant::now());
        loop {
            let wait = if self.pending.is_something() { self.settle.min(TICK) } else { TICK };
            match self.events.recv_timeout(wait) {
                Ok(event) => {
                    self.take(event);
                    last = Instant::now();
                    since = since.or(Some(last));
                }
                Err(RecvTimeoutError::Timeout) => self.find_lost_roots(),
                Err(RecvTimeoutError::Disconnected) => self.stop.stop(),
            }
            let quiet = last.elapsed() >= self.settle;
            let long = since.is_some_and(|since: Instant| since.elapsed() >= 10 * self.settle);
            if self.stop.is_stopped() || self.pending.is_something() && (quiet || long) {
                return;
            }
        }
    }

    fn take(&mut self, event: notify::Result<Event>) {
        let Ok(event) = event else {
            self.pending = Pending::All;
            return;
        };
        if event.need_rescan() {
            self.pending = Pending::All;
        }
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        let own = self.archive.dir().canonicalize().unwrap_or_else(|_| self.archive.dir().to_owned());
        for path in event.paths {
            if path.starts_with(&own) {
                continue;
            }
            if self.roots.iter().any(|root| path == *root || root.starts_with(&path)) {
                // A whole root came, went, or is a file of its own.
                self.pending = Pending::All;
                let lost = |root: &&PathBuf| root.starts_with(&path) && !root.exists() && !self.lost.contains(root);
                let lost: Vec<PathBuf> = self.roots.iter().filter(lost).cloned().collect();
                self.lost.extend(lost);
            } else if self.roots.iter().any(|root| path.starts_with(root)) {
                self.pending.add(path);
            }
        }
    }

    /// A root that was taken away and came back is watched again.
    fn find_lost_roots(&mut self) {
        let (there, lost): (Vec<PathBuf>, _) = self.lost.drain(..).partition(|root| root.exists());
        self.lost = lost;
        for root in there {
            match attach(&mut self.watcher, &root) {
                Ok(()) => self.pending = Pending::All,
                Err(_) => self.lost.push(root),
            }
        }
    }

    /// Brings the index up to date with what is pending. Returns whether that could be done now.
    fn update(&mut self, first: bool) -> Result<bool> {
        let start = Instant::now();
        let pending = std::mem::replace(&mut self.pending, Pending::Nothing);
        for (paths, listed) in self.runs(&pending) {
            let options = UpdateOptions { listed, ..self.options.clone() };
            let done = if first {
                ask::update(&self.archive, &paths, &options, self.common).map(|(report, _)| report)
            } else {
                self.archive.update(&paths, &options, &mut |_| {})
            };
            match done {
                Ok(report) => {
                    if first || changed(&report) {
                        index::print_report(&report, start.elapsed().as_secs_f64(), self.common)?;
                    }
                    if report.interrupted {
                        self.pending = pending;
                        return Ok(true);
                    }
                }
                Err(err) if err.kind() == ErrorKind::Busy => {
                    self.pending = pending;
                    return Ok(false);
                }
                // A file or a root may be gone again already, or a disk full for a while: it is tried again, and told once.
                Err(err) if err.kind() == ErrorKind::Io && !first => {
                    let message = err.to_string();
                    if self.told.as_ref() != Some(&message) {
                        screen::complain(&message);
                    }
                    self.told = Some(message);
                    self.pending = pending;
                    return Ok(false);
                }
                Err(err) => return Err(err.into()),
            }
        }
        self.told = None;
        Ok(true)
    }

    /// Returns the runs that look at what is pending: all roots, or for each root what changed under it.
    fn runs(&self, pending: &Pending) -> Vec<(Vec<PathBuf>, Option<Vec<PathBuf>>)> {
        match pending {
            Pending::Nothing => Vec::new(),
            Pending::All => {
                let there: Vec<PathBuf> = self.roots.iter().filter(|root| root.exists()).cloned().collect();
                if there.is_empty() { Vec::new() } else { vec![(there, None)] }
            }
            Pending::Some(paths) => {
                let under = |root: &PathBuf| {
                    let listed: Vec<PathBuf> = paths.iter().filter(|path| path.starts_with(root)).cloned().collect();
                    (!listed.is_empty()).then(|| (vec![root.clone()], Some(listed)))
                };
                self.roots.iter().filter(|root| root.is_dir()).filter_map(under).collect()
            }
        }
    }
}

/// Returns what is said in the end, when `pending` is still to be looked at.
fn farewell(pending: &Pending) -> &'static str {
    if pending.is_something() {
        "stopped; some changes are still to be indexed: `onrecord index` does it"
    } else {
        "stopped; the index is up to date with all changes that were seen"
    }
}

/// Returns whether a report tells of anything.
fn changed(report: &Report) -> bool {
    report.indexed + report.updated + report.removed > 0 || !report.failed.is_empty()
}

/// What is watched for a root: a file is replaced when it is saved, its folder stays.
fn watched(root: &Path) -> &Path {
    if root.is_dir() { root } else { root.parent().unwrap_or(root) }
}

fn mode(root: &Path) -> RecursiveMode {
    if root.is_dir() { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive }
}

fn attach(watcher: &mut RecommendedWatcher, root: &Path) -> notify::Result<()> {
    watcher.watch(watched(root), mode(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Color;

    #[test]
    fn what_a_stopped_watch_left_is_said() {
        let dir = tempfile::tempdir().expect("a folder");
        let news = dir.path().join("news");
        std::fs::create_dir(&news).expect("a folder");
        std::fs::write(news.join("a.txt"), "The frost came early.\n").expect("a file");
        let index = dir.path().join("index");
        let common = Common { index, aliases: None, json: true, color: Color::Never, quiet: true, verbose: false };
        let (send, events) = channel();
        let mut watch = Watching {
            archive: ask::open(&common).expect("an archive"),
            roots: vec![news],
            options: UpdateOptions::default(),
            common: &common,
            watcher: notify::recommended_watcher(send).expect("a watcher"),
            events,
            stop: Stop::default(),
            settle: TICK,
            pending: Pending::All,
            lost: Vec::new(),
            told: None,
        };
        watch.options.stop.stop();
        assert!(watch.update(true).expect("an update"));
        assert!(farewell(&watch.pending).contains("still to be indexed"));
        watch.options.stop = Stop::default();
        assert!(watch.update(false).expect("an update"));
        assert!(farewell(&watch.pending).contains("up to date"));
    }
}
