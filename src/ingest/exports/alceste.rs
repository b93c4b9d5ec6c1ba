//! Alceste and IRaMuTeQ: corpora of texts, each below a line of stars with its variables.

use crate::ingest::draft::Draft;
use crate::ingest::exports::Drafts;
use crate::ingest::lines;

/// Returns whether a text is such a corpus.
pub(super) fn is_export(text: &str) -> bool {
    text.trim_start().lines().next().is_some_and(is_head)
}

/// Returns whether a line begins a text: four stars or a number, then variables behind a star each.
fn is_head(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or("");
    let begins = first == "****" || first.len() >= 4 && first.bytes().all(|b| b.is_ascii_digit());
    let mut variables = 0;
    let all = words.all(|word| {
        variables += 1;
        word.len() > 1 && word.starts_with('*')
    });
    begins && all && variables > 0
}

/// Returns the texts.
pub(super) fn articles(text: &str) -> Drafts {
    let mut found: Vec<(Draft, String)> = Vec::new();
    for line in text.lines() {
        if is_head(line) {
            let mut draft = Draft::default();
            let value =
                |name: &str| line.split_whitespace().find_map(|word| word.strip_prefix(name)).map(str::to_owned);
            draft.published("alceste:date", value("*date_"));
            draft.outlet(value("*source_").or_else(|| value("*journal_")));
            found.push((draft, String::new()));
        } else if let Some((_, words)) = found.last_mut()
            && !line.starts_with("-*")
        {
            words.push_str(line);
            words.push('\n');
        }
    }
    let finish = |(mut draft, words): (Draft, String)| {
        draft.paragraphs = lines::paragraphs(&words).into_iter().map(|range| words[range].to_owned()).collect();
        Ok(draft)
    };
    found.into_iter().map(finish).collect()
}
