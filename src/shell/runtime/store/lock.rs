//! One store, one process: a lock beside the store, which the system releases when the process ends, however it does.
//! Whoever has it writes its number there, for people.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::shell::clock;
use crate::shell::failure::Failure;

/// A process that is ending, or one that another was just being started by, may have the lock for a moment yet.
const ENDING: Duration = Duration::from_millis(400);

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
        let begun = Instant::now();
        let mut lock = Self::take_if_free(store)?;
        while lock.is_none() && begun.elapsed() < ENDING {
            thread::sleep(ENDING / 20);
            lock = Self::take_if_free(store)?;
        }
        lock.ok_or_else(|| {
            let text = format!("another process runs with the store `{}`", store.display());
            let failure = match fs::read_to_string(beside(store)) {
                Ok(who) if !who.is_empty() => Failure::new(text).because(format!("it is {}", who.trim_end())),
                Ok(_) | Err(_) => Failure::new(text),
            };
            failure.help("stop it first, or give this one a store of its own by `--store FILE`")
        })
    }

    /// Takes the lock of a store; none when another process has it.
    ///
    /// # Errors
    ///
    /// When the file beside the store cannot be made.
    pub fn take_if_free(store: &Path) -> Result<Option<Self>, Failure> {
        let path = beside(store);
        let cannot = |error| Failure::new(format!("cannot write `{}`", path.display())).because(error);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => {
                sign(&file);
                Ok(Some(Self { _file: file }))
            }
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(cannot(error)),
        }
    }
}

/// Says who has it. Where that cannot be written, on a disk that is full, nobody is told; the lock holds all the same.
fn sign(mut file: &File) {
    let who = format!("process {}, which has had it since {}\n", std::process::id(), clock::now());
    drop(file.set_len(0).and_then(|()| file.write_all(who.as_bytes())));
}

fn beside(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}
