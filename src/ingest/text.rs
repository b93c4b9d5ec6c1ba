//! Plain text files: paragraphs, and the title above them.

use crate::ingest::prose::Prose;
use crate::ingest::{Job, finish, lines, one_line};
use crate::model::Article;

/// The longest first line that is taken for a title, in characters.
const TITLE: usize = 120;

/// Makes an article of a text file and hands it on.
pub(super) fn read(job: &mut Job, text: &str, mut article: Article, hash: u64) {
    let body = match title(text) {
        Some(range) => {
            article.title = Some(one_line(&text[range.clone()]));
            range.end
        }
        None => 0,
    };
    let prose = prose(text, body);
    job.put(finish(job, article, false, prose, Some(text)), hash);
}

/// Returns the paragraphs of `text` from `body` on as prose.
pub(super) fn prose(text: &str, body: usize) -> Prose {
    let mut prose = Prose::with_capacity(text.len());
    for paragraph in lines::paragraphs(text).into_iter().filter(|p| p.start >= body) {
        prose.push_paragraph(text, &[paragraph]);
    }
    prose
}

/// Returns the first line if it is a title: short, no full stop at its end, a blank line and more text after it.
fn title(text: &str) -> Option<std::ops::Range<usize>> {
    let (range, alone) = lines::first_line(text)?;
    let line = text[range.clone()].trim();
    let short = line.chars().take(TITLE + 1).count() <= TITLE;
    let byline = line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
    let more = !text[range.end..].trim_start().is_empty();
    (alone && short && more && !byline && !line.ends_with('.')).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        let is = |text: &str| title(text).map(|range| text[range].trim().to_owned());
        assert_eq!(is("\n The night the weir went\n\nIt went.").as_deref(), Some("The night the weir went"));
        assert_eq!(is("Storm Ulla\r\n\r\nIt came.").as_deref(), Some("Storm Ulla"));
        assert_eq!(is("It came.\n\nIt went."), None);
        assert_eq!(is("A line\nand another\n\nIt went."), None);
        assert_eq!(is("A line"), None);
        assert_eq!(is(&format!("{}\n\nIt went.", "word ".repeat(30))), None);
    }
}
