//! `flowc doc`: a workspace as pages for people who do not read code.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{Exit, check, dates};
use crate::check::Broken;
use crate::compile::compile;
use crate::doc::site;
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::terminal::{Colors, Stream};
use crate::shell::workspace::Workspace;
use crate::simulator::{Script, play};

/// Write a workspace down as web pages in plain words
///
/// Says of each flow when it starts, for whom, where and within which hours, and what it does; with its diagram,
/// and its scenarios as examples. Keywords, the week's hours and the texts stand on the first page. The pages
/// load nothing from elsewhere; open `index.html` in a browser.
///
/// Flows with errors are left out; the errors are printed on standard error.
///
/// Exits with 0, with 1 when the workspace has errors, with 2 when it could not run.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A folder, a single file (which is then the whole workspace), or `-` for standard input
    #[arg(default_value = ".")]
    path: PathBuf,

    /// The folder that the pages are written to; it is made when it is not there
    #[arg(long, value_name = "DIR", default_value = "flow-pages")]
    out: PathBuf,

    /// The day whose channel rules are checked, as 2026-03-02; without it, today
    #[arg(long, value_name = "DATE", value_parser = dates::date)]
    as_of: Option<NaiveDate>,
}

pub(super) fn run(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    let as_of = arguments.as_of.unwrap_or_else(clock::today);
    let workspace = Workspace::load(&arguments.path, as_of, Broken::LeaveOut)?;
    let reports = check::reports(workspace.errors(), &workspace.sources, Stream::Error, colors);
    Stream::Error.write(&reports)?;
    let Some(checked) = &workspace.outcome.checked else { return Ok(Exit::Findings) };
    let program = compile(checked);
    // A scenario that cannot be played is told by `flowc test`; here it is no example.
    let scripts = workspace.scenarios().filter_map(|scenario| Script::new(&program, scenario).ok());
    let played: Vec<_> = scripts.map(|script| play(&program, &script)).collect();
    let pages = site(&program, &played);
    let folder = &arguments.out;
    fs::create_dir_all(folder).map_err(|error| cannot_write(folder, error))?;
    for page in &pages {
        let file = folder.join(&page.file);
        fs::write(&file, &page.text).map_err(|error| cannot_write(&file, error))?;
    }
    let first = folder.join("index.html");
    Stream::Output.write(&format!(
        "wrote {}: open {}\n",
        check::counted(pages.len(), "page", "pages"),
        first.display()
    ))?;
    Ok(if reports.is_empty() { Exit::Success } else { Exit::Findings })
}

fn cannot_write(path: &Path, error: std::io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`", path.display())).because(error)
}
