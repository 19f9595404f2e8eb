//! WhatsApp, out.

use flowc::policy::ChannelKind;
use serde_json::{Value, json};

use crate::fake::{Fake, answer};
use crate::workbench::{Provider, failed, message, retried, sent, template, unknown};

const TOML: &str = r#"
[connectors.wa]
kind = "whatsapp"
phone_number_id = "1555"
token_env = "TOKEN"
template_languages = ["fr", "en_US"]
api = "API"
"#;

fn whatsapp() -> Provider {
    Provider {
        toml: TOML,
        channel: "whatsapp",
        delivery: message(ChannelKind::Whatsapp, "+33612345678", "Bonjour !"),
    }
}

fn good() -> Value {
    json!({ "messaging_product": "whatsapp", "contacts": [{ "input": "+33612345678", "wa_id": "33612345678" }],
            "messages": [{ "id": "wamid.A" }] })
}

fn error(code: i64) -> Value {
    json!({ "error": { "message": "(#N) Words", "type": "OAuthException", "code": code,
                       "error_data": { "messaging_product": "whatsapp", "details": "Details" } } })
}

#[test]
fn a_text_goes_out_with_our_key_beside_it() {
    let fake = Fake::new(answer(200, good()));
    assert_eq!(whatsapp().deliver(&fake), sent("wamid.A"));
    let heard = fake.only();
    assert_eq!(heard.path, "/v25.0/1555/messages");
    assert_eq!(heard.header("authorization"), "Bearer t0ken-t0ken");
    assert_eq!(
        heard.json(),
        json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+33612345678",
                "type": "text", "text": { "body": "Bonjour !", "preview_url": false },
                "biz_opaque_callback_data": "marie/3/0" })
    );
}

#[test]
fn a_template_goes_out_with_its_parameters_in_the_nearest_language() {
    let fake = Fake::new(answer(200, good()));
    let delivery = template(ChannelKind::Whatsapp, "+33612345678", &["Marie", "A-1"]);
    assert_eq!(Provider { delivery, ..whatsapp() }.deliver(&fake), sent("wamid.A"));
    let heard = fake.only().json();
    assert_eq!(heard["type"], "template");
    assert_eq!(
        heard["template"],
        json!({ "name": "order_update", "language": { "code": "en_US" },
                "components": [{ "type": "body", "parameters": [
                    { "type": "text", "text": "Marie" }, { "type": "text", "text": "A-1" }] }] })
    );
}

#[test]
fn a_template_without_parameters_has_no_components() {
    let fake = Fake::new(answer(200, good()));
    Provider { delivery: template(ChannelKind::Whatsapp, "+33", &[]), ..whatsapp() }.deliver(&fake);
    assert_eq!(fake.only().json()["template"]["components"], json!([]));
}

#[test]
fn errors_are_told_apart_by_their_codes() {
    for code in [131_026, 131_047, 131_049, 132_001, 100, 10] {
        let outcome = whatsapp().answered(400, error(code));
        assert!(failed(&outcome).contains(&code.to_string()), "{outcome:?}");
    }
    // A code decides, whatever the status on it.
    for (status, code) in
        [(400, 130_429), (400, 131_056), (400, 80007), (401, 190), (403, 200), (400, 131_048)]
    {
        let outcome = whatsapp().answered(status, error(code));
        assert!(retried(&outcome).contains(&code.to_string()), "{outcome:?}");
    }
    assert!(failed(&whatsapp().answered(500, error(131_026))).contains("131026"));
    assert!(failed(&whatsapp().answered(200, error(131_051))).contains("131051"));
}

#[test]
fn garbage_leaves_it_unknown() {
    for body in ["", "no", "[]", r#"{"messages": []}"#, r#"{"messages": [{"id": 1}]}"#] {
        unknown(&whatsapp().answered(200, body));
    }
}

#[test]
fn troubles_are_told_apart() {
    whatsapp().troubles();
}
