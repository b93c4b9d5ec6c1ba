//! How fast questions are answered over a large archive, against the bare engine asked for the same in the same run.
//!
//! ```text
//! ONRECORD_DATA=../shared cargo bench --bench search
//! ```
//!
//! Indexes all of `news` in the data folder, quotations and speakers included, which takes minutes; with `ONRECORD_BENCH`
//! naming a folder, the indexes and the queries are kept there for the next run. Each query is put to all in turn, three times,
//! by one thread; the best time of each counts, so that all answer from what they keep at hand.
//!
//! What a search does: it counts all passages that match, titles, paragraphs and quotations in any inflection of the words, and
//! a quotation and its paragraph once; and of the ten best it returns the passage, its words marked, who says it, the copies,
//! and the article with title, source, address, date and all of its quotations.
//!
//! What the bare engine does, in two ways. Neither has inflections, quotations, speakers or copies.
//!
//! 1. **Articles**: a record an article, its title, text, address, source and date stored, title and text indexed with
//!    positions. It counts the articles that match, fetches the ten best, and marks the words in the best stretch of each text.
//!    It is what one builds with the engine to show passages of articles: the yardstick of words.
//! 2. **Passages**: a record a title and a paragraph, nothing but its text stored. It counts the records that match, fetches the
//!    ten best, and marks their words; of which articles they are is not known. It is the yardstick of phrases, and the
//!    strictest there is of words.
//!
//! Machines are noisy: the ratios are what counts.

#![allow(clippy::print_stdout)]

use onrecord::{Archive, Article, OpenOptions, Outcome, ReadOptions, Request, UpdateOptions, read_file, walk};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT};
use tantivy::snippet::SnippetGenerator;
use tantivy::{IndexReader, TantivyDocument, Term};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// How often each query is put.
const ROUNDS: usize = 3;

/// How many queries of a sort.
const QUERIES: usize = 150;

/// How many hits are asked for.
const HITS: usize = 10;

/// How many words are common.
const COMMON: usize = 100;

fn main() -> Result<()> {
    let Some(data) = std::env::var_os("ONRECORD_DATA") else {
        println!("ONRECORD_DATA names no data folder: searches are not measured");
        return Ok(());
    };
    let news = PathBuf::from(data).join("news");
    let scratch = tempfile::tempdir()?;
    let kept = std::env::var_os("ONRECORD_BENCH").map(PathBuf::from);
    let place = kept.as_deref().unwrap_or(scratch.path());
    let (ours, bare) = (place.join("index"), Bare::WAYS.map(|way| place.join(way)));
    let archive = Archive::open(&ours, OpenOptions::default())?;
    let facts = facts(&place.join("facts.json"), &news, &bare, &archive)?;
    let [passages, articles] = &bare;
    let (passages, articles) = (Engine::open(passages)?, Engine::open(articles)?);

    let size = bytes_in(&ours)? as f64;
    println!("{} articles, {:.1} MB of text", facts.articles, facts.bytes as f64 / 1e6);
    println!(
        "index / text                                            {:.2}  (wanted: at most 2.5)",
        size / facts.bytes as f64
    );
    for (name, queries) in [("words", &facts.words), ("two words", &facts.both)] {
        let words = compare(&archive, &articles, queries)?;
        words.show(name, "p50", "articles", words.ours[0] / words.bare[0], 1.5);
        let words = compare(&archive, &passages, queries)?;
        words.show(name, "p50", "passages", words.ours[0] / words.bare[0], 1.5);
    }
    let phrases = compare(&archive, &passages, &facts.phrases)?;
    phrases.show("phrases of common words", "p95", "passages", phrases.ours[1] / phrases.bare[1], 0.3);
    let mut said = Vec::new();
    for query in &facts.said {
        let times = (0..ROUNDS).map(|_| time(|| search(&archive, query))).collect::<Result<Vec<_>>>()?;
        said.extend(times.into_iter().min());
    }
    let said = points(said);
    println!("speaker and phrase: p50 {:.2} ms, p95 {:.2} ms     (wanted: p95 at most 5)", said[0], said[1]);
    println!("a process that searches once: {:.0} ms           (wanted: at most 60)", process(&ours)?);
    Ok(())
}

/// What is read of the articles.
#[derive(Default, serde::Serialize, serde::Deserialize)]
struct Facts {
    articles: u64,
    bytes: u64,
    words: Vec<String>,
    both: Vec<String>,
    phrases: Vec<String>,
    said: Vec<String>,
}

/// Makes all indexes that are not there, and returns what an earlier run read, if it is kept with them; else reads all articles.
fn facts(kept: &Path, news: &Path, bare: &[PathBuf; 2], archive: &Archive) -> Result<Facts> {
    archive.update(&[news.to_path_buf()], &UpdateOptions::default(), &mut |_| {})?;
    let all = bare.iter().all(|dir| dir.exists());
    if let Some(kept) = std::fs::read(kept).ok().filter(|_| all) {
        return Ok(serde_json::from_slice(&kept)?);
    }
    let facts = read(news, bare)?;
    std::fs::write(kept, serde_json::to_vec(&facts)?)?;
    Ok(facts)
}

/// Reads all articles, gives them to the bare engines that have none, and draws up queries.
fn read(news: &Path, bare: &[PathBuf; 2]) -> Result<Facts> {
    let mut facts = Facts::default();
    let mut sample: Vec<Article> = Vec::new();
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut writers = Vec::new();
    for (i, dir) in bare.iter().enumerate().filter(|(_, dir)| !dir.exists()) {
        writers.push(Writer::open(dir, i == 1)?);
    }
    for found in walk(news, "meta.json")?.flatten() {
        read_file(&found, &ReadOptions::default(), &mut |outcome, _| {
            let Outcome::Article(article) = outcome else { return };
            facts.bytes += (article.text.len() + article.title.as_deref().map_or(0, str::len)) as u64;
            writers.iter_mut().for_each(|writer| writer.put(&article));
            facts.articles += 1;
            if facts.articles % 29 == 0 && article.language.as_deref() == Some("en") {
                let mut words: Vec<String> = words(&article.text);
                words.sort_unstable();
                words.dedup();
                words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
                sample.push(*article);
            }
        });
    }
    writers.into_iter().try_for_each(Writer::finish)?;
    draw(&mut facts, &sample, &counts);
    Ok(facts)
}

/// Draws up queries from a sample of the articles; always the same ones.
fn draw(facts: &mut Facts, sample: &[Article], counts: &HashMap<String, u32>) {
    let mut order: Vec<(&String, &u32)> = counts.iter().collect();
    order.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    // Words that occur once in the sample are often slips; the ten most frequent are no questions.
    let useful: Vec<&String> = order.iter().skip(10).filter(|(_, count)| **count > 1).map(|(word, _)| *word).collect();
    facts.words = every(useful.len()).map(|i| useful[i].clone()).collect();
    let common: HashSet<&String> = order.iter().take(COMMON).map(|(word, _)| *word).collect();
    for (i, article) in sample.iter().enumerate() {
        let Some(paragraph) = article.text.lines().nth(i % 7) else { continue };
        let words = words(paragraph);
        if let [.., one, _, _, other] = words.as_slice()
            && one.len() > 3
            && other.len() > 3
        {
            facts.both.push(format!("{one} {other}"));
        }
        let length = 2 + i % 3;
        let phrase = words.windows(length).skip(i % 11).find(|words| words.iter().all(|word| common.contains(word)));
        facts.phrases.extend(phrase.map(|words| format!("\"{}\"", words.join(" "))));
        facts.said.extend(said(article));
    }
    for list in [&mut facts.both, &mut facts.phrases, &mut facts.said] {
        let all = std::mem::take(list);
        *list = every(all.len()).map(|i| all[i].clone()).collect();
    }
}

/// Returns a query for three words that somebody with a full name says in an article.
fn said(article: &Article) -> Option<String> {
    let found = onrecord::annotate(&article.text, article.title.as_deref(), Some("en"));
    found.quotes.iter().find_map(|quote| {
        let name = &found.speakers.get(quote.speaker? as usize)?.name;
        let words = words(quote.spans.first()?.of(&article.text));
        let phrase = words.get(1..4)?.join(" ");
        (name.contains(' ') && !name.contains('"')).then(|| format!("speaker:\"{name}\" \"{phrase}\""))
    })
}

/// Returns places evenly spread over a list.
fn every(length: usize) -> impl Iterator<Item = usize> {
    let count = QUERIES.min(length);
    (0..count).map(move |i| i * length / count)
}

/// Returns the words of a text that are letters alone, in small letters.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).filter(|word| word.chars().all(|c| c.is_ascii_lowercase())).collect()
}

/// The fields of the bare engine.
struct Bare;

impl Bare {
    /// Its two ways: passages, articles.
    const WAYS: [&str; 2] = ["bare", "articles"];

    /// What is stored of articles beside their texts.
    const ABOUT: [&str; 3] = ["url", "outlet", "published"];
}

/// The bare engine, written.
struct Writer {
    writer: tantivy::IndexWriter,
    text: Field,
    /// The title and what is stored beside it, if a record is an article.
    about: Vec<Field>,
}

impl Writer {
    fn open(dir: &Path, articles: bool) -> Result<Self> {
        std::fs::create_dir_all(dir)?;
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT | STORED);
        let mut about = Vec::new();
        if articles {
            about.push(schema.add_text_field("title", TEXT | STORED));
            about.extend(Bare::ABOUT.map(|name| schema.add_text_field(name, STORED)));
        }
        let index = tantivy::Index::create_in_dir(dir, schema.build())?;
        Ok(Self { writer: index.writer_with_num_threads(1, 256_000_000)?, text, about })
    }

    fn put(&mut self, article: &Article) {
        let passages = article.title.iter().map(String::as_str).chain(article.text.lines());
        if self.about.is_empty() {
            return passages.for_each(|passage| self.add(&[(self.text, passage)]));
        }
        let published = article.published.as_ref().map(onrecord::Date::as_str);
        let about = [article.title.as_deref(), article.url.as_deref(), article.outlet.as_deref(), published];
        let about = self.about.iter().copied().zip(about.map(Option::unwrap_or_default));
        self.add(&about.chain([(self.text, article.text.as_str())]).collect::<Vec<_>>());
    }

    fn add(&self, values: &[(Field, &str)]) {
        let mut document = TantivyDocument::default();
        values.iter().for_each(|(field, value)| document.add_text(*field, value));
        self.writer.add_document(document).expect("the writer is there");
    }

    fn finish(mut self) -> Result<()> {
        self.writer.commit()?;
        Ok(self.writer.wait_merging_threads()?)
    }
}

/// The bare engine, asked.
struct Engine {
    reader: IndexReader,
    text: Field,
    /// If a record is an article.
    title: Option<Field>,
}

impl Engine {
    fn open(dir: &Path) -> Result<Self> {
        let index = tantivy::Index::open_in_dir(dir)?;
        let schema = index.schema();
        Ok(Self { text: schema.get_field("text")?, title: schema.get_field("title").ok(), reader: index.reader()? })
    }

    /// Answers bare words, or one phrase in quotation marks.
    fn search(&self, query: &str) -> Result<usize> {
        let terms: Vec<Term> =
            query.trim_matches('"').split(' ').map(|word| Term::from_field_text(self.text, word)).collect();
        let term = |term: Term| -> Box<dyn Query> { Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) };
        let one = |text: &Term| match self.title.zip(text.value().as_str()) {
            None => term(text.clone()),
            Some((title, word)) => {
                let either = [term(text.clone()), term(Term::from_field_text(title, word))];
                Box::new(BooleanQuery::new(either.map(|query| (Occur::Should, query)).into()))
            }
        };
        let query: Box<dyn Query> = match terms.as_slice() {
            [term] => one(term),
            terms if query.starts_with('"') => Box::new(PhraseQuery::new(terms.to_vec())),
            terms => Box::new(BooleanQuery::new(terms.iter().map(|term| (Occur::Must, one(term))).collect())),
        };
        let searcher = self.reader.searcher();
        let (best, count) = searcher.search(&*query, &(TopDocs::with_limit(HITS).order_by_score(), Count))?;
        let mut marked = SnippetGenerator::create(&searcher, &*query, self.text)?;
        marked.set_max_num_chars(400);
        for (_, address) in best {
            std::hint::black_box(marked.snippet_from_doc(&searcher.doc::<TantivyDocument>(address)?));
        }
        Ok(count)
    }
}

fn search(archive: &Archive, query: &str) -> Result<usize> {
    let request = Request { query: query.to_owned(), limit: HITS, strict: true, ..Request::default() };
    Ok(std::hint::black_box(archive.search(&request)?).total as usize)
}

/// The times of one sort of queries in milliseconds: p50 and p95.
struct Compared {
    ours: [f64; 2],
    bare: [f64; 2],
}

impl Compared {
    fn show(&self, name: &str, point: &str, way: &str, ratio: f64, wanted: f64) {
        let ([a, b], [c, d]) = (self.ours, self.bare);
        println!("{name}: p50 {a:.3}, p95 {b:.3} ms; bare engine ({way}) p50 {c:.3}, p95 {d:.3} ms");
        println!("{:<56}{ratio:.2}  (wanted: at most {wanted})", format!("{name}, {point} / bare engine ({way})"));
    }
}

fn compare(archive: &Archive, engine: &Engine, queries: &[String]) -> Result<Compared> {
    // The first search opens what all others use.
    search(archive, "the")?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for query in queries {
        let (mut our, mut its) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            our = our.min(time(|| search(archive, query))?);
            its = its.min(time(|| engine.search(query))?);
        }
        ours.push(our);
        bare.push(its);
    }
    Ok(Compared { ours: points(ours), bare: points(bare) })
}

fn time(ask: impl FnOnce() -> Result<usize>) -> Result<Duration> {
    let start = Instant::now();
    ask()?;
    Ok(start.elapsed())
}

/// Returns the median and the 95th percentile in milliseconds.
fn points(mut times: Vec<Duration>) -> [f64; 2] {
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    [at(50), at(95)].map(|time| time.as_secs_f64() * 1000.0)
}

/// Returns the milliseconds that a process takes which searches once: the median of nine.
fn process(index: &Path) -> Result<f64> {
    let mut all = Vec::new();
    for query in ["government", "ceasefire", "prime minister"].into_iter().cycle().take(9) {
        let start = Instant::now();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_onrecord"));
        let done = command.args(["search", query, "--json", "--index"]).arg(index).output()?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
        }
        all.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    all.sort_by(f64::total_cmp);
    Ok(all[all.len() / 2])
}

fn bytes_in(dir: &Path) -> Result<u64> {
    let mut all = 0;
    for entry in std::fs::read_dir(dir)? {
        all += entry?.metadata()?.len();
    }
    Ok(all)
}
