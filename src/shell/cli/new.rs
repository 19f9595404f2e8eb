//! `flowc new`: a small workspace to begin with.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Exit;
use crate::shell::failure::Failure;
use crate::shell::terminal::Stream;

/// Make a small workspace to begin with
///
/// Writes a few flows with the scenarios that test them into DIR, which must be empty or not exist yet. They
/// check, test and simulate at once.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// The language of the messages and of the explanations
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: Language,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Language {
    Fr,
    En,
}

/// A file: its path below the folder, and its text.
type File = (&'static str, &'static str);

const ENGLISH: [File; 4] = [
    ("README.md", include_str!("new/en/README.md")),
    ("flowc.toml", include_str!("new/en/flowc.toml")),
    ("main.flow", include_str!("new/en/main.flow")),
    ("tests/main.flow", include_str!("new/en/tests.flow")),
];

const FRENCH: [File; 4] = [
    ("README.md", include_str!("new/fr/README.md")),
    ("flowc.toml", include_str!("new/fr/flowc.toml")),
    ("main.flow", include_str!("new/fr/main.flow")),
    ("tests/main.flow", include_str!("new/fr/tests.flow")),
];

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let folder = &arguments.folder;
    must_be_free(folder)?;
    let files = match arguments.language {
        Language::En => ENGLISH,
        Language::Fr => FRENCH,
    };
    for (path, text) in files {
        let file = folder.join(path);
        let parent = file.parent().expect("a file that is joined to a folder lies in one");
        fs::create_dir_all(parent).map_err(|error| cannot_write(parent, error))?;
        fs::write(&file, text).map_err(|error| cannot_write(&file, error))?;
    }
    Stream::Output.write(&next(folder))?;
    Ok(Exit::Success)
}

fn must_be_free(folder: &Path) -> Result<(), Failure> {
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot_write(folder, error)),
    };
    match entries.next() {
        None => Ok(()),
        Some(_) => {
            let text = format!("`{}` is not empty", folder.display());
            Err(Failure::new(text).help("choose a folder that is empty or does not exist yet"))
        }
    }
}

fn cannot_write(path: &Path, error: io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`", path.display())).because(error)
}

/// What to do next.
fn next(folder: &Path) -> String {
    let shown = folder.display().to_string();
    let shown = if shown.contains(char::is_whitespace) { format!("\"{shown}\"") } else { shown };
    format!(
        "made {shown}: main.flow with three flows, tests/main.flow with their scenarios\n\n\
         next:\n  \
         flowc check {shown}      is anything wrong?\n  \
         flowc test {shown}       do the flows do what the scenarios expect?\n  \
         flowc simulate {shown}   talk with the flows yourself\n"
    )
}
