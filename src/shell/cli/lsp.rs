//! `flowc lsp`: the language server, for editors.

use super::Exit;
use crate::shell::failure::Failure;
use crate::shell::lsp::{self, Ended};

/// Serve an editor that speaks the Language Server Protocol
///
/// Editors start it themselves and talk to it on standard input and output; what goes wrong is told on standard error.
///
/// Exits with 0 when the editor shut it down first, as it should, and with 1 when it did not.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Talk on standard input and output; it never does anything else, but some editors say so
    #[arg(long)]
    stdio: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    // The only way there is, whether it was asked for or not.
    let Arguments { stdio: _ } = arguments;
    Ok(match lsp::serve() {
        Ended::ShutDown => Exit::Success,
        Ended::Abandoned => Exit::Findings,
    })
}
