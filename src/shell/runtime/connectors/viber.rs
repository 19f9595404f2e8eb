//! Viber by its REST bot API.
//!
//! Source: Viber, *REST Bot API*: send message, error codes. Every answer has the HTTP status 200, and a status of its
//! own. Sending **takes no key**; `tracking_data` carries ours, which comes back with the contact's reply.

use serde::Deserialize;
use serde_json::json;

use super::answers::{by_status, cut, id, number, text};
use super::{Provider, contents};
use crate::shell::runtime::connector::{Delivery, Outcome};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::transport::{Request, Response};
use crate::time::Instant;

/// As much as `tracking_data` holds.
const TRACKING_CHARACTERS_MAX: usize = 4096;

/// `[connectors.NAME]` of kind `viber`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The variable with the bot's token, which also signs Viber's webhooks.
    pub token_env: String,
    /// The name over each message, up to 28 characters.
    pub sender_name: String,
    /// The address of the picture beside it.
    pub sender_avatar: Option<String>,
    /// Another address than Viber's.
    pub api: Option<String>,
}

/// Viber.
pub struct Viber {
    settings: Settings,
    token: Secret,
}

impl Viber {
    /// With the bot's token that its variable holds.
    pub fn new(settings: Settings, token: Secret) -> Self {
        Self { settings, token }
    }
}

impl Provider for Viber {
    fn request(&self, delivery: &Delivery, _now: Instant) -> Result<Request, Outcome> {
        let message = contents::message(delivery, "Viber")?;
        let Settings { sender_name, sender_avatar, api, .. } = &self.settings;
        let mut body = json!({
            "receiver": message.address,
            "type": "text",
            "min_api_version": 1,
            "sender": { "name": sender_name },
            "text": contents::text(&message.content)?,
        });
        sender_avatar.iter().for_each(|avatar| body["sender"]["avatar"] = json!(avatar));
        if delivery.key.chars().count() <= TRACKING_CHARACTERS_MAX {
            body["tracking_data"] = json!(delivery.key);
        }
        let api = api.as_deref().unwrap_or("https://chatapi.viber.com");
        let request = Request::json(format!("{api}/pa/send_message"), &body);
        Ok(request.with("x-viber-auth-token", self.token.expose()))
    }

    /// Its own statuses: 12 is the rate limit; 2, 7 to 10 and 15 (token, account, webhook) are the operator's to mend;
    /// the numbers without a meaning are general errors, which may pass. The rest is about this message or this contact.
    fn outcome(&self, response: &Response) -> Outcome {
        let body = response.json();
        let words = text(&body, "/status_message");
        if let Some(outcome) = by_status(response, words) {
            return outcome;
        }
        let why = |status: i64| format!("{status} {}", cut(words)).trim_end().to_owned();
        match number(&body, "/status") {
            Some(0) => Outcome::Sent { provider_id: id(&body, "/message_token") },
            Some(status @ (3..=6 | 11 | 13 | 14 | 16..=24)) => Outcome::Failed { why: why(status) },
            Some(status) => Outcome::Retry { after: None, why: why(status) },
            None => Outcome::Unknown { why: "Viber's answer cannot be read".to_owned() },
        }
    }

    fn takes_keys(&self) -> bool {
        false
    }
}
