//! What providers report: signed, from addresses that belong to contacts, and about messages that were sent.

use flowc::shell::runtime::http::settings::{Limits, Settings};
use flowc::shell::runtime::inbound::{line, meta, twilio, viber};
use flowc::shell::runtime::signature::{hex, hmac_sha256};
use serde_json::json;

use crate::PROGRAM;
use crate::workbench::{Answer, Api, outside};

const TOML: &str = r#"
[connectors.texting]
kind = "twilio"
account_sid = "AC0123456789abcdef0123456789abcdef"
auth_token_env = "TOKEN"
from = "+33755500000"

[connectors.wa]
kind = "whatsapp"
phone_number_id = "1"
token_env = "TOKEN"
app_secret_env = "APP_SECRET"
verify_token_env = "VERIFY"

[connectors.bot]
kind = "telegram"
token_env = "TOKEN"
webhook_secret_env = "VERIFY"

[connectors.page]
kind = "messenger"
token_env = "TOKEN"
app_secret_env = "APP_SECRET"
verify_token_env = "VERIFY"

[connectors.insta]
kind = "instagram"
token_env = "TOKEN"
app_secret_env = "APP_SECRET"
verify_token_env = "VERIFY"

[connectors.viber]
kind = "viber"
token_env = "TOKEN"
sender_name = "Salon"

[connectors.line]
kind = "line"
token_env = "TOKEN"
channel_secret_env = "APP_SECRET"
"#;

fn start() -> Api {
    let outside = Settings { public_url: Some("https://flows.example.com/".into()), ..outside() };
    Api::start_with(PROGRAM, TOML, outside, |_| {})
}

/// Twilio's request, with a signature made by that token.
fn twilio(api: &Api, token: &str, parameters: &[(&str, &str)]) -> Answer {
    let pairs: Vec<(String, String)> =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let signature = twilio::signature(token, "https://flows.example.com/v1/hooks/texting", &pairs);
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    let headers =
        [("content-type", "application/x-www-form-urlencoded".to_owned()), ("x-twilio-signature", signature)];
    api.ask("POST", "/v1/hooks/texting", &headers, body.as_bytes())
}

fn message<'a>(sid: &'a str, from: &'a str, text: &'a str) -> [(&'a str, &'a str); 3] {
    [("MessageSid", sid), ("From", from), ("Body", text)]
}

#[test]
fn a_message_finds_its_contact_by_the_number_however_it_is_written() {
    let api = start();
    let known =
        json!({ "contact": "marie", "type": "contact_updated", "fields": { "phone": "+33 6 12-34.56 78" } });
    assert_eq!(api.report(&known).status, 202);
    let answer = twilio(&api, "t0ken-t0ken", &message("SM1", "+33612345678", "ORDER"));
    assert_eq!((answer.status, answer.body.as_str()), (200, "<Response/>"));
    // Twilio sends again what was not answered in time.
    assert_eq!(twilio(&api, "t0ken-t0ken", &message("SM1", "+33612345678", "ORDER")).status, 200);
    assert!(api.service.settle());
    assert_eq!(api.provider.texts(), ["Delivery or pick-up?"]);
    let page = api.get("/v1/contacts/marie").json();
    assert_eq!(page["conversation"][0]["text"], "ORDER");
    assert_eq!(api.get("/v1/contacts").json()["contacts"].as_array().unwrap().len(), 1);
}

#[test]
fn who_writes_first_becomes_known_and_is_found_again() {
    let api = start();
    twilio(&api, "t0ken-t0ken", &message("SM1", "+33612345678", "Hello"));
    twilio(&api, "t0ken-t0ken", &message("SM2", "+33612345678", "Me again"));
    let found = api.get("/v1/contacts?query=0612345678").json();
    assert_eq!(found["contacts"].as_array().unwrap().len(), 1);
    assert_eq!(found["contacts"][0]["id"], "sms:+33612345678");
    let update = json!({ "update_id": 7, "message": { "chat": { "id": 42, "type": "private" }, "date": 1_772_438_300,
        "from": { "first_name": "Zoé", "language_code": "fr" }, "text": "ORDER" } });
    let secret = [("x-telegram-bot-api-secret-token", "verify-me".to_owned())];
    let send = || api.ask("POST", "/v1/hooks/bot", &secret, update.to_string().as_bytes());
    assert_eq!((send().status, send().status), (200, 200));
    let page = api.get("/v1/contacts/telegram:42").json();
    assert_eq!(page["fields"], json!({ "first_name": "Zoé", "language": "fr", "telegram": "42" }));
    assert_eq!(page["conversation"][0]["at"], "2026-03-02T07:58:20Z");
    assert!(api.service.settle());
    // What goes out goes to the address that it came from.
    let sent = api.provider.messages().remove(0);
    let flowc::shell::runtime::connector::DeliveryKind::Message(message) = &sent.kind else {
        panic!("{sent:?}")
    };
    assert_eq!((message.address.as_str(), &*message.channel), ("42", "telegram"));
}

#[test]
fn a_wrong_signature_is_refused_and_changes_nothing() {
    let api = start();
    let before = api.footprint();
    assert_eq!(twilio(&api, "wrong", &message("SM1", "+33612345678", "ORDER")).status, 403);
    for (path, header) in [
        ("/v1/hooks/texting", "x-twilio-signature"),
        ("/v1/hooks/wa", "x-hub-signature-256"),
        ("/v1/hooks/bot", "x-telegram-bot-api-secret-token"),
    ] {
        for given in ["", "x", "sha256=00"] {
            assert_eq!(api.ask("POST", path, &[(header, given.to_owned())], b"{}").status, 403, "{path}");
        }
        assert_eq!(api.ask("POST", path, &[], b"{}").status, 403, "{path}");
    }
    assert_eq!(api.ask("POST", "/v1/hooks/unheard", &[], b"{}").status, 404);
    let ask = |word: &str| {
        let query = format!("hub.mode=subscribe&hub.verify_token={word}&hub.challenge=4711");
        api.ask("GET", &format!("/v1/hooks/wa?{query}"), &[], b"")
    };
    assert_eq!(ask("guess").status, 403);
    let unasked = "/v1/hooks/wa?hub.mode=unsubscribe&hub.verify_token=verify-me&hub.challenge=4711";
    assert_eq!(api.ask("GET", unasked, &[], b"").status, 403);
    let verified = ask("verify-me");
    assert_eq!((verified.status, verified.body.as_str()), (200, "4711"));
    // Signed, and no JSON.
    let signature = format!("sha256={}", hex(&hmac_sha256(b"app-secret", &[b"nonsense"])));
    let headers = [("x-hub-signature-256", signature)];
    assert_eq!(api.ask("POST", "/v1/hooks/wa", &headers, b"nonsense").status, 400);
    assert_eq!(api.footprint(), before);
}

#[test]
fn of_each_provider_what_is_signed_is_taken_and_the_same_with_another_signature_is_not() {
    let limits = Limits { wrong_tokens_per_minute: 1000, ..Limits::default() };
    let api = Api::start_with(PROGRAM, TOML, Settings { limits, ..outside() }, |_| {});
    let pairs =
        message("SM1", "+33612345678", "ORDER").map(|(name, value)| (name.to_owned(), value.to_owned()));
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    // Without an address of the world, the one that was called counts.
    let signed_form = twilio::signature("t0ken-t0ken", "http://localhost/v1/hooks/texting", &pairs);
    let wa = json!({ "object": "whatsapp_business_account", "entry": [{ "changes": [{ "field": "messages", "value": {
        "messages": [{ "id": "m1", "from": "33612345679", "timestamp": "1772438300", "type": "text",
            "text": { "body": "ORDER" } }] } }] }] });
    let page = |object: &str| {
        json!({ "object": object, "entry": [{ "messaging": [{ "sender": { "id": object }, "recipient": { "id": "1" },
            "timestamp": 1_772_438_300_000_u64, "message": { "mid": object, "text": "ORDER" } }] }] })
        .to_string()
    };
    let bot = json!({ "update_id": 7, "message": { "chat": { "id": 42, "type": "private" }, "date": 1_772_438_300,
        "from": { "first_name": "Zoé" }, "text": "ORDER" } });
    let viber_body = json!({ "event": "message", "timestamp": 1_772_438_300_000_u64, "message_token": 4711,
        "sender": { "id": "v1", "name": "Zoé" }, "message": { "type": "text", "text": "ORDER" } });
    let line_body = json!({ "destination": "x", "events": [{ "type": "message", "webhookEventId": "l1",
        "timestamp": 1_772_438_300_000_u64, "source": { "type": "user", "userId": "U1" },
        "message": { "id": "1", "type": "text", "text": "ORDER" } }] });
    let (wa, bot, viber_body, line_body) =
        (wa.to_string(), bot.to_string(), viber_body.to_string(), line_body.to_string());
    let meta = |body: &str| meta::signature("app-secret", body.as_bytes());
    let requests = [
        ("texting", "x-twilio-signature", signed_form, form),
        ("wa", "x-hub-signature-256", meta(&wa), wa),
        ("page", "x-hub-signature-256", meta(&page("page")), page("page")),
        ("insta", "x-hub-signature-256", meta(&page("instagram")), page("instagram")),
        ("bot", "x-telegram-bot-api-secret-token", "verify-me".to_owned(), bot),
        (
            "viber",
            "x-viber-content-signature",
            viber::signature("t0ken-t0ken", viber_body.as_bytes()),
            viber_body,
        ),
        ("line", "x-line-signature", line::signature("app-secret", line_body.as_bytes()), line_body),
    ];
    for (name, header, signature, body) in &requests {
        let ask = |given: Option<&str>, body: &str| {
            let mut headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
            headers.extend(given.map(|given| (*header, given.to_owned())));
            api.ask("POST", &format!("/v1/hooks/{name}"), &headers, body.as_bytes()).status
        };
        let before = api.footprint();
        let others = requests.iter().map(|(.., signature, _)| signature).filter(|other| *other != signature);
        for other in others {
            assert_eq!(ask(Some(other), body), 403, "{name} {other}");
        }
        let cut = &signature[..signature.len() - 1];
        for wrong in [None, Some(""), Some(cut), Some(&format!("{signature}0"))] {
            assert_eq!(ask(wrong, body), 403, "{name} {wrong:?}");
        }
        // Telegram signs nothing: it sends the secret.
        if *name != "bot" {
            assert_eq!(ask(Some(signature), &format!("{body}&Body=x")), 403, "{name}");
        }
        assert_eq!(api.footprint(), before, "{name}");
        assert_eq!(ask(Some(signature), body), 200, "{name}");
        assert_ne!(api.footprint(), before, "{name}");
    }
    assert!(crate::operation::metric(&api.get("/metrics").body, "flowc_events_total") >= 7.0);
}

#[test]
fn reports_about_messages_find_the_message() {
    use flowc::shell::runtime::connector::Outcome;
    let api = start();
    api.provider.answer_with(|delivery| Outcome::Sent { provider_id: Some(format!("SM-{}", delivery.key)) });
    twilio(&api, "t0ken-t0ken", &message("SM1", "+33612345678", "ORDER"));
    assert!(api.service.settle());
    let message = api.provider.messages().remove(0);
    let sent = format!("SM-{}", message.key);
    let status = |sid: &str, status: &str| {
        twilio(&api, "t0ken-t0ken", &[("MessageSid", sid), ("MessageStatus", status), ("ErrorCode", "30003")])
    };
    let before = api.events();
    assert_eq!(status(&sent, "delivered").status, 200);
    assert_eq!(status("SM-unheard", "failed").status, 200);
    assert_eq!(api.events(), before, "neither is an event");
    assert_eq!(status(&sent, "failed").status, 200);
    assert_eq!(status(&sent, "failed").status, 200);
    let events = api.get("/v1/events?contact=sms:%2B33612345678").json();
    let last = events["events"].as_array().unwrap().last().unwrap();
    assert_eq!(last["event"]["type"], "delivery_failed");
    assert_eq!(api.events(), before + 1);
    let page = api.get("/v1/contacts/sms:%2B33612345678").json();
    assert_eq!(page["channels"][0]["failed"], true);
}
