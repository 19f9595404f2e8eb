//! `send ai`, and intents, by an endpoint that speaks the chat-completions protocol.
//!
//! Source: OpenAI, *API reference: create chat completion*; many servers speak it. Nothing goes to it but the author's
//! words, the conversation and, for intents, one message with the names of the workspace's intents.

pub mod prompt;

use std::time::Duration;

use serde::Deserialize;

use super::connector::{Listener, Outcome, Writer, WritingTask};
use super::connectors::answers;
use super::secrets::Secret;
use super::transport::{Request, Transport};
use crate::program::Name;

/// `[ai]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The address below which `/chat/completions` is: `https://api.openai.com/v1`.
    pub url: String,
    /// The model's name.
    pub model: String,
    /// The variable with the key; none for a server that asks for none.
    pub key_env: Option<String>,
    /// How long it may take, in seconds.
    #[serde(default = "Settings::timeout_by_default")]
    pub timeout_seconds: u16,
    /// What the contact reads when the AI gives nothing; without it the message is tried again.
    pub fallback: Option<String>,
    /// Who the AI is and how it writes, in the operator's words.
    pub persona: Option<String>,
    /// Whether it is asked for the intents of messages.
    #[serde(default)]
    pub intents: bool,
    /// How many seconds a message waits for its intents.
    #[serde(default = "Settings::intents_seconds_by_default")]
    pub intents_seconds_max: u16,
}

impl Settings {
    fn timeout_by_default() -> u16 {
        30
    }

    fn intents_seconds_by_default() -> u16 {
        3
    }
}

/// The AI behind `[ai]`.
pub struct Ai {
    settings: Settings,
    key: Option<Secret>,
    transport: Transport,
}

impl Ai {
    /// With the key that its variable holds.
    pub fn new(settings: Settings, key: Option<Secret>) -> Self {
        let transport = Transport::new(Duration::from_secs(settings.timeout_seconds.max(1).into()));
        Self { settings, key, transport }
    }

    fn request(&self, body: &serde_json::Value) -> Request {
        let url = format!("{}/chat/completions", self.settings.url.trim_end_matches('/'));
        let request = Request::json(url, body);
        match &self.key {
            Some(key) => request.with("authorization", format!("Bearer {}", key.expose())),
            None => request,
        }
    }

    /// Nothing has gone to a contact, so what is unknown is as good as not done.
    fn ask(&self, request: &Request) -> Result<String, Outcome> {
        let again = |outcome| match outcome {
            Outcome::Unknown { why } => Outcome::Retry { after: None, why },
            outcome => outcome,
        };
        let response =
            self.transport.send(request).map_err(|silence| again(answers::without_answer(silence)))?;
        let words = response.json();
        if let Some(outcome) = answers::by_status(&response, answers::text(&words, "/error/message")) {
            return Err(again(outcome));
        }
        prompt::text_in(&words)
            .ok_or_else(|| Outcome::Retry { after: None, why: "the AI's answer has no text".to_owned() })
    }
}

impl Listener for Ai {
    /// None when the AI gives no answer: the built-in recogniser, which needs no network, is asked in any case.
    fn intents(&self, text: &str, known: &[Name]) -> Vec<Name> {
        let request = self.request(&prompt::intents(&self.settings.model, text, known));
        match self.ask(&request) {
            Ok(answer) => prompt::intents_in(&answer, known),
            Err(_) => Vec::new(),
        }
    }

    fn within(&self) -> Duration {
        Duration::from_secs(self.settings.intents_seconds_max.max(1).into())
    }
}

impl Writer for Ai {
    fn listener(&self) -> Option<&dyn Listener> {
        self.settings.intents.then_some(self as &dyn Listener)
    }

    fn write(&self, task: &WritingTask) -> Result<Name, Outcome> {
        let body = prompt::writing(&self.settings.model, self.settings.persona.as_deref(), task);
        match (self.ask(&self.request(&body)), &self.settings.fallback) {
            (Ok(text), _) => Ok(text.into()),
            (Err(_), Some(fallback)) => Ok(fallback.as_str().into()),
            (Err(outcome), None) => Err(outcome),
        }
    }
}
