//! Datelines and agencies: `WASHINGTON (AP) —`.

use crate::ingest::date::is_month;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The names and short names of agencies.
static AGENCIES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| include_str!("../data/agencies.txt").lines().collect());

/// Words in capitals before a dash that are no places.
static NOT_PLACES: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("../data/not-places.txt").lines().collect());

/// What a dateline says, and how many bytes of the paragraph it takes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Dateline {
    /// The place, as printed.
    pub(super) place: Option<String>,
    /// The agency.
    pub(super) wire: Option<String>,
    /// Where the words of the article start.
    pub(super) len: usize,
}

/// Returns whether `name` is a news agency.
pub(in crate::ingest) fn is_agency(name: &str) -> bool {
    name.len() <= 40 && AGENCIES.contains(name.to_lowercase().as_str())
}

/// Longer heads are no datelines.
const LONGEST: usize = 90;

/// Reads the dateline at the start of `paragraph`.
pub(super) fn read(paragraph: &str) -> Option<Dateline> {
    if let Some(empty) = read_empty(paragraph) {
        return Some(empty);
    }
    let (head, len) = head(paragraph)?;
    if paragraph.len() == len {
        return None;
    }
    let (before, wire) = match head.strip_suffix(')').and_then(|h| h.rsplit_once('(')) {
        Some((before, wire)) => (before.trim(), Some(wire.trim())),
        None => (head, None),
    };
    if !wire.is_none_or(is_wire) {
        return None;
    }
    let place = cut_date(before.trim_end_matches([',', ':', ' ']));
    let known = wire.is_some_and(|wire| !wire.is_empty());
    if place.is_empty() {
        return known.then(|| Dateline { place: None, wire: wire.map(str::to_owned), len });
    }
    if !is_place(place, wire.is_some()) {
        return None;
    }
    Some(Dateline { place: Some(place.to_owned()), wire: wire.filter(|_| known).map(str::to_owned), len })
}

/// What is left of a dateline whose agency was lost: `() `; and `(CNN) ` without a dash.
fn read_empty(paragraph: &str) -> Option<Dateline> {
    let rest = paragraph.strip_prefix('(')?;
    let (inside, after) = rest.split_once(')').filter(|(inside, _)| inside.len() <= 30)?;
    let wire = inside.trim();
    if !(wire.is_empty() || is_agency(wire)) {
        return None;
    }
    let words = after.trim_start_matches([' ', '-', '–', '—']);
    if words.is_empty() {
        return None;
    }
    let wire = (!wire.is_empty()).then(|| wire.to_owned());
    Some(Dateline { place: None, wire, len: paragraph.len() - words.len() })
}

/// Returns what stands before the first dash, and where the words after the dash start.
fn head(paragraph: &str) -> Option<(&str, usize)> {
    let end = (0..=LONGEST.min(paragraph.len())).rev().find(|&at| paragraph.is_char_boundary(at))?;
    let window = &paragraph[..end];
    let long = window.find(['—', '–']);
    let short = [" - ", " -- ", "--", ") -", ").-", " _ "]
        .iter()
        .filter_map(|dash| window.find(dash).map(|at| at + usize::from(dash.starts_with(')'))))
        .min();
    let at = long.into_iter().chain(short).min()?;
    let rest = paragraph[at..].trim_start_matches(".-").trim_start_matches([' ', '-', '–', '—', '_']);
    Some((window[..at].trim(), paragraph.len() - rest.len()))
}

/// Returns whether `text` in brackets may be an agency or a station: `AP`, `Reuters`, `The Texas Tribune`, nothing.
fn is_wire(text: &str) -> bool {
    // `(R-Minn.)` and `(D)` are parties.
    let party = matches!(text.as_bytes(), [b'R' | b'D' | b'I'] | [b'R' | b'D' | b'I', b'-', ..]);
    text.len() <= 40
        && !party
        && text.split(' ').count() <= 5
        && text.chars().all(|c| c.is_alphanumeric() || " .&-’'/".contains(c))
        && (text.is_empty() || text.starts_with(char::is_uppercase) || is_agency(text))
}

/// Returns `head` without the date at its end: `OSKBRIDGE, Almerra` of `OSKBRIDGE, Almerra, Feb 18`.
fn cut_date(head: &str) -> &str {
    let words: Vec<(usize, &str)> =
        head.split(' ').map(|w| (w.as_ptr() as usize - head.as_ptr() as usize, w)).collect();
    let month = words.iter().rposition(|(_, w)| is_month(w.trim_end_matches(',')));
    let dated = month
        .filter(|&m| words[m + 1..].iter().all(|(_, w)| w.trim_end_matches(',').bytes().all(|b| b.is_ascii_digit())));
    let Some(mut month) = dated else { return head };
    // `18 Feb` as well as `Feb 18`.
    if month > 0 && words[month - 1].1.bytes().all(|b| b.is_ascii_digit()) {
        month -= 1;
    }
    head[..words[month].0].trim_end_matches([',', ' '])
}

/// Returns whether `place` has the shape of a place; without an agency it must be in capitals.
fn is_place(place: &str, wire: bool) -> bool {
    let mut parts = place.split(',');
    let town = parts.next().unwrap_or("").trim();
    let letters = |c: char| c.is_alphabetic() || " .'’-/".contains(c);
    if !(2..=40).contains(&town.len()) || !place.chars().all(|c| letters(c) || c == ',') || place.split(',').count() > 3
    {
        return false;
    }
    if NOT_PLACES.contains(place.to_lowercase().as_str()) || NOT_PLACES.contains(town.to_lowercase().as_str()) {
        return false;
    }
    let capitals = town.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !town.contains(char::is_lowercase);
    // A sentence whose second dash is an em dash is no country: `Ariz.-Sen. Fenwick went to the Brenning—Quorn border`.
    let name_word = |word: &str| {
        word.starts_with(char::is_uppercase) || matches!(word, "of" | "and" | "the" | "de" | "del" | "la" | "al")
    };
    let rest_named =
        parts.all(|part| part.trim().starts_with(char::is_uppercase) && part.split_whitespace().all(name_word));
    let named = town
        .split(' ')
        .all(|word| word.starts_with(char::is_uppercase) || matches!(word, "de" | "del" | "la" | "upon" | "on"));
    let short = town.split(' ').count() <= if wire { 4 } else { 3 };
    rest_named && short && (capitals || (wire && named))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(paragraph: &str) -> Option<(Option<String>, Option<String>, &str)> {
        read(paragraph).map(|d| (d.place, d.wire, &paragraph[d.len..]))
    }

    #[test]
    fn datelines() {
        for (text, place, wire) in [
            ("WASHINGTON (AP) — Words.", Some("WASHINGTON"), Some("AP")),
            ("LONDON, May 5 (Reuters) - Words.", Some("LONDON"), Some("Reuters")),
            ("Tarnwick, Feb 13 (CNS) - Words.", Some("Tarnwick"), Some("CNS")),
            ("PORT SELWICK, Corvane (AP) — Words.", Some("PORT SELWICK, Corvane"), Some("AP")),
            ("OSKBRIDGE, Almerra, Feb 18 (Reuters) -Words.", Some("OSKBRIDGE, Almerra"), Some("Reuters")),
            ("PORT OF QUORN, Selwick and Almerra — Words.", Some("PORT OF QUORN, Selwick and Almerra"), None),
            ("WASHINGTON — Words.", Some("WASHINGTON"), None),
            ("ST. LOUIS () — Words.", Some("ST. LOUIS"), None),
            ("() Words.", None, None),
            ("(CNN)Words.", None, Some("CNN")),
            ("(Reuters) - Words.", None, Some("Reuters")),
        ] {
            assert_eq!(parts(text), Some((place.map(str::to_owned), wire.map(str::to_owned), "Words.")), "{text}");
        }
    }

    #[test]
    fn what_is_no_dateline() {
        for text in [
            "BREAKING — Words.",
            "FILE - In this picture a man stands.",
            "Rep. Ilse Brandvold (R-Marl.) — Words.",
            "WEIR MEANS NET LOSS OF FISH - Words.",
            "The mayor (Lab) — who lost — said so.",
            "Tarnwick — a river town — was under water.",
            "“WE WON” — that was the headline.",
            "(He was not there.) Words.",
            "(AP)",
            "A man - tall - came in.",
            "OSKBRIDGE, Marl.-Rep. Ilse Brandvold walked to the weir—twice.",
            "",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
