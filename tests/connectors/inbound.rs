//! Webhooks: who signed, what it says, and that the same thing twice has one id.

use flowc::engine::EventKind;
use flowc::shell::runtime::connector::{Incoming, IncomingKind, Webhook, WebhookAnswer};
use flowc::shell::runtime::inbound::{line, meta, twilio, viber};

use crate::workbench::{TOKEN, post, webhook};

pub const TOML: &str = r#"
[connectors.texting]
kind = "twilio"
account_sid = "AC"
auth_token_env = "TOKEN"
from = "+33"
[connectors.wa]
kind = "whatsapp"
phone_number_id = "1"
token_env = "TOKEN"
app_secret_env = "APP_SECRET"
verify_token_env = "VERIFY"
[connectors.page]
kind = "messenger"
token_env = "TOKEN"
app_secret_env = "APP_SECRET"
verify_token_env = "VERIFY"
[connectors.bot]
kind = "telegram"
token_env = "TOKEN"
webhook_secret_env = "APP_SECRET"
[connectors.viber]
kind = "viber"
token_env = "TOKEN"
sender_name = "Salon"
[connectors.line]
kind = "line"
token_env = "TOKEN"
channel_secret_env = "APP_SECRET"
"#;

pub const URL: &str = "https://flows.example.com/v1/hooks/hook";

pub fn only(answer: &WebhookAnswer) -> &Incoming {
    assert_eq!((answer.status, answer.incoming.len()), (200, 1), "{answer:?}");
    &answer.incoming[0]
}

pub fn said(incoming: &Incoming) -> &str {
    match &incoming.kind {
        IncomingKind::Message { text } => text,
        other => panic!("no message: {other:?}"),
    }
}

pub fn opted_out(incoming: &Incoming, of: &str) -> bool {
    incoming.kind == IncomingKind::Event(EventKind::OptedOut { channel: Some(of.into()) })
}

pub fn nothing(answer: &WebhookAnswer) {
    assert_eq!((answer.status, answer.incoming.len()), (200, 0), "{answer:?}");
}

pub fn refused(answer: &WebhookAnswer, status: u16) {
    assert_eq!((answer.status, answer.incoming.len()), (status, 0), "{answer:?}");
    assert!(!answer.body.contains(TOKEN) && !answer.body.contains("app-secret"));
}

pub fn form(pairs: &[(&str, &str)]) -> (Vec<u8>, String) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let owned: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    (body.into_bytes(), twilio::signature(TOKEN, URL, &owned))
}

/// The name of a webhook, the header with the signature, and the body.
type Signed = (&'static str, Vec<(&'static str, String)>, Vec<u8>);

/// One of each provider, signed, to be spoilt.
pub fn signed() -> Vec<Signed> {
    let (body, signature) = form(&[("MessageSid", "SM1"), ("From", "+33"), ("Body", "x")]);
    let meta_body = br#"{"object":"whatsapp_business_account","entry":[]}"#.to_vec();
    let page_body = br#"{"object":"page","entry":[]}"#.to_vec();
    let viber_body = br#"{"event":"webhook","message_token":1}"#.to_vec();
    let line_body = br#"{"events":[]}"#.to_vec();
    vec![
        ("texting", vec![("x-twilio-signature", signature)], body),
        ("wa", vec![("x-hub-signature-256", meta::signature("app-secret", &meta_body))], meta_body),
        ("page", vec![("x-hub-signature-256", meta::signature("app-secret", &page_body))], page_body),
        (
            "bot",
            vec![("x-telegram-bot-api-secret-token", "app-secret".into())],
            br#"{"update_id":1}"#.to_vec(),
        ),
        ("viber", vec![("x-viber-content-signature", viber::signature(TOKEN, &viber_body))], viber_body),
        ("line", vec![("x-line-signature", line::signature("app-secret", &line_body))], line_body),
    ]
}

pub fn receive(hook: &dyn Webhook, headers: &[(&'static str, String)], body: &[u8]) -> WebhookAnswer {
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    post(hook, &headers, body)
}

#[test]
fn a_signature_that_is_missing_or_spoilt_is_refused() {
    for (name, headers, body) in signed() {
        let hook = webhook(TOML, name);
        assert_eq!(receive(&*hook, &headers, &body).status, 200, "{name}");
        refused(&receive(&*hook, &[], &body), 403);
        for spoilt in ["", "x", "sha256="] {
            refused(&receive(&*hook, &[(headers[0].0, spoilt.to_owned())], &body), 403);
        }
        let mut signature = headers[0].1.clone();
        signature.pop();
        refused(&receive(&*hook, &[(headers[0].0, signature)], &body), 403);
        if name != "bot" {
            let mut longer = body.clone();
            longer.push(b' ');
            refused(&receive(&*hook, &headers, &longer), 403);
        }
    }
}

#[test]
fn a_signed_body_that_cannot_be_read_is_a_bad_request() {
    let body = b"{not json";
    for (name, header, value) in [
        ("wa", "x-hub-signature-256", meta::signature("app-secret", body)),
        ("bot", "x-telegram-bot-api-secret-token", "app-secret".to_owned()),
        ("viber", "x-viber-content-signature", viber::signature(TOKEN, body)),
        ("line", "x-line-signature", line::signature("app-secret", body)),
    ] {
        refused(&receive(&*webhook(TOML, name), &[(header, value)], body), 400);
    }
}
