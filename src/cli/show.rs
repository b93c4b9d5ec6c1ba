//! `onrecord show`: one article, with its quotations marked and named.

use crate::args::{Common, Show};
use crate::exit::End;
use crate::{ask, pager, screen};
use anyhow::Result;
use onrecord::output::text::Focus;
use onrecord::output::{CodePoints, json, text};
use onrecord::{Annotated, Span};

/// Runs the command.
pub(crate) fn run(args: &Show, common: &Common) -> Result<End> {
    let ready = ask::ready(&args.within, common)?;
    let mut page: Vec<u8> = Vec::new();
    let (mut shown, mut missing, mut first) = (0, false, None);
    for id in &args.ids {
        let articles = ready.archive.show(id)?;
        if articles.is_empty() {
            missing = true;
            screen::complain(&format!("no article has the id `{id}`"));
        }
        for annotated in articles {
            if common.json {
                json::write_show(&mut page, &annotated)?;
            } else {
                if shown > 0 {
                    page.push(b'\n');
                }
                let focus = Focus { passage: focus(id, &annotated), context: args.context };
                if focus.passage.is_none() && args.context.is_some() {
                    screen::tell(
                        common,
                        &format!("`{id}` is no hit in the text: --context has nothing to stand around"),
                    );
                }
                let before = page.iter().filter(|byte| **byte == b'\n').count();
                let line = text::write_show(&mut page, &annotated, focus, &screen::style(common))?;
                first = first.or(line.map(|line| before + line));
            }
            shown += 1;
        }
    }
    pager::show(&page, first, pager::may_page(args.no_pager, common))?;
    Ok(End::found(shown > 0 && !missing).and_failed(ready.failed))
}

/// Returns the passage that the id of a hit names (`ARTICLE#START-END`, in code points).
fn focus(id: &str, annotated: &Annotated) -> Option<Span> {
    let (start, end) = id.strip_prefix(annotated.article.id.as_str())?.strip_prefix('#')?.split_once('-')?;
    let points = CodePoints::new(&annotated.article.text);
    Some(Span::new(points.byte(start.parse().ok()?), points.byte(end.parse().ok()?)))
}
