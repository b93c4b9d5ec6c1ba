//! `verify` over real news: thousands of claims made of real quotations, each with the verdict that it deserves. Needs the data
//! folder; with `ONRECORD_VERIFY=all` over all articles of it and 6,000 claims.

mod claims;
mod news;
mod rules;

use crate::copies::altered::Chance;
use claims::{Made, Way, make};
use news::News;
use onrecord::{Claim, Verification};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How many articles and claims are looked at by default.
const ARTICLES: usize = 700;
const CLAIMS: usize = 600;

/// What is counted of one way: all, those judged right.
type Tally = BTreeMap<Way, (usize, usize)>;

#[test]
fn claims_get_the_verdict_that_they_deserve() {
    let Some(data) = std::env::var_os("ONRECORD_DATA").map(PathBuf::from) else {
        println!("skipped: ONRECORD_DATA names no data folder");
        return;
    };
    let all = std::env::var_os("ONRECORD_VERIFY").is_some_and(|value| value == "all");
    let (articles, count) = if all { (usize::MAX, 6000) } else { (ARTICLES, CLAIMS) };
    let news = News::new(&data, articles);
    let said = news.said(8);
    assert!(said.len() > 500, "{} quotations", said.len());
    let mut chance = Chance::new(6);
    let mut tally = Tally::new();
    let mut times = Vec::new();
    let (mut certified, mut joined) = (Vec::new(), 0);
    for n in 0..count {
        let way = Way::ALL[n % Way::ALL.len()];
        let made = next(way, &said, &news, &mut chance);
        let claim = Claim {
            text: made.text.clone(),
            speaker: made.speaker.clone(),
            whole: way == Way::CutTailWhole,
            ..Claim::default()
        };
        let start = Instant::now();
        let answer = news.archive.verify(&claim).expect("a verdict");
        times.push(start.elapsed());
        let right = is_right(&made, &answer, &news);
        let counts = tally.entry(way).or_default();
        counts.0 += 1;
        counts.1 += usize::from(right);
        if !right {
            let (speaker, credits) = (&made.speaker, &answer.speakers);
            println!("{way:?} {:?} {} {:?}: {}", answer.verdict, answer.rule.name(), answer.diff, made.text);
            println!("  claimed {speaker:?} {:?}, credited {credits:?}", answer.speaker_match);
        }
        if way.changes_words() && answer.verdict.is_certified() && news.times(&made.text) == 0 {
            certified.push(made.text.clone());
        }
        joined += usize::from(way == Way::Stitched && !answer.pieces.is_empty());
    }
    report(&tally, &mut times);
    assert!(certified.is_empty(), "certified though changed: {certified:#?}");
    let right: usize = tally.values().map(|(_, right)| right).sum();
    assert!(right * 100 >= count * 98, "{right} of {count} verdicts are right");
    let stitched = tally.get(&Way::Stitched).map_or(0, |(all, _)| *all);
    println!("stitched: {joined} of {stitched} with both passages");
    assert!(joined * 100 >= stitched * 90, "{joined} of {stitched} stitched claims show both passages");
}

/// Makes claims until one can be made in this way.
fn next(way: Way, said: &[news::Said], news: &News, chance: &mut Chance) -> Made {
    // What stands in several places may be whole in one of them and cut in another.
    let fits = |made: &Made| way != Way::CutTailWhole || news.times(&made.text) <= 3;
    let made = (0..10_000).find_map(|_| make(way, said, news, chance).filter(fits));
    made.unwrap_or_else(|| panic!("no quotation lends itself to {way:?}"))
}

/// Returns whether the verdict is right, given what a plain scan of all words says.
fn is_right(made: &Made, answer: &Verification, news: &News) -> bool {
    let verdict = answer.verdict.name();
    // A changed claim may stand elsewhere by chance, and a retyped one as it was typed.
    let elsewhere = made.way.changes_words() && answer.verdict.is_certified() && news.times(&made.text) > 0;
    let typed = made.way == Way::Retyped && verdict == "verbatim" && news.has_characters(made.text.trim_matches('"'));
    let speaker = made.way != Way::OtherSpeaker || answer.speaker_match == Some(false);
    (verdict == made.way.verdict() && speaker) || elsewhere || typed
}

fn report(tally: &Tally, times: &mut [Duration]) {
    for (way, (all, right)) in tally {
        println!("{way:?}: {right} of {all}");
    }
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    println!("a claim takes {:.1} ms (p50), {:.1} ms (p95), {:.1} ms (most)", at(0.5), at(0.95), at(1.0));
}
