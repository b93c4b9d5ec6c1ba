//! Markdown: the words without the marks, each with its place in the file.

mod front;
mod inline;

use crate::ingest::fields::Fields;
use crate::ingest::prose::Prose;
use crate::ingest::{Job, finish, lines, one_line};
use crate::model::Article;
use std::ops::Range;

/// Makes an article of a Markdown file and hands it on.
pub(super) fn read(job: &mut Job, text: &str, mut article: Article, hash: u64) {
    let (front, body) = front::read(text);
    Fields::new(&front, job.options).describe(&mut article);
    let mut paragraphs = paragraphs(text, body);
    if let Some(first) = paragraphs.first().filter(|p| p.heading == 1) {
        let heading = words(text, first);
        if article.title.is_none() || article.title.as_deref() == Some(&heading) {
            article.title = Some(heading);
            paragraphs.remove(0);
        }
    }
    let mut prose = Prose::with_capacity(text.len());
    for paragraph in &paragraphs {
        prose.push_paragraph(text, &inline::pieces(text, &paragraph.lines));
    }
    let outcome = finish(job, article, false, prose, Some(text));
    job.put(outcome, hash);
}

/// A paragraph, heading or list item: its lines without the marks at their starts.
#[derive(Debug, Default)]
struct Paragraph {
    lines: Vec<Range<usize>>,
    /// The level of a heading, 0 if it is none.
    heading: usize,
}

/// Returns the words of a paragraph on one line.
fn words(text: &str, paragraph: &Paragraph) -> String {
    let pieces = inline::pieces(text, &paragraph.lines);
    one_line(&pieces.into_iter().map(|piece| &text[piece]).collect::<String>())
}

/// Returns the paragraphs of the part of `text` that starts at `body`.
fn paragraphs(text: &str, body: usize) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let mut open = false;
    // Without blank lines the file is not Markdown in its paragraphs: a line is one.
    let loose = !lines::lines(text[body..].trim()).any(|line| text[body..].trim()[line].trim().is_empty());
    for line in lines::lines(&text[body..]) {
        let (start, end) = (body + line.start, body + line.end);
        let next = end + text[end..].chars().next().map_or(0, char::len_utf8);
        let kind = Kind::of(&text[start..end]);
        let content = |at: usize| start + at..next;
        match kind {
            Kind::Blank | Kind::Mark => open = false,
            Kind::Underline(level) if open => {
                open = false;
                found.last_mut().into_iter().for_each(|p| p.heading = level);
            }
            Kind::Underline(_) => {}
            Kind::Heading(level, at) => {
                let words = text[start..end].trim_end().trim_end_matches('#').trim_end().len();
                found.push(Paragraph { lines: vec![start + at..start + words.max(at)], heading: level });
                open = false;
            }
            Kind::Item(at) => {
                found.push(Paragraph { lines: vec![content(at)], heading: 0 });
                open = true;
            }
            Kind::Words(at) if open && !loose => found.last_mut().into_iter().for_each(|p| p.lines.push(content(at))),
            Kind::Words(at) => {
                found.push(Paragraph { lines: vec![content(at)], heading: 0 });
                open = true;
            }
        }
        // Two spaces at its end part a line from the next.
        open &= !text[start..end].ends_with("  ");
    }
    found
}

/// What a line is; the numbers say where its words start.
enum Kind {
    Blank,
    /// A rule, a fence, a comment, the target of links: no words.
    Mark,
    /// A line under a heading of this level.
    Underline(usize),
    Heading(usize, usize),
    Item(usize),
    Words(usize),
}

impl Kind {
    fn of(line: &str) -> Self {
        let trimmed = line.trim_start_matches(['>', ' ', '\t']);
        let at = line.len() - trimmed.len();
        let plain = trimmed.trim_end();
        if plain.is_empty() {
            return Self::Blank;
        }
        let only =
            |mark: char, least: usize| plain.chars().filter(|c| *c != ' ').all(|c| c == mark) && plain.len() >= least;
        if only('=', 2) {
            return Self::Underline(1);
        }
        if only('-', 2) {
            return Self::Underline(2);
        }
        let target = plain.starts_with('[') && plain.contains("]: ") && !plain.contains("] ");
        if only('*', 3)
            || only('_', 3)
            || plain.starts_with("```")
            || plain.starts_with("~~~")
            || plain.starts_with("<!--")
            || target
        {
            return if plain.starts_with("```") && plain[3..].contains('\'') { Self::Words(at) } else { Self::Mark };
        }
        let marks = plain.len() - plain.trim_start_matches('#').len();
        if (1..=6).contains(&marks) && plain[marks..].starts_with(' ') {
            return Self::Heading(marks, at + marks + 1);
        }
        match item(trimmed) {
            Some(width) => Self::Item(at + width),
            None => Self::Words(at),
        }
    }
}

/// Returns the width of the mark of a list item: `- `, `* `, `12. `.
fn item(line: &str) -> Option<usize> {
    if ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark)) {
        return Some(2);
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = &line[digits..];
    ((1..=2).contains(&digits) && (after.starts_with(". ") || after.starts_with(") "))).then_some(digits + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        paragraphs(text, 0).iter().map(|p| words(text, p)).collect()
    }

    #[test]
    fn marks_of_lines_go() {
        let text = "# Title #\n\nOne\nline.\n\n> quoted\n> words\n\n- item *a*\n- item b\n\n12. twelfth\n\n***\n\nUnder\n=====\nend  \nbreak\n\n[x]: http://x.example\n";
        assert_eq!(
            texts(text),
            ["Title", "One line.", "quoted words", "item a", "item b", "twelfth", "Under", "end", "break"]
        );
    }

    #[test]
    fn lines_without_blanks_are_paragraphs() {
        assert_eq!(texts("One.\nTwo.\n#hash\n1984 was a year."), ["One.", "Two.", "#hash", "1984 was a year."]);
    }
}
