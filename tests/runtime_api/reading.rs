//! Finding people, and all that is known of one.

use flowc::shell::runtime::http::access::Role;
use serde_json::{Value as Json, json};

use crate::PROGRAM;
use crate::workbench::{Api, bearer};

/// Some people, each with a conversation.
fn people() -> Api {
    let api = Api::start(PROGRAM);
    let people = [
        ("c1", "Élodie", "Martin", "elodie@example.com", "+33612345678"),
        ("c2", "Jean-Marc", "Dupré", "jm.dupre@example.org", "+33 7 11 22 33 44"),
        ("c3", "Zoé", "Ångström", "zoe@example.com", "+46701234567"),
        ("c4", "elodie", "BERNARD", "bernard@example.com", "0612345679"),
    ];
    for (id, first_name, last_name, email, phone) in people {
        let fields =
            json!({ "first_name": first_name, "last_name": last_name, "email": email, "phone": phone });
        api.report(&json!({ "contact": id, "type": "contact_updated", "fields": fields }));
        api.pass_minutes(1);
        api.report(&json!({ "contact": id, "type": "message_received", "channel": "sms", "text": "Hello" }));
        api.pass_minutes(1);
    }
    api
}

fn ids(answer: &Json) -> Vec<String> {
    let contacts = answer["contacts"].as_array().expect("contacts");
    contacts.iter().map(|contact| contact["id"].as_str().unwrap().to_owned()).collect()
}

fn found(api: &Api, query: &str) -> Vec<String> {
    let answer = api.get(&format!("/v1/contacts?{query}"));
    assert_eq!(answer.status, 200, "{answer:?}");
    ids(&answer.json())
}

#[test]
fn ob1_people_are_found_by_name_e_mail_and_phone_whatever_case_accents_and_formatting() {
    let api = people();
    for (query, expected) in [
        ("query=elodie&sort=name", vec!["c4", "c1"]),
        ("query=%C3%89LODIE+mart", vec!["c1"]),
        ("query=martin+elodie", vec!["c1"]),
        ("query=DUPRE", vec!["c2"]),
        ("query=marc", vec!["c2"]),
        ("query=angstrom", vec!["c3"]),
        ("query=bernard@example.com", vec!["c4"]),
        ("query=JM.Dupre", vec!["c2"]),
        ("query=06+12+34+56+78", vec!["c1"]),
        ("query=%2B33612345678", vec!["c1"]),
        ("query=0033612345678", vec!["c1"]),
        ("query=06.12&sort=name", vec!["c4", "c1"]),
        ("query=0711223344", vec!["c2"]),
        ("query=070-123+45+67", vec!["c3"]),
        ("query=612345679", vec!["c4"]),
        ("query=lodie", vec![]),
        ("query=elodie+dupre", vec![]),
        ("query=0712345678", vec![]),
    ] {
        assert_eq!(found(&api, query), expected, "{query}");
    }
    // Who changes the name is found by the new one alone.
    let married = json!({ "contact": "c1", "type": "contact_updated", "fields": { "last_name": "Roux" } });
    assert_eq!(api.report(&married).status, 202);
    assert_eq!(found(&api, "query=martin"), Vec::<String>::new());
    assert_eq!(found(&api, "query=roux"), ["c1"]);
}

#[test]
fn ob1_people_are_filtered_by_status_and_assignee_and_sorted() {
    let api = people();
    for (contact, agent) in [("c1", "lea"), ("c2", "lea"), ("c3", "noe")] {
        let written = api.act(
            &format!("/v1/contacts/{contact}/messages"),
            &json!({ "agent": agent, "text": "How can I help?" }),
        );
        assert_eq!(written.status, 200, "{written:?}");
        api.pass_minutes(1);
    }
    api.act("/v1/contacts/c4/assign", &json!({ "agent": "lea", "to": { "team": "desk" } }));
    api.act("/v1/contacts/c3/close", &json!({ "agent": "noe" }));
    for (query, expected) in [
        ("status=open&sort=name", vec!["c4", "c2", "c1"]),
        ("status=closed", vec!["c3"]),
        ("assignee=agent:lea&sort=active_at", vec!["c1", "c2"]),
        ("assignee=agent:lea", vec!["c2", "c1"]),
        ("assignee=team:desk", vec!["c4"]),
        // The workspace says `on close unassign`.
        ("assignee=nobody", vec!["c3"]),
        ("assignee=agent:noe", vec![]),
        ("assignee=agent:lea&status=open&query=dupr", vec!["c2"]),
        ("sort=-name", vec!["c1", "c2", "c4", "c3"]),
    ] {
        assert_eq!(found(&api, query), expected, "{query}");
    }
}

#[test]
fn ob1_pages_hold_everybody_once_in_each_order() {
    let api = Api::start(PROGRAM);
    let events: Vec<Json> = (0..57)
        .map(|number| {
            let fields = json!({ "first_name": format!("N{}", number % 7) });
            json!({ "contact": format!("c{number}"), "type": "contact_updated", "fields": fields })
        })
        .collect();
    assert_eq!(api.report(&json!(events)).status, 202);
    for sort in ["active_at", "-active_at", "name", "-name"] {
        for filter in ["", "&query=n"] {
            let mut all = Vec::new();
            let mut cursor = String::new();
            loop {
                let page = api.get(&format!("/v1/contacts?limit=10&sort={sort}{filter}{cursor}")).json();
                let some = ids(&page);
                assert!(some.len() <= 10);
                all.extend(some);
                match page["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(all.len(), 57, "{sort}{filter}");
            all.sort();
            all.dedup();
            assert_eq!(all.len(), 57, "{sort}{filter}");
        }
    }
}

#[test]
fn a_question_that_cannot_be_is_answered_with_its_place() {
    let api = people();
    let next = api.get("/v1/contacts?limit=1").json()["next"].as_str().unwrap().to_owned();
    for (query, place) in [
        ("status=opened", "status"),
        ("assignee=lea", "assignee"),
        ("assignee=agent:", "assignee"),
        ("sort=age", "sort"),
        ("limit=0", "limit"),
        ("limit=1000", "limit"),
        ("limit=%2B5", "limit"),
        ("cursor=xyz", "cursor"),
        (&format!("sort=name&cursor={next}"), "cursor"),
        ("quer=x", "quer"),
        ("limit=1&limit=2", "limit"),
    ] {
        let answer = api.get(&format!("/v1/contacts?{query}"));
        assert_eq!((answer.status, answer.places()), (422, vec![place.to_owned()]), "{query}");
    }
    assert_eq!(api.get("/v1/contacts/nobody").status, 404);
    assert_eq!(api.get("/v1/contacts/c1?events=x").status, 422);
    assert_eq!(api.get("/v1/contacts/%00").status, 422);
    assert_eq!(api.get("/v1/contacts/%ff").status, 400);
}

#[test]
fn af14_what_is_pending_is_told_with_when_it_is_due_and_what_caused_it() {
    let api = Api::start(PROGRAM);
    let say = |kind: &str, id: &str, text: &str| {
        let event = json!({ "contact": "marie", "id": id, "type": kind, "channel": "webchat", "text": text });
        assert_eq!(api.report(&event).status, 202);
    };
    let pending = || api.get("/v1/contacts/marie/pending").json()["pending"].clone();
    api.pass_minutes(60);
    say("message_received", "m1", "Hello");
    assert_eq!(pending(), json!([]));
    say("bot_wrote", "b1", "I'll have a look.");
    let first = pending();
    assert_eq!(first.as_array().map(Vec::len), Some(1), "{first}");
    assert_eq!((&first[0]["flow"], &first[0]["due"]), (&json!("silent"), &json!("2026-03-02T09:05:00Z")));
    assert_eq!(first[0]["held"], false);
    assert!(first[0]["because"].as_str().unwrap().contains("silence"), "{first}");
    // The page of the contact tells the same.
    assert_eq!(api.get("/v1/contacts/marie").json()["pending"], first);

    // The second counts from the first one, which was sent.
    api.pass_minutes(5);
    let second = pending();
    assert_eq!(second[0]["due"], "2026-03-03T09:05:00Z", "{second}");
    let cause = second[0]["cause"]["effect"].as_str().unwrap();
    assert!(
        second[0]["because"].as_str().unwrap().starts_with("send_message at 2026-03-02T09:05"),
        "{second}"
    );
    let page = api.get("/v1/contacts/marie").json();
    let decisions = page["decisions"].as_array().unwrap();
    let sent = decisions.iter().find(|decision| decision["key"] == cause).unwrap();
    assert_eq!((&sent["type"], &sent["flow"]), (&json!("send_message"), &json!("silent")));

    // A reply empties the list.
    say("message_received", "m2", "Sorry, the phone");
    assert_eq!(pending(), json!([]));
    let page = api.get("/v1/contacts/marie").json();
    let end = page["decisions"].as_array().unwrap().iter().rfind(|it| it["type"] == "end_run").unwrap();
    assert_eq!(end["reason"], "replied");
    let said: Vec<&str> =
        page["conversation"].as_array().unwrap().iter().map(|turn| turn["text"].as_str().unwrap()).collect();
    assert_eq!(said, ["Hello", "I'll have a look.", "Still there?", "Sorry, the phone"]);
    assert_eq!(api.get("/v1/contacts/nobody/pending").status, 404);
}

#[test]
fn af14_what_waits_for_its_hours_says_so() {
    let api = Api::start(PROGRAM);
    api.pass_minutes(9 * 60 - 2);
    let wrote = json!({ "contact": "marie", "type": "bot_wrote", "channel": "webchat", "text": "Bye" });
    let hello =
        json!({ "contact": "marie", "type": "message_received", "channel": "webchat", "text": "Hello" });
    api.report(&hello);
    api.report(&wrote);
    api.pass_minutes(6);
    let pending = api.get("/v1/contacts/marie/pending").json()["pending"].clone();
    assert_eq!(
        (&pending[0]["held"], &pending[0]["due"]),
        (&json!(true), &json!("2026-03-03T09:00:00Z")),
        "{pending}"
    );
    let decisions = api.get("/v1/contacts/marie").json()["decisions"].clone();
    let hold = decisions.as_array().unwrap().iter().find(|it| it["type"] == "hold").unwrap().clone();
    assert_eq!(hold["until"], "2026-03-03T09:00:00Z");
    assert!(!hold["why"].as_str().unwrap().is_empty());
}

#[test]
fn a_contact_is_forgotten_by_those_who_may_write() {
    let api = people();
    let forget = |role| api.ask("DELETE", "/v1/contacts/c1", &[bearer(role)], b"");
    assert_eq!(forget(Role::Read).status, 403);
    assert_eq!(api.get("/v1/contacts/c1").status, 200);
    let answer = forget(Role::Write);
    assert_eq!((answer.status, &answer.json()["removed"]["contacts"]), (200, &json!(1)));
    assert_eq!(api.get("/v1/contacts/c1").status, 404);
    assert_eq!(forget(Role::Write).status, 404);
    assert_eq!(found(&api, "query=elodie"), ["c4"]);
    // What is reported late brings nobody back.
    let late = json!({ "contact": "c1", "id": "late", "type": "purchased", "at": "2026-03-02T08:00:00Z" });
    api.report(&late);
    assert_eq!(api.get("/v1/contacts/c1").status, 404);
}
