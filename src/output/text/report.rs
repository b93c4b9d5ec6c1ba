//! What a run of indexing did, and what an index holds.

use crate::model::{Planned, PlannedState, Report, Skip};
use crate::output::paint::{Role, Style, count, paint, thousands};
use crate::output::sanitize::line;
use crate::output::text::period;
use crate::query::Stats;
use std::io::{self, Write};

/// How many reasons are listed if not all are asked for.
const LISTED: usize = 10;

/// How many files of a plan.
const PLANNED: usize = 40;

/// Writes the counts of a run, then every article that was passed over or failed, each with its reason.
pub fn write_report(out: &mut impl Write, report: &Report, seconds: f64, style: &Style) -> io::Result<()> {
    let outcomes = [
        (report.indexed, "new"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (report.removed, "removed"),
        (report.skipped.len() as u64, "skipped"),
        (report.failed.len() as u64, "failed"),
    ];
    let done: Vec<String> =
        outcomes.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", thousands(*n))).collect();
    let done = if done.is_empty() { "nothing to do".to_owned() } else { done.join(", ") };
    writeln!(out, "{}: {done} ({seconds:.1} s)", count(report.files, "file"))?;
    writeln!(out, "The index holds {} with {}.", count(report.articles, "article"), count(report.quotes, "quotation"))?;
    if report.interrupted {
        paint(out, style, Role::Doubt, "interrupted")?;
        writeln!(out, "  what was done is kept; run it again to go on")?;
    }
    write_reasons(out, "skipped", &report.skipped, style)?;
    write_reasons(out, "failed", &report.failed, style)?;
    for warning in &report.warnings {
        paint(out, style, Role::Doubt, "warning")?;
        writeln!(out, "  {}", line(warning))?;
    }
    Ok(())
}

fn write_reasons(out: &mut impl Write, what: &str, skips: &[Skip], style: &Style) -> io::Result<()> {
    // Failures are always listed whole.
    let shown = if style.verbose || what == "failed" { skips.len() } else { LISTED.min(skips.len()) };
    for skip in &skips[..shown] {
        paint(out, style, if what == "failed" { Role::Doubt } else { Role::Meta }, what)?;
        let record = skip.record.map_or(String::new(), |n| format!(" (record {n})"));
        writeln!(out, "  {}{record}: {}", line(&skip.path), line(&skip.reason))?;
    }
    if shown < skips.len() {
        writeln!(out, "{what}  … and {} more (-v lists all)", thousands((skips.len() - shown) as u64))?;
    }
    Ok(())
}

/// Writes what an index holds.
pub fn write_stats(out: &mut impl Write, stats: &Stats, style: &Style) -> io::Result<()> {
    let share = match stats.searched.quotes {
        0 => String::new(),
        all => format!(" ({:.0}% with a known speaker)", 100.0 * stats.attributed as f64 / all as f64),
    };
    let undated = if stats.undated > 0 { format!(" ({} undated)", thousands(stats.undated)) } else { String::new() };
    let facts = [
        (
            "articles",
            format!(
                "{}{undated}{}",
                thousands(stats.searched.articles),
                apart(stats.searched.articles, stats.clusters.0)
            ),
        ),
        (
            "quotations",
            format!("{}{share}{}", thousands(stats.searched.quotes), apart(stats.searched.quotes, stats.clusters.1)),
        ),
        ("speakers", thousands(stats.speakers)),
        ("published", period(stats.searched.from.as_ref(), stats.searched.to.as_ref())),
        ("outlets", listed(&stats.outlets, style)),
        ("languages", listed(&stats.languages, style)),
        ("sources", stats.sources.iter().map(|s| line(s)).collect::<Vec<_>>().join("\n            ")),
        ("on disk", size(stats.size)),
    ];
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        paint(out, style, Role::Meta, &format!("{name:<12}"))?;
        writeln!(out, "{fact}")?;
    }
    Ok(())
}

/// Returns how many there are if copies count once, where there are copies.
fn apart(all: u64, clusters: u64) -> String {
    if clusters < all { format!(", {} without copies", thousands(clusters)) } else { String::new() }
}

/// Returns the most frequent names with their counts.
fn listed(items: &[(String, u64)], style: &Style) -> String {
    let shown = if style.verbose { items.len() } else { items.len().min(5) };
    let name = |name: &str| if name.is_empty() { "unknown".to_owned() } else { line(name) };
    let mut words: Vec<String> =
        items[..shown].iter().map(|(n, count)| format!("{} {}", name(n), thousands(*count))).collect();
    if shown < items.len() {
        words.push(format!("and {} more", thousands((items.len() - shown) as u64)));
    }
    words.join(", ")
}

/// Returns a number of bytes for a person.
fn size(bytes: u64) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB"];
    let mut number = bytes as f64;
    let mut unit = 0;
    while number >= 1024.0 && unit + 1 < units.len() {
        number /= 1024.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} bytes") } else { format!("{number:.1} {}", units[unit]) }
}

/// Writes what a run would do.
pub fn write_plan(out: &mut impl Write, plan: &Planned, style: &Style) -> io::Result<()> {
    let shown = if style.verbose { plan.todo.len() } else { PLANNED.min(plan.todo.len()) };
    for file in &plan.todo[..shown] {
        paint(out, style, Role::Meta, &format!("{:<8}", file.state.name()))?;
        let articles =
            if file.articles > 0 { format!(" ({})", count(file.articles, "article")) } else { String::new() };
        writeln!(out, "{}{articles}", line(&file.path))?;
    }
    if shown < plan.todo.len() {
        writeln!(out, "        … and {} more (-v lists all)", thousands((plan.todo.len() - shown) as u64))?;
    }
    write_reasons(out, "skipped", &plan.skipped, style)?;
    write_reasons(out, "failed", &plan.failed, style)?;
    for warning in &plan.warnings {
        paint(out, style, Role::Doubt, "warning")?;
        writeln!(out, "  {}", line(warning))?;
    }
    let of = |state: PlannedState| plan.todo.iter().filter(|file| file.state == state).count() as u64;
    let counts = [
        (of(PlannedState::New), "new"),
        (of(PlannedState::Changed), "changed"),
        (of(PlannedState::Gone), "gone"),
        (plan.skipped.len() as u64, "skipped"),
    ];
    let told: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", thousands(*n))).collect();
    let told = if told.is_empty() { "nothing to do".to_owned() } else { told.join(", ") };
    writeln!(out, "{}: {told}. Nothing was written.", count(plan.files, "file"))
}
