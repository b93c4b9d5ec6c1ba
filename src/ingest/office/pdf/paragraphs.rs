//! From lines to paragraphs: what goes on is joined, words parted at line ends are mended, running heads go.

use crate::ingest::office::pdf::columns::Line;
use rustc_hash::{FxHashMap, FxHashSet};

/// How much larger than the text a title is.
const LARGER: f64 = 1.25;

/// Returns the paragraphs of pages, and which of them are set like a title.
pub(super) fn of(mut pages: Vec<Vec<Line>>) -> Vec<(String, bool)> {
    drop_running(&mut pages);
    let body = body_size(&pages);
    let known = words(&pages);
    let leading = leading(pages.iter().flat_map(|page| gaps(page)).collect()).unwrap_or(1.3 * body);
    let mut paragraphs: Vec<(String, f64)> = Vec::new();
    let mut before: Option<(&Line, Column)> = None;
    for page in &pages {
        let columns = columns(page, leading);
        for line in page {
            let column = columns[&line.column];
            let joins = before.is_some_and(|(last, of)| {
                // The first line of the next page or column cannot be above the last one of this.
                let same = last.column == line.column && last.y > line.y && page.iter().any(|l| std::ptr::eq(l, last));
                if same { goes_on(last, line, &of) } else { flows_on(last, line, &of, &column) }
            });
            match paragraphs.last_mut().filter(|_| joins) {
                Some((text, _)) => join(text, &line.text, &known),
                None => paragraphs.push((line.text.clone(), line.size)),
            }
            before = Some((line, column));
        }
    }
    paragraphs.into_iter().map(|(text, size)| (text, size >= LARGER * body)).collect()
}

/// What a column looks like.
#[derive(Clone, Copy, Debug)]
struct Column {
    left: f64,
    right: f64,
    leading: f64,
}

/// Returns the columns of a page; of one with few lines, the document's distance of lines is taken for its own.
fn columns(page: &[Line], usual: f64) -> FxHashMap<usize, Column> {
    let mut columns: FxHashMap<usize, Vec<Line>> = FxHashMap::default();
    page.iter().for_each(|line| columns.entry(line.column).or_default().push(line.clone()));
    let column = |lines: &[Line]| Column {
        left: lines.iter().map(|line| line.x).fold(f64::MAX, f64::min),
        right: lines.iter().map(|line| line.end).fold(f64::MIN, f64::max),
        leading: leading(gaps(lines)).unwrap_or(usual),
    };
    columns.into_iter().map(|(number, lines)| (number, column(&lines))).collect()
}

/// Returns how far lines of one column stand from those above them.
fn gaps(lines: &[Line]) -> Vec<f64> {
    let gap = |two: &[Line]| (two[0].column == two[1].column).then_some(two[0].y - two[1].y).filter(|gap| *gap > 0.0);
    lines.windows(2).filter_map(gap).collect()
}

/// Returns the usual distance of lines: the larger ones are those of paragraphs. Few tell nothing.
fn leading(mut gaps: Vec<f64>) -> Option<f64> {
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 3).copied().filter(|_| gaps.len() >= 3)
}

/// Returns whether a line goes on with the paragraph of the one above it.
fn goes_on(last: &Line, line: &Line, column: &Column) -> bool {
    let indent = |line: &Line| line.x - column.left > 0.7 * line.size;
    let full = last.end > column.right - 0.15 * (column.right - column.left);
    let near = last.y - line.y <= 1.35 * column.leading.max(line.size);
    same_size(last, line) && near && !(indent(line) && !indent(last)) && (full || !ends_sentence(&last.text))
}

/// Returns whether a line at the top of a column goes on with the paragraph at the end of the column before.
fn flows_on(last: &Line, line: &Line, before: &Column, column: &Column) -> bool {
    let full = last.end > before.right - 0.15 * (before.right - before.left);
    let indented = line.x - column.left > 0.7 * line.size;
    let small = line.text.starts_with(char::is_lowercase);
    let open = !ends_sentence(&last.text) && full || ends_parted(&last.text);
    same_size(last, line) && !indented && (small || open) && (small || !ends_sentence(&last.text))
}

fn same_size(last: &Line, line: &Line) -> bool {
    (last.size - line.size).abs() <= 0.12 * last.size.max(line.size)
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', ':', '…', '”', '"', '’', '»', '“', ')'])
}

fn ends_parted(text: &str) -> bool {
    text.ends_with(['-', '\u{2010}', '\u{ad}'])
}

/// Adds a line to a paragraph. A word parted by a hyphen is mended; a compound keeps the hyphen that it has elsewhere.
fn join(text: &mut String, line: &str, known: &FxHashSet<String>) {
    let line = line.trim();
    if !ends_parted(text) {
        text.push(' ');
        return text.push_str(line);
    }
    let soft = text.ends_with('\u{ad}');
    let bare = text.trim_end_matches(['-', '\u{2010}', '\u{ad}']);
    let word = |c: char| c.is_alphanumeric() || c == '-';
    let head = &bare
        [bare.rfind(|c: char| !word(c)).map_or(0, |at| at + bare[at..].chars().next().map_or(1, char::len_utf8))..];
    let tail = &line[..line.find(|c: char| !word(c)).unwrap_or(line.len())];
    let compound = format!("{head}-{tail}").to_lowercase();
    let whole = format!("{head}{tail}").to_lowercase();
    let letters = head.ends_with(char::is_alphabetic) && tail.starts_with(char::is_lowercase);
    let keeps = !soft && (!letters || known.contains(&compound) && !known.contains(&whole));
    let length = bare.len();
    text.truncate(length);
    if keeps {
        text.push('-');
    }
    text.push_str(line);
}

/// Returns the words inside lines, where nothing parts them.
fn words(pages: &[Vec<Line>]) -> FxHashSet<String> {
    let mut words = FxHashSet::default();
    for line in pages.iter().flatten() {
        let all: Vec<&str> = line.text.split(|c: char| !(c.is_alphanumeric() || c == '-')).collect();
        words.extend(all.iter().take(all.len().saturating_sub(1)).map(|word| word.to_lowercase()));
    }
    words
}

/// Returns the size in which most of the letters are set.
fn body_size(pages: &[Vec<Line>]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = pages.iter().flatten().map(|line| (line.size, line.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, letters)| letters).sum::<usize>() / 2;
    let mut sum = 0;
    let middle = sizes.iter().find(|(_, letters)| {
        sum += letters;
        sum > half
    });
    middle.map_or(0.0, |(size, _)| *size)
}

/// Drops what stands at the top and at the foot of pages again and again, and their numbers.
fn drop_running(pages: &mut [Vec<Line>]) {
    let plain = |line: &Line| line.text.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let edges = |page: &[Line]| -> Vec<usize> {
        let mut order: Vec<usize> = (0..page.len()).collect();
        order.sort_by(|a, b| page[*b].y.total_cmp(&page[*a].y));
        let last = order.len().saturating_sub(2);
        order.iter().take(2).chain(order.iter().skip(last.max(2))).copied().collect()
    };
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for page in pages.iter() {
        let lines: FxHashSet<String> =
            edges(page).iter().map(|&at| plain(&page[at])).filter(|l| !l.is_empty()).collect();
        lines.into_iter().for_each(|line| *counts.entry(line).or_default() += 1);
    }
    let least = (pages.len() / 2).max(3);
    for page in pages.iter_mut() {
        let is_number = |line: &Line| {
            line.text.len() <= 12 && line.text.contains(|c: char| c.is_ascii_digit()) && plain(line).len() <= 4
        };
        let gone: FxHashSet<usize> = edges(page)
            .into_iter()
            .filter(|&at| is_number(&page[at]) || counts.get(&plain(&page[at])).is_some_and(|count| *count >= least))
            .collect();
        let mut at = 0;
        page.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(column: usize, x: f64, y: f64, text: &str) -> Line {
        Line { x, end: x + text.len() as f64 * 5.0, y, size: 10.0, text: text.to_owned(), column }
    }

    fn texts(pages: Vec<Vec<Line>>) -> Vec<String> {
        of(pages).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn lines_are_joined_and_words_mended() {
        let page = vec![
            line(0, 0.0, 100.0, "The ferry of Ostley has sailed to the is-"),
            line(0, 0.0, 88.0, "land of Tarnwick with a twenty-five year"),
            line(0, 0.0, 76.0, "old mate, who said that he was a twenty-"),
            line(0, 0.0, 64.0, "five year old too. "),
            line(0, 10.0, 52.0, "“It was cold,” he told those who stood"),
            line(0, 0.0, 40.0, "at the pier."),
            line(0, 0.0, 10.0, "Far below stands another paragraph of it"),
        ];
        assert_eq!(
            texts(vec![page]),
            [
                "The ferry of Ostley has sailed to the island of Tarnwick with a twenty-five year old mate, who said that he was a twenty-five year old too.",
                "“It was cold,” he told those who stood at the pier.",
                "Far below stands another paragraph of it",
            ]
        );
    }

    #[test]
    fn paragraphs_flow_over_columns_and_pages() {
        let first = vec![
            line(0, 0.0, 30.0, "The first column ends in the middle of"),
            line(1, 200.0, 90.0, "a sentence, and the second one is not"),
        ];
        let second = vec![line(0, 0.0, 90.0, "the last. It ends here."), line(0, 0.0, 60.0, "A new one begins.")];
        let found = texts(vec![first, second]);
        assert_eq!(
            found[0],
            "The first column ends in the middle of a sentence, and the second one is not the last. It ends here."
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn running_heads_and_numbers_go() {
        let page = |n: usize| {
            vec![
                line(0, 0.0, 100.0, &format!("The Ostley Beacon, page {n}")),
                line(0, 0.0, 60.0, &format!("The words of this page, which has the number {}.", "i".repeat(n))),
                line(0, 0.0, 48.0, &format!("And a second line of it: {}.", "o".repeat(n))),
                line(0, 0.0, 5.0, &format!("- {n} -")),
            ]
        };
        let found = texts((1..=4).map(page).collect());
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found.iter().all(|text| text.starts_with("The words") && text.ends_with("o.")), "{found:?}");
    }
}
