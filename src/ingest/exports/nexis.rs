//! LexisNexis and Nexis Uni: texts, documents and pages of articles, with labelled fields round each text.

use crate::ingest::draft::Draft;
use crate::ingest::exports::{Drafts, day};
use crate::ingest::one_line;

/// Fields above the text.
const ABOVE: [(&str, &[&str]); 5] = [
    ("byline", &["byline", "auteur", "autor", "autore"]),
    ("section", &["section", "rubrique", "rubrik", "sección", "sezione"]),
    ("length", &["length", "longueur", "länge", "longitud", "lunghezza", "lengte"]),
    ("dateline", &["dateline", "datelieu"]),
    ("highlight", &["highlight", "encart", "series", "ressort", "teaser"]),
];

/// Fields below the text, which end it.
const BELOW: [&str; 44] = [
    "acc-no",
    "city",
    "classification",
    "company",
    "copyright",
    "correction",
    "correction-date",
    "country",
    "date-chargement",
    "distribution",
    "document-type",
    "end of document",
    "geographic",
    "graphic",
    "industry",
    "journal-code",
    "langue",
    "language",
    "link to image",
    "load-date",
    "localisation-geo",
    "notes",
    "organization",
    "organisation",
    "person",
    "personne",
    "publication-type",
    "publikationstyp",
    "secteur-activite",
    "societe",
    "sprache",
    "state",
    "subject",
    "sujet",
    "symbole-boursier",
    "ticker",
    "type",
    "type-publication",
    "update",
    "updatum",
    "url",
    "erscheinungsdatum",
    "ladedatum",
    "fecha-carga",
];

/// Returns whether a page may be such an export.
pub(super) fn may_be_page(page: &str) -> bool {
    memchr::memmem::find(page.as_bytes(), b" DOCUMENTS").is_some()
        || memchr::memmem::find(page.as_bytes(), b"End of Document").is_some()
}

/// Returns whether a text may be such an export.
pub(super) fn may_be_text(text: &str) -> bool {
    may_be_page(text)
}

/// Returns whether lines are those of such an export.
pub(in crate::ingest) fn is_export(lines: &[String]) -> bool {
    let has = |found: &dyn Fn(&str) -> bool| lines.iter().any(|line| found(line.trim()));
    let counted = has(&is_counter);
    let ended = has(&is_end)
        && (has(&|line| line == "Body") || has(&|line| field(line).is_some_and(|(name, _)| name == "load-date")));
    counted && has(&|line| above(line).is_some()) || ended
}

/// Returns the articles.
pub(in crate::ingest) fn articles(lines: &[String]) -> Drafts {
    let mut lines: Vec<String> = lines.iter().map(|line| one_line(line)).collect();
    lines.retain(|line| !line.is_empty());
    if lines.iter().any(|line| is_counter(line)) {
        let starts: Vec<usize> = (0..lines.len()).filter(|&at| is_counter(&lines[at])).collect();
        let end = |n: usize| starts.get(n + 1).copied().unwrap_or(lines.len());
        return starts.iter().enumerate().map(|(n, &at)| counted(&lines[at + 1..end(n)])).collect();
    }
    let mut parts: Vec<&[String]> = lines.split(|line| is_end(line)).collect();
    // What follows the last end is nothing, or a list of sources.
    if parts.last().is_some_and(|part| !part.iter().any(|line| line == "Body")) {
        parts.pop();
    }
    parts.into_iter().map(ended).collect()
}

/// Returns whether a line counts the articles: `1 of 3 DOCUMENTS`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        [n, _, of, what] => {
            number(n)
                && number(of)
                && what.to_uppercase().starts_with("DO")
                && what.contains("UMENT") | what.contains("KUMENT")
        }
        _ => false,
    }
}

fn is_end(line: &str) -> bool {
    line.trim() == "End of Document"
}

/// Returns a label at the start of a line, in small letters, and what follows it.
fn field(line: &str) -> Option<(String, &str)> {
    let (name, rest) = line.split_once(':')?;
    let label = name.chars().count() <= 25 && name.starts_with(char::is_uppercase);
    label.then(|| (name.trim().to_lowercase(), rest.trim()))
}

/// Returns which field above the text a line is.
fn above(line: &str) -> Option<(&'static str, &str)> {
    let (name, rest) = field(line)?;
    ABOVE.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| (*field, rest))
}

/// Returns whether a line ends the text.
fn is_below(line: &str) -> bool {
    let name = field(line).map_or_else(|| line.trim().to_lowercase(), |(name, _)| name);
    BELOW.contains(&name.as_str()) || line.starts_with("Copyright ") || line.starts_with('©')
}

/// Reads an article of the older form: source, day, title, fields, text.
fn counted(lines: &[String]) -> Result<Draft, String> {
    let mut draft = Draft::default();
    let Some(dated) = lines.iter().take(8).position(|line| day::find(line).is_some()) else {
        return Err("no day among its first lines".to_owned());
    };
    draft.outlet(
        lines[..dated].iter().find(|line| !line.starts_with("Copyright") && !line.starts_with("http")).cloned(),
    );
    draft.published("nexis:day", day::find(&lines[dated]));
    let fields = (dated + 1..lines.len()).find(|&at| above(&lines[at]).is_some()).unwrap_or(dated + 1);
    let title: Vec<&str> =
        lines[dated + 1..fields].iter().map(String::as_str).filter(|line| !is_edition(line)).collect();
    draft.title(Some(title.join(" ")));
    let last = (fields..lines.len().min(fields + 8)).rev().find(|&at| above(&lines[at]).is_some());
    let start = last.map_or(fields, |at| at + 1);
    fields_above(&lines[fields..start], &mut draft);
    text_and_below(&lines[start..], &mut draft);
    Ok(draft)
}

/// Returns whether a line only names the edition: `First Edition`, `Edition 2; Scotland`.
fn is_edition(line: &str) -> bool {
    line.len() <= 40 && line.split([' ', ';', ',']).any(|word| word.eq_ignore_ascii_case("edition"))
}

/// Reads an article of the newer form: title, source, day, fields, `Body`, text.
fn ended(lines: &[String]) -> Result<Draft, String> {
    let mut draft = Draft::default();
    let Some(body) = lines.iter().position(|line| line == "Body") else {
        return Err("no body: only its fields".to_owned());
    };
    let head = &lines[..body];
    let is_day = |line: &String| {
        line.len() <= 60
            && field(line).is_none_or(|(name, _)| name.contains(' ') && !name.contains("date"))
            && day::find(line).is_some()
    };
    let Some(dated) = head.iter().rposition(is_day) else { return Err("no day above its body".to_owned()) };
    draft.published("nexis:day", day::find(&head[dated]));
    draft.outlet(dated.checked_sub(1).map(|at| head[at].clone()));
    draft.title(dated.checked_sub(2).map(|at| head[at].clone()));
    fields_above(&head[dated + 1..], &mut draft);
    text_and_below(&lines[body + 1..], &mut draft);
    Ok(draft)
}

fn fields_above(lines: &[String], draft: &mut Draft) {
    for (name, value) in lines.iter().filter_map(|line| above(line)) {
        match name {
            "byline" => draft.byline(Some(value.to_owned())),
            "section" => draft.section(Some(value.split(';').next().unwrap_or("").to_owned())),
            "dateline" => draft.article.place = Some(value.to_owned()).filter(|place| !place.is_empty()),
            _ => {}
        }
    }
}

/// Takes the text up to the first field below it, and the language from these.
fn text_and_below(lines: &[String], draft: &mut Draft) {
    let end = lines.iter().position(|line| is_below(line)).unwrap_or(lines.len());
    draft.paragraphs = lines[..end].to_vec();
    for (name, value) in lines[end..].iter().filter_map(|line| field(line)) {
        if matches!(name.as_str(), "language" | "langue" | "sprache") {
            draft.language(value.split(';').next().map(str::to_owned));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn both_forms() {
        let old = lines(
            "1 of 1 DOCUMENTS\nThe Ostley Post\nMay 2, 2024 Thursday\nWeir holds\nBYLINE: Ruta Bly\nSECTION: NEWS; Pg. 3\nLENGTH: 20 words\nOSTLEY: The weir held.\nSo did she.\nLOAD-DATE: May 3, 2024\nLANGUAGE: ENGLISH",
        );
        let new = lines(
            "Job Number: 1\n1. Weir holds\n\nWeir holds\nThe Ostley Post\nMay 2, 2024 Thursday\nCopyright 2024 Post\nSection: NEWS; Pg. 3\nLength: 20 words\nByline: Ruta Bly\nBody\n\nOSTLEY: The weir held.\nSo did she.\nLoad-Date: May 3, 2024\nEnd of Document\n",
        );
        for export in [old, new] {
            assert!(is_export(&export));
            let mut found = articles(&export);
            assert_eq!(found.len(), 1);
            let draft = found.remove(0).unwrap();
            assert_eq!(draft.article.title.as_deref(), Some("Weir holds"));
            assert_eq!(
                (draft.article.outlet.as_deref(), draft.article.section.as_deref()),
                (Some("The Ostley Post"), Some("NEWS"))
            );
            assert_eq!(draft.article.published.unwrap().as_str(), "2024-05-02");
            assert_eq!(draft.article.authors, ["Ruta Bly"]);
            assert_eq!(draft.paragraphs, ["OSTLEY: The weir held.", "So did she."]);
        }
        assert!(!is_export(&lines("End of Document\nwords")) && !is_export(&lines("1 of 3 things")));
    }
}
