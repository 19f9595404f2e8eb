//! `flowc man`: the manual pages.

use std::fs;
use std::path::PathBuf;

use clap::CommandFactory;

use super::Exit;
use crate::shell::failure::Failure;

/// Write the manual pages of flowc and its commands into a folder
///
/// The folder is made when it does not exist. Pages that are there already are replaced.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder, such as ~/.local/share/man/man1
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    let command = super::Arguments::command().disable_help_subcommand(true);
    let written = fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    written.map_err(|error| {
        Failure::new(format!("cannot write the pages into `{}`", folder.display())).because(error)
    })?;
    Ok(Exit::Success)
}
