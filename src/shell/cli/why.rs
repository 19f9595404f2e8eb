//! `flowc why`: which flows a message starts, and what stops the others.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};

use super::{Exit, check, dates};
use crate::check::Broken;
use crate::compile::compile;
use crate::diagnostics::suggest::{listed, nearest};
use crate::program::Program;
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::terminal::{Colors, Stream};
use crate::shell::workspace::Workspace;
use crate::simulator::Script;
use crate::simulator::inquiry::{Writer, inquire};

/// Tell which flows a message starts, and what stops each of the others
///
/// Shows what happens at once, then every flow with the trigger that starts it, or the first thing that stops it:
/// another channel, another case, a condition with the contact's value, a draft, a limit. The engine decides, as in
/// `flowc simulate`.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Arguments {
    /// What the contact writes
    message: String,

    /// Where
    #[arg(long, value_name = "CHANNEL", default_value = "webchat")]
    on: String,

    /// Who: a contact that a scenario of the workspace declares, or a JSON file such as
    /// {"fields": {"first_name": "Marie"}, "tags": [], "groups": []}; without it, somebody unknown
    #[arg(long, value_name = "NAME|FILE")]
    contact: Option<String>,

    /// When, in the workspace's time zone, as "2026-03-02 09:00"; without it, now
    #[arg(long, value_name = "DATE TIME", value_parser = dates::date_and_time)]
    at: Option<NaiveDateTime>,

    /// The workspace: a folder or a single file
    #[arg(long, value_name = "PATH", default_value = ".")]
    path: PathBuf,

    /// How the answer is shown: for people, or as a JSON document
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    /// The day whose channel rules are checked, as 2026-03-02; without it, today
    #[arg(long, value_name = "DATE", value_parser = dates::date)]
    as_of: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    let as_of = arguments.as_of.unwrap_or_else(clock::today);
    let workspace = Workspace::load(&arguments.path, as_of, Broken::LeaveOut)?;
    let reports = check::reports(workspace.errors(), &workspace.sources, Stream::Error, colors);
    Stream::Error.write(&reports)?;
    let Some(checked) = &workspace.outcome.checked else { return Ok(Exit::Findings) };
    let program = compile(checked);
    is_channel(&program, &arguments.on)?;
    let writer = match &arguments.contact {
        None => Writer::anybody(),
        Some(contact) => writer(&workspace, &program, contact)?,
    };
    let zone = program.workspace.zone;
    let at = arguments.at.map_or_else(clock::now, |at| zone.to_instant(at));
    let inquiry = inquire(&program, &writer, &arguments.on, &arguments.message, at)
        .map_err(|error| Failure::new("the message cannot be played").because(error.told(zone)))?;
    let text = match arguments.format {
        Format::Text => inquiry.report(&Stream::Output.palette(colors)),
        Format::Json => inquiry.json(),
    };
    Stream::Output.write(&text)?;
    Ok(if reports.is_empty() { Exit::Success } else { Exit::Findings })
}

fn is_channel(program: &Program, name: &str) -> Result<(), Failure> {
    let known = || program.channels.iter().map(|channel| channel.name.as_ref());
    if known().any(|known| known == name) {
        return Ok(());
    }
    let help = match nearest(name, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", listed(known(), 16)),
    };
    Err(Failure::new(format!("no channel is named `{name}`")).help(help))
}

/// A file when there is one of that name, else a contact of a scenario.
fn writer(workspace: &Workspace, program: &Program, contact: &str) -> Result<Writer, Failure> {
    if Path::new(contact).is_file() {
        let unusable = || Failure::new(format!("`{contact}` tells no contact"));
        let text = fs::read_to_string(contact).map_err(|error| unusable().because(error))?;
        return Writer::from_json(program, &text).map_err(|problem| {
            unusable().because(problem).help("write `{\"fields\": {…}, \"tags\": […], \"groups\": […]}`")
        });
    }
    let scripts: Vec<Script> =
        workspace.scenarios().filter_map(|scenario| Script::new(program, scenario).ok()).collect();
    Writer::declared(&scripts, contact).ok_or_else(|| {
        let known: Vec<&str> = scripts.iter().flat_map(Script::contacts).collect();
        let help = match nearest(contact, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a contact that a scenario declares, or a JSON file".to_owned(),
        };
        Failure::new(format!("no scenario declares a contact named `{contact}`")).help(help)
    })
}
