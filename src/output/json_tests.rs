//! The records as programs read them.

use super::fixture::{TEXT, article, results, speakers};
use super::json::{Asked, write_annotations, write_article, write_report, write_results, write_show, write_speakers};
use crate::model::{Report, Skip};
use serde_json::{Value, json};

fn records(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Vec<Value> {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns what Python's `text[start:end]` would.
fn slice(text: &str, entry: &Value) -> String {
    let n = |key: &str| usize::try_from(entry[key].as_u64().unwrap()).unwrap();
    text.chars().skip(n("start")).take(n("end") - n("start")).collect()
}

#[test]
fn annotations_point_into_the_given_text() {
    let given = format!("\u{feff}{TEXT}");
    let record = records(|out| write_annotations(out, "x", &article(), Some(&given))).remove(0);
    assert_eq!((&record["v"], &record["type"], &record["id"]), (&json!(1), &json!("annotations"), &json!("x")));
    let quotes = record["quotes"].as_array().unwrap();
    assert_eq!(quotes.len(), 4);
    for quote in quotes {
        assert_eq!(quote["text"], slice(&given, quote));
        assert_eq!(quote["cue"]["text"], slice(&given, &quote["cue"]));
    }
    assert_eq!(
        quotes[1],
        json!({
            "start": 75, "end": 97, "text": "“for nine long years.”", "kind": "direct", "group": 0, "parent": null,
            "speaker": {"start": 65, "end": 68, "text": "she"}, "speaker_name": "Ana Kovač", "speaker_kind": "person",
            "role": "mayor of Brod", "cue": {"start": 69, "end": 73, "text": "said"}, "confidence": 0.97, "rule": "cue",
            "candidates": [{"speaker_name": "one official", "speaker_kind": "unnamed", "confidence": 0.25}],
        })
    );
    assert_eq!((&quotes[3]["speaker_name"], &quotes[3]["speaker_kind"]), (&Value::Null, &json!("unknown")));
}

#[test]
fn articles_alone_and_with_quotations() {
    let record = records(|out| write_article(out, &article().article)).remove(0);
    assert_eq!((&record["type"], &record["published"]), (&json!("article"), &json!("2024-05-31T18:05:00+02:00")));
    assert!(record.get("quotes").is_none() && record["modified"].is_null());
    let shown = records(|out| write_show(out, &article())).remove(0);
    let quote = &shown["quotes"][0];
    assert_eq!(slice(shown["text"].as_str().unwrap(), quote), "“We waited,”");
}

#[test]
fn hits_and_their_summary() {
    let asked = Asked { query: "years", query_id: Some("q7"), elapsed_ms: 1.23456 };
    let records = records(|out| write_results(out, &results(), asked));
    let hit = &records[0];
    let text: Vec<char> = hit["text"].as_str().unwrap().chars().collect();
    assert_eq!(slice(TEXT, hit), text.iter().collect::<String>());
    assert_eq!(hit["id"], "bridge#51-96");
    assert_eq!(hit["highlights"], json!([[4, 10], [28, 43]]));
    assert_eq!(text[28..43].iter().collect::<String>(), "nine long years");
    assert_eq!((&hit["query_id"], &hit["score"], &hit["relaxed"]), (&json!("q7"), &json!(12.3457), &json!(false)));
    assert_eq!(hit["quote"]["spans"], json!([[51, 63], [74, 96]]));
    assert_eq!(hit["quote"]["speaker_name"], "Ana Marija Kovač");
    assert_eq!(hit["article"]["outlet"], "Brod Herald");
    assert_eq!(records[1]["before"], "The mayor, Ana Kovač, opened the bridge on Friday.");
    assert_eq!((&records[3]["quote"], &records[3]["unit"]), (&Value::Null, &json!("paragraph")));
    let outlets = ["Brod Herald", "Savska Pošta"];
    assert_eq!(
        hit["cluster"],
        json!({"id": "bridge#51-96", "unit": "quote", "size": 3, "outlets": outlets, "first": "2024-05-30", "wire": null})
    );
    let article = &records[3]["cluster"];
    assert_eq!((&article["unit"], &article["wire"]), (&json!("article"), &json!("Corvane News Service")));
    assert_eq!(records[4]["cluster"], Value::Null);
    assert_eq!(
        (&records[4]["id"], &records[4]["text"], &records[4]["passages"]),
        (&json!("bridge#title"), &json!("Bridge opens in Brod"), &json!(2))
    );
    assert_eq!(
        records[5],
        json!({
            "v": 1, "type": "summary", "query": "years", "query_id": "q7", "total": 1207, "returned": 5, "relaxed": true,
            "undated": 3, "elapsed_ms": 1.235,
            "searched": {"articles": 22615, "quotes": 80001, "outlets": 1, "from": "2019", "to": "2024-05"},
        })
    );
}

#[test]
fn speakers_with_wordings_and_the_earliest() {
    let record = records(|out| write_speakers(out, &speakers(), Asked::default())).remove(0);
    assert_eq!(
        (&record["id"], &record["quotes"], &record["first"]),
        (&json!("ana-kovač"), &json!(3), &json!("2024-05-31"))
    );
    assert_eq!(record["wordings"][0], json!({"text": "for nine years", "count": 2, "first": "2024-06"}));
    assert_eq!((&record["earliest"]["type"], &record["earliest"]["rank"]), (&json!("hit"), &json!(1)));
}

#[test]
fn reports() {
    let failed =
        vec![Skip { path: "a.jsonl".to_owned(), record: Some(6), reason: "not JSON".to_owned(), edition: None }];
    let report = Report { files: 2, indexed: 5, failed, articles: 5, ..Report::default() };
    let record = records(|out| write_report(out, &report, 0.12345)).remove(0);
    assert_eq!(record["failed"], json!([{"path": "a.jsonl", "record": 6, "reason": "not JSON"}]));
    assert_eq!((&record["seconds"], &record["skipped"]), (&json!(0.123), &json!([])));
}
