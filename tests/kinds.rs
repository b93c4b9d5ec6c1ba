//! The files of `corpus/formats`, one or more of every format, against the table `gold/formats.tsv`, which people wrote by
//! reading the files. The language is empty where the text is too short to tell it.

use crate::program::{Run, corpus_dir, program};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A row of the table: what a record of a file is, or why it is none.
struct Row {
    path: String,
    /// The number of the record; `-` for a file of one.
    record: String,
    cells: Vec<String>,
}

fn folder() -> PathBuf {
    corpus_dir().join("formats")
}

fn table() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold/formats.tsv");
    let text = std::fs::read_to_string(path).expect("the table");
    let row = |line: &str| {
        let mut cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        cells.resize(11, String::new());
        let rest = cells.split_off(2);
        let row = Row { path: cells[0].clone(), record: cells[1].clone(), cells: rest };
        if row.path.ends_with(".pdf") && !cfg!(feature = "pdf") { without_pdf(row) } else { row }
    };
    text.lines().skip(1).map(row).collect()
}

/// Returns the articles of the table.
pub(crate) fn gold_articles() -> Vec<Value> {
    let value = |cell: &String| if cell.is_empty() { Value::Null } else { cell.as_str().into() };
    let article = |row: &Row| {
        let [_, title, published, authors, wire, outlet, _, _, language] = row.cells.as_slice() else {
            panic!("{} has other columns", row.path)
        };
        let authors: Vec<&str> = authors.split(';').filter(|name| !name.is_empty()).collect();
        serde_json::json!({
            "path": format!("formats/{}", row.path),
            "title": value(title),
            "published": value(published),
            "authors": authors,
            "wire": value(wire),
            "outlet": value(outlet),
            "language": value(language),
        })
    };
    table().iter().filter(|row| row.cells[0] == "article").map(article).collect()
}

/// Returns what becomes of a document in PDF if the program was built without its reader.
fn without_pdf(mut row: Row) -> Row {
    row.cells[0] = "skipped".to_owned();
    row.cells[1] =
        "PDF document, which this build does not read: install onrecord with `--features pdf`, or save it as text"
            .to_owned();
    row
}

/// Returns the words of `text` on one line, and as many of them from an end as `expected` has.
fn edge(text: &str, expected: &str, first: bool) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let count = expected.split_whitespace().count().min(words.len());
    if first { words[..count].join(" ") } else { words[words.len() - count..].join(" ") }
}

/// Says what of an article is not as the row has it.
fn differences(article: &Value, row: &Row) -> Vec<String> {
    let text = |name: &str| article[name].as_str().unwrap_or("").to_owned();
    let authors = article["authors"].as_array().expect("a list");
    let authors: Vec<&str> = authors.iter().filter_map(Value::as_str).collect();
    let body = text("text");
    let found = [
        "article".to_owned(),
        text("title"),
        text("published"),
        authors.join(";"),
        text("wire"),
        text("outlet"),
        edge(&body, &row.cells[6], true),
        edge(&body, &row.cells[7], false),
        text("language"),
    ];
    let pairs = found.iter().zip(&row.cells).filter(|(found, expected)| found != expected);
    pairs
        .map(|(found, expected)| format!("{} {}: expected {expected:?}, found {found:?}", row.path, row.record))
        .collect()
}

#[test]
fn every_format_is_read_as_people_read_it() {
    let run = Run::of(program().arg("extract").arg(folder()).output().expect("the program starts")).ends(0);
    let articles: BTreeMap<(String, u64), Value> = run
        .records("article")
        .into_iter()
        .map(|a| ((a["path"].as_str().expect("a path").to_owned(), a["record"].as_u64().expect("a number")), a))
        .collect();
    let table = table();
    let mut wrong = Vec::new();
    for row in &table {
        if row.cells[0] == "skipped" {
            let place =
                if row.record == "-" { row.path.clone() } else { format!("{} (record {})", row.path, row.record) };
            let line = format!("skipped {}/{place}: {}", folder().display(), row.cells[1]);
            if !run.err.contains(&line) {
                wrong.push(format!("no line {line:?}"));
            }
            continue;
        }
        match articles.get(&(row.path.clone(), row.record.parse().unwrap_or(0))) {
            Some(article) => wrong.extend(differences(article, row)),
            None => wrong.push(format!("{} {} is missing", row.path, row.record)),
        }
    }
    assert_eq!(articles.len(), table.iter().filter(|row| row.cells[0] == "article").count(), "articles");
    assert!(wrong.is_empty(), "{} mismatches\n{}\n{}", wrong.len(), wrong.join("\n"), run.err);
}

#[test]
fn the_table_names_every_file() {
    let table = table();
    for entry in std::fs::read_dir(folder()).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(table.iter().any(|row| row.path == name), "{name} is in no row of formats.tsv");
    }
}

#[test]
fn what_is_cut_short_keeps_what_came_before() {
    let home = crate::program::Home::new();
    let whole = std::fs::read_to_string(folder().join("newsml-g2.xml")).expect("the file");
    let cut = whole.find("The lamp was found").expect("the second item");
    home.write("cut.xml", &whole[..cut]);
    home.write("good.txt", "The lighthouse burned all night.\n");
    let report = home.index().ends(2).record("report");
    assert_eq!(report["articles"], 2, "{report}");
    assert_eq!(report["failed"][0]["record"], 1, "{report}");
    assert_eq!(report["failed"][0]["reason"], "XML that ends in the middle", "{report}");
}

#[test]
fn damaged_office_files_fail_with_a_reason() {
    let home = crate::program::Home::new();
    let whole = std::fs::read(folder().join("letter.docx")).expect("the file");
    home.write("cut.docx", &whole[..whole.len() / 2]);
    let mut bent = whole.clone();
    let at = whole.len() / 2;
    bent[at..at + 40].fill(0x55);
    home.write("bent.docx", &bent);
    let report = home.index().ends(2).record("report");
    let failed = report["failed"].as_array().expect("a list");
    assert_eq!(failed.len(), 2, "{report}");
    for entry in failed {
        assert!(entry["reason"].as_str().is_some_and(|reason| reason.starts_with("damaged")), "{entry}");
    }
}

#[test]
fn the_newest_version_of_a_nitf_document_is_the_one() {
    let nitf = |data: &str, made: &str, text: &str| {
        format!(
            "<nitf><body><body.head><hedline><hl1>Weir opens</hl1></hedline></body.head><body.content><p>{text}</p>\
             </body.content></body><head><docdata {data}><doc-id id-string=\"{}\"/><date.issue norm=\"{made}\"/></docdata>\
             </head></nitf>",
            if data.contains("idref=") { "weir.2" } else { "weir.1" }
        )
    };
    let home = crate::program::Home::new();
    home.write("late.xml", nitf("", "20240502T120000Z", "The weir opened at noon."));
    home.write("early.xml", nitf("", "20240502T100000Z", "The weir opens at noon."));
    let report = home.index().ends(0).record("report");
    assert_eq!(report["articles"], 1, "{report}");
    assert_eq!(home.hits("\"opened at noon\"").len(), 1);
    let taken = "management-status=\"canceled\" management-doc-idref=\"weir.1\" management-idref-status=\"canceled\"";
    home.write("taken-back.xml", nitf(taken, "20240502T130000Z", ""));
    assert_eq!(home.index().ends(0).record("report")["articles"], 0);
    // Another provider's document of the same number is another document.
    let another = nitf("", "20240502T140000Z", "A ferry sank.").replace("<doc-id ", "<doc-id regsrc=\"Ostley\" ");
    home.write("another.xml", another);
    home.write(
        "third.xml",
        nitf("", "20240502T150000Z", "The weir is open.").replace("<doc-id ", "<doc-id regsrc=\"Tarn\" "),
    );
    assert_eq!(home.index().ends(0).record("report")["articles"], 2);
}
