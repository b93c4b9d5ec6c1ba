//! What a person reads, exactly.

use super::{
    Focus, write_claim, write_report, write_results, write_show, write_speakers, write_stats, write_verdict,
    write_verdicts_summary, write_who_said,
};
use crate::model::{Report, Skip};
use crate::output::Style;
use crate::output::fixture::{article, at, results, speakers};
use crate::query::{
    Credit, DiffOp, DiffPart, Results, Searched, Stats, Verdict, VerdictCounts, VerdictRule, Verification,
};

const PLAIN: Style = Style { color: false, width: 60, verbose: false };

fn shown(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_list_of_hits() {
    let text = shown(|out| write_results(out, &results(), &PLAIN));
    assert_eq!(text, include_str!("expected/hits.txt"), "\n{text}");
}

#[test]
fn copies_that_count_once() {
    let folded = Results { passages: Some(1500), hits: results().hits[4..].to_vec(), ..results() };
    let text = shown(|out| write_results(out, &folded, &PLAIN));
    assert!(text.contains("0 of 1,207 passages (1,500 with copies). Searched"), "{text}");
}

#[test]
fn colours_mark_matches_and_dim_the_rest() {
    let mut results = results();
    results.hits.truncate(2);
    let text = shown(|out| write_results(out, &results, &Style { color: true, ..PLAIN }));
    assert_eq!(text.replace('\x1b', "^"), include_str!("expected/colours.txt"), "\n{text}");
}

#[test]
fn an_article() {
    let focus = Focus { passage: Some(at("“We waited,”")), context: None };
    let text = shown(|out| write_show(out, &article(), focus, &PLAIN).map(|line| assert_eq!(line, Some(8))));
    assert_eq!(text, include_str!("expected/show.txt"), "\n{text}");
    // Only what stands around the passage, and names beside it.
    let focus = Focus { context: Some(0), ..focus };
    let wide = Style { width: 100, ..PLAIN };
    let text = shown(|out| write_show(out, &article(), focus, &wide).map(drop));
    assert!(text.contains("id bridge\n\n…\n\nAna Kovač +1    [1]“We waited,” she said,"), "{text}");
    assert!(!text.contains("Nobody") && !text.contains("opened the bridge"), "{text}");
    // Each voice has a colour of its own.
    let text = shown(|out| write_show(out, &article(), Focus::default(), &Style { color: true, ..PLAIN }).map(drop));
    assert!(text.contains("\x1b[36m“We waited,”\x1b[0m") && text.contains("\x1b[35mPerhaps the delays"), "{text}");
}

#[test]
fn speakers_in_a_table_and_alone() {
    let rows = speakers();
    let text = shown(|out| {
        let all = rows.len() as u64;
        write_speakers(out, &rows, all, &PLAIN)?;
        write_speakers(out, &rows[..1], all, &PLAIN)?;
        write_speakers(out, &[], all, &PLAIN)?;
        write_speakers(out, &[], 0, &PLAIN)
    });
    assert_eq!(text, include_str!("expected/speakers.txt"), "\n{text}");
}

#[test]
fn who_said_it() {
    let text = shown(|out| write_who_said(out, &speakers(), 1, &results(), &PLAIN));
    assert_eq!(text, include_str!("expected/whosaid.txt"), "\n{text}");
}

#[test]
fn a_report_and_stats() {
    let skip = |path: &str, record| Skip { path: path.to_owned(), record, reason: "no text".to_owned(), edition: None };
    let report = Report {
        files: 1200,
        indexed: 3,
        unchanged: 1190,
        skipped: (0..12).map(|i| skip("a\x1b.png", Some(i).filter(|i| *i > 0))).collect(),
        failed: vec![skip("b.jsonl", Some(7))],
        articles: 5000,
        quotes: 1,
        ..Report::default()
    };
    let stats = Stats {
        clusters: (4900, 100),
        searched: Searched { articles: 5000, quotes: 100, outlets: 2, from: None, to: None },
        attributed: 87,
        speakers: 40,
        undated: 5000,
        languages: vec![("en".to_owned(), 4999), (String::new(), 1)],
        outlets: (0..7).map(|i| (format!("Outlet {i}"), 70 - i)).collect(),
        sources: vec!["/news".to_owned(), "/more".to_owned()],
        size: 123_456_789,
    };
    let text = shown(|out| {
        write_report(out, &report, 2.26, &PLAIN)?;
        write_report(out, &Report::default(), 0.0, &PLAIN)?;
        write_stats(out, &stats, &PLAIN)
    });
    assert_eq!(text, include_str!("expected/report.txt"), "\n{text}");
}

/// A claim that left a negation out, put words in, and has an ellipsis and a remark.
fn altered() -> Verification {
    let part =
        |op, claimed: &str, actual: &str| DiffPart { op, claimed: claimed.to_owned(), actual: actual.to_owned() };
    let results = results();
    let credit = |name: Option<&str>, quotes| Credit {
        name: name.map(str::to_owned),
        quotes,
        first: crate::model::Date::parse("2024-05-31"),
    };
    Verification {
        verdict: Verdict::Altered,
        rule: VerdictRule::WordsDiffer,
        best: results.hits.first().cloned(),
        earliest: results.hits.get(3).cloned(),
        diff: vec![
            part(DiffOp::Same, "we waited", "We waited,"),
            part(DiffOp::Elided, "…", "for nine"),
            part(DiffOp::Editor, "[very]", ""),
            part(DiffOp::Replace, "short", "long"),
            part(DiffOp::Delete, "", "not"),
            part(DiffOp::Same, "years", "years.”"),
            part(DiffOp::Insert, "in vain", ""),
        ],
        speaker_match: Some(false),
        speakers: vec![credit(Some("Ana Marija Kovač"), 3), credit(None, 1)],
        searched: results.searched,
        ..Verification::default()
    }
}

#[test]
fn verdicts() {
    let mut counts = VerdictCounts::default();
    let not_found = Verification { searched: altered().searched, ..Verification::default() };
    let joined = Verification {
        rule: VerdictRule::Joined,
        pieces: results().hits[1..2].to_vec(),
        speaker_match: None,
        ..altered()
    };
    let text = shown(|out| {
        for (i, verification) in [altered(), joined, not_found].iter().enumerate() {
            counts.add(verification);
            write_claim(out, "we waited … [very] short years in vain", Some(&i.to_string()), Some("Ivo"), &PLAIN)?;
            write_verdict(out, verification, Some("Ivo"), &PLAIN)?;
            out.push(b'\n');
        }
        write_verdicts_summary(out, &counts, &altered().searched, &PLAIN)
    });
    assert_eq!(text, include_str!("expected/verdicts.txt"), "\n{text}");
}
