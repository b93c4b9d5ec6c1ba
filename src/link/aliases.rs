//! The alias file: what a user says about names rules over every rule of ours.
//!
//! ```text
//! Volodymyr Zelensky = Zelenskyy; Zelenskiy   # these forms are one speaker, called so
//! John Smith != Smith                         # these are never joined
//! ```

/// A line of the alias file that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadLine {
    /// The number of the line, from 1.
    pub(crate) line: usize,
    /// What is wrong with it.
    pub(crate) reason: String,
}

/// What an alias file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Aliases {
    /// A canonical name and the forms that it has.
    pub(super) joined: Vec<(String, Vec<String>)>,
    /// Pairs of names that are not the same speaker.
    pub(super) apart: Vec<(String, String)>,
}

impl Aliases {
    /// Reads an alias file.
    pub(crate) fn parse(text: &str) -> Result<Self, BadLine> {
        let mut aliases = Self::default();
        for (i, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim_matches(['\u{feff}', ' ', '\t', '\r']);
            let bad = |reason: &str| BadLine { line: i + 1, reason: reason.to_owned() };
            if line.is_empty() {
                continue;
            }
            if let Some((one, other)) = line.split_once("!=") {
                let (one, other) = (one.trim(), other.trim());
                if one.is_empty() || other.is_empty() {
                    return Err(bad("expected a name on both sides of `!=`"));
                }
                aliases.apart.push((one.to_owned(), other.to_owned()));
            } else if let Some((name, forms)) = line.split_once('=') {
                let forms: Vec<String> =
                    forms.split(';').map(str::trim).filter(|form| !form.is_empty()).map(str::to_owned).collect();
                if name.trim().is_empty() || forms.is_empty() {
                    return Err(bad("expected `Canonical Name = form; form`"));
                }
                aliases.joined.push((name.trim().to_owned(), forms));
            } else {
                return Err(bad("expected `Canonical Name = form; form` or `A != B`"));
            }
        }
        Ok(aliases)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_and_keep_apart() {
        let aliases = Aliases::parse("# names\nA B = b; Ab ;\n\nA != C # no\n").unwrap();
        assert_eq!(aliases.joined, [("A B".to_owned(), vec!["b".to_owned(), "Ab".to_owned()])]);
        assert_eq!(aliases.apart, [("A".to_owned(), "C".to_owned())]);
    }

    #[test]
    fn bad_lines_are_named() {
        assert_eq!(Aliases::parse("A = b\nwhat").unwrap_err().line, 2);
        assert_eq!(Aliases::parse("= b").unwrap_err().line, 1);
        assert_eq!(Aliases::parse("a !=").unwrap_err().line, 1);
    }
}
