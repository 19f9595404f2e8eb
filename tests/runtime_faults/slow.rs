//! Providers that take their time: what goes on meanwhile, what a stop waits for, and when it is too much.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use flowc::shell::runtime::connector::{Connector, Connectors, Delivery, Outcome};
use flowc::shell::runtime::service::{Refusal, Service, Settings, State};
use flowc::shell::runtime::store::Store;

use crate::workbench::{Bench, Provider, says, version};
use crate::{REPLIES, channel, committed, retry, sent, until, until_refused};

/// A gate that a provider stands before until somebody opens it.
#[derive(Default)]
pub struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    pub fn pass(&self) {
        let mut open = self.open.lock().unwrap();
        while !*open {
            open = self.opened.wait(open).unwrap();
        }
    }

    pub fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

/// A provider whose webchat stands before a gate; it may be called from several threads at once.
struct Gated {
    gate: Arc<Gate>,
    got: Mutex<Vec<Delivery>>,
}

impl Connector for Gated {
    fn name(&self) -> &str {
        "gated"
    }

    fn deliver(&self, delivery: &Delivery) -> Outcome {
        self.got.lock().unwrap().push(delivery.clone());
        if channel(delivery) == "webchat" {
            self.gate.pass();
        }
        sent()
    }

    fn takes_keys(&self) -> bool {
        false
    }
}

fn open_gated(bench: &Bench, gated: &Arc<Gated>, settings: Settings) -> Service {
    let connectors = Connectors {
        by_channel: BTreeMap::new(),
        fallback: gated.clone(),
        webhooks: BTreeMap::new(),
        writer: None,
    };
    Service::open(version(REPLIES), Store::open(&bench.path()).unwrap(), connectors, settings).unwrap()
}

#[test]
fn a_slow_provider_leaves_room_for_others_and_a_stop_does_not_wait_for_ever() {
    let bench = Bench::new();
    let gated = Arc::new(Gated { gate: Arc::default(), got: Mutex::default() });
    let settings = Settings {
        attempts_at_once: 8,
        attempts_at_once_per_lane: 4,
        stop_within: Duration::from_millis(50),
        ..bench.settings()
    };
    let service = open_gated(&bench, &gated, settings.clone());
    for contact in 0..20 {
        says(&service, &format!("slow {contact}"), "e1", "webchat", "ORDER");
    }
    says(&service, "marie", "e1", "sms", "TEXT");
    let by = |name: &str| gated.got.lock().unwrap().iter().filter(|got| channel(got) == name).count();
    until("the other channel goes on", || by("sms") == 1);
    until("the slow one has its part", || by("webchat") == 4);
    service.stop();
    assert_eq!(service.state(), State::Stopped);
    assert_eq!(by("webchat"), 4);

    // What hung is tried once more, and marked; what had not begun is not.
    gated.gate.open();
    let service = open_gated(&bench, &gated, settings);
    assert!(service.settle());
    let got = gated.got.lock().unwrap().clone();
    let repeated = got.iter().filter(|got| got.perhaps_sent && channel(got) == "webchat").count();
    assert_eq!((repeated, by("webchat")), (4, 24));
    assert_eq!(service.reader().outbox_depth().unwrap(), 0);
    service.stop();
}

#[test]
fn a_stop_waits_for_what_is_on_its_way() {
    let bench = Bench::new();
    let gated = Arc::new(Gated { gate: Arc::default(), got: Mutex::default() });
    let service = open_gated(&bench, &gated, bench.settings());
    says(&service, "marie", "e1", "webchat", "ORDER");
    until("it is on its way", || gated.got.lock().unwrap().iter().any(|got| channel(got) == "webchat"));
    std::thread::scope(|scope| {
        scope.spawn(|| service.stop());
        until("no more is taken", || matches!(service.accept(Vec::new()), Err(Refusal::Stopped)));
        gated.gate.open();
    });
    let left: u64 = service.reader().outbox_depth().unwrap();
    assert_eq!(left, 0, "its outcome was written down");
}

#[test]
fn too_much_that_waits_is_told_as_busy() {
    let bench = Bench::new();
    let provider = Provider::answering(true, |_| retry(None));
    let service = bench.open_with(REPLIES, &provider, Settings { outbox_max: 10, ..bench.settings() });
    let (taken, refusal) = until_refused(&service);
    assert_eq!(refusal, Refusal::Busy);
    assert!((5..=12).contains(&taken), "{taken} were taken");
    assert_eq!(committed(&service), taken);
    service.stop();
}
