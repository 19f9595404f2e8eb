//! Twilio's webhooks.

use flowc::shell::runtime::connector::{IncomingKind, WebhookAnswer};
use flowc::shell::runtime::inbound::twilio;

use crate::inbound::{TOML, URL, form, nothing, only, opted_out, refused, said};
use crate::workbench::{TOKEN, post, webhook};

fn texting(pairs: &[(&str, &str)]) -> WebhookAnswer {
    let (body, signature) = form(pairs);
    post(&*webhook(TOML, "texting"), &[("x-twilio-signature", &signature)], &body)
}

/// Twilio's own examples: its documentation's, and its libraries' for parameters that come several times.
#[test]
fn twilios_published_signatures() {
    let own = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    let caller = own(&[
        ("Digits", "1234"),
        ("To", "+18005551212"),
        ("From", "+14158675309"),
        ("Caller", "+14158675309"),
        ("CallSid", "CA1234567890ABCDE"),
    ]);
    assert_eq!(twilio::signature("12345", url, &caller), "RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    let repeated = own(&[
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ]);
    assert_eq!(twilio::signature("12345", url, &repeated), "IK+Dwps556ElfBT0I3Rgjkr1wJU=");
}

#[test]
fn a_text_message_comes_in_once() {
    let pairs = [
        ("MessageSid", "SM1"),
        ("From", "+33612345678"),
        ("To", "+337"),
        ("Body", "À demain & merci"),
        ("SmsStatus", "received"),
    ];
    let answer = texting(&pairs);
    let incoming = only(&answer);
    assert_eq!(
        (&*incoming.id, &*incoming.channel, &*incoming.address),
        ("twilio:SM1", "sms", "+33612345678")
    );
    assert_eq!(said(incoming), "À demain & merci");
    assert_eq!((answer.content_type, &*answer.body), ("text/xml", "<Response/>"));
    assert_eq!(only(&texting(&pairs)).id, incoming.id);
    assert_eq!(
        said(only(&texting(&[
            ("MessageSid", "SM2"),
            ("From", "+33"),
            ("Body", ""),
            ("MediaUrl0", "https://m/1")
        ]))),
        "https://m/1"
    );
}

#[test]
fn a_failed_text_message_and_an_opt_out_are_told() {
    let answer = texting(&[
        ("MessageSid", "SM1"),
        ("MessageStatus", "undelivered"),
        ("ErrorCode", "30003"),
        ("To", "+33"),
    ]);
    let incoming = only(&answer);
    let failed = IncomingKind::Failed { message: "SM1".into(), why: "undelivered, error 30003".into() };
    assert_eq!((&*incoming.id, &*incoming.address, &incoming.kind), ("twilio:SM1:failed", "", &failed));
    let answer = texting(&[
        ("MessageSid", "SM3"),
        ("From", "+33612345678"),
        ("Body", "ARRET"),
        ("OptOutType", "STOP"),
    ]);
    assert!(opted_out(only(&answer), "sms"));
    nothing(&texting(&[("MessageSid", "SM1"), ("MessageStatus", "queued")]));
    refused(&texting(&[("Body", "hello")]), 400);
}

#[test]
fn twilio_signs_the_address_with_or_without_its_port() {
    let pairs = [("MessageSid".to_owned(), "SM1".to_owned())];
    let hook = webhook(TOML, "texting");
    for (url, status) in [
        ("https://flows.example.com:443/v1/hooks/hook", 200),
        (URL, 200),
        ("https://flows.example.com:8443/v1/hooks/hook", 403),
        ("http://flows.example.com/v1/hooks/hook", 403),
        ("https://flows.example.com/v1/hooks/hook?x=1", 403),
    ] {
        let signature = twilio::signature(TOKEN, url, &pairs);
        let answer = post(&*hook, &[("x-twilio-signature", &signature)], b"MessageSid=SM1");
        assert_eq!(answer.status, status, "{url}");
    }
}
