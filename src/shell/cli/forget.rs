//! `flowc forget`: a contact is removed, and it is made sure that nothing is left.

use std::path::PathBuf;

use super::{Exit, store};
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::runtime::forget;
use crate::shell::terminal::Stream;

/// Forget a contact: remove it from the store, and make sure
///
/// Removes state, history, timers, what is to go out, addresses and words of the search, writes the file anew, empties
/// its journal, and looks in every byte for the contact's id, addresses and other texts. A service may be running: it
/// waits while the file is written. An event that happened before and arrives late is taken for known; one that
/// happens later begins a new contact.
///
/// Exits with 0 when nothing is left, with 1 when something is, with 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Arguments {
    /// The contact's id
    contact: String,

    /// The workspace
    #[arg(long, value_name = "DIR", default_value = ".")]
    path: PathBuf,

    /// The file of the store; without it, what `[run]` says, or `flowc.db` in DIR
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let path = store::existing(&arguments.path, arguments.store.as_ref())?;
    let Some(done) = forget::forget(&path, &arguments.contact, clock::now())? else {
        let text = format!("nobody has the id `{}`", arguments.contact);
        return Err(Failure::new(text).help("an id is written exactly as the events name it"));
    };
    let mut told = String::new();
    for (table, rows) in done.removed.iter().filter(|(_, rows)| **rows > 0) {
        told.push_str(&format!("removed {rows} from {table}\n"));
    }
    for text in &done.of_others {
        told.push_str(&format!("`{text}` stands with other contacts or in the program, and stays there\n"));
    }
    for left in &done.left {
        told.push_str(&format!("left: `{}` in `{}`\n", left.text, left.file.display()));
    }
    if done.left.is_empty() {
        told.push_str(&format!(
            "nothing is left: {} texts were looked for in every byte of `{}` and its journal\n",
            done.looked_for,
            path.display()
        ));
    }
    Stream::Output.write(&told)?;
    Ok(if done.left.is_empty() { Exit::Success } else { Exit::Findings })
}
