//! `flowc test`: whether flows do what the scenarios expect.

mod coverage;
mod human;
mod json;
mod junit;
mod plan;
mod race;
mod tap;
mod verdict;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use chrono::NaiveDate;

use self::plan::Plan;
use self::verdict::Tally;
use super::filter::Filter;
use super::{Exit, check, dates, watch};
use crate::check::Broken;
use crate::compile::compile;
use crate::coverage::Points;
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::terminal::{Colors, Stream};
use crate::shell::workspace::Workspace;

/// Play all scenarios and tell which expectations are not met
///
/// Every `scenario` of the workspace is a test. A line is printed for each, in the order of files and places,
/// then what failed: what was expected, what came nearest, what happened instead and why.
///
/// Flows with errors are left out with the scenarios that need them; the errors are printed on standard error,
/// and all others still run.
///
/// Exits with 0 when all scenarios passed, with 1 when one failed or the workspace has errors, with 2 when it
/// could not run or there is no scenario to play.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A folder, a single file (which is then the whole workspace), or `-` for standard input
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Play only scenarios with this in their title; upper and lower case count as the same
    filter: Option<String>,

    /// How results are shown: for people, or as JSON, JUnit XML or TAP 14 for other programs
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    /// How many scenarios are played at the same time; without it, as many as there are processors
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// The day whose channel rules are checked, as 2026-03-02; without it, today
    #[arg(long, value_name = "DATE", value_parser = dates::date)]
    as_of: Option<NaiveDate>,

    /// Run again whenever a `.flow` file or `flowc.toml` of the workspace changes, until Ctrl-C
    #[arg(long)]
    watch: bool,

    #[command(flatten)]
    coverage: coverage::Wanted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
    Junit,
    Tap,
}

pub(super) fn run(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    arguments.coverage.sound()?;
    if !arguments.watch {
        return once(arguments, colors);
    }
    match arguments.format {
        Format::Human => watch::again_and_again(&arguments.path, || once(arguments, colors)),
        Format::Json | Format::Junit | Format::Tap => Err(watch::one_document("`human`")),
    }
}

fn once(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    let as_of = arguments.as_of.unwrap_or_else(clock::today);
    let workspace = Workspace::load(&arguments.path, as_of, Broken::LeaveOut)?;
    let broken = workspace.errors().next().is_some();
    if broken {
        let reports = check::reports(workspace.errors(), &workspace.sources, Stream::Error, colors);
        Stream::Error.write(&reports)?;
    }
    let plan = Plan::new(&workspace, &Filter::new(arguments.filter.as_deref()));
    if plan.cases.is_empty() && !broken {
        return Err(nothing_to_play(arguments));
    }
    let program = workspace.outcome.checked.as_ref().map(compile);
    let both = workspace.outcome.checked.as_ref().zip(program.as_ref());
    let points =
        both.filter(|_| arguments.coverage.asked()).map(|(checked, program)| Points::of(checked, program));
    let (tried, counts) = match &program {
        Some(program) => race::play_all(&plan, &workspace, program, (arguments.jobs, points.as_ref())),
        None => (Vec::new(), None),
    };
    let text = match arguments.format {
        Format::Human => human::report(&tried, &workspace, &Stream::Output.palette(colors)),
        Format::Json => json::document(&tried, &workspace),
        Format::Junit => junit::document(&tried, &workspace),
        Format::Tap => tap::document(&tried, &workspace),
    };
    Stream::Output.write(&text)?;
    let passed = Tally::of(&tried).passed == tried.len();
    if let Some(reached) = points.as_ref().zip(counts.as_ref()) {
        let enough = arguments.coverage.tell(reached, &workspace, (arguments.format, colors))?;
        if enough != Exit::Success {
            return Ok(enough);
        }
    }
    Ok(if passed && !broken { Exit::Success } else { Exit::Findings })
}

fn nothing_to_play(arguments: &Arguments) -> Failure {
    let path = arguments.path.display();
    match &arguments.filter {
        Some(filter) => Failure::new(format!("no scenario of `{path}` has `{filter}` in its title"))
            .help("`flowc test PATH` without a filter lists all titles"),
        None => Failure::new(format!("there is no scenario in `{path}`"))
            .help("a scenario is written `scenario \"title\" { … }`; `flowc new DIR` shows some"),
    }
}
