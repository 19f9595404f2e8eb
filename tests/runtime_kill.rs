//! The real process, killed hundreds of times while it works: nothing that was answered is lost, nothing goes out twice
//! where the provider takes keys, and at most once more, marked, where it does not.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "these tests are about files and processes"
)]

#[path = "runtime/provider.rs"]
mod provider;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant as Tick};

use flowc::engine::EffectKind;
use flowc::shell::runtime::store::{Reader, check};
use serde_json::{Value, json};

use provider::Provider;

const KILLS: usize = 200;
/// How many events there are at most: each is one contact's.
const EVENTS: usize = 60_000;

const PROGRAM: &str = r#"
workspace "Test" { timezone "UTC" }
flow web { on keyword "ORDER" from webchat  send "Delivery or pick-up?" }
flow texting { on keyword "ORDER" from sms  send "By text." }
flow later { on silence  via webchat  after 1s send "Still there?" }
"#;

/// The lines of one contact: half of them write by SMS, whose provider takes no keys, and half on the web.
fn lines(number: usize) -> [Value; 2] {
    let contact = format!("c{number}");
    let phone = format!("+3361{number:07}");
    let channel = if number.is_multiple_of(2) { "sms" } else { "webchat" };
    let at = "2026-03-02T09:00:00Z";
    [
        json!({ "contact": contact, "event":
            { "id": "known", "at": at, "type": "contact_updated", "fields": [["phone", { "text": phone }]] } }),
        json!({ "contact": contact, "event":
            { "id": "wrote", "at": at, "type": "message_received", "channel": channel, "text": "ORDER" } }),
    ]
}

fn start(folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_flowc"))
        .args(["run", ".", "--events", "-", "--listen", "127.0.0.1:0"])
        .current_dir(folder)
        .env("TWILIO_TOKEN", "token")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Events that were answered, as `contact/id`.
type Answered = Arc<Mutex<BTreeSet<String>>>;

/// Hands over what is not answered yet, for as long as the process listens, and keeps what it answers.
fn feed(process: &mut Child, answered: &Answered, up_to: usize) -> thread::JoinHandle<()> {
    let (mut stdin, stdout) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
    let kept = answered.clone();
    let reading = thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            // The last line may be cut in two.
            let Ok(said) = serde_json::from_str::<Value>(&line) else { continue };
            if said["type"] == "accepted" {
                let (contact, event) = (said["contact"].as_str().unwrap(), said["event"].as_str().unwrap());
                kept.lock().unwrap().insert(format!("{contact}/{event}"));
            }
        }
    });
    let known = answered.lock().unwrap().clone();
    thread::spawn(move || {
        for line in (0..up_to).flat_map(lines) {
            let key =
                format!("{}/{}", line["contact"].as_str().unwrap(), line["event"]["id"].as_str().unwrap());
            if !known.contains(&key) && writeln!(stdin, "{line}").is_err() {
                break;
            }
        }
        // It stays open until the process ends.
        reading.join().unwrap();
        drop(stdin);
    })
}

#[test]
fn two_hundred_deaths_lose_nothing_and_repeat_nothing_unmarked() {
    let folder = tempfile::tempdir().unwrap();
    let provider = Provider::start();
    fs::write(folder.path().join("test.flow"), PROGRAM).unwrap();
    let settings = format!(
        "[connectors.web]\nkind = \"webhook\"\nserves = [\"webchat\", \"other\"]\nurl = \"{0}/hook\"\n\
         [connectors.texting]\nkind = \"twilio\"\naccount_sid = \"AC1\"\nauth_token_env = \"TWILIO_TOKEN\"\n\
         from = \"+33700000000\"\napi = \"{0}\"\n",
        provider.url
    );
    fs::write(folder.path().join("flowc.toml"), settings).unwrap();

    let answered = Answered::default();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..KILLS {
        let mut process = start(folder.path());
        let feeding = feed(&mut process, &answered, EVENTS);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        thread::sleep(Duration::from_millis(20 + random % 180));
        process.kill().unwrap();
        process.wait().unwrap();
        feeding.join().unwrap();
    }
    let killed_with = answered.lock().unwrap().len();
    assert!(killed_with > 200, "only {killed_with} events were answered in {KILLS} lives");

    // The last one lives until all that it knows of is done.
    let mut process = start(folder.path());
    let feeding = feed(&mut process, &answered, 0);
    let reader = Reader::of(&folder.path().join("flowc.db"));
    let deadline = Tick::now() + Duration::from_secs(120);
    let pending = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM contacts WHERE wake_at > 0)";
    let left = || reader.ask(|store| Ok(store.query_row(pending, [], |row| row.get::<_, u32>(0))?)).unwrap();
    while left() > 0 {
        assert!(Tick::now() < deadline, "{} deliveries and wakes are left", left());
        thread::sleep(Duration::from_millis(20));
    }
    let stopped = Command::new("kill").arg("-TERM").arg(process.id().to_string()).status().unwrap();
    assert!(stopped.success());
    assert_eq!(process.wait().unwrap().code(), Some(0));
    feeding.join().unwrap();

    assert_eq!(reader.ask(check::check).unwrap(), Vec::<String>::new());
    let heard = heard_by(&provider);
    let mut messages = 0;
    for name in names(&reader) {
        let history = reader.history(&name, 0, usize::MAX).unwrap();
        for happened in &history {
            answered.lock().unwrap().remove(&format!("{name}/{}", happened.event.id));
        }
        for effect in history.iter().flat_map(|happened| &happened.effects) {
            let EffectKind::SendMessage { channel, .. } = &effect.kind else { continue };
            messages += 1;
            let key = format!("{name}/{}", effect.key);
            let (ending, attempts, marked) = delivery(&reader, &key);
            let times = heard.get(&key).copied().unwrap_or_default();
            match &**channel {
                "sms" => {
                    assert!(times <= 2, "{key} came {times} times");
                    assert!(times < 2 || marked, "{key} came again and is not marked");
                    assert!(times > 0 || ending == "unknown", "{key} is lost: {ending}, {attempts} attempts");
                }
                _ => assert!(times > 0 && ending == "sent", "{key} is lost: {ending}, {attempts} attempts"),
            }
        }
    }
    assert!(messages > 100, "{messages} messages went out");
    assert_eq!(*answered.lock().unwrap(), BTreeSet::new(), "answered and not there");
}

/// How often the provider heard of each message that a contact would read: by the key where there is one, where it drops
/// what it has had; by the number and its text otherwise.
fn heard_by(provider: &Provider) -> BTreeMap<String, usize> {
    let mut heard: BTreeMap<String, usize> = BTreeMap::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for request in provider.heard() {
        if request.path.contains("Messages") {
            let form: BTreeMap<String, String> = request.form().into_iter().collect();
            let number: usize = form["To"].strip_prefix("+3361").unwrap().parse().unwrap();
            assert_eq!(form["Body"], "By text.");
            // The contact's second event is what it answers: its first effect opens the conversation.
            *heard.entry(format!("c{number}/2/2")).or_default() += 1;
        } else {
            let key = request.json()["data"]["key"].as_str().unwrap().to_owned();
            let id = request.header("webhook-id").to_owned();
            assert_eq!(ids.entry(key.clone()).or_insert(id.clone()), &id, "a key has one id");
            heard.insert(key, 1);
        }
    }
    heard
}

fn names(reader: &Reader) -> Vec<String> {
    let names = reader.ask(|store| {
        let mut statement = store.prepare("SELECT name FROM contacts")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<Vec<String>, _>>()?)
    });
    names.unwrap()
}

/// How a delivery ended, after how many attempts, and whether an attempt was marked.
fn delivery(reader: &Reader, key: &str) -> (String, u32, bool) {
    let mut parts = key.split('/');
    let (name, sequence, place) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let sql = "SELECT d.outcome, d.attempts, d.perhaps_sent FROM deliveries d JOIN contacts c ON c.id = d.contact \
               WHERE c.name = ?1 AND d.sequence = ?2 AND d.place = ?3";
    let found = reader.ask(|store| {
        let parameters =
            rusqlite::params![name, sequence.parse::<i64>().unwrap(), place.parse::<i64>().unwrap()];
        Ok(store.query_row(sql, parameters, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
    });
    found.unwrap_or_else(|error| panic!("{key}: {error}"))
}
