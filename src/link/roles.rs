//! What roles say of who somebody is.

use crate::model::Voice;
use crate::text::{fold_word, words};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Trades that are seldom followed one after the other: a line is a trade and its words, folded.
const TRADES: &str = include_str!("trades.txt");

/// Words of roles that say nothing of who it is.
const EMPTY: [&str; 31] = [
    "a", "an", "and", "as", "at", "by", "current", "ex", "former", "for", "from", "her", "his", "in", "its", "late",
    "longtime", "new", "of", "old", "on", "our", "s", "the", "their", "then", "to", "vice", "who", "with", "year",
];

/// Words for the same office.
const SAME: [(&str, &str); 16] = [
    ("senator", "sen"),
    ("senators", "sen"),
    ("sens", "sen"),
    ("representative", "rep"),
    ("representatives", "rep"),
    ("reps", "rep"),
    ("congressman", "rep"),
    ("congresswoman", "rep"),
    ("governor", "gov"),
    ("chairman", "chair"),
    ("chairwoman", "chair"),
    ("spokesman", "spokesperson"),
    ("spokeswoman", "spokesperson"),
    ("attorney", "lawyer"),
    ("adviser", "advisor"),
    ("pm", "minister"),
];

/// How much of the roles of two names must be the same words, so that they speak for one person.
const ALIKE: f64 = 0.3;

/// The words of roles, each with the number of articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Roles(FxHashMap<String, u64>);

impl Roles {
    /// Returns the words of the roles of voices.
    pub(super) fn of<'a>(voices: impl IntoIterator<Item = &'a Voice>) -> Self {
        let mut roles = Self::default();
        for (role, count) in voices.into_iter().flat_map(|voice| &voice.roles) {
            for word in telling(role) {
                *roles.0.entry(word).or_default() += count;
            }
        }
        roles
    }

    /// Adds the words of others.
    pub(super) fn add(&mut self, others: &Self) {
        for (word, count) in &others.0 {
            *self.0.entry(word.clone()).or_default() += count;
        }
    }

    /// Returns the words, each with its part of all, in no order.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, f64)> {
        let all = self.all();
        self.0.iter().map(move |(word, count)| (word.as_str(), *count as f64 / all))
    }

    /// Returns a word that both have, if what they have in common is enough.
    pub(super) fn alike(&self, other: &Self) -> Option<String> {
        let (one, all) = (other.all(), self.all());
        let common = |(word, count): (&String, &u64)| {
            let both = (*count as f64 / all).min(*other.0.get(word)? as f64 / one);
            Some((both, word.clone()))
        };
        let mut common: Vec<(f64, String)> = self.0.iter().filter_map(common).collect();
        // In order, so that the sum is the same wherever it is made.
        common.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let sum: f64 = common.iter().map(|(both, _)| both).sum();
        if sum < ALIKE { None } else { Some(common.swap_remove(0).1) }
    }

    /// Returns a word that both have, the first in order.
    pub(super) fn common(&self, other: &Self) -> Option<String> {
        self.0.keys().filter(|word| other.0.contains_key(*word)).min().cloned()
    }

    /// Returns whether one of these words is among them.
    pub(super) fn has_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.0.contains_key(*word))
    }

    fn all(&self) -> f64 {
        self.0.values().sum::<u64>() as f64
    }
}

/// Returns the words of a role that say who somebody is.
pub(super) fn telling(role: &str) -> impl Iterator<Item = String> + '_ {
    let fold = |span: crate::model::Span| {
        let mut word = String::new();
        fold_word(span.of(role), &mut word);
        match SAME.iter().find(|(other, _)| *other == word) {
            Some((_, same)) => (*same).to_owned(),
            None => word.strip_suffix("'s").map(str::to_owned).unwrap_or(word),
        }
    };
    words(role).map(fold).filter(|word| word.len() > 1 && !EMPTY.contains(&word.as_str()))
}

/// Returns the trades of a voice, a bit each.
pub(super) fn trades(voice: &Voice) -> u32 {
    let roles = voice.roles.iter().map(|(role, _)| role.as_str()).chain([voice.role.as_str()]);
    roles.flat_map(telling).filter_map(|word| table().get(word.as_str())).fold(0, |all, bit| all | bit)
}

fn table() -> &'static FxHashMap<&'static str, u32> {
    static TABLE: OnceLock<FxHashMap<&str, u32>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: FxHashMap<&str, u32> = FxHashMap::default();
        for (trade, line) in TRADES.lines().filter(|line| !line.starts_with('#')).enumerate() {
            for word in line.split(':').nth(1).unwrap_or_default().split_whitespace() {
                *table.entry(word).or_default() |= 1 << (trade % 32);
            }
        }
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(roles: &[&str]) -> Voice {
        Voice { roles: roles.iter().map(|role| ((*role).to_owned(), 1)).collect(), ..Voice::default() }
    }

    #[test]
    fn roles_are_alike_by_their_words() {
        let roles = |list: &[&str]| Roles::of([&voice(list)]);
        let mayor = roles(&["Mayor of Tarnwick", "the mayor"]);
        assert_eq!(mayor.alike(&roles(&["former Mayor"])).as_deref(), Some("mayor"));
        assert_eq!(mayor.alike(&roles(&["a baker of bread"])), None);
        assert_eq!(mayor.alike(&roles(&[])), None);
        assert_eq!(roles(&["U.S. Senator"]).alike(&roles(&["Sen."])).as_deref(), Some("sen"));
    }

    #[test]
    fn trades_are_told_by_words() {
        assert_eq!(trades(&voice(&["quarterback"])), trades(&voice(&["the striker"])));
        assert_eq!(trades(&voice(&["quarterback"])) & trades(&voice(&["mayor"])), 0);
        assert_eq!(trades(&voice(&["neighbour"])), 0);
        let professor = trades(&voice(&["professor"]));
        assert!(professor & trades(&voice(&["mayor"])) != 0 && professor & trades(&voice(&["baker"])) == 0);
    }

    #[test]
    fn words_of_trades_are_sorted_and_as_roles_have_them() {
        for line in TRADES.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split_once(": ").unwrap().1.split(' ').collect();
            assert!(words.windows(2).all(|two| two[0] < two[1]), "{line}");
            assert!(words.iter().all(|word| telling(word).eq([*word])), "{line}");
        }
    }
}
