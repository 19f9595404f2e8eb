//! A system of the business, by HTTP: JSON, signed as Standard Webhooks says.
//!
//! Source: *Standard Webhooks*, the specification. The id in `webhook-id` is the same on every attempt, and receivers
//! drop what they have had, so this counts as a provider that **takes keys**.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Provider, answers, contents, payload};
use crate::shell::failure::Failure;
use crate::shell::runtime::connector::{Delivery, DeliveryKind, Outcome};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::signature::{base64, from_base64, hex, hmac_sha256, sha256};
use crate::shell::runtime::transport::{Request, Response};
use crate::time::Instant;

/// `[connectors.NAME]` of kind `webhook`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where deliveries go. A `call` goes where the author says.
    pub url: Option<String>,
    /// The variable with the secret, `whsec_…`; two, with a blank between them, while it is being changed.
    pub secret_env: Option<String>,
    /// The hosts, with their ports, that a `call` may go to; none means all, by `https`.
    pub hosts: Option<Vec<String>>,
}

/// A system of the business.
pub struct Webhook {
    url: Option<String>,
    keys: Vec<Arc<[u8]>>,
    hosts: Option<Vec<String>>,
}

impl Webhook {
    /// With the secret that its variable holds.
    ///
    /// # Errors
    ///
    /// When the secret is none of Standard Webhooks.
    pub fn new(settings: Settings, secret: Option<&Secret>) -> Result<Self, Failure> {
        let secrets = secret.map(Secret::expose).unwrap_or_default().split_whitespace();
        let keys = secrets.map(key).collect::<Option<Vec<_>>>().ok_or_else(|| {
            Failure::new("the secret of a webhook is not one of Standard Webhooks")
                .help("it is `whsec_` and the base64 of 24 to 64 random bytes")
        })?;
        Ok(Self { url: settings.url, keys, hosts: settings.hosts })
    }

    fn target<'a>(&'a self, delivery: &'a Delivery) -> Result<&'a str, Outcome> {
        let DeliveryKind::Call { url, .. } = &delivery.kind else {
            return self.url.as_deref().ok_or_else(|| contents::failed("this webhook has no `url`"));
        };
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        match (&self.hosts, scheme) {
            (Some(hosts), "https" | "http") if hosts.iter().any(|known| known == host) => Ok(url),
            (Some(_), _) => Err(contents::failed(format!("`{host}` is not among the `hosts` to be called"))),
            (None, "https") => Ok(url),
            // A field of the contact may be part of the address: it must not lead to what only this machine reaches.
            (None, _) => Err(contents::failed("a call goes to `https://`, and elsewhere only by `hosts`")),
        }
    }
}

impl Provider for Webhook {
    fn request(&self, delivery: &Delivery, now: Instant) -> Result<Request, Outcome> {
        let url = self.target(delivery)?.to_owned();
        let data = Value::Object(payload::of(delivery));
        let body = json!({ "type": payload::kind(delivery), "timestamp": now, "data": data });
        let id = id(&delivery.key);
        let seconds = now.millis().div_euclid(1000).to_string();
        let mut request = Request::json(url, &body);
        let signatures: Vec<String> =
            self.keys.iter().map(|key| sign(key, &id, &seconds, &request.body)).collect();
        if !signatures.is_empty() {
            request = request.with("webhook-signature", signatures.join(" "));
        }
        Ok(request.with("webhook-id", id).with("webhook-timestamp", seconds))
    }

    /// A system that is being started anew answers with all kinds of statuses, so only what says "never" is for
    /// good: 400, 410 (Standard Webhooks: stop sending), 413 and 422.
    fn outcome(&self, response: &Response) -> Outcome {
        let words = String::from_utf8_lossy(&response.body);
        match (response.status, answers::by_status(response, words.trim())) {
            (_, None) => Outcome::Sent { provider_id: answers::id(&response.json(), "/id") },
            (400 | 410 | 413 | 422 | 300..=399, Some(outcome)) => outcome,
            (_, Some(Outcome::Failed { why })) => {
                Outcome::Retry { after: answers::retry_after(response), why }
            }
            (_, Some(outcome)) => outcome,
        }
    }

    fn takes_keys(&self) -> bool {
        true
    }
}

/// The message's id in the headers: made from the key, which may hold what a header cannot.
pub fn id(key: &str) -> String {
    format!("msg_{}", &hex(&sha256(key.as_bytes()))[..32])
}

/// The signature of a message: `v1,` and the base64 of HMAC-SHA256 over id, seconds and body, with dots between.
pub fn sign(key: &[u8], id: &str, seconds: &str, body: &[u8]) -> String {
    format!("v1,{}", base64(&hmac_sha256(key, &[id.as_bytes(), b".", seconds.as_bytes(), b".", body])))
}

/// The key in a secret as Standard Webhooks writes it; none when it is no such secret.
pub fn key(secret: &str) -> Option<Arc<[u8]>> {
    let bytes = from_base64(secret.strip_prefix("whsec_")?)?;
    (24..=64).contains(&bytes.len()).then(|| bytes.into())
}
