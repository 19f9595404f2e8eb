//! What the writer and everybody else know of each other.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use super::answers::{Accepted, Taken};
use crate::shell::runtime::metrics::Metrics;
use crate::shell::runtime::version::Version;

/// How the service is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It takes events.
    Running,
    /// The store cannot be written; it is tried again and again, and nothing is taken meanwhile.
    Unwritable(String),
    /// It was told to stop, and has.
    Stopped,
    /// The store is beyond repair: the process should end with exit code 2.
    Broken(String),
}

/// What the writer and everybody else know of each other.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) metrics: Arc<Metrics>,
    pub(super) state: watch::Sender<State>,
    pub(super) stopping: AtomicBool,
    pub(super) version: RwLock<Arc<Version>>,
    pub(super) waiting: AtomicUsize,
}

impl Shared {
    pub(super) fn new(version: Arc<Version>) -> Self {
        let metrics = Arc::new(Metrics::default());
        metrics.store_writable.set(1);
        Self {
            metrics,
            state: watch::Sender::new(State::Running),
            stopping: AtomicBool::new(false),
            version: RwLock::new(version),
            waiting: AtomicUsize::new(0),
        }
    }

    pub(super) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    pub(super) fn set_state(&self, state: State) {
        self.metrics.store_writable.set(u64::from(state == State::Running));
        self.state.send_if_modified(|present| {
            let changed = *present != state;
            match &state {
                _ if !changed => {}
                State::Running => tracing::info!("the store can be written again"),
                State::Unwritable(why) => tracing::error!(why, "the store cannot be written"),
                State::Stopped => tracing::info!("the service has stopped"),
                State::Broken(why) => tracing::error!(why, "the store is beyond repair"),
            }
            *present = state;
            changed
        });
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    pub(super) fn stopping(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    pub(super) fn version(&self) -> Arc<Version> {
        self.version.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_version(&self, version: &Arc<Version>) {
        if !Arc::ptr_eq(version, &self.version()) {
            *self.version.write().unwrap_or_else(PoisonError::into_inner) = version.clone();
        }
    }

    pub(super) fn wait_for(&self, events: usize) {
        let before = self.waiting.fetch_add(events, Ordering::SeqCst);
        self.metrics.queue_depth.set((before + events) as u64);
    }

    pub(super) fn forget_waiting(&self, events: usize) {
        let before = self.waiting.fetch_sub(events, Ordering::SeqCst);
        self.metrics.queue_depth.set((before - events) as u64);
    }

    pub(super) fn count(&self, accepted: &[Accepted]) {
        let now = accepted.iter().filter(|accepted| accepted.taken == Taken::Now).count();
        self.metrics.events_total.add(now as u64);
        let before = accepted.iter().filter(|accepted| accepted.taken == Taken::Before).count();
        self.metrics.duplicates_total.add(before as u64);
    }
}
