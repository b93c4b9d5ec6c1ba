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
    let warning = bad.then(|| format!("bytes that are not {} were replaced", encoding.name()));
    Decoded { text, warning }
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
        // A file that was cut in the middle of a character.
        Err(err) if err.error_len().is_none() && err.valid_up_to() > 0 => return (UTF_8, bytes),
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
