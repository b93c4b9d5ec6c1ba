//! Names in a byline field.

use crate::ingest::{clean, one_line};

/// Returns the names of a text such as `By Nadia Corrin, Joost Amery and Reuters`, as printed.
pub(super) fn split(list: &str) -> Vec<String> {
    let list = one_line(list);
    let list = without_by(&list);
    let mut names: Vec<String> = Vec::new();
    for part in list.split([';', '|', '\n']).flat_map(|part| part.split(", ")) {
        let part = part.trim().trim_start_matches("and ").trim_end_matches(',');
        names.extend(pair(part));
    }
    unique(names)
}

/// Returns the names of one entry of a list of authors.
pub(super) fn one(entry: &str) -> Vec<String> {
    let entry = one_line(entry);
    let entry = without_by(&entry);
    if entry.is_empty() { Vec::new() } else { pair(entry) }
}

/// Parts two names that "and" joins; anything else is one name, such as `Farm and Tram`.
fn pair(part: &str) -> Vec<String> {
    for and in [" and ", " & ", " und ", " et ", " y ", " e ", " en "] {
        if let Some((a, b)) = part.split_once(and)
            && clean::is_author(a.trim())
            && clean::is_author(b.trim())
        {
            return vec![a.trim().to_owned(), b.trim().to_owned()];
        }
    }
    vec![part.to_owned()]
}

/// Returns the names of a line that a page shows as its byline: only what has the shape of a name.
pub(super) fn from_line(line: &str) -> Vec<String> {
    split(line).into_iter().filter(|name| clean::is_name(name)).collect()
}

/// Returns the names at the beginning of a list that may go on with roles and places.
pub(super) fn named(list: &str) -> Vec<String> {
    clean::byline_names(list).unwrap_or_default()
}

/// Returns the names of what a format marks as the byline; initials and addresses of desks are none.
pub(super) fn of_byline(byline: &str) -> Vec<String> {
    let line = one_line(byline);
    let names = clean::byline_names(&line).unwrap_or_else(|| split(&line));
    // One word is a pen name; without small letters it is initials.
    let word = |name: &str| name.contains(' ') || name.len() > 2 && name.contains(char::is_lowercase);
    let is_name = |name: &String| {
        let plain = name.len() <= 80 && name.contains(char::is_uppercase) && !name.contains(['@', '/', ':']);
        plain && word(name) || clean::is_author(name)
    };
    unique(names.into_iter().filter(is_name).collect())
}

/// Returns `names` without empty ones, numbers, addresses, picture credits and repeats.
pub(super) fn unique(names: Vec<String>) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for name in names {
        let name = name.trim();
        let nobody =
            matches!(name.to_lowercase().as_str(), "admin" | "administrator" | "author" | "no author" | "unknown");
        let letters = !nobody && name.contains(char::is_alphabetic) && !name.contains("://") && !name.starts_with('(');
        if letters && !unique.iter().any(|n| n.to_lowercase() == name.to_lowercase()) {
            unique.push(name.to_owned());
        }
    }
    unique
}

fn without_by(list: &str) -> &str {
    /// What stands before names, in the larger languages of Europe.
    const BEFORE: [&str; 22] = [
        "view all posts by ",
        "alle artikel von ",
        "more by ",
        "story by ",
        "words by ",
        "reported by ",
        "erstellt von ",
        "interview: ",
        "autor: ",
        "auteur : ",
        "written by ",
        "posted by ",
        "by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "door ",
        "av ",
        "text: ",
        "author: ",
        "by: ",
    ];
    let list = list.trim();
    let starts = |by: &&str| list.get(..by.len()).is_some_and(|head| head.eq_ignore_ascii_case(by));
    BEFORE.iter().find(|by| starts(by)).map_or(list, |by| list[by.len()..].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_printed() {
        assert_eq!(split("By Lena Marrow, Silas Penhallow"), ["Lena Marrow", "Silas Penhallow"]);
        assert_eq!(
            split("Lena Marrow, J. Wherry and Silas Penhallow"),
            ["Lena Marrow", "J. Wherry", "Silas Penhallow"]
        );
        assert_eq!(split("Nadia Corrin and Joost Amery"), ["Nadia Corrin", "Joost Amery"]);
        assert_eq!(split("Nadia Corrin und Reuters, 105092"), ["Nadia Corrin", "Reuters"]);
        assert_eq!(split("Corvane News Service"), ["Corvane News Service"]);
        assert_eq!(split("Farm and Tram"), ["Farm and Tram"]);
        assert_eq!(one("By Nadia Corrin"), ["Nadia Corrin"]);
        assert!(split(" ").is_empty());
    }

    #[test]
    fn marked_bylines() {
        assert_eq!(of_byline("By RUTA BLY and EWAN TARRANT, Staff Writers"), ["RUTA BLY", "EWAN TARRANT"]);
        assert_eq!(of_byline("Ruta Bly in Ostley"), ["Ruta Bly"]);
        assert_eq!(of_byline("Von Ruta Bly, dpa"), ["Ruta Bly", "dpa"]);
        assert_eq!(of_byline("Von Miller"), ["Von Miller"]);
        assert_eq!(of_byline("Ruta Bly & Reuters"), ["Ruta Bly", "Reuters"]);
        assert!(of_byline("gr/bp").is_empty() && of_byline("desk@cns.example").is_empty());
    }
}
