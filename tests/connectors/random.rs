//! Whatever comes: no panic, nothing in without its signature, nothing out that an answer could not end.

use flowc::shell::runtime::connector::Outcome;
use flowc::shell::runtime::connectors::answers::by_status;
use flowc::shell::runtime::connectors::{Provider, graph, read};
use flowc::shell::runtime::connectors::{line, telegram, twilio, viber};
use flowc::shell::runtime::inbound::{line as line_in, meta, twilio as twilio_in, viber as viber_in};
use flowc::shell::runtime::secrets::Secret;
use flowc::shell::runtime::transport::Response;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use serde_json::{Value, json};

use crate::inbound::{TOML, receive, signed};
use crate::samples::samples;
use crate::workbench::{TOKEN, connectors};

/// Words that providers' bodies are made of, so that random bodies get somewhere.
const WORDS: [&str; 40] = [
    "object",
    "entry",
    "changes",
    "value",
    "messages",
    "statuses",
    "messaging",
    "message",
    "mid",
    "text",
    "type",
    "id",
    "from",
    "chat",
    "update_id",
    "event",
    "message_token",
    "events",
    "source",
    "userId",
    "timestamp",
    "status",
    "errors",
    "code",
    "error",
    "error_subcode",
    "sid",
    "ok",
    "result",
    "message_id",
    "page",
    "private",
    "user",
    "whatsapp_business_account",
    "webhookEventId",
    "sender",
    "failed",
    "unsubscribed",
    "postback",
    "parameters",
];

fn bodies() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(WORDS.as_slice());
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((word.clone(), inner), 0..8).prop_map(|fields| Value::Object(
                fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            )),
        ]
    })
}

fn anything() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        bodies().prop_map(|body| body.to_string().into_bytes()),
        prop::collection::vec(any::<u8>(), 0..200)
    ]
}

/// The places of a JSON value, from the leaves up.
fn places(value: &Value) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(values) => {
            values.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    let below = inner
        .iter()
        .flat_map(|(key, value)| places(value).into_iter().map(move |path| format!("/{key}{path}")));
    below.chain([String::new()]).collect()
}

fn signed_now(name: &str, body: &[u8]) -> (&'static str, String) {
    match name {
        "wa" | "page" => ("x-hub-signature-256", meta::signature("app-secret", body)),
        "bot" => ("x-telegram-bot-api-secret-token", "app-secret".to_owned()),
        "viber" => ("x-viber-content-signature", viber_in::signature(TOKEN, body)),
        "line" => ("x-line-signature", line_in::signature("app-secret", body)),
        other => panic!("no provider `{other}`"),
    }
}

/// Each sample says something while it is whole: otherwise spoiling it proves nothing.
#[test]
fn the_samples_say_something() {
    let hooks = connectors(TOML).webhooks;
    let said: Vec<usize> = samples()
        .iter()
        .map(|(name, body)| {
            let body = body.to_string().into_bytes();
            receive(&*hooks[*name], &[signed_now(name, &body)], &body).incoming.len()
        })
        .collect();
    assert_eq!(said, [4, 3, 1, 1, 1, 2]);
}

proptest! {
    #[test]
    fn a_body_that_is_spoilt_in_one_place_never_panics(
        sample in 0_usize..6, at in any::<prop::sample::Index>(), instead in bodies(),
    ) {
        let hooks = connectors(TOML).webhooks;
        let (name, mut body) = samples().swap_remove(sample);
        let place = at.get(&places(&body)).clone();
        *body.pointer_mut(&place).unwrap() = instead;
        let body = body.to_string().into_bytes();
        let answer = receive(&*hooks[name], &[signed_now(name, &body)], &body);
        prop_assert!(matches!(answer.status, 200 | 400), "{name}: {answer:?}");
    }

    #[test]
    fn nothing_comes_in_without_its_signature(body in anything(), value in ".*", number in 0_usize..6) {
        let hooks = connectors(TOML).webhooks;
        let (name, headers, good) = signed().swap_remove(number);
        let right = headers[0].1 == value || (name != "bot" && body == good);
        let answer = receive(&*hooks[name], &[(headers[0].0, value)], &body);
        prop_assert!(right || (answer.status == 403 && answer.incoming.is_empty()), "{answer:?}");
        // The signature of another body does not pass either.
        if name != "bot" && body != good {
            prop_assert_eq!(receive(&*hooks[name], &headers, &body).status, 403);
        }
    }

    #[test]
    fn a_signed_body_never_panics_and_reads_the_same_twice(body in anything()) {
        let hooks = connectors(TOML).webhooks;
        let pairs: Vec<_> = form_urlencoded::parse(&body).into_owned().collect();
        let url = "https://flows.example.com/v1/hooks/hook";
        for (name, header, value) in [
            ("texting", "x-twilio-signature", twilio_in::signature(TOKEN, url, &pairs)),
            ("wa", "x-hub-signature-256", meta::signature("app-secret", &body)),
            ("page", "x-hub-signature-256", meta::signature("app-secret", &body)),
            ("bot", "x-telegram-bot-api-secret-token", "app-secret".to_owned()),
            ("viber", "x-viber-content-signature", viber_in::signature(TOKEN, &body)),
            ("line", "x-line-signature", line_in::signature("app-secret", &body)),
        ] {
            let answer = receive(&*hooks[name], &[(header, value.clone())], &body);
            prop_assert!(matches!(answer.status, 200 | 400), "{name}: {answer:?}");
            prop_assert!(answer.status == 200 || answer.incoming.is_empty());
            prop_assert_eq!(receive(&*hooks[name], &[(header, value)], &body), answer);
        }
    }

    #[test]
    fn every_answer_has_an_outcome(status in 100_u16..600, body in anything(), header in ".*") {
        let headers = ["retry-after", "date", "x-business-use-case-usage"].map(|name| (name.to_owned(), header.clone()));
        let response = Response { status, headers: headers.to_vec(), body };
        let secret = || Secret::new(TOKEN);
        let line = line::Line::new(typed(json!({ "token_env": "T" })), secret());
        let telegram = telegram::Telegram::new(typed(json!({ "token_env": "T" })), secret());
        let viber = viber::Viber::new(typed(json!({ "token_env": "T", "sender_name": "S" })), secret());
        let twilio = twilio::Twilio::new(typed(json!({ "account_sid": "A", "auth_token_env": "T" })), secret());
        let codes = graph::Codes { passing: &[], lasting: &[], lasting_subcodes: &[] };
        let outcomes = [
            line.outcome(&response),
            telegram.outcome(&response),
            viber.outcome(&response),
            twilio.outcome(&response),
            graph::outcome(&response, "/message_id", &codes),
        ];
        for outcome in outcomes {
            let sent = matches!(outcome, Outcome::Sent { .. });
            prop_assert!(!sent || (200..300).contains(&status) || status == 409, "{status}: {outcome:?}");
        }
        prop_assert_eq!(by_status(&response, "").is_none(), (200..300).contains(&status));
    }

    #[test]
    fn a_flowc_toml_never_panics(text in ".*", kind in prop::sample::select(&["log", "line", "smtp", "webhook"][..])) {
        let _ = read("flowc.toml", &text);
        let _ = read("flowc.toml", &format!("[connectors.é]\nkind = \"{kind}\"\n{text}"));
    }
}

fn typed<T: serde::de::DeserializeOwned>(settings: Value) -> T {
    serde_json::from_value(settings).unwrap()
}
