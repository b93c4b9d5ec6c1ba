//! Each format of the same five hits, read by eye: a quotation in two pieces, a doubtful one, one of nobody, a paragraph, a title.

use super::{ExportFormat, Exporter};
use crate::output::fixture::{TEXT, results};
use crate::output::json::Asked;
use serde_json::{Value, json};

fn exported(format: ExportFormat) -> String {
    let (results, mut out) = (results(), Vec::new());
    let asked = Asked { query: "years", ..Asked::default() };
    let mut exporter = Exporter::new(format, false);
    exporter.begin(&mut out, false).unwrap();
    exporter.query(&mut out, asked).unwrap();
    for hit in &results.hits {
        exporter.hit(&mut out, hit, asked).unwrap();
    }
    exporter.summary(&mut out, &results, asked, 5).unwrap();
    exporter.end(&mut out).unwrap();
    assert_eq!(exporter.written(), 5);
    String::from_utf8(out).unwrap()
}

fn points(text: &str, start: &Value, end: &Value) -> String {
    let number = |value: &Value| value.as_u64().unwrap() as usize;
    text.chars().skip(number(start)).take(number(end) - number(start)).collect()
}

#[test]
fn annotations_select_the_words() {
    let page: Value = serde_json::from_str(&exported(ExportFormat::Annotation)).unwrap();
    assert_eq!(
        (&page["@context"], &page["type"]),
        (&json!("http://www.w3.org/ns/anno.jsonld"), &json!("AnnotationPage"))
    );
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    let pieces: Vec<&str> =
        items[0]["target"].as_array().unwrap().iter().map(|t| t["selector"][0]["exact"].as_str().unwrap()).collect();
    assert_eq!(pieces, ["“We waited,”", "“for nine long years.”"]);
    assert_eq!(
        items[0]["body"][0],
        json!({"type": "TextualBody", "purpose": "identifying", "value": "Ana Marija Kovač"})
    );
    assert_eq!((&items[0]["motivation"], &items[2]["motivation"]), (&json!("identifying"), &json!("highlighting")));
    for target in items.iter().flat_map(|item| item["target"].as_array().unwrap()) {
        assert_eq!(target["source"], "https://example.org/bridge");
        let quote = &target["selector"][0];
        let around = [&quote["prefix"], &quote["exact"], &quote["suffix"]].map(|part| part.as_str().unwrap()).concat();
        let place = &target["selector"][1];
        if place.is_null() {
            assert_eq!(around, "Bridge opens in Brod");
            continue;
        }
        assert!(TEXT.contains(&around), "{around}");
        assert_eq!(quote["exact"], points(TEXT, &place["start"], &place["end"]));
        assert!(quote["prefix"].as_str().unwrap().chars().count() <= 32);
    }
}

#[test]
fn quotations_of_schema_org() {
    let graph: Value = serde_json::from_str(&exported(ExportFormat::Jsonld)).unwrap();
    let nodes = graph["@graph"].as_array().unwrap();
    let kinds: Vec<&str> = nodes.iter().map(|node| node["@type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["Quotation", "Quotation", "Quotation", "CreativeWork", "CreativeWork"]);
    assert_eq!(
        nodes[0],
        json!({
            "@type": "Quotation", "@id": "urn:onrecord:hit:bridge%2351%2D96",
            "text": "“We waited,” she said, “for nine long years.”",
            "spokenByCharacter": {"@type": "Person", "name": "Ana Marija Kovač", "jobTitle": "mayor of Brod"},
            "url": "https://example.org/bridge#:~:text=We%20waited%2C%E2%80%9D%20she%20said%2C%20%E2%80%9Cfor%20nine%20long%20years",
            "inLanguage": "en",
            "isPartOf": {
                "@type": "NewsArticle", "@id": "urn:onrecord:article:bridge", "headline": "Bridge opens in Brod",
                "url": "https://example.org/bridge", "datePublished": "2024-05-31T18:05:00+02:00",
                "publisher": {"@type": "Organization", "name": "Brod Herald"},
                "author": [{"@type": "Person", "name": "Ivo Horvat"}],
            },
        })
    );
    assert_eq!(nodes[2].get("spokenByCharacter"), None, "nobody knows who");
    assert_eq!(nodes[1]["spokenByCharacter"], json!({"@type": "Person", "description": "one official"}));
}

#[test]
fn block_quotes_with_citations() {
    let text = exported(ExportFormat::Markdown);
    assert!(text.starts_with(
        "# years\n\n> “We waited,” she said, “for nine long years.”\n>\n> — **Ana Marija Kovač**, mayor of Brod, \
        [Bridge opens in Brod](https://example.org/bridge#:~:text=We%20waited%2C%E2%80%9D%20she%20said%2C%20%E2%80%9Cfor%20nine%20long%20years) \
        by Ivo Horvat, *Brod Herald*, 31 May 2024 (`bridge#51-96`)\n\n"
    ), "{text}");
    assert!(
        text.ends_with(
            "5 of 1,207 hits. Searched 22,615 articles with 80,001 quotations from 1 outlet, 2019 – May 2024.\n\n"
        ),
        "{text}"
    );
    assert!(text.contains("headline of [Bridge opens in Brod]"), "{text}");
}

#[test]
fn one_reference_an_article() {
    let ris = exported(ExportFormat::Ris);
    let lines: Vec<&str> = ris.split("\r\n").collect();
    assert_eq!(
        lines[..9],
        [
            "TY  - NEWS",
            "ID  - bridge",
            "TI  - Bridge opens in Brod",
            "AU  - Ivo Horvat",
            "T2  - Brod Herald",
            "PY  - 2024",
            "DA  - 2024/05/31/",
            "UR  - https://example.org/bridge",
            "LA  - en",
        ]
    );
    assert_eq!(lines[9], "N1  - Ana Marija Kovač: “We waited,” she said, “for nine long years.”");
    assert_eq!(ris.matches("TY  - ").count(), 1, "all hits are of one article");
    assert_eq!((ris.matches("N1  - ").count(), &lines[14..]), (5, &["ER  - ", ""][..]));
    let bib = exported(ExportFormat::Bibtex);
    assert!(
        bib.starts_with("@article{bridge,\n  title = {{Bridge opens in Brod}},\n  author = {Ivo Horvat},\n"),
        "{bib}"
    );
    assert!(bib.contains("  date = {2024-05-31},\n  year = {2024},\n  month = {5},\n"), "{bib}");
    assert_eq!((bib.matches("@article").count(), bib.matches('{').count()), (1, bib.matches('}').count()));
}

#[test]
fn one_row_a_hit() {
    let csv = exported(ExportFormat::Csv);
    let rows: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(rows.len(), 7, "a head, five hits, the end");
    assert!(rows[0].starts_with("id,rank,unit,text,speaker,"));
    assert!(rows[1].starts_with("bridge#51-96,1,quote,\"“We waited,” she said, “for nine long years.”\",Ana Marija Kovač,person,mayor of Brod,direct,0.970,said,"), "{}", rows[1]);
    assert!(rows[3].starts_with("bridge#150-156,3,quote,Nobody,,unknown,,mixed,0.000,"), "{}", rows[3]);
}
