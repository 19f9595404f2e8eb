//! A conversation that somebody types, or that is piped in.

use std::fs::OpenOptions;
use std::io::{self, BufRead, Write};

use crate::program::Program;
use crate::shell::cli::Exit;
use crate::shell::failure::Failure;
use crate::shell::terminal::{self, Reader, Stream};
use crate::simulator::session::Then;
use crate::simulator::{Palette, Session};
use crate::time::Instant;

/// What a person at a terminal is told first.
const WELCOME: &str = "A line is a message of the contact; `/help` lists the commands, `/quit` ends.\n";

/// Reads lines until there are no more, or until `/quit`. There is a prompt only on a terminal.
pub(super) fn run(program: &Program, start: Instant, palette: Palette) -> Result<Exit, Failure> {
    let mut session = Session::new(program, start, palette);
    let mut saved = Vec::new();
    let prompts = terminal::is_conversation();
    if prompts {
        Stream::Output.write(WELCOME)?;
    }
    let mut lines = io::stdin().lock().lines();
    loop {
        if prompts {
            Stream::Output.write(&session.prompt())?;
        }
        let Some(line) = lines.next() else { break };
        let line = line.map_err(|error| Failure::new("cannot read standard input").because(error))?;
        let reply = session.line(&line);
        if Stream::Output.write(&reply.text)? == Reader::Gone {
            break;
        }
        match reply.then {
            Then::Continue => {}
            Then::Save { file, text } => {
                let told = save(&with_extension(file), &text, &mut saved);
                Stream::Output.write(&told)?;
            }
            Then::Quit => return Ok(Exit::Success),
        }
    }
    if prompts {
        Stream::Output.write("\n")?;
    }
    Ok(Exit::Success)
}

/// Writes a scenario; what is told of it. A file that this conversation did not write is left alone.
fn save(file: &str, scenario: &str, saved: &mut Vec<String>) -> String {
    let own = saved.iter().any(|saved| saved == file);
    let mut options = OpenOptions::new();
    options.write(true).truncate(own).create_new(!own);
    let written = options.open(file).and_then(|mut file| file.write_all(scenario.as_bytes()));
    match written {
        Ok(()) => {
            saved.extend((!own).then(|| file.to_owned()));
            format!("saved as {file}: `flowc test` plays it when it lies in the workspace\n")
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Failure::new(format!("`{file}` is there already")).help("choose another name").report()
        }
        Err(error) => Failure::new(format!("cannot write `{file}`")).because(error).report(),
    }
}

/// A name without an extension is one of a `.flow` file: no other is found again.
fn with_extension(mut file: String) -> String {
    if std::path::Path::new(&file).extension().is_none() {
        file.push_str(".flow");
    }
    file
}
