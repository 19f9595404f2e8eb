//! Messenger and Instagram by Meta's Send API.
//!
//! Sources: Meta, *Messenger Platform: Send API*; *Message tags*; *Send a utility message*; *Common error codes*;
//! *Instagram: send messages*. Sending **takes no key**.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Provider, contents, graph};
use crate::policy::ChannelKind;
use crate::program::Notification;
use crate::shell::runtime::connector::{Content, Delivery, Outcome, Outgoing};
use crate::shell::runtime::secrets::Secret;
use crate::shell::runtime::transport::{Request, Response};
use crate::time::Instant;

/// Passing: temporary trouble (1200) and limits of the business (80002, 80006). Lasting: window closed or no permission
/// to write now (10), the person cannot be reached (551), and by subcode: outside the window (2018278 on Messenger,
/// 2534022 on Instagram), no such person (2018001), not reachable (1545041), not a tester (2018108).
const CODES: graph::Codes = graph::Codes {
    passing: &[1200, 80_002, 80_006],
    lasting: &[10, 551],
    lasting_subcodes: &[1_545_041, 2_018_001, 2_018_108, 2_018_278, 2_534_022],
};

/// `[connectors.NAME]` of kind `messenger` or `instagram`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The variable with the page's access token.
    pub token_env: String,
    /// The languages in which utility templates are approved; the first is the default.
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

/// Messenger, or Instagram.
pub struct Messenger {
    settings: Settings,
    token: Secret,
}

impl Messenger {
    /// With the page's token that its variable holds.
    pub fn new(settings: Settings, token: Secret) -> Self {
        Self { settings, token }
    }

    fn template(
        &self,
        name: &str,
        arguments: &[crate::program::Name],
        wanted: Option<&str>,
    ) -> Result<Value, Outcome> {
        let language = contents::template_language(&self.settings.template_languages, wanted);
        if language.is_empty() {
            return Err(contents::failed("the connector has no `template_languages`"));
        }
        let parameters: Vec<Value> =
            arguments.iter().map(|argument| json!({ "type": "text", "text": argument })).collect();
        let components = match parameters.is_empty() {
            true => json!([]),
            false => json!([{ "type": "body", "parameters": parameters }]),
        };
        Ok(
            json!({ "template": { "name": name, "language": { "code": language }, "components": components } }),
        )
    }
}

impl Provider for Messenger {
    fn request(&self, delivery: &Delivery, now: Instant) -> Result<Request, Outcome> {
        let message = contents::message(delivery, "Meta's Send API")?;
        let content = match &message.content {
            Content::Template { name, arguments, language, .. } => {
                self.template(name, arguments, language.as_deref())?
            }
            content => json!({ "text": contents::text(content)? }),
        };
        let mut body = json!({ "recipient": { "id": message.address }, "message": content });
        let (kind, tag) = purpose(message, now);
        body["messaging_type"] = json!(kind);
        tag.into_iter().for_each(|tag| body["tag"] = json!(tag));
        // Instagram has no such thing as a quiet message.
        if message.channel_kind != ChannelKind::Instagram {
            match message.notification {
                Notification::Regular => {}
                Notification::Silent => body["notification_type"] = json!("SILENT_PUSH"),
                Notification::Off => body["notification_type"] = json!("NO_PUSH"),
            }
        }
        let Settings { version, api, .. } = &self.settings;
        let api = api.as_deref().unwrap_or(graph::API);
        let version = version.as_deref().unwrap_or(graph::VERSION);
        Ok(graph::request(format!("{api}/{version}/me/messages"), self.token.expose(), &body))
    }

    fn outcome(&self, response: &Response) -> Outcome {
        graph::outcome(response, "/message_id", &CODES)
    }

    fn takes_keys(&self) -> bool {
        false
    }
}

/// The messaging type, and the tag where it takes one. A content type whose tag the platform no longer honours is
/// sent like any other message: inside the window it passes, outside the engine has not let it come this far.
fn purpose(message: &Outgoing, now: Instant) -> (&'static str, Option<String>) {
    if matches!(message.content, Content::Template { .. }) {
        return ("UTILITY", None);
    }
    if message.human_agent {
        return ("MESSAGE_TAG", Some("HUMAN_AGENT".to_owned()));
    }
    let today = now.to_utc().date_naive();
    let honoured = message.content_type.filter(|content| {
        let row = content.row();
        row.channel == message.channel_kind && row.holds(today)
    });
    match honoured {
        Some(content) => ("MESSAGE_TAG", Some(content.name().to_uppercase())),
        None => ("RESPONSE", None),
    }
}
