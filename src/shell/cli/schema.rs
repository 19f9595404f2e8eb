//! `flowc schema`: the shape of the JSON documents that flowc writes.

use super::Exit;
use crate::coverage;
use crate::diagnostics::json;
use crate::shell::failure::Failure;
use crate::shell::terminal::Stream;

/// Print the JSON Schema of a document that flowc writes
///
/// The schema says what a program may rely on: fields that it names keep their meaning as long as
/// `schema_version` does, and fields may be added.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Which document: of `flowc check --format json`, or of `flowc test --coverage-format json`
    #[arg(default_value = "check")]
    document: Document,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Document {
    Check,
    Coverage,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let schema = match arguments.document {
        Document::Check => json::SCHEMA,
        Document::Coverage => coverage::json::SCHEMA,
    };
    Stream::Output.write(schema)?;
    Ok(Exit::Success)
}
