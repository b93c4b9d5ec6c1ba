//! Mail: newsletters in `.eml` files and in `.mbox` folders.

use crate::ingest::draft::Draft;
use crate::ingest::office::document::hash_of;
use crate::ingest::{Job, clean, html, lines};
use mail_parser::{Address, HeaderName, Message, MessageParser};
use std::io::BufRead;

/// Headers that messages have and texts have not.
const HEADERS: [&str; 14] = [
    "content-type",
    "date",
    "delivered-to",
    "dkim-signature",
    "from",
    "list-id",
    "message-id",
    "mime-version",
    "received",
    "reply-to",
    "return-path",
    "subject",
    "to",
    "x-received",
];

/// Returns whether `text`, the beginning of a file, is that of a message or of a folder of messages.
pub(in crate::ingest) fn is_mail(text: &str) -> bool {
    let mut known = 0;
    let lines = text.trim_start().lines();
    for (number, line) in lines.take(60).enumerate() {
        if number == 0 && line.starts_with("From ") || line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return false;
        }
        known += usize::from(HEADERS.contains(&name.to_ascii_lowercase().as_str()));
    }
    known >= 3
}

/// Reads a message, or each message of a folder.
pub(in crate::ingest) fn read(job: &mut Job, reader: &mut dyn BufRead) {
    let Some(bytes) = job.whole_of_many(reader, "split the folder into files") else { return };
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    let bytes = &bytes[start..];
    let messages = if bytes.starts_with(b"From ") { folder(bytes) } else { vec![bytes.to_vec()] };
    let many = messages.len() > 1;
    for (number, message) in (0..).zip(messages) {
        let number = many.then_some(number);
        let (outcome, hash) = match article(&message) {
            Ok(draft) => {
                let hash = hash_of(&draft);
                (draft.finish(job, number), hash)
            }
            Err(reason) => (job.skipped(number, reason), 0),
        };
        job.put(outcome, hash);
    }
}

/// Returns the messages of a folder: each begins with a line `From …` after a blank one.
fn folder(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut messages: Vec<Vec<u8>> = Vec::new();
    let mut blank = true;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if blank && line.starts_with(b"From ") {
            messages.push(Vec::new());
        } else if let Some(message) = messages.last_mut() {
            // Such lines in a text were quoted.
            let quoted =
                line.iter().position(|b| *b != b'>').is_some_and(|at| at > 0 && line[at..].starts_with(b"From "));
            message.extend_from_slice(if quoted { &line[1..] } else { line });
        }
        blank = line.trim_ascii().is_empty();
    }
    messages
}

/// Reads a message.
fn article(bytes: &[u8]) -> Result<Draft, String> {
    let message = MessageParser::default().parse(bytes).ok_or("not a message: no headers")?;
    let mut draft = Draft::default();
    draft.title(message.subject().map(str::to_owned));
    draft.id(message.message_id().map(str::to_owned));
    draft.published("mail:Date", message.date().map(mail_parser::DateTime::to_rfc3339));
    sender(message.from(), &mut draft);
    draft.language(message.header(HeaderName::ContentLanguage).and_then(|value| value.as_text()).map(str::to_owned));
    draft.paragraphs = words(&message);
    Ok(draft)
}

/// Writes who sent the message: a person writes it, anyone else publishes it.
fn sender(from: Option<&Address>, draft: &mut Draft) {
    let Some(sender) = from.and_then(Address::first) else { return };
    match sender.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) if clean::is_name(name) => draft.article.authors = vec![name.to_owned()],
        name => draft.outlet(name.map(str::to_owned)),
    }
    let domain = sender.address.as_deref().and_then(|address| address.rsplit_once('@')).map(|(_, domain)| domain);
    draft.outlet(domain.map(str::to_owned));
}

/// Returns the paragraphs: of the marked-up body if there is one, else of the plain one.
fn words(message: &Message) -> Vec<String> {
    let is_html =
        message.html_body.first().and_then(|at| message.part(*at)).is_some_and(mail_parser::MessagePart::is_text_html);
    if is_html && let Some(markup) = message.body_html(0) {
        let found = html::blocks_of(&markup);
        if found.iter().any(|block| !block.trim().is_empty()) {
            return found;
        }
    }
    let Some(text) = message.body_text(0) else { return Vec::new() };
    // Two dashes alone head a signature.
    let signature = |line: &std::ops::Range<usize>| text[line.clone()].trim_end() == "--";
    let end = lines::lines(&text).find(signature).map_or(text.len(), |line| line.start);
    let text = &text[..end];
    lines::paragraphs(text).into_iter().map(|range| text[range].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: \"The Ostley Letter\" <news@ostley.example>\nTo: a@b.example\nSubject: =?utf-8?q?The_weir_=E2=80=93_again?=\nDate: Thu, 2 May 2024 08:00:00 +0200\nMessage-ID: <1@ostley.example>\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nThe caf=E9 is open.\n\nSo is the weir.\n-- \nUnsubscribe\n";

    #[test]
    fn a_message() {
        assert!(is_mail(MAIL) && is_mail(&format!("From x Thu May 2\n{MAIL}")) && !is_mail("Note: x\nDate: y\nwords"));
        let draft = article(MAIL.as_bytes()).unwrap();
        assert_eq!(draft.article.title.as_deref(), Some("The weir – again"));
        assert_eq!(draft.article.outlet.as_deref(), Some("The Ostley Letter"));
        assert_eq!(draft.article.published.unwrap().as_str(), "2024-05-02T08:00:00+02:00");
        assert_eq!(draft.paragraphs, ["The café is open.", "So is the weir."]);
    }

    #[test]
    fn a_folder() {
        let folder_of = format!("From x Thu\n{MAIL}\nFrom y Fri\nSubject: Two\n\nWords.\n>From here.\n");
        let messages = folder(folder_of.as_bytes());
        assert_eq!(messages.len(), 2);
        assert_eq!(messages[1], b"Subject: Two\n\nWords.\nFrom here.\n");
    }
}
