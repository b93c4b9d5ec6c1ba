//! From bytes to text: which encoding, and what could not be read.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// A text read from bytes.
pub(super) struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub(super) text: Cow<'a, str>,
    /// What a reader should know: bytes that mean nothing in the encoding became U+FFFD.
    pub(super) warning: Option<String>,
}

/// Decodes `bytes`: by byte order mark, as UTF-8 if it is that, as UTF-16 by its look, by `label` (a `charset` that
/// the content names), else by the statistics of its letters.
pub(super) fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> Decoded<'a> {
    let (encoding, bytes) = choose(bytes, label);
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, warning: bad.then(|| replaced(encoding)) }
}

fn choose<'a>(bytes: &'a [u8], label: Option<&str>) -> (&'static Encoding, &'a [u8]) {
    if let Some((encoding, width)) = Encoding::for_bom(bytes) {
        return (encoding, &bytes[width..]);
    }
    if let Some(encoding) = utf16_by_look(bytes) {
        return (encoding, bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => return (UTF_8, bytes),
        // A file that was cut in the middle of a character, if it has other such characters: `caf` and a byte is no UTF-8.
        Err(err) if err.error_len().is_none() && !bytes[..err.valid_up_to()].is_ascii() => return (UTF_8, bytes),
        Err(_) => {}
    }
    let named = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    // A page that says UTF-8 and is not: a few bad bytes are replaced, text in another encoding is detected.
    if let Some(encoding) = named.filter(|&e| e != UTF_8 || mostly_utf8(bytes)) {
        return (encoding, bytes);
    }
    if mostly_utf8(bytes) {
        return (UTF_8, bytes);
    }
    (detect(bytes), bytes)
}

/// The encoding of a file that is read piece by piece: decided once, so that a byte is the same letter in all of it.
#[derive(Debug)]
pub(super) struct Steady {
    /// `None` while everything was UTF-8.
    decided: Option<&'static Encoding>,
    /// Whether there were letters by which UTF-8 is known.
    wide: bool,
}

impl Steady {
    /// Decides by the beginning of a file, which has no mark and is not UTF-16.
    pub(super) fn of(beginning: &[u8]) -> Self {
        // The last line may be cut.
        let whole = memchr::memrchr(b'\n', beginning).map_or(beginning, |end| &beginning[..end]);
        let mut steady = Self { decided: None, wide: false };
        steady.meet(whole);
        steady
    }

    /// Decodes a piece.
    pub(super) fn decode<'a>(&mut self, piece: &'a [u8]) -> Decoded<'a> {
        self.meet(piece);
        let encoding = self.decided.unwrap_or(UTF_8);
        let (text, bad) = encoding.decode_without_bom_handling(piece);
        Decoded { text, warning: bad.then(|| replaced(encoding)) }
    }

    /// Decides if it has to: the first bytes that are not UTF-8 tell, unless the file was UTF-8 so far.
    fn meet(&mut self, piece: &[u8]) {
        if self.decided.is_some() || piece.is_ascii() {
            return;
        }
        if std::str::from_utf8(piece).is_ok() {
            self.wide = true;
        } else {
            self.decided = Some(if self.wide || mostly_utf8(piece) { UTF_8 } else { detect(piece) });
        }
    }
}

fn replaced(encoding: &'static Encoding) -> String {
    format!("bytes that are not {} were replaced", encoding.name())
}

/// Returns whether `beginning` is that of a file in UTF-16, with a mark or without.
pub(super) fn is_utf16(beginning: &[u8]) -> bool {
    beginning.starts_with(b"\xff\xfe") || beginning.starts_with(b"\xfe\xff") || looks_utf16(beginning)
}

/// Returns whether nearly all bytes above ASCII form UTF-8 sequences.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 10
}

/// UTF-16 without a mark: every second byte of Western text is zero.
fn utf16_by_look(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1024) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count() * 2;
    match (zeros(0) * 10 > sample.len() * 7, zeros(1) * 10 > sample.len() * 7) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Returns whether `bytes` look like UTF-16 without a byte order mark.
pub(super) fn looks_utf16(bytes: &[u8]) -> bool {
    utf16_by_look(bytes).is_some()
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    // Marks and dashes of Windows-1252 in a text of Western letters: the detector needs more letters than these.
    let high = bytes.iter().filter(|b| **b >= 0x80);
    let marks = high.clone().filter(|b| matches!(**b, 0x85 | 0x91..=0x97 | 0xa0 | 0xa3 | 0xa9 | 0xab | 0xbb)).count();
    if marks * 2 > high.count() {
        return WINDOWS_1252;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], label: Option<&str>) -> String {
        decode(bytes, label).text.into_owned()
    }

    #[test]
    fn marks_and_looks() {
        assert_eq!(text(b"\xef\xbb\xbfna\xc3\xafve", None), "naïve");
        let wide: Vec<u8> = "“Nobody asked.”".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide, None), "“Nobody asked.”");
        assert_eq!(text(&[&[0xff, 0xfe], &wide[..]].concat(), None), "“Nobody asked.”");
        let big: Vec<u8> = "It never was.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&big, None), "It never was.");
    }

    #[test]
    fn old_encodings() {
        assert_eq!(
            text(b"\x93Never,\x94 she said \x96 the caf\xe9\x92s owner.", None),
            "“Never,” she said – the café’s owner."
        );
        assert_eq!(text(b"\xcf\xf0\xe8\xe2\xe5\xf2", Some("windows-1251")), "Привет");
        let russian = b"\xcc\xfd\xf0 \xf1\xea\xe0\xe7\xe0\xeb, \xf7\xf2\xee \xe3\xee\xf0\xee\xe4 \xe1\xf3\xe4\xe5\xf2 \xe2\xee\xf1\xf1\xf2\xe0\xed\xee\xe2\xeb\xe5\xed.";
        assert_eq!(text(russian, None), "Мэр сказал, что город будет восстановлен.");
    }

    #[test]
    fn a_last_letter_of_an_old_encoding_is_no_cut_file() {
        assert_eq!(text(b"Caf\xe9", None), "Café");
        let cut = decode("Für alle: schön".as_bytes().get(..15).unwrap(), None);
        assert!(cut.text.starts_with("Für alle: sch") && cut.warning.is_some());
    }

    #[test]
    fn one_encoding_for_a_file() {
        let mut western = Steady::of(b"1,Caf\xe9,x\n2,Li\xe8ge,Zut\n3,");
        assert_eq!((&*western.decode(b"Li\xe8ge").text, &*western.decode(b"\x93Oui\x94").text), ("Liège", "“Oui”"));
        let mut late = Steady::of(b"plain\n");
        assert_eq!((&*late.decode(b"plain").text, &*late.decode(b"Caf\xe9").text), ("plain", "Café"));
        let mut broken = Steady::of("schön\n".as_bytes());
        let decoded = broken.decode(b"Caf\xe9");
        assert_eq!((&*decoded.text, decoded.warning.is_some()), ("Caf\u{fffd}", true));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let broken = "Zu spät für schöne Wörter: äöüßäöüßäöüß. ".repeat(3);
        let mut bytes = broken.into_bytes();
        bytes.push(0xff);
        bytes.push(b'x');
        let decoded = decode(&bytes, None);
        assert!(decoded.text.ends_with("\u{fffd}x"));
        assert!(decoded.warning.is_some());
        assert!(decode("schön".as_bytes(), None).warning.is_none());
    }
}
