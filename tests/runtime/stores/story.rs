//! What happened in the stores of this folder: contacts in every state that a store can hold one in.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use flowc::engine::{EffectKey, EventKind};
use flowc::program::{Assignee, Name, Value};
use flowc::shell::runtime::apply;
use flowc::shell::runtime::connector::{Connectors, DeliveryKind, Outcome, Writer, WritingTask};
use flowc::shell::runtime::forget;
use flowc::shell::runtime::service::{Service, Settings};
use flowc::shell::runtime::store::{Store, deliveries};
use flowc::shell::runtime::version::Version;
use flowc::source::{Source, SourceId};
use flowc::time::Instant;

use crate::workbench::{Bench, Provider, START, connectors, happen, says};

pub const FIRST: &str = include_str!("first.flow");
pub const SECOND: &str = include_str!("second.flow");

const SECOND_MS: i64 = 1000;
const MINUTE: i64 = 60 * SECOND_MS;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// When the stores were left.
pub const END: Instant = START.plus_millis(20 * MINUTE);

/// The program of the story.
pub fn first() -> Version {
    program("shop.flow", FIRST)
}

/// The same with its file called as the command named it: so did the first stores.
#[allow(dead_code, reason = "the story itself is told below the workspace")]
pub fn first_by_its_path() -> Version {
    program("boutique/shop.flow", FIRST)
}

/// The one that is applied at the end.
pub fn second() -> Version {
    program("shop.flow", SECOND)
}

fn program(name: &str, text: &str) -> Version {
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    Version::of(vec![Source::new(SourceId(0), name, text)], as_of).expect("it is right")
}

/// What the AI writes.
pub struct Poet;

impl Writer for Poet {
    fn write(&self, task: &WritingTask) -> Result<Name, Outcome> {
        Ok(format!("Un poème pour {}", task.contact).into())
    }
}

/// A service with an AI, at the bench's clock.
pub fn open(bench: &Bench, version: Version, provider: &Arc<Provider>) -> Service {
    let ways = Connectors { writer: Some(Arc::new(Poet)), ..connectors(provider) };
    let settings = Settings { stop_within: Duration::from_secs(3), ..bench.settings() };
    let store = Store::open(&bench.path()).unwrap_or_else(|failure| panic!("{}", failure.report()));
    Service::open(version, store, ways, settings).unwrap_or_else(|failure| panic!("{}", failure.report()))
}

/// Somebody becomes known.
pub fn known(service: &Service, contact: &str, fields: &[(&str, &str)]) {
    let fields = fields.iter().map(|(name, value)| ((*name).into(), Value::from(*value))).collect();
    let tags = vec!["cliente".into()];
    happen(service, contact, "known", EventKind::ContactUpdated { fields, tags, groups: Vec::new() });
}

fn reported(service: &Service, contact: &str, event: &str) {
    happen(service, contact, event, EventKind::Reported { event: event.into(), fields: Vec::new() });
}

fn bot(service: &Service, contact: &str, id: &str, channel: &str, text: &str) {
    happen(service, contact, id, EventKind::BotWrote { channel: Some(channel.into()), text: text.into() });
}

/// Opens once, for everybody.
#[derive(Default)]
struct Gate(Mutex<bool>, Condvar);

impl Gate {
    fn pass(&self) {
        let mut open = self.0.lock().expect("nobody panics");
        while !*open {
            open = self.1.wait(open).expect("nobody panics");
        }
    }

    fn open(&self) {
        *self.0.lock().expect("nobody panics") = true;
        self.1.notify_all();
    }
}

/// Lives through it all; what is left is the store.
pub fn live(bench: &Bench) {
    let (fails, hangs) = (Arc::new(Gate::default()), Arc::new(Gate::default()));
    let gates = (fails.clone(), hangs.clone());
    let provider = Provider::answering(false, move |_| sent("nobody"));
    provider.answer_with(move |delivery| {
        let why = |text: &str| text.to_owned();
        match (&*delivery.contact, &delivery.kind) {
            (_, kind) if !matches!(kind, DeliveryKind::Message(_)) => sent(&delivery.key),
            ("zoé", _) => Outcome::Retry { after: None, why: why("the line is busy") },
            ("nina", _) => Outcome::Unknown { why: why("the line broke") },
            ("paul", _) => Outcome::Failed { why: why("the number is not in use") },
            _ => sent(&delivery.key),
        }
    });
    let service = open(bench, first(), &provider);
    people(&service);
    messages(bench, &service);
    waits(&service);
    forgotten(bench, &service);
    bench.pass(&service, END.millis_since(bench.clock.now()));

    // Two deliveries are on their way while the next version is applied and the service stops: one fails after that,
    // whose contact alone goes over to it, and one hangs.
    provider.answer_with(move |delivery| {
        match &*delivery.contact {
            "léa" => gates.0.pass(),
            _ => gates.1.pass(),
        }
        Outcome::Failed { why: "the number is not in use".to_owned() }
    });
    reported(&service, "léa", "news");
    reported(&service, "omar", "news");
    std::thread::sleep(Duration::from_millis(100));
    std::thread::scope(|scope| {
        scope.spawn(|| service.stop());
        std::thread::sleep(Duration::from_millis(100));
        apply::apply(&bench.path(), &second(), END).unwrap_or_else(|failure| panic!("{}", failure.report()));
        fails.open();
    });
    hangs.open();
}

fn sent(id: &str) -> Outcome {
    Outcome::Sent { provider_id: Some(format!("provider/{id}")) }
}

fn people(service: &Service) {
    known(
        service,
        "élodie",
        &[
            ("first_name", "Élodie"),
            ("last_name", "Martin-Dupré"),
            ("email", "Elodie.Martin@Example.com"),
            ("phone", "+33 6 12 34 56 78"),
            ("whatsapp", "+33612345678"),
            ("viber", "viber-élodie"),
            ("language", "fr"),
        ],
    );
    for (number, contact) in ["zoé", "nina", "paul", "léa", "omar", "aïcha", "oubliée"].iter().enumerate()
    {
        let phone = format!("+3370000000{number}");
        let viber = format!("viber-{contact}");
        known(service, contact, &[("first_name", contact), ("phone", &phone), ("viber", &viber)]);
    }
    let to = Assignee::Agent("inès@example.com".into());
    happen(service, "aïcha", "given", EventKind::ConversationAssigned { agent: None, to });
    happen(service, "omar", "closed", EventKind::ConversationClosed { agent: Some("inès".into()) });
}

fn messages(bench: &Bench, service: &Service) {
    says(service, "élodie", "e1", "webchat", "COMMANDE");
    says(service, "élodie", "e1", "webchat", "COMMANDE");
    says(service, "élodie", "e2", "whatsapp", "Bonjour, une table samedi ?");
    bot(service, "élodie", "e3", "whatsapp", "Avec plaisir ! À quelle heure ?");
    says(service, "aïcha", "a1", "webchat", "POEME");
    for contact in ["élodie", "aïcha", "zoé"] {
        reported(service, contact, "offer");
    }
    // The month's quota of two is used up.
    for contact in ["zoé", "nina", "paul"] {
        says(service, contact, "news-1", "sms", "TABLE");
        bot(service, contact, "news-2", "sms", "Un instant…");
    }
    bench.pass(service, 2 * MINUTE);
    let delivered = |commit: &mut flowc::shell::runtime::service::Commit<'_>| {
        let key = EffectKey { sequence: 2, index: 2 };
        deliveries::delivered(commit.connection(), "élodie", key, commit.now())
    };
    assert!(service.write(delivered).expect("it is written"), "the order's answer has arrived");
}

/// Who waits for what.
fn waits(service: &Service) {
    says(service, "aïcha", "a2", "sms", "TABLE");
    happen(service, "aïcha", "booked", EventKind::Booked { time: START.plus_millis(3 * DAY) });
    reported(service, "nina", "callback");
    says(service, "léa", "l1", "webchat", "COMMANDE");
    says(service, "omar", "o1", "webchat", "COMMANDE");
    let url = Name::from("https://boutique.example/tarifs");
    let viewed = EventKind::PageViewed { url, title: None, referrer: None, device: Vec::new() };
    happen(service, "visiteur", "v1", viewed);
}

fn forgotten(bench: &Bench, service: &Service) {
    says(service, "oubliée", "f1", "webchat", "COMMANDE");
    assert!(service.settle());
    let done = forget::forget(&bench.path(), "oubliée", bench.clock.now());
    assert!(done.is_ok_and(|done| done.is_some()), "she was known");
}
