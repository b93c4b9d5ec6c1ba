//! `onrecord export`: every hit of a query, in a format for other programs.

use crate::args::{Common, Listing, Writing};
use crate::exit::End;
use crate::inputs::Query;
use crate::target::Target;
use crate::{ask, screen};
use anyhow::{Result, bail};
use clap::ValueEnum;
use onrecord::output::json::Asked;
use onrecord::output::{ExportFormat, Exporter};
use onrecord::{Archive, ExportOptions, Hit, Request, Results, Sample};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What to type.
pub(crate) const EXAMPLES: &str = "\
Examples:
  onrecord export 'speaker:starmer ceasefire' -o starmer.csv
  onrecord export 'after:2025 \"boots on the ground\"' --format markdown --sort oldest
  onrecord export 'kind:direct' --sample 400 --seed 7 -o sample.jsonl.gz
  onrecord export 'weir' --by cluster --format annotation > weir.json

Cells of CSV that a spreadsheet would take for a formula (they begin with = + - @ or a tab) get an apostrophe before
them; JSON Lines have the words as they are.";

/// Flags of `export`.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The query, best in single quotation marks
    #[arg(value_name = "QUERY", required_unless_present = "queries", conflicts_with = "queries")]
    query: Vec<String>,
    /// The format [default: by the ending of FILE, else jsonl]
    #[arg(short, long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Begin CSV with a mark by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
    /// Only so many hits, chosen by chance but always the same: it depends on their ids and the seed only
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Another seed chooses other hits
    #[arg(long, value_name = "S", default_value = "0", requires = "sample")]
    seed: u64,
    /// Where results go.
    #[command(flatten)]
    writing: Writing,
    /// How hits are found.
    #[command(flatten)]
    listing: Listing,
    /// Export for many queries, one a line, or ID<TAB>QUERY (`-`: standard input)
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
}

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One row a hit (RFC 4180)
    Csv,
    /// One record a hit, with all that is known
    Jsonl,
    /// W3C Web Annotations
    Annotation,
    /// schema.org Quotation
    Jsonld,
    /// Block quotes with citations
    Markdown,
    /// References, one an article
    Ris,
    /// Entries, one an article
    Bibtex,
}

impl Export {
    fn format(&self, common: &Common) -> Result<ExportFormat> {
        let format = match (self.format, common.json) {
            (Some(Format::Jsonl) | None, true) => Format::Jsonl,
            (Some(_), true) => bail!("--json means --format jsonl; name only one format"),
            (Some(format), false) => format,
            (None, false) => self.writing.output.as_deref().and_then(by_ending).unwrap_or(Format::Jsonl),
        };
        if self.bom && format != Format::Csv {
            bail!("--bom is for CSV only");
        }
        Ok(match format {
            Format::Csv => ExportFormat::Csv,
            Format::Jsonl => ExportFormat::Jsonl,
            Format::Annotation => ExportFormat::Annotation,
            Format::Jsonld => ExportFormat::Jsonld,
            Format::Markdown => ExportFormat::Markdown,
            Format::Ris => ExportFormat::Ris,
            Format::Bibtex => ExportFormat::Bibtex,
        })
    }
}

/// Returns the format that the name of a file says, whatever it is packed by.
fn by_ending(name: &Path) -> Option<Format> {
    let name = name.file_name()?.to_string_lossy().to_lowercase();
    let name = [".gz", ".zst", ".xz"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    Some(match name.rsplit_once('.')?.1 {
        "csv" => Format::Csv,
        "jsonl" | "ndjson" => Format::Jsonl,
        "jsonld" => Format::Jsonld,
        "md" | "markdown" => Format::Markdown,
        "ris" => Format::Ris,
        "bib" => Format::Bibtex,
        _ => return None,
    })
}

/// Returns whether the name of a file has an ending that tells nothing.
fn is_unknown(name: &Path) -> bool {
    let packed = |end: &str| ["gz", "zst", "xz"].contains(&end);
    by_ending(name).is_none() && name.extension().is_some_and(|end| !packed(&end.to_string_lossy()))
}

/// Runs the command.
pub(crate) fn run(args: &Export, common: &Common) -> Result<End> {
    let format = args.format(common)?;
    if let (None, Some(name)) = (args.format, args.writing.output.as_deref().filter(|name| is_unknown(name))) {
        screen::tell(common, &format!("{}: no format ends so: JSON Lines are written", name.display()));
    }
    let queries = ask::queries(&args.query, args.queries.as_deref(), common)?;
    let ready = ask::ready(&args.listing.matching.within, common)?;
    let inputs: Vec<PathBuf> = args.queries.iter().cloned().collect();
    let mut exporting = Exporting {
        target: Target::open(args.writing.output.as_deref(), &inputs)?,
        exporter: Exporter::new(format, args.queries.is_some()),
        buffer: Vec::new(),
    };
    let options = ExportOptions {
        sample: args.sample.map(|size| Sample { size, seed: args.seed }),
        together: format.is_by_article(),
    };
    let mut failed = ready.failed;
    exporting.put(|exporter, buffer| exporter.begin(buffer, args.bom))?;
    for query in &queries {
        let request = args.listing.request(&query.text, ready.under.clone());
        match exporting.export(&ready.archive, query, &request, options)? {
            Ok((results, written)) => {
                ask::tell_notes(&results.notes, common);
                tell(&results, written, query, args, common);
            }
            Err(err) => failed |= ask::pass_over(query, err.into())?,
        }
    }
    exporting.put(Exporter::end)?;
    let written = exporting.exporter.written();
    exporting.target.finish()?;
    Ok(End::found(written > 0).and_failed(failed))
}

/// Says how much went to a file.
fn tell(results: &Results, written: u64, query: &Query, args: &Export, common: &Common) {
    let Some(name) = args.writing.output.as_deref().filter(|name| *name != Path::new("-")) else { return };
    let id = query.id.as_ref().map_or(String::new(), |id| format!("query {id}: "));
    screen::tell(common, &format!("{id}{written} of {} hits written to {}", results.total, name.display()));
}

/// An export that is going on.
struct Exporting {
    target: Target,
    exporter: Exporter,
    buffer: Vec<u8>,
}

impl Exporting {
    /// Writes something whole.
    fn put(&mut self, write: impl FnOnce(&mut Exporter, &mut Vec<u8>) -> std::io::Result<()>) -> Result<()> {
        self.buffer.clear();
        write(&mut self.exporter, &mut self.buffer)?;
        self.target.put(&self.buffer)
    }

    /// Writes all hits of a query, and returns how many; the inner error is one of the query.
    fn export(
        &mut self,
        archive: &Archive,
        query: &Query,
        request: &Request,
        options: ExportOptions,
    ) -> Result<onrecord::Result<(Results, u64)>> {
        let start = Instant::now();
        let asked = Asked { elapsed_ms: 0.0, ..ask::asked(query, start) };
        let before = self.exporter.written();
        let mut begun = false;
        let mut broken: Option<anyhow::Error> = None;
        let answer = archive.export(request, options, &mut |hit: Hit| {
            let written = self.put(|exporter, buffer| {
                if !std::mem::replace(&mut begun, true) {
                    exporter.query(buffer, asked)?;
                }
                exporter.hit(buffer, &hit, asked)
            });
            match written {
                Ok(()) => ControlFlow::Continue(()),
                Err(err) => {
                    broken = Some(err);
                    ControlFlow::Break(())
                }
            }
        });
        if let Some(err) = broken {
            return Err(err);
        }
        let results = match answer {
            Ok(results) => results,
            Err(err) => return Ok(Err(err)),
        };
        let written = self.exporter.written() - before;
        let asked = ask::asked(query, start);
        self.put(|exporter, buffer| {
            if !begun {
                exporter.query(buffer, asked)?;
            }
            exporter.summary(buffer, &results, asked, written)
        })?;
        Ok(Ok((results, written)))
    }
}
