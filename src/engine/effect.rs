//! What is to be done, and what was decided: each with its reason and its cause.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Reason, RunEnd, Why};
use crate::policy::messages::ContentType;
use crate::program::{Assignee, Name, Notification, Receiver, Value};
use crate::time::Instant;

/// Which effect of a contact: unique for it and the same on every replay, hence the idempotency key.
///
/// With the contact's id in front it is unique everywhere: `contact/sequence/index`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectKey {
    /// How many events the contact had had.
    pub sequence: u64,
    /// Its place among the effects of that event.
    pub index: u32,
}

impl fmt::Display for EffectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.sequence, self.index)
    }
}

impl Serialize for EffectKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EffectKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let key = text.split_once('/').and_then(|(sequence, index)| {
            Some(Self { sequence: sequence.parse().ok()?, index: index.parse().ok()? })
        });
        key.ok_or_else(|| serde::de::Error::custom("an effect's key is written `sequence/index`"))
    }
}

/// What brought something about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// An inbound event, by its id.
    Event(Name),
    /// An earlier effect.
    Effect(EffectKey),
}

/// Something to be done, or a decision that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Its key.
    pub key: EffectKey,
    /// When it was decided.
    pub at: Instant,
    /// What brought it about.
    pub cause: Cause,
    /// The flow that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<Name>,
    /// The step, as a person counts: `3.1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Name>,
    /// What.
    #[serde(flatten)]
    pub kind: EffectKind,
    /// Why, in words: the facts that decided it.
    pub why: Why,
}

/// Who writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// A flow.
    Flow,
    /// The conversational bot.
    Bot,
    /// A person.
    Agent(Name),
}

/// What a message says, as it goes to a connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
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
    },
    /// What the AI writes, with this instruction.
    Ai {
        /// The author's words to the AI.
        instruction: Option<Name>,
    },
}

/// A candidate that was passed over, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The channel.
    pub channel: Name,
    /// Why not.
    pub reason: Reason,
}

/// What is to be done, or was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EffectKind {
    /// Send this.
    SendMessage {
        /// Who writes.
        sender: Sender,
        /// Where.
        channel: Name,
        /// What.
        message: Message,
        /// The purpose, on channels that ask for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content_type: Option<ContentType>,
        /// Whether the human-agent tag goes with it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        human_agent: bool,
        /// How loud.
        notification: Notification,
        /// Whether it waits on a web page until the visitor opens it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        proactive: bool,
        /// Whether it counts against the channel's monthly quota.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        counts_quota: bool,
        /// The candidates before it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<Refusal>,
    },
    /// The message, or the step, waits for its hours; everything is decided again then.
    Hold {
        /// When the hours begin.
        until: Instant,
    },
    /// The message is not sent.
    Suppress {
        /// Why.
        reason: Reason,
        /// Where it was meant to go, when that was decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<Name>,
        /// The candidates, when none would do.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        refused: Vec<Refusal>,
        /// Who would have written.
        sender: Sender,
        /// Whether the message is shown as written but not delivered.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        undelivered: bool,
    },
    /// The flow begins for this contact.
    StartRun {
        /// Its number among the contact's runs.
        run: u64,
    },
    /// The flow ends for this contact; what is pending of it is gone.
    EndRun {
        /// Its number.
        run: u64,
        /// Why.
        end: RunEnd,
    },
    /// The conversation goes on elsewhere.
    SwitchChannel {
        /// Where it was.
        from: Name,
        /// Where it goes on.
        to: Name,
    },
    /// Add this tag.
    AddTag {
        /// Which.
        tag: Name,
    },
    /// Take this tag away.
    RemoveTag {
        /// Which.
        tag: Name,
    },
    /// Add the contact to this group.
    JoinGroup {
        /// Which.
        group: Name,
    },
    /// Take the contact out of this group.
    LeaveGroup {
        /// Which.
        group: Name,
    },
    /// Set this field of the contact; no value makes it unknown.
    SetField {
        /// The name behind `contact.`.
        field: Name,
        /// The new value.
        value: Option<Value>,
    },
    /// Give the conversation to somebody.
    Assign {
        /// To whom.
        to: Assignee,
    },
    /// Tell somebody of the business.
    Notify {
        /// An address.
        to: Name,
        /// What.
        message: Message,
    },
    /// Pass the contact's message on.
    Forward {
        /// An address.
        to: Name,
        /// The message; none when no message started the run.
        text: Option<Name>,
    },
    /// Hand the conversation over.
    HandOver {
        /// To whom.
        to: Receiver,
        /// What the visitor is asked for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        asking: Vec<Name>,
    },
    /// Put these tags on the ticket.
    TagTicket {
        /// Which.
        tags: Vec<Name>,
    },
    /// The conversation is open.
    OpenConversation,
    /// The conversation is closed.
    CloseConversation,
    /// The contact opted out, of one channel or all.
    OptOut {
        /// Which; none means all.
        channel: Option<Name>,
    },
    /// The contact asked to be written to again.
    OptIn {
        /// Where.
        channel: Name,
    },
    /// Call this address.
    Call {
        /// A URL.
        url: Name,
    },
}
