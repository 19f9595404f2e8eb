//! A million timers: how large they are, how long a start with them takes, how late they fire.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant as Tick};

use flowc::engine::{Event, EventKind};
use flowc::program::Name;
use flowc::shell::clock;
use flowc::time::Instant;
use rusqlite::Connection;

use crate::{Watch, open, says, told};

const CONTACTS: usize = 100_000;
/// How long timers are watched, and how far apart two contacts are due.
const WATCHED_SECONDS: u64 = 15;
const APART_MILLIS: i64 = 2;
const MADE_WITHIN_MILLIS: i64 = 90_000;

/// A million pending timers of a hundred thousand contacts: how large they are, how long a start takes, how late they
/// fire.
pub fn made(folder: &Path) {
    let path = folder.join("timers.db");
    let program: String = (1..=10)
        .map(|day| {
            format!(
                "flow day_{day:02} {{ on event \"joined\"  via webchat  after {day}d send \"Day {day}\" }}\n"
            )
        })
        .collect();
    let program = format!("workspace \"Bench\" {{ timezone \"UTC\" }}\n{program}");
    std::fs::write(folder.join("timers.flow"), &program).expect("a file");
    let service = open(&path, &program, Arc::new(Watch::default()));
    // The first is due soon enough to be watched, and late enough for all to be made before.
    let first = clock::now().plus_millis(MADE_WITHIN_MILLIS);
    std::fs::write(folder.join("timers.first"), first.millis().to_string()).expect("a file");
    let begun = Tick::now();
    let mut under_way = std::collections::VecDeque::new();
    for batch in 0..CONTACTS / 100 {
        let events = (batch * 100..batch * 100 + 100).flat_map(|number| {
            let at = first.plus_millis(number as i64 * APART_MILLIS - 86_400_000);
            let joined = EventKind::Reported { event: "joined".into(), fields: Vec::new() };
            let contact = Name::from(format!("contact {number:06}"));
            // Who has written there can be written to.
            let wrote = Event::new("wrote", at, says("Hello"));
            [(contact.clone(), wrote), (contact, Event::new("joined", at, joined))]
        });
        under_way.push_back(service.accept(events.collect()).expect("there is room"));
        if under_way.len() > 10 {
            under_way.pop_front().map(|first| first.wait().expect("it is committed"));
        }
    }
    under_way.into_iter().for_each(|rest| drop(rest.wait().expect("it is committed")));
    println!("{CONTACTS} contacts with 10 timers each were made in {:.1} s", begun.elapsed().as_secs_f64());
    service.stop();
    let connection = Connection::open(&path).expect("the store");
    let bytes = |table: &str| {
        let sql = "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?1)";
        connection.query_row(sql, [table], |row| row.get::<_, Option<f64>>(0)).ok().flatten()
    };
    let count = (CONTACTS * 10) as f64;
    let file = std::fs::metadata(&path).expect("the store").len() as f64;
    println!("bytes on disk per pending timer: {:.0} with history and all", file / count);
    if let Some(contacts) = bytes("contacts") {
        println!("bytes on disk per pending timer: {:.0} of state and timer", contacts / count);
    }
    drop(connection);
    let program = std::env::current_exe().expect("this program");
    let started = Command::new(program).arg("start").arg(&path).status().expect("it starts");
    assert!(started.success());
}

/// In a process of its own: how long the start takes and how much memory, then how late timers fire.
pub fn started(path: &Path) {
    let program = path.with_file_name("timers.flow");
    let program = std::fs::read_to_string(program).expect("the program");
    let watch = Arc::new(Watch::default());
    let begun = Tick::now();
    let service = open(path, &program, watch.clone());
    let started = begun.elapsed();
    let opened = clock::now();
    let count = service
        .reader()
        .ask(|connection| {
            let sql = "SELECT count(*) FROM contacts WHERE wake_at > 0";
            Ok(connection.query_row(sql, [], |row| row.get::<_, u32>(0))?)
        })
        .expect("the store can be read");
    println!("start with {count} contacts and 10 timers each: {:.0} ms", started.as_secs_f64() * 1000.0);
    let first = std::fs::read_to_string(path.with_file_name("timers.first")).expect("when the first is due");
    let first = Instant::from_millis(first.parse().expect("milliseconds"));
    while clock::now() < first.max(opened).plus_millis(WATCHED_SECONDS as i64 * 1000) {
        thread::sleep(Duration::from_millis(50));
    }
    let heard = watch.heard.lock().expect("nobody panicked");
    let late = heard.iter().filter_map(|(contact, _, at)| {
        let number: i64 = contact.strip_prefix("contact ")?.parse().ok()?;
        let due = first.plus_millis(number * APART_MILLIS);
        let late = at.millis_since(due);
        (due > opened).then_some(Duration::from_millis(late.max(0).unsigned_abs()))
    });
    let rate = format!("{} wakes/s", 1000 / APART_MILLIS);
    told("from the due time to the provider", &rate, late.collect());
    println!("resident memory: {:.0} MB", resident_megabytes());
    drop(heard);
    service.stop();
}

fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}
