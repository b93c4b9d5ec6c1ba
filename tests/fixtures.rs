//! The packed files of `corpus/archives`: made from the readable sources in `tests/fixtures`, and holding what these say.
//!
//! `ONRECORD_REMAKE=1 cargo test fixtures` writes them anew.

use crate::program::corpus_dir;
use onrecord::{Outcome, ReadOptions, read_bytes};
use std::io::Write;
use std::path::Path;

/// What a file is made from.
type Maker = fn() -> Vec<u8>;

const FILES: [(&str, Maker); 9] = [
    ("beacon-crawl.warc.gz", crawl),
    ("beacon-2005.arc", arc),
    ("beacon.warc.wet", wet),
    ("haverstock.wacz", wacz),
    ("sports-and-bees.zip", || {
        zip(&[("sport/rowing.txt", &source("rowing.txt")), ("tarnwick/bees.md", &source("bees.md"))])
    }),
    ("notices.tar.zst", || zstd::encode_all(&tar("ostley/notices.jsonl", "notices.jsonl")[..], 19).expect("packed")),
    ("tram.tgz", || gzip(&tar("selwick/tram.txt", "tram.txt"))),
    ("choir.tar.bz2", || bzip2(&tar("tarnwick/choir.txt", "choir.txt"))),
    ("pears.tar.xz", || xz(&tar("haverstock/pears.txt", "pears.txt"))),
];

/// Returns a readable source.
fn source(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|err| panic!("{}: {err}", path.display()))
}

/// Returns a record of a crawl.
fn record(kind: &str, address: &str, date: &str, media: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn response(address: &str, date: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let answer = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record("response", address, date, "application/http; msgtype=response", &answer)
}

/// A crawl, record by record packed: a page, one that is packed and in chunks, and what crawls hold besides.
fn crawl() -> Vec<u8> {
    let date = "2025-11-20T10:11:12Z";
    let bus = gzip(&source("bus.html"));
    let half = bus.len() / 2;
    let chunk = |bytes: &[u8]| [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
    let chunks = [chunk(&bus[..half]), chunk(&bus[half..]), b"0\r\n\r\n".to_vec()].concat();
    let packed = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked";
    let html = "200 OK\r\nContent-Type: text/html; charset=utf-8";
    let request = b"GET /town/lens HTTP/1.1\r\nHost: beacon.example\r\n\r\n";
    let records = [
        record("warcinfo", "", date, "application/warc-fields", b"software: by hand\r\n"),
        record("request", "https://beacon.example/town/lens", date, "application/http; msgtype=request", request),
        response("https://beacon.example/town/lens", date, html, &source("lens.html")),
        response("https://beacon.example/county/night-bus", date, packed, &chunks),
        response("https://beacon.example/gone", date, "404 Not Found\r\nContent-Type: text/html", b"<p>Gone."),
        response("https://beacon.example/lens.jpg", date, "200 OK\r\nContent-Type: image/jpeg", b"\xff\xd8\xff"),
    ];
    records.iter().flat_map(|record| gzip(record)).collect()
}

fn arc() -> Vec<u8> {
    let head = "1 0 The Ostley Beacon\nURL IP-address Archive-date Content-type Archive-length\n";
    let answer =
        [&b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"[..], &source("mill.html")].concat();
    [
        format!("filedesc://beacon-2005.arc 0.0.0.0 20050612080000 text/plain {}\n{head}\n", head.len()).as_bytes(),
        format!("http://beacon.example/mill 192.0.2.7 20050612080910 text/html {}\n", answer.len()).as_bytes(),
        &answer,
        b"\n",
    ]
    .concat()
}

fn wet() -> Vec<u8> {
    let info = record("warcinfo", "", "2026-02-01T00:00:00Z", "application/warc-fields", b"software: by hand\r\n");
    let page = record(
        "conversion",
        "https://beacon.example/harbour/market",
        "2026-01-31T09:00:00Z",
        "text/plain",
        &source("market.wet.txt"),
    );
    [info, page].concat()
}

fn wacz() -> Vec<u8> {
    let html = "200 OK\r\nContent-Type: text/html; charset=utf-8";
    let page = response("https://beacon.example/haverstock/snow", "2026-01-10T12:00:00Z", html, &source("snow.html"));
    let pages = b"{\"format\": \"json-pages-1.0\", \"id\": \"pages\"}\n{\"url\": \"https://beacon.example/haverstock/snow\", \"text\": \"Snow\"}\n";
    zip(&[
        ("datapackage.json", b"{\"profile\": \"data-package\", \"wacz_version\": \"1.1.1\"}"),
        ("archive/data.warc.gz", &gzip(&page)),
        ("pages/pages.jsonl", pages),
    ])
}

fn tar(name: &str, from: &str) -> Vec<u8> {
    let bytes = source(from);
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, name, &bytes[..]).expect("an entry");
    archive.into_inner().expect("an archive")
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, bytes) in entries {
        let file = archive.new_file(*name).compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().expect("an entry");
        let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::best()));
        writer.write_all(bytes).expect("packed");
        let (packed, descriptor) = writer.finish().expect("packed");
        packed.finish().expect("packed");
        entry.finish(descriptor).expect("packed");
    }
    archive.finish().expect("an archive");
    out
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

pub(crate) fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut packed = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

pub(crate) fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = liblzma::write::XzEncoder::new(Vec::new(), 9);
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

fn outcomes(name: &str, bytes: &[u8]) -> Vec<(Outcome, u64)> {
    let mut seen = Vec::new();
    read_bytes(name, bytes, &ReadOptions::default(), &mut |outcome, hash| seen.push((outcome, hash)));
    seen
}

#[test]
fn packed_fixtures_hold_what_their_sources_say() {
    let folder = corpus_dir().join("archives");
    for (name, make) in FILES {
        let (path, made) = (folder.join(name), make());
        if std::env::var_os("ONRECORD_REMAKE").is_some() {
            std::fs::write(&path, &made).expect("a file");
        }
        // Packers of other versions pack otherwise: what is in them is compared.
        let kept = std::fs::read(&path).unwrap_or_else(|err| panic!("{}: {err}", path.display()));
        assert_eq!(outcomes(name, &kept), outcomes(name, &made), "{name}");
    }
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    files.sort();
    let mut names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(files, names);
}
