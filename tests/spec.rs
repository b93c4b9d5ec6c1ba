//! Specifications in prose: each heading of `tests/spec/annotate/*.md` is a case, its `text` block an article, its
//! `quotes` block what must be found, one quotation a line: `kind | speaker | content`, the pieces of an interrupted
//! content joined by ` … `, an unknown speaker written `-`.

use std::path::Path;

/// One case of a specification file.
struct Case {
    heading: String,
    text: String,
    quotes: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut block: Option<&str> = None;
    for line in file.lines() {
        match (block, line) {
            (None, l) if l.starts_with("## ") => {
                cases.push(Case { heading: l[3..].to_owned(), text: String::new(), quotes: Vec::new() });
            }
            (None, "```text") => block = Some("text"),
            (None, "```quotes") => block = Some("quotes"),
            (Some(_), "```") => block = None,
            (Some(name), l) => {
                let case = cases.last_mut().expect("a block stands under a heading");
                if name == "text" {
                    if !case.text.is_empty() {
                        case.text.push('\n');
                    }
                    case.text.push_str(l);
                } else {
                    case.quotes.push(l.to_owned());
                }
            }
            _ => {}
        }
    }
    cases
}

fn found(text: &str) -> Vec<String> {
    let annotations = onrecord::annotate(text, None, Some("en"));
    let line = |q: &onrecord::Quote| {
        let speaker = q.speaker.map_or("-", |s| annotations.speakers[s as usize].name.as_str());
        let pieces: Vec<&str> = q.spans.iter().map(|s| s.of(text)).collect();
        format!("{} | {} | {}", q.kind.name(), speaker, pieces.join(" … "))
    };
    annotations.quotes.iter().map(line).collect()
}

#[test]
fn annotation_follows_its_specifications() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec/annotate");
    let mut files: Vec<_> = std::fs::read_dir(root).expect("the specifications").flatten().map(|e| e.path()).collect();
    files.sort();
    let mut failures = Vec::new();
    let mut count = 0;
    for path in files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for case in cases(&std::fs::read_to_string(&path).expect("UTF-8")) {
            count += 1;
            let found = found(&case.text);
            if found != case.quotes {
                failures.push(format!(
                    "{name}: {}\n  expected:\n    {}\n  found:\n    {}",
                    case.heading,
                    case.quotes.join("\n    "),
                    found.join("\n    ")
                ));
            }
        }
    }
    assert!(count >= 40, "only {count} cases were read");
    assert!(failures.is_empty(), "{} of {count} cases fail\n{}", failures.len(), failures.join("\n"));
}
