//! Telegram by its Bot API.
//!
//! Source: *Telegram Bot API*: `sendMessage`, `ResponseParameters`. Sending **takes no key**.

use serde::Deserialize;
use serde_json::json;

use super::answers::{by_status, cut, id, text, wait};
use super::{Provider, contents};
use crate::program::Notification;
use crate::shell::runtime::connector::{Delivery, Outcome};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::transport::{Request, Response};
use crate::time::Instant;

/// `[connectors.NAME]` of kind `telegram`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The variable with the bot's token. It stands in the address of every request.
    pub token_env: String,
    /// The variable with the `secret_token` that was given to `setWebhook`.
    pub webhook_secret_env: Option<String>,
    /// Another address than Telegram's: a server of one's own.
    pub api: Option<String>,
}

/// Telegram.
pub struct Telegram {
    settings: Settings,
    token: Secret,
}

impl Telegram {
    /// With the bot's token that its variable holds.
    pub fn new(settings: Settings, token: Secret) -> Self {
        Self { settings, token }
    }
}

impl Provider for Telegram {
    fn request(&self, delivery: &Delivery, _now: Instant) -> Result<Request, Outcome> {
        let message = contents::message(delivery, "Telegram")?;
        let mut body = json!({ "chat_id": message.address, "text": contents::text(&message.content)? });
        if message.notification != Notification::Regular {
            body["disable_notification"] = json!(true);
        }
        let api = self.settings.api.as_deref().unwrap_or("https://api.telegram.org");
        Ok(Request::json(format!("{api}/bot{}/sendMessage", self.token.expose()), &body))
    }

    /// A token that Telegram does not know gives 404 as well as 401: the operator's to mend, so the message waits.
    fn outcome(&self, response: &Response) -> Outcome {
        let body = response.json();
        let words = text(&body, "/description");
        match by_status(response, words) {
            None => match (body["ok"].as_bool(), id(&body, "/result/message_id")) {
                (Some(true), provider_id) => Outcome::Sent { provider_id },
                (Some(false), _) => Outcome::Failed { why: cut(words).to_owned() },
                (None, _) => Outcome::Unknown { why: "Telegram's answer cannot be read".to_owned() },
            },
            Some(Outcome::Failed { why }) if response.status == 404 => Outcome::Retry { after: None, why },
            Some(Outcome::Retry { after, why }) => {
                let asked = body.pointer("/parameters/retry_after").and_then(serde_json::Value::as_u64);
                Outcome::Retry { after: asked.map(wait).or(after), why }
            }
            Some(outcome) => outcome,
        }
    }

    fn takes_keys(&self) -> bool {
        false
    }
}
