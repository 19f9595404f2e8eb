//! `flowc pending`, `flowc contact`, `flowc events`: the store as commands read it, beside the service and without it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Output, Stdio};

use serde_json::{Value as Json, json};

use crate::PROGRAM;
use crate::workbench::Api;

fn silent() -> Api {
    let api = Api::start(PROGRAM);
    std::fs::write(api.bench.folder.path().join("main.flow"), PROGRAM).unwrap();
    let event = |kind: &str, id: &str, text: &str| json!({ "contact": "marie", "id": id, "type": kind, "channel": "webchat", "text": text });
    api.pass_minutes(60);
    let known = json!({ "contact": "marie", "type": "contact_updated", "fields": { "first_name": "Marie" } });
    let talk = json!([known, event("message_received", "m1", "Hello"), event("bot_wrote", "b1", "Hi!")]);
    assert_eq!(api.report(&talk).status, 202);
    api
}

fn command(api: &Api, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowc"));
    command.args(arguments).arg("--path").arg(api.bench.folder.path()).arg("--store").arg(api.bench.path());
    command
}

fn run(api: &Api, arguments: &[&str]) -> Output {
    command(api, arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn af14_what_is_pending_is_listed_beside_the_service_and_without_it() {
    let api = silent();
    let beside = text(&run(&api, &["pending"]));
    assert!(beside.starts_with("2026-03-02 09:05  marie  silent step 1\n    because: "), "{beside}");
    let document: Json = serde_json::from_str(&text(&run(&api, &["pending", "--format", "json"]))).unwrap();
    let served = api.get("/v1/contacts/marie/pending").json()["pending"][0].clone();
    let mut row = document["pending"][0].clone();
    assert_eq!(row.as_object_mut().unwrap().remove("contact"), Some(json!("marie")));
    assert_eq!(row, served);
    api.service.stop();
    assert_eq!(text(&run(&api, &["pending", "marie"])), beside);
    let unknown = run(&api, &["pending", "maire"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("no contact is known as `maire`"));
}

#[test]
fn a_contact_is_told_as_the_api_tells_it() {
    let api = silent();
    let told = text(&run(&api, &["contact", "marie"]));
    for line in [
        "marie\n",
        "first_name: Marie",
        "pending\n",
        "silent step 1",
        "contact: Hello",
        "bot: Hi!",
        "decided\n",
        "start_run  silent",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let document: Json =
        serde_json::from_str(&text(&run(&api, &["contact", "marie", "--format", "json"]))).unwrap();
    let served = api.get("/v1/contacts/marie").json();
    for member in ["id", "fields", "pending", "runs", "conversation", "decisions", "status"] {
        assert_eq!(document[member], served[member], "{member}");
    }
}

#[test]
fn events_are_told_and_followed() {
    let api = silent();
    let told = text(&run(&api, &["events"]));
    assert!(told.contains("marie  the contact wrote `Hello` on webchat"), "{told}");
    assert!(told.contains("    start_run  silent: "), "{told}");
    let lines = text(&run(&api, &["events", "--format", "json", "--contact", "marie"]));
    let lines: Vec<Json> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json!(lines), api.get("/v1/events").json()["events"]);
    assert_eq!(text(&run(&api, &["events", "--since", "2026-03-03 00:00"])), "");
    assert_eq!(text(&run(&api, &["events", "--contact", "paul"])), "");

    let mut following =
        command(&api, &["events", "--follow", "--since", "2026-03-02 09:00", "--format", "json"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
    let mut output = BufReader::new(following.stdout.take().unwrap());
    let mut next = || {
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        serde_json::from_str::<Json>(&line).unwrap()["event"]["id"].clone()
    };
    let known = [next(), next(), next()];
    assert_eq!((&known[1], &known[2]), (&json!("m1"), &json!("b1")));
    let later = json!({ "contact": "paul", "id": "p1", "type": "purchased" });
    assert_eq!(api.report(&later).status, 202);
    assert_eq!(next(), "p1");
    following.kill().unwrap();
    following.wait().unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn without_a_store_the_commands_say_where_one_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    for command in [&["pending"][..], &["contact", "marie"], &["events"]] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_flowc")).args(command).arg("--path").arg(folder.path()).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(told.contains("there is no store") && told.contains("`flowc run` makes it"), "{told}");
    }
}
