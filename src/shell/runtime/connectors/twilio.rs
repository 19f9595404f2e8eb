//! SMS by Twilio.
//!
//! Sources: Twilio, *Messages resource*; *Error and Warning Dictionary*; *Twilio API responses*. Creating a message
//! **takes no key**: `I-Twilio-Idempotency-Token` stands on Twilio's own webhooks, and the Messages resource knows
//! nothing like it.

use serde::Deserialize;

use super::answers::{by_status, number, retry_after, text};
use super::{Provider, contents};
use crate::shell::runtime::connector::{Delivery, Outcome};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::signature::base64;
use crate::shell::runtime::transport::{Request, Response};
use crate::time::Instant;

/// Errors that pass: rate and queue limits, and what the operator has to mend (token, suspended account).
const PASSING: [i64; 8] = [20003, 20005, 20008, 20429, 14107, 21611, 30001, 30002];

/// `[connectors.NAME]` of kind `twilio`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `AC…`
    pub account_sid: String,
    /// The variable with the auth token, which also signs Twilio's webhooks.
    pub auth_token_env: String,
    /// A phone number in E.164, a short code or a sender's name.
    pub from: Option<String>,
    /// `MG…`, instead of `from`.
    pub messaging_service: Option<String>,
    /// Where Twilio reports what became of a message: the address of this connector's webhook.
    pub status_callback: Option<String>,
    /// Another address than Twilio's.
    pub api: Option<String>,
}

/// Twilio.
pub struct Twilio {
    settings: Settings,
    token: Secret,
}

impl Twilio {
    /// With the auth token that its variable holds.
    pub fn new(settings: Settings, token: Secret) -> Self {
        Self { settings, token }
    }
}

impl Provider for Twilio {
    fn request(&self, delivery: &Delivery, _now: Instant) -> Result<Request, Outcome> {
        let plain = contents::plain(delivery, "Twilio")?;
        let Settings { account_sid, from, messaging_service, status_callback, api, .. } = &self.settings;
        let api = api.as_deref().unwrap_or("https://api.twilio.com");
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("To", plain.to).append_pair("Body", plain.text);
        let more =
            [("From", from), ("MessagingServiceSid", messaging_service), ("StatusCallback", status_callback)];
        for (name, value) in more {
            value.iter().for_each(|value| {
                form.append_pair(name, value);
            });
        }
        let login = base64(format!("{account_sid}:{}", self.token.expose()).as_bytes());
        Ok(Request {
            method: "POST",
            url: format!("{api}/2010-04-01/Accounts/{account_sid}/Messages.json"),
            headers: vec![
                ("content-type", "application/x-www-form-urlencoded".to_owned()),
                ("authorization", format!("Basic {login}")),
            ],
            body: form.finish().into_bytes(),
        })
    }

    fn outcome(&self, response: &Response) -> Outcome {
        let body = response.json();
        let code = number(&body, "/code");
        let words = match code {
            Some(code) => format!("{code} {}", text(&body, "/message")),
            None => text(&body, "/message").to_owned(),
        };
        match by_status(response, &words) {
            None => match text(&body, "/sid") {
                "" => Outcome::Unknown { why: "Twilio's answer names no message".to_owned() },
                sid => Outcome::Sent { provider_id: Some(sid.to_owned()) },
            },
            Some(Outcome::Failed { why }) if code.is_some_and(|code| PASSING.contains(&code)) => {
                Outcome::Retry { after: retry_after(response), why }
            }
            Some(outcome) => outcome,
        }
    }

    fn takes_keys(&self) -> bool {
        false
    }
}
