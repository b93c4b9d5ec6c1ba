//! `onrecord extract`: the normalised articles, with no index.

use crate::args::{Common, Extract};
use crate::exit::End;
use crate::target::Target;
use crate::{inputs, screen};
use anyhow::Result;
use onrecord::Outcome;
use onrecord::output::json;
use std::path::PathBuf;

/// Runs the command.
pub(crate) fn run(args: &Extract, common: &Common) -> Result<End> {
    let stdin = [PathBuf::from("-")];
    let files = if args.files.is_empty() { &stdin } else { args.files.as_slice() };
    let options = args.reading.options();
    let mut out = Target::open(args.writing.output.as_deref(), &args.files)?;
    let mut line = Vec::new();
    let mut failed = false;
    for path in files {
        let mut written: Result<()> = Ok(());
        let read = inputs::articles(path, &options, |file, outcome| match outcome {
            Outcome::Article(article) if written.is_ok() => {
                line.clear();
                written = json::write_article(&mut line, &article).map_err(Into::into).and_then(|()| out.put(&line));
            }
            Outcome::Article(_) => {}
            Outcome::Skipped(skip) => screen::tell(common, &format!("skipped {}", inputs::reason(file, &skip))),
            Outcome::Failed(skip) => {
                failed = true;
                screen::complain(&inputs::reason(file, &skip));
            }
        });
        written?;
        // A path that is not there does not keep the others from being read.
        if let Err(err) = read {
            failed = true;
            screen::complain(&format!("{err:#}"));
        }
    }
    out.finish()?;
    Ok(End::Found.and_failed(failed))
}
