//! `flowc events`: what happened, in the order of commits, and what happens from now on.

use std::thread;
use std::time::Duration;

use chrono::NaiveDateTime;

use super::stored::{Format, Stored, unreadable};
use super::{Exit, dates};
use crate::shell::failure::Failure;
use crate::shell::runtime::http::{entry, event_in_words, type_of};
use crate::shell::runtime::store::feed::{self, Entry};
use crate::shell::terminal::{Reader as Listener, Stream};
use crate::time::Instant;

/// How many events are read at a time.
const AT_A_TIME: usize = 500;
/// How often the store is looked at while following.
const LOOK: Duration = Duration::from_millis(200);

/// Tell what happened, and with `--follow` what happens from now on
///
/// Reads the store of `flowc run`, beside the running service or while it is stopped: each event, and what was done or
/// decided because of it.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Go on telling until somebody stops it; without `--since`, only what is new
    #[arg(long, short)]
    follow: bool,

    /// From when on, in UTC, as "2026-03-02 09:00"
    #[arg(long, value_name = "DATE TIME", value_parser = dates::date_and_time)]
    since: Option<NaiveDateTime>,

    /// Of this contact alone
    #[arg(long, value_name = "ID")]
    contact: Option<String>,

    #[command(flatten)]
    stored: Stored,

    /// How each is shown: for people, or as an object of JSON on a line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (reader, path) = arguments.stored.reader()?;
    let since = arguments.since.map(|since| Instant::from(since.and_utc()));
    let begin = reader.ask(|connection| match (since, arguments.follow) {
        (Some(since), _) => feed::before(connection, since),
        (None, true) => feed::latest(connection),
        (None, false) => Ok(0),
    });
    let mut number = begin.map_err(unreadable(&path))?;
    loop {
        let entries = reader.ask(|connection| match &arguments.contact {
            Some(contact) => feed::of_contact(connection, contact, number, AT_A_TIME),
            None => feed::after(connection, number, AT_A_TIME),
        });
        let entries = entries.map_err(unreadable(&path))?;
        for told in &entries {
            number = told.number;
            let text = match arguments.format {
                Format::Text => lines(told),
                Format::Json => format!("{}\n", entry(told)),
            };
            if Stream::Output.write(&text)? == Listener::Gone {
                return Ok(Exit::Success);
            }
        }
        match (entries.len() < AT_A_TIME, arguments.follow) {
            (false, _) => {}
            (true, true) => thread::sleep(LOOK),
            (true, false) => return Ok(Exit::Success),
        }
    }
}

/// An event, and below it what came of it.
fn lines(told: &Entry) -> String {
    let Entry { contact, happened, .. } = told;
    let mut out = format!("{contact}  {}\n", event_in_words(&happened.event));
    for effect in &happened.effects {
        let flow = effect.flow.as_ref().map_or(String::new(), |flow| format!("  {flow}"));
        out.push_str(&format!("    {}{flow}: {}\n", type_of(&effect.kind), effect.why));
    }
    out
}
