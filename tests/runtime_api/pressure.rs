//! When more comes than the service keeps up with: what has to wait, and what does not.

use std::io::{Read, Write};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use flowc::shell::runtime::connector::Outcome;
use flowc::shell::runtime::http::access::Role;
use flowc::shell::runtime::service::Commit;
use flowc::shell::runtime::signature::{hex, hmac_sha256};
use serde_json::{Value as Json, json};

use crate::PROGRAM;
use crate::operation::metric;
use crate::workbench::{Answer, Api, bearer, head, outside};

const TOML: &str = r#"
[connectors.bot]
kind = "telegram"
token_env = "TOKEN"
webhook_secret_env = "VERIFY"

[connectors.wa]
kind = "whatsapp"
phone_number_id = "1"
token_env = "TOKEN"
app_secret_env = "APP_SECRET"
verify_token_env = "VERIFY"
"#;

/// The writer, busy until it is let go.
struct Held {
    go: Sender<()>,
    thread: JoinHandle<()>,
}

impl Held {
    fn hold(api: &Api) -> Self {
        let ((go, wait), (tell, told), service) = (channel(), channel(), api.service.clone());
        let act = move || {
            let act = move |_: &mut Commit<'_>| {
                tell.send(()).unwrap();
                wait.recv().unwrap();
                Ok(())
            };
            service.write(act).unwrap();
        };
        let thread = thread::spawn(act);
        told.recv().unwrap();
        Self { go, thread }
    }

    fn let_go(self) {
        self.go.send(()).unwrap();
        self.thread.join().unwrap();
    }
}

/// Waits until that many events and acts wait.
fn waiting(api: &Api, number: f64) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while metric(&api.get("/metrics").body, "flowc_queue_depth") != number {
        assert!(Instant::now() < deadline, "{}", api.get("/metrics").body);
        thread::sleep(Duration::from_millis(5));
    }
}

fn act(api: &Api, path: &str, body: &Json) -> Answer {
    let mut body = body.clone();
    body["agent"] = json!("leo");
    api.act(&format!("/v1/contacts/karim/{path}"), &body)
}

fn telegram(api: &Api, text: &str) -> Answer {
    let update = json!({ "update_id": 7, "message": { "chat": { "id": 42, "type": "private" }, "date": 1_772_438_300,
        "from": { "first_name": "Zoé" }, "text": text } });
    let secret = [("x-telegram-bot-api-secret-token", "verify-me".to_owned())];
    api.ask("POST", "/v1/hooks/bot", &secret, update.to_string().as_bytes())
}

/// What became of a message that is none of ours.
fn delivered(api: &Api) -> Answer {
    let statuses = json!([{ "id": "wamid.1", "status": "delivered", "timestamp": "1772438300" }]);
    whatsapp(api, &json!({ "statuses": statuses }))
}

fn whatsapp(api: &Api, value: &Json) -> Answer {
    let body = json!({ "object": "whatsapp_business_account",
        "entry": [{ "changes": [{ "field": "messages", "value": value }] }] });
    let body = body.to_string();
    let signature = format!("sha256={}", hex(&hmac_sha256(b"app-secret", &[body.as_bytes()])));
    api.ask("POST", "/v1/hooks/wa", &[("x-hub-signature-256", signature)], body.as_bytes())
}

fn has_to_wait(answer: &Answer) -> bool {
    (answer.status, answer.header("retry-after")) == (429, Some("1"))
        && answer.json()["type"] == "urn:flowc:problem:busy"
}

fn wrote(id: &str, text: &str) -> Json {
    json!({ "contact": "karim", "id": id, "type": "message_received", "channel": "sms", "text": text })
}

/// Everything that is done with a contact.
fn everything(api: &Api) -> Vec<(&'static str, Answer)> {
    vec![
        ("event", api.report(&wrote("e9", "ORDER"))),
        ("hook", telegram(api, "ORDER")),
        ("messages", act(api, "messages", &json!({ "text": "Hello" }))),
        ("report", delivered(api)),
        ("hand-back", act(api, "hand-back", &json!({}))),
        ("take-over", act(api, "take-over", &json!({}))),
        ("assign", act(api, "assign", &json!({ "to": { "team": "desk" } }))),
        ("close", act(api, "close", &json!({}))),
    ]
}

#[test]
fn acts_and_providers_reports_count_as_waiting_and_wait_like_events() {
    let api = Api::start_with(PROGRAM, TOML, outside(), |settings| settings.queue_max = 5);
    assert_eq!(api.report(&wrote("e1", "Hello")).status, 202);
    let before = api.events();
    let held = Held::hold(&api);
    thread::scope(|scope| {
        let mut threads = Vec::new();
        threads.push(scope.spawn(|| act(&api, "messages", &json!({ "text": "One" }))));
        threads.push(scope.spawn(|| act(&api, "close", &json!({}))));
        threads.push(scope.spawn(|| telegram(&api, "Two")));
        waiting(&api, 4.0);
        threads.push(scope.spawn(|| api.report(&wrote("e2", "Three"))));
        waiting(&api, 5.0);
        for (what, answer) in everything(&api) {
            assert!(has_to_wait(&answer), "{what} {answer:?}");
        }
        // Reading and looking go on, and whoever is to be forgotten is.
        assert_eq!(api.get("/v1/contacts/karim").status, 200);
        let nobody = "/v1/contacts/nobody";
        threads.push(scope.spawn(|| api.ask("DELETE", nobody, &[bearer(Role::Write)], b"")));
        waiting(&api, 6.0);
        held.let_go();
        let statuses: Vec<u16> = threads.into_iter().map(|it| it.join().unwrap().status).collect();
        assert_eq!(statuses, [200, 200, 200, 202, 404]);
    });
    waiting(&api, 0.0);
    // A message, a close, a profile with a message, and an event: nothing of what had to wait.
    assert_eq!(api.events(), before + 5);
    assert_eq!(act(&api, "take-over", &json!({})).status, 200);
}

#[test]
fn a_report_of_many_messages_counts_as_many() {
    let api = Api::start_with(PROGRAM, TOML, outside(), |settings| settings.queue_max = 4);
    let messages: Vec<Json> = (0..3)
        .map(|n| {
            json!({ "id": format!("m{n}"), "from": "33612345678", "timestamp": "1772438300", "type": "text",
            "text": { "body": "Hello" } })
        })
        .collect();
    let held = Held::hold(&api);
    thread::scope(|scope| {
        let report = scope.spawn(|| whatsapp(&api, &json!({ "messages": messages })).status);
        waiting(&api, 4.0);
        assert!(has_to_wait(&api.report(&wrote("e1", "Hello"))));
        held.let_go();
        assert_eq!(report.join().unwrap(), 200);
    });
    assert_eq!(api.get("/v1/contacts/whatsapp:%2B33612345678").status, 200);
}

#[test]
fn what_is_being_done_when_the_outside_stops_is_answered() {
    let mut api = Api::start(PROGRAM);
    let held = Held::hold(&api);
    let headers = [bearer(Role::Write), ("content-type", "application/json".to_owned())];
    let event = wrote("e1", "Hello").to_string();
    let mut stream = api.connect();
    stream.write_all(head("POST", "/v1/events", &headers, event.len()).as_bytes()).unwrap();
    stream.write_all(event.as_bytes()).unwrap();
    waiting(&api, 2.0);
    let letting_go = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        held.let_go();
    });
    api.stop_listening();
    letting_go.join().unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
}

#[test]
fn while_messages_cannot_go_out_nothing_new_comes_in_but_what_quiets_the_bot() {
    let api = Api::start_with(PROGRAM, TOML, outside(), |settings| settings.outbox_max = 1);
    api.provider.answer_with(|_| Outcome::Retry { after: None, why: "down".into() });
    assert_eq!(api.report(&wrote("e1", "ORDER")).status, 202);
    assert!(api.service.settle());
    let before = api.events();
    let (waits, goes): (Vec<_>, Vec<_>) = everything(&api).into_iter().partition(|(_, it)| has_to_wait(it));
    let names = |list: &[(&'static str, Answer)]| list.iter().map(|(what, _)| *what).collect::<Vec<_>>();
    assert_eq!(names(&waits), ["event", "hook", "messages", "hand-back"]);
    assert_eq!(names(&goes), ["report", "take-over", "assign", "close"]);
    assert_eq!(metric(&api.get("/metrics").body, "flowc_refused_total"), 4.0);
    assert!(goes.iter().all(|(_, answer)| answer.status == 200), "{goes:?}");
    assert_eq!(api.events(), before + 3);
    assert_eq!(api.ask("GET", "/health/ready", &[], b"").status, 200);
    // With the contact goes what waits for it.
    assert_eq!(api.ask("DELETE", "/v1/contacts/karim", &[bearer(Role::Write)], b"").status, 200);
    api.pass_minutes(1);
    assert_eq!(api.report(&wrote("e2", "Hello")).status, 202);
}

#[test]
fn however_many_ask_whether_the_service_is_ready_the_writer_is_asked_once() {
    let api = Api::start(PROGRAM);
    let held = Held::hold(&api);
    let commits = api.service.metrics().commits_total.get();
    thread::scope(|scope| {
        let asked: Vec<_> =
            (0..8).map(|_| scope.spawn(|| api.ask("GET", "/health/ready", &[], b"").status)).collect();
        waiting(&api, 2.0);
        thread::sleep(Duration::from_millis(100));
        waiting(&api, 2.0);
        held.let_go();
        assert!(asked.into_iter().all(|thread| thread.join().unwrap() == 200));
    });
    // Its answer is good for all of them, or again after a moment; the one that held it is a commit as well.
    let commits = api.service.metrics().commits_total.get() - commits;
    assert!((2..=4).contains(&commits), "{commits}");
}
