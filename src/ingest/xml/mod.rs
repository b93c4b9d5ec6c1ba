//! XML documents: which kind by the root element, then record by record.

mod generic;
mod prose;
mod read;
mod tree;

use crate::ingest::draft::Draft;
use crate::ingest::{Job, edition, exports, wire};
use crate::model::Warning;
use xxhash_rust::xxh3::xxh3_64;

pub(super) use prose::{paragraphs, typed};
pub(super) use read::{Record, each_record};
pub(super) use tree::{Element, Step, unescaped};

/// What reads one record: a draft, or why it is no article.
type Read = fn(&Record) -> Result<Draft, String>;

/// Items of NewsML-G2.
const ITEMS: [&str; 6] = ["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"];

/// Returns the name of the root element without its prefix, if `text` begins as XML or HTML does.
pub(super) fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.get(..2)? == "<!" {
            let close = rest.find('>')?;
            // A document type may hold declarations in square brackets.
            if rest[..close].contains('[') { rest.find("]>").map_or(close, |at| at + 1) + 1 } else { close + 1 }
        } else {
            break;
        };
        rest = rest[end..].trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(name.len());
    let name = &name[..end];
    name.starts_with(char::is_alphabetic).then(|| name.rsplit_once(':').map_or(name, |(_, local)| local))
}

/// Returns whether `text`, which begins with a tag, is of a kind that is read though no name or declaration says XML.
pub(super) fn is_known(text: &str) -> bool {
    let known = ["NewsML", "nitf", "newsMessage", "PPSResponse", "REUTERS"];
    root(text).is_some_and(|root| known.contains(&root) || ITEMS.contains(&root))
        || root(text) == Some("rss") && exports::wxr::is_export(text)
}

/// Returns the encoding that the declaration names.
pub(super) fn encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = head.trim_start_matches('\u{feff}').strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

/// Reads an XML document.
pub(super) fn read_document(job: &mut Job, text: &str, warnings: &[Warning]) {
    let item = |name: &str| ITEMS.contains(&name.rsplit(':').next().unwrap_or(""));
    match root(text).unwrap_or("") {
        "NewsML" => records(job, text, warnings, |name| name == "NewsItem", wire::newsml_1::item, true),
        "REUTERS" => records(job, text, warnings, |name| name == "REUTERS", wire::reuters::article, true),
        "nitf" => records(job, text, warnings, |name| name == "nitf", wire::nitf::document, false),
        root if ITEMS.contains(&root) => records(job, text, warnings, item, wire::newsml_g2::item, false),
        "newsMessage" => records(job, text, warnings, item, wire::newsml_g2::item, true),
        "rss" if exports::wxr::is_export(text) => {
            records(job, text, warnings, |name| name == "item", exports::wxr::post, true);
        }
        _ if exports::factiva::is_export(text) => {
            records(
                job,
                text,
                warnings,
                |name| name.ends_with("article") && !name.contains("pps"),
                exports::factiva::article,
                true,
            );
        }
        _ if text.contains("<newsItem") => records(job, text, warnings, item, wire::newsml_g2::item, true),
        _ => generic::read(job, text, warnings),
    }
}

/// Reads each record of a document.
fn records(job: &mut Job, text: &str, warnings: &[Warning], is_record: impl Fn(&str) -> bool, read: Read, many: bool) {
    let mut number = 0_u32;
    let done = each_record(text, is_record, |record| {
        let of_many = many.then_some(number);
        let edition = edition::of_element(record.element);
        let outcome = match read(&record) {
            Ok(mut draft) => {
                draft.article.edition = edition;
                draft.article.warnings.splice(0..0, warnings.iter().cloned());
                draft.sign_off();
                draft.finish(job, of_many)
            }
            Err(reason) => job.refused(of_many, edition, reason),
        };
        job.put(outcome, xxh3_64(record.source.as_bytes()));
        number = number.saturating_add(1);
    });
    if let Err(reason) = done {
        // The record that the damage is in; those before it were read.
        let which = (many && number > 0).then_some(number);
        job.put(job.failed(which, reason), 0);
    } else if number == 0 {
        job.put(job.skipped(None, "empty: no articles in it".to_owned()), 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots() {
        for (text, is) in [
            ("<?xml version='1.0'?>\n<!-- <html> -->\n<newsItem guid='x'>", Some("newsItem")),
            ("\u{feff}<!DOCTYPE a [<!ENTITY b 'c'>]>\n<x:a>", Some("a")),
            ("<!DOCTYPE nitf SYSTEM \"nitf.dtd\"><nitf/>", Some("nitf")),
            ("<3 words", None),
            ("words", None),
            ("<!--", None),
        ] {
            assert_eq!(root(text), is, "{text}");
        }
    }

    #[test]
    fn encodings() {
        assert_eq!(encoding(b"<?xml version='1.0' encoding='iso-8859-1'?><a/>").as_deref(), Some("iso-8859-1"));
        assert_eq!(encoding(b"<?xml version='1.0'?><a encoding='x'/>"), None);
    }
}
