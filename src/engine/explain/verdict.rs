//! What is told of a message and a flow.

use serde::Serialize;

use crate::engine::Reason;
use crate::program::Name;

/// What a message does with one flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The flow.
    pub flow: Name,
    /// What.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Whether a message starts a flow, or the first thing that stops it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// It does.
    Starts {
        /// The trigger as its author wrote it.
        trigger: Name,
    },
    /// No message starts it.
    NoMessageFlow,
    /// It would, had it come from another channel.
    OtherChannel {
        /// The trigger.
        trigger: Name,
        /// The channel that it listens to.
        channel: Name,
    },
    /// It would, were upper and lower case written otherwise.
    OtherCase {
        /// The trigger.
        trigger: Name,
    },
    /// The message is not what its triggers ask for.
    OtherMessage {
        /// The triggers that ask for a message.
        triggers: Vec<Name>,
    },
    /// A trigger fires, and its `when` does not hold.
    ConditionFails {
        /// The trigger.
        trigger: Name,
        /// The parts that do not hold.
        parts: Vec<Part>,
    },
    /// A trigger fires, and its `stop when` holds.
    StopWhen {
        /// The trigger.
        trigger: Name,
        /// What holds.
        parts: Vec<Part>,
    },
    /// A trigger fires, and the engine refuses the start.
    Refused {
        /// The trigger.
        trigger: Name,
        /// Why.
        reason: Reason,
        /// Why, in words.
        why: Name,
    },
    /// A trigger fires, and a run of it is active and goes on.
    Running {
        /// The trigger.
        trigger: Name,
    },
    /// The message is taken before flows are asked.
    Taken {
        /// By what.
        by: Taker,
    },
}

/// What takes a message before any flow is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Taker {
    /// It is a word that opts out or in.
    Consent,
    /// It asks not to be written to any more, and the flow is on `any message`.
    OptOut,
    /// An open question takes it.
    Question,
}

/// A part of a condition with what the contact has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// As an author would say it.
    pub condition: String,
    /// The values of its fields; none for an unknown one.
    pub values: Vec<(String, Option<String>)>,
}
