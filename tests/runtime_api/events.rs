//! `POST /v1/events`: what is taken, how often, and what is said of what is wrong.

use flowc::shell::runtime::http::access::Role;
use serde_json::{Value as Json, json};

use crate::PROGRAM;
use crate::workbench::{Answer, Api, bearer, outside};

fn wrote(contact: &str, id: &str, text: &str) -> Json {
    json!({ "contact": contact, "id": id, "type": "message_received", "channel": "sms", "text": text })
}

fn statuses(answer: &Answer) -> Vec<String> {
    let events = answer.json()["events"].as_array().cloned().unwrap_or_default();
    events.iter().map(|event| event["status"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_event_is_taken_once_however_often_it_comes() {
    let api = Api::start(PROGRAM);
    let first = api.report(&wrote("marie", "e1", "ORDER"));
    assert_eq!((first.status, statuses(&first)), (202, vec!["accepted".to_owned()]));
    let again = api.report(&wrote("marie", "e1", "ORDER"));
    assert_eq!((again.status, statuses(&again)), (200, vec!["duplicate".to_owned()]));
    let both = api.report(&json!([wrote("marie", "e1", "ORDER"), wrote("paul", "e1", "ORDER")]));
    assert_eq!((both.status, statuses(&both)), (202, vec!["duplicate".to_owned(), "accepted".to_owned()]));
    assert!(api.service.settle());
    assert_eq!(api.provider.texts(), ["Delivery or pick-up?", "Delivery or pick-up?"]);
}

#[test]
fn an_event_without_an_id_is_new_each_time() {
    let api = Api::start(PROGRAM);
    let event = json!({ "contact": "marie", "type": "message_received", "channel": "sms", "text": "ORDER" });
    let ids: Vec<Json> = (0..3).map(|_| api.report(&event).json()["events"][0]["id"].clone()).collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2], "{ids:?}");
    assert!(api.service.settle());
    assert_eq!(api.provider.texts().len(), 3);
}

#[test]
fn fields_take_their_declared_types_and_are_there_for_flows() {
    let api = Api::start(PROGRAM);
    let known = json!({ "contact": "marie", "type": "contact_updated",
        "fields": { "first_name": "Marie", "phone": "+33 6 12 34 56 78", "plan": "pro", "spent": 49.9 } });
    assert_eq!(api.report(&known).status, 202);
    let page = api.get("/v1/contacts/marie").json();
    let fields = json!({ "first_name": "Marie", "phone": "+33612345678", "plan": "pro", "spent": 49.9 });
    assert_eq!(page["fields"], fields);
    for (id, total) in [("o1", 99), ("o2", 100)] {
        let order = json!({ "contact": "marie", "id": id, "type": "reported", "event": "order",
            "fields": { "total": total } });
        assert_eq!(api.report(&order).status, 202);
    }
    assert!(api.service.settle());
    assert_eq!(api.provider.texts(), ["Thank you!"]);
}

#[test]
fn of_a_list_all_are_taken_or_none_and_each_mistake_has_its_place() {
    let api = Api::start(PROGRAM);
    let before = api.footprint();
    let list = json!([
        wrote("marie", "e1", "ORDER"),
        { "contact": "", "type": "message_received", "channel": "smss", "text": 3, "txt": "ORDER" },
        { "contact": "paul", "type": "mesage_received" },
        { "contact": "paul", "type": "woke" },
        { "type": "purchased" },
        { "contact": "paul", "id": "~e", "type": "booked", "time": "tomorrow", "at": "2031-01-01T00:00:00Z" },
        { "contact": "paul", "type": "contact_updated", "fields": { "plan": "gold", "a/b": null } },
        { "contact": "paul", "type": "flow_started", "flow": "ordre" },
        "ORDER",
    ]);
    let answer = api.report(&list);
    assert_eq!(answer.status, 422);
    let places = [
        "/1/contact",
        "/1/channel",
        "/1/text",
        "/1/txt",
        "/2/type",
        "/3/type",
        "/4",
        "/5/id",
        "/5/at",
        "/5/time",
        "/6/fields/a~1b",
        "/6/fields/plan",
        "/7/flow",
        "/8",
    ];
    assert_eq!(answer.places(), places);
    let said = answer.json()["errors"].to_string();
    for remedy in [
        "did you mean `sms`?",
        "did you mean `text`?",
        "did you mean `message_received`?",
        "write one of `free`, `pro`",
        "did you mean `order`?",
    ] {
        assert!(said.contains(remedy), "{remedy}: {said}");
    }
    assert_eq!(api.footprint(), before);
    for (list, place) in [(json!([]), ""), (json!(vec![wrote("m", "e", "x"); 1001]), "")] {
        assert_eq!(api.report(&list).places(), [place]);
    }
    assert_eq!(api.report(&json!(3)).status, 422);
}

#[test]
fn cloud_events_say_the_same_alone_in_batches_and_in_headers() {
    let api = Api::start(PROGRAM);
    let event = |id: &str| {
        json!({ "specversion": "1.0", "id": id, "source": "/crm", "type": "flowc.message_received",
            "subject": "marie", "time": "2026-03-02T07:59:00Z", "traceparent": "00-1-2-01",
            "data": { "channel": "sms", "text": "ORDER" } })
    };
    let send = |media: &str, body: &Json| {
        let headers = [bearer(Role::Write), ("content-type", media.to_owned())];
        api.ask("POST", "/v1/events", &headers, body.to_string().as_bytes())
    };
    let first = send("application/cloudevents+json; charset=utf-8", &event("1"));
    assert_eq!((first.status, &first.json()["events"][0]["id"]), (202, &json!("/crm#1")));
    let batch = send("application/cloudevents-batch+json", &json!([event("1"), event("2")]));
    assert_eq!(statuses(&batch), ["duplicate", "accepted"]);
    let headers = |id: &str| {
        [
            bearer(Role::Write),
            ("content-type", "application/json".to_owned()),
            ("ce-specversion", "1.0".to_owned()),
            ("ce-id", id.to_owned()),
            ("ce-source", "/crm".to_owned()),
            ("ce-type", "flowc.message_received".to_owned()),
            ("ce-subject", "%6Darie".to_owned()),
        ]
    };
    let data = br#"{"channel": "sms", "text": "ORDER"}"#;
    let binary = |id: &str| statuses(&api.ask("POST", "/v1/events", &headers(id), data));
    assert_eq!((binary("2"), binary("3")), (vec!["duplicate".into()], vec!["accepted".into()]));
    assert!(api.service.settle());
    assert_eq!(api.provider.texts().len(), 3);
    assert_eq!(
        api.get("/v1/events?contact=marie").json()["events"][0]["event"]["at"],
        "2026-03-02T07:59:00Z"
    );

    let before = api.footprint();
    let wrong = json!([
        { "specversion": "0.3", "id": "", "type": "com.example.order" },
        { "specversion": "1.0", "id": "4", "source": "/crm", "type": "flowc.booked", "subject": "marie",
            "data": { "time": 3 } },
        { "specversion": "1.0", "id": "5", "source": "/crm", "type": "flowc.purchased", "subject": "marie",
            "data_base64": "AAAA" },
    ]);
    let answer = send("application/cloudevents-batch+json", &wrong);
    let places =
        ["/0/id", "/0/source", "/0/subject", "/0/specversion", "/0/type", "/1/data/time", "/2/data_base64"];
    assert_eq!((answer.status, answer.places()), (422, places.map(str::to_owned).to_vec()));
    assert_eq!(api.footprint(), before);
}

#[test]
fn what_is_no_json_or_announced_otherwise_changes_nothing() {
    let api = Api::start(PROGRAM);
    let before = api.footprint();
    let send = |media: Option<&str>, body: &[u8]| {
        let mut headers = vec![bearer(Role::Write)];
        headers.extend(media.map(|media| ("content-type", media.to_owned())));
        api.ask("POST", "/v1/events", &headers, body)
    };
    let good = wrote("marie", "e1", "ORDER").to_string();
    for media in [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("json")] {
        assert_eq!(send(media, good.as_bytes()).status, 415, "{media:?}");
    }
    for body in ["", "{", "{\"contact\": \"marie\",}", "\u{feff}{}", "NaN"] {
        let answer = send(Some("application/json"), body.as_bytes());
        assert_eq!(answer.status, 400, "{body:?}");
        assert!(answer.places()[0].starts_with("line "), "{answer:?}");
    }
    assert_eq!(send(Some("application/json"), b"{\"contact\": \"\xff\"}").status, 400);
    assert_eq!(send(Some("application/json"), "[".repeat(100_000).as_bytes()).status, 400);
    assert_eq!(api.footprint(), before);
}

#[test]
fn who_sends_more_than_the_service_keeps_up_with_is_told_to_wait_and_nothing_is_taken() {
    let api = Api::start_with(PROGRAM, "", outside(), |settings| settings.queue_max = 0);
    let before = api.footprint();
    let answer = api.report(&wrote("marie", "e1", "ORDER"));
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")));
    assert_eq!(answer.json()["type"], "urn:flowc:problem:busy");
    assert_eq!(api.footprint(), before);
}
