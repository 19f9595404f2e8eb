//! The store: one SQLite file with all that must outlive the process.
//!
//! There is one [`Writer`](Store), which the service's writer thread owns, and any number of [`Reader`]s with
//! connections of their own. The journal is written ahead (WAL), so readers see the last commit and never wait; a
//! commit has reached the disk when it returns (`synchronous = FULL`).
//!
//! A file per table: [`contacts`], [`history`], [`outbox`], [`addresses`], [`people`], [`quotas`], [`programs`], [`feed`]. What must follow
//! a contact's state in its own transaction is called in [`contacts::put`].

pub mod addresses;
pub mod check;
pub mod codec;
pub mod contacts;
mod conversation;
mod error;
pub mod exchange;
pub mod feed;
pub mod history;
mod lock;
pub mod outbox;
pub mod people;
pub mod programs;
pub mod quotas;
mod reader;
pub mod schema;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

pub use error::StoreError;
pub use reader::{Happened, Reader};

use self::lock::Lock;
use crate::shell::failure::Failure;

/// How long SQLite itself waits for another process's lock before it says so.
const LOCK_WAIT: Duration = Duration::from_millis(500);

/// A store that is open for writing; nobody else has it.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    _lock: Lock,
}

impl Store {
    /// Opens the store in that file, makes it when there is none, and brings one of an earlier flowc to the present
    /// version.
    ///
    /// # Errors
    ///
    /// When another process has it, when it is none of flowc's or of a later flowc, and when it cannot be written.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let cannot = |error: StoreError| {
            let failure = Failure::new(format!("cannot open the store `{}`", path.display()));
            let failure = match &error {
                StoreError::Later { .. } => {
                    failure.help("run it with the flowc that wrote it, or a later one")
                }
                _ => failure,
            };
            failure.because(error)
        };
        let lock = Lock::take(path)?;
        let mut connection = connect(path).map_err(cannot)?;
        schema::migrate(&mut connection).map_err(cannot)?;
        Ok(Self { connection, path: path.to_owned(), _lock: lock })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the same store, beside whoever writes.
    pub fn reader(&self) -> Reader {
        Reader::of(&self.path)
    }

    /// The connection that writes.
    pub fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(LOCK_WAIT)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    // 64 MiB of pages.
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}
