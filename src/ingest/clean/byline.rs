//! Bylines and date lines at the top of a text.

use crate::ingest::clean::wire::is_agency;
use crate::ingest::date;

/// What a byline says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Byline {
    /// The names, as printed.
    pub(super) authors: Vec<String>,
    /// A date that stands after the names.
    pub(super) date: Option<String>,
}

/// Longer lines are no bylines.
const LONGEST: usize = 140;

/// Words that may stand in small letters inside a name.
const PARTICLES: [&str; 16] =
    ["al", "bin", "da", "das", "de", "del", "den", "der", "di", "dos", "el", "ibn", "la", "le", "van", "von"];

/// Reads `line` as a byline: `By Nadia Corrin`, `By X and Y, Staff Writer`, `By X, 2 October 2024`.
pub(super) fn read(line: &str) -> Option<Byline> {
    let rest = ["By ", "BY ", "by "].iter().find_map(|by| line.strip_prefix(by)).filter(|_| line.len() <= LONGEST)?;
    let rest = rest.trim_start_matches([':', ' ']);
    // Prices and pages are those of a book.
    if line.contains(['"', '“', '”', '?', '!', '…', '£', '$', '€']) {
        return None;
    }
    let (names, date) = cut_date(rest);
    let byline = Byline { authors: names_in(names)?, date };
    (!byline.authors.is_empty()).then_some(byline)
}

/// Returns the names of what a source marks as its byline, which may lack the `By`; `None` if it does not begin with one.
pub(in crate::ingest) fn names(byline: &str) -> Option<Vec<String>> {
    let rest = byline.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map_or(byline, |by| &byline[by.len()..]);
    // In other languages, if a whole name follows: `Von Miller` is a name himself.
    let of = ["Von ", "Par ", "Por ", "Door ", "Av ", "Af "].iter().find_map(|of| rest.strip_prefix(of));
    let rest = of.filter(|name| name.split([',', ';']).next().is_some_and(|name| is_name(name.trim()))).unwrap_or(rest);
    names_in(cut_date(rest.trim()).0).filter(|names| !names.is_empty())
}

/// Cuts a date off the end: after a comma, a bar or a dash.
fn cut_date(line: &str) -> (&str, Option<String>) {
    for (at, _) in line.match_indices([',', '|', '•', '–', '—', '-']) {
        let after = line[at..].trim_start_matches([',', '|', '•', '–', '—', '-', ' ']);
        if after.contains(|c: char| c.is_ascii_digit()) && date::parse(after).is_some() {
            return (line[..at].trim(), Some(after.to_owned()));
        }
    }
    (line, None)
}

/// Returns the names of a list such as `X, Y and Z, Staff Writers`; `None` if it is no list of names.
fn names_in(list: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for (i, part) in list.split([',', '|', ';', '/']).enumerate() {
        let mut of_part: Vec<String> = Vec::new();
        for piece in part.split(" and ").flat_map(|p| p.split(" & ")) {
            let piece = piece.trim().trim_start_matches("and ").trim_start_matches("and ");
            let name = cut_place(piece);
            if is_name(name) || is_agency(name) {
                of_part.push(name.to_owned());
            } else if i == 0 {
                return None;
            } else {
                // What follows the names is a role, an outlet or a place.
                of_part.clear();
                break;
            }
        }
        if i > 0 && (of_part.is_empty() || of_part.iter().any(|name| is_role(name))) {
            break;
        }
        names.append(&mut of_part);
    }
    Some(names)
}

/// Returns `piece` without what follows the name: `Col Abbot` of `Col Abbot at Customs Quay`.
fn cut_place(piece: &str) -> &str {
    [" at ", " in ", " for ", " of ", " @", " ("]
        .iter()
        .filter_map(|word| piece.find(word))
        .min()
        .map_or(piece, |at| &piece[..at])
        .trim()
}

/// Returns whether `text` has the shape of a person's name: two to five words with capitals.
pub(in crate::ingest) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let capital = |word: &str| {
        let bare = ["d'", "d’", "l'", "l’"].iter().find_map(|of| word.strip_prefix(of)).unwrap_or(word);
        bare.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c))
    };
    (2..=5).contains(&words.len())
        && capital(words[0])
        && words.last().is_some_and(|word| capital(word))
        && words.iter().all(|word| capital(word) || PARTICLES.contains(word))
        && !words.iter().any(|word| matches!(*word, "The" | "And" | "Of"))
}

/// Returns whether capitalised words name a job or a desk, not a person.
fn is_role(name: &str) -> bool {
    const ROLES: [&str; 12] = [
        "bureau",
        "chief",
        "columnist",
        "contributor",
        "correspondent",
        "desk",
        "editor",
        "news",
        "press",
        "reporter",
        "staff",
        "writer",
    ];
    name.split(' ').any(|word| ROLES.contains(&word.to_lowercase().trim_end_matches('s')))
}

/// Reads a line that only dates the article: `Published 13 February 2024`, `Updated: May 5, 2024`, `May 5, 2024`.
///
/// Returns whether it is about a change, and the date.
pub(super) fn date_line(line: &str) -> Option<(bool, &str)> {
    if line.len() > 70 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    let said = [
        ("published", false),
        ("posted", false),
        ("first published", false),
        ("updated", true),
        ("last updated", true),
    ];
    for (word, change) in said {
        if lower.starts_with(word) {
            let after = line[word.len()..].trim_start_matches([':', ' ', '|']);
            let after = after.strip_prefix("on ").or_else(|| after.strip_prefix("at ")).unwrap_or(after);
            return date::parse(after).map(|_| (change, after));
        }
    }
    let dated = line.split([' ', ',']).any(date::is_month) && date::parse(line).is_some();
    dated.then_some((false, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        for (line, names) in [
            ("By Nadia Corrin", vec!["Nadia Corrin"]),
            ("By Ewan Tarrant, courts reporter", vec!["Ewan Tarrant"]),
            ("By Col Abbot at Customs Quay", vec!["Col Abbot"]),
            ("By Dirk Amblin and J. Wherry, Staff Writer", vec!["Dirk Amblin", "J. Wherry"]),
            (
                "By RUTA BLY, EWAN TARRANT and COL ABBOT, Associated Press",
                vec!["RUTA BLY", "EWAN TARRANT", "COL ABBOT", "Associated Press"],
            ),
            ("By The Associated Press", vec!["The Associated Press"]),
            ("By Ruta d'Amblin", vec!["Ruta d'Amblin"]),
            ("By Odile Ferrand-Shaw and Ana de la Cruz", vec!["Odile Ferrand-Shaw", "Ana de la Cruz"]),
        ] {
            assert_eq!(read(line).map(|b| b.authors), Some(names.iter().map(|n| (*n).to_owned()).collect()), "{line}");
        }
        assert_eq!(read("By Dirk Amblin, 2 October 2024").and_then(|b| b.date).as_deref(), Some("2 October 2024"));
    }

    #[test]
    fn sentences_are_no_bylines() {
        for line in [
            "By Monday, Paris had fallen.",
            "By nine votes to eight",
            "By Land and Sea",
            "By the river",
            "Bye Bye Birdie",
            "By “Banksy”",
            "By Ben Tarn (Viking £25, 416 pp)",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn date_lines() {
        assert_eq!(date_line("Published 13 February 2024"), Some((false, "13 February 2024")));
        assert_eq!(date_line("Updated: May 5, 2024 6:05 pm"), Some((true, "May 5, 2024 6:05 pm")));
        assert_eq!(date_line("May 5, 2024"), Some((false, "May 5, 2024")));
        assert_eq!(date_line("Published in 13 languages"), None);
        assert_eq!(date_line("2024"), None);
    }
}
