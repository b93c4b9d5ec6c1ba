//! Of the versions of an item the newest is in the index, in whatever order they come; none, if it was taken back.

use crate::program::{Home, field};
use serde_json::Value;

/// A version of an item as ninjs.
fn ninjs(version: u32, status: &str, words: &str) -> String {
    serde_json::json!({
        "uri": "urn:ostley:ferry", "type": "text", "pubstatus": status, "version": version.to_string(),
        "versioncreated": format!("2025-03-0{version}T10:00:00Z"), "headline": "Ferry late", "body_text": words,
    })
    .to_string()
}

/// A version of an item as NewsML-G2.
fn newsml(version: u32, status: &str, words: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:ostley:weir\" \
         version=\"{version}\"><itemMeta><itemClass qcode=\"ninat:text\"/><versionCreated>2025-03-0{version}T10:00:00Z\
         </versionCreated><pubStatus qcode=\"stat:{status}\"/></itemMeta><contentMeta><headline>Weir closed</headline>\
         </contentMeta><contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html><body><p>{words}</p></body></html>\
         </inlineXML></contentSet></newsItem>"
    )
}

type Make = fn(u32, &str, &str) -> String;

const KINDS: [(Make, &str); 2] = [(ninjs, "json"), (newsml, "xml")];

/// The texts in the index.
fn texts(home: &Home) -> Vec<String> {
    let mut texts = field(&home.hits("harbour"), "/text");
    texts.sort();
    texts
}

fn text(version: u32) -> String {
    let count = ["no", "one", "two", "three", "four"][version as usize];
    format!("In version {count} the harbour was shut all day.")
}

/// Indexes, and checks that every article of `all` is counted once.
fn indexed(home: &Home, all: u64) -> Value {
    let report = home.index().ends(0).record("report");
    let count = |name: &str| report[name].as_u64().expect("a number");
    let skipped = report["skipped"].as_array().expect("a list").len() as u64;
    assert_eq!(count("indexed") + count("updated") + count("unchanged") + skipped, all, "{report}");
    report
}

#[test]
fn the_newest_version_wins_in_any_order() {
    for (make, ending) in KINDS {
        for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1]] {
            // All at once, and one a run.
            for runs in [false, true] {
                let home = Home::new();
                for (at, version) in order.into_iter().enumerate() {
                    home.write(&format!("{at}.{ending}"), make(version, "usable", &text(version)));
                    if runs {
                        indexed(&home, at as u64 + 1);
                        let newest = *order[..=at].iter().max().expect("one");
                        assert_eq!(texts(&home), [text(newest)], "{order:?}");
                    }
                }
                let report = indexed(&home, 3);
                assert_eq!(texts(&home), [text(3)], "{order:?}");
                let reasons = field(report["skipped"].as_array().expect("a list"), "/reason");
                assert_eq!(reasons, ["superseded by a later version of the item"; 2]);
                assert_eq!(report["articles"], 1);
                // Nothing is left to do, and nothing is told otherwise.
                let again = indexed(&home, 3);
                assert_eq!((&again["unchanged"], &again["skipped"]), (&1.into(), &report["skipped"]));
                home.run(["rebuild"]).ends(0);
                assert_eq!(texts(&home), [text(3)], "{order:?}");
            }
        }
    }
}

#[test]
fn an_item_that_is_taken_back_goes_and_may_come_again() {
    for (make, ending) in KINDS {
        let home = Home::new();
        let name = |version: u32| format!("{version}.{ending}");
        home.write(&name(2), make(2, "canceled", "-"));
        indexed(&home, 1);
        home.write(&name(1), make(1, "usable", &text(1)));
        assert_eq!(indexed(&home, 2)["articles"], 0);
        home.write(&name(3), make(3, "usable", &text(3)));
        indexed(&home, 3);
        assert_eq!(texts(&home), [text(3)]);
        home.write(&name(4), make(4, "canceled", "-"));
        let report = indexed(&home, 4);
        assert_eq!((&report["removed"], &report["articles"]), (&1.into(), &0.into()));
        // Without what took it back the version before is the newest again.
        std::fs::remove_file(home.news().join(name(4))).expect("the file");
        let report = indexed(&home, 3);
        assert_eq!((&report["indexed"], texts(&home)), (&1.into(), vec![text(3)]));
        for version in [2, 3] {
            std::fs::remove_file(home.news().join(name(version))).expect("the file");
        }
        indexed(&home, 1);
        assert_eq!(texts(&home), [text(1)]);
    }
}

#[test]
fn versions_in_one_file_and_a_version_twice() {
    let home = Home::new();
    let lines: Vec<String> = [2, 3, 1].iter().map(|&version| ninjs(version, "usable", &text(version))).collect();
    home.write("all.jsonl", lines.join("\n"));
    indexed(&home, 3);
    assert_eq!(texts(&home), [text(3)]);
    // The same version in another file is another copy of it, as equal ids are.
    home.write("again.json", ninjs(3, "usable", &text(3)));
    indexed(&home, 4);
    assert_eq!(texts(&home), [text(3), text(3)]);
    // The ids of sources have colons.
    assert_eq!(home.hits("harbour id:urn:ostley:ferry").len(), 2);
}

/// An index of two versions of an item, each in a file of its own.
fn with_two_versions() -> Home {
    let home = Home::new();
    for version in [1, 2] {
        home.write(&format!("{version}.json"), ninjs(version, "usable", &text(version)));
    }
    indexed(&home, 2);
    home
}

#[test]
fn a_version_comes_again_when_a_later_one_is_removed() {
    let home = with_two_versions();
    let later = home.news().join("2.json");
    let removed = home.run(["remove".as_ref(), later.as_os_str()]).ends(0);
    assert!(removed.out.contains("newest again"), "{}", removed.out);
    std::fs::remove_file(later).expect("the file");
    indexed(&home, 1);
    assert_eq!(texts(&home), [text(1)]);
}

#[test]
fn an_article_is_counted_once_though_a_run_looks_twice() {
    let home = with_two_versions();
    std::fs::remove_file(home.news().join("2.json")).expect("the file");
    home.write("new.txt", "The weir was opened at noon.\n");
    let report = indexed(&home, 2);
    assert_eq!((&report["indexed"], &report["unchanged"]), (&2.into(), &0.into()));
}
