//! How the service runs: limits, and what a test puts in place of the world.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::engine::EventKind;
use crate::shell::runtime::clock::Clock;

/// How the service runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What time it is.
    pub clock: Clock,
    /// How many events may wait for the next transaction before more are refused.
    pub queue_max: usize,
    /// How many deliveries may wait before events are refused.
    pub outbox_max: u64,
    /// How many attempts run at the same time.
    pub attempts_at_once: usize,
    /// How many of them in one lane, so that a slow provider leaves room for the others.
    pub attempts_at_once_per_lane: usize,
    /// How long a delivery is tried again before it counts as failed.
    pub retry_for: Duration,
    /// How long events stay in the history; without it, for ever.
    pub keep_for: Option<Duration>,
    /// How long a stop waits for attempts that are on their way.
    pub stop_within: Duration,
    /// How many contacts are kept in memory.
    pub contacts_cached: usize,
    /// Where a test stops the service as if the process had died.
    pub tripwire: Tripwire,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            clock: Clock::Real,
            queue_max: 10_000,
            outbox_max: 100_000,
            attempts_at_once: 128,
            attempts_at_once_per_lane: 64,
            retry_for: Duration::from_secs(24 * 60 * 60),
            keep_for: None,
            stop_within: Duration::from_secs(20),
            contacts_cached: 4096,
            tripwire: Tripwire::default(),
        }
    }
}

/// How many attempts a lane may always begin, so that slow lanes together cannot keep another one waiting.
const FIRST_OF_A_LANE: usize = 4;

impl Settings {
    /// How many attempts may begin in a lane that has so many in flight, of so many in all lanes.
    pub(super) fn room(&self, in_lane: usize, in_all: usize) -> usize {
        let free = self.attempts_at_once.saturating_sub(in_all).max(FIRST_OF_A_LANE.saturating_sub(in_lane));
        self.attempts_at_once_per_lane.saturating_sub(in_lane).min(free)
    }
}

/// A place at which a process may die.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// Everything is written, and nothing committed.
    BeforeCommit,
    /// It is committed, and nobody has been told.
    AfterCommit,
    /// The provider is about to hear of a delivery.
    BeforeAttempt,
    /// The provider has heard, and its answer is not written down.
    AfterAttempt,
}

/// What a tripwire says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// On it goes.
    Live,
    /// The service stops here, and does nothing more.
    Die,
}

/// Asked at every [`Point`].
#[derive(Clone, Default)]
pub struct Tripwire {
    ask: Option<Arc<dyn Fn(Point) -> Fate + Send + Sync>>,
    engine: Option<Arc<InEngine>>,
}

type InEngine = dyn Fn(&str, &EventKind) + Send + Sync;

impl Tripwire {
    /// This one is asked.
    pub fn new(ask: impl Fn(Point) -> Fate + Send + Sync + 'static) -> Self {
        Self { ask: Some(Arc::new(ask)), engine: None }
    }

    /// This one is called in the engine's place just before it is, with the contact and what happens to it: when it
    /// panics, the engine has.
    #[must_use]
    pub fn with_engine(self, hear: impl Fn(&str, &EventKind) + Send + Sync + 'static) -> Self {
        Self { engine: Some(Arc::new(hear)), ..self }
    }

    /// The engine is about to be told.
    pub(super) fn in_engine(&self, contact: &str, kind: &EventKind) {
        if let Some(hear) = &self.engine {
            hear(contact, kind);
        }
    }

    /// What is to become of the service at that point.
    pub(super) fn at(&self, point: Point) -> Fate {
        self.ask.as_ref().map_or(Fate::Live, |ask| ask(point))
    }
}

impl fmt::Debug for Tripwire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.ask.is_some() || self.engine.is_some() { "Tripwire" } else { "no tripwire" })
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn slow_lanes_together_leave_room_for_another() {
        let settings = Settings { attempts_at_once: 8, attempts_at_once_per_lane: 6, ..Settings::default() };
        assert_eq!(
            [(0, 0), (4, 4), (6, 6), (2, 7)].map(|(lane, all)| settings.room(lane, all)),
            [6, 2, 0, 2]
        );
        assert_eq!([(0, 8), (3, 12), (4, 12)].map(|(lane, all)| settings.room(lane, all)), [4, 1, 0]);
    }
}
