//! Learns the annotator's weights from gold files and writes the model file that is compiled in.
//!
//! ```text
//! cargo run --release --features train --bin train -- --gold train.jsonl --silver silver.jsonl.xz \
//!     --out src/annotate/data/model.bin.zst
//! ```
//!
//! With `--pronouns` it fits, to the chains of coreference of the silver files, the weights by which a pronoun chooses.
//!
//! Deterministic: the same files give the same bytes. Silver records of articles that are not in the gold files
//! are not used. `--fold K` leaves out every fifth article from the K-th on, for cross-validation.

use anyhow::{Context, Result, bail};
use onrecord::training::{Gold, Settings, fit_pronouns, read_gold, read_silver, train};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Learns the annotator's weights.
#[derive(clap::Parser)]
struct Args {
    /// A gold file: one annotated article a line.
    #[arg(long, required = true)]
    gold: Vec<PathBuf>,
    /// The automatic analysis of the gold articles: tokens with tags.
    #[arg(long)]
    silver: Vec<PathBuf>,
    /// The model file to write.
    #[arg(long, required_unless_present = "pronouns")]
    out: Option<PathBuf>,
    /// Fit the weights of pronouns instead, and print the table for `src/annotate/names/weights.rs`.
    #[arg(long)]
    pronouns: bool,
    /// Leave out every fifth article, from this one on (0 to 4).
    #[arg(long)]
    fold: Option<usize>,
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
    if let Some(fold) = args.fold {
        let mut n = 0;
        gold.retain(|_| {
            n += 1;
            (n - 1) % 5 != fold
        });
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
    let Some(out) = args.out.filter(|_| !args.pronouns) else {
        let fitted = fit_pronouns(&gold, &silver);
        log(&format!("pronouns: {} with a choice, {:.1} per cent led right", fitted.pronouns, 100.0 * fitted.right));
        log(&fitted.weights.iter().map(|w| format!("{w:.2}")).collect::<Vec<_>>().join(", "));
        return Ok(());
    };
    let settings = Settings { seeds: args.seeds.unwrap_or(Settings::default().seeds), ..Settings::default() };
    let model = train(&gold, &silver, settings, &mut |message| log(message));
    let packed = zstd::encode_all(&model[..], 19)?;
    std::fs::write(&out, &packed).with_context(|| out.display().to_string())?;
    log(&format!("{}: {} bytes, unpacked {}", out.display(), packed.len(), model.len()));
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
