//! Flows on their way for a contact, what they sent, and what is still to come of them.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::engine::{Cause, EffectKey};
use crate::program::{Name, NodeId, Value};
use crate::time::Instant;

/// One flow for one contact, from its start to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its number among the contact's runs.
    pub id: u64,
    /// The flow.
    pub flow: Name,
    /// Where the program that started it has the flow: looked at first, believed only when the name agrees.
    #[serde(skip)]
    pub flow_hint: Option<u32>,
    /// What kind of event started it.
    pub origin: Origin,
    /// The channel that the trigger came from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub channel: Option<Name>,
    /// What the next `after` counts from: the start, then the last message.
    pub anchor: Instant,
    /// Nothing was waited for since the contact's own message: what is sent now is an answer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answering: bool,
    /// Where it stands.
    pub state: RunState,
    /// What brought it where it stands.
    pub cause: Cause,
    /// The contact's message that started it, or that it was answered with.
    #[serde(default, skip_serializing_if = "is_default")]
    pub message: Option<Name>,
    /// It began with a silence, itself or through the run that started it: its messages begin no other one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub follow_up: bool,
    /// A proactive run: its message was shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shown: bool,
    /// `event.field` of the event that started it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub event_fields: Vec<(Name, Value)>,
}

/// What kind of event started a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The contact's message.
    Message,
    /// A silence.
    Silence,
    /// A page or a visit.
    Proactive,
    /// Anything else.
    Other,
}

/// Where a run stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RunState {
    /// On its way, within one `advance`.
    Moving,
    /// At an `after` or `at`.
    Waiting {
        /// The step.
        node: NodeId,
        /// Until when.
        due: Instant,
    },
    /// Before a message or step whose hours are shut.
    Held {
        /// The step.
        node: NodeId,
        /// When it was due at first.
        due: Instant,
        /// When the hours begin.
        until: Instant,
    },
    /// At an open question.
    Asking {
        /// The step.
        node: NodeId,
        /// When the silence arm is due.
        silence: Option<Instant>,
        /// When it was asked.
        asked: Instant,
    },
    /// A proactive message waits for the visitor.
    Showing {
        /// The step behind the message.
        next: NodeId,
    },
    /// Over.
    Ended,
}

/// How often and when a flow was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The flow.
    pub flow: Name,
    /// How often for this contact; a cleared browser forgets it for proactive flows.
    pub times: u32,
    /// How often in this visit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub in_visit: u32,
    /// The latest starts, oldest first, as many as the flow's `at most` asks for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub latest: Vec<Instant>,
}

/// A message that a flow sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Its key.
    pub key: EffectKey,
    /// The flow.
    pub flow: Name,
    /// The step.
    pub node: NodeId,
    /// Where.
    pub channel: Name,
    /// It was a follow-up: once the contact has answered, it goes nowhere else.
    #[serde(default, skip_serializing_if = "is_default")]
    pub follow_up: bool,
    /// Channels that failed for it already.
    #[serde(default, skip_serializing_if = "is_default")]
    pub failed: Vec<Name>,
}

/// A message or step that is going to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pending {
    /// The flow.
    pub flow: Name,
    /// The step.
    pub step: Name,
    /// When it is due, or when its hours begin.
    pub due: Instant,
    /// Whether its hours are shut.
    pub held: bool,
    /// What brought it about.
    pub cause: Cause,
}
