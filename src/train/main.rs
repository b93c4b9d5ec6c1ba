//! Learns the annotator's weights from gold files and writes the model file that is compiled in.
//!
//! ```text
//! cargo run --release --features train --bin train -- --gold train.jsonl --silver silver.jsonl.xz \
//!     --standoff src/train/gold/news.jsonl --standoff src/train/gold/more.jsonl --news NEWS --clusters clusters.txt \
//!     --out src/annotate/data/model.bin.zst
//! ```
//!
//! `--clusters` names a file that says which words are used alike. If there is none it is learned from all articles of
//! `--news`, without annotations, and written.
//!
//! With `--pronouns` it fits, to the chains of coreference of the silver files, the weights by which a pronoun chooses.
//!
//! With `--cross-validate FILE` it learns five times, each time from four fifths of the gold articles, annotates the
//! fifth left out, and writes the annotations of all, to be scored against the gold files.
//!
//! With `--confusions FILE` it compares annotations with the gold articles and prints the worst confusions.
//!
//! Deterministic: the same files give the same bytes. Silver records of articles that are not in the gold files
//! are not used.

mod confusions;

use anyhow::{Context, Result, bail};
use onrecord::training::{
    Annotator, Clusters, Counter, Gold, Settings, Silver, Standoff, fit_pronouns, read_gold, read_silver, train,
};
use onrecord::{Annotated, output, plain_text};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Learns the annotator's weights.
#[derive(clap::Parser)]
struct Args {
    /// A gold file: one annotated article a line.
    #[arg(long, required_unless_present = "standoff")]
    gold: Vec<PathBuf>,
    /// A file of annotations that stand apart from their texts.
    #[arg(long, requires = "news")]
    standoff: Vec<PathBuf>,
    /// The folder of the files whose articles those annotations are of.
    #[arg(long)]
    news: Option<PathBuf>,
    /// The automatic analysis of the gold articles: tokens with tags.
    #[arg(long)]
    silver: Vec<PathBuf>,
    /// The model file to write.
    #[arg(long, required_unless_present_any = ["pronouns", "cross_validate", "confusions"])]
    out: Option<PathBuf>,
    /// Which words are used alike: read from this file, or learned from all articles of `--news` and written to it.
    #[arg(long)]
    clusters: Option<PathBuf>,
    /// Fit the weights of pronouns instead, and print the table for `src/annotate/names/weights.rs`.
    #[arg(long)]
    pronouns: bool,
    /// Annotate each fifth of the gold articles with what the others teach, and write the annotations here.
    #[arg(long)]
    cross_validate: Option<PathBuf>,
    /// Annotations of the gold articles, to be compared with them.
    #[arg(long)]
    confusions: Option<PathBuf>,
    /// How many confusions of each kind are shown.
    #[arg(long, default_value_t = 10)]
    most: usize,
    /// How many shuffles to average.
    #[arg(long)]
    seeds: Option<u64>,
}

fn main() -> Result<()> {
    let args = <Args as clap::Parser>::parse();
    let mut gold: Vec<Gold> = Vec::new();
    for path in &args.gold {
        for (n, line) in lines(path)?.enumerate() {
            let line = line?;
            let record =
                read_gold(&line).with_context(|| format!("{}: line {}: not a gold record", path.display(), n + 1))?;
            gold.push(record);
        }
    }
    for path in &args.standoff {
        gold.extend(standoff(path, args.news.as_deref().unwrap_or(Path::new(".")))?);
    }
    let mut silver = Vec::new();
    for path in &args.silver {
        for line in lines(path)? {
            silver.extend(read_silver(&line?).filter(|s| gold.iter().any(|g| g.id == s.id)));
        }
    }
    if gold.is_empty() {
        bail!("no gold articles: nothing to learn from");
    }
    if let Some(path) = args.confusions {
        return confusions::print(&gold, &path, args.most, &mut std::io::stdout().lock());
    }
    let clusters = match &args.clusters {
        Some(path) => clusters(path, args.news.as_deref().unwrap_or(Path::new(".")))?,
        None => Clusters::new(),
    };
    let settings = Settings { seeds: args.seeds.unwrap_or(Settings::default().seeds), ..Settings::default() };
    if let Some(path) = args.cross_validate {
        return cross_validate(&gold, &silver, &clusters, settings, &path);
    }
    let Some(out) = args.out.filter(|_| !args.pronouns) else {
        let fitted = fit_pronouns(&gold, &silver);
        log(&format!("pronouns: {} with a choice, {:.1} per cent led right", fitted.pronouns, 100.0 * fitted.right));
        log(&fitted.weights.iter().map(|w| format!("{w:.2}")).collect::<Vec<_>>().join(", "));
        return Ok(());
    };
    let model = train(&gold, &silver, &clusters, settings, &mut |message| log(message));
    let packed = zstd::encode_all(&model[..], 19)?;
    std::fs::write(&out, &packed).with_context(|| out.display().to_string())?;
    log(&format!("{}: {} bytes, unpacked {}", out.display(), packed.len(), model.len()));
    Ok(())
}

/// Reads annotations and finds their texts in the files of `news`.
fn standoff(path: &Path, news: &Path) -> Result<Vec<Gold>> {
    let mut records: BTreeMap<String, BTreeMap<String, Standoff>> = BTreeMap::new();
    for line in lines(path)? {
        let record: Standoff = serde_json::from_str(&line?).with_context(|| path.display().to_string())?;
        records.entry(record.file.clone()).or_default().insert(record.id.clone(), record);
    }
    let mut gold = Vec::new();
    for (file, mut of_file) in records {
        let source = news.join(format!("{file}.jsonl.xz"));
        for line in lines(&source)? {
            let line = line?;
            let article: Article = serde_json::from_str(&line).with_context(|| source.display().to_string())?;
            if let Some(record) = of_file.remove(article.id.as_ref()) {
                let text = article.text.unwrap_or_default();
                let found = record.with_text(article.title.as_deref(), &text);
                gold.push(found.with_context(|| format!("{}: {} has another text", source.display(), record.id))?);
            }
        }
        if let Some(id) = of_file.keys().next() {
            bail!("{}: no article {id}", source.display());
        }
    }
    gold.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(gold)
}

/// Reads clusters of words, or learns them from the news and writes them.
fn clusters(path: &Path, news: &Path) -> Result<Clusters> {
    if !path.exists() {
        let mut counter = Counter::default();
        each_text(news, |text| counter.count(text))?;
        counter.choose();
        each_text(news, |text| counter.neighbours(text))?;
        let lines: Vec<String> =
            counter.clusters().iter().map(|(word, cluster)| format!("{word} {cluster}\n")).collect();
        std::fs::write(path, lines.concat()).with_context(|| path.display().to_string())?;
        log(&format!("{}: {} words in clusters", path.display(), lines.len()));
    }
    let pair = |line: String| -> Option<(u32, u8)> {
        let (word, cluster) = line.split_once(' ')?;
        Some((word.parse().ok()?, cluster.parse().ok()?))
    };
    lines(path)?
        .map(|line| pair(line?).with_context(|| format!("{}: not a file of clusters", path.display())))
        .collect()
}

/// Calls `f` with the text of each English article in the files of `news`.
fn each_text(news: &Path, mut f: impl FnMut(&str)) -> Result<()> {
    let entries = std::fs::read_dir(news).with_context(|| news.display().to_string())?;
    let mut files: Vec<PathBuf> = entries.map(|e| Ok(e?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|f| f.to_string_lossy().ends_with(".jsonl.xz"));
    files.sort();
    for file in files {
        for line in lines(&file)? {
            let line = line?;
            let article: Article = serde_json::from_str(&line).with_context(|| file.display().to_string())?;
            if let Some(text) = article.text.filter(|t| t.is_ascii() || t.contains(" the ")) {
                f(&text);
            }
        }
    }
    Ok(())
}

/// What is read of an article of the news files.
#[derive(serde::Deserialize)]
struct Article<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    title: Option<String>,
    text: Option<String>,
}

/// How many parts the gold articles are cut into.
const FOLDS: usize = 5;

/// Writes the annotations of each gold article by the weights that the other four fifths teach.
fn cross_validate(
    gold: &[Gold],
    silver: &[Silver],
    clusters: &Clusters,
    settings: Settings,
    path: &Path,
) -> Result<()> {
    let mut out = BufWriter::new(File::create(path).with_context(|| path.display().to_string())?);
    for fold in 0..FOLDS {
        let part = |left_out: bool| {
            gold.iter().enumerate().filter(move |(n, _)| (n % FOLDS == fold) == left_out).map(|(_, g)| g)
        };
        let model = train(&part(false).cloned().collect::<Vec<_>>(), silver, clusters, settings, &mut |_| {});
        let annotator = Annotator::new(&model).context("the model just learned cannot be read")?;
        for article in part(true) {
            let given = &article.text;
            let title = article.title.as_deref();
            let article = plain_text(&article.id, given, title);
            let annotations = annotator.annotate(&article.text, title);
            let id = article.id.clone();
            output::json::write_annotations(&mut out, &id, &Annotated { article, annotations }, Some(given))?;
        }
        log(&format!("fold {} of {FOLDS}", fold + 1));
    }
    out.flush()?;
    Ok(())
}

#[allow(clippy::print_stderr)]
fn log(message: &str) {
    eprintln!("{message}");
}

fn lines(path: &Path) -> Result<impl Iterator<Item = std::io::Result<String>>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let reader: Box<dyn Read> = match path.extension().and_then(|e| e.to_str()) {
        Some("xz") => Box::new(liblzma::read::XzDecoder::new(file)),
        Some("zst") => Box::new(zstd::Decoder::new(file)?),
        _ => Box::new(file),
    };
    Ok(BufReader::new(reader).lines())
}
