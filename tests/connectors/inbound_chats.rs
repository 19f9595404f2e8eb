//! Telegram's, Viber's and LINE's webhooks.

use flowc::shell::runtime::connector::{IncomingKind, WebhookAnswer};
use flowc::shell::runtime::inbound::{line, viber};
use serde_json::{Value, json};

use crate::inbound::{TOML, nothing, only, opted_out, refused, said};
use crate::workbench::{TOKEN, post, webhook};

fn telegram(update: &Value) -> WebhookAnswer {
    let headers = [("x-telegram-bot-api-secret-token", "app-secret")];
    post(&*webhook(TOML, "bot"), &headers, update.to_string().as_bytes())
}

#[test]
fn telegram_updates_come_in_with_who_wrote() {
    let private = json!({ "id": 42, "type": "private" });
    let from = json!({ "id": 42, "is_bot": false, "first_name": "Marie", "language_code": "fr" });
    let answer =
        telegram(&json!({ "update_id": 7, "message": { "message_id": 1, "from": from, "chat": private,
                                   "date": 1_772_438_400, "text": "Bonjour" } }));
    let incoming = only(&answer);
    assert_eq!((&*incoming.id, &*incoming.address, said(incoming)), ("telegram:7", "42", "Bonjour"));
    let profile: Vec<_> = incoming.profile.iter().map(|(field, _)| &**field).collect();
    assert_eq!(profile, ["first_name", "language"]);
    let pressed = json!({ "update_id": 8, "callback_query": { "id": "1", "from": from, "data": "yes",
                          "message": { "message_id": 1, "chat": private } } });
    assert_eq!(said(only(&telegram(&pressed))), "yes");
    let member = |status: &str| {
        json!({ "update_id": 9, "my_chat_member": { "chat": private, "from": from,
                                        "date": 1, "new_chat_member": { "status": status } } })
    };
    assert!(opted_out(only(&telegram(&member("kicked"))), "telegram"));
    nothing(&telegram(&member("member")));
    let group = json!({ "update_id": 10, "message": { "chat": { "id": -1, "type": "group" }, "date": 1, "text": "x" } });
    nothing(&telegram(&group));
    nothing(&telegram(&json!({ "update_id": 11, "edited_message": {} })));
    refused(&telegram(&json!({ "message": {} })), 400);
}

fn viber(body: &Value) -> WebhookAnswer {
    let body = body.to_string();
    let signature = viber::signature(TOKEN, body.as_bytes());
    post(&*webhook(TOML, "viber"), &[("x-viber-content-signature", &signature)], body.as_bytes())
}

#[test]
fn viber_callbacks_come_in() {
    let answer = viber(&json!({ "event": "message", "timestamp": 1_772_438_400_000_i64,
        "message_token": 4_912_661_846_655_238_145_u64,
        "sender": { "id": "01234567890A=", "name": "Marie", "language": "fr", "country": "FR" },
        "message": { "type": "text", "text": "Bonjour" } }));
    let incoming = only(&answer);
    assert_eq!((&*incoming.id, &*incoming.address), ("viber:message:4912661846655238145", "01234567890A="));
    assert_eq!(said(incoming), "Bonjour");
    let gone = json!({ "event": "unsubscribed", "timestamp": 1, "user_id": "u", "message_token": 2 });
    assert!(opted_out(only(&viber(&gone)), "viber"));
    let failed =
        json!({ "event": "failed", "timestamp": 1, "user_id": "u", "message_token": 3, "desc": "no device" });
    let kind = IncomingKind::Failed { message: "3".into(), why: "no device".into() };
    assert_eq!(only(&viber(&failed)).kind, kind);
    nothing(&viber(&json!({ "event": "webhook", "timestamp": 1, "message_token": 4 })));
    nothing(&viber(&json!({ "event": "conversation_started", "message_token": 5 })));
    refused(&viber(&json!({ "message_token": 5 })), 400);
}

fn from_line(body: &Value) -> WebhookAnswer {
    let body = body.to_string();
    let signature = line::signature("app-secret", body.as_bytes());
    post(&*webhook(TOML, "line"), &[("x-line-signature", &signature)], body.as_bytes())
}

#[test]
fn line_events_come_in() {
    let event = |change: Value| {
        let mut event = json!({ "webhookEventId": "01FZ", "timestamp": 1_772_438_400_000_i64, "mode": "active",
                                "source": { "type": "user", "userId": "U4af4" },
                                "deliveryContext": { "isRedelivery": false } });
        change.as_object().unwrap().iter().for_each(|(key, value)| event[key] = value.clone());
        from_line(&json!({ "destination": "U", "events": [event] }))
    };
    let text = json!({ "type": "message", "message": { "id": "1", "type": "text", "text": "Bonjour" } });
    let answer = event(text.clone());
    let incoming = only(&answer);
    assert_eq!((&*incoming.id, &*incoming.address, said(incoming)), ("line:01FZ", "U4af4", "Bonjour"));
    let mut again = text.clone();
    again["deliveryContext"] = json!({ "isRedelivery": true });
    assert_eq!(only(&event(again)).id, incoming.id);
    assert!(opted_out(only(&event(json!({ "type": "unfollow" }))), "line"));
    assert_eq!(said(only(&event(json!({ "type": "postback", "postback": { "data": "yes" } })))), "yes");
    let mut standby = text;
    standby["mode"] = json!("standby");
    nothing(&event(standby));
    nothing(&event(json!({ "type": "follow" })));
    nothing(&from_line(&json!({ "destination": "U", "events": [] })));
    refused(&from_line(&json!({ "destination": "U" })), 400);
}
