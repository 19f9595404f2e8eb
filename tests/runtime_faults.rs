//! What the service does when the world does not: full disks, locks, damage, providers that are down or slow, clocks
//! that jump.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "these tests are about files and threads")]

#[path = "runtime/workbench.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod workbench;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant as Tick};

use flowc::engine::{Event, EventKind};
use flowc::program::Name;
use flowc::shell::runtime::connector::{Connectors, Delivery, DeliveryKind, Outcome, Writer, WritingTask};
use flowc::shell::runtime::service::{Commit, Refusal, Service, Settings, State, Taken};
use flowc::shell::runtime::store::{Store, StoreError, check};
use flowc::time::Instant;

use workbench::{Bench, Provider, START, connectors, happen, says, version};

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

fn retry(after: Option<Duration>) -> Outcome {
    Outcome::Retry { after, why: "down".to_owned() }
}

fn sent() -> Outcome {
    Outcome::Sent { provider_id: None }
}

fn channel(delivery: &Delivery) -> &str {
    match &delivery.kind {
        DeliveryKind::Message(message) => &message.channel,
        _ => "",
    }
}

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

#[test]
fn a_full_disk_stops_events_and_nothing_that_was_answered_is_lost() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(REPLIES, &provider);
    service.write(pages_max(60)).unwrap();
    let (taken, refusal) = until_refused(&service);
    assert_eq!(refusal.to_string(), "the store cannot be written: there is no room left for the store");
    assert_eq!(service.state(), State::Unwritable("there is no room left for the store".to_owned()));
    let again = service.accept(wrote(taken)).and_then(|acceptance| acceptance.wait());
    assert!(matches!(again, Err(Refusal::Unwritable { .. })), "{again:?}");
    assert_eq!(committed(&service), taken);

    // Somebody makes room: it goes on by itself, and what was refused is taken when it is sent again.
    until("room is made", || service.write(pages_max(100_000)).is_ok());
    until("it is taken", || service.accept(wrote(taken)).is_ok_and(|acceptance| acceptance.wait().is_ok()));
    assert!(service.settle());
    assert_eq!(committed(&service), taken + 1);
    assert_eq!(service.reader().ask(check::check).unwrap(), Vec::<String>::new());
    service.stop();
}

#[test]
fn a_store_that_somebody_else_locks_is_written_once_it_is_free() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = bench.open(REPLIES, &provider);
    let mut other = rusqlite::Connection::open(bench.path()).unwrap();
    let lock = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let refusal = service.accept(wrote(0)).unwrap().wait().unwrap_err();
    assert_eq!(refusal.to_string(), "the store cannot be written: another process holds the store");
    assert_eq!(committed(&service), 0);
    drop(lock);
    until("it is taken", || service.accept(wrote(0)).is_ok_and(|acceptance| acceptance.wait().is_ok()));
    assert_eq!(committed(&service), 1);
    service.stop();
}

/// A store of which the last pages are no longer what they were: so many of them.
fn damaged(bench: &Bench, pages: impl FnOnce(usize) -> usize) {
    let service = bench.open(REPLIES, &Provider::new());
    for id in 0..300 {
        service.accept(wrote(id)).unwrap().wait().unwrap();
    }
    service.stop();
    drop(service);
    let mut bytes = std::fs::read(bench.path()).unwrap();
    let whole = bytes.len() / 4096;
    bytes[(whole - pages(whole)) * 4096..].fill(0x5a);
    std::fs::write(bench.path(), bytes).unwrap();
}

#[test]
fn a_damaged_last_page_is_found_by_the_check() {
    let bench = Bench::new();
    damaged(&bench, |_| 1);
    let store = Store::open(&bench.path()).unwrap();
    let told = store.reader().ask(check::check);
    assert!(told.is_err() || told.is_ok_and(|wrong| !wrong.is_empty()), "the check finds it");
}

#[test]
fn a_damaged_store_is_told_and_never_answered_from() {
    let (bench, provider) = (Bench::new(), Provider::new());
    damaged(&bench, |pages| pages / 2);

    let store = Store::open(&bench.path()).unwrap();
    let told = store.reader().ask(check::check);
    assert!(told.is_err() || told.is_ok_and(|wrong| !wrong.is_empty()), "the check finds it");
    let Ok(service) = Service::open(version(REPLIES), store, connectors(&provider), bench.settings()) else {
        return;
    };
    let refused = (0..300).find_map(|id| {
        let event = Event::new("again", START, EventKind::Purchased);
        let answer = service.accept(vec![(format!("contact {id}").into(), event)]);
        answer.and_then(|acceptance| acceptance.wait()).err()
    });
    assert!(refused.is_some(), "a contact on a damaged page is not answered");
    service.wait();
    let State::Broken(why) = service.state() else { panic!("{:?}", service.state()) };
    assert_eq!(why, "the store is damaged");
}

#[test]
fn a_provider_that_is_down_for_an_hour_gets_each_message_once_and_in_order() {
    let bench = Bench::new();
    let (clock, up_at) = (bench.clock.clone(), START.plus_millis(60 * MINUTE));
    let provider = Provider::answering(false, move |delivery| match channel(delivery) {
        "webchat" if clock.now() < up_at => retry(None),
        _ => sent(),
    });
    let service = bench.open(REPLIES, &provider);
    for (number, words) in ["first", "second", "third"].iter().enumerate() {
        let kind = EventKind::BotWrote { channel: Some("webchat".into()), text: (*words).into() };
        happen(&service, "marie", &format!("e{number}"), kind);
    }
    says(&service, "marie", "text", "sms", "TEXT");
    assert!(service.settle());
    assert_eq!(provider.texts(), ["first", "By text."], "another channel does not wait");
    // Retries are due at times of their own: look often.
    for _ in 0..360 {
        bench.pass(&service, MINUTE / 3);
    }
    let texts = provider.texts();
    let first = texts.iter().filter(|text| *text == "first").count();
    assert!((8..20).contains(&first), "the provider was asked {first} times in an hour");
    assert_eq!(texts[texts.len() - 3..], ["first", "second", "third"]);
    assert_eq!(texts.iter().filter(|text| *text == "second").count(), 1);
    assert!(provider.got().iter().all(|delivery| !delivery.perhaps_sent));
    service.stop();
}

#[test]
fn a_provider_that_asks_for_rest_gets_it_and_other_channels_go_on() {
    let bench = Bench::new();
    let asked = AtomicBool::new(false);
    let provider = Provider::answering(true, move |delivery| {
        let first = channel(delivery) == "webchat" && !asked.swap(true, Ordering::SeqCst);
        if first { retry(Some(Duration::from_secs(90))) } else { sent() }
    });
    let service = bench.open(REPLIES, &provider);
    says(&service, "marie", "e1", "webchat", "ORDER");
    assert!(service.settle());
    says(&service, "zoe", "e1", "webchat", "ORDER");
    says(&service, "zoe", "e2", "sms", "TEXT");
    bench.pass(&service, 89_000);
    assert_eq!(provider.texts(), ["Delivery or pick-up?", "By text."]);
    bench.pass(&service, 15_000);
    assert_eq!(provider.texts().len(), 4);
    service.stop();
}

#[test]
fn a_message_that_fails_for_good_goes_by_the_next_channel() {
    let bench = Bench::new();
    let provider = Provider::answering(true, |delivery| match channel(delivery) {
        "whatsapp" => Outcome::Failed { why: "not on WhatsApp".to_owned() },
        _ => sent(),
    });
    let service = bench.open(REPLIES, &provider);
    let fields = vec![("phone".into(), flowc::program::Value::from("+33612345678"))];
    happen(&service, "marie", "e1", EventKind::ContactUpdated { fields, tags: vec![], groups: vec![] });
    says(&service, "marie", "e2", "whatsapp", "Hello");
    happen(&service, "marie", "e3", EventKind::Reported { event: "offer".into(), fields: vec![] });
    assert!(service.settle());
    let got = provider.got();
    let ways: Vec<&str> = got.iter().map(channel).filter(|channel| !channel.is_empty()).collect();
    assert_eq!(ways, ["whatsapp", "sms"]);
    let address = got.iter().find_map(|delivery| match &delivery.kind {
        DeliveryKind::Message(message) => Some(message.address.clone()),
        _ => None,
    });
    assert_eq!(address.as_deref(), Some("+33612345678"));
    service.stop();
}

#[test]
fn a_message_that_may_have_arrived_is_repeated_once_and_marked_where_there_are_no_keys() {
    for (takes_keys, attempts) in [(false, 2), (true, 6)] {
        let bench = Bench::new();
        let tries = AtomicUsize::new(0);
        let provider = Provider::answering(takes_keys, move |delivery| {
            let is_message = channel(delivery) == "webchat";
            match is_message && tries.fetch_add(1, Ordering::SeqCst) < 5 {
                true => Outcome::Unknown { why: "the line broke".to_owned() },
                false => sent(),
            }
        });
        let service = bench.open(REPLIES, &provider);
        says(&service, "marie", "e1", "webchat", "ORDER");
        for _ in 0..120 {
            bench.pass(&service, 1000);
        }
        let marks: Vec<bool> = provider
            .got()
            .iter()
            .filter(|delivery| channel(delivery) == "webchat")
            .map(|delivery| delivery.perhaps_sent)
            .collect();
        let mut expected = vec![true; attempts];
        expected[0] = false;
        assert_eq!(marks, expected, "takes keys: {takes_keys}");
        assert_eq!(service.reader().outbox_depth().unwrap(), 0);
        service.stop();
    }
}

#[test]
fn a_delivery_is_given_up_after_a_day_and_the_flow_hears_of_it() {
    let bench = Bench::new();
    let provider = Provider::answering(true, |_| retry(None));
    let service = bench.open(REPLIES, &provider);
    says(&service, "marie", "e1", "webchat", "ORDER");
    for _ in 0..(25 * 6) {
        bench.pass(&service, 10 * MINUTE);
    }
    let history = service.reader().history("marie", 0, 100).unwrap();
    let failed =
        history.iter().filter(|happened| matches!(happened.event.kind, EventKind::DeliveryFailed { .. }));
    assert_eq!(failed.count(), 1);
    service.stop();
}

/// A gate that a provider stands before until somebody opens it.
#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn pass(&self) {
        let mut open = self.open.lock().unwrap();
        while !*open {
            open = self.opened.wait(open).unwrap();
        }
    }

    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

/// A provider whose webchat stands before a gate; it may be called from several threads at once.
struct Gated {
    gate: Arc<Gate>,
    got: Mutex<Vec<Delivery>>,
}

impl flowc::shell::runtime::connector::Connector for Gated {
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

/// Writes a new poem each time.
struct Poet(AtomicUsize);

impl Writer for Poet {
    fn write(&self, task: &WritingTask) -> Result<Name, Outcome> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        if number == 0 {
            return Err(retry(None));
        }
        let told: Vec<String> =
            task.conversation.iter().map(|(who, text)| format!("{who}: {text}")).collect();
        Ok(format!("poem {number} after {}", told.join(", ")).into())
    }
}

#[test]
fn what_the_ai_wrote_is_kept_so_that_all_attempts_say_the_same() {
    let bench = Bench::new();
    let tries = AtomicUsize::new(0);
    let provider = Provider::answering(true, move |delivery| {
        let again = channel(delivery) == "webchat" && tries.fetch_add(1, Ordering::SeqCst) < 3;
        if again { Outcome::Unknown { why: "the line broke".to_owned() } } else { sent() }
    });
    let ways = Connectors { writer: Some(Arc::new(Poet(AtomicUsize::new(0)))), ..connectors(&provider) };
    let store = Store::open(&bench.path()).unwrap();
    let service = Service::open(version(REPLIES), store, ways, bench.settings()).unwrap();
    says(&service, "marie", "e1", "webchat", "POEM");
    for _ in 0..60 {
        bench.pass(&service, 1000);
    }
    assert_eq!(provider.texts(), vec!["poem 1 after contact: POEM"; 4]);
    let told = service.reader().conversation("marie", 10).unwrap();
    assert_eq!(told[1], ("business", "poem 1 after contact: POEM".into()));
    service.stop();
}

/// Writes at length, and only when the gate is open.
struct Novelist(Arc<Gate>);

impl Writer for Novelist {
    fn write(&self, _: &WritingTask) -> Result<Name, Outcome> {
        self.0.pass();
        Ok((0..100_000).map(|number| number.to_string()).collect::<String>().into())
    }
}

#[test]
fn what_the_ai_wrote_onto_a_full_disk_is_written_again_once_there_is_room() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let gate = Arc::new(Gate::default());
    let ways = Connectors { writer: Some(Arc::new(Novelist(gate.clone()))), ..connectors(&provider) };
    let store = Store::open(&bench.path()).unwrap();
    let service = Service::open(version(REPLIES), store, ways, bench.settings()).unwrap();
    says(&service, "marie", "e1", "webchat", "POEM");
    service.write(pages_max(60)).unwrap();
    gate.open();
    until("the store is full", || matches!(service.state(), State::Unwritable(_)));
    assert_eq!(provider.texts(), Vec::<String>::new());

    until("room is made", || service.write(pages_max(100_000)).is_ok());
    until("it is sent", || {
        bench.clock.set(bench.clock.now().plus_millis(1000));
        service.settle() && !provider.texts().is_empty()
    });
    assert_eq!(provider.texts().len(), 1);
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
