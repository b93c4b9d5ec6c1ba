//! What was read last, kept at hand: searches that follow each other often show the same articles.

use rustc_hash::FxHashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Keeps what was asked for last, up to a bound of its weight. What is asked for again stays.
#[derive(Debug)]
pub(crate) struct Recent<K, V> {
    kept: Mutex<Kept<K, V>>,
    bound: usize,
}

/// Two halves: when the new one is full, the old one is forgotten and the new one becomes the old.
#[derive(Debug)]
struct Kept<K, V> {
    new: FxHashMap<K, (V, usize)>,
    old: FxHashMap<K, (V, usize)>,
    weight: usize,
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// Keeps things of this weight in all.
    pub(crate) fn new(bound: usize) -> Self {
        let kept = Kept { new: FxHashMap::default(), old: FxHashMap::default(), weight: 0 };
        Self { kept: Mutex::new(kept), bound }
    }

    /// Returns what is kept under `key`.
    pub(crate) fn get(&self, key: &K) -> Option<V> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((value, _)) = kept.new.get(key) {
            return Some(value.clone());
        }
        let (key, (value, weight)) = kept.old.remove_entry(key)?;
        kept.put(key, value.clone(), weight, self.bound);
        Some(value)
    }

    /// Keeps `value`, which weighs so much.
    pub(crate) fn put(&self, key: K, value: V, weight: usize) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).put(key, value, weight, self.bound);
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    fn put(&mut self, key: K, value: V, weight: usize, bound: usize) {
        if self.weight + weight > bound / 2 {
            self.old = std::mem::take(&mut self.new);
            self.weight = 0;
        }
        self.weight += weight;
        self.new.insert(key, (value, weight));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_the_rest_goes() {
        let recent = Recent::new(20);
        for number in 0..1000 {
            recent.put(number, number, 1);
            assert_eq!(recent.get(&number), Some(number));
            assert_eq!(recent.get(&0), Some(0));
        }
        let kept: Vec<i32> = (1..1000).filter(|number| recent.get(number).is_some()).collect();
        assert!(kept.len() <= 20 && kept.contains(&999), "{kept:?}");
    }

    #[test]
    fn what_is_too_heavy_goes_with_the_next() {
        let recent = Recent::new(20);
        recent.put(1, "one", 100);
        assert_eq!(recent.get(&1), Some("one"));
        recent.put(2, "two", 100);
        recent.put(3, "three", 100);
        assert_eq!((recent.get(&1), recent.get(&3)), (None, Some("three")));
    }
}
