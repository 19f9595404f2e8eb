//! `flowc repro`: what the store holds of a contact becomes a scenario that `flowc test` plays.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "these tests are about files and processes, and one that finds nothing has failed"
)]

#[path = "runtime/workbench.rs"]
#[allow(dead_code, reason = "shared with the other tests of the service")]
mod workbench;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flowc::engine::EventKind;
use flowc::program::Value;
use workbench::{Bench, Provider, happen, says};

const SHOP: &str = r#"workspace "Shop" { timezone "Europe/Paris" }
flow order {
  on keyword "ORDER"
  via sms
  within 09:00..18:00
  send "Hello {contact.first_name | you}"
  after 1d send "Did you find it?"
}
flow silent { on silence  via sms  after 2h within 09:00..18:00 or skip send "Still there?" }
"#;

/// A folder with the workspace, and a store in which things have happened.
fn happened() -> (Bench, PathBuf) {
    let (bench, provider) = (Bench::new(), Provider::new());
    let folder = bench.folder.path().join("shop");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("test.flow"), SHOP).unwrap();
    let service = bench.open(SHOP, &provider);
    let fields = [("first_name", "Marie"), ("phone", "+33612345678"), ("email", "marie@example.org")];
    let fields = fields.map(|(name, value)| (name.into(), Value::from(value))).to_vec();
    let known = EventKind::ContactUpdated { fields, tags: vec![], groups: vec![] };
    happen(&service, "+33612345678", "e1", known);
    bench.pass(&service, 61_250);
    says(&service, "+33612345678", "e2", "sms", "ORDER");
    bench.pass(&service, 7 * 3_600_000);
    says(&service, "+33612345678", "e3", "sms", "I am Marie: marie@example.org, 06 12 34 56 78");
    bench.pass(&service, 3 * 86_400_000);
    assert_eq!(provider.texts(), ["Hello Marie", "Still there?", "Did you find it?", "Still there?"]);
    service.stop();
    (bench, folder)
}

fn flowc(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_flowc")).args(arguments).output().expect("flowc runs")
}

fn repro(bench: &Bench, folder: &Path, more: &[&str]) -> String {
    let (folder, store) = (folder.display().to_string(), bench.path().display().to_string());
    let told = flowc(&[&["repro", "+33612345678", "--path", &folder, "--store", &store], more].concat());
    let errors = String::from_utf8_lossy(&told.stderr);
    assert_eq!((told.status.code(), &*errors), (Some(0), ""));
    String::from_utf8(told.stdout).unwrap()
}

#[test]
fn the_scenario_passes_beside_its_program_and_is_in_the_one_style() {
    let (bench, folder) = happened();
    let file = folder.join("marie.flow");
    let written = repro(&bench, &folder, &["-o", &file.display().to_string()]);
    assert_eq!(written, "");
    let text = fs::read_to_string(&file).unwrap();
    for said in ["\"Hello Marie\"", "\"Did you find it?\"", "wait 1m1s250ms"] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    let folder = folder.display().to_string();
    let told = flowc(&["test", &folder]);
    assert_eq!(told.status.code(), Some(0), "{}{text}", String::from_utf8_lossy(&told.stdout));
    assert_eq!(flowc(&["fmt", "--check", &file.display().to_string()]).status.code(), Some(0), "{text}");
    assert_eq!(flowc(&["check", &folder]).status.code(), Some(0), "{text}");
}

#[test]
fn the_scenario_fails_once_the_program_does_otherwise() {
    let (bench, folder) = happened();
    let file = folder.join("marie.flow");
    repro(&bench, &folder, &["-o", &file.display().to_string()]);
    fs::write(folder.join("test.flow"), SHOP.replace("Did you find it?", "Fine?")).unwrap();
    assert_eq!(flowc(&["test", &folder.display().to_string()]).status.code(), Some(1));
    // What is applied is still what it was.
    let text = repro(&bench, &folder, &["--applied"]);
    assert!(!text.contains("differs"), "{text}");
}

#[test]
fn an_anonymised_scenario_names_nobody_and_passes() {
    let (bench, folder) = happened();
    let text = repro(&bench, &folder, &["--anonymise"]);
    for personal in ["Marie", "marie", "12345678", "12 34 56 78"] {
        assert!(!text.contains(personal), "{personal}\n{text}");
    }
    fs::write(folder.join("somebody.flow"), &text).unwrap();
    let told = flowc(&["test", &folder.display().to_string()]);
    assert_eq!(told.status.code(), Some(0), "{}{text}", String::from_utf8_lossy(&told.stdout));
}

#[test]
fn what_was_before_the_time_given_is_played_and_not_expected() {
    let (bench, folder) = happened();
    let all = repro(&bench, &folder, &[]).matches("expect ").count();
    let later = repro(&bench, &folder, &["--since", "2026-03-03 00:00"]);
    assert!(later.matches("expect ").count() < all, "{later}");
    assert!(later.contains("\"ORDER\""), "{later}");
}

#[test]
fn a_history_whose_beginning_is_gone_is_not_played() {
    let (bench, folder) = happened();
    let connection = rusqlite::Connection::open(bench.path()).unwrap();
    connection.execute("DELETE FROM history WHERE sequence <= 2", []).unwrap();
    let (folder, store) = (folder.display().to_string(), bench.path().display().to_string());
    let told = flowc(&["repro", "+33612345678", "--path", &folder, "--store", &store]);
    assert_eq!(told.status.code(), Some(2));
    let errors = String::from_utf8_lossy(&told.stderr);
    assert!(errors.contains("the first 2 events of `+33612345678` are no longer in the history"), "{errors}");
    assert!(errors.contains("history_days"), "{errors}");
}

#[test]
fn nobody_of_that_id_is_told() {
    let (bench, folder) = happened();
    let (folder, store) = (folder.display().to_string(), bench.path().display().to_string());
    let told = flowc(&["repro", "paul", "--path", &folder, "--store", &store]);
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&told.stderr).contains("nobody has the id `paul`"));
}
