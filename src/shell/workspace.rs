//! A workspace as a command sees it: its texts, what checking found in them, and its scenarios.

use std::path::Path;

use chrono::NaiveDate;

use super::failure::Failure;
use super::{files, settings};
use crate::analysis::analyse_with;
use crate::analysis::levels::Levels;
use crate::check::{self, Broken, Config, LeftOut};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::{self, Source, Span};
use crate::syntax::ast;

/// A workspace that was read and checked.
#[derive(Debug)]
pub struct Workspace {
    /// Its files.
    pub sources: Vec<Source>,
    /// What checking found.
    pub outcome: check::Outcome,
}

impl Workspace {
    /// Reads and checks the workspace at a path, to run it; [`files::read`] says what a path can be, and
    /// [`settings::levels`] where its authors' settings stand. What they deny is no error then.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or its settings are wrong.
    pub fn load(path: &Path, as_of: NaiveDate, broken: Broken) -> Result<Self, Failure> {
        let levels = Levels::default().and(settings::levels(path)?.lenient());
        let sources = files::read(path)?;
        let outcome = analyse_with(&sources, Config { as_of, broken }, &levels);
        Ok(Self { sources, outcome })
    }

    /// The findings that are errors.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error)
    }

    /// The scenarios that can run, in the order of files and places.
    pub fn scenarios(&self) -> impl Iterator<Item = &ast::Scenario> {
        let items = self.outcome.checked.iter().flat_map(|checked| checked.items());
        items.filter_map(|item| match item {
            ast::Item::Scenario(scenario) => Some(scenario),
            _ => None,
        })
    }

    /// The scenarios that cannot run because of errors, in the order of files and places.
    pub fn scenarios_left_out(&self) -> impl Iterator<Item = &LeftOut> {
        let is_scenario = |item: &&LeftOut| self.text(item.span).starts_with("scenario");
        self.outcome.left_out.iter().filter(is_scenario)
    }

    /// A place as `tests/main.flow:12:3`.
    pub fn place(&self, span: Span) -> String {
        let (file, line, column) = self.position(span);
        format!("{file}:{line}:{column}")
    }

    /// The file of a place, its line and its column in characters.
    pub fn position(&self, span: Span) -> (&str, usize, usize) {
        let source = self.source(span);
        let position = source.position(span.start);
        (source.name(), position.line, position.column)
    }

    fn text(&self, span: Span) -> &str {
        self.source(span).slice(span)
    }

    fn source(&self, span: Span) -> &Source {
        source::find(&self.sources, span.source).expect("a place lies in a file of its workspace")
    }
}
