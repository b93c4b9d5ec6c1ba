//! A text document as plain data, and the article in it.

use crate::ingest::date::{self, Role};
use crate::ingest::draft::Draft;
use crate::ingest::{Job, Outcome, clean, exports, one_line};
use xxhash_rust::xxh3::xxh3_64;

/// The longest first line that is taken for a title, in characters.
const TITLE: usize = 120;

/// A document that a word processor wrote.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) paragraphs: Vec<Paragraph>,
    /// What the properties of the file say, which nobody may have looked at.
    pub(super) title: Option<String>,
    pub(super) creator: Option<String>,
    pub(super) created: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) language: Option<String>,
    /// What dates are said to come from: `docx`, `odt`.
    pub(super) kind: &'static str,
}

/// A paragraph of a document.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    /// Whether its style is that of a title or of the highest heading.
    pub(super) title: bool,
}

impl Document {
    /// Makes the article, or those of an export, and hands them on.
    pub(super) fn finish(mut self, job: &mut Job, hash: u64) {
        let lines: Vec<String> = self.paragraphs.iter().flat_map(|p| p.text.split('\n').map(str::to_owned)).collect();
        if exports::nexis::is_export(&lines) {
            return exports::put_all(job, exports::nexis::articles(&lines), &[]);
        }
        self.paragraphs.retain(|paragraph| !paragraph.text.trim().is_empty());
        let mut draft = Draft::default();
        draft.title(self.take_title());
        draft.language(self.language.take());
        draft.paragraphs = self.paragraphs.iter().map(|paragraph| paragraph.text.clone()).collect();
        let mut outcome = draft.finish(job, None);
        if let Outcome::Article(article) = &mut outcome {
            // What the words say comes first: properties are often those of a template.
            if let Some(creator) = self.creator.filter(|name| article.authors.is_empty() && clean::is_name(name)) {
                article.authors = vec![creator];
            }
            let dated = article.published.is_some();
            for (role, name, value) in
                [(Role::Published, "created", &self.created), (Role::Modified, "modified", &self.modified)]
            {
                if let Some(raw) = value.as_ref().filter(|_| !dated) {
                    date::note(article, role, &format!("{}:{name}", self.kind), raw);
                }
            }
            if article.modified == article.published {
                article.modified = None;
            }
        }
        job.put(outcome, hash);
    }

    /// Takes the title out of the paragraphs: what has its style, else a short first line; else the properties have it.
    fn take_title(&mut self) -> Option<String> {
        let styled = self.paragraphs.iter().take(5).position(|paragraph| paragraph.title);
        let first = self.paragraphs.first().map(|paragraph| one_line(&paragraph.text)).unwrap_or_default();
        let byline = first.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
        let short =
            first.chars().count() <= TITLE && !first.ends_with(['.', ':', ',', ';']) && self.paragraphs.len() > 1;
        match styled {
            Some(at) => Some(self.paragraphs.remove(at).text),
            None if short && !byline => Some(self.paragraphs.remove(0).text),
            None => self.title.take(),
        }
    }
}

/// Hands on the drafts of an export, each with the hash of its own words.
pub(in crate::ingest) fn hash_of(draft: &Draft) -> u64 {
    xxh3_64(format!("{:?}{:?}", draft.article.title, draft.paragraphs).as_bytes())
}
