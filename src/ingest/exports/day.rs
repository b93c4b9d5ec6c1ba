//! Dates as databases print them, in the language of their users: `mardi 14 mars 2006`, `12 April 2013 Tuesday`.

use crate::ingest::date;

/// The names of each month in the languages of the databases.
const MONTHS: [&str; 12] = [
    "january janvier januar jänner enero gennaio janeiro januari",
    "february février februar febrero febbraio fevereiro februari",
    "march mars märz marzo março maart",
    "april avril abril aprile",
    "may mai mayo maggio maio mei maj",
    "june juin juni junio giugno junho",
    "july juillet juli julio luglio julho",
    "august août agosto augustus augusti",
    "september septembre septiembre settembre setembro",
    "october octobre oktober octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december décembre dezember diciembre dicembre dezembro",
];

/// Returns the date in `line` in a form that is read: with the clock if there is one.
pub(super) fn find(line: &str) -> Option<String> {
    let line = line.trim();
    if line.len() > 120 {
        return None;
    }
    if date::parse(line).is_some() {
        return Some(line.to_owned());
    }
    let words: Vec<&str> = line.split([' ', ',', '\u{a0}', '.', '(', ')']).filter(|word| !word.is_empty()).collect();
    let digits = |word: &str, len: std::ops::RangeInclusive<usize>| {
        len.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
    };
    let year = words.iter().find(|word| digits(word, 4..=4) && (word.starts_with("19") || word.starts_with("20")))?;
    let (at, month) = words.iter().enumerate().find_map(|(at, word)| Some((at, month(word)?)))?;
    let day = |word: &&str| {
        let bare = word.trim_end_matches(|c: char| c.is_alphabetic());
        digits(bare, 1..=2).then(|| format!("{bare:0>2}"))
    };
    let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| words.get(at));
    let Some(day) = near.filter_map(day).next() else { return Some(format!("{year}-{month}")) };
    let clock = clock(&words).map_or(String::new(), |clock| format!("T{clock}"));
    let whole = format!("{year}-{month}-{day}{clock}");
    date::parse(&whole).map(|_| whole)
}

/// Returns the number of a month by its name, in full or by its first three to five letters.
fn month(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let letters = lower.chars().count();
    let is = |name: &str| name == lower || (3..=5).contains(&letters) && name.starts_with(&lower);
    let at = MONTHS.iter().position(|names| names.split(' ').any(is))?;
    Some(format!("{:02}", at + 1))
}

/// Returns the clock among the words, as `hh:mm:00` and `Z` if the zone is that of Greenwich.
fn clock(words: &[&str]) -> Option<String> {
    let (at, word) = words.iter().enumerate().find(|(_, word)| {
        word.split_once(':').is_some_and(|(h, m)| {
            !h.is_empty() && h.len() <= 2 && h.bytes().all(|b| b.is_ascii_digit()) && m.len() >= 2
        })
    })?;
    let (hour, minute) = word.split_once(':')?;
    let mut hour: u32 = hour.parse().ok()?;
    let minute: u32 = minute.get(..2)?.parse().ok()?;
    let after = words.get(at + 1).map(|word| word.to_uppercase());
    match after.as_deref() {
        Some("PM") if hour < 12 => hour += 12,
        Some("AM") if hour == 12 => hour = 0,
        _ => {}
    }
    let zone = if words[at..].iter().any(|word| matches!(*word, "GMT" | "UTC")) { "Z" } else { "" };
    Some(format!("{hour:02}:{minute:02}:00{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_dates() {
        for (line, is) in [
            ("mardi 14 mars 2006, p. 16", Some("2006-03-14")),
            ("Politique, jeudi 5 octobre 2013", Some("2013-10-05")),
            ("29 décembre 2011", Some("2011-12-29")),
            ("12 April 2013 Tuesday", Some("2013-04-12")),
            ("July 1, 2019 Monday 9:20 AM GMT", Some("2019-07-01T09:20:00Z")),
            ("Dienstag 3. Dezember 2019", Some("2019-12-03")),
            ("Août 2011", Some("2011-08")),
            ("The Guardian (London)", None),
            ("Published in 2013 by the mayor", None),
        ] {
            let found = find(line).and_then(|raw| date::parse(&raw));
            assert_eq!(found.as_ref().map(crate::model::Date::as_str), is, "{line}");
        }
    }
}
