//! Several processes and one store; and a disk that is really full.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "these tests are about files and processes, and one that finds nothing has failed"
)]

#[path = "runtime/process.rs"]
mod process;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use flowc::shell::runtime::store::{Reader, check};
use serde_json::{Value, json};
use tempfile::TempDir;

use process::{Running, flowc, until};

const PROGRAM: &str = r#"
workspace "Test" { timezone "UTC" }
flow order { on keyword "ORDER" from webchat  send "Delivery or pick-up?"  after 1d send "And?" }
"#;

/// A folder with a workspace, and where its store is going to be.
fn workspace() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("test.flow"), PROGRAM).unwrap();
    let store = folder.path().join("flowc.db");
    (folder, store)
}

/// Somebody orders now: what is told to happen later counts as happening now.
fn order(contact: &str, id: &str) -> Value {
    json!({ "contact": contact, "event": { "id": id, "at": "2099-01-01T00:00:00Z", "type": "message_received",
        "channel": "webchat", "text": "ORDER" } })
}

fn taken(store: &Path) -> u32 {
    let sql = "SELECT count(*) FROM history WHERE event_id NOT LIKE '~%'";
    Reader::of(store).ask(|store| Ok(store.query_row(sql, [], |row| row.get(0))?)).unwrap()
}

#[test]
fn a_second_process_is_refused_and_told_who_has_the_store() {
    let (folder, store) = workspace();
    let mut first = Running::start(folder.path(), &store);
    first.tell(&order("marie", "e1"));
    until("it is answered", || first.answered() == ["e1"]);
    let (workspace, path) = (folder.path().display().to_string(), store.display().to_string());
    let pid = first.child.id();
    for arguments in [
        &["run", &workspace, "--store", &path, "--listen", "127.0.0.1:0"][..],
        &["run", &workspace, "--store", &path, "--import", "-"][..],
    ] {
        let second = flowc(arguments);
        assert_eq!(second.status.code(), Some(2), "{second:?}");
        let told = String::from_utf8_lossy(&second.stderr);
        assert!(told.contains(&format!("another process runs with the store `{path}`")), "{told}");
        assert!(told.contains(&format!("process {pid}, which has had it since 20")), "{told}");
    }
    first.tell(&order("marie", "e2"));
    until("the first goes on", || first.answered() == ["e1", "e2"]);

    // However a process ends, the next one has the store.
    first.kill();
    let mut next = Running::start(folder.path(), &store);
    next.tell(&order("marie", "e3"));
    until("it is answered", || next.answered() == ["e3"]);
    assert_eq!(next.stop(), Some(0));
    assert_eq!(taken(&store), 3);
}

/// Not a test by itself: a process that holds the lock of a store, as another program may, until its input ends.
#[test]
#[ignore = "a process that another test starts"]
fn hold() {
    let path = std::env::var_os("FLOWC_TEST_STORE").expect("the other test says which store");
    let mut store = rusqlite::Connection::open(path).unwrap();
    let lock = store.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    lock.execute("UPDATE meta SET value = value", []).unwrap();
    println!("held");
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

/// Starts one, which has the lock when this returns.
fn holder(store: &Path) -> Child {
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "hold", "--ignored", "--nocapture"])
        .env("FLOWC_TEST_STORE", store)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(holder.stdout.as_mut().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.ends_with("held")));
    holder
}

fn release(mut holder: Child) {
    drop(holder.stdin.take());
    assert!(holder.wait().unwrap().success());
}

#[test]
fn while_another_program_holds_the_lock_nothing_is_answered_and_all_can_be_read() {
    let (folder, store) = workspace();
    let mut service = Running::start(folder.path(), &store);
    service.tell(&order("marie", "e1"));
    until("it is answered", || service.answered() == ["e1"]);
    let held = holder(&store);
    service.tell(&order("marie", "e2"));
    until("the service says so", || service.get("/health/ready").0 == 503);
    assert!(service.get("/health/ready").1.contains("another process holds the store"));
    let (workspace, path) = (folder.path().display().to_string(), store.display().to_string());
    for (arguments, shown) in [
        (["contact", "marie"], "conversation open"),
        (["pending", "marie"], "order step 2"),
        (["events", "--contact=marie"], "the contact wrote `ORDER`"),
    ] {
        let read = flowc(&[&arguments[..], &["--path", &workspace, "--store", &path]].concat());
        assert_eq!(read.status.code(), Some(0), "{read:?}");
        let told = String::from_utf8_lossy(&read.stdout);
        assert!(told.contains(shown), "{arguments:?}: {told}");
    }
    assert_eq!((service.answered(), taken(&store)), (vec!["e1".to_owned()], 1));
    release(held);
    until("it is answered", || service.answered() == ["e1", "e2"]);
    assert_eq!(service.get("/health/ready").0, 200);
    assert_eq!(service.stop(), Some(0));
    assert_eq!(taken(&store), 2);
}

#[test]
fn a_service_that_starts_while_the_lock_is_held_says_so_and_changes_nothing() {
    let (folder, store) = workspace();
    let mut service = Running::start(folder.path(), &store);
    service.tell(&order("marie", "e1"));
    until("it is answered", || service.answered() == ["e1"]);
    service.kill();
    let held = holder(&store);
    let (workspace, path) = (folder.path().display().to_string(), store.display().to_string());
    let refused = flowc(&["run", &workspace, "--store", &path, "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(told.contains("because: another process holds the store"), "{told}");
    release(held);
    let service = Running::start(folder.path(), &store);
    until("what was due goes out", || Reader::of(&store).outbox_depth().unwrap() == 0);
    assert_eq!(service.stop(), Some(0));
    assert_eq!(Reader::of(&store).ask(check::check).unwrap(), Vec::<String>::new());
}

/// A small disk, for as long as it lives.
struct Disk(TempDir);

impl Disk {
    /// None where nobody may mount one.
    fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "none"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then(|| Self(folder))
    }

    fn resize(&self, size: &str) {
        let option = format!("remount,size={size}");
        assert!(Command::new("mount").args(["-o", &option]).arg(self.0.path()).status().unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.0.path()).status());
    }
}

/// Words that nothing makes smaller.
fn noise(seed: u64) -> String {
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut word = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        format!("{random:x} ")
    };
    (0..200).map(|_| word()).collect()
}

fn noisy(number: u64) -> Value {
    let mut line = order(&format!("c{number}"), &format!("e{number}"));
    line["event"]["text"] = json!(noise(number));
    line
}

#[test]
fn a_disk_that_is_really_full_loses_nothing_that_was_answered() {
    let Some(disk) = Disk::mount("2m") else {
        println!("not tried: no small disk can be mounted here, which root may");
        return;
    };
    let (folder, _) = workspace();
    let store = disk.0.path().join("flowc.db");
    let mut service = Running::start(folder.path(), &store);
    const LINES: u64 = 1500;
    let mut handed_over = 0;
    let mut full = false;
    while !full {
        // So few at a time that nobody waits to be heard.
        for _ in 0..10 {
            service.tell(&noisy(handed_over));
            handed_over += 1;
        }
        until("they are answered, or the disk is full", || {
            full = service.get("/health/ready").0 == 503;
            full || service.answered().len() == handed_over as usize
        });
        assert!(handed_over < LINES, "a disk of 2 MB is full some time");
    }
    let (_, why) = service.get("/health/ready");
    assert!(why.contains("there is no room left for the store"), "{why}");
    assert!(handed_over > 30, "it was full after {handed_over}");
    until("what is answered is there, and nothing else", || {
        taken(&store) as usize == service.answered().len()
    });

    // Room is made, and it goes on by itself with what it was told meanwhile.
    disk.resize("3m");
    until("all are answered", || service.answered().len() == handed_over as usize);
    until("it says so", || service.get("/health/ready").0 == 200);

    // It dies on a disk that is full; the next one has room, and is told all of it once more.
    fs::write(disk.0.path().join("filler"), vec![0; 4 << 20]).unwrap_err();
    service.kill();
    disk.resize("32m");
    let mut service = Running::start(folder.path(), &store);
    (0..handed_over).for_each(|number| service.tell(&noisy(number)));
    until("all are answered", || service.answered().len() == handed_over as usize);
    assert_eq!(service.stop(), Some(0));
    assert_eq!(u64::from(taken(&store)), handed_over);
    assert_eq!(Reader::of(&store).ask(check::check).unwrap(), Vec::<String>::new());
}
