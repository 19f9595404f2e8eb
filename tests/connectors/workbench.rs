//! Deliveries, and connectors as `flowc.toml` makes them.

use std::sync::Arc;
use std::time::Duration;

use flowc::engine::Sender;
use flowc::policy::ChannelKind;
use flowc::program::Notification;
use flowc::shell::runtime::connector::{
    Connector, Connectors, Content, Delivery, DeliveryKind, Outcome, Outgoing, Webhook, WebhookAnswer,
    WebhookRequest,
};
use flowc::shell::runtime::connectors::{assemble, read};
use flowc::shell::runtime::secrets::Secrets;
use flowc::time::Instant;

use crate::fake::{Fake, Reply, answer};

/// What no log and no answer may ever show.
pub const TOKEN: &str = "t0ken-t0ken";

pub fn secrets() -> Secrets {
    Secrets::given([
        ("TOKEN", TOKEN),
        ("APP_SECRET", "app-secret"),
        ("VERIFY", "verify-me"),
        ("WHSEC", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    ])
}

/// The connectors of a `flowc.toml`, impatient.
pub fn connectors(toml: &str) -> Connectors {
    let mut plan = read("flowc.toml", toml).unwrap_or_else(|failure| panic!("{}", failure.report()));
    plan.connectors.iter_mut().for_each(|connector| connector.timeout = Duration::from_millis(300));
    assemble(plan, &secrets()).unwrap_or_else(|failure| panic!("{}", failure.report()))
}

/// The connector for a channel.
pub fn connector(toml: &str, channel: &str) -> Arc<dyn Connector> {
    connectors(toml).by_channel[channel].clone()
}

pub fn webhook(toml: &str, name: &str) -> Arc<dyn Webhook> {
    connectors(toml).webhooks[name].clone()
}

pub fn delivery(kind: DeliveryKind) -> Delivery {
    Delivery {
        key: "marie/3/0".to_owned(),
        attempt: 1,
        perhaps_sent: false,
        contact: "marie".into(),
        flow: Some("welcome".into()),
        kind,
    }
}

pub fn outgoing(kind: ChannelKind, address: &str, text: &str) -> Outgoing {
    Outgoing {
        channel: kind.name().into(),
        channel_kind: kind,
        address: address.to_owned(),
        sender: Sender::Flow,
        content: Content::Text(text.into()),
        content_type: None,
        human_agent: false,
        notification: Notification::Regular,
        proactive: false,
    }
}

pub fn message(kind: ChannelKind, address: &str, text: &str) -> Delivery {
    delivery(DeliveryKind::Message(outgoing(kind, address, text)))
}

pub fn template(kind: ChannelKind, address: &str, arguments: &[&str]) -> Delivery {
    let mut outgoing = outgoing(kind, address, "");
    outgoing.content = Content::Template {
        name: "order_update".into(),
        arguments: arguments.iter().map(|argument| (*argument).into()).collect(),
        text: "Bonjour".into(),
        language: Some("en-GB".into()),
    };
    delivery(DeliveryKind::Message(outgoing))
}

/// One provider as the tests of all providers see it.
pub struct Provider {
    /// `flowc.toml`, with `API` where the fake's address goes.
    pub toml: &'static str,
    pub channel: &'static str,
    pub delivery: Delivery,
}

impl Provider {
    pub fn deliver(&self, fake: &Fake) -> Outcome {
        let connector = connector(&self.toml.replace("API", &fake.url), self.channel);
        let outcome = connector.deliver(&self.delivery);
        assert!(!format!("{outcome:?}").contains(TOKEN), "{outcome:?}");
        outcome
    }

    /// What becomes of a delivery that is answered so.
    pub fn answered(&self, status: u16, body: impl ToString) -> Outcome {
        self.deliver(&Fake::new(answer(status, body)))
    }

    pub fn answered_with(
        &self,
        status: u16,
        name: &'static str,
        value: &str,
        body: impl ToString,
    ) -> Outcome {
        let headers = vec![(name, value.to_owned())];
        let body = body.to_string().into_bytes();
        self.deliver(&Fake::new(Reply::Answer { status, headers, body }))
    }

    /// What goes wrong in the same way with every provider.
    pub fn troubles(&self) {
        let limited = self.answered_with(429, "retry-after", "7", "{}");
        assert!(
            matches!(limited, Outcome::Retry { after: Some(after), .. } if after.as_secs() == 7),
            "{limited:?}"
        );
        for status in [500, 503] {
            let outcome = self.answered(status, "<html>oops");
            assert!(matches!(outcome, Outcome::Retry { .. }), "{status}: {outcome:?}");
        }
        let outcome = self.answered(504, "");
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
        let outcome = self.answered_with(302, "location", "http://127.0.0.1:9/", "");
        assert!(matches!(outcome, Outcome::Failed { .. }), "a redirect is not followed: {outcome:?}");
        for reply in [Reply::Silence, Reply::Cut] {
            let outcome = self.deliver(&Fake::new(reply));
            assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
        }
        // Nobody listens there any more.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let outcome = connector(&self.toml.replace("API", &url), self.channel).deliver(&self.delivery);
        assert!(matches!(outcome, Outcome::Retry { .. }), "{outcome:?}");
    }
}

pub fn sent(id: &str) -> Outcome {
    Outcome::Sent { provider_id: Some(id.to_owned()) }
}

pub fn failed(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Failed { why } => why,
        other => panic!("not failed for good: {other:?}"),
    }
}

pub fn retried(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Retry { why, .. } => why,
        other => panic!("not tried again: {other:?}"),
    }
}

pub fn unknown(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Unknown { why } => why,
        other => panic!("not unknown: {other:?}"),
    }
}

/// A `POST` to a webhook.
pub fn post(webhook: &dyn Webhook, headers: &[(&str, &str)], body: &[u8]) -> WebhookAnswer {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    webhook.receive(&WebhookRequest {
        method: "POST",
        query: "",
        url: "https://flows.example.com/v1/hooks/hook",
        headers: &headers,
        body,
        now: Instant::from_millis(1_772_438_400_000),
    })
}
