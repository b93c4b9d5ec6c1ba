//! What holds for every text: annotating and parsing are total, and what was indexed is found by its own words.

use onrecord::{Annotations, Archive, Article, OpenOptions, Outcome, ReadOptions, Request, Span, UpdateOptions};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::path::Path;

/// Pieces that news is made of, for texts in which something is to be found.
const PIECES: &str = "(“|”|\"|‘|’|'|«|»|``|''|„|\\(|\\)|—| - |, |\\. |\\? |: |\n|\n\n| | |said |told reporters |according to |asked |in a statement |that |if |not |Ada Fenwick |Mr\\. Brenning |the mayor |she |he |who |a senior official |The Harbour Board |we will rebuild|it was never safe|’90s|6ft 2'|é|İ|ﬁ|日本|\u{301}|🦀){0,60}";

/// Checks all that a reader of annotations relies on.
fn check(text: &str, found: &Annotations) -> Result<(), TestCaseError> {
    let fits = |span: Span| text.get(span.start()..span.end()).is_some_and(|part| !part.is_empty());
    let mut last = Span::default();
    for quote in &found.quotes {
        prop_assert!(!quote.spans.is_empty() && quote.kinds.len() == quote.spans.len(), "{quote:?}");
        prop_assert!(quote.spans.iter().all(|span| fits(*span)), "{quote:?}");
        prop_assert!(quote.spans.windows(2).all(|pair| pair[0].end() <= pair[1].start()), "{quote:?}");
        prop_assert!(quote.source.is_none_or(fits) && quote.cue.is_none_or(fits), "{quote:?}");
        prop_assert!(last.start() <= quote.spans[0].start(), "{last:?} before {quote:?}");
        last = quote.spans[0];
        let known = |speaker: u32| (speaker as usize) < found.speakers.len();
        prop_assert!(quote.speaker.is_none_or(known) && quote.candidates.iter().all(|c| known(c.speaker)), "{quote:?}");
        prop_assert!((0.0..=1.0).contains(&quote.confidence), "{quote:?}");
        if let Some(parent) = quote.parent {
            let parent = found.quotes.get(parent as usize);
            prop_assert!(
                parent.is_some_and(|p| p.extent().covers(quote.extent()) && p != quote),
                "{quote:?} in {parent:?}"
            );
        }
    }
    prop_assert!(found.speakers.iter().all(|speaker| !speaker.name.trim().is_empty()), "{:?}", found.speakers);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_text_is_annotated(text in any::<String>(), title in any::<Option<String>>(), language in "(en|de|)") {
        check(&text, &onrecord::annotate(&text, title.as_deref(), Some(&language)))?;
    }

    #[test]
    fn any_news_is_annotated(text in PIECES, title in PIECES) {
        check(&text, &onrecord::annotate(&text, Some(&title), Some("en")))?;
        check(&text, &onrecord::annotate(&text, None, None))?;
    }

    #[test]
    fn any_query_is_parsed_or_repaired(query in prop_oneof![
        any::<String>(),
        "(\"|“|”|‘|’|\\(|\\)|-|:|~|\\*|\\\\|AND |OR |NOT |speaker:|said:|kind:|after:|id:|2024-05|direct|word |né|…|\\[…\\]| ){0,30}",
    ]) {
        let (lenient, repairs) = onrecord::parse_lenient(&query);
        match onrecord::parse(&query) {
            Ok(strict) => {
                let span = strict.span;
                prop_assert!(query.get(span.start()..span.end()).is_some(), "{span:?}");
                // A valid query needs no repair, but for a `-` at its beginning.
                if !query.trim_start().starts_with('-') {
                    prop_assert_eq!(format!("{strict:?}"), format!("{lenient:?}"));
                    prop_assert!(repairs.is_empty(), "{repairs:?}");
                }
            }
            Err(err) => {
                prop_assert!(query.get(err.span.start()..err.span.end()).is_some(), "{err:?}");
                prop_assert!(err.query == query && !err.message.is_empty());
                let shown = err.render();
                prop_assert!(query.trim().is_empty() || shown.contains('^'), "{shown}");
                prop_assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
            }
        }
    }
}

/// Returns the spans of the words of a line: runs of letters, digits and combining marks with inner apostrophes.
fn words(line: &str) -> Vec<Span> {
    let is_word = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    let is_apostrophe = |c: char| matches!(c, '\'' | '’' | '‘');
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut words: Vec<Span> = Vec::new();
    for (i, &(at, c)) in chars.iter().enumerate() {
        if !is_word(c) {
            continue;
        }
        let end = at + c.len_utf8();
        let before = |n: usize| i.checked_sub(n).map(|i| chars[i].1);
        let joined =
            before(1).is_some_and(is_word) || (before(1).is_some_and(is_apostrophe) && before(2).is_some_and(is_word));
        match words.last_mut() {
            Some(last) if joined => *last = Span::new(last.start(), end),
            _ => words.push(Span::new(at, end)),
        }
    }
    words
}

/// Returns every stretch of four words inside one paragraph, as the spans of its words in the text.
fn stretches(text: &str) -> Vec<Vec<Span>> {
    let mut all = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let words: Vec<Span> = words(line).into_iter().map(|word| word.shift(start)).collect();
        all.extend(words.windows(4).map(<[Span]>::to_vec));
        start += line.len() + 1;
    }
    all
}

/// Returns the articles under `path` as they are read.
fn articles(path: &Path) -> Vec<Article> {
    let mut articles = Vec::new();
    for found in onrecord::walk(path, ".managed.json").expect("a folder") {
        onrecord::read_file(&found.expect("a file"), &ReadOptions::default(), &mut |outcome, _| match outcome {
            Outcome::Article(article) => articles.push(*article),
            // Crawls hold records that are no pages; `formats` has a file that is no article.
            Outcome::Skipped(skip) if skip.record.is_some() || skip.path.starts_with("formats/") => {}
            Outcome::Skipped(skip) | Outcome::Failed(skip) => panic!("{skip:?}"),
        });
    }
    articles
}

/// Indexes `path`, and looks for every `step`th stretch of its articles; returns how many.
fn find_all(path: &Path, step: usize) -> usize {
    let dir = tempfile::tempdir().expect("a directory");
    let archive = Archive::open(&dir.path().join("index"), OpenOptions::default()).expect("an archive");
    archive.update(&[path.to_owned()], &UpdateOptions::default(), &mut |_| {}).expect("an index");
    let mut lost = Vec::new();
    let mut count = 0;
    for article in articles(path) {
        for stretch in stretches(&article.text).into_iter().skip(count % step).step_by(step) {
            count += 1;
            let words: Vec<&str> = stretch.iter().map(|word| word.of(&article.text)).collect();
            let query = format!("\"{}\"", words.join(" "));
            let request = Request { query: query.clone(), limit: 1000, strict: true, ..Request::default() };
            let hits = archive.search(&request).unwrap_or_else(|err| panic!("{query}: {err}")).hits;
            // It is found where it stands: in a passage of this article, and its words are highlighted, unless they repeat
            // themselves: of matches that overlap the first one may be marked alone.
            let repeats = words[..2] == words[2..];
            let is_there = hits.iter().any(|hit| {
                let same = (&hit.article.article.path, hit.article.article.record) == (&article.path, article.record);
                let inside = |word: &Span| hit.span.covers(*word);
                let lit = |word: &Span| repeats || hit.highlights.iter().any(|light| light.covers(*word));
                same && hit.unit != onrecord::Unit::Title && stretch.iter().all(|word| inside(word) && lit(word))
            });
            if !is_there {
                lost.push(format!("{}:{} {query} ({} hits)", article.path, article.record, hits.len()));
            }
        }
    }
    assert!(
        lost.is_empty(),
        "{} of {count} stretches are not found\n{}",
        lost.len(),
        lost[..lost.len().min(20)].join("\n")
    );
    count
}

#[test]
fn every_stretch_of_the_corpus_is_found() {
    let count = find_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), 1);
    assert!(count >= 7000, "only {count} stretches were looked for");
}

#[test]
fn every_stretch_of_generated_texts_is_found() {
    let word = "([a-e]{1,3}|said|the|Ada|Fenwick|don’t|rock 'n' roll|O’Brien|e\u{301}lite|U\\.S\\.|covid-19|1,000\\.50|Straße|İzmir|ﬁre|ΟΔΟΣ|日本語|नमस्ते|قال|AND|OR|not|’90s|@mara|x_y|a/b|naïve|ÆØÅ)";
    let join = "( | |, |\\. |; | – |—|…|\\.\\.\\.|: |” |“| ‘|’ |\\)|\\(| & )";
    let paragraph = format!("(({word}{join}){{4,40}}{word}[.!?”]\n\n){{1,6}}");
    let texts = proptest::string::string_regex(&paragraph).expect("a pattern");
    let mut runner = TestRunner::deterministic();
    let mut text = || texts.new_tree(&mut runner).expect("a text").current();
    let dir = tempfile::tempdir().expect("a directory");
    let mut lines: Vec<String> = (0..40).map(|_| text()).collect();
    // One paragraph that is longer than any newspaper's.
    lines.push((0..40).map(|_| text().replace('\n', " ")).collect());
    let records: String = lines.iter().map(|text| format!("{}\n", serde_json::json!({ "text": text }))).collect();
    std::fs::write(dir.path().join("generated.jsonl"), records).expect("a file");
    let count = find_all(dir.path(), 5);
    assert!(count >= 1000, "only {count} stretches were looked for");
}
