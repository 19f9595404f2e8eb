//! All that is said of a workspace: what the parser and the checker found, conditions that say nothing, messages by SMS
//! that nobody asked for, and which flows one message starts.

mod allow;
pub mod levels;
pub mod live;
pub mod mend;

use self::allow::{Allows, Sight};
use self::levels::Levels;
use crate::check::{Broken, Config, Outcome, examine};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Source;
use crate::syntax::parse;
use crate::{conditions, marketing, overlap};

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
    analyse_with(sources, config, &Levels::default())
}

/// Reads and checks the files of a workspace whose authors have said how much findings matter to them.
///
/// What they allow, in a comment or by `levels`, is not told and keeps no program from running; what they deny
/// is an error, and keeps none from running either.
pub fn analyse_with(sources: &[Source], config: Config, levels: &Levels) -> Outcome {
    let mut trees = Vec::with_capacity(sources.len());
    let mut found = Vec::new();
    let mut allows = Allows::default();
    for source in sources {
        // The tokens of a file are larger than its text: they go before the next file is read.
        let mut parsed = parse(source);
        allows.gather(source, &parsed);
        trees.push(parsed.file);
        found.append(&mut parsed.diagnostics);
    }
    let mut examined = examine(trees, found, config.as_of);
    allows.silence(&mut examined.diagnostics);
    levels.lower(&mut examined.diagnostics);
    let sight = if has_errors(&examined.diagnostics) { Sight::Partial } else { Sight::Whole };
    // What is sound is compared even beside errors: a finding does not go away because another one came.
    let mut outcome = examined.conclude(Broken::LeaveOut);
    let mut told =
        outcome.checked.as_ref().map(|checked| conditions::find(checked, sources)).unwrap_or_default();
    told.extend(outcome.checked.as_ref().map(marketing::find).unwrap_or_default());
    let overlaps = outcome.checked.as_ref().map(overlap::find).unwrap_or_default();
    let sight = if overlaps.not_analysed.is_empty() { sight } else { Sight::Partial };
    told.extend(overlaps.overlaps.into_iter().map(|overlap| overlap.diagnostic));
    told.extend(overlaps.not_analysed);
    allows.silence(&mut told);
    told.extend(allows.found(sight));
    levels.lower(&mut told);
    outcome.diagnostics.append(&mut told);
    outcome.diagnostics.sort_by_key(Diagnostic::span);
    if config.broken == Broken::Refuse && has_errors(&outcome.diagnostics) {
        outcome.checked = None;
        outcome.left_out.clear();
    }
    levels.raise(&mut outcome.diagnostics);
    outcome
}

fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|found| found.severity == Severity::Error)
}
