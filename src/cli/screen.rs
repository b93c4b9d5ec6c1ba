//! Where output goes: results to standard output, messages to standard error.

use crate::args::{Color, Common};
use onrecord::output::{Style, sanitize};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Lines longer than this are hard to read.
const WIDEST: usize = 110;

/// The width where nobody says one.
const USUAL: usize = 80;

/// Standard output, buffered.
pub(crate) type Out = BufWriter<StdoutLock<'static>>;

/// Returns standard output.
pub(crate) fn out() -> Out {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Returns how text is to look on standard output.
pub(crate) fn style(common: &Common) -> Style {
    Style {
        color: color(common, io::stdout().is_terminal()),
        width: width(terminal_size::terminal_size()),
        verbose: common.verbose,
    }
}

/// Returns how text is to look on standard error.
pub(crate) fn error_style(common: &Common) -> Style {
    let size = terminal_size::terminal_size_of(io::stderr());
    Style { color: color(common, io::stderr().is_terminal()), width: width(size), verbose: common.verbose }
}

fn width(size: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    size.map_or(USUAL, |(terminal_size::Width(columns), _)| usize::from(columns).min(WIDEST))
}

fn color(common: &Common, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match common.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Tells something beside the results, unless the user wants quiet. Nothing can be done if standard error is closed.
pub(crate) fn tell(common: &Common, message: &str) {
    if !common.quiet {
        let _ = writeln!(io::stderr(), "onrecord: {}", sanitize(message));
    }
}

/// Tells of a file that could not be read.
pub(crate) fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "onrecord: {}", sanitize(message));
}
