//! What durability costs: events, latency and timers of the service, beside a bare loop of commits in the same run.
//!
//! `cargo bench --features runtime --bench runtime`. Another process measures the start (`start STORE`); `http` measures
//! the API alone.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock and starts threads")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant as Tick};

use flowc::check::{Broken, Config, check};
use flowc::compile::compile;
use flowc::engine::{Event, EventKind};
use flowc::program::{Fingerprint, Name};
use flowc::shell::clock;
use flowc::shell::runtime::connector::{Connector, Connectors, Delivery, DeliveryKind, Outcome};
use flowc::shell::runtime::http::server::Server;
use flowc::shell::runtime::http::settings::{Limits, Settings as Outside};
use flowc::shell::runtime::secrets::Secrets;
use flowc::shell::runtime::service::{Service, Settings};
use flowc::shell::runtime::store::Store;
use flowc::shell::runtime::version::Version;
use flowc::source::{Source, SourceId};
use flowc::time::Instant;
use rusqlite::Connection;

#[path = "runtime/bare.rs"]
mod bare;

const CLIENTS: usize = 64;
const EVENTS_PER_CLIENT: usize = 400;
const PACED_PER_SECOND: u64 = 1000;
const PACED_SECONDS: u64 = 10;
const CONTACTS: usize = 100_000;
/// How long timers are watched, and how far apart two contacts are due.
const WATCHED_SECONDS: u64 = 15;
const APART_MILLIS: i64 = 2;
const MADE_WITHIN_MILLIS: i64 = 90_000;

const TALK: &str = r#"
workspace "Bench" { timezone "UTC" }
flow silent { on silence  via webchat  after 5m send "Still there?"  after 1d send "Goodbye." }
flow order { on keyword "ORDER" from webchat  send "Delivery or pick-up?" }
"#;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "start") {
        return start(Path::new(&arguments[at + 1]));
    }
    let folder = tempfile::tempdir().expect("a folder");
    if arguments.iter().any(|argument| argument == "http") {
        return http(folder.path());
    }
    throughput(folder.path());
    http(folder.path());
    latency(folder.path());
    timers(folder.path());
}

/// Durable events of many clients, each of which waits for its answer, beside two loops that do nothing but commit, as
/// many at once: the very rows that the events left behind, and one row of that size for each event.
fn throughput(folder: &Path) {
    for (what, text) in
        [("a message that a flow does not answer", "Hello"), ("a message and its answer", "ORDER")]
    {
        let path = folder.join(format!("{text}.db"));
        let service = open(&path, TALK, Arc::new(Watch::default()));
        let begun = Tick::now();
        let clients = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        clients.block_on(async {
            let mut each = tokio::task::JoinSet::new();
            for client in 0..CLIENTS {
                let service = service.clone();
                each.spawn(async move {
                    for number in 0..EVENTS_PER_CLIENT {
                        let contact = Name::from(format!("contact {client} {}", number % 20));
                        let event = Event::new(format!("e{number}"), service.now(), says(text));
                        let taken = service.accept(vec![(contact, event)]).expect("there is room").await;
                        taken.expect("it is committed");
                    }
                });
            }
            each.join_all().await;
        });
        let seconds = begun.elapsed().as_secs_f64();
        let events = (CLIENTS * EVENTS_PER_CLIENT) as f64;
        assert!(service.settle());
        let commits = service.metrics().commits_total.get() as f64;
        service.stop();
        let group = (events / commits).round().max(1.0);
        let rate = events / seconds;
        let (bytes, rows) = bare::rows(&path, &folder.join("rows.db"), group as usize);
        let bare = bare::bytes(&folder.join("bytes.db"), bytes as usize, group as usize, events as usize);
        println!("{what}: {rate:.0} events/s durably at {CLIENTS} clients, {group:.0} in a transaction");
        println!("  a loop that commits the same rows: {rows:.0} events/s; ratio {:.2}", rate / rows);
        println!("  a loop that commits {bytes:.0} bytes each: {bare:.0} events/s; ratio {:.2}", rate / bare);
    }
}

/// Events by the API, one or several to a request on lines that stay open, beside the same events handed over in the
/// process. The line to hold is half.
fn http(folder: &Path) {
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let limits = Limits { requests_per_second: u32::MAX, ..Limits::default() };
    let outside = Outside { listen, limits, ..Outside::default() };
    let mut in_process = 0.0;
    for (what, events_each) in [("in the process", 0), ("by the API", 1), ("by the API, 20 to a request", 20)]
    {
        let service = open(&folder.join(format!("http {events_each}.db")), TALK, Arc::new(Watch::default()));
        let server = Server::start(service.clone(), &outside, &Secrets::given([]));
        let server = server.unwrap_or_else(|failure| panic!("{}", failure.report()));
        let address = server.address();
        let begun = Tick::now();
        thread::scope(|scope| {
            for client in 0..CLIENTS {
                let service = service.clone();
                scope.spawn(move || match events_each {
                    0 => hand_over(&service, client),
                    each => post(address, client, each),
                });
            }
        });
        let rate = (CLIENTS * EVENTS_PER_CLIENT) as f64 / begun.elapsed().as_secs_f64();
        assert_eq!(service.metrics().events_total.get() as usize, CLIENTS * EVENTS_PER_CLIENT);
        server.stop();
        service.stop();
        if events_each == 0 {
            in_process = rate;
        }
        println!("{what}: {rate:.0} events/s at {CLIENTS} clients; ratio {:.2}", rate / in_process);
    }
}

fn hand_over(service: &Service, client: usize) {
    for number in 0..EVENTS_PER_CLIENT {
        let contact = Name::from(format!("contact {client} {}", number % 20));
        let event = Event::new(format!("e{number}"), service.now(), says("ORDER"));
        let taken = service.accept(vec![(contact, event)]).expect("there is room").wait();
        taken.expect("it is committed");
    }
}

/// The same by HTTP, on one line that stays open.
fn post(address: SocketAddr, client: usize, events_each: usize) {
    let mut line = BufReader::new(TcpStream::connect(address).expect("the API listens"));
    for first in (0..EVENTS_PER_CLIENT).step_by(events_each) {
        let events: Vec<String> = (first..first + events_each)
            .map(|number| {
                format!(
                    r#"{{"contact":"contact {client} {}","id":"e{number}","type":"message_received","channel":"webchat","text":"ORDER"}}"#,
                    number % 20
                )
            })
            .collect();
        let body = format!("[{}]", events.join(","));
        let head = format!(
            "POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        line.get_mut().write_all((head + &body).as_bytes()).expect("the API reads");
        let (mut length, mut status) = (0, String::new());
        loop {
            let mut header = String::new();
            line.read_line(&mut header).expect("the API answers");
            if status.is_empty() {
                status.clone_from(&header);
            }
            if let Some(value) = header.strip_prefix("content-length: ") {
                length = value.trim().parse().expect("a number");
            }
            if header == "\r\n" {
                break;
            }
        }
        assert!(status.contains(" 202 "), "{status}");
        let mut answer = vec![0; length];
        line.read_exact(&mut answer).expect("the answer's body");
    }
}

/// From an accepted event to the provider that hears of what came of it, at a steady rate.
fn latency(folder: &Path) {
    let watch = Arc::new(Watch::default());
    let service = open(&folder.join("latency.db"), TALK, watch.clone());
    let total = PACED_PER_SECOND * PACED_SECONDS;
    let begun = Tick::now();
    let mut asked = BTreeMap::new();
    for number in 0..total {
        let due = Duration::from_nanos(number * 1_000_000_000 / PACED_PER_SECOND);
        while begun.elapsed() < due {
            thread::sleep(Duration::from_micros(200));
        }
        let contact = Name::from(format!("contact {number}"));
        asked.insert(contact.clone(), Tick::now());
        let event = Event::new("e1", service.now(), says("ORDER"));
        drop(service.accept(vec![(contact, event)]).expect("there is room"));
    }
    assert!(service.settle());
    let heard = watch.heard.lock().expect("nobody panicked");
    let late = heard.iter().filter_map(|(contact, at, _)| Some(at.duration_since(*asked.get(contact)?)));
    told("from the event to the provider", &format!("{PACED_PER_SECOND} events/s"), late.collect());
    service.stop();
}

/// A million pending timers of a hundred thousand contacts: how large they are, how long a start takes, how late they
/// fire.
fn timers(folder: &Path) {
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
fn start(path: &Path) {
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

fn told(what: &str, rate: &str, mut late: Vec<Duration>) {
    late.sort();
    let at = |share: f64| late[((late.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    let (half, most, all) = (at(0.5), at(0.99), at(1.0));
    println!("{what} at {rate}: p50 {half:.1} ms, p99 {most:.1} ms, at most {all:.1} ms, of {}", late.len());
}

fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}

/// Keeps who was written to and when.
#[derive(Default)]
struct Watch {
    heard: Mutex<Vec<(Name, Tick, Instant)>>,
}

impl Connector for Watch {
    fn name(&self) -> &str {
        "watch"
    }

    fn deliver(&self, delivery: &Delivery) -> Outcome {
        if let DeliveryKind::Message(_) = &delivery.kind {
            let heard = (delivery.contact.clone(), Tick::now(), clock::now());
            self.heard.lock().expect("nobody panicked").push(heard);
        }
        Outcome::Sent { provider_id: None }
    }

    fn takes_keys(&self) -> bool {
        true
    }
}

fn says(text: &str) -> EventKind {
    EventKind::MessageReceived { channel: "webchat".into(), text: text.into(), intents: Vec::new() }
}

fn open(path: &Path, text: &str, watch: Arc<Watch>) -> Service {
    let source = Source::new(SourceId(0), "bench.flow", text);
    let parsed = flowc::syntax::parse(&source);
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date");
    let outcome = check(vec![parsed.file], parsed.diagnostics, Config { as_of, broken: Broken::Refuse });
    let program = compile(&outcome.checked.expect("the program is right"));
    let version = Version::without_texts(program, Fingerprint::of([&source]));
    let connectors =
        Connectors { by_channel: BTreeMap::new(), fallback: watch, webhooks: BTreeMap::new(), writer: None };
    let store = Store::open(path).unwrap_or_else(|failure| panic!("{}", failure.report()));
    Service::open(version, store, connectors, Settings::default())
        .unwrap_or_else(|failure| panic!("{}", failure.report()))
}
