//! All that is said of a workspace: what the parser found, what the checker found, which flows one message starts.

use crate::check::{Broken, Config, Outcome, check};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Source;
use crate::syntax::{Parsed, parse};
use crate::{conditions, overlap};

/// Reads and checks the files of a workspace, in the order of their ids.
///
/// The same texts and the same `config` always give the same outcome.
///
/// ```
/// use chrono::NaiveDate;
/// use flowc::analysis::analyse;
/// use flowc::check::{Broken, Config};
/// use flowc::source::{Source, SourceId};
///
/// let source = Source::new(SourceId(0), "thanks.flow", r#"flow thanks { on purchase  send "Merci !" }"#);
/// let as_of = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// let outcome = analyse(&[source], Config { as_of, broken: Broken::Refuse });
/// assert!(outcome.diagnostics.is_empty());
/// ```
pub fn analyse(sources: &[Source], config: Config) -> Outcome {
    let mut trees = Vec::with_capacity(sources.len());
    let mut found = Vec::new();
    for source in sources {
        // The tokens of a file are larger than its text: they go before the next file is read.
        let Parsed { file, mut diagnostics, .. } = parse(source);
        trees.push(file);
        found.append(&mut diagnostics);
    }
    // What is sound is compared even beside errors: a finding does not go away because another one came.
    let mut outcome = check(trees, found, Config { broken: Broken::LeaveOut, ..config });
    let said = outcome.checked.as_ref().map(|checked| conditions::find(checked, sources)).unwrap_or_default();
    outcome.diagnostics.extend(said);
    let overlaps = outcome.checked.as_ref().map(overlap::find).unwrap_or_default();
    let told = overlaps.overlaps.into_iter().map(|overlap| overlap.diagnostic);
    outcome.diagnostics.extend(told.chain(overlaps.not_analysed));
    outcome.diagnostics.sort_by_key(Diagnostic::span);
    if config.broken == Broken::Refuse
        && outcome.diagnostics.iter().any(|found| found.severity == Severity::Error)
    {
        outcome.checked = None;
        outcome.left_out.clear();
    }
    outcome
}
