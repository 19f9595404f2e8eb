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
    analyse_parsed(sources.iter().map(parse).collect(), config)
}

/// Checks files that were read already, in the order of their ids.
pub fn analyse_parsed(parsed: Vec<Parsed>, config: Config) -> Outcome {
    let mut trees = Vec::with_capacity(parsed.len());
    let mut found = Vec::new();
    for mut file in parsed {
        trees.push(file.file);
        found.append(&mut file.diagnostics);
    }
    check(trees, found, config)
}
