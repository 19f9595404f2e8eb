//! What happens within one transaction: events are taken, contacts woken, outcomes written down, attempts claimed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::cache::Cache;
use super::job::{Act, Told};
use super::parcels;
use super::random::Random;
use super::retry::{self, Keys, Verdict};
use super::settings::Settings;
use super::{Accepted, Taken};
use crate::engine::{self, Contact, Effect, EffectKind, Event, EventKind};
use crate::program::Name;
use crate::shell::runtime::connector::{Connectors, Outcome};
use crate::shell::runtime::metrics::Metrics;
use crate::shell::runtime::store::contacts::{self, ContactRow, Due, Wake};
use crate::shell::runtime::store::outbox::{self, Attempt, Ended, Ending, OutboxRow};
use crate::shell::runtime::store::programs::{self, ProgramRow};
use crate::shell::runtime::store::quotas::Quotas;
use crate::shell::runtime::store::upgrades::{self, Relocated};
use crate::shell::runtime::store::{StoreError, forgotten, history};
use crate::shell::runtime::version::Version;
use crate::time::Instant;

/// How often in a row a contact may be due again at once before it is pushed back: flows that wait for no time at
/// all are due again a few times, and a mistake of ours would be for ever.
const PUSHES_AT_ONCE: u32 = 100;
/// The longest time that a contact is pushed back for.
const PUSH_MAX: Duration = Duration::from_secs(3600);

/// What the writer knows beside the store. After a transaction that failed it is read anew.
pub(super) struct Known {
    pub version: Arc<Version>,
    pub program_row: ProgramRow,
    pub cache: Cache,
    pub quotas: Quotas,
    pub lanes: BTreeMap<Name, Lane>,
    /// How many rows the outbox has.
    pub outbox_depth: u64,
    pub random: Random,
    /// SQLite's number of what others wrote.
    pub data_version: i64,
    /// Contacts may be left whose state was made with an earlier program.
    pub left_behind: bool,
}

/// A way out: a channel, or an act.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    /// How many attempts are under way.
    pub in_flight: usize,
    /// The provider asked for rest until then.
    pub rests_until: Option<Instant>,
}

/// A transaction at work. Whoever adds to what the service does in one writes with [`Commit::connection`].
pub struct Commit<'a> {
    pub(super) connection: &'a Connection,
    pub(super) known: &'a mut Known,
    pub(super) connectors: &'a Connectors,
    pub(super) settings: &'a Settings,
    pub(super) metrics: &'a Metrics,
    pub(super) now: Instant,
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
        let Some((row, contact)) = self.load(name)? else { return Ok(None) };
        self.known.cache.put(row, contact.clone());
        Ok(Some((row, contact)))
    }

    /// Takes the contact out of memory, or reads it and takes it over to the program in force.
    fn load(&mut self, name: &str) -> Result<Option<(ContactRow, Contact)>, StoreError> {
        if let Some(found) = self.known.cache.take(name) {
            return Ok(Some(found));
        }
        let Some((row, mut contact, program)) = contacts::load(self.connection, name)? else {
            return Ok(None);
        };
        if program == self.known.program_row {
            return Ok(Some((row, contact)));
        }
        let before = contact.clone();
        for step in upgrades::take_over(self.connection, program, &mut contact)? {
            let Relocated { program, event, effects, sequence } = step;
            if !effects.is_empty() {
                history::add(self.connection, row, program, sequence, &event, &effects, self.now)?;
                self.metrics.effects_total.add(effects.len() as u64);
            }
        }
        if contact != before {
            let wake = Wake { at: contact.next_wake(), pushes: 0 };
            contacts::put(self.connection, Some(row), Some(&before), &contact, wake)?;
        }
        contacts::set_program(self.connection, row, self.known.program_row)?;
        Ok(Some((row, contact)))
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
            self.known.outbox_depth = outbox::depth(self.connection)?;
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
        self.known.left_behind = true;
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
        let removed = forgotten::remove(self.connection, name, self.now)?;
        self.known.outbox_depth = outbox::depth(self.connection)?;
        Ok(removed)
    }

    /// Takes an event, unless it was taken before.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or written.
    pub fn take(&mut self, name: &Name, event: Event) -> Result<Accepted, StoreError> {
        if let Some((row, contact)) = self.load(name)? {
            if let Some(sequence) = history::find(self.connection, row, &event.id)? {
                self.known.cache.put(row, contact);
                let happened = history::since(self.connection, row, sequence, 1)?;
                let effects =
                    happened.into_iter().next().map(|happened| happened.effects).unwrap_or_default();
                return Ok(Accepted { taken: Taken::Before, sequence, effects });
            }
            return self.advance(Some(row), contact, event, 0);
        }
        // What happened to somebody before they were forgotten, and arrives late, is no news.
        if forgotten::at(self.connection, name)?.is_some_and(|at| event.at <= at) {
            return Ok(Accepted { taken: Taken::Before, sequence: 0, effects: Vec::new() });
        }
        self.advance(None, Contact::new(name.clone()), event, 0)
    }

    /// Wakes a contact that is due.
    pub(super) fn wake(&mut self, due: &Due) -> Result<(), StoreError> {
        let Some((row, contact)) = self.load(&due.name)? else { return Ok(()) };
        let event = Event::new(wake_id(contact.sequence + 1), self.now, EventKind::Woke);
        self.advance(Some(row), contact, event, due.pushes + 1)?;
        self.metrics.wakes_total.add(1);
        self.metrics.wake_lateness.observe(self.now.millis_since(due.at).max(0).unsigned_abs());
        Ok(())
    }

    fn advance(
        &mut self,
        row: Option<ContactRow>,
        mut contact: Contact,
        mut event: Event,
        woken: u32,
    ) -> Result<Accepted, StoreError> {
        // What is told to happen in the future would keep the contact's clock there.
        event.at = event.at.min(self.now);
        event.quotas_used = self.known.quotas.at(self.connection, self.now)?.to_vec();
        let before = contact.clone();
        let effects = engine::advance(&self.known.version.program, &mut contact, &event);
        let sequence = contact.sequence;
        let wake = next_wake(contact.next_wake(), woken, self.now);
        if wake.at != contact.next_wake() {
            self.metrics.wakes_pushed_back_total.add(1);
        }
        let known_before = row.is_some().then_some(&before);
        let is_new = row.is_none();
        let row = contacts::put(self.connection, row, known_before, &contact, wake)?;
        if is_new {
            contacts::set_program(self.connection, row, self.known.program_row)?;
        }
        // A wake that came too early, of which the engine took no note, has no place in the history.
        if sequence != before.sequence {
            history::add(self.connection, row, self.known.program_row, sequence, &event, &effects, self.now)?;
        }
        for effect in &effects {
            self.known.quotas.count(self.connection, self.now, effect)?;
            self.post(row, &contact, effect)?;
        }
        self.metrics.effects_total.add(effects.len() as u64);
        self.metrics.decisions.count(&effects);
        self.known.cache.put(row, contact);
        Ok(Accepted { taken: Taken::Now, sequence, effects })
    }

    fn post(&mut self, row: ContactRow, contact: &Contact, effect: &Effect) -> Result<(), StoreError> {
        let Some((lane, parcel)) = parcels::parcel(&self.known.version.program, contact, effect) else {
            return Ok(());
        };
        outbox::add(self.connection, row, &lane, self.now, &parcel)?;
        self.known.outbox_depth += 1;
        self.known.lanes.entry(lane).or_default();
        Ok(())
    }

    /// Keeps what the AI wrote.
    pub(super) fn written(&mut self, row: OutboxRow, text: &str) -> Result<(), StoreError> {
        outbox::set_written(self.connection, row, text)
    }

    /// Writes down what became of an attempt; of a message that failed for good the engine hears.
    pub(super) fn attempted(
        &mut self,
        attempt: &Attempt,
        outcome: Outcome,
        written: Option<&Name>,
    ) -> Result<(), StoreError> {
        // The contact was forgotten meanwhile: nothing is kept of it.
        if !outbox::is_there(self.connection, attempt.row)? {
            return Ok(());
        }
        let (keys, retry_for) = (self.keys(&attempt.lane), self.settings.retry_for);
        let verdict = retry::verdict(attempt, outcome, keys, self.now, retry_for, &mut self.known.random);
        self.decide(attempt, verdict, written)
    }

    /// Decides over an attempt that an earlier process left in flight.
    pub(super) fn left_in_flight(&mut self, attempt: &Attempt) -> Result<(), StoreError> {
        let verdict = retry::left_in_flight(attempt, self.keys(&attempt.lane), self.now);
        self.decide(attempt, verdict, None)
    }

    fn decide(
        &mut self,
        attempt: &Attempt,
        verdict: Verdict,
        written: Option<&Name>,
    ) -> Result<(), StoreError> {
        let written = written.map(|text| &**text);
        match verdict {
            Verdict::Again { due_at, perhaps_sent, lane_rests, why } => {
                let (key, lane, number) = (attempt.key(), &attempt.lane, attempt.number);
                tracing::info!(%key, %lane, attempt = number, why, "a delivery is tried again");
                outbox::put_back(self.connection, attempt.row, due_at, perhaps_sent, written, &why)?;
                self.metrics.retries_total.add(1);
                if lane_rests {
                    let lane = self.known.lanes.entry(attempt.lane.clone()).or_default();
                    lane.rests_until = lane.rests_until.max(Some(due_at));
                }
            }
            Verdict::End { ending, provider_id, why } => {
                let (provider_id, why) = (provider_id.as_deref(), why.as_deref());
                let ended = Ended { ending, at: self.now, provider_id, written, why };
                outbox::end(self.connection, attempt, &ended)?;
                self.known.outbox_depth = self.known.outbox_depth.saturating_sub(1);
                log_end(attempt, ending, why);
                match ending {
                    Ending::Sent => self.metrics.sent_total.add(1),
                    Ending::Unknown => self.metrics.unknown_total.add(1),
                    Ending::Failed => {
                        self.metrics.failed_total.add(1);
                        self.tell_of_failure(attempt)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn tell_of_failure(&mut self, attempt: &Attempt) -> Result<(), StoreError> {
        let effect = &attempt.parcel.effect;
        let EffectKind::SendMessage { channel, .. } = &effect.kind else { return Ok(()) };
        let kind = EventKind::DeliveryFailed { channel: Some(channel.clone()), message: Some(effect.key) };
        let event = Event::new(format!("~failed/{}", effect.key), self.now, kind);
        self.take(&attempt.name, event).map(drop)
    }

    /// Claims what may go out now.
    pub(super) fn claim(&mut self) -> Result<Vec<Attempt>, StoreError> {
        let mut at_once: usize = self.known.lanes.values().map(|lane| lane.in_flight).sum();
        let mut claimed = Vec::new();
        for (name, lane) in &self.known.lanes {
            if lane.rests_until.is_some_and(|until| until > self.now) {
                continue;
            }
            let room = self.settings.room(lane.in_flight, at_once);
            if room > 0 {
                let attempts = outbox::claim(self.connection, name, self.now, room)?;
                at_once += attempts.len();
                claimed.extend(attempts);
            }
        }
        Ok(claimed)
    }

    fn keys(&self, lane: &str) -> Keys {
        match self.connectors.of_lane(lane).takes_keys() {
            true => Keys::Taken,
            false => Keys::Ignored,
        }
    }
}

fn log_end(attempt: &Attempt, ending: Ending, why: Option<&str>) {
    let (key, lane, number) = (attempt.key(), &attempt.lane, attempt.number);
    match ending {
        Ending::Sent => tracing::debug!(%key, %lane, attempt = number, "a delivery went out"),
        Ending::Failed | Ending::Unknown => {
            let (ending, why) = (ending.name(), why.unwrap_or_default());
            tracing::warn!(%key, %lane, attempt = number, ending, why, "a delivery did not go out");
        }
    }
}

fn wake_id(sequence: u64) -> String {
    format!("~wake/{sequence}")
}

/// When a contact is to be woken that has been woken so often in a row: at its own time, or later when it is due again
/// at once for too long.
fn next_wake(at: Option<Instant>, woken: u32, now: Instant) -> Wake {
    if woken == 0 || at.is_none_or(|at| at > now) {
        return Wake { at, pushes: 0 };
    }
    let over = woken.saturating_sub(PUSHES_AT_ONCE);
    if over == 0 {
        return Wake { at, pushes: woken };
    }
    let push = Duration::from_secs(1 << (over - 1).min(20)).min(PUSH_MAX);
    Wake { at: Some(now.plus_millis(push.as_millis() as i64)), pushes: woken }
}

#[cfg(test)]
mod tests {
    use super::{PUSHES_AT_ONCE, next_wake};
    use crate::time::Instant;

    #[test]
    fn a_contact_that_is_due_without_end_is_pushed_back_further_and_further() {
        let now = Instant::from_millis(1_000_000);
        let due = Some(Instant::from_millis(999_000));
        let seconds = |woken: u32| next_wake(due, woken, now).at.map(|at| at.millis_since(now) / 1000);
        assert_eq!(next_wake(due, PUSHES_AT_ONCE, now).at, due);
        assert_eq!([1, 2, 3].map(|over| seconds(PUSHES_AT_ONCE + over)), [Some(1), Some(2), Some(4)]);
        assert_eq!(seconds(u32::MAX), Some(3600));
        let later = Some(Instant::from_millis(1_000_001));
        assert_eq!((next_wake(later, 500, now).at, next_wake(later, 500, now).pushes), (later, 0));
    }
}
