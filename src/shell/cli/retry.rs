//! `flowc retry`: contacts that were set aside are tried again.

use std::path::PathBuf;

use super::{Exit, store};
use crate::shell::failure::Failure;
use crate::shell::runtime::store::{set_aside, write_beside};
use crate::shell::terminal::Stream;

/// Try contacts again that were set aside, since flowc was wrong about something with them
///
/// Nothing happens to such a contact; `flowc pending` names them, with the reason. A service that runs tries it with its
/// next transaction, at least within a second; without one the next `flowc run` does. What has happened to the contact
/// meanwhile happens then, in its order. When flowc is wrong again, the contact is set aside again.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The contact; without it, all
    contact: Option<String>,

    /// The workspace
    #[arg(long, value_name = "DIR", default_value = ".")]
    path: PathBuf,

    /// The file of the store; without it, what `[run]` says, or `flowc.db` in DIR
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let path = store::existing(&arguments.path, arguments.store.as_ref())?;
    let contact = arguments.contact.as_deref();
    let asked = write_beside(&path, |connection| set_aside::ask_again(connection, contact))?;
    if let (0, Some(contact)) = (asked, contact) {
        let help = "`flowc pending` names those who are; an id is written exactly as the events name it";
        return Err(Failure::new(format!("`{contact}` is not set aside")).help(help));
    }
    Stream::Output.write(&match asked {
        0 => "nobody is set aside\n".to_owned(),
        1 => "1 contact is tried again\n".to_owned(),
        asked => format!("{asked} contacts are tried again\n"),
    })?;
    Ok(Exit::Success)
}
