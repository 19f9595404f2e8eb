//! What happens within one transaction. Here: what it knows, contacts in memory and in the store, the program in
//! force. Events and wakes are taken in [`taking`](super::taking), what goes out is in [`sending`](super::sending).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hashbrown::HashMap;
use rusqlite::Connection;
use rustc_hash::FxBuildHasher;

use super::aside::believing;
use super::cache::Cache;
use super::job::{Act, Told};
use super::random::Random;
use super::settings::Settings;
use crate::engine::{Contact, EventKind};
use crate::program::Name;
use crate::shell::runtime::connector::Connectors;
use crate::shell::runtime::metrics::Metrics;
use crate::shell::runtime::store::contacts::{self, Before, ContactRow, Stored};
use crate::shell::runtime::store::outbox::{self, Attempt, OutboxRow, Parcel};
use crate::shell::runtime::store::programs::{self, ProgramRow};
use crate::shell::runtime::store::quotas::Quotas;
use crate::shell::runtime::store::upgrades::{self, Relocated};
use crate::shell::runtime::store::wakes::Wake;
use crate::shell::runtime::store::{StoreError, feed, forgotten, history, retention};
use crate::shell::runtime::version::Version;
use crate::time::Instant;

/// How often it is looked whether history has been kept for long enough.
const CLEAR_AWAY_EVERY_MILLIS: i64 = 60_000;

/// What the writer knows beside the store. After a transaction that failed it is read anew.
pub(super) struct Known {
    pub version: Arc<Version>,
    pub program_row: ProgramRow,
    pub cache: Cache,
    pub quotas: Quotas,
    /// The latest number of the history; none when it has to be read.
    pub numbered: Option<u64>,
    pub lanes: BTreeMap<Name, Lane>,
    /// How many rows the outbox has.
    pub outbox_depth: u64,
    /// What deliveries hold that wait for a hand, as far as it is in memory.
    pub parcels: HashMap<OutboxRow, Parcel, FxBuildHasher>,
    /// The number that a row of the outbox had last.
    pub outbox_row: OutboxRow,
    pub random: Random,
    /// When history is to be cleared away next.
    pub cleared_until: Instant,
    /// SQLite's number of what others wrote.
    pub data_version: i64,
    /// Contacts may be left whose state was made with an earlier program.
    pub left_behind: bool,
    /// Who is set aside; none when it has to be read.
    pub aside: Option<BTreeSet<Name>>,
    /// Some of them may have to be tried again.
    pub to_try_again: bool,
}

/// A way out: a channel, or an act.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    /// How many attempts are under way.
    pub in_flight: usize,
    /// How many more begin with the transaction at work, and how many are over with it.
    pub begun: usize,
    pub over: usize,
    /// The provider asked for rest until then.
    pub rests_until: Option<Instant>,
    /// There was no more room when deliveries were claimed last: others may wait.
    pub is_full: bool,
}

impl Lane {
    /// How many attempts are under way once the transaction at work is committed.
    pub(super) fn busy(&self) -> usize {
        (self.in_flight + self.begun).saturating_sub(self.over)
    }
}

/// A transaction at work. Whoever adds to what the service does in one writes with [`Commit::connection`].
pub struct Commit<'a> {
    pub(super) connection: &'a Connection,
    pub(super) known: &'a mut Known,
    pub(super) connectors: &'a Connectors,
    pub(super) settings: &'a Settings,
    pub(super) metrics: &'a Metrics,
    pub(super) now: Instant,
    /// No attempt begins any more.
    pub(super) stopping: bool,
    /// Attempts that begin with the commit.
    pub(super) begun: Vec<Attempt>,
}

impl Commit<'_> {
    /// The transaction.
    pub fn connection(&self) -> &Connection {
        self.connection
    }

    /// Now.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The program in force.
    pub fn version(&self) -> &Arc<Version> {
        &self.known.version
    }

    /// A contact as it is now.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn contact(&mut self, name: &str) -> Result<Option<(ContactRow, Contact)>, StoreError> {
        let Some((stored, contact)) = self.load(name)? else { return Ok(None) };
        self.known.cache.put(stored, contact.clone());
        Ok(Some((stored.row, *contact)))
    }

    /// Takes the contact out of memory, or reads it and takes it over to the program in force.
    pub(super) fn load(&mut self, name: &str) -> Result<Option<(Stored, Box<Contact>)>, StoreError> {
        if let Some(found) = self.known.cache.take(name) {
            return Ok(Some(found));
        }
        let Some((mut stored, mut contact, program)) = contacts::load(self.connection, name)? else {
            return Ok(None);
        };
        if program == self.known.program_row || self.is_set_aside(name)? {
            return Ok(Some((stored, Box::new(contact))));
        }
        let (before, found_by) = (contact.clone(), Before::of(&contact));
        let taken_over = believing(|| {
            let version = self.known.program_row.0.unsigned_abs();
            self.settings.tripwire.in_engine(name, &EventKind::ProgramApplied { version });
            upgrades::take_over(self.connection, program, &mut contact)
        });
        let steps = match taken_over {
            Ok(steps) => steps?,
            Err(why) => {
                self.set_aside(stored.row, &before.id, &why)?;
                return Ok(Some((stored, Box::new(before))));
            }
        };
        for step in steps {
            let Relocated { program, event, effects, sequence } = step;
            if !effects.is_empty() {
                let (event, effects) = (&event, &effects[..]);
                let entry = history::Entry { contact: stored.row, program, sequence, event, effects };
                self.write_down(&entry)?;
                self.metrics.effects_total.add(effects.len() as u64);
            }
        }
        if contact != before {
            stored.wake = Wake { at: contact.next_wake(), pushes: 0 };
            contacts::put(self.connection, stored.row, &found_by, &contact, Some(stored.wake))?;
        }
        contacts::set_program(self.connection, stored.row, self.known.program_row)?;
        Ok(Some((stored, Box::new(contact))))
    }

    /// Writes into the history, under the next number; false when that event was there.
    pub(super) fn write_down(&mut self, entry: &history::Entry<'_>) -> Result<bool, StoreError> {
        let number = match self.known.numbered {
            Some(number) => number,
            None => feed::latest(self.connection)?,
        } + 1;
        let written = history::add(self.connection, number, entry, self.now)?;
        self.known.numbered = Some(if written { number } else { number - 1 });
        Ok(written)
    }

    /// Removes history that has been kept for long enough, a little in each transaction.
    pub(super) fn clear_away(&mut self, limit: usize) -> Result<(), StoreError> {
        let Some(keep_for) = self.settings.keep_for else { return Ok(()) };
        if self.known.cleared_until > self.now {
            return Ok(());
        }
        let keep_millis = i64::try_from(keep_for.as_millis()).unwrap_or(i64::MAX);
        let removed = retention::remove_before(self.connection, self.now.plus_millis(-keep_millis), limit)?;
        self.metrics.history_removed_total.add(removed as u64);
        if removed < limit {
            self.known.cleared_until = self.now.plus_millis(CLEAR_AWAY_EVERY_MILLIS);
        }
        Ok(())
    }

    /// Takes contacts over that nothing has happened to since the program changed; says whether any are left.
    pub(super) fn take_over(&mut self, limit: usize) -> Result<bool, StoreError> {
        let names = contacts::left_behind(self.connection, self.known.program_row, limit)?;
        for name in &names {
            self.load(name)?;
        }
        Ok(names.len() == limit)
    }

    /// A program that somebody applied beside the service is in force from this transaction on. One that this flowc
    /// cannot run is taken back.
    pub(super) fn notice(&mut self) -> Result<(), StoreError> {
        let sql = "PRAGMA data_version";
        let seen: i64 = self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        if seen != self.known.data_version {
            // Somebody wrote beside the service: what is in memory may not be what the store has.
            self.known.data_version = seen;
            self.known.cache.clear();
            self.known.quotas = Quotas::default();
            self.known.numbered = None;
            self.known.parcels.clear();
            self.known.outbox_depth = outbox::depth(self.connection)?;
            (self.known.aside, self.known.to_try_again) = (None, true);
        }
        let Some(present) = programs::present(self.connection)? else { return Ok(()) };
        if present.row == self.known.program_row {
            return Ok(());
        }
        match programs::version(self.connection, present.row) {
            Ok(version) => self.go_on_with(Arc::new(version), present.row),
            Err(StoreError::Unreadable { .. }) => programs::withdraw(self.connection, present.row),
            Err(error) => Err(error),
        }
    }

    /// That program is in force; contacts are taken over one by one.
    pub(super) fn go_on_with(&mut self, version: Arc<Version>, row: ProgramRow) -> Result<(), StoreError> {
        if row != self.known.program_row {
            self.known.cache.clear();
            self.known.program_row = row;
        }
        self.known.version = version;
        (self.known.left_behind, self.known.to_try_again) = (true, true);
        programs::set_running(self.connection, row, self.now)
    }

    /// What all contacts together have used of each channel's monthly quota, as the engine wants it with an event.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn quotas_used(&mut self) -> Result<Vec<(Name, u32)>, StoreError> {
        Ok(self.known.quotas.at(self.connection, self.now)?.to_vec())
    }

    /// Whether the contact has had an event of that id.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn was_taken(&mut self, name: &str, event_id: &str) -> Result<bool, StoreError> {
        let Some((row, _)) = self.contact(name)? else { return Ok(false) };
        Ok(history::find(self.connection, row, event_id)?.is_some())
    }

    /// The store has this contact changed or forgotten otherwise than by an event: what is in memory goes.
    pub fn changed_outside(&mut self, name: &str) {
        drop(self.known.cache.take(name));
    }

    /// Does something that may fail by itself: what it did is undone then, and nothing else. The outer error is one of
    /// the store, which ends the transaction.
    pub(super) fn apart(&mut self, act: Act) -> Result<Result<Told, StoreError>, StoreError> {
        self.connection.prepare_cached("SAVEPOINT act")?.execute([])?;
        let (depth, quotas) = (self.known.outbox_depth, self.known.quotas.clone());
        let begun = self.begun.len();
        match act(self) {
            Ok(told) => {
                self.connection.prepare_cached("RELEASE act")?.execute([])?;
                Ok(Ok(told))
            }
            Err(error) if error.is_of_the_store() => Err(error),
            Err(error) => {
                self.connection.execute_batch("ROLLBACK TO act; RELEASE act")?;
                self.known.cache.clear();
                (self.known.outbox_depth, self.known.quotas) = (depth, quotas);
                (self.known.numbered, self.known.aside) = (None, None);
                self.begun.truncate(begun);
                self.recount();
                self.known.parcels.clear();
                Ok(Err(error))
            }
        }
    }

    /// Removes a contact with everything that is known of it; gives how many rows of each table went, none when nobody
    /// has that name.
    ///
    /// # Errors
    ///
    /// When the store cannot be written.
    pub fn forget(&mut self, name: &str) -> Result<Option<BTreeMap<&'static str, u64>>, StoreError> {
        self.changed_outside(name);
        self.begun.retain(|attempt| *attempt.name != *name);
        self.recount();
        self.known.parcels.clear();
        self.aside()?.remove(name);
        let removed = forgotten::remove(self.connection, name, self.now)?;
        self.known.outbox_depth = outbox::depth(self.connection)?;
        Ok(removed)
    }
}
