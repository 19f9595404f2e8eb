//! Twilio, out: what the Messages resource takes, and what its errors mean.

use flowc::policy::ChannelKind;
use flowc::shell::runtime::connector::{Content, DeliveryKind, Outcome};
use serde_json::json;

use crate::fake::{Fake, answer};
use crate::workbench::{Provider, TOKEN, connector, delivery, failed, message, retried, sent, unknown};

const TOML: &str = r#"
[connectors.texting]
kind = "twilio"
serves = ["sms", "notify"]
account_sid = "AC123"
auth_token_env = "TOKEN"
from = "+33755500000"
status_callback = "https://flows.example.com/v1/hooks/texting"
api = "API"
"#;

fn twilio() -> Provider {
    Provider {
        toml: TOML,
        channel: "sms",
        delivery: message(ChannelKind::Sms, "+33612345678", "À bientôt & merci + 1"),
    }
}

#[test]
fn a_message_is_a_form_with_basic_authentication() {
    let fake = Fake::new(answer(201, json!({ "sid": "SM1", "status": "queued" })));
    assert_eq!(twilio().deliver(&fake), sent("SM1"));
    let heard = fake.only();
    assert_eq!((&*heard.method, &*heard.path), ("POST", "/2010-04-01/Accounts/AC123/Messages.json"));
    assert_eq!(heard.header("content-type"), "application/x-www-form-urlencoded");
    // base64 of AC123:t0ken-t0ken
    assert_eq!(heard.header("authorization"), "Basic QUMxMjM6dDBrZW4tdDBrZW4=");
    let form = heard.form();
    let of = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!(of("To"), Some("+33612345678"));
    assert_eq!(of("From"), Some("+33755500000"));
    assert_eq!(of("Body"), Some("À bientôt & merci + 1"));
    assert_eq!(of("StatusCallback"), Some("https://flows.example.com/v1/hooks/texting"));
    assert_eq!(of("MessagingServiceSid"), None);
    assert!(!String::from_utf8_lossy(&heard.body).contains(TOKEN));
}

#[test]
fn errors_about_the_number_are_for_good_and_limits_pass() {
    let error = |code: i64, message: &str| json!({ "code": code, "message": message, "status": 400 });
    for code in [21211, 21610, 21614, 21408] {
        let outcome = twilio().answered(400, error(code, "no"));
        assert_eq!(failed(&outcome), format!("HTTP 400: {code} no"));
    }
    assert!(retried(&twilio().answered(400, error(21611, "queue full"))).contains("21611"));
    assert!(retried(&twilio().answered(401, error(20003, "Authenticate"))).contains("20003"));
    assert!(retried(&twilio().answered(429, error(20429, "Too many"))).contains("20429"));
}

#[test]
fn an_answer_without_a_sid_leaves_it_unknown() {
    for body in ["", "<html>", "[1]", r#"{"sid": 7}"#] {
        unknown(&twilio().answered(201, body));
    }
}

#[test]
fn troubles_are_told_apart() {
    twilio().troubles();
}

#[test]
fn notifications_go_by_text_and_calls_do_not() {
    let fake = Fake::new(answer(201, json!({ "sid": "SM2" })));
    let connector = connector(&TOML.replace("API", &fake.url), "notify");
    let content = Content::Text("Silence depuis hier".into());
    let notify = DeliveryKind::Notify { to: "+33600000000".into(), content };
    assert_eq!(connector.deliver(&delivery(notify)), sent("SM2"));
    let call = DeliveryKind::Call { url: "https://example.com".into(), body: json!({}) };
    assert!(matches!(connector.deliver(&delivery(call)), Outcome::Failed { .. }));
    let unwritten =
        DeliveryKind::Notify { to: "+33600000000".into(), content: Content::Ai { instruction: None } };
    assert!(failed(&connector.deliver(&delivery(unwritten))).contains("`[ai]` is not set up"));
    assert!(!connector.takes_keys());
    assert_eq!(fake.heard().len(), 1);
}
