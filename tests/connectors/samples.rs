//! A body of each provider that says something, to be spoilt.

use serde_json::{Value, json};

/// The name of a webhook, and a body for it.
pub fn samples() -> Vec<(&'static str, Value)> {
    let person = json!({ "id": 42, "first_name": "Marie", "language_code": "fr" });
    let private = json!({ "id": 42, "type": "private" });
    let whatsapp = json!({
        "messages": [{ "from": "33", "id": "w", "timestamp": "1", "type": "text", "text": { "body": "x" } },
                     { "from": "33", "id": "v", "timestamp": "1", "type": "location",
                       "location": { "latitude": 1.0, "longitude": 2.0 } }],
        "statuses": [{ "id": "u", "status": "failed", "timestamp": "1", "errors": [{ "code": 1, "title": "t" }] }],
        "user_preferences": [{ "wa_id": "33", "value": "stop", "timestamp": 1 }],
    });
    let page = json!([
        { "sender": { "id": "p" }, "timestamp": 1, "message": { "mid": "m", "text": "x" } },
        { "sender": { "id": "p" }, "timestamp": 1, "postback": { "mid": "n", "title": "x" } },
        { "sender": { "id": "p" }, "timestamp": 1, "delivery": { "mids": ["o"] } },
    ]);
    let line = |change: Value| {
        let mut event = json!({ "webhookEventId": "e", "timestamp": 1, "mode": "active",
                                "source": { "type": "user", "userId": "U" } });
        change.as_object().unwrap().iter().for_each(|(key, value)| event[key] = value.clone());
        event
    };
    let lines = json!([
        line(json!({ "type": "message", "message": { "type": "text", "text": "x" } })),
        line(json!({ "type": "unfollow" })),
    ]);
    vec![
        (
            "wa",
            json!({ "object": "whatsapp_business_account", "entry": [{ "changes": [{ "value": whatsapp }] }] }),
        ),
        ("page", json!({ "object": "page", "entry": [{ "messaging": page }] })),
        (
            "bot",
            json!({ "update_id": 1, "message": { "from": person, "chat": private, "date": 1, "text": "x" } }),
        ),
        (
            "bot",
            json!({ "update_id": 1, "my_chat_member": { "from": person, "chat": private, "date": 1,
                        "new_chat_member": { "status": "kicked" } } }),
        ),
        (
            "viber",
            json!({ "event": "message", "timestamp": 1, "message_token": 1,
                          "sender": { "id": "v", "language": "fr" }, "message": { "type": "text", "text": "x" } }),
        ),
        ("line", json!({ "events": lines })),
    ]
}
