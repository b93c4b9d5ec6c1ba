//! From byte offsets to Unicode code points: the one place where they are converted.

use crate::model::Span;

/// Bytes between two marks.
const STEP: usize = 256;

/// Counts the code points before any byte of a text.
pub struct CodePoints<'a> {
    text: &'a str,
    /// How many code points start before each multiple of [`STEP`].
    marks: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    /// Makes `text` ready to be counted.
    pub fn new(text: &'a str) -> Self {
        let mut count = 0;
        let marks = text.as_bytes().chunks(STEP).map(|chunk| {
            let before = count;
            count += starts(chunk);
            before
        });
        Self { text, marks: marks.collect() }
    }

    /// Returns how many code points start before the byte at `offset`.
    pub fn at(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let mark = (offset / STEP).min(self.marks.len().saturating_sub(1));
        self.marks.get(mark).map_or(0, |count| count + starts(&self.text.as_bytes()[mark * STEP..offset]))
    }

    /// Returns `span` in code points.
    pub fn span(&self, span: Span) -> [usize; 2] {
        [self.at(span.start()), self.at(span.end())]
    }

    /// Returns the byte offset of the code point with this number; the length of the text if there is none.
    pub fn byte(&self, number: usize) -> usize {
        let mark = self.marks.partition_point(|count| *count <= number).saturating_sub(1);
        let Some(count) = self.marks.get(mark) else { return 0 };
        let bytes = self.text.as_bytes()[mark * STEP..].iter().enumerate();
        let mut from_here = bytes.filter(|(_, byte)| is_start(**byte)).map(|(i, _)| mark * STEP + i);
        from_here.nth(number - count).unwrap_or(self.text.len())
    }
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| is_start(**byte)).count()
}

/// Returns whether a byte of UTF-8 begins a code point.
fn is_start(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_are_true(text in "[aé日🙂\n]{0,700}", at in 0..700usize) {
            let points = CodePoints::new(&text);
            let byte = points.byte(at);
            prop_assert!(text.is_char_boundary(byte));
            prop_assert_eq!(points.at(byte), at.min(text.chars().count()));
            prop_assert_eq!(points.at(byte), text[..byte].chars().count());
        }
    }
}
