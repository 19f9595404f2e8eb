//! `flowc repro`: what happened to a contact, as a scenario.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDateTime;

use super::stored::unreadable;
use super::{Exit, dates, store};
use crate::format::format;
use crate::shell::failure::Failure;
use crate::shell::files;
use crate::shell::runtime::store::{Reader, contacts, deliveries, history, programs};
use crate::shell::runtime::version::Version;
use crate::shell::terminal::Stream;
use crate::simulator::repro::{self, Config, Happened, anonymised};
use crate::source::{Source, SourceId};

/// Write what happened to a contact as a scenario
///
/// Every event at its instant, to the millisecond, and behind it what was sent, held and refused: `flowc test` plays it
/// again. What a scenario cannot say, and what the program would do otherwise today, stands at its head and on
/// standard error.
///
/// Exits with 0, with 2 when it could not run.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Arguments {
    /// The contact's id
    contact: String,

    /// The workspace: its program plays the scenario, and its store is read
    #[arg(long, value_name = "DIR", default_value = ".")]
    path: PathBuf,

    /// The file of the store; without it, what `[run]` says, or `flowc.db` in DIR
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,

    /// Expect only what came of events from then on, in the workspace's zone, as "2026-03-02 09:00"; what was before is
    /// played
    #[arg(long, value_name = "DATE TIME", value_parser = dates::date_and_time)]
    since: Option<NaiveDateTime>,

    /// Replace names, phone numbers and e-mail addresses, each by the same stand-in everywhere
    #[arg(long)]
    anonymise: bool,

    /// By the program that is applied to the store, not by the workspace
    #[arg(long)]
    applied: bool,

    /// The file that the scenario is written to; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let path = store::existing(&arguments.path, arguments.store.as_ref())?;
    let found = Reader::of(&path).ask(|connection| {
        let Some((row, _)) = contacts::get(connection, &arguments.contact)? else { return Ok(None) };
        let happened = history::since(connection, row, 0, usize::MAX)?;
        let written = deliveries::written_since(connection, row, 0)?;
        let applied = match programs::present(connection)? {
            Some(present) if arguments.applied => Some(programs::version(connection, present.row)?),
            Some(_) | None => None,
        };
        Ok(Some((happened, written, applied)))
    });
    let Some((happened, written, applied)) = found.map_err(unreadable(&path))? else {
        let text = format!("nobody has the id `{}`", arguments.contact);
        return Err(Failure::new(text).help("an id is written exactly as the events name it"));
    };
    if let Some(first) = happened.first().filter(|first| first.sequence > 1) {
        let gone = first.sequence - 1;
        let text = format!("the first {gone} events of `{}` are no longer in the history", arguments.contact);
        let help =
            "what happened is played from the first event on; `[run] history_days` says how long events stay";
        return Err(Failure::new(text).help(help));
    }
    let version = match applied {
        Some(version) => version,
        None => Version::load(&arguments.path)?,
    };
    let happened: Vec<Happened> = happened
        .into_iter()
        .map(|happened| Happened { event: happened.event, effects: happened.effects })
        .collect();
    let (happened, written) = match arguments.anonymise {
        true => anonymised(&happened, &written),
        false => (happened, written),
    };
    // A stand-in for the id as well: no name is no name that a scenario can say.
    let contact = if arguments.anonymise { "" } else { &arguments.contact };
    let title = match arguments.anonymise {
        true => "what happened to a contact".to_owned(),
        false => format!("what happened to {}", arguments.contact),
    };
    let since = arguments.since.map(|since| version.program.workspace.zone.to_instant(since));
    let config = Config { title: &title, since, written: &written };
    let found = repro::repro(&version.program, contact, &happened, config);
    let source = Source::new(SourceId(0), "repro.flow", found.text.as_str());
    let text = format(&source).unwrap_or(found.text);
    for difference in &found.differences {
        Stream::Error.write(&format!("warning: played now, it differs: {difference}\n"))?;
    }
    match &arguments.output {
        Some(file) if !files::is_standard_input(file) => {
            fs::write(file, &text)
                .map_err(|error| Failure::new(format!("cannot write `{}`", file.display())).because(error))?;
        }
        Some(_) | None => drop(Stream::Output.write(&text)?),
    }
    Ok(Exit::Success)
}
