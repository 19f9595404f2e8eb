//! The log of the service: what happens, on standard error, for people or for machines.

use std::env;
use std::io;

use tracing_subscriber::EnvFilter;

use crate::shell::failure::Failure;

/// The variable that says how much is logged.
const VARIABLE: &str = "FLOWC_LOG";
/// How much is logged unless somebody says otherwise.
const USUAL: &str = "warn,flowc=info";

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::shell::cli) enum Format {
    /// For people.
    Text,
    /// An object of JSON on each line.
    Json,
}

/// Logs from now on.
///
/// # Errors
///
/// When the variable says what cannot be.
pub(super) fn start(format: Format) -> Result<(), Failure> {
    let wanted = env::var(VARIABLE).unwrap_or_else(|_| USUAL.to_owned());
    let filter = EnvFilter::try_new(&wanted).map_err(|error| {
        Failure::new(format!("`{VARIABLE}` says `{wanted}`, which is no filter"))
            .because(error)
            .help("write `info`, `debug` or `warn,flowc=debug`")
    })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_target(false);
    // Who has set up a log in this process already keeps it.
    match format {
        Format::Text => drop(log.with_ansi(false).try_init()),
        Format::Json => drop(log.json().flatten_event(true).try_init()),
    }
    Ok(())
}
