//! RTF: control words, groups and code pages. No kept crate knows code pages and leaves out what is no text.

use crate::ingest::office::document::{Document, Paragraph};
use encoding_rs::{Encoding, WINDOWS_1252};

/// Groups that hold no text of the document.
const ASIDE: [&str; 26] = [
    "annotation",
    "author",
    "colortbl",
    "datastore",
    "fldinst",
    "fontemb",
    "fonttbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "footnote",
    "ftnsep",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "info",
    "listoverridetable",
    "listtable",
    "object",
    "pict",
    "revtbl",
    "stylesheet",
    "themedata",
    "xmlnstbl",
];

/// What holds until the group ends.
#[derive(Clone, Copy)]
struct State {
    /// The group is no text.
    aside: bool,
    hidden: bool,
    /// How many characters stand for those that know no Unicode, behind each one that does.
    fallback: usize,
}

/// Groups inside each other beyond this count as one.
const DEEPEST: usize = 500;

/// Reads a document; what is damaged is read as far as it goes.
pub(super) fn read(bytes: &[u8]) -> Document {
    let mut reader = Reader {
        bytes,
        at: 0,
        encoding: WINDOWS_1252,
        pending: Vec::new(),
        high: None,
        text: String::new(),
        paragraphs: Vec::new(),
    };
    let mut state = State { aside: false, hidden: false, fallback: 1 };
    let mut stack = Vec::new();
    let mut depth = 0_usize;
    // Characters that a Unicode one made needless.
    let mut skip = 0;
    while let Some(&byte) = bytes.get(reader.at) {
        reader.at += 1;
        match byte {
            b'{' => {
                depth += 1;
                if depth <= DEEPEST {
                    stack.push(state);
                }
                skip = 0;
            }
            b'}' => {
                if depth <= DEEPEST {
                    state = stack.pop().unwrap_or(state);
                }
                depth = depth.saturating_sub(1);
                skip = 0;
            }
            b'\\' => reader.control(&mut state, &mut skip),
            b'\r' | b'\n' => {}
            byte if skip > 0 => {
                skip -= 1;
                let _ = byte;
            }
            byte if !state.aside && !state.hidden => reader.pending.push(byte),
            _ => {}
        }
    }
    reader.end_paragraph();
    Document { paragraphs: reader.paragraphs, kind: "rtf", ..Document::default() }
}

/// The place in a document and what was read.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    encoding: &'static Encoding,
    /// Bytes in the code page that wait for more of their character.
    pending: Vec<u8>,
    /// The first half of a character.
    high: Option<u32>,
    text: String,
    paragraphs: Vec<Paragraph>,
}

impl Reader<'_> {
    /// Reads what follows a backslash.
    fn control(&mut self, state: &mut State, skip: &mut usize) {
        let Some(&byte) = self.bytes.get(self.at) else { return };
        if byte.is_ascii_alphabetic() {
            return self.word(state, skip);
        }
        self.at += 1;
        match byte {
            b'\'' => {
                let code = self.bytes.get(self.at..self.at + 2).and_then(|hex| std::str::from_utf8(hex).ok());
                let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
                self.at = (self.at + 2).min(self.bytes.len());
                if *skip > 0 {
                    *skip -= 1;
                } else if let Some(code) = code.filter(|_| !state.aside && !state.hidden) {
                    self.pending.push(code);
                }
            }
            b'*' => state.aside = true,
            b'~' => self.put(*state, "\u{a0}"),
            b'_' => self.put(*state, "-"),
            b'\\' | b'{' | b'}' if !state.aside && !state.hidden => self.pending.push(byte),
            b'\r' | b'\n' if !state.aside => self.end_paragraph(),
            _ => {}
        }
    }

    /// Reads a control word and its number.
    fn word(&mut self, state: &mut State, skip: &mut usize) {
        let rest = &self.bytes[self.at..];
        let len = rest.iter().take(32).position(|b| !b.is_ascii_alphabetic()).unwrap_or(rest.len().min(32));
        let word = String::from_utf8_lossy(&rest[..len]).into_owned();
        let signed = usize::from(rest.get(len) == Some(&b'-'));
        let digits = rest[len + signed..].iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let number = std::str::from_utf8(&rest[len..len + signed + digits]).ok().and_then(|n| n.parse::<i64>().ok());
        self.at += len + if digits > 0 { signed + digits } else { 0 };
        // One space ends the word.
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        match word.as_str() {
            "par" | "sect" | "page" | "row" if !state.aside => self.end_paragraph(),
            "line" => self.put(*state, "\n"),
            "tab" | "cell" | "emspace" | "enspace" => self.put(*state, " "),
            "emdash" => self.put(*state, "—"),
            "endash" => self.put(*state, "–"),
            "lquote" => self.put(*state, "‘"),
            "rquote" => self.put(*state, "’"),
            "ldblquote" => self.put(*state, "“"),
            "rdblquote" => self.put(*state, "”"),
            "bullet" => self.put(*state, "•"),
            "v" => state.hidden = number != Some(0),
            "deleted" => state.hidden = number != Some(0),
            "plain" => state.hidden = false,
            "uc" => state.fallback = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(16),
            "u" => {
                self.unicode(*state, number.unwrap_or(0));
                *skip = state.fallback;
            }
            "ansicpg" => self.encoding = code_page(number.unwrap_or(1252)),
            "bin" => {
                self.at = (self.at + number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0)).min(self.bytes.len())
            }
            word if ASIDE.contains(&word) => state.aside = true,
            _ => {}
        }
    }

    fn put(&mut self, state: State, words: &str) {
        if !state.aside && !state.hidden {
            self.flush();
            self.text.push_str(words);
        }
    }

    /// Adds a character by its number, which is one of sixteen bits with a sign; pairs of them make one.
    fn unicode(&mut self, state: State, number: i64) {
        let unit = u32::try_from(if number < 0 { number + 65_536 } else { number }).unwrap_or(0xfffd);
        let high = self.high.take();
        if (0xd800..0xdc00).contains(&unit) {
            // The other half follows as a control word of its own.
            self.high = Some(unit);
            return;
        }
        let code = match high {
            Some(high) if (0xdc00..0xe000).contains(&unit) => 0x1_0000 + ((high - 0xd800) << 10) + (unit - 0xdc00),
            _ => unit,
        };
        self.put(state, char::from_u32(code).unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4]));
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let (words, _) = self.encoding.decode_without_bom_handling(&self.pending);
            self.text.push_str(&words);
            self.pending.clear();
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        self.paragraphs.push(Paragraph { text: std::mem::take(&mut self.text), title: false });
    }
}

/// Returns the encoding of a Windows code page.
fn code_page(number: i64) -> &'static Encoding {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        65_001 => "utf-8".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paragraphs(rtf: &str) -> Vec<String> {
        read(rtf.as_bytes()).paragraphs.into_iter().map(|p| p.text).filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn words_without_the_rest() {
        let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\author X}}\f0 The {\b caf\'e9} is \ldblquote open\rdblquote .\par
{\*\generator Y;}Na\u239 ?ve\~word {\v hidden}\{x\}\u-10179?\u-8704?.\par Last}";
        assert_eq!(paragraphs(rtf), ["The café is “open”.", "Naïve\u{a0}word {x}😀.", "Last"]);
        assert_eq!(paragraphs(r"{\rtf1\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}"), ["Привет"]);
    }

    proptest! {
        #[test]
        fn anything_is_read(rtf in r"(\\[a-z*'~{}]{1,9}-?[0-9]{0,6}|[{} a-zé\n])*") {
            let _ = read(rtf.as_bytes());
        }
    }
}
