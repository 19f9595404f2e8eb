//! Attempts at work: threads that ask the AI and speak to providers, as many as are needed at once.

use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

use super::job::{Attempted, Job};
use super::parcels;
use super::settings::{Fate, Point, Tripwire};
use crate::program::Name;
use crate::shell::runtime::connector::{Connectors, Outcome, WritingTask};
use crate::shell::runtime::store::Reader;
use crate::shell::runtime::store::outbox::Attempt;
use crate::shell::runtime::version::Version;

/// What the AI is told of a conversation: the latest events that may hold turns of it.
const EVENTS_TOLD_MAX: u64 = 200;

/// The threads, and the way to them.
pub(super) struct Deliveries {
    attempts: Sender<(Attempt, Arc<Version>)>,
    crew: Arc<Crew>,
}

struct Crew {
    attempts: Mutex<Receiver<(Attempt, Arc<Version>)>>,
    connectors: Connectors,
    reader: Reader,
    jobs: Sender<Job>,
    tripwire: Tripwire,
    hands: AtomicUsize,
}

impl Deliveries {
    /// No thread yet.
    pub(super) fn new(connectors: Connectors, reader: Reader, jobs: Sender<Job>, tripwire: Tripwire) -> Self {
        let (attempts, receiver) = channel();
        let crew = Crew {
            attempts: Mutex::new(receiver),
            connectors,
            reader,
            jobs,
            tripwire,
            hands: AtomicUsize::new(0),
        };
        Self { attempts, crew: Arc::new(crew) }
    }

    /// Begins an attempt that has been committed as in flight; what became of it comes back as a job. `in_flight`
    /// attempts, this one among them, are under way.
    pub(super) fn begin(&self, attempt: Attempt, version: Arc<Version>, in_flight: usize) {
        if self.crew.hands.load(Ordering::SeqCst) < in_flight {
            self.crew.hands.fetch_add(1, Ordering::SeqCst);
            let crew = self.crew.clone();
            let spawned = thread::Builder::new().name("delivery".into()).spawn(move || crew.work());
            if spawned.is_err() {
                // Those that are there do it, one after the other.
                self.crew.hands.fetch_sub(1, Ordering::SeqCst);
            }
        }
        drop(self.attempts.send((attempt, version)));
    }
}

impl Crew {
    fn work(&self) {
        loop {
            let next = self.attempts.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((attempt, version)) = next else { return };
            let attempted = panic::catch_unwind(AssertUnwindSafe(|| self.attempt(&attempt, &version)));
            let (outcome, written) = match attempted {
                Ok(Some(attempted)) => attempted,
                Ok(None) => {
                    drop(self.jobs.send(Job::Die));
                    return;
                }
                // A connector that is wrong about something: nobody knows how far it got.
                Err(_) => (Outcome::Unknown { why: "flowc was wrong about something".to_owned() }, None),
            };
            if self.jobs.send(Job::Attempted(Box::new(Attempted { attempt, outcome, written }))).is_err() {
                return;
            }
        }
    }

    /// None when a tripwire says that the process is dead.
    fn attempt(&self, attempt: &Attempt, version: &Version) -> Option<(Outcome, Option<Name>)> {
        let written = match self.write(attempt) {
            Ok(written) => written,
            Err(outcome) => return Some((outcome, None)),
        };
        if let (Some(text), None) = (&written, &attempt.written) {
            // Committed before the provider hears of it: all attempts say the same.
            let (ack, kept) = oneshot::channel();
            let job = Job::Written { row: attempt.row, text: text.clone(), ack };
            if self.jobs.send(job).is_err() || kept.blocking_recv().is_err() {
                // Nothing has gone out: the AI is asked again once the store can be written.
                let why = "what the AI wrote could not be kept".to_owned();
                return Some((Outcome::Retry { after: None, why }, None));
            }
        }
        let delivery = parcels::delivery(&version.program, attempt, written.as_ref());
        if self.tripwire.at(Point::BeforeAttempt) == Fate::Die {
            return None;
        }
        let outcome = self.connectors.of(&delivery.kind).deliver(&delivery);
        match self.tripwire.at(Point::AfterAttempt) {
            Fate::Live => Some((outcome, written)),
            Fate::Die => None,
        }
    }

    /// What the AI wrote, on this attempt or an earlier one; none when it was not asked.
    fn write(&self, attempt: &Attempt) -> Result<Option<Name>, Outcome> {
        if attempt.written.is_some() {
            return Ok(attempt.written.clone());
        }
        let (Some(instruction), Some(writer)) =
            (parcels::asks_ai(&attempt.parcel.effect), &self.connectors.writer)
        else {
            return Ok(None);
        };
        let conversation = self.reader.conversation(&attempt.name, EVENTS_TOLD_MAX).map_err(|error| {
            Outcome::Retry { after: None, why: format!("the conversation cannot be read: {error}") }
        })?;
        let task = WritingTask {
            key: format!("{}/{}", attempt.name, attempt.parcel.effect.key),
            contact: attempt.name.clone(),
            instruction: instruction.cloned(),
            language: attempt.parcel.label.language.clone(),
            conversation,
        };
        writer.write(&task).map(Some)
    }
}
