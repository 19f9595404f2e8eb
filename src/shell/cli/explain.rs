//! `flowc explain`: what a finding means.

use super::Exit;
use crate::diagnostics::code::{CATALOGUE, Entry};
use crate::diagnostics::{explain, short, suggest};
use crate::shell::failure::Failure;
use crate::shell::terminal::Stream;

/// Tell what a finding means
///
/// Shows the page of a code: what it means, why it matters, and what is wrong and right, as flows.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Arguments {
    /// A code such as `N001`, or its name, `unknown-name`
    #[arg(value_name = "CODE|NAME", required_unless_present = "list")]
    code: Option<String>,

    /// List all codes, a line each
    #[arg(long, conflicts_with = "code")]
    list: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = match &arguments.code {
        Some(code) => page(code)?,
        None => list(),
    };
    Stream::Output.write(&text)?;
    Ok(Exit::Success)
}

fn page(code: &str) -> Result<String, Failure> {
    if let Some((_, text)) = explain::page(code) {
        return Ok(explain::plain(text));
    }
    let known = CATALOGUE.iter().flat_map(|row| [row.code, row.name]);
    let help = match suggest::nearest(code, known) {
        Some(nearest) => format!("did you mean `{nearest}`? `flowc explain --list` shows all codes"),
        None => "`flowc explain --list` shows all codes".to_owned(),
    };
    Err(Failure::new(format!("no finding has the code or name `{code}`")).help(help))
}

fn list() -> String {
    let width = CATALOGUE.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let line = |row: &Entry| {
        let severity = short::severity(row.severity);
        format!("{}  {severity:<7}  {:<width$}  {}\n", row.code, row.name, row.summary)
    };
    CATALOGUE.iter().map(line).collect()
}
