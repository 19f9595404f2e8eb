//! The border to providers: what goes out, what became of it, and what comes in.
//!
//! A connector knows one provider and nothing of the store: it gets one delivery at a time and says what became of
//! it. A webhook takes a provider's request apart and knows nothing of contacts. The runtime does the rest: it keeps,
//! repeats, finds the contact and commits.

use std::sync::Arc;
use std::time::Duration;

use crate::engine::Sender;
use crate::policy::ChannelKind;
use crate::policy::messages::ContentType;
use crate::program::{Name, Notification, Value};
use crate::time::Instant;

/// One thing on its way to a provider, once per attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// The idempotency key, `contact/sequence/index`: the same on every attempt, and never used for anything else.
    pub key: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// An earlier attempt may have got through: the process died on it, or its outcome was [`Outcome::Unknown`].
    pub perhaps_sent: bool,
    /// The contact.
    pub contact: Name,
    /// The flow that it belongs to.
    pub flow: Option<Name>,
    /// What.
    pub kind: DeliveryKind,
}

/// What is delivered.
#[derive(Debug, Clone, PartialEq)]
pub enum DeliveryKind {
    /// A message to the contact.
    Message(Outgoing),
    /// Tell somebody of the business, an address or a phone number.
    Notify {
        /// To whom.
        to: Name,
        /// What.
        content: Content,
    },
    /// Pass the contact's message on.
    Forward {
        /// An address or a phone number.
        to: Name,
        /// The message; empty when no message started the run.
        text: Name,
    },
    /// Call this address with the contact's fields.
    Call {
        /// A URL, as the author wrote it with the fields filled in.
        url: Name,
        /// The body of the request.
        body: serde_json::Value,
    },
    /// Everything else that systems of the business may want to know: `hand_over`, `assign`, `tag_ticket`,
    /// `add_tag`, `open_conversation` and so on.
    Other {
        /// The effect's type, as in its JSON.
        name: Name,
        /// The effect's JSON.
        body: serde_json::Value,
    },
}

/// A message to the contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// The channel, by the author's name.
    pub channel: Name,
    /// Its kind.
    pub channel_kind: ChannelKind,
    /// The contact's address there: what its field of that kind says, else its `phone` where the kind goes by
    /// phone, else the contact's id.
    pub address: String,
    /// Who writes.
    pub sender: Sender,
    /// What it says.
    pub content: Content,
    /// The purpose, where the channel asks for one.
    pub content_type: Option<ContentType>,
    /// Whether the human-agent tag goes with it.
    pub human_agent: bool,
    /// How loud.
    pub notification: Notification,
    /// Whether it waits on a web page until the visitor opens it.
    pub proactive: bool,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// This text.
    Text(Name),
    /// This template with these arguments; `text` is what the contact reads.
    Template {
        /// Its name.
        name: Name,
        /// Its arguments in order.
        arguments: Vec<Name>,
        /// The text with the arguments in it.
        text: Name,
        /// The contact's language, where it is known.
        language: Option<Name>,
    },
    /// What the AI was to write, when no [`Writer`] is set up. A connector to a real provider fails it for good.
    Ai {
        /// The author's words to the AI.
        instruction: Option<Name>,
    },
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The provider has it.
    Sent {
        /// The provider's own id, by which a webhook may speak of it later.
        provider_id: Option<String>,
    },
    /// It did not go out, and may later.
    Retry {
        /// Not before: what the provider asked for.
        after: Option<Duration>,
        /// Why, in words.
        why: String,
    },
    /// It will never go out this way: the engine tries the next channel.
    Failed {
        /// Why, in words.
        why: String,
    },
    /// It may have gone out: the line broke before the answer. Where the provider takes keys it is tried like a
    /// `Retry`; elsewhere once more, and marked.
    Unknown {
        /// Why, in words.
        why: String,
    },
}

/// A way to a provider. Called from several threads at once; it may take its time, and never panics.
pub trait Connector: Send + Sync {
    /// Its name in logs and metrics.
    fn name(&self) -> &str;

    /// Tries to deliver, once.
    fn deliver(&self, delivery: &Delivery) -> Outcome;

    /// Whether the provider takes the key and drops what it has had: then an attempt may be repeated at will.
    fn takes_keys(&self) -> bool;
}

/// What the AI is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WritingTask {
    /// The key of the delivery.
    pub key: String,
    /// The contact.
    pub contact: Name,
    /// The author's words to the AI.
    pub instruction: Option<Name>,
    /// The contact's language, where it is known.
    pub language: Option<Name>,
    /// The conversation, oldest first: who wrote (`contact`, `business`) and what.
    pub conversation: Vec<(&'static str, Name)>,
}

/// Writes messages in the author's place. What it wrote is kept, so that all attempts say the same.
pub trait Writer: Send + Sync {
    /// The text; otherwise what is to be done, never `Sent`.
    ///
    /// # Errors
    ///
    /// When there is no text.
    fn write(&self, task: &WritingTask) -> Result<Name, Outcome>;

    /// Who recognises intents, when it does that as well.
    fn listener(&self) -> Option<&dyn Listener> {
        None
    }
}

/// Recognises intents in messages, on top of the built-in recogniser.
pub trait Listener: Send + Sync {
    /// Which of these intents a message has; none when there is no answer.
    fn intents(&self, text: &str, known: &[Name]) -> Vec<Name>;

    /// How long a message waits for an answer before it is taken without.
    fn within(&self) -> Duration;
}

/// Something that a provider's webhook said, before the contact is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The provider's id of it: what arrives again under the same id changes nothing.
    pub id: String,
    /// When it happened; none means now.
    pub at: Option<Instant>,
    /// The channel, by the author's name.
    pub channel: Name,
    /// The contact's address there. Empty for reports about a message (`Failed`, `Delivered`, `Opened`), whose
    /// contact is that of the message.
    pub address: String,
    /// What happened.
    pub kind: IncomingKind,
    /// Fields that the provider knows (`first_name`, `language`, …): set when they are new.
    pub profile: Vec<(Name, Value)>,
}

/// What a provider reports.
#[derive(Debug, Clone, PartialEq)]
pub enum IncomingKind {
    /// The contact wrote; pictures and files are told in words or as their address.
    Message {
        /// What.
        text: Name,
    },
    /// A message that was sent did not arrive, for good.
    Failed {
        /// The provider's id of the message, or its key.
        message: String,
        /// Why, in words.
        why: String,
    },
    /// A message that was sent has arrived. Kept with the message; no event.
    Delivered {
        /// The provider's id of the message, or its key.
        message: String,
    },
    /// The visitor opened a proactive message.
    Opened {
        /// The provider's id of the message, or its key.
        message: String,
    },
    /// The visitor dismissed a proactive message.
    Dismissed {
        /// The provider's id of the message, or its key.
        message: String,
    },
    /// Anything else that happened to the contact, as an event of the engine: a page was viewed, the contact opted
    /// out, an appointment was booked.
    Event(crate::engine::EventKind),
}

/// A provider's request, whole.
#[derive(Debug, Clone, Copy)]
pub struct WebhookRequest<'a> {
    /// `GET`, `POST`.
    pub method: &'a str,
    /// What stands behind `?`, as it came.
    pub query: &'a str,
    /// The address that the provider called, from the public base URL on where one is set: some sign it.
    pub url: &'a str,
    /// Headers, names in lower case.
    pub headers: &'a [(String, String)],
    /// The body as it came: signatures are over these bytes.
    pub body: &'a [u8],
    /// Now.
    pub now: Instant,
}

impl WebhookRequest<'_> {
    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What a webhook made of a request. The answer goes out once what came in is committed.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookAnswer {
    /// The HTTP status; with anything but 2xx nothing comes in.
    pub status: u16,
    /// The body's media type.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
    /// What happened, in order.
    pub incoming: Vec<Incoming>,
}

/// Takes a provider's requests apart, signatures included. Served at `/v1/hooks/NAME`.
pub trait Webhook: Send + Sync {
    /// Checks and reads one request; never panics, whatever comes.
    fn receive(&self, request: &WebhookRequest<'_>) -> WebhookAnswer;
}

/// Everything that leads to providers and back.
#[derive(Clone)]
pub struct Connectors {
    /// By the channel's name; `notify`, `forward`, `call` and `other` are names here as well.
    pub by_channel: std::collections::BTreeMap<Name, Arc<dyn Connector>>,
    /// For what has no connector of its own.
    pub fallback: Arc<dyn Connector>,
    /// Webhooks by the name in their address.
    pub webhooks: std::collections::BTreeMap<Name, Arc<dyn Webhook>>,
    /// Who writes for the AI.
    pub writer: Option<Arc<dyn Writer>>,
}

impl Connectors {
    /// The connector for a delivery.
    pub fn of(&self, kind: &DeliveryKind) -> &Arc<dyn Connector> {
        let name = match kind {
            DeliveryKind::Message(message) => &*message.channel,
            DeliveryKind::Notify { .. } => "notify",
            DeliveryKind::Forward { .. } => "forward",
            DeliveryKind::Call { .. } => "call",
            DeliveryKind::Other { .. } => "other",
        };
        self.of_lane(name)
    }

    /// The connector for a channel, `notify`, `forward`, `call` or `other`.
    pub fn of_lane(&self, name: &str) -> &Arc<dyn Connector> {
        self.by_channel.get(name).unwrap_or(&self.fallback)
    }
}
