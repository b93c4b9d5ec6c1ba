//! `onrecord speakers`: the speakers of the archive, and edits of the alias file.

use crate::args::{Common, Edit, Speakers};
use crate::exit::End;
use crate::{ask, screen, shares};
use anyhow::Result;
use onrecord::SpeakerEdit;
use onrecord::output::json::{self, Asked};
use onrecord::output::text;
use std::io::Write;
use std::time::Instant;

/// Runs the command.
pub(crate) fn run(args: &Speakers, common: &Common) -> Result<End> {
    if let Some(edit) = &args.edit {
        return change(edit, args.dry_run, common);
    }
    if args.sharing.is_asked() {
        return shares::run(args, common);
    }
    let ready = ask::ready(&args.within, common)?;
    let name = args.name.join(" ");
    let start = Instant::now();
    let asked_for = (!name.is_empty()).then_some(name.as_str());
    let (rows, results) = ready.archive.speakers(asked_for, args.limit, &ready.under)?;
    let mut out = screen::out();
    if common.json {
        let elapsed_ms = start.elapsed().as_secs_f64() * 1000.0;
        let asked = Asked { query: &name, elapsed_ms, ..Asked::default() };
        json::write_speakers(&mut out, &rows, asked)?;
        json::write_summary(&mut out, &results, rows.len(), asked)?;
    } else {
        text::write_speakers(&mut out, &rows, results.total, &screen::style(common))?;
    }
    out.flush()?;
    ask::tell_notes(&results.notes, common);
    Ok(End::found(results.total > 0).and_failed(ready.failed))
}

fn change(edit: &Edit, dry_run: bool, common: &Common) -> Result<End> {
    let edit = match edit {
        Edit::Merge { names } => SpeakerEdit::Merge(names.clone()),
        Edit::Split { one, other } => SpeakerEdit::Split(one.clone(), other.clone()),
        Edit::Rename { old, new } => SpeakerEdit::Rename(old.clone(), new.clone()),
        Edit::Undo => SpeakerEdit::Undo,
    };
    let archive = ask::open(common)?;
    let change = if dry_run { archive.plan_edit(&edit)? } else { archive.edit_speakers(&edit)? };
    let mut out = screen::out();
    if common.json {
        json::write_change(&mut out, &change)?;
    } else {
        text::write_change(&mut out, &change, &screen::style(common))?;
    }
    out.flush()?;
    Ok(End::Found)
}
