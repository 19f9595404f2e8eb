//! What came of a scenario: everything that happened, and what was expected in vain.

use std::ops::Range;

use super::trace::Trace;
use crate::engine::Pending;
use crate::program::Name;
use crate::source::Span;
use crate::time::Instant;

/// What came of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// What failed, in the order of its lines; a line that cannot be played is the last.
    pub failures: Vec<Failure>,
    /// Everything that happened.
    pub trace: Trace,
    /// Where the clock stands in the end.
    pub end: Instant,
    /// What is still to come then: by contact, the soonest first.
    pub pending: Vec<(Name, Pending)>,
}

impl Outcome {
    /// Whether nothing failed.
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// A line of a scenario that failed.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The line.
    pub span: Span,
    /// What was expected, as an author writes it; for a line that cannot be played, why not.
    pub expected: String,
    /// Since when expectations look at what happened.
    pub since: Instant,
    /// Where the clock stands.
    pub now: Instant,
    /// What happened since then: places in the trace.
    pub happened: Range<usize>,
    /// What came nearest to what was expected.
    pub nearest: Option<Miss>,
    /// The state that was found instead of the expected one.
    pub found: Option<String>,
    /// What is going to come.
    pub pending: Vec<(Name, Pending)>,
    /// Whether it is an expectation, or a line that cannot be played.
    pub kind: FailureKind,
}

/// What kind of line failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// An expectation that was not met.
    Unmet,
    /// A line that cannot be played: the scenario ends there.
    Unplayable,
}

/// Something that is nearly what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Its place in the trace.
    pub entry: usize,
    /// What sets it apart; none when it was expected not to happen.
    pub differences: Vec<Difference>,
}

/// One thing that sets what happened apart from what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What differs: `channel`, `text`, `time`, …
    pub what: &'static str,
    /// As it was expected.
    pub expected: String,
    /// As it happened.
    pub happened: String,
}
