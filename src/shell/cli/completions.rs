//! `flowc completions`: what a shell completes.

use clap::CommandFactory;
use clap_complete::Shell;

use super::Exit;
use crate::shell::failure::Failure;
use crate::shell::terminal::Stream;

/// Print the script with which a shell completes flowc's commands
///
/// For bash: `source <(flowc completions bash)`; other shells have a folder for such scripts.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "flowc", &mut script);
    Stream::Output.write(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Success)
}
