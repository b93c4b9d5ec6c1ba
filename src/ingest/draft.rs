//! An article in the making: what a format says, before the text is cleaned and the rest is completed.

use crate::ingest::date::{self, Role};
use crate::ingest::prose::Prose;
use crate::ingest::{Job, Outcome, authors, clean, finish, one_line};
use crate::model::{Article, Warning};

/// Why an item that is to be used no more is no article.
pub(crate) const CANCELED: &str = "canceled by its provider";

/// What a reader of a format found.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) article: Article,
    /// The text, one entry a paragraph, white space as it came.
    pub(super) paragraphs: Vec<String>,
}

impl Draft {
    /// Makes the article, which is one `of_many` in its file if it has a number there.
    pub(super) fn finish(mut self, job: &Job, number: Option<u32>) -> Outcome {
        let length: usize = self.paragraphs.iter().map(String::len).sum();
        if length as u64 > job.options.max_article {
            return job.skipped(number, job.too_large());
        }
        self.article.path = job.shown.to_owned();
        self.article.record = number.unwrap_or(0);
        self.drop_title();
        self.drop_marks();
        let mut prose = Prose::with_capacity(length + self.paragraphs.len());
        for paragraph in &self.paragraphs {
            prose.push_paragraph(paragraph, std::slice::from_ref(&(0..paragraph.len())));
        }
        finish(job, self.article, number.is_some(), prose, None)
    }

    /// Drops the desk's marks at the end: initials, `ends`, the agency once more.
    pub(super) fn sign_off(&mut self) {
        while let Some(last) = self.paragraphs.last().map(|last| one_line(last)) {
            if !last.is_empty() && !is_mark(&last) {
                break;
            }
            self.paragraphs.pop();
            if !last.is_empty() {
                self.article.warnings.push(Warning { rule: "rubbish".to_owned(), text: last });
            }
        }
    }

    /// Drops lines of marks only, which part sections.
    fn drop_marks(&mut self) {
        let warnings = &mut self.article.warnings;
        self.paragraphs.retain(|paragraph| {
            let words = paragraph.contains(char::is_alphanumeric);
            if !words && !paragraph.trim().is_empty() {
                warnings.push(Warning { rule: "rubbish".to_owned(), text: one_line(paragraph) });
            }
            words
        });
    }

    /// Drops paragraphs at the top that only say the title again.
    fn drop_title(&mut self) {
        let plain =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let Some(title) = self.article.title.as_deref().map(plain) else { return };
        if self.paragraphs.first().is_some_and(|first| plain(first) == title) {
            self.paragraphs.remove(0);
        }
    }

    /// Sets the title, unless there is one or `title` is empty.
    pub(super) fn title(&mut self, title: Option<String>) {
        set(&mut self.article.title, title);
    }

    /// Sets the outlet, unless there is one or `outlet` is empty.
    pub(super) fn outlet(&mut self, outlet: Option<String>) {
        set(&mut self.article.outlet, outlet);
    }

    /// Sets the section, unless there is one or `section` is empty.
    pub(super) fn section(&mut self, section: Option<String>) {
        set(&mut self.article.section, section);
    }

    /// Sets the agency if `name` is one and none is known.
    pub(super) fn wire(&mut self, name: Option<String>) {
        set(&mut self.article.wire, name.filter(|name| clean::is_agency(name)));
    }

    /// Sets the language, unless there is one.
    pub(super) fn language(&mut self, said: Option<String>) {
        set(&mut self.article.language, said.and_then(|said| crate::ingest::language::code(&said)));
    }

    /// Sets the id, and the address if it is one.
    pub(super) fn id(&mut self, id: Option<String>) {
        let Some(id) = id.map(|id| one_line(&id)).filter(|id| !id.is_empty()) else { return };
        if self.article.url.is_none() && (id.starts_with("http://") || id.starts_with("https://")) {
            self.article.url = Some(id.clone());
        }
        if self.article.id.is_empty() {
            self.article.id = id;
        }
    }

    /// Adds the names of a byline.
    pub(super) fn byline(&mut self, byline: Option<String>) {
        let Some(byline) = byline else { return };
        let mut names = std::mem::take(&mut self.article.authors);
        names.extend(authors::of_byline(&byline));
        self.article.authors = authors::unique(names);
    }

    /// Notes a date of publication found at `source`.
    pub(super) fn published(&mut self, source: &str, raw: Option<String>) {
        date::note(&mut self.article, Role::Published, source, raw.as_deref().unwrap_or(""));
    }

    /// Notes a date of change found at `source`.
    pub(super) fn modified(&mut self, source: &str, raw: Option<String>) {
        date::note(&mut self.article, Role::Modified, source, raw.as_deref().unwrap_or(""));
        // The first version is no change.
        if self.article.modified == self.article.published {
            self.article.modified = None;
        }
    }
}

/// Writes `value` on one line to `slot`, unless that is set or `value` is empty.
fn set(slot: &mut Option<String>, value: Option<String>) {
    if slot.is_none() {
        *slot = value.map(|value| one_line(&value)).filter(|value| !value.is_empty());
    }
}

/// Returns whether a line is what desks write below a text: `hh/ph/ts`, `AFP sn`, `dpa tca bag`, `-ends-`, `/ritzau/`.
fn is_mark(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() || matches!(bare.to_lowercase().as_str(), "end" | "ends" | "endit" | "more" | "ende") {
        return line.len() <= 12;
    }
    if line.len() > 30 || line.ends_with(['.', '!', '?', '"', '”']) {
        return false;
    }
    if clean::is_agency(bare) || line.starts_with('/') && line.ends_with('/') {
        return true;
    }
    let initials = |word: &str| {
        (2..=4).contains(&word.len())
            && (word.bytes().all(|b| b.is_ascii_lowercase()) || word.bytes().all(|b| b.is_ascii_uppercase()))
    };
    let mut words = bare.split(' ');
    let first = words.next().unwrap_or("");
    let rest: Vec<&str> = words.collect();
    let slashes = bare.contains('/') && !bare.contains(' ') && bare.split(['/', '-']).all(initials);
    slashes || clean::is_agency(first) && !rest.is_empty() && rest.iter().all(|word| initials(word))
}

/// Returns why an item of this status is no article any more; `None` if it may be used.
pub(super) fn status(status: &str) -> Option<String> {
    let word = status.rsplit([':', '/']).next().unwrap_or("").trim().to_ascii_lowercase();
    let is = |words: &[&str]| words.contains(&word.as_str());
    if is(&["canceled", "cancelled", "killed", "kill", "withdrawn", "retracted", "annulled"]) {
        return Some(CANCELED.to_owned());
    }
    is(&["withheld", "embargoed"]).then(|| "withheld by its provider".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_desks() {
        for line in ["hh/ph/ts/hd", "AFP sn", "AAP RTV ar", "dpa tca bag", "-ends-", "/ritzau/", "ENDS", "___"] {
            assert!(is_mark(line), "{line}");
        }
        for line in ["The end of it.", "He is gone", "AFP said so.", "Reuters reported it", "\"Yes\""] {
            assert!(!is_mark(line), "{line}");
        }
    }

    #[test]
    fn what_is_withdrawn() {
        assert!(status("stat:canceled").is_some() && status("Canceled").is_some() && status("withheld").is_some());
        assert!(status("stat:usable").is_none() && status("").is_none());
    }
}
