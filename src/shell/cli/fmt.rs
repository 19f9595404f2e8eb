//! `flowc fmt`: files in the one style.

use std::path::PathBuf;

use super::check::counted;
use super::{Exit, changes};
use crate::format::{Refused, format};
use crate::shell::failure::Failure;
use crate::shell::files;
use crate::shell::terminal::Stream;
use crate::source::Source;

/// Write the files of a workspace in the one style
///
/// Line breaks, indentation and blanks change, nothing else: no word, no text, no comment and no order. Items with
/// syntax errors stay as they are. There are no options of style.
///
/// Exits with 0 when all went well; with `--check` and `--diff` with 1 when something would change; with 2 when it
/// could not run; with 3 when it would have changed what a file says: that file is left as it is.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folders, files, or `-`, which reads standard input and writes standard output
    ///
    /// Hidden files and folders and folders called `target` are skipped.
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// Change nothing, list the files that would change, and exit with 1 if there are any
    #[arg(long)]
    check: bool,

    /// Change nothing, show what would change as a unified diff, and exit with 1 if there is something
    #[arg(long)]
    diff: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut exit = Exit::Success;
    let mut changed = 0;
    for path in &arguments.paths {
        let before = files::read(path)?;
        let mut after = Vec::with_capacity(before.len());
        for source in &before {
            let text = match format(source) {
                Ok(text) => text,
                Err(refused) => {
                    Stream::Error.write(&told(source, &refused))?;
                    exit = Exit::Bug;
                    source.text().to_owned()
                }
            };
            after.push(Source::new(source.id(), source.name(), text));
        }
        changed += changes::changed(&before, &after).count();
        if arguments.diff {
            Stream::Output.write(&changes::diff(&before, &after, &files::current_folder()))?;
        } else if arguments.check {
            let names = changes::changed(&before, &after).map(|(source, _)| format!("{}\n", source.name()));
            Stream::Output.write(&names.collect::<String>())?;
        } else if files::is_standard_input(path) {
            Stream::Output.write(after.first().map_or("", Source::text))?;
        } else {
            changes::write(&before, &after)?;
        }
    }
    let only_shows = arguments.check || arguments.diff;
    if !only_shows && changed > 0 && !arguments.paths.iter().any(|path| files::is_standard_input(path)) {
        Stream::Error.write(&format!("formatted {}\n", counted(changed, "file", "files")))?;
    }
    Ok(if exit == Exit::Success && only_shows && changed > 0 { Exit::Findings } else { exit })
}

fn told(source: &Source, refused: &Refused) -> String {
    format!(
        "flowc {} is wrong about something: formatting would have changed {} in `{}`, which is left as it is\n\
         This is a bug of flowc, not of your flows. Please report it with the file.\n",
        env!("CARGO_PKG_VERSION"),
        refused.what,
        source.name(),
    )
}
