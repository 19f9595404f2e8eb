//! LINE, out.

use std::sync::Mutex;

use flowc::policy::ChannelKind;
use flowc::program::Notification;
use flowc::shell::runtime::connector::{DeliveryKind, Outcome};
use serde_json::json;

use crate::fake::{Fake, Reply, answer};
use crate::workbench::{Provider, connector, delivery, failed, message, outgoing, retried, sent};

const TOML: &str = "[connectors.line]\nkind = \"line\"\ntoken_env = \"TOKEN\"\napi = \"API\"\n";

fn line() -> Provider {
    Provider { toml: TOML, channel: "line", delivery: message(ChannelKind::Line, "U4af4", "Bonjour") }
}

#[test]
fn a_push_bears_a_retry_key_that_is_a_uuid() {
    let fake = Fake::new(answer(200, json!({ "sentMessages": [{ "id": "461230966842064897" }] })));
    assert_eq!(line().deliver(&fake), sent("461230966842064897"));
    let heard = fake.only();
    assert_eq!((&*heard.path, heard.header("authorization")), ("/v2/bot/message/push", "Bearer t0ken-t0ken"));
    let lengths: Vec<usize> = heard.header("x-line-retry-key").split('-').map(str::len).collect();
    assert_eq!(lengths, [8, 4, 4, 4, 12]);
    assert_eq!(heard.json(), json!({ "to": "U4af4", "messages": [{ "type": "text", "text": "Bonjour" }] }));
}

/// The fake takes each key once, as LINE does: a message whose answer was lost goes out once.
#[test]
fn a_repeated_request_is_known_by_its_key() {
    let taken = Mutex::new(Vec::<String>::new());
    let fake = Fake::with(move |heard| {
        let mut taken = taken.lock().unwrap();
        let key = heard.header("x-line-retry-key").to_owned();
        if taken.contains(&key) {
            return Reply::Answer {
                status: 409,
                headers: vec![("x-line-accepted-request-id", "req-1".to_owned())],
                body: br#"{"message": "The retry key is already accepted"}"#.to_vec(),
            };
        }
        taken.push(key);
        Reply::Cut
    });
    let connector = connector(&TOML.replace("API", &fake.url), "line");
    assert!(connector.takes_keys());
    let mut delivery = line().delivery;
    assert!(matches!(connector.deliver(&delivery), Outcome::Unknown { .. }));
    (delivery.attempt, delivery.perhaps_sent) = (2, true);
    assert_eq!(connector.deliver(&delivery), sent("req-1"));
    let keys: Vec<_> = fake.heard().iter().map(|heard| heard.header("x-line-retry-key").to_owned()).collect();
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn a_silent_message_disables_the_notification() {
    let fake = Fake::new(answer(200, "{}"));
    let mut silent = outgoing(ChannelKind::Line, "U4af4", "Chut");
    silent.notification = Notification::Off;
    Provider { delivery: delivery(DeliveryKind::Message(silent)), ..line() }.deliver(&fake);
    assert_eq!(fake.only().json()["notificationDisabled"], true);
}

#[test]
fn a_bad_request_is_for_good_and_so_is_the_months_limit() {
    let words = |words: &str| json!({ "message": words });
    failed(&line().answered(400, words("The property, 'to', in the request body is invalid")));
    failed(&line().answered(429, words("You have reached your monthly limit.")));
    retried(&line().answered(429, words("The API rate limit has been exceeded. Try again later.")));
    retried(&line().answered(401, words("Authentication failed")));
    retried(&line().answered(403, words("Access to this API is not available for your account")));
}

#[test]
fn an_accepted_push_is_sent_whatever_the_body() {
    for body in ["", "ok", "[]"] {
        assert_eq!(line().answered(200, body), Outcome::Sent { provider_id: None });
    }
}

#[test]
fn troubles_are_told_apart() {
    line().troubles();
}
