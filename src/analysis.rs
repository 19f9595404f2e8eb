//! All that is said of a workspace: what the parser found, what the checker found, in one list.

use crate::check::{Config, Outcome, check};
use crate::source::Source;
use crate::syntax::{Parsed, parse};

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
    check(trees, found, config)
}
