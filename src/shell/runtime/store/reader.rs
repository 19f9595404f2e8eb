//! Reading beside the writer: what the last commit left, on connections of their own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};

use super::{StoreError, addresses, contacts, conversation, deliveries, history, outbox, schema, wakes};
use crate::engine::{Contact, Effect, Event, Pending};
use crate::policy::ChannelKind;
use crate::program::{Name, Program};
use crate::time::Instant;

/// How many connections rest until they are needed again.
const RESTING_MAX: usize = 8;

/// Reads the store; cheap to clone, and good for any thread. It never holds the writer up.
#[derive(Debug, Clone)]
pub struct Reader {
    path: Arc<PathBuf>,
    resting: Arc<Mutex<Vec<Connection>>>,
}

/// An event that was taken, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// How many events the contact had had then: its place in the history.
    pub sequence: u64,
    /// The fingerprint of the program that took it.
    pub program: String,
    /// When it happened.
    pub at: Instant,
    /// What happened, as the engine was told.
    pub event: Event,
    /// What came of it.
    pub effects: Vec<Effect>,
}

impl Reader {
    /// Of the store in that file; nothing is opened before the first question.
    pub fn of(path: &Path) -> Self {
        Self { path: Arc::new(path.to_owned()), resting: Arc::default() }
    }

    /// Asks anything, in one state of the store.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, and when the question fails.
    pub fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let rested = self.resting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match rested {
            Some(connection) => connection,
            None => self.connect()?,
        };
        let transaction = connection.unchecked_transaction()?;
        let answer = question(&transaction)?;
        transaction.finish()?;
        let mut resting = self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        if resting.len() < RESTING_MAX {
            resting.push(connection);
        }
        Ok(answer)
    }

    /// A contact's state.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn contact(&self, name: &str) -> Result<Option<Contact>, StoreError> {
        self.ask(|connection| Ok(contacts::get(connection, name)?.map(|(_, contact)| contact)))
    }

    /// What happened to a contact from that sequence number on, in order; not more than `limit`.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn history(&self, name: &str, sequence: u64, limit: usize) -> Result<Vec<Happened>, StoreError> {
        self.ask(|connection| match contacts::get(connection, name)? {
            Some((row, _)) => history::since(connection, row, sequence, limit),
            None => Ok(Vec::new()),
        })
    }

    /// What is going to come for a contact, soonest first.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn pending(&self, name: &str, program: &Program) -> Result<Vec<Pending>, StoreError> {
        Ok(self.contact(name)?.map(|contact| contact.pending(program)).unwrap_or_default())
    }

    /// The latest turns of a contact's conversation, oldest first: who wrote (`contact`, `business`) and what. Taken
    /// from so many of the latest events.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn conversation(&self, name: &str, events_max: u64) -> Result<Vec<(&'static str, Name)>, StoreError> {
        self.ask(|connection| {
            let Some((row, contact)) = contacts::get(connection, name)? else { return Ok(Vec::new()) };
            let from = contact.sequence.saturating_sub(events_max) + 1;
            let happened = history::since(connection, row, from, usize::MAX)?;
            let written = deliveries::written_since(connection, row, from)?;
            Ok(conversation::turns(&happened, &written))
        })
    }

    /// Who has that address on a channel of that kind.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn contact_at(&self, kind: ChannelKind, address: &str) -> Result<Option<Name>, StoreError> {
        self.ask(|connection| addresses::find(connection, kind, address))
    }

    /// How many deliveries wait or are on their way.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn outbox_depth(&self) -> Result<u64, StoreError> {
        self.ask(outbox::depth)
    }

    /// When the service has to look at a contact next: nothing is due before.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn next_wake(&self) -> Result<Option<Instant>, StoreError> {
        self.ask(wakes::next_wake)
    }

    fn connect(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.path.as_path(), flags)?;
        connection.busy_timeout(super::LOCK_WAIT)?;
        connection.set_prepared_statement_cache_capacity(64);
        match schema::version(&connection)? {
            // Nobody has written anything yet.
            0 | schema::VERSION => Ok(connection),
            version if version > schema::VERSION => Err(StoreError::Later { version }),
            version => Err(StoreError::Earlier { version }),
        }
    }
}
