//! Meta's webhooks: the proof of address, the signature, and the frame that all products share.
//!
//! Source: Meta, *Graph API webhooks: getting started* (`hub.challenge`, `X-Hub-Signature-256`).

use serde_json::Value as Json;

use super::{refused, taken, unreadable, unsigned};
use crate::program::Name;
use crate::shell::runtime::connector::{Incoming, Webhook, WebhookAnswer, WebhookRequest};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::signature::{hex, hmac_sha256, same};

/// What a product's body says: the channel, and the whole body, in; none when it is not this product's.
pub type Read = fn(&Name, &Json) -> Option<Vec<Incoming>>;

/// Takes Meta's requests apart.
pub struct Meta {
    channel: Name,
    secret: Secret,
    verify: Secret,
    read: Read,
}

impl Meta {
    /// For messages on that channel: signed with the app's secret, the address proved with the verify token.
    pub fn new(channel: Name, secret: Secret, verify: Secret, read: Read) -> Self {
        Self { channel, secret, verify, read }
    }

    /// Meta asks once whether the address is ours: by the token that the operator gave it.
    fn challenge(&self, query: &str) -> WebhookAnswer {
        let of = |wanted: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned()).unwrap_or_default()
        };
        if of("hub.mode") != "subscribe" || !same(&of("hub.verify_token"), self.verify.expose()) {
            return refused(403, "the verify token does not fit");
        }
        let body = of("hub.challenge");
        WebhookAnswer { status: 200, content_type: "text/plain", body, incoming: Vec::new() }
    }
}

impl Webhook for Meta {
    fn receive(&self, request: &WebhookRequest<'_>) -> WebhookAnswer {
        if request.method == "GET" {
            return self.challenge(request.query);
        }
        let given = request.header("x-hub-signature-256").unwrap_or_default();
        if !same(given, &signature(self.secret.expose(), request.body)) {
            return unsigned();
        }
        let body: Option<Json> = serde_json::from_slice(request.body).ok();
        body.and_then(|body| (self.read)(&self.channel, &body)).map_or_else(unreadable, taken)
    }
}

/// The signature of a body: `sha256=` and HMAC-SHA256 in hexadecimal digits.
pub fn signature(secret: &str, body: &[u8]) -> String {
    format!("sha256={}", hex(&hmac_sha256(secret.as_bytes(), &[body])))
}
