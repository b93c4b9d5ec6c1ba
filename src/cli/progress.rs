//! How far a run of indexing is, on a terminal.

use crate::args::Common;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use onrecord::{Progress, Stage};
use std::io::IsTerminal;

/// A bar on standard error; nothing is drawn if that is no terminal.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// Returns a bar that is drawn only where it should be.
    pub(crate) fn new(common: &Common) -> Self {
        let target = if common.quiet || !std::io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(10)
        };
        let bar = ProgressBar::with_draw_target(Some(1), target);
        bar.set_style(look(false));
        Self(bar)
    }

    /// Draws how far the run is.
    pub(crate) fn show(&self, progress: &Progress) {
        self.0.set_message(match progress.stage {
            Stage::Finding => "finding files",
            Stage::Reading => "reading",
            Stage::Finishing => "finishing",
        });
        self.0.set_prefix(format!("{} of {} files, {} articles", progress.files, progress.of_files, progress.articles));
        // Bytes are counted by whole files: with one file there is nothing to draw.
        if progress.of_files > 1 && self.0.length() != Some(progress.of_bytes) {
            self.0.set_length(progress.of_bytes);
            self.0.set_style(look(true));
        }
        self.0.set_position(progress.bytes);
    }

    /// Takes the bar off the screen.
    pub(crate) fn clear(self) {
        self.0.finish_and_clear();
    }
}

/// Returns what the line looks like, with a bar or without.
fn look(bar: bool) -> ProgressStyle {
    let template =
        if bar { "{msg}: {prefix} {bar:20.cyan} {bytes_per_sec}, {eta} left" } else { "{msg}: {prefix} {elapsed}" };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("━━ ")
}
