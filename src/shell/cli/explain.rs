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

    /// How the list is shown: for people, or as a JSON document
    #[arg(long, value_name = "FORMAT", default_value = "text", requires = "list")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = match (&arguments.code, arguments.format) {
        (Some(code), _) => page(code)?,
        (None, Format::Text) => list(),
        (None, Format::Json) => json(),
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

/// The catalogue as a document with a line end.
fn json() -> String {
    #[derive(serde::Serialize)]
    struct Document {
        schema_version: u32,
        codes: Vec<Row>,
    }
    #[derive(serde::Serialize)]
    struct Row {
        code: &'static str,
        name: &'static str,
        severity: &'static str,
        summary: &'static str,
        may_be_allowed: bool,
    }
    let row = |row: &Entry| Row {
        code: row.code,
        name: row.name,
        severity: short::severity(row.severity),
        summary: row.summary,
        may_be_allowed: row.may_be_allowed(),
    };
    let document = Document { schema_version: 1, codes: CATALOGUE.iter().map(row).collect() };
    serde_json::to_string_pretty(&document).expect("json: strings and numbers can be written") + "\n"
}
