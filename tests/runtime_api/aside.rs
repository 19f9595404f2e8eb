//! A contact that flowc is wrong about, as the API tells of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use flowc::engine::EventKind;
use flowc::shell::runtime::service::Tripwire;
use flowc::shell::runtime::store::set_aside;
use flowc::shell::runtime::store::write_beside;
use serde_json::{Value as Json, json};

use crate::PROGRAM;
use crate::workbench::{Api, outside};

fn wrote(contact: &str, id: &str) -> Json {
    json!({ "contact": contact, "id": id, "type": "message_received", "channel": "webchat", "text": "ORDER" })
}

#[test]
fn its_events_are_kept_its_agents_refused_and_everybody_else_is_served() {
    let wrong = Arc::new(AtomicBool::new(true));
    let is_wrong = wrong.clone();
    let tripwire = Tripwire::default().with_engine(move |contact, kind| {
        let is_message = matches!(kind, EventKind::MessageReceived { .. });
        assert!(!(contact == "marie" && is_message && is_wrong.load(Ordering::SeqCst)), "marie is odd");
    });
    let api = Api::start_with(PROGRAM, "", outside(), |settings| settings.tripwire = tripwire);
    assert_eq!(api.get("/v1/contacts/marie").status, 404);
    let answer = api.report(&json!([wrote("marie", "m1"), wrote("zoe", "z1")]));
    let rows = answer.json()["events"].clone();
    let told = |at: usize| (rows[at]["status"].clone(), rows[at]["sequence"].clone());
    assert_eq!(
        (answer.status, told(0), told(1)),
        (202, (json!("kept"), json!(0)), (json!("accepted"), json!(1)))
    );
    assert_eq!(api.report(&wrote("marie", "m1")).json()["events"][0]["status"], "kept");

    let aside = api.get("/v1/contacts/marie").json()["set_aside"].clone();
    assert_eq!((&aside["why"], &aside["events"]), (&json!("marie is odd"), &json!(1)));
    assert_eq!(api.get("/v1/contacts/zoe").json()["set_aside"], Json::Null);
    let refused = api.act("/v1/contacts/marie/messages", &json!({ "agent": "leo", "text": "Hello" }));
    assert_eq!(refused.status, 503);
    assert!(refused.json()["detail"].as_str().unwrap().contains("set aside: nothing was taken"));
    assert_eq!(api.act("/v1/contacts/zoe/messages", &json!({ "agent": "leo", "text": "Hello" })).status, 200);
    let ready = api.get("/health/ready");
    assert_eq!((ready.status, ready.json()), (200, json!({ "status": "degraded" })));

    wrong.store(false, Ordering::SeqCst);
    write_beside(&api.bench.path(), |store| set_aside::ask_again(store, None)).unwrap();
    assert!(api.service.settle());
    assert_eq!(api.get("/v1/contacts/marie").json()["set_aside"], Json::Null);
    assert_eq!(api.report(&wrote("marie", "m1")).json()["events"][0]["status"], "duplicate");
    assert_eq!(api.get("/health/ready").json(), json!({ "status": "ready" }));
}
