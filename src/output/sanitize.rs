//! News is untrusted text: what could drive a terminal or turn a line around is made visible.

use std::borrow::Cow;

/// Returns `text` with control characters, bidirectional overrides and line separators shown as signs. Line feeds stay.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' => out.push(' '),
            // Control pictures: ␀ … ␟ and ␡.
            '\0'..='\u{1f}' if c != '\n' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
            '\u{7f}' => out.push('\u{2421}'),
            c if is_unsafe(c) => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Returns `text` sanitised and on one line.
pub(super) fn line(text: &str) -> String {
    sanitize(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_drives_the_terminal() {
        assert_eq!(sanitize("a\x1b[31mb\x07\tc\n\u{9b}d"), "a␛[31mb␇ c\n<U+009B>d");
        assert_eq!(sanitize("x\u{202e}cba\u{2066}"), "x<U+202E>cba<U+2066>");
        assert!(matches!(sanitize("“Zürich” – 日本\n"), Cow::Borrowed(_)));
        assert_eq!(line(" a\n b\u{a0}c "), "a b c");
    }
}
