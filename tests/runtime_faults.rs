//! What the service does when the world does not: full disks, locks, damage, providers that are down or slow, clocks
//! that jump.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "these tests are about files and threads")]

#[path = "runtime/workbench.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod workbench;

#[path = "runtime_faults/disks.rs"]
mod disks;
#[path = "runtime_faults/providers.rs"]
mod providers;
#[path = "runtime_faults/slow.rs"]
mod slow;
#[path = "runtime_faults/times.rs"]
mod times;
#[path = "runtime_faults/writers.rs"]
mod writers;

use std::time::{Duration, Instant as Tick};

use flowc::engine::{Event, EventKind};
use flowc::program::Name;
use flowc::shell::runtime::connector::{Delivery, DeliveryKind, Outcome};
use flowc::shell::runtime::service::{Commit, Refusal, Service};
use flowc::shell::runtime::store::StoreError;

use workbench::START;

const REPLIES: &str = r#"
workspace "Test" { timezone "UTC" }
flow order { on keyword "ORDER" from webchat  send "Delivery or pick-up?" }
flow texting { on keyword "TEXT" from sms  send "By text." }
flow offer { on event "offer"  via whatsapp, else sms  send "An offer." }
flow poem { on keyword "POEM" from webchat  send ai "a poem" }
"#;

const SILENT: &str = r#"
workspace "Test" { timezone "UTC" }
flow silent { on silence  via webchat  after 5m send "Still there?" }
"#;

const MINUTE: i64 = 60_000;

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Tick::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Tick::now() < deadline, "{what} within 30 s");
        std::thread::yield_now();
    }
}

fn wrote(id: u32) -> Vec<(Name, Event)> {
    let text = Name::from("words ".repeat(100));
    let kind = EventKind::MessageReceived { channel: "webchat".into(), text, intents: Vec::new() };
    vec![(format!("contact {id}").into(), Event::new(format!("e{id}"), START, kind))]
}

/// How many contacts have a history.
fn committed(service: &Service) -> u32 {
    let reader = service.reader();
    let count = reader.ask(|connection| {
        Ok(connection.query_row("SELECT count(DISTINCT contact) FROM history", [], |row| row.get(0))?)
    });
    count.unwrap()
}

fn channel(delivery: &Delivery) -> &str {
    match &delivery.kind {
        DeliveryKind::Message(message) => &message.channel,
        _ => "",
    }
}

fn sent() -> Outcome {
    Outcome::Sent { provider_id: None }
}

fn retry(after: Option<Duration>) -> Outcome {
    Outcome::Retry { after, why: "down".to_owned() }
}

/// Hands events over until one is not taken; gives how many were, and why the last was not.
fn until_refused(service: &Service) -> (u32, Refusal) {
    for id in 0..100_000 {
        if let Err(refusal) = service.accept(wrote(id)).and_then(|acceptance| acceptance.wait()) {
            return (id, refusal);
        }
    }
    panic!("100,000 events were taken");
}

/// Leaves the store that many pages, as a disk that is full does.
fn pages_max(pages: u32) -> impl FnOnce(&mut Commit<'_>) -> Result<i64, StoreError> + Send + 'static {
    move |commit| {
        let limit = format!("PRAGMA max_page_count = {pages}");
        Ok(commit.connection().query_row(&limit, [], |row| row.get(0))?)
    }
}
