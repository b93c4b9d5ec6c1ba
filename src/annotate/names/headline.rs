//! Lines in title case: which they are, and the names in them that the body knows.

use super::cluster::Clusters;
use super::kinds::scan;
use super::lexicon::Class;
use super::mention::{Gender, Mention, Sort};
use super::page::Page;
use super::runs::LowerWords;
use crate::annotate::doc::{Doc, NONE};
use crate::annotate::token::{Range, Shape};
use rustc_hash::FxHashSet;

/// Marks the lines written in title case or capitals; says whether there are any.
pub(super) fn mark(text: &str, doc: &Doc, title: Option<&str>, classes: &mut [Class]) -> bool {
    let mut any = false;
    for (number, p) in doc.paragraphs.iter().enumerate() {
        let first_line = number == 0 && title.is_some_and(|t| is_line(text, doc, *p, t)) && p.end - p.start < 40;
        if first_line && mostly_capitals(doc, *p, 60) || mostly_capitals(doc, *p, 70) {
            any = true;
            for class in classes.get_mut(p.start..p.end).unwrap_or(&mut []) {
                class.add(Class::HEADLINE);
            }
        }
    }
    any
}

fn is_line(text: &str, doc: &Doc, paragraph: Range, title: &str) -> bool {
    let Some(first) = doc.tokens.get(paragraph.start) else { return false };
    text.get(first.start as usize..).is_some_and(|rest| rest.starts_with(title.trim()))
}

/// Four words longer than three letters, and this share of them in capitals; long paragraphs are no headlines.
fn mostly_capitals(doc: &Doc, paragraph: Range, percent: usize) -> bool {
    if paragraph.end - paragraph.start > 60 {
        return false;
    }
    let (mut long, mut capital) = (0, 0);
    for t in doc.tokens.get(paragraph.start..paragraph.end).unwrap_or(&[]) {
        if t.end - t.start > 3 && matches!(t.shape, Shape::Lower | Shape::Capital | Shape::Upper) {
            long += 1;
            capital += usize::from(t.shape != Shape::Lower);
        }
    }
    // A short line with a full stop may be a sentence full of names.
    let stop = doc.tokens.get(paragraph.end - 1).is_some_and(|t| t.shape == Shape::Stop);
    long >= if stop { 6 } else { 4 } && capital * 100 >= long * percent
}

/// In a headline only names that the body knows count.
pub(super) fn names(
    page: Page<'_>,
    line: Range,
    lower: &LowerWords,
    clusters: &Clusters,
    bare: &FxHashSet<u32>,
    mentions: &mut Vec<Mention>,
) {
    let mut runs = Vec::new();
    scan(page, line, lower, &mut runs);
    for run in runs {
        let whole = Range { start: run.start.min(run.name.start), end: run.name.end };
        if matches!(run.sort, Sort::Organisation) && run.words(page) <= 3 {
            mentions.push(run);
            continue;
        }
        let (mut i, known) = (whole.start, mentions.len());
        while i < whole.end {
            let found = known_at(page, i, whole.end, &run, clusters);
            i = found.map_or(i + 1, |m| m.name.end);
            mentions.extend(found);
        }
        let given = page.class(run.name.start).is_given_name();
        if mentions.len() == known && run.sort == Sort::Person && given && run.words(page) > 1 {
            mentions.extend(unknown(page, run, bare));
        }
    }
}

/// A name that only the headline gives in full: its surname must stand in the body.
fn unknown(page: Page<'_>, run: Mention, bare: &FxHashSet<u32>) -> Option<Mention> {
    let end = run.name.start + 2;
    let name = Range { start: run.name.start, end };
    bare.contains(&page.key(end - 1)).then_some(Mention { name, ..run })
}

/// A full name or surname of the body at token `i` of a headline.
fn known_at(page: Page<'_>, i: usize, end: usize, run: &Mention, clusters: &Clusters) -> Option<Mention> {
    let base = Mention { start: i, gender: Gender::Unknown, honorific: false, cluster: NONE, ..*run };
    for length in [4, 3, 2] {
        let name = Range { start: i, end: i + length };
        let mention = Mention { name, sort: Sort::Person, ..base };
        if name.end <= end && clusters.find_full(page, &mention).is_some() {
            return Some(mention);
        }
    }
    let mention = Mention { name: Range { start: i, end: i + 1 }, sort: Sort::Single, ..base };
    let known = page.is(i, Class::CAPITAL) && clusters.family(page.key(i)).next().is_some();
    known.then_some(mention)
}
