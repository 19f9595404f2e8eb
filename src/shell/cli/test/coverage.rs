//! `flowc test --coverage`: what the scenarios reached, where it is told, and whether it is enough.

use std::path::PathBuf;

use super::Format;
use crate::coverage::{Counts, Points, Report, Tally, html, json, lcov, text};
use crate::shell::cli::Exit;
use crate::shell::failure::Failure;
use crate::shell::files;
use crate::shell::terminal::{Colors, Stream};
use crate::shell::workspace::Workspace;
use crate::simulator::Palette;

/// How coverage is asked for: each of these options asks for it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Coverage")]
pub(super) struct Wanted {
    /// Tell which triggers, steps, branches, conditions, windows, fallbacks and stop rules the scenarios reach
    #[arg(long)]
    coverage: bool,

    /// How it is told: for people, or as JSON, lcov or a page for others; all but `text` need a file
    #[arg(long, value_name = "FORMAT")]
    coverage_format: Option<CoverageFormat>,

    /// Write it to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    coverage_out: Option<PathBuf>,

    /// Exit with 1 when less than that is reached, from 0 to 100
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    coverage_min: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum CoverageFormat {
    Text,
    Json,
    Lcov,
    Html,
}

fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches('%').trim_end().parse().ok();
    number
        .filter(|number| (0.0..=100.0).contains(number))
        .ok_or_else(|| "it is a number from 0 to 100".into())
}

impl Wanted {
    /// Whether anything of coverage is asked for.
    pub const fn asked(&self) -> bool {
        self.coverage
            || self.coverage_format.is_some()
            || self.coverage_out.is_some()
            || self.coverage_min.is_some()
    }

    /// What can be known before anything is played.
    ///
    /// # Errors
    ///
    /// When a document would be mixed into the results.
    pub fn sound(&self) -> Result<(), Failure> {
        match (self.coverage_format, &self.coverage_out) {
            (Some(format @ (CoverageFormat::Json | CoverageFormat::Lcov | CoverageFormat::Html)), None) => {
                let name = match format {
                    CoverageFormat::Text => "text",
                    CoverageFormat::Json => "json",
                    CoverageFormat::Lcov => "lcov",
                    CoverageFormat::Html => "html",
                };
                Err(Failure::new(format!(
                    "`--coverage-format {name}` needs a file, since results go to standard output"
                ))
                .help(format!(
                    "name one with `--coverage-out coverage.{}`",
                    match format {
                        CoverageFormat::Lcov => "info",
                        _ => name,
                    }
                )))
            }
            _ => Ok(()),
        }
    }

    /// Tells what was reached, behind the results that are told in `results`; says whether it is enough.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn tell(
        &self,
        (points, counts): (&Points<'_>, &Counts),
        workspace: &Workspace,
        (results, colors): (Format, Colors),
    ) -> Result<Exit, Failure> {
        let report = Report::new(points, counts, &workspace.sources);
        let total = report.total();
        // Results for programs have standard output to themselves.
        let stream = if results == Format::Human { Stream::Output } else { Stream::Error };
        match &self.coverage_out {
            Some(file) => {
                let document = match self.coverage_format.unwrap_or(CoverageFormat::Text) {
                    CoverageFormat::Text => text::text(&report, &Palette::PLAIN),
                    CoverageFormat::Json => json::document(&report),
                    CoverageFormat::Lcov => lcov::lcov(&report),
                    CoverageFormat::Html => html::html(&report, points.title()),
                };
                files::write(file, &document)?;
                stream.write(&format!("coverage: {}, wrote {}\n", total.percent(), file.display()))?;
            }
            None => drop(stream.write(&format!("\n{}", text::text(&report, &stream.palette(colors))))?),
        }
        match self.coverage_min {
            Some(least) if is_below(total, least) => {
                let percent = total.percent();
                Stream::Error.write(&format!("coverage is {percent}, and at least {least} % is wanted\n"))?;
                Ok(Exit::Findings)
            }
            Some(_) | None => Ok(Exit::Success),
        }
    }
}

fn is_below(total: Tally, least: f64) -> bool {
    (total.seen as f64) * 100.0 < least * (total.all as f64)
}
