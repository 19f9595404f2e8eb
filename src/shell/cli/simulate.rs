//! `flowc simulate`: what happens, and why.

mod conversation;
mod replay;

use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime};

use super::filter::Filter;
use super::{Exit, check, dates, watch};
use crate::check::Broken;
use crate::compile::compile;
use crate::shell::failure::Failure;
use crate::shell::terminal::{Colors, Stream};
use crate::shell::workspace::Workspace;
use crate::shell::{clock, files};

/// Play scenarios, or talk with the flows yourself, and see what happens and why
///
/// With a SCENARIO (a part of its title), or `--all`, plays it on a clock that jumps and shows everything that
/// happens as a timeline. Expectations that are not met are told on standard error.
///
/// Without one, reads lines from standard input: a line is a message of the contact `you`; lines that begin with
/// `/` are commands, among them
///
///   /wait 2h         let time pass; also `/at tomorrow 09:00`
///   /view /pricing   look at a page
///   /as NAME         go on as another contact
///   /on CHANNEL      write on another channel
///   /why             why the last thing happened
///   /pending         what is going to come
///   /save FILE       write all this down as a scenario, for `flowc test`
///   /help            all commands
///
/// Exits with 0, with 1 when an expectation was not met or the workspace has errors, with 2 when it could not
/// run or no scenario matches.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Arguments {
    /// A folder, a single file (which is then the whole workspace), or `-` for standard input
    path: PathBuf,

    /// Play the scenarios with this in their title; upper and lower case count as the same
    scenario: Option<String>,

    /// Play all scenarios
    #[arg(long, conflicts_with = "scenario")]
    all: bool,

    /// Show the chain of causes below each outcome
    #[arg(long)]
    why: bool,

    /// List what is still to come at the end of each scenario: when it is due, and what brought it about
    #[arg(long)]
    pending: bool,

    /// How what happens is shown: as a timeline, or as JSON Lines for other programs
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    /// Write a page to look at: bubbles in lanes, hours and windows shaded, step by step, and what is still to come;
    /// `-` for standard output
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "why", "pending"])]
    html: Option<PathBuf>,

    /// When a conversation begins, in the workspace's time zone, as "2026-03-02 09:00"; without it, now
    #[arg(long, value_name = "DATE TIME", value_parser = dates::date_and_time, conflicts_with_all = ["scenario", "all"])]
    at: Option<NaiveDateTime>,

    /// The day whose channel rules are checked, as 2026-03-02; without it, today
    #[arg(long, value_name = "DATE", value_parser = dates::date)]
    as_of: Option<NaiveDate>,

    /// Run again whenever a `.flow` file or `flowc.toml` of the workspace changes, until Ctrl-C
    #[arg(long, conflicts_with = "at")]
    watch: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Jsonl,
}

pub(super) fn run(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    if !arguments.watch {
        return once(arguments, colors);
    }
    if arguments.scenario.is_none() && !arguments.all {
        let text = "`--watch` plays scenarios again, and a conversation is none yet";
        return Err(Failure::new(text).help("name a scenario, or say `--all`"));
    }
    if arguments.format == Format::Jsonl {
        return Err(watch::one_document("`text`"));
    }
    if arguments.html.as_deref().is_some_and(files::is_standard_input) {
        return Err(Failure::new("`--watch` needs a file for `--html`").help("name one instead of `-`"));
    }
    watch::again_and_again(&arguments.path, || once(arguments, colors))
}

fn once(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    let chosen =
        (arguments.scenario.is_some() || arguments.all).then(|| Filter::new(arguments.scenario.as_deref()));
    if chosen.is_none() {
        can_converse(arguments)?;
    }
    let as_of = arguments.as_of.unwrap_or_else(clock::today);
    let workspace = Workspace::load(&arguments.path, as_of, Broken::LeaveOut)?;
    let reports = check::reports(workspace.errors(), &workspace.sources, Stream::Error, colors);
    Stream::Error.write(&reports)?;
    let Some(checked) = &workspace.outcome.checked else { return Ok(Exit::Findings) };
    let program = compile(checked);
    let exit = match chosen {
        Some(filter) => replay::run(arguments, &workspace, &program, &filter, colors)?,
        None => {
            let zone = program.workspace.zone;
            let start = arguments.at.map_or_else(clock::now, |at| zone.to_instant(at));
            conversation::run(&program, start, Stream::Output.palette(colors))?
        }
    };
    Ok(if reports.is_empty() { exit } else { Exit::Findings })
}

/// Whether the arguments allow to read lines from standard input.
fn can_converse(arguments: &Arguments) -> Result<(), Failure> {
    let help = "name a scenario, or say `--all`";
    if files::is_standard_input(&arguments.path) {
        let text = "standard input cannot be the workspace and the conversation at the same time";
        return Err(Failure::new(text).help(help));
    }
    if arguments.html.is_some() {
        let text = "`--html` shows scenarios, and a conversation is none yet";
        return Err(Failure::new(text)
            .help("name a scenario, or say `--all`; `/save` makes a scenario of a conversation"));
    }
    if arguments.format == Format::Jsonl {
        return Err(Failure::new("a conversation cannot be shown as JSON Lines").help(help));
    }
    if arguments.why {
        let text = "`--why` shows the causes of a scenario; in a conversation type `/why`";
        return Err(Failure::new(text).help(help));
    }
    if arguments.pending {
        let text =
            "`--pending` lists what is to come at the end of a scenario; in a conversation type `/pending`";
        return Err(Failure::new(text).help(help));
    }
    Ok(())
}
