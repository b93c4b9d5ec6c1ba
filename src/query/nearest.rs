//! Edit distance: for fuzzy words, and for the nearest valid name.

/// Returns whether `a` becomes `b` by at most `most` insertions, deletions, replacements or swaps of neighbours.
pub(crate) fn within(a: &str, b: &str, most: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    a.len().abs_diff(b.len()) <= most && distance(&a, &b, most) <= most
}

/// Returns the candidate nearest to `word` (case is ignored), if any is near enough to be meant; the first of equals.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let nearness = nearness(word);
    let measured = candidates.into_iter().filter_map(|c| Some((nearness(c)?, c)));
    measured.min_by_key(|(d, _)| *d).map(|(_, c)| c)
}

/// Returns what tells how far a candidate is from `word` (case is ignored), if it is near enough to be meant.
pub(crate) fn nearness(word: &str) -> impl Fn(&str) -> Option<usize> {
    let word: Vec<char> = word.chars().take(64).flat_map(char::to_lowercase).collect();
    let most = (word.len() / 3).clamp(1, 3);
    move |candidate| {
        let candidate: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        Some(distance(&word, &candidate, most)).filter(|d| *d <= most)
    }
}

/// Returns the distance of `a` and `b` (restricted Damerau–Levenshtein), or any number above `most` if it is more.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        if row.iter().min().is_some_and(|&least| least > most) {
            return most + 1;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swaps_count_one() {
        assert!(within("starmer", "starmre", 1));
        assert!(within("zelensky", "zelenskyy", 1));
        assert!(!within("zelensky", "zelenskiyy", 1) && within("zelensky", "zelenskiyy", 2));
        assert!(within("", "a", 1) && !within("", "ab", 1));
    }

    #[test]
    fn only_near_names_are_suggested() {
        let names = ["speaker", "said", "outlet"];
        assert_eq!(nearest("Speeker", names), Some("speaker"));
        assert_eq!(nearest("sad", names), Some("said"));
        assert_eq!(nearest("https", names), None);
    }
}
