//! The whole way: files in, answers out.

mod kept;
mod quick;
mod unfinished;

use crate::archive::{Archive, OpenOptions, UpdateOptions};
use crate::error::ErrorKind;
use crate::model::Report;
use crate::query::{By, Request, Results, Sort, Unit};
use std::fs;
use std::path::{Path, PathBuf};

struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap() };
        files.iter().for_each(|(name, text)| place.write(name, text));
        place
    }

    fn news(&self) -> PathBuf {
        self.dir.path().join("news")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.news().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn archive(&self) -> Archive {
        Archive::open(&self.dir.path().join("index"), OpenOptions::default()).unwrap()
    }

    fn update(&self) -> Report {
        self.archive().update(&[self.news()], &UpdateOptions::default(), &mut |_| {}).unwrap()
    }

    fn search(&self, query: &str) -> Results {
        self.archive().search(&request(query)).unwrap()
    }

    /// The passages that answer, shortened.
    fn texts(&self, query: &str) -> Vec<String> {
        self.search(query).hits.iter().map(text).collect()
    }
}

fn request(query: &str) -> Request {
    Request { query: query.to_owned(), strict: true, ..Request::default() }
}

fn text(hit: &crate::query::Hit) -> String {
    let article = &hit.article.article;
    let text = if hit.unit == Unit::Title { article.title.as_deref().unwrap() } else { &article.text };
    format!("{}: {}", hit.unit.name(), hit.span.of(text))
}

fn counts(report: &Report) -> [u64; 4] {
    [report.indexed, report.updated, report.unchanged, report.removed]
}

const TOWN: &str = "A town speaks\n\nThe mayor came by tram. “We will rebuild the town,” said Ann Marlow.\nNobody else spoke of the town that day, and the tram went home.\n";
const FERRY: &str = "The ferry\n\n“No ferry will sail,” said Bob Pell.\n“The town can wait,” said Ann Marlow. The harbour was closed.\n";

fn two() -> Place {
    Place::new(&[("town.txt", TOWN), ("sea/ferry.txt", FERRY)])
}

#[test]
fn a_quotation_stands_for_its_paragraph_when_it_has_all_matches() {
    let place = two();
    assert_eq!(counts(&place.update()), [2, 0, 0, 0]);
    assert_eq!(place.texts("rebuild"), ["quote: “We will rebuild the town,”"]);
    assert_eq!(place.texts("\"we will rebuild the town\""), ["quote: “We will rebuild the town,”"]);
    let tram = place.texts("tram rebuild");
    assert_eq!(tram, ["paragraph: The mayor came by tram. “We will rebuild the town,” said Ann Marlow."]);
    assert_eq!(place.search("tram").total, 2);
    let town = place.search("town");
    assert_eq!(town.total, 4, "the title, two quotations, a paragraph");
    assert!(town.hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
    assert_eq!(town.searched.articles, 2);
    assert_eq!(town.searched.quotes, 3);
}

#[test]
fn speakers_bind_to_their_own_quotations() {
    let place = two();
    place.update();
    assert_eq!(place.texts("speaker:marlow town").len(), 2);
    assert_eq!(place.texts("speaker:marlow ferry"), [""; 0]);
    assert_eq!(place.texts("speaker:pell ferry"), ["quote: “No ferry will sail,”"]);
    let said = |args: &[&str]| {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        place.archive().said(&args, &request(""))
    };
    let marlow = said(&["Ann", "Marlow", "rebuild"]).unwrap();
    assert_eq!((marlow.speaker.as_deref(), marlow.total), (Some("Ann Marlow"), 1));
    assert_eq!(marlow.hits[0].speaker.as_deref(), Some("Ann Marlow"));
    assert_eq!(said(&["marlow"]).unwrap().total, 2);
    assert_eq!(said(&["marlow", "\"town can\""]).unwrap().total, 1);
    let nobody = said(&["nobody"]).unwrap();
    assert_eq!((nobody.total, nobody.searched.articles, nobody.notes.len()), (0, 2, 1));
    let (rows, results) = place.archive().who_said("the town", &request("")).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].name.as_str(), rows[0].quotes, results.total), ("Ann Marlow", 2, 1));
    assert_eq!(
        rows[0].wordings.iter().map(|w| (w.text.as_str(), w.count)).collect::<Vec<_>>(),
        [("The town", 1), ("the town", 1)]
    );
    let rows = place.archive().speakers(None, 10, &[]).unwrap().0;
    assert_eq!(
        rows.iter().map(|row| (row.name.as_str(), row.quotes)).collect::<Vec<_>>(),
        [("Ann Marlow", 2), ("Bob Pell", 1)]
    );
}

#[test]
fn an_update_does_only_what_changed() {
    let place = two();
    place.update();
    assert_eq!(counts(&place.update()), [0, 0, 2, 0]);
    place.write("town.txt", &TOWN.replace("rebuild", "repair"));
    assert_eq!(counts(&place.update()), [0, 1, 1, 0]);
    assert_eq!(place.search("rebuild").total, 0);
    assert_eq!(place.search("repair").total, 1);
    place.write("town.txt", &format!("{}x", TOWN.replace("rebuild", "repair")));
    fs::remove_file(place.news().join("sea/ferry.txt")).unwrap();
    assert_eq!(counts(&place.update()), [0, 1, 0, 1]);
    assert_eq!(place.search("ferry").total, 0);
    let missing = place.archive().update(&[place.news().join("none")], &UpdateOptions::default(), &mut |_| {});
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::Io);
    assert_eq!(place.search("repair").total, 1);
}

#[test]
fn records_of_one_file_are_updated_one_by_one() {
    let line = |id: u32, text: &str| format!("{{\"id\":\"a{id}\",\"text\":\"{text} and some more words.\"}}\n");
    let place =
        Place::new(&[("all.jsonl", &(line(1, "apples") + &line(2, "pears") + "{broken\n" + &line(3, "plums")))]);
    let report = place.update();
    assert_eq!((counts(&report), report.failed.len()), ([3, 0, 0, 0], 1));
    let again = place.update();
    assert_eq!((counts(&again), again.failed.len()), ([0, 0, 3, 0], 1));
    place.write("all.jsonl", &(line(1, "apples") + &line(2, "cherries")));
    assert_eq!(counts(&place.update()), [0, 1, 1, 1]);
    assert_eq!((place.search("pears").total, place.search("cherries").total, place.search("plums").total), (0, 1, 0));
    assert_eq!(place.archive().show("a2").unwrap().len(), 1);
}

#[test]
fn equal_ids_are_both_kept_with_a_warning() {
    let record = "{\"id\":\"a\",\"text\":\"Some words here.\"}\n";
    let place = Place::new(&[("one.jsonl", record), ("two.jsonl", record)]);
    let report = place.update();
    assert_eq!((report.articles, report.warnings.len()), (2, 1));
    assert_eq!(place.archive().show("a").unwrap().len(), 2);
    assert_eq!(place.search("words").total, 2);
    assert!(place.update().warnings.is_empty());
}

#[test]
fn only_one_writes_at_a_time() {
    let place = two();
    place.update();
    let _lock = crate::index::lock(&place.dir.path().join("index")).unwrap();
    let update = || place.archive().update(&[place.news()], &UpdateOptions::default(), &mut |_| {});
    assert_eq!(counts(&update().unwrap()), [0, 0, 2, 0], "nothing is to be written");
    place.write("new.txt", TOWN);
    assert_eq!(update().unwrap_err().kind(), ErrorKind::Busy);
    assert_eq!(place.search("town").total, 4);
}

#[test]
fn a_file_that_cannot_be_read_keeps_its_articles() {
    let place = Place::new(&[("x.txt.gz", "")]);
    let path = place.news().join("x.txt.gz");
    let pack = |text: &str| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packer, text.as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    let bytes = pack(TOWN);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(counts(&place.update()), [1, 0, 0, 0]);
    fs::write(&path, &bytes[..bytes.len() - 12]).unwrap();
    let report = place.update();
    assert_eq!((report.failed.len(), report.articles), (1, 1), "{report:?}");
    assert_eq!(place.update().failed.len(), 1);
    fs::write(&path, pack(&TOWN.replace("tram", "train"))).unwrap();
    assert_eq!(counts(&place.update()), [0, 1, 0, 0]);
}

#[test]
fn a_file_keeps_its_place_whatever_path_is_given() {
    let place = two();
    place.update();
    let sea = place.news().join("sea");
    let ids = || place.search("ferry").hits.iter().map(|hit| hit.id()).collect::<Vec<_>>();
    let before = ids();
    place.write("sea/new.txt", "No ferry here.\n");
    let report = place.archive().update(&[sea], &UpdateOptions::default(), &mut |_| {}).unwrap();
    assert_eq!((counts(&report), report.articles), ([1, 0, 1, 0], 3));
    assert_eq!(place.archive().stats().unwrap().sources.len(), 1);
    assert!(before.iter().all(|id| ids().contains(id)));
    assert!(place.archive().show("sea/new.txt").unwrap().len() == 1);
}

#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = two();
    place.update();
    let dir = place.dir.path().join("index");
    let set = |mode| fs::set_permissions(&dir, fs::Permissions::from_mode(mode)).unwrap();
    for lock in [".tantivy-meta.lock", ".tantivy-writer.lock"] {
        drop(fs::remove_file(dir.join(lock)));
    }
    set(0o555);
    let total = place.search("town").total;
    set(0o755);
    assert_eq!(total, 4);
}

#[test]
fn rebuilding_gives_the_same_answers() {
    let place = two();
    place.update();
    let archive = place.archive();
    let all = |archive: &Archive| {
        archive.search(&request("*")).unwrap().hits.iter().map(|h| (h.id(), text(h))).collect::<Vec<_>>()
    };
    let before = all(&archive);
    assert!(!before.is_empty());
    assert_eq!(counts(&archive.rebuild(1, &mut |_| {}).unwrap()), [2, 0, 0, 0]);
    assert_eq!(all(&archive), before);
    assert_eq!(counts(&place.update()), [0, 0, 2, 0]);
    assert!(!place.dir.path().join("index/rebuild").exists());
}

#[test]
fn another_version_is_an_error_that_rebuilding_mends() {
    let place = two();
    place.update();
    let meta = place.dir.path().join("index/meta.json");
    let old = fs::read_to_string(&meta).unwrap().replace("\\\"format\\\":", "\\\"format\\\":9");
    fs::write(&meta, old).unwrap();
    let archive = place.archive();
    assert_eq!(archive.search(&request("town")).unwrap_err().kind(), ErrorKind::Version);
    archive.rebuild(0, &mut |_| {}).unwrap();
    assert_eq!(archive.search(&request("town")).unwrap().total, 4);
}

#[test]
fn under_restricts_and_remove_takes_out() {
    let place = two();
    place.update();
    let under = Request { under: vec![place.news().join("sea")], ..request("town") };
    let results = place.archive().search(&under).unwrap();
    assert_eq!((results.total, results.searched.articles), (1, 1));
    assert_eq!(counts(&place.archive().remove(&[place.news().join("sea")]).unwrap()), [0, 0, 0, 1]);
    assert_eq!(place.search("ferry").total, 0);
}

#[test]
fn a_reader_sees_new_commits_and_no_index_is_an_error() {
    let place = two();
    let reader = place.archive();
    assert_eq!(reader.search(&request("town")).unwrap_err().kind(), ErrorKind::NoIndex);
    place.update();
    assert_eq!(reader.search(&request("town")).unwrap().total, 4);
    place.write("new.txt", "A town again.\n");
    place.update();
    assert_eq!(reader.search(&request("town")).unwrap().total, 5);
}

#[test]
fn relaxed_hits_follow() {
    let place = two();
    place.update();
    let relaxed = Request { strict: false, ..request("ferry harbour sail zebra") };
    let results = place.archive().search(&relaxed).unwrap();
    assert_eq!(results.total, 0);
    let relaxed = Request { strict: false, ..request("sail ferry town") };
    let results = place.archive().search(&relaxed).unwrap();
    assert_eq!(results.total, 0);
    assert!(results.relaxed && results.hits.iter().all(|hit| hit.relaxed));
    assert_eq!(text(&results.hits[0]), "quote: “No ferry will sail,”");
}

#[test]
fn by_article_words_may_stand_apart() {
    let place = two();
    place.update();
    let by = |query: &str| place.archive().search(&Request { by: By::Article, ..request(query) }).unwrap();
    let apart = by("sail harbour");
    assert_eq!((apart.total, apart.hits.len()), (1, 1));
    assert_eq!(apart.hits[0].passages, Some(2));
    assert_eq!(place.search("sail harbour").total, 0);
    assert_eq!(by("sail -harbour").total, 0);
    assert_eq!(by("\"that day\" title:town").total, 1);
    assert_eq!(by("speaker:marlow town").total, 2);
}

#[test]
fn by_article_relaxed_hits_have_some_of_the_words_and_all_else() {
    let place = two();
    place.update();
    let by =
        |query: &str, strict| place.archive().search(&Request { by: By::Article, strict, ..request(query) }).unwrap();
    let results = by("sail ferry tram zebra", false);
    assert_eq!((results.total, results.hits.len(), results.relaxed), (0, 2, true));
    assert!(results.hits.iter().all(|hit| hit.relaxed) && results.hits[0].score > results.hits[1].score);
    // Two of the words stand in one passage of the article on the ferry.
    assert!(text(&results.hits[0]).contains("No ferry will sail"), "{}", text(&results.hits[0]));
    assert!(by("sail ferry tram zebra", true).hits.is_empty());
    // What is no bare word is never relaxed, nor what has all the words shown twice.
    assert_eq!(by("sail ferry zebra -tram", false).hits.len(), 1);
    let both = by("sail harbour", false);
    assert_eq!((both.hits.len(), both.total, both.hits[0].relaxed), (1, 1, false));
}

#[test]
fn case_gaps_and_windows_are_decided_by_the_text() {
    let place = two();
    place.update();
    let case = Request { case: true, ..request("\"The town\"") };
    assert_eq!(place.archive().search(&case).unwrap().total, 1);
    assert_eq!(place.search("\"we … town\"").total, 1);
    assert_eq!(place.search("\"mayor … home\"").total, 0);
    assert_eq!(place.search("\"tram mayor\"~2").total, 1);
    assert_eq!(place.search("\"tram mayor\"~1").total, 0);
}

#[test]
fn dates_sort_and_filter() {
    let line = |id: &str, date: &str| format!("{{\"id\":\"{id}\",\"text\":\"The same words.\"{date}}}\n");
    let text = line("b", ",\"date\":\"2024-05-31\"") + &line("a", ",\"date\":\"2023-01-02T10:00:00\"") + &line("c", "");
    let place = Place::new(&[("d.jsonl", &text)]);
    place.update();
    let ids = |sort| -> Vec<String> {
        let results = place.archive().search(&Request { sort, ..request("same") }).unwrap();
        results.hits.iter().map(|hit| hit.article.article.id.clone()).collect()
    };
    assert_eq!(ids(Sort::Best), ["a", "b", "c"]);
    assert_eq!(ids(Sort::Newest), ["b", "a", "c"]);
    assert_eq!(ids(Sort::Oldest), ["a", "b", "c"]);
    let after = place.search("same after:2024-01");
    assert_eq!((after.total, after.undated), (1, 1));
    assert_eq!(place.search("same on:2024-05").total, 1);
    assert_eq!(place.search("same before:2024-05-31").total, 1);
    assert_eq!(
        (after.searched.from.unwrap().as_str(), after.searched.to.unwrap().as_str()),
        ("2023-01-02T10:00:00", "2024-05-31")
    );
}

/// Every stretch of four words inside one paragraph is found by its exact phrase.
#[test]
fn every_stretch_is_found() {
    let place = two();
    place.update();
    let archive = place.archive();
    for text in [TOWN, FERRY] {
        for paragraph in text.lines() {
            let words: Vec<&str> = crate::text::words(paragraph).map(|span| span.of(paragraph)).collect();
            for four in words.windows(4) {
                let phrase = four.join(" ");
                let results = archive.search(&request(&format!("\"{phrase}\""))).unwrap();
                assert!(results.total > 0, "{phrase}");
                assert!(results.hits.iter().all(|hit| !hit.highlights.is_empty()), "{phrase}");
            }
        }
    }
}

#[test]
fn results_do_not_depend_on_threads() {
    let texts: Vec<(String, String)> =
        (0..40).map(|i| (format!("{i}.txt"), TOWN.replace("tram", &format!("tram{}", i % 3)))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let place = Place::new(&files);
    let answers = |threads: usize, dir: &Path| {
        let archive = Archive::open(dir, OpenOptions::default()).unwrap();
        archive.update(&[place.news()], &UpdateOptions { threads, ..UpdateOptions::default() }, &mut |_| {}).unwrap();
        let hits = archive.search(&Request { limit: 1000, ..request("town OR tram1") }).unwrap().hits;
        hits.iter().map(|hit| (hit.id(), hit.score.to_bits())).collect::<Vec<_>>()
    };
    let (one, four) = (place.dir.path().join("one"), place.dir.path().join("four"));
    assert_eq!(answers(1, &one), answers(4, &four));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(6))]

    /// Whatever the text: each stretch of four words of a paragraph is found, highlighted, in that paragraph.
    #[test]
    fn every_stretch_of_any_text_is_found(texts in proptest::collection::vec(
        "([a-cA-C]{1,3}|[\u{e9}\u{df}\u{130}\u{fb01}\u{fdfa}e\u{301}\u{ad}x]{1,3}|[\u{4e00}-\u{4e05}]{1,2}|[0-9]{1,2}|[ .,'’“”\"\n-]{1,3}| ){8,60}",
        20,
    )) {
        let records = texts.iter().enumerate().map(|(i, text)| serde_json::json!({"id": i.to_string(), "text": text}));
        let lines: String = records.map(|record| format!("{record}\n")).collect();
        let place = Place::new(&[("all.jsonl", &lines)]);
        place.update();
        let archive = place.archive();
        for i in 0..texts.len() {
            for annotated in archive.show(&i.to_string()).unwrap() {
                let article = &annotated.article;
                for paragraph in article.paragraphs() {
                    let text = paragraph.of(&article.text);
                    let spans: Vec<_> = crate::text::words(text).collect();
                    for four in spans.windows(4) {
                        let phrase: Vec<&str> = four.iter().map(|span| span.of(text)).collect();
                        let query = Request { limit: 10_000, ..request(&format!("\"{}\"", phrase.join(" "))) };
                        let hits = archive.search(&query).unwrap().hits;
                        let wanted = four[0].join(four[3]).shift(paragraph.start());
                        let here = hits.iter().any(|hit| {
                            hit.article.article.id == article.id && hit.highlights.iter().any(|span| span.covers(wanted))
                        });
                        proptest::prop_assert!(here, "{phrase:?} of {text:?}");
                    }
                }
            }
        }
    }
}

/// The engine and the matcher agree on what matches: every passage of the sample corpus, read one by one.
#[test]
fn the_engine_finds_what_reading_finds() {
    use crate::model::Span;
    use crate::query::{MatchOptions, Matcher, Members, Names, ResolveOptions, UnitText, parse, resolve};
    struct Languages(Vec<String>);
    impl Names for Languages {
        fn speaker_keys(&self, _: &[String], _: bool) -> Vec<String> {
            Vec::new()
        }
        fn languages(&self) -> Vec<String> {
            self.0.clone()
        }
        fn copies(&self, _: &str) -> Option<Members> {
            None
        }
        fn is_role(&self, _: &[String]) -> bool {
            false
        }
        fn nearest_speaker(&self, _: &[String]) -> Option<String> {
            None
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let archive = Archive::open(&dir.path().join("index"), OpenOptions::default()).unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    archive.update(&[corpus], &UpdateOptions::default(), &mut |_| {}).unwrap();
    let articles = archive.search(&Request { limit: 1000, by: By::Article, ..request("*") }).unwrap();
    assert!(articles.total >= 40);
    let languages = Languages(archive.state().unwrap().snapshot.languages().unwrap());
    let queries = [
        "the",
        "bridge",
        "river talks",
        "flood OR storm",
        "mayor -flood",
        "\"of the\"",
        "\"we will\"",
        "re*",
        "brigde~1",
        "\"the … of\"",
        "\"mayor flood\"~8",
        "title:storm",
        "water title:flood",
        "\"the town\" OR (storm night)",
        "said:we",
        "said:\"we will\"",
        "a b c",
        "don't",
        "NOT the",
        "weir* (night OR water)",
        "minister~2",
    ];
    for query in queries {
        let plan = resolve(&parse(query).unwrap(), &languages, &ResolveOptions::default());
        let matcher = Matcher::new(&plan.node, MatchOptions::default());
        let mut wanted = Vec::new();
        for hit in &articles.hits {
            let article = &hit.article.article;
            let title = article.title.as_deref().unwrap_or_default();
            let language = Some(article.language.as_deref().unwrap_or("en"));
            let filter = &|_: &crate::query::Filter| true;
            let find = |text: &str, pieces: &[Span]| {
                matcher.matches(&UnitText { text, pieces, title, language, whole: false, quotes: &[], filter })
            };
            let found = (0..hit.article.annotations.quotes.len())
                .filter(|&i| find(&article.text, &hit.article.annotations.quotes[i].spans).is_some());
            let quotes: Vec<Span> = found.map(|i| hit.article.annotations.quotes[i].extent()).collect();
            if plan.quotes_only {
                wanted.extend(quotes.iter().map(|span| (article.id.clone(), *span)));
                continue;
            }
            let paragraphs: Vec<Span> = article.paragraphs().filter(|p| find(&article.text, &[*p]).is_some()).collect();
            // Quotations apart from any matching paragraph; those in one count as it.
            wanted.extend(
                quotes.iter().filter(|q| !paragraphs.iter().any(|p| p.overlaps(**q))).map(|q| (article.id.clone(), *q)),
            );
            wanted.extend(paragraphs.iter().map(|p| (article.id.clone(), *p)));
            if !title.is_empty() && find(title, &[Span::new(0, title.len())]).is_some() {
                wanted.push((article.id.clone(), Span::default()));
            }
        }
        let results = archive.search(&Request { limit: 10_000, ..request(query) }).unwrap();
        let mut got: Vec<(String, Span)> = Vec::new();
        for hit in &results.hits {
            let article = &hit.article.article;
            let home = |span: Span| article.paragraphs().filter(|p| p.overlaps(span)).collect::<Vec<_>>();
            match hit.unit {
                Unit::Title => got.push((article.id.clone(), Span::default())),
                Unit::Paragraph => got.push((article.id.clone(), hit.span)),
                Unit::Quote => {
                    // One that stands for paragraphs stands where they would.
                    let stood: Vec<Span> =
                        home(hit.span).into_iter().filter(|p| wanted.contains(&(article.id.clone(), *p))).collect();
                    let as_found = if plan.quotes_only || stood.is_empty() { vec![hit.span] } else { stood };
                    got.extend(as_found.into_iter().map(|span| (article.id.clone(), span)));
                }
            }
            let bare = hit.unit != Unit::Title && query.starts_with("title:") || query.starts_with("NOT");
            assert!(bare || !hit.highlights.is_empty(), "{query}: {}", text(hit));
        }
        wanted.sort();
        got.sort();
        assert_eq!(got, wanted, "{query}");
        assert_eq!(results.total as usize, results.hits.len(), "{query}");
    }
}
