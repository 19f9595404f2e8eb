//! Scenarios that are played for their timelines.

use std::fs;
use std::path::Path;

use super::{Arguments, Format};
use crate::program::Program;
use crate::shell::cli::Exit;
use crate::shell::cli::filter::Filter;
use crate::shell::failure::Failure;
use crate::shell::files;
use crate::shell::terminal::{Colors, Reader, Stream};
use crate::shell::workspace::Workspace;
use crate::simulator::trace::html::html;
use crate::simulator::trace::json::{json_lines, pending_lines};
use crate::simulator::trace::pending::pending;
use crate::simulator::trace::timeline::{Detail, timeline};
use crate::simulator::{Outcome, Palette, Role, Script, play, report};
use crate::syntax::ast;

/// Plays the chosen scenarios one behind the other.
pub(super) fn run(
    arguments: &Arguments,
    workspace: &Workspace,
    program: &Program,
    filter: &Filter,
    colors: Colors,
) -> Result<Exit, Failure> {
    let chosen = |scenario: &&ast::Scenario| filter.matches(scenario.title.plain().unwrap_or_default());
    let mut scenarios = workspace.scenarios().filter(chosen).peekable();
    if scenarios.peek().is_none() {
        if workspace.scenarios_left_out().any(|scenario| filter.matches(&scenario.name)) {
            Stream::Error.write("the scenario cannot be played because of the errors above\n")?;
            return Ok(Exit::Findings);
        }
        return Err(none_matches(arguments));
    }
    let palette = Stream::Output.palette(colors);
    let mut exit = Exit::Success;
    let mut played = Vec::new();
    for scenario in scenarios {
        let script = Script::new(program, scenario).map_err(|error| {
            let place = workspace.place(error.span);
            Failure::new(format!("{place}: the scenario cannot be played")).because(error)
        })?;
        let outcome = play(program, &script);
        let to_page = arguments.html.is_some();
        if !to_page && Stream::Output.write(&shown(arguments, &outcome, &palette))? == Reader::Gone {
            return Ok(exit);
        }
        if !outcome.passed() {
            let palette = Stream::Error.palette(colors);
            let story = report(&outcome, &palette, &|span| workspace.place(span));
            Stream::Error.write(&(story + "\n"))?;
            exit = Exit::Findings;
        }
        if to_page {
            played.push(outcome);
        }
    }
    if let Some(file) = &arguments.html {
        write_page(file, &html(program, &played))?;
    }
    Ok(exit)
}

fn write_page(file: &Path, page: &str) -> Result<(), Failure> {
    if files::is_standard_input(file) {
        return Stream::Output.write(page).map(drop);
    }
    let failed = |error| Failure::new(format!("cannot write `{}`", file.display())).because(error);
    fs::write(file, page).map_err(failed)?;
    Stream::Output.write(&format!("wrote {}\n", file.display())).map(drop)
}

fn shown(arguments: &Arguments, outcome: &Outcome, palette: &Palette) -> String {
    match arguments.format {
        Format::Jsonl if arguments.pending => {
            json_lines(&outcome.trace) + &pending_lines(&outcome.trace, &outcome.pending)
        }
        Format::Jsonl => json_lines(&outcome.trace),
        Format::Text => {
            let mut out = String::new();
            palette.paint(&mut out, Role::Day, &format!("scenario \"{}\"", outcome.title));
            out.push('\n');
            let detail = if arguments.why { Detail::Why } else { Detail::Lines };
            out.push_str(&timeline(&outcome.trace, palette, detail));
            out.push('\n');
            if arguments.pending {
                let end = outcome.trace.zone.to_local(outcome.end).format("%Y-%m-%d %H:%M");
                palette.paint(&mut out, Role::Day, &format!("pending on {end}"));
                out.push('\n');
                out.push_str(&pending(&outcome.trace, &outcome.pending, palette, detail));
                out.push('\n');
            }
            out
        }
    }
}

fn none_matches(arguments: &Arguments) -> Failure {
    let path = arguments.path.display();
    let wanted = arguments.scenario.as_deref();
    match wanted {
        Some(wanted) => Failure::new(format!("no scenario of `{path}` has `{wanted}` in its title"))
            .help(format!("`flowc test {path}` lists all titles")),
        None => Failure::new(format!("there is no scenario in `{path}`"))
            .help(format!("`flowc simulate {path}` talks with the flows without one")),
    }
}
