//! Where the store of a workspace is.

use std::path::{Path, PathBuf};

use crate::shell::failure::Failure;
use crate::shell::runtime::settings::Run;
use crate::shell::settings;

/// The store in a workspace's folder, unless somebody says otherwise.
const STORE: &str = "flowc.db";

/// The file of the store: what the command says, else `[run]`, else `flowc.db` in the workspace's folder.
///
/// # Errors
///
/// When the settings are wrong.
pub(super) fn path(folder: &Path, told: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(store) = told {
        return Ok(store.clone());
    }
    let (file, text) = settings::text(folder)?;
    Ok(beside(folder, &Run::read(&file, &text)?))
}

/// What `[run]` says, else `flowc.db` in the workspace's folder.
pub(super) fn beside(folder: &Path, run: &Run) -> PathBuf {
    let folder = match folder.is_dir() {
        true => folder,
        false => folder.parent().unwrap_or(Path::new("")),
    };
    folder.join(run.store.as_deref().unwrap_or(Path::new(STORE)))
}

/// The same, of a store that is there.
///
/// # Errors
///
/// When there is none, or the settings are wrong.
pub(super) fn existing(folder: &Path, told: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    let path = path(folder, told)?;
    match path.exists() {
        true => Ok(path),
        false => Err(Failure::new(format!("there is no store `{}`", path.display()))
            .help("`--store FILE` says where it is")),
    }
}
