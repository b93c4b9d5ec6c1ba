//! Breaks painted text into lines of a width.

use crate::model::Span;
use crate::output::paint::{Role, Style, columns, paint};
use crate::output::sanitize::sanitize;
use std::io::{self, Write};
use unicode_width::UnicodeWidthChar;

/// Text in stretches of one look each.
#[derive(Clone, Debug, Default)]
pub(super) struct Painted(Vec<(Role, String)>);

impl Painted {
    /// Adds text, made safe for a terminal.
    pub(super) fn push(&mut self, role: Role, text: &str) {
        if !text.is_empty() {
            self.0.push((role, sanitize(text).into_owned()));
        }
    }

    /// Adds `span` of `text`; `marked` stretches, in order, look like their roles, the others like `role`.
    pub(super) fn push_marked(&mut self, role: Role, text: &str, span: Span, marked: &[(Span, Role)]) {
        let mut at = span.start();
        for (mark, look) in marked.iter().filter(|(mark, _)| mark.overlaps(span)) {
            let (start, end) = (mark.start().max(at), mark.end().min(span.end()));
            self.push(role, Span::new(at, start).of(text));
            self.push(*look, Span::new(start, end).of(text));
            at = at.max(end);
        }
        self.push(role, Span::new(at, span.end()).of(text));
    }

    /// Writes the text in lines, each after `indent` blanks. Line feeds begin new lines; words too long for one are broken.
    pub(super) fn write(&self, out: &mut impl Write, style: &Style, indent: usize) -> io::Result<()> {
        self.write_behind(out, "", style, indent)
    }

    /// Writes the text in lines that begin after `indent` blanks, the first one behind `label`, which is at most as wide.
    pub(super) fn write_behind(
        &self,
        out: &mut impl Write,
        label: &str,
        style: &Style,
        indent: usize,
    ) -> io::Result<()> {
        let room = style.width.saturating_sub(indent).max(20);
        let mut lines = Lines {
            out,
            style,
            indent,
            room,
            label,
            line: Vec::new(),
            column: 0,
            blank: None,
            word: Vec::new(),
            word_columns: 0,
        };
        for (role, text) in &self.0 {
            for c in text.chars() {
                lines.push(*role, c)?;
            }
        }
        lines.finish()
    }
}

/// A writer of lines, word by word.
struct Lines<'w, W: Write> {
    out: &'w mut W,
    style: &'w Style,
    indent: usize,
    room: usize,
    /// What the first line begins with.
    label: &'w str,
    /// The line so far, and its columns.
    line: Vec<(Role, String)>,
    column: usize,
    /// A blank to be written before the next word, if the word still fits.
    blank: Option<Role>,
    word: Vec<(Role, String)>,
    word_columns: usize,
}

impl<W: Write> Lines<'_, W> {
    fn push(&mut self, role: Role, c: char) -> io::Result<()> {
        if c == '\n' {
            self.flush()?;
            return self.break_line();
        }
        // A no-break space does not end a word.
        if c.is_whitespace() && c != '\u{a0}' {
            self.flush()?;
            self.blank = Some(role);
            return Ok(());
        }
        let columns = c.width().unwrap_or(0);
        if self.word_columns + columns > self.room {
            self.flush()?;
        }
        append(&mut self.word, role, c.encode_utf8(&mut [0; 4]));
        self.word_columns += columns;
        Ok(())
    }

    /// Puts the word that is complete into this line or the next.
    fn flush(&mut self) -> io::Result<()> {
        if self.word.is_empty() {
            return Ok(());
        }
        let blank = self.blank.take().filter(|_| self.column > 0);
        if self.column > 0 && self.column + usize::from(blank.is_some()) + self.word_columns > self.room {
            self.break_line()?;
        } else if let Some(role) = blank {
            append(&mut self.line, role, " ");
            self.column += 1;
        }
        for (role, text) in self.word.drain(..) {
            append(&mut self.line, role, &text);
        }
        self.column += std::mem::take(&mut self.word_columns);
        Ok(())
    }

    fn break_line(&mut self) -> io::Result<()> {
        if self.column > 0 {
            let label = std::mem::take(&mut self.label);
            paint(self.out, self.style, Role::Meta, label)?;
            write!(self.out, "{:1$}", "", self.indent.saturating_sub(columns(label)))?;
        }
        for (role, text) in self.line.drain(..) {
            paint(self.out, self.style, role, &text)?;
        }
        self.column = 0;
        self.blank = None;
        writeln!(self.out)
    }

    fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        if self.column > 0 { self.break_line() } else { Ok(()) }
    }
}

/// Adds text to a list in which neighbours look different.
fn append(list: &mut Vec<(Role, String)>, role: Role, text: &str) {
    match list.last_mut() {
        Some((last, so_far)) if *last == role => so_far.push_str(text),
        _ => list.push((role, text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize, indent: usize) -> String {
        let mut painted = Painted::default();
        painted.push(Role::Plain, text);
        let mut out = Vec::new();
        painted.write(&mut out, &Style { width, ..Style::default() }, indent).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(lines("one two three four five six", 20, 0), "one two three four\nfive six\n");
        assert_eq!(lines("a  b\n\nc", 30, 2), "  a b\n\n  c\n");
        assert_eq!(lines("", 30, 2), "");
    }

    #[test]
    fn wide_characters_count_two_and_long_words_are_broken() {
        assert_eq!(lines(&"日".repeat(12), 20, 0), format!("{}\n{}\n", "日".repeat(10), "日".repeat(2)));
    }

    #[test]
    fn marks_keep_their_look_across_lines() {
        let text = "no boots on the ground today";
        let mut painted = Painted::default();
        painted.push_marked(Role::Plain, text, Span::new(0, text.len()), &[(Span::new(3, 22), Role::Match)]);
        let mut out = Vec::new();
        painted.write(&mut out, &Style { color: true, width: 20, verbose: false }, 0).unwrap();
        let shown = String::from_utf8(out).unwrap().replace("\x1b[0m", "]").replace("\x1b[1;31m", "[");
        assert_eq!(shown, "no [boots on the]\n[ground] today\n");
    }
}
