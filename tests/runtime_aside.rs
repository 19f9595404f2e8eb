//! flowc is wrong about a contact: that one is set aside, the others go on, and nothing is lost.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests are about files and processes, and one that finds nothing has failed"
)]

#[path = "runtime/workbench.rs"]
#[allow(dead_code, reason = "shared with the other tests of the service")]
mod workbench;

use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use flowc::engine::{Event, EventKind};
use flowc::program::Value;
use flowc::shell::runtime::service::{Fate, Point, Service, Settings, State, Taken, Tripwire};
use flowc::shell::runtime::store::set_aside::{self, SetAside};
use flowc::shell::runtime::store::{Store, check, forgotten, write_beside};

use workbench::{Bench, Provider, START, happen, says};

const PROGRAM: &str = r#"
workspace "Test" { timezone "UTC" }
flow order { on keyword "ORDER" from webchat  send "Delivery or pick-up?"  after 1h send "And?" }
"#;
/// The same with something else in it that nobody meets.
const OTHER: &str = r#"
workspace "Test" { timezone "UTC" }
flow order { on keyword "ORDER" from webchat  send "Delivery or pick-up?"  after 1h send "And?" }
flow other { on keyword "OTHER" from webchat  send "Other." }
"#;
const MINUTE: i64 = 60_000;

/// Which events.
type At = fn(&EventKind) -> bool;

/// What the engine is wrong about: Marie, at a kind of event, for as long as it is.
#[derive(Clone)]
struct Wrong {
    at: Arc<Mutex<At>>,
    is: Arc<AtomicBool>,
    /// How often it was.
    was: Arc<AtomicU32>,
}

impl Wrong {
    fn about(at: At) -> Self {
        Self { at: Arc::new(Mutex::new(at)), is: Arc::new(AtomicBool::new(true)), was: Arc::default() }
    }

    fn tripwire(&self, tripwire: Tripwire) -> Tripwire {
        let wrong = self.clone();
        tripwire.with_engine(move |contact, kind| {
            let at = *wrong.at.lock().unwrap();
            if contact == "marie" && wrong.is.load(Ordering::SeqCst) && at(kind) {
                wrong.was.fetch_add(1, Ordering::SeqCst);
                panic!("engine: marie is not as believed");
            }
        })
    }

    fn mend(&self) {
        self.is.store(false, Ordering::SeqCst);
    }

    fn open(&self, bench: &Bench, program: &str, provider: &Arc<Provider>) -> Service {
        self.open_with(bench, program, provider, Tripwire::default())
    }

    fn open_with(
        &self,
        bench: &Bench,
        program: &str,
        provider: &Arc<Provider>,
        tripwire: Tripwire,
    ) -> Service {
        // Another test may be starting a process, which holds our files for an instant.
        while Store::open_if_free(&bench.path()).unwrap().is_none() {
            std::thread::yield_now();
        }
        let settings = Settings { tripwire: self.tripwire(tripwire), ..bench.settings() };
        bench.open_with(program, provider, settings)
    }

    fn times(&self) -> u32 {
        self.was.load(Ordering::SeqCst)
    }
}

fn is_message(kind: &EventKind) -> bool {
    matches!(kind, EventKind::MessageReceived { .. })
}

fn is_wake(kind: &EventKind) -> bool {
    *kind == EventKind::Woke
}

fn aside(service: &Service) -> Vec<SetAside> {
    service.reader().ask(set_aside::all).unwrap()
}

/// What happened to a contact: events without their own ids, and what came of each.
fn story(service: &Service, contact: &str) -> Vec<String> {
    let history = service.reader().history(contact, 0, 1000).unwrap();
    let line = |happened: &flowc::shell::runtime::store::Happened| {
        let event = serde_json::to_string(&happened.event.kind).unwrap();
        let effects = serde_json::to_string(&happened.effects).unwrap();
        format!("{} {event} {effects}", happened.event.at)
    };
    history.iter().map(line).collect()
}

fn is_whole(service: &Service) {
    assert_eq!(service.reader().ask(check::check).unwrap(), Vec::<String>::new());
}

fn known(service: &Service, contact: &str) {
    let fields = vec![("first_name".into(), Value::from("Marie"))];
    happen(service, contact, "known", EventKind::ContactUpdated { fields, tags: vec![], groups: vec![] });
}

#[test]
fn the_contact_alone_is_set_aside_and_what_happens_to_it_happens_later_in_its_order() {
    let (bench, provider, wrong) = (Bench::new(), Provider::new(), Wrong::about(is_message));
    let service = wrong.open(&bench, PROGRAM, &provider);
    for contact in ["marie", "zoe"] {
        known(&service, contact);
    }
    bench.pass(&service, MINUTE);
    for contact in ["marie", "zoe"] {
        let accepted = says(&service, contact, "order", "webchat", "ORDER");
        assert_eq!(accepted.taken == Taken::Kept, contact == "marie");
        happen(&service, contact, "bought", EventKind::Purchased);
    }
    // The same again is kept once.
    assert_eq!(says(&service, "marie", "order", "webchat", "ORDER").taken, Taken::Kept);
    assert_eq!(happen(&service, "marie", "known", EventKind::Purchased).taken, Taken::Before);
    let told = &aside(&service)[0];
    assert_eq!((&*told.contact, told.events), ("marie", 2));
    assert_eq!((told.since, &*told.why), (START.plus_millis(MINUTE), "engine: marie is not as believed"));
    assert_eq!((service.state(), wrong.times()), (State::Running, 1));
    assert_eq!(service.metrics().contacts_set_aside.get(), 1);
    assert_eq!(service.metrics().panics_total.get(), 1);
    // Her timers rest, and Zoe's do not.
    bench.pass(&service, 30 * MINUTE);
    let texts = provider.texts();
    assert_eq!(texts.iter().filter(|text| *text == "Delivery or pick-up?").count(), 1);
    is_whole(&service);
    service.stop();

    // A start with the same program and the same flowc does not try.
    let service = wrong.open(&bench, PROGRAM, &provider);
    assert!(service.settle());
    assert_eq!((wrong.times(), service.metrics().contacts_set_aside.get()), (1, 1));
    says(&service, "marie", "later", "webchat", "Hello?");
    service.stop();

    // Another program does, and flowc is wrong again: she is set aside with all that was kept.
    let service = wrong.open(&bench, OTHER, &provider);
    assert!(service.settle());
    assert_eq!((wrong.times(), aside(&service)[0].events), (2, 3));
    is_whole(&service);

    // Mended, and asked for: the events of then happen at their times, as they did to Zoe.
    wrong.mend();
    says(&service, "zoe", "later", "webchat", "Hello?");
    let asked = write_beside(&bench.path(), |store| set_aside::ask_again(store, Some("marie"))).unwrap();
    assert_eq!(asked, 1);
    assert!(service.settle());
    assert_eq!(aside(&service), []);
    assert_eq!(service.metrics().contacts_set_aside.get(), 0);
    assert_eq!(says(&service, "marie", "order", "webchat", "ORDER").taken, Taken::Before);
    bench.pass(&service, 120 * MINUTE);
    let (marie, zoe) = (story(&service, "marie"), story(&service, "zoe"));
    assert_eq!(marie, zoe);
    assert_eq!(marie.len(), 5, "{marie:#?}");
    let texts = provider.texts();
    for text in ["Delivery or pick-up?", "And?"] {
        assert_eq!(texts.iter().filter(|sent| *sent == text).count(), 2, "{text}: {texts:?}");
    }
    is_whole(&service);
    service.stop();
}

#[test]
fn a_wake_that_panics_is_not_tried_for_ever_and_rings_when_it_is_tried_again() {
    let (bench, provider, wrong) = (Bench::new(), Provider::new(), Wrong::about(is_wake));
    let service = wrong.open(&bench, PROGRAM, &provider);
    for contact in ["marie", "zoe"] {
        says(&service, contact, "e1", "webchat", "ORDER");
    }
    bench.pass(&service, 120 * MINUTE);
    let and = |provider: &Provider| provider.texts().iter().filter(|text| *text == "And?").count();
    assert_eq!((wrong.times(), and(&provider)), (1, 1));
    assert_eq!((aside(&service).len(), aside(&service)[0].events), (1, 0));
    is_whole(&service);
    service.stop();
    wrong.mend();
    assert_eq!(write_beside(&bench.path(), |store| set_aside::ask_again(store, None)).unwrap(), 1);
    let service = wrong.open(&bench, PROGRAM, &provider);
    assert!(service.settle());
    assert_eq!(and(&provider), 2);
    let woken = service.reader().history("marie", 0, 10).unwrap().pop().unwrap();
    assert_eq!((woken.event.kind, woken.at), (EventKind::Woke, bench.clock.now()));
    is_whole(&service);
    service.stop();
}

#[test]
fn the_first_event_of_all_and_the_way_to_another_program_are_no_exception() {
    let (bench, provider, wrong) = (Bench::new(), Provider::new(), Wrong::about(|_| true));
    let service = wrong.open(&bench, PROGRAM, &provider);
    assert_eq!(says(&service, "marie", "e1", "webchat", "ORDER").taken, Taken::Kept);
    assert_eq!(says(&service, "zoe", "e1", "webchat", "ORDER").taken, Taken::Now);
    is_whole(&service);
    // Another program meanwhile: flowc is wrong on the way to it.
    *wrong.at.lock().unwrap() = |kind| matches!(kind, EventKind::ProgramApplied { .. });
    service.swap(workbench::version(OTHER)).unwrap();
    assert!(service.settle());
    // She was tried, and stands where she stood, with what was kept.
    assert_eq!((wrong.times(), aside(&service)[0].events), (2, 1));
    assert_eq!(happen(&service, "marie", "e2", EventKind::Purchased).taken, Taken::Kept);
    assert_eq!(service.state(), State::Running);
    is_whole(&service);
    wrong.mend();
    write_beside(&bench.path(), |store| set_aside::ask_again(store, None)).unwrap();
    assert!(service.settle());
    bench.pass(&service, 120 * MINUTE);
    assert_eq!(provider.texts(), ["Delivery or pick-up?", "Delivery or pick-up?", "And?", "And?"]);
    is_whole(&service);
    service.stop();
}

#[test]
fn who_is_in_flight_when_the_way_to_another_program_panics_is_set_aside_once() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let wrong = Wrong::about(|kind| matches!(kind, EventKind::ProgramApplied { .. }));
    let service = wrong.open(&bench, PROGRAM, &provider);
    for contact in ["marie", "zoe"] {
        says(&service, contact, "e1", "webchat", "ORDER");
    }
    service.swap(workbench::version(OTHER)).unwrap();
    assert!(service.settle());
    assert_eq!((wrong.times(), aside(&service).len()), (1, 1));
    // Nobody reads her runs by the other program.
    assert_eq!(service.reader().contact("marie").unwrap().unwrap().runs, []);
    assert_eq!(service.reader().contact("zoe").unwrap().unwrap().runs.len(), 1);
    bench.pass(&service, 120 * MINUTE);
    assert_eq!(provider.texts(), ["Delivery or pick-up?", "Delivery or pick-up?", "And?"]);
    wrong.mend();
    write_beside(&bench.path(), |store| set_aside::ask_again(store, None)).unwrap();
    bench.pass(&service, MINUTE);
    assert_eq!(provider.texts().len(), 4);
    is_whole(&service);
    service.stop();
}

#[test]
fn a_process_that_dies_over_it_has_kept_all_or_nothing() {
    for point in [Point::BeforeCommit, Point::AfterCommit] {
        for dies_at in 1..6 {
            let (bench, provider, wrong) = (Bench::new(), Provider::new(), Wrong::about(is_message));
            let commits = Arc::new(AtomicU32::new(0));
            let tripwire = Tripwire::new(move |at| match at == point {
                true if commits.fetch_add(1, Ordering::SeqCst) + 1 == dies_at => Fate::Die,
                _ => Fate::Live,
            });
            let service = wrong.open_with(&bench, PROGRAM, &provider, tripwire);
            let events = ["e1", "e2", "e3"].map(|id| {
                let (channel, text) = ("webchat".into(), "ORDER".into());
                let kind = EventKind::MessageReceived { channel, text, intents: Vec::new() };
                ("marie".into(), Event::new(id, START, kind))
            });
            for event in events.clone() {
                drop(service.accept(vec![event]).map(|acceptance| acceptance.wait()));
            }
            service.stop();
            // Whoever was not answered asks again; the next process is right.
            let service = wrong.open(&bench, PROGRAM, &provider);
            for event in events {
                let accepted = service.accept(vec![event]).unwrap().wait().unwrap();
                assert_eq!(accepted[0].taken, Taken::Kept);
            }
            assert_eq!(aside(&service)[0].events, 3, "{point:?} {dies_at}");
            is_whole(&service);
            wrong.mend();
            write_beside(&bench.path(), |store| set_aside::ask_again(store, None)).unwrap();
            assert!(service.settle());
            let history = service.reader().history("marie", 0, 10).unwrap();
            let ids: Vec<&str> = history.iter().map(|happened| &*happened.event.id).collect();
            assert_eq!(ids, ["e1", "e2", "e3"]);
            service.stop();
        }
    }
}

#[test]
fn who_is_forgotten_is_forgotten_whole() {
    let (bench, provider, wrong) = (Bench::new(), Provider::new(), Wrong::about(is_message));
    let service = wrong.open(&bench, PROGRAM, &provider);
    says(&service, "marie", "e1", "webchat", "ORDER");
    let removed = service.write(|commit| commit.forget("marie")).unwrap().expect("she was known");
    assert_eq!((removed["set_aside"], removed["set_aside_events"]), (1, 1));
    wrong.mend();
    bench.clock.set(START.plus_millis(MINUTE));
    assert_eq!(says(&service, "marie", "e2", "webchat", "ORDER").taken, Taken::Now);
    assert!(service.reader().ask(|store| forgotten::at(store, "marie")).unwrap().is_some());
    assert_eq!(service.metrics().contacts_set_aside.get(), 0);
    is_whole(&service);
    service.stop();
}

fn flowc(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_flowc")).args(arguments).output().expect("flowc runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_commands_name_who_is_set_aside_and_have_them_tried_again() {
    let (bench, provider, wrong) = (Bench::new(), Provider::new(), Wrong::about(is_message));
    let service = wrong.open(&bench, PROGRAM, &provider);
    says(&service, "marie", "e1", "webchat", "ORDER");
    service.stop();
    let store = bench.path().display().to_string();
    let lines = "marie is set aside since 2026-03-02T08:00:00Z, 1 event waits: flowc was wrong about something \
                 (engine: marie is not as believed)\n";
    for command in [&["pending"][..], &["pending", "marie"], &["contact", "marie"]] {
        let (code, out, errors) = flowc(&[command, &["--store", &store]].concat());
        assert_eq!((code, &*errors), (Some(0), ""), "{command:?}");
        assert!(out.starts_with(lines), "{command:?}: {out}");
        let (_, json, _) = flowc(&[command, &["--store", &store, "--format", "json"]].concat());
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let aside = &json["set_aside"];
        let aside = if aside.is_array() { &aside[0] } else { aside };
        assert_eq!(
            (&aside["events"], &aside["why"]),
            (&1.into(), &"engine: marie is not as believed".into())
        );
    }
    let (code, _, errors) = flowc(&["retry", "zoe", "--store", &store]);
    assert_eq!(code, Some(2));
    assert!(errors.contains("`zoe` is not set aside"), "{errors}");
    let (code, out, _) = flowc(&["retry", "marie", "--store", &store]);
    assert_eq!((code, &*out), (Some(0), "1 contact is tried again\n"));
    wrong.mend();
    let service = wrong.open(&bench, PROGRAM, &provider);
    assert!(service.settle());
    service.stop();
    assert_eq!(provider.texts(), ["Delivery or pick-up?"]);
    let (_, out, _) = flowc(&["retry", "--store", &store]);
    assert_eq!(out, "nobody is set aside\n");
    drop(Store::open(&bench.path()).unwrap());
}
