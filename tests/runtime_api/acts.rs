//! What people of the business do, under the channels' rules.

use flowc::shell::runtime::http::access::Role;
use serde_json::{Value as Json, json};

use crate::PROGRAM;
use crate::workbench::Api;

/// Karim, who has just written on that channel.
fn karim(channel: &str) -> Api {
    let api = Api::start(PROGRAM);
    let known = json!({ "contact": "karim", "type": "contact_updated",
        "fields": { "first_name": "Karim", "phone": "+33612345678" } });
    let wrote =
        json!({ "contact": "karim", "type": "message_received", "channel": channel, "text": "Hello" });
    assert_eq!(api.report(&json!([known, wrote])).status, 202);
    api
}

fn write(api: &Api, body: &Json) -> crate::workbench::Answer {
    api.act("/v1/contacts/karim/messages", body)
}

fn contact(api: &Api) -> Json {
    api.get("/v1/contacts/karim").json()
}

#[test]
fn ob2_writing_to_a_closed_contact_reopens_the_conversation_and_assigns_it_to_who_wrote() {
    let api = karim("sms");
    let written = write(&api, &json!({ "agent": "leo", "text": "I'll find out." })).json();
    assert_eq!(
        (&written["contact"]["status"], &written["contact"]["assignee"]),
        (&json!("open"), &json!({ "agent": "leo" }))
    );
    let closed = api.act("/v1/contacts/karim/close", &json!({ "agent": "leo" })).json();
    // As the workspace chooses: `on close unassign`.
    assert_eq!(
        (&closed["contact"]["status"], &closed["contact"]["assignee"]),
        (&json!("closed"), &Json::Null)
    );
    api.pass_minutes(3 * 24 * 60);
    let again = write(&api, &json!({ "agent": "mia", "text": "It is there." })).json();
    assert_eq!(
        (&again["contact"]["status"], &again["contact"]["assignee"]),
        (&json!("open"), &json!({ "agent": "mia" }))
    );
    assert!(api.service.settle());
    assert_eq!(api.provider.texts(), ["I'll find out.", "It is there."]);
}

#[test]
fn ob2_without_the_choice_a_closed_conversation_stays_assigned() {
    let api = Api::start("workspace \"Test\" { on close keep }\nflow a { on keyword \"A\"  send \"B\" }");
    let wrote = json!({ "contact": "karim", "type": "message_received", "channel": "sms", "text": "Hello" });
    api.report(&wrote);
    write(&api, &json!({ "agent": "leo", "text": "Hello" }));
    let closed = api.act("/v1/contacts/karim/close", &json!({ "agent": "leo" })).json();
    assert_eq!(
        (&closed["contact"]["status"], &closed["contact"]["assignee"]),
        (&json!("closed"), &json!({ "agent": "leo" }))
    );
}

#[test]
fn ob2_taking_over_handing_back_and_assigning() {
    let api = karim("sms");
    let taken = api.act("/v1/contacts/karim/take-over", &json!({ "agent": "leo" })).json();
    assert_eq!(
        (&taken["contact"]["bot"], &taken["contact"]["assignee"]),
        (&json!("inactive"), &json!({ "agent": "leo" }))
    );
    let back = api.act("/v1/contacts/karim/hand-back", &json!({ "agent": "leo" })).json();
    assert_eq!(back["contact"]["bot"], "active");
    for to in [json!({ "team": "desk" }), json!({ "agent": "mia" }), json!("nobody")] {
        let assigned = api.act("/v1/contacts/karim/assign", &json!({ "agent": "leo", "to": to })).json();
        let expected = if to == json!("nobody") { Json::Null } else { to };
        assert_eq!(assigned["contact"]["assignee"], expected);
        assert_eq!(assigned["effects"][0]["type"], "assign");
    }
    // Nothing comes of giving it to whom it belongs.
    let again = api.act("/v1/contacts/karim/assign", &json!({ "agent": "leo", "to": "nobody" })).json();
    assert_eq!(again["effects"], json!([]));
}

#[test]
fn ob4_outside_whatsapps_window_a_text_is_refused_and_a_template_goes() {
    let api = karim("whatsapp");
    let text = json!({ "agent": "leo", "text": "Still there?", "channel": "whatsapp" });
    api.pass_minutes(24 * 60 - 1);
    assert_eq!(write(&api, &text).status, 200);
    api.act("/v1/contacts/karim/close", &json!({ "agent": "leo" }));
    api.pass_minutes(1);
    let before = (api.footprint(), contact(&api));
    let refused = write(&api, &text);
    assert_eq!(refused.status, 409);
    let problem = refused.json();
    assert_eq!((&problem["reason"], &problem["channel"]), (&json!("window_closed"), &json!("whatsapp")));
    assert!(problem["detail"].as_str().unwrap().contains("more than 24h ago"), "{problem}");
    let templates = json!([{ "name": "order_update", "parameters": ["name"] }]);
    assert_eq!(problem["instead"]["templates"], templates, "{problem}");
    assert!(problem["remedy"].as_str().unwrap().contains("send a template: `order_update`"), "{problem}");
    // The conversation is closed as it was.
    assert_eq!((api.footprint(), contact(&api)), before);
    let template = json!({ "agent": "leo", "channel": "whatsapp",
        "template": { "name": "order_update", "arguments": ["Karim"] } });
    let sent = write(&api, &template).json();
    assert_eq!(sent["contact"]["status"], "open");
    let text = &sent["effects"].as_array().unwrap().iter().find(|it| it["type"] == "send_message").unwrap()["message"];
    assert_eq!(text["template"]["text"], "Hello Karim, your order is on its way.");
}

#[test]
fn ob4_another_channel_that_would_take_the_message_is_named() {
    let api = karim("sms");
    api.report(
        &json!({ "contact": "karim", "type": "message_received", "channel": "whatsapp", "text": "Me" }),
    );
    api.pass_minutes(25 * 60);
    let refused = write(&api, &json!({ "agent": "leo", "text": "Hello" })).json();
    assert_eq!(refused["instead"]["channels"], json!(["sms"]), "{refused}");
}

#[test]
fn ob5_a_person_may_write_on_messenger_for_seven_days_with_the_tag() {
    let api = karim("messenger");
    let text = json!({ "agent": "leo", "text": "Hello", "channel": "messenger" });
    api.pass_minutes(2 * 24 * 60);
    let sent = write(&api, &text).json();
    let message = sent["effects"].as_array().unwrap().iter().find(|it| it["type"] == "send_message").unwrap();
    assert_eq!(message["human_agent"], true);
    api.pass_minutes(5 * 24 * 60);
    let refused = write(&api, &text).json();
    assert_eq!(refused["reason"], "window_closed", "{refused}");
    // As of March 2026.
    let types = json!(["confirmed_event_update", "post_purchase_update", "account_update"]);
    assert_eq!(refused["instead"]["content_types"], types, "{refused}");
}

#[test]
fn ob3_where_there_is_no_window_an_agent_may_write_at_any_time() {
    for channel in ["telegram", "line", "webchat", "sms", "email"] {
        let api = karim(channel);
        api.pass_minutes(60 * 24 * 60);
        let sent = write(&api, &json!({ "agent": "leo", "text": "News", "channel": channel }));
        assert_eq!(sent.status, 200, "{channel} {sent:?}");
    }
}

#[test]
fn ob6_beyond_vibers_quota_a_message_is_refused_and_one_that_is_paid_for_goes() {
    let program = |beyond: &str| {
        format!(
            "workspace \"Test\" {{}}\nchannel vb is viber {{ quota 1 per month  beyond {beyond} }}\n\
             flow a {{ on keyword \"A\"  send \"B\" }}"
        )
    };
    for (beyond, status) in [("fail", 409), ("allow", 200)] {
        let api = Api::start(&program(beyond));
        let wrote = |contact: &str| json!({ "contact": contact, "type": "message_received", "channel": "vb", "text": "Hello" });
        api.report(&json!([wrote("karim"), wrote("marie")]));
        api.pass_minutes(24 * 60);
        let text = json!({ "agent": "leo", "text": "News" });
        // The month's only one is somebody else's.
        assert_eq!(api.act("/v1/contacts/marie/messages", &text).status, 200);
        let before = api.footprint();
        let second = write(&api, &text);
        assert_eq!(second.status, status, "{second:?}");
        if status == 409 {
            assert_eq!(second.json()["reason"], "quota");
            assert_eq!(api.footprint(), before);
        }
    }
}

#[test]
fn ob7_on_instagram_a_person_may_write_for_seven_days_and_nobody_after() {
    let api = karim("instagram");
    let text = json!({ "agent": "leo", "text": "Hello", "channel": "instagram" });
    api.pass_minutes(7 * 24 * 60 - 1);
    let sent = write(&api, &text).json();
    let message = sent["effects"].as_array().unwrap().iter().find(|it| it["type"] == "send_message").unwrap();
    assert_eq!(message["human_agent"], true);
    api.pass_minutes(1);
    let refused = write(&api, &text).json();
    assert_eq!((&refused["reason"], &refused["instead"]["templates"]), (&json!("window_closed"), &json!([])));
}

#[test]
fn ob8_on_wechat_nothing_goes_after_two_days_until_the_contact_writes() {
    let api = karim("wechat");
    api.pass_minutes(48 * 60);
    let text = json!({ "agent": "leo", "text": "Hello" });
    let refused = write(&api, &text).json();
    assert_eq!(refused["remedy"], "wait until the contact writes", "{refused}");
    api.report(&json!({ "contact": "karim", "type": "message_received", "channel": "wechat", "text": "Me" }));
    assert_eq!(write(&api, &text).status, 200);
}

#[test]
fn an_act_is_done_once_by_its_id() {
    let api = karim("sms");
    let text = json!({ "id": "desk-1", "agent": "leo", "text": "Hello" });
    let (first, again) = (write(&api, &text).json(), write(&api, &text).json());
    assert_eq!((&first["status"], &again["status"]), (&json!("accepted"), &json!("duplicate")));
    assert_eq!((&first["effects"], &first["sequence"]), (&again["effects"], &again["sequence"]));
    assert!(api.service.settle());
    assert_eq!(api.provider.texts(), ["Hello"]);
    // Also when the window has closed since.
    let api = karim("whatsapp");
    let text = |id: &str| json!({ "id": id, "agent": "leo", "text": "Hello", "channel": "whatsapp" });
    assert_eq!(write(&api, &text("desk-1")).status, 200);
    api.pass_minutes(25 * 60);
    let before = api.footprint();
    assert_eq!(write(&api, &text("desk-1")).json()["status"], "duplicate");
    assert_eq!(write(&api, &text("desk-2")).status, 409);
    assert_eq!(api.footprint(), before);
}

#[test]
fn an_act_that_cannot_be_changes_nothing() {
    let api = karim("sms");
    let before = api.footprint();
    for (path, body, places) in [
        ("messages", json!({ "agent": "leo" }), vec!["/text"]),
        ("messages", json!({ "text": "Hello" }), vec!["/agent"]),
        ("messages", json!({ "agent": "leo", "text": " " }), vec!["/text"]),
        (
            "messages",
            json!({ "agent": "leo", "text": "a", "template": { "name": "order_update" } }),
            vec!["/template"],
        ),
        ("messages", json!({ "agent": "leo", "template": { "name": "order_update" } }), vec!["/template"]),
        ("messages", json!({ "agent": "leo", "template": { "name": "order" } }), vec!["/template"]),
        ("messages", json!({ "agent": "leo", "text": "a", "channel": "smss" }), vec!["/channel"]),
        ("messages", json!({ "agent": 3, "text": "a", "to": "x" }), vec!["/agent", "/to"]),
        ("close", json!({}), vec!["/agent"]),
        ("close", json!([]), vec![""]),
        ("assign", json!({ "agent": "leo" }), vec!["/to"]),
        ("assign", json!({ "agent": "leo", "to": { "group": "x" } }), vec!["/to"]),
        ("assign", json!({ "agent": "leo", "to": { "team": "" } }), vec!["/to"]),
        ("take-over", json!({ "id": "~x", "agent": "leo" }), vec!["/id"]),
    ] {
        let answer = api.act(&format!("/v1/contacts/karim/{path}"), &body);
        assert_eq!(
            (answer.status, answer.places()),
            (422, places.iter().map(|it| it.to_string()).collect()),
            "{path} {body}"
        );
    }
    let unknown = api.act("/v1/contacts/nobody/messages", &json!({ "agent": "leo", "text": "Hello" }));
    assert_eq!(unknown.status, 404);
    assert_eq!(api.footprint(), before);
}

#[test]
fn who_may_only_report_may_not_report_that_a_person_acted() {
    let api = karim("sms");
    let before = api.footprint();
    let event = json!({ "contact": "karim", "type": "agent_took_over", "agent": "leo" });
    let answer = api.report(&event);
    assert_eq!((answer.status, answer.places()), (422, vec!["/type".to_owned()]));
    assert_eq!(api.json(Role::Agent, "/v1/events", &event).status, 403);
    assert_eq!(api.footprint(), before);
}
