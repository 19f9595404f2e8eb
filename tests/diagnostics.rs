//! What authors are told: every code has a page that tells the truth, and cases that show its reports.
#![allow(clippy::disallowed_methods, reason = "tests read their cases")]

#[path = "diagnostics/allowed.rs"]
mod allowed;
#[path = "diagnostics/cases.rs"]
mod cases;
#[path = "diagnostics/fixes.rs"]
mod fixes;
#[path = "diagnostics/pages.rs"]
mod pages;

use chrono::NaiveDate;
use flowc::analysis::analyse;
use flowc::check::{Broken, Config, Outcome};
use flowc::diagnostics::Severity;
use flowc::diagnostics::code::{CATALOGUE, Entry};
use flowc::source::{Source, SourceId};

/// Files with their names as sources.
fn sources(files: &[(String, String)]) -> Vec<Source> {
    let numbered = files.iter().zip(0..);
    numbered.map(|((name, text), id)| Source::new(SourceId(id), name.as_str(), text.as_str())).collect()
}

/// The outcome of checking sources as of a fixed day: that of a first line `# as of 2026-05-01`, if there is one.
fn outcome(sources: &[Source], broken: Broken) -> Outcome {
    let first = sources.first().and_then(|source| source.text().lines().next());
    let asked = first.and_then(|line| line.strip_prefix("# as of "));
    let as_of = asked.unwrap_or("2026-03-02").parse::<NaiveDate>().expect("a date");
    let outcome = analyse(sources, Config { as_of, broken });
    let has_errors = outcome.diagnostics.iter().any(|found| found.severity == Severity::Error);
    if broken == Broken::Refuse {
        assert_eq!(outcome.checked.is_none(), has_errors);
    }
    outcome
}

/// The codes found in a text, each once, sorted.
fn codes(sources: &[Source]) -> Vec<&'static str> {
    let mut codes: Vec<_> =
        outcome(sources, Broken::Refuse).diagnostics.iter().map(|found| found.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The codes that have pages and cases by code; those of the syntax have their cases in `tests/cases/syntax`.
fn paged() -> impl Iterator<Item = &'static Entry> {
    CATALOGUE.iter().filter(|row| !row.code.starts_with('S'))
}
