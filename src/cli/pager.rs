//! Long text on a terminal, page by page.

use crate::args::Common;
use anyhow::Result;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

/// Prints a page; on a terminal that it does not fit on by `PAGER`, which opens at `line` if it knows how to.
pub(crate) fn show(page: &[u8], line: Option<usize>, wanted: bool) -> Result<()> {
    if wanted && io::stdout().is_terminal() && !fits(page) && paged(page, line) {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    Ok(out.write_all(page).and_then(|()| out.flush())?)
}

/// Returns whether pages may be shown by a pager.
pub(crate) fn may_page(no_pager: bool, common: &Common) -> bool {
    !no_pager && !common.json
}

fn fits(page: &[u8]) -> bool {
    let lines = page.iter().filter(|byte| **byte == b'\n').count();
    terminal_size::terminal_size().is_none_or(|(_, terminal_size::Height(rows))| lines < usize::from(rows))
}

/// Hands the page to a pager; returns whether there was one.
fn paged(page: &[u8], line: Option<usize>) -> bool {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next().filter(|program| *program != "cat") else { return false };
    let mut command = Command::new(program);
    command.args(words);
    let is_less = std::path::Path::new(program).file_stem().is_some_and(|name| name == "less");
    if let Some(line) = line.filter(|_| is_less) {
        command.arg(format!("+{line}"));
    }
    if std::env::var_os("LESS").is_none() {
        // Colours as they are; no keys to leave where all fits.
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // The reader may leave before the end.
        let _ = input.write_all(page);
    }
    child.wait().is_ok()
}
