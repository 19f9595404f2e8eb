//! One store, one process: a lock beside the store, which the system releases when the process ends, however it does.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::shell::failure::Failure;

/// Held for as long as it lives.
#[derive(Debug)]
pub struct Lock {
    /// Kept open: closing it releases the lock.
    _file: File,
}

impl Lock {
    /// Takes the lock of a store.
    ///
    /// # Errors
    ///
    /// When another process has it, or the file beside the store cannot be made.
    pub fn take(store: &Path) -> Result<Self, Failure> {
        let path = beside(store);
        let cannot = |error| Failure::new(format!("cannot write `{}`", path.display())).because(error);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                let text = format!("another process runs with the store `{}`", store.display());
                Err(Failure::new(text)
                    .help("stop it first, or give this one a store of its own by `--store FILE`"))
            }
            Err(TryLockError::Error(error)) => Err(cannot(error)),
        }
    }
}

fn beside(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}
