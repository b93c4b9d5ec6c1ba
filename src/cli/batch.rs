//! Many queries in one run: answered by many threads, each on its own; printed in their order.

use crate::args::Common;
use crate::ask::{self, Ready};
use crate::exit::End;
use crate::inputs::Query;
use crate::ordered::{self, Feed};
use crate::screen::{self, Out};
use anyhow::Result;
use onrecord::Archive;
use std::io::Write;

/// What is known of an answer besides what is printed.
pub(crate) struct Answer {
    /// Whether something was found.
    pub(crate) found: bool,
    /// What to tell the user.
    pub(crate) notes: Vec<String>,
}

/// Answers each query by `answer`, which writes what is printed. A query that cannot be read is told, and the others go on.
pub(crate) fn run(
    ready: Ready,
    queries: Vec<Query>,
    common: &Common,
    answer: impl Fn(&Archive, &Query, &mut Vec<u8>) -> Result<Answer> + Send + Sync + 'static,
) -> Result<End> {
    let Ready { archive, failed, .. } = ready;
    let mut printing = Printing { out: screen::out(), common, found: false, failed };
    let respond = move |query: Query| {
        let mut bytes = Vec::new();
        let answer = answer(&archive, &query, &mut bytes);
        (query, bytes, answer)
    };
    if let [query] = queries.as_slice() {
        printing.print(respond(query.clone()))?;
    } else {
        let read =
            move |feed: &Feed<Query, Done>| queries.into_iter().for_each(|query| feed.work(query.text.len(), query));
        let work = move |query: Query, put: &mut dyn FnMut(Done)| put(respond(query));
        let mut results = ordered::start(0, read, work)?;
        while let Some(done) = results.next(|| printing.out.flush())? {
            printing.print(done)?;
        }
    }
    printing.out.flush()?;
    Ok(End::found(printing.found).and_failed(printing.failed))
}

/// A query, what is printed, and what is known.
type Done = (Query, Vec<u8>, Result<Answer>);

struct Printing<'a> {
    out: Out,
    common: &'a Common,
    found: bool,
    failed: bool,
}

impl Printing<'_> {
    fn print(&mut self, (query, bytes, answer): Done) -> Result<()> {
        match answer {
            Ok(answer) => {
                self.found |= answer.found;
                self.out.write_all(&bytes)?;
                if !answer.notes.is_empty() {
                    // Results come first where both go to one place.
                    self.out.flush()?;
                    ask::tell_notes(&answer.notes, self.common);
                }
            }
            Err(err) => {
                self.out.flush()?;
                self.failed |= ask::pass_over(&query, err)?;
            }
        }
        Ok(())
    }
}
