//! The store of a service, as commands read it: beside the service that writes it, or while none runs.

use std::path::{Path, PathBuf};

use super::store;
use crate::shell::failure::Failure;
use crate::shell::runtime::store::{Reader, StoreError, programs};
use crate::shell::runtime::version::Version;

/// Where a service keeps what it knows.
#[derive(Debug, clap::Args)]
pub(super) struct Stored {
    /// The workspace that the service runs
    #[arg(long = "path", value_name = "DIR", default_value = ".")]
    folder: PathBuf,

    /// The file of the store; without it, what `[run]` says, or `flowc.db` in DIR
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

impl Stored {
    /// Reads the store; nothing is changed, and nobody waits.
    pub(super) fn reader(&self) -> Result<(Reader, PathBuf), Failure> {
        let path = store::path(&self.folder, self.store.as_ref())?;
        if !path.exists() {
            let failure = Failure::new(format!("there is no store `{}`", path.display()));
            return Err(failure.help("`flowc run` makes it; `--path` or `--store` says where it is"));
        }
        Ok((Reader::of(&path), path))
    }

    /// The program that the service runs; of a store that has not kept its texts, the workspace's as it stands now.
    pub(super) fn version(&self, reader: &Reader, path: &Path) -> Result<Version, Failure> {
        let applied = reader.ask(|connection| match programs::present(connection)? {
            Some(present) => match programs::version(connection, present.row) {
                Ok(version) => Ok(Some(version)),
                Err(StoreError::Unreadable { .. }) => Ok(None),
                Err(error) => Err(error),
            },
            None => Ok(None),
        });
        match applied.map_err(unreadable(path))? {
            Some(version) => Ok(version),
            None => Version::load(&self.folder),
        }
    }
}

/// What a store that cannot be read is told as.
pub(super) fn unreadable(path: &Path) -> impl Fn(StoreError) -> Failure {
    move |error| {
        let help = error.help().unwrap_or("`flowc run --check-store` says what is wrong with it");
        Failure::new(format!("cannot read the store `{}`", path.display())).because(error).help(help)
    }
}

/// How an answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}
