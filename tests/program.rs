//! Running the real program: a home with an index and a folder of news, one method a step.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// A place of a test's own: `index` and `news` in a temporary directory.
pub(crate) struct Home {
    dir: tempfile::TempDir,
}

/// How a run ended.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Returns the repository's `corpus/`.
pub(crate) fn corpus_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Returns the records of a file of `tests/gold/`.
pub(crate) fn gold(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold").join(name);
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|err| panic!("{}: {err}", path.display()));
    lines.lines().map(|line| serde_json::from_str(line).expect("a record a line")).collect()
}

/// Returns what people wrote of each article of `corpus/`: title, authors, dates, outlet, language.
pub(crate) fn gold_articles() -> Vec<Value> {
    let mut articles = gold("articles.jsonl");
    articles.extend(crate::kinds::gold_articles());
    articles
}

/// Returns how many articles `corpus/` holds, as the table of people says.
pub(crate) fn corpus_articles() -> u64 {
    gold_articles().len() as u64
}

/// Returns a home whose index holds `corpus/`; all tests share it, so none may write to it.
pub(crate) fn corpus() -> &'static Home {
    static CORPUS: OnceLock<Home> = OnceLock::new();
    CORPUS.get_or_init(|| {
        // What is shared is never dropped: it stays in the build directory, not in the system's.
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
        let home = Home { dir };
        home.run(["index", corpus_dir().to_str().expect("UTF-8")]).ends(0);
        home
    })
}

/// Returns the program, with nothing of the caller's environment that changes what it does.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    for name in ["ONRECORD_INDEX", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Returns the characters `start..end` of `text`, counted in code points.
pub(crate) fn points(text: &str, start: &Value, end: &Value) -> String {
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small number");
    let (start, end) = (number(start), number(end));
    assert!(start <= end && end <= text.chars().count(), "{start}..{end} lies outside of the text");
    text.chars().skip(start).take(end - start).collect()
}

impl Home {
    /// Makes a home with an empty folder of news and no index.
    pub(crate) fn new() -> Self {
        let home = Self { dir: tempfile::tempdir().expect("a directory") };
        std::fs::create_dir(home.news()).expect("a folder");
        home
    }

    /// Makes a home with these files in the folder of news, and indexes them.
    pub(crate) fn with<const N: usize>(files: [(&str, &str); N]) -> Self {
        let home = Self::new();
        for (name, text) in files {
            home.write(name, text);
        }
        home.index().ends(0);
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn news(&self) -> PathBuf {
        self.path("news")
    }

    /// Writes a file into the folder of news, and returns its path.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.news().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    /// Returns the program, told of this home's index.
    pub(crate) fn command(&self) -> Command {
        let mut command = program();
        command.arg("--index").arg(self.path("index"));
        command
    }

    /// Runs the program with these arguments.
    pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Run {
        Run::of(self.command().args(args).output().expect("the program starts"))
    }

    /// Runs the program with these arguments and this standard input.
    pub(crate) fn run_with<'a>(&self, input: &[u8], args: impl IntoIterator<Item = &'a str>) -> Run {
        let file = self.path("standard-input");
        std::fs::write(&file, input).expect("a file");
        let input = std::fs::File::open(file).expect("the file");
        Run::of(self.command().args(args).stdin(input).output().expect("the program starts"))
    }

    /// Brings the index up to date with the folder of news.
    pub(crate) fn index(&self) -> Run {
        self.run(["index".as_ref(), "--json".as_ref(), self.news().as_os_str()])
    }

    /// Returns all hits of a query, as records.
    pub(crate) fn hits(&self, query: &str) -> Vec<Value> {
        self.run(["search", "--json", "-n", "1000", "--", query]).records("hit")
    }
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or_else(|| panic!("ended by a signal: {:?}", output.status)),
            out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
        }
    }

    /// Checks the exit status.
    #[track_caller]
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "the exit status\n{}\n{}", self.out, self.err);
        self
    }

    /// Returns the lines of output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|err| panic!("{err}: {line}\n{}", self.err));
        self.out.lines().map(parse).collect()
    }

    /// Returns the records of one type.
    #[track_caller]
    pub(crate) fn records(&self, kind: &str) -> Vec<Value> {
        let mut records = self.json();
        records.retain(|record| record["type"] == kind);
        records
    }

    /// Returns the only record of one type.
    #[track_caller]
    pub(crate) fn record(&self, kind: &str) -> Value {
        let mut records = self.records(kind);
        assert_eq!(records.len(), 1, "one `{kind}` in\n{}\n{}", self.out, self.err);
        records.remove(0)
    }
}

/// Returns one field of each record, as strings.
pub(crate) fn field(records: &[Value], name: &str) -> Vec<String> {
    let text = |record: &Value| record.pointer(name).and_then(Value::as_str).unwrap_or("-").to_owned();
    records.iter().map(text).collect()
}
