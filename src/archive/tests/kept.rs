//! Tables beside the index save time and decide nothing; relevance of articles.

use super::*;

/// What is shown of a search: who speaks, and the copies.
fn shown(place: &Place, query: &str) -> Vec<String> {
    let hits = place.search(query).hits;
    hits.iter().map(|hit| format!("{} {:?} {:?} {}", hit.id(), hit.speaker, hit.cluster, hit.score)).collect()
}

#[test]
fn tables_change_no_answer_whatever_becomes_of_them() {
    let place = Place::new(&[("town.txt", TOWN), ("sea/ferry.txt", FERRY), ("sea/again.txt", TOWN)]);
    place.update();
    let table = place.dir.path().join("index/speakers.table");
    let queries = ["town", "speaker:marlow", "speaker:\"bob pell\" ferry", "nobody"];
    let all = || queries.map(|query| shown(&place, query));
    let with = all();
    let bytes = fs::read(&table).unwrap();
    fs::remove_file(&table).unwrap();
    assert_eq!(all(), with, "none");
    for (at, change) in [(3, 1), (12, 1), (30, 8), (bytes.len() - 2, 1)] {
        let mut damaged = bytes.clone();
        damaged[at] ^= change;
        fs::write(&table, damaged).unwrap();
        assert_eq!(all(), with, "damaged at {at}");
    }
    fs::write(&table, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(all(), with, "cut short");
    assert!(!with[1].is_empty() && !with[2].is_empty());
}

#[test]
fn a_table_of_other_aliases_or_another_commit_is_not_read() {
    let place = two();
    place.update();
    let table = place.dir.path().join("index/speakers.table");
    let old = fs::read(&table).unwrap();
    fs::write(place.dir.path().join("aliases.txt"), "Captain Bob = Bob Pell\n").unwrap();
    let speaker = |query: &str| place.search(query).hits.into_iter().filter_map(|hit| hit.speaker).collect::<Vec<_>>();
    assert_eq!(speaker("sail"), ["Captain Bob"]);
    place.write("new.txt", "“The tram is late,” said Cora Dunn.\n");
    place.update();
    assert_ne!(fs::read(&table).unwrap(), old);
    fs::write(&table, &old).unwrap();
    assert_eq!(speaker("tram late"), ["Cora Dunn"]);
    assert_eq!(speaker("sail"), ["Captain Bob"]);
}

#[test]
fn articles_with_the_words_together_and_early_come_first() {
    let filler = |n: usize| format!("Day {n} was quiet at the quay and the lamps were lit at six.\n");
    let long = |words: &[(usize, &str)]| -> String {
        let line = |n| words.iter().find(|(at, _)| *at == n).map_or_else(|| filler(n), |(_, text)| format!("{text}\n"));
        (0..30).map(line).collect()
    };
    let place = Place::new(&[
        ("strewn.txt", &long(&[(2, "The brindled cat slept."), (20, "A violin was sold.")])),
        ("late.txt", &long(&[(25, "The brindled violin was sold.")])),
        ("early.txt", &long(&[(1, "The brindled violin was sold.")])),
        ("other.txt", &long(&[])),
    ]);
    place.update();
    let request = Request { by: By::Article, ..request("brindled violin") };
    let hits = place.archive().search(&request).unwrap().hits;
    let order: Vec<&str> = hits.iter().map(|hit| hit.article.article.path.as_str()).collect();
    assert_eq!(order, ["early.txt", "late.txt", "strewn.txt"]);
    assert!(hits.windows(2).all(|two| two[0].score >= two[1].score));
}

#[test]
fn a_lenient_query_shows_all_that_match_it() {
    let place = two();
    place.update();
    for query in
        ["title:town", "by:nobody OR title:town", "*", "before:2000 OR *", "title:ferry tram", "closed OR title:town"]
    {
        for (lenient, limit) in [(false, 10), (true, 10), (true, 1)] {
            let request = Request { by: By::Article, lenient, limit, strict: false, ..request(query) };
            let results = place.archive().search(&request).unwrap();
            let full = results.hits.iter().filter(|hit| !hit.relaxed).count() as u64;
            assert_eq!(full, results.total.min(limit as u64), "{query}, lenient: {lenient}");
        }
    }
}

#[test]
fn a_lenient_query_may_miss_its_quoted_words_and_says_so() {
    let place = two();
    place.update();
    let ask = |lenient, query: &str| {
        let request = Request { by: By::Article, lenient, ..Request { query: query.to_owned(), ..Request::default() } };
        let results = place.archive().search(&request).unwrap();
        let hits: Vec<(String, bool)> =
            results.hits.iter().map(|hit| (hit.article.article.path.clone(), hit.relaxed)).collect();
        (hits, results.total, results.notes)
    };
    let query = "\"harbour was closed\" tram mayor";
    let (hits, total, notes) = ask(false, query);
    assert_eq!((hits, total, notes), (vec![("sea/ferry.txt".to_owned(), true)], 0, vec![]));
    let (hits, total, notes) = ask(true, query);
    assert_eq!((hits.len(), total, notes.len()), (2, 0, 1));
    assert!(hits.iter().all(|(_, relaxed)| *relaxed));
    let (hits, _, _) = ask(true, "\"harbour was closed\" -ferry tram mayor");
    assert_eq!(hits, [("town.txt".to_owned(), true)], "what is excluded stays so");
}
