//! ANPA 1312: slug, headline and notes in lines that begin with `^`, then paragraphs, one a line.

use crate::ingest::draft::Draft;
use crate::ingest::one_line;
use crate::ingest::wire::telex::{Message, iso};
use crate::model::Warning;

/// Reads a message.
pub(super) fn article(message: &Message) -> Result<Draft, String> {
    let mut draft = Draft::default();
    let lines: Vec<Line> = message.text.lines().filter_map(Line::read).collect();
    let slug = lines.first().filter(|line| line.head).map(|line| line.words.clone()).unwrap_or_default();
    if let Some(reason) = note(&slug) {
        return Err(reason);
    }
    // Heads below the byline, or among the text, are headings.
    let text = lines.iter().position(|line| !line.head).unwrap_or(lines.len());
    let byline = lines[..text].iter().position(|line| is_byline(&line.words));
    let below = byline.map_or(text, |at| at + 1);
    for (number, line) in lines.iter().enumerate().skip(1) {
        if !line.head || number >= below && !is_agency_line(&line.words) {
            draft.paragraphs.push(line.words.clone());
        } else if Some(number) == byline {
            draft.byline(Some(line.words.clone()));
        } else if draft.article.title.is_none() && !is_note(&line.words) {
            draft.title(Some(line.words.clone()));
        } else {
            draft.article.warnings.push(Warning { rule: "rubbish".to_owned(), text: line.words.clone() });
        }
    }
    draft.title(Some(slug.split(',').next().unwrap_or("").to_owned()));
    let trailer = one_line(message.trailer);
    draft.published("anpa:sent", sent(&trailer));
    let agency = trailer.split('-').next().filter(|name| name.len() <= 12).map(str::to_owned);
    draft.wire(agency.clone());
    draft.outlet(agency);
    Ok(draft)
}

/// A line of a message.
struct Line {
    /// Whether it is marked as a head.
    head: bool,
    words: String,
}

impl Line {
    /// Reads a line; `None` if there are no words in it.
    fn read(line: &str) -> Option<Self> {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{c}');
        let head = line.starts_with('^');
        let words = typeset(line.trim_start_matches('^').trim_end_matches(['<', '=', ' ']));
        (!words.is_empty() && words != "END").then_some(Self { head, words })
    }
}

/// Returns `line` with the marks that typesetters meant: their quotation marks, dashes and tabs.
fn typeset(line: &str) -> String {
    let spaced: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    one_line(&spaced.replace("``", "“").replace("''", "”").replace('`', "‘").replace(" _ ", " — "))
}

/// Returns why a message is only a note to editors, as its slug says.
fn note(slug: &str) -> Option<String> {
    let words: Vec<&str> = slug.split([',', ' ', '-']).collect();
    if words.iter().any(|word| matches!(*word, "KILL" | "WITHHOLD" | "WITHDRAWAL" | "ELIMINATION")) {
        return Some("a note that withdraws an article".to_owned());
    }
    words.iter().any(|word| matches!(*word, "Advisory" | "ADVISORY")).then(|| "a note to editors".to_owned())
}

fn is_byline(words: &str) -> bool {
    words.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "))
}

/// Returns whether a head tells editors something, not readers.
fn is_note(words: &str) -> bool {
    let starts = [
        "AP Photo",
        "AP Video",
        "AP Graphic",
        "Eds:",
        "(Eds",
        "EDITOR'S NOTE",
        "Editor's note",
        "With photo",
        "All Times",
    ];
    starts.iter().any(|start| words.starts_with(start))
}

/// Returns whether the line below a byline says whom the writer works for.
fn is_agency_line(words: &str) -> bool {
    words.len() <= 40
        && ["Associated Press", "AP ", "Writer", "Correspondent", "Reporter"].iter().any(|word| words.contains(word))
}

/// Reads `AP-WF-11-13-13 1509GMT`: month, day, year, clock and zone.
fn sent(trailer: &str) -> Option<String> {
    let trailer = trailer.split('<').next()?;
    let (date, time) = trailer.rsplit_once(' ')?;
    let mut parts = date.rsplit('-');
    let (year, day, month) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = time.find(|c: char| !c.is_ascii_digit()).unwrap_or(time.len());
    iso(year, month, day, &time[..digits], &time[digits..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message() {
        let text = "^BC-AL--Weir, 1st Ld,466<\n^Weir will hold, says mayor<\n^Eds: With photos.<\n^By RUTA BLY=\n^AP Writer=\n\t   OSTLEY, Almerra (AP) _ ``It will hold,'' the mayor said. \n \n^A heading=\n\t   It _ she said _ had `to'.\n";
        let draft = article(&Message { header: "", text, trailer: "AP-WF-11-13-13 1509GMT<\n" }).unwrap();
        assert_eq!(draft.article.title.as_deref(), Some("Weir will hold, says mayor"));
        assert_eq!(draft.article.authors, ["RUTA BLY"]);
        assert_eq!(draft.article.published.unwrap().as_str(), "2013-11-13T15:09:00Z");
        assert_eq!(
            draft.paragraphs,
            ["OSTLEY, Almerra (AP) — “It will hold,” the mayor said.", "A heading", "It — she said — had ‘to'."]
        );
        assert_eq!(
            article(&Message { text: "^BC-AL--Weir, KILL<\n^x<\n", ..Message::default() }).unwrap_err(),
            "a note that withdraws an article"
        );
    }
}
