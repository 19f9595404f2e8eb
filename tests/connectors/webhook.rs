//! A system of the business: payload, and signatures as Standard Webhooks says.

use flowc::policy::ChannelKind;
use flowc::shell::runtime::connector::{Content, Delivery, DeliveryKind, Outcome};
use flowc::shell::runtime::connectors::webhook::{key, sign};
use flowc::shell::runtime::connectors::{assemble, read};
use flowc::shell::runtime::secrets::Secrets;
use serde_json::json;

use crate::fake::{Fake, Heard, Reply, answer};
use crate::workbench::{Provider, connector, delivery, failed, message, retried, sent};

const TOML: &str = r#"
[connectors.crm]
kind = "webhook"
serves = ["webchat", "call", "other"]
url = "API/flowc"
secret_env = "WHSEC"
"#;

/// Of a system that no test speaks to.
fn elsewhere() -> String {
    TOML.replace("API", "https://crm.example.com")
}

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn webhook() -> Provider {
    Provider {
        toml: TOML,
        channel: "webchat",
        delivery: message(ChannelKind::Webchat, "visitor-1", "Bonjour"),
    }
}

/// The example of the specification's libraries.
#[test]
fn the_published_example_is_signed_alike() {
    let key = key(SECRET).unwrap();
    let signature = sign(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", br#"{"test": 2432232314}"#);
    assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

/// Verifies as a receiver does, and answers accordingly.
fn receiver(heard: &Heard) -> Reply {
    let (id, seconds) = (heard.header("webhook-id"), heard.header("webhook-timestamp"));
    let expected = sign(&key(SECRET).unwrap(), id, seconds, &heard.body);
    match heard.header("webhook-signature").split(' ').any(|given| given == expected) {
        true => answer(200, json!({ "id": "crm-7" })),
        false => answer(401, "signature"),
    }
}

#[test]
fn a_receiver_that_verifies_takes_it() {
    let fake = Fake::with(receiver);
    assert_eq!(webhook().deliver(&fake), sent("crm-7"));
    let heard = fake.only();
    assert_eq!(heard.path, "/flowc");
    assert!(!heard.header("webhook-id").contains('.'));
    let body = heard.json();
    assert_eq!(body["type"], "message");
    assert_eq!(
        body["data"],
        json!({ "type": "message", "key": "marie/3/0", "attempt": 1, "contact": "marie", "flow": "welcome",
                "channel": "webchat", "channel_kind": "webchat", "address": "visitor-1", "sender": "flow",
                "text": "Bonjour", "notification": "regular" })
    );
}

#[test]
fn the_id_is_the_same_on_every_attempt() {
    let fake = Fake::with(receiver);
    let connector = connector(&TOML.replace("API", &fake.url), "webchat");
    assert!(connector.takes_keys());
    let mut delivery = webhook().delivery;
    connector.deliver(&delivery);
    delivery.attempt = 2;
    connector.deliver(&delivery);
    delivery.key = "marie/3/1".to_owned();
    connector.deliver(&delivery);
    let ids: Vec<_> = fake.heard().iter().map(|heard| heard.header("webhook-id").to_owned()).collect();
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
}

#[test]
fn a_key_that_no_header_could_hold_is_delivered() {
    let fake = Fake::with(receiver);
    let mut provider = webhook();
    provider.delivery.key = "zoé\r\nx: y/1/0".to_owned();
    assert_eq!(provider.deliver(&fake), sent("crm-7"));
    assert_eq!(fake.only().header("x"), "");
}

#[test]
fn two_secrets_both_sign_while_one_is_changed() {
    let fake = Fake::with(receiver);
    let old_and_new = format!("whsec_{} {SECRET}", "A".repeat(32));
    let secrets = Secrets::given([("WHSEC", &*old_and_new)]);
    let plan = read("flowc.toml", &TOML.replace("API", &fake.url)).unwrap();
    let connectors = assemble(plan, &secrets).unwrap();
    assert_eq!(connectors.by_channel["webchat"].deliver(&webhook().delivery), sent("crm-7"));
    assert_eq!(fake.only().header("webhook-signature").split(' ').count(), 2);
}

#[test]
fn a_secret_of_another_kind_is_refused_and_not_shown() {
    for secret in ["hunter2hunter2", "whsec_???", "whsec_c2hvcnQ="] {
        let plan = read("flowc.toml", &elsewhere()).unwrap();
        let report = assemble(plan, &Secrets::given([("WHSEC", secret)])).err().unwrap().report();
        assert!(
            report.starts_with("error: the secret of a webhook is not one of Standard Webhooks"),
            "{report}"
        );
        assert!(!report.contains(secret), "{report}");
    }
}

fn call(url: &str) -> Delivery {
    delivery(DeliveryKind::Call { url: url.into(), body: json!({ "first_name": "Marie" }) })
}

#[test]
fn a_call_goes_to_the_hosts_that_were_named_and_to_no_other() {
    let fake = Fake::with(receiver);
    let host = fake.url.trim_start_matches("http://");
    let toml = format!("{}hosts = [\"{host}\", \"api.example.com\"]\n", elsewhere());
    let connector = connector(&toml, "call");
    assert_eq!(connector.deliver(&call(&format!("{}/hook?contact=marie", fake.url))), sent("crm-7"));
    let heard = fake.only();
    assert_eq!(heard.path, "/hook?contact=marie");
    assert_eq!(heard.json()["data"]["body"], json!({ "first_name": "Marie" }));
    for url in [
        "https://api.example.com.evil.example/",
        "https://api.example.com@evil.example/x",
        "https://evil.example",
        "ftp://api.example.com",
        "api.example.com",
        "",
    ] {
        assert!(failed(&connector.deliver(&call(url))).contains("`hosts`"), "{url}");
    }
}

#[test]
fn without_named_hosts_a_call_never_goes_where_only_this_machine_reaches() {
    let fake = Fake::with(receiver);
    let connector = connector(&elsewhere(), "call");
    for url in [&*fake.url, "http://example.com/", "ftp://example.com", "example.com", ""] {
        assert!(failed(&connector.deliver(&call(url))).contains("https://"), "{url}");
    }
    assert!(fake.heard().is_empty());
}

#[test]
fn a_system_that_is_down_is_tried_again_and_a_refusal_is_for_good() {
    for status in [401, 403, 404, 409] {
        retried(&webhook().answered(status, "later"));
    }
    for status in [400, 410, 413, 422] {
        assert_eq!(failed(&webhook().answered(status, "never")), format!("HTTP {status}: never"));
    }
    assert_eq!(webhook().answered(202, "<p>thanks"), Outcome::Sent { provider_id: None });
}

#[test]
fn what_the_ai_was_to_write_is_passed_on() {
    let fake = Fake::with(receiver);
    let content = Content::Ai { instruction: Some("Propose un rendez-vous".into()) };
    let notify = delivery(DeliveryKind::Notify { to: "leo@example.com".into(), content });
    connector(&TOML.replace("API", &fake.url), "other").deliver(&notify);
    assert_eq!(fake.only().json()["data"]["ai"]["instruction"], "Propose un rendez-vous");
}

#[test]
fn troubles_are_told_apart() {
    webhook().troubles();
}
