//! Spellings of one name: those that differ as letters of other alphabets are written in ours, and slips of the pen.

/// What is written in several ways, each with the way that stands for all; earlier rows first.
const WAYS: [(&str, &str); 18] = [
    ("iy", "i"),
    ("yi", "i"),
    ("ij", "i"),
    ("ii", "i"),
    ("y", "i"),
    ("kh", "k"),
    ("gh", "k"),
    ("qu", "k"),
    ("q", "k"),
    ("g", "k"),
    ("ph", "f"),
    ("tch", "ch"),
    ("tsch", "ch"),
    ("sch", "sh"),
    ("dh", "d"),
    ("ou", "u"),
    ("oo", "u"),
    ("w", "v"),
];

/// Returns what all spellings of a word have in common; `word` is folded.
pub(super) fn skeleton(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let (from, to) = WAYS
            .iter()
            .filter(|(from, _)| rest.starts_with(from))
            .max_by_key(|(from, _)| from.len())
            .copied()
            .unwrap_or((&rest[..first.len_utf8()], &rest[..first.len_utf8()]));
        // Doubled letters are one, and so are those that become the same.
        if !out.ends_with(to) {
            out.push_str(to);
        }
        rest = &rest[from.len()..];
    }
    out
}

/// Returns whether `a` and `b` differ by one letter more, less or other, or by two neighbours in the other order.
pub(super) fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    let same = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&a[..a.len() - same], &b[..b.len() - same]) {
        ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Returns `word` and what is left of it without one of its letters: words one slip apart share one of these.
pub(super) fn slips(word: &str) -> impl Iterator<Item = String> + '_ {
    let without = |(at, c): (usize, char)| format!("{}{}", &word[..at], &word[at + c.len_utf8()..]);
    std::iter::once(word.to_owned()).chain(word.char_indices().map(without))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_share_a_skeleton() {
        for spellings in [
            &["brilenskyy", "brilensky", "brilenskiy", "brilenski", "brilenskii"][..],
            &["qadrafi", "gadrafi", "kadrafi", "khadrafi", "ghadrafi"],
            &["shehova", "schehowa"],
            &["mahmoud", "mahmud"],
        ] {
            let first = skeleton(spellings[0]);
            assert!(spellings.iter().all(|s| skeleton(s) == first), "{spellings:?}");
        }
        assert_ne!(skeleton("clarke"), skeleton("clark"));
        assert_ne!(skeleton("weir"), skeleton("ware"));
    }

    #[test]
    fn a_slip_is_one_letter() {
        assert!(one_slip("brandvold", "brandvol") && one_slip("brandvold", "brandvuld"));
        assert!(one_slip("brandvold", "brandvodl") && !one_slip("brandvold", "brandvold"));
        assert!(!one_slip("brandvold", "brndvol"));
        assert!(slips("é1").any(|s| s == "é") && slips("").count() == 1);
    }
}
