//! Messenger and Instagram, out.

use std::time::Duration;

use flowc::policy::ChannelKind;
use flowc::policy::messages::ContentType;
use flowc::program::Notification;
use flowc::shell::runtime::connector::{Delivery, DeliveryKind, Outcome, Outgoing};
use flowc::shell::runtime::connectors::Provider as _;
use flowc::shell::runtime::connectors::messenger::{Messenger, Settings};
use flowc::shell::runtime::secrets::Secret;
use flowc::time::Instant;
use serde_json::{Value, json};

use crate::fake::{Fake, answer};
use crate::workbench::{Provider, delivery, failed, message, outgoing, retried, sent, template, unknown};

const TOML: &str = r#"
[connectors.page]
kind = "messenger"
token_env = "TOKEN"
template_languages = ["fr"]
api = "API"
"#;

const BEFORE: i64 = 1_764_000_000_000; // 2025-11-24
const AFTER: i64 = 1_777_300_000_000; // 2026-04-27

fn messenger() -> Provider {
    Provider {
        toml: TOML,
        channel: "messenger",
        delivery: message(ChannelKind::Messenger, "psid", "Bonjour"),
    }
}

/// What would be sent then.
fn body(delivery: &Delivery, at: i64) -> Value {
    let settings = Settings {
        token_env: "TOKEN".into(),
        template_languages: vec!["fr".into()],
        app_secret_env: None,
        verify_token_env: None,
        version: None,
        api: None,
    };
    let messenger = Messenger::new(settings, Secret::new("t"));
    let request = messenger.request(delivery, Instant::from_millis(at)).unwrap();
    serde_json::from_slice(&request.body).unwrap()
}

fn changed(kind: ChannelKind, change: impl Fn(&mut Outgoing)) -> Delivery {
    let mut outgoing = outgoing(kind, "psid", "Bonjour");
    change(&mut outgoing);
    delivery(DeliveryKind::Message(outgoing))
}

#[test]
fn a_text_is_a_response() {
    let fake = Fake::new(answer(200, json!({ "recipient_id": "psid", "message_id": "m_1" })));
    assert_eq!(messenger().deliver(&fake), sent("m_1"));
    let heard = fake.only();
    assert_eq!((&*heard.path, heard.header("authorization")), ("/v25.0/me/messages", "Bearer t0ken-t0ken"));
    assert_eq!(
        heard.json(),
        json!({ "recipient": { "id": "psid" }, "messaging_type": "RESPONSE", "message": { "text": "Bonjour" } })
    );
}

#[test]
fn content_types_are_tags_while_the_platform_honours_them() {
    for (content, tag) in [
        (ContentType::ConfirmedEventUpdate, "CONFIRMED_EVENT_UPDATE"),
        (ContentType::PostPurchaseUpdate, "POST_PURCHASE_UPDATE"),
        (ContentType::AccountUpdate, "ACCOUNT_UPDATE"),
    ] {
        let delivery = changed(ChannelKind::Messenger, |message| message.content_type = Some(content));
        let before = body(&delivery, BEFORE);
        assert_eq!((&before["messaging_type"], &before["tag"]), (&json!("MESSAGE_TAG"), &json!(tag)));
        let after = body(&delivery, AFTER);
        assert_eq!((&after["messaging_type"], after.get("tag")), (&json!("RESPONSE"), None));
        let elsewhere = changed(ChannelKind::Instagram, |message| message.content_type = Some(content));
        assert_eq!(body(&elsewhere, BEFORE)["messaging_type"], "RESPONSE");
    }
}

#[test]
fn a_person_writes_with_the_human_agent_tag() {
    for kind in [ChannelKind::Messenger, ChannelKind::Instagram] {
        let body = body(&changed(kind, |message| message.human_agent = true), AFTER);
        assert_eq!((&body["messaging_type"], &body["tag"]), (&json!("MESSAGE_TAG"), &json!("HUMAN_AGENT")));
    }
}

#[test]
fn a_template_is_a_utility_message() {
    let body = body(&template(ChannelKind::Messenger, "psid", &["A-1"]), AFTER);
    assert_eq!(body["messaging_type"], "UTILITY");
    assert_eq!(
        body["message"]["template"],
        json!({ "name": "order_update", "language": { "code": "fr" },
                "components": [{ "type": "body", "parameters": [{ "type": "text", "text": "A-1" }] }] })
    );
}

#[test]
fn quiet_messages_are_quiet_where_the_platform_can() {
    let of = |kind, how| {
        let body = body(&changed(kind, |message| message.notification = how), AFTER);
        body["notification_type"].as_str().map(str::to_owned)
    };
    assert_eq!(of(ChannelKind::Messenger, Notification::Regular), None);
    assert_eq!(of(ChannelKind::Messenger, Notification::Silent).as_deref(), Some("SILENT_PUSH"));
    assert_eq!(of(ChannelKind::Messenger, Notification::Off).as_deref(), Some("NO_PUSH"));
    assert_eq!(of(ChannelKind::Instagram, Notification::Silent), None);
}

#[test]
fn errors_are_told_apart_by_code_and_subcode() {
    let error = |code: i64, subcode: i64| json!({ "error": { "message": "(#N) Words", "code": code, "error_subcode": subcode } });
    for (code, subcode) in
        [(10, 2_018_278), (10, 2_534_022), (551, 1_545_041), (200, 1_545_041), (100, 2_018_001)]
    {
        let outcome = messenger().answered(400, error(code, subcode));
        assert!(failed(&outcome).starts_with(&format!("{code}/{subcode}")), "{outcome:?}");
    }
    for (status, code) in [(400, 613), (400, 4), (500, 2), (500, 1200), (401, 190), (403, 200)] {
        assert!(retried(&messenger().answered(status, error(code, 1))).starts_with(&code.to_string()));
    }
}

#[test]
fn a_limit_lasts_as_long_as_the_account_is_told() {
    let usage = r#"{"123": [{"type": "messenger", "estimated_time_to_regain_access": 3},
                            {"type": "pages", "estimated_time_to_regain_access": 0}]}"#
        .replace('\n', "");
    let body = json!({ "error": { "message": "limit", "code": 80006 } });
    let outcome = messenger().answered_with(400, "x-business-use-case-usage", &usage, body);
    assert!(
        matches!(outcome, Outcome::Retry { after: Some(after), .. } if after == Duration::from_secs(180)),
        "{outcome:?}"
    );
}

#[test]
fn garbage_leaves_it_unknown() {
    for body in ["", "ok", "7", r#"{"recipient_id": "psid"}"#] {
        unknown(&messenger().answered(200, body));
    }
}

#[test]
fn troubles_are_told_apart() {
    messenger().troubles();
}
