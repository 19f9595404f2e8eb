//! What came of each scenario.

use crate::shell::workspace::Workspace;
use crate::simulator::{Failure, FailureKind, Outcome, Palette, ScriptError, report};
use crate::source::Span;

/// What came of a scenario.
#[derive(Debug)]
pub(super) struct Tried<'w> {
    /// Its title.
    pub title: &'w str,
    /// Its file.
    pub file: &'w str,
    /// The line where it begins.
    pub line: usize,
    /// What came of it.
    pub verdict: Verdict,
}

/// What came of a scenario.
#[derive(Debug)]
pub(super) enum Verdict {
    /// All that was expected happened.
    Passed,
    /// Something did not.
    Failed(Box<Outcome>),
    /// It is not a script for this program.
    Unplayable(ScriptError),
    /// It has an error, or needs something that has one.
    LeftOut,
}

/// How many scenarios passed, failed and were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// All that was expected happened.
    pub passed: usize,
    /// Something did not, or it could not be played.
    pub failed: usize,
    /// Not played because of errors.
    pub left_out: usize,
}

impl Tally {
    /// The tally of scenarios.
    pub fn of<'t>(tried: impl IntoIterator<Item = &'t Tried<'t>>) -> Self {
        let mut tally = Self::default();
        for tried in tried {
            match tried.verdict {
                Verdict::Passed => tally.passed += 1,
                Verdict::Failed(_) | Verdict::Unplayable(_) => tally.failed += 1,
                Verdict::LeftOut => tally.left_out += 1,
            }
        }
        tally
    }

    /// All of them.
    pub const fn all(self) -> usize {
        self.passed + self.failed + self.left_out
    }
}

impl Tried<'_> {
    /// Why it did not pass, in one line; none when it did.
    pub fn problem(&self) -> Option<String> {
        match &self.verdict {
            Verdict::Passed => None,
            Verdict::Failed(outcome) => outcome.failures.first().map(told),
            Verdict::Unplayable(error) => Some(error.message.clone()),
            Verdict::LeftOut => {
                Some("not played: it has an error, or needs something that has one".to_owned())
            }
        }
    }

    /// Where it failed.
    pub fn problem_span(&self) -> Option<Span> {
        match &self.verdict {
            Verdict::Failed(outcome) => outcome.failures.first().map(|failure| failure.span),
            Verdict::Unplayable(error) => Some(error.span),
            Verdict::Passed | Verdict::LeftOut => None,
        }
    }

    /// The whole story of a failure, over several lines; none when nothing failed.
    pub fn story(&self, workspace: &Workspace, palette: &Palette) -> Option<String> {
        match &self.verdict {
            Verdict::Failed(outcome) => Some(report(outcome, palette, &|span| workspace.place(span))),
            Verdict::Unplayable(error) => {
                let place = workspace.place(error.span);
                Some(format!("failed  {}\n\n  cannot be played: {}  {place}\n", self.title, error.message))
            }
            Verdict::Passed | Verdict::LeftOut => None,
        }
    }
}

/// A failure in one line.
pub(super) fn told(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::Unmet => format!("expected {}", failure.expected),
        FailureKind::Unplayable => format!("cannot go on: {}", failure.expected),
    }
}
