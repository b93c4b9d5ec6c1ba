//! Crawls: pages become articles, every other record is counted with a reason, and damage costs one record.

use onrecord::{Article, Outcome, ReadOptions, read_bytes};
use std::io::Write;

const PAGE: &str = "<html><head><title>Ferry sails again</title></head><body><article><h1>Ferry sails again</h1>\
    <p>The ferry sailed again on Monday after nine days in harbour, and hundreds were on board of it.</p>\
    <p>“We had missed her,” said Pia Vell, who keeps the lighthouse on the rock that the ferry passes.</p>\
    </article></body></html>";

/// What came of a crawl: articles, and `record: skipped or failed, reason`.
fn read(name: &str, bytes: &[u8]) -> (Vec<Article>, Vec<String>) {
    let (mut articles, mut reasons) = (Vec::new(), Vec::new());
    read_bytes(name, bytes, &ReadOptions::default(), &mut |outcome, _| match outcome {
        Outcome::Article(article) => articles.push(*article),
        Outcome::Skipped(skip) => reasons.push(format!("{:?}: skipped, {}", skip.record, skip.reason)),
        Outcome::Failed(skip) => reasons.push(format!("{:?}: failed, {}", skip.record, skip.reason)),
    });
    (articles, reasons)
}

fn record(kind: &str, address: &str, media: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-03-04T05:06:07Z\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 ", head.as_bytes(), b"\r\n\r\n", body].concat()
}

fn page(address: &str) -> Vec<u8> {
    let answer = answer("200 OK\r\nContent-Type: text/html; charset=utf-8", PAGE.as_bytes());
    record("response", address, "application/http; msgtype=response", &answer)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

fn addresses(articles: &[Article]) -> Vec<&str> {
    articles.iter().filter_map(|article| article.url.as_deref()).collect()
}

#[test]
fn a_page_has_its_address_and_the_day_it_was_crawled() {
    let (articles, reasons) = read("a.warc", &page("https://ostley.example/ferry"));
    assert_eq!((articles.len(), reasons.len()), (1, 0), "{reasons:?}");
    let article = &articles[0];
    assert_eq!(article.title.as_deref(), Some("Ferry sails again"));
    assert_eq!(article.published.as_ref().map(|date| date.as_str()), Some("2026-03-04T05:06:07Z"));
    assert_eq!(article.dates[0].source, "warc");
    assert_eq!((article.id.as_str(), article.outlet.as_deref()), ("ostley.example/ferry", Some("ostley.example")));
    assert!(
        article.text.starts_with("The ferry sailed again") && article.text.lines().count() == 2,
        "{}",
        article.text
    );
}

#[test]
fn the_date_of_the_page_goes_before_that_of_the_crawl() {
    let dated = PAGE.replace("<head>", "<head><meta property='article:published_time' content='2025-12-31T08:00:00Z'>");
    let body = answer("200 OK\r\nContent-Type: text/html", dated.as_bytes());
    let (articles, _) = read("a.warc", &record("response", "https://a.example/x", "application/http", &body));
    assert_eq!(articles[0].published.as_ref().map(|date| date.as_str()), Some("2025-12-31T08:00:00Z"));
    assert_eq!(
        articles[0].dates.iter().map(|date| date.source.as_str()).collect::<Vec<_>>(),
        ["meta:article:published_time", "warc"]
    );
}

#[test]
fn whatever_is_no_page_is_counted_by_its_reason() {
    let http = "application/http; msgtype=response";
    let response = |head: &str| record("response", "https://a.example/x", http, &answer(head, b"x"));
    let crawl = [
        record("warcinfo", "", "application/warc-fields", b"software: x"),
        record("request", "https://a.example/", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        record("request", "https://a.example/x", "application/http; msgtype=request", b"GET /x HTTP/1.1\r\n\r\n"),
        record("revisit", "https://a.example/", http, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
        record("response", "dns:a.example", "text/dns", b"20260304050607\na.example. 60 IN A 192.0.2.1\n"),
        response("404 Not Found\r\nContent-Type: text/html"),
        response("301 Moved\r\nLocation: /y"),
        response("200 OK\r\nContent-Type: image/png"),
        response("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: dcz"),
        record("response", "https://a.example/x", http, b"no answer"),
        page("https://a.example/ferry"),
    ]
    .concat();
    let (articles, reasons) = read("a.warc", &crawl);
    assert_eq!(articles.iter().map(|article| article.record).collect::<Vec<_>>(), [10]);
    assert_eq!(
        reasons,
        [
            "Some(0): skipped, a record of type `warcinfo`, not a page",
            "Some(1): skipped, 2 records: a record of type `request`, not a page",
            "Some(3): skipped, a record of type `revisit`, not a page",
            "Some(4): skipped, an answer by `dns`, not a page",
            "Some(5): skipped, HTTP status 404",
            "Some(6): skipped, HTTP status 301",
            "Some(7): skipped, not a page but `image/png`",
            "Some(8): skipped, packed as `dcz`, which is not read",
            "Some(9): skipped, no answer of a web server in it",
        ]
    );
}

#[test]
fn pages_are_chunked_packed_and_in_old_encodings() {
    let text = PAGE.replace("“We had missed her,” said", "Café,");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let half = latin.len() / 2;
    let chunked = [
        format!("{half:x}\r\n").as_bytes(),
        &latin[..half],
        format!("\r\n{:x};last=1\r\n", latin.len() - half).as_bytes(),
        &latin[half..],
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    let head = "200 OK\r\nContent-Type: text/html; charset=ISO-8859-1\r\n";
    for (more, body) in [
        ("Transfer-Encoding: chunked", chunked),
        ("Content-Encoding: gzip", gzip(&latin)),
        ("Content-Encoding: zstd", zstd::encode_all(&latin[..], 3).expect("packed")),
        // As crawlers keep it that unpack the body and leave the head as it was.
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", latin.clone()),
    ] {
        let body = answer(&format!("{head}{more}"), &body);
        let (articles, reasons) = read("a.warc", &record("response", "https://a.example/x", "application/http", &body));
        assert!(articles.len() == 1 && articles[0].text.contains("Café, Pia Vell"), "{more}: {reasons:?}");
        assert!(articles[0].warnings.is_empty(), "{more}: {:?}", articles[0].warnings);
    }
}

#[test]
fn one_gzip_stream_a_record_and_records_of_other_kinds() {
    let crawl = [
        gzip(&page("https://a.example/1")),
        gzip(&record("resource", "https://a.example/2", "text/html", PAGE.as_bytes())),
        gzip(&record(
            "conversion",
            "https://a.example/3",
            "text/plain",
            "Ferry sails\nIt sails again.\nAll are glad.".as_bytes(),
        )),
    ]
    .concat();
    let (articles, reasons) = read("a.warc.gz", &crawl);
    assert_eq!(
        addresses(&articles),
        ["https://a.example/1", "https://a.example/2", "https://a.example/3"],
        "{reasons:?}"
    );
    assert_eq!(
        (articles[2].title.as_deref(), articles[2].text.as_str()),
        (Some("Ferry sails"), "It sails again.\nAll are glad.")
    );
}

#[test]
fn a_damaged_member_costs_one_record() {
    let addresses_of = |numbers: &[usize]| numbers.iter().map(|n| format!("https://a.example/{n}")).collect::<Vec<_>>();
    let members: Vec<Vec<u8>> = (0..4).map(|n| gzip(&page(&format!("https://a.example/{n}")))).collect();
    let failed = |at: usize, reason: &str| format!("Some({at}): failed, damaged gzip stream: {reason}");
    // In the packed bytes, in the sum at the end, in the mark at the beginning; at the end the next record makes no difference.
    for (place, wrong) in [
        (Some(20), "corrupt deflate stream"),
        (None, "corrupt gzip stream does not have a matching checksum"),
        (Some(0), "invalid gzip header"),
    ] {
        for damaged in 1..4 {
            let mut members = members.clone();
            let place = place.unwrap_or(members[damaged].len() - 8);
            members[damaged][place..place + 4].fill(0xff);
            for name in ["a.warc.gz", "b/crawl.tar!/a.warc.gz"] {
                let (articles, reasons) = read(name, &members.concat());
                let whole: Vec<usize> = (0..4).filter(|n| *n != damaged).collect();
                assert_eq!(addresses(&articles), addresses_of(&whole), "{place}: {reasons:?}");
                assert_eq!(reasons, [failed(damaged, wrong)]);
                assert_eq!(articles.iter().map(|a| a.record as usize).collect::<Vec<_>>(), whole);
            }
        }
    }
    // The first one, of which the format is told.
    let mut first = members.clone();
    first[0][0] = 0;
    first[0][20] = 0xff;
    let (articles, reasons) = read("a.warc.gz", &first.concat());
    if articles.is_empty() {
        // Without its mark the file is not known to be packed.
        assert_eq!(reasons.len(), 1, "{reasons:?}");
    }
    first[0][0] = 0x1f;
    let (articles, reasons) = read("a.warc.gz", &first.concat());
    assert_eq!(addresses(&articles), addresses_of(&[1, 2, 3]), "{reasons:?}");
    assert_eq!(reasons, ["None: failed, damaged gzip stream: corrupt deflate stream"]);
    // A file that is no crawl ends where it is damaged.
    let words = [gzip(b"One. "), gzip(b"Two. "), gzip(b"Three. ")];
    let mut damaged = words.clone();
    damaged[1][14] ^= 0xff;
    let (articles, reasons) = read("a.txt.gz", &damaged.concat());
    assert!(articles.is_empty() && reasons[0].contains("damaged gzip stream"), "{reasons:?}");
}

#[test]
fn a_stream_cut_short_keeps_the_records_before() {
    let members: Vec<Vec<u8>> = (0..3).map(|n| gzip(&page(&format!("https://a.example/{n}")))).collect();
    let mut crawl = members.concat();
    // In the sum at the end, of which nothing is missing but the sum; in the record; in the head of its member.
    for (cut, left) in [(4, 3), (100, 2), (members[2].len() - 11, 2), (members[2].len() - 4, 2)] {
        crawl.truncate(members.concat().len() - cut);
        let (articles, reasons) = read("a.warc.gz", &crawl);
        assert_eq!(articles.len(), left, "{cut}: {reasons:?}");
        assert_eq!(reasons, ["None: failed, truncated gzip stream"], "{cut}");
    }
}

#[test]
fn lengths_that_lie_cost_one_record() {
    let http = "application/http";
    let mut huge =
        record("response", "https://a.example/huge", http, &answer("200 OK\r\nContent-Type: text/html", b"<p>x"));
    let at = memchr::memmem::find(&huge, b"Content-Length: ").expect("a length");
    huge.splice(at + 16..at + 18, b"10737418240".iter().copied());
    let start = std::time::Instant::now();
    // With others behind it, and as the last.
    let (articles, reasons) =
        read("a.warc", &[&page("https://a.example/1")[..], &huge, &page("https://a.example/2")].concat());
    assert_eq!(addresses(&articles), ["https://a.example/1", "https://a.example/2"]);
    assert_eq!(reasons, ["Some(1): failed, damaged record: another one begins before its end"]);
    let (articles, reasons) = read("a.warc", &[&page("https://a.example/1")[..], &huge].concat());
    assert_eq!(addresses(&articles), ["https://a.example/1"]);
    assert_eq!(reasons, ["None: failed, truncated: it ends in the middle of record 1"]);
    // One that is too short leaves bytes that belong to no record.
    let mut short = page("https://a.example/short");
    let at = memchr::memmem::find(&short, b"Content-Length: ").expect("a length");
    short[at + 16] = b'1';
    let (articles, reasons) = read("a.warc", &[&short[..], &page("https://a.example/2")].concat());
    assert_eq!(articles.len(), 2);
    assert_eq!(reasons, ["Some(0): failed, damaged: what follows this record is none"]);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn bad_records_are_counted_and_the_next_one_is_found() {
    let bad =
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: many\r\n\r\nx\r\n\r\n";
    let crawl =
        [&b"WARC/1.0\r\nWARC-Type: "[..], b"\r\n\r\nrubbish\r\n", bad, &page("https://a.example/1"), b"rubbish"]
            .concat();
    let (articles, reasons) = read("a.warc", &crawl);
    assert_eq!(addresses(&articles), ["https://a.example/1"]);
    assert_eq!(
        reasons,
        [
            "Some(0): failed, damaged record: it does not say its length",
            "Some(1): failed, damaged record: it does not say its length",
            "Some(0): failed, 3 records: damaged: what follows this record is none",
        ]
    );
}

#[test]
fn arc_files_hold_pages_too() {
    let body = answer("200 OK\r\nContent-Type: text/html", PAGE.as_bytes());
    let head = "1 0 Ostley crawl\nURL IP-address Archive-date Content-type Archive-length\n\n";
    let arc = [
        format!("filedesc://a.arc 0.0.0.0 20050607080910 text/plain {}\n{head}\n", head.len()).into_bytes(),
        format!("https://a.example/a b 192.0.2.1 20050607080910 text/html {}\n", body.len()).into_bytes(),
        body,
        b"\ndns:a.example 192.0.2.1 20050607080910 text/dns 4\nxxxx\n".to_vec(),
    ]
    .concat();
    for (name, bytes) in [("a.arc", arc.clone()), ("a.arc.gz", gzip(&arc))] {
        let (articles, reasons) = read(name, &bytes);
        assert_eq!(addresses(&articles), ["https://a.example/a b"], "{reasons:?}");
        assert_eq!(articles[0].published.as_ref().map(|date| date.as_str()), Some("2005-06-07T08:09:10Z"));
        assert_eq!(
            reasons,
            [
                "Some(0): skipped, a record of `filedesc:`, not a page",
                "Some(2): skipped, a record of `dns:`, not a page"
            ]
        );
    }
    let (articles, reasons) = read("a.arc", &arc[..arc.len() - 300]);
    assert!(
        articles.is_empty()
            && reasons.contains(&"None: failed, truncated: it ends in the middle of record 1".to_owned()),
        "{reasons:?}"
    );
}
