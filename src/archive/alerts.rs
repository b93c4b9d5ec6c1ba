//! Saved searches, in `alerts.json` beside the index directory.
//!
//! A run answers from one commit. Each hit has a number: 128 bits made of its id and its words. A hit is new if its number is not
//! among those of the last run; then the numbers of this run, and no others, take their place. So the file holds as many numbers
//! as the searches have hits, however often they run; what was changed is new, what went and came back is new too; and nothing is
//! missed or told twice, whatever commits lie between two runs. The file is replaced at once, after the hits were handed on and
//! whoever took them has said that they are safe: a run that is cut short tells them again. Two indexes may lie in one folder: what
//! was told of each is kept by its name.

use crate::archive::ask::parsed;
use crate::archive::{Archive, ExportOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::query::{Hit, Request, Results, Sort, Unit, nearest};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_128;

/// A saved search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Its name.
    pub name: String,
    /// The query.
    pub query: String,
    /// How many hits it had when it last ran; `None` if it never did.
    pub hits: Option<u64>,
}

/// What the file holds.
#[derive(Default, Serialize, Deserialize)]
struct Saved {
    v: u32,
    alerts: Vec<SavedAlert>,
}

#[derive(Clone, Serialize, Deserialize)]
struct SavedAlert {
    name: String,
    query: String,
    /// The numbers of the hits of the last run of each index, in hexadecimal digits, in their order.
    #[serde(default)]
    told: BTreeMap<String, Vec<String>>,
    /// The same, as files have it that were made before indexes were told apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<Vec<String>>,
}

impl SavedAlert {
    /// Returns the numbers of the last run of an index, if it ever ran.
    fn told_of(&self, index: &str) -> Option<&Vec<String>> {
        self.told.get(index).or(self.seen.as_ref())
    }
}

impl Archive {
    /// Returns the file of saved searches, which may not exist.
    pub fn alerts_file(&self) -> PathBuf {
        self.dir().with_file_name("alerts.json")
    }

    /// Returns the saved searches, in the order of their names.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn alerts(&self) -> Result<Vec<Alert>> {
        let index = self.index_name();
        let alert = |saved: SavedAlert| {
            let hits = saved.told_of(&index).map(|told| told.len() as u64);
            Alert { name: saved.name, query: saved.query, hits }
        };
        Ok(read(&self.alerts_file())?.alerts.into_iter().map(alert).collect())
    }

    /// Returns the name of the index among those of its folder.
    fn index_name(&self) -> String {
        let dir = self.dir().canonicalize().unwrap_or_else(|_| self.dir().to_owned());
        dir.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Saves a search.
    ///
    /// # Errors
    ///
    /// The query is not in the language, the name is taken or empty, or the file cannot be read or written.
    pub fn add_alert(&self, name: &str, query: &str) -> Result<()> {
        parsed(query, false)?;
        if name.trim().is_empty() {
            return Err(Error::new(ErrorKind::Input, "an alert needs a name"));
        }
        let file = self.alerts_file();
        let mut saved = read(&file)?;
        if let Some(old) = saved.alerts.iter().find(|alert| alert.name == name) {
            let message = format!("there is an alert `{name}` already, for {}; remove it first", old.query);
            return Err(Error::new(ErrorKind::Input, message));
        }
        let (name, query) = (name.to_owned(), query.to_owned());
        saved.alerts.push(SavedAlert { name, query, told: BTreeMap::new(), seen: None });
        saved.alerts.sort_by(|a, b| a.name.cmp(&b.name));
        write(&file, &saved)
    }

    /// Forgets a search.
    ///
    /// # Errors
    ///
    /// There is none of this name, or the file cannot be read or written.
    pub fn remove_alert(&self, name: &str) -> Result<()> {
        let file = self.alerts_file();
        let mut saved = read(&file)?;
        let at = find(&saved, name)?;
        saved.alerts.remove(at);
        write(&file, &saved)
    }

    /// Runs a saved search, and hands the hits that are new since its last run to `take`, the earliest first. In the results,
    /// which hold no hits, `total` counts all of them. When all were handed on, `close` is asked with these results whether they
    /// arrived. If `take` or `close` breaks off, the run is as if it had not been.
    ///
    /// # Errors
    ///
    /// There is none of this name, the file cannot be read or written, or as for [`Archive::search`].
    pub fn run_alert(
        &self,
        name: &str,
        take: &mut dyn FnMut(Hit) -> ControlFlow<()>,
        close: &mut dyn FnMut(&Results) -> ControlFlow<()>,
    ) -> Result<Results> {
        let (file, index) = (self.alerts_file(), self.index_name());
        let saved = read(&file)?;
        let alert = &saved.alerts[find(&saved, name)?];
        let told = alert.told_of(&index);
        let seen: BTreeSet<u128> =
            told.into_iter().flatten().filter_map(|n| u128::from_str_radix(n, 16).ok()).collect();
        let request = Request { query: alert.query.clone(), sort: Sort::Oldest, ..Request::default() };
        let mut now: BTreeSet<u128> = BTreeSet::new();
        let (mut rank, mut broken) = (0, false);
        let results = self.export(&request, ExportOptions::default(), &mut |hit| {
            let number = number(&hit);
            if !now.insert(number) || seen.contains(&number) {
                return ControlFlow::Continue(());
            }
            rank += 1;
            let flow = take(Hit { rank, ..hit });
            broken = flow.is_break();
            flow
        })?;
        broken = broken || close(&results).is_break();
        if !broken && (now != seen || told.is_none()) {
            // Other alerts may have been changed since.
            let mut saved = read(&file)?;
            let at = find(&saved, name)?;
            let numbers = now.iter().map(|number| format!("{number:032x}")).collect();
            saved.alerts[at].told.insert(index, numbers);
            write(&file, &saved)?;
        }
        Ok(results)
    }
}

/// Returns the number of a hit: of its id, its place and its words.
fn number(hit: &Hit) -> u128 {
    let article = &hit.article.article;
    let text = if hit.unit == Unit::Title { article.title.as_deref().unwrap_or_default() } else { &article.text };
    // Two articles may have one id: their places tell them apart.
    let all = format!("{}\0{}\0{}\0{}", hit.id(), article.path, article.record, hit.span.of(text));
    xxh3_128(all.as_bytes())
}

fn find(saved: &Saved, name: &str) -> Result<usize> {
    saved.alerts.iter().position(|alert| alert.name == name).ok_or_else(|| {
        let near = nearest(name, saved.alerts.iter().map(|alert| alert.name.as_str()));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Error::new(ErrorKind::Input, format!("there is no alert `{name}`{near}"))
    })
}

fn read(file: &Path) -> Result<Saved> {
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok(Saved { v: 1, ..Saved::default() }),
        Err(err) => return Err(Error::io(file, &err)),
    };
    let saved: Saved = serde_json::from_slice(&bytes)
        .map_err(|err| Error::new(ErrorKind::Damaged, format!("no file of alerts: {err}")).at(file))?;
    if saved.v != 1 {
        return Err(Error::new(ErrorKind::Version, "made by another version of the program").at(file));
    }
    Ok(saved)
}

/// Puts what is saved in place of what was, at once.
fn write(file: &Path, saved: &Saved) -> Result<()> {
    let fail = |err: &std::io::Error| Error::io(file, err);
    let dir = file.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let bytes = serde_json::to_vec(saved).map_err(|err| Error::new(ErrorKind::Other, err.to_string()).at(file))?;
    let mut fresh = tempfile::NamedTempFile::new_in(dir).map_err(|err| fail(&err))?;
    fresh.write_all(&bytes).and_then(|()| fresh.as_file().sync_all()).map_err(|err| fail(&err))?;
    fresh.persist(file).map_err(|err| fail(&err.error))?;
    Ok(())
}
