//! Known-item search: whoever remembers a passage, or a part of it, finds it again. Needs the data folder; with
//! `ONRECORD_TRUTH=all` over all of its press articles and 3,000 questions of each kind.

mod items;

use crate::copies::altered::Chance;
use crate::truth::world::{World, all, data, lines};
use items::{Items, Question};
use onrecord::{Hit, Request};
use std::path::Path;

const ARTICLES: usize = 500;
const QUESTIONS: usize = 300;

/// The archive and what is asked of it.
fn world(data: &Path) -> World {
    let count = if all() { usize::MAX } else { ARTICLES };
    let mut records = lines(&data.join("news/us-press.jsonl.xz"), count);
    let gold = std::fs::read_to_string(data.join("quotes/dev.jsonl")).expect("dev.jsonl");
    records.extend(gold.lines().map(str::to_owned));
    World::new(&records)
}

/// Asks all questions; returns how many of a thousand are answered by the first `within` hits.
fn ask(world: &World, what: &str, within: usize, questions: &[Question]) -> f64 {
    let mut times = Vec::new();
    let mut found = 0;
    for question in questions {
        let request = Request { query: question.query.clone(), limit: 10, ..Request::default() };
        let start = std::time::Instant::now();
        let hits = world.archive.search(&request).unwrap_or_else(|err| panic!("{}: {err}", question.query)).hits;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        let answers = |hit: &Hit| question.item.is_in(hit);
        if hits.iter().take(within).any(answers) {
            found += 1;
        } else {
            let rank = hits.iter().position(answers).map(|i| i + 1);
            println!("  not found ({rank:?} of {}): {}", hits.len(), question.query);
        }
    }
    times.sort_by(f64::total_cmp);
    let part = found as f64 / questions.len() as f64;
    let median = times[times.len() / 2];
    println!("{what}: {found} of {} in the first {within} ({part:.4}), {median:.1} ms (p50)", questions.len());
    part
}

#[test]
fn what_is_remembered_is_found() {
    let Some(data) = data() else { return };
    let world = world(&data);
    let items = Items::new(&world.articles);
    let count = if all() { 3000 } else { QUESTIONS };
    let mut chance = Chance::new(11);
    let questions: Vec<Question> = (0..count).map(|_| items.words(5, &mut chance)).collect();
    let exact = ask(&world, "five words", 1, &questions);
    let questions: Vec<Question> = (0..count).map(|_| items.misremembered(&mut chance)).collect();
    let misremembered = ask(&world, "ten words, two exchanged, one left out", 3, &questions);
    let gold = std::fs::read_to_string(data.join("quotes/dev.jsonl")).expect("dev.jsonl");
    let questions = items::said(&gold, &mut chance);
    let said = ask(&world, "a speaker and three words", 3, &questions);
    assert!(exact >= 0.999, "{exact}");
    assert!(misremembered >= 0.95, "{misremembered}");
    assert!(said >= 0.80, "{said}");
}
