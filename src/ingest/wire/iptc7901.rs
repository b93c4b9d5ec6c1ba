//! IPTC 7901: a header, keywords, headlines, wrapped paragraphs, the time of sending.

use crate::ingest::draft::Draft;
use crate::ingest::lines;
use crate::ingest::one_line;
use crate::ingest::wire::telex::{Message, iso};

/// Reads a message.
pub(super) fn article(message: &Message) -> Result<Draft, String> {
    if message.text.to_lowercase().contains("ryryry") {
        return Err("a test message of the wire".to_owned());
    }
    let mut draft = Draft::default();
    let (head, body) = head_and_body(message.text);
    headlines(head, &mut draft);
    let (body, notes) = without_notes(body);
    draft.paragraphs = lines::wrapped(body).into_iter().map(|range| body[range].to_owned()).collect();
    draft.article.credits.extend(notes.lines().filter_map(credit));
    draft.published("iptc7901:sent", sent(message.trailer));
    let provider = provider(message.header);
    draft.wire(provider.clone());
    draft.outlet(provider);
    Ok(draft)
}

/// Parts the headlines, which end with `=` or a blank line, from the text.
fn head_and_body(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        at += line.len();
        if words.ends_with('=') {
            return (text[..at].trim_end().trim_end_matches('='), &text[at..]);
        }
        if words.is_empty() && !text[..at].trim().is_empty() {
            break;
        }
    }
    text.split_at(at)
}

/// Writes title and byline: flags such as `REFILE` stand above the headline, the byline below.
fn headlines(head: &str, draft: &mut Draft) {
    let lines: Vec<&str> = head.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut title: Vec<&str> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        if line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ")) && number > 0 {
            draft.byline(Some((*line).to_owned()));
            continue;
        }
        let capitals = line.len() <= 24 && !line.contains(char::is_lowercase);
        let flag = capitals || line.starts_with('(') && line.ends_with(')');
        if !(flag && title.is_empty() && number + 1 < lines.len()) {
            title.push(line);
        }
    }
    draft.title(Some(title.join(" ")));
}

/// Parts the notes for editors from the text: a line that begins with a hash heads them.
fn without_notes(body: &str) -> (&str, &str) {
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if line.starts_with("# ") || line.starts_with("## ") {
            break;
        }
        at += line.len();
    }
    body.split_at(at)
}

/// Returns who worked on the text, as a note says.
fn credit(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches("- ");
    let told = ["Reporting by", "Editing by", "Writing by"].iter().any(|by| line.starts_with(by));
    let words = line.split(['<', ';']).next().unwrap_or("");
    told.then(|| one_line(words.trim_end_matches([',', ' '])))
}

/// Reads `131137 GMT Nov 13`: day and clock, zone, month, year.
fn sent(trailer: &str) -> Option<String> {
    let line = trailer.lines().map(str::trim).find(|line| !line.is_empty())?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let (stamp, rest) = words.split_first()?;
    let (zone, rest) = match rest {
        [zone, rest @ ..] if rest.len() >= 2 => (*zone, rest),
        rest => ("", rest),
    };
    let [month, year, ..] = rest else { return None };
    iso(year, month, stamp.get(..2)?, stamp.get(2..)?, zone)
}

/// Returns the provider that the header names before its own number.
fn provider(header: &str) -> Option<String> {
    let line = header.lines().find(|line| !line.trim().is_empty())?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let [.., name, number] = words.as_slice() else { return None };
    let is_name =
        name.len() >= 2 && name.starts_with(char::is_alphabetic) && number.bytes().all(|b| b.is_ascii_digit());
    is_name.then(|| name.split('-').next().unwrap_or(name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message() {
        let message = Message {
            header: "eca062 4 i 211  cns 061\r\n\r\nAlmerra/floods/\r\n",
            text: "REFILE\r\nMayor of Ostley says\r\nthe weir will hold\r\nBy Ruta Bly =\r\n\r\n   Ostley (CNS) - The weir will hold, the mayor of the town by\r\nthe Osk said on Monday.\r\n\r\n   \"It will,\" she said.\r\n\r\n# Notebook\r\n\r\n- Editing by: Ewan Tarrant, <desk@cns.example>\r\n",
            trailer: "131137 GMT Nov 13\r\n",
        };
        let draft = article(&message).unwrap();
        assert_eq!(draft.article.title.as_deref(), Some("Mayor of Ostley says the weir will hold"));
        assert_eq!(draft.article.authors, ["Ruta Bly"]);
        assert_eq!(draft.article.published.unwrap().as_str(), "2013-11-13T11:37:00Z");
        assert_eq!((draft.article.outlet.as_deref(), draft.article.credits.len()), (Some("cns"), 1));
        let found: Vec<String> = draft.paragraphs.iter().map(|paragraph| one_line(paragraph)).collect();
        assert_eq!(
            found,
            [
                "Ostley (CNS) - The weir will hold, the mayor of the town by the Osk said on Monday.",
                "\"It will,\" she said."
            ]
        );
    }

    #[test]
    fn times_of_sending() {
        assert_eq!(sent("242200 GMT Jun 17").as_deref(), Some("2017-06-24T22:00:00Z"));
        assert_eq!(sent("211259 Nov 18").as_deref(), Some("2018-11-21T12:59:00"));
        assert_eq!(sent(""), None);
    }
}
