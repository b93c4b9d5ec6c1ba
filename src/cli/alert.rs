//! `onrecord alert`: saved searches, of which each run tells only what is new.

use crate::args::{Common, Within};
use crate::exit::End;
use crate::{ask, screen};
use anyhow::Result;
use onrecord::output::json::{self, Asked};
use onrecord::output::text;
use onrecord::{Archive, Hit, Results};
use std::cell::{Cell, RefCell};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

/// What to type.
pub(crate) const EXAMPLES: &str = "\
Examples:
  onrecord alert add weir 'speaker:brandvold weir'
  onrecord alert run --in news/                   all alerts, after bringing the index up to date
  onrecord alert run weir --json
  onrecord alert list
  onrecord alert remove weir

The first run tells all hits, each later one those that were not there, or had other words, at the run before.
Alerts are kept in alerts.json beside the index directory.";

/// What to do with alerts.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Alert {
    /// Save a search
    Add {
        /// A name for it
        #[arg(value_name = "NAME")]
        name: String,
        /// The query, best in single quotation marks
        #[arg(value_name = "QUERY", required = true)]
        query: Vec<String>,
    },
    /// List the saved searches
    List,
    /// Tell what is new since the last run
    Run {
        /// Which [default: all]
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// Bring the index up to date with PATH first, read as it was indexed (repeatable)
        #[arg(long = "in", value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Forget a saved search
    Remove {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// Runs the command.
pub(crate) fn run(args: &Alert, common: &Common) -> Result<End> {
    match args {
        Alert::Add { name, query } => {
            ask::open(common)?.add_alert(name, &query.join(" "))?;
            screen::tell(common, &format!("alert `{name}` was saved; `onrecord alert run` tells what it finds"));
            Ok(End::Found)
        }
        Alert::Remove { name } => {
            ask::open(common)?.remove_alert(name)?;
            screen::tell(common, &format!("alert `{name}` was removed"));
            Ok(End::Found)
        }
        Alert::List => list(common),
        Alert::Run { names, paths } => run_all(names, &Within { paths: paths.clone() }, common),
    }
}

fn list(common: &Common) -> Result<End> {
    let alerts = ask::open(common)?.alerts()?;
    let mut out = screen::out();
    if common.json {
        json::write_alerts(&mut out, &alerts.iter().map(|a| (&*a.name, &*a.query, a.hits)).collect::<Vec<_>>())?;
    } else {
        for alert in &alerts {
            let hits = alert.hits.map_or_else(|| "never run".to_owned(), |hits| format!("{hits} hits at the last run"));
            let line = format!("{}  {}  ({hits})", alert.name, alert.query);
            writeln!(out, "{}", onrecord::output::sanitize(&line))?;
        }
        if alerts.is_empty() {
            writeln!(out, "No alerts.")?;
        }
    }
    out.flush()?;
    Ok(End::found(!alerts.is_empty()))
}

fn run_all(names: &[String], within: &Within, common: &Common) -> Result<End> {
    let ready = ask::ready(within, common)?;
    let alerts = ready.archive.alerts()?;
    let all: Vec<String> = alerts.iter().map(|alert| alert.name.clone()).collect();
    let mut found = false;
    if all.is_empty() && names.is_empty() {
        screen::tell(common, "there are no alerts; `onrecord alert add NAME QUERY` saves one");
    }
    for name in if names.is_empty() { &all } else { names } {
        let query = alerts.iter().find(|alert| alert.name == *name).map_or("", |alert| alert.query.as_str());
        found |= run_one(&ready.archive, name, query, common)? > 0;
    }
    Ok(End::found(found).and_failed(ready.failed))
}

/// Runs one alert, and returns how many hits are new.
fn run_one(archive: &Archive, name: &str, query: &str, common: &Common) -> Result<usize> {
    let start = Instant::now();
    let (out, style) = (RefCell::new(screen::out()), screen::style(common));
    let asked = |elapsed_ms: f64| Asked { query, query_id: Some(name), elapsed_ms };
    let (new, broken) = (Cell::new(0), RefCell::new(None));
    let flow = |done: std::io::Result<()>| match done {
        Ok(()) => ControlFlow::Continue(()),
        Err(err) => {
            *broken.borrow_mut() = Some(err);
            ControlFlow::Break(())
        }
    };
    let mut take = |hit: Hit| {
        let out = &mut *out.borrow_mut();
        let mut put = || {
            if new.get() == 0 && !common.json {
                writeln!(out, "== {}", onrecord::output::sanitize(&format!("{name}: {query}")))?;
            }
            if common.json {
                json::write_hit(&mut *out, &hit, asked(0.0))
            } else {
                text::write_hit(&mut *out, &hit, &style)
            }
        };
        let done = put();
        new.set(new.get() + usize::from(done.is_ok()));
        flow(done)
    };
    // Hits count as told once they are written out.
    let mut close = |results: &Results| {
        let out = &mut *out.borrow_mut();
        let mut end = || {
            if common.json {
                let elapsed_ms = start.elapsed().as_secs_f64() * 1000.0;
                json::write_summary(&mut *out, results, new.get(), asked(elapsed_ms))?;
            } else {
                let line = format!("{name}: {} new of {} hits", new.get(), results.total);
                writeln!(out, "{}", onrecord::output::sanitize(&line))?;
            }
            out.flush()
        };
        flow(end())
    };
    let results = archive.run_alert(name, &mut take, &mut close)?;
    if let Some(err) = broken.take() {
        return Err(err.into());
    }
    ask::tell_notes(&results.notes, common);
    Ok(new.get())
}
