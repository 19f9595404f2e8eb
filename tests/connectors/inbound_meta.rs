//! WhatsApp's and Messenger's webhooks.

use flowc::shell::runtime::connector::{IncomingKind, WebhookAnswer, WebhookRequest};
use flowc::shell::runtime::inbound::meta;
use flowc::time::Instant;
use serde_json::{Value, json};

use crate::inbound::{TOML, URL, nothing, only, opted_out, refused, said};
use crate::workbench::{post, webhook};

fn signed_by_meta(name: &str, body: &Value) -> WebhookAnswer {
    let body = body.to_string();
    let signature = meta::signature("app-secret", body.as_bytes());
    post(&*webhook(TOML, name), &[("x-hub-signature-256", &signature)], body.as_bytes())
}

fn whatsapp(value: Value) -> WebhookAnswer {
    let change = json!({ "field": "messages", "value": value });
    signed_by_meta(
        "wa",
        &json!({ "object": "whatsapp_business_account", "entry": [{ "id": "0", "changes": [change] }] }),
    )
}

#[test]
fn whatsapp_messages_come_in_with_the_phone_number() {
    let answer = whatsapp(json!({
        "messaging_product": "whatsapp",
        "contacts": [{ "profile": { "name": "Marie" }, "wa_id": "33612345678" }],
        "messages": [{ "from": "33612345678", "id": "wamid.A", "timestamp": "1772438400", "type": "text",
                       "text": { "body": "Bonjour" } }]
    }));
    let incoming = only(&answer);
    assert_eq!(
        (&*incoming.id, &*incoming.channel, &*incoming.address),
        ("whatsapp:wamid.A", "whatsapp", "+33612345678")
    );
    assert_eq!((said(incoming), incoming.at), ("Bonjour", Some(Instant::from_millis(1_772_438_400_000))));
    let of = |message: Value| {
        let mut message = message;
        (message["from"], message["id"]) = (json!("33"), json!("w"));
        whatsapp(json!({ "messages": [message] }))
    };
    assert_eq!(
        said(only(&of(json!({ "type": "button", "button": { "text": "Oui", "payload": "p" } })))),
        "Oui"
    );
    let list = json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": { "id": "1", "title": "Jeudi" } } });
    assert_eq!(said(only(&of(list))), "Jeudi");
    assert_eq!(
        said(only(&of(json!({ "type": "image", "image": { "id": "m", "caption": "Voici" } })))),
        "Voici"
    );
    assert_eq!(said(only(&of(json!({ "type": "audio", "audio": { "id": "m" } })))), "[audio]");
    nothing(&of(json!({ "type": "reaction", "reaction": { "emoji": "👍" } })));
}

#[test]
fn whatsapp_tells_what_became_of_a_message() {
    let answer = whatsapp(json!({ "statuses": [
        { "id": "wamid.A", "status": "failed", "timestamp": "1772438400", "recipient_id": "33",
          "errors": [{ "code": 131_047, "title": "Re-engagement message", "error_data": { "details": "24 hours" } }] },
        { "id": "wamid.B", "status": "delivered", "timestamp": "1772438400" },
        { "id": "wamid.C", "status": "sent", "timestamp": "1772438400" },
    ] }));
    assert_eq!((answer.status, answer.incoming.len()), (200, 2));
    let failed = IncomingKind::Failed { message: "wamid.A".into(), why: "131047 24 hours".into() };
    assert_eq!((&*answer.incoming[0].id, &answer.incoming[0].kind), ("whatsapp:wamid.A:failed", &failed));
    assert_eq!(answer.incoming[1].kind, IncomingKind::Delivered { message: "wamid.B".into() });
    let stop = |value: &str| {
        json!({ "user_preferences": [{ "wa_id": "33612345678", "category": "marketing_messages",
                                     "value": value, "timestamp": 1_772_438_400 }] })
    };
    assert!(opted_out(only(&whatsapp(stop("stop"))), "whatsapp"));
    nothing(&whatsapp(stop("resume")));
}

#[test]
fn meta_proves_the_address_by_the_verify_token() {
    let ask = |query: &str| {
        webhook(TOML, "wa").receive(&WebhookRequest {
            method: "GET",
            query,
            url: URL,
            headers: &[],
            body: b"",
            now: Instant::from_millis(0),
        })
    };
    let answer = ask("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-me");
    assert_eq!((answer.status, &*answer.body, answer.content_type), (200, "1158201444", "text/plain"));
    refused(&ask("hub.mode=subscribe&hub.challenge=1&hub.verify_token=verify-m"), 403);
    refused(&ask("hub.challenge=1&hub.verify_token=verify-me"), 403);
    refused(&ask(""), 403);
}

fn messenger(event: Value) -> WebhookAnswer {
    signed_by_meta(
        "page",
        &json!({ "object": "page", "entry": [{ "id": "1", "time": 1, "messaging": [event] }] }),
    )
}

#[test]
fn messenger_messages_and_buttons_come_in_and_echoes_do_not() {
    let event = |key: &str, value: Value| json!({ "sender": { "id": "psid" }, "recipient": { "id": "page" }, "timestamp": 1_772_438_400_123_i64, key: value });
    let answer = messenger(event("message", json!({ "mid": "m_1", "text": "Bonjour" })));
    let incoming = only(&answer);
    assert_eq!((&*incoming.id, &*incoming.address, said(incoming)), ("messenger:m_1", "psid", "Bonjour"));
    assert_eq!(incoming.at, Some(Instant::from_millis(1_772_438_400_123)));
    assert_eq!(
        said(only(&messenger(event("postback", json!({ "mid": "m_2", "title": "Oui", "payload": "YES" }))))),
        "Oui"
    );
    let image =
        json!({ "mid": "m_3", "attachments": [{ "type": "image", "payload": { "url": "https://cdn/1" } }] });
    assert_eq!(said(only(&messenger(event("message", image)))), "https://cdn/1");
    nothing(&messenger(event("message", json!({ "mid": "m_4", "text": "from us", "is_echo": true }))));
    nothing(&messenger(event("read", json!({ "watermark": 1 }))));
    let answer = messenger(event("delivery", json!({ "mids": ["m_5"], "watermark": 1 })));
    assert_eq!(only(&answer).kind, IncomingKind::Delivered { message: "m_5".into() });
    let elsewhere = json!({ "object": "permissions", "entry": [] });
    refused(&signed_by_meta("page", &elsewhere), 400);
}
