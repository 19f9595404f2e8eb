//! The one thread that writes: it gathers what waits, commits it together, and only then tells anybody.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant as Tick};

use rusqlite::TransactionBehavior;
use tokio::sync::oneshot;

use super::commit::{Commit, Known};
use super::deliveries::Deliveries;
use super::settings::{Fate, Point, Settings};
use super::{Accepted, Refusal, Shared, State};
use crate::engine::Event;
use crate::program::Name;
use crate::shell::runtime::clock::Clock;
use crate::shell::runtime::connector::{Connectors, Outcome};
use crate::shell::runtime::store::outbox::{Attempt, OutboxRow};
use crate::shell::runtime::store::{Store, StoreError, contacts, outbox, programs};
use crate::shell::runtime::version::Version;
use crate::time::Instant;

/// How many events share a transaction, and how many wakes beside them.
const GROUP_MAX: usize = 100;
/// The longest time without a look at the clock, which somebody may have set.
const LOOK_AT_CLOCK: Duration = Duration::from_secs(1);
/// How long a store that could not be written is left alone.
const TRY_AGAIN: Duration = Duration::from_millis(500);

/// What the writer is asked to do.
pub(super) enum Job {
    /// Take these events, all or none.
    Accept { events: Vec<(Name, Event)>, reply: oneshot::Sender<Vec<Accepted>> },
    /// Write down what became of an attempt.
    Attempted(Box<Attempted>),
    /// Keep what the AI wrote.
    Written { row: OutboxRow, text: Name, ack: oneshot::Sender<()> },
    /// Anything else in a transaction; it gives what is to be done once that is committed.
    Act(Act),
    /// Go on with this program.
    Swap { version: Arc<Version>, reply: oneshot::Sender<()> },
    /// Say so once nothing is due, nothing waits and nothing is on its way.
    Settle { reply: oneshot::Sender<()> },
    /// Stop.
    Stop,
}

/// Something in a transaction.
pub(super) type Act = Box<dyn FnOnce(&mut Commit<'_>) -> Result<Told, StoreError> + Send>;

/// What is told once a transaction is committed.
pub(super) type Told = Box<dyn FnOnce() + Send>;

/// An attempt, and what became of it.
pub(super) struct Attempted {
    pub attempt: Attempt,
    pub outcome: Outcome,
    pub written: Option<Name>,
}

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
        let end = loop {
            if self.is_done() {
                break State::Stopped;
            }
            self.gather();
            match self.commit() {
                Ok(()) => self.shared.set_state(State::Running),
                Err(Trouble::Died) => break State::Stopped,
                Err(Trouble::Store(error)) => {
                    self.undo();
                    self.shared.metrics.commits_failed_total.add(1);
                    if !error.may_pass() {
                        break State::Broken(error.to_string());
                    }
                    self.shared.set_state(State::Unwritable(error.to_string()));
                    std::thread::park_timeout(TRY_AGAIN);
                }
            }
        };
        self.shared.set_state(end);
    }

    fn is_done(&self) -> bool {
        let Some(stop_by) = self.stop_by else { return false };
        let nothing_left = self.in_flight() == 0 && self.waiting.is_empty();
        nothing_left || Tick::now() >= stop_by
    }

    /// Waits until there is something to do, and takes what has come by then.
    fn gather(&mut self) {
        let mut events = 0;
        let wait = if self.waiting.is_empty() { self.wait() } else { Duration::ZERO };
        let mut next = self.jobs.recv_timeout(wait).ok();
        while let Some(job) = next.take() {
            match job {
                Job::Settle { reply } => self.settling.push(reply),
                Job::Stop => self.stop_by = Some(Tick::now() + self.settings.stop_within),
                Job::Accept { .. }
                | Job::Attempted(_)
                | Job::Written { .. }
                | Job::Act(_)
                | Job::Swap { .. } => {
                    events += if let Job::Accept { events, .. } = &job { events.len() } else { 1 };
                    self.waiting.push(job);
                }
            }
            if events < GROUP_MAX {
                next = self.jobs.try_recv().ok();
            }
        }
    }

    fn wait(&mut self) -> Duration {
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
        let mut next = contacts::next_wake(connection)?;
        let at_once: usize = self.known.lanes.values().map(|lane| lane.in_flight).sum();
        for (name, lane) in &self.known.lanes {
            // What has no room is looked at again when an attempt comes back.
            let full = lane.in_flight >= self.settings.attempts_at_once_per_lane
                || at_once >= self.settings.attempts_at_once;
            if full {
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
        let stopping = self.stop_by.is_some();
        let jobs = std::mem::take(&mut self.waiting);
        let mut told: Vec<Told> = Vec::new();
        let mut tried = Tried::default();
        let begun = Tick::now();
        let done = self.transact(now, stopping, jobs, &mut told, &mut tried);
        match done {
            Ok(claimed) => {
                if self.settings.tripwire.at(Point::AfterCommit) == Fate::Die {
                    return Err(Trouble::Died);
                }
                self.shared.metrics.commits_total.add(1);
                let micros = begun.elapsed().as_micros();
                self.shared.metrics.commit_time.observe_micros(u64::try_from(micros).unwrap_or(u64::MAX));
                self.shared.forget_waiting(tried.events);
                for lane in tried.attempted {
                    let lane = self.known.lanes.entry(lane).or_default();
                    lane.in_flight = lane.in_flight.saturating_sub(1);
                }
                told.into_iter().for_each(|tell| tell());
                self.begin(claimed);
                self.settle(now)?;
                Ok(())
            }
            Err(Trouble::Died) => Err(Trouble::Died),
            Err(trouble) => {
                self.shared.forget_waiting(tried.events);
                // Whoever asked is told by the end of their channel; what providers have said is kept.
                self.waiting = tried.kept;
                Err(trouble)
            }
        }
    }

    fn transact(
        &mut self,
        now: Instant,
        stopping: bool,
        jobs: Vec<Job>,
        told: &mut Vec<Told>,
        tried: &mut Tried,
    ) -> Result<Vec<Attempt>, Trouble> {
        tried.events = jobs.iter().map(events_in).sum();
        let (kept, asked): (Vec<Job>, Vec<Job>) =
            jobs.into_iter().partition(|job| matches!(job, Job::Attempted(_)));
        tried.kept = kept;
        let transaction =
            self.store.connection().transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut commit = Commit {
            connection: &transaction,
            known: &mut self.known,
            connectors: &self.connectors,
            settings: &self.settings,
            metrics: &self.shared.metrics,
            now,
        };
        if !stopping {
            for due in contacts::due(&transaction, now, GROUP_MAX)? {
                commit.wake(&due)?;
            }
        }
        for job in &tried.kept {
            if let Job::Attempted(attempted) = job {
                let Attempted { attempt, outcome, written } = &**attempted;
                commit.attempted(attempt, outcome.clone(), written.as_ref())?;
                tried.attempted.push(attempt.lane.clone());
            }
        }
        for job in asked {
            match job {
                Job::Accept { events, reply } => {
                    let mut accepted = Vec::with_capacity(events.len());
                    for (name, event) in events {
                        accepted.push(commit.take(&name, event)?);
                    }
                    let metrics = self.shared.clone();
                    told.push(Box::new(move || {
                        metrics.count(&accepted);
                        drop(reply.send(accepted));
                    }));
                }
                Job::Written { row, text, ack } => {
                    commit.written(row, &text)?;
                    told.push(Box::new(move || ack.send(()).unwrap_or(())));
                }
                Job::Act(act) => told.push(act(&mut commit)?),
                Job::Swap { version, reply } => {
                    let row = programs::install(&transaction, version.fingerprint, now)?;
                    commit.known.version = version.clone();
                    commit.known.program_row = row;
                    let shared = self.shared.clone();
                    told.push(Box::new(move || {
                        shared.set_version(version);
                        reply.send(()).unwrap_or(());
                    }));
                }
                Job::Attempted(_) | Job::Settle { .. } | Job::Stop => {}
            }
        }
        let claimed = if stopping { Vec::new() } else { commit.claim()? };
        if self.settings.tripwire.at(Point::BeforeCommit) == Fate::Die {
            return Err(Trouble::Died);
        }
        transaction.commit()?;
        tried.kept.clear();
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
        self.known.quotas = Default::default();
        let version = self.shared.version();
        if !Arc::ptr_eq(&version, &self.known.version) {
            self.known.version = version;
        }
        if let Ok(Some((row, _))) = programs::present(self.store.connection()) {
            self.known.program_row = row;
        }
        if let Ok(depth) = outbox::depth(self.store.connection()) {
            self.known.outbox_depth = depth;
        }
    }

    fn settle(&mut self, now: Instant) -> Result<(), StoreError> {
        self.shared.metrics.outbox_depth.set(self.known.outbox_depth);
        if self.settling.is_empty() || self.in_flight() > 0 || !self.waiting.is_empty() {
            return Ok(());
        }
        if self.next_due()?.is_none_or(|due| due > now) {
            self.settling.drain(..).for_each(|reply| reply.send(()).unwrap_or(()));
        }
        Ok(())
    }
}

/// What a transaction has in hand.
#[derive(Default)]
struct Tried {
    events: usize,
    kept: Vec<Job>,
    attempted: Vec<Name>,
}

fn events_in(job: &Job) -> usize {
    match job {
        Job::Accept { events, .. } => events.len(),
        Job::Attempted(_)
        | Job::Written { .. }
        | Job::Act(_)
        | Job::Swap { .. }
        | Job::Settle { .. }
        | Job::Stop => 0,
    }
}

impl Refusal {
    /// What a caller is told whose channel ended without an answer.
    pub(super) fn of(state: &State) -> Self {
        match state {
            State::Running | State::Unwritable(_) => {
                let why = if let State::Unwritable(why) = state { why.clone() } else { String::new() };
                Self::Unwritable { why }
            }
            State::Stopped => Self::Stopped,
            State::Broken(why) => Self::Unwritable { why: why.clone() },
        }
    }
}
