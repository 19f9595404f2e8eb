//! The service's way of an event: taken once, committed, performed, and what became of it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "these tests are about files and threads")]

#[path = "runtime/workbench.rs"]
mod workbench;

use flowc::engine::{EVENTS_REMEMBERED, Event, EventKind};
use flowc::shell::runtime::service::{Service, Taken};
use flowc::shell::runtime::store::{check, feed, wakes};
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
fn an_old_event_that_arrives_again_changes_nothing() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(FOLLOW_UP, &provider);
    let first = says(&service, "marie", "order", "webchat", "ORDER");
    for number in 0..2 * EVENTS_REMEMBERED {
        says(&service, "marie", &format!("e{number}"), "webchat", "Hello");
    }
    let before = service.reader().contact("marie").unwrap();
    for event in ["order", "e0", "e100"] {
        let again = says(&service, "marie", event, "webchat", "ORDER");
        assert_eq!(again.taken, Taken::Before, "{event}");
    }
    let again = says(&service, "marie", "order", "webchat", "ORDER");
    assert_eq!((again.sequence, again.effects), (first.sequence, first.effects));
    assert_eq!(service.reader().contact("marie").unwrap(), before);
    // What somebody does after that is taken as ever.
    let next = says(&service, "marie", "next", "webchat", "ORDER");
    assert_eq!((next.taken, next.sequence), (Taken::Now, before.unwrap().sequence + 1));
    assert!(service.settle());
    assert_eq!(provider.texts().len(), 2);
    service.stop();
}

#[test]
fn a_timer_that_is_put_off_fires_at_its_time_and_an_early_look_leaves_no_trace() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(FOLLOW_UP, &provider);
    let wrote = |contact: &str, id: &str| {
        let kind = EventKind::BotWrote { channel: Some("webchat".into()), text: "A moment, please.".into() };
        happen(&service, contact, id, kind);
    };
    let minute = 60_000;
    wrote("marie", "e1");
    bench.pass(&service, 2 * minute);
    wrote("paul", "e1");
    bench.pass(&service, 2 * minute);
    // Marie was to be written to after five minutes, now it is after nine: behind Paul.
    wrote("marie", "e2");
    let first = service.reader().ask(|store| wakes::waiting_first(store, 1)).unwrap();
    assert_eq!(first.iter().map(|(_, contact)| &*contact.id).collect::<Vec<_>>(), ["paul"]);
    let both = service.reader().ask(|store| wakes::waiting_first(store, 9)).unwrap();
    assert_eq!(both.iter().map(|(_, contact)| &*contact.id).collect::<Vec<_>>(), ["paul", "marie"]);
    bench.pass(&service, 2 * minute);
    assert_eq!(service.reader().history("marie", 0, 9).unwrap().len(), 2);
    assert_eq!(service.reader().ask(check::check).unwrap(), Vec::<String>::new());
    let asked = |provider: &Provider| provider.texts().iter().filter(|text| *text == "Still there?").count();
    assert_eq!(asked(&provider), 0);
    bench.pass(&service, minute);
    assert_eq!(asked(&provider), 1, "Paul's");
    bench.pass(&service, 2 * minute - 1);
    assert_eq!(asked(&provider), 1);
    bench.pass(&service, 1);
    assert_eq!(asked(&provider), 2, "Marie's, after nine minutes");
    service.stop();
}

#[test]
fn who_is_forgotten_in_the_same_transaction_is_not_written_to() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(FOLLOW_UP, &provider);
    for forgotten in [false, true] {
        let now = service.now();
        service
            .write(move |commit| {
                commit.take(&"marie".into(), Event::new(format!("e {forgotten}"), now, says_order()))?;
                commit.take(&"paul".into(), Event::new(format!("e {forgotten}"), now, says_order()))?;
                if forgotten { commit.forget("marie").map(drop) } else { Ok(()) }
            })
            .unwrap();
        assert!(service.settle());
    }
    let to: Vec<_> = provider.messages().iter().map(|message| message.contact.to_string()).collect();
    assert_eq!(to.iter().filter(|name| *name == "marie").count(), 1, "{to:?}");
    assert_eq!(to.iter().filter(|name| *name == "paul").count(), 2, "{to:?}");
    service.stop();
}

fn says_order() -> EventKind {
    EventKind::MessageReceived { channel: "webchat".into(), text: "ORDER".into(), intents: vec![] }
}

#[test]
fn the_numbers_of_forgotten_events_never_come_again() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(FOLLOW_UP, &provider);
    let latest = |service: &Service| service.reader().ask(feed::latest).unwrap();
    says(&service, "paul", "e1", "webchat", "Hello");
    says(&service, "marie", "e1", "webchat", "Hello");
    assert_eq!(latest(&service), 2);
    service.write(|commit| commit.forget("marie")).unwrap();
    assert_eq!(latest(&service), 2);
    says(&service, "paul", "e2", "webchat", "Hello");
    assert_eq!(latest(&service), 3);
    service.write(|commit| commit.forget("paul")).unwrap();
    service.stop();
    let service = bench.open(FOLLOW_UP, &provider);
    says(&service, "anna", "e1", "webchat", "Hello");
    let entries = service.reader().ask(|store| feed::after(store, 0, 9)).unwrap();
    assert_eq!(entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [4]);
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
