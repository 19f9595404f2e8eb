//! What durability costs: events, latency and timers of the service, beside a bare loop of commits in the same run.
//!
//! `cargo bench --features runtime --bench runtime`. Another process measures the start (`start STORE`); `http` measures
//! the API alone.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock and starts threads")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant as Tick};

use flowc::check::{Broken, Config, check};
use flowc::compile::compile;
use flowc::engine::{Event, EventKind};
use flowc::program::{Fingerprint, Name};
use flowc::shell::clock;
use flowc::shell::runtime::connector::{Connector, Connectors, Delivery, DeliveryKind, Outcome};
use flowc::shell::runtime::service::{Service, Settings};
use flowc::shell::runtime::store::Store;
use flowc::shell::runtime::version::Version;
use flowc::source::{Source, SourceId};
use flowc::time::Instant;

#[path = "runtime/bare.rs"]
mod bare;
#[path = "runtime/http.rs"]
mod http;
#[path = "runtime/timers.rs"]
mod timers;

const CLIENTS: usize = 64;
const EVENTS_PER_CLIENT: usize = 400;
const PACED_PER_SECOND: u64 = 1000;
const PACED_SECONDS: u64 = 10;

const TALK: &str = r#"
workspace "Bench" { timezone "UTC" }
flow silent { on silence  via webchat  after 5m send "Still there?"  after 1d send "Goodbye." }
flow order { on keyword "ORDER" from webchat  send "Delivery or pick-up?" }
"#;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "start") {
        return timers::started(Path::new(&arguments[at + 1]));
    }
    let folder = tempfile::tempdir().expect("a folder");
    if arguments.iter().any(|argument| argument == "http") {
        return http::compared(folder.path());
    }
    throughput(folder.path());
    http::compared(folder.path());
    latency(folder.path());
    timers::made(folder.path());
}

/// Durable events of many clients, each of which waits for its answer, beside two loops that do nothing but commit, as
/// many at once: the very rows that the events left behind, and one row of that size for each event.
fn throughput(folder: &Path) {
    for (what, text) in
        [("a message that a flow does not answer", "Hello"), ("a message and its answer", "ORDER")]
    {
        let path = folder.join(format!("{text}.db"));
        let service = open(&path, TALK, Arc::new(Watch::default()));
        let begun = Tick::now();
        let clients = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        clients.block_on(async {
            let mut each = tokio::task::JoinSet::new();
            for client in 0..CLIENTS {
                let service = service.clone();
                each.spawn(async move {
                    for number in 0..EVENTS_PER_CLIENT {
                        let contact = Name::from(format!("contact {client} {}", number % 20));
                        let event = Event::new(format!("e{number}"), service.now(), says(text));
                        let taken = service.accept(vec![(contact, event)]).expect("there is room").await;
                        taken.expect("it is committed");
                    }
                });
            }
            each.join_all().await;
        });
        let seconds = begun.elapsed().as_secs_f64();
        let events = (CLIENTS * EVENTS_PER_CLIENT) as f64;
        assert!(service.settle());
        let commits = service.metrics().commits_total.get() as f64;
        service.stop();
        let group = (events / commits).round().max(1.0);
        let rate = events / seconds;
        let (bytes, rows) = bare::rows(&path, &folder.join("rows.db"), group as usize);
        let bare = bare::bytes(&folder.join("bytes.db"), bytes as usize, group as usize, events as usize);
        println!("{what}: {rate:.0} events/s durably at {CLIENTS} clients, {group:.0} in a transaction");
        println!("  a loop that commits the same rows: {rows:.0} events/s; ratio {:.2}", rate / rows);
        println!("  a loop that commits {bytes:.0} bytes each: {bare:.0} events/s; ratio {:.2}", rate / bare);
    }
}

/// From an accepted event to the provider that hears of what came of it, at a steady rate.
fn latency(folder: &Path) {
    let watch = Arc::new(Watch::default());
    let service = open(&folder.join("latency.db"), TALK, watch.clone());
    let total = PACED_PER_SECOND * PACED_SECONDS;
    let begun = Tick::now();
    let mut asked = BTreeMap::new();
    for number in 0..total {
        let due = Duration::from_nanos(number * 1_000_000_000 / PACED_PER_SECOND);
        while begun.elapsed() < due {
            thread::sleep(Duration::from_micros(200));
        }
        let contact = Name::from(format!("contact {number}"));
        asked.insert(contact.clone(), Tick::now());
        let event = Event::new("e1", service.now(), says("ORDER"));
        drop(service.accept(vec![(contact, event)]).expect("there is room"));
    }
    assert!(service.settle());
    let heard = watch.heard.lock().expect("nobody panicked");
    let late = heard.iter().filter_map(|(contact, at, _)| Some(at.duration_since(*asked.get(contact)?)));
    told("from the event to the provider", &format!("{PACED_PER_SECOND} events/s"), late.collect());
    service.stop();
}

fn told(what: &str, rate: &str, mut late: Vec<Duration>) {
    late.sort();
    let at = |share: f64| late[((late.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    let (half, most, all) = (at(0.5), at(0.99), at(1.0));
    println!("{what} at {rate}: p50 {half:.1} ms, p99 {most:.1} ms, at most {all:.1} ms, of {}", late.len());
}

/// Keeps who was written to and when.
#[derive(Default)]
struct Watch {
    heard: Mutex<Vec<(Name, Tick, Instant)>>,
}

impl Connector for Watch {
    fn name(&self) -> &str {
        "watch"
    }

    fn deliver(&self, delivery: &Delivery) -> Outcome {
        if let DeliveryKind::Message(_) = &delivery.kind {
            let heard = (delivery.contact.clone(), Tick::now(), clock::now());
            self.heard.lock().expect("nobody panicked").push(heard);
        }
        Outcome::Sent { provider_id: None }
    }

    fn takes_keys(&self) -> bool {
        true
    }
}

fn says(text: &str) -> EventKind {
    EventKind::MessageReceived { channel: "webchat".into(), text: text.into(), intents: Vec::new() }
}

fn open(path: &Path, text: &str, watch: Arc<Watch>) -> Service {
    let source = Source::new(SourceId(0), "bench.flow", text);
    let parsed = flowc::syntax::parse(&source);
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let outcome = check(vec![parsed.file], parsed.diagnostics, Config { as_of, broken: Broken::Refuse });
    let program = compile(&outcome.checked.expect("the program is right"));
    let version = Version::without_texts(program, Fingerprint::of([&source]));
    let connectors =
        Connectors { by_channel: BTreeMap::new(), fallback: watch, webhooks: BTreeMap::new(), writer: None };
    let store = Store::open(path).unwrap_or_else(|failure| panic!("{}", failure.report()));
    Service::open(version, store, connectors, Settings::default())
        .unwrap_or_else(|failure| panic!("{}", failure.report()))
}
