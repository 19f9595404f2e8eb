//! `flowc forget`: nothing of a contact is left, in no row and in no byte.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "these tests are about files and processes, and one that finds nothing has failed"
)]

#[path = "runtime/workbench.rs"]
#[allow(dead_code, reason = "shared with the other tests of the service")]
mod workbench;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use flowc::engine::EventKind;
use flowc::program::Value;
use flowc::shell::runtime::connector::{DeliveryKind, Outcome};
use flowc::shell::runtime::forget::{Forgotten, forget};
use flowc::shell::runtime::service::{Service, State, Taken};
use flowc::shell::runtime::store::{Store, check, exchange};
use workbench::{Bench, Provider, START, happen, says};

const SHOP: &str = "flow order { on keyword \"ORDER\"\n via sms\n send \"Hello {contact.first_name | you}\"\n\
    after 1d send \"Did you find it?\" }";
const PERSONAL: [&str; 5] =
    ["contact-marie-4711", "Marguerite", "+33612345678", "marguerite@example.org", "secretplans"];

fn known(name: &str, phone: &str, email: &str) -> EventKind {
    let fields = [("first_name", name), ("phone", phone), ("email", email)];
    let fields = fields.map(|(name, value)| (name.into(), Value::from(value))).to_vec();
    EventKind::ContactUpdated { fields, tags: vec![], groups: vec![] }
}

/// Marguerite, and others beside her.
fn lived(bench: &Bench, provider: &Arc<Provider>) -> Service {
    let service = bench.open(SHOP, provider);
    let [marie, name, phone, email, plans] = PERSONAL;
    happen(&service, marie, "e1", known(name, phone, email));
    for number in 0..40 {
        let others = format!("contact-other-{number}");
        happen(&service, &others, "e1", known("Paul", &format!("+3370000{number:04}"), "paul@example.org"));
        says(&service, marie, &format!("m{number}"), "sms", &format!("ORDER {plans} {number} {name}"));
        says(&service, &others, "e2", "sms", "ORDER");
    }
    assert!(service.settle());
    service
}

/// The bytes of the store and its journal, and all rows unpacked.
fn everything(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = ["", "-wal", "-shm"]
        .iter()
        .map(|ending| format!("{}{ending}", path.display()))
        .filter_map(|file| Some((file.clone(), fs::read(&file).ok()?)))
        .collect();
    let mut rows = Vec::new();
    let reader = flowc::shell::runtime::store::Reader::of(path);
    reader.ask(|connection| Ok(exchange::export(connection, &mut rows).unwrap())).unwrap();
    all.push(("the export".to_owned(), rows));
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn nothing_is_left(path: &Path, done: &Forgotten) {
    assert_eq!(done.left, []);
    assert_eq!(done.of_others, Vec::<String>::new());
    for (file, bytes) in everything(path) {
        for text in PERSONAL {
            assert!(!holds(&bytes, text), "`{text}` is left in {file}");
        }
        assert!(!file.ends_with(".db") || bytes.len() > 10_000, "{file} was read");
    }
}

fn is_whole(path: &Path) {
    let wrong = flowc::shell::runtime::store::Reader::of(path).ask(check::check).unwrap();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn of_a_contact_in_a_store_at_rest_no_byte_is_left() {
    let (bench, provider) = (Bench::new(), Provider::new());
    lived(&bench, &provider).stop();
    assert!(everything(&bench.path()).iter().any(|(_, bytes)| holds(bytes, PERSONAL[0])), "it was there");
    let done = forget(&bench.path(), PERSONAL[0], START).unwrap().expect("she is known");
    assert_eq!((done.removed["contacts"], done.removed["history"]), (1, 41));
    assert_eq!(done.looked_for, 4);
    nothing_is_left(&bench.path(), &done);
    is_whole(&bench.path());
    assert_eq!(forget(&bench.path(), PERSONAL[0], START).unwrap(), None);
}

#[test]
fn beside_a_running_service_too_and_the_others_go_on() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = lived(&bench, &provider);
    let done = forget(&bench.path(), PERSONAL[0], START).unwrap().expect("she is known");
    nothing_is_left(&bench.path(), &done);
    assert_eq!(service.reader().contact(PERSONAL[0]).unwrap(), None);
    // Her timers are gone with her; the others' are not.
    bench.pass(&service, 86_400_000);
    let again = provider.texts().iter().filter(|text| *text == "Did you find it?").count();
    assert_eq!(again, 40);
    assert_eq!(service.state(), State::Running);
    service.stop();
    is_whole(&bench.path());
}

#[test]
fn what_arrives_late_brings_nobody_back_and_what_is_new_begins_anew() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = lived(&bench, &provider);
    forget(&bench.path(), PERSONAL[0], bench.clock.now()).unwrap().expect("she is known");
    let late = says(&service, PERSONAL[0], "m3", "sms", "ORDER");
    assert_eq!((late.taken, late.effects), (Taken::Before, vec![]));
    assert_eq!(service.reader().contact(PERSONAL[0]).unwrap(), None);
    bench.pass(&service, 60_000);
    let new = says(&service, PERSONAL[0], "n1", "sms", "ORDER");
    assert_eq!((new.taken, new.sequence), (Taken::Now, 1));
    let contact = service.reader().contact(PERSONAL[0]).unwrap().expect("she wrote again");
    assert_eq!(contact.fields, []);
    service.stop();
}

#[test]
fn what_is_on_its_way_is_withdrawn_and_its_outcome_kept_nowhere() {
    let bench = Bench::new();
    let (let_go, wait) = channel::<()>();
    let wait = Mutex::new(wait);
    let (begun, seen) = channel::<()>();
    let provider = Provider::answering(true, move |delivery| {
        if matches!(delivery.kind, DeliveryKind::Message(_)) {
            begun.send(()).unwrap();
            wait.lock().unwrap().recv().unwrap();
        }
        Outcome::Sent { provider_id: Some("provider-id-1".into()) }
    });
    let service = bench.open(SHOP, &provider);
    let [marie, name, phone, email, _] = PERSONAL;
    happen(&service, marie, "e1", known(name, phone, email));
    says(&service, marie, "e2", "sms", "ORDER");
    seen.recv().unwrap();
    let done = forget(&bench.path(), marie, START).unwrap().expect("she is known");
    assert!(done.removed["outbox"] > 0, "its message is withdrawn");
    let_go.send(()).unwrap();
    assert!(service.settle());
    assert_eq!(service.state(), State::Running);
    service.stop();
    nothing_is_left_but_size(&bench.path());
}

fn nothing_is_left_but_size(path: &Path) {
    for (file, bytes) in everything(path) {
        for text in PERSONAL.into_iter().chain(["provider-id-1"]) {
            assert!(!holds(&bytes, text), "`{text}` is left in {file}");
        }
    }
}

#[test]
fn what_others_have_as_well_is_theirs() {
    let (bench, provider) = (Bench::new(), Provider::new());
    let service = lived(&bench, &provider);
    happen(&service, "contact-other-1", "e9", known("Marguerite", "+33700000001", "paul@example.org"));
    assert!(service.settle());
    service.stop();
    let done = forget(&bench.path(), PERSONAL[0], START).unwrap().expect("she is known");
    assert_eq!((done.left, done.of_others), (vec![], vec!["Marguerite".to_owned()]));
}

#[test]
fn the_command_says_what_went_and_that_nothing_is_left() {
    let (bench, provider) = (Bench::new(), Provider::new());
    lived(&bench, &provider).stop();
    let flowc = |contact: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flowc"));
        command.args(["forget", contact, "--store"]).arg(bench.path()).output().expect("flowc runs")
    };
    let told = flowc(PERSONAL[0]);
    let text = String::from_utf8(told.stdout).unwrap();
    assert_eq!(told.status.code(), Some(0), "{text}");
    assert!(text.starts_with("removed 2 from addresses\nremoved 1 from contacts\n"), "{text}");
    assert!(text.contains("nothing is left: 4 texts were looked for"), "{text}");
    assert_eq!(flowc(PERSONAL[0]).status.code(), Some(2), "she is not there any more");
    let mut store = Store::open(&bench.path()).unwrap();
    let left: i64 =
        store.connection().query_row("SELECT count(*) FROM contacts", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 40);
}
