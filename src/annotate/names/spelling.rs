//! Names spelt in two ways in one article.

/// Whether two words of at least six letters differ by one letter put in, left out or changed, or by two swapped.
pub(super) fn one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if a.len() < 6 || b.len() - a.len() > 1 || b.len() > 40 {
        return false;
    }
    let same = |x: &u8, y: &u8| x.eq_ignore_ascii_case(y);
    let start = a.iter().zip(b).take_while(|(x, y)| same(x, y)).count();
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| same(x, y)).count().min(a.len() - start);
    let left = a.len() - start - end;
    if a.len() < b.len() {
        return left == 0;
    }
    left == 1 || (left == 2 && a.get(start) == b.get(start + 1) && a.get(start + 1) == b.get(start))
}

/// Whether two long words with the same first letter differ by at most two letters.
pub(super) fn two_letters_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().min(b.len()) < 7 || a.len().max(b.len()) > 24 || a.first() != b.first() {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let next = (corner + usize::from(x != y)).min(left + 1).min(*cell + 1);
            corner = *cell;
            *cell = next;
            left = next;
        }
    }
    row.last().is_some_and(|&d| d <= 2)
}

#[cfg(test)]
mod tests {
    use super::{one_letter_apart, two_letters_apart};

    #[test]
    fn two_letters_in_a_long_word() {
        assert!(two_letters_apart("Buchtmann", "Bauchtman"));
        assert!(!two_letters_apart("Buchtmann", "Bergmann"));
    }

    #[test]
    fn one_letter_makes_a_misspelling_two_do_not() {
        assert!(one_letter_apart("Zelensky", "Zelenskyy"));
        assert!(one_letter_apart("Orlandsen", "Orlandson"));
        assert!(one_letter_apart("Michealson", "Michaelson"));
        assert!(!one_letter_apart("Hansen", "Janson"));
        assert!(!one_letter_apart("Orr", "Orb"));
    }
}
