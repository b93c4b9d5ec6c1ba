//! Ctrl-C: what is done is kept, and said.

use anyhow::{Context, Result};
use onrecord::Stop;

/// The status of a program that a signal ended.
const SIGNALLED: i32 = 130;

/// Returns what is stopped by Ctrl-C, or by a polite request to end. A second one ends the program at once, which harms no index.
#[expect(clippy::exit, reason = "the user insists")]
pub(crate) fn on_signal() -> Result<Stop> {
    let stop = Stop::default();
    let handle = stop.clone();
    ctrlc::set_handler(move || {
        if handle.is_stopped() {
            std::process::exit(SIGNALLED);
        }
        handle.stop();
    })
    .context("Ctrl-C cannot be caught")?;
    Ok(stop)
}
