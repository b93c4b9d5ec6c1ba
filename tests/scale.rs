//! `annotate` and `extract` over much: threads, streams that pause or never end, packed input and output, doubt.

use crate::program::{Home, Run, corpus_dir, field, program};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long to wait for what should come at once.
const PATIENCE: Duration = Duration::from_secs(60);

const PEOPLE: [&str; 5] = ["Ada Fenwick", "Odo Brenning", "Lisbet Quorn", "Pia Vell", "Mina Roth"];

/// Returns the line of an invented article; some are long, and none is like another.
fn line(n: usize) -> String {
    let who = PEOPLE[n % 5];
    let said = format!("“We counted {n} boats,” said {who}, the mayor. She added that the harbour was full.\n\n");
    let more = format!("It rained on day {n}. {} said the lantern “went out {n} times”.\n", PEOPLE[n / 5 % 5]);
    let times = if n % 250 == 7 { 200 } else { n % 4 };
    format!("{}\n", serde_json::json!({ "id": format!("a{n}"), "text": said + &more.repeat(times) }))
}

fn lines(count: usize) -> String {
    (0..count).map(line).collect()
}

/// Packs bytes as the ending says.
fn packed(bytes: &[u8], ending: &str) -> Vec<u8> {
    match ending {
        "gz" => {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            out.write_all(bytes).and_then(|()| out.finish()).expect("packed")
        }
        "zst" => zstd::encode_all(bytes, 3).expect("packed"),
        "xz" => {
            let mut out = liblzma::write::XzEncoder::new(Vec::new(), 1);
            out.write_all(bytes).and_then(|()| out.finish()).expect("packed")
        }
        _ => bytes.to_vec(),
    }
}

/// Unpacks a file, which must be packed as its ending says.
fn unpacked(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("the file");
    let mut text = String::new();
    let read = match path.extension().and_then(|end| end.to_str()) {
        Some("gz") => flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text),
        Some("zst") => zstd::Decoder::new(&bytes[..]).and_then(|mut reader| reader.read_to_string(&mut text)),
        Some("xz") => liblzma::read::XzDecoder::new(&bytes[..]).read_to_string(&mut text),
        _ => (&bytes[..]).read_to_string(&mut text),
    };
    read.unwrap_or_else(|err| panic!("{}: {err}", path.display()));
    text
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let home = Home::new();
    let many = home.write("many.jsonl", lines(3000));
    for path in [corpus_dir(), many] {
        let run = |threads: &str| {
            let args = ["annotate", "--threads", threads, path.to_str().expect("UTF-8")];
            home.run(args).ends(0)
        };
        let one = run("1");
        assert!(one.out.lines().count() > 40, "{}", one.out.len());
        for threads in ["2", "7"] {
            let other = run(threads);
            assert!(one.out == other.out, "{threads} threads, {}", path.display());
            assert_eq!(one.err, other.err, "{threads} threads, {}", path.display());
        }
        if path.is_file() {
            let ids: Vec<String> = (0..3000).map(|n| format!("a{n}")).collect();
            assert_eq!(field(&one.json(), "/id"), ids);
        }
    }
}

#[test]
fn what_cannot_be_read_is_told_in_its_place() {
    let home = Home::new();
    let mut text = lines(300);
    text.push_str("{oops\n{\"id\": \"empty\", \"text\": \"\"}\n[]\n");
    text.push_str(&line(300));
    home.write("b.jsonl", &text);
    home.write("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\0");
    home.write("c.txt", "“Yes, we will go there,” said Ann Lee.\n");
    let news = home.news();
    let news = news.to_str().expect("UTF-8");
    for threads in ["1", "2", "7"] {
        let run = home.run(["annotate", "--threads", threads, "nowhere.txt", news]).ends(2);
        let mut ids: Vec<String> = (0..=300).map(|n| format!("a{n}")).collect();
        ids.push("c".to_owned());
        assert_eq!(field(&run.json(), "/id"), ids);
        let told: Vec<&str> = run.err.lines().collect();
        let places =
            ["nowhere.txt: ", "a.txt: not text (PNG image)", "(record 300): line 301: invalid", "(record 301): "];
        assert_eq!(told.len(), 5, "{}", run.err);
        for (told, place) in told.iter().zip(places) {
            assert!(told.contains(place), "{told:?} should hold {place:?}");
        }
        assert!(told[4].ends_with("line 303: not a JSON object"), "{}", told[4]);
        let piped = home.run_with(text.as_bytes(), ["annotate", "--threads", threads]).ends(2);
        assert_eq!(piped.json(), run.json()[..301]);
    }
}

#[test]
fn packed_input_is_known_by_its_first_bytes() {
    let home = Home::new();
    let text = lines(20);
    let plain = home.run_with(text.as_bytes(), ["annotate"]).ends(0).out;
    let article = "“The bridge will open in spring,” said Mara Ellery.\n";
    let one = home.run_with(article.as_bytes(), ["annotate", "--text"]).ends(0).out;
    assert!(one.contains("Mara Ellery"), "{one}");
    for ending in ["gz", "zst", "xz"] {
        let bytes = packed(text.as_bytes(), ending);
        assert_eq!(home.run_with(&bytes, ["annotate", "-"]).ends(0).out, plain, "{ending}");
        // The name of a file says nothing of how it is packed.
        let file = home.write("lines.jsonl", &bytes);
        assert_eq!(home.run(["annotate".as_ref(), file.as_os_str()]).ends(0).out, plain, "{ending}");
        assert_eq!(home.run_with(&packed(article.as_bytes(), ending), ["annotate", "--text"]).ends(0).out, one);
        for args in [&["annotate"][..], &["annotate", "--text"]] {
            let cut = home.run_with(&bytes[..bytes.len() - 9], args.iter().copied()).ends(2);
            assert!(cut.err.contains("onrecord: standard input: ") && cut.err.contains(" stream"), "{}", cut.err);
        }
    }
}

#[test]
fn output_is_packed_as_its_name_says() {
    let home = Home::new();
    let news = corpus_dir();
    let news = news.to_str().expect("UTF-8");
    for command in ["annotate", "extract"] {
        let plain = home.run([command, news]).ends(0).out;
        assert!(plain.lines().count() > 40);
        for name in ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.jsonl.XZ", "out.jsonl.xz"] {
            let out = home.path(name);
            let run = home.run([command, news, "--output", out.to_str().expect("UTF-8")]).ends(0);
            assert_eq!(run.out, "");
            let path = if name.ends_with("XZ") { home.path("lower.xz") } else { out.clone() };
            if path != out {
                std::fs::rename(&out, &path).expect("renamed");
            }
            assert!(unpacked(&path) == plain, "{command} {name}");
        }
    }
    let names = std::fs::read_dir(home.path("")).expect("a folder").flatten().map(|entry| entry.file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().contains("unfinished")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn output_that_cannot_be_written_destroys_nothing() {
    let home = Home::new();
    let file = home.write("a.jsonl", line(1));
    let name = file.to_str().expect("UTF-8");
    for command in ["annotate", "extract"] {
        let run = home.run([command, name, "-o", name]).ends(2);
        assert!(run.err.contains("a.jsonl: cannot be read and written at once; name another file"), "{}", run.err);
        let run = home.run([command, name, "-o", "nowhere/out.jsonl"]).ends(2);
        assert!(run.err.contains("there is no folder `nowhere`; make it first"), "{}", run.err);
    }
    assert_eq!(std::fs::read_to_string(&file).expect("the file"), line(1));
}

/// Starts the program on a stream.
fn stream(args: &[&str]) -> Child {
    let mut command = program();
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program starts")
}

/// Waits until the program ends; kills it if it does not.
fn end(mut child: Child) -> Run {
    let start = Instant::now();
    while child.try_wait().expect("a child").is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().expect("killed");
            panic!("the program did not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Run::of(child.wait_with_output().expect("its output"))
}

/// Returns lines of standard output, which come on a thread so that a test does not wait for ever.
fn records(child: &mut Child) -> std::sync::mpsc::Receiver<String> {
    let (send, receive) = std::sync::mpsc::sync_channel(0);
    let out = BufReader::new(child.stdout.take().expect("its output"));
    std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
    receive
}

#[test]
fn each_record_appears_when_the_input_pauses() {
    for ending in ["", "gz"] {
        let mut child = stream(&["annotate"]);
        let records = records(&mut child);
        let mut input = child.stdin.take().expect("its input");
        for n in 0..3 {
            input.write_all(&packed(line(n).as_bytes(), ending)).expect("it reads");
            let record = records.recv_timeout(PATIENCE).expect("a record before the next line");
            assert!(record.starts_with(&format!("{{\"v\":1,\"type\":\"annotations\",\"id\":\"a{n}\"")), "{record}");
        }
        drop(input);
        assert_eq!(end(child).ends(0).err, "");
    }
}

#[test]
fn a_closed_output_ends_the_program_though_its_input_stays_open() {
    let mut child = stream(&["annotate"]);
    let mut input = child.stdin.take().expect("its input");
    input.write_all(line(1).as_bytes()).expect("it reads");
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    out.read_line(&mut String::new()).expect("a record");
    drop(out);
    input.write_all(line(2).as_bytes()).expect("it reads");
    assert_eq!(end(child).ends(0).err, "");
    drop(input);
}

#[test]
fn who_takes_no_records_holds_back_the_input() {
    let mut child = stream(&["annotate", "--threads", "2"]);
    let mut input = child.stdin.take().expect("its input");
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let writer = std::thread::spawn(move || {
        let text = lines(1000);
        while input.write_all(text.as_bytes()).is_ok() {
            count.fetch_add(text.len(), Ordering::SeqCst);
        }
    });
    // It is held back once it has not taken anything for a while.
    let (mut last, mut still) = (usize::MAX, 0);
    let start = Instant::now();
    while still < 10 {
        std::thread::sleep(Duration::from_millis(100));
        let now = written.load(Ordering::SeqCst);
        still = if now == last { still + 1 } else { 0 };
        last = now;
        assert!(now < 64 << 20 && start.elapsed() < PATIENCE, "{now} bytes are on their way");
    }
    child.kill().expect("killed");
    child.wait().expect("it ends");
    writer.join().expect("it ends");
}

#[test]
fn doubtful_speakers_become_candidates() {
    let home = Home::new();
    let news = corpus_dir();
    let annotate = |args: &[&str]| {
        let all = ["annotate", news.to_str().expect("UTF-8")].into_iter().chain(args.iter().copied());
        let records = home.run(all).ends(0).json();
        records.into_iter().flat_map(|record| record["quotes"].as_array().expect("a list").clone()).collect::<Vec<_>>()
    };
    let sure = annotate(&[]);
    assert_eq!(annotate(&["--min-confidence", "0"]), sure);
    let doubting = annotate(&["--min-confidence", "0.8"]);
    assert_eq!(doubting.len(), sure.len(), "no quotation is left out");
    let (mut doubted, mut kept) = (0, 0);
    for (before, after) in sure.iter().zip(&doubting) {
        let confidence = before["confidence"].as_f64().expect("a number");
        if before["speaker_name"].is_null() || confidence >= 0.8 {
            assert_eq!(after, before);
            kept += 1;
            continue;
        }
        doubted += 1;
        let candidate = &after["candidates"][0];
        assert_eq!(
            (&after["speaker_name"], &after["speaker_kind"], &after["role"]),
            (&Value::Null, &"unknown".into(), &Value::Null)
        );
        for name in ["speaker_name", "speaker_kind", "confidence"] {
            assert_eq!(candidate[name], before[name], "{after}");
        }
        for name in ["start", "end", "text", "speaker", "cue", "confidence", "rule", "group", "parent"] {
            assert_eq!(after[name], before[name], "{name}");
        }
    }
    assert!(doubted > 5 && kept > 100, "{doubted} doubted, {kept} kept");
    home.run(["annotate", "--min-confidence", "1.5"]).ends(2);
    let help = home.run(["annotate", "--help"]).ends(0).out;
    assert!(help.contains("No quotation is left out") && help.contains("--threads"), "{help}");
}
