//! Organisations and their acronyms.

use crate::link::forms::core;
use crate::link::names::Name;
use crate::link::sets::{Sets, Why};
use crate::model::{SpeakerKind, Voice};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Which part of the articles that spell an acronym out must spell it out in one way.
const MOSTLY: f64 = 0.9;

/// Words that have no letter in an acronym.
const SKIPPED: [&str; 6] = ["and", "for", "of", "on", "s", "the"];

/// Joins acronyms with the names that articles spell them out as.
pub(super) fn join(names: &[Name], voices: &[Voice], sets: &mut Sets) {
    let bodies = || (0..names.len()).filter(|&i| names[i].kind == SpeakerKind::Organisation);
    let by_words: FxHashMap<&[String], usize> = bodies().map(|i| (names[i].words.as_slice(), i)).collect();
    // For each acronym the names it is spelled out as, with the number of articles.
    let mut spelled: BTreeMap<usize, BTreeMap<usize, u64>> = BTreeMap::new();
    for i in bodies() {
        for (alias, articles) in names[i].voices.iter().flat_map(|&v| &voices[v].aliases) {
            let Some(&other) = by_words.get(core(alias).as_slice()).filter(|&&other| other != i) else { continue };
            for (short, long) in [(i, other), (other, i)] {
                if is_acronym(&names[short].words, &names[long].words) {
                    *spelled.entry(short).or_default().entry(long).or_default() += articles;
                }
            }
        }
    }
    for (short, longs) in spelled {
        let all: u64 = longs.values().sum();
        for (long, articles) in longs.into_iter().filter(|(_, articles)| *articles as f64 >= MOSTLY * all as f64) {
            sets.join(long, short, Why::Called(articles));
        }
    }
}

/// Returns whether `short` is one word of the first letters of `long`; the last may be left out.
fn is_acronym(short: &[String], long: &[String]) -> bool {
    let [short] = short else { return false };
    let letters: String =
        long.iter().filter(|word| !SKIPPED.contains(&word.as_str())).filter_map(|word| word.chars().next()).collect();
    long.len() > 1 && short.chars().count() > 1 && letters.starts_with(short.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_first_letters() {
        let is = |short: &str, long: &str| is_acronym(&core(short), &core(long));
        assert!(is("TWB", "the Tarnwick Water Board") && is("T.W.B.", "Tarnwick Water Board"));
        assert!(is("CFW", "Centres for Floods and Water and Prevention"));
        assert!(!is("TWB", "Tarnwick") && !is("t", "Tarnwick Board") && !is("TBW", "Tarnwick Water Board"));
    }
}
