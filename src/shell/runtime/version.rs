//! A program with the fingerprint of its sources: what the service runs.

use std::path::Path;

use chrono::NaiveDate;

use crate::check::{self, Broken, Config};
use crate::compile::compile;
use crate::diagnostics::{Diagnostic, Severity};
use crate::program::{Fingerprint, Program};
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::workspace::Workspace;
use crate::source::Source;
use crate::syntax;

/// A program, and the sources that it was made from.
#[derive(Debug, Default)]
pub struct Version {
    /// The program.
    pub program: Program,
    /// The fingerprint of its sources.
    pub fingerprint: Fingerprint,
    sources: Vec<Source>,
    checked_on: NaiveDate,
}

impl Version {
    /// The program of these texts, checked by the channel rules of that day.
    ///
    /// # Errors
    ///
    /// The first error in them.
    pub fn of(sources: Vec<Source>, checked_on: NaiveDate) -> Result<Self, Box<Diagnostic>> {
        let (mut files, mut diagnostics) = (Vec::new(), Vec::new());
        for source in &sources {
            let parsed = syntax::parse(source);
            files.push(parsed.file);
            diagnostics.extend(parsed.diagnostics);
        }
        let outcome = check::check(files, diagnostics, Config { as_of: checked_on, broken: Broken::Refuse });
        match outcome.checked {
            Some(checked) => Ok(Self {
                program: compile(&checked),
                fingerprint: Fingerprint::of(&sources),
                sources,
                checked_on,
            }),
            None => {
                let mut found = outcome.diagnostics.into_iter();
                let error = found.find(|found| found.severity == Severity::Error);
                Err(Box::new(error.expect("only an error refuses a program")))
            }
        }
    }

    /// A program whose texts nobody keeps: it runs, and runs again, but no other can follow it in the same store.
    pub fn without_texts(program: Program, fingerprint: Fingerprint) -> Self {
        Self { program, fingerprint, ..Self::default() }
    }

    /// The workspace at that path as it stands now. Files are called as they are below it, so that it is the same
    /// version wherever it lies.
    ///
    /// # Errors
    ///
    /// When it cannot be read, and when it has errors: a service never runs a part of a program.
    pub fn load(workspace: &Path) -> Result<Self, Failure> {
        let today = clock::today();
        let read = Workspace::load(workspace, today, Broken::Refuse)?;
        Self::checked(workspace, &read, today).ok_or_else(|| {
            let text = format!("`{}` has errors", workspace.display());
            Failure::new(text).help(format!("`flowc check {}` tells them", workspace.display()))
        })
    }

    /// The version of a workspace that was read and checked as of that day; none when it has errors.
    pub fn checked(path: &Path, read: &Workspace, checked_on: NaiveDate) -> Option<Self> {
        let checked = read.outcome.checked.as_ref()?;
        let below = |source: &Source| {
            let name = Path::new(source.name());
            let below = name.strip_prefix(path).ok().filter(|below| !below.as_os_str().is_empty());
            let name = below.or_else(|| name.file_name().map(Path::new)).unwrap_or(name);
            Source::new(source.id(), name.to_string_lossy().as_ref(), source.text())
        };
        let sources: Vec<Source> = read.sources.iter().map(below).collect();
        Some(Self { program: compile(checked), fingerprint: Fingerprint::of(&sources), sources, checked_on })
    }

    /// The texts that it was made from.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The day by whose channel rules it was checked.
    pub const fn checked_on(&self) -> NaiveDate {
        self.checked_on
    }
}
