//! The one thread that writes: it gathers what waits, commits it together, and only then tells anybody.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant as Tick};

use rusqlite::{Connection, TransactionBehavior, params};
use tokio::sync::oneshot;

use super::commit::{Commit, Known};
use super::deliveries::Deliveries;
use super::group::Group;
use super::job::Job;
use super::settings::{Fate, Point, Settings};
use super::{Shared, State};
use crate::shell::runtime::clock::Clock;
use crate::shell::runtime::connector::Connectors;
use crate::shell::runtime::store::outbox::Attempt;
use crate::shell::runtime::store::{Store, StoreError, outbox, wakes};
use crate::time::Instant;

/// How many events share a transaction, and how many wakes beside them.
const GROUP_MAX: usize = 100;
/// How many contacts go over to another program in one transaction, beside what else it holds.
const TAKEN_OVER_AT_ONCE: usize = 200;
/// How many events of the history are cleared away in one transaction.
const CLEARED_AT_ONCE: usize = 200;
/// The longest time without a look at the clock, which somebody may have set.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(1);
/// How long a store that could not be written is left alone.
const TRY_AGAIN: Duration = Duration::from_millis(500);

pub(super) struct Writer {
    pub store: Store,
    pub jobs: Receiver<Job>,
    pub known: Known,
    pub connectors: Connectors,
    pub settings: Settings,
    pub shared: Arc<Shared>,
    pub deliveries: Deliveries,
    /// What was gathered and is not committed.
    pub waiting: Vec<Job>,
    pub settling: Vec<oneshot::Sender<()>>,
    pub stop_by: Option<Tick>,
}

/// Why a group was not committed.
enum Trouble {
    Store(StoreError),
    Died,
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Writer {
    /// Works until it is told to stop, or the store is beyond repair.
    pub(super) fn run(mut self) {
        let watched = Watched(self.shared.clone());
        let end = loop {
            if self.is_done() {
                break match self.shared.state() {
                    State::Unwritable(why) => State::Broken(why),
                    State::Running | State::Stopped | State::Broken(_) => State::Stopped,
                };
            }
            if self.gather() == Fate::Die {
                break State::Stopped;
            }
            match self.commit() {
                Ok(()) => {}
                Err(Trouble::Died) => break State::Stopped,
                Err(Trouble::Store(error)) if error.may_pass() => std::thread::park_timeout(TRY_AGAIN),
                Err(Trouble::Store(error)) => break State::Broken(error.to_string()),
            }
        };
        watched.0.set_state(end);
    }

    fn is_done(&self) -> bool {
        let Some(stop_by) = self.stop_by else { return false };
        let nothing_left = self.in_flight() == 0 && self.waiting.is_empty();
        nothing_left || Tick::now() >= stop_by
    }

    /// Waits until there is something to do, and takes what has come by then.
    fn gather(&mut self) -> Fate {
        let mut events = 0;
        let wait = if self.waiting.is_empty() { self.wait() } else { Duration::ZERO };
        let mut next = self.jobs.recv_timeout(wait).ok();
        while let Some(job) = next.take() {
            match job {
                Job::Settle { reply } => self.settling.push(reply),
                Job::Die => return Fate::Die,
                Job::Stop => self.stop_by = Some(Tick::now() + self.settings.stop_within),
                Job::Accept { .. }
                | Job::Attempted(_)
                | Job::Written { .. }
                | Job::Act { .. }
                | Job::Swap { .. } => {
                    events += if let Job::Accept { events, .. } = &job { events.len() } else { 1 };
                    self.waiting.push(job);
                }
            }
            if events < GROUP_MAX {
                next = self.jobs.try_recv().ok();
            }
        }
        Fate::Live
    }

    fn wait(&mut self) -> Duration {
        if (self.known.left_behind || self.known.to_try_again) && self.stop_by.is_none() {
            return Duration::ZERO;
        }
        let now = self.settings.clock.now();
        let longest = match (&self.settings.clock, self.stop_by) {
            (Clock::Real, None) => LOOK_AT_CLOCK,
            (Clock::Real | Clock::Manual(_), Some(_)) => Duration::from_millis(20),
            // Somebody who moves it says so by a job.
            (Clock::Manual(_), None) => LOOK_AT_CLOCK,
        };
        match self.next_due() {
            Ok(Some(due)) => {
                let millis = due.millis_since(now).max(0).unsigned_abs();
                Duration::from_millis(millis).min(longest)
            }
            Ok(None) => longest,
            // The commit that follows meets the same error, and says it.
            Err(_) => Duration::ZERO,
        }
    }

    /// When the next wake or delivery is due.
    fn next_due(&mut self) -> Result<Option<Instant>, StoreError> {
        if self.stop_by.is_some() {
            return Ok(None);
        }
        let connection = self.store.connection();
        let mut next = wakes::next_wake(connection)?;
        let at_once: usize = self.known.lanes.values().map(|lane| lane.in_flight).sum();
        for (name, lane) in &self.known.lanes {
            // What has no room is looked at again when an attempt comes back.
            if self.settings.room(lane.in_flight, at_once) == 0 {
                continue;
            }
            if let Some(due) = outbox::next_due(connection, name)? {
                let due = lane.rests_until.map_or(due, |until| due.max(until));
                next = Some(next.map_or(due, |next| next.min(due)));
            }
        }
        Ok(next)
    }

    fn in_flight(&self) -> usize {
        self.known.lanes.values().map(|lane| lane.in_flight).sum()
    }

    /// Does all that waits in one transaction, then tells whoever asked.
    fn commit(&mut self) -> Result<(), Trouble> {
        let now = self.settings.clock.now();
        let mut group = Group::of(std::mem::take(&mut self.waiting));
        let begun = Tick::now();
        let before = (self.known.version.clone(), self.known.program_row);
        match self.transact(&mut group, now) {
            Ok(claimed) => {
                if self.settings.tripwire.at(Point::AfterCommit) == Fate::Die {
                    return Err(Trouble::Died);
                }
                self.shared.set_state(State::Running);
                self.shared.metrics.commits_total.add(1);
                let micros = begun.elapsed().as_micros();
                self.shared.metrics.commit_time.observe_micros(u64::try_from(micros).unwrap_or(u64::MAX));
                self.shared.forget_waiting(group.events);
                self.shared.set_version(&self.known.version);
                for attempted in &group.attempted {
                    let lane = self.known.lanes.entry(attempted.attempt.lane.clone()).or_default();
                    lane.in_flight = lane.in_flight.saturating_sub(1);
                }
                group.tell(&self.shared);
                self.begin(claimed);
                self.settle(now)?;
                Ok(())
            }
            Err(Trouble::Died) => Err(Trouble::Died),
            Err(Trouble::Store(error)) => {
                self.shared.forget_waiting(group.events);
                self.shared.metrics.commits_failed_total.add(1);
                self.shared.set_state(match error.may_pass() {
                    true => State::Unwritable(error.to_string()),
                    false => State::Broken(error.to_string()),
                });
                // What providers have said is kept. Everybody else is told by the end of their channel.
                self.waiting = group.attempted.drain(..).map(Box::new).map(Job::Attempted).collect();
                (self.known.version, self.known.program_row) = before;
                self.undo();
                Err(Trouble::Store(error))
            }
        }
    }

    fn transact(&mut self, group: &mut Group, now: Instant) -> Result<Vec<Attempt>, Trouble> {
        let stopping = self.stop_by.is_some();
        for lane in self.known.lanes.values_mut() {
            (lane.begun, lane.over) = (0, 0);
        }
        let transaction =
            self.store.connection().transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut commit = Commit {
            connection: &transaction,
            known: &mut self.known,
            connectors: &self.connectors,
            settings: &self.settings,
            metrics: &self.shared.metrics,
            now,
            stopping,
            begun: Vec::new(),
        };
        commit.notice()?;
        if self.shared.state() != State::Running {
            // Before what may need it: wakes, and what providers have answered meanwhile.
            group.make_room(&mut commit)?;
            // An empty transaction says nothing about whether the store can be written.
            probe(&transaction, now)?;
        }
        if !stopping {
            for due in wakes::due(&transaction, now, GROUP_MAX)? {
                commit.wake(&due)?;
            }
        }
        group.perform(&mut commit)?;
        if commit.known.to_try_again && !stopping {
            commit.known.to_try_again = commit.try_those_again()?;
        }
        if commit.known.left_behind && !stopping {
            commit.known.left_behind = commit.take_over(TAKEN_OVER_AT_ONCE)?;
        }
        if !stopping {
            commit.clear_away(CLEARED_AT_ONCE)?;
        }
        let claimed = if stopping { Vec::new() } else { commit.claim()? };
        if self.settings.tripwire.at(Point::BeforeCommit) == Fate::Die {
            return Err(Trouble::Died);
        }
        transaction.commit()?;
        Ok(claimed)
    }

    fn begin(&mut self, claimed: Vec<Attempt>) {
        for attempt in claimed {
            self.known.lanes.entry(attempt.lane.clone()).or_default().in_flight += 1;
            self.shared.metrics.attempts_total.add(1);
            let in_flight = self.in_flight();
            self.deliveries.begin(attempt, self.known.version.clone(), in_flight);
        }
    }

    /// What was in memory may not be what the store has.
    fn undo(&mut self) {
        self.known.cache.clear();
        self.known.left_behind = true;
        self.known.quotas = Default::default();
        self.known.numbered = None;
        self.known.parcels.clear();
        (self.known.aside, self.known.to_try_again) = (None, true);
        if let Ok(depth) = outbox::depth(self.store.connection()) {
            self.known.outbox_depth = depth;
        }
    }

    fn settle(&mut self, now: Instant) -> Result<(), StoreError> {
        self.shared.metrics.outbox_depth.set(self.known.outbox_depth);
        if let Some(aside) = &self.known.aside {
            self.shared.metrics.contacts_set_aside.set(aside.len() as u64);
        }
        let others = self.known.left_behind || self.known.to_try_again;
        let busy = self.in_flight() > 0 || !self.waiting.is_empty() || others;
        if self.settling.is_empty() || busy {
            return Ok(());
        }
        if self.next_due()?.is_none_or(|due| due > now) {
            self.settling.drain(..).for_each(|reply| reply.send(()).unwrap_or(()));
        }
        Ok(())
    }
}

/// When the writer believed something that was wrong, everybody hears that the service has ended.
struct Watched(Arc<Shared>);

impl Drop for Watched {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.set_state(State::Broken("flowc was wrong about something".to_owned()));
        }
    }
}

fn probe(connection: &Connection, now: Instant) -> Result<(), StoreError> {
    let sql = "INSERT INTO meta (name, value) VALUES ('probed_at', ?1) \
               ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    connection.prepare_cached(sql)?.execute(params![now.to_string()])?;
    Ok(())
}
