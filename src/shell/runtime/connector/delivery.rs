//! What goes out, and what became of it.

use std::time::Duration;

use crate::engine::Sender;
use crate::policy::ChannelKind;
use crate::policy::messages::ContentType;
use crate::program::{Name, Notification};

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
    /// What the AI was to write, when no [`Writer`](super::Writer) is set up. A connector to a real provider fails it for good.
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
