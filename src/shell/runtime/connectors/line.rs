//! LINE by its Messaging API.
//!
//! Sources: LINE Developers, *Messaging API reference*: send push message, status codes; *Retry failed API requests*.
//! Sending **takes a key**: `X-Line-Retry-Key`, a UUID; what was accepted before is answered with 409.

use serde::Deserialize;
use serde_json::json;

use super::answers::{by_status, id, text};
use super::{Provider, contents};
use crate::program::Notification;
use crate::shell::runtime::connector::{Delivery, Outcome};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::signature::uuid_of;
use crate::shell::runtime::transport::{Request, Response};
use crate::time::Instant;

/// `[connectors.NAME]` of kind `line`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The variable with the channel access token.
    pub token_env: String,
    /// The variable with the channel secret, which signs webhooks.
    pub channel_secret_env: Option<String>,
    /// Another address than LINE's.
    pub api: Option<String>,
}

/// LINE.
pub struct Line {
    settings: Settings,
    token: Secret,
}

impl Line {
    /// With the access token that its variable holds.
    pub fn new(settings: Settings, token: Secret) -> Self {
        Self { settings, token }
    }
}

impl Provider for Line {
    fn request(&self, delivery: &Delivery, _now: Instant) -> Result<Request, Outcome> {
        let message = contents::message(delivery, "LINE")?;
        let text = contents::text(&message.content)?;
        let mut body = json!({ "to": message.address, "messages": [{ "type": "text", "text": text }] });
        if message.notification != Notification::Regular {
            body["notificationDisabled"] = json!(true);
        }
        let api = self.settings.api.as_deref().unwrap_or("https://api.line.me");
        let request = Request::json(format!("{api}/v2/bot/message/push"), &body);
        Ok(request
            .with("authorization", format!("Bearer {}", self.token.expose()))
            .with("x-line-retry-key", uuid_of(&delivery.key)))
    }

    /// 429 is the rate limit, or the month's: only the words tell which. The month's is for good, so that the next
    /// channel is tried. 403 is the operator's to mend.
    fn outcome(&self, response: &Response) -> Outcome {
        let body = response.json();
        let words = text(&body, "/message");
        let provider_id = id(&body, "/sentMessages/0/id");
        match (response.status, by_status(response, words)) {
            (409, _) => Outcome::Sent {
                provider_id: provider_id
                    .or_else(|| response.header("x-line-accepted-request-id").map(str::to_owned)),
            },
            (429, Some(Outcome::Retry { why, .. })) if words.contains("monthly limit") => {
                Outcome::Failed { why }
            }
            (403, Some(Outcome::Failed { why })) => Outcome::Retry { after: None, why },
            (_, Some(outcome)) => outcome,
            (_, None) => Outcome::Sent { provider_id },
        }
    }

    fn takes_keys(&self) -> bool {
        true
    }
}
