//! One thing is wrong with each of these requests. Each gets its status and its place, and changes nothing.

use flowc::shell::runtime::http::access::{Role, Settings as Token};
use serde_json::{Value as Json, json};

use crate::PROGRAM;
use crate::workbench::{AGENT, Answer, Api, bearer, outside};

/// A service that knows marie, and a token that may report whatever happens.
fn start() -> Api {
    let mut outside = outside();
    let both = Token { token_env: "AGENT".to_owned(), roles: vec![Role::Write, Role::Agent] };
    outside.tokens = [("both".to_owned(), both)].into();
    let api = Api::start_with(PROGRAM, "", outside, |_| {});
    let wrote = json!({ "contact": "marie", "type": "message_received", "channel": "sms", "text": "Hello" });
    assert_eq!(send(&api, "/v1/events", "application/json", &wrote).status, 202);
    api
}

fn send(api: &Api, path: &str, media: &str, body: &Json) -> Answer {
    let headers = [("authorization", format!("Bearer {AGENT}")), ("content-type", media.to_owned())];
    api.ask("POST", path, &headers, body.to_string().as_bytes())
}

/// A text of that many bytes.
fn long(bytes: usize) -> String {
    "x".repeat(bytes)
}

#[test]
fn of_events_whatever_does_not_fit_is_refused_at_its_place() {
    let api = start();
    let before = api.footprint();
    let event = |kind: &str, members: &Json| {
        let mut event = json!({ "contact": "marie", "type": kind });
        members.as_object().unwrap().iter().for_each(|(name, json)| event[name] = json.clone());
        event
    };
    let two = json!({ "text": "Hello", "template": ["order_update", ["Marie"]] });
    for (kind, members, place) in [
        ("purchased", json!({ "contact": long(257) }), "/contact"),
        ("purchased", json!({ "contact": "mar\u{7}ie" }), "/contact"),
        ("purchased", json!({ "contact": null }), "/contact"),
        ("purchased", json!({ "id": long(257) }), "/id"),
        ("purchased", json!({ "id": "" }), "/id"),
        ("purchased", json!({ "id": "a\nb" }), "/id"),
        ("purchased", json!({ "id": 7 }), "/id"),
        ("purchased", json!({ "at": "2026-03-02T08:05:01Z" }), "/at"),
        ("purchased", json!({ "at": "1969-12-31T23:59:59Z" }), "/at"),
        ("purchased", json!({ "at": "2026-03-02 08:00" }), "/at"),
        ("purchased", json!({ "total": 3 }), "/total"),
        ("purchased", json!({ "type": "program_applied" }), "/type"),
        ("contact_updated", json!({ "fields": { "": "x" } }), "/fields/"),
        ("contact_updated", json!({ "fields": [["plan"]] }), "/fields/0"),
        ("contact_updated", json!({ "fields": "plan" }), "/fields"),
        ("contact_updated", json!({ "tags": ["vip", 3] }), "/tags"),
        ("contact_updated", json!({ "groups": "vip" }), "/groups"),
        ("message_received", json!({ "channel": "sms" }), "/text"),
        ("message_received", json!({ "channel": null, "text": "Hello" }), "/channel"),
        ("message_received", json!({ "channel": 3, "text": "Hello" }), "/channel"),
        ("message_received", json!({ "channel": "sms", "text": ["Hello"] }), "/text"),
        ("page_viewed", json!({ "url": "/", "device": ["phone"] }), "/device/0"),
        ("proactive_opened", json!({ "flow": "hell" }), "/flow"),
        ("booked", json!({ "time": "2026-03-02" }), "/time"),
        ("reported", json!({ "event": "order", "fields": { "total": null } }), "/fields/total"),
        ("agent_took_over", json!({ "agent": "" }), "/agent"),
        ("agent_took_over", json!({ "agent": long(257) }), "/agent"),
        ("agent_wrote", json!({ "agent": "leo", "content": two }), "/content"),
        ("agent_wrote", json!({ "agent": "leo", "content": { "html": "x" } }), "/content"),
        ("agent_wrote", json!({ "agent": "leo", "content": { "template": ["order_update"] } }), "/content"),
        (
            "agent_wrote",
            json!({ "agent": "leo", "content": { "template": ["order_update", []] } }),
            "/content/template",
        ),
        ("conversation_assigned", json!({ "to": { "agent": "" } }), "/to"),
        ("conversation_assigned", json!({ "to": "somebody" }), "/to"),
        ("delivery_failed", json!({ "message": "3" }), "/message"),
        ("delivery_failed", json!({ "message": "3/x" }), "/message"),
    ] {
        let answer = send(&api, "/v1/events", "application/json", &event(kind, &members));
        assert_eq!((answer.status, answer.places()), (422, vec![place.to_owned()]), "{kind} {members}");
    }
    assert_eq!(api.footprint(), before);
    // As long as an id may be, and as far ahead as clocks differ.
    let longest = json!({ "contact": long(256), "id": long(256), "at": "2026-03-02T08:05:00Z" });
    assert_eq!(send(&api, "/v1/events", "application/json", &event("purchased", &longest)).status, 202);
}

#[test]
fn of_cloud_events_whatever_does_not_fit_is_refused_at_its_place() {
    let api = start();
    let before = api.footprint();
    let event = |name: &str, value: &Json| {
        let mut event = json!({ "specversion": "1.0", "id": "1", "source": "/crm", "type": "flowc.purchased",
            "subject": "marie", "datacontenttype": "application/json", "data": {} });
        event[name] = value.clone();
        event
    };
    for (name, value, place) in [
        ("specversion", json!("1.1"), "/specversion"),
        ("specversion", json!(null), "/specversion"),
        ("id", json!(""), "/id"),
        ("id", json!(1), "/id"),
        ("id", json!(long(256)), "/id"),
        ("source", json!(null), "/source"),
        ("type", json!("purchased"), "/type"),
        ("type", json!("flowc.purchase"), "/type"),
        ("type", json!("flowc.woke"), "/type"),
        ("subject", json!(null), "/subject"),
        ("subject", json!("a\u{0}"), "/subject"),
        ("time", json!("yesterday"), "/time"),
        ("time", json!("2027-01-01T00:00:00Z"), "/time"),
        ("datacontenttype", json!("application/xml"), "/datacontenttype"),
        ("data", json!("x"), "/data"),
        ("data", json!([]), "/data"),
        ("data", json!({ "total": 3 }), "/data/total"),
        ("data_base64", json!("e30="), "/data_base64"),
    ] {
        let answer = send(&api, "/v1/events", "application/cloudevents+json", &event(name, &value));
        assert_eq!((answer.status, answer.places()), (422, vec![place.to_owned()]), "{name} {value}");
    }
    let single = event("id", &json!("2"));
    for (media, body) in [
        ("application/cloudevents-batch+json", single.clone()),
        ("application/cloudevents-batch+json", json!([])),
        ("application/cloudevents+json", json!([single])),
        // The attributes stand in no header here, and flowc's own form has none of these.
        ("application/json", single.clone()),
    ] {
        assert_eq!(send(&api, "/v1/events", media, &body).status, 422, "{media} {body}");
    }
    let binary = |name: &'static str, value: &str, body: &[u8]| {
        let given =
            [("ce-specversion", "1.0"), ("ce-id", "3"), ("ce-source", "/crm"), ("ce-subject", "marie")];
        let given =
            given.iter().chain(&[("ce-type", "flowc.purchased"), ("content-type", "application/json")]);
        let mut headers: Vec<(&str, String)> = vec![("authorization", format!("Bearer {AGENT}"))];
        headers.extend(
            given.filter(|(known, _)| *known != name).map(|(name, value)| (*name, (*value).to_owned())),
        );
        headers.push((name, value.to_owned()));
        api.ask("POST", "/v1/events", &headers, body)
    };
    for (name, value, body, place) in [
        ("ce-specversion", "0.3", "{}", "ce-specversion"),
        ("ce-id", "", "{}", "ce-id"),
        ("ce-type", "purchased", "{}", "ce-type"),
        ("ce-time", "now", "{}", "ce-time"),
        ("ce-subject", "%00", "{}", "ce-subject"),
        ("ce-id", "3", "[]", ""),
        ("ce-id", "3", "{\"total\": 3}", "/total"),
    ] {
        let answer = binary(name, value, body.as_bytes());
        assert_eq!((answer.status, answer.places()), (422, vec![place.to_owned()]), "{name} {value} {body}");
    }
    assert_eq!(api.footprint(), before);
    assert_eq!(binary("ce-id", "3", b"{}").status, 202);
    let as_any_json = event("id", &json!("3"));
    let again = send(&api, "/v1/events", "application/cloudevents+json", &as_any_json);
    assert_eq!((again.status, &again.json()["events"][0]["status"]), (200, &json!("duplicate")));
}

#[test]
fn of_acts_whatever_does_not_fit_is_refused_at_its_place() {
    let api = start();
    let before = api.footprint();
    let act =
        |path: &str, body: &Json| send(&api, &format!("/v1/contacts/marie/{path}"), "application/json", body);
    for path in ["messages", "take-over", "hand-back", "assign", "close"] {
        let right = match path {
            "messages" => json!({ "agent": "leo", "text": "Hello" }),
            "assign" => json!({ "agent": "leo", "to": "nobody" }),
            _ => json!({ "agent": "leo" }),
        };
        for (name, value) in [
            ("agent", json!("")),
            ("agent", json!(long(257))),
            ("agent", json!("l\u{7}o")),
            ("agent", json!(null)),
            ("id", json!("")),
            ("id", json!(long(257))),
            ("id", json!("~desk")),
            ("id", json!(7)),
            ("at", json!("2026-03-02T08:00:00Z")),
        ] {
            let mut body = right.clone();
            body[name] = value;
            let answer = act(path, &body);
            assert_eq!((answer.status, answer.places()), (422, vec![format!("/{name}")]), "{path} {body}");
        }
        let answer = act(&format!("{path}?dry=1"), &right);
        assert_eq!((answer.status, answer.places()), (422, vec!["dry".to_owned()]), "{path}");
        for body in [json!([right]), json!("leo"), json!(null)] {
            assert_eq!(act(path, &body).status, 422, "{path} {body}");
        }
        for media in ["text/plain", "application/x-www-form-urlencoded", "text/vnd.api+json"] {
            let path = format!("/v1/contacts/marie/{path}");
            assert_eq!(send(&api, &path, media, &right).status, 415, "{path} {media}");
        }
    }
    for (body, place) in [
        (json!({ "agent": "leo", "text": "Hello", "channel": 3 }), "/channel"),
        (json!({ "agent": "leo", "text": "" }), "/text"),
        (
            json!({ "agent": "leo", "text": "a", "template": { "name": "order_update", "arguments": ["a"] } }),
            "/template",
        ),
        (json!({ "agent": "leo", "text": 3 }), "/text"),
        (json!({ "agent": "leo", "template": "order_update" }), "/template"),
        (
            json!({ "agent": "leo", "template": { "name": "order_update", "arguments": ["a", "b"] } }),
            "/template",
        ),
        (json!({ "agent": "leo", "template": { "name": "order_update", "values": ["a"] } }), "/template"),
    ] {
        let answer = act("messages", &body);
        assert_eq!((answer.status, answer.places()), (422, vec![place.to_owned()]), "{body}");
    }
    assert_eq!(api.footprint(), before);
}

#[test]
fn parameters_that_an_address_does_not_take_are_refused() {
    let api = Api::start(PROGRAM);
    let event = json!({ "contact": "marie", "type": "purchased" });
    assert_eq!(api.report(&event).status, 202);
    let before = api.footprint();
    assert_eq!(api.json(Role::Write, "/v1/events?dry=1", &event).places(), ["dry"]);
    assert_eq!(api.ask("DELETE", "/v1/contacts/marie?dry=1", &[bearer(Role::Write)], b"").places(), ["dry"]);
    for (path, place) in [
        ("/v1/contacts/marie/pending?limit=1", "limit"),
        ("/v1/contacts/marie?event=1", "event"),
        ("/v1/contacts/marie?events=501", "events"),
        ("/v1/contacts/marie?events=0", "events"),
        ("/v1/contacts?limit=101", "limit"),
        ("/v1/contacts?limit=", "limit"),
        ("/v1/contacts?assignee=team:", "assignee"),
        ("/v1/events?limit=1001", "limit"),
        ("/v1/events?after=9007199254740992", "after"),
        ("/v1/events?after=-1", "after"),
    ] {
        let answer = api.get(path);
        assert_eq!((answer.status, answer.places()), (422, vec![place.to_owned()]), "{path}");
    }
    for path in ["/v1/contacts/marie?events=500", "/v1/contacts?limit=100", "/v1/events?limit=1000"] {
        assert_eq!(api.get(path).status, 200, "{path}");
    }
    assert_eq!(api.get("/v1/events?after=9007199254740991").status, 200);
    assert_eq!(api.footprint(), before);
}
