//! Documents in PDF with a text layer: where each letter stands, from a maintained crate; columns, lines and paragraphs
//! by rules of our own. What has no text layer is a picture, and is passed over.

mod columns;
mod paragraphs;

use crate::ingest::office::document::{Document, Paragraph};
use columns::{Glyph, Line};
use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// Letters of the longest document.
const MOST: usize = 8_000_000;

/// Why a document gives no text.
pub(super) enum Lacking {
    /// It has none.
    Text,
    /// It cannot be read.
    Reason(String),
}

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Lacking> {
    // The crate takes broken documents for a fault of the program.
    let read = quietly(|| glyphs(bytes));
    let (mut document, pages) = read.map_err(|_| Lacking::Reason("damaged PDF document".to_owned()))??;
    let lines: Vec<Vec<Line>> = pages.into_iter().map(columns::lines).collect();
    let paragraphs = paragraphs::of(lines);
    document.paragraphs = paragraphs.into_iter().map(|(text, title)| Paragraph { text, title }).collect();
    if document.paragraphs.is_empty() { Err(Lacking::Text) } else { Ok(document) }
}

/// Runs `read`, and says nothing of a panic in it: it is no fault of the program, and its reader is told the reason.
fn quietly<T>(read: impl FnOnce() -> T) -> std::thread::Result<T> {
    thread_local! {
        static QUIET: Cell<bool> = const { Cell::new(false) };
    }
    static HOOK: Once = Once::new();
    // The hook is one for all threads: it passes on what happens anywhere else.
    HOOK.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                others(info);
            }
        }));
    });
    QUIET.set(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    QUIET.set(false);
    read
}

/// Returns what a document says of itself, and the letters of its pages.
fn glyphs(bytes: &[u8]) -> Result<(Document, Vec<Vec<Glyph>>), Lacking> {
    let failed = |err: &dyn std::fmt::Display| Lacking::Reason(format!("damaged PDF document: {err}"));
    let mut pdf = pdf_extract::Document::load_mem(bytes).map_err(|err| failed(&err))?;
    if pdf.is_encrypted() && pdf.decrypt("").is_err() {
        return Err(Lacking::Reason("PDF document with a password: save it without one".to_owned()));
    }
    let mut collector = Collector::default();
    pdf_extract::output_doc(&pdf, &mut collector).map_err(|err| failed(&err))?;
    let document = Document {
        title: info(&pdf, b"Title").filter(|title| is_title(title)),
        creator: info(&pdf, b"Author"),
        created: info(&pdf, b"CreationDate").and_then(|raw| date(&raw)),
        modified: info(&pdf, b"ModDate").and_then(|raw| date(&raw)),
        kind: "pdf",
        ..Document::default()
    };
    Ok((document, collector.pages))
}

/// Takes down where letters stand.
#[derive(Default)]
struct Collector {
    pages: Vec<Vec<Glyph>>,
    letters: usize,
}

impl OutputDev for Collector {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.pages.push(Vec::new());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.letters += 1;
        if self.letters > MOST {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let upright = at.m12.abs() < 0.1 * at.m11.abs();
        let size = (at.m11 * at.m22 - at.m12 * at.m21).abs().sqrt() * font_size.abs();
        // Letters that stand askew are stamps; those without a size are not seen.
        if upright && at.m11 > 0.0 && size > 0.5 && size.is_finite() && at.m31.is_finite() && at.m32.is_finite() {
            let width = width * font_size * at.m11;
            let glyph = Glyph { x: at.m31, y: at.m32, width, size, text: text.to_owned() };
            self.pages.last_mut().into_iter().for_each(|page| page.push(glyph.clone()));
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Returns what the document's table of properties says.
fn info(pdf: &pdf_extract::Document, key: &[u8]) -> Option<String> {
    let info = pdf.trailer.get(b"Info").ok()?;
    let info = info.as_reference().ok().and_then(|id| pdf.get_object(id).ok()).unwrap_or(info);
    let value = info.as_dict().ok()?.get(key).ok()?;
    let value = value.as_reference().ok().and_then(|id| pdf.get_object(id).ok()).unwrap_or(value);
    let text = match value.as_str().ok()? {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => bytes.iter().map(|&byte| char::from(byte)).collect(),
    };
    Some(crate::ingest::one_line(&text)).filter(|text| !text.is_empty())
}

/// Returns whether a title was written by a person: programs write the names of files.
fn is_title(title: &str) -> bool {
    let file = title.rsplit_once('.').is_some_and(|(_, ext)| (2..=5).contains(&ext.len()) && !ext.contains(' '));
    !file && title.contains(' ') && !title.starts_with("Microsoft ") && !title.to_lowercase().starts_with("untitled")
}

/// Returns `D:20240508101500+02'00'` in the usual way.
fn date(raw: &str) -> Option<String> {
    let digits = raw.trim_start_matches("D:").replace('\'', "");
    let (day, rest) = (digits.get(..8)?, digits.get(8..)?);
    match rest.get(..6).filter(|time| time.bytes().all(|b| b.is_ascii_digit())) {
        Some(time) => Some(format!("{day}T{time}{}", &rest[6..])),
        None => Some(day.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_titles_of_properties() {
        assert_eq!(date("D:20240508101500+02'00'").as_deref(), Some("20240508T101500+0200"));
        assert_eq!(date("D:20240508101500Z").as_deref(), Some("20240508T101500Z"));
        assert_eq!(date("D:20240508").as_deref(), Some("20240508"));
        assert_eq!(date("soon"), None);
        assert!(is_title("Ferry sails again") && !is_title("Microsoft Word - ferry") && !is_title("ferry final.docx"));
    }

    #[test]
    fn a_panic_is_caught_and_the_next_one_too() {
        for _ in 0..2 {
            assert!(quietly(|| panic!("as the crate does")).is_err());
        }
        assert_eq!(quietly(|| 1).ok(), Some(1));
    }

    #[test]
    fn what_is_broken_has_a_reason() {
        for bytes in [
            &b"%PDF-1.4"[..],
            b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>",
            b"%PDF-1.7\n\xff\xff",
        ] {
            assert!(read(bytes).is_err());
        }
    }
}
