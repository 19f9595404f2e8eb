//! The service: events in, durably; effects out, at the right time; outcomes back in.
//!
//! One writer thread owns the store. Everything that changes it is a job of that thread, up to 100 events share one
//! transaction, and whoever asked is answered after the commit. State, history, dedup, timers and outbox of an event
//! are one transaction: after a crash anywhere all of it is there, or none.
//!
//! ```
//! use flowc::engine::{Event, EventKind};
//! use flowc::shell::runtime::connectors::{assemble::assemble, settings};
//! use flowc::shell::runtime::secrets::Secrets;
//! use flowc::shell::runtime::service::{Service, Settings, Taken};
//! use flowc::shell::runtime::store::Store;
//! use flowc::shell::runtime::version::Version;
//!
//! let folder = tempfile::tempdir().unwrap();
//! let store = Store::open(&folder.path().join("store.db")).unwrap();
//! let connectors = assemble(settings::read("flowc.toml", "").unwrap(), &Secrets::given([])).unwrap();
//! let service = Service::open(Version::default(), store, connectors, Settings::default()).unwrap();
//!
//! let wrote = EventKind::BotWrote { channel: Some("webchat".into()), text: "Bonjour".into() };
//! let event = Event::new("e1", service.now(), wrote);
//! let accepted = service.accept(vec![("marie".into(), event.clone())]).unwrap().wait().unwrap();
//! assert_eq!(accepted[0].taken, Taken::Now);
//! // Once it is answered, it is on the disk: the same again changes nothing.
//! let accepted = service.accept(vec![("marie".into(), event)]).unwrap().wait().unwrap();
//! assert_eq!(accepted[0].taken, Taken::Before);
//! assert_eq!(service.reader().history("marie", 0, 10).unwrap().len(), 1);
//! service.stop();
//! ```

mod accepting;
mod answers;
mod aside;
mod beginning;
mod cache;
mod commit;
mod deliveries;
mod group;
mod hearing;
mod job;
mod parcels;
mod random;
mod retry;
mod sending;
mod settings;
mod shared;
mod taking;
mod writer;
mod writing;

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tokio::sync::{oneshot, watch};

pub use answers::{Acceptance, Accepted, Refusal, Taken};
pub use commit::Commit;
pub use settings::{Fate, Point, Settings, Tripwire};
pub use shared::State;
pub use writing::{Room, Writing};

use self::beginning::prepare;
use self::deliveries::Deliveries;
use self::hearing::Hearing;
use self::job::Job;
use self::shared::Shared;
use self::writer::Writer;
use super::connector::Connectors;
use super::metrics::Metrics;
use super::store::{Reader, Store, StoreError};
use super::version::Version;
use crate::shell::failure::Failure;
use crate::time::Instant;

/// A running service; cheap to clone. It ends by [`Service::stop`], or when its store is beyond repair.
#[derive(Clone)]
pub struct Service {
    jobs: Sender<Job>,
    shared: Arc<Shared>,
    reader: Reader,
    connectors: Connectors,
    settings: Settings,
    hearing: Option<Arc<Hearing>>,
    thread: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Service {
    /// Starts the service on a store: what a process before left in flight is decided first, then it takes events.
    ///
    /// # Errors
    ///
    /// When the store cannot be read or written.
    pub fn open(
        version: Version,
        mut store: Store,
        connectors: Connectors,
        settings: Settings,
    ) -> Result<Self, Failure> {
        let path = store.path().display().to_string();
        let failed =
            |error: StoreError| Failure::new(format!("cannot use the store `{path}`")).because(error);
        let version = Arc::new(version);
        let shared = Arc::new(Shared::new(version.clone()));
        let known = prepare(&version, &mut store, &connectors, &settings, &shared.metrics).map_err(failed)?;
        let (jobs, receiver) = channel();
        let reader = store.reader();
        let deliveries =
            Deliveries::new(connectors.clone(), reader.clone(), jobs.clone(), settings.tripwire.clone());
        let writer = Writer {
            store,
            jobs: receiver,
            known,
            connectors: connectors.clone(),
            settings: settings.clone(),
            shared: shared.clone(),
            deliveries,
            waiting: Vec::new(),
            settling: Vec::new(),
            stop_by: None,
        };
        let thread = thread::Builder::new().name("writer".into()).spawn(move || writer.run());
        let thread = thread.map_err(|error| Failure::new("cannot start a thread").because(error))?;
        let thread = Arc::new(Mutex::new(Some(thread)));
        let hearing = connectors.writer.as_ref();
        let hearing = hearing.and_then(|writer| Hearing::new(writer, shared.metrics.clone())).map(Arc::new);
        Ok(Self { jobs, shared, reader, connectors, settings, hearing, thread })
    }

    /// Reads beside the writer.
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    /// The program in force.
    pub fn version(&self) -> Arc<Version> {
        self.shared.version()
    }

    /// Goes on with another program, from the next transaction on. Contacts keep their state.
    ///
    /// # Errors
    ///
    /// When it could not be committed.
    pub fn swap(&self, version: Version) -> Result<(), Refusal> {
        let (reply, answer) = oneshot::channel();
        let job = Job::Swap { version: Arc::new(version), reply };
        self.jobs.send(job).map_err(|_| Refusal::Stopped)?;
        answer.blocking_recv().map_err(|_| Refusal::of(&self.shared.state()))
    }

    /// What the service counts.
    pub fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }

    /// How the service is.
    pub fn state(&self) -> State {
        self.shared.state()
    }

    /// How the service is, and every change of it.
    pub fn states(&self) -> watch::Receiver<State> {
        self.shared.state.subscribe()
    }

    /// The ways to providers and back.
    pub fn connectors(&self) -> &Connectors {
        &self.connectors
    }

    /// Now, by the service's clock.
    pub fn now(&self) -> Instant {
        self.settings.clock.now()
    }

    /// Returns once nothing is due, nothing waits and nothing is on its way: what a test with a clock of its own
    /// calls after moving it. False when the service ended instead.
    pub fn settle(&self) -> bool {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Job::Settle { reply }).is_ok() && answer.blocking_recv().is_ok()
    }

    /// Takes no more events, begins no more attempts, waits for those on their way as long as the settings say, and
    /// closes the store. How it ended is [`Service::state`].
    pub fn stop(&self) {
        self.shared.stopping();
        drop(self.jobs.send(Job::Stop));
        self.wait();
    }

    /// Returns once the service has ended.
    pub fn wait(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(panic)) = thread.map(JoinHandle::join) {
            // The writer believed something that was wrong: whoever waits says so.
            std::panic::resume_unwind(panic);
        }
    }
}
