//! A program with the fingerprint of its sources: what the service runs.

use std::path::Path;

use crate::check::Broken;
use crate::compile::compile;
use crate::program::{Fingerprint, Program};
use crate::shell::clock;
use crate::shell::failure::Failure;
use crate::shell::workspace::Workspace;

/// A program, and which sources it was made from.
#[derive(Debug, Default)]
pub struct Version {
    /// The program.
    pub program: Program,
    /// The fingerprint of its sources.
    pub fingerprint: Fingerprint,
}

impl Version {
    /// The workspace at that path as it stands now.
    ///
    /// # Errors
    ///
    /// When it cannot be read, and when it has errors: a service never runs a part of a program.
    pub fn load(workspace: &Path) -> Result<Self, Failure> {
        let read = Workspace::load(workspace, clock::today(), Broken::Refuse)?;
        match &read.outcome.checked {
            Some(checked) => {
                Ok(Self { program: compile(checked), fingerprint: Fingerprint::of(&read.sources) })
            }
            None => {
                let text = format!("`{}` has errors", workspace.display());
                Err(Failure::new(text).help(format!("`flowc check {}` tells them", workspace.display())))
            }
        }
    }
}
