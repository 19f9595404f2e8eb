//! The service's way of an event: taken once, committed, performed, and what became of it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "these tests are about files and threads")]

#[path = "runtime/workbench.rs"]
mod workbench;

use flowc::engine::EventKind;
use flowc::shell::runtime::service::Taken;
use workbench::{Bench, Provider, happen, says};

const FOLLOW_UP: &str = r#"
workspace "Test" { timezone "UTC" }
flow silent {
  on silence
  via webchat
  after 5m send "Still there?"
  after 1h send "Goodbye."
}
flow order { on keyword "ORDER" from webchat  send "Delivery or pick-up?" }
"#;

#[test]
fn an_event_is_taken_once_and_its_message_goes_out_once() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(FOLLOW_UP, &provider);
    let first = says(&service, "marie", "e1", "webchat", "ORDER");
    let again = says(&service, "marie", "e1", "webchat", "ORDER");
    assert_eq!((first.taken, again.taken), (Taken::Now, Taken::Before));
    assert_eq!(first.effects, again.effects);
    assert!(service.settle());
    assert_eq!(provider.texts(), ["Delivery or pick-up?"]);
    service.stop();
}

#[test]
fn timers_outlive_the_process_and_a_reply_ends_them() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(FOLLOW_UP, &provider);
    says(&service, "marie", "e1", "webchat", "Hello");
    let wrote = EventKind::BotWrote { channel: Some("webchat".into()), text: "I'll have a look.".into() };
    happen(&service, "marie", "e2", wrote);
    service.stop();

    let service = bench.open(FOLLOW_UP, &provider);
    bench.pass(&service, 5 * 60_000);
    assert_eq!(provider.texts(), ["I'll have a look.", "Still there?"]);
    says(&service, "marie", "e3", "webchat", "Sorry, the phone");
    bench.pass(&service, 86_400_000);
    assert_eq!(provider.texts().len(), 2);
    service.stop();
}
