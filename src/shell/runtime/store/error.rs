//! What can be wrong with a store, and whether waiting helps.

use std::fmt;

use rusqlite::ErrorCode;

use super::schema;
use crate::shell::failure::Failure;

/// Why the store could not do what it was asked.
#[derive(Debug)]
pub enum StoreError {
    /// SQLite says no.
    Database(rusqlite::Error),
    /// A later flowc wrote it.
    Later {
        /// The version of its tables.
        version: usize,
    },
    /// An earlier flowc wrote it, and nobody has brought it to this version.
    Earlier {
        /// The version of its tables.
        version: usize,
    },
    /// A row holds what this flowc cannot read.
    Unreadable {
        /// Which row.
        what: String,
        /// Why not.
        why: String,
    },
    /// A test asked for it.
    Tripped,
}

impl StoreError {
    /// What whoever is told can do about it; none when that depends.
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::Later { .. } => Some("use the flowc that wrote it, or a later one"),
            Self::Earlier { .. } => {
                Some("`flowc run` brings it to this version; an earlier flowc refuses it then")
            }
            Self::Database(_) | Self::Unreadable { .. } | Self::Tripped => None,
        }
    }

    /// What a command tells that could not do `what` with a store.
    pub fn failure(self, what: impl Into<String>) -> Failure {
        let failure = Failure::new(what);
        let failure = self.help().into_iter().fold(failure, Failure::help);
        failure.because(self)
    }

    /// Whether the same may work later: the disk is full, somebody else holds the lock, the file cannot be written.
    /// Anything else is damage, and stops the service.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Database(error) => matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::DiskFull
                        | ErrorCode::ReadOnly
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::CannotOpen
                        | ErrorCode::OutOfMemory
                        | ErrorCode::FileLockingProtocolFailed
                )
            ),
            Self::Later { .. } | Self::Earlier { .. } | Self::Unreadable { .. } | Self::Tripped => false,
        }
    }

    /// Whether it is the store that is wrong, and not what was asked of it: a constraint or a wrong statement is
    /// whoever asked's own mistake.
    pub fn is_of_the_store(&self) -> bool {
        match self {
            Self::Database(error) => {
                self.may_pass()
                    || matches!(
                        error.sqlite_error_code(),
                        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
                    )
            }
            Self::Later { .. } | Self::Earlier { .. } | Self::Tripped => true,
            Self::Unreadable { .. } => false,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => f.write_str("there is no room left for the store"),
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    f.write_str("another process holds the store")
                }
                Some(ErrorCode::NotADatabase) => f.write_str("the file is no store of flowc"),
                Some(ErrorCode::DatabaseCorrupt) => f.write_str("the store is damaged"),
                _ => write!(f, "the store answers: {error}"),
            },
            Self::Later { version } => {
                write!(f, "the store has version {version}, which a later flowc wrote")
            }
            Self::Earlier { version } => {
                write!(f, "the store has version {version}, and this flowc reads version {}", schema::VERSION)
            }
            Self::Unreadable { what, why } => write!(f, "{what} cannot be read: {why}"),
            Self::Tripped => f.write_str("a test stopped it"),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::Later { .. } | Self::Earlier { .. } | Self::Unreadable { .. } | Self::Tripped => None,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}
