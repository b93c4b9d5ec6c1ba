//! How the program ends: 0 found (or all was read), 1 nothing found, 2 an error or a file that could not be read.

use std::io;
use std::process::ExitCode;

/// How a command ended that was not cut short by an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Something was found, or all was read.
    Found,
    /// There is nothing of the kind.
    Nothing,
    /// Some files failed, whatever else was found.
    Failed,
}

impl End {
    /// Returns [`End::Found`] if something was.
    pub(crate) fn found(something: bool) -> Self {
        if something { Self::Found } else { Self::Nothing }
    }

    /// Returns the end of a command that also read files, of which some may have `failed`.
    pub(crate) fn and_failed(self, failed: bool) -> Self {
        if failed { Self::Failed } else { self }
    }
}

/// Returns the exit status, and tells the error if there is one.
#[expect(clippy::print_stderr, reason = "this is where errors are told")]
pub(crate) fn code(result: anyhow::Result<End>) -> ExitCode {
    match result {
        Ok(End::Found) => ExitCode::SUCCESS,
        Ok(End::Nothing) => ExitCode::from(1),
        Ok(End::Failed) => ExitCode::from(2),
        Err(err) if is_broken_pipe(&err) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("onrecord: {}", onrecord::output::sanitize(&format!("{err:#}")));
            ExitCode::from(2)
        }
    }
}

/// Returns whether the reader of our output went away, which is no error of ours.
fn is_broken_pipe(err: &anyhow::Error) -> bool {
    err.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|err| err.kind() == io::ErrorKind::BrokenPipe)
}
