//! What happened: an inbound event, in the past tense, with its instant.

use serde::{Deserialize, Serialize};

use super::EffectKey;
use crate::program::{Assignee, Name, Value};
use crate::time::Instant;

/// An inbound event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Unique for the contact: an event that arrives again changes nothing.
    pub id: Name,
    /// When it happened; an event from before the contact's last one counts as happening with that one.
    pub at: Instant,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
    /// How much of each channel's monthly quota all contacts together have used: what exceeds the contact's own
    /// knowledge enters with the event. Channels without an entry have used none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas_used: Vec<(Name, u32)>,
}

impl Event {
    /// An event, with no quota used.
    pub fn new(id: impl Into<Name>, at: Instant, kind: EventKind) -> Self {
        Self { id: id.into(), at, kind, quotas_used: Vec::new() }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventKind {
    /// Fields of the contact became known, tags and groups were set by the author's systems.
    ContactUpdated {
        /// Names behind `contact.`, and kinds of channels for addresses there.
        #[serde(default)]
        fields: Vec<(Name, Value)>,
        /// Added.
        #[serde(default)]
        tags: Vec<Name>,
        /// Joined.
        #[serde(default)]
        groups: Vec<Name>,
    },
    /// The contact wrote.
    MessageReceived {
        /// Where.
        channel: Name,
        /// What.
        text: Name,
        /// Intents that somebody else recognised, on top of the program's own recogniser.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        intents: Vec<Name>,
    },
    /// The contact looks at a page; the first one begins a visit.
    PageViewed {
        /// Its address.
        url: Name,
        /// Its title.
        #[serde(default)]
        title: Option<Name>,
        /// Where the visitor came from.
        #[serde(default)]
        referrer: Option<Name>,
        /// `language`, `type`, `os`, `browser`.
        #[serde(default)]
        device: Vec<(Name, Value)>,
    },
    /// The visitor left the site.
    VisitEnded,
    /// The visitor opened a proactive message.
    ProactiveOpened {
        /// The flow that showed it.
        flow: Name,
    },
    /// The visitor dismissed a proactive message.
    ProactiveDismissed {
        /// The flow that showed it.
        flow: Name,
    },
    /// The visitor cleared the browser: the next visit is a new visitor's.
    BrowserCleared,
    /// An appointment was booked.
    Booked {
        /// When it takes place.
        time: Instant,
    },
    /// Something was bought.
    Purchased,
    /// The author's systems reported something.
    Reported {
        /// What.
        event: Name,
        /// `event.field`.
        #[serde(default)]
        fields: Vec<(Name, Value)>,
    },
    /// The contact opted out of a channel, or of all.
    OptedOut {
        /// The channel; none means all.
        #[serde(default)]
        channel: Option<Name>,
    },
    /// The conversational bot wrote.
    BotWrote {
        /// Where; none means the contact's last channel.
        #[serde(default)]
        channel: Option<Name>,
        /// What.
        text: Name,
    },
    /// A person wrote.
    AgentWrote {
        /// Who.
        agent: Name,
        /// Where; none means the contact's last channel.
        #[serde(default)]
        channel: Option<Name>,
        /// What.
        content: Written,
    },
    /// A person took the conversation over: the bot is inactive.
    AgentTookOver {
        /// Who.
        agent: Name,
    },
    /// A person gave the conversation back to the bot.
    AgentHandedBack {
        /// Who.
        agent: Name,
    },
    /// A person gave the conversation to somebody, or to nobody; it stays as open or closed as it is.
    ConversationAssigned {
        /// Who gave it.
        #[serde(default)]
        agent: Option<Name>,
        /// To whom.
        to: Assignee,
    },
    /// The conversation was closed.
    ConversationClosed {
        /// By whom.
        #[serde(default)]
        agent: Option<Name>,
    },
    /// Somebody starts a flow.
    FlowStarted {
        /// Which.
        flow: Name,
    },
    /// A message could not be delivered, for good.
    DeliveryFailed {
        /// Where; none means where the contact was written to last.
        #[serde(default)]
        channel: Option<Name>,
        /// Which message; none means the last one there.
        #[serde(default)]
        message: Option<EffectKey>,
    },
    /// Another version of the program was applied, and the contact goes over to it. It changes nothing by itself:
    /// [`relocate`](super::relocate()) does, which needs both versions.
    ProgramApplied {
        /// Which version.
        version: u64,
    },
    /// The instant that `Contact::next_wake` named has come.
    Woke,
}

/// What a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Written {
    /// A text.
    Text(Name),
    /// A template with its arguments.
    Template(Name, Vec<Name>),
}
