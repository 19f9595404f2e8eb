//! Telegram, out.

use flowc::policy::ChannelKind;
use flowc::program::Notification;
use flowc::shell::runtime::connector::{DeliveryKind, Outcome};
use serde_json::json;

use crate::fake::{Fake, answer};
use crate::workbench::{Provider, delivery, failed, message, outgoing, retried, sent, unknown};

const TOML: &str = "[connectors.bot]\nkind = \"telegram\"\ntoken_env = \"TOKEN\"\napi = \"API\"\n";

fn telegram() -> Provider {
    Provider { toml: TOML, channel: "telegram", delivery: message(ChannelKind::Telegram, "42", "Bonjour") }
}

#[test]
fn a_message_goes_to_the_chat() {
    let fake = Fake::new(answer(200, json!({ "ok": true, "result": { "message_id": 7 } })));
    assert_eq!(telegram().deliver(&fake), sent("7"));
    let heard = fake.only();
    assert_eq!(heard.path, "/bott0ken-t0ken/sendMessage");
    assert_eq!(heard.json(), json!({ "chat_id": "42", "text": "Bonjour" }));
}

#[test]
fn a_silent_message_disables_the_notification() {
    let fake = Fake::new(answer(200, json!({ "ok": true, "result": { "message_id": 7 } })));
    let mut silent = outgoing(ChannelKind::Telegram, "42", "Chut");
    silent.notification = Notification::Silent;
    Provider { delivery: delivery(DeliveryKind::Message(silent)), ..telegram() }.deliver(&fake);
    assert_eq!(fake.only().json()["disable_notification"], true);
}

#[test]
fn a_contact_who_blocks_the_bot_is_for_good_and_a_bad_token_is_not() {
    let error = |code: u16, words: &str| json!({ "ok": false, "error_code": code, "description": words });
    let blocked = telegram().answered(403, error(403, "Forbidden: bot was blocked by the user"));
    assert!(failed(&blocked).contains("blocked by the user"));
    failed(&telegram().answered(400, error(400, "Bad Request: chat not found")));
    failed(&telegram().answered(200, error(400, "Bad Request")));
    retried(&telegram().answered(401, error(401, "Unauthorized")));
    retried(&telegram().answered(404, error(404, "Not Found")));
}

#[test]
fn the_bots_own_retry_after_is_obeyed() {
    let body = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests",
                       "parameters": { "retry_after": 35 } });
    let outcome = telegram().answered(429, body);
    assert!(
        matches!(outcome, Outcome::Retry { after: Some(after), .. } if after.as_secs() == 35),
        "{outcome:?}"
    );
}

#[test]
fn garbage_leaves_it_unknown() {
    for body in ["", "ok", "[true]", r#"{"ok": 1}"#] {
        unknown(&telegram().answered(200, body));
    }
}

#[test]
fn troubles_are_told_apart_and_never_show_the_token() {
    telegram().troubles();
}
