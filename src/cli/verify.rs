//! `onrecord verify`: is this quotation real?

use crate::args::{Common, Within};
use crate::ask;
use crate::claims::{self, Asked};
use crate::exit::End;
use crate::inputs::{self, Query};
use crate::screen::{self, Out};
use anyhow::Result;
use onrecord::output::{json, text};
use onrecord::{Claim, VerdictCounts, Verification};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Flags of `verify`.
#[derive(Debug, clap::Args)]
#[command(
    before_help = "\
Examples:
  onrecord verify 'the sensible next step' --speaker starmer
  onrecord verify 'we will … rebuild [the weir]'       ellipses and the editor's brackets count
  onrecord verify --file claims.csv                    columns: text (quote, claim), speaker, id
  onrecord verify --article draft.docx                 every quotation of a draft, with its speaker",
    after_help = "\
Verdicts, about the words only:
  verbatim      the same characters, whole or as an excerpt
  typographic   the same words but for marks, punctuation, spaces and case
  partial       words between the claimed ones were left out without an ellipsis
  altered       words differ, or pieces of different passages are joined
  not found     nothing close
Exit status: 0 verbatim or typographic (all of many claims), 1 another verdict, 2 an error."
)]
pub(crate) struct Verify {
    /// The words, with or without quotation marks (`-`: standard input)
    #[arg(value_name = "TEXT", required_unless_present_any = ["file", "queries", "article"])]
    text: Vec<String>,
    /// Who is claimed to have said them
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// Call an excerpt that stops inside a sentence partial
    #[arg(long)]
    whole: bool,
    /// Verify the claims of FILE: one a line, or a CSV table with a column text, quote or claim, and speaker and id
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "queries", "article"])]
    file: Option<PathBuf>,
    /// Verify many claims, one a line, or ID<TAB>CLAIM (`-`: standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "article"])]
    queries: Option<PathBuf>,
    /// Verify every quotation in quotation marks of an article, with its speaker (`-`: standard input)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "speaker"])]
    article: Option<PathBuf>,
    /// Where to look.
    #[command(flatten)]
    within: Within,
}

/// Runs the command.
pub(crate) fn run(args: &Verify, common: &Common) -> Result<End> {
    let (asked, mut failed) = asked(args, common)?;
    let ready = ask::ready(&args.within, common)?;
    failed |= ready.failed;
    let mut out = screen::out();
    let mut counts = VerdictCounts::default();
    let mut searched = None;
    for claim in &asked {
        let start = Instant::now();
        let request = Claim {
            text: claim.text.clone(),
            speaker: claim.speaker.clone().or_else(|| args.speaker.clone()),
            whole: args.whole,
            under: ready.under.clone(),
        };
        let query = Query { id: claim.id.clone(), text: claim.text.clone(), line: claim.line };
        let verification = match ready.archive.verify(&request) {
            Ok(verification) => verification,
            Err(err) => {
                failed |= ask::pass_over(&query, err.into())?;
                counts.failed += 1;
                continue;
            }
        };
        counts.add(&verification);
        print(&mut out, claim, &request, &verification, ask::asked(&query, start), common)?;
        searched.get_or_insert(verification.searched);
    }
    if args.file.is_some() || args.article.is_some() {
        let searched = match searched {
            Some(searched) => searched,
            None => ready.archive.stats()?.searched,
        };
        if common.json {
            json::write_verdicts_summary(&mut out, &counts, &searched)?;
        } else {
            text::write_verdicts_summary(&mut out, &counts, &searched, &screen::style(common))?;
        }
    }
    out.flush()?;
    Ok(End::found(counts.all_certified() && counts.total() > 0).and_failed(failed))
}

/// Returns the claims, and whether some of what was to be read could not be.
fn asked(args: &Verify, common: &Common) -> Result<(Vec<Asked>, bool)> {
    if let Some(path) = &args.article {
        let (claims, reasons) = claims::of_article(path)?;
        reasons.iter().for_each(|reason| screen::complain(reason));
        return Ok((claims, !reasons.is_empty()));
    }
    let claims = match (&args.file, &args.queries) {
        (Some(path), _) => claims::of_file(path)?,
        (None, Some(path)) => claims::of_queries(ask::queries(&[], Some(path), common)?),
        (None, None) if args.text == ["-"] => {
            vec![Asked { text: inputs::text(Path::new("-"))?, ..Asked::default() }]
        }
        (None, None) => vec![Asked { text: args.text.join(" "), ..Asked::default() }],
    };
    Ok((claims, false))
}

fn print(
    out: &mut Out,
    claim: &Asked,
    request: &Claim,
    verification: &Verification,
    asked: json::Asked<'_>,
    common: &Common,
) -> Result<()> {
    let speaker = request.speaker.as_deref();
    if common.json {
        let article = claim.article.as_ref().map(|(id, _, place)| (id.as_str(), *place));
        json::write_verdict(out, verification, json::ClaimOf { speaker, article }, asked)?;
    } else {
        let style = screen::style(common);
        if claim.id.is_some() || claim.article.is_some() {
            text::write_claim(out, &claim.text, claim.id.as_deref(), speaker, &style)?;
        }
        text::write_verdict(out, verification, speaker, &style)?;
        if claim.id.is_some() || claim.article.is_some() {
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    ask::tell_notes(&verification.notes, common);
    Ok(())
}
