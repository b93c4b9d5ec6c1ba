//! Patterns for whole lines, read from the data files.
//!
//! A pattern is a line in lower case with straight apostrophes and without its final stop; `*` stands for anything.

use rustc_hash::FxHashMap;

/// A list of patterns, sorted by where a look-up starts.
pub(super) struct Patterns {
    /// By their first word.
    first: FxHashMap<&'static str, Vec<&'static str>>,
    /// Those that start with `*`.
    open: Vec<&'static str>,
}

impl Patterns {
    /// Reads a data file.
    pub(super) fn read(data: &'static str) -> Self {
        let mut patterns = Self { first: FxHashMap::default(), open: Vec::new() };
        for line in data.lines() {
            match line.strip_prefix('*') {
                Some(_) => patterns.open.push(line),
                None => patterns.first.entry(first_word(line)).or_default().push(line),
            }
        }
        patterns
    }

    /// Returns the pattern that all of `line` (as [`fold`] gives it) matches.
    pub(super) fn find(&self, line: &str) -> Option<&'static str> {
        let by_word = self.first.get(first_word(line)).into_iter().flatten();
        by_word.chain(&self.open).find(|pattern| matches(pattern, line)).copied()
    }
}

/// The letters before the first character that is none: `share` of `share:`, nothing of `(via`.
fn first_word(line: &str) -> &str {
    &line[..line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len())]
}

/// Returns whether `line` is `pattern`, where `*` stands for anything.
fn matches(pattern: &str, line: &str) -> bool {
    let Some((front, tail)) = pattern.rsplit_once('*') else { return line == pattern };
    // Most lines fail here, at no cost.
    let Some(line) = line.strip_suffix(tail) else { return false };
    let mut parts = front.split('*');
    let Some(mut rest) = parts.next().and_then(|head| line.strip_prefix(head)) else { return false };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

/// Returns `line` as patterns see it: lower case, straight apostrophes, no marks around it.
pub(super) fn fold(line: &str) -> String {
    let line = line.trim_start_matches(['•', '»', '>', '-', '–', '—', '*', '|', '→', ' ']);
    let line = line.trim_end_matches(['.', ':', '!', '…', '»', '>', '→', '|', '*', ' ']);
    if line.is_ascii() {
        return line.to_ascii_lowercase();
    }
    line.to_lowercase().replace(['’', '‘', '´'], "'")
}

/// Returns whether `line` holds a quotation mark that is no apostrophe.
pub(super) fn has_quotation(line: &str) -> bool {
    line.contains(['"', '“', '”', '„', '«', '»'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, line, is) in [
            ("share", "share", true),
            ("share", "shares", false),
            ("share this *", "share this @us", true),
            ("*/getty images", "x/getty images", true),
            ("follow * on twitter*", "follow us on twitter and more", true),
            ("a*a", "a", false),
            ("* contributed", "x contributed", true),
        ] {
            assert_eq!(matches(pattern, line), is, "{pattern} {line}");
        }
        let patterns = Patterns::read("(via *)\n*b\nshare this *");
        assert!(patterns.find("(via us)").is_some() && patterns.find("ab").is_some());
        assert!(patterns.find("share this now").is_some() && patterns.find("share").is_none());
    }

    #[test]
    fn folding() {
        assert_eq!(fold("» Don’t miss: "), "don't miss");
        assert_eq!(fold("READ MORE..."), "read more");
    }
}
