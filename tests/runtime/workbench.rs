//! A service to work on: a program in a folder of its own, a clock that is moved by hand, and a provider that keeps
//! what it gets.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use flowc::engine::{Event, EventKind};
use flowc::shell::runtime::clock::Clock;
use flowc::shell::runtime::connector::{Connector, Connectors, Delivery, DeliveryKind, Outcome};
use flowc::shell::runtime::service::{Accepted, Service, Settings};
use flowc::shell::runtime::store::Store;
use flowc::shell::runtime::version::Version;
use flowc::source::{Source, SourceId};
use flowc::time::Instant;

/// 2026-03-02T08:00:00Z, a Monday.
pub const START: Instant = Instant::from_millis(1_772_438_400_000);

/// The program of that text, which must be right.
pub fn version(text: &str) -> Version {
    let source = Source::new(SourceId(0), "test.flow", text);
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    Version::of(vec![source], as_of).unwrap_or_else(|found| panic!("{found:#?}\n{text}"))
}

/// What a provider says to each attempt.
pub type Answer = Box<dyn FnMut(&Delivery) -> Outcome + Send>;

/// A provider that keeps what it gets.
pub struct Provider {
    takes_keys: bool,
    answer: Mutex<Answer>,
    got: Mutex<Vec<Delivery>>,
}

impl Provider {
    /// It takes keys and everything else.
    pub fn new() -> Arc<Self> {
        Self::answering(true, |_| Outcome::Sent { provider_id: None })
    }

    /// It answers like that.
    pub fn answering(
        takes_keys: bool,
        answer: impl FnMut(&Delivery) -> Outcome + Send + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { takes_keys, answer: Mutex::new(Box::new(answer)), got: Mutex::default() })
    }

    /// From now on it answers like that.
    #[allow(dead_code, reason = "not every test changes its mind")]
    pub fn answer_with(&self, answer: impl FnMut(&Delivery) -> Outcome + Send + 'static) {
        *self.answer.lock().unwrap() = Box::new(answer);
    }

    /// All attempts so far.
    pub fn got(&self) -> Vec<Delivery> {
        self.got.lock().unwrap().clone()
    }

    /// The messages to contacts so far.
    #[allow(dead_code, reason = "not every test looks at all of a message")]
    pub fn messages(&self) -> Vec<Delivery> {
        let message = |delivery: &Delivery| matches!(delivery.kind, DeliveryKind::Message(_));
        self.got().into_iter().filter(message).collect()
    }

    /// The texts of the messages so far, with the attempt's number behind those that are repeated.
    pub fn texts(&self) -> Vec<String> {
        let text = |delivery: &Delivery| {
            let DeliveryKind::Message(message) = &delivery.kind else { return None };
            let flowc::shell::runtime::connector::Content::Text(text) = &message.content else { return None };
            Some(text.to_string())
        };
        self.got().iter().filter_map(text).collect()
    }
}

impl Connector for Provider {
    fn name(&self) -> &str {
        "provider"
    }

    fn deliver(&self, delivery: &Delivery) -> Outcome {
        self.got.lock().unwrap().push(delivery.clone());
        let mut answer = self.answer.lock().unwrap();
        answer(delivery)
    }

    fn takes_keys(&self) -> bool {
        self.takes_keys
    }
}

/// All ways lead to that provider.
pub fn connectors(provider: &Arc<Provider>) -> Connectors {
    Connectors {
        by_channel: BTreeMap::new(),
        fallback: provider.clone(),
        webhooks: BTreeMap::new(),
        writer: None,
    }
}

/// A folder with a store, and a clock.
pub struct Bench {
    pub folder: tempfile::TempDir,
    pub clock: Clock,
}

impl Bench {
    pub fn new() -> Self {
        // In memory where there is such a folder: these tests are about what is committed, not about disks.
        let memory = std::path::Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory),
            false => tempfile::tempdir(),
        };
        Self { folder: folder.expect("a folder"), clock: Clock::manual(START) }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("store.db")
    }

    pub fn settings(&self) -> Settings {
        Settings { clock: self.clock.clone(), ..Settings::default() }
    }

    pub fn open(&self, text: &str, provider: &Arc<Provider>) -> Service {
        self.open_with(text, provider, self.settings())
    }

    pub fn open_with(&self, text: &str, provider: &Arc<Provider>, settings: Settings) -> Service {
        let store = Store::open(&self.path()).unwrap_or_else(|failure| panic!("{}", failure.report()));
        Service::open(version(text), store, connectors(provider), settings)
            .unwrap_or_else(|failure| panic!("{}", failure.report()))
    }

    /// Lets that many milliseconds pass, wake by wake, as the simulator does.
    pub fn pass(&self, service: &Service, millis: i64) {
        let end = self.clock.now().plus_millis(millis);
        loop {
            assert!(service.settle());
            let next = service.reader().next_wake().unwrap().filter(|next| *next <= end);
            let Some(next) = next else { break };
            self.clock.set(next.max(self.clock.now()));
        }
        self.clock.set(end);
        assert!(service.settle());
    }
}

/// Hands one event over, which must be taken.
pub fn happen(service: &Service, contact: &str, id: &str, kind: EventKind) -> Accepted {
    let event = Event::new(id, service.now(), kind);
    let accepted = service.accept(vec![(contact.into(), event)]).expect("it is taken").wait();
    accepted.expect("it is committed").remove(0)
}

/// The contact writes.
pub fn says(service: &Service, contact: &str, id: &str, channel: &str, text: &str) -> Accepted {
    let kind = EventKind::MessageReceived { channel: channel.into(), text: text.into(), intents: Vec::new() };
    happen(service, contact, id, kind)
}
