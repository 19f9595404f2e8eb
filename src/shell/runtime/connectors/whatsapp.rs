//! WhatsApp by Meta's Cloud API.
//!
//! Sources: Meta, *WhatsApp Cloud API: messages*; *Error codes*; *Templates*. Sending **takes no key**;
//! `biz_opaque_callback_data` carries ours, which comes back with reports about the message.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Provider, contents, graph};
use crate::shell::runtime::connector::{Content, Delivery, Outcome};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::transport::{Request, Response};
use crate::time::Instant;

/// As much as `biz_opaque_callback_data` holds.
const OPAQUE_CHARACTERS_MAX: usize = 512;

/// Of the codes from 130000 on: limits (130429, 131048, 131056, 80007), the platform's own trouble (131000, 131016,
/// 131057, 133004) and what the operator has to mend (131005, 131042, 131031) pass. Named as lasting are the ones that
/// must never be repeated: no WhatsApp or old terms (131026), window closed (131047), kept back by Meta (131049,
/// 130472), not among the numbers allowed to a test account (131030), refused by the contact (131050).
const CODES: graph::Codes = graph::Codes {
    passing: &[
        80007, 130_429, 131_000, 131_005, 131_016, 131_031, 131_042, 131_048, 131_056, 131_057, 133_004,
    ],
    lasting: &[10, 130_472, 131_026, 131_030, 131_047, 131_049, 131_050, 131_051],
    lasting_subcodes: &[],
};

/// `[connectors.NAME]` of kind `whatsapp`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The id of the phone number, not the number.
    pub phone_number_id: String,
    /// The variable with the access token.
    pub token_env: String,
    /// The languages in which templates are approved (`fr`, `en_US`); the first is the default.
    #[serde(default)]
    pub template_languages: Vec<String>,
    /// The variable with the app's secret, which signs webhooks.
    pub app_secret_env: Option<String>,
    /// The variable with the text that proves to Meta that the webhook is ours.
    pub verify_token_env: Option<String>,
    /// The version of the Graph API.
    pub version: Option<String>,
    /// Another address than Meta's.
    pub api: Option<String>,
}

/// WhatsApp.
pub struct Whatsapp {
    settings: Settings,
    token: Secret,
}

impl Whatsapp {
    /// With the access token that its variable holds.
    pub fn new(settings: Settings, token: Secret) -> Self {
        Self { settings, token }
    }
}

impl Provider for Whatsapp {
    fn request(&self, delivery: &Delivery, _now: Instant) -> Result<Request, Outcome> {
        let message = contents::message(delivery, "WhatsApp")?;
        let mut body = json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": message.address,
        });
        match &message.content {
            Content::Template { name, arguments, language, .. } => {
                let language =
                    contents::template_language(&self.settings.template_languages, language.as_deref());
                if language.is_empty() {
                    return Err(contents::failed("the connector has no `template_languages`"));
                }
                let parameters: Vec<Value> =
                    arguments.iter().map(|argument| json!({ "type": "text", "text": argument })).collect();
                let components = match parameters.is_empty() {
                    true => json!([]),
                    false => json!([{ "type": "body", "parameters": parameters }]),
                };
                body["type"] = json!("template");
                body["template"] =
                    json!({ "name": name, "language": { "code": language }, "components": components });
            }
            content => {
                body["type"] = json!("text");
                body["text"] = json!({ "body": contents::text(content)?, "preview_url": false });
            }
        }
        if delivery.key.chars().count() <= OPAQUE_CHARACTERS_MAX {
            body["biz_opaque_callback_data"] = json!(delivery.key);
        }
        let Settings { phone_number_id, version, api, .. } = &self.settings;
        let api = api.as_deref().unwrap_or(graph::API);
        let version = version.as_deref().unwrap_or(graph::VERSION);
        let url = format!("{api}/{version}/{phone_number_id}/messages");
        Ok(graph::request(url, self.token.expose(), &body))
    }

    fn outcome(&self, response: &Response) -> Outcome {
        graph::outcome(response, "/messages/0/id", &CODES)
    }

    fn takes_keys(&self) -> bool {
        false
    }
}
