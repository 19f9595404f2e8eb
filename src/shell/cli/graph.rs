//! `flowc graph`: a workspace as a diagram.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Exit, check, dates};
use crate::check::Broken;
use crate::compile::compile;
use crate::diagnostics::suggest;
use crate::graph::Diagram;
use crate::graph::dot::dot;
use crate::graph::mermaid::mermaid;
use crate::graph::svg::svg;
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::terminal::{Colors, Stream};
use crate::shell::workspace::Workspace;

/// Draw a workspace, or one of its flows, as a diagram
///
/// Shows what starts each flow, its waits, messages, questions and branches, what ends it, the channels that it
/// tries, and which flow starts or stops which. The diagram is written to standard output:
/// `flowc graph . > flows.svg`.
///
/// Flows with errors are left out; the errors are printed on standard error.
///
/// Exits with 0, with 1 when the workspace has errors, with 2 when it could not run or has no such flow.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A folder, a single file (which is then the whole workspace), or `-` for standard input
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Draw this flow alone, with what other flows do to it
    flow: Option<String>,

    /// A picture for browsers, or a text for Mermaid or Graphviz
    #[arg(long, value_name = "FORMAT", default_value = "svg")]
    format: Format,

    /// The day whose channel rules are checked, as 2026-03-02; without it, today
    #[arg(long, value_name = "DATE", value_parser = dates::date)]
    as_of: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Svg,
    Mermaid,
    Dot,
}

pub(super) fn run(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    let as_of = arguments.as_of.unwrap_or_else(clock::today);
    let workspace = Workspace::load(&arguments.path, as_of, Broken::LeaveOut)?;
    let reports = check::reports(workspace.errors(), &workspace.sources, Stream::Error, colors);
    Stream::Error.write(&reports)?;
    let Some(checked) = &workspace.outcome.checked else { return Ok(Exit::Findings) };
    let diagram = chosen(Diagram::of(&compile(checked)), arguments)?;
    Stream::Output.write(&match arguments.format {
        Format::Svg => svg(&diagram),
        Format::Mermaid => mermaid(&diagram),
        Format::Dot => dot(&diagram),
    })?;
    Ok(if reports.is_empty() { Exit::Success } else { Exit::Findings })
}

fn chosen(diagram: Diagram, arguments: &Arguments) -> Result<Diagram, Failure> {
    let path = arguments.path.display();
    if diagram.flows.is_empty() {
        return Err(Failure::new(format!("there is no flow to draw in `{path}`")));
    }
    let Some(name) = &arguments.flow else { return Ok(diagram) };
    diagram.only(name).ok_or_else(|| {
        let failure = Failure::new(format!("no flow of `{path}` is called `{name}`"));
        match suggest::nearest(name, diagram.flows.iter().map(|flow| flow.name.as_ref())) {
            Some(nearest) => failure.help(format!("did you mean `{nearest}`?")),
            None => failure,
        }
    })
}
