//! Stores: moved, checked, of other versions, and who may have them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "these tests are about files and threads")]

#[path = "runtime/workbench.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod workbench;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use flowc::engine::EventKind;
use flowc::program::Name;
use flowc::shell::runtime::connector::{Connectors, Delivery, Listener, Outcome, Writer, WritingTask};
use flowc::shell::runtime::service::{Service, Settings, Taken};
use flowc::shell::runtime::store::{Reader, Store, check, exchange, schema};

use workbench::{Bench, Provider, connectors, happen, says, version};

const PROGRAM: &str = r#"
workspace "Test" { timezone "UTC" }
flow order { on keyword "ORDER" from webchat  send "Delivery or pick-up?"  after 1d send "And?" }
flow silent { on silence  via webchat  after 5m send "Still there?" }
intent refund { en "refund" }
flow refunds { on intent refund  send "We are sorry." }
"#;

/// A store with contacts, timers, history and deliveries, some of which wait.
fn filled() -> Bench {
    let bench = Bench::new();
    let provider = Provider::answering(true, |delivery| match delivery.contact.ends_with('7') {
        true => Outcome::Retry { after: None, why: "down".to_owned() },
        false => Outcome::Sent { provider_id: Some(format!("id of {}", delivery.key)) },
    });
    let service = bench.open(PROGRAM, &provider);
    for number in 0..20 {
        let contact = format!("contact {number}");
        let fields = vec![("phone".into(), flowc::program::Value::from(&*format!("+3361234567{number}")))];
        happen(&service, &contact, "e1", EventKind::ContactUpdated { fields, tags: vec![], groups: vec![] });
        says(&service, &contact, "e2", "webchat", "ORDER");
    }
    bench.pass(&service, 1000);
    service.stop();
    bench
}

#[test]
fn a_store_that_is_written_out_and_read_in_is_the_same_and_goes_on() {
    let bench = filled();
    let export = |path: &std::path::Path| {
        let mut lines = Vec::new();
        let rows = Reader::of(path).ask(|store| Ok(exchange::export(store, &mut lines))).unwrap().unwrap();
        (rows, String::from_utf8(lines).unwrap())
    };
    let (rows, lines) = export(&bench.path());
    assert!(rows > 100);
    let copy = bench.folder.path().join("copy.db");
    let mut store = Store::open(&copy).unwrap();
    assert_eq!(exchange::import(store.connection(), &mut lines.as_bytes()).unwrap(), rows);
    drop(store);
    assert_eq!(export(&copy).1, lines);
    assert_eq!(Reader::of(&copy).ask(check::check).unwrap(), Vec::<String>::new());

    let provider = Provider::new();
    let store = Store::open(&copy).unwrap();
    let service = Service::open(version(PROGRAM), store, connectors(&provider), bench.settings()).unwrap();
    bench.pass(&service, 2 * 86_400_000);
    assert_eq!(provider.texts().iter().filter(|text| *text == "And?").count(), 20);
    assert_eq!(provider.texts().iter().filter(|text| *text == "Delivery or pick-up?").count(), 2);
    service.stop();
}

#[test]
fn an_import_takes_all_or_nothing() {
    let bench = Bench::new();
    let mut store = Store::open(&bench.path()).unwrap();
    let head = format!("{{\"flowc_store\":{}}}", schema::VERSION);
    let good = r#"{"table":"meta","row":{"name":"a","value":"b"}}"#;
    for (lines, told) in [
        ("{\"flowc_store\":999}".to_owned(), "line 1 is none of an export"),
        (format!("{head}\n{good}\noops"), "line 3 is none of an export"),
        (format!("{head}\n{good}\n{{\"table\":\"nobody\",\"row\":{{}}}}"), "line 3 is none of an export"),
        (format!("{head}\n{{\"table\":\"meta\",\"row\":{{\"name; --\":1}}}}"), "line 2 is none of an export"),
    ] {
        let failure = exchange::import(store.connection(), &mut lines.as_bytes()).unwrap_err();
        assert_eq!(failure.to_string(), told);
        let rows: u32 =
            store.connection().query_row("SELECT count(*) FROM meta", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0);
    }
    exchange::import(store.connection(), &mut format!("{head}\n{good}").as_bytes()).unwrap();
    let failure = exchange::import(store.connection(), &mut head.as_bytes()).unwrap_err();
    assert_eq!(failure.to_string(), "the store is not empty");
}

#[test]
fn a_store_that_disagrees_with_itself_is_found_out() {
    for (damage, found) in [
        ("UPDATE contacts SET wake_at = wake_at + 1 WHERE name = 'contact 3'", "the wake of `contact 3`"),
        ("UPDATE contacts SET wake_at = NULL WHERE name = 'contact 3'", "the wake of `contact 3`"),
        (
            "UPDATE contacts SET state = x'09' WHERE name = 'contact 3'",
            "the state of `contact 3` cannot be read",
        ),
        (
            "DELETE FROM history WHERE contact = 4 AND sequence = 2",
            "the state of `contact 3` is not that of its",
        ),
        ("UPDATE outbox SET contact = 999 WHERE id = (SELECT min(id) FROM outbox)", "belongs to no contact"),
        ("UPDATE outbox SET due_at = NULL", "is the first of its lane and never due"),
        ("UPDATE outbox SET in_flight = 1", "is due and in flight"),
    ] {
        let bench = filled();
        let connection = rusqlite::Connection::open(bench.path()).unwrap();
        connection.pragma_update(None, "foreign_keys", "off").unwrap();
        assert!(connection.execute(damage, []).unwrap() > 0, "{damage}");
        let wrong = Reader::of(&bench.path()).ask(check::check).unwrap();
        assert!(wrong.iter().any(|line| line.contains(found)), "{damage}: {wrong:?}");
    }
    assert_eq!(Reader::of(&filled().path()).ask(check::check).unwrap(), Vec::<String>::new());
}

#[test]
fn a_store_that_is_just_being_let_go_is_waited_for() {
    let bench = Bench::new();
    let store = Store::open(&bench.path()).unwrap();
    let ending = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        drop(store);
    });
    let opened = Store::open(&bench.path());
    ending.join().unwrap();
    assert!(opened.is_ok(), "{}", opened.unwrap_err());
}

#[test]
fn one_process_has_a_store_and_a_later_store_is_refused() {
    let bench = Bench::new();
    let store = Store::open(&bench.path()).unwrap();
    let failure = Store::open(&bench.path()).unwrap_err();
    assert!(failure.to_string().starts_with("another process runs with the store"), "{failure}");
    drop(store);
    let connection = rusqlite::Connection::open(bench.path()).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);
    let report = Store::open(&bench.path()).unwrap_err().report();
    assert!(report.contains("version 999, which a later flowc wrote"), "{report}");
    std::fs::write(bench.path(), "this is no database at all, and never was one".repeat(50)).unwrap();
    let report = Store::open(&bench.path()).unwrap_err().report();
    assert!(report.contains("the file is no store of flowc"), "{report}");
}

#[test]
fn a_store_of_the_present_version_is_left_as_it_is() {
    let bench = filled();
    let shape = |reader: Reader| {
        let sql = "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
        reader.ask(|store| Ok(store.query_row(sql, [], |row| row.get::<_, String>(0))?)).unwrap()
    };
    let before = shape(Reader::of(&bench.path()));
    let store = Store::open(&bench.path()).unwrap();
    assert_eq!(shape(store.reader()), before);
    assert_eq!(store.reader().ask(schema::version).unwrap(), schema::VERSION);
}

/// Finds a refund in everything, and is silent at the word.
struct Ear {
    asked: AtomicUsize,
}

impl Writer for Ear {
    fn write(&self, _: &WritingTask) -> Result<Name, Outcome> {
        Ok("written".into())
    }

    fn listener(&self) -> Option<&dyn Listener> {
        Some(self)
    }
}

impl Listener for Ear {
    fn intents(&self, text: &str, known: &[Name]) -> Vec<Name> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if text.contains("silence") {
            std::thread::sleep(self.within() * 20);
        }
        known.iter().filter(|intent| &***intent == "refund").cloned().collect()
    }

    fn within(&self) -> Duration {
        Duration::from_millis(100)
    }
}

#[test]
fn intents_are_asked_for_before_the_engine_decides_and_only_for_a_while() {
    let bench = Bench::new();
    let (provider, ear) = (Provider::new(), Arc::new(Ear { asked: AtomicUsize::new(0) }));
    let ways = Connectors { writer: Some(ear.clone()), ..connectors(&provider) };
    let store = Store::open(&bench.path()).unwrap();
    let service = Service::open(version(PROGRAM), store, ways, bench.settings()).unwrap();
    says(&service, "marie", "e1", "webchat", "My money, please");
    assert!(service.settle());
    assert_eq!(provider.texts(), ["We are sorry."]);
    let history = service.reader().history("marie", 0, 10).unwrap();
    let EventKind::MessageReceived { intents, .. } = &history[0].event.kind else { panic!("{history:?}") };
    assert_eq!(&*intents[0], "refund");

    // Three silences, and nobody is asked for a while; the built-in recogniser finds what it finds.
    for contact in ["a", "b", "c"] {
        says(&service, contact, "e1", "webchat", "silence");
    }
    assert_eq!(ear.asked.load(Ordering::SeqCst), 4);
    says(&service, "d", "e1", "webchat", "a refund");
    assert_eq!(ear.asked.load(Ordering::SeqCst), 4);
    assert!(service.settle());
    assert_eq!(provider.texts().len(), 2);
    assert_eq!(service.metrics().intents_missed_total.get(), 3);
    service.stop();
}

#[test]
fn a_message_is_not_overtaken_while_its_meaning_is_asked_for() {
    let bench = Bench::new();
    let provider = Provider::new();
    let ways =
        Connectors { writer: Some(Arc::new(Ear { asked: AtomicUsize::new(0) })), ..connectors(&provider) };
    let store = Store::open(&bench.path()).unwrap();
    let settings = Settings { contacts_cached: 0, ..bench.settings() };
    let service = Service::open(version(PROGRAM), store, ways, settings).unwrap();
    let event = |id: &str, kind: EventKind| flowc::engine::Event::new(id, service.now(), kind);
    let wrote =
        EventKind::MessageReceived { channel: "webchat".into(), text: "silence".into(), intents: Vec::new() };
    let first = service.accept(vec![("marie".into(), event("e1", wrote))]).unwrap();
    let second = service.accept(vec![("marie".into(), event("e2", EventKind::Purchased))]).unwrap();
    let sequences = [first.wait().unwrap()[0].sequence, second.wait().unwrap()[0].sequence];
    assert_eq!(sequences, [1, 2]);
    service.stop();
}

#[test]
fn what_has_been_kept_for_long_enough_goes_and_flows_go_on() {
    let (bench, provider) = (Bench::new(), Provider::answering(true, waits_for_paul()));
    let days = |days: u64| Duration::from_secs(days * 86_400);
    let settings = Settings { keep_for: Some(days(2)), retry_for: days(9), ..bench.settings() };
    let program = r#"
workspace "Test" { timezone "UTC" }
flow order { on keyword "ORDER" from webchat  send "Delivery or pick-up?"  after 5d send "And?" }
"#;
    let service = bench.open_with(program, &provider, settings);
    for number in 0..300 {
        says(&service, "marie", &format!("e{number}"), "webchat", "ORDER");
    }
    says(&service, "paul", "e1", "webchat", "ORDER");
    says(&service, "anna", "e1", "webchat", "ORDER");
    let day = 86_400_000;
    bench.pass(&service, day);
    says(&service, "marie", "late", "webchat", "Hello");
    bench.pass(&service, day - 1);
    let count = |service: &Service, contact: &str| service.reader().history(contact, 0, 1000).unwrap().len();
    assert_eq!(["marie", "paul", "anna"].map(|contact| count(&service, contact)), [301, 1, 1]);
    // Everything before Paul's goes: something of his is still to go out, and what came behind waits with it.
    bench.pass(&service, 2 * 60_000);
    assert_eq!(["marie", "paul", "anna"].map(|contact| count(&service, contact)), [1, 1, 1]);
    assert_eq!(service.metrics().history_removed_total.get(), 300);
    assert_eq!(service.reader().ask(check::check).unwrap(), Vec::<String>::new());
    let rows = |table: &'static str| {
        let sql = format!("SELECT count(*) FROM {table}");
        let count = service.reader().ask(|store| Ok(store.query_row(&sql, [], |row| row.get::<_, u32>(0))?));
        count.unwrap()
    };
    assert_eq!((rows("history"), rows("outbox")), (3, 2));
    provider.answer_with(|_| Outcome::Sent { provider_id: None });
    bench.pass(&service, 3_600_000);
    bench.pass(&service, 2 * 60_000);
    assert_eq!(["marie", "paul", "anna"].map(|contact| count(&service, contact)), [1, 0, 0]);
    assert_eq!(service.reader().ask(check::check).unwrap(), Vec::<String>::new());
    // An id that was forgotten is new; what is in the history is not.
    assert_eq!(says(&service, "marie", "late", "webchat", "Hello").taken, Taken::Before);
    let next = says(&service, "marie", "e7", "webchat", "Hello");
    assert_eq!((next.taken, next.sequence), (Taken::Now, 302));
    // The timers of those whose history is gone fire all the same.
    bench.pass(&service, 4 * day);
    assert_eq!(provider.texts().iter().filter(|text| *text == "And?").count(), 3);
    service.stop();
}

fn waits_for_paul() -> impl FnMut(&Delivery) -> Outcome + Send {
    |delivery| match &*delivery.contact {
        "paul" => Outcome::Retry { after: None, why: "down".to_owned() },
        _ => Outcome::Sent { provider_id: None },
    }
}
