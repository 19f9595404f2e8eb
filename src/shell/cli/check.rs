//! `flowc check`: what is wrong with a workspace.

mod junit;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::{Exit, changes, dates, watch};
use crate::analysis::analyse_with;
use crate::analysis::levels::{Layer, Level, Levels};
use crate::analysis::mend::{self, Mended};
use crate::check::{Broken, Config};
use crate::diagnostics::{Diagnostic, Severity, github, json, sarif, short};
use crate::overlap;
use crate::shell::failure::Failure;
use crate::shell::terminal::{Colors, Stream};
use crate::shell::{clock, files, settings};
use crate::source::Source;

/// Tell what is wrong with a workspace
///
/// Reads all `.flow` files below PATH as one workspace and reports every error, warning and advice, each with
/// the places involved and a remedy. `flowc explain CODE` tells more about a finding.
///
/// Exits with 0 when there are no errors, with 1 when there are, with 2 when it could not run.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A folder, a single file (which is then the whole workspace), or `-` for standard input
    ///
    /// Hidden files and folders and folders called `target` are skipped.
    #[arg(default_value = ".")]
    path: PathBuf,

    /// How findings are shown: for people with the lines they are about, or a line each; for other programs as a
    /// JSON document (see `flowc schema`), SARIF 2.1.0, GitHub's workflow commands or JUnit XML
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    /// Make an error of a finding, or of all `warnings`; may be repeated, like the next two
    #[arg(long, value_name = "CODE|NAME|warnings")]
    deny: Vec<String>,

    /// Make a warning of a finding
    #[arg(long, value_name = "CODE|NAME")]
    warn: Vec<String>,

    /// Do not tell a finding; the three win over `[check]` in the workspace's flowc.toml
    #[arg(long, value_name = "CODE|NAME")]
    allow: Vec<String>,

    /// Change the files where a change certainly mends a finding, then tell what is left
    ///
    /// `--fix=and-first` and `--fix=or-first` also choose how conditions that mix `and` with `or` are read.
    #[arg(long, value_name = "READING", num_args = 0..=1, require_equals = true, default_missing_value = "certain")]
    fix: Option<Reading>,

    /// Show what `--fix` would change as a unified diff, and change nothing; exits with 1 if there is something
    #[arg(long)]
    diff: bool,

    /// Write the messages that start two flows (K001, K002) to a file, as scenarios that show it
    #[arg(long, value_name = "FILE")]
    emit_scenario: Option<PathBuf>,

    /// The day whose channel rules hold, as 2026-03-02; without it, today
    #[arg(long, value_name = "DATE", value_parser = dates::date)]
    as_of: Option<NaiveDate>,

    /// Run again whenever a `.flow` file or `flowc.toml` of the workspace changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "diff", "emit_scenario"])]
    watch: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Short,
    Json,
    Sarif,
    Github,
    Junit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Reading {
    /// Only what is certain
    Certain,
    /// `a or (b and c)`
    AndFirst,
    /// `(a or b) and c`
    OrFirst,
}

impl Reading {
    /// As findings call it among their choices.
    const fn choice(self) -> Option<&'static str> {
        match self {
            Self::Certain => None,
            Self::AndFirst => Some("and-first"),
            Self::OrFirst => Some("or-first"),
        }
    }
}

pub(super) fn run(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    if !arguments.watch {
        return once(arguments, colors);
    }
    match arguments.format {
        Format::Human | Format::Short => {}
        Format::Json | Format::Sarif | Format::Github | Format::Junit => {
            return Err(watch::one_document("`human` or `short`"));
        }
    }
    watch::again_and_again(&arguments.path, || once(arguments, colors))
}

fn once(arguments: &Arguments, colors: Colors) -> Result<Exit, Failure> {
    let as_of = arguments.as_of.unwrap_or_else(clock::today);
    let config = Config { as_of, broken: Broken::Refuse };
    let levels = Levels::default().and(settings::levels(&arguments.path)?).and(asked(arguments)?);
    let mut sources = files::read(&arguments.path)?;
    if arguments.diff || arguments.fix.is_some() {
        let reading = arguments.fix.and_then(Reading::choice);
        let mended = mend::mend(&sources, config, &levels, reading);
        if arguments.diff {
            Stream::Output.write(&changes::diff(&sources, &mended.sources, &files::current_folder()))?;
            return Ok(if mended.fixes > 0 { Exit::Findings } else { Exit::Success });
        }
        write(&sources, &mended, &arguments.path)?;
        sources = mended.sources;
    }
    if let Some(file) = &arguments.emit_scenario {
        emit(&sources, config, &levels, file)?;
    }
    let outcome = analyse_with(&sources, config, &levels);
    let found = &outcome.diagnostics;
    let text = match arguments.format {
        Format::Human => reports(found, &sources, Stream::Output, colors) + &summary(found, sources.len()),
        Format::Short => lines(found, &sources) + &summary(found, sources.len()),
        Format::Json => json::document(found, &sources),
        Format::Sarif => sarif::document(found, &sources, &files::current_folder()),
        Format::Github => github::commands(found, &sources, &files::current_folder()),
        Format::Junit => junit::document(found, &sources),
    };
    Stream::Output.write(&text)?;
    let errors = found.iter().any(|found| found.severity == Severity::Error);
    if !arguments.watch {
        // The process ends: taking millions of small trees apart would only cost time.
        std::mem::forget(outcome);
    }
    Ok(if errors { Exit::Findings } else { Exit::Success })
}

/// Writes the overlaps of what is sound in the workspace as scenarios. What is allowed is written too.
fn emit(sources: &[Source], config: Config, levels: &Levels, file: &Path) -> Result<(), Failure> {
    let sound = analyse_with(sources, Config { broken: Broken::LeaveOut, ..config }, levels);
    let found = sound.checked.as_ref().map(overlap::find).unwrap_or_default();
    let text = match found.overlaps.as_slice() {
        [] => "# No message starts two flows.\n".to_owned(),
        overlaps => overlap::scenarios(overlaps),
    };
    files::write(file, &text)?;
    let count = counted(found.overlaps.len(), "overlap", "overlaps");
    Stream::Error.write(&format!("wrote {count} to {}\n", file.display()))?;
    Ok(())
}

/// What `--allow`, `--warn` and `--deny` say; of several about one code the strictest.
fn asked(arguments: &Arguments) -> Result<Layer, Failure> {
    let Arguments { deny, warn, allow, .. } = arguments;
    let mut layer = Layer::default();
    for (level, names) in [(Level::Allow, allow), (Level::Warn, warn), (Level::Deny, deny)] {
        for name in names {
            let set = layer.set(level, name);
            set.map_err(|refused| Failure::new(refused.message).help(refused.help))?;
        }
    }
    Ok(layer)
}

/// Writes the files that were mended. What was done is told on standard error.
fn write(sources: &[Source], mended: &Mended, path: &Path) -> Result<(), Failure> {
    if files::is_standard_input(path) {
        return Err(Failure::new("standard input cannot be changed")
            .help("name a file or a folder for `--fix`, or see what it would change with `--diff`"));
    }
    changes::write(sources, &mended.sources)?;
    if mended.fixes > 0 {
        Stream::Error.write(&format!("applied {}\n", counted(mended.fixes, "fix", "fixes")))?;
    }
    Ok(())
}

/// A report for each finding, as they are shown on that stream.
pub(super) fn reports<'a>(
    found: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &[Source],
    stream: Stream,
    colors: Colors,
) -> String {
    let mut found = found.into_iter().peekable();
    if found.peek().is_none() {
        return String::new();
    }
    let renderer = stream.renderer(colors);
    found.map(|found| renderer.report(found, sources) + "\n").collect()
}

fn lines(found: &[Diagnostic], sources: &[Source]) -> String {
    found.iter().map(|found| short::line(found, sources) + "\n").collect()
}

/// `checked 3 files: 2 errors, 1 warning`, with a line end.
fn summary(found: &[Diagnostic], files: usize) -> String {
    let count = |severity| found.iter().filter(|found| found.severity == severity).count();
    let counts: Vec<String> = [
        (count(Severity::Error), "error", "errors"),
        (count(Severity::Warning), "warning", "warnings"),
        (count(Severity::Advice), "advice", "advice"),
    ]
    .into_iter()
    .filter(|(count, _, _)| *count > 0)
    .map(|(count, one, many)| counted(count, one, many))
    .collect();
    let counts = if counts.is_empty() { "nothing found".to_owned() } else { counts.join(", ") };
    format!("checked {}: {counts}\n", counted(files, "file", "files"))
}

/// `1 file`, `3 files`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
