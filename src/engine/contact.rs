//! One contact's state: everything that the engine remembers between two events.

mod queries;
mod run;
mod visitor;

use serde::{Deserialize, Serialize};

pub use self::run::{Origin, Pending, Run, RunState, Sent, Started};
pub use self::visitor::{Visit, Visitor, Watch};
use crate::program::{Assignee, Name, Value};
use crate::time::Instant;

/// What most contacts have is not written down.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A contact. It is plain data, and names flows, channels and steps by name, so that it outlives its program.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// Who.
    pub id: Name,
    /// When the last event happened: time never runs backwards.
    pub now: Instant,
    /// How many events there were.
    pub sequence: u64,
    /// Ids of the latest events, oldest first: an event that arrives again changes nothing.
    #[serde(skip_serializing_if = "is_default")]
    pub seen: Vec<Name>,
    /// Known fields, sorted by name; addresses stand under their kind's name.
    #[serde(skip_serializing_if = "is_default")]
    pub fields: Vec<(Name, Value)>,
    /// Tags, sorted.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: Vec<Name>,
    /// Groups, sorted.
    #[serde(skip_serializing_if = "is_default")]
    pub groups: Vec<Name>,
    /// Channels that something happened on, in the order in which it first did.
    #[serde(skip_serializing_if = "is_default")]
    pub channels: Vec<ChannelState>,
    /// Opted out of every channel.
    #[serde(skip_serializing_if = "is_default")]
    pub opted_out: bool,
    /// The channel of the last message in either direction.
    #[serde(skip_serializing_if = "is_default")]
    pub last_channel: Option<Name>,
    /// The conversation.
    #[serde(skip_serializing_if = "is_default")]
    pub conversation: Conversation,
    /// The web visitor.
    #[serde(skip_serializing_if = "is_default")]
    pub visitor: Visitor,
    /// The moment that the contact asked for last.
    #[serde(skip_serializing_if = "is_default")]
    pub callback_time: Option<Instant>,
    /// The appointment that was booked last.
    #[serde(skip_serializing_if = "is_default")]
    pub booking_time: Option<Instant>,
    /// Active runs, in the order of their start.
    #[serde(skip_serializing_if = "is_default")]
    pub runs: Vec<Run>,
    /// How many runs there were.
    #[serde(skip_serializing_if = "is_default")]
    pub runs_started: u64,
    /// When each flow was started, for `once` and `at most`.
    #[serde(skip_serializing_if = "is_default")]
    pub starts: Vec<Started>,
    /// When the last automatic messages went out, for the workspace's limit.
    #[serde(skip_serializing_if = "is_default")]
    pub automatic_sends: Vec<Instant>,
    /// Flows on `silence` that a stop rule keeps quiet until the contact writes again.
    #[serde(skip_serializing_if = "is_default")]
    pub quieted: Vec<Name>,
    /// When the clock's triggers were last looked at.
    #[serde(skip_serializing_if = "is_default")]
    pub clock_checked: Option<Instant>,
    /// When the clock's next trigger is due.
    #[serde(skip_serializing_if = "is_default")]
    pub next_clock: Option<Instant>,
    /// The latest messages of flows, for failures that are reported later.
    #[serde(skip_serializing_if = "is_default")]
    pub sent: Vec<Sent>,
}

/// What happened on a channel.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelState {
    /// Which.
    pub channel: Name,
    /// When the contact wrote there last.
    #[serde(skip_serializing_if = "is_default")]
    pub last_inbound: Option<Instant>,
    /// Messages to the contact since then.
    #[serde(skip_serializing_if = "is_default")]
    pub sent_since: u32,
    /// The contact opted out there.
    #[serde(skip_serializing_if = "is_default")]
    pub opted_out: bool,
    /// It failed for good; a message from there mends it.
    #[serde(skip_serializing_if = "is_default")]
    pub failed: bool,
    /// Somebody of the business wrote there: an address is known.
    #[serde(skip_serializing_if = "is_default")]
    pub known: bool,
}

/// The conversation with the business.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Conversation {
    /// It is open.
    #[serde(skip_serializing_if = "is_default")]
    pub open: bool,
    /// A person has it: the bot says nothing.
    #[serde(skip_serializing_if = "is_default")]
    pub bot_inactive: bool,
    /// Who has it.
    #[serde(skip_serializing_if = "is_default")]
    pub assignee: Option<Assignee>,
}
