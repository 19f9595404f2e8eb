//! One contact's state: everything that the engine remembers between two events.

mod queries;

use serde::{Deserialize, Serialize};

use super::{Cause, EffectKey};
use crate::program::{Assignee, Name, NodeId, Value};
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

/// What is known of the contact as a web visitor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Visitor {
    /// Visits of this browser, the present one included.
    #[serde(skip_serializing_if = "is_default")]
    pub visits: u32,
    /// The visit, when there is one.
    #[serde(skip_serializing_if = "is_default")]
    pub visit: Option<Visit>,
    /// When a page was last looked at.
    #[serde(skip_serializing_if = "is_default")]
    pub last_view: Option<Instant>,
}

/// A visit of the site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Visit {
    /// The page's address.
    pub url: Name,
    /// The page's title.
    #[serde(skip_serializing_if = "is_default")]
    pub title: Option<Name>,
    /// Where the visitor came from.
    #[serde(skip_serializing_if = "is_default")]
    pub referrer: Option<Name>,
    /// `language`, `type`, `os`, `browser`.
    #[serde(skip_serializing_if = "is_default")]
    pub device: Vec<(Name, Value)>,
    /// When the visit began.
    pub began: Instant,
    /// Proactive flows that are due once the page, or the visit, has lasted.
    #[serde(skip_serializing_if = "is_default")]
    pub watches: Vec<Watch>,
}

/// A proactive flow that is due once a page or a visit has lasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// The flow.
    pub flow: Name,
    /// When.
    pub due: Instant,
    /// It goes with the page, not with the visit.
    pub page: bool,
    /// The event that set it.
    pub cause: Cause,
}

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
