//! Disks that are full, stores that somebody locks or damages.

use flowc::engine::{Event, EventKind};
use flowc::shell::runtime::service::{Refusal, Service, State};
use flowc::shell::runtime::store::{Store, check};

use crate::workbench::{Bench, Provider, START, connectors, version};
use crate::{REPLIES, committed, pages_max, until, until_refused, wrote};

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
    let refusal = service.write(|commit| Ok(commit.now())).unwrap_err();
    assert_eq!(refusal.to_string(), "the store cannot be written: another process holds the store");
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
