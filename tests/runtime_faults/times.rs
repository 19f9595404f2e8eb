//! Clocks that jump, events that come late, twice or from the future, and what is counted over a month.

use flowc::engine::{Event, EventKind};
use flowc::shell::runtime::service::{Refusal, Taken};
use flowc::time::Instant;

use crate::workbench::{Bench, Provider, START, happen, says};
use crate::{MINUTE, REPLIES, SILENT};

#[test]
fn a_clock_that_is_set_back_or_forward_neither_repeats_nor_loses() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(SILENT, &provider);
    says(&service, "marie", "e1", "webchat", "Hello");
    happen(
        &service,
        "marie",
        "e2",
        EventKind::BotWrote { channel: Some("webchat".into()), text: "I'll see.".into() },
    );
    bench.pass(&service, 4 * MINUTE);
    bench.clock.set(START.plus_millis(-56 * MINUTE));
    assert!(service.settle());
    // Back there, an event happens at the contact's own time.
    let accepted = says(&service, "zoe", "e1", "webchat", "Hello");
    assert_eq!(accepted.effects[0].at, START.plus_millis(-56 * MINUTE));
    let accepted = happen(&service, "marie", "e3", EventKind::Purchased);
    assert_eq!((accepted.taken, accepted.sequence), (Taken::Now, 3));
    assert!(!provider.texts().contains(&"Still there?".to_owned()));
    bench.pass(&service, 61 * MINUTE + 1);
    assert_eq!(provider.texts().iter().filter(|text| *text == "Still there?").count(), 1);
    bench.clock.set(START.plus_millis(-56 * MINUTE));
    bench.pass(&service, 300 * MINUTE);
    assert_eq!(provider.texts().iter().filter(|text| *text == "Still there?").count(), 1);

    says(&service, "marie", "e4", "webchat", "Hello again");
    let wrote = EventKind::BotWrote { channel: Some("webchat".into()), text: "Yes?".into() };
    happen(&service, "marie", "e5", wrote);
    bench.clock.set(service.now().plus_millis(24 * 60 * MINUTE));
    assert!(service.settle());
    assert_eq!(provider.texts().iter().filter(|text| *text == "Still there?").count(), 2);
    service.stop();
}

#[test]
fn events_that_come_late_twice_or_from_the_future_change_nothing_twice() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(REPLIES, &provider);
    says(&service, "marie", "first", "webchat", "ORDER");
    for number in 0..100 {
        happen(&service, "marie", &format!("e{number}"), EventKind::Purchased);
    }
    // The engine remembers the latest 64; the store all of them.
    assert_eq!(says(&service, "marie", "first", "webchat", "ORDER").taken, Taken::Before);

    let at =
        |millis: i64| Event::new(format!("at {millis}"), START.plus_millis(millis), EventKind::Purchased);
    let accepted = service.accept(vec![
        ("marie".into(), at(-86_400_000)),
        ("marie".into(), at(86_400_000)),
        ("marie".into(), at(-86_400_000)),
    ]);
    let taken: Vec<Taken> = accepted.unwrap().wait().unwrap().iter().map(|accepted| accepted.taken).collect();
    assert_eq!(taken, [Taken::Now, Taken::Now, Taken::Before]);
    let contact = service.reader().contact("marie").unwrap().unwrap();
    assert_eq!(contact.now, START, "a future event happens now");
    assert!(service.settle());
    assert_eq!(provider.texts(), ["Delivery or pick-up?"]);
    service.stop();
}

#[test]
fn events_that_can_never_be_taken_are_refused_with_the_reason() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(REPLIES, &provider);
    let refused = |contact: &str, id: &str, kind: EventKind| {
        let event = Event::new(id, START, kind);
        service.accept(vec![(contact.into(), event)]).unwrap_err()
    };
    for (contact, id, kind) in [
        ("", "e1", EventKind::Purchased),
        ("a\nb", "e1", EventKind::Purchased),
        ("marie", "~wake/1", EventKind::Purchased),
        ("marie", &*"x".repeat(257), EventKind::Purchased),
        ("marie", "e1", EventKind::Woke),
    ] {
        assert!(matches!(refused(contact, id, kind), Refusal::Unfit { .. }));
    }
    service.stop();
}

#[test]
fn monthly_quotas_are_counted_over_all_contacts_and_processes() {
    let bench = Bench::new();
    let provider = Provider::new();
    let text = r#"
workspace "Test" { timezone "UTC" }
channel vib is viber { quota 2 per month }
flow offer { on event "offer"  via vib  send "An offer." }
"#;
    let mut sent = Vec::new();
    for (number, contact) in ["a", "b", "c", "d"].iter().enumerate() {
        if number == 3 {
            // Another month.
            bench.clock.set(Instant::from_millis(START.millis() + 40 * 86_400_000));
        }
        let service = bench.open(text, &provider);
        let fields = vec![("viber".into(), flowc::program::Value::from(*contact))];
        happen(&service, contact, "e1", EventKind::ContactUpdated { fields, tags: vec![], groups: vec![] });
        happen(&service, contact, "e2", EventKind::Reported { event: "offer".into(), fields: vec![] });
        assert!(service.settle());
        sent.push(provider.texts().len());
        service.stop();
    }
    assert_eq!(sent, [1, 2, 2, 3]);
}
