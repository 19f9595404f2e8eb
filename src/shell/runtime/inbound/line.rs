//! LINE's webhook events.
//!
//! Sources: LINE Developers, *Verify webhook signature*; *Messaging API reference: webhook event objects*.

use serde_json::Value as Json;

use super::{at_millis, list, message, opted_out, taken, text, unreadable, unsigned};
use crate::program::Name;
use crate::shell::runtime::connector::{Incoming, Webhook, WebhookAnswer, WebhookRequest};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::signature::{base64, hmac_sha256, same};

/// Takes LINE's requests apart.
pub struct Line {
    channel: Name,
    secret: Secret,
}

impl Line {
    /// For messages on that channel, signed with the channel secret.
    pub fn new(channel: Name, secret: Secret) -> Self {
        Self { channel, secret }
    }
}

impl Webhook for Line {
    fn receive(&self, request: &WebhookRequest<'_>) -> WebhookAnswer {
        let given = request.header("x-line-signature").unwrap_or_default();
        if !same(given, &signature(self.secret.expose(), request.body)) {
            return unsigned();
        }
        let body: Option<Json> = serde_json::from_slice(request.body).ok();
        match body {
            // No events at all is LINE's question whether the address answers.
            Some(body) if body.get("events").is_some_and(Json::is_array) => {
                taken(list(&body, "/events").filter_map(|event| read(&self.channel, event)).collect())
            }
            _ => unreadable(),
        }
    }
}

/// The signature of a body: the base64 of HMAC-SHA256.
pub fn signature(secret: &str, body: &[u8]) -> String {
    base64(&hmac_sha256(secret.as_bytes(), &[body]))
}

fn read(channel: &Name, event: &Json) -> Option<Incoming> {
    // On standby another module has the conversation.
    if text(event, "/mode") == Some("standby") || text(event, "/source/type")? != "user" {
        return None;
    }
    let kind = match text(event, "/type")? {
        "message" => match text(event, "/message/type")? {
            "text" => message(text(event, "/message/text")?),
            kind => message(format!("[{kind}]")),
        },
        "postback" => message(text(event, "/postback/data")?),
        "unfollow" => opted_out(channel),
        _ => return None,
    };
    Some(Incoming {
        id: format!("line:{}", text(event, "/webhookEventId")?),
        at: at_millis(event, "/timestamp"),
        channel: channel.clone(),
        address: text(event, "/source/userId")?.to_owned(),
        kind,
        profile: Vec::new(),
    })
}
