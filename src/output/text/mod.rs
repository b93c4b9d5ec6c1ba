//! Results for a person to read: aligned, wrapped to the width, coloured where a terminal shows it.

mod article;
mod change;
mod hits;
mod report;
mod shares;
mod speakers;
mod timeline;
mod verdict;

pub use article::{Focus, write_show};
pub use change::write_change;
pub(super) use hits::searched;
pub use hits::{write_hit, write_results};
pub use report::{write_plan, write_report, write_stats};
pub use shares::write_shares;
pub use speakers::{write_speakers, write_who_said};
pub use timeline::write_timeline;
pub use verdict::{write_claim, write_verdict, write_verdicts_summary};

use crate::model::{Article, Date, Precision};
use crate::output::sanitize::line;

/// The names of the months.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Returns a date as people write it, as precise as it is: `2 Mar 2025`, `Mar 2025`, `2025`.
pub(super) fn day(date: &Date) -> String {
    let number = date.number();
    let (year, month, day) = (number / 10_000, (number / 100 % 100) as usize, number % 100);
    let month = MONTHS.get(month.wrapping_sub(1)).copied().unwrap_or_default();
    match date.precision() {
        Precision::Year => format!("{year}"),
        Precision::Month => format!("{month} {year}"),
        Precision::Day | Precision::Time => format!("{day} {month} {year}"),
    }
}

/// Returns the role to show beside `name`: the first that says more than the name does.
fn role_beside<'a>(name: &str, roles: &'a [String]) -> Option<&'a String> {
    roles.iter().find(|role| !role.eq_ignore_ascii_case(name))
}

/// Returns the way back to an article's source: its url, else its file and its number there.
fn source(article: &Article) -> String {
    match &article.url {
        Some(url) => line(url),
        None if article.record > 0 => format!("{} (record {})", line(&article.path), article.record),
        None => line(&article.path),
    }
}

/// Returns what is there of the first and the last date.
fn period(first: Option<&Date>, last: Option<&Date>) -> String {
    match (first.map(day), last.map(day)) {
        (Some(a), Some(b)) if a == b => a,
        (Some(a), Some(b)) => format!("{a} – {b}"),
        (Some(a), None) | (None, Some(a)) => a,
        (None, None) => "undated".to_owned(),
    }
}

#[cfg(test)]
mod tests;
