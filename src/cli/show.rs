//! `onrecord show`: one article, with its quotations marked and named.

use crate::args::{Common, Show};
use crate::exit::End;
use crate::{ask, screen};
use anyhow::Result;
use onrecord::output::{CodePoints, json, text};
use onrecord::{Annotated, Span};
use std::io::Write;

/// Runs the command.
pub(crate) fn run(args: &Show, common: &Common) -> Result<End> {
    let ready = ask::ready(&args.within, common)?;
    let mut out = screen::out();
    let mut shown = 0;
    let mut missing = false;
    for id in &args.ids {
        let articles = ready.archive.show(id)?;
        if articles.is_empty() {
            missing = true;
            screen::complain(&format!("no article has the id `{id}`"));
        }
        for annotated in articles {
            if common.json {
                json::write_show(&mut out, &annotated)?;
            } else {
                if shown > 0 {
                    out.write_all(b"\n")?;
                }
                text::write_show(&mut out, &annotated, focus(id, &annotated), &screen::style(common))?;
            }
            shown += 1;
        }
    }
    out.flush()?;
    Ok(End::found(shown > 0 && !missing).and_failed(ready.failed))
}

/// Returns the passage that the id of a hit names (`ARTICLE#START-END`, in code points).
fn focus(id: &str, annotated: &Annotated) -> Option<Span> {
    let (start, end) = id.strip_prefix(annotated.article.id.as_str())?.strip_prefix('#')?.split_once('-')?;
    let points = CodePoints::new(&annotated.article.text);
    Some(Span::new(points.byte(start.parse().ok()?), points.byte(end.parse().ok()?)))
}
