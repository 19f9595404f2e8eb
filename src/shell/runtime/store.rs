//! The store: one SQLite file with all that must outlive the process.
//!
//! There is one [`Store`], which the service's writer thread owns, and any number of [`Reader`]s with connections of their
//! own. The journal is written ahead (WAL), so readers see the last commit and never wait; a commit has reached the disk
//! when it returns (`synchronous = FULL`).
//!
//! A file per table: [`contacts`], [`wakes`], [`history`], [`outbox`], [`deliveries`], [`addresses`], [`people`], [`quotas`],
//! [`programs`], [`feed`]. What must follow a contact's state in its own transaction is called in [`contacts::put`] and
//! [`contacts::add`].

pub mod addresses;
pub mod check;
pub mod codec;
pub mod contacts;
mod conversation;
pub mod deliveries;
mod error;
pub mod exchange;
pub mod feed;
pub mod forgotten;
pub mod history;
mod lock;
pub mod outbox;
pub mod people;
pub mod programs;
pub mod quotas;
mod reader;
pub mod retention;
pub mod schema;
pub mod set_aside;
pub mod upgrades;
pub mod wakes;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

pub use error::StoreError;
pub use reader::{Happened, Reader};

use self::lock::Lock;
use crate::shell::failure::Failure;

/// How long SQLite itself waits for another process's lock before it says so.
const LOCK_WAIT: Duration = Duration::from_millis(500);
/// How long a command waits for the service's transaction to end.
const BESIDE_WAIT: Duration = Duration::from_secs(10);

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
        Self::with(path, Lock::take(path)?)
    }

    /// The same; none when another process has it.
    ///
    /// # Errors
    ///
    /// As [`Store::open`], but for that.
    pub fn open_if_free(path: &Path) -> Result<Option<Self>, Failure> {
        Lock::take_if_free(path)?.map(|lock| Self::with(path, lock)).transpose()
    }

    fn with(path: &Path, lock: Lock) -> Result<Self, Failure> {
        let cannot = |error| cannot_open(path, error);
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

/// Writes a little beside the process that has the store, which looks after every transaction of its own whether
/// somebody did.
///
/// # Errors
///
/// When the store is not of this version, or cannot be written, and what `write` returns.
pub fn write_beside<T>(
    path: &Path,
    write: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, Failure> {
    let cannot = |error| cannot_open(path, error);
    let mut connection = connect(path).map_err(cannot)?;
    let version = schema::version(&connection).map_err(cannot)?;
    if version != schema::VERSION {
        let why = format!("it has version {version}, and this flowc writes version {}", schema::VERSION);
        let failure = Failure::new(format!("cannot write the store `{}`", path.display())).because(why);
        return Err(failure.help("use the flowc that the service runs with"));
    }
    connection.busy_timeout(BESIDE_WAIT).map_err(|error| cannot(error.into()))?;
    let done = (|| {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = write(&transaction)?;
        transaction.commit()?;
        Ok(done)
    })();
    done.map_err(|error: StoreError| {
        Failure::new(format!("cannot write the store `{}`", path.display())).because(error)
    })
}

fn cannot_open(path: &Path, error: StoreError) -> Failure {
    error.failure(format!("cannot open the store `{}`", path.display()))
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(LOCK_WAIT)?;
    // Before anything is set: a store of a later flowc stays as it is.
    let version = schema::version(&connection)?;
    if version > schema::VERSION {
        return Err(StoreError::Later { version });
    }
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    // What is removed or replaced is overwritten: who is to be forgotten leaves nothing behind in free pages.
    connection.pragma_update(None, "secure_delete", "on")?;
    // A statement keeps its plan whatever is bound to it: to plan anew for each value takes longer than to do what is
    // asked. Readers may ask for more, and plan.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // The journal is folded into the file every 32 MiB: pages that change again and again go over once.
    connection.pragma_update(None, "wal_autocheckpoint", 8192)?;
    // 64 MiB of pages.
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}
