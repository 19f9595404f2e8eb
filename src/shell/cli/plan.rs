//! `flowc plan` and `flowc apply`: another program while contacts are in flight.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Exit, check, dates, store};
use crate::check::Broken;
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::runtime::apply::{self, Taken};
use crate::shell::runtime::version::Version;
use crate::shell::terminal::{Colors, Stream};
use crate::shell::workspace::Workspace;

/// Show what another program would do to contacts in flight
///
/// Compares the workspace with the program that is applied to the store: flows and steps that are gone, moved or read
/// differently, how many runs stand on them or will still send them, and the first contacts concerned. Nothing is
/// changed.
///
/// Exits with 0, with 1 when the workspace has errors, with 2 when it could not run.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The workspace as it is to be
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,

    /// The file of the store; without it, what `[run]` says, or `flowc.db` in DIR
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,

    /// How the plan is shown: for people, or as a JSON document
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,

    /// The day whose channel rules are checked, as 2026-03-02; without it, today
    #[arg(long, value_name = "DATE", value_parser = dates::date)]
    as_of: Option<NaiveDate>,
}

/// Apply another program to contacts in flight
///
/// Shows the plan and puts the program in force: all contacts go over to it, or none. Runs go on at their step; those
/// whose step is gone end, and their history says so. A service that runs goes on with it within a second, which is
/// waited for.
///
/// Exits with 0, with 1 when the workspace has errors, with 2 when it could not run.
#[derive(Debug, clap::Args)]
pub(super) struct ApplyArguments {
    #[command(flatten)]
    plan: Arguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    let Some(version) = read(arguments, colors)? else { return Ok(Exit::Findings) };
    show(arguments, &version)?;
    Ok(Exit::Success)
}

pub(super) fn apply(arguments: &ApplyArguments, colors: Colors) -> Result<Exit, Failure> {
    let ApplyArguments { plan } = arguments;
    let Some(version) = read(plan, colors)? else { return Ok(Exit::Findings) };
    show(plan, &version)?;
    let path = store::path(&plan.folder, plan.store.as_ref())?;
    let (row, taken) = apply::apply(&path, &version, clock::now())?;
    let told = match taken {
        Taken::ByService => "the service runs with it",
        Taken::AtStart => "the next `flowc run` runs with it",
    };
    Stream::Error.write(&format!("version {} is applied: {told}\n", row.0))?;
    Ok(Exit::Success)
}

/// The workspace, unless it has errors, which are told.
fn read(arguments: &Arguments, colors: Colors) -> Result<Option<Version>, Failure> {
    let as_of = arguments.as_of.unwrap_or_else(clock::today);
    let workspace = Workspace::load(&arguments.folder, as_of, Broken::Refuse)?;
    let reports = check::reports(workspace.errors(), &workspace.sources, Stream::Error, colors);
    Stream::Error.write(&reports)?;
    Ok(Version::checked(&arguments.folder, &workspace, as_of))
}

fn show(arguments: &Arguments, version: &Version) -> Result<(), Failure> {
    let path = store::path(&arguments.folder, arguments.store.as_ref())?;
    let shown = apply::plan(&path, version, clock::now(), |plan| match arguments.format {
        Format::Text => plan.text(),
        Format::Json => plan.json(),
    })?;
    let nothing = || match arguments.format {
        Format::Text => "nothing is applied to the store yet\n".to_owned(),
        Format::Json => "null\n".to_owned(),
    };
    Stream::Output.write(&shown.unwrap_or_else(nothing)).map(drop)
}
