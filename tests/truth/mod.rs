//! Phrases and queries over real news: exactly those passages answer that a plain scan of the stored texts finds, and exactly the
//! words are marked that it finds there, whatever the typography of queries and articles. Needs the data folder; with
//! `ONRECORD_TRUTH=all` over all articles of it, 2,000 phrases and 500 queries.

pub(crate) mod ask;
mod draw;
pub(crate) mod scan;
pub(crate) mod world;

use crate::copies::altered::Chance;
use ask::{Ask, Names, Shown};
use draw::{Drawer, Drawn};
use onrecord::{By, Request, Results};
use scan::Scan;
use std::collections::BTreeSet;
use world::{World, all, data, exchanged, lines};

/// How much is looked at by default.
const ARTICLES: usize = 500;
const PHRASES: usize = 400;
const QUERIES: usize = 150;

/// More hits than this are only counted.
const MOST_READ: usize = 3000;

/// Everything that queries are drawn from.
struct Truth {
    world: World,
    scan: Scan,
    names: Names,
}

impl Truth {
    fn new(records: &[String]) -> Self {
        let world = World::new(records);
        let scan = Scan::new(&world.articles);
        // Names across articles are no matter of searching: they are what each quotation is shown with.
        let request = Request { limit: usize::MAX >> 1, ..asked("kind:direct OR kind:mixed OR kind:indirect") };
        let hits = world.archive.search(&request).expect("quotations").hits;
        let name = |hit: onrecord::Hit| Some(((hit.article.article.record, hit.quote?), hit.speaker?));
        let names = hits.into_iter().filter_map(name).collect();
        Self { world, scan, names }
    }

    fn drawer(&self) -> Drawer<'_> {
        let (rows, _) = self.world.archive.speakers(None, usize::MAX >> 1, &[]).expect("speakers");
        Drawer::new(&self.scan, &self.names, &rows)
    }

    /// Asks the archive, and says how it differs from the scan; returns how many hits there are.
    fn compare(&self, drawn: &Drawn, wrong: &mut Vec<String>) -> usize {
        let wanted = drawn.ask.hits(&self.scan, &self.names);
        let limit = if wanted.len() > MOST_READ { 0 } else { usize::MAX >> 1 };
        let results = match self.world.archive.search(&Request { limit, ..asked(&drawn.text) }) {
            Ok(results) => results,
            Err(err) => {
                wrong.push(format!("{}: {err}", drawn.text));
                return 0;
            }
        };
        if results.total != wanted.len() as u64 {
            wrong.push(format!("{}: {} hits, not {}", drawn.text, results.total, wanted.len()));
        }
        if limit > 0 {
            let shown = |hit: &onrecord::Hit| (hit.article.article.record, hit.unit, hit.span, hit.highlights.clone());
            let found: BTreeSet<Shown> = results.hits.iter().map(shown).collect();
            let differ =
                |what: &str, hits: Vec<&Shown>| hits.first().map(|hit| format!("{}: {what} {hit:?}", drawn.text));
            wrong.extend(differ("lost", wanted.difference(&found).collect()));
            wrong.extend(differ("too much", found.difference(&wanted).collect()));
        }
        wanted.len()
    }

    fn compare_articles(&self, drawn: &Drawn, wrong: &mut Vec<String>) {
        let wanted = drawn.ask.articles(&self.scan, &self.names);
        let request = Request { by: By::Article, limit: 0, ..asked(&drawn.text) };
        let Ok(Results { total, .. }) = self.world.archive.search(&request) else { return };
        if total != wanted.len() as u64 {
            wrong.push(format!("{}: {total} articles, not {}", drawn.text, wanted.len()));
        }
    }
}

fn asked(query: &str) -> Request {
    Request { query: query.to_owned(), strict: true, ..Request::default() }
}

/// The same records with other typography in titles and texts.
fn retyped(records: &[String], chance: &mut Chance) -> Vec<String> {
    let change = |record: &String| {
        let mut record: serde_json::Value = serde_json::from_str(record).expect("JSON");
        for field in ["title", "text"] {
            let text = record[field].as_str().unwrap_or_default();
            record[field] = exchanged(text, "\"", chance).into();
        }
        record.to_string()
    };
    records.iter().map(change).collect()
}

/// Says what is wrong, if anything is.
fn judge(what: &str, count: usize, hits: usize, wrong: &[String]) {
    println!("{count} {what}, {hits} hits, {} differences", wrong.len());
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong[..wrong.len().min(30)].join("\n"));
}

#[test]
fn phrases_and_queries_find_what_a_scan_finds() {
    let Some(data) = data() else { return };
    let (articles, phrases, queries) = if all() { (usize::MAX, 2000, 500) } else { (ARTICLES, PHRASES, QUERIES) };
    let records = lines(&data.join("news/us-press.jsonl.xz"), articles);
    let truth = Truth::new(&records);
    let drawer = truth.drawer();
    let mut chance = Chance::new(5);
    let (mut wrong, mut hits) = (Vec::new(), 0);
    let mut drawn: Vec<Drawn> = Vec::new();
    for n in 0..phrases {
        let phrase = drawer.phrase(n, &mut chance);
        hits += truth.compare(&phrase, &mut wrong);
        // The same words, typed in another way.
        let inner = phrase.text[1..phrase.text.len() - 1].to_owned();
        let retyped =
            Drawn { text: format!("\"{}\"", exchanged(&inner, "\\\"", &mut chance)), ask: phrase.ask.clone() };
        hits += truth.compare(&retyped, &mut wrong);
        drawn.push(phrase);
    }
    judge("phrases, each typed twice", phrases, hits, &wrong);
    hits = 0;
    for _ in 0..queries {
        let query = drawer.query(&mut chance);
        hits += truth.compare(&query, &mut wrong);
        truth.compare_articles(&query, &mut wrong);
    }
    judge("queries, by passage and by article", queries, hits, &wrong);
    others(&truth, &records, &drawn, &mut chance);
}

/// Asks for the phrases in the same articles with other typography.
fn others(truth: &Truth, records: &[String], drawn: &[Drawn], chance: &mut Chance) {
    let part = &records[..records.len().min(2000)];
    let other = Truth::new(&retyped(part, chance));
    let drawer = other.drawer();
    let (mut wrong, mut hits) = (Vec::new(), 0);
    for phrase in drawn {
        let inner = phrase.text[1..phrase.text.len() - 1].replace("\\\"", "\"").replace("\\\\", "\\");
        let again = drawer.quoted(&inner);
        hits += other.compare(&again, &mut wrong);
        // The articles are the same ones.
        let within =
            |records: BTreeSet<u32>| records.into_iter().filter(|r| (*r as usize) < part.len()).collect::<Vec<_>>();
        let articles = |truth: &Truth, ask: &Ask| within(ask.articles(&truth.scan, &truth.names));
        let (here, there) = (articles(truth, &phrase.ask), articles(&other, &again.ask));
        if here != there {
            wrong.push(format!("{}: in the articles {there:?}, not {here:?}", phrase.text));
        }
    }
    judge("phrases in articles typed otherwise", drawn.len(), hits, &wrong);
}
