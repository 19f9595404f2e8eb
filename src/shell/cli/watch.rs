//! `--watch`: a command that runs again whenever its workspace changes.

use std::path::Path;

use super::Exit;
use crate::shell::failure::Failure;
use crate::shell::terminal::{Reader, Stream};
use crate::shell::watching::{Change, Watching};
use crate::shell::{clock, files};

/// How many files of a change are named.
const NAMED_MAX: usize = 4;

/// Runs the command, and again after every change. Ctrl-C ends it, as the system ends programs (130 in shells); so
/// does a reader that goes away. What a run finds, and that it could not run, ends nothing.
///
/// # Errors
///
/// When the workspace cannot be watched.
pub(super) fn again_and_again(
    workspace: &Path,
    mut run: impl FnMut() -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    if files::is_standard_input(workspace) {
        let text = "`--watch` needs files, and standard input is none";
        return Err(Failure::new(text).help("name a folder or a file"));
    }
    // One that is not there from the beginning is a slip of the hand.
    files::find(workspace)?;
    let mut watching = Watching::begin(workspace)?;
    let mut heard = String::new();
    loop {
        Stream::Output.clear()?;
        if Stream::Output.write(&heard)? == Reader::Gone {
            return Ok(Exit::Success);
        }
        if let Err(failure) = run() {
            Stream::Error.write(&failure.report())?;
        }
        if Stream::Output.write(&format!("\n{}  waiting for changes\n", time()))? == Reader::Gone {
            return Ok(Exit::Success);
        }
        let changes = watching.wait()?;
        heard = format!("{}  {}\n\n", time(), told(&changes));
    }
}

/// A format that makes one document of a run.
pub(super) fn one_document(others: &str) -> Failure {
    Failure::new("`--watch` goes on, and this format makes one document of a run")
        .help(format!("choose {others}, or leave `--watch` out"))
}

fn time() -> String {
    clock::now().to_utc().format("%H:%M:%S UTC").to_string()
}

/// `changed a.flow, new b.flow and 3 more`
fn told(changes: &[Change]) -> String {
    let words = changes.iter().take(NAMED_MAX).map(|change| match change {
        Change::New(file) => format!("new {}", file.display()),
        Change::Changed(file) => format!("changed {}", file.display()),
        Change::Removed(file) => format!("removed {}", file.display()),
    });
    let words = words.collect::<Vec<_>>().join(", ");
    match changes.len().saturating_sub(NAMED_MAX) {
        0 => words,
        more => format!("{words} and {more} more"),
    }
}
